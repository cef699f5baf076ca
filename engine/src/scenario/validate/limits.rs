//! What the engine counts in 32 or 16 bits: a scenario beyond that is refused here and not simulated wrongly.

use super::Context;
use crate::scenario::estimate::{MOST_MEETINGS, MOST_PARTS, MOST_POSTS, MOST_RELATIONS, MOST_TIES, ties};
use crate::scenario::file::{ScenarioFile, span_or};
use crate::scenario::names::grouped;
use crate::scenario::plan::Contents;
use crate::scenario::problem::{Code, Problem};
use crate::scenario::talk::TalkRule;
use std::ops::Range;

/// Checks the size of everything that is counted.
pub fn look(scenario: &Contents, file: &ScenarioFile, context: &Context<'_>) {
    let place = &scenario.place;
    let whole = &file.place.span;
    let refuse = |span: Range<usize>, key: &str, what: String, most: u64, help: &str| {
        let problem = Problem::new(Code::TooLarge, format!("{what} are more than can be simulated"))
            .key(key)
            .label(format!("at most {}", grouped(most)));
        context.report(span, problem.help(help));
    };
    let entries = ties(place);
    if entries > MOST_TIES {
        let span = match (&file.place.ties, &file.place.network) {
            (Some(name), _) => name.span(),
            (None, Some(network)) => network.span.clone(),
            (None, None) => span_or(&file.place.residents, whole),
        };
        // Everybody counts a tie from his or her own end.
        let what = format!("about {} ties", grouped((entries / 2.0) as u64));
        refuse(span, "place.network", what, (MOST_TIES / 2.0) as u64, "lower mean_degree, connectors or residents");
    }
    let departments = scenario.departments().count();
    let posts: u64 = scenario.departments().map(|(_, department)| u64::from(department.posts)).sum();
    let relations = u64::from(place.residents) * departments as u64;
    if posts > MOST_POSTS {
        let what = format!("{} posts", grouped(posts));
        refuse(whole.clone(), "place.institutions", what, MOST_POSTS, "lower the staff of the institutions");
    }
    if departments > MOST_PARTS {
        let what = format!("{} departments", grouped(departments as u64));
        refuse(whole.clone(), "place.institutions", what, MOST_PARTS as u64, "put departments together");
    } else if relations > MOST_RELATIONS {
        let what = format!(
            "{} relations of {} residents to {departments} departments",
            grouped(relations),
            grouped(u64::from(place.residents))
        );
        refuse(whole.clone(), "place.institutions", what, MOST_RELATIONS, "put departments together");
    }
    if place.groups.len() > MOST_PARTS {
        let what = format!("{} groups", grouped(place.groups.len() as u64));
        let span = file.place.residents_file.as_ref().map_or_else(|| whole.clone(), toml::Spanned::span);
        refuse(span, "place.groups", what, MOST_PARTS as u64, "put groups together");
    }
    if let TalkRule::Deffuant { meetings, .. } = scenario.talk {
        let all = meetings * f64::from(place.residents) / 2.0;
        if all > MOST_MEETINGS {
            let what = format!("{} meetings a week", grouped(all as u64));
            let span = span_or(&file.talk.keys.meetings, &file.talk.span);
            refuse(span, "talk.meetings", what, MOST_MEETINGS as u64, "lower meetings or residents");
        }
    }
}
