//! The place as a whole: how many live there, who is tied to whom.

use super::{Context, groups, institutions};
use crate::scenario::estimate::MOST_RESIDENTS;
use crate::scenario::file::place::{NetworkKind, PlaceFile};
use crate::scenario::file::{span_or, value};
use crate::scenario::import;
use crate::scenario::names::{either, grouped, plain, plural};
use crate::scenario::parameters::Parameters;
use crate::scenario::plan::{Group, NetworkPlan, Place, ResidentTable, TieTable};
use crate::scenario::problem::{Code, Problem};
use std::ops::Range;
use std::sync::Arc;

/// Most residents who can all be tied to one another: their ties take 100 MB.
const MOST_IN_COMPLETE: u32 = 5_000;

/// Most entries in rows of ties: they take 2 GB.
const MOST_TIES: f64 = 5e8;

/// Checks `[place]`; also returns where the trust of each group is stated.
pub fn place(file: &PlaceFile, defaults: &Parameters, context: &Context<'_>) -> (Place, Vec<Range<usize>>) {
    let names = groups::names(file, context);
    let imported = file.residents_file.as_ref().and_then(|name| import::residents(name, &names, context));
    let (imported, new_groups) = imported.map_or((None, Vec::new()), |(table, new)| (Some(table), new));
    let residents = match &imported {
        Some(table) => table.id.len() as u64,
        None => value(&file.residents).unwrap_or(1000),
    };
    check_residents(file, residents, imported.is_some(), context);
    let residents = residents.min(MOST_RESIDENTS) as u32;
    let institutions = institutions::institutions(&file.institutions, residents, defaults, context);
    let (groups, spans) = groups::groups(
        file,
        residents,
        imported.as_deref(),
        new_groups,
        &institutions,
        defaults.survey_design_effect,
        context,
    );
    let ties = ties(file, imported.as_ref(), context);
    let network = network(file, residents, &groups, context);
    let place = Place { residents, network, groups, institutions, imported, ties, ..file.keys.plan() };
    (place, spans)
}

fn ties(file: &PlaceFile, imported: Option<&Arc<ResidentTable>>, context: &Context<'_>) -> Option<Arc<TieTable>> {
    let Some(name) = &file.ties else {
        if let Some(directed) = &file.directed {
            let problem = Problem::new(Code::NoEffect, "`directed` has no effect without `ties`")
                .key("place.directed")
                .help("it says how rows of the ties file are read: leave it out, or add  ties = \"ties.csv\"");
            context.report(directed.span(), problem);
        }
        return None;
    };
    if let Some(table) = imported {
        return import::ties(name, table, file.directed.as_ref(), context);
    }
    // A residents file that was refused has been reported.
    if file.residents_file.is_none() {
        let problem = Problem::new(Code::Conflict, "`ties` needs a `residents_file`")
            .key("place.ties")
            .help("ties name residents by id: list the ids in residents.csv (id,group)")
            .help("and add  residents_file = \"residents.csv\"");
        context.report(name.span(), problem);
    }
    None
}

fn check_residents(file: &PlaceFile, residents: u64, imported: bool, context: &Context<'_>) {
    let span = span_or(&file.residents, &file.span);
    if residents > MOST_RESIDENTS {
        let gigabytes = residents as f64 * crate::scenario::estimate::BYTES_PER_RESIDENT / 1e9;
        let problem =
            Problem::new(Code::TooLarge, format!("{} residents are more than can be simulated", grouped(residents)))
                .key("place.residents")
                .label(format!("would need about {} GB of memory", plain(gigabytes.round())))
                .help(format!(
                    "at most {} residents; a smaller town of the same make-up has the same means",
                    grouped(MOST_RESIDENTS)
                ));
        context.report(span, problem);
    } else if let (true, Some(stated)) = (imported, value(&file.residents))
        && stated != residents
    {
        let message =
            format!("`residents` says {}, but the residents file has {}", grouped(stated), grouped(residents));
        context.report(
            span,
            Problem::new(Code::Conflict, message)
                .key("place.residents")
                .help("leave `residents` out: the file decides"),
        );
    }
}

