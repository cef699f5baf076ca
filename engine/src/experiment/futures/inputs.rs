//! What differs between futures: uncertain parameters, and the intensity, timing and target of PESTLE shocks.

use crate::scenario::belief::ORDERED;
use crate::scenario::registry::{Unit, find};
use crate::scenario::units::Quantity;
use crate::scenario::{Belief, Event, Factor, Law, Scenario, Shape, WEEKS_PER_YEAR};

/// How far a factor falls in an unforeseen shock of intensity 1, which counts as serious.
pub const SERIOUS: f64 = 0.25;

/// Weeks that an unforeseen shock lasts.
const SHOCK_WEEKS: u32 = WEEKS_PER_YEAR;

/// Weeks by which a named event may come earlier or later.
const SHIFT: u32 = 2 * WEEKS_PER_YEAR;

/// Largest multiple of its stated size that a named event may have.
const LARGEST: f64 = 2.0;

/// What is drawn of what nobody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(clippy::struct_excessive_bools, reason = "kinds of inputs, each of which is drawn or not")]
pub struct Sources {
    /// Parameters, and what the scenario says to be uncertain, over what is believed of them.
    pub beliefs: bool,
    /// Costs, over what is believed of them.
    pub costs: bool,
    /// Parameters that the registry has a belief of, over all that they may be instead.
    pub limits: bool,
    /// Events that the scenario names.
    pub events: bool,
    /// A shock of each PESTLE factor for which the scenario names no event.
    pub unforeseen: bool,
}

impl Sources {
    /// Nothing: chance alone differs.
    pub const NONE: Self = Self { beliefs: false, costs: false, limits: false, events: false, unforeseen: false };

    /// What nobody knows of a place and its people, at what things cost: what a world is a draw of.
    pub const WORLD: Self = Self { beliefs: true, costs: true, ..Self::NONE };

    /// The same, and what the future brings.
    pub const FUTURE: Self = Self { events: true, unforeseen: true, ..Self::WORLD };

    /// Names of the kinds, as they are typed, and whether each is drawn.
    #[must_use]
    pub const fn named(self) -> [(&'static str, bool); 5] {
        [
            ("beliefs", self.beliefs),
            ("costs", self.costs),
            ("limits", self.limits),
            ("events", self.events),
            ("unforeseen", self.unforeseen),
        ]
    }
}

impl Scenario {
    /// The scenario with no more uncertain than is asked for; without anything there is one world, and chance in it.
    #[must_use]
    pub fn varying(&self, sources: Sources) -> Self {
        let mut varying = self.clone();
        let contents = varying.contents_mut();
        let is_wanted = |belief: &Belief| {
            if belief.path.starts_with("costs.") { sources.costs } else { sources.beliefs || sources.limits }
        };
        contents.beliefs.retain(is_wanted);
        for belief in contents.beliefs.iter_mut().filter(|belief| sources.limits && !belief.is_written) {
            if !belief.path.starts_with("costs.") {
                let [from, to] = belief.limits;
                belief.law = Law::Uniform { from, to };
            }
        }
        if contents.beliefs.is_empty() {
            contents.worlds = 1;
        }
        varying
    }
}

/// Whom a shock hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// The groups that the scenario states.
    AsStated,
    /// All groups.
    Everybody,
    /// One group.
    Group(usize),
}

/// A shock whose intensity, timing and target are uncertain.
#[derive(Debug, Clone, PartialEq)]
pub struct Shock {
    /// What it is called.
    pub name: String,
    /// Factor that it moves.
    pub factor: Factor,
    /// Position among the scenario's events, if it is named there.
    pub event: Option<usize>,
}

/// What an input sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// A parameter or cost, by registry name.
    Parameter(&'static str),
    /// Any other number of the scenario, by the position of its belief, and what kind of number it is.
    Value(usize, Quantity),
    /// Intensity of a shock: a multiple of its stated size, or of a serious unforeseen one.
    Intensity(usize),
    /// First week of a shock.
    Onset(usize),
    /// Whom a shock hits.
    Target(usize),
}

/// Where the values of an input lie.
#[derive(Debug, Clone, PartialEq)]
pub enum Range {
    /// Anywhere between two numbers.
    Between(f64, f64),
    /// Whole weeks between two, both included.
    Weeks(u32, u32),
    /// One of some, each with its share of the futures.
    OneOf(Vec<(Whom, f64)>),
    /// What it is believed to be.
    Belief(Belief),
}

