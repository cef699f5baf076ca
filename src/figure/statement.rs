//! Sentences about money, growth, equity, shocks and how sure all that is; companions of [`super::sentence`].

use super::number::{POINTS, money, narrow_range, plain, range, signed};
use super::sentence::{Verdict, difference, effect_range};
use super::words::{cause, count, duration, list, points, scale as scale_words, sentence_case, towns};
use super::{Context, pick};
use crate::analysis::Among;
use crate::analysis::costs::Standing;
use crate::analysis::equity::{Aspect, Equity, Whom};
use crate::analysis::findings::{Effect, Findings, Part};
use crate::analysis::growth::{Growth, Kind};
use crate::analysis::pairs::{Outcome, Pair};
use crate::analysis::programme::Programme;
use crate::analysis::resilience::Resilience;
use crate::analysis::swell::Beside;
use crate::maths;
use crate::scenario::names::counted;

/// One option against another: who is ahead, or that it cannot be told and what would help.
#[must_use]
pub fn between(findings: &Findings, pair: &Pair) -> String {
    let name = |option: usize| findings.label(option, pair.institution);
    let (one, other) = (name(pair.option), name(pair.other));
    let time = duration(findings.weeks);
    let (effect, among) = (&pair.effect, findings.among);
    let size = among.size(effect);
    let up = among.central(effect) >= 0.0;
    let (ahead, behind) = if up { (&one, &other) } else { (&other, &one) };
    let agree = among.side_in(effect, up, "higher");
    let range = format!("{} {}", among.range(), turned(effect, among));
    match Verdict::of(effect, among) {
        Verdict::Clear => format!("{ahead} ends {size} above {behind} after {time} ({range}; {agree})."),
        Verdict::Leaning => format!(
            "{ahead} ends {size} above {behind} on average after {time}, but not in every town ({range}; {agree})."
        ),
        Verdict::Unclear => {
            format!("We cannot tell {one} from {other} after {time}: {}. {}", by(effect, among), remedy(pair, among))
        }
        Verdict::Tie => format!("{one} and {other} are identical after {time} in {}.", among.share(1.0, effect.n)),
        Verdict::OneTown => format!(
            "In the {}, {ahead} ends {size} above {behind}; one {} cannot show how sure that is.",
            among.one(),
            among.noun()
        ),
    }
}

/// Range of the difference in the direction in which it is told.
fn turned(effect: &Effect, among: Among) -> String {
    let [low, .., high] = effect.quantiles.map(|q| q * POINTS);
    let decimals = among.decimals(effect);
    if among.central(effect) < 0.0 { among.between(-high, -low, decimals) } else { among.between(low, high, decimals) }
}

/// `the difference is +0.3 points (90 % range −2.1 to +2.8)`, and over worlds in how many of them it is one.
fn by(effect: &Effect, among: Among) -> String {
    let (about, agree) = match among {
        Among::Towns => ("", String::new()),
        Among::Worlds => ("about ", format!("; {}", among.side_in(effect, true, "higher"))),
    };
    let difference = points(&difference(effect, among));
    format!("the difference is {about}{difference} ({} {}{agree})", among.range(), effect_range(effect, among))
}

/// What would tell two options apart.
fn remedy(pair: &Pair, among: Among) -> String {
    match pair.replicates_needed {
        _ if among == Among::Worlds => NO_REMEDY.to_owned(),
        Some(needed) if needed > pair.effect.n => format!(
            "If it is as large as it looks, about {} simulated towns would tell them apart.",
            plain(rounded(needed), 0)
        ),
        _ => "More simulated towns would not change this: what difference there is, is too small to matter.".to_owned(),
    }
}

/// What no number of worlds does anything about.
pub const NO_REMEDY: &str = "More worlds do not make this range narrower: only knowing more does.";

/// Two figures, rounded up: a number of towns is no exact science.
fn rounded(needed: usize) -> f64 {
    let unit = maths::powi(10.0, maths::log10(needed as f64).floor() as i32 - 1).max(1.0);
    (needed as f64 / unit).ceil() * unit
}

