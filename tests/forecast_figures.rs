//! Charts and pages on forecasts of surveys of all kinds and sizes: valid, complete, nothing cut off or overlapping.

use std::sync::OnceLock;

use groundswell::figure::chart::reader;
use groundswell::figure::forecast::{Record, SurveyContext, backtest_charts, forecast_charts};
use groundswell::figure::{Chart, Size};
use groundswell::forecast::backtest::{Backtest, Settings, backtest};
use groundswell::forecast::contrast::Contrast;
use groundswell::forecast::models::Without;
use groundswell::forecast::project::{Outlook, outlook};
use groundswell::forecast::skill::{Score, Skill, scores, skills};
use groundswell::forecast::survey::{Method, Panel, Series, Survey};
use groundswell::report::Picture;
use groundswell::report::forecast::{ForecastInput, backtest_page, forecast_page};
use jiff::ToSpan;
use jiff::civil::Date;
use resvg::usvg::{Group, Node, Rect, TextChunk, Tree, roxmltree};

const DIGEST: &str = "9f3c12ab77e0d1c2aa0011223344556677889900aabbccddeeff001122334455";

/// A survey with everything that is made from it.
struct Case {
    name: &'static str,
    survey: Survey,
    backtest: Backtest,
    scores: Vec<Score>,
    skills: Vec<Skill>,
    outlooks: Vec<Outlook>,
    contrasts: Vec<Contrast>,
}

/// A number between −1 and 1 that looks like chance.
fn noise(seed: f64) -> f64 {
    let value = (seed * 12.9898).sin() * 43_758.545_3;
    (value - value.floor()) * 2.0 - 1.0
}

fn series(group: &str, at: usize, waves: usize, gaps: bool) -> Series {
    let mut level = 0.45 + 0.3 * (noise(at as f64 + 0.5) + 1.0) / 2.0;
    let value = |wave: usize| {
        level += 0.012 * noise((wave * 131 + 7) as f64) + 0.008 * noise((wave * 17 + at * 1009) as f64) - 0.001;
        let missing = gaps && (wave * 7 + at * 3) % 11 == 4 && wave + 1 < waves;
        (!missing).then(|| (level + 0.015 * noise((wave * 211 + at * 53) as f64)).clamp(0.02, 0.98))
    };
    let values = (0..waves).map(value).collect();
    Series { group: group.to_owned(), values, errors: vec![Some(0.012); waves] }
}

fn panel(measure: &str, groups: &[String], waves: usize, months: i32) -> Panel {
    let start = Date::constant(2018, 1, 1);
    let count = i32::try_from(waves).expect("few waves");
    let dates = (0..count).map(|wave| start.checked_add((wave * months).months()).expect("a date")).collect();
    let salt = measure.len() * 100;
    let series = groups.iter().enumerate().map(|(at, g)| series(g, at + salt, waves, groups.len() > 1)).collect();
    Panel { measure: measure.to_owned(), dates, series }
}

fn contrast(strategy: &str, group: &str, size: f64, spread: f64) -> Contrast {
    let dates: Vec<Date> =
        (0..=12).map(|at| Date::constant(2025, 7, 1).checked_add((at * 3).months()).expect("a date")).collect();
    let grown = |at: usize| size * (1.0 - (-(at as f64) / 5.0).exp());
    let mean: Vec<f64> = (0..dates.len()).map(grown).collect();
    let spread = |at: usize| spread * (at as f64 / 12.0).sqrt();
    Contrast {
        strategy: strategy.to_owned(),
        group: group.to_owned(),
        low: mean.iter().enumerate().map(|(at, m)| m - spread(at) / 6.0).collect(),
        high: mean.iter().enumerate().map(|(at, m)| m + spread(at) / 6.0).collect(),
        quantiles: mean
            .iter()
            .enumerate()
            .map(|(at, m)| [-1.64, -0.67, 0.0, 0.67, 1.64].map(|z| m + z * spread(at)))
            .collect(),
        better: if size > spread(12) { 0.98 } else { 0.7 },
        members: 100,
        dates,
        mean,
    }
}

fn case(name: &'static str, panels: Vec<Panel>, ahead: usize, contrasts: Vec<Contrast>) -> Case {
    let survey = Survey { name: "Millbrook survey".into(), digest: DIGEST.into(), method: Method::default(), panels };
    let settings = Settings { horizons: vec![1, 2, 4], least: 12, step: 1, without: Without::default() };
    let backtest = backtest(&survey, &settings);
    let outlooks = survey
        .panels
        .iter()
        .enumerate()
        .map(|(at, panel)| outlook(panel, &survey.method, &backtest, at, ahead))
        .collect();
    let (scores, skills) = (scores(&backtest), skills(&backtest));
    Case { name, survey, backtest, scores, skills, outlooks, contrasts }
}

