//! `groundswell explain run DIR --world N`: what was drawn for a world, why it came out otherwise, and its scenario.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::analysis::doubt::points::Points;
use crate::analysis::uncertainty::Uncertainty;
use crate::analysis::worlds::OverWorlds;
use crate::analysis::{Findings, analyse};
use crate::cli::args::{ExplainArgs, Globals};
use crate::cli::results::VERSION;
use crate::experiment::{Beginning, World, Worlds};
use crate::figure::doubt::{name, value};
use crate::figure::number::{POINTS, plain, range, signed};
use crate::figure::{Context, pick};
use crate::folder::kind::only_run;
use crate::folder::load;
use crate::report::terminal::{COLUMNS, filled};
use crate::scenario::codes::Code;
use crate::scenario::names::counted;
use crate::scenario::{Problem, Problems, to_toml};

/// Inputs that are told.
const TOLD: usize = 6;

/// What one input does in a world.
struct Line {
    input: usize,
    value: f64,
    /// Share of the worlds in which it is lower.
    below: f64,
    /// What it adds to the gain beside its mean effect, in trust.
    effect: f64,
}

/// Explains a world and writes its scenario.
pub(super) fn explain(
    directory: &Path,
    number: u32,
    arguments: &ExplainArgs,
    globals: &Globals,
) -> Result<(), Problems> {
    only_run(directory, "worlds are those of a run")?;
    let finished = load(directory)?;
    let findings = analyse(&finished.scenario, &finished.outcomes);
    let Some(over) = &findings.worlds else {
        let problem =
            Problem::new(Code::NotTraced, "no worlds were drawn in this run: its towns differ by chance alone");
        return Err(problem.help("groundswell run FILE   draws 200 worlds").into());
    };
    let Some(world) = over.drawn.worlds.get(number as usize) else {
        let message =
            format!("world {number} is not part of this run, which has {}", counted(over.drawn.worlds.len(), "world"));
        let help = format!("--world takes 0 to {}", over.drawn.worlds.len() - 1);
        return Err(Problem::new(Code::NotTraced, message).help(help).into());
    };
    let context = Context::new(&finished.scenario, &finished.manifest.scenario.hash, VERSION);
    let best = pick::best(&findings).map_or(0, |row| row.strategy);
    let lines = findings.uncertainty.as_ref().map_or_else(Vec::new, |found| lines(found, over, world, best));
    let worlds = Worlds::new(&finished.scenario, finished.scenario.worlds, Some(over.drawn.residents));
    let mut scenario = worlds.scenario(number)?;
    let contents = scenario.contents_mut();
    (contents.worlds, contents.beliefs, contents.uncertain) = (1, Vec::new(), Vec::new());
    let file = arguments.out.clone().unwrap_or_else(|| PathBuf::from(format!("world-{number}.toml")));
    write(&file, &to_toml(&scenario).toml)?;
    tell(&context, &findings, over, (world, best), &lines, &file, globals);
    Ok(())
}

/// Writes a file that is not there yet.
fn write(file: &Path, text: &str) -> Result<(), Problems> {
    let made = std::fs::OpenOptions::new().write(true).create_new(true).open(file);
    let written = made.and_then(|mut made| made.write_all(text.as_bytes()));
    written.map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => Problem::new(Code::Exists, format!("{} is already there", file.display()))
            .help("name another file with --out, or move it away")
            .into(),
        _ => Problems(vec![crate::input::of_file(file, &error)]),
    })
}

/// What the inputs that move the gain of a strategy do in a world, those first that do most.
fn lines(found: &Uncertainty, over: &OverWorlds, world: &World, strategy: usize) -> Vec<Line> {
    let Some(of) = found.variances.iter().find(|of| of.option == strategy && of.other.is_none()) else {
        return Vec::new();
    };
    let line = |points: &Points| {
        let own = world.values[points.input];
        let all = over.drawn.worlds.iter().map(|other| other.values[points.input]);
        let below = all.clone().filter(|other| *other < own).count() as f64 / all.count().max(1) as f64;
        // Along a straight line through its ends; the middle world is where it adds nothing.
        let [from, to] = points.outcome;
        Line { input: points.input, value: own, below, effect: (to - from) * (below.clamp(0.05, 0.95) - 0.5) / 0.9 }
    };
    let mut lines: Vec<Line> = of.points.iter().map(line).collect();
    lines.sort_by(|a, b| b.effect.abs().total_cmp(&a.effect.abs()));
    lines
}

fn tell(
    context: &Context,
    findings: &Findings,
    over: &OverWorlds,
    (world, best): (&World, usize),
    lines: &[Line],
    file: &Path,
    globals: &Globals,
) {
    let inputs = &over.drawn.inputs;
    let row = over.drawn.met().position(|other| other.number == world.number);
    let gains: Vec<Option<f64>> =
        (0..findings.strategies.len()).map(|option| row.map(|row| POINTS * over.gain[[row, option]])).collect();
    if globals.json {
        crate::cli::print_json(&json!({
            "schema_version": 1,
            "world": world.number,
            "began": match &world.beginning {
                Beginning::Stated => "as stated",
                Beginning::Nearest(_) => "nearest start",
                Beginning::None(_) => "no start",
            },
            "gains": findings.strategies.iter().zip(&gains).skip(1).map(|(strategy, gain)| json!({
                "strategy": strategy, "points": gain,
            })).collect::<Vec<_>>(),
            "inputs": lines.iter().map(|line| json!({
                "input": inputs[line.input].name, "value": line.value, "share_of_worlds_below": line.below,
                "points": POINTS * line.effect,
            })).collect::<Vec<_>>(),
            "scenario": file,
        }));
        return;
    }
    let mut said = Vec::new();
    let strategy = pick::name(findings, best);
    match gains.get(best).copied().flatten() {
        Some(gain) => {
            let effect = findings.options.iter().find(|row| row.strategy == best).and_then(|row| row.effect);
            let usual = effect.map_or_else(String::new, |effect| {
                let [low, _, middle, _, high] = effect.quantiles.map(|quantile| POINTS * quantile);
                format!("; over all worlds it is {} (90 %: {})", plain(middle, 1), range(low, high, 1))
            });
            said.push(format!("In world {} {strategy} gains {} points{usual}.", world.number, signed(gain, 1)));
        }
        None => said.push(format!("World {} has no start, and so no outcome.", world.number)),
    }
    if let Beginning::Nearest(moved) = &world.beginning {
        let groups: Vec<String> = moved
            .iter()
            .map(|moved| {
                let group = &context.scenario.place.groups[moved.group].name;
                format!(
                    "{group} at {} % instead of {} %",
                    plain(100.0 * moved.begun, 1),
                    plain(100.0 * moved.stated, 1)
                )
            })
            .collect();
        said.push(format!("What it states cannot last; it begins with {}.", crate::figure::words::list(&groups)));
    }
    if lines.is_empty() {
        said.push("No input could be told to move that gain.".to_owned());
    }
    for sentence in &said {
        for line in filled(sentence, COLUMNS) {
            crate::cli::print(&line);
        }
    }
    for line in lines.iter().take(TOLD) {
        let input = &inputs[line.input];
        crate::cli::print(&format!(
            "  {:<34} {:>14}   lower in {:>3.0} of 100 worlds   {:>5} points",
            name(input),
            value(context.scenario, input, line.value),
            100.0 * line.below,
            signed(POINTS * line.effect, 1)
        ));
    }
    crate::cli::print(&format!("\nScenario  {}   (every value as in this world)", file.display()));
    if !globals.quiet {
        crate::cli::note(&format!("Next    groundswell run {}", crate::cli::shell(file)));
    }
}
