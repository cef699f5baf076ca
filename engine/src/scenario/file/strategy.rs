//! `[[strategies]]`: what could be done, and with what money.

use super::{When, names, when};
use crate::scenario::plan::{Investment, InvestmentKeys, Promise, PromiseKeys, Strategy, StrategyKeys};
use crate::scenario::problem::Code;
use crate::scenario::reader::{Field, Section, Value};
use crate::scenario::reference::{Key, rows};
use crate::scenario::units::Quantity;
use std::ops::Range;
use toml::Spanned;

/// Largest sum of money a week.
const MOST_MONEY: f64 = 1e12;

/// `[[strategies]]`.
pub struct StrategyFile {
    pub span: Range<usize>,
    pub path: String,
    pub name: Field<String>,
    pub keys: StrategyKeys,
    pub institution: Field<String>,
    /// Currency units per week.
    pub budget: Field<f64>,
    /// Whether a budget is written but unusable.
    pub budget_refused: bool,
    pub investments: Vec<InvestmentFile>,
    pub promises: Vec<PromiseFile>,
}

/// `[[strategies.investments]]`.
pub struct InvestmentFile {
    pub span: Range<usize>,
    pub path: String,
    pub scale: Field<String>,
    pub instrument: Field<String>,
    pub share: Field<f64>,
    /// Currency units per week.
    pub spend: Field<f64>,
    pub from: Field<When>,
    pub until: Field<When>,
    pub target: Option<TargetFile>,
    pub department: Field<String>,
    pub keys: InvestmentKeys,
    pub concerns: Option<Vec<Spanned<String>>>,
}

/// `target`.
pub enum TargetFile {
    /// One of the words.
    Word(Spanned<String>),
    /// Group names and where they stand.
    Groups(Spanned<Vec<Spanned<String>>>),
}

/// `[[strategies.promises]]`.
pub struct PromiseFile {
    pub span: Range<usize>,
    pub path: String,
    pub at: Field<When>,
    /// Whether a time is written but unusable.
    pub at_refused: bool,
    pub until: Field<When>,
    pub keys: PromiseKeys,
    pub groups: Option<Vec<Spanned<String>>>,
}

fn money(section: &Section<'_>, key: &'static str) -> Field<f64> {
    section.get(key).and_then(|value| value.quantity(Quantity::MoneyRate, 0.0, MOST_MONEY))
}

/// Rows of the reference page.
pub fn rows() -> Vec<Key> {
    rows! {
        in "[strategies]":
            "name", "text", "required", "Name. The baseline (no strategy) is always run and not listed.";
            plain Strategy;
            "institution", "name", "the first", "Who acts.";
            "budget", "money / time", "the sum of its investments", "What it may cost, e.g. \"300_000 / year\".";
        in "[strategies.investments]":
            "instrument", "name", "required", "What is bought; see the list below.";
            "scale", "atoms, molecules or organism", "that of the instrument", "Checked against the instrument.";
            "share", "share of the budget", "required (or `spend`)", "How much of the budget it takes while it runs.";
            "spend", "money / time", "-", "The same in money.";
            "from", "duration from the start, or date", "\"0 weeks\"", "When it begins; full strength follows after `ramp_up`.";
            "until", "duration from the start, or date", "the horizon", "When it ends.";
            "target", "\"anyone\", \"connectors\", \"least-trusting\", { groups = [...] }", "anyone", "For whom. Person-centred work and outreach choose among people; broadcast, asset-based development, co-production, mapping, bridge-building and representation take groups only.";
            "department", "name", "all, or the first for outreach", "Which department does the work (person-centred, encounter training, outreach and co-production).";
            plain Investment;
            "concerns", "list of names", "those worked with", "Groups whom the decisions concern; those who are not in the room resent it (co-production, outreach).";
        in "[strategies.promises]":
            "at", "duration from the start, or date", "required", "When the promise is made.";
            plain Promise;
            "until", "duration from the start, or date", "the horizon", "When repetition ends.";
            "groups", "list of names", "all", "To whom.";
    }
}

impl StrategyFile {
    /// Reads one strategy.
    pub fn read(section: &Section<'_>) -> Self {
        let name = section.get("name");
        if name.is_none() {
            section.missing("name", "name = \"People first\"");
        }
        let lists = |key| section.get(key).map(|value| value.sections()).unwrap_or_default();
        let budget = money(section, "budget");
        let strategy = Self {
            span: section.span.clone(),
            path: section.path.clone(),
            name: name.and_then(|value| value.name()),
            keys: StrategyKeys::read(section),
            institution: section.get("institution").and_then(|value| value.text()),
            budget_refused: budget.is_none() && section.get("budget").is_some(),
            budget,
            investments: lists("investments").iter().map(InvestmentFile::read).collect(),
            promises: lists("promises").iter().map(PromiseFile::read).collect(),
        };
        section.finish();
        strategy
    }
}

impl InvestmentFile {
    fn read(section: &Section<'_>) -> Self {
        let share = section.get("share");
        let spend = section.get("spend");
        match (&share, &spend) {
            (Some(_), Some(spend)) => {
                let problem = spend.problem(Code::Conflict, "`share` and `spend` both say how much money this takes");
                spend.refuse::<()>(problem.help("keep one of the two"));
            }
            (None, None) => {
                section.missing("share", "share = \"60 %\"   (of the budget; or spend = \"50_000 / year\")");
            }
            _ => {}
        }
        if section.get("instrument").is_none() {
            section.missing("instrument", "instrument = \"person-centred\"");
        }
        let investment = Self {
            span: section.span.clone(),
            path: section.path.clone(),
            scale: section.get("scale").and_then(|value| value.text()),
            instrument: section.get("instrument").and_then(|value| value.text()),
            // More than 100 % is reported with the other investments of the strategy, where the sum is known.
            share: share.and_then(|value| value.quantity(Quantity::Share, 0.0, 100.0)),
            spend: money(section, "spend"),
            from: when(section, "from"),
            until: when(section, "until"),
            target: section.get("target").and_then(|value| TargetFile::read(&value)),
            department: section.get("department").and_then(|value| value.text()),
            keys: InvestmentKeys::read(section),
            concerns: names(section, "concerns"),
        };
        section.finish();
        investment
    }
}

impl TargetFile {
    fn read(value: &Value<'_>) -> Option<Self> {
        if value.is_text() {
            return value.text().map(Self::Word);
        }
        let groups = if value.is_list() {
            value.texts()
        } else {
            let inner = value.section()?;
            let groups = names(&inner, "groups");
            if groups.is_none() {
                inner.missing("groups", "target = { groups = [\"Riverside\"] }");
            }
            inner.finish();
            groups?
        };
        Some(Self::Groups(Spanned::new(value.span(), groups)))
    }
}

impl PromiseFile {
    fn read(section: &Section<'_>) -> Self {
        let at = when(section, "at");
        let promise = Self {
            span: section.span.clone(),
            path: section.path.clone(),
            at_refused: at.is_none() && section.get("at").is_some(),
            at,
            until: when(section, "until"),
            keys: PromiseKeys::read(section),
            groups: names(section, "groups"),
        };
        section.finish();
        promise
    }
}
