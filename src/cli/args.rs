//! What can be typed after `groundswell`.

mod surveys;
mod written;

pub use surveys::{BacktestArgs, CalibrateArgs, ForecastArgs, Part};
pub use written::{Figures, Tables, Written};

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

use crate::scenario::Settings;

/// Simulates community trust: strategies compared pair by pair, at three scales, over years.
#[derive(Debug, Parser)]
#[command(
    version,
    about,
    max_term_width = 100,
    arg_required_else_help = true,
    before_help = "Start here:\n  groundswell new my-town                  writes my-town/scenario.toml, every line explained\n  groundswell check my-town/scenario.toml  says what is wrong or odd, and what a run will take\n  groundswell run my-town/scenario.toml    simulates and writes tables, charts and a report\n  groundswell explain                      lists everything that can be explained\n  groundswell lesson                       lists lessons to play",
    after_help = "Exit codes: 0 ok, 1 run failed, 2 usage, 3 scenario or data invalid, 4 file missing, unreadable or in the way, or\nresults that could not be written, 5 finished but a requested check failed, 130 interrupted, 143 terminated."
)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Options of every command.
    #[command(flatten)]
    pub globals: Globals,
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
pub struct Globals {
    /// Print one JSON document instead of text
    #[arg(long, global = true)]
    pub json: bool,
    /// Print results and errors only, no warnings, notes or progress
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Number of threads; results are the same for any [default: all processors]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=4096))]
    pub threads: Option<u16>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write a new scenario, every line explained
    #[command(
        before_help = "Examples:\n  groundswell new millbrook\n  groundswell new millbrook --groups survey.csv     group,share,trust with a heading; 41 % is understood"
    )]
    New(NewArgs),
    /// Check a scenario: what is wrong, what is odd, what a run will take
    #[command(
        before_help = "Examples:\n  groundswell check millbrook/scenario.toml\n  groundswell check millbrook/scenario.toml --json\n  groundswell check millbrook/scenario.toml --set negativity_outcome=5"
    )]
    Check(CheckArgs),
    /// Simulate all strategies of a scenario and the baseline
    #[command(
        before_help = "Examples:\n  groundswell run millbrook/scenario.toml\n  groundswell run millbrook/scenario.toml --replicates 100 --out results/millbrook\n  groundswell run millbrook/scenario.toml --set 'place.groups.Riverside.trust=40 %'   another value this once\n  groundswell run millbrook/scenario.toml --figures none --tables runs,effects   two tables only"
    )]
    Run(RunArgs),
    /// Write the report of a finished run again, without simulating it
    #[command(
        before_help = "Examples:\n  groundswell report output/millbrook-9f3c12ab\n  groundswell report output/millbrook-9f3c12ab --out for-the-board.html"
    )]
    Report(ReportArgs),
    /// Draw a chart of a finished run for a slide, a document or a journal's column
    #[command(
        before_help = "Examples:\n  groundswell plot list output/millbrook-9f3c12ab                      which charts there are\n  groundswell plot trust_over_time output/millbrook-9f3c12ab           a picture for a slide, 1920 x 1080\n  groundswell plot groups output/millbrook-9f3c12ab --size column      89 mm wide, for a journal\n  groundswell plot groups output/millbrook-9f3c12ab --format svg,csv   also its numbers"
    )]
    Plot(PlotArgs),
    /// Run a finished run again and say whether it comes out identical
    #[command(
        before_help = "Examples:\n  groundswell rerun output/millbrook-9f3c12ab\n  groundswell rerun report.html             a report carries all it needs, unless the scenario reads tables"
    )]
    Rerun(RerunArgs),
    /// Put all strategies through many futures: regret, when each fails, where the best changes
    #[command(
        before_help = "Examples:\n  groundswell stress millbrook/scenario.toml\n  groundswell stress millbrook/scenario.toml --futures 500 --threshold 2\n  groundswell stress millbrook/scenario.toml --vary uncertain,events",
        after_help = "Futures are drawn over the ranges of [uncertain], over intensity, timing and target of the events that the\nscenario names, and over one unforeseen shock of each PESTLE factor without an event. Every strategy and the\nbaseline meet the same futures. Futures are not probabilities. More: groundswell explain futures"
    )]
    Stress(StressArgs),
    /// Say how well anything could have forecast a survey: every model at every origin of the past, scored
    #[command(
        before_help = "Examples:\n  groundswell backtest scenarios/surveys/gss-confidence.csv --scale 100\n  groundswell backtest survey.csv --horizons 1,2,4 --min-train 16 --step 2\n  groundswell backtest survey.csv --rolling \"12 months\" --without mechanism",
        after_help = "The table has the columns date,group,measure,value[,n][,se], one row for each published number; more: docs/surveys.md.\nHorizons and --min-train count waves: dates on which anything was published."
    )]
    Backtest(BacktestArgs),
    /// Forecast a survey, with the record of forecasts like it beside it; with a scenario, also what strategies would change
    #[command(
        before_help = "Examples:\n  groundswell forecast scenarios/surveys/gss-confidence.csv --scale 100 --horizon \"4 years\"\n  groundswell forecast town/scenario.toml --survey survey.csv --horizon \"3 years\" --strategies\n  groundswell forecast survey.csv --suppose \"Closure: 2027-03-01, -3, 12 weeks\"",
        after_help = "The level comes from the data, what strategies change from the agent model: it is started where the survey says the\nplace is, and every strategy meets the same luck as the baseline. With fewer than 12 waves nothing can be tested, and\nwhat is drawn is called a projection."
    )]
    Forecast(ForecastArgs),
    /// Calibrate uncertain parameters to a survey over time, and say which of them it cannot tell
    #[command(
        before_help = "Examples:\n  groundswell calibrate millbrook/scenario.toml survey.csv\n  groundswell calibrate millbrook/scenario.toml survey.csv --scale 100 --parameters half_life_mood,negativity_indirect",
        after_help = "The survey is a CSV file with the columns date and value, and, where they apply, group, measure, se (standard error)\nand n (respondents). Groups are named as in the scenario; an empty group is the whole place."
    )]
    Calibrate(CalibrateArgs),
    /// Explain a parameter, cost, measure, instrument, level, process, error code, the model or its sources
    #[command(
        before_help = "Examples:\n  groundswell explain                       everything that can be explained\n  groundswell explain negativity_outcome    a parameter: meaning, range, default, evidence\n  groundswell explain forums                a process: equations, parameters, instruments, measures, files\n  groundswell explain E012                  an error code\n  groundswell explain model                 how the model works\n  groundswell explain sources               where its ideas come from, and what shows them\n  groundswell explain model --odd town.toml > odd.md   the model and a scenario by the ODD protocol"
    )]
    Explain(ExplainArgs),
    /// Play a lesson: a story, your guess, a run made on the spot, the surprise
    #[command(
        before_help = "Examples:\n  groundswell lesson                        lists all lessons\n  groundswell lesson pilot-cliff            plays one\n  groundswell lesson pilot-cliff --card     what a facilitator needs to know beforehand\n  groundswell lesson pilot-cliff --scenario my-town/scenario.toml"
    )]
    Lesson(LessonArgs),
    /// Put the model to closed forms it must reproduce and patterns it is asked to show
    #[command(
        before_help = "Examples:\n  groundswell verify                        everything; takes a few minutes\n  groundswell verify --only cases           closed forms only; takes a second\n  groundswell verify --only SF2,V12 --quick a quick look at some\n  groundswell verify --out evidence         also writes evidence.html and evidence.md"
    )]
    Verify(VerifyArgs),
    /// Measure how fast this machine is, and say what that means for a run
    #[command(
        before_help = "Examples:\n  groundswell bench                         takes about ten seconds\n  groundswell bench --seconds 60            longer, and steadier\n  groundswell bench --threads 4 --json"
    )]
    Bench(BenchArgs),
}

