//! `groundswell verify`: closed forms, patterns, null results and scale anchors.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};

use super::args::{Globals, VerifyArgs};
use super::usage::refuse;
use crate::report::terminal::{COLUMNS, filled};
use crate::scenario::codes::Code;
use crate::scenario::legible::shown;
use crate::scenario::names::{counted, either};
use crate::scenario::{Problem, Problems};
use crate::verify::cases::{CaseResult, Check, SCALED};
use crate::verify::laboratory::{Laboratory, QUICK, REPLICATES};
use crate::verify::patterns::{PatternResult, Unit, Verdict};
use crate::verify::{EvidenceResults, Selection, page, run as verify};

/// Runs what was asked for.
#[must_use]
pub fn run(arguments: &VerifyArgs, globals: &Globals) -> ExitCode {
    let selection = match select(&arguments.only, globals) {
        Ok(selection) => selection,
        Err(code) => return code,
    };
    let threads = globals.threads.map_or(0, usize::from);
    let pool = match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => pool,
        Err(error) => {
            let problem =
                Problem::new(Code::Unreadable, format!("{} cannot be started: {error}", counted(threads, "thread")));
            return super::fail(&Problems(vec![problem]), globals.json);
        }
    };
    if let Some(problems) = arguments.out.as_deref().and_then(|folder| prepare(folder).err()) {
        return super::fail(&problems, globals.json);
    }
    let laboratory = Laboratory::new(if arguments.quick { QUICK } else { REPLICATES });
    let progress = Progress::new(selection.len() as u64, globals.quiet || globals.json);
    let results = pool.install(|| verify(&selection, &laboratory, &|name| progress.tell(name)));
    progress.finish();
    let mut written = Vec::new();
    if let Some(folder) = &arguments.out {
        match write(folder, &results) {
            Ok(paths) => written = paths,
            Err(problems) => return super::fail(&problems, globals.json),
        }
    }
    if globals.json {
        super::print_json(&as_json(&results));
    } else {
        super::print(text(&results).trim_end());
        if let Some(page) = written.first() {
            super::print(&format!("\nEvidence  {}", page.display()));
        }
    }
    if results.failed().next().is_some() { ExitCode::from(5) } else { ExitCode::SUCCESS }
}

fn select(names: &[String], globals: &Globals) -> Result<Selection, ExitCode> {
    if names.is_empty() {
        return Ok(Selection::all());
    }
    Selection::only(names).map_err(|unknown| {
        let shown = shown(&unknown.name, 80);
        let near = unknown.nearest.map(|near| format!("did you mean:  groundswell verify --only {near}"));
        let known = "names are those of the evidence: V12, SF2, N1, A1, or cases, patterns, nulls, anchors";
        let help: Vec<&str> = near.as_deref().into_iter().chain([known]).collect();
        refuse(&format!("nothing to verify is called \"{shown}\""), &help, globals)
    })
}

/// What is running: a bar on a terminal, a line for each experiment elsewhere.
struct Progress {
    bar: Option<ProgressBar>,
    plain: bool,
}

impl Progress {
    fn new(total: u64, quiet: bool) -> Self {
        let terminal = std::io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|t| t != "dumb");
        let bar = (!quiet && terminal).then(|| {
            let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
            let style = ProgressStyle::with_template("{msg:>16} [{bar:28}] {pos}/{len}  {elapsed} gone")
                .unwrap_or_else(|_| ProgressStyle::default_bar());
            bar.set_style(style.progress_chars("##-"));
            bar
        });
        Self { bar, plain: !quiet && !terminal }
    }

    fn tell(&self, name: &str) {
        if let Some(bar) = &self.bar {
            bar.set_message(name.to_owned());
            bar.inc(1);
        }
        // Closed forms take no time worth a line.
        if self.plain && !name.starts_with('V') {
            super::note(&format!("{name} ..."));
        }
    }

    fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn trouble(doing: &str, path: &Path, error: &std::io::Error) -> Problems {
    let problem = Problem::new(Code::Unreadable, format!("cannot {doing} {}: {error}", path.display()));
    Problems(vec![problem.help("use --out DIR to write where you may")])
}

