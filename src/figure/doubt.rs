//! Sentences about what is not known: what would change the choice, where doubt comes from, what is worth finding out.

use super::number::{POINTS, money, plain, range};
use super::words::{duration, list};
use super::{Context, pick};
use crate::analysis::by_runs::ByRuns;
use crate::analysis::doubt::Estimate;
use crate::analysis::doubt::best::Where;
use crate::analysis::doubt::voi::Information;
use crate::analysis::findings::Findings;
use crate::analysis::uncertainty::{Uncertainty, VarianceOf};
use crate::analysis::worlds::OverWorlds;
use crate::experiment::futures::{About, Input};
use crate::scenario::names::{counted, grouped};
use crate::scenario::registry::find;
use crate::scenario::units::Quantity;
use crate::scenario::{Scenario, WEEKS_PER_YEAR};

/// What an input is called in a sentence: `Riverside's harm`, `half_life_treatment`.
#[must_use]
pub fn name(input: &Input) -> String {
    let parts: Vec<&str> = input.name.split('.').collect();
    let what = |key: &str| key.replace('_', " ");
    match parts.as_slice() {
        ["groups", group, key, ..] => format!("{}'s {}", group.trim_matches('"'), what(key)),
        ["institutions", _, "departments", department, key, ..] => {
            format!("{} of {}", what(key), department.trim_matches('"'))
        }
        ["world", "events", event, "at" | "week"] => format!("the time of {}", event.trim_matches('"')),
        ["world", "events", event, .., key] => format!("{} of {}", what(key), event.trim_matches('"')),
        _ => input.name.clone(),
    }
}

/// The same with what it means, where that is a line of the registry.
#[must_use]
pub fn name_with_meaning(input: &Input) -> String {
    let About::Parameter(parameter) = input.about else { return name(input) };
    let meaning = find(parameter).map_or("", |entry| entry.meaning).trim_end_matches('.');
    let mut letters = meaning.chars();
    let lower: String = letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect());
    format!("{parameter} ({lower})")
}

/// A value of an input as it is said.
#[must_use]
pub fn value(scenario: &Scenario, input: &Input, value: f64) -> String {
    let figures = |value: f64| {
        let decimals = match value.abs() {
            v if v >= 100.0 => 0,
            v if v >= 10.0 => 1,
            v if v >= 1.0 => 1,
            v if v >= 0.1 => 2,
            _ => 3,
        };
        let text = plain(value, decimals);
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
    };
    let quantity = match input.about {
        About::Parameter(name) => find(name).map_or(Quantity::Number, |entry| entry.unit.into()),
        About::Value(_, quantity) => quantity,
        _ => Quantity::Number,
    };
    match quantity {
        Quantity::Duration | Quantity::Weeks | Quantity::Years => duration(value.round() as u32),
        Quantity::Money | Quantity::MoneyRate => money(value, &scenario.place.currency),
        Quantity::Rate | Quantity::PerWeek if value < 0.2 => {
            format!("{} a year", figures(value * f64::from(WEEKS_PER_YEAR)))
        }
        Quantity::Rate | Quantity::PerWeek => format!("{} a week", figures(value)),
        Quantity::PerYear => format!("{} a year", figures(value)),
        _ => figures(value),
    }
}

