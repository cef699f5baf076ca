//! Tables of what worlds say: variances, switching values, what knowledge would be worth.

use super::Findings;
use super::doubt::switching::best_changes;
use super::doubt::{Estimate, Source};
use super::rows::{CsvFile, Rows, number, optional};
use super::uncertainty::{Uncertainty, VarianceOf};

/// An estimate in cells: value, standard error, 90 % interval, and whether it can be told from 0.
fn cells(estimate: &Estimate) -> Vec<String> {
    let [low, high] = estimate.interval;
    let told = if estimate.told { "1" } else { "0" };
    let numbers = [estimate.value, estimate.standard_error, low, high].map(number);
    numbers.into_iter().chain([told.to_owned()]).collect()
}

const fn source(source: Source) -> &'static str {
    match source {
        Source::Belief => "registry",
        Source::Written => "scenario",
        Source::Future => "future",
    }
}

/// Names of inputs, joined where they were drawn together.
fn names(found: &Uncertainty, inputs: &[usize]) -> String {
    let names: Vec<&str> = inputs.iter().map(|&input| found.inputs[input].name.as_str()).collect();
    names.join(" + ")
}

/// Where the variance of each gain, and of the difference of the two best, comes from.
pub(super) fn variances(findings: &Findings) -> Option<CsvFile> {
    let found = findings.uncertainty.as_ref()?;
    let mut rows = Rows::new(
        "uncertainty.csv",
        &[
            "strategy",
            "less",
            "part",
            "input",
            "share",
            "se",
            "low",
            "high",
            "told",
            "total",
            "total_se",
            "total_low",
            "total_high",
            "total_told",
            "value_low",
            "value_high",
            "points_low",
            "points_high",
        ],
    );
    let blanks = |n: usize| vec![String::new(); n];
    for of in &found.variances {
        let key = |part: &str, input: String| {
            let name = |option: usize| findings.strategies[option].clone();
            vec![name(of.option), of.other.map_or_else(String::new, name), part.to_owned(), input]
        };
        let mut plain = |part: &str, share: f64| {
            let mut row = key(part, String::new());
            row.push(number(share));
            row.extend(blanks(13));
            rows.add(&row);
        };
        plain("chance", of.shares.chance);
        plain("rest", of.shares.rest);
        for (name, share) in of
            .shares
            .sources
            .iter()
            .map(|(of, share)| (source(*of), share))
            .chain([("together", &of.shares.together), ("predicted", &of.shares.r_squared)])
        {
            let mut row = key(name, String::new());
            row.extend(cells(share));
            row.extend(blanks(9));
            rows.add(&row);
        }
        inputs(found, of, &mut |input, mut more| {
            let mut row = key("input", input);
            row.append(&mut more);
            rows.add(&row);
        });
    }
    Some(rows.finish())
}

/// Rows of the inputs of which anything can be told.
fn inputs(found: &Uncertainty, of: &VarianceOf, add: &mut dyn FnMut(String, Vec<String>)) {
    let moved = |input: usize| {
        let points = of.points.iter().find(|points| points.input == input);
        let numbers = |pair: Option<[f64; 2]>| [0, 1].map(|end| optional(pair.map(|pair| pair[end])));
        let values = numbers(points.map(|points| points.at));
        values.into_iter().chain(numbers(points.map(|points| points.outcome.map(|trust| 100.0 * trust))))
    };
    for share in &of.shares.inputs {
        let told = share.first.told || share.total.is_some_and(|total| total.told);
        if told {
            let mut row = cells(&share.first);
            row.extend(share.total.map_or_else(|| vec![String::new(); 5], |total| cells(&total)));
            row.extend(moved(share.input));
            add(found.inputs[share.input].name.clone(), row);
        }
    }
    for group in of.shares.groups.iter().filter(|group| group.first.told || group.total.told) {
        let mut row = cells(&group.first);
        row.extend(cells(&group.total));
        row.extend(vec![String::new(); 4]);
        add(names(found, &group.inputs), row);
    }
}

