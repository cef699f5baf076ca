//! What Groundswell says about surveys that are wrong or odd: one snapshot of the whole message for each.
//!
//! Surveys lie in `tests/bad_surveys`; one that is to be read with options has a line in [`options`].

use groundswell::forecast::survey::{Options, Panel, Read, Series, date, interpret, read};
use groundswell::scenario::problem::Source;
use groundswell::scenario::render;
use proptest::prelude::*;
use std::path::{Path, PathBuf};

fn folder() -> &'static Path {
    Path::new("tests/bad_surveys")
}

fn percent() -> Options {
    Options { scale: Some(100.0), ..Options::default() }
}

fn skipping() -> Options {
    Options { allow_missing: true, ..Options::default() }
}

fn options(name: &str) -> Options {
    match name {
        "all_missing" | "series_without_values" => skipping(),
        "low_for_scale" | "scale_mixed_with_100" | "se_out_of_range" | "semicolons" | "value_above_100" => percent(),
        "mode_break_outside" => {
            let mode_breaks = ["2019-01-01", "2020-02-01", "2021-01-01"].map(|day| date(day).expect("a day")).to_vec();
            Options { mode_breaks, ..Options::default() }
        }
        "rolling_longer_than_survey" => Options { rolling_months: Some(12.0), ..Options::default() },
        "rounding_in_other_units" => Options { rounding: Some(1.0), ..Options::default() },
        _ => Options::default(),
    }
}

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = std::fs::read_dir(folder())
        .expect("the folder is there")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "csv"))
        .collect();
    // A folder and a file that is not there, which is nearly called like one that is.
    cases.extend([folder().to_owned(), folder().join("all_mising.csv")]);
    cases.sort();
    cases
}

#[test]
fn every_bad_survey_has_a_message_worth_reading() {
    let cases = cases();
    assert!(cases.len() >= 60, "only {}", cases.len());
    for path in cases {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let shown = match read(&path, &options(&name)) {
            Ok(read) => {
                assert!(!read.warnings.is_empty(), "{name} is a fine survey");
                render::text(&read.warnings, false)
            }
            Err(problems) => {
                for problem in &problems.0 {
                    assert!(!problem.help.is_empty() || problem.code.name() == "E060", "{name}: {}", problem.message);
                    assert!(!problem.is_warning(), "{name}: {}", problem.message);
                }
                format!("{}\n\nexit code {}", render::text(&problems.0, false), problems.exit_code())
            }
        };
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("survey_{name}"), shown);
        });
    }
}