/// Whether there are enough replicates for what is said about the option that leads.
#[must_use]
pub fn adequacy(findings: &Findings) -> Option<String> {
    let among = findings.among;
    if findings.replicates < 2 {
        return Some(match among {
            Among::Towns => "One simulated town shows no chance at all: run at least ten.".to_owned(),
            Among::Worlds => "One world shows nothing of what is not known: draw at least a hundred.".to_owned(),
        });
    }
    // Only options that act in the same institution can be told apart by trust in it.
    let first = pick::best(findings)?;
    let ranked = pick::ranked_in(findings, first.institution);
    let against = |option: usize, other: usize| {
        let (a, b) = (option.max(other), option.min(other));
        let mut pairs =
            findings.pairs.iter().filter(|p| p.outcome == Outcome::Trust && p.institution == first.institution);
        pairs.find(|p| p.option == a && p.other == b)
    };
    let own = against(first.strategy, 0)?;
    if Verdict::of(&own.effect, among) == Verdict::Tie {
        let n = own.effect.n;
        return Some(format!(
            "{} is identical to the baseline in {}: more of them would show the same.",
            first.name,
            among.share(1.0, n)
        ));
    }
    if among == Among::Worlds {
        return Some(known_ends(findings.replicates, &first.name, own));
    }
    let half = (own.effect.ci90[1] - own.effect.ci90[0]) / 2.0 * POINTS;
    let precision = format!(
        "With {} the mean gain of {} is known to ±{} (chance only)",
        towns(findings.replicates),
        first.name,
        points(&plain(half, if half < 0.095 { 2 } else { 1 }))
    );
    let Some(second) = ranked.get(1) else { return Some(format!("{precision}.")) };
    let Some(pair) = against(first.strategy, second.strategy) else { return Some(format!("{precision}.")) };
    Some(match Verdict::of(&pair.effect, among) {
        Verdict::Unclear => format!("{precision}, too few to tell it from {}. {}", second.name, remedy(pair, among)),
        Verdict::Tie => format!("{precision}; {} is identical in all of them.", second.name),
        _ => format!("{precision}, enough to tell it from {}, the next.", second.name),
    })
}

/// What a larger number of worlds does.
const BETTER_KNOWN: &str =
    "More worlds tell the ends better and bring them no closer together: only knowing more does that.";

/// How well the range over worlds is known, and that this is all that more of them would improve.
fn known_ends(worlds: usize, name: &str, own: &Pair) -> String {
    let worlds = Among::Worlds.several(worlds);
    match own.ends.map(|half| half * POINTS) {
        Some(half) => format!(
            "With {worlds} the ends of the 90 % range of what {name} gains are known to about ±{}. {BETTER_KNOWN}",
            points(&plain(half, if half < 0.095 { 2 } else { 1 }))
        ),
        None => format!(
            "{worlds} are too few to say how well the ends of the 90 % range of what {name} gains are known: draw at least \
             a hundred. {BETTER_KNOWN}"
        ),
    }
}

/// What pairing has bought: how many times as many towns would be needed without.
#[must_use]
pub fn pairing(findings: &Findings) -> Option<String> {
    let best = pick::best(findings)?;
    let effect = best.effect?;
    let (reduction, correlation) = (effect.variance_reduction?, effect.correlation?);
    let (same, sets) = match findings.among {
        Among::Towns => ("luck", "towns"),
        Among::Worlds => ("worlds", "worlds"),
    };
    Some(format!(
        "Meeting the same {same} with and without a strategy makes the variance of the difference {} times smaller than two \
         separate sets of {sets} would (correlation {}, {} against the baseline).",
        plain(reduction, usize::from(reduction < 10.0)),
        plain(correlation, 3),
        best.name
    ))
}

/// Options that are not worth their money, each with its reason.
#[must_use]
pub fn dominated(findings: &Findings) -> Vec<String> {
    let line = |(option, standing): (usize, &Standing)| {
        let Standing::Dominated { by, more } = standing else { return None };
        let name = pick::name(findings, option);
        let among = findings.among;
        let held = format!("{}{}", among.share(more.above as f64 / more.n.max(1) as f64, more.n), among.caveat());
        Some(if *by == 0 {
            format!("{name} is worse than doing nothing: it costs money and lowers trust in {held}.")
        } else {
            format!(
                "{name} is dominated by {}, which costs no more and gains more in {held}.",
                pick::name(findings, *by)
            )
        })
    };
    findings.standings.iter().enumerate().filter_map(line).collect()
}

