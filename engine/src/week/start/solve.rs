//! Finds base rates and treatment for the stated trust: by the mean field, then by trial towns.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::chance::Luck;
use crate::maths::Squared;
use crate::scenario::{Group, Scenario, StartRule, TalkRule};
use crate::week::evidence::{retention, under_ceiling};
use crate::week::observe;
use crate::week::step;
use crate::world::{GroupStart, Town};

use super::{PAST, ServiceTable, draw};

/// Bounds of what is solved for.
const TRAIT: [f64; 2] = [0.1, 0.9];
const TREATMENT: [f64; 2] = [-0.35, 0.20];
const PERSONAL_SD: f64 = 0.5;

/// Residents that trial towns should have together, and members that the smallest group should, so that means are
/// known well enough.
const TRIAL_RESIDENTS: u32 = 40_000;
const TRIAL_MEMBERS: u32 = 12_000;

/// Most trial towns, and most residents in them together.
const MOST_TRIALS: u32 = 16;
const MOST_TRIAL_RESIDENTS: u32 = 400_000;

/// How often the past is run again at most.
const ROUNDS: usize = 5;

/// The start of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Start {
    /// Distribution of traits, and treatment, by group.
    pub groups: Vec<GroupStart>,
    /// Resting value of E by group.
    pub felt: Vec<f64>,
    /// What was reached in trial towns.
    pub reports: Vec<GroupReport>,
}

/// How near the trial towns came to what was stated for a group.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct GroupReport {
    /// Mean trust reached.
    pub mean: f64,
    /// Standard deviation reached.
    pub sd: f64,
    /// Change of mean trust over the last 52 weeks of the past.
    pub drift: f64,
}

/// A start that cannot be had.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error(
    "no base rate gives group \"{name}\" a trust of {stated:.3} that lasts; between {low:.3} and {high:.3} is reachable"
)]
pub struct StartError {
    /// Index of the group.
    pub group: usize,
    /// Its name.
    pub name: String,
    /// Trust stated.
    pub stated: f64,
    /// Least that can be reached.
    pub low: f64,
    /// Most that can be reached.
    pub high: f64,
}

/// Mean field of one group: everything but trait and treatment is known, because trust is stated for all groups.
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

    fn talk_mass(&self) -> f64 {
        let parameters = &self.scenario.parameters;
        if !self.scenario.processes.talk || !matches!(self.scenario.talk, TalkRule::Evidence { .. }) {
            return 0.0;
        }
        parameters.weight_peer / (1.0 - retention(parameters.half_life_indirect))
    }

    /// What the group's own evidence must say for E to rest: E itself, unless talk mixes it with what is heard.
    fn alone(&self) -> f64 {
        match self.scenario.talk {
            TalkRule::FriedkinJohnsen { susceptibility } if self.scenario.processes.talk => {
                (self.felt - susceptibility * self.heard) / (1.0 - susceptibility).max(1e-3)
            }
            _ => self.felt,
        }
    }

    /// The same group with another aim. Where talk mixes rather than adds up, what is heard moves along: else every
    /// correction would be amplified by all who pass it on.
    fn aiming_at(&self, felt: f64) -> Self {
        let mixes = matches!(self.scenario.talk, TalkRule::FriedkinJohnsen { .. });
        let heard = if mixes { self.heard + felt - self.felt } else { self.heard };
        Field { felt, heard, ..*self }
    }

    /// Total mass, prior included.
    fn mass(&self, direct: [f64; 2]) -> f64 {
        self.scenario.parameters.prior_mass_institution + direct[1] + self.talk_mass()
    }

    /// The trait at which E rests, for a treatment; may lie outside its bounds.
    fn disposition(&self, treatment: f64, personal_sd: f64) -> f64 {
        let parameters = &self.scenario.parameters;
        let direct = self.direct(treatment, personal_sd);
        let prior = parameters.prior_mass_institution;
        let needed = self.alone() * self.mass(direct)
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
        (prior * (1.0 - parameters.group_climate) * disposition + direct[0] + others)
            / (self.mass(direct) - prior * parameters.group_climate - self.talk_mass())
    }

    /// Trait and treatment within bounds: first the trait, then what it cannot reach by treatment.
    fn solve(&self, personal_sd: f64) -> Option<(f64, f64)> {
        let free = self.disposition(0.0, personal_sd);
        let disposition = free.clamp(TRAIT[0], TRAIT[1]);
        if disposition == free {
            return Some((free, 0.0));
        }
        let [mut low, mut high] = TREATMENT;
        // Better treatment needs a lower trait for the same rest.
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

    /// Variance of E that encounters alone cause, and how strongly E follows trait and personal treatment.
    fn spread(&self, treatment: f64) -> (f64, f64, f64) {
        let parameters = &self.scenario.parameters;
        let direct = self.direct(treatment, 0.0);
        let mass = self.mass(direct);
        let kept = retention(parameters.half_life_direct);
        let weight = parameters.weight_routine * parameters.trickle_up_department * parameters.trickle_up_institution;
        let nu = parameters.negative_generalisation;
        let mut variance = 0.0;
        if self.scenario.processes.encounters {
            for ((institution, department), table) in self.scenario.departments().zip(self.tables) {
                if institution == self.group.about {
                    let m = table.at(treatment);
                    // Mean square of (1 − E) good − E ν bad: what one encounter moves.
                    let (a, b) = (1.0 - self.felt, self.felt * nu);
                    let square = a * a * m.good_square - 2.0 * a * b * m.product + b * b * m.bad_square;
                    variance += weight * weight * department.contacts * square / (1.0 - kept * kept);
                }
            }
        }
        let [better, worse] = [0.02, -0.02].map(|step| {
            let direct = self.direct(treatment + step, 0.0);
            direct[0] - self.felt * direct[1]
        });
        let by_trait = parameters.prior_mass_institution * (1.0 - parameters.group_climate) / mass;
        (variance / (mass * mass), by_trait, (better - worse) / 0.04 / mass)
    }

    /// Splits the variance of E that encounters leave over between trait and personal treatment.
    fn shares(&self, disposition: f64, treatment: f64, wanted: f64) -> (f64, f64) {
        let (_, by_trait, by_person) = self.spread(treatment);
        let wanted = wanted.max(0.0);
        let cap = 0.8 * disposition.min(1.0 - disposition);
        let by_person = by_person.max(1e-6);
        let half = if by_trait > 1e-6 { (wanted / 2.0).sqrt() / by_trait } else { 0.0 };
        let trait_sd = half.min(cap);
        let left = (wanted - (trait_sd * by_trait).squared()).max(0.0);
        (trait_sd, (left.sqrt() / by_person).min(PERSONAL_SD))
    }
}

