//! Back from a result directory: what a finished run holds, without simulating it again.
//!
//! Only what is read is checked: tables and pictures may be moved or opened in a spreadsheet without harm to what is
//! made from the replicates.

use std::path::{Component, Path};

use crate::input::FromFile;
use crate::scenario::codes::Code;
use crate::scenario::legible::is_hidden;
use crate::scenario::{Overrides, Problem, Problems, Scenario, Tables, identity};

use super::replicates::{REPLICATES, Unreadable, decode};
use super::{FileEntry, LARGEST_MANIFEST, Manifest, sha256, whole};
use crate::experiment::Outcomes;

/// Version of the program, without which results cannot be had again.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A finished run.
#[derive(Debug, Clone)]
pub struct Finished {
    /// The scenario as run.
    pub scenario: Scenario,
    /// Its text.
    pub toml: String,
    /// What its replicates brought.
    pub outcomes: Outcomes,
    /// What is said of it.
    pub manifest: Manifest,
}

/// The manifest of a directory that this version of the program has written.
pub fn manifest(directory: &Path) -> Result<Manifest, Problems> {
    let path = directory.join("manifest.json");
    let foreign = |message: String| {
        Problems(vec![
            Problem::new(Code::NotResults, message)
                .help("name the folder that a run has written, e.g. output/millbrook-9f3c12ab")
                .help("groundswell run SCENARIO.toml   makes one"),
        ])
    };
    let shown = directory.display();
    let bytes = match whole::read(&path, LARGEST_MANIFEST) {
        Ok(bytes) => bytes,
        Err(_) if directory.is_file() => return Err(foreign(format!("{shown} is a file, not a folder of results"))),
        Err(_) if !directory.exists() => return Err(foreign(format!("there is no folder {shown}"))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(foreign(format!("{shown} holds no results: it has no manifest.json")));
        }
        Err(error) => return Err(Problems(vec![crate::input::of_file(&path, &error)])),
    };
    // Other versions may have other keys, so the version is looked for first.
    let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let version = value["tool"]["version"].as_str().unwrap_or_default();
    if value["tool"]["name"] != "groundswell" || version.is_empty() {
        return Err(foreign(format!("{} was not written by Groundswell", path.display())));
    }
    same_version(version, &directory.join("scenario.toml"))?;
    let manifest: Manifest = serde_json::from_value(value).map_err(|error| {
        let problem = Problem::new(Code::Changed, format!("{} is damaged: {error}", path.display()))
            .help("copy the whole folder again, or run the scenario again");
        Problems(vec![problem])
    })?;
    inside(&manifest.files, &path)?;
    Ok(manifest)
}

/// Refuses a list of files that leads out of the folder which it is a list of; `source` is where it stands.
pub fn inside(files: &[FileEntry], source: &Path) -> Result<(), Problems> {
    let strange = |entry: &&FileEntry| {
        let mut parts = Path::new(&entry.path).components();
        entry.path.is_empty() || !parts.all(|part| matches!(part, Component::Normal(_)))
    };
    let Some(entry) = files.iter().find(strange) else { return Ok(()) };
    let name: String = entry.path.chars().filter(|c| !is_hidden(*c)).take(80).collect();
    let message = format!("{} lists \"{name}\", which is no file inside the folder of its results", source.display());
    Err(Problem::new(Code::Changed, message).help("copy the whole folder again, or run the scenario again").into())
}

/// Refuses what another version of the program has written; `scenario` is where it can be run again from.
pub fn same_version(version: &str, scenario: &Path) -> Result<(), Problems> {
    if version == VERSION {
        return Ok(());
    }
    let version: String = version.chars().filter(|c| !is_hidden(*c)).take(40).collect();
    let problem = Problem::new(
        Code::OtherVersion,
        format!("these results were written by Groundswell {version}; this is Groundswell {VERSION}"),
    )
    .help(format!("use Groundswell {version} to have the same bytes again"))
    .help(format!("or run it anew with this version:  groundswell run {}", scenario.display()));
    Err(Problems(vec![problem]))
}

/// Reads a finished run.
pub fn load(directory: &Path) -> Result<Finished, Problems> {
    let manifest = manifest(directory)?;
    if manifest.command.starts_with("groundswell stress ") {
        let problem = Problem::new(Code::NotResults, format!("{} holds a stress test, not a run", directory.display()))
            .help("its page and figures are in the folder; groundswell rerun can run it again");
        return Err(Problems(vec![problem]));
    }
    let toml = read(directory, &manifest, "scenario.toml")?;
    for entry in manifest.files.iter().filter(|entry| entry.path.starts_with("input/")) {
        read(directory, &manifest, &entry.path)?;
    }
    let toml = String::from_utf8(toml).map_err(|_| changed(directory, "scenario.toml", "is not UTF-8"))?;
    let confined = Overrides { tables: Tables::Inside, ..Overrides::default() };
    let scenario = Scenario::load_with(&directory.join("scenario.toml"), &confined)?.scenario;
    if identity(&scenario) != manifest.scenario.hash {
        return Err(changed(directory, "scenario.toml", "is not the scenario that was run"));
    }
    if manifest.files.iter().all(|entry| entry.path != REPLICATES) {
        let problem = Problem::new(
            Code::OtherVersion,
            format!("{} was written by a build that did not keep its replicates", directory.display()),
        )
        .help(format!("run it anew:  groundswell run {}", directory.join("scenario.toml").display()));
        return Err(Problems(vec![problem]));
    }
    let outcomes = match decode(&read(directory, &manifest, REPLICATES)?, &scenario) {
        Ok(outcomes) => outcomes,
        Err(Unreadable::Format(found)) => {
            let problem = Problem::new(
                Code::OtherVersion,
                format!("{REPLICATES} is of format {found}, which this build of Groundswell {VERSION} does not read"),
            )
            .help(format!("run it anew:  groundswell run {}", directory.join("scenario.toml").display()));
            return Err(Problems(vec![problem]));
        }
        Err(_) => return Err(changed(directory, REPLICATES, "does not hold the replicates of this scenario")),
    };
    Ok(Finished { scenario, toml, outcomes, manifest })
}

/// A file of the directory, with the bytes that the manifest vouches for.
fn read(directory: &Path, manifest: &Manifest, name: &str) -> Result<Vec<u8>, Problems> {
    let path = directory.join(name);
    let bytes = match whole::read(&path, u64::MAX) {
        Ok(bytes) => bytes,
        Err(error) => {
            let problem = crate::input::of_file(&path, &error)
                .help("the manifest lists it: put it back, or copy the whole folder again");
            return Err(Problems(vec![problem]));
        }
    };
    let listed = manifest.files.iter().find(|entry| entry.path == name);
    match listed {
        Some(entry) if entry.sha256 == sha256(&bytes) => Ok(bytes),
        Some(_) => Err(changed(directory, name, "is not what the run has written: its digest differs")),
        None => Err(changed(directory, name, "is not listed in the manifest")),
    }
}

fn changed(directory: &Path, name: &str, how: &str) -> Problems {
    let problem = Problem::new(Code::Changed, format!("{} {how}", directory.join(name).display()))
        .help(format!("to see what differs:  groundswell rerun {}", directory.display()))
        .help("to have it right: run the scenario again, or copy the whole folder again");
    Problems(vec![problem])
}
