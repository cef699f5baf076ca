//! V31: the error of a survey.

use super::{Case, Check, SCALED, Worst};
use crate::maths::Squared;
use crate::scenario::{Parameters, StartRule, sample};
use crate::verify::bench::begin;
use crate::week::observe::{detail, survey_error};

pub(super) const CASES: &[Case] = &[
    Case {
        id: "V31",
        title: "Error of a cluster sample",
        form: "se = √(deff · var / n · (1 − n / N)), deff = 1 + (m − 1) icc",
        source: "Kish 1965",
        tolerance: 1e-12,
        check: Check::Error(error_of_a_survey),
    },
    Case {
        id: "V31 engine",
        title: "2,000 surveys of an unchanging town: spread within 5 %, no bias",
        form: "se = √(deff · var / n · (1 − n / N))",
        source: "Kish 1965",
        tolerance: SCALED,
        check: Check::Error(surveys_by_engine),
    },
];

fn error_of_a_survey() -> f64 {
    let mut worst = Worst::default();
    // Clusters of 10 with an intra-class correlation of 0.05, which is what surveys have unless told otherwise.
    let effect = Parameters::default().survey_design_effect;
    worst.see(effect, 1.0 + (10.0 - 1.0) * 0.05);
    worst.see(survey_error(effect, 0.22 * 0.22, 500.0, 25_000.0), 0.011_728_290_583_030_418);
    worst.0
}

fn surveys_by_engine() -> f64 {
    let mut scenario = sample::plain_town(5_000, &[1.0], 52);
    let contents = scenario.contents_mut();
    contents.place.start = StartRule::AsGiven;
    contents.place.groups[0].trust_sd = 0.22;
    contents.parameters.survey_house_sd = 0.0;
    contents.record.survey_sample = 500;
    let Some(mut bench) = begin(&scenario) else { return f64::INFINITY };
    let truth = detail(&scenario, &bench.town, &bench.state);
    let expected = survey_error(1.45, truth.institutions[0].spread[0].squared(), 500.0, 5_000.0);
    let waves: Vec<f64> = (0..2_000)
        .map(|week| {
            bench.state.week = week;
            detail(&scenario, &bench.town, &bench.state).institutions[0].survey_error[0]
        })
        .collect();
    let mean = waves.iter().sum::<f64>() / 2_000.0;
    let sd = (waves.iter().map(|w| (w - mean).squared()).sum::<f64>() / 2_000.0).sqrt();
    let mut worst = Worst::default();
    worst.see_within(mean, 0.0, 5.0 * expected / 2_000.0_f64.sqrt());
    worst.see_within(sd / expected, 1.0, 0.05);
    worst.0
}