/// Makes the folder before the work, so that what cannot be written is known at once.
fn prepare(folder: &Path) -> Result<(), Problems> {
    std::fs::create_dir_all(folder).map_err(|error| trouble("make the folder", folder, &error))
}

fn write(folder: &Path, results: &EvidenceResults) -> Result<Vec<PathBuf>, Problems> {
    let pages =
        [("evidence.html", page::html(results, env!("CARGO_PKG_VERSION"))), ("evidence.md", page::markdown(results))];
    pages
        .into_iter()
        .map(|(name, content)| {
            let path = folder.join(name);
            super::save(&path, content.as_bytes())?;
            Ok(path)
        })
        .collect()
}

/// A text of several lines behind a head; the lines after the first are indented as far.
fn headed(head: &str, text: &str, lines: &mut Vec<String>) {
    let wide = head.chars().count();
    for (at, line) in filled(text, COLUMNS - wide).into_iter().enumerate() {
        lines.push(if at == 0 { format!("{head}{line}") } else { format!("{:wide$}{line}", "") });
    }
}

/// What stands below a claim.
fn detail(text: &str, lines: &mut Vec<String>) {
    headed(&" ".repeat(20), text, lines);
}

fn text(results: &EvidenceResults) -> String {
    let mut lines = Vec::new();
    if !results.cases.is_empty() {
        cases(results, &mut lines);
    }
    if !results.patterns.is_empty() {
        patterns(results, &mut lines);
    }
    if !results.nulls.is_empty() {
        lines.push("Null results".to_owned());
        for result in &results.nulls {
            let verdict = if result.reproduced { "reproduced" } else { "missed" };
            headed(&format!("  {verdict:<11} {:<5} ", result.null.id), result.null.claim, &mut lines);
            let found = Unit::Trust.interval(result.found.mean, result.found.ci99);
            detail(&format!("{found} {}", result.null.measured), &mut lines);
        }
        lines.push(String::new());
    }
    if !results.anchors.is_empty() {
        lines.push("Scale anchors".to_owned());
        for result in &results.anchors {
            headed(&format!("  {:<5} ", result.anchor.id), result.anchor.published, &mut lines);
            for figure in &result.figures {
                lines.push(format!("        {}: {}", figure.name, figure.unit.text(figure.value)));
            }
        }
        lines.push(String::new());
    }
    lines.join("\n")
}

fn cases(results: &EvidenceResults, lines: &mut Vec<String>) {
    lines.push("Closed forms                 error    allowed".to_owned());
    for result in &results.cases {
        lines.push(case(result));
    }
    let failed: Vec<&str> = results.failed().map(|result| result.case.id).collect();
    let tried = results.cases.iter().filter(|result| result.error.is_some()).count();
    lines.push(if tried == 0 {
        "No closed form that was asked for applies.\n".to_owned()
    } else if failed.is_empty() && tried == 1 {
        "The one closed form that applies is reproduced.\n".to_owned()
    } else if failed.is_empty() {
        format!("All {tried} closed forms that apply are reproduced.\n")
    } else {
        format!(
            "{} of {} {} NOT reproduced: {}.\n",
            failed.len(),
            counted(tried, "closed form"),
            either(failed.len(), "is", "are"),
            failed.join(", ")
        )
    });
}

fn case(result: &CaseResult) -> String {
    let case = result.case;
    if let Check::DoesNotApply(reason) = case.check {
        return format!("  -     {:<15} does not apply: {reason}", case.id);
    }
    let word = if result.passed() == Some(true) { "ok" } else { "FAILS" };
    let error = result.error.unwrap_or(f64::NAN);
    let (error, allowed) = if case.tolerance == SCALED {
        (format!("{error:.2}"), "1".to_owned())
    } else {
        (if error == 0.0 { "0".to_owned() } else { format!("{error:.0e}") }, format!("{:e}", case.tolerance))
    };
    format!("  {word:<5} {:<15} {error:>10} {allowed:>10}  {}", case.id, case.told())
}

