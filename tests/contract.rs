//! What a run writes, file by file and column by column, as other programs rely on it.

use crate::towns::{self, ALL_SCALES, PROMISES, TRAINING, Table, files, near, town};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

const STRATEGIES: [&str; 4] = ["Baseline", "All scales", "Promises", "Training"];
const SCALES: [&str; 5] = ["person", "group", "department", "institution", "place"];
const REPLICATES: usize = 6;
const RESIDENTS: u64 = 1_200;
const WEEKS: u32 = 110;

/// The directory of one run that all tests read.
fn results() -> &'static Path {
    static RESULTS: OnceLock<PathBuf> = OnceLock::new();
    RESULTS.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("contract");
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        let file = towns::write(&folder, &town(&[ALL_SCALES, PROMISES, TRAINING]));
        let out = folder.join("out");
        towns::run(&file, &out, &[]);
        out
    })
}

fn table(name: &str) -> Table {
    Table::read(&results().join(name))
}

fn manifest(directory: &Path) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(directory.join("manifest.json")).expect("a manifest")).expect("JSON")
}

#[test]
fn every_file_is_there_and_nothing_else() {
    let found = files(results());
    let all = [
        "attribution.csv",
        "compounding.csv",
        "costs.csv",
        "effects.csv",
        "equity.csv",
        "growth.csv",
        "ledger.csv",
        "manifest.json",
        "one_scale.csv",
        "options.csv",
        "pairs.csv",
        "programme.csv",
        "replicates.bin",
        "report.html",
        "resilience.csv",
        "runs.csv",
        "scenario.toml",
        "series.csv",
        "swell.csv",
        "vintages.csv",
    ];
    let beside: Vec<&String> = found.iter().filter(|f| !f.starts_with("figures/")).collect();
    assert_eq!(beside, all);
    let figures: Vec<&String> = found.iter().filter(|f| f.starts_with("figures/")).collect();
    let ids: Vec<&str> = figures.iter().filter_map(|f| f.strip_suffix(".svg")).collect();
    assert!(ids.len() >= 5, "{figures:?}");
    assert_eq!(figures.len(), 2 * ids.len(), "an SVG and a PNG of each chart: {figures:?}");
    for id in ids {
        let png = std::fs::read(results().join(format!("{id}.png"))).expect("a PNG beside each SVG");
        assert!(png.starts_with(b"\x89PNG\r\n\x1a\n") && png.len() > 5_000, "{id}");
    }
    assert!(!results().with_file_name(".out.partial").exists(), "nothing is left beside it");
}

