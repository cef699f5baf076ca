//! The rule of talk: what it needs, and what it would ignore.

use super::Context;
use crate::scenario::file::place::PlaceFile;
use crate::scenario::file::talk::TalkFile;
use crate::scenario::file::{span_or, value};
use crate::scenario::plan::{Place, StartRule};
use crate::scenario::problem::{Code, Problem};
use crate::scenario::talk::{TalkRule, TalkSettings};
use toml::Spanned;

/// Checks `[talk]`; `talks` is whether residents talk at all.
pub fn rule(file: &TalkFile, place_file: &PlaceFile, place: &Place, talks: bool, context: &Context<'_>) -> TalkRule {
    let name = value(&file.rule).unwrap_or_else(|| TalkRule::NAMES[0].to_owned());
    let column = place.imported.as_ref().is_some_and(|table| !table.susceptibility.is_empty());
    // What a misspelt rule would have understood is not known.
    if !file.rule_refused {
        unused(file, &name, talks, context);
        if column {
            people(file, place_file, &name, context);
        }
    }
    let settings = file.keys.plan();
    let rule = match name.as_str() {
        "degroot" => TalkRule::DeGroot,
        "friedkin-johnsen" => {
            let settings = if column { TalkSettings::default() } else { settings };
            TalkRule::FriedkinJohnsen { susceptibility: settings.susceptibility }
        }
        "hegselmann-krause" => TalkRule::HegselmannKrause { bound: bound(file, &name, context) },
        "deffuant" => TalkRule::Deffuant {
            bound: bound(file, &name, context),
            convergence: settings.convergence,
            meetings: settings.meetings,
        },
        _ => TalkRule::Evidence { bound: settings.bound },
    };
    if talks && !rule.has_rest() && place.start == StartRule::Settled {
        let message = format!("under the rule \"{name}\" a town does not rest where its trust is stated");
        let problem = Problem::new(Code::Conflict, message)
            .key("talk.rule")
            .label("moves everybody towards one another for good")
            .help("write  start = \"as given\"  in [place]: the stated trust is then where the town begins")
            .help("rules with a place to return to are \"evidence\" and \"friedkin-johnsen\"");
        context.report(span_or(&file.rule, &file.span), problem);
    }
    rule
}

/// A bound that the rule cannot do without.
fn bound(file: &TalkFile, rule: &str, context: &Context<'_>) -> f64 {
    let bound = file.keys.plan().bound;
    if bound.is_none() && !file.bound_refused {
        let problem = Problem::new(Code::MissingKey, format!("the rule \"{rule}\" needs the key `bound`"))
            .key("talk.bound")
            .help("add a line such as  bound = 0.2")
            .help("it says how far apart the trust of two residents may be for them still to listen");
        context.report(span_or(&file.rule, &file.span), problem);
    }
    bound.unwrap_or(1.0)
}

/// Keys that are understood but change nothing under this rule.
fn unused(file: &TalkFile, rule: &str, talks: bool, context: &Context<'_>) {
    let keys = [
        ("bound", file.keys.bound.as_ref().map(Spanned::span)),
        ("susceptibility", file.keys.susceptibility.as_ref().map(Spanned::span)),
        ("convergence", file.keys.convergence.as_ref().map(Spanned::span)),
        ("meetings", file.keys.meetings.as_ref().map(Spanned::span)),
    ];
    let understood = TalkRule::keys(rule);
    for (key, written) in keys {
        let Some(written) = written.filter(|_| !understood.contains(&key)) else { continue };
        let users: Vec<String> = TalkRule::NAMES
            .iter()
            .filter(|name| TalkRule::keys(name).contains(&key))
            .map(|name| format!("\"{name}\""))
            .collect();
        let problem = Problem::new(Code::NoEffect, format!("`{key}` has no effect under the rule \"{rule}\""))
            .key(format!("talk.{key}"))
            .help(format!("leave it out, or write  rule = {}", users.join(" or ")));
        context.report(written, problem);
    }
    if let Some(written) = file.rule.as_ref().filter(|_| !talks) {
        let problem = Problem::new(Code::NoEffect, "the rule of talk has no effect: talk is switched off")
            .key("talk.rule")
            .help("remove  talk = false  from [processes], or leave the rule out");
        context.report(written.span(), problem);
    }
}

/// Susceptibility resident by resident: only one rule reads it, and where it is given the key is not read.
fn people(file: &TalkFile, place: &PlaceFile, rule: &str, context: &Context<'_>) {
    if rule != "friedkin-johnsen" {
        let message = format!("the column `susceptibility` has no effect under the rule \"{rule}\"");
        let problem = Problem::new(Code::NoEffect, message)
            .key("place.residents_file")
            .help("write  rule = \"friedkin-johnsen\"  in [talk], or remove the column");
        context.report(span_or(&place.residents_file, &place.span), problem);
    } else if let Some(written) = &file.keys.susceptibility {
        let message = "`susceptibility` has no effect: the residents file gives everybody his or her own";
        let problem = Problem::new(Code::NoEffect, message).key("talk.susceptibility");
        context.report(written.span(), problem.help("leave it out, or remove the column from the residents file"));
    }
}
