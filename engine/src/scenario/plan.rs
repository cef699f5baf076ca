//! The validated scenario: what the engine may trust.
//!
//! Nothing in here is optional because somebody might have forgotten it: defaults are filled in, units are converted
//! (weeks, shares in 0–1, currency per week) and every name is resolved to an index. Only `super::validate` and
//! tests build these types; everybody else reads them through a [`super::Scenario`].

pub use super::instruments::Instrument;
pub use super::levers::{Channel, Level, Scale};
use super::parameters::{Costs, Parameters};
use super::processes::Processes;
use super::talk::TalkRule;
use std::sync::Arc;

/// Number of PESTLE factors.
pub const FACTORS: usize = 6;

/// Weeks in a year, for every rate in the model.
pub const WEEKS_PER_YEAR: u32 = 52;

/// The six forces that surround a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Factor {
    /// Elections, policy, scandals.
    Political,
    /// Jobs, prices, budgets.
    Economic,
    /// Demography, culture, protest, health.
    Social,
    /// New tools and their failures.
    Technological,
    /// Courts, regulation, rights.
    Legal,
    /// Weather, floods, pollution.
    Environmental,
}

impl Factor {
    /// All factors in PESTLE order.
    pub const ALL: [Self; FACTORS] =
        [Self::Political, Self::Economic, Self::Social, Self::Technological, Self::Legal, Self::Environmental];

    /// Lower-case name as written in scenario files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Political => "political",
            Self::Economic => "economic",
            Self::Social => "social",
            Self::Technological => "technological",
            Self::Legal => "legal",
            Self::Environmental => "environmental",
        }
    }
}

/// All that a scenario says, complete and checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Contents {
    /// Display name, e.g. `Millbrook`.
    pub name: String,
    /// One or two sentences on what the scenario is about; may be empty.
    pub description: String,
    /// Calendar date of week 0.
    pub start: jiff::civil::Date,
    /// Horizon in weeks (at least 1).
    pub weeks: u32,
    /// Master seed of every draw.
    pub seed: u64,
    /// Number of replicates: chance inside the one future.
    pub replicates: u32,
    /// Who is there.
    pub place: Place,
    /// What the world does.
    pub world: Surroundings,
    /// What could be done; the baseline (doing none of it) is always run as well and is not listed.
    pub strategies: Vec<Strategy>,
    /// Model parameters.
    pub parameters: Parameters,
    /// Unit costs, in currency units.
    pub costs: Costs,
    /// Which processes of the week run.
    pub processes: Processes,
    /// How residents take in what others say.
    pub talk: TalkRule,
    /// Ranges for stress tests and sensitivity; not used by a plain run.
    pub uncertain: Vec<UncertainRange>,
    /// What is written down.
    pub record: RecordPlan,
    /// A published path to draw beside the run's, if there is one.
    pub observed: Option<Observed>,
}

/// The residents, their groups and their institutions.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Number of residents.
    pub residents: u32,
    /// Currency symbol or code for texts, e.g. `£`.
    pub currency: String,
    /// How ties are made.
    pub network: NetworkPlan,
    /// Share of residents who are connectors (3 to 5 times the ties).
    pub connectors: f64,
    /// Share of residents who are mavens (their word counts double).
    pub mavens: f64,
    /// Share of residents who are salespeople (they lower their contacts' thresholds).
    pub salespeople: f64,
    /// How the state at week 0 is found.
    pub start: StartRule,
    /// Groups; shares sum to 1.
    pub groups: Vec<Group>,
    /// Institutions; the first is the one whose strategies act unless a strategy names another.
    pub institutions: Vec<Institution>,
    /// Residents read from a file, if given; then `residents` is its length and group shares follow it.
    pub imported: Option<Arc<ResidentTable>>,
    /// Ties read from a file, if given; replaces `network`.
    pub ties: Option<Arc<TieTable>>,
}