#[test]
fn the_manifest_tells_the_truth() {
    let manifest = manifest(results());
    let keys: Vec<&str> = manifest.as_object().expect("an object").keys().map(String::as_str).collect();
    let mut wanted = vec![
        "schema_version",
        "tool",
        "scenario",
        "seed",
        "replicates",
        "worlds",
        "strategies",
        "generator",
        "threads",
        "command",
        "wall_seconds",
        "cpu_seconds",
        "resident_weeks",
        "peak_memory_bytes",
        "files",
        "status",
    ];
    let mut found = keys.clone();
    wanted.sort_unstable();
    found.sort_unstable();
    assert_eq!(found, wanted);
    assert_eq!(manifest["schema_version"], 1);
    assert_eq!(manifest["status"], "complete");
    assert_eq!(manifest["tool"]["name"], "groundswell");
    assert_eq!(manifest["tool"]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(manifest["scenario"]["name"], "Three Bridges");
    let scenario = towns::scenario(&[ALL_SCALES, PROMISES, TRAINING]);
    assert_eq!(manifest["scenario"]["hash"], groundswell::scenario::identity(&scenario));
    assert_eq!(manifest["seed"], 11);
    assert_eq!(manifest["replicates"], REPLICATES);
    assert_eq!(manifest["strategies"], serde_json::json!(STRATEGIES));
    // Baseline, three strategies, six parts of one, two of another, the same money at each of three scales, three ends of
    // early money, and that money at each scale in three years.
    assert_eq!(manifest["resident_weeks"], RESIDENTS * u64::from(WEEKS) * 26 * REPLICATES as u64);
    for measured in ["wall_seconds", "cpu_seconds", "peak_memory_bytes", "threads"] {
        assert!(manifest[measured].as_f64().is_some_and(|v| v > 0.0), "{measured}");
    }
    let listed = manifest["files"].as_array().expect("a list");
    let names: Vec<&str> = listed.iter().filter_map(|f| f["path"].as_str()).collect();
    let there: Vec<String> = files(results()).into_iter().filter(|f| f != "manifest.json").collect();
    assert_eq!(names, there);
    for entry in listed {
        let name = entry["path"].as_str().expect("a path");
        let bytes = std::fs::read(results().join(name)).expect("readable");
        assert_eq!(entry["sha256"], towns::sha256(&bytes), "{name}");
        assert_eq!(entry["bytes"], bytes.len(), "{name}");
        if towns::is(name, "csv") {
            assert_eq!(entry["rows"], table(name).rows.len(), "{name}");
        } else {
            assert!(entry["rows"].is_null(), "{name}");
        }
    }
}

#[test]
fn columns_are_as_documented_and_in_order() {
    for (name, columns) in [
        ("series.csv", "strategy,scale,entity,measure,week,date,n,mean,sd,q05,q25,q50,q75,q95"),
        (
            "effects.csv",
            "strategy,scale,entity,measure,week,n,mean,se,ci90_low,ci90_high,q05,q25,q50,q75,q95,p_better,correlation,variance_reduction,chance05,chance95",
        ),
        ("swell.csv", "strategy,scale,layer,week,n,mean,q05,q25,q50,q75,q95,institution"),
        (
            "compounding.csv",
            "strategy,part,year,n,gain,se,q05,q50,q95,shapley,spend,gain_per_1000,resident_point_years_per_1000,institution",
        ),
        (
            "runs.csv",
            "strategy,replicate,seed,status,trust_person/Council,trust_person/Police,trust_institution/Council,observed_trust/Council,share_trusting/Council,share_distrusting/Council,trust_spread/Council,worst_decile/Council,equity_gap/Council,between_group_variance/Council,trust_institution/Police,observed_trust/Police,share_trusting/Police,share_distrusting/Police,trust_spread/Police,worst_decile/Police,equity_gap/Police,between_group_variance/Police,active,confidence,participation_gini,participation_top1,promises_kept,reached,spend,unspent",
        ),
    ] {
        let text = std::fs::read_to_string(results().join(name)).expect("UTF-8");
        assert_eq!(text.lines().next(), Some(columns), "{name}");
        assert!(!text.contains('\r') && text.ends_with('\n') && !text.starts_with('\u{feff}'), "{name}");
        assert!(table(name).rows.len() > 20, "{name}");
    }
}

/// Keys of all rows in the order in which they should stand.
fn expected_keys(weekly: &[u32], detail: &[u32], baseline: bool) -> Vec<[String; 5]> {
    // With two institutions, everything about trust is of one of them.
    let relation = [
        ("trust_institution", false),
        ("observed_trust", false),
        ("harm", false),
        ("treatment", false),
        ("power", true),
        ("openness", true),
        ("seat", true),
    ];
    let group = ["active", "confidence", "capacity"];
    let place = [
        ("active", true),
        ("confidence", true),
        ("participation_gini", true),
        ("participation_top1", true),
        ("promises_kept", true),
        ("reached", false),
        ("spend", false),
        ("unspent", false),
    ];
    let mut series: Vec<(&str, &str, &str, bool)> =
        ["Council/residents", "Police/residents"].map(|of| ("person", of, "trust_person", true)).to_vec();
    for (name, with) in [
        ("North, upper", ["Council/North, upper", "Police/North, upper"]),
        ("Riverside", ["Council/Riverside", "Police/Riverside"]),
    ] {
        series.extend(with.iter().flat_map(|pair| relation.map(|(m, d)| ("group", *pair, m, d))));
        series.extend(group.map(|m| ("group", name, m, true)));
    }
    let departments = ["Council/Housing", "Council/Streets", "Police/Patrol"];
    let department = ["trust_department", "quality"];
    series.extend(departments.iter().flat_map(|d| department.map(|m| ("department", *d, m, true))));
    let institution = [
        ("trust_institution", false),
        ("observed_trust", true),
        ("share_trusting", true),
        ("share_distrusting", true),
        ("trust_spread", true),
        ("worst_decile", true),
        ("equity_gap", false),
        ("between_group_variance", false),
        ("culture", true),
        ("fear", true),
        ("integration", true),
        ("responsiveness", true),
        ("silo", true),
        ("legitimacy", true),
        ("knowledge", true),
    ];
    series.extend(["Council", "Police"].iter().flat_map(|i| institution.map(|(m, d)| ("institution", *i, m, d))));
    series.extend(place.map(|(m, d)| ("place", "Three Bridges", m, d)));
    let mut keys = Vec::new();
    for strategy in STRATEGIES.iter().skip(usize::from(!baseline)) {
        for (scale, entity, measure, is_detail) in &series {
            for week in if *is_detail { detail } else { weekly } {
                keys.push([strategy, scale, entity, measure, week.to_string().as_str()].map(ToOwned::to_owned));
            }
        }
    }
    keys
}

#[test]
fn rows_are_complete_unique_and_sorted() {
    let weekly: Vec<u32> = (0..=WEEKS).collect();
    let detail = [0, 13, 26, 39, 52, 65, 78, 91, 104, 110];
    for (name, baseline) in [("series.csv", true), ("effects.csv", false)] {
        let table = table(name);
        let keys: Vec<[String; 5]> = table
            .rows
            .iter()
            .map(|row| ["strategy", "scale", "entity", "measure", "week"].map(|c| table.text(row, c).to_owned()))
            .collect();
        assert!(keys.iter().all(|k| SCALES.contains(&k[1].as_str())));
        for (at, (found, wanted)) in keys.iter().zip(expected_keys(&weekly, &detail, baseline)).enumerate() {
            assert_eq!(*found, wanted, "{name}, data row {}", at + 1);
        }
        assert_eq!(keys.len(), expected_keys(&weekly, &detail, baseline).len(), "{name}");
    }
    let runs = table("runs.csv");
    let keys: Vec<(String, String)> =
        runs.rows.iter().map(|r| (runs.text(r, "strategy").to_owned(), runs.text(r, "replicate").to_owned())).collect();
    let wanted: Vec<(String, String)> =
        STRATEGIES.iter().flat_map(|s| (0..REPLICATES).map(|r| ((*s).to_owned(), r.to_string()))).collect();
    assert_eq!(keys, wanted);
    assert!(runs.rows.iter().all(|r| runs.text(r, "seed") == "11" && runs.text(r, "status") == "done"));
    let compounding = table("compounding.csv");
    let keys: Vec<[&str; 3]> =
        compounding.rows.iter().map(|r| ["strategy", "part", "year"].map(|c| compounding.text(r, c))).collect();
    let wanted: Vec<[&str; 3]> = STRATEGIES[1..]
        .iter()
        .flat_map(|s| ["atoms", "molecules", "organism", "interaction", "total"].map(|p| (s, p)))
        .flat_map(|(s, p)| ["1", "2", "3"].map(|y| [*s, p, y]))
        .collect();
    assert_eq!(keys, wanted);
}

#[test]
fn dates_are_weeks_after_the_start() {
    let series = table("series.csv");
    let start = jiff::civil::date(2026, 1, 5);
    for row in &series.rows {
        let date: jiff::civil::Date = series.text(row, "date").parse().expect("a date");
        let days = start.until(date).expect("a span").get_days();
        assert_eq!(f64::from(days), 7.0 * series.value(row, "week"), "{row:?}");
    }
}

#[test]
fn cells_are_finite_numbers_and_empty_only_where_nothing_is_defined() {
    let texts = ["strategy", "scale", "entity", "measure", "date", "part", "layer", "status", "institution"];
    for name in ["series.csv", "runs.csv", "effects.csv", "swell.csv", "compounding.csv", "one_scale.csv"] {
        let table = table(name);
        for row in &table.rows {
            for column in table.header.iter().filter(|h| !texts.contains(&h.as_str())) {
                let Some(value) = table.number(row, column) else {
                    let allowed = match column.as_str() {
                        "correlation" | "variance_reduction" => name == "effects.csv",
                        "shapley" | "spend" => table.text(row, "part") == "interaction",
                        "gain_per_1000" | "resident_point_years_per_1000" => {
                            table.number(row, "spend").is_none_or(|spend| spend == 0.0)
                        }
                        _ => false,
                    };
                    assert!(allowed, "{name}: {column} is empty in {row:?}");
                    continue;
                };
                assert!(value.is_finite(), "{name}: {column} in {row:?}");
            }
        }
    }
}

#[test]
fn numbers_keep_their_order_and_their_ranges() {
    let quantiles = ["q05", "q25", "q50", "q75", "q95"];
    for (name, there) in
        [("series.csv", 5), ("effects.csv", 5), ("swell.csv", 5), ("compounding.csv", 3), ("one_scale.csv", 3)]
    {
        let table = table(name);
        let present: Vec<&str> = quantiles.into_iter().filter(|q| table.header.iter().any(|h| h == q)).collect();
        assert!(present.len() == there && !table.rows.is_empty(), "{name}: {present:?}");
        for row in &table.rows {
            let values: Vec<f64> = present.iter().map(|q| table.value(row, q)).collect();
            assert!(values.is_sorted(), "{name}: {row:?}");
            assert_eq!(table.value(row, "n"), REPLICATES as f64);
        }
    }
    let series = table("series.csv");
    for row in &series.rows {
        let measure = series.text(row, "measure");
        let bounds = match measure {
            "spend" | "unspent" => [0.0, f64::INFINITY],
            "treatment" => [-1.0, 1.0],
            _ => [0.0, 1.0],
        };
        for column in ["mean", "q05", "q95"] {
            let value = series.value(row, column);
            assert!(bounds[0] <= value && value <= bounds[1], "{column} in {row:?}");
        }
        assert!(
            spread_is_that_of_six(series.value(row, "sd"), ["q05", "q95"].map(|q| series.value(row, q))),
            "{row:?}"
        );
    }
    let effects = table("effects.csv");
    for row in &effects.rows {
        let [low, mean, high, se] = ["ci90_low", "mean", "ci90_high", "se"].map(|c| effects.value(row, c));
        assert!(near(mean - low, T95 * se) && near(high - mean, T95 * se), "{row:?}");
        let sd = se * (REPLICATES as f64).sqrt();
        assert!(spread_is_that_of_six(sd, ["q05", "q95"].map(|q| effects.value(row, q))), "{row:?}");
        assert!((0.0..=1.0).contains(&effects.value(row, "p_better")), "{row:?}");
        assert!(effects.number(row, "correlation").is_none_or(|c| (-1.0..=1.0).contains(&c)), "{row:?}");
        assert!(effects.number(row, "variance_reduction").is_none_or(|v| v > 0.0), "{row:?}");
    }
}

/// Student's t with 5 degrees of freedom at 95 %.
const T95: f64 = 2.015_048_373;

/// Whether a standard deviation (n − 1) can be that of six values with these outer quantiles: between all but the two
/// outermost in the middle, √(1/10) of the range, and half of them at either end, √(3/10) of it. The quantiles lie a quarter
/// of the way to the next value inside the range.
fn spread_is_that_of_six(sd: f64, [low, high]: [f64; 2]) -> bool {
    let apart = high - low;
    let rounding = 1e-8 + 1e-6 * low.abs().max(high.abs());
    0.1_f64.sqrt() * apart - rounding <= sd && sd <= 0.3_f64.sqrt() / 0.75 * apart + rounding
}

/// What a column of the runs is called in series and effects: measure, scale and entity.
fn in_series(column: &str) -> (&str, &'static str, String) {
    match column.split_once('/') {
        Some(("trust_person", institution)) => ("trust_person", "person", format!("{institution}/residents")),
        Some((name, institution)) => (name, "institution", institution.to_owned()),
        None => (column, "place", "Three Bridges".to_owned()),
    }
}

/// Levels at the horizon are those of the runs: mean, spread and quantiles, worked out here.
#[test]
fn series_end_with_the_moments_of_the_runs() {
    let (runs, series) = (table("runs.csv"), table("series.csv"));
    let horizon = WEEKS.to_string();
    let mut varies = 0;
    for strategy in STRATEGIES {
        for column in runs.header.iter().skip(4) {
            let values: Vec<f64> =
                runs.find(&[("strategy", strategy)]).iter().map(|row| runs.value(row, column)).collect();
            assert_eq!(values.len(), REPLICATES, "{strategy} {column}");
            let (measure, scale, entity) = in_series(column);
            let wanted = [("strategy", strategy), ("scale", scale), ("entity", &entity), ("measure", measure)];
            let found = series.find(&[&wanted[..], &[("week", &horizon)]].concat());
            assert_eq!(found.len(), 1, "{strategy} {column}");
            let (mean, sd) = moments(&values);
            varies += usize::from(sd > 1e-4);
            let levels = [("q05", 0.05), ("q25", 0.25), ("q50", 0.5), ("q75", 0.75), ("q95", 0.95)];
            let quantiles = levels.map(|(name, level)| (name, quantile(&values, level)));
            for (name, wanted) in [("mean", mean), ("sd", sd)].into_iter().chain(quantiles) {
                let found = series.value(found[0], name);
                // Money is kept in single precision.
                assert!(
                    (found - wanted).abs() <= 2e-6 * wanted.abs().max(mean.abs()).max(1.0),
                    "{strategy} {column}: {name} is {found}, not {wanted}"
                );
            }
        }
    }
    assert!(varies > 40, "{varies} measures differ between replicates");
}

fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (mean, (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt())
}

/// Quantile of six values, linear between order statistics.
fn quantile(values: &[f64], level: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = level * (sorted.len() - 1) as f64;
    let below = at.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] * (1.0 - at.fract()) + sorted[above] * at.fract()
}

