//! What is asked of an analysis, so that nothing else needs to be worked out.

use crate::experiment::Scope;

/// A table that a run can write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// Measures over time.
    Series,
    /// Their differences from the baseline.
    Effects,
    /// Replicates at the horizon.
    Runs,
    /// What each year's money adds.
    Swell,
    /// Gains of parts of a strategy.
    Compounding,
    /// The same money at one scale.
    OneScale,
    /// Gains of parts, replicate by replicate.
    Attribution,
    /// Measures of compounding.
    Growth,
    /// What the money of some years has yielded.
    Vintages,
    /// The options table.
    Options,
    /// One option less another.
    Pairs,
    /// Groups, tags and the whole.
    Equity,
    /// Money and gain.
    Costs,
    /// What shocks do.
    Resilience,
    /// Participants and everybody.
    Programme,
    /// Why trust moved.
    Ledger,
    /// Worlds one by one, where they are drawn.
    Worlds,
    /// Where the variance of gains comes from.
    Uncertainty,
    /// Where along an input the best option changes.
    Switching,
    /// What it would be worth to know an input.
    Information,
    /// Chance of being best over what a resident-point-year is worth.
    Acceptability,
    /// Everybody at the horizon, where the scenario asks for it.
    Residents,
}

impl Table {
    /// All tables, in the order of `docs/output.md`.
    pub const ALL: [Self; 22] = [
        Self::Series,
        Self::Effects,
        Self::Runs,
        Self::Swell,
        Self::Compounding,
        Self::OneScale,
        Self::Attribution,
        Self::Growth,
        Self::Vintages,
        Self::Options,
        Self::Pairs,
        Self::Equity,
        Self::Costs,
        Self::Resilience,
        Self::Programme,
        Self::Ledger,
        Self::Worlds,
        Self::Uncertainty,
        Self::Switching,
        Self::Information,
        Self::Acceptability,
        Self::Residents,
    ];

    /// Name of its file, without the ending.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Series => "series",
            Self::Effects => "effects",
            Self::Runs => "runs",
            Self::Swell => "swell",
            Self::Compounding => "compounding",
            Self::OneScale => "one_scale",
            Self::Attribution => "attribution",
            Self::Growth => "growth",
            Self::Vintages => "vintages",
            Self::Options => "options",
            Self::Pairs => "pairs",
            Self::Equity => "equity",
            Self::Costs => "costs",
            Self::Resilience => "resilience",
            Self::Programme => "programme",
            Self::Ledger => "ledger",
            Self::Worlds => "worlds",
            Self::Uncertainty => "uncertainty",
            Self::Switching => "switching",
            Self::Information => "information",
            Self::Acceptability => "acceptability",
            Self::Residents => "residents",
        }
    }

    /// What must be simulated for it beyond baseline and strategies.
    #[must_use]
    pub const fn scope(self) -> Scope {
        match self {
            Self::Compounding | Self::Attribution | Self::Costs => Scope { parts: true, ..Scope::NOTHING },
            Self::Growth => Scope { parts: true, early_ends: true, swell: true, ..Scope::NOTHING },
            Self::Swell => Scope { swell: true, ..Scope::NOTHING },
            Self::OneScale => Scope { one_scale: true, ..Scope::NOTHING },
            Self::Vintages => Scope { early_ends: true, ..Scope::NOTHING },
            Self::Ledger => Scope { causes: true, ..Scope::NOTHING },
            Self::Residents => Scope { residents: true, ..Scope::NOTHING },
            Self::Series
            | Self::Effects
            | Self::Runs
            | Self::Options
            | Self::Pairs
            | Self::Equity
            | Self::Resilience
            | Self::Programme
            | Self::Worlds
            | Self::Uncertainty
            | Self::Switching
            | Self::Information
            | Self::Acceptability => Scope::NOTHING,
        }
    }

    /// Name of its file.
    #[must_use]
    pub fn file(self) -> String {
        format!("{}.csv", self.name())
    }
}

/// What is asked for besides the options and what is said of them, which every run tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Tables.
    pub tables: Vec<Table>,
    /// Whether charts or a page are made: they speak of everything.
    pub charts: bool,
}

impl Asked {
    /// Everything there is.
    #[must_use]
    pub fn everything() -> Self {
        Self { tables: Table::ALL.to_vec(), charts: true }
    }

    /// Whether anybody reads what stands in a table.
    #[must_use]
    pub fn reads(&self, table: Table) -> bool {
        self.charts || self.tables.contains(&table)
    }
}
