//! The evidence page, as HTML and as Markdown: what was stated, what was found, and what it depends on.
//!
//! Nothing on it depends on the clock, the machine's speed or the number of threads, so that a page that is shipped can be
//! compared byte by byte with what the command writes.

use super::EvidenceResults;
use super::anchors::AnchorResult;
use super::cases::{CaseResult, Check, SCALED};
use super::document::{Block, to_html, to_markdown};
use super::nulls::NullResult;
use super::patterns::{Figure, PatternResult, Sign, Unit};
use crate::figure::chart::Table;
use crate::report::html::{Head, document};
use crate::scenario::names::counted;

const TITLE: &str = "Groundswell: the evidence";

/// The page as HTML.
#[must_use]
pub fn html(results: &EvidenceResults, version: &str) -> String {
    let (body, links) = to_html(&blocks(results));
    let head = Head {
        title: TITLE,
        about: &about(results),
        lead: "",
        skip: "Skip to the evidence",
        links: &links,
        version,
        footer: &format!("Groundswell {version}, {}.", replicates(results)),
    };
    document(&head, &body)
}

/// The page as Markdown.
#[must_use]
pub fn markdown(results: &EvidenceResults) -> String {
    let mut blocks = blocks(results);
    blocks.insert(0, Block::Text(format!("{} This page is written by: groundswell verify --out DIR", about(results))));
    to_markdown(TITLE, &blocks)
}

fn replicates(results: &EvidenceResults) -> String {
    format!("{} of each experiment", counted(results.replicates, "paired replicate"))
}

fn about(results: &EvidenceResults) -> String {
    let quick = if results.is_quick() { " A quick look: verdicts ask for 30." } else { "" };
    format!("What the model was put to, and what came of it; {}.{quick}", replicates(results))
}

fn blocks(results: &EvidenceResults) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !results.patterns.is_empty() {
        summary(results, &mut blocks);
        blocks.push(Block::Section("patterns", "What was done for each pattern?"));
        results.patterns.iter().for_each(|pattern| describe(pattern, &mut blocks));
    }
    if !results.nulls.is_empty() {
        blocks.push(Block::Section("nulls", "Does it find nothing where nothing was found?"));
        results.nulls.iter().for_each(|null| describe_null(null, &mut blocks));
    }
    if !results.anchors.is_empty() {
        blocks.push(Block::Section("anchors", "Are sizes about right?"));
        blocks.push(Block::Text("Published sizes beside what the model gives. Nothing was fitted to them.".to_owned()));
        results.anchors.iter().for_each(|anchor| describe_anchor(anchor, &mut blocks));
    }
    if !results.cases.is_empty() {
        closed_forms(&results.cases, &mut blocks);
    }
    blocks
}

fn summary(results: &EvidenceResults, blocks: &mut Vec<Block>) {
    blocks.push(Block::Section("summary", "Which patterns does the model show?"));
    blocks.push(Block::Text(
        "Each pattern was stated before it was run, with its sign, its range and a control that takes its cause away. \
         It holds if the 99 % interval of the paired mean has the stated sign, the median lies in the range, and the \
         control switches it off. It is conditional if the sign is right and the size is not, or if it shows only under \
         conditions that are named. Otherwise it is absent, which is a result and no failure. No parameter was chosen to \
         obtain a verdict."
            .to_owned(),
    ));
    blocks.push(Block::Text(
        "Experiments run in a town of 2,000 residents in groups of 40, 30, 20 and 10 %, with three departments of 20 \
         officials, over 208 weeks unless they say otherwise. Differences are paired: the same town with and without. \
         Trust is counted in points of 100."
            .to_owned(),
    ));
    let mut table = Table::new(
        "Patterns and verdicts",
        &["Pattern", "Verdict", "Claim", "Measured", "Found (99 % interval)", "Range stated", "Control"],
    );
    for result in &results.patterns {
        let first = result.statements.first();
        table.rows.push(vec![
            result.pattern.id.to_owned(),
            result.verdict.name().to_owned(),
            result.pattern.claim.to_owned(),
            first.map_or_else(String::new, |s| s.0.measured.to_owned()),
            first.map_or_else(String::new, |s| s.0.unit.interval(s.1.mean, s.1.ci99)),
            first.map_or_else(String::new, |s| s.0.unit.range(s.0.range)),
            control(result.control_off).to_owned(),
        ]);
    }
    blocks.push(Block::Table(table));
}

const fn control(off: Option<bool>) -> &'static str {
    match off {
        Some(true) => "off",
        Some(false) => "not off",
        None => "none",
    }
}

fn figures(figures: &[Figure]) -> Block {
    Block::Items(figures.iter().map(|figure| format!("{}: {}", figure.name, figure.unit.text(figure.value))).collect())
}

