//! What is wrong with a scenario, where, and what to do about it.

use std::ops::Range;
use std::sync::Arc;

pub use super::codes::{Code, Severity};
use super::names::brief;

/// A file that was read, kept so that problems can show its lines.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// Path as the user wrote it.
    pub name: String,
    /// Its text.
    pub text: String,
}

impl Source {
    /// Keeps a text under the name that messages will show.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { name: name.into(), text: text.into() })
    }

    /// Line and column of a byte, both counted from 1, the column in characters.
    #[must_use]
    pub fn line_column(&self, byte: usize) -> (usize, usize) {
        let at = self.text.floor_char_boundary(byte.min(self.text.len()));
        let before = &self.text[..at];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (before.bytes().filter(|byte| *byte == b'\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

/// Where a problem is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The file.
    pub source: Arc<Source>,
    /// Bytes of its text.
    pub span: Range<usize>,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which kind.
    pub code: Code,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Where; `None` for problems of the command line or of whole files.
    pub place: Option<Position>,
    /// Key, as a path from the top of the file, e.g. `place.groups[0].share`; empty where there is none.
    pub path: String,
    /// A few words beside the caret; may be empty.
    pub label: String,
    /// What to do, one step per line.
    pub help: Vec<String>,
}

impl Problem {
    /// A problem without a place.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: brief(&message.into()),
            place: None,
            path: String::new(),
            label: String::new(),
            help: Vec::new(),
        }
    }

    /// Says where it is.
    #[must_use]
    pub fn at(mut self, source: &Arc<Source>, span: Range<usize>) -> Self {
        self.place = Some(Position { source: Arc::clone(source), span });
        self
    }

    /// Names the key.
    #[must_use]
    pub fn key(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// Puts a few words beside the caret.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = brief(&label.into());
        self
    }

    /// Adds a line on what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(brief(&help.into()));
        self
    }

    /// Whether it does not stop the work.
    #[must_use]
    pub fn is_warning(&self) -> bool {
        self.code.severity() == Severity::Warning
    }

    /// Order in which problems are shown: by file in order of appearance, then by place.
    fn order(&self, main: &str) -> (bool, String, usize) {
        self.place.as_ref().map_or((false, String::new(), 0), |place| {
            (place.source.name != main, place.source.name.clone(), place.span.start)
        })
    }
}

/// All problems found at once, sorted by place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// Sorts problems: those of the scenario file first, each file from top to bottom.
    #[must_use]
    pub fn sorted(mut problems: Vec<Problem>, main: &str) -> Self {
        problems.sort_by_cached_key(|problem| problem.order(main));
        problems.dedup();
        Self(problems)
    }

    /// Exit code of a command that stops because of these: 4 if only files are missing or unreadable, else 3.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        let mut errors = self.0.iter().filter(|problem| !problem.is_warning()).peekable();
        if errors.peek().is_some() && errors.all(|problem| problem.code.severity() == Severity::File) { 4 } else { 3 }
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}

impl From<Box<Problem>> for Problems {
    fn from(problem: Box<Problem>) -> Self {
        Self(vec![*problem])
    }
}

impl std::fmt::Display for Problems {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&super::render::text(&self.0, false))
    }
}

impl std::error::Error for Problems {}
