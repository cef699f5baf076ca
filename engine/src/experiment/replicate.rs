//! One replicate: the town, its past, and all lanes from the same week 0.

use std::ops::Range;
use std::sync::atomic::AtomicBool;

use crate::chance::CommonRandom;
use crate::record::{LaneRecord, RecordLayout, Recorder};
use crate::scenario::Scenario;
use crate::simulation::{BurnIn, MOST_LANES, Simulation};
use crate::week::individuals::Individual;

use super::{Design, late};

/// Lanes that go through the weeks together, pass by pass.
///
/// Tracing reads every resident many times a week: where it is done, those lanes go through the weeks apart.
pub(super) fn passes(lanes: usize, in_full: usize, traced: bool) -> Vec<Range<usize>> {
    let apart = if traced { in_full } else { 0 };
    let cut = |lanes: Range<usize>| {
        let end = lanes.end;
        lanes.step_by(MOST_LANES).map(move |first| first..(first + MOST_LANES).min(end))
    };
    cut(0..apart).chain(cut(apart..lanes)).collect()
}

/// Records of all lanes of a replicate, in design order.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplicateOutcome {
    /// Number of the replicate, from 0.
    pub replicate: u32,
    /// One record a lane.
    pub lanes: Vec<LaneRecord>,
    /// Residents at the horizon under the baseline and each strategy, where the scenario wants them; only the one who
    /// keeps the replicate sees them, since all replicates together may be many.
    pub residents: Vec<Vec<Individual>>,
}

/// Runs one replicate; `None` if `stop` was raised on the way.
///
/// `parallel` spreads the blocks of each week over threads, which pays where few replicates are large.
#[must_use]
pub fn run_replicate(
    burn_in: &BurnIn,
    layout: &RecordLayout,
    design: &Design,
    replicate: u32,
    parallel: bool,
    stop: &AtomicBool,
) -> Option<ReplicateOutcome> {
    let scenario = burn_in.scenario();
    let past = burn_in.town_unless(CommonRandom::new(scenario.seed, replicate), parallel, stop)?;
    let traced = design.scope.causes && replicate < scenario.record.traced_replicates;
    let (distinct, same_as) = design.distinct();
    let partings = late::partings(&distinct);
    let what = (scenario, layout, &*distinct);
    let (lanes, residents) = if late::pays(scenario, &distinct, &partings) {
        late::run(&past, what, &partings, traced, stop)?
    } else {
        pass_by_pass(&past, what, traced, stop)?
    };
    Some(ReplicateOutcome { replicate, lanes: for_every_lane(lanes, &same_as, design.in_full), residents })
}

/// Records of all lanes from those of distinct ones. A lane that is not recorded in full leaves no more than others like it, also where
/// it does the same as one that is.
fn for_every_lane(distinct: Vec<LaneRecord>, same_as: &[usize], in_full: usize) -> Vec<LaneRecord> {
    if distinct.len() == same_as.len() {
        return distinct;
    }
    let record = |(lane, &same): (usize, &usize)| {
        let record = &distinct[same];
        if lane < in_full { record.clone() } else { record.of_weeks() }
    };
    same_as.iter().enumerate().map(record).collect()
}

/// Records of all lanes in design order, and residents one by one if that is asked for; `None` if `stop` was raised.
pub(super) fn pass_by_pass(
    past: &Simulation,
    (scenario, layout, design): (&Scenario, &RecordLayout, &Design),
    traced: bool,
    stop: &AtomicBool,
) -> Option<(Vec<LaneRecord>, Vec<Vec<Individual>>)> {
    let mut lanes = Vec::with_capacity(design.plans.len());
    let mut residents = Vec::new();
    let one_by_one = design.scope.residents;
    let mut baseline = None;
    for pass in passes(design.plans.len(), design.in_full, traced) {
        let plans = &design.plans[pass];
        let first = lanes.len();
        let in_full = design.in_full.saturating_sub(first).min(plans.len());
        let traced = if traced { in_full } else { 0 };
        let mut recorder = Recorder::new(scenario, layout, plans.len(), in_full, baseline.take());
        let mut simulation = past.fork(plans);
        simulation.trace(traced);
        simulation.record(&mut recorder);
        for week in 1..=scenario.weeks {
            if !simulation.run_to(week, stop) {
                return None;
            }
            simulation.record(&mut recorder);
        }
        for lane in 0..traced {
            recorder.trace(lane, simulation.traced(lane));
        }
        for lane in (0..in_full).filter(|_| one_by_one) {
            let about = scenario.judged_by(first + lane);
            residents.extend(about.into_iter().map(|institution| simulation.individuals(lane, institution)));
        }
        let (found, beside) = recorder.finish();
        lanes.extend(found);
        baseline = Some(beside);
    }
    Some((lanes, residents))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Scope;
    use crate::start::solve;

    /// Two strategies that share what they do at one scale.
    const TOWN: &str = r#"
format = 2
name = "T"
years = 2
sure = true
[place]
residents = 300
[[strategies]]
name = "People and reform"
budget = "60_000 / year"
investments = [{ instrument = "person-centred", share = "50 %" }, { instrument = "reform", share = "50 %" }]
[[strategies]]
name = "People and outreach"
budget = "60_000 / year"
investments = [{ instrument = "person-centred", share = "50 %" }, { instrument = "outreach", share = "50 %" }]
"#;

    #[test]
    fn lanes_that_do_the_same_are_lived_once_and_recorded_for_each() {
        let scenario = Scenario::parse(TOWN).expect("a scenario");
        let design = Design::with(&scenario, Scope { parts: true, ..Scope::NOTHING });
        let (distinct, same_as) = design.distinct();
        assert!(distinct.plans.len() < design.plans.len(), "{:?}", design.cells);
        let layout = RecordLayout::new(&scenario);
        let past = BurnIn::new(&scenario, solve(&scenario).expect("a start")).town(CommonRandom::new(1, 0));
        let never = AtomicBool::new(false);
        let lived =
            |design: &Design| pass_by_pass(&past, (&scenario, &layout, design), false, &never).expect("it runs").0;
        assert_eq!(for_every_lane(lived(&distinct), &same_as, design.in_full), lived(&design));
    }

    #[test]
    fn lanes_recorded_in_full_all_stay() {
        let scenario = Scenario::parse(&TOWN.replace("\"reform\"", "\"outreach\"")).expect("a scenario");
        let design = Design::with(&scenario, Scope { parts: true, ..Scope::NOTHING });
        assert_eq!(design.plans[1], design.plans[2]);
        let (distinct, same_as) = design.distinct();
        assert_eq!((distinct.in_full, &same_as[..3]), (3, &[0, 1, 2][..]));
        assert_eq!(distinct.plans.len(), 5);
    }
}
