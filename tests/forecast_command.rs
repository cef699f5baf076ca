//! `groundswell backtest` and `groundswell forecast` as they are typed.

use assert_cmd::Command;
use std::path::Path;

const PEW: &str = "scenarios/surveys/pew-government.csv";

fn groundswell() -> Command {
    let mut command = Command::cargo_bin("groundswell").expect("built");
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env("NO_COLOR", "1");
    command
}

/// Runs into a folder; standard output.
fn into(folder: &Path, arguments: &[&str]) -> String {
    let run = groundswell().args(arguments).arg("--out").arg(folder).assert().success();
    String::from_utf8(run.get_output().stdout.clone()).expect("text")
}

fn rows(path: &Path) -> (Vec<String>, Vec<csv::StringRecord>) {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    let heading = reader.headers().expect("a heading").iter().map(ToOwned::to_owned).collect();
    (heading, reader.records().map(|row| row.expect("a row")).collect())
}

#[test]
fn a_backtest_writes_what_its_page_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    let arguments = ["backtest", PEW, "--scale", "100", "--horizons", "1,2", "--min-train", "24", "--step", "3"];
    let told = into(&one, &[&arguments[..], &["--threads", "1"]].concat());
    into(&two, &[&arguments[..], &["--threads", "2"]].concat());
    assert!(told.contains("mix") && told.contains("best_online") && told.contains("Mean score"), "{told}");
    for name in ["forecasts.csv", "scores.csv", "skill.csv", "pit.csv", "weights.csv", "survey.csv", "report.html"] {
        let read = |folder: &Path| std::fs::read(folder.join(name)).unwrap_or_else(|_| panic!("{name}"));
        assert_eq!(read(&one), read(&two), "{name}");
    }
    let (heading, forecasts) = rows(&one.join("forecasts.csv"));
    assert_eq!(heading[..8], ["model", "series", "origin", "horizon", "target_date", "observed", "q05", "q10"]);
    assert_eq!(heading.last().map(String::as_str), Some("q95"));
    let models: std::collections::BTreeSet<&str> = forecasts.iter().map(|row| &row[0]).collect();
    let all = [
        "ar1",
        "climatology",
        "drift",
        "ets",
        "hierarchical",
        "last_value_pooled",
        "local_level",
        "mechanistic",
        "mix",
        "random_walk",
        "statistical_ensemble",
        "theta",
    ];
    assert_eq!(models.into_iter().collect::<Vec<_>>(), all);
    for row in &forecasts {
        assert!(row[2] < row[4], "{row:?}");
        let quantiles: Vec<f64> = row.iter().skip(6).map(|cell| cell.parse().expect("a number")).collect();
        assert!(quantiles.is_sorted() && quantiles[0] >= 0.0 && quantiles[18] <= 1.0, "{row:?}");
    }
    // The mean of the scores that follow from the quantiles is near the one that is written.
    let (heading, scores) = rows(&one.join("scores.csv"));
    assert_eq!(
        heading[..9],
        ["model", "measure", "horizon", "n", "crps", "mae", "coverage50", "coverage80", "coverage95"]
    );
    assert_eq!(scores.len(), all.len() * 2, "a row for each model and horizon");
    for row in &scores {
        let mine: Vec<_> = forecasts.iter().filter(|f| f[0] == row[0] && f[3] == row[2]).collect();
        assert_eq!(mine.len().to_string(), row[3]);
        let pinball = |f: &csv::StringRecord| {
            let observed: f64 = f[5].parse().expect("a number");
            let loss = |at: usize| {
                let (q, share): (f64, f64) = (f[5 + at].parse().expect("a number"), at as f64 * 0.05);
                2.0 * if observed >= q { share * (observed - q) } else { (1.0 - share) * (q - observed) }
            };
            (1..=19).map(loss).sum::<f64>() / 19.0
        };
        let ours = mine.iter().map(|f| pinball(f)).sum::<f64>() / mine.len() as f64;
        let written: f64 = row[4].parse().expect("a number");
        assert!((ours / written - 1.0).abs() < 0.15, "{row:?}: {ours}");
    }
    let (heading, skill) = rows(&one.join("skill.csv"));
    assert_eq!(heading, ["model", "reference", "horizon", "skill", "low", "high"]);
    assert!(skill.iter().any(|row| &row[0] == "mix" && &row[1] == "best_online" && &row[2] == "2"));
    for row in &skill {
        let number = |at: usize| row[at].parse::<f64>().expect("a number");
        assert!(number(4) <= number(3) + 1e-9 && number(3) <= number(5) + 1e-9, "{row:?}");
    }
}

