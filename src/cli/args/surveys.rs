//! What can be typed after commands that read a survey.

use clap::Args;
use std::path::PathBuf;

use crate::cli::survey::SurveyArgs;
use crate::forecast::condition::Condition;

/// `groundswell backtest`.
#[derive(Debug, Clone, Args)]
pub struct BacktestArgs {
    /// Survey: a CSV table with the columns date,group,measure,value
    #[arg(value_name = "SURVEY")]
    pub file: PathBuf,
    /// How the table is to be read.
    #[command(flatten)]
    pub survey: SurveyArgs,
    /// How many waves ahead, separated by commas [default: 1,2,4, as far as the survey reaches]
    #[arg(long, value_name = "WAVES", value_delimiter = ',', value_parser = clap::value_parser!(u16).range(1..=520))]
    pub horizons: Vec<u16>,
    /// Waves that are known at the first forecast that is scored [default: a third of all, at least 10]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(5..=10_000))]
    pub min_train: Option<u16>,
    /// Waves from one scored origin to the next
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub step: u16,
    /// Leave parts out to see what they are worth, separated by commas
    #[arg(long, value_name = "PARTS", value_delimiter = ',')]
    pub without: Vec<Part>,
    /// Folder for the results [default: output/NAME-backtest-HASH]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Run again although results are already there
    #[arg(long)]
    pub force: bool,
}

/// `groundswell forecast`.
#[derive(Debug, Clone, Args)]
pub struct ForecastArgs {
    /// Survey (a CSV table with the columns date,group,measure,value), or a scenario with published values or --survey
    #[arg(value_name = "SCENARIO|SURVEY")]
    pub file: PathBuf,
    /// Survey to go by, where the file is a scenario
    #[arg(long = "survey", value_name = "FILE")]
    pub table: Option<PathBuf>,
    /// How the table is to be read.
    #[command(flatten)]
    pub survey: SurveyArgs,
    /// How far ahead, e.g. "3 years"
    #[arg(long, value_name = "DURATION", default_value = "2 years", value_parser = crate::cli::survey::horizon)]
    pub horizon: f64,
    /// Only this measure of the survey
    #[arg(long, value_name = "NAME")]
    pub measure: Option<String>,
    /// Also simulate the scenario's strategies from where the survey says the place is
    #[arg(long)]
    pub strategies: bool,
    /// Simulated towns behind what strategies change
    #[arg(long, value_name = "N", default_value_t = 400, value_parser = clap::value_parser!(u16).range(20..=2000))]
    pub members: u16,
    /// Draw another line, supposing that something happens: "NAME: DATE, POINTS[, HALF-LIFE]"; may be repeated
    #[arg(long, value_name = "EVENT", allow_hyphen_values = true, value_parser = crate::cli::survey::condition)]
    pub suppose: Vec<Condition>,
    /// Folder for the results [default: output/NAME-forecast-HASH]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Run again although results are already there
    #[arg(long)]
    pub force: bool,
}

/// Parts of a forecast that can be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Part {
    /// The mechanistic model's part in the mix.
    Mechanism,
    /// What groups say about one another.
    Pooling,
    /// That shocks take time to pass.
    Momentum,
    /// The rolling window of published numbers.
    Rolling,
    /// The correction of intervals by past errors.
    Calibration,
    /// The drift of the mechanistic model.
    Drift,
}

/// `groundswell calibrate`.
#[derive(Debug, Clone, Args)]
pub struct CalibrateArgs {
    /// Scenario file
    pub file: PathBuf,
    /// Survey file
    pub survey: PathBuf,
    /// How the survey is to be read.
    #[command(flatten)]
    pub reading: SurveyArgs,
    /// Parameters to calibrate, at most 6, over their range in the scenario or else in the registry [default: all that
    /// the scenario gives an uncertain range]
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub parameters: Vec<String>,
    /// Measure of the survey to calibrate to, where it has several [default: trust]
    #[arg(long, value_name = "NAME")]
    pub measure: Option<String>,
    /// Draws in each wave of history matching
    #[arg(long, value_name = "N", default_value_t = 300, value_parser = clap::value_parser!(u32).range(50..=20_000))]
    pub draws: u32,
    /// Particles of the posterior
    #[arg(long, value_name = "N", default_value_t = 400, value_parser = clap::value_parser!(u32).range(100..=20_000))]
    pub particles: u32,
    /// Residents of the simulated town, all else per resident the same; more where small groups need them
    #[arg(long, value_name = "N", default_value_t = 600, value_parser = clap::value_parser!(u32).range(100..=1_000_000))]
    pub residents: u32,
    /// How far, in points a quarter, trust may wander for reasons that the model leaves out
    #[arg(long, value_name = "POINTS", default_value_t = 1.0, value_parser = discrepancy)]
    pub discrepancy: f64,
    /// Folder for the results [default: output/NAME-calibrate-HASH]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Calibrate again although results are already there
    #[arg(long)]
    pub force: bool,
    /// Seed, instead of the scenario's
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
}

/// Reads how far trust may wander.
fn discrepancy(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(points) if (0.0..=20.0).contains(&points) => Ok(points),
        _ => Err("points a quarter lie between 0 and 20".to_owned()),
    }
}
