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

/// How standard input is named where it may be.
pub const INPUT: &str = "-";

/// Reads a text file; `shown` is its name in messages.
pub fn read_text(path: &Path, shown: &str, largest: u64) -> Result<Arc<Source>, Box<Problem>> {
    if path == Path::new(INPUT) {
        return Err(Box::new(
            Problem::new(Code::NotAFile, "`-` is standard input, which is read by `run` and `check` only")
                .help("save it to a file and name that; a file that is really called - is  ./-"),
        ));
    }
    let refused = |error: &std::io::Error| Box::new(Problem::of_file(path, error));
    text_of(open(path)?, shown, largest, &refused)
}

/// Reads a scenario from standard input.
pub fn read_input() -> Result<Arc<Source>, Box<Problem>> {
    let shown = "standard input";
    let refused =
        |error: &std::io::Error| Box::new(Problem::new(Code::Unreadable, format!("{shown} cannot be read: {error}")));
    text_of(std::io::stdin().lock(), shown, LARGEST_SCENARIO, &refused)
}

/// Opens a file. Pipes, devices and sockets are refused: they may have no end, or none to write to them.
fn open(path: &Path) -> Result<std::fs::File, Box<Problem>> {
    let refused = |error: &std::io::Error| Box::new(Problem::of_file(path, error));
    // Opening a pipe waits for who writes into it, so its kind is looked at before; and after, should it have changed.
    regular(path, &std::fs::metadata(path).map_err(|error| refused(&error))?)?;
    let file = std::fs::File::open(path).map_err(|error| refused(&error))?;
    regular(path, &file.metadata().map_err(|error| refused(&error))?)?;
    Ok(file)
}

/// Refuses whatever is not a regular file.
fn regular(path: &Path, found: &std::fs::Metadata) -> Result<(), Box<Problem>> {
    if found.is_file() {
        return Ok(());
    }
    if found.is_dir() {
        // Opening a folder succeeds on some systems; the message is the same on all.
        let folder = std::io::Error::from(std::io::ErrorKind::IsADirectory);
        return Err(Box::new(Problem::of_file(path, &folder)));
    }
    let message = format!("{} is {}, not a file that can be read to its end", path.display(), kind(found));
    Err(Box::new(
        Problem::new(Code::NotAFile, message)
            .help("save what it gives to a file and name that")
            .help("`run` and `check` read a scenario from standard input where  -  stands for the file"),
    ))
}

/// What is no regular file.
#[cfg(unix)]
fn kind(found: &std::fs::Metadata) -> &'static str {
    use std::os::unix::fs::FileTypeExt as _;
    let kind = found.file_type();
    if kind.is_fifo() {
        "a pipe"
    } else if kind.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

/// What is no regular file.
#[cfg(not(unix))]
fn kind(_: &std::fs::Metadata) -> &'static str {
    "a device"
}

/// Reads a text to its end, or to where it is too long.
fn text_of(
    from: impl Read,
    shown: &str,
    largest: u64,
    refused: &dyn Fn(&std::io::Error) -> Box<Problem>,
) -> Result<Arc<Source>, Box<Problem>> {
    let mut bytes = Vec::new();
    from.take(largest + 1).read_to_end(&mut bytes).map_err(|error| refused(&error))?;
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
