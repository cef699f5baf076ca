//! Walks a parsed document key by key and collects every problem on the way.
//!
//! A [`Section`] remembers which keys were asked for, so the list of known keys, the nearest-name hints and the code
//! that reads the keys cannot disagree. A value that is wrong becomes a problem and `None`; reading goes on.

use super::belief::Belief;
use super::legible;
use super::names::{cut, list, nearest, plain};
use super::problem::{Code, Problem};
use super::set::quoted;
use super::texts::Texts;
use super::tree::{Item, Node, Table};
use super::units::{Complaint, Quantity};
use std::cell::RefCell;
use std::ops::Range;
use toml::Spanned;

mod how_sure;

/// A value and where it stands; `None` if it is not given or not usable (which has been reported).
pub type Field<T> = Option<Spanned<T>>;

/// Problems collected from one file; a file with more is not a scenario with errors but something else.
const MOST_PROBLEMS: usize = 1000;

/// Problems collected while one file is read.
pub struct Reading {
    texts: Texts,
    problems: RefCell<Vec<Problem>>,
    beliefs: RefCell<Vec<Belief>>,
    #[cfg(test)]
    keys: RefCell<std::collections::BTreeSet<(String, String)>>,
}

impl Reading {
    /// Every key asked for so far, with indices taken out of the section.
    #[cfg(test)]
    pub fn keys_read(&self) -> std::collections::BTreeSet<(String, String)> {
        self.keys.borrow().clone()
    }

    /// Begins reading a file with its settings.
    pub fn new(texts: &Texts) -> Self {
        Self {
            texts: texts.clone(),
            problems: RefCell::default(),
            beliefs: RefCell::default(),
            #[cfg(test)]
            keys: RefCell::default(),
        }
    }

    /// Adds a problem that already knows its place.
    pub fn push(&self, problem: Problem) {
        let mut problems = self.problems.borrow_mut();
        if problems.len() < MOST_PROBLEMS {
            problems.push(problem);
        }
    }

    /// Adds what a number is thought to be; its path has positions. A number that is read twice is one.
    pub fn believe(&self, belief: Belief) {
        let mut beliefs = self.beliefs.borrow_mut();
        if beliefs.iter().all(|other| other.path != belief.path) {
            beliefs.push(belief);
        }
    }

    /// What numbers are thought to be, so far.
    pub fn beliefs(&self) -> Vec<Belief> {
        self.beliefs.borrow().clone()
    }

    /// Whether anything so far stops the work.
    pub fn has_errors(&self) -> bool {
        self.problems.borrow().iter().any(|problem| !problem.is_warning())
    }

    /// Adds a problem at a place of this file.
    pub fn report(&self, span: Range<usize>, problem: Problem) {
        self.push(self.place(problem, span));
    }

    /// Says where a problem is.
    fn place(&self, problem: Problem, span: Range<usize>) -> Problem {
        Problem { place: Some(self.texts.place(span)), ..problem }
    }

    /// The problems so far.
    pub fn into_problems(self) -> Vec<Problem> {
        self.problems.into_inner()
    }
}

/// One table of the document.
pub struct Section<'a> {
    table: Option<&'a Table>,
    /// Its header, or 1:1 for the top of the file.
    pub span: Range<usize>,
    /// Its path from the top; empty there.
    pub path: String,
    reading: &'a Reading,
    asked: RefCell<Vec<&'static str>>,
}

/// One value with the key it belongs to.
pub struct Value<'a> {
    value: &'a Item,
    path: String,
    reading: &'a Reading,
}

impl<'a> Section<'a> {
    /// The whole document.
    pub fn top(table: &'a Table, reading: &'a Reading) -> Self {
        Self { table: Some(table), span: 0..0, path: String::new(), reading, asked: RefCell::default() }
    }

    /// Whether the section is written at all.
    pub fn is_given(&self) -> bool {
        self.table.is_some()
    }

