//! Which lanes a replicate has: baseline, strategies, their factorial cells, the same money at one scale, and that money
//! year by year.

use std::borrow::Cow;

use crate::scenario::stages::{Years, early_ends, followed, last_week, most_even};
use crate::scenario::{Scale, Scenario};
use crate::week::{LanePlan, ScaleSet};

use super::Scope;

/// What a lane stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// Nothing is done.
    Baseline,
    /// A strategy (counted from 0) with some of its scales on.
    Part(usize, ScaleSet),
    /// A strategy's whole budget at one scale.
    Wholly(usize, Scale),
    /// A strategy whose money stops at a week.
    Until(usize, u32),
    /// A strategy's whole budget at one scale, stopping at a week and handed over.
    Swell(usize, Scale, u32),
}

/// The lanes of a replicate. The baseline comes first, then the full strategies in scenario order, then the rest; only
/// the former are recorded in full.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// What each lane stands for.
    pub cells: Vec<Cell>,
    /// What each lane does.
    pub plans: Vec<LanePlan>,
    /// Number of lanes recorded in full: baseline and strategies.
    pub in_full: usize,
    /// Scales each strategy uses.
    pub used: Vec<ScaleSet>,
    /// What was asked for beyond baseline and strategies.
    pub scope: Scope,
}

impl Design {
    /// The baseline and the strategies as they are, without their parts: for whoever asks what the strategies do and not
    /// what does it.
    #[must_use]
    pub fn of_strategies(scenario: &Scenario) -> Self {
        let used: Vec<ScaleSet> = scenario.strategies.iter().map(ScaleSet::used_by).collect();
        let mut design = Self {
            cells: vec![Cell::Baseline],
            plans: vec![LanePlan::baseline()],
            in_full: 1 + used.len(),
            used,
            scope: Scope::NOTHING,
        };
        for (at, strategy) in scenario.strategies.iter().enumerate() {
            design.add(Cell::Part(at, design.used[at]), LanePlan::part(strategy, ScaleSet::ALL));
        }
        design
    }

    /// The full design of a scenario.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        Self::with(scenario, Scope::everything(scenario))
    }

    /// The baseline, the strategies, and what else is asked for.
    #[must_use]
    pub fn with(scenario: &Scenario, scope: Scope) -> Self {
        let mut design = Self { scope, ..Self::of_strategies(scenario) };
        for (at, strategy) in scenario.strategies.iter().enumerate().filter(|_| scope.parts) {
            for scales in ScaleSet::combinations() {
                // A cell in which an unused scale is switched off is the same cell.
                let distinct = scales.and(design.used[at]) == scales;
                if distinct && scales != ScaleSet::NONE && scales != design.used[at] {
                    design.add(Cell::Part(at, scales), LanePlan::part(strategy, scales));
                }
            }
        }
        if let Some(at) = most_even(scenario).filter(|_| scope.one_scale) {
            for scale in Scale::ALL {
                if let Some(plan) = LanePlan::wholly(scenario, &scenario.strategies[at], scale) {
                    design.add(Cell::Wholly(at, scale), plan);
                }
            }
        }
        for (at, strategy) in scenario.strategies.iter().enumerate().filter(|_| scope.early_ends) {
            for week in early_ends(scenario, at) {
                design.add(Cell::Until(at, week), LanePlan::until(strategy, week));
            }
        }
        if let Some(at) = followed(scenario).filter(|_| scope.swell) {
            for scale in Scale::ALL {
                let Some(plan) = LanePlan::wholly(scenario, &scenario.strategies[at], scale) else { continue };
                let plan = plan.handed_over();
                let years = Years::of(plan.investments.iter().map(|i| &i.plan), scenario.weeks);
                for end in years.into_iter().flat_map(|years| years.ends) {
                    design.add(Cell::Swell(at, scale, end), plan.clone().stopping(end));
                }
            }
        }
        design
    }

    /// The same without lanes whose plan is that of an earlier one, and for every lane which of the others does the same.
    /// Lanes recorded in full all stay.
    #[must_use]
    pub(super) fn distinct(&self) -> (Cow<'_, Self>, Vec<usize>) {
        let mut kept: Vec<usize> = Vec::with_capacity(self.plans.len());
        let mut same_as = Vec::with_capacity(self.plans.len());
        for (lane, plan) in self.plans.iter().enumerate() {
            let twin = kept.iter().position(|&other| lane >= self.in_full && self.plans[other] == *plan);
            same_as.push(twin.unwrap_or(kept.len()));
            if twin.is_none() {
                kept.push(lane);
            }
        }
        if kept.len() == self.plans.len() {
            return (Cow::Borrowed(self), same_as);
        }
        let distinct = Self {
            cells: kept.iter().map(|&lane| self.cells[lane]).collect(),
            plans: kept.iter().map(|&lane| self.plans[lane].clone()).collect(),
            used: self.used.clone(),
            ..*self
        };
        (Cow::Owned(distinct), same_as)
    }

    /// Lane of a strategy whose money stops at a week; the strategy itself where it has stopped by then. None where the
    /// design has no such lane, which is never the same as the baseline.
    #[must_use]
    pub fn until(&self, scenario: &Scenario, strategy: usize, week: u32) -> Option<usize> {
        self.lane(Cell::Until(strategy, week)).or_else(|| {
            let stopped = last_week(&scenario.strategies[strategy]) <= week;
            if stopped { self.part(strategy, ScaleSet::ALL) } else { None }
        })
    }

    fn add(&mut self, cell: Cell, plan: LanePlan) {
        self.cells.push(cell);
        self.plans.push(plan);
    }

    /// Lane of a part of a strategy; switching unused scales off makes no difference, nothing on is the baseline (0). None
    /// where the design lacks the part: a design of whole strategies has no others.
    #[must_use]
    pub fn part(&self, strategy: usize, scales: ScaleSet) -> Option<usize> {
        let scales = scales.and(self.used[strategy]);
        self.lane(if scales == ScaleSet::NONE { Cell::Baseline } else { Cell::Part(strategy, scales) })
    }

    fn lane(&self, cell: Cell) -> Option<usize> {
        self.cells.iter().position(|&c| c == cell)
    }

    /// Lanes of the swell of a scale, the one that stops first before the others; with the strategy whose money it is.
    #[must_use]
    pub fn swell(&self, scale: Scale) -> Option<(usize, Vec<usize>)> {
        let lanes: Vec<(usize, usize)> = self
            .cells
            .iter()
            .enumerate()
            .filter_map(|(lane, cell)| match *cell {
                Cell::Swell(strategy, of, _) if of == scale => Some((strategy, lane)),
                _ => None,
            })
            .collect();
        let strategy = lanes.first()?.0;
        Some((strategy, lanes.into_iter().map(|(_, lane)| lane).collect()))
    }

    /// Lanes of the same money at one scale.
    pub fn wholly(&self) -> impl Iterator<Item = (usize, usize, Scale)> + '_ {
        self.cells.iter().enumerate().filter_map(|(lane, cell)| match *cell {
            Cell::Wholly(strategy, scale) => Some((lane, strategy, scale)),
            _ => None,
        })
    }
}
