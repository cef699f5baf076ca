//! What is odd but not wrong.

use super::investments::peak;
use super::{Context, percent};
use crate::scenario::estimate::{BYTES_PER_ROW, resident_rows};
use crate::scenario::file::{ScenarioFile, span_or};
use crate::scenario::idle::{at_rest, may_be_uneven};
use crate::scenario::names::{grouped, plain};
use crate::scenario::plan::{Contents, Instrument, Investment, Strategy, WEEKS_PER_YEAR};
use crate::scenario::problem::{Code, Problem};
use toml::Spanned;

/// Rows of residents beyond which most programs cannot open the table.
const MANY_ROWS: u64 = 5_000_000;

/// Looks at a scenario as a colleague would before it is run.
pub fn look(scenario: &Contents, file: &ScenarioFile, context: &Context<'_>) {
    if scenario.strategies.is_empty() {
        let problem = Problem::new(Code::NoStrategy, "there is no strategy: only the baseline will be run")
            .key("strategies")
            .help("add one: a heading [[strategies]] with name and budget, and below it [[strategies.investments]]");
        context.report(0..0, problem);
    }
    budgets(scenario, file, context);
    one_by_one(scenario, file, context);
    for (at, strategy) in scenario.strategies.iter().enumerate() {
        let Some(written) = file.strategies.get(at) else { continue };
        for (investment, written) in strategy.investments.iter().zip(&written.investments) {
            let reason = at_rest(scenario, strategy, investment, &|at| may_be_uneven(scenario, at));
            if let Some(reason) = reason {
                let problem = idle(strategy, investment, &reason).key(written.path.clone());
                context.report(written.span.clone(), problem);
            }
        }
        let (highest, _) = peak(&strategy.investments);
        if highest < strategy.budget * 0.995 {
            let message =
                format!("\"{}\" allots only {} of its budget", strategy.name, percent(highest / strategy.budget));
            let problem = Problem::new(Code::NotAllotted, message).key(format!("{}.investments", written.path));
            context.report(
                span_or(&written.budget, &written.span),
                problem.help("what is not allotted is not spent; raise the shares or lower the budget"),
            );
        }
        if let Some((offered, cap, last)) = over_cap(scenario, strategy) {
            let written = &written.investments[last];
            let message = format!(
                "staff of \"{}\" have time for only {} of the person-centred work that is paid for",
                strategy.name,
                percent((cap / offered * 100.0).round() / 100.0)
            );
            let span =
                written.share.as_ref().or(written.spend.as_ref()).map_or_else(|| written.span.clone(), Spanned::span);
            let problem = Problem::new(Code::OverCap, message)
                .key(written.path.clone())
                .help(format!(
                    "it may take {} of staff hours (programme_cap); the rest of the money stays unspent",
                    percent(scenario.parameters.programme_cap)
                ))
                .help("lower the share, or write  hires = true");
            context.report(span, problem);
        }
    }
    if scenario.weeks > 20 * WEEKS_PER_YEAR {
        let years = plain(f64::from(scenario.weeks) / f64::from(WEEKS_PER_YEAR));
        let problem = Problem::new(
            Code::FarHorizon,
            format!("{years} years are further than the model has been compared with data"),
        )
        .help("read the later years as the logic of the model, not as a projection");
        context.report(span_or(&file.weeks, &(0..0)), problem);
    }
    if scenario.replicates < 30 {
        let problem = Problem::new(Code::FewReplicates, few_replicates(scenario.replicates))
            .help("40 is the default; 100 or more settle close calls");
        context.report(span_or(&file.keys.replicates, &(0..0)), problem);
    }
}

fn few_replicates(replicates: u32) -> String {
    match replicates {
        1 => "1 replicate gives no ranges".to_owned(),
        n => format!("{n} replicates give rough ranges"),
    }
}

fn one_by_one(scenario: &Contents, file: &ScenarioFile, context: &Context<'_>) {
    let rows = resident_rows(scenario);
    if rows <= MANY_ROWS {
        return;
    }
    let gigabytes = plain((rows as f64 * BYTES_PER_ROW / 1e8).round() / 10.0);
    let message = format!("residents.csv will have {} rows", grouped(rows));
    let problem = Problem::new(Code::ManyResidents, message)
        .key("record.residents")
        .label(format!("about {gigabytes} GB while the run lasts"))
        .help("use fewer replicates or residents, or leave the key out: series.csv has means and spread all the same");
    context.report(span_or(&file.settings.record.residents, &(0..0)), problem);
}

