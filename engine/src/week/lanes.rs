//! What each lane does: a strategy, a part of it, or nothing.

use crate::scenario::{Channel, Instrument, Investment, Promise, Scale, Scenario, Strategy};

/// Which scales of a strategy are on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ScaleSet(u8);

impl ScaleSet {
    /// None: the baseline.
    pub const NONE: Self = Self(0);
    /// All three.
    pub const ALL: Self = Self(7);

    /// One scale alone.
    #[must_use]
    pub const fn only(scale: Scale) -> Self {
        Self(1 << scale as u8)
    }

    /// The eight combinations, by bits: atoms 1, molecules 2, organism 4.
    pub fn combinations() -> impl Iterator<Item = Self> {
        (0..8).map(Self)
    }

    /// Bits: atoms 1, molecules 2, organism 4.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// Whether a scale is on.
    #[must_use]
    pub const fn contains(self, scale: Scale) -> bool {
        self.0 & (1 << scale as u8) != 0
    }

    /// The scales that are in both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Scales in which a strategy does anything.
    #[must_use]
    pub fn used_by(strategy: &Strategy) -> Self {
        let bits = strategy.investments.iter().fold(0, |bits, i| bits | Self::only(i.instrument.scale()).0);
        Self(if strategy.promises.is_empty() { bits } else { bits | Self::only(Scale::Organism).0 })
    }
}

/// Plan of one lane.
#[derive(Debug, Clone, PartialEq)]
pub struct LanePlan {
    /// Institution that acts.
    pub institution: usize,
    /// Money by instrument and period.
    pub investments: Vec<PlannedInvestment>,
    /// Promises on the way.
    pub promises: Vec<Promise>,
    /// How residents can take part.
    pub channel: Channel,
}

/// An investment with the number that keys its draws.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedInvestment {
    /// The investment.
    pub plan: Investment,
    /// Key of its draws: the instrument and how many investments in the same instrument stand before it. It does not
    /// name the strategy, so that two strategies pick from the same order of residents.
    pub key: u32,
}

impl LanePlan {
    /// The plan that does nothing.
    #[must_use]
    pub const fn baseline() -> Self {
        Self { institution: 0, investments: Vec::new(), promises: Vec::new(), channel: Channel::Both }
    }

    /// The part of a strategy in which only some scales are on; the money of the others is not spent.
    ///
    /// Promises are acts of the institution: they belong to the organism.
    #[must_use]
    pub fn part(strategy: &Strategy, scales: ScaleSet) -> Self {
        let kept = |i: &&PlannedInvestment| scales.contains(i.plan.instrument.scale());
        Self {
            institution: strategy.institution,
            investments: keyed(strategy).iter().filter(kept).cloned().collect(),
            promises: if scales.contains(Scale::Organism) { strategy.promises.clone() } else { Vec::new() },
            // How residents can take part is decided with the work in groups.
            channel: if scales.contains(Scale::Molecules) { strategy.channel } else { Channel::Both },
        }
    }

    /// A strategy whose money stops at a week, as if the plan had ended there; promises made by then are still due.
    #[must_use]
    pub fn until(strategy: &Strategy, week: u32) -> Self {
        Self::part(strategy, ScaleSet::ALL).stopping(week)
    }

    /// The same plan, stopped at a week.
    #[must_use]
    pub fn stopping(mut self, week: u32) -> Self {
        self.stop(week);
        self.investments.retain(|i| i.plan.from < week);
        self
    }

    /// Stops a plan that may be under way: what has not begun by then never does. Investments keep their places.
    pub(super) fn stop(&mut self, week: u32) {
        for investment in &mut self.investments {
            if investment.plan.from < week {
                investment.plan.until = investment.plan.until.min(week);
            } else {
                (investment.plan.from, investment.plan.until) = (u32::MAX, u32::MAX);
            }
        }
        self.promises.retain(|promise| promise.week < week);
        for promise in &mut self.promises {
            promise.until = promise.until.min(week);
        }
    }

    /// The same plan with every end planned and handed over, so that what stopping does is no part of what is seen.
    #[must_use]
    pub fn handed_over(mut self) -> Self {
        for investment in &mut self.investments {
            investment.plan.handover = true;
        }
        self
    }

    /// A strategy with its whole budget at one scale, split there as the strategy splits that scale's money.
    ///
    /// `None` where the strategy spends nothing at that scale.
    #[must_use]
    pub fn wholly(scenario: &Scenario, strategy: &Strategy, scale: Scale) -> Option<Self> {
        let weeks = |i: &Investment| f64::from(i.until.min(scenario.weeks).saturating_sub(i.from));
        let money = |only: Option<Scale>| {
            let chosen = strategy.investments.iter().filter(|i| only.is_none_or(|s| i.instrument.scale() == s));
            chosen.map(|i| i.spend * weeks(i)).sum::<f64>()
        };
        let (at_scale, all) = (money(Some(scale)), money(None));
        if at_scale <= 0.0 {
            return None;
        }
        let mut plan = Self::part(strategy, ScaleSet::only(scale));
        plan.promises.clear();
        for investment in &mut plan.investments {
            investment.plan.spend *= all / at_scale;
        }
        Some(plan)
    }
}

fn keyed(strategy: &Strategy) -> Vec<PlannedInvestment> {
    let mut seen = [0_u32; Instrument::ALL.len()];
    let number = |instrument: Instrument, seen: &mut [u32]| {
        let at = Instrument::ALL.iter().position(|&i| i == instrument).unwrap_or(0);
        seen[at] += 1;
        at as u32 * 256 + seen[at] - 1
    };
    let key = |i: &Investment| PlannedInvestment { key: number(i.instrument, &mut seen), plan: i.clone() };
    strategy.investments.iter().map(key).collect()
}