/// What the whole of a strategy's money has bought by the horizon.
#[must_use]
pub fn price(context: &Context, findings: &Findings, strategy: usize) -> Option<String> {
    let row = findings.costs.iter().rev().find(|row| row.strategy == strategy && row.part == Part::Total)?;
    let name = pick::name(findings, strategy);
    let money = |value: f64| money(value, &context.scenario.place.currency);
    let residents = f64::from(findings.residents);
    let among = findings.among;
    let rate = plain(context.scenario.parameters.discount_rate * 100.0, 1);
    Some(match (row.price(among, residents), row.price_discounted(among, residents)) {
        _ if findings.replicates < 2 => among.only_one(&format!("no cost per point is given for {name}.")),
        (Some([best, low, high]), Some([later, ..])) => format!(
            "Under {name}, one resident trusting one point more for one year costs {}{}{}; {} with money and gains discounted \
             at {rate} % a year.",
            if among == Among::Worlds { "about " } else { "" },
            money(best),
            // An interval that rounds to its middle says nothing.
            if money(low) == money(high) {
                String::new()
            } else {
                format!(" ({} {} to {})", among.interval(), money(low), money(high))
            },
            money(later)
        ),
        _ if Verdict::of(&row.gain, among) == Verdict::Tie => {
            format!("{name} is identical to the baseline in {}: its money buys nothing.", among.share(1.0, row.gain.n))
        }
        _ => format!("{name} brings no reliable gain by year {}: no cost per point is given.", row.year),
    })
}

/// A measure of compounding in words; nothing where it is not defined.
#[must_use]
pub fn growth(findings: &Findings, found: &Growth) -> Option<String> {
    let value = found.ratio.value?;
    let is = findings.among.interval();
    let name = pick::name(findings, found.strategy);
    // A loss is told by its size.
    let sign = if value < 0.0 && found.kind != Kind::Spread { -1.0 } else { 1.0 };
    let percent = || {
        let Some([low, high]) = found.ratio.ci90 else { return format!("{} %", plain(sign * value * 100.0, 0)) };
        let [low, high] = if sign < 0.0 { [-high, -low] } else { [low, high] };
        let (interval, decimals) = narrow_range(low * 100.0, high * 100.0, 0);
        format!("{} % ({is} {interval} %)", plain(sign * value * 100.0, decimals))
    };
    let spans = found.ratio.ci90.is_some_and(|[low, high]| low <= 0.0 && high >= 0.0);
    Some(match found.kind {
        Kind::GrowthFactor => {
            let what = match found.part {
                Part::Solo(scale) => format!("{} with all the money of {name}", scale_words(scale)),
                _ => name.to_owned(),
            };
            let year = findings.weeks / crate::scenario::WEEKS_PER_YEAR;
            let (interval, decimals, verdict) = match found.ratio.ci90 {
                Some([low, high]) => {
                    let (interval, decimals) = narrow_range(low, high, 2);
                    let verdict = match Beside::of(&found.ratio) {
                        Some(Beside::On) => ": money adds up",
                        Some(Beside::Above) => ": money compounds",
                        Some(Beside::Below) => ": returns diminish",
                        None => ": whether it compounds cannot be told",
                    };
                    (format!(" ({is} {interval})"), decimals, verdict)
                }
                None => (String::new(), 2, ""),
            };
            format!(
                "{} ends year {year} at {} times the gain it would have if every later year did what year 2 did{interval}{verdict}.",
                sentence_case(&what),
                plain(value, decimals)
            )
        }
        Kind::CarryOver if value < 0.0 => format!(
            "Two years after the money of {name} stops, trust is lower than without it, by {} of the gain when it stopped.",
            percent()
        ),
        Kind::CarryOver => {
            format!("Two years after the money of {name} stops, {} of the gain it had is left.", percent())
        }
        Kind::Spread => format!("{} of the gain under {name} is found in residents it never worked with.", percent()),
        Kind::Synergy if spans => {
            format!("Whether the scales of {name} add to one another cannot be told: {} of the whole gain.", percent())
        }
        Kind::Synergy if value > 0.0 => {
            format!(
                "The scales of {name} add to one another: together they gain more than one by one, by {} of the whole.",
                percent()
            )
        }
        Kind::Synergy => format!(
            "The scales of {name} stand in one another's way: together they gain less than one by one, by {} of the whole.",
            percent()
        ),
    })
}

