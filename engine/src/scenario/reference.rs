//! The reference page of the scenario file: what may be written, generated from the tables that check it. Rows of keys
//! stand where these are declared ([`super::plan`]) or read (`file/`).

use super::codes::Code;
use super::key::Kind;
use super::parameters::{COSTS, PARAMETERS};
use super::plan::Instrument;
use super::processes::Processes;
use super::registry::{Entry, Grade};
use std::borrow::Cow;
use std::fmt::Write;
use std::sync::LazyLock;

/// One key of the scenario file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Section it belongs to; empty for the top of the file.
    pub section: &'static str,
    /// Name.
    pub name: &'static str,
    /// What may be written.
    pub kind: Cow<'static, str>,
    /// Value where the key is left out.
    pub default: Cow<'static, str>,
    /// What it means.
    pub meaning: &'static str,
    /// Values that it may be set to, for tests; none where that depends on other parts of the file.
    pub examples: Vec<String>,
    /// Whether it only labels the output, and so is no part of a scenario's identity.
    pub is_label: bool,
}

impl Key {
    /// The row of a plain key, as it is declared; `place` is its section and its name.
    pub(super) fn plain<K: Kind>(
        place: (&'static str, &'static str),
        kind: &K,
        usual: &K::Held,
        comment: &'static str,
    ) -> Self {
        Self {
            section: place.0,
            name: place.1,
            kind: kind.accepts().into(),
            default: kind.shown(usual).into(),
            meaning: comment.trim_start(),
            examples: kind.examples(),
            is_label: kind.is_label(),
        }
    }

    /// The row of a key that is read by hand: name, what may be written, default, meaning.
    pub(super) fn of(section: &'static str, [name, kind, default, meaning]: [&'static str; 4]) -> Self {
        Self {
            section,
            name,
            kind: kind.into(),
            default: default.into(),
            meaning,
            examples: Vec::new(),
            is_label: false,
        }
    }
}