fn patterns(results: &EvidenceResults, lines: &mut Vec<String>) {
    lines.push(format!("Patterns, {}", counted(results.replicates, "paired replicate")));
    for result in &results.patterns {
        let pattern = result.pattern;
        headed(&format!("  {:<11} {:<5} ", result.verdict.name(), pattern.id), pattern.claim, lines);
        if let Some((statement, found)) = result.statements.first() {
            let found = statement.unit.interval(found.mean, found.ci99);
            detail(&format!("{found} {}", statement.measured), lines);
        }
        for condition in &result.conditions {
            detail(condition, lines);
        }
        if result.control_off == Some(false) {
            detail("the control does not switch it off", lines);
        }
    }
    let count = |verdict: Verdict| results.patterns.iter().filter(|p| p.verdict == verdict).count();
    let (holds, conditional, absent) = (count(Verdict::Holds), count(Verdict::Conditional), count(Verdict::Absent));
    lines.push(format!(
        "{holds} {}, {conditional} {} conditional, {absent} {} absent.",
        either(holds, "holds", "hold"),
        either(conditional, "is", "are"),
        either(absent, "is", "are")
    ));
    if absent > 0 {
        lines.push("An absent pattern is a result, not a failure: the model does not show it.".to_owned());
    }
    if results.is_quick() {
        lines.push(format!("A quick look: verdicts ask for {REPLICATES} replicates and scan what is missed."));
    }
    lines.push(String::new());
}

/// A bound as a number; none where it is open.
fn bound(value: f64) -> Value {
    if value.is_finite() { json!(value) } else { Value::Null }
}

fn pattern_json(result: &PatternResult) -> Value {
    let measure = |at: usize| {
        result.statements.get(at).map(|(statement, found)| {
            json!({
                "measured": statement.measured,
                "mean": found.mean,
                "ci99_low": found.ci99[0],
                "ci99_high": found.ci99[1],
                "median": found.median,
                "range": statement.range.map(bound),
            })
        })
    };
    let figures = |figures: &[crate::verify::patterns::Figure]| -> Vec<Value> {
        figures.iter().map(|figure| json!({ "name": figure.name, "value": figure.value })).collect()
    };
    let mut found = json!({
        "id": result.pattern.id,
        "verdict": result.verdict.name(),
        "control_off": result.control_off,
        "conditions": result.conditions,
        "claim": result.pattern.claim,
        "figures": figures(&result.figures),
        "control": figures(&result.control),
        "statements": (0..result.statements.len()).map(measure).collect::<Vec<_>>(),
    });
    // The first statement speaks for the pattern.
    if let (Some(found), Some(Value::Object(first))) = (found.as_object_mut(), measure(0)) {
        found.extend(first);
    }
    found
}

fn as_json(results: &EvidenceResults) -> Value {
    let case = |result: &CaseResult| {
        let mut found = json!({
            "id": result.case.id,
            // A case that does not apply has neither passed nor failed.
            "applies": !matches!(result.case.check, Check::DoesNotApply(_)),
            "passed": result.passed(),
            // What is worked out by the form alone says nothing of the engine.
            "formula_only": result.case.formula_only(),
            "error": result.error,
            "tolerance": result.case.tolerance,
        });
        if let (Check::DoesNotApply(reason), Some(found)) = (result.case.check, found.as_object_mut()) {
            found.insert("does_not_apply".to_owned(), json!(reason));
        }
        found
    };
    json!({
        "schema_version": 1,
        "replicates": results.replicates,
        "cases": results.cases.iter().map(case).collect::<Vec<_>>(),
        "patterns": results.patterns.iter().map(pattern_json).collect::<Vec<_>>(),
        "nulls": results.nulls.iter().map(|result| json!({
            "id": result.null.id,
            "reproduced": result.reproduced,
            "mean": result.found.mean,
            "ci99_low": result.found.ci99[0],
            "ci99_high": result.found.ci99[1],
            "median": result.found.median,
            "band": result.null.band,
        })).collect::<Vec<_>>(),
        "anchors": results.anchors.iter().map(|result| json!({
            "id": result.anchor.id,
            "published": result.anchor.published,
            "figures": result.figures.iter()
                .map(|figure| json!({ "name": figure.name, "value": figure.value }))
                .collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    })
}
