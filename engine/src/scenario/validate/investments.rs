//! Investments: what is bought, for whom, when, and whether the budget holds.

use super::{Context, percent};
use crate::scenario::file::strategy::{InvestmentFile, StrategyFile, TargetFile};
use crate::scenario::file::{span_or, value};
use crate::scenario::instruments::{Key, Targets};
use crate::scenario::names::{counted, list, plain};
use crate::scenario::plan::{Instrument, Investment, Place, Scale, Target};
use crate::scenario::problem::{Code, Problem};
use toml::Spanned;

/// Checks the investments of one strategy.
pub fn investments(file: &StrategyFile, place: &Place, institution: usize, context: &Context<'_>) -> Vec<Investment> {
    let budget = value(&file.budget).unwrap_or(0.0);
    let checked: Vec<Investment> =
        file.investments.iter().map(|file| investment(file, budget, place, institution, context)).collect();
    if file.budget.is_some() {
        check_sum(file, &checked, budget, context);
    }
    checked
}

/// Highest spending of investments that run at the same time, and the last of those that make it up.
pub fn peak(investments: &[Investment]) -> (f64, Option<usize>) {
    let mut highest = (0.0, None);
    for moment in investments.iter().map(|investment| investment.from) {
        let running = |investment: &&Investment| investment.from <= moment && moment < investment.until;
        let sum: f64 = investments.iter().filter(running).map(|investment| investment.spend).sum();
        if sum > highest.0 {
            highest = (sum, investments.iter().rposition(|investment| running(&investment)));
        }
    }
    highest
}

fn check_sum(file: &StrategyFile, checked: &[Investment], budget: f64, context: &Context<'_>) {
    let (highest, last) = peak(checked);
    let Some(last) = last else { return };
    if highest <= budget * (1.0 + 1e-6) {
        return;
    }
    let written = &file.investments[last];
    let span = written.share.as_ref().or(written.spend.as_ref()).map_or_else(|| written.span.clone(), Spanned::span);
    let share = if budget > 0.0 { percent(highest / budget) } else { plain(highest * 52.0) + " a year" };
    let name = value(&file.name).unwrap_or_default();
    let problem = Problem::new(
        Code::Overspent,
        format!("the investments of \"{name}\" that run at the same time take {share} of its budget"),
    )
    .key(format!("{}.investments", file.path))
    .label("together with those before")
    .help("lower the shares until they add up to 100 %, raise the budget, or let one end before the next begins");
    context.report(span, problem);
}

fn investment(
    file: &InvestmentFile,
    budget: f64,
    place: &Place,
    institution: usize,
    context: &Context<'_>,
) -> Investment {
    let instrument = instrument(file, context);
    let (from, until) = period(file, context);
    let departments: Vec<&str> = place.institutions[institution].departments.iter().map(|d| d.name.as_str()).collect();
    let department = file.department.as_ref().and_then(|name| {
        // `Council/Housing` is how results name it, so it is accepted here too.
        let own = format!("{}/", place.institutions[institution].name);
        let short = name.get_ref().strip_prefix(&own).unwrap_or(name.get_ref()).to_owned();
        context.resolve(
            &Spanned::new(name.span(), short),
            &departments,
            &format!("department of {}", own.trim_end_matches('/')),
        )
    });
    let plan = file.keys.plan();
    if let (Some(caseload), Some(written)) = (plan.caseload, &file.keys.caseload)
        && caseload > place.residents
    {
        let message = format!("a caseload of {caseload} is more than the {}", counted(place.residents, "resident"));
        let problem = Problem::new(Code::OutOfRange, message).key(format!("{}.caseload", file.path));
        context.report(written.span(), problem.help("lower it, or leave it out to draw residents afresh every week"));
    }
    if let Some(instrument) = instrument {
        idle_keys(file, instrument, context);
    }
    Investment {
        instrument: instrument.unwrap_or(Instrument::PersonCentred),
        spend: value(&file.spend).unwrap_or_else(|| value(&file.share).unwrap_or(0.0) * budget),
        from,
        until,
        target: file.target.as_ref().map_or(Target::Anyone, |target| target_of(target, place, context)),
        department,
        concerns: file.concerns.as_ref().map_or_else(Vec::new, |names| {
            let groups: Vec<&str> = place.groups.iter().map(|group| group.name.as_str()).collect();
            context.groups(Some(names), &groups)
        }),
        ..plan
    }
}

fn instrument(file: &InvestmentFile, context: &Context<'_>) -> Option<Instrument> {
    let scale = file.scale.as_ref().and_then(|name| context.resolve(name, &Scale::ALL.map(Scale::name), "scale"));
    let known = Instrument::ALL.map(Instrument::name);
    let name = file.instrument.as_ref()?;
    let instrument = Instrument::ALL[context.resolve(name, &known, "instrument")?];
    if let (Some(scale), Some(written)) = (scale.map(|at| Scale::ALL[at]), &file.scale)
        && scale != instrument.scale()
    {
        let own = instrument.scale().name();
        let others = Instrument::ALL.into_iter().filter(|other| other.scale() == scale).map(Instrument::name);
        let problem = Problem::new(
            Code::WrongScale,
            format!("{} works at the scale {own}, not {}", instrument.name(), scale.name()),
        )
        .key(format!("{}.scale", file.path))
        .label(format!("write \"{own}\", or leave `scale` out"))
        .help(format!("instruments of the scale {} are: {}", scale.name(), list(others)));
        context.report(written.span(), problem);
    }
    Some(instrument)
}

