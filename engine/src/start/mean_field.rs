//! The mean field: where a group's trust would rest if everybody met what is met on average.
//!
//! It is some tenths of a point off and takes a millisecond: the first guess of the start, and the slope of every correction.

use std::sync::Arc;

use crate::maths::Squared;
use crate::scenario::{Group, Scenario, TalkRule};
use crate::week::evidence::{retention, under_ceiling};
use crate::week::history::{ServiceTable, Start};
use crate::week::impressions;
use crate::world::{Course, GroupStart, Town};

use super::StartError;

/// Bounds of what is solved for.
const TRAIT: [f64; 2] = [0.1, 0.9];
const TREATMENT: [f64; 2] = [-0.35, 0.20];
const PERSONAL_SD: f64 = 0.6;

/// Mean field of one group: everything but disposition and treatment is known, because trust is stated for all groups.
struct Field<'a> {
    scenario: &'a Scenario,
    group: &'a Group,
    tables: &'a [ServiceTable],
    /// Resting E of the group.
    felt: f64,
    /// What the group hears at rest.
    heard: f64,
}

impl Field<'_> {
    /// First-hand evidence at rest: positive and all.
    fn direct(&self, treatment: f64, personal_sd: f64) -> [f64; 2] {
        let parameters = &self.scenario.parameters;
        if !self.scenario.processes.encounters {
            return [0.0; 2];
        }
        let weight = parameters.weight_routine * parameters.trickle_up_department * parameters.trickle_up_institution
            / (1.0 - retention(parameters.half_life_direct));
        let mut sum = [0.0; 2];
        for ((institution, department), table) in self.scenario.departments().zip(self.tables) {
            if institution == self.group.about {
                let moments = table.over(treatment, personal_sd);
                let rate = weight * department.contacts;
                sum[0] += rate * moments.good;
                sum[1] += rate * (moments.good + parameters.negative_generalisation * moments.bad);
            }
        }
        sum
    }

    /// What contacts of a week leave as evidence, good and bad, times what fresh impressions of it add up to at rest.
    fn impressions(&self, treatment: f64, personal_sd: f64) -> [f64; 2] {
        let parameters = &self.scenario.parameters;
        let mut sum = [0.0; 2];
        if !self.scenario.processes.encounters || !impressions::left(self.scenario) {
            return sum;
        }
        let gain =
            parameters.impression_gain * parameters.weight_routine / (1.0 - retention(parameters.half_life_impression));
        for ((institution, department), table) in self.scenario.departments().zip(self.tables) {
            if institution == self.group.about {
                let moments = table.over(treatment, personal_sd);
                sum[0] += gain * department.contacts * moments.good;
                sum[1] += gain * department.contacts * moments.bad;
            }
        }
        sum
    }

    /// Mean fresh impression at rest, where so much is felt.
    fn fresh(&self, treatment: f64, personal_sd: f64) -> f64 {
        let [good, bad] = self.impressions(treatment, personal_sd);
        (1.0 - self.felt) * good - self.felt * bad
    }

    fn talk_mass(&self) -> f64 {
        let parameters = &self.scenario.parameters;
        if !self.scenario.processes.talk || !matches!(self.scenario.talk, TalkRule::Evidence { .. }) {
            return 0.0;
        }
        parameters.weight_peer / (1.0 - retention(parameters.half_life_indirect))
    }

    /// What the group's own evidence and impressions must say for E to rest: E itself, unless talk mixes it with what is heard.
    fn alone(&self) -> f64 {
        match self.scenario.talk {
            TalkRule::FriedkinJohnsen { susceptibility } if self.scenario.processes.talk => {
                (self.felt - susceptibility * self.heard) / (1.0 - susceptibility).max(1e-3)
            }
            _ => self.felt,
        }
    }

    /// Total mass, prior included.
    fn mass(&self, direct: [f64; 2]) -> f64 {
        self.scenario.parameters.prior_mass_institution + direct[1] + self.talk_mass()
    }

    /// The disposition at which E rests, for a treatment; may lie outside its bounds.
    fn disposition(&self, treatment: f64, personal_sd: f64) -> f64 {
        let parameters = &self.scenario.parameters;
        let direct = self.direct(treatment, personal_sd);
        let prior = parameters.prior_mass_institution;
        let needed = (self.alone() - self.fresh(treatment, personal_sd)) * self.mass(direct)
            - prior * parameters.group_climate * self.felt
            - direct[0]
            - self.talk_mass() * self.heard;
        needed / (prior * (1.0 - parameters.group_climate)).max(1e-9)
    }

    /// Resting E of an isolated group, for the range that can be reached.
    fn rest(&self, disposition: f64, treatment: f64) -> f64 {
        let parameters = &self.scenario.parameters;
        let direct = self.direct(treatment, 0.0);
        let prior = parameters.prior_mass_institution;
        let others = self.talk_mass() * (self.heard - self.felt).clamp(-1.0, 1.0);
        let [good, bad] = self.impressions(treatment, 0.0);
        let mass = self.mass(direct);
        (prior * (1.0 - parameters.group_climate) * disposition + direct[0] + others + good * mass)
            / (mass * (1.0 + good + bad) - prior * parameters.group_climate - self.talk_mass())
    }

    /// Trait and treatment within bounds: first the disposition, then what it cannot reach by treatment.
    fn solve(&self, personal_sd: f64) -> Option<(f64, f64)> {
        let free = self.disposition(0.0, personal_sd);
        let disposition = free.clamp(TRAIT[0], TRAIT[1]);
        if disposition == free {
            return Some((free, 0.0));
        }
        let [mut low, mut high] = TREATMENT;
        // Better treatment needs a lower disposition for the same rest.
        if self.disposition(low, personal_sd) < disposition || self.disposition(high, personal_sd) > disposition {
            return None;
        }
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            if self.disposition(middle, personal_sd) > disposition {
                low = middle;
            } else {
                high = middle;
            }
        }
        Some((disposition, f64::midpoint(low, high)))
    }

    /// Variance of E that encounters alone cause, and how strongly E follows disposition and personal treatment.
    fn spread(&self, treatment: f64) -> (f64, f64, f64) {
        let parameters = &self.scenario.parameters;
        let direct = self.direct(treatment, 0.0);
        let mass = self.mass(direct);
        let kept = retention(parameters.half_life_direct);
        let weight = parameters.weight_routine * parameters.trickle_up_department * parameters.trickle_up_institution;
        let nu = parameters.negative_generalisation;
        let fresh_kept = retention(parameters.half_life_impression);
        let gain = if impressions::left(self.scenario) { parameters.impression_gain } else { 0.0 };
        let mut variance = 0.0;
        if self.scenario.processes.encounters {
            for ((institution, department), table) in self.scenario.departments().zip(self.tables) {
                if institution == self.group.about {
                    let m = table.at(treatment);
                    // Mean square of (1 − E) good − E ν bad: what one encounter moves.
                    let (a, b) = (1.0 - self.felt, self.felt * nu);
                    let square = |b: f64| a * a * m.good_square - 2.0 * a * b * m.product + b * b * m.bad_square;
                    variance += weight * weight * department.contacts * square(b) / (1.0 - kept * kept);
                    // The same of the impressions that contacts leave, in units of evidence.
                    let fresh = mass * gain * parameters.weight_routine;
                    variance +=
                        fresh * fresh * department.contacts * square(self.felt) / (1.0 - fresh_kept * fresh_kept);
                }
            }
        }
        let [better, worse] = [0.02, -0.02].map(|step| {
            let direct = self.direct(treatment + step, 0.0);
            direct[0] - self.felt * direct[1] + mass * self.fresh(treatment + step, 0.0)
        });
        // Whoever feels more is surprised less by the same service.
        let [good, bad] = self.impressions(treatment, 0.0);
        let mass = mass * (1.0 + good + bad);
        let by_disposition = parameters.prior_mass_institution * (1.0 - parameters.group_climate) / mass;
        (variance / (mass * mass), by_disposition, (better - worse) / 0.04 / mass)
    }

    /// Share of the variance of personal treatment that evidence shows: what moves is remembered as it was on average.
    fn remembered(&self) -> f64 {
        Course::of(self.scenario).map_or(1.0, |course| course.share_remembered())
    }

    /// Splits the variance of E that encounters leave over between disposition and personal treatment.
    fn shares(&self, disposition: f64, treatment: f64, wanted: f64) -> (f64, f64) {
        let (_, by_disposition, by_person) = self.spread(treatment);
        let wanted = wanted.max(0.0);
        let cap = 0.8 * disposition.min(1.0 - disposition);
        let by_person = (by_person * self.remembered().sqrt()).max(1e-6);
        let half = if by_disposition > 1e-6 { (wanted / 2.0).sqrt() / by_disposition } else { 0.0 };
        let disposition_sd = half.min(cap);
        let left = (wanted - (disposition_sd * by_disposition).squared()).max(0.0);
        (disposition_sd, (left.sqrt() / by_person).min(PERSONAL_SD))
    }
}

