//! Groups: names, shares, trust, harm, exposure.

use super::{Context, percent};
use crate::maths::Squared;
use crate::scenario::belief::Belief;
use crate::scenario::file::place::{GroupFile, PlaceFile};
use crate::scenario::file::value;
use crate::scenario::names::plain;
use crate::scenario::plan::{FACTORS, Factor, Group, Institution, ResidentTable};
use crate::scenario::problem::{Code, Problem};
use std::ops::Range;
use toml::Spanned;

/// The group of a scenario that names none.
pub const IMPLIED_GROUP: &str = "Residents";

/// How far a group that was harmed is represented where nothing is stated.
const SEAT_OF_THE_HARMED: f64 = 0.2;
/// How far shares may miss 1 and still count as adding up.
const SHARE_TOLERANCE: f64 = 1e-4;

/// Names of the groups that are written, after checking them.
pub fn names(file: &PlaceFile, context: &Context<'_>) -> Vec<String> {
    context.unique(&file.groups.iter().map(|group| &group.name).collect::<Vec<_>>(), "groups");
    file.groups.iter().map(|group| value(&group.name).unwrap_or_default()).collect()
}

/// Builds the groups; also returns where the trust of each is stated.
pub fn groups(
    file: &PlaceFile,
    residents: u32,
    imported: Option<&ResidentTable>,
    new_groups: Vec<String>,
    institutions: &[Institution],
    design_effect: f64,
    context: &Context<'_>,
) -> (Vec<Group>, Vec<Range<usize>>) {
    let mut groups: Vec<Group> =
        file.groups.iter().map(|group| group_of(group, institutions, design_effect, context)).collect();
    let mut spans: Vec<Range<usize>> = file.groups.iter().map(|group| group.trust_span.clone()).collect();
    let implied = if imported.is_some() { new_groups } else { vec![IMPLIED_GROUP.to_owned()] };
    if file.groups.is_empty() {
        groups = implied.into_iter().map(|name| implied_group(name, institutions)).collect();
        spans = vec![file.span.clone(); groups.len()];
    }
    match imported {
        Some(table) => follow_table(&mut groups, file, table, context),
        None => shares(&mut groups, file, context),
    }
    for (at, group) in groups.iter().enumerate() {
        if group.share * f64::from(residents) < 1.0 - 1e-9
            && let Some(written) = file.groups.get(at)
        {
            let message = format!(
                "group \"{}\" has less than one resident ({} of {residents})",
                group.name,
                percent(group.share)
            );
            let span = written.share.as_ref().map_or_else(|| written.span.clone(), Spanned::span);
            let problem = Problem::new(Code::TooSmall, message).key(written.path.clone());
            context.report(span, problem.help("raise its share, raise `residents`, or remove the group"));
        }
    }
    (groups, spans)
}

fn implied_group(name: String, institutions: &[Institution]) -> Group {
    Group { name, harm: vec![0.0; institutions.len()], ..Group::default() }
}

fn group_of(file: &GroupFile, institutions: &[Institution], design_effect: f64, context: &Context<'_>) -> Group {
    let known: Vec<&str> = institutions.iter().map(|institution| institution.name.as_str()).collect();
    let mut group = Group {
        name: value(&file.name).unwrap_or_default(),
        share: value(&file.share).unwrap_or(f64::NAN),
        harm: vec![0.0; institutions.len()],
        tags: file.tags.clone(),
        ..file.keys.plan()
    };
    group.trust_mean = value(&file.trust_mean).unwrap_or(group.trust_mean);
    let limit = (group.trust_mean * (1.0 - group.trust_mean)).sqrt();
    // The default must be possible for any mean.
    group.trust_sd = value(&file.trust_sd).unwrap_or(group.trust_sd.min(0.4 * limit));
    if let Some(sd) = &file.trust_sd
        && *sd.get_ref() >= limit
    {
        let message =
            format!("trust with mean {} cannot have an sd of {}", plain(group.trust_mean), plain(group.trust_sd));
        let problem = Problem::new(Code::Spread, message).key(format!("{}.trust", file.path)).label("too large");
        context.report(
            sd.span(),
            problem.help(format!(
                "the sd must be below {}; 0.1 to 0.2 is usual",
                plain((limit * 1000.0).floor() / 1000.0)
            )),
        );
    }
    if let Some(respondents) = value(&file.respondents) {
        let error = (design_effect / respondents as f64).sqrt() * group.trust_sd;
        let path = format!("{}.trust.mean", file.path);
        context.reading.believe(Belief::surveyed(path, group.trust_mean, error));
    }
    if let Some(about) = &file.about {
        group.about = context.resolve(about, &known, "institution").unwrap_or(0);
    }
    if let (Some(first), Some(harm)) = (group.harm.first_mut(), value(&file.harm.first)) {
        *first = harm;
    }
    for (name, harm) in &file.harm.by_name {
        if let Some(at) = context.resolve(name, &known, "institution") {
            group.harm[at] = *harm;
        }
    }
    if let Some(all) = value(&file.exposure_all) {
        group.exposure = [all; FACTORS];
    }
    for (name, exposure) in &file.exposure {
        if let Some(at) = context.resolve(name, &Factor::ALL.map(Factor::name), "factor") {
            group.exposure[at] = *exposure;
        }
    }
    if file.keys.seat.is_none() && group.harm.iter().any(|harm| *harm > 0.0) {
        group.seat = SEAT_OF_THE_HARMED;
    }
    group
}

