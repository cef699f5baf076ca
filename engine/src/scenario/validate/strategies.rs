//! Strategies: budgets, and promises made on the way.

use super::Context;
use super::investments::{investments, peak};
use crate::scenario::file::strategy::{PromiseFile, StrategyFile};
use crate::scenario::file::value;
use crate::scenario::plan::{Place, Promise, Strategy};
use crate::scenario::problem::{Code, Problem};
use toml::Spanned;

/// Checks the strategies.
pub fn strategies(files: &[StrategyFile], place: &Place, context: &Context<'_>) -> Vec<Strategy> {
    context.unique(&files.iter().map(|file| &file.name).collect::<Vec<_>>(), "strategies");
    files.iter().map(|file| strategy(file, place, context)).collect()
}

fn strategy(file: &StrategyFile, place: &Place, context: &Context<'_>) -> Strategy {
    if let Some(name) = &file.name
        && name.get_ref().eq_ignore_ascii_case("baseline")
    {
        let problem = Problem::new(Code::ReservedName, "a strategy cannot be called Baseline")
            .key(format!("{}.name", file.path))
            .help("the baseline (no strategy at all) is always run and shown; give this strategy another name, or delete it");
        context.report(name.span(), problem);
    }
    let institutions: Vec<&str> = place.institutions.iter().map(|institution| institution.name.as_str()).collect();
    let institution =
        file.institution.as_ref().and_then(|name| context.resolve(name, &institutions, "institution")).unwrap_or(0);
    if file.budget.is_none()
        && !file.budget_refused
        && let Some(share) = file.investments.iter().find_map(|investment| investment.share.as_ref())
    {
        let problem = Problem::new(Code::MissingKey, "a share of the budget needs a budget")
            .key(format!("{}.budget", file.path))
            .label("share of what?")
            .help("add  budget = \"300_000 / year\"  to the strategy, or write  spend = \"50_000 / year\"  instead of the share");
        context.report(share.span(), problem);
    }
    let investments = investments(file, place, institution, context);
    let (highest, _) = peak(&investments);
    let groups: Vec<&str> = place.groups.iter().map(|group| group.name.as_str()).collect();
    Strategy {
        name: value(&file.name).unwrap_or_default(),
        institution,
        budget: value(&file.budget).unwrap_or(highest),
        investments,
        promises: file.promises.iter().filter_map(|promise| promise_of(promise, &groups, context)).collect(),
        ..file.keys.plan()
    }
}

fn promise_of(file: &PromiseFile, groups: &[&str], context: &Context<'_>) -> Option<Promise> {
    let Some(at) = &file.at else {
        if !file.at_refused {
            let problem = Problem::new(Code::MissingKey, "a promise needs the time at which it is made")
                .key(format!("{}.at", file.path))
                .help("add a line such as  at = \"1 year\"");
            context.report(file.span.clone(), problem);
        }
        return None;
    };
    let week = context.weeks_until(at)?.round() as u32;
    if week >= context.weeks {
        let problem = Problem::new(
            Code::Horizon,
            format!("the promise is made in week {week}, but only {} simulated", context.simulated()),
        )
        .key(format!("{}.at", file.path))
        .help("make it earlier, or simulate more years");
        context.report(at.span(), problem);
    }
    let until = match &file.until {
        Some(until) => (context.weeks_until(until)?.round() as u32).min(context.weeks),
        None => context.weeks,
    };
    if until <= week
        && week < context.weeks
        && let Some(span) = file.until.as_ref().map(Spanned::span)
    {
        let problem = Problem::new(
            Code::EndsFirst,
            format!("the promise ends in week {until}, before it is made in week {week}"),
        )
        .key(format!("{}.until", file.path))
        .help("`until` must be later than `at`");
        context.report(span, problem);
    }
    Some(Promise { week, until, groups: context.groups(file.groups.as_deref(), groups), ..file.keys.plan() })
}