/// How the state at week 0 is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartRule {
    /// Solve base rates and treatment so that the stated trust is where the group stays under the baseline.
    Settled,
    /// Take the stated trust as the trait mean and begin without evidence; the drift is reported.
    AsGiven,
}

/// A network generator and its settings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NetworkPlan {
    /// Ring lattice inside each group, some edges rewired, some across groups.
    SmallWorld {
        /// Mean number of ties.
        mean_degree: f64,
        /// Share of within-group ties rewired to a random member.
        rewiring: f64,
        /// Share of ties that stay within the group.
        homophily: f64,
    },
    /// Stochastic block model by number of ties.
    BlockModel {
        /// Mean number of ties.
        mean_degree: f64,
        /// Share of ties that stay within the group.
        homophily: f64,
    },
    /// Stochastic block model by the chance of each tie; roles make no difference.
    StochasticBlocks {
        /// Chance of a tie between two of the same group.
        p_in: f64,
        /// Chance of a tie between two of different groups.
        p_out: f64,
    },
    /// Everybody is tied to everybody: for small towns and published results.
    Complete,
}

/// A molecule of the community.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Display name, unique.
    pub name: String,
    /// Share of residents.
    pub share: f64,
    /// Trust in the institution `about` at the start: mean over residents.
    pub trust_mean: f64,
    /// Standard deviation of that trust between residents.
    pub trust_sd: f64,
    /// Index of the institution the stated trust is about.
    pub about: usize,
    /// Historical harm by each institution, 0–1.
    pub harm: Vec<f64>,
    /// Share of members who can be reached online.
    pub access_online: f64,
    /// Share of members who can take part in person.
    pub access_in_person: f64,
    /// Exposure to each PESTLE factor; 1 is average.
    pub exposure: [f64; FACTORS],
    /// How far the group is represented in decisions at the start, 0–1.
    pub seat: f64,
    /// Capacity of the group to act for itself at the start, 0–1.
    pub capacity: f64,
    /// Free tags for equity tables, e.g. `tenure = "renting"`.
    pub tags: Vec<(String, String)>,
}

/// An organism: departments with staff.
#[derive(Debug, Clone, PartialEq)]
pub struct Institution {
    /// Display name, unique.
    pub name: String,
    /// Departments, at least one.
    pub departments: Vec<Department>,
}

/// A molecule of the institution.
#[derive(Debug, Clone, PartialEq)]
pub struct Department {
    /// Display name, unique within the institution.
    pub name: String,
    /// Number of posts (each with an incumbent).
    pub posts: u32,
    /// Routine contacts per resident and week.
    pub contacts: f64,
    /// Quality of procedure that an average resident meets, 0–1.
    pub quality_procedural: f64,
    /// Quality of outcome that an average resident meets, 0–1.
    pub quality_outcome: f64,
}

/// What surrounds the place.
#[derive(Debug, Clone, PartialEq)]
pub struct Surroundings {
    /// Noise and loads of each factor, in [`Factor::ALL`] order.
    pub factors: [FactorPlan; FACTORS],
    /// Dated events.
    pub events: Vec<Event>,
}

/// One PESTLE factor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FactorPlan {
    /// Weekly AR(1) coefficient.
    pub coefficient: f64,
    /// Standard deviation of the weekly innovation.
    pub sd: f64,
    /// Load on procedural and outcome quality at exposure 1.
    pub load_quality: f64,
    /// Load on mood.
    pub load_mood: f64,
    /// Load on the money strategies have (share of budget per unit).
    pub load_budget: f64,
    /// Load on demand for service (share of staff capacity per unit; negative values of the factor add demand).
    pub load_demand: f64,
}

/// Something that happens.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Display name.
    pub name: String,
    /// Factor it moves and by which groups feel it.
    pub factor: Factor,
    /// First week of the event.
    pub week: u32,
    /// What it does to the factor.
    pub shape: Option<Shape>,
    /// Lift (or drop) of mood at its first week.
    pub mood: f64,
    /// Weight of negative evidence (a scandal), split over the two pools of `institution`.
    pub scandal: f64,
    /// Harm added to the groups it hits, by `institution`.
    pub harm: f64,
    /// Institution that a scandal or harm is laid to.
    pub institution: usize,
    /// Groups it hits (indices, sorted); all of them unless named.
    pub groups: Vec<usize>,
}

