//! Calibration to surveys: synthetic truth must be found again, and what a survey cannot tell must be left open.

use groundswell::experiment::Runner;
use groundswell::forecast::calibrate::adjust::Posterior;
use groundswell::forecast::calibrate::chance::hypercube;
use groundswell::forecast::calibrate::histories::Conduct;
use groundswell::forecast::calibrate::{Failed, IDENTIFIED, Prior, Settings, Study, SurveyTarget, Table, calibrate};
use groundswell::forecast::survey::{Method, Panel, Series, Survey};
use groundswell::scenario::Scenario;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

/// A town with two groups, and what the file says besides.
fn town_with(more: &str) -> Scenario {
    let text = r#"
name = "Plain town"
weeks = 260
[place]
residents = 10_000
[[place.groups]]
name = "Group 1"
share = 0.6
[[place.groups]]
name = "Group 2"
share = 0.4
[[place.institutions]]
name = "Council"
staff = 120
"#;
    Scenario::parse(&format!("{text}{more}")).expect("a scenario")
}

/// The same with a rally in its second year and a scandal in its third, and no other ups and downs of mood, which would hide
/// what the four parameters do.
fn town() -> Scenario {
    town_with(
        "[parameters]\nswing_place_sd = 0\nswing_group_sd = 0\n[[world.events]]\nname = \"Rally\"\nweek = 52\nmood = 0.12\n\
         [[world.events]]\nname = \"Scandal\"\nweek = 130\nscandal = 2\n",
    )
}

/// A survey every four weeks for four years, ±1.5 points a group.
fn survey(scenario: &Scenario) -> Survey {
    let dates: Vec<_> = (0..52).map(|wave| scenario.date(4 * wave + 1)).collect();
    let series = |name: &str| Series {
        group: name.into(),
        values: vec![Some(0.55); dates.len()],
        errors: vec![Some(0.015); dates.len()],
    };
    let panel = Panel { measure: "trust".into(), series: vec![series("Group 1"), series("Group 2")], dates };
    Survey { name: "Town survey".into(), digest: "0".into(), method: Method::default(), panels: vec![panel] }
}

fn priors() -> Vec<Prior> {
    vec![
        Prior::new("half_life_mood", 2.0, 52.0),
        Prior::new("negativity_indirect", 1.0, 3.0),
        Prior::new("half_life_direct", 26.0, 208.0),
        Prior::new("turnover", 0.05, 0.4),
    ]
}

/// Simulation-based calibration: histories of known parameters are surveyed, and each survey is calibrated to.
#[test]
fn intervals_hold_the_truth_as_often_as_they_say_and_only_what_is_recovered_is_claimed() {
    let began = std::time::Instant::now();
    let scenario = town();
    let target = SurveyTarget::new(&scenario, &survey(&scenario), None).expect("it fits");
    let priors = priors();
    let settings = Settings { seed: 7, residents: 500, ..Settings::default() };
    let stop = AtomicBool::new(false);
    let study = Study::new(&scenario, target, &priors, &settings, &stop).expect("a start");
    let table = Table::new(&study, priors.len(), 0, 2_000, Runner::undisturbed()).expect("not stopped");
    assert_eq!(table.draws.len(), 2_000);
    let truths = hypercube(99, 0, priors.len(), HISTORIES);
    let found: Vec<Posterior> = truths
        .par_iter()
        .enumerate()
        .map(|(at, truth)| {
            let survey = study.history(truth, 100_000 + at as u32, &stop).expect("a history");
            table.posterior(&survey, 0.4)
        })
        .collect();
    println!("{HISTORIES} histories, a table of 2,000 draws, {:.1} s", began.elapsed().as_secs_f64());
    let records: Vec<Record> = (0..priors.len()).map(|parameter| Record::of(parameter, &truths, &found)).collect();
    for (prior, record) in priors.iter().zip(&records) {
        println!("{:<20} {record:?}", prior.name);
    }
    for (prior, record) in priors.iter().zip(&records) {
        assert!((0.85..=0.95).contains(&record.coverage), "{}: {record:?}", prior.name);
        // The survey says on average as much as it claims to say.
        if record.contraction >= IDENTIFIED {
            assert!(record.correlation > 0.7 && record.claims > HISTORIES / 2, "{}: {record:?}", prior.name);
        }
        // Where it claims to tell, errors are as small as the claim says: below half the variance of the range.
        if record.claims >= 20 {
            assert!(record.explained > IDENTIFIED, "{}: {record:?}", prior.name);
        }
    }
    let [mood, negativity, _, turnover] = &records[..] else { unreachable!("four parameters") };
    assert!(mood.contraction >= IDENTIFIED && negativity.contraction >= IDENTIFIED);
    assert!(turnover.contraction < 0.1 && turnover.claims <= 4, "a survey cannot tell turnover: {turnover:?}");
}