/// Residents who end lower than under the baseline: harm is never hidden. Nothing where nobody does.
#[must_use]
pub fn worse_off(findings: &Findings, strategy: usize) -> Option<String> {
    let share = |whom: Whom, aspect: Aspect| {
        let rows = findings.equity.iter();
        rows.filter(move |r| r.strategy == strategy && r.whom == whom && r.aspect == aspect).filter_map(|r: &Equity| {
            let (level, _) = r.found.as_ref()?;
            Some((r.entity.as_str(), level.mean, r.residents))
        })
    };
    let (_, all, _) = share(Whom::Place, Aspect::WorseOff).next()?;
    if all < 0.0005 {
        return None;
    }
    let name = pick::name(findings, strategy);
    let much = share(Whom::Place, Aspect::MuchWorseOff).next().map_or(0.0, |s| s.1);
    let most =
        share(Whom::Group, Aspect::WorseOff).max_by(|a, b| (a.1 * f64::from(a.2)).total_cmp(&(b.1 * f64::from(b.2))));
    let percent = |share: f64| format!("{} %", plain(share * 100.0, usize::from(share < 0.095)));
    let several = share(Whom::Group, Aspect::WorseOff).count() > 1;
    let mostly = most.filter(|_| several).map_or_else(String::new, |(group, ..)| format!(", most of all in {group}"));
    let much = if much == 0.0 {
        "nobody five points".to_owned()
    } else if much < 0.0005 {
        "fewer than one in a thousand five points".to_owned()
    } else {
        format!("{} at least five points", percent(much))
    };
    let on_average = findings.among.on_average();
    Some(format!(
        "{} of residents end{on_average} at least half a point lower under {name} than under the baseline, {much}{mostly}.",
        percent(all)
    ))
}

/// Where most of a strategy's gain comes from a part of the place, how little that part is and what is left for others:
/// a mean must not hide who gains. Nothing where the gain is spread about evenly.
#[must_use]
pub fn concentration(findings: &Findings, strategy: usize) -> Option<String> {
    let gain = |strategy: usize, group: &str| -> Option<f64> {
        let mut rows = findings.equity.iter();
        let own = |r: &&Equity| r.strategy == strategy && r.whom == Whom::Group && r.aspect == Aspect::End;
        rows.find(|r| own(r) && r.entity == group)?.found.as_ref().map(|(_, effect)| effect.mean)
    };
    let ends = findings
        .equity
        .iter()
        .filter(|r| r.strategy == strategy && r.whom == Whom::Group && r.aspect == Aspect::End && r.found.is_some());
    let residents = f64::from(findings.residents);
    let groups: Vec<(&str, f64, f64)> = ends
        .filter_map(|r| Some((r.entity.as_str(), f64::from(r.residents) / residents, gain(strategy, &r.entity)?)))
        .collect();
    let whole: f64 = groups.iter().map(|(_, share, gain)| share * gain).sum();
    let most = groups.iter().max_by(|a, b| (a.1 * a.2).total_cmp(&(b.1 * b.2)))?;
    let part = most.1 * most.2 / whole;
    if groups.len() < 2 || whole <= 0.0 || part < 0.5 || part < 1.5 * most.1 {
        return None;
    }
    let others: Vec<&(&str, f64, f64)> = groups.iter().filter(|group| group.0 != most.0).collect();
    let (low, high) = others.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), g| (l.min(g.2), h.max(g.2)));
    let outdone = others.iter().filter(|group| {
        pick::strategies(findings)
            .filter(|&other| findings.about(other) == findings.about(strategy))
            .any(|other| gain(other, group.0).is_some_and(|theirs| theirs > group.2))
    });
    let outdone = match outdone.count() {
        0 => String::new(),
        n if n == others.len() => "; there another strategy does more".to_owned(),
        n => format!("; in {n} of these another strategy does more"),
    };
    let nothing = [low, high].iter().all(|gain| (gain * POINTS).abs() < 0.05);
    let elsewhere = if nothing {
        "elsewhere next to nothing is gained".to_owned()
    } else if others.len() == 1 {
        format!("in {} it is {}", others[0].0, points(&signed(low * POINTS, 1)))
    } else {
        format!("in the other groups it is {} to {}", signed(low * POINTS, 1), points(&signed(high * POINTS, 1)))
    };
    Some(format!(
        "{} % of the difference that {} makes{} comes from {}, where {} % of residents live; {elsewhere}{outdone}.",
        plain((part * 100.0).min(100.0), 0),
        pick::name(findings, strategy),
        findings.among.on_average(),
        most.0,
        plain(most.1 * 100.0, 0)
    ))
}

/// What the programme's participants gain beside everybody, and whether anyone would notice.
#[must_use]
pub fn programme(context: &Context, findings: &Findings, row: &Programme) -> String {
    let name = pick::name(findings, row.strategy);
    let gain = |effect: &Effect| points(&difference(effect, findings.among));
    let sample = context.scenario.record.survey_sample.min(findings.residents);
    let share = plain(row.reached * 100.0, usize::from(row.reached < 0.095));
    let noticed = format!(
        "Two surveys of {}, one here and one in the same {} without it, would differ clearly in {} of 100 tries (in 5 if it \
         had no effect).",
        plain(f64::from(sample), 0),
        findings.among.noun(),
        count(row.noticed, 100)
    );
    match &row.participants {
        Some(own) => format!(
            "By year {}, {name} has worked with {share} % of residents: they trust {} than they would, the place as a whole {}. {}{noticed}",
            row.year,
            more(&gain(own)),
            more(&gain(&row.everyone)),
            before_and_after(findings, row)
        ),
        None => format!(
            "By year {}, {name} has worked directly with {} residents: the place as a whole trusts {} than it would. {noticed}",
            row.year,
            if row.reached > 0.0 { "few" } else { "no" },
            more(&gain(&row.everyone))
        ),
    }
}

