//! `groundswell explain run DIR --month N`: why trust moved in a month of a finished run.

use std::path::Path;

use serde_json::json;

use crate::analysis::ledger::{Entry, first_week};
use crate::analysis::{Among, Findings, analyse};
use crate::cli::args::{ExplainArgs, Globals};
use crate::cli::results::VERSION;
use crate::figure::Context;
use crate::figure::number::{POINTS, range, signed};
use crate::figure::pick;
use crate::figure::statement::why;
use crate::folder::kind::only_run;
use crate::folder::load;
use crate::report::terminal::{COLUMNS, filled};
use crate::scenario::codes::Code;
use crate::scenario::names::counted;
use crate::scenario::names::nearest_few;
use crate::scenario::{Problem, Problems};

/// Months that are named where none is asked for.
const MONTHS_TOLD: usize = 5;

/// Explains a month, or says which months are worth it.
pub(super) fn explain(directory: &Path, arguments: &ExplainArgs, globals: &Globals) -> Result<(), Problems> {
    only_run(directory, "causes of trust are traced in the replicates")?;
    let finished = crate::cli::results::whole(load(directory)?, globals);
    let findings = analyse(&finished.scenario, &finished.outcomes);
    let context = Context::new(&finished.scenario, &finished.manifest.scenario.hash, VERSION);
    let ledger = &findings.ledger;
    if ledger.months == 0 {
        let problem =
            Problem::new(Code::NotTraced, "no replicate of this run was traced, so nothing is known of causes")
                .help("set record.traced_replicates to 1 or more and run the scenario again");
        return Err(Problems(vec![problem]));
    }
    let strategy = strategy(arguments, &findings)?;
    let Some(month) = arguments.month else {
        overview(&context, &findings, strategy, directory, globals);
        return Ok(());
    };
    if month > ledger.months {
        let message = format!("month {month} is not part of this run, which has {}", counted(ledger.months, "month"));
        let help = format!("--month takes 1 to {}", ledger.months);
        return Err(Problems(vec![Problem::new(Code::NotTraced, message).help(help)]));
    }
    tell(&context, &findings, strategy, month, globals);
    Ok(())
}

fn strategy(arguments: &ExplainArgs, findings: &Findings) -> Result<usize, Problems> {
    let Some(wanted) = &arguments.strategy else {
        return Ok(pick::best(findings).map_or(0, |row| row.strategy));
    };
    let found = findings.strategies.iter().position(|name| name.eq_ignore_ascii_case(wanted.trim()));
    found.ok_or_else(|| {
        let names = findings.strategies.iter().map(String::as_str);
        let near = nearest_few(wanted, names, 1);
        let help = match near.first() {
            Some(near) => format!("did you mean \"{near}\"? There are {}", findings.strategies.join(", ")),
            None => format!("there are {}", findings.strategies.join(", ")),
        };
        Problems(vec![Problem::new(Code::NotTraced, format!("this run has no strategy \"{wanted}\"")).help(help)])
    })
}

/// What one cause did.
struct Line {
    kind: &'static str,
    name: String,
    entry: Entry,
}

fn tell(context: &Context, findings: &Findings, strategy: usize, month: u32, globals: &Globals) {
    let ledger = &findings.ledger;
    let option = (strategy, findings.about(strategy));
    let name = findings.label(option.0, option.1);
    let institution = findings.institutions.get(option.1);
    let mut lines: Vec<Line> = ledger
        .active()
        .into_iter()
        .filter_map(|at| {
            let cause = ledger.causes[at];
            let entry = ledger.part(option, month, at)?;
            Some(Line { kind: cause.kind().name(), name: cause.name(context.scenario), entry })
        })
        .collect();
    lines.sort_by(|a, b| a.entry.mean.total_cmp(&b.entry.mean));
    let change = ledger.change(option, month).unwrap_or(Entry { mean: 0.0, se: 0.0 });
    let date = context.scenario.date(first_week(month));
    if globals.json {
        let parts: Vec<_> = lines
            .iter()
            .map(
                |line| json!({ "cause": line.name, "kind": line.kind, "change": line.entry.mean, "se": line.entry.se }),
            )
            .collect();
        crate::cli::print_json(&json!({
            "schema_version": 1,
            "strategy": findings.strategies[strategy],
            "institution": institution,
            "month": month,
            "date": date.to_string(),
            "replicates": ledger.replicates,
            "change": change.mean,
            "parts": parts,
            "sentences": why(context, findings, strategy, month),
        }));
        return;
    }
    let heading = format!(
        "{name}, month {month} ({}): what moved trust, in points, mean of {}",
        date.strftime("%B %Y"),
        counted(ledger.replicates, &format!("traced {}", findings.among.noun()))
    );
    let shown = |line: &&Line| line.entry.mean.abs() * POINTS >= 0.0005;
    let wide = lines.iter().filter(shown).map(|line| line.name.chars().count()).max().unwrap_or(0).max(16);
    let number = |entry: Entry| {
        let [low, high] = ledger.interval(entry).map(|v| v * POINTS);
        format!("{:>8}  ({})", signed(entry.mean * POINTS, 3), range(low, high, 3))
    };
    crate::cli::print(&heading);
    for line in lines.iter().filter(shown) {
        crate::cli::print(&format!("  {:<wide$}  {:<7}  {}", line.name, line.kind, number(line.entry)));
    }
    crate::cli::print(&format!("  {:<wide$}  {:<7}  {}", "change of trust", "", number(change)));
    if let Some(said) = why(context, findings, strategy, month) {
        crate::cli::print("");
        for line in filled(&said, COLUMNS) {
            crate::cli::print(&line);
        }
    }
    if !globals.quiet {
        let over = match findings.among {
            Among::Towns => findings.among.caveat(),
            Among::Worlds => " over worlds",
        };
        crate::cli::note(&format!(
            "\nBrackets: 90 % interval of the mean{over}. Each cause is booked what it changed when its turn in the week came; talk\n\
             comes last. The parts sum to the change. On any name: groundswell explain NAME",
        ));
    }
}

/// The months in which trust moved most.
fn overview(context: &Context, findings: &Findings, strategy: usize, directory: &Path, globals: &Globals) {
    let ledger = &findings.ledger;
    let option = (strategy, findings.about(strategy));
    let change = |month: u32| ledger.change(option, month).map_or(0.0, |entry| entry.mean);
    let mut months: Vec<u32> = (1..=ledger.months).collect();
    months.sort_by(|&a, &b| change(b).abs().total_cmp(&change(a).abs()));
    months.truncate(MONTHS_TOLD);
    if globals.json {
        let told: Vec<_> = months.iter().map(|&month| json!({ "month": month, "change": change(month) })).collect();
        crate::cli::print_json(&json!({
            "schema_version": 1, "strategy": findings.strategies[strategy], "institution": findings.institutions.get(option.1),
            "months": ledger.months, "most": told,
        }));
        return;
    }
    crate::cli::print(&format!("Months in which trust moved most under {}:", findings.label(option.0, option.1)));
    for &month in &months {
        if let Some(said) = why(context, findings, strategy, month) {
            for line in filled(&said, COLUMNS - 4) {
                crate::cli::print(&format!("  {line}"));
            }
        }
    }
    let path = crate::cli::shell(directory);
    crate::cli::print(&format!(
        "\nOne month in full: groundswell explain run {path} --month {}",
        months.first().unwrap_or(&1)
    ));
}