#[test]
fn effects_are_the_paired_differences_of_the_runs() {
    let (runs, effects) = (table("runs.csv"), table("effects.csv"));
    let horizon = WEEKS.to_string();
    for strategy in &STRATEGIES[1..] {
        for measure in runs.header.iter().skip(4) {
            let of = |strategy: &str| -> Vec<f64> {
                runs.find(&[("strategy", strategy)]).iter().map(|row| runs.value(row, measure)).collect()
            };
            let (with, without) = (of(strategy), of("Baseline"));
            let differences: Vec<f64> = with.iter().zip(&without).map(|(a, b)| a - b).collect();
            let (measured, scale, entity) = in_series(measure);
            let found = effects.find(&[
                ("strategy", strategy),
                ("scale", scale),
                ("entity", &entity),
                ("measure", measured),
                ("week", &horizon),
            ]);
            assert_eq!(found.len(), 1, "{strategy} {measure}");
            let row = found[0];
            let is = |column: &str, wanted: f64| {
                let found = effects.value(row, column);
                assert!(near(found, wanted), "{strategy} {measure}: {column} is {found}, not {wanted}");
            };
            let (mean, sd) = moments(&differences);
            let se = sd / (REPLICATES as f64).sqrt();
            is("mean", mean);
            is("se", se);
            is("ci90_low", mean - T95 * se);
            is("ci90_high", mean + T95 * se);
            for (column, level) in [("q05", 0.05), ("q25", 0.25), ("q50", 0.5), ("q75", 0.75), ("q95", 0.95)] {
                is(column, quantile(&differences, level));
            }
            if sd > 1e-6 {
                let above = differences.iter().map(|d| {
                    if *d > 0.0 {
                        1.0
                    } else if *d == 0.0 {
                        0.5
                    } else {
                        0.0
                    }
                });
                is("p_better", above.sum::<f64>() / REPLICATES as f64);
                let ((with_mean, with_sd), (without_mean, without_sd)) = (moments(&with), moments(&without));
                let reduction = effects.value(row, "variance_reduction");
                let wanted = (with_sd.powi(2) + without_sd.powi(2)) / sd.powi(2);
                // Runs are rounded to nine decimals, and a ratio of small numbers shows it.
                assert!((reduction / wanted - 1.0).abs() < 1e-2, "{strategy} {measure}: {reduction} or {wanted}");
                if without_sd > 0.0 {
                    let products = with.iter().zip(&without).map(|(a, b)| (a - with_mean) * (b - without_mean));
                    let wanted = products.sum::<f64>() / (REPLICATES - 1) as f64 / (with_sd * without_sd);
                    assert!((effects.value(row, "correlation") - wanted).abs() < 1e-3, "{strategy} {measure}");
                }
            }
        }
    }
}