/// Where along an input two options change places: all pairs by regression, and the best of them by runs.
pub(super) fn switching_values(findings: &Findings) -> Option<CsvFile> {
    let found = findings.uncertainty.as_ref()?;
    let mut rows = Rows::new(
        "switching.csv",
        &[
            "input",
            "first",
            "second",
            "value_low",
            "value_high",
            "difference_at_low_end",
            "difference_at_high_end",
            "ahead_at_low_end",
            "ahead_at_high_end",
            "switching_value",
            "between_low",
            "between_high",
            "told_below",
            "told_above",
            "best_changes",
            "by",
        ],
    );
    let name = |at: usize| findings.strategies[found.compared[at]].clone();
    for pair in &found.pairs {
        for along in &pair.along {
            let [first, second] = pair.options;
            let mut row = vec![found.inputs[along.input].name.clone(), name(first), name(second)];
            row.extend(along.range.map(number));
            row.extend(along.ends.map(|end| number(end.value)));
            row.extend(along.ends.map(|end| name(if end.value >= 0.0 { first } else { second })));
            if along.crossings.is_empty() {
                rows.add(&[row.clone(), nowhere("regression")].concat());
            }
            for of in &along.crossings {
                let changes = best_changes(&found.pairs, pair, along.input, of);
                let at = switch(of.at, of.between, of.told, changes, "regression");
                rows.add(&[row.clone(), at].concat());
            }
        }
    }
    for along in &found.by_runs {
        let best = found.two_best[0];
        let other = along.switch.map_or_else(String::new, |of| name(of.other));
        let mut row = vec![found.inputs[along.input].name.clone(), name(best), other.clone()];
        row.extend(along.range.map(number));
        row.extend(vec![String::new(); 2]);
        let at = match along.switch {
            None => {
                row.extend([name(best), name(best)]);
                nowhere("runs")
            }
            Some(of) => {
                row.extend(if of.best_below { [name(best), other] } else { [other, name(best)] });
                switch(of.at, of.between, of.told, true, "runs")
            }
        };
        rows.add(&[row, at].concat());
    }
    Some(rows.finish())
}

/// Cells of two options that do not change places.
fn nowhere(by: &str) -> Vec<String> {
    let mut cells = vec!["none in the range".to_owned()];
    cells.extend(vec![String::new(); 5]);
    cells.push(by.to_owned());
    cells
}

/// A value at which two options change places, in cells.
fn switch(at: f64, between: [f64; 2], told: [bool; 2], best_changes: bool, by: &str) -> Vec<String> {
    let mut cells = vec![number(at)];
    cells.extend(between.map(number));
    cells.extend(told.map(|told| u8::from(told).to_string()));
    cells.extend([if best_changes { "yes" } else { "no" }, by].map(str::to_owned));
    cells
}

/// What it would be worth to know an input before one chooses.
pub(super) fn information(findings: &Findings) -> Option<CsvFile> {
    let found = findings.uncertainty.as_ref()?;
    let mut rows =
        Rows::new("information.csv", &["input", "means", "sample", "unit", "worth", "se", "low", "high", "told"]);
    let (unit, by) = if found.in_money { ("money", 1.0) } else { ("points", 100.0) };
    let scaled = |estimate: &Estimate| Estimate {
        value: by * estimate.value,
        standard_error: by * estimate.standard_error,
        interval: estimate.interval.map(|end| by * end),
        ..*estimate
    };
    let mut add = |input: String, means: &str, sample: Option<u32>, worth: &Estimate| {
        let sample = sample.map_or_else(String::new, |sample| sample.to_string());
        let mut row = vec![input, means.to_owned(), sample, unit.to_owned()];
        row.extend(cells(&scaled(worth)));
        rows.add(&row);
    };
    add("everything".to_owned(), "knowing", None, &found.perfect.worth);
    for one in &found.information {
        add(names(found, &one.inputs), "knowing", None, &one.worth);
    }
    for (sample, one) in &found.surveys {
        add(names(found, &one.inputs), "survey", Some(*sample), &one.worth);
    }
    Some(rows.finish())
}

/// Chance of being best over what a resident-point-year is worth.
pub(super) fn acceptability(findings: &Findings) -> Option<CsvFile> {
    let found = findings.uncertainty.as_ref()?;
    let mut rows =
        Rows::new("acceptability.csv", &["worth_of_point_year", "strategy", "best_in", "mean_utility", "best"]);
    for at in &found.acceptability {
        for (option, (share, utility)) in at.shares.iter().zip(&at.expected).enumerate() {
            rows.add(&[
                number(at.worth),
                findings.strategies[found.compared[option]].clone(),
                number(*share),
                number(*utility),
                u8::from(at.best == option).to_string(),
            ]);
        }
    }
    Some(rows.finish())
}