const HISTORIES: usize = 200;

/// How the posteriors of a parameter fare over all histories.
#[derive(Debug)]
struct Record {
    /// Share of 90 % intervals that hold the truth.
    coverage: f64,
    /// Correlation of posterior medians with the truth.
    correlation: f64,
    /// Mean contraction.
    contraction: f64,
    /// Histories in which the parameter is said to be identified.
    claims: usize,
    /// Share of the variance of the range that medians explain in these.
    explained: f64,
}

impl Record {
    fn of(parameter: usize, truths: &[Vec<f64>], found: &[Posterior]) -> Self {
        let truth: Vec<f64> = truths.iter().map(|truth| truth[parameter]).collect();
        let level = |level: f64| found.iter().map(|p| p.quantile(parameter, level)).collect::<Vec<f64>>();
        let (low, medians, high) = (level(0.05), level(0.5), level(0.95));
        let held = (0..truth.len()).filter(|&at| (low[at]..=high[at]).contains(&truth[at])).count();
        let contractions: Vec<f64> = found.iter().map(|posterior| posterior.contraction(parameter)).collect();
        let claims: Vec<usize> = (0..truth.len()).filter(|&at| contractions[at] >= IDENTIFIED).collect();
        let error = claims.iter().map(|&at| (medians[at] - truth[at]).powi(2)).sum::<f64>() / claims.len() as f64;
        Self {
            coverage: held as f64 / truth.len() as f64,
            correlation: correlation(&medians, &truth),
            contraction: contractions.iter().sum::<f64>() / truth.len() as f64,
            claims: claims.len(),
            explained: 1.0 - 12.0 * error,
        }
    }
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
    let (ma, mb) = (mean(a), mean(b));
    let product =
        |x: &[f64], mx: f64, y: &[f64], my: f64| x.iter().zip(y).map(|(x, y)| (x - mx) * (y - my)).sum::<f64>();
    product(a, ma, b, mb) / (product(a, ma, a, ma) * product(b, mb, b, mb)).sqrt()
}

/// The start of every draw is that of the scenario moved by the mean field: trust must stay where it is stated.
#[test]
fn histories_begin_at_rest_wherever_the_parameters_are() {
    let scenario = town_with("[processes]\nworld_noise = false\n");
    let priors = [
        Prior::new("negativity_outcome", 1.5, 6.0),
        Prior::new("half_life_direct", 26.0, 208.0),
        Prior::new("contacts", 0.02, 0.15),
        Prior::new("prior_mass_institution", 2.0, 15.0),
    ];
    let target = SurveyTarget::new(&scenario, &survey(&scenario), None).expect("it fits");
    let stop = AtomicBool::new(false);
    let settings = Settings { residents: 500, ..Settings::default() };
    let study = Study::new(&scenario, target, &priors, &settings, &stop).expect("a start");
    let mut starts = Vec::new();
    for corner in 0..16_u32 {
        let position: Vec<f64> = (0..4).map(|at| if corner >> at & 1 == 1 { 0.9 } else { 0.1 }).collect();
        let lived: Vec<_> =
            (0..6).filter_map(|n| study.simulator.trust_and_mood(&position, corner * 6 + n, &stop)).collect();
        assert_eq!(lived.len(), 6, "corner {corner}: the stated trust can last everywhere");
        for group in 0..2 {
            // As the towns have it, before the miss of the start is taken off.
            let mean = |week: usize| lived.iter().map(|town| town[group][week][0]).sum::<f64>() / lived.len() as f64;
            let (began, moved) = (mean(0), mean(104) - mean(0));
            assert!((began - 0.55).abs() < 0.02, "corner {corner}: group {group} begins at {began:.4}");
            assert!(moved.abs() < 0.03, "corner {corner}: group {group} moves by {moved:.4} in two years");
            starts.push(began);
        }
    }
    // Chance is a small town's: over all of them the start is where it is stated.
    let mean = starts.iter().sum::<f64>() / starts.len() as f64;
    assert!((mean - 0.55).abs() < 0.005, "{mean}");
    // What is compared with a survey is the same course from the stated start.
    let lived = study.simulator.trust_and_mood(&[0.5; 4], 0, &stop).expect("it can last");
    let path = study.simulator.path(&[0.5; 4], 0, &stop).expect("it can last");
    for (lived, path) in lived.iter().zip(&path) {
        assert!(lived.len() == path.len() && path.len() > 200, "{} weeks", path.len());
        for (now, told) in lived.iter().zip(path) {
            assert!((told - 0.55 - (now[0] - lived[0][0])).abs() < 1e-9, "{told} for {now:?}");
        }
    }
}