/// What is aimed at in a group: where the mean field shall have E, and the variance of E that traits and personal
/// treatment shall bring. Aims differ from what is stated by what the mean field does not know.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Aim {
    pub felt: f64,
    pub variance: f64,
}

impl Aim {
    pub fn plus(self, more: Self) -> Self {
        Self { felt: self.felt + more.felt, variance: self.variance + more.variance }
    }

    pub fn minus(self, less: Self) -> Self {
        Self { felt: self.felt - less.felt, variance: self.variance - less.variance }
    }
}

/// Who hears whom: by group, the share of its members' contacts in each group; a row of zeros where nobody has any.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Hearing(Vec<Vec<f64>>);

impl Hearing {
    /// Counted in a town.
    pub fn of(town: &Town) -> Self {
        let groups = town.layout.groups.len();
        let row = |slots: &std::ops::Range<usize>| {
            let mut shares = vec![0.0; groups];
            let mut listening = 0.0;
            for slot in slots.clone() {
                let neighbours = town.network.neighbours(slot);
                for &neighbour in neighbours {
                    shares[town.group[neighbour as usize] as usize] += 1.0 / neighbours.len() as f64;
                }
                listening += if neighbours.is_empty() { 0.0 } else { 1.0 };
            }
            for share in &mut shares {
                *share /= f64::max(listening, 1.0);
            }
            shares
        };
        Self(town.layout.groups.iter().map(row).collect())
    }