#[test]
fn effects_are_the_differences_of_the_series() {
    let (series, effects) = (table("series.csv"), table("effects.csv"));
    let per_strategy = series.rows.len() / STRATEGIES.len();
    for (at, row) in effects.rows.iter().enumerate() {
        let (with, without) = (&series.rows[per_strategy + at], &series.rows[at % per_strategy]);
        for column in ["strategy", "scale", "entity", "measure", "week"] {
            assert_eq!(effects.text(row, column), series.text(with, column));
        }
        let difference = series.value(with, "mean") - series.value(without, "mean");
        assert!(near(effects.value(row, "mean"), difference), "{row:?}");
    }
}

#[test]
fn without_variance_nothing_is_claimed() {
    let effects = table("effects.csv");
    let mut without = 0;
    for row in &effects.rows {
        let (correlation, reduction) = (effects.text(row, "correlation"), effects.text(row, "variance_reduction"));
        if effects.text(row, "week") == "0" || reduction.is_empty() {
            without += 1;
            assert_eq!((correlation, reduction), ("", ""), "{row:?}");
            assert_eq!(effects.value(row, "p_better"), 0.5, "{row:?}");
            assert_eq!(effects.value(row, "se"), 0.0, "{row:?}");
            for column in ["ci90_low", "ci90_high", "q05", "q25", "q50", "q75", "q95"] {
                assert!(near(effects.value(row, column), effects.value(row, "mean")), "{column} in {row:?}");
            }
        }
    }
    // Of two institutions, what strategies do in one leaves the other as it is.
    assert!(without > 50 && without < effects.rows.len() * 3 / 4, "{without} of {}", effects.rows.len());
    // At week 0 all strategies are the baseline, to the last digit.
    let start = effects.find(&[("week", "0")]);
    assert!(start.iter().all(|row| effects.value(row, "mean") == 0.0));
}

