//! What one point of an experiment brought.

use std::borrow::Cow;

use crate::maths::Squared;
use crate::record::{EntityScale, Measure, RecordLayout};
use crate::scenario::Scenario;
use crate::start::Start;

use super::{AnotherLuck, Design, Drawn, Moved, Probe, ReplicateOutcome};

/// Everything that replicates brought.
#[derive(Debug, Clone)]
pub struct Outcomes {
    /// The start they share.
    pub start: Start,
    /// The series recorded.
    pub layout: RecordLayout,
    /// The lanes.
    pub design: Design,
    /// Replicates in order; where worlds were drawn, one of each world that has a start.
    pub replicates: Vec<ReplicateOutcome>,
    /// Groups that begin elsewhere than stated, because what is stated cannot last.
    pub moved: Vec<Moved>,
    /// The worlds, where they were drawn.
    pub drawn: Option<Drawn>,
    /// Towns of full size at stated values, where worlds were drawn: what chance alone does.
    pub chance: Option<Box<Outcomes>>,
    /// What options come to in the first worlds with another luck.
    pub another_luck: Vec<AnotherLuck>,
    /// Worlds that were simulated again with a number set, in the order in which they were asked for.
    pub probes: Vec<Probe>,
}

impl Outcomes {
    /// The leading replicates in which strategies were taken apart, with the worlds that they are; all where all were.
    #[must_use]
    pub fn taken_apart(&self) -> Cow<'_, Self> {
        let lanes = self.design.cells.len();
        let count = self.replicates.iter().take_while(|replicate| replicate.lanes.len() == lanes).count();
        if count == self.replicates.len() {
            return Cow::Borrowed(self);
        }
        let mut first = self.without_replicates();
        first.replicates = self.replicates[..count].to_vec();
        if let Some(drawn) = &mut first.drawn {
            let last = first.replicates.last().map_or(0, |replicate| replicate.replicate + 1);
            drawn.worlds.retain(|world| world.number < last);
        }
        Cow::Owned(first)
    }

    /// Everything but what replicates brought.
    fn without_replicates(&self) -> Self {
        Self {
            start: self.start.clone(),
            layout: self.layout.clone(),
            design: self.design.clone(),
            replicates: Vec::new(),
            moved: self.moved.clone(),
            drawn: self.drawn.clone(),
            chance: None,
            another_luck: Vec::new(),
            probes: Vec::new(),
        }
    }

    /// Values of one series of a lane recorded in full, in one replicate; `None` where it is not recorded.
    #[must_use]
    pub fn values(
        &self,
        lane: usize,
        replicate: usize,
        scale: EntityScale,
        entity: &str,
        measure: Measure,
    ) -> Option<&[f32]> {
        let key =
            self.layout.keys.iter().position(|k| k.scale == scale && k.measure == measure && k.entity == entity)?;
        self.replicates[replicate].lanes[lane].series.get(key).map(Vec::as_slice)
    }

    /// Values of a measure of all residents' trust in an institution, in one lane and replicate: recorded of the place
    /// where there is one institution, else of the institution.
    #[must_use]
    pub fn of_all(
        &self,
        scenario: &Scenario,
        lane: usize,
        replicate: usize,
        institution: usize,
        measure: Measure,
    ) -> Option<&[f32]> {
        match scenario.place.institutions.as_slice() {
            [_] => self.values(lane, replicate, EntityScale::Place, &scenario.name, measure),
            several => {
                let measure = if measure == Measure::Trust { Measure::TrustInstitution } else { measure };
                self.values(lane, replicate, EntityScale::Institution, &several[institution].name, measure)
            }
        }
    }
}

/// Half the width of the 90 % interval of a mean (normal approximation; for progress only).
pub(super) fn half_width(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|v| (v - mean).squared()).sum::<f64>() / (n - 1.0);
    1.645 * (variance / n).sqrt()
}
