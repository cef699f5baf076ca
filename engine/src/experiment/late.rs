//! Lanes that are another lane until they stop: small towns simulate what both share once.
//!
//! A plan that stops at the end of year 3 is, until then, the plan that never stops. Its lane joins when it parts: the lane that it
//! parts from is carried on twice. That changes no bit. Large towns go through the weeks pass by pass instead, since all passes
//! at once would need as much more memory, and with fewer lanes at a time.

use std::sync::atomic::AtomicBool;

use crate::record::{LaneRecord, RecordLayout, Recorder};
use crate::scenario::Scenario;
use crate::simulation::{Carried, MOST_LANES, Simulation};
use crate::week::ScaleSet;
use crate::week::individuals::Individual;

use super::checkpoint::is_large;
use super::{Cell, Design};

/// Residents times lanes up to which all passes are held at once: some 250 MB.
const TOGETHER: usize = 2_000_000;

/// A lane that parts from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Parting {
    /// The lane that it is until then.
    pub from: usize,
    /// The week in which it stops.
    pub week: u32,
}

/// For every lane of a design, whether it parts from another.
pub(super) fn partings(design: &Design) -> Vec<Option<Parting>> {
    let last = |strategy: usize, scale| {
        let ends = design.cells.iter().enumerate().filter_map(|(lane, cell)| match *cell {
            Cell::Swell(at, of, end) if (at, of) == (strategy, scale) => Some((end, lane)),
            _ => None,
        });
        ends.max()
    };
    let of = |cell: &Cell| match *cell {
        Cell::Until(strategy, week) => {
            design.part(strategy, ScaleSet::ALL).map(|from| Parting { from, week }).filter(|_| week > 0)
        }
        Cell::Swell(strategy, scale, week) => {
            last(strategy, scale).filter(|(end, _)| *end > week).map(|(_, from)| Parting { from, week })
        }
        _ => None,
    };
    design.cells.iter().map(of).collect()
}

/// Whether a town is small enough for that, and has anything to gain.
pub(super) fn pays(scenario: &Scenario, design: &Design, partings: &[Option<Parting>]) -> bool {
    let lanes = design.plans.len();
    // What is kept on the way is kept pass by pass.
    partings.iter().any(Option::is_some)
        && !is_large(scenario)
        && design.in_full <= MOST_LANES
        && scenario.place.residents as usize * lanes <= TOGETHER
}

/// Lanes side by side.
struct Pass<'a> {
    /// Which lanes of the design, those that are there from the start before those that join.
    lanes: Vec<usize>,
    /// How many are there.
    joined: usize,
    simulation: Option<Simulation>,
    recorder: Recorder<'a>,
}

/// Records of all lanes in design order, and residents one by one if that is asked for; `None` if `stop` was raised.
pub(super) fn run(
    past: &Simulation,
    (scenario, layout, design): (&Scenario, &RecordLayout, &Design),
    partings: &[Option<Parting>],
    traced: bool,
    stop: &AtomicBool,
) -> Option<(Vec<LaneRecord>, Vec<Vec<Individual>>)> {
    let joins = |lane: usize| partings[lane].map_or(0, |parting| parting.week);
    let mut order: Vec<usize> = (0..design.plans.len()).collect();
    order.sort_by_key(|&lane| (joins(lane), lane));
    // Tracing reads every resident many times a week: traced lanes go apart.
    let first = if traced { design.in_full } else { MOST_LANES.min(order.len()) };
    let groups = std::iter::once(&order[..first]).chain(order[first..].chunks(MOST_LANES));
    let mut passes: Vec<Pass<'_>> = Vec::new();
    for lanes in groups {
        let joined = lanes.iter().filter(|&&lane| joins(lane) == 0).count();
        let (in_full, baseline) = if passes.is_empty() { (design.in_full, None) } else { (0, Some(Vec::new())) };
        let plans: Vec<_> = lanes[..joined].iter().map(|&lane| design.plans[lane].clone()).collect();
        let simulation = (joined > 0).then(|| past.fork(&plans));
        let recorder = Recorder::new(scenario, layout, joined, in_full, baseline);
        passes.push(Pass { lanes: lanes.to_vec(), joined, simulation, recorder });
    }
    let traced = if traced { design.in_full } else { 0 };
    if let Some(simulation) = &mut passes[0].simulation {
        simulation.trace(traced);
    }
    for week in 0..=scenario.weeks {
        for pass in &mut passes {
            let Some(simulation) = &mut pass.simulation else { continue };
            if !simulation.run_to(week, stop) {
                return None;
            }
            simulation.record(&mut pass.recorder);
        }
        if week < scenario.weeks {
            part(&mut passes, partings, week)?;
        }
    }
    let mut residents = Vec::new();
    let Pass { simulation, recorder, .. } = &mut passes[0];
    if let Some(simulation) = simulation {
        for lane in 0..traced {
            recorder.trace(lane, simulation.traced(lane));
        }
        for lane in (0..design.in_full).filter(|_| design.scope.residents) {
            residents.extend(scenario.judged_by(lane).into_iter().map(|at| simulation.individuals(lane, at)));
        }
    }
    let mut records = vec![LaneRecord::default(); design.plans.len()];
    for pass in passes {
        for (lane, record) in pass.lanes.into_iter().zip(pass.recorder.finish().0) {
            records[lane] = record;
        }
    }
    Some((records, residents))
}

