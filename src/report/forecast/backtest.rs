//! The page on how forecasts have turned out.

use std::fmt::Write as _;

use super::{ForecastInput, Part, about, common_limits, provenance, put_together};
use crate::figure::chart::Table;
use crate::figure::forecast::names::{ahead, all_ahead, measure, model};
use crate::figure::forecast::record::mean;
use crate::figure::forecast::sentence;
use crate::figure::number::{plain, signed};
use crate::forecast::models::{FORECASTS, Model};
use crate::report::html::{Head, document, paragraph, table};
use crate::scenario::names::{counted, either, plural};

/// Questions that charts answer, in the order of the page.
pub(super) const CHARTS: [(&str, &str); 5] = [
    ("skill", "Which method did best, and how sure is that?"),
    ("error_by_horizon", "How far off are forecasts, the farther they look?"),
    ("coverage", "Do intervals hold what they claim?"),
    ("transform", "Are forecasts too narrow, too wide, too high or too low?"),
    ("weights", "What is the mix made of?"),
];

/// The whole page.
#[must_use]
pub fn page(input: &ForecastInput) -> String {
    let mut parts = vec![headline(input), tested(input)];
    let picture = |id: &str| input.pictures.iter().find(|picture| picture.chart.id == id);
    for (id, question) in CHARTS {
        if let Some(found) = picture(id) {
            parts.push(Part::chart(input.context.name, found, question));
        }
        if id == "skill" {
            parts.extend(by_model(input));
        }
    }
    parts.extend(by_measure(input));
    parts.push(Part::boxed("limits", "What does this leave out?", &limits(input)));
    parts.push(provenance(input));
    let (links, body) = put_together(&parts);
    let context = input.context;
    let head = Head {
        title: &format!("{}: how good were the forecasts?", context.name),
        about: &about(input),
        lead: &paragraph(
            "lead",
            "Every number below comes from forecasts that were made with nothing but what was known at the time, and then held \
             against what was published.",
        ),
        skip: "Skip to the findings",
        links: &links,
        version: context.version,
        footer: &format!("Groundswell {}, survey {}, back-test.", context.version, context.short()),
    };
    document(&head, &body)
}

fn headline(input: &ForecastInput) -> Part {
    let told = sentence::headline(&input.record);
    let mut body: String = told.iter().map(|sentence| paragraph("lead", sentence)).collect();
    body.push_str(&paragraph(
        "muted",
        "A better average does not make a single forecast right: look at the intervals before you use one.",
    ));
    Part::new("headline", "What did we find?", &body)
}

/// What was put to the test, and against what.
fn tested(input: &ForecastInput) -> Part {
    let settings = &input.record.backtest.settings;
    let horizons = input.record.horizons();
    let count: usize = input.record.of(Model::Mix, None).map(|score| score.count).sum();
    let mut body = if count == 0 {
        paragraph(
            "lead",
            &format!(
                "A first forecast is scored once {} {} known; here none could be.",
                counted(settings.least, "wave"),
                either(settings.least, "is", "are")
            ),
        )
    } else {
        paragraph(
            "lead",
            &format!(
                "{} {} of each method, {}, the first after {}.",
                plain(count as f64, 0),
                plural(count, "forecast"),
                all_ahead(&horizons),
                counted(settings.least, "wave")
            ),
        )
    };
    body.push_str(&paragraph(
        "muted",
        "A simple method is one that knows nothing but the numbers of the survey. The best of them is chosen anew at every \
         origin, by its score until then: that is what somebody could have done at the time.",
    ));
    let mut methods = Table::new("The methods", &["Method", "What it does", "Name in the files"]);
    for which in Model::ALL {
        methods.rows.push(vec![model(*which).to_owned(), which.meaning().to_owned(), which.name().to_owned()]);
    }
    let _ = write!(body, "<details>\n<summary>All methods</summary>\n{}</details>\n", table(&methods, &[]));
    Part::new("tested", "What was tested?", &body)
}

