//! One replicate: the town, its past, and all lanes from the same week 0.

use crate::chance::CommonRandom;
use crate::record::{LaneRecord, RecordLayout};
use crate::simulation::{BURN_IN, BurnIn};
use crate::week::individuals::Individual;

use super::journey::Journey;
use super::{Design, Runner, late};

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

/// Which replicate is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// Its number among the replicates, from 0.
    pub replicate: u32,
    /// The number of its random numbers, which points may share or not.
    pub random: u32,
}

/// Runs one replicate; `None` if the runner was stopped on the way.
///
/// `parallel` spreads the blocks of each week over threads, which pays where few replicates are large.
#[must_use]
pub fn run_replicate(
    burn_in: &BurnIn,
    layout: &RecordLayout,
    design: &Design,
    number: Number,
    parallel: bool,
    runner: &Runner<'_>,
) -> Option<ReplicateOutcome> {
    let scenario = burn_in.scenario();
    let traced = design.scope.causes && number.random < scenario.record.traced_replicates;
    let (distinct, same_as) = design.distinct();
    let journey = Journey::new((scenario, layout, &*distinct), traced, number.replicate, runner);
    let past = burn_in.town_while(CommonRandom::new(scenario.seed, number.random), parallel, &mut |week| {
        journey.tell(0, week, BURN_IN);
        !runner.is_stopped()
    })?;
    let partings = late::partings(&distinct);
    let (lanes, residents) = if late::pays(scenario, &distinct, &partings) {
        late::run(&past, (scenario, layout, &*distinct), &partings, traced, runner.stop())?
    } else {
        journey.pass_by_pass(past)?
    };
    let lanes = for_every_lane(lanes, &same_as, design.in_full);
    Some(ReplicateOutcome { replicate: number.replicate, lanes, residents })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Scope;
    use crate::scenario::Scenario;
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
        let runner = Runner::undisturbed();
        let lived = |design: &Design| {
            let journey = Journey::new((&scenario, &layout, design), false, 0, &runner);
            journey.pass_by_pass(past.clone()).expect("it runs").0
        };
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
