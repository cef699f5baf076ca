//! Bytes that a run needs at its peak, counted from what the engine holds: the largest of what its stages need one after
//! another (reading, the start, replicates, writing).

use crate::experiment::late;
use crate::experiment::passes::{person_bytes, state_bytes};
use crate::record::Standing;
use crate::scenario::{NetworkPlan, ResidentRecord};
use crate::week::Cause;
use crate::week::individuals::Individual;
use crate::week::ledger::months;

use super::extent::{Extent, Pass};

// What is not counted in types is measured: `VmHWM` of runs of one kind after another, on 64-bit Linux with glibc.

/// The program itself, and what it reads to begin with.
const PROGRAM: f64 = 17e6;

/// What each thread that draws a chart takes, with the picture that it paints.
const PAINTER: f64 = 10e6;

/// Charts that are painted side by side at most.
pub(super) const CHARTS: f64 = 13.0;

/// What is found and written for each recorded value of a lane in full: its distribution over replicates, its
/// difference from the baseline, and their rows in two tables.
const FOUND: f64 = 280.0;

/// What a row of a table of residents takes to be read, a row of a table of ties, and more where ties have no direction.
const READ_PERSON: f64 = 200.0;
const READ_TIE: f64 = 225.0;
const READ_BOTH_WAYS: f64 = 170.0;

/// What each replicate that runs at the same time leaves behind in pieces too small to be given back, at most.
const LEFT: f64 = 4e6;

/// A list in memory, empty: what holds it, and what the allocator adds.
const LIST: f64 = 40.0;

/// Bytes that are counted one by one but allocated in pieces: what is lost between the pieces.
const LOST: f64 = 1.05;

