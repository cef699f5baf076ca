//! Seconds of one processor that a run takes: how much is done of each kind, times what one of it takes.

use crate::scenario::{Investment, NetworkPlan, ResidentRecord, TalkRule};
use crate::simulation::BURN_IN;
use crate::week::LanePlan;
use crate::week::programme::worked_with;

use super::extent::{Extent, Pass};

/// How many times the past is lived through in each trial town on the way to the start, as a rule.
const ROUNDS: f64 = 1.3;

/// Looks that tracing takes at every resident in a week and lane: one after each process that moves evidence.
const LOOKS: f64 = 6.0;

/// What is left of each thread's time inside the weeks of one replicate: some work is not spread over threads.
const SPREAD: f64 = 0.7;

/// Kinds of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The program, its page, and the charts that every run has.
    Run,
    /// The charts that strategies add.
    Compared,
    /// A resident who is made.
    Person,
    /// An entry in the rows of ties that is made.
    Tie,
    /// A week of a resident and institution in a single lane.
    Week,
    /// An entry that is listened to in a single lane.
    Heard,
    /// A week of a resident and institution in a pass, whatever its width.
    PassWeek,
    /// A week of a resident in one of the lanes that a pass has room for.
    LaneWeek,
    /// An entry that is listened to in a pass, whatever its width.
    PassHeard,
    /// The same in one lane.
    LaneHeard,
    /// A routine contact, in a pass of any width.
    Met,
    /// The same in one lane.
    LaneMet,
    /// A relation that is read for the record, in one lane.
    Read,
    /// A week of a lane, however few live there.
    Lane,
    /// A week of a post in a lane.
    Post,
    /// A look at a resident that tracing takes.
    Look,
    /// A resident whom a programme works with.
    Worked,
    /// A recorded value of a lane in full, analysed and written.
    Found,
    /// A row of `residents.csv`.
    Row,
    /// A meeting of two.
    Meeting,
    /// What is added to a week of a resident in a lane that must come from afar: [`NEAR`].
    Far,
    /// What is added to an entry that is listened to where what others feel must come from afar: [`HEARD_NEAR`].
    HeardFar,
}

impl Kind {
    /// Seconds that one of a kind takes.
    ///
    /// Fitted to the processor times of 52 runs by relative least squares: 100 to five million residents, 10 to 1,000 ties each,
    /// 1 to 39 lanes, 1 to 150 replicates, two rules of talk, on one core (AMD EPYC with vectors of 512 bits), and made 1.45
    /// times as long, as on a machine between that one and one of half its speed. For all but three of them what was predicted
    /// lay between .75 and 1.3 of what was measured. What is never the most of a run is known no better than to a factor of
    /// two.
    const fn seconds(self) -> f64 {
        match self {
            Self::Run => 0.09,
            Self::Compared => 0.10,
            Self::Person => 1.0e-6,
            Self::Tie => 2.6e-8,
            Self::Week => 9.4e-9,
            Self::Heard => 7.1e-10,
            Self::PassWeek => 1.95e-8,
            Self::LaneWeek => 2.0e-10,
            Self::PassHeard => 4.1e-10,
            Self::LaneHeard => 3.3e-11,
            Self::Met => 6.9e-8,
            Self::LaneMet => 8.0e-10,
            Self::Read => 5.0e-9,
            Self::Lane => 1.6e-7,
            Self::Post => 1.0e-9,
            Self::Look => 6.0e-9,
            Self::Worked => 1.15e-7,
            Self::Found => 2.2e-6,
            Self::Row => 3.0e-7,
            Self::Meeting => 1.2e-8,
            Self::Far => 2.9e-9,
            Self::HeardFar => 5.5e-9,
        }
    }
}

/// Bytes of a state that stay near the processor from week to week; the rest is fetched from memory each week.
const NEAR: f64 = 16e6;

/// Bytes of what all residents feel that stay near the processor: it is read in no order.
const HEARD_NEAR: f64 = 8e6;

/// Share of the time of made ties that it takes to tie everybody to everybody: nothing is drawn or sorted.
const ALL_TIED: f64 = 0.3;

/// Share of the time of listening that it takes where everybody listens to everybody: what is heard lies side by side.
const ALL_HEARD: f64 = 0.35;

/// Seconds of work, added up.
#[derive(Debug, Clone, Copy, Default)]
struct Work(f64);

impl Work {
    fn add(&mut self, kind: Kind, amount: f64) {
        self.0 += amount * kind.seconds();
    }

    const fn seconds(self) -> f64 {
        self.0
    }
}

