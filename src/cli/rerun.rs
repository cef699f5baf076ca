//! `groundswell rerun`: run a finished run again, and say whether it comes out identical or where it first differs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser as _;

use super::args::{Arguments, Command, Globals, RerunArgs};
use super::results::{self, PAGE};
use super::run::{Failure, pool, processors, refused, replicates, stop_on_ctrl_c};
use crate::experiment::differ::{self, Difference};
use crate::experiment::load::{manifest, same_version};
use crate::experiment::{FileEntry, Manifest, Staging, sha256};
use crate::report::carried;
use crate::scenario::codes::Code;
use crate::scenario::names::counted;
use crate::scenario::{Loaded, Overrides, Problem, Problems, Scenario, identity};

/// Runs a finished run again.
#[must_use]
pub fn run(arguments: &RerunArgs, globals: &Globals) -> ExitCode {
    match rerun(&arguments.path, globals) {
        Ok(code) => code,
        Err(problems) => super::fail(&problems, globals.json),
    }
}

/// What is known of the run that was.
struct Original {
    /// The scenario, where it is a run; a stress test has a command of its own.
    loaded: Option<Loaded>,
    hash: String,
    /// Files with their digests.
    files: Vec<FileEntry>,
    /// What the manifest says; a page has none.
    manifest: Option<Manifest>,
    /// Folder in which the files themselves lie.
    folder: Option<PathBuf>,
    /// The page, where it is all there is.
    page: Option<String>,
}

/// Either an original or a difference that makes running it again pointless.
type Found = Result<Original, Difference>;