#[test]
fn parts_add_up_and_idle_scales_gain_nothing() {
    let table = table("compounding.csv");
    for strategy in &STRATEGIES[1..] {
        for year in ["1", "2", "3"] {
            let row = |part: &str| table.find(&[("strategy", strategy), ("part", part), ("year", year)])[0];
            let gain = |part: &str| table.value(row(part), "gain");
            let scales = ["atoms", "molecules", "organism"];
            let solo: f64 = scales.iter().map(|s| gain(s)).sum();
            assert!((solo + gain("interaction") - gain("total")).abs() < 1e-6, "{strategy} {year}");
            let owed: f64 = scales.iter().map(|s| table.value(row(s), "shapley")).sum();
            assert!((owed - gain("total")).abs() < 1e-6, "{strategy} {year}");
            assert!((table.value(row("total"), "shapley") - gain("total")).abs() < 1e-6, "{strategy} {year}");
            let spent: f64 = scales.iter().map(|s| table.value(row(s), "spend")).sum();
            assert!(spent > 0.0 && table.value(row("total"), "spend") > 0.0, "{strategy} {year}");
            for part in ["atoms", "molecules", "organism", "total"] {
                let row = row(part);
                let spend = table.value(row, "spend");
                if spend > 0.0 {
                    let per_1000 = table.value(row, "gain") / (spend / 1000.0);
                    assert!(near(table.value(row, "gain_per_1000"), per_1000), "{row:?}");
                    let found = table.value(row, "resident_point_years_per_1000");
                    assert!((found / (per_1000 * RESIDENTS as f64) - 1.0).abs() < 1e-4, "{row:?}");
                }
            }
        }
    }
    for (strategy, idle) in
        [("Promises", &["molecules"][..]), ("Training", &["molecules", "organism", "interaction"][..])]
    {
        for part in idle {
            for row in table.find(&[("strategy", strategy), ("part", part)]) {
                for column in ["gain", "se", "q05", "q50", "q95"] {
                    assert_eq!(table.text(row, column), "0", "{strategy} {part}: {row:?}");
                }
                if *part != "interaction" {
                    assert_eq!((table.text(row, "shapley"), table.text(row, "spend")), ("0", "0"), "{row:?}");
                }
            }
        }
    }
}

