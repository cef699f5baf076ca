//! `groundswell new`: a new scenario, every line explained.

use super::args::{Globals, NewArgs};
use crate::scenario::legible;
use crate::scenario::problem::{Code, Problem, Problems};
use crate::scenario::{import, template};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Writes a new scenario.
#[must_use]
pub fn run(arguments: &NewArgs, globals: &Globals) -> ExitCode {
    if let Err(problem) = check_name(&arguments.name) {
        // A name that cannot be used is a slip on the command line, not in a file.
        let _ = super::fail(&problem.into(), globals.json);
        return ExitCode::from(2);
    }
    match create(arguments) {
        Ok(file) => {
            let shown = file.display().to_string();
            if globals.json {
                super::print_json(&serde_json::json!({ "schema_version": 1, "status": "ok", "files": [shown] }));
            } else {
                super::print(&format!("Created {shown}"));
            }
            if !globals.quiet {
                let typed = super::shell(&file);
                super::note(&format!("\nNext:  groundswell check {typed}\n       groundswell run {typed}"));
            }
            ExitCode::SUCCESS
        }
        Err(problems) => super::fail(&problems, globals.json),
    }
}

fn create(arguments: &NewArgs) -> Result<PathBuf, Problems> {
    let groups = arguments
        .groups
        .as_deref()
        .map_or_else(|| Ok(Vec::new()), |path| import::groups(path, &crate::input::table))?;
    let folder = arguments.out.as_deref().unwrap_or(Path::new("")).join(&arguments.name);
    let file = folder.join("scenario.toml");
    if std::fs::symlink_metadata(&file).is_ok() && !arguments.force {
        return Err(Problem::new(Code::Exists, format!("{} is already there", file.display()))
            .help("choose another name, or write  --force  to replace it")
            .into());
    }
    super::save(&file, template::template(&arguments.name, &groups).as_bytes())?;
    Ok(file)
}

/// A name must do as the name of a folder on any system and of a town.
fn check_name(name: &str) -> Result<(), Box<Problem>> {
    let whose = format!("the name \"{}\"", legible::printable(name));
    let problem = if let Some(fault) = legible::name(name) {
        fault.problem(&whose)
    } else if name.contains(['/', '\\']) {
        Problem::new(Code::BadName, format!("{whose} holds a slash"))
    } else if name.starts_with('.') {
        Problem::new(Code::BadName, format!("{whose} begins with a dot"))
    } else if name.len() > 200 {
        Problem::new(Code::BadName, format!("{whose} is too long"))
    } else {
        return Ok(());
    };
    Err(Box::new(
        problem
            .help("it becomes the name of a folder: use letters, digits, spaces and hyphens")
            .help("to put it elsewhere, write  --out DIR"),
    ))
}
