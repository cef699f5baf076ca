//! Estimates how much mood goes up and down by itself, in a whole place and in its groups, from Chicago's monthly scores.
//!
//! `cargo run --release --example estimate_swings`
//!
//! The score of a district is taken for a mean of its own, ups and downs of the city and ups and downs of the district, both of
//! them autoregressive. Four figures say how large they are and how long they last: the city's standard deviation, that of its
//! monthly change, the standard deviation of districts beside the city, and the correlation of that with the month before. Each is
//! biased in so few months; so parameters are sought at which made-up series of the same length show the same figures on average.
//! Estimated on November 2017 to December 2019, before the pandemic; how the years after compare is told below, and so is what the
//! simulated city shows. Nobody has said how many people answered: estimates are given for no sampling error and for a stated one.

#![allow(clippy::disallowed_methods, reason = "the sums of one laboratory, not of the engine")]

use std::collections::BTreeMap;
use std::path::Path;

use groundswell::chance::{CommonRandom, Stream, normal_f64};
use groundswell::input::FromFile;
use groundswell::scenario::{Overrides, Scenario};
use groundswell::verify::laboratory::{Laboratory, mean};
use groundswell::verify::movement::{Scores, autocorrelation, pooled_sd, scores, sd};

/// Months from November 2017 to December 2019.
const BEFORE: usize = 26;

/// Made-up series for each trial of parameters, and resamples of a range.
const MADE_UP: u32 = 400;
const RESAMPLES: u32 = 400;

/// Months of a resampled piece of the city's path.
const PIECE: usize = 6;

/// The design that is stated where one is: answers in a district and month, and how far answers differ, in points.
const ANSWERS: f64 = 500.0;
const ANSWERS_SD: f64 = 28.0;

/// Replicates of the simulated city.
const CITIES: u32 = 12;

/// City's sd, sd of its monthly change, sd of districts beside it, and their correlation with the month before.
type Figures = [f64; 4];

const NAMES: [&str; 4] =
    ["city, sd", "city, sd of a monthly change", "districts beside it, sd", "the same, month to month"];

fn read(path: &Path) -> csv::Result<Scores> {
    let mut by_district: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for row in csv::Reader::from_path(path)?.records() {
        let row = row?;
        by_district.entry(row[1].to_owned()).or_default().push(row[2].parse().unwrap_or(f64::NAN));
    }
    let place = by_district.remove("").unwrap_or_default();
    Ok(Scores { place, groups: by_district.into_values().collect() })
}

fn months(scores: &Scores, range: &std::ops::Range<usize>) -> Scores {
    let cut = |path: &Vec<f64>| path[range.clone()].to_vec();
    Scores { place: cut(&scores.place), groups: scores.groups.iter().map(cut).collect() }
}

/// What is sought: sd and monthly persistence of the city's and of a district's ups and downs.
#[derive(Debug, Clone, Copy)]
struct Swings {
    place: [f64; 2],
    group: [f64; 2],
}

/// Scores made up from ups and downs, with a sampling error in each district.
fn made_up(swings: Swings, months: usize, districts: usize, error: f64, number: u32) -> Scores {
    let random = CommonRandom::new(20_171_101, number);
    let normal = |week: usize, whose: usize, what: u32| {
        normal_f64(random.uniform(Stream::Calibration, week as u32, whose as u32, what))
    };
    let path = |[sd, kept]: [f64; 2], whose: usize| {
        let mut value = sd * normal(0, whose, 0);
        (0..months)
            .map(|month| {
                if month > 0 {
                    value = kept * value + sd * (1.0 - kept * kept).sqrt() * normal(month, whose, 0);
                }
                value
            })
            .collect::<Vec<f64>>()
    };
    let place = path(swings.place, 0);
    let districts: Vec<Vec<f64>> = (1..=districts)
        .map(|whose| {
            let own = path(swings.group, whose);
            (0..months).map(|t| place[t] + own[t] + error * normal(t, whose, 1)).collect()
        })
        .collect();
    let place = (0..months).map(|t| mean(&districts.iter().map(|d| d[t]).collect::<Vec<_>>())).collect();
    Scores { place, groups: districts }
}

fn average(of: impl Fn(u32) -> Figures, count: u32) -> Figures {
    let all: Vec<Figures> = (0..count).map(of).collect();
    std::array::from_fn(|k| mean(&all.iter().map(|f| f[k]).collect::<Vec<_>>()))
}

/// Ups and downs whose made-up series show these figures on average.
fn estimate(wanted: &Figures, months: usize, districts: usize, error: f64) -> Swings {
    let mut swings = Swings { place: [wanted[0], 0.8], group: [wanted[2], 0.65] };
    for _ in 0..14 {
        let found = average(|n| made_up(swings, months, districts, error, n).movement().figures(), MADE_UP);
        swings.group[0] *= (wanted[2] / found[2]).clamp(0.7, 1.4);
        swings.group[1] = (swings.group[1] + 0.8 * (wanted[3] - found[3])).clamp(0.0, 0.98);
        swings.place[0] *= (wanted[0] / found[0]).clamp(0.7, 1.4);
        // The longer it lasts, the smaller a change is beside the whole.
        let (want, have) = ((wanted[1] / wanted[0]).powi(2), (found[1] / found[0]).powi(2));
        swings.place[1] = (swings.place[1] + 0.4 * (have - want)).clamp(0.0, 0.98);
    }
    swings
}

