//! What an experiment found: the tables that files, charts, sentences and pages are made from.

use crate::record::measures::{EntityScale, Measure};
use crate::scenario::Scale;
pub use crate::statistics::{Effect, Summary};

use super::among::Among;
use super::costs::{Cost, Standing};
use super::equity::Equity;
use super::growth::{Growth, Vintage};
use super::ledger::Ledger;
use super::pairs::Pair;
use super::programme::Programme;
use super::resilience::Resilience;
use super::swell::Swell;
use super::uncertainty::Uncertainty;
use super::worlds::OverWorlds;

/// One entity's measure over time, per strategy.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// 0 is the baseline; strategy `i` of the scenario is `i + 1`.
    pub strategy: usize,
    /// Scale of the entity.
    pub scale: EntityScale,
    /// Name of the entity, e.g. `Riverside`, `Council/Housing`, `residents`.
    pub entity: String,
    /// Measure.
    pub measure: Measure,
    /// Weeks, ascending.
    pub weeks: Vec<u32>,
    /// Level at each week.
    pub levels: Vec<Summary>,
    /// Paired difference from the baseline at each week; empty for the baseline itself.
    pub effects: Vec<Effect>,
    /// Where worlds were drawn: between what the difference lies by chance alone, in nine towns of full size out of ten at
    /// stated values.
    pub chance: Vec<[f64; 2]>,
}

/// Part of a strategy's gain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// One scale alone.
    Solo(Scale),
    /// What the scales do together beyond the sum of their solo gains.
    Interaction,
    /// The whole strategy.
    Total,
}

impl Part {
    /// All parts in file order.
    pub const ALL: [Self; 5] = [
        Self::Solo(Scale::Atoms),
        Self::Solo(Scale::Molecules),
        Self::Solo(Scale::Organism),
        Self::Interaction,
        Self::Total,
    ];

    /// Name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Solo(scale) => scale.name(),
            Self::Interaction => "interaction",
            Self::Total => "total",
        }
    }
}

/// Cumulative gain of a part of a strategy (or of one scale alone) by a horizon.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CumulativeGain {
    /// Horizon in years.
    pub year: u32,
    /// Gain over the baseline in trust-point-years (100/52 × the sum of weekly paired differences).
    pub gain: Summary,
    /// Standard error of the mean gain.
    pub se: f64,
    /// Shapley value (mean over replicates); `None` for the interaction.
    pub shapley: Option<f64>,
    /// Money spent by then (mean over replicates); `None` for the interaction.
    pub spend: Option<f64>,
    /// Mean gain per 1,000 currency units; `None` where nothing was spent.
    pub gain_per_1000: Option<f64>,
    /// The same in resident-point-years.
    pub resident_point_years_per_1000: Option<f64>,
}

/// How one strategy's investment compounds: gains of a part by year.
#[derive(Debug, Clone, PartialEq)]
pub struct Compounding {
    /// Strategy (1-based; 0 is the baseline and never occurs).
    pub strategy: usize,
    /// Part.
    pub part: Part,
    /// One entry per year, ascending.
    pub gains: Vec<CumulativeGain>,
}

/// The same yearly budget spent wholly at one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct OneScale {
    /// Strategy whose budget and instruments are used (1-based).
    pub strategy: usize,
    /// The scale that gets all the money.
    pub scale: Scale,
    /// One entry per year, ascending.
    pub gains: Vec<CumulativeGain>,
}

/// A strategy's line in the options table.
#[derive(Debug, Clone, PartialEq)]
pub struct OptionRow {
    /// Strategy (0 is the baseline).
    pub strategy: usize,
    /// Display name, with the institution where there are several.
    pub name: String,
    /// Institution that everything about trust in this row is about.
    pub institution: usize,
    /// Money offered per year of the horizon (mean over the years).
    pub budget_per_year: f64,
    /// Money spent per year of the horizon (mean over years and replicates).
    pub spend_per_year: f64,
    /// Trust at the horizon.
    pub level: Summary,
    /// Paired gain at the horizon; `None` for the baseline.
    pub effect: Option<Effect>,
    /// Share of replicates in which it is the best of all that act in its institution, baseline included; ties are
    /// shared.
    pub p_best: f64,
    /// Group that trusts least at the horizon and its mean trust.
    pub worst_group: (String, f64),
    /// Change of the gap between groups against the baseline at the horizon; `None` for the baseline or one group.
    pub gap_change: Option<Effect>,
    /// Currency units per resident-point-year at the horizon; `None` unless the gain can be told to be above 0.
    pub cost_per_resident_point_year: Option<f64>,
    /// Weeks until the gain over the baseline is three points (median over replicates); `None` for the baseline and
    /// where it does not come in more than half of them.
    pub weeks_to_three_points: Option<f64>,
}