fn cases() -> &'static [Case] {
    static CASES: OnceLock<Vec<Case>> = OnceLock::new();
    CASES.get_or_init(|| {
        let named = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<String>>();
        let four = named(&["", "North", "Riverside and the old harbour", "South <b> & \"co\""]);
        let forty: Vec<String> = (1..=40).map(|at| format!("Borough {at:02}")).collect();
        let strategies = || {
            vec![
                contrast("Steady encounters", "", 0.031, 0.009),
                contrast("Campaigns", "", 0.004, 0.02),
                contrast("Steady encounters", "North", 0.05, 0.02),
                contrast("Cuts <all> over", "", -0.02, 0.015),
            ]
        };
        vec![
            case(
                "four_groups",
                vec![panel("trust_in_police", &four, 30, 3), panel("confidence", &four, 30, 3)],
                12,
                strategies(),
            ),
            case("one_series", vec![panel("trust", &named(&[""]), 30, 1)], 6, Vec::new()),
            case("six_waves", vec![panel("trust", &four, 6, 12)], 3, Vec::new()),
            case(
                "forty_groups",
                vec![panel("trust", &forty, 30, 3)],
                8,
                vec![contrast("Long name of a strategy that goes on and on", "Borough 07", 0.02, 0.01)],
            ),
        ]
    })
}

impl Case {
    fn record(&self) -> Record<'_> {
        Record { backtest: &self.backtest, scores: &self.scores, skills: &self.skills }
    }

    fn charts(&self, size: Size) -> Vec<Chart> {
        let context = SurveyContext { size, ..SurveyContext::new(&self.survey.name, DIGEST, "0.1.0") };
        let mut charts = backtest_charts(&context, &self.backtest, &self.scores, &self.skills);
        charts.extend(forecast_charts(&context, &self.outlooks, &self.contrasts, &self.record()));
        charts
    }

    fn pages(&self) -> [String; 2] {
        let context = SurveyContext::new(&self.survey.name, DIGEST, "0.1.0");
        let pictures: Vec<Picture> =
            self.charts(Size::Doc).into_iter().map(|chart| Picture { chart, png: None }).collect();
        let input = ForecastInput {
            context: &context,
            survey: &self.survey,
            record: self.record(),
            pictures: &pictures,
            command: "groundswell backtest <survey>.csv",
            files: &[],
        };
        [backtest_page(&input), forecast_page(&input, &self.outlooks, &self.contrasts)]
    }
}

fn texts(group: &Group, found: &mut Vec<(String, Rect)>) {
    for node in group.children() {
        match node {
            Node::Group(inner) => texts(inner, found),
            Node::Text(text) => {
                let words: String = text.chunks().iter().map(TextChunk::text).collect();
                found.push((words, text.abs_bounding_box()));
            }
            _ => {}
        }
    }
}

