//! The page on what comes next.

use super::{ForecastInput, Part, about, common_limits, provenance, put_together};
use crate::figure::chart::Table;
use crate::figure::forecast::names::{ahead, date, group, measure};
use crate::figure::forecast::sentence::{self, Ends};
use crate::figure::forecast::{contrasts as effects, fan};
use crate::figure::number::plain;
use crate::forecast::calendar::typical_days;
use crate::forecast::contrast::Contrast;
use crate::forecast::project::Outlook;
use crate::report::html::{Head, document, paragraph, table};

/// Series whose sentence stands in the headline of a measure.
const TOLD: usize = 6;
/// Dates of a group in the table, at most.
const DATES: usize = 4;

/// The whole page.
#[must_use]
pub fn page(input: &ForecastInput, outlooks: &[Outlook], contrasts: &[Contrast]) -> String {
    let context = input.context;
    let tested = outlooks.iter().any(|outlook| outlook.tested);
    let mut parts = vec![headline(outlooks)];
    let picture = |id: &str| input.pictures.iter().find(|picture| picture.chart.id == id);
    for (outlook, id) in outlooks.iter().zip(fan::IDS) {
        let question = format!("What comes next for {}?", outlook.measure.replace('_', " "));
        parts.extend(picture(id).map(|found| Part::chart(context.name, found, &question)));
    }
    parts.push(past(input, outlooks));
    parts.extend(numbers(outlooks));
    parts.extend(strategies(input, contrasts));
    parts.push(Part::boxed("limits", "What is not claimed?", &limits(input, tested, !contrasts.is_empty())));
    parts.push(provenance(input));
    let (links, body) = put_together(&parts);
    let head = Head {
        title: &format!("{}: what comes next?", context.name),
        about: &about(input),
        lead: "",
        skip: "Skip to the findings",
        links: &links,
        version: context.version,
        footer: &format!(
            "Groundswell {}, survey {}, {}.",
            context.version,
            context.short(),
            if tested { "forecast" } else { "projection" }
        ),
    };
    document(&head, &body)
}