/// Everything an experiment found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Findings {
    /// Names: `Baseline`, then the strategies.
    pub strategies: Vec<String>,
    /// Names of all institutions, where there are several: then whose trust is meant must be said. Empty where there is
    /// one.
    pub institutions: Vec<String>,
    /// What to call the options where there are several institutions: each with the one it is judged by. Empty where
    /// there is one.
    pub labels: Vec<String>,
    /// Institution by trust in which each strategy is judged: the one in which it acts. The baseline's is the first of
    /// these.
    pub acts_in: Vec<usize>,
    /// What counts and ranges are over.
    pub among: Among,
    /// Number of finished replicates, or of worlds that have outcomes.
    pub replicates: usize,
    /// How many of these, from the first, strategies were taken apart in.
    pub taken_apart: usize,
    /// Horizon in weeks.
    pub weeks: u32,
    /// Number of residents.
    pub residents: u32,
    /// All series, sorted by strategy, scale, entity order, measure.
    pub series: Vec<Series>,
    /// Options table, baseline first: once for each institution in which a strategy acts.
    pub options: Vec<OptionRow>,
    /// What each year's money adds at each scale; empty where nobody spends.
    pub swell: Vec<Swell>,
    /// Sentences that follow the first of the headline, from whoever knows on what it hangs which option is best:
    /// `If Riverside's harm is below 0.2, Atoms first is better.` Empty until they are added.
    pub further: Vec<String>,
    /// Attribution by strategy and part.
    pub compounding: Vec<Compounding>,
    /// The same money at one scale; empty where no strategy has two scales.
    pub one_scale: Vec<OneScale>,
    /// Growth factor, carry-over, spread and synergy.
    pub growth: Vec<Growth>,
    /// What the money of each year of one strategy has yielded.
    pub vintages: Vec<Vintage>,
    /// Every option against every other.
    pub pairs: Vec<Pair>,
    /// Groups, tags and the whole: who gains.
    pub equity: Vec<Equity>,
    /// Money and gains by strategy, part and year.
    pub costs: Vec<Cost>,
    /// How options stand by money and gain among those that act in the same institution, baseline first.
    pub standings: Vec<Standing>,
    /// Falls and recoveries by strategy and event.
    pub resilience: Vec<Resilience>,
    /// Participants and everybody, by strategy and year.
    pub programme: Vec<Programme>,
    /// Why trust moved; empty where no replicate was traced.
    pub ledger: Ledger,
    /// The worlds one by one, where they were drawn.
    pub worlds: Option<OverWorlds>,
    /// What they say of what is not known.
    pub uncertainty: Option<Uncertainty>,
}

impl Findings {
    /// Institution by trust in which an option is judged.
    #[must_use]
    pub fn about(&self, option: usize) -> usize {
        self.acts_in.get(option).copied().unwrap_or(0)
    }

    /// Institutions in which any strategy acts, ascending.
    #[must_use]
    pub fn acting(&self) -> Vec<usize> {
        let mut acting: Vec<usize> = (usize::from(self.acts_in.len() > 1)..self.strategies.len().max(1))
            .map(|option| self.about(option))
            .collect();
        acting.sort_unstable();
        acting.dedup();
        acting
    }

    /// What to call an option where trust is that in a certain institution: its name and the institution where there
    /// are several.
    #[must_use]
    pub fn label(&self, option: usize, institution: usize) -> String {
        let name = self.strategies.get(option).map_or("Baseline", String::as_str);
        match self.institutions.get(institution) {
            Some(institution) => format!("{name} (trust in {institution})"),
            None => name.to_owned(),
        }
    }

    /// Mean trust of all residents in an institution under an option.
    #[must_use]
    pub fn trust(&self, option: usize, institution: usize) -> Option<&Series> {
        let measured = |series: &&Series| match self.institutions.get(institution) {
            Some(name) => {
                series.scale == EntityScale::Institution
                    && series.measure == Measure::TrustInstitution
                    && series.entity == *name
            }
            None => series.scale == EntityScale::Place && series.measure == Measure::Trust,
        };
        self.series.iter().filter(|series| series.strategy == option && !series.levels.is_empty()).find(measured)
    }

    /// The series of all residents' trust in an institution by another measure, e.g. the gap between groups.
    #[must_use]
    pub fn of_all(&self, option: usize, institution: usize, measure: Measure) -> Option<&Series> {
        let name = self.institutions.get(institution);
        let scale = if name.is_some() { EntityScale::Institution } else { EntityScale::Place };
        self.series
            .iter()
            .filter(|series| series.strategy == option && series.scale == scale && series.measure == measure)
            .find(|series| !series.levels.is_empty() && name.is_none_or(|name| series.entity == *name))
    }

    /// What precedes the name of a group or department in series about an institution: `Police/` where there are several.
    #[must_use]
    pub fn prefix(&self, institution: usize) -> String {
        self.institutions.get(institution).map_or_else(String::new, |name| format!("{name}/"))
    }

    /// The series of one entity and measure for a strategy.
    #[must_use]
    pub fn series(&self, strategy: usize, scale: EntityScale, entity: &str, measure: Measure) -> Option<&Series> {
        self.series
            .iter()
            .find(|s| s.strategy == strategy && s.scale == scale && s.entity == entity && s.measure == measure)
    }
}
