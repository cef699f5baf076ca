//! `groundswell rerun`: run a finished run again, and say whether it comes out identical or where it first differs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use super::again;
use super::args::{Figures, Globals, RerunArgs, Written};
use super::failure::{Failure, begin};
use super::results::{self, PAGE};
use super::run::{pool, processors, replicates};
use super::stop;
use crate::folder::differ::{self, Difference};
use crate::folder::kind::{Described, Kind, described, listed};
use crate::folder::load::{inside, manifest, same_version};
use crate::folder::{FileEntry, Manifest, load, sha256, whole};
use crate::input::FromFile;
use crate::report::embedded;
use crate::scenario::codes::Code;
use crate::scenario::names::counted;
use crate::scenario::{Loaded, Overrides, Problem, Problems, Scenario, Tables, identity};

/// Largest report that is read, in bytes.
const LARGEST_PAGE: u64 = 256 << 20;

/// Runs a finished run again.
#[must_use]
pub fn run(arguments: &RerunArgs, globals: &Globals) -> ExitCode {
    rerun(&arguments.path, globals).unwrap_or_else(|failure| failure.end(globals))
}

/// What is known of the run that was.
struct Original {
    /// The scenario and what was written of it, where it is a run; a stress test has a command of its own.
    run: Option<(Loaded, Written)>,
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

fn rerun(path: &Path, globals: &Globals) -> Result<ExitCode, Failure> {
    let began = Instant::now();
    if !path.is_file() {
        let found = described(path)?;
        if !matches!(found.kind, Kind::Run | Kind::Stress) {
            return by_survey(path, &found, globals);
        }
    }
    let found = if path.is_file() { page(path)? } else { folder(path)? };
    let original = match found {
        Ok(original) => original,
        Err(difference) => return Ok(tell_difference(path, &[difference], 0, globals)),
    };
    let place = temporary()?;
    let target = place.path().join("results");
    let again = match &original.run {
        Some((loaded, written)) => run_again(loaded, written, &target, globals, began)?,
        None => stress_again(path, &target, globals)?,
    };
    let fresh = manifest(&again)?;
    let mut differences = compare(&original, &fresh, &again);
    if let Some(page) = original.page.as_deref().filter(|_| fresh.files.iter().all(|entry| entry.path != PAGE)) {
        // The run was not asked for a page: this one was made afterwards.
        let fresh = results::page(&results::whole(load(&again)?, globals), Figures::None);
        differences.extend(differ::files(PAGE, Some(page.as_bytes()), Some(fresh.as_bytes())));
    }
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
            if fresh.worlds > 1 { counted(fresh.worlds, "world") } else { counted(fresh.replicates, "replicate") }
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// Makes again what was made from a survey, and compares.
fn by_survey(path: &Path, found: &Described, globals: &Globals) -> Result<ExitCode, Failure> {
    for entry in found.inputs() {
        match listed(path, &entry.path) {
            None => return Ok(tell_difference(path, &[Difference::missing(&entry.path)], 0, globals)),
            Some(bytes) if sha256(&bytes) != entry.sha256 => {
                return Ok(tell_difference(path, &[Difference::changed_input(&entry.path)], 0, globals));
            }
            Some(_) => {}
        }
    }
    let place = temporary()?;
    let target = place.path().join("results");
    again::into(found, path, &target, globals)?;
    let (compared, differences) = again::differences(found, path, &target)?;
    if !differences.is_empty() {
        return Ok(tell_difference(path, &differences, compared, globals));
    }
    let kind = found.kind;
    if globals.json {
        super::print_json(&serde_json::json!({
            "schema_version": 1, "status": "identical", "kind": kind.name(), "files": compared, "survey": found.survey,
        }));
    } else {
        super::print(&format!("identical: all {compared} files of {}, {} made again", path.display(), kind.a()));
    }
    Ok(ExitCode::SUCCESS)
}

/// Runs a scenario into a folder.
fn run_again(
    loaded: &Loaded,
    written: &Written,
    target: &Path,
    globals: &Globals,
    began: Instant,
) -> Result<PathBuf, Failure> {
    let scenario = &loaded.scenario;
    let threads = globals.threads.map_or_else(processors, usize::from);
    super::run::enough_memory(scenario, threads)?;
    let hash = identity(scenario);
    let mut staging = begin(target, &hash, false)?;
    let pool = pool(threads)?;
    let outcomes = replicates(loaded, &staging, &pool, globals, written.scope(&loaded.scenario))
        .map_err(Failure::keeping_nothing)?;
    let done = results::Done { scenario, hash: &hash, written, threads, began };
    pool.install(|| results::write(done, &outcomes, &mut staging))?;
    Ok(staging.finish()?.folder)
}

/// Puts a scenario to the same stress test, by the command in its manifest.
fn stress_again(path: &Path, target: &Path, globals: &Globals) -> Result<PathBuf, Failure> {
    again::into(&described(path)?, path, target, globals)?;
    Ok(target.to_owned())
}

/// A run by its folder.
fn folder(path: &Path) -> Result<Found, Problems> {
    let manifest = manifest(path)?;
    let inputs = |entry: &&FileEntry| entry.path == "scenario.toml" || entry.path.starts_with("input/");
    for entry in manifest.files.iter().filter(inputs) {
        let Ok(bytes) = whole::read(&path.join(&entry.path), u64::MAX) else {
            return Ok(Err(Difference::missing(&entry.path)));
        };
        if sha256(&bytes) != entry.sha256 {
            return Ok(Err(Difference::changed_input(&entry.path)));
        }
    }
    let stressed = manifest.command.starts_with("groundswell stress ");
    let run = if stressed {
        None
    } else {
        let loaded = Scenario::load_with(&path.join("scenario.toml"), &confined(Tables::Inside))?;
        if identity(&loaded.scenario) != manifest.scenario.hash {
            return Ok(Err(Difference::changed_input("manifest.json")));
        }
        Some((loaded, again::written(&manifest.command)?))
    };
    Ok(Ok(Original {
        run,
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
    // The path that was typed may lead over links; what it leads to is a regular file.
    let bytes = std::fs::canonicalize(path).and_then(|path| whole::read(&path, LARGEST_PAGE));
    let bytes = bytes.map_err(|error| crate::input::of_file(path, &error))?;
    let text =
        String::from_utf8(bytes).map_err(|_| Problem::new(Code::NotUtf8, format!("{shown} is not UTF-8 text")))?;
    let Some(embedded) = embedded::read(&text) else {
        let problem = Problem::new(Code::NotResults, format!("{shown} is no report of a run"))
            .help("name a report.html that a run has written, or the folder it lies in");
        return Err(Problems(vec![problem]));
    };
    let beside = path.parent().unwrap_or(Path::new(""));
    same_version(&embedded.version, &beside.join("scenario.toml"))?;
    inside(&embedded.files, path)?;
    if let Some(table) = embedded.files.iter().find(|entry| entry.path.starts_with("input/")) {
        let folder = if beside.join("manifest.json").is_file() { super::shell(beside) } else { "DIR".to_owned() };
        let problem = Problem::new(
            Code::NotInside,
            format!("the scenario of {shown} reads {}, which a report does not carry", table.path),
        )
        .help(format!("name the folder of the run instead:  groundswell rerun {folder}"));
        return Err(Problems(vec![problem]));
    }
    let listed = embedded.files.iter().find(|entry| entry.path == "scenario.toml");
    if listed.is_none_or(|entry| entry.sha256 != sha256(embedded.scenario_toml.as_bytes())) {
        return Ok(Err(Difference::changed_input("scenario.toml")));
    }
    let loaded = Scenario::parse_in(&embedded.scenario_toml, Path::new(""), &confined(Tables::Nowhere))?;
    if identity(&loaded.scenario) != embedded.hash {
        return Ok(Err(Difference::changed_input("scenario.toml")));
    }
    let written = if embedded.command.is_empty() { Written::default() } else { again::written(&embedded.command)? };
    Ok(Ok(Original {
        run: Some((loaded, written)),
        hash: embedded.hash,
        files: embedded.files,
        manifest: None,
        folder: None,
        page: Some(text),
    }))
}

/// A scenario that may come from somebody else opens no files but its own.
fn confined(tables: Tables) -> Overrides {
    Overrides { tables, ..Overrides::default() }
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
        // Only what this program has just written is looked for; a name that somebody else has listed is not opened.
        if !is.contains_key(name) {
            found.push(Difference::no_longer(name));
            continue;
        }
        let new = std::fs::read(again.join(name)).ok();
        found.extend(match (&original.folder, &original.page) {
            (Some(folder), _) => {
                let old = whole::read(&folder.join(name), u64::MAX).ok();
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

/// A folder out of the way, gone when this is. What is made there looks at what is asked of it from now on: whoever stopped at
/// once would leave the folder behind.
pub(super) fn temporary() -> Result<tempfile::TempDir, Problems> {
    stop::looking(true);
    tempfile::Builder::new().prefix("groundswell-rerun-").tempdir().map_err(|error| {
        let root = std::env::temp_dir();
        Problem::new(Code::Unreadable, format!("cannot make a folder in {}: {error}", root.display()))
            .help("set TMPDIR to a folder where you may write")
            .into()
    })
}