/// The whole place where there is one, else the first groups; then how many series move.
fn headline(outlooks: &[Outlook]) -> Part {
    let mut body = String::new();
    for outlook in outlooks {
        let found: Vec<(usize, Ends)> =
            (0..outlook.labels.len()).filter_map(|series| Some((series, Ends::of(outlook, series)?))).collect();
        let few = outlook.groups.iter().all(|group| !group.is_empty()) && found.len() <= TOLD;
        let told: Vec<(String, Ends)> = if few {
            found.into_iter().map(|(series, ends)| (group(&outlook.groups[series]), ends)).collect()
        } else {
            fan::lead(outlook).into_iter().collect()
        };
        for (whom, ends) in told {
            let whose = if whom == group("") { String::new() } else { format!(": {whom}") };
            let text = format!("{}{whose}. {}", measure(&outlook.measure), sentence::outlook(outlook, &ends));
            body.push_str(&paragraph("lead", &text));
        }
        if let Some(moves) = sentence::moves(outlook) {
            body.push_str(&paragraph("lead", &format!("{}: {}", measure(&outlook.measure), lower(&moves))));
        }
    }
    if body.is_empty() {
        body.push_str(&paragraph("lead", "Nothing could be forecast: no series has enough values."));
    }
    if outlooks.iter().any(|outlook| !outlook.tested) {
        body.push_str(&paragraph(
            "muted",
            "A projection is drawn like a forecast, but too few waves are known to test others like it against outcomes.",
        ));
    }
    Part::new("headline", "What did we find?", &body)
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// How forecasts like these have turned out.
fn past(input: &ForecastInput, outlooks: &[Outlook]) -> Part {
    let told = sentence::headline(&input.record);
    let mut body: String = told.iter().map(|sentence| paragraph("lead", sentence)).collect();
    if let Some(to) = outlooks.iter().map(|outlook| outlook.ahead_dates.len()).max() {
        let tested = input.record.horizons().last().copied().unwrap_or(0);
        if tested > 0 && to > tested {
            let words = format!(
                "Forecasts more than {} could not be tested: what was learned nearer by is carried on to them.",
                ahead(tested)
            );
            body.push_str(&paragraph("muted", &words));
        }
    }
    Part::new("record", "How good were forecasts like these?", &body)
}

/// Forecasts by group and date.
fn numbers(outlooks: &[Outlook]) -> Option<Part> {
    let mut body = String::new();
    for outlook in outlooks {
        let days = typical_days(&outlook.dates);
        let what = if outlook.tested { "forecast" } else { "projection" };
        let ahead = outlook.ahead_dates.len();
        let shown: Vec<usize> = spread(ahead);
        let mut all = Table::new(
            format!(
                "{}: last value, then median and 90 % interval of the {what}, in per cent",
                measure(&outlook.measure)
            ),
            &["Of whom", "Last value"],
        );
        all.columns.extend(shown.iter().map(|at| date(outlook.ahead_dates[*at], days)));
        for series in 0..outlook.labels.len() {
            let Some(ends) = Ends::of(outlook, series) else { continue };
            let mut row = vec![group(&outlook.groups[series]), plain(ends.last, 1)];
            row.extend(shown.iter().map(|at| {
                outlook.ahead[series][*at].map_or_else(String::new, |ahead| {
                    let [low, middle, high] = [0.05, 0.5, 0.95].map(|share| plain(ahead.quantile(share) * 100.0, 1));
                    format!("{middle} ({low} to {high})")
                })
            }));
            all.rows.push(row);
        }
        if all.rows.is_empty() {
            continue;
        }
        body.push_str(&table(&all, &[]));
        if shown.len() < ahead {
            body.push_str(&paragraph("muted", "The files beside this page hold every wave."));
        }
    }
    (!body.is_empty()).then(|| Part::new("numbers", "What are the numbers, group by group?", &body))
}

/// A few of so many waves: the first, the last, and evenly between.
fn spread(waves: usize) -> Vec<usize> {
    if waves <= DATES {
        return (0..waves).collect();
    }
    (0..DATES).map(|n| n * (waves - 1) / (DATES - 1)).collect()
}

/// What strategies would change, by the agent model.
fn strategies(input: &ForecastInput, contrasts: &[Contrast]) -> Option<Part> {
    let found = input.pictures.iter().find(|picture| picture.chart.id == "contrasts")?;
    let whole: Vec<&Contrast> = contrasts.iter().filter(|contrast| contrast.group.is_empty()).collect();
    let told = if whole.is_empty() { contrasts.iter().collect() } else { whole };
    let sentences: String = told
        .into_iter()
        .take(6)
        .skip(1)
        .filter_map(effects::sentence)
        .map(|sentence| paragraph("lead", &sentence))
        .collect();
    let mut part = Part::chart(input.context.name, found, "What would strategies change?");
    let more = format!(
        "{sentences}{}",
        paragraph(
            "muted",
            &format!(
                "These are no forecasts: each is the {}. Whether it is right is another question than whether the forecast is.",
                effects::LABEL
            )
        )
    );
    part.html = part.html.replacen("</section>\n", &format!("{more}</section>\n"), 1);
    Some(part)
}

fn limits(input: &ForecastInput, tested: bool, strategies: bool) -> Vec<String> {
    let what = if tested { "forecast" } else { "projection" };
    let mut lines = vec![
        format!(
            "The {what} says what will be published if things go on as they have. It does not say why, and not what would \
                 happen if somebody did something about it."
        ),
        "Each interval is for one group at one date. With many groups, some outcomes will lie outside theirs."
            .to_owned(),
        "Events that have no like in the survey, and changes of its way of asking, are in no interval.".to_owned(),
    ];
    if strategies {
        lines.push(
            "Effects of strategies come from the agent model alone. They are differences between simulated runs, not between \
             surveys."
                .to_owned(),
        );
    }
    lines.extend(common_limits(input));
    lines
}
