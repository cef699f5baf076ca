//! What a run takes, as one thing after another is made larger: the tables of `docs/speed.md`.
//!
//! ```sh
//! cargo build --release && cargo run --release --example speed > tables.md      # some ten minutes; leave the machine alone
//! cargo run --release --example speed -- ties threads                           # those tables alone
//! ```
//!
//! Every row is a command of its own, `groundswell run`, beside what `groundswell check` predicted of it. Times are the best of three.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// How often each row is run, at most: long ones are run once.
const RUNS: usize = 3;

/// Seconds from which a row is run once.
const LONG: f64 = 10.0;

/// A scenario, before one thing in it is made larger.
#[derive(Clone)]
struct Town {
    residents: u32,
    weeks: u32,
    replicates: u32,
    worlds: u32,
    strategies: u32,
    ties: u32,
    institutions: u32,
    threads: u32,
}

const BASE: Town = Town {
    residents: 5_000,
    weeks: 260,
    replicates: 8,
    worlds: 1,
    strategies: 2,
    ties: 10,
    institutions: 1,
    threads: 2,
};

/// What is made larger, how it is called, and the towns.
type Curve = (&'static str, &'static str, Vec<(u32, Town)>);

fn curve(name: &'static str, label: &'static str, values: &[u32], set: fn(&mut Town, u32)) -> Curve {
    let town = |&value: &u32| {
        let mut town = BASE;
        set(&mut town, value);
        (value, town)
    };
    (name, label, values.iter().map(town).collect())
}

fn curves() -> Vec<Curve> {
    vec![
        curve("residents", "Residents", &[500, 1_000, 5_000, 25_000, 100_000, 1_000_000], |town, residents| {
            (town.residents, town.weeks, town.replicates) = (residents, 104, 2);
        }),
        curve("weeks", "Weeks", &[52, 104, 260, 520, 1_040], |town, weeks| town.weeks = weeks),
        curve("strategies", "Strategies", &[0, 1, 2, 4, 8], |town, strategies| town.strategies = strategies),
        curve("ties", "Ties of a resident", &[4, 10, 30, 100, 300], |town, ties| town.ties = ties),
        curve("institutions", "Institutions", &[1, 2, 4, 8], |town, institutions| town.institutions = institutions),
        curve("worlds", "Worlds", &[20, 50, 100, 200, 400], |town, worlds| {
            (town.worlds, town.residents) = (worlds, 10_000);
        }),
        curve("threads", "Threads", &[1, 2], |town, threads| town.threads = threads),
    ]
}

impl Town {
    fn text(&self) -> String {
        let Self { residents, weeks, replicates, worlds, strategies, ties, institutions, .. } = self;
        let mut text = format!(
            "format = 2\nname = \"Town\"\nweeks = {weeks}\nworlds = {worlds}\nreplicates = {replicates}\n[place]\n\
             residents = {residents}\nnetwork.small-world = {{ mean_degree = {ties} }}\n\
             [record]\ntraced_replicates = 0\n"
        );
        for at in 0..*institutions {
            let _ = write!(
                text,
                "[[place.institutions]]\nname = \"I{at}\"\n[[place.institutions.departments]]\nname = \"Desk\"\n"
            );
        }
        for at in 0..*strategies {
            let _ = write!(
                text,
                "[[strategies]]\nname = \"S{at}\"\nbudget = \"{}_000 / year\"\ninstitution = \"I0\"\n\
                 investments = [{{ instrument = \"person-centred\", share = \"50 %\" }}, \
                 {{ instrument = \"outreach\", share = \"30 %\" }}, {{ instrument = \"broadcast\", share = \"20 %\" }}]\n",
                60 + 10 * at
            );
        }
        text
    }

    /// Seconds on the wall, seconds of processors and bytes, and the latter two as predicted; and the number of lanes.
    fn measure(&self, program: &Path) -> Result<([f64; 5], u64), Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        let (file, out) = (folder.path().join("town.toml"), folder.path().join("out"));
        std::fs::write(&file, self.text())?;
        let threads = self.threads.to_string();
        let said = Command::new(program).arg("check").arg(&file).args(["--json", "--threads", &threads]).output()?;
        let said: Value = serde_json::from_slice(&said.stdout)?;
        let number = |value: &Value, key: &str| value[key].as_f64().ok_or(format!("no {key}"));
        let predicted = &said["estimate"];
        let mut best: Option<[f64; 3]> = None;
        for _ in 0..RUNS {
            let mut run = Command::new(program);
            run.arg("run").arg(&file).args(["--quiet", "--force", "--threads", &threads, "--out"]).arg(&out);
            let ended = run.output()?;
            if !ended.status.success() {
                return Err(String::from_utf8_lossy(&ended.stderr).into());
            }
            let manifest: Value = serde_json::from_slice(&std::fs::read(out.join("manifest.json"))?)?;
            let taken = ["wall_seconds", "cpu_seconds", "peak_memory_bytes"].map(|key| number(&manifest, key));
            let [wall, cpu, memory] = taken;
            let taken = [wall?, cpu?, memory?];
            best = Some(best.map_or(taken, |best| [0, 1, 2].map(|at| f64::min(best[at], taken[at]))));
            if taken[0] > LONG {
                break;
            }
        }
        let [wall, cpu, memory] = best.ok_or("no run")?;
        let lanes = predicted["lanes"].as_u64().ok_or("no lanes")?;
        Ok(([wall, cpu, memory, number(predicted, "cpu_seconds")?, number(predicted, "memory_bytes")?], lanes))
    }
}

/// Thousands apart.
fn grouped(number: u32) -> String {
    groundswell::scenario::names::grouped(number.into())
}

fn main() -> Result<(), Box<dyn Error>> {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let program = std::env::current_exe()?;
    let release: PathBuf = program.ancestors().nth(2).ok_or("no folder of programs")?.to_owned();
    let program = release.join("groundswell");
    for (name, label, towns) in curves() {
        if !wanted.is_empty() && !wanted.iter().any(|wanted| wanted == name) {
            continue;
        }
        println!("| {label} | lanes | time, s | processor time, s | as predicted | memory, MB | as predicted |");
        println!("|---:|---:|---:|---:|---:|---:|---:|");
        for (value, town) in towns {
            let ([wall, cpu, memory, cpu_predicted, memory_predicted], lanes) = town.measure(&program)?;
            println!(
                "| {} | {lanes} | {wall:.2} | {cpu:.2} | {:.2} × | {:.0} | {:.2} × |",
                grouped(value),
                cpu / cpu_predicted,
                memory / 1e6,
                memory / memory_predicted,
            );
        }
        println!();
    }
    Ok(())
}