#[test]
fn surveys_that_do_not_fit_are_refused_with_what_to_do() {
    let scenario = town();
    let whole = survey(&scenario);
    let problem =
        |survey: &Survey, measure| SurveyTarget::new(&scenario, survey, measure).expect_err("refused").to_string();
    let mut strange = whole.clone();
    strange.panels[0].series[1].group = "Harbour".into();
    let text = problem(&strange, None);
    assert!(text.contains("\"Harbour\"") && text.contains("\"Group 1\", \"Group 2\""), "{text}");
    let mut two = whole.clone();
    two.panels.push(two.panels[0].clone());
    two.panels[0].measure = "fairness".into();
    two.panels[1].measure = "safety".into();
    assert!(problem(&two, None).contains("fairness, safety"));
    assert!(problem(&whole, Some("safety")).contains("it has: trust"));
    assert!(SurveyTarget::new(&scenario, &two, Some("safety")).is_ok());
    let mut early = whole.clone();
    early.panels[0].dates =
        early.panels[0].dates.iter().map(|d| d.saturating_sub(jiff::Span::new().years(4))).collect();
    assert!(problem(&early, None).contains("of 52 waves"), "{}", problem(&early, None));
}

const PLACE: &str = r#"
name = "Mill End"
start = 2020-01-06
weeks = 104
seed = 3

[place]
residents = 400

[[place.groups]]
name = "Hill"
share = "50 %"
trust = { mean = "57 %", sd = "10 %" }

[[place.groups]]
name = "Quay"
share = "50 %"
trust = { mean = "50 %", sd = "10 %" }

[[place.institutions]]
name = "Council"
[[place.institutions.departments]]
name = "Streets"
posts = 8

[[world.events]]
name = "Scandal"
week = 52
scandal = 2

[uncertain]
negativity_indirect = { from = 1, to = 3 }
turnover = { from = 0.05, to = 0.4 }
"#;

/// Waves of a survey every four weeks, which falls by 15 points after a year.
fn waves(group: &str) -> String {
    let start = jiff::civil::date(2020, 1, 8);
    let row = |wave: u8| {
        let date = start.saturating_add(jiff::Span::new().weeks(4 * i64::from(wave)));
        let random = [-0.012, 0.016, 0.003, -0.011, 0.007, 0.013, -0.016][usize::from(wave) % 7];
        let value = if wave > 13 { 0.40 } else { 0.54 } + random;
        format!("{date},{group},{value:.3},0.012")
    };
    (0..26).map(row).collect::<Vec<_>>().join("\n")
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("town.toml"), PLACE).expect("written");
        let survey = format!("date,group,value,se\n{}", waves(""));
        std::fs::write(folder.path().join("survey.csv"), survey).expect("written");
        Self(folder)
    }

    fn command(&self, more: &[&str]) -> assert_cmd::Command {
        let mut command = assert_cmd::Command::cargo_bin("groundswell").expect("the binary is built");
        command
            .current_dir(self.0.path())
            .env("NO_COLOR", "1")
            .args(["calibrate", "town.toml", "survey.csv"])
            .args(more);
        command
    }

    fn quick(&self, out: &str, threads: &str) -> assert_cmd::Command {
        self.command(&["--particles", "250", "--draws", "50", "--residents", "400", "--threads", threads, "--out", out])
    }

    fn file(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.path().join(name)).expect(name)
    }
}

#[test]
fn the_command_writes_the_same_tables_with_any_number_of_threads() {
    let folder = Folder::new();
    let output = folder.quick("one", "1").assert().success().get_output().clone();
    folder.quick("two", "2").assert().success();
    for name in ["posterior.csv", "parameters.csv", "summaries.csv", "calibration.json", "scenario.toml"] {
        assert_eq!(folder.file(&format!("one/{name}")), folder.file(&format!("two/{name}")), "{name}");
    }
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("The survey cannot tell turnover: its range is as wide after as before."), "{text}");
    assert!(text.contains("does not show that the model is"), "{text}");
    let table = folder.file("one/parameters.csv");
    let heading = "parameter,prior_low,prior_high,q05,q25,q50,q75,q95,contraction,identified";
    assert_eq!(table.lines().next(), Some(heading));
    assert!(table.lines().any(|line| line.starts_with("turnover,0.05,0.4,") && line.ends_with(",false")), "{table}");
    let weights: f64 =
        folder.file("one/posterior.csv").lines().skip(1).filter_map(|l| l.split(',').nth(1)?.parse::<f64>().ok()).sum();
    assert!((weights - 1.0).abs() < 1e-6, "{weights}");
    let manifest: serde_json::Value = serde_json::from_str(&folder.file("one/calibration.json")).expect("JSON");
    assert_eq!(manifest["schema_version"], 1);
    assert!(manifest["simulations"].as_u64().is_some_and(|n| n > 400));
    // The folder holds all it takes to do the same again.
    assert_eq!(folder.file("one/survey.csv"), folder.file("survey.csv"));
    let on = |arguments: &[&str]| {
        let mut command = assert_cmd::Command::cargo_bin("groundswell").expect("the binary is built");
        command.current_dir(folder.0.path()).env("NO_COLOR", "1").args(arguments).assert()
    };
    let same = on(&["rerun", "one", "--quiet"]).success().get_output().stdout.clone();
    assert!(String::from_utf8_lossy(&same).contains("identical: all 6 files of one, a calibration made again"));
    for command in [vec!["report", "two"], vec!["plot", "list", "two"], vec!["explain", "run", "two"]] {
        let said = on(&command).code(4).get_output().stderr.clone();
        assert!(String::from_utf8_lossy(&said).contains("holds a calibration"), "{command:?}");
    }
    std::fs::write(folder.0.path().join("two/parameters.csv"), "mine").expect("written");
    on(&["rerun", "two", "--quiet"]).code(5);
    // What is there is not replaced unless asked.
    folder.quick("one", "2").assert().code(4);
    let again = folder.quick("one", "2").args(["--force", "--json"]).assert().success().get_output().stdout.clone();
    let document: serde_json::Value = serde_json::from_slice(&again).expect("JSON");
    assert_eq!(document["parameters"], manifest["parameters"]);
}