/// Something that differs between futures.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// Name, unique; also the heading of its column.
    pub name: String,
    /// What it sets.
    pub about: About,
    /// Its values.
    pub range: Range,
}

impl Input {
    /// The name by which it is drawn: what is ordered is drawn together, so that the order holds.
    #[must_use]
    pub fn drawn_as(&self) -> &str {
        let family = ORDERED.iter().find(|family| family.contains(&self.name.as_str()));
        family.map_or(&self.name, |family| family[0])
    }

    /// The value at a position in 0–1.
    #[must_use]
    pub fn at(&self, position: f64) -> f64 {
        match &self.range {
            Range::Between(from, to) => from + position * (to - from),
            Range::Weeks(from, to) => {
                (f64::from(*from) + (position * f64::from(to - from + 1)).floor()).min(f64::from(*to))
            }
            Range::OneOf(choices) => {
                let mut left = position;
                let found = choices.iter().position(|(_, share)| {
                    left -= share;
                    left < 0.0
                });
                found.unwrap_or(choices.len().saturating_sub(1)) as f64
            }
            Range::Belief(belief) => belief.at(position),
        }
    }

    /// Whether its values are kinds and not numbers.
    #[must_use]
    pub const fn is_kind(&self) -> bool {
        matches!(self.range, Range::OneOf(_))
    }

    /// Lower and upper end of its numbers.
    #[must_use]
    pub fn ends(&self) -> Option<(f64, f64)> {
        match self.range {
            Range::Between(from, to) => Some((from, to)),
            Range::Weeks(from, to) => Some((f64::from(from), f64::from(to))),
            Range::OneOf(_) => None,
            Range::Belief(ref belief) => {
                let [low, _, high] = belief.quantiles();
                Some((low, high))
            }
        }
    }

    /// Whom a value of a target means.
    #[must_use]
    pub fn whom(&self, value: f64) -> Option<Whom> {
        match &self.range {
            Range::OneOf(choices) => choices.get(value as usize).map(|choice| choice.0),
            _ => None,
        }
    }

    /// Unit of its numbers.
    #[must_use]
    pub fn unit(&self) -> &'static str {
        match self.about {
            About::Parameter(name) => find(name).map_or("number", |entry| entry.unit.name()),
            About::Value(_, quantity) => quantity.unit(),
            About::Intensity(_) => "multiplier",
            About::Onset(_) => "weeks from the start",
            About::Target(_) => "who is hit",
        }
    }

    /// Whether it is a duration in weeks or a week.
    #[must_use]
    pub fn is_time(&self) -> bool {
        match self.about {
            About::Onset(_) => true,
            About::Parameter(name) => find(name).is_some_and(|entry| entry.unit == Unit::Weeks),
            About::Value(_, quantity) => {
                matches!(quantity, Quantity::Duration | Quantity::Weeks | Quantity::Years)
            }
            _ => false,
        }
    }
}

/// Everything that differs between futures.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Shocks, named ones first.
    pub shocks: Vec<Shock>,
    /// Inputs: parameters in file order, then each shock's intensity, onset and target.
    pub inputs: Vec<Input>,
}

impl Plan {
    /// What differs between the futures of a scenario.
    #[must_use]
    pub fn new(scenario: &Scenario, sources: Sources) -> Self {
        let mut plan = Self { shocks: Vec::new(), inputs: Vec::new() };
        for (at, belief) in scenario.beliefs.iter().enumerate() {
            plan.believed(at, belief, sources);
        }
        let acts = scenario.processes.events;
        for (at, event) in scenario.world.events.iter().enumerate().filter(|_| acts && sources.events) {
            plan.named(scenario, at, event);
        }
        let empty = |factor: &Factor| scenario.world.events.iter().all(|event| event.factor != *factor);
        for factor in Factor::ALL.into_iter().filter(|factor| acts && sources.unforeseen && empty(factor)) {
            plan.unforeseen(scenario, factor);
        }
        plan
    }

