//! Process 9: observe. The true state, and what a survey of it would say.
//!
//! Observing changes nothing and draws nothing that another process could draw.

use crate::chance::{Stream, normal_f64};
use crate::scenario::Scenario;
use crate::world::Town;

use super::decay::Fading;
use super::evidence::under_ceiling;
use super::people::{confidence_scale, resting_confidence};
use super::simd::widest;
use super::state::{Block, State};

/// Cells of the histogram of trust between residents.
const CELLS: usize = 500;

/// Cheap observations, made every week: group means, in lanes.
#[derive(Debug, Clone, PartialEq)]
pub struct Means<const L: usize> {
    /// Mean trust by `institution * groups + group`.
    pub groups: Vec<[f64; L]>,
    /// Mean trust of all residents in each institution.
    pub institutions: Vec<[f64; L]>,
}

/// Mean trust of groups and of all residents, in each institution.
#[must_use]
pub fn means<const L: usize>(scenario: &Scenario, town: &Town, state: &State<L>) -> Means<L> {
    let groups = scenario.place.groups.len();
    let ceiling = scenario.parameters.harm_ceiling;
    let felt = |g: &super::state::GroupState<L>| {
        core::array::from_fn(|lane| under_ceiling(ceiling, f64::from(g.harm[lane]), f64::from(g.climate[lane])))
    };
    let by_group: Vec<[f64; L]> = state.groups.iter().map(felt).collect();
    let residents = town.layout.residents() as f64;
    let institutions: Vec<[f64; L]> = by_group
        .chunks(groups)
        .map(|row| {
            core::array::from_fn(|lane| {
                let sum: f64 = row.iter().zip(&town.layout.groups).map(|(t, slots)| t[lane] * slots.len() as f64).sum();
                sum / residents
            })
        })
        .collect();
    Means { groups: by_group, institutions }
}

/// Mean confidence of each group.
#[must_use]
pub fn confidence<const L: usize>(scenario: &Scenario, town: &Town, state: &State<L>) -> Vec<[f64; L]> {
    let now = f64::from(confidence_scale(scenario, state.week).now);
    let rest = resting_confidence(scenario);
    let mean = |slots: &std::ops::Range<usize>| {
        let mut sum = [0.0_f64; L];
        for above in state.people.confidence.get(slots.clone()).unwrap_or_default() {
            for lane in 0..L {
                sum[lane] += f64::from(above[lane]);
            }
        }
        let members = slots.len().max(1) as f64;
        core::array::from_fn(|lane| (rest + now * sum[lane] / members).clamp(0.0, 1.0))
    };
    town.layout.groups.iter().map(mean).collect()
}

/// Quality that an average resident meets in a department, mean of procedure and outcome.
#[must_use]
pub fn quality<const L: usize>(scenario: &Scenario, state: &State<L>, department: usize, lane: usize) -> f64 {
    let moved = &state.departments[department];
    let stated = scenario
        .departments()
        .nth(department)
        .map_or(0.0, |(_, plan)| f64::midpoint(plan.quality_procedural, plan.quality_outcome));
    let change = 0.5 * moved.training[lane] + moved.produced[lane] - moved.overload[lane];
    (stated + f64::from(change)).clamp(0.0, 1.0)
}

/// Observations that read every relation, in lanes.
#[derive(Debug, Clone, PartialEq)]
pub struct Detail<const L: usize> {
    /// Mean trust in each department.
    pub departments: Vec<[f64; L]>,
    /// What concerns each institution.
    pub institutions: Vec<InstitutionDetail<L>>,
}

/// Trust in one institution and in its officials, in lanes.
#[derive(Debug, Clone, PartialEq)]
pub struct InstitutionDetail<const L: usize> {
    /// Mean trust in named contacts, over the departments.
    pub person: [f64; L],
    /// Share of residents at or above the trusting cut.
    pub trusting: [f64; L],
    /// Share of residents at or below the distrusting cut.
    pub distrusting: [f64; L],
    /// Standard deviation of trust between residents.
    pub spread: [f64; L],
    /// Mean trust of the least trusting tenth.
    pub worst_decile: [f64; L],
    /// Error of this week's survey: sampling and the house's bias.
    pub survey_error: [f64; L],
}