fn network(file: &PlaceFile, residents: u32, groups: &[Group], context: &Context<'_>) -> NetworkPlan {
    let written = file.network.as_ref();
    if let Some(network) = written.filter(|network| network.kind == NetworkKind::Complete) {
        if residents > MOST_IN_COMPLETE && file.ties.is_none() {
            let message = format!("the network is too dense: {} residents, all tied", grouped(u64::from(residents)));
            let problem = Problem::new(Code::Dense, message).key("place.network.complete").help(format!(
                "at most {} can all be tied to one another; use small-world or block-model",
                grouped(u64::from(MOST_IN_COMPLETE))
            ));
            context.report(network.span.clone(), problem);
        }
        return NetworkPlan::Complete;
    }
    if let Some(network) = written.filter(|network| network.p_in.is_some() || network.p_out.is_some()) {
        let [p_in, p_out] = [&network.p_in, &network.p_out].map(|chance| value(chance).unwrap_or(0.0));
        let ties: f64 = groups
            .iter()
            .map(|group| group.share * f64::from(residents))
            .map(|size| size * (size * p_in + (f64::from(residents) - size) * p_out))
            .sum();
        if ties > MOST_TIES && file.ties.is_none() {
            let message = format!("the network is too dense: {} ties", plain((ties / 2.0).round()));
            let problem = Problem::new(Code::Dense, message).key("place.network.block-model");
            context.report(network.span.clone(), problem.help("lower p_in or p_out"));
        }
        return NetworkPlan::StochasticBlocks { p_in, p_out };
    }
    let homophily = written.and_then(|network| value(&network.homophily)).unwrap_or(NetworkPlan::HOMOPHILY);
    let others = f64::from(residents.saturating_sub(1));
    let smallest = groups.iter().min_by(|a, b| a.share.total_cmp(&b.share));
    let smallest_others =
        smallest.map_or(others, |group| ((group.share * f64::from(residents)).floor() - 1.0).max(0.0));
    // A default must fit any town: it shrinks where the smallest group could not hold it.
    let roomy = (smallest_others / homophily.max(1e-9)).max(2.0).min(others);
    let mean_degree =
        written.and_then(|network| value(&network.mean_degree)).unwrap_or(NetworkPlan::MEAN_DEGREE.min(roomy));
    if let Some(network) = written
        && file.ties.is_none()
        && let Some(degree) = &network.mean_degree
    {
        let named = smallest.map_or("", |group| &group.name);
        let fault = if mean_degree > others {
            Some(format!(
                "{} {} each, but there {} only {} {}",
                plain(mean_degree),
                plural(mean_degree, "tie"),
                either(others, "is", "are"),
                plain(others),
                plural(others, "other resident")
            ))
        } else if groups.len() > 1 && mean_degree * homophily > smallest_others {
            let inside = plain(mean_degree * homophily);
            Some(format!(
                "{inside} {} each inside the group, but \"{named}\" has only {} {}",
                plural(mean_degree * homophily, "tie"),
                plain(smallest_others),
                plural(smallest_others, "other")
            ))
        } else {
            None
        };
        if let Some(fault) = fault {
            let problem = Problem::new(Code::Dense, format!("the network is too dense: {fault}"))
                .key("place.network")
                .help("lower mean_degree or homophily, or make the group larger");
            context.report(degree.span(), problem);
        }
    }
    if written.is_some_and(|network| network.kind == NetworkKind::BlockModel) {
        NetworkPlan::BlockModel { mean_degree, homophily }
    } else {
        let rewiring = written.and_then(|network| value(&network.rewiring)).unwrap_or(NetworkPlan::REWIRING);
        NetworkPlan::SmallWorld { mean_degree, rewiring, homophily }
    }
}