/// Solves the start of a scenario.
///
/// # Errors
///
/// [`StartError`] if no trait and treatment within their bounds make the stated trust of a group a resting point.
pub fn solve(scenario: &Scenario) -> Result<Start, StartError> {
    solve_unless(scenario, &AtomicBool::new(false))
}

/// The same, cut short when `stop` is raised; what comes back then is of no use.
pub fn solve_unless(scenario: &Scenario, stop: &AtomicBool) -> Result<Start, StartError> {
    if scenario.place.start == StartRule::AsGiven {
        return Ok(as_given(scenario));
    }
    let stated = stated(scenario);
    let felt = felt(scenario, &stated);
    let tables = ServiceTable::all(scenario);
    let town = Town::new(scenario, Luck::for_settling(scenario.seed, 0), &vec![GroupStart::plain(); felt.len()]);
    let fields = fields(scenario, &town, &tables, &felt);
    let (groups, mut wanted) = by_mean_field(scenario, &fields, &stated)?;
    let mut start = Start { groups, felt, reports: Vec::new() };
    refine(scenario, &mut start, &fields, &stated, &mut wanted, town, stop);
    Ok(start)
}

/// The start by the mean field alone, without trial towns: some tenths of a point off, in a millisecond.
///
/// `town` is any town of the scenario; only its ties are read, so that one serves scenarios that differ in parameters.
///
/// # Errors
///
/// [`StartError`] if no trait and treatment within their bounds make the stated trust of a group a resting point.
pub fn expected(scenario: &Scenario, town: &Town) -> Result<Start, StartError> {
    if scenario.place.start == StartRule::AsGiven {
        return Ok(as_given(scenario));
    }
    let stated = stated(scenario);
    let felt = felt(scenario, &stated);
    let tables = ServiceTable::all(scenario);
    let (groups, _) = by_mean_field(scenario, &fields(scenario, town, &tables, &felt), &stated)?;
    Ok(Start { groups, felt, reports: Vec::new() })
}

/// What harm leaves of E in a group, at an E of 1.
fn ceiling(scenario: &Scenario, group: &Group) -> f64 {
    under_ceiling(scenario.parameters.harm_ceiling, group.harm[group.about], 1.0).max(1e-6)
}

