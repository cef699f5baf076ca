//! What many futures allow to be said. Counts are of futures, and futures are not chances: no word of likelihood.

use crate::analysis::robustness::{Condition, Criterion, FailsWhen, OptionRegret, Robustness, Rule, Test, Verdict};
use crate::experiment::Beginning;
use crate::experiment::futures::{About, Input, Whom};
use crate::figure::number::{POINTS, brief, money, plain, signed};
use crate::figure::words::{duration, list, points};
use crate::scenario::names::either;
use crate::scenario::registry::find;
use crate::scenario::units::Quantity;
use crate::scenario::{Scenario, WEEKS_PER_YEAR};

use super::futures;
use crate::figure::doubt::name as called;

/// That counts of futures are no chances.
pub const CAVEAT: &str =
    "Futures cover what might be; they are not equally likely, and counts of futures are not probabilities.";

/// Regrets closer than this, in trust, are not told apart.
const SAME: f64 = 0.0005;

/// Trust as points with one decimal.
#[must_use]
pub fn in_points(value: f64) -> String {
    plain(value * POINTS, 1)
}

/// What counts as enough: `above today`.
#[must_use]
pub fn enough(threshold: f64) -> String {
    let size = |value: f64| points(&plain(value, usize::from(value.fract() != 0.0)));
    if threshold == 0.0 {
        "above today".to_owned()
    } else if threshold > 0.0 {
        format!("more than {} above today", size(threshold))
    } else {
        format!("less than {} below today", size(-threshold))
    }
}

/// What does not: `at or below today`.
#[must_use]
pub fn not_enough(threshold: f64) -> String {
    let size = |value: f64| points(&plain(value, usize::from(value.fract() != 0.0)));
    if threshold == 0.0 {
        "at or below today's trust".to_owned()
    } else if threshold > 0.0 {
        format!("no more than {} above today's trust", size(threshold))
    } else {
        format!("{} or more below today's trust", size(-threshold))
    }
}

/// The safer choice and the better average.
#[must_use]
pub fn choice(found: &Robustness) -> Option<String> {
    let (safe, average) = (found.safest()?, found.best_average()?);
    if found.regrets.len() > 1 && found.regrets.iter().all(|row| row.gains == [0.0; 2]) {
        return Some(format!("All options are identical to the baseline in {0} of {0} futures.", safe.futures));
    }
    let name = |row: &OptionRegret| &found.options[row.option];
    let falls = |row: &OptionRegret| format!("falls at most {} short of the best option", points(&in_points(row.max)));
    if safe.option == average.option {
        let only = if safe.max < SAME {
            "is the best option in every one of them".to_owned()
        } else {
            format!("{}, and {} on average", falls(safe), in_points(safe.mean))
        };
        return Some(format!(
            "{} is both the safer choice and the better average: over {}, it {only}.",
            name(safe),
            futures(safe.futures)
        ));
    }
    if average.max - safe.max < SAME || safe.mean - average.mean < SAME {
        return Some(format!(
            "{} and {} cannot be told apart over {}: largest regret {} and {} points, mean regret {} and {}.",
            name(safe),
            name(average),
            futures(safe.futures),
            in_points(safe.max),
            in_points(average.max),
            in_points(safe.mean),
            in_points(average.mean)
        ));
    }
    Some(format!(
        "{} is the safer choice; {} the better average: over {}, {} {} ({} on average), {} at most {} ({} on average).",
        name(safe),
        name(average),
        futures(safe.futures),
        name(safe),
        falls(safe),
        in_points(safe.mean),
        name(average),
        in_points(average.max),
        in_points(average.mean)
    ))
}

/// How often an option is about as good as the best, and how often it is enough.
#[must_use]
pub fn standing(found: &Robustness, row: &OptionRegret) -> String {
    if row.option > 0 && row.gains == [0.0; 2] {
        return format!(
            "{} is identical to the baseline in {n} of {n} futures and ends {} in {}.",
            found.options[row.option],
            enough(found.threshold),
            row.enough,
            n = row.futures
        );
    }
    format!(
        "{} is best or within 1 point of the best in {} of {} and ends {} in {}.",
        found.options[row.option],
        row.near_best,
        futures(row.futures),
        enough(found.threshold),
        row.enough
    )
}

/// A week as a month or a year.
fn moment(weeks: f64) -> String {
    let months = weeks * 12.0 / f64::from(WEEKS_PER_YEAR);
    if months <= 36.0 { format!("month {months:.0}") } else { format!("year {}", brief(months / 12.0)) }
}

/// A value of an input as people read it.
#[must_use]
pub fn value(scenario: &Scenario, input: &Input, value: f64) -> String {
    match input.about {
        About::Onset(_) => moment(value),
        About::Intensity(_) => brief(value),
        About::Target(_) => input.whom(value).map_or_else(String::new, |whom| who(scenario, whom)),
        About::Parameter(name) => {
            amount(scenario, find(name).map_or(Quantity::Number, |entry| entry.unit.into()), value)
        }
        About::Value(_, quantity) => amount(scenario, quantity, value),
    }
}

/// A number of a kind as it is said.
fn amount(scenario: &Scenario, quantity: Quantity, value: f64) -> String {
    match quantity {
        Quantity::Share => format!("{} %", brief(value * 100.0)),
        Quantity::Duration | Quantity::Weeks | Quantity::Years => duration(value.round() as u32),
        Quantity::Money | Quantity::MoneyRate => {
            money(if value >= 10.0 { value.round() } else { value }, &scenario.place.currency)
        }
        Quantity::PerYear => format!("{} a year", brief(value)),
        Quantity::Rate if value < 0.2 => format!("{} a year", brief(value * f64::from(WEEKS_PER_YEAR))),
        Quantity::Rate | Quantity::PerWeek => format!("{} a week", brief(value)),
        Quantity::Number | Quantity::Hours => {
            let text = plain(value, usize::from(value < 100.0) + usize::from(value < 10.0));
            if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
        }
    }
}