    /// What each group hears if groups feel this.
    fn heard(&self, felt: &[f64]) -> Vec<f64> {
        let one = |(row, own): (&Vec<f64>, &f64)| {
            let listens = row.iter().any(|share| *share > 0.0);
            if listens { row.iter().zip(felt).map(|(share, felt)| share * felt).sum() } else { *own }
        };
        self.0.iter().zip(felt).map(one).collect()
    }
}

/// The mean field of all groups of a scenario.
#[derive(Debug)]
pub(super) struct MeanField<'a> {
    pub scenario: &'a Scenario,
    hearing: &'a Hearing,
    /// What encounters leave, by department.
    pub tables: Arc<Vec<ServiceTable>>,
    /// Stated mean and standard deviation of each group.
    pub stated: Vec<[f64; 2]>,
    /// What harm leaves of E in each group, at an E of 1.
    pub ceilings: Vec<f64>,
}

impl<'a> MeanField<'a> {
    pub fn new(scenario: &'a Scenario, hearing: &'a Hearing) -> Self {
        Self {
            scenario,
            hearing,
            tables: Arc::new(ServiceTable::all(scenario)),
            stated: stated(scenario),
            ceilings: scenario.place.groups.iter().map(|group| ceiling(scenario, group)).collect(),
        }
    }

    fn fields(&self, felt: &[f64]) -> Vec<Field<'_>> {
        let groups = self.scenario.place.groups.iter().zip(felt).zip(self.hearing.heard(felt));
        groups
            .map(|((group, &felt), heard)| Field { scenario: self.scenario, group, tables: &self.tables, felt, heard })
            .collect()
    }

    /// E of each group at which trust is what is stated: trust is what harm leaves of E.
    pub fn felt(&self) -> Vec<f64> {
        self.stated.iter().zip(&self.ceilings).map(|([mean, _], ceiling)| (mean / ceiling).min(1.0)).collect()
    }

    /// What the mean field alone would aim at.
    ///
    /// # Errors
    ///
    /// [`StartError`] if no disposition and treatment within their bounds make the stated trust of a group a resting point.
    pub fn aims(&self) -> Result<Vec<Aim>, StartError> {
        let felt = self.felt();
        let aim = |(g, field): (usize, Field<'_>)| {
            let (_, treatment) = field.solve(0.0).ok_or_else(|| self.unreachable(g))?;
            let (by_chance, ..) = field.spread(treatment);
            let stated = (self.stated[g][1] / self.ceilings[g]).squared();
            Ok(Aim { felt: felt[g], variance: stated - by_chance })
        };
        self.fields(&felt).into_iter().enumerate().map(aim).collect()
    }

    /// The start of each group that the mean field has for these aims; where one is out of reach, the nearest there is.
    pub fn toward(&self, aims: &[Aim]) -> Vec<GroupStart> {
        let felt: Vec<f64> = aims.iter().map(|aim| aim.felt).collect();
        let one = |(field, aim): (Field<'_>, &Aim)| {
            let (mut disposition, mut treatment) = field.nearest(0.0);
            let (mut disposition_sd, mut personal_sd) = field.shares(disposition, treatment, aim.variance);
            // Personal differences cost a group trust, since bad weighs more than good: solve again with them.
            for _ in 0..3 {
                (disposition, treatment) = field.nearest(personal_sd);
                (disposition_sd, personal_sd) = field.shares(disposition, treatment, aim.variance);
            }
            GroupStart { disposition_mean: disposition, disposition_sd, personal_sd, treatment }
        };
        self.fields(&felt).into_iter().zip(aims).map(one).collect()
    }

    /// Whether some disposition and treatment give a group what is aimed at.
    pub fn can(&self, aims: &[Aim], g: usize) -> bool {
        let felt: Vec<f64> = aims.iter().map(|aim| aim.felt).collect();
        self.fields(&felt)[g].solve(0.0).is_some()
    }

    /// By how much a group's mean E, and the variance of E within it, differ from what its start has on average, given who
    /// was drawn: means and variances of traits and of personal treatment less those that they were drawn from.
    pub fn owed_to_draw(&self, g: usize, start: &GroupStart, drawn: &Drawn) -> [f64; 2] {
        let field = &self.fields(&self.felt())[g];
        let (_, by_disposition, by_person) = field.spread(start.treatment);
        // A group whose members all feel more lifts its climate, too.
        let parameters = &self.scenario.parameters;
        let mass = field.mass(field.direct(start.treatment, 0.0));
        let climate = mass / (mass - parameters.prior_mass_institution * parameters.group_climate).max(1e-9);
        [
            climate * (by_disposition * drawn.disposition_mean + by_person * drawn.personal_mean),
            by_disposition.squared() * drawn.disposition_variance
                + by_person.squared() * field.remembered() * drawn.personal_variance,
        ]
    }

    /// Why a group's stated trust cannot be had where trial towns came so far and no further.
    pub fn missed(&self, g: usize, reached: f64) -> StartError {
        let error = self.unreachable(g);
        if reached < error.stated {
            StartError { high: reached, low: error.low.min(reached), ..error }
        } else {
            StartError { low: reached, high: error.high.max(reached), ..error }
        }
    }

    /// Why a group's stated trust cannot be had.
    pub fn unreachable(&self, g: usize) -> StartError {
        let field = &self.fields(&self.felt())[g];
        let ceiling = self.ceilings[g];
        StartError {
            group: g,
            name: field.group.name.clone(),
            stated: self.stated[g][0],
            low: (ceiling * field.rest(TRAIT[0], TREATMENT[0])).clamp(0.0, 1.0),
            high: (ceiling * field.rest(TRAIT[1], TREATMENT[1])).clamp(0.0, 1.0),
        }
    }
}

