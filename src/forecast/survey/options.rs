//! What a survey file does not say itself and whoever uses it may declare.

use super::Method;
use crate::scenario::problem::{Code, Problem};
use jiff::civil::Date;

/// Coarsest rounding that leaves something to see, in shares of 1.
const COARSEST: f64 = 0.25;

/// How a survey file is to be read. Nothing is guessed that changes a number.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Options {
    /// What stands for full trust in the file: 1 or 100; without it, 1.
    pub scale: Option<f64>,
    /// Months that each published number is the mean of; without it, nothing is averaged.
    pub rolling_months: Option<f64>,
    /// Step to which numbers are rounded, in the units of the file; without it, they are not rounded.
    pub rounding: Option<f64>,
    /// Variance of an estimate beside that of a simple random sample of as many; without it, that of [`Method`].
    pub design_effect: Option<f64>,
    /// Standard deviation of what a survey's way of asking adds, in points (hundredths); without it, none.
    pub house_sd: Option<f64>,
    /// Days from which on the survey was made in another way.
    pub mode_breaks: Vec<Date>,
    /// Whether rows without a value are skipped instead of refused.
    pub allow_missing: bool,
}

impl Options {
    /// What stands for full trust in the file.
    #[must_use]
    pub fn full(&self) -> f64 {
        self.scale.filter(|scale| scale.is_finite() && *scale > 0.0).unwrap_or(1.0)
    }

    /// How the numbers were made, in shares of 1 and months.
    #[must_use]
    pub fn method(&self) -> Method {
        let usual = Method::default();
        let mut mode_breaks = self.mode_breaks.clone();
        mode_breaks.sort_unstable();
        mode_breaks.dedup();
        Method {
            scale: self.full(),
            rolling_months: self.rolling_months.unwrap_or(usual.rolling_months),
            rounding: self.rounding.map_or(usual.rounding, |step| step / self.full()),
            design_effect: self.design_effect.unwrap_or(usual.design_effect),
            house_sd: self.house_sd.map_or(usual.house_sd, |points| points / 100.0),
            mode_breaks,
        }
    }

    /// What contradicts itself before any file is read.
    pub(super) fn problem(&self) -> Option<Problem> {
        let (step, full) = (self.rounding?, self.full());
        (step / full > COARSEST).then(|| {
            Problem::new(
                Code::OutOfRange,
                format!("--rounding {step} would leave nothing to see where {full} is full trust"),
            )
            .help("it is in the units of the file: for whole percentages, 1 with --scale 100 and 0.01 without")
        })
    }
}