/// `groundswell new`.
#[derive(Debug, Clone, Args)]
pub struct NewArgs {
    /// Name of the town; also the name of the folder
    pub name: String,
    /// Groups from a CSV file with the columns group, share and trust
    #[arg(long, value_name = "FILE")]
    pub groups: Option<PathBuf>,
    /// Folder in which the new folder is made [default: here]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Overwrite a scenario that is already there
    #[arg(long)]
    pub force: bool,
}

/// `groundswell check`.
#[derive(Debug, Clone, Args)]
pub struct CheckArgs {
    /// Scenario file, or - for standard input
    pub file: PathBuf,
    /// Check as if run with this seed
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Check as if run with this many worlds
    #[arg(long, value_name = "W", value_parser = clap::value_parser!(u32).range(1..=65_536), conflicts_with = "replicates")]
    pub worlds: Option<u32>,
    /// Check as if run with this many replicates
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub replicates: Option<u32>,
    /// Check as if run with this value, by its path; may be repeated (paths: docs/scenario-reference.md)
    #[arg(long, value_name = "PATH=VALUE", value_parser = setting)]
    pub set: Vec<(String, String)>,
}

/// `groundswell run`.
#[derive(Debug, Clone, Args)]
pub struct RunArgs {
    /// Scenario file, or - for standard input
    pub file: PathBuf,
    /// Folder for the results [default: output/NAME-HASH]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Run again although results are already there; other files among them are kept, in NAME.kept-1
    #[arg(long)]
    pub force: bool,
    /// Seed, instead of the scenario's
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Number of worlds: draws of everything that is uncertain [default: the scenario's, or 200]
    #[arg(long, value_name = "W", value_parser = clap::value_parser!(u32).range(1..=65_536), conflicts_with_all = ["replicates", "until_precise"])]
    pub worlds: Option<u32>,
    /// What differs between worlds, separated by commas
    #[arg(long, value_name = "KINDS", value_enum, value_delimiter = ',', conflicts_with_all = ["replicates", "until_precise"])]
    pub vary: Vec<VaryWorlds>,
    /// Chance only: this many towns of full size, with every value as stated; with --until-precise, the most there may be
    /// [default there: 400]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub replicates: Option<u32>,
    /// Run as many replicates as it takes to know every difference between options to ±POINTS (90 % interval of the
    /// mean, in points of trust); exit code 5 if the most there may be are not enough
    #[arg(long, value_name = "POINTS", value_parser = precision)]
    pub until_precise: Option<f64>,
    /// Set a value by its path, instead of the scenario's; may be repeated (paths: docs/scenario-reference.md)
    #[arg(long, value_name = "PATH=VALUE", value_parser = setting)]
    pub set: Vec<(String, String)>,
    /// What is written besides what other commands work from.
    #[command(flatten)]
    pub written: Written,
}

/// What differs between worlds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum VaryWorlds {
    /// Nothing but chance: replicates at stated values
    Chance,
    /// Parameters, and what the scenario says to be uncertain, over their plausible ranges
    Beliefs,
    /// Parameters over all that they may be
    Limits,
    /// Costs over their plausible ranges
    Costs,
}

