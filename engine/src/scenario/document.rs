//! A text as a parsed document, with everything that can go wrong before its meaning matters.

use super::problem::{Code, Problem, Source};
use super::tree::Table;
use std::path::Path;
use std::sync::Arc;
use toml::de::DeTable;

/// Syntax errors reported at once; after a few, the rest are echoes.
const MOST_SYNTAX_ERRORS: usize = 20;

/// Reads a table to its end.
pub type Read<'a> = &'a dyn Fn(&Path) -> Result<Arc<Source>, Box<Problem>>;

/// The tables that lie with a scenario: the engine opens no file by itself.
#[derive(Clone, Copy)]
pub struct Folder<'a> {
    /// Folder that the names of tables are relative to.
    pub path: &'a Path,
    /// Reads one of them to its end.
    pub read: Read<'a>,
}

impl std::fmt::Debug for Folder<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Folder").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Folder<'_> {
    /// No folder at all: every table is refused.
    #[must_use]
    pub fn nowhere() -> Self {
        Self { path: Path::new(""), read: &|path| Err(Box::new(nowhere(path))) }
    }
}

/// Why there is no table where a scenario came without its folder.
fn nowhere(path: &Path) -> Problem {
    let message = format!("{} cannot be read: the scenario came as a text, without a folder", path.display());
    Problem::new(Code::Unreadable, message).help("load the scenario from its file")
}

/// Parses a document; `None` where its meaning cannot be looked at because the text is not TOML.
pub fn parse(source: &Arc<Source>, problems: &mut Vec<Problem>) -> Option<Table> {
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    let mut readable = true;
    let mut shown = 0;
    for error in errors {
        let message = error.message();
        let span = error.span().unwrap_or(0..0);
        let problem = if message.contains("recurs") {
            // One bracket too many is enough to know.
            problems.retain(|problem| problem.code != Code::TooDeep);
            Problem::new(Code::TooDeep, "brackets or dotted keys are nested more than 80 levels deep")
                .help("a scenario needs no more than four levels; look for brackets that are not closed")
        } else if message.contains("duplicate key") {
            let name = source.text.get(span.clone()).unwrap_or_default();
            Problem::new(Code::DuplicateKey, format!("`{name}` is written twice"))
                .label("already written above")
                .help("keep one of the two; sections that repeat stand in double brackets, e.g. [[place.groups]]")
        } else {
            Problem::new(Code::Syntax, format!("not valid TOML: {message}"))
                .help("a line reads  key = value ; texts stand in quotes (\"41 %\"), numbers do not (25_000)")
        };
        readable &= problem.code == Code::DuplicateKey;
        shown += 1;
        if shown <= MOST_SYNTAX_ERRORS {
            problems.push(problem.at(source, span));
        }
    }
    readable.then(|| Table::of(table.get_ref(), 0))
}