/// Rows of sections: those of keys that are read by hand, and where among them those of plain keys stand.
macro_rules! rows {
    ($(in $section:literal:
        $($name:literal, $kind:literal, $default:literal, $meaning:literal;)*
        $(plain $plan:ty; $($more:literal, $more_kind:literal, $more_default:literal, $more_meaning:literal;)*)?
    )*) => {{
        use $crate::scenario::{reference::Key, section::Keyed};
        let mut rows: Vec<Key> = Vec::new();
        let hand = |section, keys: &[[&'static str; 4]]| keys.iter().map(|key| Key::of(section, *key)).collect::<Vec<_>>();
        $(
            rows.extend(hand($section, &[$([$name, $kind, $default, $meaning]),*]));
            $(
                rows.extend(<$plan as Keyed>::rows());
                rows.extend(hand($section, &[$([$more, $more_kind, $more_default, $more_meaning]),*]));
            )?
        )*
        rows
    }};
}
pub(super) use rows;

/// Every key but those of the registries, in the order of a usual file.
pub static KEYS: LazyLock<Vec<Key>> = LazyLock::new(super::file::rows);

/// How a value is set by its path.
const SETTING: &str = "\n## Setting values\n\n\
    `run` and `check` take values beside those of the file, `--set PATH=VALUE` as often as needed; from Rust it is\n\
    `scenario.set(path, value)`, or `set_all` for several at once. The scenario is then read as if the file said so: ranges, units\n\
    and defaults are the same, and what follows from a value follows. A setting wins over `--seed` and `--replicates`.\n\n\
    ```sh\n\
    groundswell run town.toml --set negativity_outcome=5 --set 'place.groups.Old Town.trust=40 %'\n\
    groundswell check town.toml --set 'groups.Riverside.share=30 %' --set 'groups.Hilltop.share=70 %'\n\
    ```\n\n\
    - **A path** is the keys of the file from the top, with dots between them: `weeks`, `record.every`, `world.economic.ar1.sd`.\n\
    - **Names** stand where the file has entries of a list: `place.groups.Riverside.harm`, `strategies.Balanced.budget`,\n\
    \x20 `place.institutions.Council.departments.Housing.quality.procedural`. Investments and promises have no names and are called\n\
    \x20 by number, from 1: `strategies.Balanced.investments.2.share`.\n\
    - **`place.`, `parameters.` and `costs.`** may be left out at the beginning: `groups.Riverside.harm`, `contacts`, `cost_forum`.\n\
    - **Quotes** are needed only around a name with a dot or, behind `--set`, an equals sign: `groups.\"St. John's\".harm`.\n\
    - **Values** are written as in the file, without quotes around a text: `350_000 / year`, `41 %`, `26 weeks`, `2027-01-04`; what is\n\
    \x20 a value of TOML itself is read as that: `false`, `{ mean = 0.4, sd = 0.1 }`, `[\"Riverside\", \"Hilltop\"]`.\n\
    - **A key replaces its whole value**: `trust=40 %` states no spread, `trust.mean=40 %` leaves it as it is. It also replaces a key\n\
    \x20 that says the same in another way: `years` and `weeks`, `share` and `spend`, one shape of an event and another.\n\
    - **Groups, institutions and departments that are implied** can be set like those that are written.\n";

/// The page, in Markdown.
#[must_use]
pub fn page() -> String {
    let mut out = String::from(
        "# The scenario file\n\nThis page is generated from the tables that check scenario files; `groundswell explain NAME` says the same for one name.\n\n\
         A scenario is a text file in TOML: lines `key = value` below `[section]` headings; `[[section]]` headings may repeat; `#` begins a comment. \
         Only `name` and `residents` are required.\n\n\
         - **Shares, trust, quality** lie between 0 and 1: `0.41` or `\"41 %\"`.\n\
         - **Durations** carry a unit: `\"26 weeks\"`, `\"6 months\"`, `\"2 years\"`. A year has 52 weeks, a month a twelfth of that.\n\
         - **Rates**: `\"1.5 / year\"`, `\"0.2 / month\"`, `\"0.03 / week\"`.\n\
         - **Money over time**: `\"300_000 / year\"`, `\"£1.2 million / year\"`.\n",
    );
    let mut section = None;
    for key in &*KEYS {
        if section != Some(key.section) {
            section = Some(key.section);
            let heading = if key.section.is_empty() { "At the top".to_owned() } else { format!("`[{}]`", key.section) };
            let _ =
                write!(out, "\n## {heading}\n\n| key | what may be written | default | meaning |\n|---|---|---|---|\n");
        }
        let _ = writeln!(out, "| `{}` | {} | {} | {} |", key.name, key.kind, key.default, key.meaning);
    }
    let _ = write!(out, "\n## Instruments\n\n| instrument | scale | what it is |\n|---|---|---|\n");
    for instrument in Instrument::ALL {
        let _ = writeln!(out, "| `{}` | {} | {} |", instrument.name(), instrument.scale().name(), instrument.meaning());
    }
    let _ = write!(
        out,
        "\n## `[processes]`\n\nAll are `true` unless switched off; `only = [\"talk\"]` switches all off but those it names.\n\n| process | what it is |\n|---|---|\n"
    );
    for (name, meaning) in Processes::NAMES {
        let _ = writeln!(out, "| `{name}` | {meaning} |");
    }
    registry(&mut out, "`[parameters]`", PARAMETERS);
    registry(&mut out, "`[costs]`", COSTS);
    let _ = write!(
        out,
        "\n## How sure a number is\n\nAny number may say it, where it stands or in `[uncertain]`:\n\n```toml\nharm = \"0.6 (0.3 to 0.8)\"                              # half above 0.6, one in twenty below 0.3, one in twenty above 0.8\ncontacts = \"2 / year (1 to 4)\"                         # units are carried over\ntrust = {{ mean = \"38 %\", n = 400 }}                     # as sure as a survey of 400, with its design effect\n[uncertain]\nturnover = {{ from = 0.1, to = 0.3 }}                     # a parameter or cost, anywhere between two numbers\n\"groups.Riverside.seat\" = \"0.2 (0.1 to 0.35)\"         # any other number by its path\n```\n\n`m (a to b)` is a normal distribution in two pieces, with m its median and a and b its 5 % and 95 % quantiles: on the scale of\nlogarithms for rates, weights, times and money where all three numbers are above 0, on the logit scale for shares where all three lie\nstrictly between 0 and 1, else on the plain one. A draw beyond the limits is set to the limit. What is written takes the place of the\nplausible range above; `sure = true` at the top of the file switches all of those off. A value in `[uncertain]` leaves what is stated at\nits place as it is. What is chosen cannot be uncertain: money, its shares and its time, the horizon, what is recorded. A run draws\nworlds from all this ([more](worlds.md)).\n\n## Evidence grades\n\n"
    );
    for grade in [Grade::A, Grade::B, Grade::C, Grade::D] {
        let _ = writeln!(out, "- **{}**: {}", grade.letter(), grade.meaning());
    }
    out.push_str(SETTING);
    let _ = write!(out, "\n## Error codes\n\n| code | what |\n|---|---|\n");
    for code in Code::ALL {
        let _ = writeln!(out, "| `{}` | {} |", code.name(), code.title());
    }
    out
}

fn registry(out: &mut String, title: &str, table: &[Entry]) {
    let _ = write!(
        out,
        "\n## {title}\n\n| name | unit | default | plausible (90 %) | limits | grade | meaning | source |\n|---|---|---|---|---|---|---|---|\n"
    );
    for entry in table {
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {} to {} | {} to {} | {} | {} | {} |",
            entry.name,
            entry.unit.name(),
            entry.default,
            entry.belief[0],
            entry.belief[1],
            entry.low,
            entry.high,
            entry.grade.letter(),
            entry.meaning,
            entry.source
        );
    }
}

#[cfg(test)]
mod tests {
    use super::KEYS;
    use std::collections::BTreeSet;

    /// The page and the code that reads the file must know the same keys.
    #[test]
    fn every_key_that_is_read_is_documented_and_the_other_way_round() {
        let rich = include_str!("../../../tests/scenarios/rich.toml");
        let path = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/scenarios"));
        let read = &|path: &std::path::Path| {
            Ok(crate::scenario::problem::Source::new("table.csv", std::fs::read_to_string(path).expect("a table")))
        };
        let read = crate::scenario::load::keys_read(rich, crate::scenario::Folder { path, read });
        let documented: BTreeSet<(String, String)> = KEYS
            .iter()
            .filter(|key| !key.name.contains('.'))
            .map(|key| (key.section.replace(['[', ']'], ""), key.name.to_owned()))
            .collect();
        for (section, name) in &documented {
            let sections: Vec<String> =
                if section == "world.FACTOR" { vec!["world.economic".to_owned()] } else { vec![section.clone()] };
            assert!(
                sections.iter().any(|s| read.contains(&(s.clone(), name.clone()))),
                "[{section}] {name} is not read"
            );
        }
        // Below these, keys are documented as the parts of one value, or come from a registry.
        let sections: BTreeSet<&str> = documented.iter().map(|(section, _)| section.as_str()).collect();
        let headings =
            ["place", "world", "strategies", "parameters", "costs", "processes", "talk", "uncertain", "record"];
        let other =
            ["observed", "groups", "institutions", "departments", "investments", "promises", "network", "shape"];
        let aliases = [("place.institutions.departments", "staff"), ("world.events", "week")];
        for (section, name) in &read {
            let known = !sections.contains(section.as_str())
                || headings.contains(&name.as_str())
                || other.contains(&name.as_str())
                || aliases.contains(&(section.as_str(), name.as_str()))
                || documented.contains(&(section.clone(), name.clone()));
            assert!(known, "[{section}] {name} is read but not documented");
        }
    }

    #[test]
    fn the_reference_page_is_up_to_date() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/scenario-reference.md");
        let page = super::page();
        if std::env::var_os("GROUNDSWELL_BLESS").is_some() {
            std::fs::write(&path, &page).expect("docs can be written");
        }
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            found == page,
            "docs/scenario-reference.md is stale: run  GROUNDSWELL_BLESS=1 cargo test --release reference"
        );
    }
}