fn describe(result: &PatternResult, blocks: &mut Vec<Block>) {
    let pattern = result.pattern;
    blocks.push(Block::Heading(format!("{}: {}", pattern.id, result.verdict.name())));
    blocks.push(Block::Named("Claim.", pattern.claim.to_owned()));
    blocks.push(Block::Named("Experiment.", pattern.experiment.to_owned()));
    let mut table = Table::new(
        format!("What {} states, and what was found", pattern.id),
        &["Measured", "Stated", "Range stated", "Mean (99 % interval)", "Median", "As stated"],
    );
    for (statement, found) in &result.statements {
        let sign = match statement.sign {
            Sign::Above => "above zero",
            Sign::Below => "below zero",
        };
        let as_stated = match (found.has_sign(statement.sign), found.in_range(statement.range)) {
            (true, true) => "yes",
            (true, false) => "sign, not size",
            (false, _) => "no",
        };
        table.rows.push(vec![
            statement.measured.to_owned(),
            sign.to_owned(),
            statement.unit.range(statement.range),
            statement.unit.interval(found.mean, found.ci99),
            statement.unit.text(found.median),
            as_stated.to_owned(),
        ]);
    }
    blocks.push(Block::Table(table));
    if !result.figures.is_empty() {
        blocks.push(Block::Named("Figures.", "Means over replicates.".to_owned()));
        blocks.push(figures(&result.figures));
    }
    if pattern.control.is_empty() {
        blocks.push(Block::Named("Control.", "None is stated for this pattern.".to_owned()));
    } else {
        let switched = match result.control_off {
            Some(true) => "It is off.",
            Some(false) => "It is not off.",
            None => "It was not run.",
        };
        blocks.push(Block::Named("Control.", format!("{} {switched}", pattern.control)));
        blocks.push(figures(&result.control));
    }
    if !result.conditions.is_empty() {
        blocks.push(Block::Named("What it depends on.", sentences(&result.conditions)));
    }
    if !result.scan.is_empty() {
        scan(result, blocks);
    }
}

/// Conditions as sentences.
fn sentences(conditions: &[String]) -> String {
    let sentence = |text: &String| {
        let mut letters = text.chars();
        let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
        format!("{first}{}.", letters.as_str())
    };
    conditions.iter().map(sentence).collect::<Vec<_>>().join(" ")
}

fn scan(result: &PatternResult, blocks: &mut Vec<Block>) {
    let unit = result.statements.first().map_or(Unit::Number, |s| s.0.unit);
    blocks.push(Block::Named(
        "Scan.",
        "One thing changed at a time, to see what would bring the pattern about.".to_owned(),
    ));
    let mut table = Table::new(
        format!("{} under other conditions", result.pattern.id),
        &["Condition", "Mean (99 % interval)", "Median", "Signs as stated", "Medians in range"],
    );
    let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
    for line in &result.scan {
        table.rows.push(vec![
            line.condition.clone(),
            unit.interval(line.found.mean, line.found.ci99),
            unit.text(line.found.median),
            yes(line.signs),
            yes(line.ranges),
        ]);
    }
    blocks.push(Block::Table(table));
}

fn describe_null(result: &NullResult, blocks: &mut Vec<Block>) {
    let null = result.null;
    let verdict = if result.reproduced { "reproduced" } else { "not reproduced" };
    blocks.push(Block::Heading(format!("{}: {verdict}", null.id)));
    blocks.push(Block::Named("Claim.", format!("{} ({})", null.claim, null.source)));
    blocks.push(Block::Named("Experiment.", null.experiment.to_owned()));
    blocks.push(Block::Named(
        "Found.",
        format!(
            "{}: {}. It counts as nothing within ±{} points, provided that {}.",
            null.measured,
            Unit::Trust.interval(result.found.mean, result.found.ci99),
            crate::figure::number::plain(100.0 * null.band, 1),
            null.contrast
        ),
    ));
    blocks.push(figures(&result.figures));
}

fn describe_anchor(result: &AnchorResult, blocks: &mut Vec<Block>) {
    let anchor = result.anchor;
    blocks.push(Block::Heading(anchor.id.to_owned()));
    blocks.push(Block::Named("Published.", format!("{} Source: {}.", anchor.published, anchor.source)));
    blocks.push(Block::Named("Experiment.", anchor.experiment.to_owned()));
    blocks.push(figures(&result.figures));
    blocks.push(Block::Named("Reading.", anchor.reading.to_owned()));
}

fn closed_forms(cases: &[CaseResult], blocks: &mut Vec<Block>) {
    blocks.push(Block::Section("cases", "Does it reproduce what can be calculated?"));
    blocks.push(Block::Text(
        "Expected values were computed independently of the program. Pure functions are held to them in double \
         precision; the engine, in single precision with many strategies side by side, to 1e-5. Where chance decides, \
         the error is counted in tolerances that the closed form names, so that 1 is the most that is allowed. Where a case \
         says \"formula only\", the form itself is worked out, which nothing that runs computes in one go: it shows where \
         the expected values come from, and of the engine it says nothing. Where there is a case of the same name with \
         \"engine\", the engine is held to the same values there."
            .to_owned(),
    ));
    let mut table = Table::new("Closed forms", &["Case", "What", "Closed form", "Source", "Tolerance", "Result"]);
    for result in cases {
        let case = result.case;
        let (tolerance, outcome) = match (case.check, result.passed()) {
            (Check::DoesNotApply(reason), _) => (String::new(), format!("does not apply: {reason}")),
            (_, Some(true)) => (tolerance(case.tolerance), "reproduced".to_owned()),
            _ => (tolerance(case.tolerance), "missed".to_owned()),
        };
        table.rows.push(vec![
            case.id.to_owned(),
            case.told(),
            case.form.to_owned(),
            case.source.to_owned(),
            tolerance,
            outcome,
        ]);
    }
    blocks.push(Block::Table(table));
}

fn tolerance(value: f64) -> String {
    if value == SCALED { "1 (scaled)".to_owned() } else { format!("{value:e}") }
}