    /// Adds what a number is believed to be, if it is to be drawn.
    fn believed(&mut self, at: usize, belief: &Belief, sources: Sources) {
        let known = belief.path.strip_prefix("parameters.").or(belief.path.strip_prefix("costs.")).and_then(find);
        let is_cost = belief.path.starts_with("costs.");
        let about = known.map_or(About::Value(at, belief.quantity), |entry| About::Parameter(entry.name));
        if if is_cost { sources.costs } else { sources.beliefs } {
            let range = match belief.law {
                Law::Uniform { from, to } => Range::Between(from, to),
                Law::Normal { .. } => Range::Belief(belief.clone()),
            };
            self.add(belief.name(), about, range);
        }
    }

    /// Adds an input under a name that no other has.
    fn add(&mut self, name: &str, about: About, range: Range) {
        let taken = |name: &str| self.inputs.iter().any(|input| input.name == name);
        let mut unique = name.to_owned();
        let mut count = 2;
        while taken(&unique) {
            unique = format!("{name} {count}");
            count += 1;
        }
        self.inputs.push(Input { name: unique, about, range });
    }

    fn named(&mut self, scenario: &Scenario, at: usize, event: &Event) {
        let shock = self.shocks.len();
        let name = if event.name.is_empty() { format!("event {}", at + 1) } else { event.name.clone() };
        let last = scenario.weeks.saturating_sub(1);
        let week = event.week.min(last);
        self.add(&format!("{name} intensity"), About::Intensity(shock), Range::Between(0.0, LARGEST));
        let weeks = Range::Weeks(week.saturating_sub(SHIFT), (week + SHIFT).min(last));
        self.add(&format!("{name} onset"), About::Onset(shock), weeks);
        let groups = scenario.place.groups.len();
        let everybody = event.groups.len() == groups;
        let others: Vec<Whom> = (0..groups).filter(|g| event.groups != [*g]).map(Whom::Group).collect();
        let mut choices = vec![Whom::AsStated];
        if !everybody {
            choices.push(Whom::Everybody);
        }
        self.target(&name, shock, &choices, &others);
        self.shocks.push(Shock { name, factor: event.factor, event: Some(at) });
    }

    fn unforeseen(&mut self, scenario: &Scenario, factor: Factor) {
        let loads = &scenario.world.factors[factor as usize];
        let idle =
            [loads.load_quality, loads.load_mood, loads.load_budget, loads.load_demand].iter().all(|l| *l == 0.0);
        if idle {
            return;
        }
        let shock = self.shocks.len();
        let name = format!("{} shock", factor.name());
        self.add(&format!("{name} intensity"), About::Intensity(shock), Range::Between(0.0, 1.0));
        let last = scenario.weeks.saturating_sub(1);
        self.add(&format!("{name} onset"), About::Onset(shock), Range::Weeks(0, last));
        let groups: Vec<Whom> = (0..scenario.place.groups.len()).map(Whom::Group).collect();
        self.target(&name, shock, &[Whom::Everybody], &groups);
        self.shocks.push(Shock { name, factor, event: None });
    }

    /// Adds a target: each of the broad choices, and any one group, with the same chance.
    fn target(&mut self, name: &str, shock: usize, broad: &[Whom], single: &[Whom]) {
        // Where there is one group, everybody is that group.
        let single = if single.len() > 1 { single } else { &[] };
        let kinds = broad.len() + usize::from(!single.is_empty());
        if kinds < 2 {
            return;
        }
        let each = 1.0 / kinds as f64;
        let choices = broad.iter().map(|whom| (*whom, each));
        let choices = choices.chain(single.iter().map(|whom| (*whom, each / single.len() as f64))).collect();
        self.add(&format!("{name} target"), About::Target(shock), Range::OneOf(choices));
    }

    /// The event that an unforeseen shock of intensity 1 is, at the start and for all groups.
    #[must_use]
    pub fn unforeseen_event(scenario: &Scenario, shock: &Shock) -> Event {
        Event {
            name: shock.name.clone(),
            factor: shock.factor,
            shape: Some(Shape::Step { size: -SERIOUS, duration: Some(SHOCK_WEEKS) }),
            groups: (0..scenario.place.groups.len()).collect(),
            ..Event::default()
        }
    }

    /// Name of whom a value of a target means.
    #[must_use]
    pub fn whom_name(scenario: &Scenario, whom: Whom) -> String {
        match whom {
            Whom::AsStated => "as stated".to_owned(),
            Whom::Everybody => "everybody".to_owned(),
            Whom::Group(at) => scenario.place.groups.get(at).map_or_else(String::new, |group| group.name.clone()),
        }
    }
}