/// What would change the choice between the two best, the clearest first; nothing where nothing that is known would.
#[must_use]
pub fn changes(context: &Context, findings: &Findings, found: &Uncertainty) -> Vec<String> {
    let option = |at: usize| match found.compared[at] {
        0 => "the baseline".to_owned(),
        at => pick::name(findings, at).to_owned(),
    };
    let [best, second] = found.two_best;
    let say = |input: usize, best_below: bool, at: f64, other: usize| {
        let input = &found.inputs[input];
        // The best overall is ahead on one side; what is said is where it is not.
        let side = if best_below { "above" } else { "below" };
        let far = input.ends().is_some_and(|(low, high)| at < low || at > high);
        let at = value(context.scenario, input, at);
        if far {
            return format!(
                "Only if {} were {side} {at}, which is thought less likely than 1 in 20, would {} do better than {} on average.",
                name(input),
                option(other),
                option(best)
            );
        }
        format!("If {} is {side} {at}, {} does better than {} on average.", name(input), option(other), option(best))
    };
    let is_told = |told: &[bool; 2]| told.iter().any(|told| *told);
    // What is most worth knowing comes first.
    let mut by_runs: Vec<&ByRuns> = found.by_runs.iter().collect();
    by_runs.sort_by_key(|along| {
        let known = |one: &Information| one.inputs == [along.input] && one.worth.told;
        let rank = found.information.iter().position(known).unwrap_or(usize::MAX);
        // What the scenario says of its own place can be found out there.
        (rank, !matches!(found.inputs[along.input].about, About::Value(..)))
    });
    let mut told: Vec<String> = by_runs
        .into_iter()
        .filter_map(|along| {
            let switch = along.switch.filter(|switch| is_told(&switch.told))?;
            Some(say(along.input, switch.best_below, switch.at, switch.other))
        })
        .collect();
    for along in found.switching() {
        let is_run = found.by_runs.iter().any(|run| run.input == along.input);
        if let Some(crossing) = along.crossings.iter().find(|of| is_told(&of.told)).filter(|_| !is_run) {
            told.push(say(along.input, crossing.first_below, crossing.at, second));
        }
    }
    if told.is_empty() {
        let other = found.best.elsewhere.iter().find(|there| there.option > 0);
        if let Some(there) = other {
            let input = &found.inputs[there.input];
            let (side, at) = match there.place {
                Where::Below(at) => ("below", at),
                Where::Above(at) => ("above", at),
                Where::Kind(at) => ("", at),
            };
            told.push(format!(
                "If {} is {side} {}, {} does better in {} of {}.",
                name(input),
                value(context.scenario, input, at),
                option(there.option),
                there.better,
                counted(there.worlds, "such world")
            ));
        }
    }
    told
}

/// Everything that is said of what is not known: where doubt comes from, what would change the choice, what to find out.
#[must_use]
pub fn told(context: &Context, findings: &Findings) -> Vec<String> {
    let Some(found) = &findings.uncertainty else { return Vec::new() };
    let mut told: Vec<String> = found.variances.iter().map(|of| sources(findings, found, of)).collect();
    told.extend(changes(context, findings, found));
    told.extend(find_out(context, findings, found));
    told
}

/// A share as a percentage, with its interval.
fn percent(share: &Estimate) -> String {
    let [low, high] = share.interval.map(|end| 100.0 * end.clamp(0.0, 1.0));
    format!("{} % ({})", plain(100.0 * share.value.clamp(0.0, 1.0), 0), range(low, high, 0))
}

/// A percentage that may be very small.
#[must_use]
pub fn small_percent(share: f64) -> String {
    let percent = 100.0 * share;
    let decimals = match percent {
        p if p >= 10.0 => 0,
        p if p >= 1.0 => 1,
        _ => 2,
    };
    format!("{} %", plain(percent, decimals))
}

/// Where doubt about a gain, or about a difference, comes from.
#[must_use]
pub fn sources(findings: &Findings, found: &Uncertainty, of: &VarianceOf) -> String {
    let what = match of.other {
        None => format!("the gain of {}", pick::name(findings, of.option)),
        Some(other) => {
            format!("the difference between {} and {}", pick::name(findings, of.option), pick::name(findings, other))
        }
    };
    let chance = format!("Chance accounts for {} of the variance of {what}", small_percent(of.shares.chance));
    let mut known: Vec<_> = of.shares.inputs.iter().filter(|share| share.first.told).collect();
    known.sort_by(|a, b| b.first.value.total_cmp(&a.first.value));
    let top: Vec<String> = known
        .iter()
        .take(3)
        .map(|share| format!("{} for {}", name(&found.inputs[share.input]), percent(&share.first)))
        .collect();
    if top.is_empty() {
        return format!("{chance}; no single input can be told from the others.");
    }
    let rest = if of.shares.rest > 0.1 {
        format!(" {} is due to what no input alone accounts for.", small_percent(of.shares.rest))
    } else {
        String::new()
    };
    format!("{chance}, {}.{rest}", list(&top))
}