impl Extent<'_> {
    /// Bytes at the peak of a whole run.
    pub fn memory(&self) -> f64 {
        let towns = self.at_once * self.replicate();
        let writing = self.writing() + towns.min(LEFT * self.at_once);
        let most = self.settling().max(towns + self.records()).max(writing);
        PROGRAM + (self.inputs() + LOST * most).max(self.reading())
    }

    /// Bytes at the peak where nothing is recorded or written: towns are simulated, and little is kept of them.
    pub fn memory_of_towns(&self) -> f64 {
        let most = self.settling().max(self.at_once * self.replicate());
        PROGRAM + (self.inputs() + LOST * most).max(self.reading())
    }

    /// Towns that are kept, each with its state.
    pub fn kept_towns(&self, towns: usize) -> f64 {
        LOST * towns as f64 * (self.town() + self.state(1))
    }

    /// Tables that the scenario was read from. What reading them row by row took is not given back to anybody else.
    fn inputs(&self) -> f64 {
        let place = &self.scenario.place;
        let people = place.imported.as_ref().map_or(0, |table| table.id.len());
        let ties = place.ties.as_ref().map_or(0, |table| table.from.len());
        READ_PERSON * people as f64 + READ_TIE * ties as f64
    }

    /// Bytes at the peak of reading: ties that hold in both directions are compared with one another.
    fn reading(&self) -> f64 {
        let both = self.scenario.place.ties.as_ref().filter(|table| table.symmetric).map_or(0, |t| t.from.len());
        self.inputs() + READ_BOTH_WAYS * both as f64
    }

    /// Rows of ties: as many entries, of four bytes each, with weights where a file gives them.
    fn rows(&self) -> f64 {
        let weighted = self.scenario.place.ties.as_ref().is_some_and(|t| t.weight.windows(2).any(|w| w[0] != w[1]));
        self.entries * if weighted { 8.0 } else { 4.0 } + 9.0 * self.residents
    }

    /// A town that is there.
    fn town(&self) -> f64 {
        let turned_round = self.processes().mobilisation && self.scenario.place.ties.is_some();
        let audience = if turned_round { 4.0 * self.entries + 8.0 * self.residents } else { 0.0 };
        let officials = 8.0 * self.departments * self.residents + 8.0 * self.posts;
        self.rows() + audience + officials + (10.0 + person_bytes(self.scenario)) * self.residents
    }

    /// What building a town takes beside its rows: ties as pairs and both ways round, or the lists of a file.
    fn building(&self) -> f64 {
        if self.scenario.place.ties.is_some() {
            return 24.0 * self.entries + LIST * self.residents;
        }
        if self.scenario.place.network == NetworkPlan::Complete {
            return 0.0;
        }
        8.0 * self.entries + 16.0 * self.residents
    }

    /// The most that building a town takes, with what is there of it by then.
    fn peak_of_building(&self) -> f64 {
        (self.rows() + self.building()).max(self.town())
    }

    /// A state of some lanes.
    pub(super) fn state(&self, width: usize) -> f64 {
        state_bytes(self.scenario, width)
    }

    /// The start: the first trial town, and as many others as are lived through at the same time.
    fn settling(&self) -> f64 {
        if self.trials == 0.0 {
            return 0.0;
        }
        let others = (self.trials - 1.0).min(self.threads);
        let one = self.peak_of_building().max(self.town() + self.state(1) + self.meeting());
        self.trial_size * (self.town() + others * one).max(one)
    }

    /// Meetings of a week, where pairs meet.
    fn meeting(&self) -> f64 {
        24.0 * self.meetings()
    }

    /// One replicate: its town, its past, and its widest pass.
    fn replicate(&self) -> f64 {
        let largest = |traced: bool| {
            let passes = || self.passes(traced).map(|pass| self.pass(pass));
            let widest = passes().fold(0.0, f64::max);
            // Lanes that part late are all there in the end, and those of a pass twice while one joins.
            if late::pays(self.scenario, self.design, &late::partings(self.design)) {
                passes().sum::<f64>() + widest
            } else {
                widest
            }
        };
        let plain = if self.traced < self.replicates { largest(false) } else { 0.0 };
        let widest = plain.max(if self.traced > 0.0 { largest(true) } else { 0.0 });
        // A single lane carries on the state of its past.
        let past = if self.lanes() == 1 { 0.0 } else { self.state(1) };
        self.peak_of_building().max(self.town() + past + self.meeting() + widest + self.kept_to_compare())
            + self.residents_one_by_one()
    }

    /// Everybody's trust under the baseline, and the same of the lane that is compared: at one horizon, or at each where lanes in
    /// full go through the weeks apart.
    fn kept_to_compare(&self) -> f64 {
        let together =
            [false, true].map(|traced| self.passes(traced).next().is_none_or(|pass| pass.lanes >= self.design.in_full));
        let horizons = if together == [true; 2] { self.institutions } else { self.institutions * self.years() };
        4.0 * self.residents * (horizons + 1.0)
    }

    /// Residents one by one, where they are wanted, until they are written down.
    fn residents_one_by_one(&self) -> f64 {
        if self.scenario.record.residents == ResidentRecord::None {
            return 0.0;
        }
        self.design.in_full as f64 * self.residents * size_of::<Individual>() as f64
    }

    /// A pass: the state, and what the programmes of its lanes remember of residents.
    fn pass(&self, pass: Pass) -> f64 {
        let bit = self.residents / 8.0;
        let plans = &self.design.plans[pass.first..pass.first + pass.lanes];
        let programmes: f64 = plans
            .iter()
            .map(|plan| {
                let works = plan.investments.iter().map(|work| {
                    let listed = work.plan.caseload.map_or(0.0, |size| 4.0 * f64::from(size));
                    let hired = if work.plan.hires { 8.0 * self.departments * self.residents } else { 0.0 };
                    bit + listed + hired
                });
                let promised = if plan.promises.is_empty() { 0.0 } else { self.promised(&plan.promises[0].groups) };
                let any = if plan.investments.is_empty() { 0.0 } else { bit };
                any + works.sum::<f64>() + promised
            })
            .sum();
        self.state(pass.width) + programmes
    }

    /// Expectations that a promise raises, until the week ends: one for each member and department.
    fn promised(&self, groups: &[usize]) -> f64 {
        let share: f64 =
            groups.iter().filter_map(|&group| self.scenario.place.groups.get(group)).map(|g| g.share).sum();
        12.0 * share * self.residents * self.departments
    }

    /// Records of all replicates, which are kept until everything is written.
    fn records(&self) -> f64 {
        let lane = 8.0 * self.weeks + 24.0 * self.years() + 5.0 * LIST;
        let in_full = 4.0 * self.recorded()
            + LIST * self.layout.keys.len() as f64
            + size_of::<Standing>() as f64 * self.years() * self.groups;
        let booked = 8.0 * f64::from(months(self.scenario)) * Cause::all(self.scenario).len() as f64;
        let (lanes, full) = (self.lanes() as f64, self.design.in_full as f64);
        self.replicates * (lanes * lane + full * in_full) + self.traced * full * booked
    }

    /// Analysis and writing: records, what was found in them, `replicates.bin`, and painters of charts.
    fn writing(&self) -> f64 {
        let found = FOUND * self.design.in_full as f64 * self.recorded();
        let table = if self.scenario.record.residents == ResidentRecord::Final {
            self.residents * (20.0 + size_of::<Individual>() as f64 + 8.0 + 10.0)
        } else {
            0.0
        };
        2.0 * self.records() + found + table + PAINTER * self.threads.min(CHARTS)
    }
}
