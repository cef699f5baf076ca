//! A replicate's way through the weeks, pass by pass; a large one is told of and kept on the way, and taken up again.

use crate::encoding::ByteSource;
use crate::record::{LaneRecord, RecordLayout, Recorder};
use crate::scenario::Scenario;
use crate::simulation::{BURN_IN, Simulation};
use crate::week::individuals::Individual;

use super::checkpoint::{Reached, belongs_to, is_due, is_large};
use super::passes::passes;
use super::{Design, RunEvent, Runner};

/// Weeks between news of a large replicate.
const NEWS: u32 = 4;

/// How much longer a week of a pass takes than one of the past, which has one lane.
const PASS_WEEK: f64 = 2.0;

/// Records of all lanes in design order, and residents one by one if that is asked for.
type Lived = (Vec<LaneRecord>, Vec<Vec<Individual>>);

/// Why a way was not gone to its end.
enum Broken {
    /// The runner was stopped.
    Stopped,
    /// What was kept belongs to something else.
    Foreign,
}

/// A replicate on its way.
pub(super) struct Journey<'a> {
    scenario: &'a Scenario,
    layout: &'a RecordLayout,
    design: &'a Design,
    traced: bool,
    replicate: u32,
    runner: &'a Runner<'a>,
    large: bool,
    passes: Vec<std::ops::Range<usize>>,
}

