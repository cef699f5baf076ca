//! Back to a file: the scenario as run, with every default written out.
//!
//! What is written parses back to an equal [`super::Scenario`]. Tables (residents, ties, observed values) become CSV files in
//! the folder `input` beside it, apart from the tables of results.

use super::belief::Belief;
use super::instruments::Key;
use super::parameters::{COSTS, PARAMETERS};
use super::plan::{
    Contents, Event, Factor, Group, Institution, Investment, NetworkPlan, Observed, Place, Promise, Shape, Strategy,
    Target,
};
use super::processes::Processes;
use super::section::{Keyed, Stated};
use std::fmt::Write;

/// A scenario as text, with the tables it refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The scenario file.
    pub toml: String,
    /// Names and contents of the CSV files that must lie beside it.
    pub tables: Vec<(String, String)>,
}

/// Adds a line; writing to a text cannot fail.
macro_rules! line {
    ($out:expr $(, $($part:tt)*)?) => {{ let _ = writeln!($out $(, $($part)*)?); }};
}

/// Writes a scenario in full.
#[must_use]
pub fn to_toml(scenario: &Contents) -> Written {
    let mut out = String::new();
    let mut tables = Vec::new();
    // What may be uncertain stands where it is stated, unless the scenario says it in [uncertain].
    let registered = |out: &mut String, section: &str, name: &str, value: f64| {
        let path = format!("{section}.{name}");
        let apart = scenario.uncertain.iter().any(|range| range.parameter == name);
        match scenario.beliefs.iter().find(|belief| belief.path == path && !apart) {
            Some(belief) => line!(out, "{name} = {}", belief.written(value)),
            None => line!(out, "{name} = {}", real(value)),
        }
    };
    line!(out, "# The scenario as run: every default is written out.");
    line!(out, "format = 2\nname = {}", quote(&scenario.name));
    let mut keys = Lines::of(scenario);
    keys.one(&mut out, "description");
    line!(out, "start = {}\nweeks = {}", scenario.start, scenario.weeks);
    // TOML numbers end at 2^63 - 1; larger seeds are written as text.
    match i64::try_from(scenario.seed) {
        Ok(seed) => line!(out, "seed = {seed}"),
        Err(_) => line!(out, "seed = \"{}\"", scenario.seed),
    }
    keys.rest(&mut out);
    line!(out, "sure = true");
    place(&mut out, &mut tables, &scenario.place);
    for (factor, plan) in Factor::ALL.iter().zip(&scenario.world.factors) {
        line!(out, "\n[world.{}]", factor.name());
        Lines::of(plan).rest(&mut out);
    }
    for each in &scenario.world.events {
        event(&mut out, each, &scenario.place);
    }
    for each in &scenario.strategies {
        strategy(&mut out, each, &scenario.place);
    }
    line!(out, "\n[parameters]");
    for entry in PARAMETERS {
        registered(&mut out, "parameters", entry.name, scenario.parameters.get(entry.name).unwrap_or(entry.default));
    }
    line!(out, "\n[costs]");
    for entry in COSTS {
        registered(&mut out, "costs", entry.name, scenario.costs.get(entry.name).unwrap_or(entry.default));
    }
    line!(out, "\n[processes]");
    let mut processes = scenario.processes;
    for (name, _) in Processes::NAMES {
        line!(out, "{name} = {}", processes.get_mut(name).is_some_and(|on| *on));
    }
    line!(out, "\n[talk]\nrule = \"{}\"", scenario.talk.name());
    let own = scenario.place.imported.as_ref().is_some_and(|table| !table.susceptibility.is_empty());
    for (key, value) in scenario.talk.settings() {
        if key != "susceptibility" || !own {
            line!(out, "{key} = {}", real(value));
        }
    }
    line!(out, "\n[uncertain]");
    for range in &scenario.uncertain {
        let own = |belief: &&Belief| registry_name(&belief.path) == Some(range.parameter);
        if let Some(belief) = scenario.beliefs.iter().find(own) {
            line!(out, "{} = {}", range.parameter, belief.range());
        }
    }
    for belief in scenario.beliefs.iter().filter(|belief| registry_name(&belief.path).is_none()) {
        line!(out, "{} = {}", quote(&belief.path), belief.range());
    }
    line!(out, "\n[record]");
    Lines::of(&scenario.record).rest(&mut out);
    if let Some(each) = &scenario.observed {
        observed(&mut out, &mut tables, each, scenario);
    }
    Written { toml: out, tables }
}