#[test]
fn every_chart_of_every_size_is_valid_and_shows_all_its_words() {
    let mut wrong = Vec::new();
    for case in cases() {
        for (size, chart) in
            Size::ALL.into_iter().flat_map(|size| case.charts(size).into_iter().map(move |c| (size, c)))
        {
            let at = format!("{}/{}/{}", case.name, chart.id, size.name());
            roxmltree::Document::parse(&chart.svg).unwrap_or_else(|cause| panic!("{at}: {cause}"));
            let tree = Tree::from_str(&chart.svg, &reader()).unwrap_or_else(|cause| panic!("{at}: {cause}"));
            assert!(!chart.svg.contains("NaN") && !chart.svg.contains("inf\""), "{at}");
            let mut found = Vec::new();
            texts(tree.root(), &mut found);
            assert!(found.len() > 5, "{at}: hardly any words");
            let unit = tree.size().width() / size.width() as f32;
            for (nth, (words, area)) in found.iter().enumerate() {
                let inside = area.left() >= 0.0
                    && area.top() >= 0.0
                    && area.right() <= tree.size().width() + 0.5
                    && area.bottom() <= tree.size().height() + 0.5;
                if !inside {
                    wrong.push(format!("{at}: {words:?} leaves the canvas at {area:?}"));
                }
                for (other_words, other) in &found[nth + 1..] {
                    let across = area.right().min(other.right()) - area.left().max(other.left());
                    let down = area.bottom().min(other.bottom()) - area.top().max(other.top());
                    if across > unit && down > 7.0 * unit {
                        wrong.push(format!("{at}: {words:?} and {other_words:?} overlap"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn words_around_the_chart_keep_their_promises() {
    for case in cases() {
        for chart in case.charts(Size::Doc) {
            let at = format!("{}/{}", case.name, chart.id);
            assert!(!chart.alt.is_empty() && chart.alt.chars().count() <= 250, "{at}: {}", chart.alt);
            assert!(!chart.title.is_empty() && !chart.answer.is_empty() && !chart.reading.is_empty(), "{at}");
            assert!(chart.svg.contains(DIGEST) && chart.svg.contains("survey 9f3c12ab"), "{at}");
            assert!(!chart.table.rows.is_empty(), "{at}: no numbers");
            assert!(chart.table.rows.iter().all(|row| row.len() == chart.table.columns.len()), "{at}: ragged table");
            assert!(chart.title.split_whitespace().count() <= 26, "{at}: {}", chart.title);
        }
    }
}

#[test]
fn each_survey_fills_the_charts_that_it_can() {
    let ids = |case: &Case| case.charts(Size::Doc).iter().map(|chart| chart.id).collect::<Vec<_>>();
    let tested = ["skill", "error_by_horizon", "coverage", "transform", "weights"];
    let [four, one, six, forty] = cases() else { panic!("four cases") };
    assert_eq!(ids(four), [&tested[..], &["fan", "fan_2", "contrasts"]].concat());
    assert_eq!(ids(one), [&tested[..], &["fan"]].concat());
    assert_eq!(ids(six), ["fan"]);
    assert_eq!(ids(forty), [&tested[..], &["fan", "contrasts"]].concat());
}

#[test]
fn what_could_not_be_tested_is_a_projection() {
    let six = &cases()[2];
    let fan = &six.charts(Size::Doc)[0];
    assert!(!six.outlooks[0].tested);
    for text in [&fan.title, &fan.subtitle, &fan.answer, &fan.alt] {
        assert!(text.to_lowercase().contains("projection") && !text.contains("forecast"), "{text}");
    }
    let [_, page] = six.pages();
    assert!(page.contains("A projection is drawn like a forecast"));
}

#[test]
fn pages_are_self_contained_and_well_formed() {
    for case in cases() {
        for (which, page) in case.pages().into_iter().enumerate() {
            let name = format!("{}/{which}", case.name);
            assert!(page.len() < 3_000_000, "{name}: {} bytes", page.len());
            for forbidden in ["http:", "https:", "<script", "javascript:", "url(", "@import", "src="] {
                assert!(!page.contains(forbidden), "{name}: {forbidden}");
            }
            assert_eq!(page.matches("<h1").count(), 1, "{name}");
            assert_eq!(page.matches("<figure").count(), page.matches("<figcaption").count(), "{name}");
            assert!(page.contains(DIGEST) && page.contains("&lt;survey&gt;.csv"), "{name}");
            let mut ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            let all = ids.len();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), all, "{name}: an id occurs twice");
            for target in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(ids.binary_search(&target).is_ok(), "{name}: link to {target} leads nowhere");
            }
            let body = &page[page.find("<body>").expect("a body")..page.find("</html>").expect("an end")];
            roxmltree::Document::parse(body).unwrap_or_else(|cause| panic!("{name}: {cause}"));
        }
    }
}

/// Writes every picture for people to look at: `GALLERY=/some/folder cargo test --test forecast_figures gallery`.
#[test]
fn gallery() {
    let Some(folder) = std::env::var_os("GALLERY").map(std::path::PathBuf::from) else { return };
    std::fs::create_dir_all(&folder).expect("a folder to write to");
    for case in cases() {
        for (page, which) in case.pages().into_iter().zip(["backtest", "forecast"]) {
            std::fs::write(folder.join(format!("{}_{which}.html", case.name)), page).expect("written");
        }
        for (size, chart) in
            Size::ALL.into_iter().flat_map(|size| case.charts(size).into_iter().map(move |c| (size, c)))
        {
            let file = folder.join(format!("{}_{}_{}.png", case.name, chart.id, size.name()));
            std::fs::write(file, chart.png(0.6).expect("a picture")).expect("written");
        }
    }
}