impl Extent<'_> {
    /// Seconds of one processor, and seconds until everything is written.
    pub fn seconds(&self) -> (f64, f64) {
        let starting = self.solve_start().seconds();
        let (replicates, run) = self.seconds_of_replicates();
        let (charts, writing) = (self.charts().seconds(), self.write().seconds());
        // Trial towns are lived through side by side; one large town spreads its weeks over the threads.
        let starts = if self.trials > 1.0 { self.trials.min(self.threads) } else { self.spread() };
        let wall = starting / starts + run + charts / self.threads.min(super::memory::CHARTS) + writing;
        (starting + replicates + charts + writing, wall)
    }

    /// The same of replicates alone.
    pub fn seconds_of_replicates(&self) -> (f64, f64) {
        let [plain, traced] = [false, true].map(|traced| self.replicate_of(traced).seconds());
        let untraced = self.replicates - self.traced;
        let replicates = untraced * plain + self.traced * traced;
        // Where few replicates share many threads, the last one is waited for.
        let longest = (plain * untraced.min(1.0)).max(traced * self.traced.min(1.0));
        let run = if self.within { replicates / self.spread() } else { (replicates / self.at_once).max(longest) };
        (replicates, run)
    }

    /// How much faster a large town is with all threads.
    fn spread(&self) -> f64 {
        1.0 + SPREAD * (self.threads - 1.0)
    }

    /// Charts, painted side by side.
    fn charts(&self) -> Work {
        let mut work = Work::default();
        work.add(Kind::Run, 1.0);
        work.add(Kind::Compared, if self.design.in_full > 1 { 1.0 } else { 0.0 });
        work
    }

    /// Analysis and tables.
    fn write(&self) -> Work {
        let mut work = Work::default();
        let full = self.design.in_full as f64;
        work.add(Kind::Found, full * self.recorded() * (1.0 + self.replicates / 40.0));
        if self.scenario.record.residents == ResidentRecord::Final {
            work.add(Kind::Row, full * self.residents * self.replicates);
        }
        work
    }

    /// The start: trial towns, and their past again and again.
    fn solve_start(&self) -> Work {
        let mut work = Work::default();
        if self.trials > 0.0 {
            let towns = self.trials * self.trial_size;
            self.build(&mut work, towns);
            self.pass_weeks(&mut work, towns * ROUNDS * f64::from(BURN_IN));
        }
        work
    }

    /// One replicate: its town, its past and its passes.
    fn replicate_of(&self, traced: bool) -> Work {
        let mut work = Work::default();
        self.build(&mut work, 1.0);
        if self.trials > 0.0 {
            self.pass_weeks(&mut work, f64::from(BURN_IN));
        }
        for pass in self.passes(traced) {
            self.do_pass(&mut work, pass, traced && pass.first < self.design.in_full);
        }
        work
    }

    fn build(&self, work: &mut Work, towns: f64) {
        work.add(Kind::Person, towns * self.residents);
        work.add(Kind::Tie, towns * self.entries * if self.all_tied() { ALL_TIED } else { 1.0 });
    }

    /// Weeks of a single lane.
    fn pass_weeks(&self, work: &mut Work, weeks: f64) {
        work.add(Kind::Week, weeks * self.residents * self.institutions);
        work.add(Kind::Far, weeks * self.residents * self.far(1));
        work.add(Kind::Heard, weeks * self.heard());
        work.add(Kind::HeardFar, weeks * self.heard() * self.heard_far(1));
        work.add(Kind::Met, weeks * self.met());
        work.add(Kind::Lane, weeks);
        work.add(Kind::Post, weeks * self.posts);
        work.add(Kind::Meeting, weeks * self.meetings());
    }

    /// One pass through all weeks.
    fn do_pass(&self, work: &mut Work, pass: Pass, traced: bool) {
        let (weeks, width) = (self.weeks, pass.width as f64);
        if pass.width == 1 {
            self.pass_weeks(work, weeks);
        } else {
            work.add(Kind::PassWeek, weeks * self.residents * self.institutions);
            work.add(Kind::LaneWeek, weeks * self.residents * width);
            work.add(Kind::Far, weeks * self.residents * width * self.far(pass.width));
            work.add(Kind::PassHeard, weeks * self.heard());
            work.add(Kind::HeardFar, weeks * self.heard() * self.heard_far(pass.width));
            work.add(Kind::LaneHeard, weeks * self.heard() * width);
            work.add(Kind::Met, weeks * self.met());
            work.add(Kind::LaneMet, weeks * self.met() * width);
            work.add(Kind::Lane, weeks * width);
            work.add(Kind::Post, weeks * self.posts * width);
            work.add(Kind::Meeting, weeks * self.meetings() * (1.0 + width / 4.0));
        }
        if pass.in_full > 0 {
            let looks = self.layout.detail_weeks.len() as f64;
            work.add(Kind::Read, looks * self.residents * self.departments * width);
        }
        if traced {
            work.add(Kind::Look, LOOKS * weeks * self.residents * self.institutions * pass.in_full as f64);
        }
        for plan in &self.design.plans[pass.first..pass.first + pass.lanes] {
            work.add(Kind::Worked, self.worked_with(plan));
        }
    }

    /// Entries that are listened to in a week.
    fn heard(&self) -> f64 {
        match self.scenario.talk {
            TalkRule::Deffuant { .. } => 0.0,
            _ if !self.processes().talk => 0.0,
            _ => self.entries * self.institutions * if self.all_tied() { ALL_HEARD } else { 1.0 },
        }
    }

    fn all_tied(&self) -> bool {
        self.scenario.place.network == NetworkPlan::Complete && self.scenario.place.ties.is_none()
    }

    /// Share of what others feel that is fetched from afar; where all hear all, it comes in order.
    fn heard_far(&self, width: usize) -> f64 {
        let felt = 4.0 * self.residents * width as f64;
        if self.all_tied() { 0.0 } else { (1.0 - HEARD_NEAR / felt.max(1.0)).max(0.0) }
    }

    /// Share of a state that is fetched from afar every week.
    fn far(&self, width: usize) -> f64 {
        (1.0 - NEAR / self.state(width).max(1.0)).max(0.0)
    }

    /// Routine contacts of a week.
    fn met(&self) -> f64 {
        if !self.processes().encounters {
            return 0.0;
        }
        self.scenario.departments().map(|(_, department)| department.contacts).sum::<f64>() * self.residents
    }

    /// Residents whom a plan works with over all its weeks, one by one.
    fn worked_with(&self, plan: &LanePlan) -> f64 {
        let each = |investment: &Investment| {
            let weeks = f64::from(investment.until.min(self.scenario.weeks).saturating_sub(investment.from));
            weeks * worked_with(self.scenario, investment, self.posts).min(self.residents)
        };
        plan.investments.iter().map(|investment| each(&investment.plan)).sum()
    }
}