#[test]
fn gains_are_the_sum_of_weekly_effects() {
    let (effects, compounding) = (table("effects.csv"), table("compounding.csv"));
    for strategy in &STRATEGIES[1..] {
        let weekly = effects.find(&[("strategy", strategy), ("entity", "Council"), ("measure", "trust_institution")]);
        let total = compounding.find(&[("strategy", strategy), ("part", "total")]);
        for (row, end) in total.iter().zip([52, 104, 110]) {
            let sum: f64 = weekly[1..=end].iter().map(|w| effects.value(w, "mean")).sum();
            let found = compounding.value(row, "gain");
            assert!((found - 100.0 / 52.0 * sum).abs() < 1e-4, "{strategy}: {found} and {}", 100.0 / 52.0 * sum);
        }
    }
}

#[test]
fn money_agrees_between_tables_and_with_the_budget() {
    let (runs, compounding) = (table("runs.csv"), table("compounding.csv"));
    for (strategy, yearly) in [("All scales", 60_000.0), ("Promises", 50_000.0), ("Training", 20_000.0)] {
        let rows = runs.find(&[("strategy", strategy)]);
        let mean = |measure: &str| rows.iter().map(|r| runs.value(r, measure)).sum::<f64>() / REPLICATES as f64;
        let total = compounding.find(&[("strategy", strategy), ("part", "total"), ("year", "3")])[0];
        let spend = compounding.value(total, "spend");
        // Runs hold single precision.
        assert!((spend / mean("spend") - 1.0).abs() < 1e-6, "{strategy}");
        let budget = yearly / 52.0 * f64::from(WEEKS);
        assert!(spend > 0.0 && spend + mean("unspent") <= budget * (1.0 + 1e-6), "{strategy}: {spend} of {budget}");
    }
    let baseline = runs.find(&[("strategy", "Baseline")]);
    assert!(baseline.iter().all(|r| runs.value(r, "spend") == 0.0 && runs.value(r, "reached") == 0.0));
}

