//! Why a command that writes a folder has no results.

use std::io::ErrorKind;
use std::path::Path;
use std::process::ExitCode;

use super::args::Globals;
use super::stop::{self, STOP};
use crate::folder::{Placed, Staging, StoreError};
use crate::scenario::codes::Code;
use crate::scenario::names::{counted, plural};
use crate::scenario::{Problem, Problems};

/// Why there are no results.
#[derive(Debug)]
pub enum Failure {
    /// Something is wrong.
    Problems(Problems),
    /// The user stopped it; what is kept of work that can be continued.
    Interrupted(Option<Checkpoint>),
}

/// What an interrupted command has finished.
#[derive(Debug, Clone, Copy)]
pub struct Checkpoint {
    /// How many are kept.
    pub finished: usize,
    /// How many more were on their way, and are kept as they last were.
    pub on_the_way: usize,
    /// Of how many, where that is known.
    pub of: Option<u32>,
    /// Of what, in the singular.
    pub unit: &'static str,
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        Self::Problems(problems)
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problems(problem.into())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Interrupted => Self::Interrupted(None),
            error => Self::Problems(refused(&error).into()),
        }
    }
}

impl Failure {
    /// Says what is kept where the user stopped it, and takes away a hidden folder that holds nothing worth keeping.
    #[must_use]
    pub fn keeping(self, staging: Staging, of: Option<u32>, unit: &'static str) -> Self {
        let (finished, on_the_way) = (staging.finished().len(), staging.on_the_way());
        staging.abandon_if_empty();
        match self {
            Self::Interrupted(_) => Self::Interrupted(Some(Checkpoint { finished, on_the_way, of, unit })),
            problems @ Self::Problems(_) => problems,
        }
    }

    /// The same where nothing that was finished is kept.
    #[must_use]
    pub fn keeping_nothing(self) -> Self {
        match self {
            Self::Interrupted(_) => Self::Interrupted(None),
            problems @ Self::Problems(_) => problems,
        }
    }

    /// Tells it; the exit code of the command.
    #[must_use]
    pub fn end(self, globals: &Globals) -> ExitCode {
        match self {
            Self::Problems(problems) => return super::fail(&problems, globals.json),
            Self::Interrupted(kept) if globals.json => {
                let mut document = serde_json::json!({ "schema_version": 1, "status": "interrupted" });
                if let Some(kept) = kept {
                    if let Some(of) = kept.of {
                        document[plural(2, kept.unit)] = of.into();
                    }
                    document["finished"] = kept.finished.into();
                    if kept.on_the_way > 0 {
                        document["on_the_way"] = kept.on_the_way.into();
                    }
                }
                super::print_json(&document);
            }
            Self::Interrupted(None) => super::note("Interrupted; nothing was written."),
            Self::Interrupted(Some(Checkpoint { finished, on_the_way, unit, .. })) if on_the_way > 0 => {
                super::note(&format!(
                    "Interrupted. {}, and {on_the_way} on the way as after its last whole year: the same command continues \
                     from there.",
                    match finished {
                        0 => format!("Kept: no {unit} to its end"),
                        some => format!("Kept: {}", counted(some, unit)),
                    }
                ));
            }
            Self::Interrupted(Some(Checkpoint { finished: 0, unit, .. })) => {
                super::note(&format!("Interrupted before the first {unit} was finished; nothing was written."));
            }
            Self::Interrupted(Some(Checkpoint { finished, of, unit, .. })) => super::note(&format!(
                "Interrupted. {} {} kept: the same command continues from there.",
                of.map_or_else(|| counted(finished, unit), |of| format!("{finished} of {}", counted(of, unit))),
                if finished == 1 { "is" } else { "are" },
            )),
        }
        ExitCode::from(stop::code())
    }
}

/// Claims the place of a result folder, for work that looks at [`STOP`].
pub fn begin(target: &Path, identity: &str, force: bool) -> Result<Staging, Failure> {
    stop::looking(true);
    Ok(Staging::begin(target, identity, force)?.heeding(&STOP))
}

/// Tells of files that lay among replaced results and were none.
pub fn tell_kept(placed: &Placed, globals: &Globals) {
    if globals.quiet || globals.json {
        return;
    }
    for folder in &placed.kept {
        let (here, there) = (placed.folder.display(), folder.display());
        super::note(&format!("Files in {here} that the replaced results did not list are kept in {there}."));
    }
}

/// What to say when results cannot be written.
fn refused(error: &StoreError) -> Problem {
    match error {
        StoreError::Exists(path) => Problem::new(Code::Exists, format!("{} is already there", path.display()))
            .help("use --force to replace it, or --out DIR to write elsewhere"),
        StoreError::Foreign(path) => {
            Problem::new(Code::Exists, format!("{} is there and holds no results of Groundswell", path.display()))
                .help("--force replaces only results and empty folders; use --out DIR to write elsewhere")
        }
        StoreError::InUse(path) => {
            Problem::new(Code::InUse, format!("another run is writing to {} at this moment", path.display()))
                .help("wait until it has ended, or use --out DIR to write elsewhere")
        }
        StoreError::Disturbed(path) => {
            Problem::new(Code::Unreadable, format!("{} was changed or removed while it was made", path.display()))
                .help("something else works in the hidden folder of this run: keep other programs away from it")
                .help("run the same command again: what was finished is kept")
        }
        StoreError::Interrupted => Problem::new(Code::Unreadable, "interrupted"),
        StoreError::Io { doing, path, hidden, source } => {
            let problem = Problem::new(Code::Unreadable, format!("cannot {doing} {}: {source}", path.display()));
            let shown = hidden.display();
            match source.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded if hidden.exists() => problem
                    .help("free some space and run the same command again: what was finished is kept")
                    .help(format!("it is kept in the hidden folder {shown}, which may be deleted to begin anew")),
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                    problem.help("free some space and run the same command again")
                }
                ErrorKind::InvalidFilename => problem.help("use --out DIR with a shorter name").help(format!(
                    "results are made in the hidden folder {shown}, which may be deleted if it is there"
                )),
                ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                    problem.help("use --out DIR to write where you may")
                }
                _ => problem.help("use --out DIR to write elsewhere"),
            }
        }
    }
}
