//! What is odd but not wrong.

use super::investments::peak;
use super::{Context, percent};
use crate::scenario::estimate::{BYTES_PER_ROW, resident_rows};
use crate::scenario::file::{ScenarioFile, span_or};
use crate::scenario::names::{grouped, plain};
use crate::scenario::plan::{Instrument, Investment, Scenario, Strategy, WEEKS_PER_YEAR};
use crate::scenario::problem::{Code, Problem};
use toml::Spanned;

/// Rows of residents beyond which most programs cannot open the table.
const MANY_ROWS: u64 = 5_000_000;

/// Looks at a scenario as a colleague would before it is run.
pub fn look(scenario: &Scenario, file: &ScenarioFile, context: &Context<'_>) {
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
        context.report(span_or(&file.replicates, &(0..0)), problem);
    }
}

fn few_replicates(replicates: u32) -> String {
    match replicates {
        1 => "1 replicate gives no ranges".to_owned(),
        n => format!("{n} replicates give rough ranges"),
    }
}

fn one_by_one(scenario: &Scenario, file: &ScenarioFile, context: &Context<'_>) {
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

fn budgets(scenario: &Scenario, file: &ScenarioFile, context: &Context<'_>) {
    let dearest = scenario.strategies.iter().enumerate().max_by(|a, b| a.1.budget.total_cmp(&b.1.budget));
    let cheapest = scenario.strategies.iter().enumerate().min_by(|a, b| a.1.budget.total_cmp(&b.1.budget));
    let (Some((at, dearest)), Some((_, cheapest))) = (dearest, cheapest) else { return };
    if dearest.budget <= cheapest.budget * 1.01 {
        return;
    }
    let yearly = |strategy: &Strategy| {
        format!("{}{}", scenario.place.currency, plain((strategy.budget * f64::from(WEEKS_PER_YEAR)).round()))
    };
    let message = format!(
        "\"{}\" costs {} a year, \"{}\" {}: not like for like",
        dearest.name,
        yearly(dearest),
        cheapest.name,
        yearly(cheapest)
    );
    let span = file.strategies.get(at).map_or(0..0, |written| span_or(&written.budget, &written.span));
    let problem = Problem::new(Code::UnequalBudgets, message).key(format!("strategies[{at}].budget"));
    context.report(span, problem.help("give all strategies the same budget, or compare gain per 1,000"));
}

/// Weekly money for person-centred work and what staff hours allow of it, where the first exceeds the second.
fn over_cap(scenario: &Scenario, strategy: &Strategy) -> Option<(f64, f64, usize)> {
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
