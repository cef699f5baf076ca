//! The validated scenario: what the engine may trust.
//!
//! Nothing in here is optional because somebody might have forgotten it: defaults are filled in, units are converted
//! (weeks, shares in 0–1, currency per week) and every name is resolved to an index. Only `super::validate` and
//! tests build these types; everybody else reads them through a [`super::Scenario`].
//!
//! Keys of one value are declared here, in the section that they belong to, and nowhere else.

use super::belief::Belief;
pub use super::instruments::Instrument;
use super::key::{
    Kind, duration, maybe, money, name, number, rate, share, share_within, switch, text, weeks, whole, word, words,
};
pub use super::levers::{Channel, Level, Scale};
use super::parameters::{Costs, Parameters};
use super::processes::Processes;
use super::section::section;
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

section! {
    /// All that a scenario says, complete and checked.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Contents, read as TopKeys in "" {
        keys {
            /// One or two sentences on what the scenario is about.
            description: String = String::new(), text().labelling();
            /// How many worlds are drawn: each is one draw of everything that is uncertain, with chance of its own, and all
            /// strategies meet the same worlds. With 1, every value is as stated and only chance differs.
            worlds: u32 = 200, whole(1, 65_536);
            /// How often each strategy is run where there is one world; chance differs, strategies meet the same chance.
            replicates: u32 = 40, whole(1, 100_000);
            /// What it is worth that one resident trusts one point more for one year. With it, what knowledge would be worth is
            /// told in money; without it in points, among options of the same cost.
            worth_of_point_year: Option<f64> = None, maybe(money(1e9)).usually("none");
        }
        fields {
            /// Display name, e.g. `Millbrook`.
            name: String = String::new();
            /// Calendar date of week 0.
            start: jiff::civil::Date = jiff::civil::Date::constant(2026, 1, 5);
            /// Horizon in weeks (at least 1).
            weeks: u32 = 520;
            /// Master seed of every draw.
            seed: u64 = 1;
            /// Who is there.
            place: Place = Place::default();
            /// What the world does.
            world: Surroundings = Surroundings::default();
            /// What could be done; the baseline (doing none of it) is always run as well and is not listed.
            strategies: Vec<Strategy> = Vec::new();
            /// Model parameters.
            parameters: Parameters = Parameters::default();
            /// Unit costs, in currency units.
            costs: Costs = Costs::default();
            /// Which processes of the week run.
            processes: Processes = Processes::default();
            /// How residents take in what others say.
            talk: TalkRule = TalkRule::DEFAULT;
            /// Ranges of parameters and costs in `[uncertain]`, with which calibration begins.
            uncertain: Vec<UncertainRange> = Vec::new();
            /// What its numbers are thought to be, by path: what the file says, and the registry of what it leaves open.
            beliefs: Vec<Belief> = Vec::new();
            /// What is written down.
            record: RecordPlan = RecordPlan::default();
            /// A published path to draw beside the run's, if there is one.
            observed: Option<Observed> = None;
        }
    }
}

section! {
    /// The residents, their groups and their institutions.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Place, read as PlaceKeys in "place" {
        keys {
            /// Sign or code for texts and charts.
            currency: String = "£".to_owned(), name().labelling();
            /// Residents with three to five times the ties.
            connectors: f64 = 0.02, share();
            /// Residents whose word counts double.
            mavens: f64 = 0.02, share();
            /// Residents who lower their contacts' thresholds to join in by 0.05 to 0.10.
            salespeople: f64 = 0.02, share();
            /// Whether the stated trust is where the town rests without any strategy, or only where it begins.
            start: StartRule = StartRule::Settled, word(|found| format!("\"{found}\" is no way to start"))
                .explained("write \"settled\" (stated trust is where the town rests) or \"as given\"");
        }
        fields {
            /// Number of residents.
            residents: u32 = 1_000;
            /// How ties are made.
            network: NetworkPlan = NetworkPlan::default();
            /// Groups; shares sum to 1.
            groups: Vec<Group> = Vec::new();
            /// Institutions; the first is the one whose strategies act unless a strategy names another.
            institutions: Vec<Institution> = Vec::new();
            /// Residents read from a file, if given; then `residents` is its length and group shares follow it.
            imported: Option<Arc<ResidentTable>> = None;
            /// Ties read from a file, if given; replaces `network`.
            ties: Option<Arc<TieTable>> = None;
        }
    }
}