fn rerun(path: &Path, globals: &Globals) -> Result<ExitCode, Problems> {
    let began = Instant::now();
    let found = if path.is_file() { page(path)? } else { folder(path)? };
    let original = match found {
        Ok(original) => original,
        Err(difference) => return Ok(tell_difference(path, &[difference], 0, globals)),
    };
    let place = Temporary::new()?;
    let target = place.0.join("results");
    let again = match &original.loaded {
        Some(loaded) => run_again(loaded, &target, globals, began)?,
        None => stress_again(&original, path, &target, globals)?,
    };
    let Some(again) = again else {
        super::note("Interrupted; nothing was compared.");
        return Ok(ExitCode::from(130));
    };
    let fresh = manifest(&again)?;
    let differences = compare(&original, &fresh, &again);
    let compared = fresh.files.len();
    if !differences.is_empty() {
        return Ok(tell_difference(path, &differences, compared, globals));
    }
    if globals.json {
        super::print_json(&serde_json::json!({
            "schema_version": 1, "status": "identical", "files": compared, "scenario": original.hash,
            "replicates": fresh.replicates,
        }));
    } else {
        super::print(&format!(
            "identical: all {} of {}, run again with {}",
            counted(compared, "file"),
            path.display(),
            counted(fresh.replicates, "replicate")
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// Runs a scenario into a folder; `None` if interrupted.
fn run_again(loaded: &Loaded, target: &Path, globals: &Globals, began: Instant) -> Result<Option<PathBuf>, Problems> {
    let scenario = &loaded.scenario;
    let threads = globals.threads.map_or_else(processors, usize::from);
    super::run::enough_memory(scenario, threads)?;
    let hash = identity(scenario);
    let staging = Staging::begin(target, &hash, false).map_err(|error| refused(&error))?;
    let pool = pool(threads)?;
    stop_on_ctrl_c();
    let outcomes = match replicates(loaded, &staging, &pool, globals) {
        Ok(outcomes) => outcomes,
        Err(Failure::Problems(problems)) => return Err(problems),
        Err(Failure::Interrupted) => return Ok(None),
    };
    let written = pool.install(|| results::write(scenario, &hash, &outcomes, staging, threads, began));
    written.map(|(again, _)| Some(again)).map_err(|error| refused(&error))
}

/// Puts a scenario to the same stress test, by the command in its manifest; `None` if interrupted.
fn stress_again(
    original: &Original,
    path: &Path,
    target: &Path,
    globals: &Globals,
) -> Result<Option<PathBuf>, Problems> {
    let command = original.manifest.as_ref().map_or("", |manifest| manifest.command.as_str());
    let words = command.split_whitespace().map(std::ffi::OsString::from);
    let Ok(Arguments { command: Command::Stress(mut own), .. }) = Arguments::try_parse_from(words) else {
        let problem = Problem::new(Code::Changed, format!("the command in the manifest is none: {command}"));
        return Err(Problems(vec![problem]));
    };
    own.file = path.join("scenario.toml");
    own.out = Some(target.to_owned());
    let quiet = Globals { quiet: globals.quiet || globals.json, ..globals.clone() };
    let code = super::stress::stress(&own, &quiet, false)?;
    Ok((code == ExitCode::SUCCESS).then(|| target.to_owned()))
}

/// A run by its folder.
fn folder(path: &Path) -> Result<Found, Problems> {
    let manifest = manifest(path)?;
    let inputs = |entry: &&FileEntry| entry.path == "scenario.toml" || entry.path.starts_with("input/");
    for entry in manifest.files.iter().filter(inputs) {
        let Ok(bytes) = std::fs::read(path.join(&entry.path)) else {
            return Ok(Err(Difference::missing(&entry.path)));
        };
        if sha256(&bytes) != entry.sha256 {
            return Ok(Err(Difference::changed_input(&entry.path)));
        }
    }
    let stressed = manifest.command.starts_with("groundswell stress ");
    let loaded = if stressed {
        None
    } else {
        let loaded = Scenario::load(&path.join("scenario.toml"), &Overrides::default())?;
        if identity(&loaded.scenario) != manifest.scenario.hash {
            return Ok(Err(Difference::changed_input("manifest.json")));
        }
        Some(loaded)
    };
    Ok(Ok(Original {
        loaded,
        hash: manifest.scenario.hash.clone(),
        files: manifest.files.clone(),
        manifest: Some(manifest),
        folder: Some(path.to_owned()),
        page: None,
    }))
}

/// A run by its report alone.
fn page(path: &Path) -> Result<Found, Problems> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| {
        if error.kind() == std::io::ErrorKind::InvalidData {
            Problems(vec![Problem::new(Code::NotUtf8, format!("{shown} is not UTF-8 text"))])
        } else {
            Problems(vec![Problem::of_file(path, &error)])
        }
    })?;
    let Some(carried) = carried::read(&text) else {
        let problem = Problem::new(Code::NotResults, format!("{shown} is no report of a run"))
            .help("name a report.html that a run has written, or the folder it lies in");
        return Err(Problems(vec![problem]));
    };
    let beside = path.parent().unwrap_or(Path::new(""));
    same_version(&carried.version, &beside.join("scenario.toml"))?;
    if let Some(table) = carried.files.iter().find(|entry| entry.path.starts_with("input/")) {
        let folder = if beside.join("manifest.json").is_file() { super::shell(beside) } else { "DIR".to_owned() };
        let problem = Problem::new(
            Code::NotInside,
            format!("the scenario of {shown} reads {}, which a report does not carry", table.path),
        )
        .help(format!("name the folder of the run instead:  groundswell rerun {folder}"));
        return Err(Problems(vec![problem]));
    }
    let listed = carried.files.iter().find(|entry| entry.path == "scenario.toml");
    if listed.is_none_or(|entry| entry.sha256 != sha256(carried.scenario_toml.as_bytes())) {
        return Ok(Err(Difference::changed_input("scenario.toml")));
    }
    let loaded = Scenario::parse(&carried.scenario_toml, Path::new(""))?;
    if identity(&loaded.scenario) != carried.hash {
        return Ok(Err(Difference::changed_input("scenario.toml")));
    }
    Ok(Ok(Original {
        loaded: Some(loaded),
        hash: carried.hash,
        files: carried.files,
        manifest: None,
        folder: None,
        page: Some(text),
    }))
}

/// Everything that differs, tables first, each kind by name.
fn compare(original: &Original, fresh: &Manifest, again: &Path) -> Vec<Difference> {
    let was: BTreeMap<&str, &FileEntry> = original.files.iter().map(|entry| (entry.path.as_str(), entry)).collect();
    let is: BTreeMap<&str, &FileEntry> = fresh.files.iter().map(|entry| (entry.path.as_str(), entry)).collect();
    let mut names: Vec<&str> = was.keys().chain(is.keys()).copied().collect();
    names.sort_by_key(|name| (differ::order(name), *name));
    names.dedup();
    let mut found = Vec::new();
    for name in names {
        let new = std::fs::read(again.join(name)).ok();
        found.extend(match (&original.folder, &original.page) {
            (Some(folder), _) => {
                let old = std::fs::read(folder.join(name)).ok();
                differ::files(name, old.as_deref(), new.as_deref())
            }
            (None, Some(page)) if name == PAGE => differ::files(name, Some(page.as_bytes()), new.as_deref()),
            _ => differ::digests(name, was.get(name).copied(), is.get(name).copied()),
        });
    }
    if let Some(manifest) = &original.manifest {
        found.extend(differ::manifests(manifest, fresh));
    }
    found
}

fn tell_difference(path: &Path, differences: &[Difference], compared: usize, globals: &Globals) -> ExitCode {
    let Some(first) = differences.first() else { return ExitCode::SUCCESS };
    if globals.json {
        super::print_json(&serde_json::json!({
            "schema_version": 1, "status": "differs", "files": compared, "differing": differences.len(),
            "first": first,
        }));
        return ExitCode::from(5);
    }
    super::print(&format!("{} does not come out as it was.\n{first}", path.display()));
    if differences.len() > 1 {
        let others: Vec<&str> = differences[1..].iter().take(6).map(|difference| difference.file.as_str()).collect();
        let more = if differences.len() > 7 { ", …" } else { "" };
        super::print(&format!("Also: {}{more}", others.join(", ")));
    }
    ExitCode::from(5)
}

/// A folder out of the way, gone when this is.
struct Temporary(PathBuf);

impl Temporary {
    fn new() -> Result<Self, Problems> {
        let root = std::env::temp_dir();
        let mut last = None;
        for nth in 0..100 {
            let path = root.join(format!("groundswell-rerun-{}-{nth}", std::process::id()));
            match std::fs::create_dir(&path) {
                Ok(()) => return Ok(Self(path)),
                Err(error) => last = Some(error),
            }
        }
        let cause = last.map_or_else(String::new, |error| format!(": {error}"));
        let problem = Problem::new(Code::Unreadable, format!("cannot make a folder in {}{cause}", root.display()))
            .help("set TMPDIR to a folder where you may write");
        Err(Problems(vec![problem]))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