impl<'a> Journey<'a> {
    /// The way of a replicate of a design.
    pub fn new(
        (scenario, layout, design): (&'a Scenario, &'a RecordLayout, &'a Design),
        traced: bool,
        replicate: u32,
        runner: &'a Runner<'a>,
    ) -> Self {
        let passes = passes(scenario, design, traced);
        Self { scenario, layout, design, traced, replicate, runner, large: is_large(scenario), passes }
    }

    /// Tells of a week of a pass, counted from 1; 0 is the past.
    pub fn tell(&self, pass: usize, week: u32, weeks: u32) {
        if self.large && week.is_multiple_of(NEWS) {
            let (pass, passes) = (pass as u32, self.passes.len() as u32);
            let all = |passes: u32| f64::from(BURN_IN) + PASS_WEEK * f64::from(passes * self.scenario.weeks);
            let done = if pass == 0 { f64::from(week) } else { all(pass - 1) + PASS_WEEK * f64::from(week) };
            let share = done / all(passes);
            self.runner.tell(RunEvent::Lived { replicate: self.replicate, pass, passes, week, weeks, share });
        }
    }

    /// Goes from week 0 to the horizon with all lanes, or from where it was kept; `None` if the runner was stopped.
    pub fn pass_by_pass(&self, past: Simulation) -> Option<Lived> {
        let mut past = Some(past);
        let kept = self.runner.checkpoints().filter(|_| self.large).and_then(|kept| kept.kept(self.replicate));
        let lived = match kept.map(|kept| self.go(&mut past, Some(kept))) {
            None | Some(Err(Broken::Foreign)) => self.go(&mut past, None),
            Some(lived) => lived,
        };
        lived.ok()
    }

    /// `past` is taken where it is needed no more.
    fn go(&self, past: &mut Option<Simulation>, mut kept: Option<ByteSource<'_>>) -> Result<Lived, Broken> {
        let Self { scenario, design, .. } = *self;
        let belongs = belongs_to(design, self.traced);
        let mut reached = match &mut kept {
            Some(kept) => Reached::read(&belongs, kept).ok_or(Broken::Foreign)?,
            None => Reached::default(),
        };
        // What a pass that is taken up knew of the baseline is kept with it.
        let mut baseline = (reached.passes > 0).then(Vec::new);
        for (number, pass) in self.passes.iter().enumerate().skip(reached.passes) {
            let plans = &design.plans[pass.clone()];
            let in_full = design.in_full.saturating_sub(pass.start).min(plans.len());
            let traced = if self.traced { in_full } else { 0 };
            let mut recorder = Recorder::new(scenario, self.layout, plans.len(), in_full, baseline.take());
            recorder = recorder.alone(pass.start == 0 && design.in_full <= pass.end);
            // What was kept may turn out to be foreign, and all begin again.
            let last = number + 1 == self.passes.len() && kept.is_none();
            let forked = if last {
                past.take().map(|past| past.into_fork(plans))
            } else {
                past.as_ref().map(|past| past.fork(plans))
            };
            let mut simulation = forked.ok_or(Broken::Stopped)?;
            simulation.trace(traced);
            if let Some(mut kept) = kept.take() {
                let whole = reached.lanes.len() == pass.start && reached.week <= scenario.weeks;
                let fits = recorder.restore(&mut kept).and_then(|()| simulation.restore(&mut kept));
                fits.filter(|()| whole && simulation.week() == reached.week).ok_or(Broken::Foreign)?;
                let (pass, passes) = (number as u32 + 1, self.passes.len() as u32);
                let (week, weeks) = (reached.week, scenario.weeks);
                self.runner.tell(RunEvent::TakenUp { pass, passes, week, weeks });
            } else {
                simulation.record(&mut recorder);
            }
            for week in reached.week + 1..=scenario.weeks {
                if !simulation.run_to(week, self.runner.stop()) {
                    return Err(Broken::Stopped);
                }
                simulation.record(&mut recorder);
                self.tell(number + 1, week, scenario.weeks);
                let over = week == scenario.weeks && number + 1 == self.passes.len();
                if self.large && is_due(week) && !over {
                    (reached.passes, reached.week) = (number, week);
                    self.keep(&reached, &belongs, &recorder, &simulation);
                }
            }
            reached.week = 0;
            for lane in 0..traced {
                recorder.trace(lane, simulation.traced(lane));
            }
            for lane in (0..in_full).filter(|_| design.scope.residents) {
                let about = scenario.judged_by(pass.start + lane);
                let found = about.into_iter().map(|institution| simulation.individuals(lane, institution));
                reached.residents.extend(found);
            }
            let (found, beside) = recorder.finish();
            reached.lanes.extend(found);
            baseline = Some(beside);
        }
        Ok((reached.lanes, reached.residents))
    }

    fn keep(&self, reached: &Reached, belongs: &str, recorder: &Recorder<'_>, simulation: &Simulation) {
        if let Some(checkpoints) = self.runner.checkpoints() {
            checkpoints.keep(self.replicate, &mut |to| reached.store_with(belongs, recorder, simulation, to));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::CommonRandom;
    use crate::encoding::ByteSink;
    use crate::experiment::{Checkpoints, Scope};
    use crate::simulation::BurnIn;
    use crate::start::solve;
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

    /// All that a state remembers: forums, mediators, promises, bridges, hired staff, caseloads, what is handed over, regimes.
    const TOWN: &str = r#"
format = 2
name = "T"
years = 3
sure = true
[place]
residents = 700
[[place.groups]]
name = "Hill"
share = 0.6
[[place.groups]]
name = "Riverside"
share = 0.4
harm = 0.4
[[strategies]]
name = "All"
budget = "90_000 / year"
promises = [{ at = "20 weeks", due = "20 weeks", every = "26 weeks", outcome = "95 %", kept = "60 %" }]
investments = [
  { instrument = "co-production", share = "20 %", from = "30 weeks", until = "140 weeks" },
  { instrument = "person-centred", share = "20 %", hires = true },
  { instrument = "bridge-building", share = "10 %" },
  { instrument = "encounter-training", share = "10 %" },
  { instrument = "broadcast", share = "10 %" },
  { instrument = "mapping", share = "10 %" },
  { instrument = "reform", share = "20 %", from = "52 weeks" },
]
[[world.events]]
name = "Scandal"
factor = "political"
week = 60
shape = { impulse = { size = 0.5, half_life = "20 weeks" } }
mood = 0.05
scandal = 4
"#;

    /// Keeps the last checkpoint, and stops the run when so many have been made.
    struct Kept<'a> {
        last: Mutex<Option<Vec<u8>>>,
        made: AtomicU32,
        stop_after: u32,
        stop: &'a AtomicBool,
    }

    impl<'a> Kept<'a> {
        fn new(stop_after: u32, stop: &'a AtomicBool) -> Self {
            Self { last: Mutex::default(), made: AtomicU32::new(0), stop_after, stop }
        }
    }

    impl Checkpoints for Kept<'_> {
        fn keep(&self, replicate: u32, write: &mut dyn FnMut(&mut ByteSink<'_>)) {
            assert_eq!(replicate, 5);
            let mut bytes = Vec::new();
            let mut piece = |piece: &[u8]| bytes.extend_from_slice(piece);
            let mut sink = ByteSink::new(&mut piece);
            write(&mut sink);
            sink.finish();
            *self.last.lock().expect("a lock") = Some(bytes);
            if self.made.fetch_add(1, Ordering::Relaxed) + 1 == self.stop_after {
                self.stop.store(true, Ordering::Relaxed);
            }
        }

        fn kept(&self, _: u32) -> Option<ByteSource<'static>> {
            let bytes = self.last.lock().expect("a lock").clone()?;
            let (length, mut at) = (bytes.len() as u64, 0);
            let fill = move |piece: &mut [u8]| {
                piece.copy_from_slice(&bytes[at..at + piece.len()]);
                at += piece.len();
                true
            };
            Some(ByteSource::new(length, Box::new(fill)))
        }
    }

    #[test]
    fn a_replicate_that_was_taken_up_again_is_the_same() {
        let scenario = Scenario::parse(TOWN).expect("a scenario");
        let scope = Scope { residents: true, ..Scope::everything(&scenario) };
        let design = Design::with(&scenario, scope);
        let layout = RecordLayout::new(&scenario);
        let past = BurnIn::new(&scenario, solve(&scenario).expect("a start")).town(CommonRandom::new(1, 0));
        for traced in [false, true] {
            let way = |runner: &Runner<'_>| {
                let what = (&scenario, &layout, &design);
                Journey { large: true, ..Journey::new(what, traced, 5, runner) }.pass_by_pass(past.clone())
            };
            let whole = way(&Runner::undisturbed()).expect("it runs");
            let passes = passes(&scenario, &design, traced).len() as u32;
            assert!(passes > 1);
            // Three years in each pass; the end of the last is no checkpoint.
            for after in 1..3 * passes {
                let stop = AtomicBool::new(false);
                let kept = Kept::new(after, &stop);
                let runner = Runner::silent(&stop).with_checkpoints(&kept);
                let stopped = way(&runner);
                // A checkpoint in the last week of a pass is followed by the next pass, which hears of the stop.
                assert!(stopped.is_none(), "{after}");
                stop.store(false, Ordering::Relaxed);
                let resumed = way(&runner).expect("it runs");
                assert_eq!(kept.made.load(Ordering::Relaxed), 3 * passes - 1, "no year is lived twice");
                assert!(resumed == whole, "taken up after checkpoint {after}, traced: {traced}");
            }
        }
    }