/// How the state at week 0 is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartRule {
    /// Solve base rates and treatment so that the stated trust is where the group stays under the baseline.
    Settled,
    /// Take the stated trust as the disposition mean and begin without evidence; the drift is reported.
    AsGiven,
}

impl StartRule {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Settled, Self::AsGiven];

    /// Name as written in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Settled => "settled",
            Self::AsGiven => "as given",
        }
    }
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

impl NetworkPlan {
    /// Mean number of ties where none is written.
    pub const MEAN_DEGREE: f64 = 10.0;
    /// Share of ties rewired where none is written.
    pub const REWIRING: f64 = 0.1;
    /// Share of ties inside the group where none is written.
    pub const HOMOPHILY: f64 = 0.7;
}

impl Default for NetworkPlan {
    fn default() -> Self {
        Self::SmallWorld { mean_degree: Self::MEAN_DEGREE, rewiring: Self::REWIRING, homophily: Self::HOMOPHILY }
    }
}

section! {
    /// A molecule of the community.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Group, read as GroupKeys in "[place.groups]" {
        keys {
            /// Share of members who can be reached online.
            access_online as "access.online": f64 = 0.7, share();
            /// Share of members who can take part in person.
            access_in_person as "access.in_person": f64 = 0.8, share();
            /// How far the group is represented in decisions.
            seat: f64 = 0.5, share().usually("0.5 (0.2 where harm > 0)");
            /// What the group can do for itself at the start.
            capacity: f64 = 0.2, share();
        }
        fields {
            /// Display name, unique.
            name: String = String::new();
            /// Share of residents.
            share: f64 = 1.0;
            /// Trust in the institution `about` at the start: mean over residents.
            trust_mean: f64 = 0.55;
            /// Standard deviation of that trust between residents.
            trust_sd: f64 = 0.12;
            /// Index of the institution the stated trust is about.
            about: usize = 0;
            /// Historical harm by each institution, 0–1.
            harm: Vec<f64> = vec![0.0];
            /// Exposure to each PESTLE factor; 1 is average.
            exposure: [f64; FACTORS] = [1.0; FACTORS];
            /// Free tags for equity tables, e.g. `tenure = "renting"`.
            tags: Vec<(String, String)> = Vec::new();
        }
    }
}

section! {
    /// An organism: departments with staff.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Institution, read as InstitutionKeys in "[place.institutions]" {
        keys {}
        fields {
            /// Display name, unique.
            name: String = String::new();
            /// Departments, at least one.
            departments: Vec<Department> = Vec::new();
        }
    }
}

/// What a department leaves to the parameters of the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Follows {
    /// `contacts`.
    pub contacts: bool,
    /// `quality_procedural`.
    pub quality_procedural: bool,
    /// `quality_outcome`.
    pub quality_outcome: bool,
}

impl Institution {
    /// The same with a name and departments.
    #[must_use]
    pub fn with(self, name: impl Into<String>, departments: Vec<Department>) -> Self {
        let mut named = self;
        (named.name, named.departments) = (name.into(), departments);
        named
    }
}

section! {
    /// A molecule of the institution.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Department, read as DepartmentKeys in "[place.institutions.departments]" {
        keys {
            /// Routine contacts of one resident with the department.
            contacts: f64 = Parameters::default().contacts,
                rate(1.0).usually("the parameter `contacts`, 0.06 a week");
        }
        fields {
            /// Display name, unique within the institution.
            name: String = String::new();
            /// Number of posts (each with an incumbent).
            posts: u32 = 1;
            /// Quality of procedure that an average resident meets, 0–1.
            quality_procedural: f64 = Parameters::default().quality_procedural;
            /// Quality of outcome that an average resident meets, 0–1.
            quality_outcome: f64 = Parameters::default().quality_outcome;
            /// What it leaves to parameters that are uncertain: worlds draw it with these.
            follows: Follows = Follows::default();
        }
    }
}