/// What asking participants before and after would find, and what of it would have come in any case; empty where nobody knows.
fn before_and_after(findings: &Findings, row: &Programme) -> String {
    let (Some(naive), Some(anyway)) = (&row.before_after, &row.anyway) else { return String::new() };
    let shown = |effect: &Effect| points(&difference(effect, findings.among));
    format!(
        "Asked before their first contact and now, they would show {}; {} of it came without it (people change, and who is met is \
         seldom as others are: regression to the mean). ",
        shown(naive),
        shown(anyway)
    )
}

/// `7 points more` of `+7 points`.
fn more(signed: &str) -> String {
    match signed.strip_prefix('−') {
        Some(size) => format!("{size} less"),
        None => format!("{} more", signed.trim_start_matches('+')),
    }
}

/// How far trust falls after an event and how long it takes to come back.
#[must_use]
pub fn resilience(context: &Context, findings: &Findings, row: &Resilience) -> String {
    let name = findings.label(row.strategy, row.institution);
    let event = &context.scenario.world.events[row.event].name;
    let n = row.depth.n;
    let among = findings.among;
    if row.falls == 0.0 {
        let all = if n == 1 { format!("the {}", among.one()) } else { format!("any of {}", among.several(n)) };
        return format!("After {event}, trust does not fall under {name} in {all}{}.", among.caveat());
    }
    let [low, .., high] = row.depth.quantiles.map(|q| q * POINTS);
    let depth =
        format!("{} points ({} {})", plain(among.middle(&row.depth) * POINTS, 1), among.range(), range(low, high, 1));
    let recovery = match (row.recovers, row.median_weeks) {
        (_, Some(weeks)) => {
            format!("nine tenths of that are made good after {} (median)", duration(weeks.round() as u32))
        }
        (Some(share), None) if share > 0.0 => {
            let fallen = (row.falls * n as f64).round() as usize;
            format!(
                "nine tenths of that are made good within {} in only {} of {}",
                duration(row.weeks),
                count(share, fallen),
                counted(fallen, among.noun())
            )
        }
        _ => format!("within {} it does not come back in any {}", duration(row.weeks), among.noun()),
    };
    format!("After {event}, trust falls by {depth} under {name}; {recovery}.")
}

/// Why trust moved in a month, the largest causes first: `Trust fell by 0.31 points ... : ...`.
#[must_use]
pub fn why(context: &Context, findings: &Findings, strategy: usize, month: u32) -> Option<String> {
    let ledger = &findings.ledger;
    let option = (strategy, findings.about(strategy));
    let change = ledger.change(option, month)?;
    let mut parts: Vec<(String, f64)> = ledger
        .active()
        .into_iter()
        .filter_map(|at| Some((cause(context, ledger.causes[at]), ledger.part(option, month, at)?.mean)))
        .filter(|(_, part)| part.abs() * POINTS >= 0.005)
        .collect();
    parts.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    let told: Vec<String> =
        parts.iter().take(4).map(|(name, part)| format!("{name} {}", signed(part * POINTS, 2))).collect();
    let verb = if change.mean < 0.0 { "fell" } else { "rose" };
    let name = sentence_case(&findings.label(option.0, option.1));
    let size = points(&plain(change.mean.abs() * POINTS, 2));
    let on_average = findings.among.on_average();
    Some(if told.is_empty() {
        format!("Under {name}, trust hardly moved{on_average} in month {month}.")
    } else {
        let rest = change.mean - parts.iter().take(told.len()).map(|(_, part)| part).sum::<f64>();
        let rest = if rest.abs() * POINTS < 0.005 {
            String::new()
        } else {
            format!("; everything else together {}", signed(rest * POINTS, 2))
        };
        format!(
            "Under {name}, trust {verb}{on_average} by {size} in month {month}. What moved it most: {}{rest}.",
            list(&told)
        )
    })
}

#[cfg(test)]
#[path = "statement_tests.rs"]
mod tests;