/// E of each group at which trust is what is stated: trust is what harm leaves of E.
fn felt(scenario: &Scenario, stated: &[[f64; 2]]) -> Vec<f64> {
    let groups = scenario.place.groups.iter().zip(stated);
    groups.map(|(group, [mean, _])| (mean / ceiling(scenario, group)).min(1.0)).collect()
}

/// The stated trust as the trait, and nothing else.
fn as_given(scenario: &Scenario) -> Start {
    let stated = stated(scenario);
    let group = |(group, [mean, sd]): (&Group, &[f64; 2])| {
        let ceiling = ceiling(scenario, group);
        GroupStart { trait_mean: (mean / ceiling).min(1.0), trait_sd: sd / ceiling, personal_sd: 0.0, treatment: 0.0 }
    };
    let groups = scenario.place.groups.iter().zip(&stated).map(group).collect();
    Start { groups, felt: felt(scenario, &stated), reports: Vec::new() }
}

/// The mean field of each group.
fn fields<'a>(scenario: &'a Scenario, town: &Town, tables: &'a [ServiceTable], felt: &[f64]) -> Vec<Field<'a>> {
    let groups = scenario.place.groups.iter().zip(felt).zip(heard(town, felt));
    groups.map(|((group, &felt), heard)| Field { scenario, group, tables, felt, heard }).collect()
}

