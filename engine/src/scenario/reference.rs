//! The reference page of the scenario file: what may be written, generated from the tables that check it.

use super::codes::Code;
use super::parameters::{COSTS, PARAMETERS};
use super::plan::Instrument;
use super::processes::Processes;
use super::registry::{Entry, Grade};
use std::fmt::Write;

/// One key of the scenario file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Section it belongs to; empty for the top of the file.
    pub section: &'static str,
    /// Name.
    pub name: &'static str,
    /// What may be written.
    pub kind: &'static str,
    /// Value where the key is left out.
    pub default: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

macro_rules! keys {
    ($(in $section:literal: $($name:literal, $kind:literal, $default:literal, $meaning:literal;)*)*) => {
        /// Every key but those of the registries, in the order of a usual file.
        pub const KEYS: &[Key] = &[$($(Key { section: $section, name: $name, kind: $kind, default: $default, meaning: $meaning }),*),*];
    };
}

keys! {
    in "":
        "format", "1", "1", "Version of the file format.";
        "name", "text", "required", "Name of the scenario; it heads every chart.";
        "description", "text", "empty", "One or two sentences on what the scenario is about.";
        "start", "date", "2026-01-05", "Calendar date of week 0.";
        "years", "number or duration, up to 200 years", "10", "Horizon. Write `weeks` instead for an exact number of weeks.";
        "weeks", "whole weeks or duration", "520", "Horizon in weeks (instead of `years`).";
        "seed", "whole number", "1", "Seed of every draw. The same seed gives the same numbers on any machine.";
        "replicates", "1 to 100,000", "40", "How often each strategy is run; chance differs, strategies meet the same chance.";
    in "place":
        "residents", "1 to 50,000,000", "required (unless `residents_file`)", "Number of residents.";
        "currency", "text", "£", "Sign or code for texts and charts.";
        "network.small-world", "{ mean_degree, rewiring, homophily }", "10, 0.1, 0.7", "Who talks to whom: a ring inside each group, some ties rewired, the rest across groups. The default mean degree is lower where the smallest group could not hold it.";
        "network.block-model", "{ mean_degree, homophily } or { p_in, p_out }", "-", "Random ties instead, with a share inside the group; or each tie with a chance of its own, `p_in` inside a group and `p_out` across groups.";
        "network.complete", "true or false", "false", "Everybody is tied to everybody instead, for at most 5,000 residents.";
        "connectors", "share", "0.02", "Residents with three to five times the ties.";
        "mavens", "share", "0.02", "Residents whose word counts double.";
        "salespeople", "share", "0.02", "Residents who lower their contacts' thresholds to join in by 0.05 to 0.10.";
        "start", "\"settled\" or \"as given\"", "settled", "Whether the stated trust is where the town rests without any strategy, or only where it begins.";
        "normalise", "true or false", "false", "Rescale the shares of the groups so that they add up to 1.";
        "residents_file", "CSV: id,group and optional columns", "-", "Residents one by one. Group shares follow the file; groups need not be written; trust of groups is taken from the column `institution_trust` (share) where it is not stated. Other columns: `susceptibility` (share, see `[talk]`), `threshold` (share of neighbours), `active` (true or false), `propensity` (number), `confidence` (share).";
        "ties", "CSV: from,to[,weight]", "-", "Ties between the ids of `residents_file`, instead of a network. Weights are rescaled so that those of a resident add up to 1. A resident may be tied to himself or herself: that is the weight of one's own view.";
        "directed", "true or false", "true if some pair is listed both ways with different weights", "Whether a row of `ties` counts for its own direction only (`from` listens to `to`), or ties both to one another.";
    in "[place.groups]":
        "name", "text", "required", "Name of the group. Without any group, one group \"Residents\" is implied.";
        "share", "share", "an equal part of what is left", "Share of residents. Shares add up to 1.";
        "trust", "{ mean, sd } or the mean alone", "0.55, 0.12", "Trust at the start, mean and standard deviation between residents. The default sd is smaller where the mean leaves no room for it.";
        "about", "name of an institution", "the first", "Which institution the stated trust is about.";
        "harm", "share, or { Institution = share }", "0", "Historical harm; it puts a ceiling on trust until it is acknowledged and reformed. A plain number is about the first institution.";
        "access", "{ online, in_person }", "0.7, 0.8", "Shares of the group that can be reached online and in person.";
        "exposure", "number, or { factor = number }", "1", "How strongly the forces of the world reach the group; 1 is average.";
        "seat", "share", "0.5 (0.2 where harm > 0)", "How far the group is represented in decisions.";
        "capacity", "share", "0.2", "What the group can do for itself at the start.";
        "tags", "{ key = text }", "none", "Labels for tables, e.g. { tenure = \"renting\" }.";
    in "[place.institutions]":
        "name", "text without slash", "required", "Name. Without any institution, a Council is implied.";
        "staff", "whole number", "the posts of its departments, or one for 200 residents, at least 12", "Posts, shared evenly among the departments that state none.";
    in "[place.institutions.departments]":
        "name", "text without slash", "required", "Name. Without any department, Housing, Streets and Care are implied.";
        "posts", "whole number", "an even share of `staff`", "Posts of the department (`staff` is understood too).";
        "contacts", "rate, up to 1 a week", "the parameter `contacts`, 0.06 a week", "Routine contacts of one resident with the department.";
        "quality", "share, or { procedural, outcome }", "the parameters `quality_procedural` and `quality_outcome`, 0.82", "How fairly people are treated, and how good what they get is.";
    in "world.FACTOR":
        "ar1", "{ coefficient, sd }", "0.95, 0.008", "Weekly noise of the factor. FACTOR is political, economic, social, technological, legal or environmental.";
        "load", "{ quality, mood, budget, demand }", "0.4, 0, 0, 0", "How strongly the factor moves service quality, mood, budgets and demand.";
    in "[world.events]":
        "name", "text", "required", "Name of the event.";
        "factor", "name of a factor", "required with a shape, else political", "Which factor it moves.";
        "at", "duration from the start, or date", "required", "When it begins. Or `week = 130`.";
        "shape.impulse", "{ size, half_life }", "-", "A shock that fades.";
        "shape.step", "{ size, duration }", "duration: for ever", "A level that lasts.";
        "shape.ramp", "{ size, duration }", "-", "A slow rise (or fall) to a level that stays.";
        "shape.regime", "{ size, on, off }", "-", "Switches on and off by chance; `on` and `off` are rates such as \"0.5 / year\".";
        "shape.series", "{ file, column } or { values = [...] }", "-", "One value per week, from the begin of the event.";
        "mood", "-1 to 1", "0", "Lift or drop of mood at its begin; mood fades and leaves no memory.";
        "scandal", "evidence", "0", "Weight of bad evidence against the institution.";
        "harm", "share", "0", "Historical harm that it adds.";
        "institution", "name", "the first", "To whom a scandal or harm is laid.";
        "groups", "list of names", "all", "Whom it reaches.";
    in "[strategies]":
        "name", "text", "required", "Name. The baseline (no strategy) is always run and not listed.";
        "description", "text", "empty", "One sentence on what it does.";
        "institution", "name", "the first", "Who acts.";
        "budget", "money / time", "the sum of its investments", "What it may cost, e.g. \"300_000 / year\".";
        "channel", "\"both\", \"online\" or \"in-person\"", "both", "How residents can take part under this strategy; who has no access to it stays out.";
    in "[strategies.investments]":
        "instrument", "name", "required", "What is bought; see the list below.";
        "scale", "atoms, molecules or organism", "that of the instrument", "Checked against the instrument.";
        "share", "share of the budget", "required (or `spend`)", "How much of the budget it takes while it runs.";
        "spend", "money / time", "-", "The same in money.";
        "from", "duration from the start, or date", "\"0 weeks\"", "When it begins; full strength follows after `ramp_up`.";
        "until", "duration from the start, or date", "the horizon", "When it ends.";
        "target", "\"anyone\", \"connectors\", \"least-trusting\", { groups = [...] }", "anyone", "For whom. Person-centred work and outreach choose among people; broadcast, asset-based development, co-production, mapping, bridge-building and representation take groups only.";
        "department", "name", "all, or the first for outreach", "Which department does the work (person-centred, encounter training, outreach and co-production).";
        "caseload", "whole number", "redrawn every week", "A fixed number of residents to work with (person-centred).";
        "hires", "true or false", "false", "Hire beyond the hours that existing staff can spare (person-centred).";
        "handover", "true or false", "false", "Whether the end is planned and handed over; else those who took part feel let down.";
        "level", "inform, consult, involve, collaborate or empower", "involve", "How far residents share in decisions (co-production).";
        "specificity", "share", "1", "How specific the question put to a forum is; a vague one teaches less (co-production).";
        "concerns", "list of names", "those worked with", "Groups whom the decisions concern; those who are not in the room resent it (co-production, outreach).";
        "champion", "true or false", "false", "Whether an internal champion carries it, until he or she leaves (engagement training).";
    in "[strategies.promises]":
        "at", "duration from the start, or date", "required", "When the promise is made.";
        "every", "duration", "once", "Repetition.";
        "until", "duration from the start, or date", "the horizon", "When repetition ends.";
        "outcome", "share", "0.9", "What is promised.";
        "kept", "share", "1", "How far it is kept when it falls due.";
        "due", "duration", "\"26 weeks\"", "From promise to due date.";
        "groups", "list of names", "all", "To whom.";
    in "talk":
        "rule", "\"evidence\", \"degroot\", \"friedkin-johnsen\", \"hegselmann-krause\" or \"deffuant\"", "evidence", "How residents take in what others feel: as evidence (weight `weight_peer`), or by a published rule of opinion, which acts on trust itself. The last two and \"degroot\" need start = \"as given\" in [place].";
        "bound", "share", "any distance; required for hegselmann-krause and deffuant", "How far apart the trust of two residents may be for them still to listen (evidence, hegselmann-krause, deffuant).";
        "susceptibility", "share", "0.5", "Weight of what others feel against one's own evidence (friedkin-johnsen). The column `susceptibility` of `residents_file` gives everybody his or her own.";
        "convergence", "0 to 0.5", "0.5", "Share of the difference by which each of two who meet moves (deffuant).";
        "meetings", "0 to 10,000", "1", "Meetings of one resident in a week, on average (deffuant).";
    in "record":
        "every", "weeks or duration", "4", "Weeks between records of means.";
        "detail_every", "weeks or duration", "13", "Weeks between records of distributions, persons and departments.";
        "trusting_from", "share", "0.6", "From which trust a resident counts as trusting.";
        "distrusting_to", "share", "0.4", "Up to which trust a resident counts as distrusting.";
        "survey_sample", "whole number", "1000", "Respondents of each survey.";
        "survey_window", "weeks or duration", "1", "Weeks over which the survey is published as a rolling average.";
        "traced_replicates", "whole number", "8", "Replicates, from the first, in which every week's change of trust is traced to its causes; 0 for none.";
        "residents", "\"none\" or \"final\"", "none", "Whether residents.csv tells, resident by resident, what everybody feels at the horizon.";
    in "observed":
        "file", "CSV: date,value[,group]", "required", "A published path to draw beside the run's. An empty group means the whole place.";
        "scale", "number", "1", "What full trust is in the file, e.g. 100.";
        "label", "text", "Observed", "Label in the chart.";
        "source", "text", "empty", "Source line of the chart.";
        "note", "text", "empty", "What the reader must know.";
}

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
    for key in KEYS {
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
        "\n## `[uncertain]`\n\nAny parameter or cost with a range: `negativity_outcome = {{ from = 1, to = 8 }}`. A plain run does not read it;\n`groundswell stress` draws futures from it.\n\n## Evidence grades\n\n"
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
        "\n## {title}\n\n| name | unit | default | range | grade | meaning | source |\n|---|---|---|---|---|---|---|\n"
    );
    for entry in table {
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {} to {} | {} | {} | {} |",
            entry.name,
            entry.unit.name(),
            entry.default,
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