/// Ranges of the figures: districts are drawn anew, and pieces of the city's path.
fn ranges(scores: &Scores) -> [[f64; 2]; 4] {
    let months = scores.place.len();
    let beside = scores.beside();
    let random = CommonRandom::new(20_191_231, 0);
    let pick = |sample: u32, at: usize, what: u32, from: usize| {
        (random.uniform(Stream::Resample, sample, at as u32, what) * from as f64) as usize
    };
    let mut all: Vec<Figures> = Vec::new();
    for sample in 0..RESAMPLES {
        let drawn: Vec<Vec<f64>> =
            (0..beside.len()).map(|at| beside[pick(sample, at, 0, beside.len())].clone()).collect();
        let pieces = months.div_ceil(PIECE);
        let firsts: Vec<usize> = (0..pieces).map(|at| pick(sample, at, 1, months - PIECE + 1)).collect();
        let city: Vec<f64> =
            firsts.iter().flat_map(|&first| scores.place[first..first + PIECE].iter().copied()).collect();
        // Changes within the pieces: from one piece to the next nothing happened.
        let changes: Vec<f64> = firsts
            .iter()
            .flat_map(|&first| {
                scores.place[first..first + PIECE].windows(2).map(|pair| pair[1] - pair[0]).collect::<Vec<_>>()
            })
            .collect();
        all.push([sd(&city), sd(&changes), pooled_sd(&drawn), autocorrelation(&drawn, 1)]);
    }
    std::array::from_fn(|k| {
        let mut values: Vec<f64> = all.iter().map(|f| f[k]).collect();
        values.sort_by(f64::total_cmp);
        [values[values.len() / 20], values[values.len() - 1 - values.len() / 20]]
    })
}

/// What the simulated city shows in as many months, without its shocks.
fn simulated(months: usize) -> Option<Figures> {
    let loaded = Scenario::load_with(Path::new("scenarios/chicago.toml"), &Overrides::default()).ok()?;
    let mut scenario = loaded.scenario;
    let contents = scenario.contents_mut();
    contents.strategies.clear();
    contents.processes.events = false;
    let found = scores(&Laboratory::new(CITIES), &scenario, months);
    Some(average(|n| found[n as usize].movement().figures(), CITIES))
}

fn main() {
    let scores = match read(Path::new("scenarios/chicago/trust.csv")) {
        Ok(scores) => scores,
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(4);
        }
    };
    let before = months(&scores, &(0..BEFORE));
    let after = months(&scores, &(BEFORE..scores.place.len()));
    let (wanted, later, range) = (before.movement().figures(), after.movement().figures(), ranges(&before));
    println!("Figures (points of 100)             2017-2019 (90 % range)      2020-2021");
    for k in 0..4 {
        println!(
            "  {:<32} {:5.2} ({:5.2} to {:5.2})      {:5.2}",
            NAMES[k], wanted[k], range[k][0], range[k][1], later[k]
        );
    }
    let lags: Vec<String> = (1..=3).map(|lag| format!("{:.2}", autocorrelation(&before.beside(), lag))).collect();
    println!("  the same, one to three months apart: {}", lags.join(", "));
    let error = ANSWERS_SD / ANSWERS.sqrt();
    for (name, error) in
        [("no sampling error".to_owned(), 0.0), (format!("{ANSWERS} answers a district, sd {ANSWERS_SD}"), error)]
    {
        let swings = estimate(&wanted, BEFORE, scores.groups.len(), error);
        let shown = average(|n| made_up(swings, BEFORE, scores.groups.len(), error, n).movement().figures(), MADE_UP);
        println!(
            "{name}: place sd {:.2}, {:.2} left after a month; groups sd {:.2}, {:.2} left; made-up series show {:.2} {:.2} {:.2} {:.2}",
            swings.place[0], swings.place[1], swings.group[0], swings.group[1], shown[0], shown[1], shown[2], shown[3]
        );
        let wide = |quantile: f64| {
            let mut values: Vec<Figures> = (0..MADE_UP)
                .map(|n| {
                    made_up(swings, scores.place.len() - BEFORE, scores.groups.len(), error, 10_000 + n)
                        .movement()
                        .figures()
                })
                .collect();
            std::array::from_fn::<f64, 4, _>(|k| {
                values.sort_by(|a, b| a[k].total_cmp(&b[k]));
                values[((values.len() - 1) as f64 * quantile) as usize][k]
            })
        };
        let (low, high) = (wide(0.05), wide(0.95));
        for k in 0..4 {
            let verdict = if (low[k]..=high[k]).contains(&later[k]) { "inside" } else { "outside" };
            println!(
                "  2020-2021: {:<32} {:5.2}, expected {:5.2} to {:5.2}: {verdict}",
                NAMES[k], later[k], low[k], high[k]
            );
        }
    }
    if let Some(found) = simulated(BEFORE) {
        println!("The simulated city, {CITIES} replicates:");
        for k in 0..4 {
            let verdict = if (range[k][0]..=range[k][1]).contains(&found[k]) { "inside" } else { "outside" };
            println!("  {:<32} {:5.2}: {verdict}", NAMES[k], found[k]);
        }
    }
}
