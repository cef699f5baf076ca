//! What the terminal says of a forecast.

use std::fmt::Write as _;
use std::time::Instant;

use serde_json::json;

use super::Forecasts;
use super::input::Input;
use crate::cli::args::{ForecastArgs, Globals};
use crate::cli::failure::tell_kept;
use crate::cli::results::PAGE;
use crate::figure::forecast::sentence;
use crate::folder::Placed;
use crate::forecast::models::Model;
use crate::forecast::predictive::Predictive;
use crate::forecast::project::Outlook;

/// Most series that the terminal lists.
const MOST: usize = 12;

/// Forecast, or projection where no past forecasts stand behind it.
pub(super) fn called(outlooks: &[Outlook]) -> &'static str {
    if outlooks.iter().all(|outlook| outlook.tested) { "forecast" } else { "projection" }
}

/// Tells what came out and where it is.
pub(super) fn say(
    input: &Input,
    arguments: &ForecastArgs,
    found: &Forecasts,
    placed: &Placed,
    globals: &Globals,
    began: Instant,
) {
    let target = &placed.folder;
    if globals.json {
        crate::cli::print_json(&document(input, found, placed));
        return;
    }
    tell_kept(placed, globals);
    let mut text = String::new();
    for outlook in &found.outlooks {
        measure(&mut text, outlook, arguments);
    }
    let _ = writeln!(text, "{}", record(found));
    if let Some(effects) = &found.effects {
        text.push_str(&effects.told());
    }
    crate::cli::print(text.trim_end());
    crate::cli::print(&format!("\nReport  {}", target.join(PAGE).display()));
    if !globals.quiet {
        crate::cli::note(&format!("Done in {:.0} s.", began.elapsed().as_secs_f64()));
    }
}

fn measure(text: &mut String, outlook: &Outlook, arguments: &ForecastArgs) {
    let end = outlook.ahead_dates.last().map(ToString::to_string).unwrap_or_default();
    let called = if outlook.tested { "Forecast" } else { "Projection" };
    let _ = writeln!(text, "{called} of {}: what would be published on {end}\n", outlook.measure);
    let width = outlook.groups.iter().map(|group| group.chars().count()).max().unwrap_or(0).max(11);
    let _ = writeln!(text, "  {:width$}  last value   median   50 % interval   90 % interval", "");
    let shown = outlook.groups.iter().enumerate().take(MOST);
    for (at, group) in shown {
        let Some(Some(ahead)) = outlook.ahead[at].last() else { continue };
        let last = outlook.values[at].iter().flatten().last().copied().unwrap_or(f64::NAN);
        let name = if group.is_empty() { "whole place" } else { group };
        let _ = writeln!(text, "  {name:width$}  {:>10.1}   {}", 100.0 * last, row(ahead));
        for condition in &arguments.suppose {
            if let Some(Some(supposed)) = condition.supposed(outlook)[at].last() {
                let label = format!("  supposing {}", condition.name);
                let _ = writeln!(text, "  {label:width$}               {}", row(supposed));
            }
        }
    }
    if outlook.groups.len() > MOST {
        let _ = writeln!(text, "  and {} more in forecast.csv", outlook.groups.len() - MOST);
    }
    text.push('\n');
}

fn row(ahead: &Predictive) -> String {
    let between = |share: f64| {
        let (low, high) = ahead.interval(share);
        format!("{:.1} to {:.1}", 100.0 * low, 100.0 * high)
    };
    format!("{:>6.1}   {:>13}   {:>13}", 100.0 * ahead.quantile(0.5), between(0.5), between(0.9))
}

/// How forecasts like these did before.
fn record(found: &Forecasts) -> String {
    let lines = sentence::headline(&found.record());
    if lines.is_empty() || called(&found.outlooks) == "projection" {
        return "There are too few waves to test this on the past: a projection, not a forecast.\n".to_owned();
    }
    lines.join("\n") + "\n"
}

fn document(input: &Input, found: &Forecasts, placed: &Placed) -> serde_json::Value {
    let series: Vec<_> = found
        .outlooks
        .iter()
        .flat_map(|outlook| {
            outlook.labels.iter().zip(&outlook.ahead).map(|(label, ahead)| {
                let points = ahead.iter().zip(&outlook.ahead_dates).filter_map(|(ahead, date)| {
                    let ahead = ahead.as_ref()?;
                    let at = |share: f64| ahead.quantile(share);
                    Some(json!({
                        "date": date.to_string(), "q05": at(0.05), "q25": at(0.25), "q50": at(0.5), "q75": at(0.75),
                        "q95": at(0.95),
                    }))
                });
                json!({ "series": label, "ahead": points.collect::<Vec<_>>() })
            })
        })
        .collect();
    let tested: Vec<_> = found
        .scores
        .iter()
        .filter(|score| score.model == Model::Mix)
        .map(|score| {
            json!({
                "measure": found.backtest.panels[score.panel].measure, "horizon": score.horizon, "n": score.count,
                "crps": score.crps, "coverage50": score.coverage[0], "coverage80": score.coverage[1],
                "coverage90": score.coverage[2],
            })
        })
        .collect();
    json!({
        "schema_version": 1, "status": "complete", "called": called(&found.outlooks), "survey": input.survey.name,
        "directory": placed.folder,
        "kept": placed.kept, "report": placed.folder.join(PAGE), "forecast": series, "record": tested,
        "strategies": found.effects.as_ref().map(super::strategies::Effects::document),
    })
}
