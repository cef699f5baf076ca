//! Surveys over time: what was asked, of whom, when, and how the published numbers were made.

mod checks;
mod date;
mod number;
mod options;
mod panels;
mod read;
mod rows;
mod scale;

pub use date::date;
pub use options::Options;
pub use read::{Read, interpret, read, text};

use jiff::civil::Date;

/// Everything one file of survey results says.
#[derive(Debug, Clone, PartialEq)]
pub struct Survey {
    /// Name, from the file.
    pub name: String,
    /// Digest of the file (SHA-256, hexadecimal), so that a forecast can be traced to what it was made from.
    pub digest: String,
    /// How the numbers were made.
    pub method: Method,
    /// One panel for each measure, sorted by name.
    pub panels: Vec<Panel>,
}

/// How published numbers were made, as far as it matters for what they tell.
#[derive(Debug, Clone, PartialEq)]
pub struct Method {
    /// What stands for full trust in the file: 1 or 100.
    pub scale: f64,
    /// Months that each published number is the mean of; 1 where nothing is averaged.
    pub rolling_months: f64,
    /// Step to which numbers are rounded, in shares of 1; 0 where they are not.
    pub rounding: f64,
    /// Variance of an estimate beside that of a simple random sample of as many.
    pub design_effect: f64,
    /// Standard deviation of what a survey's way of asking adds to every number, in shares of 1.
    pub house_sd: f64,
    /// Days from which on the survey was made in another way: levels before and after may differ for that reason alone.
    pub mode_breaks: Vec<Date>,
}

impl Default for Method {
    fn default() -> Self {
        Self {
            scale: 1.0,
            rolling_months: 1.0,
            rounding: 0.0,
            design_effect: 1.45,
            house_sd: 0.0,
            mode_breaks: Vec::new(),
        }
    }
}

/// One measure over time, group by group.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// Name of the measure.
    pub measure: String,
    /// Dates of the waves, ascending: every date on which any group was measured.
    pub dates: Vec<Date>,
    /// The groups, sorted by name.
    pub series: Vec<Series>,
}

/// One group's values.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Name of the group; empty for the whole place.
    pub group: String,
    /// Value in each wave of the panel (shares of 1); none where it was not measured.
    pub values: Vec<Option<f64>>,
    /// Standard error of each value where the file tells (shares of 1; design effect included).
    pub errors: Vec<Option<f64>>,
}

impl Panel {
    /// Number of waves.
    #[must_use]
    pub fn waves(&self) -> usize {
        self.dates.len()
    }

    /// A name for a series that is unique in the survey: `measure/group`, or the measure alone for the whole place.
    #[must_use]
    pub fn label(&self, series: usize) -> String {
        match self.series.get(series).map(|s| s.group.as_str()) {
            None | Some("") => self.measure.clone(),
            Some(group) => format!("{}/{group}", self.measure),
        }
    }
}

impl Series {
    /// Number of values.
    #[must_use]
    pub fn count(&self) -> usize {
        self.values.iter().flatten().count()
    }
}