/// Reads a text that has nothing wrong.
fn fine(text: &str, options: &Options) -> Read {
    interpret(&Source::new("survey.csv", text), options).unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn surveys_that_are_shipped_read_without_a_problem() {
    for (name, measures, series, waves) in [
        ("chicago-police", 3, 96, 50),
        ("gss-confidence", 1, 13, 33),
        ("gss-social-trust", 3, 3, 29),
        ("pew-government", 1, 1, 45),
    ] {
        let path = Path::new("scenarios/surveys").join(name).with_extension("csv");
        let read = read(&path, &percent()).unwrap_or_else(|problems| panic!("{problems}"));
        assert!(read.warnings.is_empty(), "{}", render::text(&read.warnings, false));
        let survey = read.survey;
        assert_eq!((survey.name.as_str(), survey.panels.len(), read.skipped), (name, measures, 0));
        assert_eq!(survey.panels.iter().map(|panel| panel.series.len()).sum::<usize>(), series, "{name}");
        assert_eq!(survey.panels.iter().map(Panel::waves).max(), Some(waves), "{name}");
        assert_eq!(survey.digest.len(), 64);
        let told = survey.panels.iter().flat_map(|panel| &panel.series);
        let counted: usize = told.map(Series::count).sum();
        assert_eq!(counted, read.rows, "{name}");
    }
}

#[test]
fn panels_series_and_waves_are_in_order_and_gaps_stay_gaps() {
    let text = "Measure, DATE ,value,group\n\
        safety,2021-Q1,0.6,\n\
        trust,2021,43 %,South\n\
        trust,2020,0.41,South\n\
        trust,2020-07,0.42,\n\
        trust,2022-07-01,0.44,North\n\
        safety,2020-01,0.5,\n\
        safety,2022,0.7,\n\
        ,,,\n\n";
    let read = fine(text, &Options::default());
    assert_eq!((read.rows, read.skipped), (7, 0));
    let [safety, trust] = read.survey.panels.as_slice() else { panic!("two measures") };
    assert_eq!((safety.measure.as_str(), trust.measure.as_str()), ("safety", "trust"));
    let days: Vec<String> = trust.dates.iter().map(ToString::to_string).collect();
    assert_eq!(days, ["2020-07-01", "2020-07-15", "2021-07-01", "2022-07-01"]);
    let groups: Vec<&str> = trust.series.iter().map(|series| series.group.as_str()).collect();
    assert_eq!(groups, ["", "North", "South"]);
    assert_eq!(trust.series[0].values, [None, Some(0.42), None, None]);
    assert_eq!(trust.series[1].values, [None, None, None, Some(0.44)]);
    assert_eq!(trust.series[2].values, [Some(0.41), None, Some(0.43), None]);
    assert_eq!(
        safety.dates.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["2020-01-15", "2021-02-15", "2022-07-01"]
    );
}

#[test]
fn the_same_survey_reads_alike_however_it_is_written() {
    let plain = fine("date,value,n\n2020-01-15,0.415,1000\n2020-02-15,0.5,\n2020-03-15,0.4,900\n", &Options::default());
    for (text, options) in [
        ("date;value;n\r\n2020-01-15;41,5;1 000\r\n2020-02-15;50;\r\n2020-03-15;40,0;900\r\n\r\n", percent()),
        ("\u{feff}date,value,n\n2020-03,40 %,900\n2020-01,41.5 %,\"1,000\"\n2020-02,50%,NA\n", Options::default()),
        ("date\tvalue\tn\n2020-01-15\t41.5\t1000\n2020-02-15\t50 %\t-\n2020-03-15\t40\t900\n", percent()),
        (
            "\n\"date\" , \"value\",n,,\n2020-01-15,.415,1000,,\n 2020-02-15,5e-1,,,\n2020-03-15 ,\"0.4\",900,,\n,,,,\n",
            Options::default(),
        ),
    ] {
        assert_eq!(fine(text, &options).survey.panels, plain.survey.panels, "{text}");
    }
}

#[test]
fn errors_come_from_the_file_or_from_the_number_of_respondents() {
    let text = "date,value,n,se\n2020,0.5,1000,0.02\n2021,0.5,1000,\n2022,0.5,,\n2023,0,99,\n";
    let options = Options { design_effect: Some(1.5), house_sd: Some(2.0), ..Options::default() };
    let survey = fine(text, &options).survey;
    let [told, counted, unknown, nobody] = survey.panels[0].series[0].errors[..] else { panic!("four waves") };
    assert_eq!((told, unknown), (Some(0.02), None));
    assert_eq!(counted, Some((1.5_f64 * 0.25 / 1000.0).sqrt()));
    // Nobody of 99: half a respondent of 100 on either side.
    assert_eq!(nobody, Some((1.5_f64 * 0.005 * 0.995 / 99.0).sqrt()));
    assert_eq!(survey.method.house_sd, 0.02);
    let percentages = "date,value,se\n2020,50,2\n2021,50,2 %\n2022,49,1.5\n";
    let errors = fine(percentages, &percent()).survey.panels[0].series[0].errors.clone();
    assert_eq!(errors, [Some(0.02), Some(0.02), Some(0.015)]);
}

#[test]
fn missing_values_are_skipped_only_where_that_is_allowed() {
    let text = "date,group,value\n2020,A,0.4\n2021,A,NA\n2022,A,0.5\n2023,A,0.45\n2024,A,\n2020,B,n/a\n";
    assert!(interpret(&Source::new("survey.csv", text), &Options::default()).is_err());
    let read = fine(text, &skipping());
    assert_eq!((read.rows, read.skipped), (6, 3));
    let panel = &read.survey.panels[0];
    assert_eq!((panel.waves(), panel.series.len()), (3, 1));
    assert_eq!(read.warnings.iter().map(|warning| warning.code.name()).collect::<Vec<_>>(), ["W018"]);
}

/// A survey in which everything occurs that a file may hold.
const RICH: &str = "date,group,measure,value,n,se\n2020-01-15,North,trust,0.41,1000,\n2020-Q2,\"South, East\",trust,43 %,,0.02\n2020,North,\"safety\",0.5,\"1,000\",0.01\r\n2021,North,trust,NA,,\n\n2022-03,Été,trust,0.4,900,0.015\n";

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_brings_the_reader_down(
        edits in prop::collection::vec((0_usize..400, 0_usize..6, "[\\PC\\n\\r\t\"',;.%/-]{0,4}"), 1..8),
        hundred: bool,
        allow_missing: bool,
        semicolons: bool,
    ) {
        let mut text: Vec<char> = RICH.chars().collect();
        for (at, cut, put) in edits {
            let from = at % (text.len() + 1);
            let to = (from + cut).min(text.len());
            text.splice(from..to, put.chars());
        }
        let text: String = text.into_iter().map(|c| if semicolons && c == ',' { ';' } else { c }).collect();
        let options = Options { scale: Some(if hundred { 100.0 } else { 1.0 }), allow_missing, ..Options::default() };
        match interpret(&Source::new("survey.csv", text), &options) {
            Ok(read) => {
                let shown = render::text(&read.warnings, false);
                prop_assert!(read.warnings.iter().all(|warning| shown.contains(warning.code.name())), "{}", shown);
                for panel in &read.survey.panels {
                    prop_assert!(panel.dates.is_sorted());
                    for series in &panel.series {
                        prop_assert_eq!(series.values.len(), panel.waves());
                        prop_assert!(series.values.iter().flatten().all(|value| (0.0..=1.0).contains(value)));
                        prop_assert!(series.errors.iter().flatten().all(|error| *error > 0.0 && error.is_finite()));
                    }
                }
            }
            Err(problems) => prop_assert!(!render::text(&problems.0, false).is_empty()),
        }
    }
}