struct Conditions<'a, const L: usize> {
    departments: usize,
    institution_of: &'a [usize],
    group: &'a [u16],
    felt: &'a [Vec<[f32; L]>],
    /// 1 − χ H by `institution * groups + group`.
    ceilings: &'a [[f32; L]],
    groups: usize,
    direct_now: f32,
    prior_department: f32,
    prior_person: f32,
    cuts: [f32; 2],
}

/// Sums of one block, in lanes.
struct Sums<const L: usize> {
    departments: Vec<[f32; L]>,
    /// By institution: trust in named contacts, trust, its squares, those who trust, those who distrust.
    institutions: Vec<[[f32; L]; 5]>,
}

/// Reads everything there is to read.
#[must_use]
pub fn detail<const L: usize>(scenario: &Scenario, town: &Town, state: &State<L>) -> Detail<L> {
    let parameters = &scenario.parameters;
    let chi = parameters.harm_ceiling as f32;
    let ceilings: Vec<[f32; L]> =
        state.groups.iter().map(|g| core::array::from_fn(|lane| 1.0 - chi * g.harm[lane])).collect();
    let conditions = Conditions {
        departments: town.officials.departments(),
        institution_of: &town.officials.institution,
        group: &town.group,
        felt: &state.felt,
        ceilings: &ceilings,
        groups: scenario.place.groups.len(),
        direct_now: Fading::at(parameters.half_life_direct, state.week).now,
        prior_department: parameters.prior_mass_department as f32,
        prior_person: parameters.prior_mass_person as f32,
        cuts: [scenario.record.trusting_from as f32, scenario.record.distrusting_to as f32],
    };
    let institutions = state.felt.len();
    // By `institution * lanes + lane`.
    let mut histogram = vec![[0_u32; CELLS]; institutions * L];
    let mut departments = vec![[0.0_f64; L]; conditions.departments];
    let mut totals = vec![[[0.0_f64; L]; 5]; institutions];
    for block in &state.blocks {
        let sums = read_block(block, &mut histogram, &conditions);
        for lane in 0..L {
            for (total, sum) in departments.iter_mut().zip(&sums.departments) {
                total[lane] += f64::from(sum[lane]);
            }
            for (total, part) in totals.as_flattened_mut().iter_mut().zip(sums.institutions.as_flattened()) {
                total[lane] += f64::from(part[lane]);
            }
        }
    }
    let residents = town.layout.residents() as f64;
    let share = |values: [f64; L]| values.map(|v| v / residents);
    let institution = |(at, totals): (usize, [[f64; L]; 5])| {
        let [person, trust, squares, trusting, distrusting] = totals.map(share);
        let variance: [f64; L] = core::array::from_fn(|lane| (squares[lane] - trust[lane] * trust[lane]).max(0.0));
        InstitutionDetail {
            person,
            trusting,
            distrusting,
            spread: variance.map(f64::sqrt),
            worst_decile: core::array::from_fn(|lane| least_tenth(&histogram[at * L + lane], residents)),
            survey_error: core::array::from_fn(|lane| survey(scenario, town, state, variance[lane])),
        }
    };
    Detail {
        departments: departments.into_iter().map(share).collect(),
        institutions: totals.into_iter().enumerate().map(institution).collect(),
    }
}