#[test]
fn what_cannot_be_tested_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    for (arguments, code, word) in [
        (vec!["backtest", PEW], 3, "--scale 100"),
        (vec!["backtest", PEW, "--scale", "100", "--min-train", "45"], 3, "--min-train"),
        (vec!["backtest", PEW, "--scale", "100", "--horizons", "1,40"], 3, "leave 40 out"),
        (vec!["backtest", "no-such.csv"], 4, "no file"),
        (vec!["backtest", PEW, "--horizons", "0"], 2, "horizons"),
        (vec!["forecast", PEW, "--scale", "100", "--horizon", "3"], 2, "unit"),
        (vec!["forecast", PEW, "--scale", "100", "--measure", "trusst"], 3, "did you mean"),
        (vec!["forecast", PEW, "--scale", "100", "--strategies"], 3, "--survey"),
        (vec!["forecast", "scenarios/minimal.toml"], 3, "--survey"),
        (vec!["forecast", PEW, "--scale", "100", "--suppose", "Closure"], 2, "NAME: DATE, POINTS"),
    ] {
        let run = groundswell().args(&arguments).arg("--out").arg(&out).assert().code(code);
        let said = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
        assert!(said.contains(word), "{arguments:?}: {said}");
        assert!(!out.exists(), "{arguments:?}");
    }
}

#[test]
fn a_forecast_tells_its_record_and_supposes_only_what_it_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let told = into(
        &out,
        &["forecast", PEW, "--scale", "100", "--horizon", "3 years", "--suppose", "Scandal: 2016-09-01, -5, 1 year"],
    );
    assert!(told.contains("Forecast of trust") && told.contains("held the outcome"), "{told}");
    let (_, ahead) = rows(&out.join("forecast.csv"));
    assert_eq!(ahead.len(), 3);
    assert_eq!(&ahead[0][4], "2016-07-01");
    let (_, supposed) = rows(&out.join("conditions.csv"));
    assert_eq!(&supposed[0][4], "0", "nothing happens before its day");
    let (median, without): (f64, f64) =
        (supposed[1][14].parse().expect("a number"), ahead[1][14].parse().expect("a number"));
    assert!(median < without - 0.01, "{median} {without}");
    let json = folder.path().join("json");
    let output =
        groundswell().args(["forecast", PEW, "--scale", "100", "--json", "--out"]).arg(json).assert().success();
    let document: serde_json::Value = serde_json::from_slice(&output.get_output().stdout).expect("JSON");
    assert_eq!(document["called"], "forecast");
    assert_eq!(document["schema_version"], 1);
}

#[test]
fn few_waves_give_a_projection() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("short.csv");
    let waves = [41, 42, 44, 43, 45, 44, 46];
    let table: Vec<String> = waves.iter().enumerate().map(|(at, v)| format!("{}-03-01,{v}\n", 2018 + at)).collect();
    std::fs::write(&file, format!("date,value\n{}", table.concat())).expect("written");
    let path = file.display().to_string();
    let told = into(&folder.path().join("out"), &["forecast", &path, "--scale", "100", "--horizon", "2 years"]);
    assert!(told.contains("Projection of trust") && !told.contains("Forecast of"), "{told}");
}

#[test]
fn strategies_begin_where_the_survey_says_the_place_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let survey = folder.path().join("survey.csv");
    let scenario = std::fs::read_to_string("scenarios/minimal.toml").expect("shipped");
    let town = folder.path().join("town.toml");
    std::fs::write(&town, scenario).expect("written");
    let rows: Vec<String> =
        (0..14).map(|at| format!("{}-{:02}-15,{},600\n", 2022 + at / 4, 2 + 3 * (at % 4), 48 + at % 3)).collect();
    std::fs::write(&survey, format!("date,value,n\n{}", rows.concat())).expect("written");
    let (town, survey) = (town.display().to_string(), survey.display().to_string());
    let out = folder.path().join("out");
    let told = into(
        &out,
        &[
            "forecast",
            &town,
            "--survey",
            &survey,
            "--scale",
            "100",
            "--horizon",
            "1 year",
            "--strategies",
            "--members",
            "20",
        ],
    );
    assert!(told.contains("20 simulated towns"), "{told}");
    assert!(out.join("contrasts.csv").is_file() && out.join("agent_model.csv").is_file());
}