fn period(file: &InvestmentFile, context: &Context<'_>) -> (u32, u32) {
    let week = |when: &Spanned<_>| context.weeks_until(when).map(|weeks| weeks.round() as u32);
    let from = file.from.as_ref().and_then(week).unwrap_or(0);
    let until = file.until.as_ref().and_then(week);
    if from >= context.weeks {
        let message = format!("the investment begins in week {from}, but only {} simulated", context.simulated());
        let problem = Problem::new(Code::Horizon, message).key(format!("{}.from", file.path));
        context.report(span_or(&file.from, &file.span), problem.help("begin earlier, or simulate more years"));
    } else if let Some(until) = until
        && until <= from
    {
        let problem =
            Problem::new(Code::EndsFirst, format!("the investment ends in week {until}, but begins in week {from}"))
                .key(format!("{}.until", file.path));
        context.report(
            span_or(&file.until, &file.span),
            problem.help("`until` must be later than `from`; both count from the start of the scenario"),
        );
    }
    (from, until.unwrap_or(context.weeks).min(context.weeks))
}

fn target_of(file: &TargetFile, place: &Place, context: &Context<'_>) -> Target {
    let groups: Vec<&str> = place.groups.iter().map(|group| group.name.as_str()).collect();
    match file {
        TargetFile::Word(word) => match word.get_ref().as_str() {
            "anyone" => Target::Anyone,
            "connectors" => Target::Connectors,
            "least-trusting" => Target::LeastTrusting,
            // The name of a group is understood: there is nothing else it could mean.
            name if groups.contains(&name) => Target::Groups(context.groups(Some(std::slice::from_ref(word)), &groups)),
            _ => {
                let known: Vec<&str> = ["anyone", "connectors", "least-trusting"].into_iter().chain(groups).collect();
                context.resolve(word, &known, "target");
                Target::Anyone
            }
        },
        TargetFile::Groups(names) => {
            if names.get_ref().is_empty() {
                let problem = Problem::new(Code::OutOfRange, "the target names no group")
                    .help("name at least one group, or write  target = \"anyone\"");
                context.report(names.span(), problem);
            }
            Target::Groups(context.groups(Some(names.get_ref()), &groups))
        }
    }
}

/// Warns of keys that the instrument does not read.
fn idle_keys(file: &InvestmentFile, instrument: Instrument, context: &Context<'_>) {
    let target = file.target.as_ref().and_then(|target| match (target, instrument.targets()) {
        (_, Targets::People) | (TargetFile::Groups(_), Targets::Groups) => None,
        // A single word that names a group is a group.
        (TargetFile::Word(word), Targets::Groups) if !["connectors", "least-trusting"].contains(&&**word.get_ref()) => {
            None
        }
        (TargetFile::Word(word), _) if word.get_ref() == "anyone" => None,
        (TargetFile::Word(word), _) => Some(word.span()),
        (TargetFile::Groups(groups), _) => Some(groups.span()),
    });
    let on = |switch: &Option<Spanned<bool>>| switch.as_ref().filter(|on| *on.get_ref()).map(Spanned::span);
    let keys = [
        (Key::Department, file.department.as_ref().map(Spanned::span)),
        (Key::Handover, on(&file.keys.handover)),
        (Key::Caseload, file.keys.caseload.as_ref().map(Spanned::span)),
        (Key::Hires, on(&file.keys.hires)),
        (Key::Level, file.keys.level.as_ref().map(Spanned::span)),
        (Key::Specificity, file.keys.specificity.as_ref().map(Spanned::span)),
        (Key::Concerns, file.concerns.as_ref().and_then(|names| names.first()).map(Spanned::span)),
        (Key::Champion, on(&file.keys.champion)),
    ];
    let unread = keys.into_iter().filter(|(key, _)| !instrument.reads(*key));
    let unread = unread.map(|(key, span)| (key.name(), span, instead(key)));
    for (key, span, help) in std::iter::once(("target", target, "leave it out".to_owned())).chain(unread) {
        if let Some(span) = span {
            let message = format!("`{key}` changes nothing for {}", instrument.name());
            let problem = Problem::new(Code::NoEffect, message).key(format!("{}.{key}", file.path));
            context.report(span, problem.help(help));
        }
    }
}

/// What to do about a key that an instrument does not read.
fn instead(key: Key) -> String {
    let readers = || list(Instrument::ALL.into_iter().filter(|i| i.reads(key)).map(Instrument::name));
    match key {
        Key::Department => {
            format!("leave it out: the whole institution is meant. A single department can do {}", readers())
        }
        Key::Handover => {
            format!("leave it out: nobody is let down when it ends. A hand-over is read for {}", readers())
        }
        _ => "leave it out".to_owned(),
    }
}