/// What surrounds the place.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Surroundings {
    /// Noise and loads of each factor, in [`Factor::ALL`] order.
    pub factors: [FactorPlan; FACTORS],
    /// Dated events.
    pub events: Vec<Event>,
}

section! {
    /// One PESTLE factor.
    #[derive(Debug, Clone, Copy, PartialEq)]
    pub struct FactorPlan, read as FactorKeys in "world.FACTOR" {
        keys {
            /// Weekly AR(1) coefficient.
            coefficient as "ar1.coefficient": f64 = 0.95, number(0.0, 0.9999);
            /// Standard deviation of the weekly innovation.
            sd as "ar1.sd": f64 = 0.008, number(0.0, 1.0);
            /// Load on procedural and outcome quality at exposure 1.
            load_quality as "load.quality": f64 = 0.4, number(-10.0, 10.0);
            /// Load on mood.
            load_mood as "load.mood": f64 = 0.0, number(-10.0, 10.0);
            /// Load on the money strategies have (share of budget per unit).
            load_budget as "load.budget": f64 = 0.0, number(-10.0, 10.0);
            /// Load on demand for service (share of staff capacity per unit; negative values of the factor add demand).
            load_demand as "load.demand": f64 = 0.0, number(-10.0, 10.0);
        }
        fields {}
    }
}

section! {
    /// Something that happens.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Event, read as EventKeys in "[world.events]" {
        keys {
            /// Lift or drop of mood at its begin; mood fades and leaves no memory.
            mood: f64 = 0.0, share_within(-1.0, 1.0);
            /// Weight of bad evidence against the institution.
            scandal: f64 = 0.0, number(0.0, 1000.0).accepting("evidence");
            /// Historical harm that it adds.
            harm: f64 = 0.0, share();
        }
        fields {
            /// Display name.
            name: String = String::new();
            /// Factor it moves and by which groups feel it.
            factor: Factor = Factor::Political;
            /// First week of the event.
            week: u32 = 0;
            /// What it does to the factor.
            shape: Option<Shape> = None;
            /// Institution that a scandal or harm is laid to, split over its two pools.
            institution: usize = 0;
            /// Groups it hits (indices, sorted); all of them unless named.
            groups: Vec<usize> = Vec::new();
        }
    }
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

section! {
    /// A set of levers over time.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Strategy, read as StrategyKeys in "[strategies]" {
        keys {
            /// One sentence on what it does.
            description: String = String::new(), text().labelling();
            /// How residents can take part under this strategy; who has no access to it stays out.
            channel: Channel = Channel::Both, word(|found| format!("there is no channel called \"{found}\""));
        }
        fields {
            /// Display name, unique; never `Baseline`.
            name: String = String::new();
            /// Institution that acts.
            institution: usize = 0;
            /// Budget, currency units per week.
            budget: f64 = 0.0;
            /// Where the money goes.
            investments: Vec<Investment> = Vec::new();
            /// Promises made on the way.
            promises: Vec<Promise> = Vec::new();
        }
    }
}

section! {
    /// Money for one instrument over a period.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Investment, read as InvestmentKeys in "[strategies.investments]" {
        keys {
            /// A fixed number of residents to work with (person-centred).
            caseload: Option<u32> = None, maybe(whole(1, u32::MAX)).usually("redrawn every week");
            /// Hire beyond the hours that existing staff can spare (person-centred).
            hires: bool = false, switch();
            /// Whether the end is planned and handed over; else those who took part feel let down.
            handover: bool = false, switch();
            /// How far residents share in decisions (co-production).
            level: Level = Level::Involve, word(|found| format!("there is no level called \"{found}\""));
            /// How specific the question put to a forum is; a vague one teaches less (co-production).
            specificity: f64 = 1.0, share();
            /// Whether an internal champion carries it, until he or she leaves (engagement training).
            champion: bool = false, switch();
        }
        fields {
            /// What is bought.
            instrument: Instrument = Instrument::PersonCentred;
            /// Currency units per week while it runs (before ramp-up).
            spend: f64 = 0.0;
            /// First week.
            from: u32 = 0;
            /// First week after the last.
            until: u32 = 0;
            /// Who it is for.
            target: Target = Target::Anyone;
            /// Index of the department within the strategy's institution, if one is named.
            department: Option<usize> = None;
            /// Groups whom the decisions concern, where they are more than those who are worked with (indices, sorted).
            concerns: Vec<usize> = Vec::new();
        }
    }
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

