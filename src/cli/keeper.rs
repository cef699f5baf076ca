//! Keeps finished work on the way, and ends it all where that fails.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use super::stop::STOP;
use crate::encoding::{ByteSink, ByteSource};
use crate::experiment::{Checkpoints, ReplicateOutcome};
use crate::folder::{Staging, StoreError};

/// Where a command keeps what it has finished.
pub(super) struct Keeper<'a> {
    staging: &'a Staging,
    trouble: Mutex<Option<StoreError>>,
    /// Number under which the first replicate is kept.
    first: u32,
    /// Whether it has been told that checkpoints cannot be kept.
    told: AtomicBool,
}

impl<'a> Keeper<'a> {
    pub(super) fn new(staging: &'a Staging) -> Self {
        Self { staging, trouble: Mutex::default(), first: 0, told: AtomicBool::new(false) }
    }

    /// The same for replicates that are kept behind others.
    pub(super) const fn behind(mut self, others: u32) -> Self {
        self.first = others;
        self
    }

    /// Keeps one piece, from any thread. What cannot be kept would be lost: the work is stopped.
    pub(super) fn keep(&self, outcome: &ReplicateOutcome) {
        let behind = || ReplicateOutcome { replicate: self.first + outcome.replicate, ..outcome.clone() };
        let kept = if self.first == 0 { self.staging.keep(outcome) } else { self.staging.keep(&behind()) };
        if let Err(error) = kept {
            STOP.store(true, Ordering::Relaxed);
            self.trouble.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
        }
    }

    /// Says why something could not be kept.
    pub(super) fn finish(self) -> Result<(), StoreError> {
        self.trouble.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), Err)
    }
}

impl Checkpoints for Keeper<'_> {
    fn keep(&self, replicate: u32, write: &mut dyn FnMut(&mut ByteSink<'_>)) {
        // A run that goes on without is worth more than none.
        if let Err(error) = self.staging.keep_checkpoint(self.first + replicate, write)
            && !self.told.swap(true, Ordering::Relaxed)
        {
            super::note(&format!("{error}. The run goes on; interrupted, it would begin this town anew."));
        }
    }

    fn kept(&self, replicate: u32) -> Option<ByteSource<'static>> {
        self.staging.checkpoint(self.first + replicate)
    }
}