/// Start of each group, and the variance of E that trait and personal treatment have to bring.
fn by_mean_field(
    scenario: &Scenario,
    fields: &[Field<'_>],
    stated: &[[f64; 2]],
) -> Result<(Vec<GroupStart>, Vec<f64>), StartError> {
    let mut groups = Vec::with_capacity(fields.len());
    let mut wanted = Vec::with_capacity(fields.len());
    for (g, field) in fields.iter().enumerate() {
        let (mut disposition, mut treatment) = field.solve(0.0).ok_or_else(|| unreachable(field, g, stated[g][0]))?;
        let (by_chance, ..) = field.spread(treatment);
        let rest = (stated[g][1] / ceiling(scenario, field.group)).squared() - by_chance;
        let (mut trait_sd, mut personal_sd) = field.shares(disposition, treatment, rest);
        // Personal differences cost a group trust, since bad weighs more than good: solve again with them.
        for _ in 0..3 {
            if let Some(solved) = field.solve(personal_sd) {
                (disposition, treatment) = solved;
            }
            (trait_sd, personal_sd) = field.shares(disposition, treatment, rest);
        }
        groups.push(GroupStart { trait_mean: disposition, trait_sd, personal_sd, treatment });
        wanted.push(rest);
    }
    Ok((groups, wanted))
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

/// What each group hears at rest, from the ties of a trial town.
fn heard(town: &Town, felt: &[f64]) -> Vec<f64> {
    let mean = |(g, slots): (usize, &std::ops::Range<usize>)| {
        let (mut sum, mut ties) = (0.0, 0.0);
        for slot in slots.clone() {
            let neighbours = town.network.neighbours(slot);
            if !neighbours.is_empty() {
                let said: f64 = neighbours.iter().map(|&n| felt[town.group[n as usize] as usize]).sum();
                sum += said / neighbours.len() as f64;
                ties += 1.0;
            }
        }
        if ties > 0.0 { sum / ties } else { felt[g] }
    };
    town.layout.groups.iter().enumerate().map(mean).collect()
}

fn unreachable(field: &Field<'_>, group: usize, stated: f64) -> StartError {
    let ceiling = under_ceiling(field.scenario.parameters.harm_ceiling, field.group.harm[field.group.about], 1.0);
    StartError {
        group,
        name: field.group.name.clone(),
        stated,
        low: (ceiling * field.rest(TRAIT[0], TREATMENT[0])).clamp(0.0, 1.0),
        high: (ceiling * field.rest(TRAIT[1], TREATMENT[1])).clamp(0.0, 1.0),
    }
}

/// Trial towns of so many residents, with so many members in the smallest group.
#[must_use]
pub fn trials(residents: u32, smallest: u32) -> u32 {
    let residents = residents.max(1);
    let needed = (TRIAL_RESIDENTS / residents).max(TRIAL_MEMBERS.div_ceil(smallest.max(1)));
    needed.min(MOST_TRIALS).min(MOST_TRIAL_RESIDENTS / residents).max(1)
}

/// Lives through the past in trial towns and corrects trait, treatment and spread by what they show.
fn refine(
    scenario: &Scenario,
    start: &mut Start,
    fields: &[Field<'_>],
    stated: &[[f64; 2]],
    wanted: &mut [f64],
    first: Town,
    stop: &AtomicBool,
) {
    let smallest = first.layout.groups.iter().map(ExactSizeIterator::len).min().unwrap_or(0);
    let trials = trials(scenario.place.residents, smallest as u32);
    let mut towns = vec![first];
    towns.extend((1..trials).map(|at| Town::new(scenario, Luck::for_settling(scenario.seed, at), &start.groups)));
    let mut aims: Vec<f64> = start.felt.clone();
    for round in 0..ROUNDS {
        start.reports = live(scenario, start, &mut towns, stop);
        let settled = |(report, [mean, sd]): (&GroupReport, &[f64; 2])| {
            (report.mean - mean).abs() < 0.002 && (report.sd - sd).abs() < 0.004 && report.drift.abs() < 0.001
        };
        let done = start.reports.iter().zip(stated).all(settled) || round + 1 == ROUNDS;
        if done || stop.load(Ordering::Relaxed) {
            return;
        }
        for (g, field) in fields.iter().enumerate() {
            let group = &scenario.place.groups[g];
            let ceiling = under_ceiling(scenario.parameters.harm_ceiling, group.harm[group.about], 1.0).max(1e-6);
            let report = start.reports[g];
            aims[g] += (stated[g][0] - report.mean) / ceiling;
            wanted[g] += (stated[g][1].squared() - report.sd.squared()) / (ceiling * ceiling);
            let aim = field.aiming_at(aims[g]);
            let (disposition, treatment) = aim
                .solve(start.groups[g].personal_sd)
                .unwrap_or((start.groups[g].trait_mean, start.groups[g].treatment));
            let (trait_sd, personal_sd) = field.shares(disposition, treatment, wanted[g]);
            start.groups[g] = GroupStart { trait_mean: disposition, trait_sd, personal_sd, treatment };
        }
    }
}

/// What the past leads to in trial towns: mean, spread and drift of each group's trust.
fn live(scenario: &Scenario, start: &Start, towns: &mut [Town], stop: &AtomicBool) -> Vec<GroupReport> {
    use rayon::prelude::*;
    let groups = scenario.place.groups.len();
    let about = |g: usize| scenario.place.groups[g].about;
    let results: Vec<Vec<[f64; 3]>> = towns
        .par_iter_mut()
        .map(|town| {
            town.restart(scenario, &start.groups);
            let mut state = draw(scenario, town, start);
            state.parallel = town.layout.residents() > 200_000;
            let mut earlier = vec![0.0; groups];
            let mut later = vec![0.0; groups];
            for week in 0..PAST {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                step(scenario, town, &mut state);
                let means = observe::means(scenario, town, &state);
                // Quarters a year apart, averaged so that one week's chance does not count as drift.
                for (g, (early, late)) in earlier.iter_mut().zip(&mut later).enumerate() {
                    let value = means.groups[about(g) * groups + g][0] / 13.0;
                    if (PAST - 65..PAST - 52).contains(&week) {
                        *early += value;
                    } else if week >= PAST - 13 {
                        *late += value;
                    }
                }
            }
            let ceiling = |g: usize| {
                let group = &scenario.place.groups[g];
                under_ceiling(scenario.parameters.harm_ceiling, group.harm[group.about], 1.0)
            };
            (0..groups)
                .map(|g| {
                    let slots = town.layout.groups[g].clone();
                    let members = slots.len().max(1) as f64;
                    let felt: Vec<f64> =
                        slots.map(|slot| ceiling(g) * f64::from(state.felt(about(g), slot, 0))).collect();
                    let mean = felt.iter().sum::<f64>() / members;
                    let variance = felt.iter().map(|f| (f - mean).squared()).sum::<f64>() / members;
                    [later[g], variance, later[g] - earlier[g]]
                })
                .collect()
        })
        .collect();
    let count = results.len() as f64;
    (0..groups)
        .map(|g| {
            let mean = |part: usize| results.iter().map(|r| r[g][part]).sum::<f64>() / count;
            GroupReport { mean: mean(0), sd: mean(1).sqrt(), drift: mean(2) }
        })
        .collect()
}

impl GroupStart {
    /// A group of middling trust, all alike, whom nobody treats in particular: for towns whose ties alone are read.
    #[must_use]
    pub const fn plain() -> Self {
        Self { trait_mean: 0.5, trait_sd: 0.0, personal_sd: 0.0, treatment: 0.0 }
    }
}
