//! The command of a folder once more, from the inputs that lie in it.
//!
//! A manifest says how its folder was made. The command in it is read as if it were typed, but its files are always
//! those of the folder, whatever it says of them.

use std::collections::BTreeSet;
use std::path::Path;

use clap::Parser as _;

use super::args::{Arguments, BacktestArgs, CalibrateArgs, Command, ForecastArgs, Globals, StressArgs, Written};
use super::failure::Failure;
use crate::figure::{Chart, Size};
use crate::folder::differ::{self, Difference};
use crate::folder::kind::{Described, Kind, described, listed};
use crate::input::FromFile;
use crate::scenario::codes::Code;
use crate::scenario::{Overrides, Problem, Problems, Scenario, Tables};

/// A command that makes results other than a run's.
enum Own {
    Stress(StressArgs),
    Backtest(BacktestArgs),
    Forecast(ForecastArgs),
    Calibrate(CalibrateArgs),
}

/// How a chart is wanted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// Size of the sheet.
    pub size: Size,
    /// Title instead of the finding.
    pub title: Option<&'a str>,
}

/// Makes the results of a folder again in another.
pub(super) fn into(found: &Described, folder: &Path, target: &Path, globals: &Globals) -> Result<(), Failure> {
    let quiet = Globals { quiet: globals.quiet || globals.json, ..globals.clone() };
    let out = Some(target.to_owned());
    let made = match own(found, folder)? {
        Own::Stress(own) => super::stress::stress(&StressArgs { out, ..own }, &quiet, false),
        Own::Backtest(own) => super::backtest::test(&BacktestArgs { out, ..own }, &quiet, false),
        Own::Forecast(own) => super::forecast::forecast(&ForecastArgs { out, ..own }, &quiet, false),
        Own::Calibrate(own) => super::calibrate::calibrated(&CalibrateArgs { out, ..own }, &quiet, false),
    };
    // What is made out of the way is not kept when it is interrupted.
    made.map_err(Failure::keeping_nothing)
}

/// Draws the charts of a folder again.
pub(super) fn charts(
    found: &Described,
    folder: &Path,
    wanted: Wanted<'_>,
    globals: &Globals,
) -> Result<Vec<Chart>, Failure> {
    match own(found, folder)? {
        Own::Stress(own) => super::stress::charts(&own, wanted, globals),
        Own::Backtest(own) => super::backtest::charts(&own, wanted, globals),
        Own::Forecast(own) => super::forecast::charts(&own, wanted, globals),
        Own::Calibrate(_) => Ok(Vec::new()),
    }
}

/// The command of a folder, with its files; inputs that were changed are refused.
fn own(found: &Described, folder: &Path) -> Result<Own, Problems> {
    for entry in found.inputs() {
        found.read(folder, &entry.path)?;
    }
    if found.has("scenario.toml") {
        // It may come from somebody else, so it may read no tables but those that lie with it.
        let confined = Overrides { tables: Tables::Inside, ..Overrides::default() };
        Scenario::load_with(&folder.join("scenario.toml"), &confined)?;
    }
    let refused = || refused(&found.command);
    let typed = typed(&found.command)?;
    let (scenario, survey) = (folder.join("scenario.toml"), folder.join("survey.csv"));
    let called = Some(found.survey.clone());
    let needs = |name: &str| if found.has(name) { Ok(()) } else { Err(refused()) };
    Ok(match (typed.command, found.kind) {
        (Command::Stress(own), Kind::Stress) => {
            needs("scenario.toml")?;
            Own::Stress(StressArgs { file: scenario, out: None, force: false, ..own })
        }
        (Command::Backtest(mut own), Kind::Backtest) => {
            needs("survey.csv")?;
            own.survey.called = called;
            Own::Backtest(BacktestArgs { file: survey, out: None, force: false, ..own })
        }
        (Command::Forecast(mut own), Kind::Forecast) => {
            needs("survey.csv")?;
            own.survey.called = called;
            let (file, table) = if found.has("scenario.toml") { (scenario, Some(survey)) } else { (survey, None) };
            Own::Forecast(ForecastArgs { file, table, out: None, force: false, ..own })
        }
        (Command::Calibrate(mut own), Kind::Calibration) => {
            needs("scenario.toml")?;
            needs("survey.csv")?;
            own.reading.called = called;
            Own::Calibrate(CalibrateArgs { file: scenario, survey, out: None, force: false, ..own })
        }
        _ => return Err(refused()),
    })
}

/// What a run was asked to write, by the command in its manifest or its page.
pub(super) fn written(command: &str) -> Result<Written, Problems> {
    match typed(command)?.command {
        Command::Run(own) => Ok(own.written),
        _ => Err(refused(command)),
    }
}

/// A command as if it were typed.
fn typed(command: &str) -> Result<Arguments, Problems> {
    let words = words(command).ok_or_else(|| refused(command))?;
    Arguments::try_parse_from(words).map_err(|_| refused(command))
}

fn refused(command: &str) -> Problems {
    let command: String = command.chars().take(200).collect();
    let message = format!("the command in it makes no such results: {command}");
    Problem::new(Code::Changed, message).help("copy the whole folder again").into()
}

/// Everything that differs between a folder that was made from a survey and the same made again.
pub(super) fn differences(was: &Described, folder: &Path, again: &Path) -> Result<(usize, Vec<Difference>), Problems> {
    let is = described(again)?;
    // Manifests hold times, which always differ.
    let names: BTreeSet<&str> = was.files.iter().chain(&is.files).map(|entry| entry.path.as_str()).collect();
    let mut names: Vec<&str> = names.into_iter().collect();
    names.sort_by_key(|name| (differ::order(name), *name));
    let compared = names.len();
    let mut found = Vec::new();
    for name in names {
        // Only what this program has just written is looked for; a name that somebody else has listed is not opened.
        if !is.has(name) {
            found.push(Difference::no_longer(name));
            continue;
        }
        let file = |of: &Described, at: &Path| of.has(name).then(|| listed(at, name)).flatten();
        found.extend(match (file(was, folder), file(&is, again)) {
            (None, None) => Some(Difference::missing(name)),
            (old, new) => differ::files(name, old.as_deref(), new.as_deref()),
        });
    }
    let [old, new] = [was, &is].map(|of| of.command.as_bytes());
    found.extend(differ::files("manifest.json", Some(old), Some(new)));
    Ok((compared, found))
}

/// The words of a command as a shell would take it apart; `None` where a quote is not closed.
fn words(command: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut letters = command.chars();
    while let Some(letter) = letters.next() {
        match letter {
            ' ' => words.extend(word.take()),
            '\\' => word.get_or_insert_default().push(letters.next()?),
            '"' | '\'' => {
                let word = word.get_or_insert_default();
                loop {
                    match letters.next()? {
                        end if end == letter => break,
                        inside => word.push(inside),
                    }
                }
            }
            _ => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_taken_apart_as_they_were_put_together() {
        for texts in [
            vec!["groundswell", "forecast", "--measure", "trust in \"it\""],
            vec!["a b", "it's", "$x `y` \\ !", ""],
            vec!["--suppose", "Closure: 2027-03-01, -3, 12 weeks"],
        ] {
            let typed: Vec<String> = texts.iter().map(|text| crate::cli::quoted(text)).collect();
            assert_eq!(
                words(&typed.join(" ")),
                Some(texts.iter().map(|text| (*text).to_owned()).collect()),
                "{typed:?}"
            );
        }
        assert_eq!(words("a \"b c"), None);
        assert_eq!(words("a \\"), None);
    }
}
