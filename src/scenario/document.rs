//! From a file to a parsed document, with everything that can go wrong before its meaning matters.

use super::problem::{Code, Problem, Source};
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use toml::de::DeTable;

/// Largest scenario file in bytes.
pub const LARGEST_SCENARIO: u64 = 64 << 20;

/// Largest data file in bytes.
pub const LARGEST_TABLE: u64 = 4 << 30;

/// Syntax errors reported at once; after a few, the rest are echoes.
const MOST_SYNTAX_ERRORS: usize = 20;

/// Reads a text file; `shown` is its name in messages.
pub fn read_text(path: &Path, shown: &str, largest: u64) -> Result<Arc<Source>, Box<Problem>> {
    let refused = |error: &std::io::Error| Box::new(Problem::of_file(path, error));
    // Opening a folder succeeds on some systems; ask first so that the message is the same on all.
    if std::fs::metadata(path).map_err(|error| refused(&error))?.is_dir() {
        return Err(refused(&std::io::Error::from(std::io::ErrorKind::IsADirectory)));
    }
    let file = std::fs::File::open(path).map_err(|error| refused(&error))?;
    let mut bytes = Vec::new();
    file.take(largest + 1).read_to_end(&mut bytes).map_err(|error| refused(&error))?;
    if bytes.len() as u64 > largest {
        return Err(Box::new(
            Problem::new(Code::FileTooLarge, format!("{shown} is larger than {} MB", largest >> 20))
                .help("put long tables (residents, ties, series) into CSV files and name them in the scenario"),
        ));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source::new(shown, text)),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let source = Source::new(shown, String::from_utf8_lossy(error.as_bytes()).into_owned());
            let end = source.text.ceil_char_boundary(valid + 1);
            Err(Box::new(
                Problem::new(Code::NotUtf8, format!("{shown} is not UTF-8 text"))
                    .at(&source, valid..end)
                    .label("this byte is not UTF-8")
                    .help("save the file again as UTF-8 (in a spreadsheet: \"CSV UTF-8\")"),
            ))
        }
    }
}

/// Parses a document; `None` where its meaning cannot be looked at because the text is not TOML.
pub fn parse<'a>(source: &'a Arc<Source>, problems: &mut Vec<Problem>) -> Option<DeTable<'a>> {
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
    readable.then(|| table.into_inner())
}