    fn join(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// The value of a key, if it is given.
    pub fn get(&self, key: &'static str) -> Option<Value<'a>> {
        let mut asked = self.asked.borrow_mut();
        if !asked.contains(&key) {
            asked.push(key);
        }
        drop(asked);
        #[cfg(test)]
        {
            let section = self.path.replace(|c: char| c.is_ascii_digit() || c == '[' || c == ']', "");
            self.reading.keys.borrow_mut().insert((section, key.to_owned()));
        }
        let value = self.table?.get(key)?;
        Some(Value { value, path: self.join(key), reading: self.reading })
    }

    /// A table below this one; an absent one reads as empty.
    pub fn section(&self, key: &'static str) -> Section<'a> {
        let absent = Section {
            table: None,
            span: self.span.clone(),
            path: self.join(key),
            reading: self.reading,
            asked: RefCell::default(),
        };
        self.get(key).and_then(|value| value.section()).unwrap_or(absent)
    }

    /// All entries of a table whose keys are names of the user's or of a registry; marks them as known.
    pub fn entries(&self) -> Vec<(Spanned<String>, Value<'a>)> {
        let Some(table) = self.table else { return Vec::new() };
        let mut entries: Vec<_> = table
            .entries()
            .map(|(name, span, value)| {
                let value = Value { value, path: self.join(&quoted(name)), reading: self.reading };
                (Spanned::new(span.clone(), name.to_owned()), value)
            })
            .collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        entries
    }

    /// A problem with this table as a whole, at its header.
    pub fn problem(&self, code: Code, message: impl Into<String>) -> Problem {
        self.reading.place(Problem::new(code, message).key(self.path.clone()), self.span.clone())
    }

    /// Reports a missing key at the table's header.
    pub fn missing(&self, key: &str, example: &str) {
        let here = if self.path.is_empty() || !self.is_given() {
            "the scenario".to_owned()
        } else {
            format!("[{}]", self.path)
        };
        let key_path = if self.is_given() { self.join(key) } else { key.to_owned() };
        let problem = self.problem(Code::MissingKey, format!("{here} lacks the key `{key}`"));
        self.reading.push(problem.key(key_path).help(format!("add a line such as  {example}")));
    }

    /// Reports keys that nobody asked for. Call it last.
    pub fn finish(&self) {
        let Some(table) = self.table else { return };
        let known = self.asked.borrow();
        for (name, span, _) in table.entries() {
            if known.contains(&name) {
                continue;
            }
            let here =
                if self.path.is_empty() { "at the top of the file".to_owned() } else { format!("in [{}]", self.path) };
            let shown = cut(name, 60);
            let mut problem =
                Problem::new(Code::UnknownKey, format!("unknown key `{shown}` {here}")).key(self.join(&shown));
            let near = nearest(name, known.iter().copied());
            if let Some(near) = near {
                problem = problem.label(format!("did you mean `{near}`?"));
            } else if let Some(home) = home(name) {
                problem = problem.help(format!("`{shown}` belongs {home}"));
            }
            self.reading
                .report(span.clone(), problem.help(format!("known keys here: {}", list(known.iter().copied()))));
        }
    }
}

/// The section that a key would belong to, if any knows it.
fn home(name: &str) -> Option<String> {
    if let Some(key) = super::reference::KEYS.iter().find(|key| key.name == name) {
        return Some(if key.section.is_empty() {
            "at the top of the file, above the first heading".to_owned()
        } else {
            format!("below the heading [{}]", key.section)
        });
    }
    let parameter = super::parameters::PARAMETERS.iter().any(|entry| entry.name == name);
    let cost = super::parameters::COSTS.iter().any(|entry| entry.name == name);
    (parameter || cost).then(|| format!("below the heading {}", if parameter { "[parameters]" } else { "[costs]" }))
}

impl<'a> Value<'a> {
    /// Where the value stands.
    pub fn span(&self) -> Range<usize> {
        self.value.span.clone()
    }

    /// A problem with this value.
    pub fn problem(&self, code: Code, message: impl Into<String>) -> Problem {
        self.reading.place(Problem::new(code, message).key(self.path.clone()), self.span())
    }

    /// A problem with the key that this value belongs to.
    pub fn problem_of_key(&self, key: Range<usize>, code: Code, message: impl Into<String>) -> Problem {
        self.reading.place(Problem::new(code, message).key(self.path.clone()), key)
    }

    /// Reports a problem with this value; `None` so that callers can end with it.
    pub fn refuse<T>(&self, problem: Problem) -> Option<T> {
        self.reading.push(problem);
        None
    }

    /// Reports a problem with the key that the value belongs to.
    pub fn refuse_key<T>(&self, key: Range<usize>, problem: Problem) -> Option<T> {
        self.reading.report(key, problem.key(self.path.clone()));
        None
    }

    fn wrong_type<T>(&self, needed: &str) -> Option<T> {
        let found = match &self.value.node {
            Node::Text(_) => "a text",
            Node::Whole(_) => "a whole number",
            Node::Number(_) => "a number",
            Node::Switch(_) => "true or false",
            Node::Date(_) => "a date",
            Node::List(_) => "a list",
            Node::Table(_) => "a table",
        };
        let problem = self.problem(Code::WrongType, format!("`{}` must be {needed}, found {found}", self.path));
        self.refuse(problem)
    }

    #[allow(clippy::unnecessary_wraps, reason = "the counterpart of `refuse`")]
    fn spanned<T>(&self, value: T) -> Field<T> {
        Some(Spanned::new(self.span(), value))
    }

    /// Whether it is a list.
    pub fn is_list(&self) -> bool {
        matches!(self.value.node, Node::List(_))
    }

    /// Whether it is a text.
    pub fn is_text(&self) -> bool {
        self.as_text().is_some()
    }

    /// The text that it is. What was typed without quotes looks like a number or a date, and may be meant as a text.
    fn as_text(&self) -> Option<&str> {
        match &self.value.node {
            Node::Text(text) => Some(text),
            Node::List(_) | Node::Table(_) => None,
            _ => self.reading.texts.bare(self.span()),
        }
    }

    /// Whether it is a date.
    pub fn is_date(&self) -> bool {
        matches!(self.value.node, Node::Date(_))
    }

    /// The value as a table.
    pub fn section(&self) -> Option<Section<'a>> {
        match &self.value.node {
            Node::Table(table) => Some(Section {
                table: Some(table),
                span: self.span(),
                path: self.path.clone(),
                reading: self.reading,
                asked: RefCell::default(),
            }),
            _ => self.wrong_type("a table, e.g. { key = value }"),
        }
    }

    /// The value as a table that says something: an empty one is reported, with what may be written instead.
    pub fn filled_section(&self, example: &str) -> Option<Section<'a>> {
        let section = self.section()?;
        if section.table.is_some_and(|table| !table.is_empty()) {
            return Some(section);
        }
        let problem = self.problem(Code::MissingKey, format!("the table `{}` is empty", self.path));
        self.refuse(problem.label("says nothing").help(format!("write  {example}  or leave the key out")))
    }

    /// The value as a list of values.
    pub fn list(&self) -> Vec<Value<'a>> {
        match &self.value.node {
            Node::List(items) => items
                .iter()
                .enumerate()
                .map(|(at, value)| Value { value, path: format!("{}[{at}]", self.path), reading: self.reading })
                .collect(),
            _ => self
                .wrong_type::<()>("a list, e.g. [\"Riverside\", \"Hilltop\"]")
                .map_or_else(Vec::new, |()| Vec::new()),
        }
    }

