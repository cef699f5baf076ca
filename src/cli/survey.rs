//! Options that say how a survey file is to be read.

use crate::forecast::condition::Condition;
use crate::forecast::survey::{Options, Read, date, interpret, text};
use crate::scenario::legible;
use crate::scenario::problem::{Problems, Source};
use crate::scenario::units::{Complaint, Quantity};
use clap::Args;
use jiff::civil::Date;
use std::path::Path;
use std::sync::Arc;

/// How a survey file is to be read; for any command that reads one.
#[derive(Debug, Clone, Args)]
pub struct SurveyArgs {
    /// What stands for full trust in the file: 1 or 100 [default: 1]; 41 % is understood on both
    #[arg(long, value_name = "1|100", value_parser = scale)]
    pub scale: Option<f64>,
    /// Time that each published number is the mean of, e.g. "12 months" [default: nothing is averaged]
    #[arg(long, value_name = "DURATION", value_parser = rolling)]
    pub rolling: Option<f64>,
    /// Step to which the numbers are rounded, in the units of the file: 1 for whole percentages with --scale 100
    #[arg(long, value_name = "N", value_parser = rounding)]
    pub rounding: Option<f64>,
    /// Variance of an estimate beside that of a simple random sample of as many [default: 1.45]
    #[arg(long, value_name = "N", value_parser = design_effect)]
    pub design_effect: Option<f64>,
    /// Standard deviation of what the way of asking adds to every number, in points [default: 0]
    #[arg(long, value_name = "POINTS", value_parser = house_sd)]
    pub house_sd: Option<f64>,
    /// First day on which the survey was made in another way, e.g. by web; may be repeated
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub mode_break: Vec<Date>,
    /// Skip rows without a value instead of refusing them
    #[arg(long)]
    pub allow_missing: bool,
    /// Name of the survey, where it is not that of its file.
    #[arg(skip)]
    pub called: Option<String>,
}

impl SurveyArgs {
    /// Reads a survey: its text, which is kept with what is made from it, and what it says.
    pub fn read(&self, path: &Path) -> Result<(Arc<Source>, Read), Problems> {
        let found = text(path)?;
        let source = match &self.called {
            Some(name) => Source::new(format!("{name}.csv"), found.text.clone()),
            None => found,
        };
        let read = interpret(&source, &self.options())?;
        Ok((source, read))
    }

    /// The options as the reader takes them.
    #[must_use]
    pub fn options(&self) -> Options {
        Options {
            scale: self.scale,
            rolling_months: self.rolling,
            rounding: self.rounding,
            design_effect: self.design_effect,
            house_sd: self.house_sd,
            mode_breaks: self.mode_break.clone(),
            allow_missing: self.allow_missing,
        }
    }
}

/// Reads what stands for full trust.
fn scale(text: &str) -> Result<f64, String> {
    match text.trim() {
        "1" => Ok(1.0),
        "100" => Ok(100.0),
        _ => Err("full trust is 1 (values such as 0.41) or 100 (values such as 41)".to_owned()),
    }
}

/// Reads a time; gives months.
fn rolling(text: &str) -> Result<f64, String> {
    let range = "a time from 1 month to 120 months with its unit, e.g. \"12 months\"".to_owned();
    match Quantity::Duration.from_text(text) {
        Ok(weeks) => {
            // Years of 52 weeks: whole months come out whole.
            let months = (weeks * 12.0 / 52.0 * 1e9).round() / 1e9;
            if (1.0..=120.0).contains(&months) { Ok(months) } else { Err(range) }
        }
        Err(Complaint::NoUnit) => Err(format!("the unit is missing: write \"{} months\"", text.trim())),
        Err(_) => Err(range),
    }
}

/// Reads a number of a range.
fn number(text: &str, low: f64, high: f64, what: &str) -> Result<f64, String> {
    let number = text.trim().parse::<f64>().ok().filter(|number| (low..=high).contains(number));
    number.ok_or_else(|| format!("{what}, from {low} to {high}"))
}

fn rounding(text: &str) -> Result<f64, String> {
    number(text, 0.0, 25.0, "a step in the units of the file, e.g. 1 for whole percentages")
}

fn design_effect(text: &str) -> Result<f64, String> {
    number(text, 0.2, 50.0, "how many times the variance of a simple random sample")
}

