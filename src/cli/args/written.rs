//! What a run is asked to write besides what every other command works from: scenario, replicates and manifest.

use clap::{Args, ValueEnum};

use crate::analysis::{Asked, Table};
use crate::experiment::Scope;
use crate::scenario::Scenario;
use crate::scenario::legible::shown;
use crate::scenario::names::nearest;

/// Figures and tables.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct Written {
    /// Figures to write
    #[arg(long, value_name = "KINDS", value_enum, default_value_t)]
    pub figures: Figures,
    /// Tables to write, by name and separated by commas, such as runs,effects; or none
    #[arg(long, value_name = "NAMES", value_parser = tables, default_value = ALL)]
    pub tables: Tables,
}

/// Kinds of figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Figures {
    /// No figures and no report; groundswell report and groundswell plot make them later
    None,
    /// SVG and a report, without PNG
    Svg,
    /// SVG, PNG and a report with both
    #[default]
    All,
}

/// Tables, in the order of `docs/output.md`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tables(Vec<Table>);

/// Stands for every table.
const ALL: &str = "all";
/// Stands for no table.
const NONE: &str = "none";

impl Default for Tables {
    fn default() -> Self {
        Self(Table::ALL.to_vec())
    }
}

impl Written {
    /// What the analysis is asked for.
    #[must_use]
    pub fn asked(&self) -> Asked {
        Asked { tables: self.tables.0.clone(), charts: self.figures != Figures::None }
    }

    /// What must be simulated for it.
    #[must_use]
    pub fn scope(&self, scenario: &Scenario) -> Scope {
        let all = Scope::everything(scenario);
        // Charts and the page speak of everything but single residents.
        let charts = if self.figures == Figures::None { Scope::NOTHING } else { Scope { residents: false, ..all } };
        self.tables.0.iter().fold(charts, |scope, table| scope.or(table.scope())).and(all)
    }

    /// The flags that ask for the same, with a space before each; none where everything is written.
    #[must_use]
    pub fn flags(&self) -> String {
        let figures = match self.figures {
            Figures::None => " --figures none",
            Figures::Svg => " --figures svg",
            Figures::All => "",
        };
        let names: Vec<&str> = self.tables.0.iter().map(|table| table.name()).collect();
        let tables = match names.len() {
            0 => format!(" --tables {NONE}"),
            some if some < Table::ALL.len() => format!(" --tables {}", names.join(",")),
            _ => String::new(),
        };
        format!("{figures}{tables}")
    }
}

/// Reads names of tables; each may be given once or more often, in any order.
fn tables(text: &str) -> Result<Tables, String> {
    match text.trim() {
        ALL => return Ok(Tables::default()),
        NONE => return Ok(Tables(Vec::new())),
        _ => {}
    }
    let known = || Table::ALL.into_iter().map(Table::name);
    let names: Vec<&str> = text.split(',').map(str::trim).collect();
    if let Some(name) = names.iter().find(|name| known().all(|known| known != **name)) {
        let near = nearest(name, known()).map(|near| format!(", did you mean {near}?")).unwrap_or_default();
        let known: Vec<&str> = known().collect();
        return Err(format!(
            "there is no table \"{}\"{near}\n  tables: {}\n  alone:  {ALL}, {NONE}",
            shown(name, 80),
            known.join(", ")
        ));
    }
    Ok(Tables(Table::ALL.into_iter().filter(|table| names.contains(&table.name())).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_in_any_order_and_written_in_one() {
        let flags = |text: &str| {
            tables(text).map_or_else(|why| why, |tables| Written { figures: Figures::Svg, tables }.flags())
        };
        assert_eq!(flags("runs, effects,runs"), " --figures svg --tables effects,runs");
        assert_eq!(flags("none"), " --figures svg --tables none");
        assert_eq!(flags("all"), " --figures svg");
        assert_eq!(Written::default().flags(), "");
        assert!(flags("effcts").starts_with("there is no table \"effcts\", did you mean effects?\n  tables: series, "));
        assert!(flags("runs,none").starts_with("there is no table \"none\""));
        assert!(flags("").starts_with("there is no table \"\"\n"));
    }
}