/// The parameter or cost that a path leads to.
fn registry_name(path: &str) -> Option<&str> {
    path.strip_prefix("parameters.").or(path.strip_prefix("costs."))
}

/// What a section says by its plain keys, on its way into the file. Their order is that of their declaration, but for
/// those that have had their place between keys that are written by hand.
struct Lines(Vec<Stated>);

impl Lines {
    fn of(section: &impl Keyed) -> Self {
        Self(section.stated())
    }

    /// Writes one key, or the table that holds some.
    fn one(&mut self, out: &mut String, key: &str) {
        let (written, rest) = std::mem::take(&mut self.0).into_iter().partition(|stated| stated.name() == key);
        self.0 = rest;
        Self(written).rest(out);
    }

    /// Writes all that are left.
    fn rest(self, out: &mut String) {
        for keys in self.0.chunk_by(|one, next| one.part().is_some() && one.name() == next.name()) {
            let said = |key: &Stated| Some(format!("{} = {}", key.part().unwrap_or(key.path), key.written.as_ref()?));
            let said: Vec<String> = keys.iter().filter_map(said).collect();
            match keys {
                _ if said.is_empty() => {}
                [table, ..] if table.part().is_some() => {
                    line!(out, "{} = {{ {} }}", table.name(), said.join(", "));
                }
                _ => line!(out, "{}", said.join("\n")),
            }
        }
    }
}

/// A text in quotes, safe in TOML.
#[must_use]
pub fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A number with exactly the digits it needs to be read back unchanged.
pub(super) fn real(number: f64) -> String {
    format!("{number:?}")
}

fn names(indices: &[usize], place: &Place) -> String {
    let names: Vec<String> = indices.iter().map(|at| quote(&place.groups[*at].name)).collect();
    format!("[{}]", names.join(", "))
}