section! {
    /// A promise of an outcome, made to groups.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Promise, read as PromiseKeys in "[strategies.promises]" {
        keys {
            /// Repetition.
            every: Option<u32> = None, maybe(duration()).usually("once");
            /// What is promised.
            outcome: f64 = 0.9, share();
            /// How far it is kept when it falls due.
            kept: f64 = 1.0, share();
            /// From promise to due date.
            due: u32 = 26, duration();
        }
        fields {
            /// Week it is made.
            week: u32 = 0;
            /// Week from which it is not repeated.
            until: u32 = 0;
            /// Groups it is made to (indices, sorted).
            groups: Vec<usize> = Vec::new();
        }
    }
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

section! {
    /// What is written down, and how trust is surveyed.
    #[derive(Debug, Clone, Copy, PartialEq)]
    pub struct RecordPlan, read as RecordKeys in "record" {
        keys {
            /// Weeks between records of means.
            every: u32 = 4, weeks();
            /// Weeks between records of distributions, persons and departments.
            detail_every: u32 = 13, weeks();
            /// From which trust a resident counts as trusting.
            trusting_from: f64 = 0.6, share();
            /// Up to which trust a resident counts as distrusting.
            distrusting_to: f64 = 0.4, share();
            /// Respondents of each survey.
            survey_sample: u32 = 1_000, whole(1, 100_000_000);
            /// Weeks over which the survey is published as a rolling average.
            survey_window: u32 = 1, weeks();
            /// Replicates, from the first, in which every week's change of trust is traced to its causes; 0 for none.
            traced_replicates: u32 = 8, whole(0, 100_000).accepting("whole number");
            /// Worlds, from the first, in which strategies are taken apart: scales alone and together, early ends, each year's money.
            part_worlds: u32 = 64, whole(2, 100_000);
            /// How far strategies are taken apart: into all that is told of them, or into their scales alone and together.
            parts: PartRecord = PartRecord::All,
                word(|found| format!("strategies cannot be taken apart into \"{found}\""))
                    .explained("write \"all\", or \"scales\" (these alone and together: fewer lanes)");
            /// Whether residents.csv tells, resident by resident, what everybody feels at the horizon.
            residents: ResidentRecord = ResidentRecord::None,
                word(|found| format!("residents cannot be written down \"{found}\""))
                    .explained("write \"final\" (one by one, at the horizon) or \"none\"");
        }
        fields {}
    }
}

/// How far strategies are taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PartRecord {
    /// Into scales alone and together, the same money at one scale, early ends, and each year's money.
    #[default]
    All,
    /// Into scales alone and together.
    Scales,
}

impl PartRecord {
    /// Both.
    pub const ALL: [Self; 2] = [Self::All, Self::Scales];

    /// Name as written in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Scales => "scales",
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

impl ResidentRecord {
    /// Both.
    pub const ALL: [Self; 2] = [Self::None, Self::Final];

    /// Name as written in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Final => "final",
        }
    }
}

words!(StartRule, Channel, Level, PartRecord, ResidentRecord);

section! {
    /// A published path, to be drawn beside the run's.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Observed, read as ObservedKeys in "observed" {
        keys {
            /// Label in the chart.
            label: String = "Observed".to_owned(), name().labelling();
            /// Source line of the chart.
            source: String = String::new(), text().labelling();
            /// What the reader must know.
            note: String = String::new(), text().labelling();
        }
        fields {
            /// Points in file order.
            points: Vec<ObservedPoint> = Vec::new();
        }
    }
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

    /// Whether strategies are taken apart in a replicate: in all of chance alone, and in the first worlds where these are drawn.
    #[must_use]
    pub const fn takes_apart(&self, replicate: u32) -> bool {
        self.worlds == 1 || replicate < self.record.part_worlds
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