    /// The value as a list of tables (`[[...]]`).
    pub fn sections(&self) -> Vec<Section<'a>> {
        if self.is_list() {
            self.list().iter().filter_map(Value::section).collect()
        } else {
            let name = &self.path;
            let problem = self
                .problem(Code::WrongType, format!("`{name}` repeats, so it stands in double brackets"))
                .help(format!("write  [[{name}]]  once for each"));
            self.refuse::<()>(problem);
            Vec::new()
        }
    }

    /// The value as a text.
    pub fn text(&self) -> Field<String> {
        let Some(text) = self.as_text() else { return self.wrong_type("a text in quotes") };
        match legible::text(text) {
            Some(fault) => self.refuse(self.at_fault(&fault, &format!("the text of `{}`", self.path))),
            None => self.spanned(text.to_owned()),
        }
    }

    /// A name that will appear in tables and charts.
    pub fn name(&self) -> Field<String> {
        let text = self.text()?;
        match legible::name(text.get_ref()) {
            Some(fault) => self.refuse(self.at_fault(&fault, &format!("the name in `{}`", self.path))),
            None => Some(text),
        }
    }

    /// A problem with what the value is called.
    fn at_fault(&self, fault: &legible::Fault, whose: &str) -> Problem {
        self.reading.place(fault.problem(whose).key(self.path.clone()), self.span())
    }

    /// A list of texts.
    pub fn texts(&self) -> Vec<Spanned<String>> {
        self.list().iter().filter_map(Value::text).collect()
    }

    /// The value as a switch.
    pub fn switch(&self) -> Field<bool> {
        match &self.value.node {
            Node::Switch(switch) => self.spanned(*switch),
            _ => self.wrong_type("true or false, without quotes"),
        }
    }

    /// A whole number within a range.
    pub fn whole(&self, low: u64, high: u64) -> Field<u64> {
        let range = if high >= i64::MAX as u64 {
            format!("{low} or more")
        } else {
            format!("{} to {}", plain(low as f64), plain(high as f64))
        };
        let help = format!("write a whole number, {range}, without quotes");
        let number = match &self.value.node {
            Node::Whole(number) => number.unwrap_or(i128::MAX),
            Node::Number(float) => {
                let problem =
                    self.problem(Code::NotWhole, format!("`{}` must be a whole number, found {float}", self.path));
                return self.refuse(problem.help(help));
            }
            _ => return self.wrong_type(&format!("a whole number, {range}, without quotes")),
        };
        if let Some(number) = u64::try_from(number).ok().filter(|number| (low..=high).contains(number)) {
            return self.spanned(number);
        }
        let shown = if number == i128::MAX { "a larger number".to_owned() } else { plain(number as f64) };
        let message = format!("`{}` must be {range}, found {shown}", self.path);
        self.refuse(self.problem(Code::OutOfRange, message).label("out of range").help(help))
    }

    /// A number of a kind within a range.
    pub(super) fn number(&self, kind: Quantity, low: f64, high: f64) -> Field<f64> {
        let read = match &self.value.node {
            Node::Whole(whole) => whole.map_or(Err(Complaint::NotANumber), |number| kind.from_number(number as f64)),
            Node::Number(number) => number.parse().map_or(Err(Complaint::NotANumber), |number: f64| {
                if number.is_finite() { kind.from_number(number) } else { Ok(number) }
            }),
            Node::Text(text) => kind.from_text(text),
            _ => return self.wrong_type(&format!("written like {}", kind.example())),
        };
        let found = self.reading.texts.written(self.span()).trim();
        let found = cut(found, 60);
        let path = &self.path;
        let number = match read {
            Ok(number) if number.is_finite() => number,
            Ok(_) => {
                let problem =
                    self.problem(Code::NotANumber, format!("`{path}` must be a finite number, found {found}"));
                return self.refuse(problem.help(format!("write it like {}", kind.example())));
            }
            Err(complaint) => {
                let problem = match complaint {
                    Complaint::NotANumber => {
                        self.problem(Code::NotANumber, format!("`{path}` does not begin with a number: {found}"))
                    }
                    Complaint::NoUnit => {
                        self.problem(Code::Unit, format!("`{path}` needs a unit, found {found}")).label("which unit?")
                    }
                    Complaint::WrongUnit(_) => self
                        .problem(Code::Unit, format!("`{path}` has a unit that does not fit: {found}"))
                        .label("not understood"),
                };
                return self.refuse(problem.help(format!("write it like {}", kind.example())));
            }
        };
        if (low..=high).contains(&number) {
            return self.spanned(number);
        }
        let range = if high.is_infinite() || high >= 1e12 {
            format!("at least {}", kind.show(low))
        } else {
            format!("between {} and {}", kind.show(low), kind.show(high))
        };
        let mut problem =
            self.problem(Code::OutOfRange, format!("`{path}` must be {range}, found {found}")).label("out of range");
        if kind == Quantity::Share && number >= 2.0 && (low..=high).contains(&(number / 100.0)) {
            problem = problem.label(format!("did you mean {} ({} %)?", plain(number / 100.0), plain(number)));
        }
        let help = match kind {
            Quantity::Number => format!("write a number {range}"),
            _ => format!("write it like {}", kind.example()),
        };
        self.refuse(problem.help(help))
    }

    /// A calendar date.
    pub fn date(&self) -> Field<jiff::civil::Date> {
        let parsed = match &self.value.node {
            Node::Date(when) => when.date.filter(|_| when.time.is_none() && when.offset.is_none()).and_then(|date| {
                let (month, day) = (i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?);
                jiff::civil::Date::new(i16::try_from(date.year).ok()?, month, day).ok()
            }),
            Node::Text(text) => text.parse().ok(),
            _ => return self.wrong_type("a date such as 2026-01-05"),
        };
        if let Some(date) = parsed.filter(|date| (1..=9000).contains(&date.year())) {
            return self.spanned(date);
        }
        let problem = self.problem(Code::BadDate, format!("`{}` is not a date that can be used", self.path));
        self.refuse(problem.help("write year-month-day, without a time, e.g. 2026-01-05"))
    }
}
