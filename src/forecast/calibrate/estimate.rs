//! What a calibration came to.

use super::adjust::{Posterior, quantile};
use super::matching::{IMPLAUSIBLE, Matched};
use super::prior::Prior;
use super::smc::Population;
use super::study::Study;
use crate::analysis::files::number;
use crate::maths;

/// Contraction from which a parameter counts as identified.
///
/// Over many histories the mean contraction is the squared correlation of posterior means with the truth, so that at
/// one half estimates follow the truth with a correlation of 0.7; below it they say more of the range than of the town.
pub const IDENTIFIED: f64 = 0.5;

/// Levels of the quantiles of parameters.
pub const LEVELS: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// A parameter afterwards.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// What was known beforehand.
    pub prior: Prior,
    /// Quantiles at [`LEVELS`].
    pub quantiles: [f64; 5],
    /// By how much the variance has shrunk, as a share of that beforehand; on the scale on which the range is even.
    pub contraction: f64,
}

impl Parameter {
    /// Whether the survey tells the parameter.
    #[must_use]
    pub fn identified(&self) -> bool {
        self.contraction >= IDENTIFIED
    }

    /// What that means, in a sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let name = self.prior.name;
        let [low, .., high] = self.quantiles.map(number_of);
        if self.identified() {
            format!("The survey speaks for {name} between {low} and {high} (90 % interval), if the model is right.")
        } else if self.contraction < 0.1 {
            format!("The survey cannot tell {name}: its range is as wide after as before.")
        } else {
            format!(
                "The survey hardly tells {name}: its variance shrinks by {:.0} %, and it takes {:.0} % to count.",
                100.0 * self.contraction,
                100.0 * IDENTIFIED
            )
        }
    }
}

/// A statistic of the survey, beside what the model says of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// Name.
    pub name: String,
    /// Value in the survey.
    pub observed: f64,
    /// 5, 50 and 95 % quantiles with parameters anywhere in their ranges.
    pub before: [f64; 3],
    /// The same with parameters of the posterior, simulated anew.
    pub after: [f64; 3],
}

/// What came out.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// Measure of the survey.
    pub measure: String,
    /// Waves compared.
    pub waves: usize,
    /// Series compared.
    pub series: usize,
    /// Values of the parameters in each particle.
    pub particles: Vec<Vec<f64>>,
    /// Weights of the particles, which add up to 1.
    pub weights: Vec<f64>,
    /// Each parameter.
    pub parameters: Vec<Parameter>,
    /// Each statistic.
    pub statistics: Vec<Compared>,
    /// Draws in each wave of history matching, and how many of them were plausible.
    pub matching: Vec<[u32; 2]>,
    /// Share of the ranges that history matching left.
    pub left: f64,
    /// Tolerance of each generation: distance in spreads of the statistics.
    pub tolerances: Vec<f64>,
    /// Histories simulated in all.
    pub simulated: u32,
    /// Residents of the simulated town.
    pub residents: u32,
    /// What the reader should know.
    pub notes: Vec<String>,
}

/// Puts everything together.
pub(super) fn gather(
    study: &Study,
    priors: &[Prior],
    posterior: Posterior,
    matched: Matched,
    population: &Population,
    simulated: u32,
    [before, after]: [&[Vec<f64>]; 2],
) -> Calibration {
    let parameter = |(at, prior): (usize, &Prior)| Parameter {
        prior: prior.clone(),
        quantiles: LEVELS.map(|level| prior.at(posterior.quantile(at, level))),
        contraction: posterior.contraction(at),
    };
    let parameters: Vec<Parameter> = priors.iter().enumerate().map(parameter).collect();
    let quantiles = |rows: &[Vec<f64>], at: usize| {
        let values: Vec<f64> = rows.iter().map(|row| row[at]).collect();
        let equal = vec![1.0; values.len()];
        [0.05, 0.5, 0.95].map(|level| quantile(&values, &equal, level))
    };
    let observed = study.observed();
    let statistics: Vec<Compared> = study
        .summary
        .names
        .iter()
        .enumerate()
        .map(|(at, name)| Compared {
            name: name.clone(),
            observed: observed[at],
            before: quantiles(before, at),
            after: quantiles(after, at),
        })
        .collect();
    let mut notes = study.target.notes.clone();
    if let Some((at, far)) = matched.missed {
        notes.push(format!(
            "No parameters in these ranges explain the survey: at best its {} is {far:.1} standard deviations away, and {IMPLAUSIBLE:.0} are allowed. Do not use the posterior; look at the scenario's start and events, or at wider ranges.",
            study.summary.names[at]
        ));
    }
    for row in statistics.iter().filter(|row| row.observed < row.after[0] || row.observed > row.after[2]) {
        notes.push(format!(
            "Even after calibration the model seldom shows the survey's {} ({}; it shows {} to {}).",
            row.name,
            number_of(row.observed),
            number_of(row.after[0]),
            number_of(row.after[2])
        ));
    }
    Calibration {
        measure: study.target.measure.clone(),
        waves: study.target.weeks.len(),
        series: study.target.series.len(),
        particles: posterior.positions.iter().map(|position| study.simulator.values(position)).collect(),
        weights: posterior.weights,
        parameters,
        statistics,
        matching: matched.waves,
        left: matched.bounds.volume(),
        tolerances: population.tolerances.clone(),
        simulated,
        residents: study.simulator.residents(),
        notes,
    }
}

/// A number with as many digits as matter.
#[must_use]
pub fn number_of(value: f64) -> String {
    if !value.is_finite() {
        return "-".to_owned();
    }
    let digits = if value == 0.0 { 0 } else { (2 - maths::log10(value.abs()).floor() as i32).clamp(0, 6) };
    let scale = maths::powi(10.0, digits);
    number((value * scale).round() / scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_claim_no_more_than_contraction_carries() {
        let of = |contraction| Parameter {
            prior: Prior::new("turnover", 0.05, 0.4),
            quantiles: [0.1, 0.12, 0.14, 0.16, 0.18],
            contraction,
        };
        assert!(of(0.6).identified() && of(0.6).sentence().contains("between 0.1 and 0.18"));
        assert!(!of(0.4).identified() && of(0.4).sentence().contains("hardly"));
        assert!(of(0.02).sentence().contains("cannot tell turnover: its range is as wide after as before"));
        assert_eq!(
            ["12.3", "0.0123", "1230"].map(|t| number_of(t.parse().expect("a number"))),
            ["12.3", "0.0123", "1230"]
        );
    }
}
