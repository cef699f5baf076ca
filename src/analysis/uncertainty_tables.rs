//! Tables of what worlds say: variances, switching values, what knowledge would be worth.

use super::Findings;
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

/// Where along an input the two best options change places.
pub(super) fn switching(findings: &Findings) -> Option<CsvFile> {
    let found = findings.uncertainty.as_ref()?;
    let mut rows = Rows::new(
        "switching.csv",
        &[
            "input",
            "first",
            "second",
            "value_low",
            "value_high",
            "points_low",
            "points_high",
            "switches_at",
            "between_low",
            "between_high",
            "told_below",
            "told_above",
            "ahead_below",
            "ahead_above",
        ],
    );
    let name = |at: usize| findings.strategies[found.compared[found.two_best[at]]].clone();
    for along in &found.switching {
        let mut row = vec![found.inputs[along.input].name.clone(), name(0), name(1)];
        row.extend(along.range.map(number));
        row.extend(along.ends.map(|end| number(100.0 * end.value)));
        if along.crossings.is_empty() {
            let mut row = row.clone();
            row.extend(vec![String::new(); 7]);
            rows.add(&row);
        }
        for crossing in &along.crossings {
            let mut row = row.clone();
            row.push(number(crossing.at));
            row.extend(crossing.between.map(number));
            row.extend(crossing.told.map(|told| u8::from(told).to_string()));
            let below = usize::from(!crossing.first_below);
            row.extend([name(below), name(1 - below)]);
            rows.add(&row);
        }
    }
    Some(rows.finish())
}

/// What it would be worth to know an input before one chooses.
pub(super) fn information(findings: &Findings) -> Option<CsvFile> {
    let found = findings.uncertainty.as_ref()?;
    let mut rows = Rows::new("information.csv", &["input", "unit", "worth", "se", "low", "high", "told"]);
    let (unit, by) = if found.in_money { ("money", 1.0) } else { ("points", 100.0) };
    let scaled = |estimate: &Estimate| Estimate {
        value: by * estimate.value,
        standard_error: by * estimate.standard_error,
        interval: estimate.interval.map(|end| by * end),
        ..*estimate
    };
    let mut add = |input: String, worth: &Estimate| {
        let mut row = vec![input, unit.to_owned()];
        row.extend(cells(&scaled(worth)));
        rows.add(&row);
    };
    add("everything".to_owned(), &found.perfect.worth);
    for one in &found.information {
        add(names(found, &one.inputs), &one.worth);
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