/// A path and a value with `=` between them.
fn setting(text: &str) -> Result<(String, String), String> {
    Settings::typed(text).map_err(|fault| format!("{fault}, e.g. negativity_outcome=5"))
}

/// A number of points above 0 and below 100.
fn precision(text: &str) -> Result<f64, String> {
    let value: f64 = text.trim().parse().map_err(|_| "a number of points of trust, e.g. 0.5".to_owned())?;
    if value > 0.0 && value < 100.0 { Ok(value) } else { Err("between 0 and 100 points of trust, e.g. 0.5".to_owned()) }
}

/// `groundswell report`.
#[derive(Debug, Clone, Args)]
pub struct ReportArgs {
    /// Folder that a run has written
    #[arg(value_name = "DIR")]
    pub directory: PathBuf,
    /// File to write [default: report.html in the folder]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Overwrite a file that is there and is not the report of this run
    #[arg(long)]
    pub force: bool,
}

/// `groundswell plot`.
#[derive(Debug, Clone, Args)]
pub struct PlotArgs {
    /// Name of the chart, or `list`
    pub what: String,
    /// Folder that a run has written
    #[arg(value_name = "DIR")]
    pub directory: PathBuf,
    /// For a slide (1920 x 1080), a document (1600 wide) or a column (89 mm)
    #[arg(long, value_parser = ["slide", "doc", "column"], default_value = "slide")]
    pub size: String,
    /// Kinds of files, separated by commas: png, svg, csv [default: png]
    #[arg(long, value_name = "KINDS", hide_possible_values = true, value_delimiter = ',', value_parser = ["png", "svg", "csv"])]
    pub format: Vec<String>,
    /// File to write, or the folder for several [default: NAME-SIZE.png here]
    #[arg(long, value_name = "PATH")]
    pub out: Option<PathBuf>,
    /// Title, instead of the finding
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// Overwrite files that are already there
    #[arg(long)]
    pub force: bool,
}

