//! `groundswell bench` as a user meets it. What it measures belongs to a machine: here it only has to be there.

use crate::towns::groundswell;

/// What a command prints with `--json`.
fn document(words: &[&str]) -> serde_json::Value {
    let output = groundswell()
        .args(["bench", "--seconds", "5", "--json"])
        .args(words)
        .assert()
        .success()
        .stderr("")
        .get_output()
        .clone();
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn keys(value: &serde_json::Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

#[test]
fn json_has_the_promised_shape_and_every_rate_is_positive() {
    let json = document(&["--threads", "2"]);
    assert_eq!(
        keys(&json),
        ["expected", "machine", "rates", "runs", "schema_version", "status", "threads", "tool"],
        "{json:#}"
    );
    assert_eq!((&json["schema_version"], &json["status"]), (&1.into(), &"complete".into()));
    assert_eq!(json["tool"]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(keys(&json["machine"]), ["architecture", "processors", "system", "vectors"]);
    assert!(["portable", "avx2", "avx512"].iter().any(|name| json["machine"]["vectors"] == *name));
    assert_eq!(json["threads"], 2);
    let rates = json["rates"].as_array().expect("a list");
    let measured: Vec<_> = rates.iter().map(|rate| [&rate["residents"], &rate["lanes"], &rate["threads"]]).collect();
    let mut wanted = Vec::new();
    for residents in [1_000, 25_000] {
        for lanes in [1, 4, 16] {
            wanted.extend([1, 2].map(|threads| [residents, lanes, threads]));
        }
    }
    assert_eq!(measured, wanted);
    for rate in rates {
        let [median, best] = ["median", "best"].map(|of| rate["lane_resident_weeks_per_second"][of].as_f64());
        assert!(median.is_some_and(|rate| rate > 0.0 && rate.is_finite()) && best >= median, "{rate:#}");
    }
    let expected = &json["expected"];
    assert_eq!(
        [&expected["scenario"], &expected["residents"], &expected["weeks"], &expected["worlds"], &expected["threads"]],
        [&serde_json::json!("Millbrook"), &25_000.into(), &520.into(), &200.into(), &2.into()]
    );
    assert!(expected["lanes"].as_u64() > Some(1), "{expected:#}");
    for measured in ["wall_seconds", "cpu_seconds_per_world", "wall_seconds_besides", "check_wall_seconds"] {
        assert!(expected[measured].as_f64().is_some_and(|found| found > 0.0 && found.is_finite()), "{measured}");
    }
}

/// What a command says to people, each stream in one line.
fn told(words: &[&str]) -> (String, String) {
    let mut command = groundswell();
    let output = command.env("GROUNDSWELL_SIMD", "portable").args(["bench", "--seconds", "5"]).args(words).output();
    let output = output.expect("ended");
    assert!(output.status.success(), "{words:?}");
    let flat = |bytes: &[u8]| String::from_utf8_lossy(bytes).split_whitespace().collect::<Vec<_>>().join(" ");
    (flat(&output.stdout), flat(&output.stderr))
}

#[test]
fn one_thread_is_measured_once_and_narrower_vectors_are_told() {
    let (said, noted) = told(&["--threads", "1", "--quiet"]);
    assert_eq!(noted, "");
    for words in [
        "Lane-resident-weeks a second",
        "residents lanes 1 thread 1,000 1 ",
        "Vectors: portable.",
        "A run of scenarios/millbrook.toml (25,000 residents, 10 years, ",
        " here on 1 thread: a world takes ",
    ] {
        assert!(said.contains(words), "{words} in {said}");
    }
    assert!(!said.contains("threads"), "{said}");
}

#[test]
fn all_threads_stand_beside_one_and_notes_go_to_stderr() {
    let (said, noted) = told(&["--threads", "2"]);
    assert!(noted.starts_with("Measuring for about 5 seconds;"), "{noted}");
    assert!(said.contains("residents lanes 1 thread 2 threads 1,000 1 "), "{said}");
    assert!(said.contains("; of 2 threads by the clock") && !said.contains("Measuring"), "{said}");
}
