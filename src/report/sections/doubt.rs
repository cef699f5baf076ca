//! What is not known? Where doubt comes from, what would change the choice, what is worth finding out.

use super::{PageInput, Section, Wanted};
use crate::analysis::findings::Findings;
use crate::analysis::uncertainty::Uncertainty;
use crate::figure::Context;
use crate::figure::chart::Table;
use crate::figure::doubt::{as_stated, name, small_percent, starts, told, value};
use crate::figure::number::{POINTS, money, plain, range};
use crate::figure::pick;

/// Charts of the section.
pub const CHARTS: &[Wanted] = &[("what_is_not_known", "What does the gain hang on?")];

/// The section.
#[must_use]
pub fn section(input: &PageInput) -> Option<Section> {
    let findings = input.findings;
    let mut section = Section::new("doubt", "What is not known, and what would it change?").charts(input, CHARTS);
    section = told(input.context, findings).iter().fold(section, |section, said| section.say(said));
    section = tables(input.context, findings).iter().fold(section, |section, of| section.table(of, &[]));
    if let Some(over) = &findings.worlds {
        if let Some(said) = starts(input.context, findings, over) {
            section = section.say(&said);
        }
        let leading = pick::best(findings).map(|row| row.strategy);
        if let Some(said) = leading.and_then(|strategy| as_stated(findings, over, strategy)) {
            section = section.say(&said);
        }
    }
    section.if_any()
}

/// Tables of what is not known.
#[must_use]
pub fn tables(context: &Context, findings: &Findings) -> Vec<Table> {
    let Some(found) = &findings.uncertainty else { return Vec::new() };
    let all = [
        variances(findings, found),
        regrets(findings, found),
        switching(context, findings, found),
        by_runs(context, findings, found),
        worths(context, findings, found),
    ];
    all.into_iter().filter(|table| !table.rows.is_empty()).collect()
}

/// Shares of the variance of every gain.
fn variances(findings: &Findings, found: &Uncertainty) -> Table {
    let mut table = Table::new(
        "Shares of the variance of each gain over worlds: what would go if that alone were known (90 % interval)",
        &["Gain of", "Chance", "Largest", "Second", "Third", "All that is predicted"],
    );
    for of in &found.variances {
        let what = match of.other {
            None => pick::name(findings, of.option).to_owned(),
            Some(other) => format!("{} less {}", pick::name(findings, of.option), pick::name(findings, other)),
        };
        let mut known: Vec<_> = of.shares.inputs.iter().filter(|share| share.first.told).collect();
        known.sort_by(|a, b| b.first.value.total_cmp(&a.first.value));
        let cell = |at: usize| {
            known.get(at).map_or_else(
                || "cannot be told from 0".to_owned(),
                |share| {
                    let [low, high] = share.first.interval.map(|end| 100.0 * end.clamp(0.0, 1.0));
                    let percent = plain(100.0 * share.first.value.clamp(0.0, 1.0), 0);
                    format!("{}: {percent} % ({})", name(&found.inputs[share.input]), range(low, high, 0))
                },
            )
        };
        let predicted = small_percent(of.shares.r_squared.value.max(0.0));
        table.rows.push(vec![what, small_percent(of.shares.chance), cell(0), cell(1), cell(2), predicted]);
    }
    table
}

/// How far each option can fall behind the best.
fn regrets(findings: &Findings, found: &Uncertainty) -> Table {
    let mut table = Table::new(
        "Regret in points at the end: how far each option stays behind the best one of its world",
        &["Option", "Best in", "On average", "In the worst twentieth", "At most"],
    );
    for (regret, best) in found.regrets.iter().zip(&found.best.worlds) {
        let points = |trust: f64| plain(POINTS * trust, 1);
        table.rows.push(vec![
            pick::name(findings, found.compared[regret.option]).to_owned(),
            format!("{} of {}", plain(*best, 0), findings.replicates),
            points(regret.mean),
            points(regret.p95),
            points(regret.max),
        ]);
    }
    table
}

/// Where the two best change places, by the regression through all worlds.
fn switching(context: &Context, findings: &Findings, found: &Uncertainty) -> Table {
    let name_of = |at: usize| pick::name(findings, found.compared[found.two_best[at]]).to_owned();
    let mut table = Table::new(
        format!("{} less {} in points along each input, on average over all else", name_of(0), name_of(1)),
        &["Input", "From", "To", "Difference from", "Difference to", "They change places at"],
    );
    for along in found.switching() {
        let of = &found.inputs[along.input];
        let show = |at: f64| value(context.scenario, of, at);
        let [low, high] = along.ends.map(|end| plain(POINTS * end.value, 1));
        let at = along.crossings.first().map_or_else(
            || "nowhere in this range".to_owned(),
            |crossing| {
                let [from, to] = crossing.between.map(show);
                format!("{} (cannot be told from {from} to {to})", show(crossing.at))
            },
        );
        table.rows.push(vec![name(of), show(along.range[0]), show(along.range[1]), low, high, at]);
    }
    table
}

/// Where another option becomes the best, by worlds that were run again at values.
fn by_runs(context: &Context, findings: &Findings, found: &Uncertainty) -> Table {
    let name_of = |at: usize| pick::name(findings, found.compared[at]).to_owned();
    let mut table = Table::new(
        format!(
            "Where another option overtakes {}: worlds run again at values of each input",
            name_of(found.two_best[0])
        ),
        &["Input", "Looked from", "To", "Overtaken", "By"],
    );
    for along in &found.by_runs {
        let of = &found.inputs[along.input];
        let show = |at: f64| value(context.scenario, of, at);
        let (at, by) = along.switch.map_or_else(
            || ("nowhere".to_owned(), "–".to_owned()),
            |switch| {
                let side = if switch.best_below { "above" } else { "below" };
                let [from, to] = switch.between.map(show);
                let at = format!("{side} {} (cannot be told from {from} to {to})", show(switch.at));
                (at, name_of(switch.other))
            },
        );
        table.rows.push(vec![name(of), show(along.range[0]), show(along.range[1]), at, by]);
    }
    table
}

/// Chance of being best over what a resident-point-year is worth.
fn worths(context: &Context, findings: &Findings, found: &Uncertainty) -> Table {
    let currency = &context.scenario.place.currency;
    let mut table = Table::new(
        "Share of worlds in which each option is the best buy, by what one resident-point-year is worth",
        &["Worth"],
    );
    table.columns.extend(found.compared.iter().map(|&option| pick::name(findings, option).to_owned()));
    for at in &found.acceptability {
        let mut row = vec![money(at.worth, currency)];
        row.extend(at.shares.iter().map(|share| format!("{} %", plain(100.0 * share, 0))));
        table.rows.push(row);
    }
    table
}