/// Course of an event in time, as a function of weeks since its onset.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Jumps to `size` and halves every `half_life` weeks.
    Impulse {
        /// Size at onset.
        size: f64,
        /// Half-life in weeks.
        half_life: f64,
    },
    /// Stays at `size` for `duration` weeks (for ever if `None`).
    Step {
        /// Size while it lasts.
        size: f64,
        /// Length in weeks.
        duration: Option<u32>,
    },
    /// Grows linearly to `size` over `duration` weeks and stays.
    Ramp {
        /// Final size.
        size: f64,
        /// Weeks until it is reached.
        duration: u32,
    },
    /// Two-state chain: `size` while on, 0 while off.
    Regime {
        /// Size while on.
        size: f64,
        /// Weekly chance to switch on.
        on: f64,
        /// Weekly chance to switch off.
        off: f64,
    },
    /// Values read from a file, one per week from the onset; 0 after the last.
    Series(Vec<f64>),
}

/// A set of levers over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Strategy {
    /// Display name, unique; never `Baseline`.
    pub name: String,
    /// One sentence on what it does; may be empty.
    pub description: String,
    /// Institution that acts.
    pub institution: usize,
    /// Budget, currency units per week.
    pub budget: f64,
    /// Where the money goes.
    pub investments: Vec<Investment>,
    /// Promises made on the way.
    pub promises: Vec<Promise>,
    /// How residents can take part.
    pub channel: Channel,
}

/// Money for one instrument over a period.
#[derive(Debug, Clone, PartialEq)]
pub struct Investment {
    /// What is bought.
    pub instrument: Instrument,
    /// Currency units per week while it runs (before ramp-up).
    pub spend: f64,
    /// First week.
    pub from: u32,
    /// First week after the last.
    pub until: u32,
    /// Who it is for.
    pub target: Target,
    /// Index of the department within the strategy's institution, if one is named.
    pub department: Option<usize>,
    /// Fixed number of residents to work with; otherwise redrawn every week.
    pub caseload: Option<u32>,
    /// Whether staff are hired beyond the cap on existing hours.
    pub hires: bool,
    /// Whether the end is a planned hand-over (no breach).
    pub handover: bool,
    /// How far residents share in decisions; read by co-production.
    pub level: Level,
    /// How specific the question is, 0–1; read by co-production.
    pub specificity: f64,
    /// Groups whom the decisions concern, where they are more than those who are worked with (indices, sorted).
    pub concerns: Vec<usize>,
    /// Whether an internal champion carries it; read by engagement training.
    pub champion: bool,
}

/// Who a programme works with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Anyone, with equal chance.
    Anyone,
    /// Residents with many ties first.
    Connectors,
    /// Residents with little trust first.
    LeastTrusting,
    /// Members of these groups (indices, sorted).
    Groups(Vec<usize>),
}

/// A promise of an outcome, made to groups.
#[derive(Debug, Clone, PartialEq)]
pub struct Promise {
    /// Week it is made.
    pub week: u32,
    /// Weeks between repetitions; `None` for a single promise.
    pub every: Option<u32>,
    /// Week from which it is not repeated.
    pub until: u32,
    /// Outcome promised, 0–1.
    pub outcome: f64,
    /// Share of the promise that is kept when it falls due.
    pub kept: f64,
    /// Weeks from promise to due date.
    pub due: u32,
    /// Groups it is made to (indices, sorted).
    pub groups: Vec<usize>,
}

/// A parameter nobody chooses, with its range.
#[derive(Debug, Clone, PartialEq)]
pub struct UncertainRange {
    /// Registry name.
    pub parameter: &'static str,
    /// Lower end.
    pub from: f64,
    /// Upper end.
    pub to: f64,
}