fn who(scenario: &Scenario, whom: Whom) -> String {
    match whom {
        Whom::AsStated => "the groups as stated".to_owned(),
        Whom::Everybody => "everybody".to_owned(),
        Whom::Group(at) => format!("{} only", scenario.place.groups.get(at).map_or("", |group| group.name.as_str())),
    }
}

/// A condition of a rule, in words.
#[must_use]
pub fn condition(scenario: &Scenario, found: &Robustness, condition: &Condition) -> String {
    let input = &found.inputs()[condition.input];
    let shock = |at: usize| {
        let shock = &found.plan.shocks[at];
        (format!("the {}", shock.name), shock.event.is_none())
    };
    match (input.about, condition.test) {
        (About::Target(at), Test::Is(choice)) => {
            format!("{} hits {}", shock(at).0, value(scenario, input, choice as f64))
        }
        (About::Onset(at), Test::AtMost(cut)) => format!("{} starts by {}", shock(at).0, moment(cut)),
        (About::Onset(at), Test::AtLeast(cut)) => format!("{} starts in {} or later", shock(at).0, moment(cut)),
        (About::Intensity(at), test) => {
            let (name, unforeseen) = shock(at);
            let (cut, side) = match test {
                Test::AtLeast(cut) => (cut, "least"),
                Test::AtMost(cut) => (cut, "most"),
                Test::Is(_) => (0.0, "least"),
            };
            let cut = plain(cut, 2).trim_end_matches('0').trim_end_matches('.').to_owned();
            match (unforeseen, cut.as_str()) {
                (true, _) => format!("{name} is at {side} {cut} of a serious one"),
                (false, "1") => format!("{name} is at {side} as strong as stated"),
                (false, _) => format!("{name} is at {side} {cut} times as strong as stated"),
            }
        }
        (_, Test::AtMost(cut)) => format!("{} is at most {}", called(input), value(scenario, input, cut)),
        (_, Test::AtLeast(cut)) => format!("{} is at least {}", called(input), value(scenario, input, cut)),
        (_, Test::Is(_)) => called(input),
    }
}

fn all_conditions(scenario: &Scenario, found: &Robustness, rule: &Rule) -> String {
    list(&rule.conditions.iter().map(|c| condition(scenario, found, c)).collect::<Vec<_>>())
}

/// When an option fails, with how many failures the rule describes and how often it is right.
#[must_use]
pub fn fails(scenario: &Scenario, found: &Robustness, row: &FailsWhen) -> String {
    let name = &found.options[row.option];
    let all = found.done().count();
    let what = match row.criterion {
        Criterion::Level => format!("ends {}", not_enough(found.threshold)),
        Criterion::Behind => "ends more than 1 point behind the best option".to_owned(),
    };
    let count = format!("{} of {}", row.failures, futures(all));
    match &row.verdict {
        Verdict::Never => format!("{name} {what} in none of {}.", futures(all)),
        Verdict::Few => format!("{name} {what} in {count}: too few to look for a rule."),
        Verdict::NearlyAlways => format!("{name} {what} in {count}: it takes no condition."),
        Verdict::NoRule => format!("{name} {what} in {count}. No plain rule was found for when."),
        Verdict::Rule(rule) => {
            let per_100 = |share: f64| plain(share * 100.0, 0);
            // What the rule adds is seen only beside the futures that it does not describe.
            let outside = (rule.failures - rule.hits) as f64 / all.saturating_sub(rule.inside).max(1) as f64;
            format!(
                "{name} {what} in {count}, {} when {}. That describes {} of every 100 such failures (coverage), and {} of \
                 100 such futures are failures (density), against {} of 100 others.",
                if rule.coverage() > 0.5 { "mostly" } else { "among others" },
                all_conditions(scenario, found, rule),
                per_100(rule.coverage()),
                per_100(rule.density()),
                per_100(outside)
            )
        }
    }
}

/// Futures that did not begin as they state.
#[must_use]
pub fn without_start(found: &Robustness) -> Option<String> {
    let all = futures(found.rows.len());
    let nearest = found.rows.iter().filter(|row| matches!(row.future.beginning, Beginning::Nearest(_))).count();
    let missing = found.rows.iter().filter(|row| row.outcomes.is_none()).count();
    let begun = (nearest > 0).then(|| {
        format!(
            "{nearest} of {all} {} with a trust as near to what is stated as can last.",
            either(nearest, "begins", "begin")
        )
    });
    let lost = (missing > 0).then(|| {
        format!(
            "{missing} of {all} {} no outcome: under {} parameters no trust near to what is stated could last. {} left out here.",
            either(missing, "has", "have"),
            either(missing, "its", "their"),
            either(missing, "It is", "They are"),
        )
    });
    let said: Vec<String> = begun.into_iter().chain(lost).collect();
    (!said.is_empty()).then(|| format!("{} futures.csv names them.", said.join(" ")))
}

/// Range of the gain of an option: `+0.7 to +1.5`.
#[must_use]
pub fn gains(row: &OptionRegret) -> String {
    let [low, high] = row.gains.map(|gain| gain * POINTS);
    format!("{} ({} to {})", signed(row.gain * POINTS, 1), signed(low, 1), signed(high, 1))
}
