//! The one runner: work over all threads of the pool it is called on, with news on the way and a way to stop.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::start::StartError;

use super::checkpoint::Checkpoints;

/// News on the way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RunEvent {
    /// The start is being solved.
    SolvingStart,
    /// The start is solved; replicates begin.
    StartSolved,
    /// A week of a large replicate is over: of the past, which comes first, or of a pass.
    Lived {
        /// Which replicate.
        replicate: u32,
        /// Which pass, counted from 1; 0 is the past.
        pass: u32,
        /// How many passes there are.
        passes: u32,
        /// Weeks that are over in it.
        week: u32,
        /// Weeks that it has.
        weeks: u32,
        /// Share of the replicate's work that is done, about.
        share: f64,
    },
    /// A large replicate goes on from where it was kept: so many weeks of a pass, counted as above, are over.
    TakenUp {
        /// Which pass.
        pass: u32,
        /// How many passes there are.
        passes: u32,
        /// Weeks that are over in it.
        week: u32,
        /// Weeks that it has.
        weeks: u32,
    },
    /// A unit of work is finished: how many are, and how wide the 90 % interval of the first strategy's gain at the horizon
    /// is so far (half its width, in trust; `None` before the second replicate or without strategies).
    Finished {
        /// Units finished so far.
        done: u32,
        /// Half width of the interval.
        precision: Option<f64>,
    },
}

/// Why a run has no outcome.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RunError {
    /// The stated start cannot be had.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The user interrupted it.
    #[error("interrupted")]
    Interrupted,
}

/// How replicates share threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sharing {
    /// Replicates that run at the same time.
    pub at_once: usize,
    /// Whether each spreads the blocks of its weeks over all threads.
    pub within: bool,
}

impl Sharing {
    /// One large replicate after another uses all threads inside the week; many use one thread each.
    #[must_use]
    pub const fn new(replicates: u32, threads: usize) -> Self {
        let within = (replicates as usize) < threads;
        Self { at_once: if within || threads == 0 { 1 } else { threads }, within }
    }
}

/// Runs units of work; every command runs through one.
#[derive(Clone, Copy)]
pub struct Runner<'a> {
    tell: &'a (dyn Fn(RunEvent) + Sync),
    stop: &'a AtomicBool,
    checkpoints: Option<&'a dyn Checkpoints>,
}

impl std::fmt::Debug for Runner<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Runner").field("stop", self.stop).finish_non_exhaustive()
    }
}

impl<'a> Runner<'a> {
    /// A runner that tells news as they come, from any thread, and ends when `stop` is raised.
    #[must_use]
    pub const fn new(tell: &'a (dyn Fn(RunEvent) + Sync), stop: &'a AtomicBool) -> Self {
        Self { tell, stop, checkpoints: None }
    }

    /// A runner that says nothing.
    #[must_use]
    pub const fn silent(stop: &'a AtomicBool) -> Self {
        Self { tell: &|_| (), stop, checkpoints: None }
    }

    /// A runner that says nothing and that nobody stops.
    #[must_use]
    pub const fn undisturbed() -> Runner<'static> {
        static NEVER: AtomicBool = AtomicBool::new(false);
        Runner::silent(&NEVER)
    }

    /// The same that keeps large replicates on the way, and takes up what was kept of them.
    #[must_use]
    pub const fn with_checkpoints(mut self, checkpoints: &'a dyn Checkpoints) -> Self {
        self.checkpoints = Some(checkpoints);
        self
    }

    /// Where large replicates are kept on the way, if anywhere.
    #[must_use]
    pub const fn checkpoints(&self) -> Option<&'a dyn Checkpoints> {
        self.checkpoints
    }

    /// The flag that ends it.
    #[must_use]
    pub const fn stop(&self) -> &'a AtomicBool {
        self.stop
    }

    /// Whether it is to end.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Tells news.
    pub fn tell(&self, news: RunEvent) {
        (self.tell)(news);
    }

    /// Works on every unit, in order where each spreads over all threads by itself (`within`), else side by side. What comes
    /// back is in the order of the units, whoever finished first.
    ///
    /// # Errors
    /// [`RunError::Interrupted`] if it was stopped, or some work came to nothing because it was.
    pub fn map<U: Sync, T: Send>(
        &self,
        units: &[U],
        within: bool,
        work: impl Fn(&U) -> Option<T> + Sync,
    ) -> Result<Vec<T>, RunError> {
        let one = |unit: &U| if self.is_stopped() { None } else { work(unit) };
        let made: Option<Vec<T>> = if within {
            // On a thread of the pool: from outside each of a week's handfuls of blocks would have to wake one.
            rayon::scope(|_| units.iter().map(one).collect())
        } else {
            units.par_iter().with_max_len(1).map(one).collect()
        };
        made.ok_or(RunError::Interrupted)
    }

    /// Works on every unit side by side, in its place.
    ///
    /// # Errors
    /// [`RunError::Interrupted`] if it was stopped; some units are then worked on and others are not.
    pub fn each<U: Send>(&self, units: &mut [U], work: impl Fn(usize, &mut U) + Sync) -> Result<(), RunError> {
        units.par_iter_mut().enumerate().with_max_len(1).for_each(|(at, unit)| {
            if !self.is_stopped() {
                work(at, unit);
            }
        });
        if self.is_stopped() { Err(RunError::Interrupted) } else { Ok(()) }
    }
}
