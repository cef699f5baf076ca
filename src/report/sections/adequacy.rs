//! What could change this answer? Whether the replicates or worlds suffice, and how options stand against one another.

use super::{PageInput, Section, Wanted};
use crate::analysis::Among;
use crate::analysis::pairs::{Outcome, Pair};
use crate::figure::chart::Table;
use crate::figure::number::{POINTS, effect_decimals, plain, range, signed};
use crate::figure::pick;
use crate::figure::sentence::{difference, effect_range};
use crate::figure::statement::{adequacy, between, pairing};
use crate::figure::words::split;

/// Charts of the section.
pub const CHARTS: &[Wanted] = &[];

/// The section.
pub fn section(input: &PageInput) -> Option<Section> {
    let findings = input.findings;
    let mut section = Section::new("adequacy", "What could change this answer?");
    if let Some(said) = adequacy(findings) {
        section = section.say(&said);
    }
    let pairs: Vec<&Pair> = findings.pairs.iter().filter(|pair| pair.outcome == Outcome::Trust).collect();
    let rivals = pick::best(findings).map(|best| pick::ranked_in(findings, best.institution)).unwrap_or_default();
    if let [first, second, ..] = rivals.as_slice() {
        let (a, b) = (first.strategy.max(second.strategy), first.strategy.min(second.strategy));
        if let Some(pair) =
            pairs.iter().find(|pair| pair.institution == first.institution && pair.option == a && pair.other == b)
        {
            section = section.say(&between(findings, pair));
        }
    }
    if let Some(said) = pairing(findings) {
        section = section.say(&said);
    }
    if !pairs.is_empty() && findings.replicates > 1 {
        section = section.table(&table(input, &pairs), &[]).note(match findings.among {
            Among::Towns => {
                "Towns needed: how many simulated towns would tell the two apart if the difference is as large as it looks. \
                 Chance is what these towns differ by; what parameters and other futures would change is asked by \
                 groundswell stress."
            }
            Among::Worlds => {
                "A world is one draw of everything that nobody knows, with chance of its own. Whoever comes to know more of \
                 it narrows these ranges; a larger number of worlds does not. Which option holds up when shocks come \
                 earlier, harder or elsewhere is asked by groundswell stress."
            }
        });
    }
    section.charts(input, CHARTS).if_any()
}

/// Every option against every other.
fn table(input: &PageInput, pairs: &[&Pair]) -> Table {
    let findings = input.findings;
    if findings.among == Among::Worlds {
        return over_worlds(input, pairs);
    }
    let mut table = Table::new(
        "Every option less every other: trust at the end, in points (chance only)",
        &[
            "Option",
            "Less",
            "Difference",
            "90 % interval of the mean",
            "Higher in",
            "Variance cut by pairing",
            "Towns needed",
        ],
    );
    for pair in pairs {
        let effect = &pair.effect;
        let decimals = effect_decimals(effect).max(1);
        let [low, high] = effect.ci90.map(|v| v * POINTS);
        table.rows.push(vec![
            findings.label(pair.option, pair.institution),
            findings.label(pair.other, pair.institution),
            signed(effect.mean * POINTS, decimals),
            range(low, high, decimals + 1),
            split(effect),
            cut(pair),
            pair.replicates_needed.map_or_else(|| "too many".to_owned(), |n| n.to_string()),
        ]);
    }
    table
}

/// The same over worlds, of which no number would tell two options apart.
fn over_worlds(input: &PageInput, pairs: &[&Pair]) -> Table {
    let (findings, among) = (input.findings, input.findings.among);
    let mut table = Table::new(
        format!(
            "Every option less every other: trust at the end, in points, over {}",
            among.several(findings.replicates)
        ),
        &["Option", "Less", "Difference (median)", "Middle 90 % of worlds", "Higher in", "Variance cut by pairing"],
    );
    for pair in pairs {
        let effect = &pair.effect;
        table.rows.push(vec![
            findings.label(pair.option, pair.institution),
            findings.label(pair.other, pair.institution),
            difference(effect, among),
            effect_range(effect, among),
            split(effect),
            cut(pair),
        ]);
    }
    table
}

/// How many times smaller pairing makes the variance.
fn cut(pair: &Pair) -> String {
    let times = |times: f64| format!("{} times", plain(times, usize::from(times < 9.5)));
    pair.effect.variance_reduction.map_or_else(|| "–".to_owned(), times)
}
