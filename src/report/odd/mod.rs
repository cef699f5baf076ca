//! The model, or a scenario, described by the ODD protocol (Grimm et al. 2020): seven elements, written from the tables
//! that the program itself reads, so that the description cannot fall behind.

mod concepts;
mod input;
mod overview;
mod place;
mod submodels;

use crate::scenario::Scenario;
use crate::scenario::legible::is_hidden;
use std::fmt::Write;

/// A section: an element of the protocol (level 1) or a part of one (level 2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// 1 or 2.
    pub level: u8,
    /// Heading.
    pub title: String,
    /// Text in Markdown; may be empty where parts follow.
    pub text: String,
}

impl Section {
    fn element(title: &str, text: impl Into<String>) -> Self {
        Self { level: 1, title: title.to_owned(), text: text.into() }
    }

    fn part(title: impl Into<String>, text: impl Into<String>) -> Self {
        Self { level: 2, title: title.into(), text: text.into() }
    }
}

/// The description, section by section; with a scenario, as that scenario sets it.
#[must_use]
pub fn sections(scenario: Option<&Scenario>) -> Vec<Section> {
    let mut all = vec![Section { level: 0, title: title(scenario), text: preface(scenario) }];
    all.extend(overview::sections(scenario));
    all.extend(concepts::sections(scenario));
    all.extend(input::sections(scenario));
    all.extend(submodels::sections(scenario));
    all
}

/// The description as one page of Markdown.
#[must_use]
pub fn page(sections: &[Section]) -> String {
    let mut out = String::new();
    for section in sections {
        let marks = "#".repeat(usize::from(section.level) + 1);
        let _ = writeln!(out, "{marks} {}\n", section.title);
        let text = section.text.trim_end();
        if !text.is_empty() {
            let _ = writeln!(out, "{text}\n");
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn title(scenario: Option<&Scenario>) -> String {
    match scenario {
        Some(scenario) => format!("{} in Groundswell: ODD description", plain(&scenario.name)),
        None => "Groundswell: ODD description".to_owned(),
    }
}

fn preface(scenario: Option<&Scenario>) -> String {
    let mut out = format!(
        "This description follows the ODD protocol for individual-based models in its second update (Grimm, V. et al. 2020, \
         *Journal of Artificial Societies and Social Simulation* 23(2) 7). It was written by `groundswell explain model --odd` of \
         version {}, from the registry of parameters and the catalogue of processes. ",
        env!("CARGO_PKG_VERSION")
    );
    match scenario {
        Some(scenario) => {
            out.push_str("Values are those of the scenario; what differs from the defaults is printed in **bold**.");
            if !scenario.description.is_empty() {
                let _ = write!(out, "\n\n> {}", plain(&scenario.description));
            }
        }
        None => out.push_str(
            "Values are defaults; with a scenario file behind `--odd`, the description is that of the scenario. Names in \
             `typewriter` can be looked up with `groundswell explain NAME`.",
        ),
    }
    out
}

/// A text of the user's as part of Markdown: on one line, without marks that would mean something.
fn plain(text: &str) -> String {
    let line: String = text.chars().map(|c| if is_hidden(c) { ' ' } else { c }).collect();
    line.replace('\\', "\\\\").replace('|', "\\|").replace('*', "\\*").replace('`', "\\`").replace('<', "&lt;")
}

/// A table: headings and rows.
fn table(headings: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut out = format!("| {} |\n|{}\n", headings.join(" | "), "---|".repeat(headings.len()));
    for row in rows {
        let _ = writeln!(out, "| {} |", row.join(" | "));
    }
    out
}

/// Names in typewriter, separated by commas; a dash for none.
fn code<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    if names.is_empty() { "-".to_owned() } else { names.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Measure;
    use crate::scenario::parameters::{COSTS, PARAMETERS};
    use crate::scenario::plan::Instrument;
    use crate::scenario::processes::Processes;

    #[test]
    fn the_page_is_up_to_date() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/odd.md");
        let page = page(&sections(None));
        if std::env::var_os("GROUNDSWELL_BLESS").is_some() {
            std::fs::write(&path, &page).expect("docs can be written");
        }
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(found == page, "docs/odd.md is stale: run  GROUNDSWELL_BLESS=1 cargo test --release odd");
    }

    /// The text for readers has the same table of instruments, so that it forgets none.
    #[test]
    fn the_page_on_the_model_lists_what_can_be_bought() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/model.md");
        let page = std::fs::read_to_string(&path).expect("docs/model.md");
        let [begin, end] = ["<!-- instruments: generated -->\n", "<!-- end of instruments -->"];
        let (before, rest) = page.split_once(begin).expect("where the table begins");
        let (found, after) = rest.split_once(end).expect("where it ends");
        let table = format!("\n{}\n\n", submodels::instruments().trim_end());
        if std::env::var_os("GROUNDSWELL_BLESS").is_some() {
            std::fs::write(&path, [before, begin, &table, end, after].concat()).expect("docs can be written");
        } else {
            assert!(found == table, "docs/model.md is stale: run  GROUNDSWELL_BLESS=1 cargo test --release odd");
        }
    }

    #[test]
    fn the_page_has_the_seven_elements_and_names_everything() {
        let sections = sections(None);
        let elements: Vec<&str> =
            sections.iter().filter(|s| s.level == 1).map(|s| s.title.split(' ').next().unwrap_or("")).collect();
        assert_eq!(elements, ["1", "2", "3", "4", "5", "6", "7"]);
        let page = page(&sections);
        let has = |name: &str| assert!(page.contains(&format!("`{name}`")), "{name}");
        let parameters = PARAMETERS.iter().chain(COSTS).map(|entry| entry.name);
        let processes = Processes::NAMES.iter().map(|(name, _)| *name);
        let bought = Instrument::ALL.into_iter().map(Instrument::name);
        for name in parameters.chain(processes).chain(bought).chain(Measure::ALL.into_iter().map(Measure::name)) {
            has(name);
        }
    }

    #[test]
    fn a_users_words_cannot_break_the_page() {
        assert_eq!(plain("a|b\n*c* <d>"), "a\\|b \\*c\\* &lt;d>");
    }
}