/// A cell of a CSV file.
fn cell(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

fn place(out: &mut String, tables: &mut Vec<(String, String)>, place: &Place) {
    line!(out, "\n[place]\nresidents = {}", place.residents);
    let mut keys = Lines::of(place);
    keys.one(out, "currency");
    match place.network {
        NetworkPlan::SmallWorld { mean_degree, rewiring, homophily } => {
            let settings = [mean_degree, rewiring, homophily].map(real);
            let [degree, rewiring, homophily] = settings;
            line!(
                out,
                "network.small-world = {{ mean_degree = {degree}, rewiring = {rewiring}, homophily = {homophily} }}"
            );
        }
        NetworkPlan::BlockModel { mean_degree, homophily } => {
            let (degree, homophily) = (real(mean_degree), real(homophily));
            line!(out, "network.block-model = {{ mean_degree = {degree}, homophily = {homophily} }}");
        }
        NetworkPlan::StochasticBlocks { p_in, p_out } => {
            line!(out, "network.block-model = {{ p_in = {}, p_out = {} }}", real(p_in), real(p_out));
        }
        NetworkPlan::Complete => line!(out, "network.complete = true"),
    }
    keys.rest(out);
    if place.imported.is_some() {
        line!(out, "residents_file = \"input/residents.csv\"");
        tables.push(("input/residents.csv".to_owned(), residents_csv(place)));
    }
    if let Some(ties) = &place.ties {
        line!(out, "ties = \"input/ties.csv\"\ndirected = {}", !ties.symmetric);
        tables.push(("input/ties.csv".to_owned(), ties_csv(place)));
    }
    for each in &place.groups {
        group(out, each, place);
    }
    for each in &place.institutions {
        institution(out, each);
    }
}

fn residents_csv(place: &Place) -> String {
    let Some(table) = &place.imported else { return String::new() };
    let numbers = [
        ("institution_trust", &table.institution_trust),
        ("susceptibility", &table.susceptibility),
        ("threshold", &table.threshold),
        ("propensity", &table.propensity),
        ("confidence", &table.confidence),
    ];
    let mut out = String::from("id,group");
    for (name, _) in numbers.iter().filter(|(_, values)| !values.is_empty()) {
        let _ = write!(out, ",{name}");
    }
    out.push_str(if table.active.is_empty() { "\n" } else { ",active\n" });
    for (at, (id, group)) in table.id.iter().zip(&table.group).enumerate() {
        let _ = write!(out, "{},{}", cell(id), cell(&place.groups[*group].name));
        for value in numbers.iter().filter_map(|(_, values)| values.get(at)) {
            let _ = write!(out, ",{}", real(*value));
        }
        if let Some(active) = table.active.get(at) {
            let _ = write!(out, ",{active}");
        }
        out.push('\n');
    }
    out
}

fn ties_csv(place: &Place) -> String {
    let (Some(table), Some(residents)) = (&place.ties, &place.imported) else { return String::new() };
    let mut out = String::from("from,to,weight\n");
    for ((from, to), weight) in table.from.iter().zip(&table.to).zip(&table.weight) {
        line!(out, "{},{},{}", cell(&residents.id[*from as usize]), cell(&residents.id[*to as usize]), real(*weight));
    }
    out
}

fn group(out: &mut String, group: &Group, place: &Place) {
    line!(out, "\n[[place.groups]]\nname = {}\nshare = {}", quote(&group.name), real(group.share));
    line!(out, "trust = {{ mean = {}, sd = {} }}", real(group.trust_mean), real(group.trust_sd));
    line!(out, "about = {}", quote(&place.institutions[group.about].name));
    let harm = place.institutions.iter().zip(&group.harm);
    let harm: Vec<String> =
        harm.map(|(institution, harm)| format!("{} = {}", quote(&institution.name), real(*harm))).collect();
    line!(out, "harm = {{ {} }}", harm.join(", "));
    let mut keys = Lines::of(group);
    keys.one(out, "access");
    let exposure = Factor::ALL.iter().zip(&group.exposure);
    let exposure: Vec<String> =
        exposure.map(|(factor, value)| format!("{} = {}", factor.name(), real(*value))).collect();
    line!(out, "exposure = {{ {} }}", exposure.join(", "));
    keys.rest(out);
    let tags: Vec<String> =
        group.tags.iter().map(|(key, value)| format!("{} = {}", quote(key), quote(value))).collect();
    line!(out, "tags = {{ {} }}", tags.join(", "));
}

fn institution(out: &mut String, institution: &Institution) {
    line!(out, "\n[[place.institutions]]\nname = {}", quote(&institution.name));
    Lines::of(institution).rest(out);
    for department in &institution.departments {
        line!(out, "\n[[place.institutions.departments]]\nname = {}", quote(&department.name));
        line!(out, "posts = {}", department.posts);
        // What follows an uncertain parameter is left to it, as it is in the file that was read.
        let follows = department.follows;
        let mut keys = Lines::of(department);
        keys.0.retain(|key| !(follows.contacts && key.path == "contacts"));
        keys.rest(out);
        let parts = [
            ("procedural", department.quality_procedural, follows.quality_procedural),
            ("outcome", department.quality_outcome, follows.quality_outcome),
        ];
        let stated = parts.iter().filter(|(_, _, follows)| !follows);
        let stated: Vec<String> = stated.map(|(name, quality, _)| format!("{name} = {}", real(*quality))).collect();
        if !stated.is_empty() {
            line!(out, "quality = {{ {} }}", stated.join(", "));
        }
    }
}

fn event(out: &mut String, event: &Event, place: &Place) {
    line!(out, "\n[[world.events]]\nname = {}\nfactor = \"{}\"", quote(&event.name), event.factor.name());
    line!(out, "week = {}\ninstitution = {}", event.week, quote(&place.institutions[event.institution].name));
    line!(out, "groups = {}", names(&event.groups, place));
    Lines::of(event).rest(out);
    match &event.shape {
        None => {}
        Some(Shape::Impulse { size, half_life }) => {
            line!(out, "shape.impulse = {{ size = {}, half_life = \"{} weeks\" }}", real(*size), real(*half_life));
        }
        Some(Shape::Step { size, duration: None }) => line!(out, "shape.step = {{ size = {} }}", real(*size)),
        Some(Shape::Step { size, duration: Some(duration) }) => {
            line!(out, "shape.step = {{ size = {}, duration = \"{duration} weeks\" }}", real(*size));
        }
        Some(Shape::Ramp { size, duration }) => {
            line!(out, "shape.ramp = {{ size = {}, duration = \"{duration} weeks\" }}", real(*size));
        }
        Some(Shape::Regime { size, on, off }) => {
            let (size, on, off) = (real(*size), real(*on), real(*off));
            line!(out, "shape.regime = {{ size = {size}, on = \"{on} / week\", off = \"{off} / week\" }}");
        }
        Some(Shape::Series(values)) => {
            let values: Vec<String> = values.iter().copied().map(real).collect();
            line!(out, "shape.series = {{ values = [{}] }}", values.join(", "));
        }
    }
}

fn strategy(out: &mut String, strategy: &Strategy, place: &Place) {
    line!(out, "\n[[strategies]]\nname = {}", quote(&strategy.name));
    let mut keys = Lines::of(strategy);
    keys.one(out, "description");
    line!(out, "institution = {}", quote(&place.institutions[strategy.institution].name));
    line!(out, "budget = \"{} / week\"", real(strategy.budget));
    keys.rest(out);
    for each in &strategy.investments {
        investment(out, each, strategy, place);
    }
    for each in &strategy.promises {
        promise(out, each, place);
    }
}

fn investment(out: &mut String, investment: &Investment, strategy: &Strategy, place: &Place) {
    let instrument = investment.instrument;
    line!(
        out,
        "\n[[strategies.investments]]\nscale = \"{}\"\ninstrument = \"{}\"",
        instrument.scale().name(),
        instrument.name()
    );
    line!(out, "spend = \"{} / week\"", real(investment.spend));
    line!(out, "from = \"{} weeks\"\nuntil = \"{} weeks\"", investment.from, investment.until);
    match &investment.target {
        Target::Anyone => {}
        Target::Connectors => line!(out, "target = \"connectors\""),
        Target::LeastTrusting => line!(out, "target = \"least-trusting\""),
        Target::Groups(groups) => line!(out, "target = {{ groups = {} }}", names(groups, place)),
    }
    if let Some(at) = investment.department {
        line!(out, "department = {}", quote(&place.institutions[strategy.institution].departments[at].name));
    }
    // Whatever else is at its default would be reported as changing nothing for the instrument, or is no news.
    let always = |key: &str| match key {
        "handover" => true,
        "hires" => instrument.reads(Key::Hires),
        "level" => instrument.reads(Key::Level),
        "specificity" => instrument.reads(Key::Specificity),
        _ => false,
    };
    let mut keys = Lines::of(investment);
    keys.0.retain(|key| key.is_changed || always(key.path));
    for key in ["caseload", "hires", "handover", "level", "specificity"] {
        keys.one(out, key);
    }
    if !investment.concerns.is_empty() {
        line!(out, "concerns = {}", names(&investment.concerns, place));
    }
    keys.rest(out);
}

fn promise(out: &mut String, promise: &Promise, place: &Place) {
    line!(out, "\n[[strategies.promises]]\nat = \"{} weeks\"\nuntil = \"{} weeks\"", promise.week, promise.until);
    Lines::of(promise).rest(out);
    line!(out, "groups = {}", names(&promise.groups, place));
}

fn observed(out: &mut String, tables: &mut Vec<(String, String)>, observed: &Observed, scenario: &Contents) {
    line!(out, "\n[observed]\nfile = \"input/observed.csv\"");
    Lines::of(observed).rest(out);
    let mut csv = String::from("date,group,value\n");
    for point in &observed.points {
        let date = scenario.start.saturating_add(jiff::Span::new().days((point.week * 7.0).round() as i64));
        let group = point.group.map_or("", |at| &scenario.place.groups[at].name);
        line!(csv, "{date},{},{}", cell(group), real(point.value));
    }
    tables.push(("input/observed.csv".to_owned(), csv));
}