/// What was drawn in a group less what it was drawn from.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Drawn {
    pub disposition_mean: f64,
    pub disposition_variance: f64,
    pub personal_mean: f64,
    pub personal_variance: f64,
}

impl Field<'_> {
    /// Trait and treatment for the aim, or those that come nearest to it.
    fn nearest(&self, personal_sd: f64) -> (f64, f64) {
        self.solve(personal_sd).unwrap_or_else(|| {
            let free = self.disposition(0.0, personal_sd);
            if free < TRAIT[0] { (TRAIT[0], TREATMENT[0]) } else { (TRAIT[1], TREATMENT[1]) }
        })
    }
}

/// What harm leaves of E in a group, at an E of 1.
fn ceiling(scenario: &Scenario, group: &Group) -> f64 {
    under_ceiling(scenario.parameters.harm_ceiling, group.harm[group.about], 1.0).max(1e-6)
}

/// The stated trust as the disposition, and nothing else.
pub(super) fn as_given(scenario: &Scenario) -> Start {
    let stated = stated(scenario);
    let group = |(group, [mean, sd]): (&Group, &[f64; 2])| {
        let ceiling = ceiling(scenario, group);
        GroupStart {
            disposition_mean: (mean / ceiling).min(1.0),
            disposition_sd: sd / ceiling,
            personal_sd: 0.0,
            treatment: 0.0,
        }
    };
    let groups: Vec<GroupStart> = scenario.place.groups.iter().zip(&stated).map(group).collect();
    let felt = groups.iter().map(|group| group.disposition_mean).collect();
    Start { groups, felt, reports: Vec::new() }
}

/// Mean and standard deviation stated for each group; taken from `residents.csv` where it gives trust.
fn stated(scenario: &Scenario) -> Vec<[f64; 2]> {
    let table = scenario.place.imported.as_ref().filter(|t| !t.institution_trust.is_empty());
    let group_of = |(g, group): (usize, &Group)| {
        let Some(table) = table else { return [group.trust_mean, group.trust_sd] };
        let values: Vec<f64> =
            table.group.iter().zip(&table.institution_trust).filter(|(at, _)| **at == g).map(|(_, v)| *v).collect();
        if values.is_empty() {
            return [group.trust_mean, group.trust_sd];
        }
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let variance = values.iter().map(|v| (v - mean).squared()).sum::<f64>() / values.len() as f64;
        [mean, variance.sqrt()]
    };
    scenario.place.groups.iter().enumerate().map(group_of).collect()
}
