//! Keeps finished work on the way, and ends it all where that fails.

use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};

use super::stop::STOP;
use crate::experiment::ReplicateOutcome;
use crate::folder::{Staging, StoreError};

/// Where a command keeps what it has finished.
pub(super) struct Keeper<'a> {
    staging: &'a Staging,
    trouble: Mutex<Option<StoreError>>,
}

impl<'a> Keeper<'a> {
    pub(super) fn new(staging: &'a Staging) -> Self {
        Self { staging, trouble: Mutex::default() }
    }

    /// Keeps one piece, from any thread. What cannot be kept would be lost: the work is stopped.
    pub(super) fn keep(&self, outcome: &ReplicateOutcome) {
        if let Err(error) = self.staging.keep(outcome) {
            STOP.store(true, Ordering::Relaxed);
            self.trouble.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
        }
    }

    /// Says why something could not be kept.
    pub(super) fn finish(self) -> Result<(), StoreError> {
        self.trouble.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), Err)
    }
}
