//! What kind of results a folder holds, for commands that are named any of them.

use std::path::Path;

use crate::scenario::codes::Code;
use crate::scenario::legible::printable;
use crate::scenario::{Problem, Problems};

use super::load::{inside, manifest};
use super::{FileEntry, LARGEST_MANIFEST, sha256, whole};

/// Version of the program, without which results cannot be had again.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Kinds of folders that the program writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Strategies of a scenario, replicate by replicate.
    Run,
    /// Strategies in many futures.
    Stress,
    /// Forecasts of a survey's past.
    Backtest,
    /// What comes next by a survey.
    Forecast,
    /// Parameters that a survey speaks for.
    Calibration,
}

impl Kind {
    /// The kind with its article.
    #[must_use]
    pub const fn a(self) -> &'static str {
        match self {
            Self::Run => "a run",
            Self::Stress => "a stress test",
            Self::Backtest => "a back-test",
            Self::Forecast => "a forecast",
            Self::Calibration => "a calibration",
        }
    }

    /// The kind without its article.
    #[must_use]
    pub fn noun(self) -> &'static str {
        self.a().trim_start_matches("a ")
    }

    /// The name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Stress => "stress",
            Self::Backtest => "backtest",
            Self::Forecast => "forecast",
            Self::Calibration => "calibration",
        }
    }
}

/// What a folder says of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Described {
    /// Its kind.
    pub kind: Kind,
    /// Name of the survey it was made from; empty for kinds that need none.
    pub survey: String,
    /// Identity of the scenario, or else digest of the survey.
    pub hash: String,
    /// The command that makes it again from what lies in it.
    pub command: String,
    /// Its files with their digests.
    pub files: Vec<FileEntry>,
}

/// What a folder of any kind says of itself.
///
/// # Errors
/// The folder is none of this program's, or of another version.
pub fn described(directory: &Path) -> Result<Described, Problems> {
    let path = directory.join("manifest.json");
    let value = document(&path).unwrap_or_default();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let version = text(&value["tool"]["version"]);
    let of_survey =
        [Kind::Backtest, Kind::Forecast, Kind::Calibration].into_iter().find(|kind| value["kind"] == kind.name());
    if let Some(kind) = of_survey
        && value["tool"]["name"] == "groundswell"
        && !version.is_empty()
    {
        let command = text(&value["command"]);
        if version != VERSION {
            let version: String = printable(&version).chars().take(40).collect();
            let message =
                format!("this {} was written by Groundswell {version}; this is Groundswell {VERSION}", kind.noun());
            return Err(Problem::new(Code::OtherVersion, message)
                .help(format!("use Groundswell {version} to have the same bytes again"))
                .help(format!("or make it anew with this version, in {}:  {command}", directory.display()))
                .into());
        }
        let files: Vec<FileEntry> = serde_json::from_value(value["files"].clone()).map_err(|_| {
            let message = format!("{} does not list the files of the folder", path.display());
            Problem::new(Code::OtherVersion, message)
                .help("it was written by an earlier build, or changed: run it anew")
        })?;
        inside(&files, &path)?;
        let scenario = text(&value["scenario"]["hash"]);
        let digest = value["survey"]["sha256"].as_str().or(value["survey"]["digest"].as_str()).unwrap_or_default();
        return Ok(Described {
            kind,
            survey: text(&value["survey"]["name"]),
            hash: if scenario.is_empty() { digest.to_owned() } else { scenario },
            command,
            files,
        });
    }
    let manifest = manifest(directory)?;
    let kind = if manifest.command.starts_with("groundswell stress ") { Kind::Stress } else { Kind::Run };
    let (hash, command) = (manifest.scenario.hash, manifest.command);
    Ok(Described { kind, survey: String::new(), hash, command, files: manifest.files })
}

/// The folder of a run and of nothing else; `wanted` is what a run is needed for, as in "months are explained".
///
/// # Errors
/// The folder holds results of another kind, with what can be done with these; or none at all.
pub fn only_run(directory: &Path, wanted: &str) -> Result<(), Problems> {
    let found = described(directory)?;
    if found.kind == Kind::Run {
        return Ok(());
    }
    let shown = directory.display();
    let message = format!("{shown} holds {}, and {wanted} of runs only", found.kind.a());
    let mut problem = Problem::new(Code::NotResults, message);
    if found.has("scenario.toml") {
        problem = problem.help(format!("run its scenario:  groundswell run {shown}/scenario.toml"));
    }
    if found.has("report.html") {
        problem = problem.help(format!("what it found stands in {shown}/report.html"));
    }
    Err(problem.into())
}

impl Described {
    /// Whether a file is listed.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.files.iter().any(|entry| entry.path == name)
    }

    /// A listed file, with the bytes that its digest vouches for.
    ///
    /// # Errors
    /// It is not listed, cannot be read, or was changed.
    pub fn read(&self, directory: &Path, name: &str) -> Result<Vec<u8>, Problems> {
        let shown = directory.join(name).display().to_string();
        let bytes = listed(directory, name);
        let entry = self.files.iter().find(|entry| entry.path == name);
        match (bytes, entry) {
            (Some(bytes), Some(entry)) if sha256(&bytes) == entry.sha256 => Ok(bytes),
            (found, _) => {
                let how = if found.is_some() { "is not what was written: its digest differs" } else { "is not there" };
                let problem = Problem::new(Code::Changed, format!("{} {how}", printable(&shown)))
                    .help(format!("to see what differs:  groundswell rerun {}", directory.display()))
                    .help("to have it right: copy the whole folder again, or run the command again");
                Err(problem.into())
            }
        }
    }

    /// The inputs among the files: scenario, tables and survey.
    pub fn inputs(&self) -> impl Iterator<Item = &FileEntry> {
        let input = |path: &str| ["scenario.toml", "survey.csv"].contains(&path) || path.starts_with("input/");
        self.files.iter().filter(move |entry| input(&entry.path))
    }
}

/// A regular file of a directory by the name that is listed; `None` where there is none. Lists lead nowhere else
/// ([`inside`]).
#[must_use]
pub fn listed(directory: &Path, name: &str) -> Option<Vec<u8>> {
    whole::read(&directory.join(name), u64::MAX).ok()
}

/// A JSON document, where there is one.
fn document(path: &Path) -> Option<serde_json::Value> {
    serde_json::from_slice(&whole::read(path, LARGEST_MANIFEST).ok()?).ok()
}