/// Lanes that part at this week join.
fn part(passes: &mut [Pass<'_>], partings: &[Option<Parting>], week: u32) -> Option<()> {
    for at in 0..passes.len() {
        let pass = &passes[at];
        let due = |lane: &&usize| partings[**lane].is_some_and(|parting| parting.week == week);
        let new: Vec<usize> = pass.lanes[pass.joined..].iter().take_while(due).copied().collect();
        if new.is_empty() {
            continue;
        }
        let mut carried: Vec<Carried> =
            (0..pass.joined).map(|plan| Carried { simulation: at, plan, stops: false }).collect();
        let mut records = Vec::with_capacity(new.len());
        for lane in &new {
            let from = partings[*lane]?.from;
            let (simulation, plan) = passes.iter().enumerate().find_map(|(simulation, pass)| {
                let plan = pass.lanes[..pass.joined].iter().position(|lane| *lane == from)?;
                Some((simulation, plan))
            })?;
            carried.push(Carried { simulation, plan, stops: true });
            records.push(passes[simulation].recorder.so_far(plan));
        }
        // A pass of which no lane is there yet has no simulation, and nothing of it is carried on.
        let of: Vec<Option<&Simulation>> = passes.iter().map(|pass| pass.simulation.as_ref()).collect();
        let gathered = Simulation::gathered(&of, &carried)?;
        let pass = &mut passes[at];
        pass.simulation = Some(gathered);
        pass.joined += new.len();
        for record in records {
            pass.recorder.join(record);
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::CommonRandom;
    use crate::experiment::Runner;
    use crate::experiment::Scope;
    use crate::experiment::journey::Journey;
    use crate::scenario::Scenario;
    use crate::simulation::BurnIn;
    use crate::start::solve;

    /// Everything that can begin late, end early, be promised or be handed over.
    const TOWN: &str = r#"
format = 2
name = "T"
years = 4
sure = true
[place]
residents = 600
[[strategies]]
name = "All"
budget = "90_000 / year"
promises = [{ at = "50 weeks", due = "20 weeks", every = "26 weeks", outcome = "95 %", kept = "60 %" }]
investments = [
  { instrument = "co-production", share = "20 %", from = "104 weeks" },
  { instrument = "person-centred", share = "20 %", until = "156 weeks" },
  { instrument = "encounter-training", share = "20 %" },
  { instrument = "broadcast", share = "10 %" },
  { instrument = "mapping", share = "10 %" },
  { instrument = "reform", share = "20 %", from = "52 weeks" },
]
"#;

    #[test]
    fn lanes_that_part_are_the_same_as_lanes_of_their_own() {
        let scenario = Scenario::parse(TOWN).expect("a scenario");
        let scope = Scope { residents: true, ..Scope::everything(&scenario) };
        let design = Design::with(&scenario, scope);
        let layout = RecordLayout::new(&scenario);
        let partings = partings(&design);
        assert!(partings.iter().filter(|parting| parting.is_some()).count() > 8 && design.plans.len() > MOST_LANES);
        let start = solve(&scenario).expect("a start");
        let (never, runner) = (AtomicBool::new(false), Runner::undisturbed());
        for traced in [false, true] {
            let past = BurnIn::new(&scenario, start.clone()).town(CommonRandom::new(scenario.seed, 0));
            let late = run(&past, (&scenario, &layout, &design), &partings, traced, &never).expect("it runs");
            let journey = Journey::new((&scenario, &layout, &design), traced, 0, &runner);
            let apart = journey.pass_by_pass(past.clone()).expect("it runs");
            for (lane, cell) in design.cells.iter().enumerate() {
                assert_eq!(late.0[lane], apart.0[lane], "{cell:?}");
            }
            assert_eq!(late.1, apart.1);
        }
    }
}
