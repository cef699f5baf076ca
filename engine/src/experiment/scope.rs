//! What an experiment is asked for beyond baseline and strategies: work that nobody asked for is not done.

use crate::scenario::{PartRecord, ResidentRecord, Scenario};

/// What is simulated and looked at beyond the baseline and the strategies as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(clippy::struct_excessive_bools, reason = "six questions, each of which is answered by itself")]
pub struct Scope {
    /// Every strategy with some of its scales switched off: what each scale gains alone and together.
    pub parts: bool,
    /// The most even strategy's whole budget at each scale.
    pub one_scale: bool,
    /// Strategies that stop early: what is left when the money ends.
    pub early_ends: bool,
    /// Causes of every week's change of trust, in as many replicates as the scenario says.
    pub causes: bool,
    /// Residents one by one at the horizon.
    pub residents: bool,
    /// One strategy's whole budget at each scale, stopping after every year in turn: what each year's money adds.
    pub swell: bool,
}

impl Scope {
    /// Baseline and strategies alone.
    pub const NOTHING: Self =
        Self { parts: false, one_scale: false, early_ends: false, causes: false, residents: false, swell: false };

    /// Everything that a scenario has to offer.
    #[must_use]
    pub fn everything(scenario: &Scenario) -> Self {
        Self {
            parts: true,
            one_scale: scenario.record.parts == PartRecord::All,
            early_ends: scenario.record.parts == PartRecord::All,
            causes: scenario.record.traced_replicates > 0,
            residents: scenario.record.residents == ResidentRecord::Final,
            swell: scenario.record.parts == PartRecord::All,
        }
    }

    /// The same without taking strategies apart: no more lanes than the baseline and the strategies.
    #[must_use]
    pub const fn of_whole_strategies(self) -> Self {
        Self { parts: false, one_scale: false, early_ends: false, swell: false, ..self }
    }

    /// What is asked of a replicate: strategies are taken apart in all replicates of chance alone, and in as many worlds as it
    /// takes to know a part's mean to an eighth of what worlds differ by (`record.part_worlds`).
    #[must_use]
    pub fn of_replicate(self, scenario: &Scenario, replicate: u32) -> Self {
        if scenario.takes_apart(replicate) { self } else { self.of_whole_strategies() }
    }

    /// Whether another scope has all of this.
    #[must_use]
    pub const fn within(self, other: Self) -> bool {
        self.bits() & other.bits() == self.bits()
    }

    /// What is in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self::of_bits(self.bits() & other.bits())
    }

    /// What is in either.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self::of_bits(self.bits() | other.bits())
    }

    /// One bit each: parts 1, one scale 2, early ends 4, causes 8, residents 16, swell 32.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.parts as u8
            | (self.one_scale as u8) << 1
            | (self.early_ends as u8) << 2
            | (self.causes as u8) << 3
            | (self.residents as u8) << 4
            | (self.swell as u8) << 5
    }

    /// The counterpart of [`Self::bits`].
    #[must_use]
    pub const fn of_bits(bits: u8) -> Self {
        Self {
            parts: bits & 1 != 0,
            one_scale: bits & 2 != 0,
            early_ends: bits & 4 != 0,
            causes: bits & 8 != 0,
            residents: bits & 16 != 0,
            swell: bits & 32 != 0,
        }
    }
}