/// Scores by model and horizon, the lowest of each column marked.
fn by_model(input: &ForecastInput) -> Option<Part> {
    let record = &input.record;
    let horizons = record.horizons();
    if horizons.is_empty() {
        return None;
    }
    let all: Vec<Model> = [Model::BestOnline].into_iter().chain(FORECASTS.iter().rev().copied()).collect();
    let best: Vec<f64> =
        horizons.iter().map(|h| all.iter().filter_map(|m| record.crps(*m, *h)).fold(f64::INFINITY, f64::min)).collect();
    let mut scores = Table::new(
        "Mean error of the whole forecast (continuous ranked probability score) in points of 100, by method; ★ marks the lowest \
         of each column",
        &["Method"],
    );
    scores.columns.extend(horizons.iter().map(|h| ahead(*h)));
    let mut bold = Vec::new();
    for &which in &all {
        let cell = |(at, h): (usize, &usize)| match record.crps(which, *h) {
            Some(score) => format!("{}{}", plain(score * 100.0, 2), if score <= best[at] { " ★" } else { "" }),
            None => String::new(),
        };
        let mut row = vec![model(which).to_owned()];
        row.extend(horizons.iter().enumerate().map(cell));
        bold.push(which == Model::Mix);
        scores.rows.push(row);
    }
    let body = format!(
        "{}{}",
        paragraph(
            "muted",
            "Lower is better. The lowest of many is partly random: whether it can be told from the others stands in the chart \
             above.",
        ),
        table(&scores, &bold)
    );
    Some(Part::new("scores", "How did each method score?", &body))
}

/// The record of the mix measure by measure.
fn by_measure(input: &ForecastInput) -> Option<Part> {
    let record = &input.record;
    let mut measures = Table::new(
        "The mix, measure by measure, over all horizons (points of 100; shares of outcomes in per cent)",
        &[
            "Measure",
            "Forecasts",
            "Error",
            "Error of the best simple method",
            "Bias",
            "Inside 50 %",
            "Inside 80 %",
            "Inside 95 %",
        ],
    );
    for (at, panel) in record.backtest.panels.iter().enumerate() {
        let of = |model: Model| record.of(model, None).filter(move |score| score.panel == at);
        let Some((crps, count)) = mean(of(Model::Mix), |score| score.crps) else { continue };
        let of_mix = |pick: &dyn Fn(&crate::forecast::skill::Score) -> f64| {
            mean(of(Model::Mix), pick).map_or(f64::NAN, |found| found.0)
        };
        let reference = mean(of(Model::BestOnline), |score| score.crps).map_or(f64::NAN, |found| found.0);
        let mut row = vec![
            measure(&panel.measure),
            plain(count as f64, 0),
            plain(crps * 100.0, 2),
            plain(reference * 100.0, 2),
            signed(of_mix(&|score| score.bias) * 100.0, 2),
        ];
        row.extend([0, 1, 3].map(|interval| plain(of_mix(&|score| score.coverage[interval]) * 100.0, 0)));
        measures.rows.push(row);
    }
    let body = format!(
        "{}{}",
        table(&measures, &[]),
        paragraph("muted", "Bias is the mean of forecast minus outcome: above zero, forecasts were too high.")
    );
    (!measures.rows.is_empty()).then(|| Part::new("measures", "How does this differ between measures?", &body))
}

fn limits(input: &ForecastInput) -> Vec<String> {
    let mut lines = vec![
        "Groups of one wave, and forecasts over the same weeks, err together: there are fewer independent forecasts than \
         forecasts. Intervals of skill take this into account, counts do not."
            .to_owned(),
        "No method saw an outcome before it was scored on it, but all of them were written by people who know the years since."
            .to_owned(),
        "A record says how such forecasts did in these years. Years of another kind may come.".to_owned(),
    ];
    lines.extend(common_limits(input));
    lines
}