/// Histories that were kept are not simulated again, and the rest comes out as if there had been no interruption.
#[test]
fn an_interrupted_calibration_goes_on_where_it_was() {
    let scenario = town();
    let settings = Settings { seed: 3, draws: 40, particles: 30, residents: 300, ..Settings::default() };
    let priors = [Prior::new("negativity_indirect", 1.0, 3.0), Prior::new("turnover", 0.05, 0.4)];
    let calibrated = |conduct: &Conduct<'_>| {
        let target = SurveyTarget::new(&scenario, &survey(&scenario), None).expect("it fits");
        calibrate(&scenario, target, &priors, &settings, &|_| (), conduct)
    };
    let stop = AtomicBool::new(false);
    let kept = Mutex::new(BTreeMap::new());
    let keep = |number: u32, row: &[f64]| {
        let mut kept = kept.lock().expect("not poisoned");
        kept.insert(number, row.to_vec());
        stop.store(kept.len() >= 100, Ordering::Relaxed);
    };
    let cut = calibrated(&Conduct { runner: Runner::silent(&stop), kept: &BTreeMap::new(), keep: &keep });
    assert_eq!(cut.expect_err("stopped"), Failed::Interrupted);
    let first = kept.lock().expect("not poisoned").clone();
    let again = Mutex::new(Vec::new());
    let fresh = |number: u32, _: &[f64]| again.lock().expect("not poisoned").push(number);
    let resumed = Conduct { runner: Runner::undisturbed(), kept: &first, keep: &fresh };
    let resumed = calibrated(&resumed).expect("it can be had");
    let again = again.into_inner().expect("not poisoned");
    assert!(first.len() >= 100 && again.iter().all(|number| !first.contains_key(number)));
    assert_eq!(first.len() + again.len(), resumed.simulated as usize);
    assert_eq!(calibrated(&Conduct::afresh(Runner::undisturbed())).expect("it can be had"), resumed);
}

#[test]
fn the_command_says_what_is_wrong() {
    let folder = Folder::new();
    let refused = |more: &[&str], code: i32, text: &str| {
        let output = folder.command(more).assert().code(code).get_output().stderr.clone();
        let output = String::from_utf8_lossy(&output).into_owned();
        assert!(output.contains(text), "{output}");
    };
    refused(&["--parameters", "half_life_moods"], 3, "half_life_mood");
    refused(&["--parameters", "cost_staff_hour"], 3, "is a cost");
    let seven = "turnover,churn,hand_over,contacts,newness,group_climate,harm_ceiling";
    refused(&["--parameters", seven], 3, "7 parameters are more than the 6");
    refused(&["--measure", "safety"], 3, "it has: trust");
    refused(&["--particles", "5"], 2, "5");
    let write = |text: String| std::fs::write(folder.0.path().join("survey.csv"), text).expect("written");
    write(format!("date,group,value,se\n{}", waves("Harbour")));
    refused(&[], 3, "\"Hill\", \"Quay\"");
    write("date,value\n2021-01-01,half\n".into());
    refused(&[], 3, "survey.csv:2:12");
    write("date,value\n2021-01-01,0.5\n".into());
    refused(&[], 3, "E059");
    write("day,value\n".into());
    refused(&[], 3, "the column `date` is missing");
    std::fs::remove_file(folder.0.path().join("survey.csv")).expect("removed");
    refused(&[], 4, "there is no file survey.csv");
    assert!(!folder.0.path().join("output").exists());
}