/// What it would be worth to find out before one chooses.
#[must_use]
pub fn find_out(context: &Context, findings: &Findings, found: &Uncertainty) -> Option<String> {
    let currency = &context.scenario.place.currency;
    let worth = |value: f64| {
        if found.in_money { money(value, currency) } else { format!("{} points", plain(POINTS * value, 2)) }
    };
    let everything = found.perfect.worth.value.max(0.0);
    if found.choice.len() < 2 {
        return None;
    }
    let best = pick::name(findings, found.choice[found.perfect.best]);
    let known: Vec<_> = found.information.iter().filter(|one| one.worth.told).collect();
    let told: Vec<String> = known
        .iter()
        .take(2)
        .map(|one| {
            let survey = found.surveys.iter().find(|(_, survey)| survey.inputs == one.inputs && survey.worth.told);
            let survey = survey.map_or_else(String::new, |(sample, survey)| {
                format!(" (a survey of {}: {})", grouped((*sample).into()), worth(survey.worth.value))
            });
            let name = name_with_meaning(&found.inputs[one.inputs[0]]);
            format!("{name}, worth at most {}{survey}", worth(one.worth.value))
        })
        .collect();
    // What is worth less than a hundredth of what is at stake is not worth a sentence of its own.
    let at_stake = found.perfect.expected.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let least = if found.in_money { 1.0 } else { 0.005 / POINTS };
    let most = if everything < least {
        if found.in_money { format!("less than {}", worth(1.0)) } else { "less than 0.01 points".to_owned() }
    } else {
        format!("no more than {}", worth(everything))
    };
    Some(if told.is_empty() || everything < 0.01 * at_stake {
        let what = if everything < 0.01 * at_stake { "more" } else { "any one thing more" };
        format!(
            "Finding out {what} would hardly change the choice of {best}: even to know everything would gain {most} on average."
        )
    } else {
        format!("Before choosing, find out {}. To know everything would be worth {}.", list(&told), worth(everything))
    })
}

/// Worlds that could not begin as they state, and what they have in common.
#[must_use]
pub fn starts(context: &Context, findings: &Findings, over: &OverWorlds) -> Option<String> {
    let (nearest, without) = (over.nearest(), over.without());
    if nearest + without == 0 {
        return None;
    }
    let all = over.drawn.worlds.len();
    let common = findings.uncertainty.as_ref().and_then(|found| {
        let one = found.alike.first()?;
        let input = &found.inputs[one.input];
        let (side, at) = match one.place {
            Where::Below(at) => ("below", at),
            Where::Above(at) => ("above", at),
            Where::Kind(at) => ("", at),
        };
        Some(format!(
            " What they have in common: {} is {side} {} in {} of {} of them, and in {} of {} others.",
            name(input),
            value(context.scenario, input, at),
            one.failed[0],
            one.failed[1],
            one.others[0],
            one.others[1]
        ))
    });
    let begun = match (nearest, without) {
        (0, _) => String::new(),
        (n, _) => format!(
            "In {n} of {all} worlds the stated trust of some group cannot last; they begin as near to it as can be."
        ),
    };
    let lost = match without {
        0 => String::new(),
        n => format!(" {n} of {all} worlds have no start at all and are left out."),
    };
    Some(format!("{begun}{lost}{}", common.unwrap_or_default()).trim().to_owned())
}

/// What a strategy gains in those worlds alone that begin as they state; nothing where all do.
#[must_use]
pub fn as_stated(findings: &Findings, over: &OverWorlds, strategy: usize) -> Option<String> {
    let effect = over.as_stated.get(strategy.checked_sub(1)?)?;
    let [low, _, median, _, high] = effect.quantiles.map(|quantile| POINTS * quantile);
    Some(format!(
        "In the {} that begin as they state, {} gains {} points (90 %: {}).",
        counted(effect.n, "world"),
        pick::name(findings, strategy),
        plain(median, 1),
        range(low, high, 1)
    ))
}

/// Puts what worlds say of the choice behind the first sentence of the headline: what would change it, what a survey would
/// notice of it, and what is worth finding out.
pub fn tell(context: &Context, findings: &mut Findings) {
    let Some(found) = &findings.uncertainty else { return };
    let mut further: Vec<String> = changes(context, findings, found).into_iter().take(1).collect();
    further.extend(noticed(context, findings));
    further.extend(find_out(context, findings, found));
    findings.further = further;
}

/// What a yearly survey would notice of the leading strategy.
fn noticed(context: &Context, findings: &Findings) -> Option<String> {
    let best = pick::best(findings)?;
    let row = findings.programme.iter().filter(|row| row.strategy == best.strategy).max_by_key(|row| row.year)?;
    let sample = context.scenario.record.survey_sample.min(findings.residents);
    Some(format!(
        "A survey of {} in year {}, beside one of the same place without it, would notice that in {} of 100 tries.",
        grouped(sample.into()),
        row.year,
        super::words::count(row.noticed, 100)
    ))
}