widest! {
    /// Sums and histogram of one block.
    fn read_block<const L: usize>(block: &Block<L>, histogram: &mut [[u32; CELLS]], conditions: &Conditions<'_, L>) -> Sums<L> = read_block_body
}

#[inline(always)]
fn read_block_body<const L: usize>(
    block: &Block<L>,
    histogram: &mut [[u32; CELLS]],
    conditions: &Conditions<'_, L>,
) -> Sums<L> {
    let none = [0.0_f32; L];
    let institutions = conditions.felt.len();
    let mut sums =
        Sums { departments: vec![none; conditions.departments], institutions: vec![[none; 5]; institutions] };
    let mut own = vec![0.0_f32; institutions];
    for &institution in conditions.institution_of {
        own[institution] += 1.0;
    }
    let mut here = vec![none; institutions];
    let mut person = vec![none; institutions];
    for at in 0..block.len {
        let slot = block.first + at;
        let group = conditions.group[slot] as usize;
        for (institution, trust) in here.iter_mut().enumerate() {
            let felt = conditions.felt[institution][slot];
            let ceiling = conditions.ceilings[institution * conditions.groups + group];
            for lane in 0..L {
                trust[lane] = ceiling[lane] * felt[lane];
            }
        }
        person.fill(none);
        for (department, total) in sums.departments.iter_mut().enumerate() {
            let relation = &block.relations[at * conditions.departments + department];
            let institution = conditions.institution_of[department];
            let handed_down = here[institution];
            let named = &mut person[institution];
            for lane in 0..L {
                let trust = (conditions.prior_department * handed_down[lane]
                    + conditions.direct_now * relation.department_positive[lane])
                    / (conditions.prior_department + conditions.direct_now * relation.department_mass[lane]);
                let trust = if trust.is_nan() { handed_down[lane] } else { trust };
                total[lane] += trust;
                let known = (conditions.prior_person * trust + conditions.direct_now * relation.person_positive[lane])
                    / (conditions.prior_person + conditions.direct_now * relation.person_mass[lane]);
                named[lane] += if known.is_nan() { trust } else { known };
            }
        }
        for (institution, [persons, trusts, squares, trusting, distrusting]) in sums.institutions.iter_mut().enumerate()
        {
            for lane in 0..L {
                let trust = here[institution][lane];
                persons[lane] += person[institution][lane] / own[institution];
                trusts[lane] += trust;
                squares[lane] += trust * trust;
                trusting[lane] += if trust >= conditions.cuts[0] { 1.0 } else { 0.0 };
                distrusting[lane] += if trust <= conditions.cuts[1] { 1.0 } else { 0.0 };
                histogram[institution * L + lane][((trust * CELLS as f32) as usize).min(CELLS - 1)] += 1;
            }
        }
    }
    sums
}

/// Mean of the lowest tenth of a histogram, each resident at the middle of his or her cell.
fn least_tenth(histogram: &[u32; CELLS], residents: f64) -> f64 {
    let wanted = residents / 10.0;
    let (mut taken, mut sum) = (0.0, 0.0);
    for (cell, &count) in histogram.iter().enumerate() {
        let take = f64::from(count).min(wanted - taken);
        sum += take * (cell as f64 + 0.5) / CELLS as f64;
        taken += take;
        if taken >= wanted {
            break;
        }
    }
    sum / wanted
}

/// Standard error of a survey mean: sqrt(deff · var / n · (1 − n / N)).
#[must_use]
pub fn survey_error(design_effect: f64, variance: f64, sample: f64, residents: f64) -> f64 {
    (design_effect * variance / sample * (1.0 - sample / residents)).max(0.0).sqrt()
}

/// How far a survey of a place is off: the same sampling error and house for every strategy.
fn survey<const L: usize>(scenario: &Scenario, town: &Town, state: &State<L>, variance: f64) -> f64 {
    let residents = town.layout.residents() as f64;
    let sample = f64::from(scenario.record.survey_sample).min(residents);
    let error = survey_error(scenario.parameters.survey_design_effect, variance, sample, residents);
    let z = normal_f64(town.random.uniform(Stream::Survey, state.calendar_week(), 0, 0));
    let house = normal_f64(town.random.uniform(Stream::House, 0, 0, 0));
    error * z + scenario.parameters.survey_house_sd * house
}