/// `groundswell rerun`.
#[derive(Debug, Clone, Args)]
pub struct RerunArgs {
    /// Folder that a run has written, or its report
    #[arg(value_name = "DIR|REPORT")]
    pub path: PathBuf,
}

/// `groundswell stress`.
#[derive(Debug, Clone, Args)]
pub struct StressArgs {
    /// Scenario file
    pub file: PathBuf,
    /// Number of futures
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = clap::value_parser!(u32).range(2..=20_000))]
    pub futures: u32,
    /// Simulated towns in each future; outcomes are means over them
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=200))]
    pub replicates: u32,
    /// Points above today's trust at which an option counts as good enough; may be negative
    #[arg(long, value_name = "POINTS", default_value_t = 0.0, allow_hyphen_values = true, value_parser = points)]
    pub threshold: f64,
    /// What differs between futures
    #[arg(long, value_name = "KINDS", value_delimiter = ',', default_value = "uncertain,events,unforeseen")]
    pub vary: Vec<Vary>,
    /// Residents of the simulated town, all else per resident the same [default: 3000, or the scenario's if fewer]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=50_000_000))]
    pub residents: Option<u32>,
    /// Folder for the results [default: output/NAME-stress-HASH]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Run again although results are already there
    #[arg(long)]
    pub force: bool,
    /// Seed, instead of the scenario's
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
}

/// Kinds of things that may differ between futures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Vary {
    /// What a world of a run is a draw of: parameters and costs over what is plausible, and what the scenario says to be uncertain.
    Uncertain,
    /// Events that the scenario names.
    Events,
    /// A shock of each PESTLE factor without an event.
    Unforeseen,
}

/// Reads a number of trust points.
fn points(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(points) if (-100.0..=100.0).contains(&points) => Ok(points),
        _ => Err("points of trust lie between -100 and 100".to_owned()),
    }
}

/// `groundswell explain`.
#[derive(Debug, Clone, Args)]
pub struct ExplainArgs {
    /// What to explain; without it, the list of topics. `run` explains a finished run
    pub topic: Option<String>,
    /// Directory of a finished run, after `run`
    #[arg(value_name = "DIR")]
    pub directory: Option<PathBuf>,
    /// Month of a run to explain, counted from 1; without it, the months in which trust moved most
    #[arg(long, value_name = "N", requires = "directory", value_parser = clap::value_parser!(u32).range(1..))]
    pub month: Option<u32>,
    /// Strategy of a run to explain [default: the one that ends highest]
    #[arg(long, value_name = "NAME", requires = "directory")]
    pub strategy: Option<String>,
    /// World of a run to explain, counted from 0: what was drawn for it and what that does; its scenario is written as well
    #[arg(long, value_name = "N", requires = "directory", conflicts_with_all = ["month", "strategy"])]
    pub world: Option<u32>,
    /// File for the scenario of that world [default: world-N.toml here]
    #[arg(long, value_name = "FILE", requires = "world")]
    pub out: Option<PathBuf>,
    /// Describe the model by the ODD protocol, in Markdown; with a scenario, as that scenario sets it
    #[arg(long, value_name = "FILE", num_args = 0..=1)]
    pub odd: Option<Option<PathBuf>>,
}

/// `groundswell lesson`.
#[derive(Debug, Clone, Args)]
pub struct LessonArgs {
    /// Which lesson; without it, the list of lessons
    pub name: Option<String>,
    /// Play it in this town instead of the one that comes with it
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<PathBuf>,
    /// The guess, so that nothing is asked; repeat it where a lesson asks more than one question
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    pub guess: Vec<String>,
    /// Print the facilitator's card instead of playing
    #[arg(long)]
    pub card: bool,
    /// Seed, instead of the scenario's
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Number of simulated towns, instead of the lesson's
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub replicates: Option<u32>,
    /// Columns of text and chart [default: the terminal's]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(60..=100))]
    pub width: Option<u16>,
}

/// `groundswell verify`.
#[derive(Debug, Clone, Args)]
pub struct VerifyArgs {
    /// Only these: names such as SF2 or V12, or cases, patterns, nulls, anchors
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Few replicates and no scans: a first look, not a verdict
    #[arg(long)]
    pub quick: bool,
    /// Folder for evidence.html and evidence.md
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// `groundswell bench`.
#[derive(Debug, Clone, Args)]
pub struct BenchArgs {
    /// How long it may take, about
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(5..=3600))]
    pub seconds: u16,
}
