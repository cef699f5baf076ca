//! Estimates the two shocks of `scenarios/chicago.toml` from the published score of the city, by least squares.
//!
//! `cargo run --release --example estimate_chicago`
//!
//! What a survey finds is trust plus mood. Mood follows its event in closed form, m · 2^(−weeks / h), and leaves no
//! evidence; the scandal's path comes from running the scenario. So, from 2020 on,
//!
//! ```text
//! published(t) = undisturbed(t) + m · 2^(−(t − t₁)/h) + w · response(t) + error(t)
//! ```
//!
//! is linear in m and w for a given h. The response per unit is that of a run with the current w (Gauss–Newton, four
//! rounds); h is the best whole number of weeks in the range of the literature, 8 to 22. Dates are not estimated.

#![allow(clippy::disallowed_methods, reason = "the sums of one laboratory, not of the engine")]

use groundswell::chance::CommonRandom;
use groundswell::input::FromFile;
use groundswell::scenario::{Overrides, Scenario};
use groundswell::simulation::{BurnIn, Simulation};
use groundswell::start;
use std::path::Path;

/// Simulated cities whose mean path is fitted; with 44,000 residents each, chance hardly shows in the mean.
const CITIES: u32 = 4;

fn main() {
    let loaded = match Scenario::load_with(Path::new("scenarios/chicago.toml"), &Overrides::default()) {
        Ok(loaded) => loaded,
        Err(problems) => {
            eprintln!("{problems:?}");
            std::process::exit(3);
        }
    };
    let mut scenario = loaded.scenario;
    let contents = scenario.contents_mut();
    contents.strategies.clear();
    contents.processes.world_noise = false;
    let Ok(rest) = start::solve(&scenario) else {
        eprintln!("the stated trust cannot hold");
        std::process::exit(1);
    };
    println!("Start: stated, mean and sd reached in trial cities, drift in a year (points)");
    for (group, report) in scenario.place.groups.iter().zip(&rest.reports) {
        let [stated, mean, sd, drift] = [group.trust_mean, report.mean, report.sd, report.drift].map(|v| 100.0 * v);
        println!("  {:<20} {stated:6.2} {mean:6.2} {sd:6.2} {drift:6.2}", group.name);
    }
    let burn_in = BurnIn::new(&scenario, rest);
    let pasts: Vec<Simulation> =
        (0..CITIES).map(|replicate| burn_in.town(CommonRandom::new(scenario.seed, replicate))).collect();
    let path = |scandal: f64| -> Vec<f64> {
        let mut scenario = scenario.clone();
        for event in &mut scenario.contents_mut().world.events {
            event.mood = 0.0;
            if event.scandal > 0.0 {
                event.scandal = scandal;
            }
        }
        let mut sum = vec![0.0; scenario.weeks as usize + 1];
        let scenario = scenario;
        for past in &pasts {
            let mut town = past.in_world(&scenario);
            for (week, value) in sum.iter_mut().enumerate() {
                if week > 0 {
                    town.step();
                }
                *value += town.trust().of_all(0, 0) / f64::from(CITIES);
            }
        }
        sum
    };
    let (Some(rally), Some(blow)) = (
        scenario.world.events.iter().find(|e| e.mood != 0.0).map(|e| f64::from(e.week)),
        scenario.world.events.iter().position(|e| e.scandal > 0.0),
    ) else {
        eprintln!("the scenario needs an event with a mood and one with a scandal");
        std::process::exit(1);
    };
    let from = scenario.date(0).until(jiff_date(2020)).map_or(0.0, |span| f64::from(span.get_days()) / 7.0);
    let points = scenario.observed.iter().flat_map(|o| &o.points);
    let city: Vec<(f64, f64)> =
        points.filter(|p| p.group.is_none() && p.week >= from).map(|p| (p.week, p.value)).collect();
    let undisturbed = path(0.0);
    let mut scandal = scenario.world.events[blow].scandal;
    for round in 1..=4 {
        let disturbed = path(scandal);
        let response = |week: f64| (at(&disturbed, week) - at(&undisturbed, week)) / scandal;
        let fits = (8..=22).map(|half_life| {
            let felt = |week: f64| if week >= rally { (-(week - rally) / f64::from(half_life)).exp2() } else { 0.0 };
            let rows: Vec<[f64; 3]> =
                city.iter().map(|&(t, y)| [felt(t), response(t), y - at(&undisturbed, t)]).collect();
            let [mood, scandal] = least_squares(&rows);
            (half_life, mood, scandal, root_mean_square(rows.iter().map(|[a, b, y]| y - mood * a - scandal * b)))
        });
        let Some(best) = fits.min_by(|a, b| a.3.total_cmp(&b.3)) else { return };
        scandal = best.2;
        println!(
            "Round {round}: mood = {:.4}, half_life_mood = {} weeks, scandal = {scandal:.4}; {:.2} points off on {} scores",
            best.1,
            best.0,
            100.0 * best.3,
            city.len()
        );
    }
    let flat = root_mean_square(city.iter().map(|&(t, y)| y - at(&undisturbed, t)));
    println!("Without shocks: {:.2} points off (root mean squares, January 2020 to December 2021)", 100.0 * flat);
}

/// First day of a year.
fn jiff_date(year: i16) -> jiff::civil::Date {
    jiff::civil::date(year, 1, 1)
}

/// A weekly path between its weeks.
fn at(path: &[f64], week: f64) -> f64 {
    let below = (week.floor() as usize).min(path.len() - 1);
    let above = (below + 1).min(path.len() - 1);
    path[below] + (week - week.floor()) * (path[above] - path[below])
}

/// Two coefficients for rows of (first, second, outcome), by the normal equations.
fn least_squares(rows: &[[f64; 3]]) -> [f64; 2] {
    let sum = |i: usize, j: usize| rows.iter().map(|row| row[i] * row[j]).sum::<f64>();
    let (aa, ab, bb, ay, by) = (sum(0, 0), sum(0, 1), sum(1, 1), sum(0, 2), sum(1, 2));
    let determinant = aa * bb - ab * ab;
    [(ay * bb - by * ab) / determinant, (aa * by - ab * ay) / determinant]
}

fn root_mean_square(errors: impl Iterator<Item = f64>) -> f64 {
    let squares: Vec<f64> = errors.map(|e| e * e).collect();
    (squares.iter().sum::<f64>() / squares.len().max(1) as f64).sqrt()
}
