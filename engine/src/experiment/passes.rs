//! How the lanes of a replicate are divided into passes through the weeks.

use std::ops::Range;

use crate::scenario::{Scenario, TalkRule};
use crate::simulation::{MOST_LANES, width};
use crate::week::impressions;
use crate::week::state::{DepartmentState, GroupState, PostState, Relation};
use crate::world::Course;

use super::Design;

/// Bytes of a state up to which lanes are added to it. A laptop of 8 GB then holds a state beside the town, its past, and what the
/// system needs: large towns go through the weeks more often, with fewer lanes at a time.
const LARGEST_STATE: f64 = 3.6e9;

/// Lanes that go through the weeks together, pass by pass.
///
/// Tracing reads every resident many times a week: where it is done, those lanes go through the weeks apart.
pub(super) fn passes(scenario: &Scenario, design: &Design, traced: bool) -> Vec<Range<usize>> {
    let widths = [MOST_LANES, 8, 4];
    let widest = widths.into_iter().find(|&lanes| state_bytes(scenario, lanes) <= LARGEST_STATE).unwrap_or(1);
    let apart = if traced { design.in_full } else { 0 };
    let cut = |lanes: Range<usize>| {
        let end = lanes.end;
        lanes.step_by(widest).map(move |first| first..(first + widest).min(end))
    };
    cut(0..apart).chain(cut(apart..design.plans.len())).collect()
}

/// Bytes of a state that has room for so many lanes.
pub(super) fn state_bytes(scenario: &Scenario, lanes: usize) -> f64 {
    match width(lanes) {
        1 => bytes::<1>(scenario),
        4 => bytes::<4>(scenario),
        8 => bytes::<8>(scenario),
        _ => bytes::<MOST_LANES>(scenario),
    }
}

fn bytes<const L: usize>(scenario: &Scenario) -> f64 {
    let (place, processes) = (&scenario.place, &scenario.processes);
    let [institutions, groups] = [place.institutions.len(), place.groups.len()].map(|count| count as f64);
    let departments = scenario.departments().count() as f64;
    let posts: f64 = scenario.departments().map(|(_, department)| f64::from(department.posts)).sum();
    let column = size_of::<[f32; L]>() as f64;
    // E this week and next, four numbers of evidence, and impressions where there are any; some rules of talk remember one more.
    let fresh = if impressions::left(scenario) { 1.0 } else { 0.0 };
    let alone = if processes.talk && !scenario.talk.has_rest() { 1.0 } else { 0.0 };
    let evidence = institutions * column * (6.0 + fresh + alone);
    let relations = departments * size_of::<Relation<L>>() as f64;
    let active = if processes.mobilisation { 2.0 + 2.0 * column } else { 0.0 };
    let confident = if processes.confidence { column } else { 0.0 };
    f64::from(place.residents) * (evidence + relations + active + confident + person_bytes(scenario))
        + groups * institutions * size_of::<GroupState<L>>() as f64
        + departments * size_of::<DepartmentState<L>>() as f64
        + posts * size_of::<PostState<L>>() as f64
}

/// What a person brings along, in a town and again in each state.
pub(super) fn person_bytes(scenario: &Scenario) -> f64 {
    let processes = &scenario.processes;
    let takes_part = processes.mobilisation || (processes.programme && processes.forums);
    let follows = matches!(scenario.talk, TalkRule::FriedkinJohnsen { .. });
    let changes = if Course::of(scenario).is_some() { 8.0 } else { 0.0 };
    10.0 + changes + if takes_part { 9.0 } else { 0.0 } + if follows { 4.0 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::sample::plain_town;

    #[test]
    fn large_towns_go_through_the_weeks_with_fewer_lanes_at_a_time() {
        let lanes_of = |residents: u32, traced: bool| {
            let scenario = plain_town(residents, &[1.0], 52);
            let mut design = Design::of_strategies(&scenario);
            design.plans = vec![design.plans[0].clone(); 21];
            design.in_full = 5;
            let passes = passes(&scenario, &design, traced);
            assert_eq!((passes[0].start, passes.last().map(|last| last.end)), (0, Some(21)));
            assert!(passes.windows(2).all(|pair| pair[0].end == pair[1].start));
            passes.iter().map(ExactSizeIterator::len).collect::<Vec<_>>()
        };
        assert_eq!(lanes_of(1_000, false), [16, 5]);
        assert_eq!(lanes_of(1_000, true), [5, 16]);
        assert_eq!(lanes_of(3_000_000, false), [8, 8, 5]);
        assert_eq!(lanes_of(3_000_000, true), [5, 8, 8]);
        assert_eq!(lanes_of(8_000_000, false), [4, 4, 4, 4, 4, 1]);
        assert_eq!(lanes_of(40_000_000, false), [1; 21]);
    }
}