/// What is written down, and how trust is surveyed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RecordPlan {
    /// Weeks between records of means.
    pub every: u32,
    /// Weeks between records that read every relation (people, departments, distribution).
    pub detail_every: u32,
    /// A resident at or above this trust counts as trusting.
    pub trusting_from: f64,
    /// A resident at or below this trust counts as distrusting.
    pub distrusting_to: f64,
    /// Respondents of each survey wave.
    pub survey_sample: u32,
    /// Weeks over which the survey is a rolling average; 1 for a snapshot.
    pub survey_window: u32,
    /// Replicates, from the first, in which every week's change of trust is traced to its causes.
    pub traced_replicates: u32,
    /// Whether residents are written down one by one at the horizon.
    pub residents: ResidentRecord,
}

impl Default for RecordPlan {
    fn default() -> Self {
        Self {
            every: 4,
            detail_every: 13,
            trusting_from: 0.6,
            distrusting_to: 0.4,
            survey_sample: 1_000,
            survey_window: 1,
            traced_replicates: 8,
            residents: ResidentRecord::None,
        }
    }
}

/// When residents are written down one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ResidentRecord {
    /// Never.
    #[default]
    None,
    /// At the horizon.
    Final,
}

/// A published path, to be drawn beside the run's.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// What it is, for the chart's label.
    pub label: String,
    /// Where it comes from, for the chart's source line.
    pub source: String,
    /// What the reader must know, e.g. that shock sizes were estimated from this series.
    pub note: String,
    /// Points in file order.
    pub points: Vec<ObservedPoint>,
}

/// One published value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ObservedPoint {
    /// Week of the scenario it falls in (negative before the start).
    pub week: f64,
    /// Group index; `None` for the whole place.
    pub group: Option<usize>,
    /// Trust, 0–1.
    pub value: f64,
}

/// `residents.csv`: one row per resident, in file order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ResidentTable {
    /// Identifier as written.
    pub id: Vec<String>,
    /// Group index.
    pub group: Vec<usize>,
    /// Trust in the first institution at the start, where the column exists (else empty).
    pub institution_trust: Vec<f64>,
    /// Weight of what others feel under the rule of Friedkin and Johnsen, where the column exists (else empty).
    pub susceptibility: Vec<f64>,
    /// Share of neighbours who must be active before this resident joins, where the column exists (else empty); below 0
    /// joins by himself or herself, above 1 never.
    pub threshold: Vec<f64>,
    /// Whether active at the start, where the column exists (else empty).
    pub active: Vec<bool>,
    /// Propensity to take part, where the column exists (else empty).
    pub propensity: Vec<f64>,
    /// Confidence at the start, where the column exists (else empty).
    pub confidence: Vec<f64>,
}

/// `ties.csv`: undirected unless the scenario or its weights say otherwise. A resident may be tied to himself or herself.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TieTable {
    /// Row index of the resident who listens.
    pub from: Vec<u32>,
    /// Row index of the resident listened to.
    pub to: Vec<u32>,
    /// Weight, positive.
    pub weight: Vec<f64>,
    /// Whether each row stands for both directions.
    pub symmetric: bool,
}

impl Contents {
    /// Departments of all institutions in order: `(institution, department)`.
    pub fn departments(&self) -> impl Iterator<Item = (usize, &Department)> {
        self.place.institutions.iter().enumerate().flat_map(|(at, i)| i.departments.iter().map(move |d| (at, d)))
    }

    /// Calendar date of a week.
    #[must_use]
    pub fn date(&self, week: u32) -> jiff::civil::Date {
        self.start.saturating_add(jiff::Span::new().days(i64::from(week) * 7))
    }

    /// The name under which a department appears in results, e.g. `Council/Housing`.
    #[must_use]
    pub fn department_label(&self, institution: usize, department: &str) -> String {
        format!("{}/{department}", self.place.institutions[institution].name)
    }
}
