//! Files that a user names: read to their end if they have one, and refused with a reason if not.
//!
//! The engine opens nothing by itself. It is handed [`table`], by which a scenario's tables are read.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use crate::scenario::codes::Code;
use crate::scenario::problem::Source;
use crate::scenario::{Folder, Loaded, Overrides, Problem, Problems, Scenario, Settings};

/// Largest scenario file in bytes.
const LARGEST_SCENARIO: u64 = 64 << 20;

/// Largest data file in bytes.
const LARGEST_TABLE: u64 = 4 << 30;

/// How standard input is named where it may be.
pub const INPUT: &str = "-";

/// Scenarios from files.
pub trait FromFile: Sized {
    /// Reads and checks a scenario file and the tables it names.
    ///
    /// # Errors
    /// All problems of the file and its tables, sorted by place.
    fn load(path: impl AsRef<Path>) -> Result<Self, Problems>;

    /// The same, as the command line changes it, with what is odd but not wrong.
    ///
    /// # Errors
    /// As [`Self::load`].
    fn load_with(path: &Path, overrides: &Overrides) -> Result<Loaded, Problems>;

    /// The same with some values set, or standard input where the path is `-`; tables that it names are then looked for in
    /// the current folder.
    ///
    /// # Errors
    /// As [`Self::load`].
    fn load_or_input(path: &Path, overrides: &Overrides, settings: &Settings) -> Result<Loaded, Problems>;

    /// Checks a scenario given as text; `directory` is where the tables it names are looked for.
    ///
    /// # Errors
    /// As [`Self::load`].
    fn parse_in(text: &str, directory: &Path, overrides: &Overrides) -> Result<Loaded, Problems>;
}

impl FromFile for Scenario {
    fn load(path: impl AsRef<Path>) -> Result<Self, Problems> {
        Self::load_with(path.as_ref(), &Overrides::default()).map(|loaded| loaded.scenario)
    }

    fn load_with(path: &Path, overrides: &Overrides) -> Result<Loaded, Problems> {
        Self::check(&scenario(path)?, beside(path), overrides)
    }

    fn load_or_input(path: &Path, overrides: &Overrides, settings: &Settings) -> Result<Loaded, Problems> {
        if path == Path::new(INPUT) {
            Self::check_with(&read_input()?, folder(Path::new("")), overrides, settings)
        } else {
            Self::check_with(&scenario(path)?, beside(path), overrides, settings)
        }
    }

    fn parse_in(text: &str, directory: &Path, overrides: &Overrides) -> Result<Loaded, Problems> {
        Self::check(&Source::new("scenario.toml", text), folder(directory), overrides)
    }
}

/// Reads the text of a scenario.
fn scenario(path: &Path) -> Result<Arc<Source>, Box<Problem>> {
    read_text(path, &path.display().to_string(), LARGEST_SCENARIO)
}

/// The folder in which a file lies.
fn beside(path: &Path) -> Folder<'_> {
    folder(path.parent().unwrap_or(Path::new("")))
}

/// A folder of this machine.
const fn folder(path: &Path) -> Folder<'_> {
    Folder { path, read: &table }
}

/// Reads the text of a table.
///
/// # Errors
/// Why it cannot be had.
pub fn table(path: &Path) -> Result<Arc<Source>, Box<Problem>> {
    read_text(path, &path.display().to_string(), LARGEST_TABLE)
}

/// Reads a text file; `shown` is its name in messages.
pub fn read_text(path: &Path, shown: &str, largest: u64) -> Result<Arc<Source>, Box<Problem>> {
    if path == Path::new(INPUT) {
        return Err(Box::new(
            Problem::new(Code::NotAFile, "`-` is standard input, which is read by `run` and `check` only")
                .help("save it to a file and name that; a file that is really called - is  ./-"),
        ));
    }
    let refused = |error: &std::io::Error| Box::new(of_file(path, error));
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
    let refused = |error: &std::io::Error| Box::new(of_file(path, error));
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
        return Err(Box::new(of_file(path, &folder)));
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

/// Explains why a file could not be opened or read.
#[must_use]
pub fn of_file(path: &Path, error: &std::io::Error) -> Problem {
    let shown = path.display();
    match error.kind() {
        std::io::ErrorKind::NotFound => Problem::new(Code::NotFound, format!("there is no file {shown}")),
        std::io::ErrorKind::IsADirectory => {
            let problem = Problem::new(Code::Directory, format!("{shown} is a folder, not a file"));
            let inside = path.join("scenario.toml");
            if inside.is_file() {
                problem.help(format!("it holds a scenario: name {}", inside.display()))
            } else {
                problem.help("name the file inside it")
            }
        }
        _ => Problem::new(Code::Unreadable, format!("{shown} cannot be read: {error}")),
    }
}