    #[test]
    fn lanes_in_full_that_go_apart_stand_beside_the_same_baseline() {
        let scenario = Scenario::parse(TOWN).expect("a scenario");
        let design = Design::of_strategies(&scenario);
        let layout = RecordLayout::new(&scenario);
        let past = BurnIn::new(&scenario, solve(&scenario).expect("a start")).town(CommonRandom::new(1, 0));
        let way = |runner: &Runner<'_>, passes: &[std::ops::Range<usize>]| {
            let what = (&scenario, &layout, &design);
            let journey = Journey { large: true, passes: passes.to_vec(), ..Journey::new(what, false, 5, runner) };
            journey.pass_by_pass(past.clone())
        };
        let [together, apart] = [vec![0..2], vec![0..1, 1..2]];
        let whole = way(&Runner::undisturbed(), &together).expect("it runs");
        assert!(way(&Runner::undisturbed(), &apart).as_ref() == Some(&whole));
        for after in 1..6 {
            let stop = AtomicBool::new(false);
            let kept = Kept::new(after, &stop);
            let runner = Runner::silent(&stop).with_checkpoints(&kept);
            assert!(way(&runner, &apart).is_none());
            stop.store(false, Ordering::Relaxed);
            assert!(way(&runner, &apart).as_ref() == Some(&whole), "taken up after checkpoint {after}");
        }
    }

    #[test]
    fn what_was_kept_of_something_else_is_not_taken_up() {
        let scenario = Scenario::parse(TOWN).expect("a scenario");
        let (narrow, wide) = (Design::of_strategies(&scenario), Design::new(&scenario));
        let layout = RecordLayout::new(&scenario);
        let past = BurnIn::new(&scenario, solve(&scenario).expect("a start")).town(CommonRandom::new(1, 0));
        let stop = AtomicBool::new(false);
        let kept = Kept::new(1, &stop);
        let runner = Runner::silent(&stop).with_checkpoints(&kept);
        let way = |design: &Design| {
            let what = (&scenario, &layout, design);
            Journey { large: true, ..Journey::new(what, false, 5, &runner) }.pass_by_pass(past.clone())
        };
        assert!(way(&wide).is_none());
        stop.store(false, Ordering::Relaxed);
        let bytes = kept.last.lock().expect("a lock").clone().expect("kept");
        let whole = way(&narrow);
        let alone = Runner::undisturbed();
        let afresh = Journey::new((&scenario, &layout, &narrow), false, 5, &alone).pass_by_pass(past.clone());
        assert!(whole.is_some() && whole == afresh);
        // Cut off, and with something behind it that is not what it should be.
        for cut in [1, 100, bytes.len() / 2, bytes.len() - 1] {
            *kept.last.lock().expect("a lock") = Some(bytes[..cut].to_vec());
            assert!(way(&narrow) == afresh, "{cut}");
        }
    }
}