fn house_sd(text: &str) -> Result<f64, String> {
    number(text, 0.0, 25.0, "points of trust, e.g. 2")
}

/// Reads a day; months and years are too coarse here.
fn day(text: &str) -> Result<Date, String> {
    let day = date(text.trim()).map_err(|complaint| complaint.help)?;
    if text.trim().len() == 10 { Ok(day) } else { Err(format!("write the day, e.g. {}", day.strftime("%Y-%m-01"))) }
}

/// Reads how far ahead to look; gives weeks.
pub(super) fn horizon(text: &str) -> Result<f64, String> {
    let range = "a time from 1 week to 30 years with its unit, e.g. \"3 years\"".to_owned();
    match Quantity::Duration.from_text(text) {
        Ok(weeks) if (1.0..=30.0 * 52.0).contains(&weeks) => Ok(weeks),
        Err(Complaint::NoUnit) => Err(format!("the unit is missing: write \"{} years\"", text.trim())),
        _ => Err(range),
    }
}

/// Reads something supposed to happen: its name, its day, its size in points and how long half of it lasts.
pub(super) fn condition(text: &str) -> Result<Condition, String> {
    let form =
        "write \"NAME: DATE, POINTS\" or \"NAME: DATE, POINTS, HALF-LIFE\", e.g. \"Closure: 2027-03-01, -3, 12 weeks\"";
    let (name, rest) = text.split_once(':').ok_or(form)?;
    let parts: Vec<&str> = rest.split(',').map(str::trim).collect();
    let (when, size, lasting) = match parts[..] {
        [when, size] => (when, size, None),
        [when, size, lasting] => (when, size, Some(lasting)),
        _ => return Err(form.to_owned()),
    };
    if name.trim().is_empty() {
        return Err(form.to_owned());
    }
    if let Some(fault) = legible::name(name.trim()) {
        return Err(format!("the name {}: {}", fault.what(), fault.help()));
    }
    let half_life = lasting.map(|lasting| match Quantity::Duration.from_text(lasting) {
        Ok(weeks) if weeks > 0.0 && weeks.is_finite() => Ok(weeks),
        _ => Err(format!("\"{lasting}\" is no time after which half is gone; write e.g. 12 weeks")),
    });
    Ok(Condition {
        name: name.trim().to_owned(),
        date: day(when)?,
        size: number(size, -100.0, 100.0, "points that it moves what is published")? / 100.0,
        half_life: half_life.transpose()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        survey: SurveyArgs,
    }

    fn options(arguments: &[&str]) -> Result<Options, String> {
        let all = std::iter::once(&"command").chain(arguments);
        Command::try_parse_from(all).map(|command| command.survey.options()).map_err(|error| error.to_string())
    }

    #[test]
    fn options_say_how_numbers_were_made() {
        assert_eq!(options(&[]), Ok(Options::default()));
        let told = ["--scale", "100", "--rolling", "1 year", "--rounding", "1", "--design-effect", "1.5"];
        let more = ["--house-sd", "2", "--mode-break", "2021-01-01", "--mode-break", "2019-06-30", "--allow-missing"];
        let method = options(&[told.as_slice(), more.as_slice()].concat()).expect("understood").method();
        assert_eq!((method.scale, method.rolling_months, method.rounding), (100.0, 12.0, 0.01));
        assert_eq!((method.design_effect, method.house_sd), (1.5, 0.02));
        assert_eq!(
            method.mode_breaks.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["2019-06-30", "2021-01-01"]
        );
    }

    #[test]
    fn what_is_out_of_range_is_refused_with_the_range() {
        for (arguments, said) in [
            (["--scale", "10"], "1 (values such as 0.41) or 100"),
            (["--rolling", "12"], "write \"12 months\""),
            (["--rolling", "0 months"], "from 1 month to 120 months"),
            (["--rolling", "twelve"], "from 1 month to 120 months"),
            (["--rounding", "nan"], "from 0 to 25"),
            (["--design-effect", "0"], "from 0.2 to 50"),
            (["--house-sd", "30"], "from 0 to 25"),
            (["--mode-break", "2021"], "write the day, e.g. 2021-07-01"),
            (["--mode-break", "01/02/2021"], "2021-02-01 if the day stands first"),
        ] {
            let refused = options(&arguments).expect_err("out of range");
            assert!(refused.contains(said), "{arguments:?}: {refused}");
        }
    }
}