#[test]
fn the_scenario_beside_the_results_reproduces_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("again");
    towns::run(&results().join("scenario.toml"), &out, &[]);
    towns::assert_same(&towns::tables(results()), &towns::tables(&out), "rerun");
    assert_eq!(manifest(results())["scenario"]["hash"], manifest(&out)["scenario"]["hash"]);
    let scenario = |directory: &Path| std::fs::read_to_string(directory.join("scenario.toml")).expect("a scenario");
    assert_eq!(scenario(results()), scenario(&out));
}

#[test]
fn imported_tables_travel_with_the_results() {
    let folder = tempfile::tempdir().expect("a folder");
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    towns::run(Path::new("tests/scenarios/rich.toml"), &first, &["--replicates", "3"]);
    towns::run(&first.join("scenario.toml"), &second, &[]);
    towns::assert_same(&towns::tables(&first), &towns::tables(&second), "rerun from imported tables");
    for name in ["residents.csv", "ties.csv", "observed.csv"] {
        assert!(first.join("input").join(name).exists(), "{name}");
    }
}

#[test]
fn charts_carry_where_they_come_from() {
    let hash = manifest(results())["scenario"]["hash"].as_str().expect("a hash").to_owned();
    for name in files(results()).iter().filter(|f| towns::is(f, "svg")) {
        let svg = std::fs::read_to_string(results().join(name)).expect("UTF-8");
        assert!(svg.contains(&hash) && svg.contains(env!("CARGO_PKG_VERSION")), "{name} names scenario and version");
        assert!(svg.contains("&quot;seed&quot;:11"), "{name} names the seed");
        assert!(!svg.contains("NaN") && !svg.contains(">inf") && !svg.contains("\"inf"), "{name}");
    }
}

#[test]
fn the_report_is_one_page_that_needs_nothing_else() {
    let page = std::fs::read_to_string(results().join("report.html")).expect("UTF-8");
    assert!(page.len() < 3_000_000, "{} bytes", page.len());
    // Files inside the page may hold any letters.
    let page: String = page
        .split(";base64,")
        .enumerate()
        .map(|(at, part)| if at == 0 { part } else { part.split_once('"').map_or("", |(_, rest)| rest) })
        .collect();
    for (at, _) in page.match_indices("http") {
        // The policy of the page is no address.
        if page[at..].starts_with("http-equiv=") {
            continue;
        }
        assert!(page[at..].starts_with("http://www.w3.org/"), "{}", page[at..].chars().take(80).collect::<String>());
    }
    for foreign in ["src=\"//", "href=\"//", "@import", "<link", "<iframe", "<script src", "NaN"] {
        assert!(!page.contains(foreign), "{foreign}");
    }
    for (at, _) in page.match_indices("url(") {
        let rest = &page[at + 4..];
        assert!(rest.starts_with('#') || rest.starts_with("data:"), "{}", rest.chars().take(80).collect::<String>());
    }
    for strategy in STRATEGIES {
        assert!(page.contains(strategy), "{strategy}");
    }
    assert!(page.contains(manifest(results())["scenario"]["hash"].as_str().expect("a hash").get(..8).expect("long")));
}
