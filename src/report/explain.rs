//! What a reader must know besides the numbers: strategies in words and money, limits, assumptions.

use crate::analysis::Among;
use crate::figure::Context;
use crate::figure::number::{money, plain};
use crate::figure::words::{duration, list, sentence_case};
use crate::scenario::names::counted;
use crate::scenario::parameters::{COSTS, PARAMETERS};
use crate::scenario::registry::{Entry, Grade};
use crate::scenario::{Investment, Scenario, Strategy, Target, WEEKS_PER_YEAR};

/// One strategy in words and money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrategyText {
    /// Display name.
    pub name: String,
    /// What its author says of it; may be empty.
    pub description: String,
    /// Money a year and in all.
    pub money: String,
    /// Each investment in a line.
    pub investments: Vec<String>,
}

/// All strategies in words and money.
#[must_use]
pub fn strategies(scenario: &Scenario) -> Vec<StrategyText> {
    scenario.strategies.iter().map(|strategy| one_strategy(scenario, strategy)).collect()
}

fn one_strategy(scenario: &Scenario, strategy: &Strategy) -> StrategyText {
    let currency = &scenario.place.currency;
    let year = f64::from(WEEKS_PER_YEAR);
    let offered: f64 = strategy
        .investments
        .iter()
        .map(|i| i.spend * f64::from(i.until.min(scenario.weeks).saturating_sub(i.from)))
        .sum();
    let mut investments: Vec<String> =
        strategy.investments.iter().map(|i| one_investment(scenario, strategy, i)).collect();
    if !strategy.promises.is_empty() {
        let n = strategy.promises.len();
        investments.push(format!("{} to residents", counted(n, "promise")));
    }
    StrategyText {
        name: strategy.name.clone(),
        description: strategy.description.clone(),
        money: format!(
            "Budget {} a year; {} offered over {}.",
            money((strategy.budget * year).round(), currency),
            money(offered.round(), currency),
            duration(scenario.weeks)
        ),
        investments,
    }
}

fn one_investment(scenario: &Scenario, strategy: &Strategy, investment: &Investment) -> String {
    let currency = &scenario.place.currency;
    let amount = money((investment.spend * f64::from(WEEKS_PER_YEAR)).round(), currency);
    let what = sentence_case(investment.instrument.words());
    let whom = match &investment.target {
        Target::Anyone => String::new(),
        Target::Connectors => ", for well-connected residents first".to_owned(),
        Target::LeastTrusting => ", for the least trusting residents first".to_owned(),
        Target::Groups(groups) => {
            let names: Vec<String> =
                groups.iter().filter_map(|&at| scenario.place.groups.get(at)).map(|group| group.name.clone()).collect();
            format!(", for {}", list(&names))
        }
    };
    let department = investment
        .department
        .and_then(|at| scenario.place.institutions.get(strategy.institution)?.departments.get(at))
        .map_or_else(String::new, |department| format!(", in {}", department.name));
    let when = if investment.from == 0 && investment.until >= scenario.weeks {
        String::new()
    } else if investment.from == 0 {
        format!(", for the first {}", duration(investment.until))
    } else if investment.until >= scenario.weeks {
        format!(", from {} after the start", duration(investment.from))
    } else {
        format!(", from {} to {} after the start", duration(investment.from), duration(investment.until))
    };
    format!("{what} ({} scale): {amount} a year{whom}{department}{when}", investment.instrument.scale().name())
}

/// Limits of what was done, at most seven.
#[must_use]
pub fn limits(context: &Context, among: Among) -> Vec<String> {
    let entries = || PARAMETERS.iter().chain(COSTS);
    let judged = entries().filter(|entry| entry.grade == Grade::D).count();
    let last = if context.scenario.observed.is_some() {
        "The published path is drawn for comparison; read its note before calling the fit evidence. Compare options, do not quote levels."
    } else {
        "Not calibrated to local data: compare options, do not quote levels."
    };
    vec![
        "This is a model of mechanisms, not a forecast of your town.".to_owned(),
        "Trust is one number per resident and relation; real trust has kinds, such as trust in competence and in care.".to_owned(),
        format!(
            "{judged} of {} parameters and costs rest on judgement alone (grade {}); the list below says which.",
            entries().count(),
            Grade::D.letter()
        ),
        "Politics, prices, media and weather enter only as the events and fluctuations written into the scenario.".to_owned(),
        "Groups are given and residents stay in theirs; whoever moves away is followed by somebody of the same group.".to_owned(),
        match among {
            Among::Towns => "Ranges show chance within this one scenario; they leave out doubt about parameters and about the model itself.",
            Among::Worlds => "Ranges show doubt about every number that has a stated range, and chance; they leave out doubt about the model itself, and shocks that the scenario does not name.",
        }
        .to_owned(),
        last.to_owned(),
    ]
}

/// A parameter or cost with the value of this run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assumption {
    /// What the registry says.
    pub entry: &'static Entry,
    /// Value in this run.
    pub value: f64,
}

impl Assumption {
    /// Whether the scenario changed it.
    #[must_use]
    pub fn changed(&self) -> bool {
        self.value != self.entry.default
    }
}

/// Every parameter and cost, in the order of the registry.
#[must_use]
pub fn assumptions(scenario: &Scenario) -> Vec<Assumption> {
    let parameters = PARAMETERS.iter().map(|entry| (entry, scenario.parameters.get(entry.name)));
    let costs = COSTS.iter().map(|entry| (entry, scenario.costs.get(entry.name)));
    parameters.chain(costs).filter_map(|(entry, value)| Some(Assumption { entry, value: value? })).collect()
}

/// A parameter's value with as many digits as it has.
#[must_use]
pub fn value(value: f64) -> String {
    let digits = format!("{value}");
    let decimals = digits.split_once('.').map_or(0, |(_, rest)| rest.len()).min(6);
    plain(value, decimals)
}