/// Gives groups without a share what is left, and checks the sum.
fn shares(groups: &mut [Group], file: &PlaceFile, context: &Context<'_>) {
    let missing = groups.iter().filter(|group| group.share.is_nan()).count();
    let stated: f64 = groups.iter().map(|group| group.share).filter(|share| !share.is_nan()).sum();
    // A share that was refused has been reported; a sum without it would be a false alarm.
    let unusable = file.groups.iter().any(|group| group.share_refused);
    if missing > 0 {
        let rest = (1.0 - stated).max(0.0) / missing as f64;
        for group in groups.iter_mut().filter(|group| group.share.is_nan()) {
            group.share = if unusable { 1.0 } else { rest };
        }
        if stated <= 1.0 + SHARE_TOLERANCE || unusable {
            return;
        }
    }
    if (stated - 1.0).abs() <= SHARE_TOLERANCE || unusable {
        return;
    }
    if file.normalise && stated > 0.0 {
        for group in groups {
            group.share /= stated;
        }
        return;
    }
    let listed: Vec<String> =
        groups.iter().take(12).map(|group| format!("{} {}", group.name, percent(group.share))).collect();
    let span = file
        .groups
        .iter()
        .rev()
        .find_map(|group| group.share.as_ref())
        .map_or_else(|| file.span.clone(), Spanned::span);
    let problem =
        Problem::new(Code::Shares, format!("the shares of the groups add up to {}, not to 100 %", percent(stated)))
            .key("place.groups")
            .label(format!("the sum is {} here", percent(stated)))
            .help(format!("shares are: {}", listed.join(", ")))
            .help("correct one of them, or write  normalise = true  in [place] to have all rescaled");
    context.report(span, problem);
}

/// Takes shares, and trust where none is stated, from the residents file.
fn follow_table(groups: &mut [Group], file: &PlaceFile, table: &ResidentTable, context: &Context<'_>) {
    for (at, group) in groups.iter_mut().enumerate() {
        let members: Vec<usize> = (0..table.group.len()).filter(|row| table.group[*row] == at).collect();
        let share = members.len() as f64 / table.group.len().max(1) as f64;
        let written = file.groups.get(at);
        if let Some(written) = written
            && let Some(stated) = &written.share
            && (stated.get_ref() - share).abs() > 0.005
        {
            let message = format!(
                "group \"{}\" is stated as {}, but the residents file has {}",
                group.name,
                percent(*stated.get_ref()),
                percent(share)
            );
            let problem = Problem::new(Code::SharesIgnored, message).key(format!("{}.share", written.path));
            context.report(stated.span(), problem.help("leave `share` out: the file decides"));
        }
        group.share = share;
        let trust_stated = written.is_some_and(|written| written.trust_mean.is_some());
        if !trust_stated && !table.institution_trust.is_empty() && !members.is_empty() {
            let number = members.len() as f64;
            let mean = members.iter().map(|row| table.institution_trust[*row]).sum::<f64>() / number;
            let variance =
                members.iter().map(|row| (table.institution_trust[*row] - mean).squared()).sum::<f64>() / number;
            group.trust_mean = mean.clamp(0.01, 0.99);
            group.trust_sd = variance.sqrt().min(0.99 * (group.trust_mean * (1.0 - group.trust_mean)).sqrt()).min(0.5);
        }
    }
}
