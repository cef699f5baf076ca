//! Process 1: staff. Who leaves, what a successor inherits, who is new, and what training is left.

use crate::chance::{Stream, normal_f64};
use crate::scenario::{Instrument, Scenario};
use crate::world::Town;

use super::causes::Watch;
use super::decay::Fading;
use super::evidence::{retention, weekly_hazard};
use super::state::{BLOCK, Block, State};

/// Share by which full staff continuity lowers turnover.
const CONTINUITY: f64 = 1.0 / 3.0;

/// Fills every post with its first incumbent.
pub fn appoint<const L: usize>(scenario: &Scenario, town: &Town, state: &mut State<L>) {
    for (post, official) in state.posts.iter_mut().enumerate() {
        official.skill = [skill(scenario, town, post, 0); L];
        official.deviation = official.skill;
    }
}

/// How much better or worse than the average an incumbent serves, by post and number.
fn skill(scenario: &Scenario, town: &Town, post: usize, incumbent: u16) -> f32 {
    let sd = scenario.parameters.official_skill_sd;
    if sd == 0.0 || !scenario.processes.staff {
        return 0.0;
    }
    (sd * normal_f64(town.random.uniform(Stream::Skill, 0, post as u32, u32::from(incumbent)))) as f32
}

/// Turnover with its loss of goodwill, fading newness and training.
pub fn advance<const L: usize>(scenario: &Scenario, town: &Town, state: &mut State<L>, _watch: &mut dyn Watch<L>) {
    if !scenario.processes.staff {
        return;
    }
    let parameters = &scenario.parameters;
    let training_left = retention(parameters.half_life_training) as f32;
    for department in &mut state.departments {
        for training in &mut department.training {
            *training *= training_left;
        }
    }
    let newness_left = retention(parameters.half_life_newness) as f32;
    let ordinary = weekly_hazard(parameters.turnover);
    let hazards: [f64; L] = core::array::from_fn(|lane| {
        let continuity = state.programmes[lane].effort.of(Instrument::StaffContinuity);
        if continuity == 0.0 { ordinary } else { weekly_hazard(parameters.turnover * (1.0 - CONTINUITY * continuity)) }
    });
    let highest = hazards.iter().copied().fold(ordinary, f64::max);
    let direct = Fading::at(parameters.half_life_direct, state.week);
    let indirect = Fading::at(parameters.half_life_indirect, state.week);
    let week = state.week;
    for department in 0..town.officials.departments() {
        let institution = town.officials.institution[department];
        let here: [f64; L] = core::array::from_fn(|lane| {
            if state.programmes[lane].plan.institution == institution { hazards[lane] } else { ordinary }
        });
        for post in town.officials.first_post[department] as usize..town.officials.first_post[department + 1] as usize {
            let u = town.random.uniform(Stream::Turnover, week, post as u32, 0);
            let official = &mut state.posts[post];
            for newness in &mut official.newness {
                *newness *= newness_left;
            }
            for lane in (0..L).filter(|_| u < highest) {
                let official = &mut state.posts[post];
                if u < here[lane] {
                    official.incumbent[lane] = official.incumbent[lane].wrapping_add(1);
                    official.newness[lane] = parameters.newness as f32;
                    official.skill[lane] = skill(scenario, town, post, official.incumbent[lane]);
                    for &slot in town.officials.clients(post) {
                        let block = &mut state.blocks[slot as usize / BLOCK];
                        let hired = state.programmes[lane].hired_evidence(slot, department);
                        let relation =
                            &block.relations[(slot as usize % BLOCK) * town.officials.departments() + department];
                        // What hired staff earned is theirs: it stays until they leave.
                        let earned = [relation.person_positive[lane] - hired[0], relation.person_mass[lane] - hired[1]];
                        part(
                            scenario,
                            block,
                            slot as usize,
                            department,
                            institution,
                            lane,
                            earned,
                            parameters.hand_over,
                            (&direct, &indirect),
                        );
                    }
                }
            }
            let official = &mut state.posts[post];
            official.deviation = core::array::from_fn(|lane| official.skill[lane] - official.newness[lane]);
        }
    }
}

/// A resident parts from an official who had earned some evidence (positive, all; stored units).
///
/// The successor inherits a share of it. Part of the goodwill that went with the person is lost to the department and
/// fades at the institution like indirect evidence; what was bad stays.
#[allow(clippy::too_many_arguments, reason = "one relation, spelled out")]
pub fn part<const L: usize>(
    scenario: &Scenario,
    block: &mut Block<L>,
    slot: usize,
    department: usize,
    institution: usize,
    lane: usize,
    earned: [f32; 2],
    hand_over: f64,
    (direct, indirect): (&Fading, &Fading),
) {
    if earned[1] == 0.0 {
        return;
    }
    let parameters = &scenario.parameters;
    let departments = block.relations.len() / block.len;
    let at = slot - block.first;
    let lost = 1.0 - hand_over as f32;
    let relation = &mut block.relations[at * departments + department];
    relation.person_positive[lane] = (relation.person_positive[lane] - lost * earned[0]).max(0.0);
    relation.person_mass[lane] = (relation.person_mass[lane] - lost * earned[1]).max(0.0);
    let goodwill = parameters.goodwill_moved as f32 * lost * parameters.trickle_up_department as f32 * earned[0];
    let at_department = goodwill.min(relation.department_positive[lane]);
    relation.department_positive[lane] -= at_department;
    relation.department_mass[lane] -= at_department;
    let evidence = &mut block.institutions[institution];
    let moved = (goodwill * parameters.trickle_up_institution as f32).min(evidence.direct_positive[at][lane]);
    evidence.direct_positive[at][lane] -= moved;
    evidence.direct_mass[at][lane] -= moved;
    let stored = moved * direct.now * indirect.store_now;
    evidence.indirect_positive[at][lane] += stored;
    evidence.indirect_mass[at][lane] += stored;
}