/// That an instrument has nothing to act on.
pub fn idle(strategy: &Strategy, investment: &Investment, reason: &str) -> Problem {
    let message = format!("{} in \"{}\" has nothing to act on: {reason}", investment.instrument.name(), strategy.name);
    Problem::new(Code::Idle, message)
        .help("its money would be spent for nothing: add what it works with, or leave it out")
}

/// What a strategy plans to spend, currency units: of an average year, of the dearest year, and until the horizon.
/// Money is counted as it is allotted, before work has built up and whether or not it can be spent.
fn planned(scenario: &Contents, strategy: &Strategy) -> [f64; 3] {
    let years = scenario.weeks.div_ceil(WEEKS_PER_YEAR).max(1);
    let within = |from: u32, until: u32| -> f64 {
        let weeks = |i: &Investment| f64::from(i.until.min(until).saturating_sub(i.from.max(from)));
        strategy.investments.iter().map(|i| i.spend * weeks(i)).sum()
    };
    let year = |at: u32| within(at * WEEKS_PER_YEAR, ((at + 1) * WEEKS_PER_YEAR).min(scenario.weeks));
    let total = within(0, scenario.weeks);
    let mean = total * f64::from(WEEKS_PER_YEAR) / f64::from(scenario.weeks.max(1));
    [mean, (0..years).map(year).fold(0.0, f64::max), total]
}

fn budgets(scenario: &Contents, file: &ScenarioFile, context: &Context<'_>) {
    let plans: Vec<[f64; 3]> = scenario.strategies.iter().map(|strategy| planned(scenario, strategy)).collect();
    let by_total = |a: &(usize, &[f64; 3]), b: &(usize, &[f64; 3])| a.1[2].total_cmp(&b.1[2]);
    let dearest = plans.iter().enumerate().max_by(by_total);
    let cheapest = plans.iter().enumerate().min_by(by_total);
    let (Some((at, dearest)), Some((_, cheapest))) = (dearest, cheapest) else { return };
    let same = |high: f64, low: f64| high <= low * 1.01;
    if same(dearest[2], cheapest[2]) {
        return;
    }
    let money = |value: f64| format!("{}{}", scenario.place.currency, grouped(value.round() as u64));
    let told: Vec<String> = scenario
        .strategies
        .iter()
        .zip(&plans)
        .map(|(strategy, [mean, peak, total])| {
            format!(
                "\"{}\" {} a year on average, {} in its dearest year, {} in all",
                strategy.name,
                money(*mean),
                money(*peak),
                money(*total)
            )
        })
        .collect();
    let message = format!("the plans cost {}: not like for like", told.join("; "));
    let span = file.strategies.get(at).map_or(0..0, |written| span_or(&written.budget, &written.span));
    let problem = Problem::new(Code::UnequalBudgets, message).key(format!("strategies[{at}].budget"));
    context.report(span, problem.help("give all strategies the same budget, or compare gain per 1,000"));
}

/// Weekly money for person-centred work and what staff hours allow of it, where the first exceeds the second.
fn over_cap(scenario: &Contents, strategy: &Strategy) -> Option<(f64, f64, usize)> {
    let personal = |investment: &Investment| investment.instrument == Instrument::PersonCentred && !investment.hires;
    let departments = &scenario.place.institutions[strategy.institution].departments;
    let week = scenario.parameters.programme_cap * scenario.costs.hours_week * scenario.costs.cost_staff_hour;
    let bound = |department: Option<usize>| -> Option<(f64, f64, usize)> {
        let chosen: Vec<Investment> = strategy
            .investments
            .iter()
            .filter(|i| personal(i) && (department.is_none() || i.department == department))
            .cloned()
            .collect();
        let posts: u32 = departments
            .iter()
            .enumerate()
            .filter(|(at, _)| department.is_none_or(|d| d == *at))
            .map(|(_, d)| d.posts)
            .sum();
        let (offered, last) = peak(&chosen);
        let last = &chosen[last?];
        let last = strategy.investments.iter().position(|investment| investment == last)?;
        let cap = week * f64::from(posts);
        (offered > cap * 1.001).then_some((offered, cap, last))
    };
    bound(None).or_else(|| (0..departments.len()).find_map(|at| bound(Some(at))))
}
