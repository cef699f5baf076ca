//! What a run says beyond series and effects: attribution adds up, a scale without money gets nothing, the ledger sums to
//! the change, few residents are not shown, and the most precise run is the run of as many replicates.

use std::collections::BTreeMap;
use std::path::Path;

use assert_cmd::Command;

/// Two groups (one of them tiny and tagged), two departments, three strategies; the second spends nothing on groups.
const TOWN: &str = r#"
format = 1
name = "Compared"
weeks = 312
seed = 5
worlds = 1
replicates = 6
[place]
residents = 800
currency = "£"
[[place.groups]]
name = "North"
share = "97 %"
trust = { mean = "55 %", sd = "10 %" }
[[place.groups]]
name = "Isle"
share = "3 %"
trust = { mean = "45 %", sd = "10 %" }
tags = { tenure = "renting" }
[[place.institutions]]
name = "Council"
staff = 20
[[place.institutions.departments]]
name = "Housing"
contacts = "3 / year"
quality = "75 %"
[world.economic]
load = { quality = 0.4, demand = 0.5 }
[[world.events]]
name = "Squeeze"
factor = "economic"
at = "2 years"
shape.impulse = { size = -0.3, half_life = "12 weeks" }
[[strategies]]
name = "All three"
budget = "60_000 / year"
[[strategies.investments]]
instrument = "person-centred"
share = "50 %"
[[strategies.investments]]
instrument = "outreach"
share = "30 %"
[[strategies.investments]]
instrument = "broadcast"
share = "20 %"
[[strategies]]
name = "No groups"
budget = "60_000 / year"
[[strategies.investments]]
instrument = "person-centred"
share = "70 %"
[[strategies.investments]]
instrument = "reform"
share = "30 %"
[[strategies]]
name = "Burn money"
budget = "120_000 / year"
[[strategies.investments]]
instrument = "silo-work"
share = "100 %"
"#;

/// A part of a gain: name, gain alone, Shapley value.
type Part = (String, f64, Option<f64>);

fn run(folder: &Path, more: &[&str]) -> std::path::PathBuf {
    let file = folder.join("compared.toml");
    std::fs::write(&file, TOWN).expect("written");
    let out = folder.join("out");
    let mut command = Command::cargo_bin("groundswell").expect("a binary");
    command.arg("run").arg(&file).arg("--out").arg(&out).arg("--force").args(more).assert().success();
    out
}

fn rows(out: &Path, name: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(out.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    reader.deserialize().collect::<Result<_, _>>().expect("rows")
}

fn number(row: &BTreeMap<String, String>, key: &str) -> f64 {
    row[key].parse().unwrap_or_else(|_| panic!("{key}: {:?}", row[key]))
}

#[test]
fn what_is_written_adds_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = run(folder.path(), &["--quiet"]);

    // Attribution, for every strategy, replicate and year.
    let mut cells: BTreeMap<(String, String, String), Vec<Part>> = BTreeMap::new();
    for row in rows(&out, "attribution.csv") {
        let key = (row["strategy"].clone(), row["replicate"].clone(), row["year"].clone());
        let shapley = row["shapley"].parse().ok();
        cells.entry(key).or_default().push((row["part"].clone(), number(&row, "gain"), shapley));
    }
    assert_eq!(cells.len(), 3 * 6 * 6);
    for (key, parts) in &cells {
        let of = |name: &str| parts.iter().find(|p| p.0 == name).expect("a part");
        let solo: f64 = ["atoms", "molecules", "organism"].iter().map(|p| of(p).1).sum();
        let shapley: f64 = ["atoms", "molecules", "organism"].iter().filter_map(|p| of(p).2).sum();
        let total = of("total").1;
        assert!((solo + of("interaction").1 - total).abs() < 1e-6, "{key:?}");
        assert!((shapley - total).abs() < 1e-6, "{key:?}");
        if key.0 == "No groups" {
            assert_eq!((of("molecules").1, of("molecules").2), (0.0, Some(0.0)), "{key:?}");
        }
        assert!(key.0 != "All three" || total != 0.0);
    }

    // The ledger: parts of a month sum to its change, and the months to the change of trust.
    let mut months: BTreeMap<(String, u32), (f64, f64)> = BTreeMap::new();
    for row in rows(&out, "ledger.csv") {
        let entry = months.entry((row["strategy"].clone(), row["month"].parse().expect("a month"))).or_default();
        if row["kind"] == "total" { entry.1 += number(&row, "change") } else { entry.0 += number(&row, "change") }
    }
    assert_eq!(months.len(), 4 * 72);
    for (key, (parts, change)) in &months {
        assert!((parts - change).abs() < 1e-6, "{key:?}: {parts} {change}");
    }
    let series = rows(&out, "series.csv");
    for strategy in ["Baseline", "All three"] {
        let at = |week: &str| -> f64 {
            let row = series.iter().find(|r| {
                r["strategy"] == strategy && r["scale"] == "place" && r["measure"] == "trust" && r["week"] == week
            });
            number(row.expect("a row"), "mean")
        };
        let booked: f64 = months.iter().filter(|((s, _), _)| s == strategy).map(|(_, (_, change))| change).sum();
        // Six replicates are traced, all there are; series are written down in single precision.
        assert!((booked - (at("312") - at("0"))).abs() < 1e-6, "{strategy}");
    }

    // Money: years sum to the total, and what brings nothing has no price and is dominated.
    let costs = rows(&out, "costs.csv");
    let whole: Vec<_> = costs.iter().filter(|r| r["strategy"] == "All three" && r["scale"] == "total").collect();
    let spent: f64 = whole.iter().map(|r| number(r, "spend")).sum();
    let last = whole.last().expect("years");
    assert!((spent - number(last, "spend_to_date")).abs() < 1e-3);
    assert!(number(last, "spend_to_date_discounted") < spent);
    let price = number(last, "cost_per_resident_point_year");
    assert!((price - spent / (number(last, "gain") * 800.0)).abs() < 1e-6 * price);
    let burnt = costs.iter().rev().find(|r| r["strategy"] == "Burn money").expect("rows");
    assert_eq!(burnt["cost_per_resident_point_year"], "");
    let options = rows(&out, "options.csv");
    let standing = |name: &str| options.iter().find(|r| r["strategy"] == name).expect("an option")["standing"].clone();
    assert_eq!((standing("Burn money").as_str(), standing("All three") == "dominated"), ("dominated", false));

    // Fewer than thirty residents: a note, and no number.
    let equity = rows(&out, "equity.csv");
    assert!(equity.iter().any(|row| row["entity"] == "Isle") && equity.iter().any(|row| row["entity"] == "North"));
    for row in equity {
        let few = row["entity"] == "Isle" || row["entity"] == "tenure: renting";
        assert_eq!(row["mean"].is_empty(), few, "{row:?}");
        assert_eq!(row["note"].is_empty(), !few);
    }

    // Shocks, participants and pairs are there for every option.
    assert_eq!(rows(&out, "resilience.csv").len(), 4);
    assert_eq!(rows(&out, "pairs.csv").len(), 2 * 6);
    let programme = rows(&out, "programme.csv");
    let gain = |who: &str| {
        let found = programme.iter().find(|r| r["strategy"] == "All three" && r["year"] == "6" && r["who"] == who);
        (number(found.expect("a row"), "gain"), number(found.expect("a row"), "reached"))
    };
    let ((own, reached), (others, _), (all, _)) = (gain("reached"), gain("not_reached"), gain("everyone"));
    assert!(own > others && (0.2..=1.0).contains(&reached), "{own} {others} {reached}");
    assert!((others.min(own)..=own).contains(&all));
    // Vintages: each is the difference of two runs, so the last year's sum to the whole gain.
    let vintages = rows(&out, "vintages.csv");
    let sum: f64 = vintages.iter().filter(|r| r["year"] == "6").map(|r| number(r, "gain")).sum();
    let name = &vintages[0]["strategy"];
    let total = rows(&out, "compounding.csv")
        .iter()
        .find(|r| &r["strategy"] == name && r["part"] == "total" && r["year"] == "6")
        .map(|r| number(r, "gain"));
    assert!((sum - total.expect("a gain")).abs() < 1e-6, "{sum} {total:?}");

    // The swell: in every week its layers sum to the stack.
    let swell = rows(&out, "swell.csv");
    let sum = |scale: &str, week: &str, wanted: &dyn Fn(&str) -> bool| -> f64 {
        let at = swell.iter().filter(|r| r["scale"] == scale && r["week"] == week && wanted(&r["layer"]));
        at.map(|r| number(r, "mean")).sum()
    };
    for row in swell.iter().filter(|r| r["layer"] == "all") {
        let layers = sum(&row["scale"], &row["week"], &|layer| layer != "all" && layer != "line");
        assert!((layers - number(row, "mean")).abs() < 1e-6, "{row:?}: {layers}");
    }
    assert_eq!(swell.iter().filter(|r| r["week"] == "312" && r["layer"] == "6").count(), 3);

    // A month in words, from what is on disk.
    let mut command = Command::cargo_bin("groundswell").expect("a binary");
    let told = command.args(["explain", "run"]).arg(&out).args(["--month", "25", "--strategy", "baseline"]).assert();
    let told = String::from_utf8(told.success().get_output().stdout.clone()).expect("text");
    assert!(told.contains("Squeeze") && told.contains("change of trust"), "{told}");
}

#[test]
fn the_most_precise_run_is_the_run_of_as_many_replicates() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = run(folder.path(), &["--until-precise", "3", "--quiet"]);
    let found: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(out.join("manifest.json")).expect("a manifest")).expect("json");
    let n = found["replicates"].as_u64().expect("a number");
    assert!((10..400).contains(&n));
    let precise = std::fs::read(out.join("effects.csv")).expect("effects");
    let plain = run(folder.path(), &["--replicates", &n.to_string(), "--quiet"]);
    assert_eq!(std::fs::read(plain.join("effects.csv")).expect("effects"), precise);

    // What cannot be had in the replicates that may be spent is said, and the results are there all the same.
    let mut command = Command::cargo_bin("groundswell").expect("a binary");
    let file = folder.path().join("compared.toml");
    let short = folder.path().join("short");
    let asked = ["--until-precise", "0.0001", "--replicates", "4"];
    let said = command.arg("run").arg(&file).arg("--out").arg(&short).args(asked).assert().code(5);
    let said = String::from_utf8(said.get_output().stderr.clone()).expect("text");
    assert!(said.contains("After 4 replicates") && short.join("report.html").is_file(), "{said}");
}

#[test]
fn a_swell_ends_where_the_same_money_at_one_scale_does() {
    let scenario = groundswell::scenario::Scenario::parse(TOWN).unwrap_or_else(|problems| panic!("{problems}"));
    let outcomes = crate::towns::outcomes(&scenario);
    let findings = groundswell::analysis::analyse(&scenario, &outcomes);
    let at_one_scale: Vec<_> = outcomes.design.wholly().collect();
    assert_eq!((findings.swell.len(), at_one_scale.len()), (3, 3));
    for (swell, (whole, strategy, scale)) in findings.swell.iter().zip(at_one_scale) {
        let (followed, lanes) = outcomes.design.swell(scale).expect("lanes");
        assert_eq!((followed, swell.strategy, swell.scale, lanes.len()), (strategy, strategy + 1, scale, 6));
        // Money that flows until the horizon has no end to hand over.
        let trust = |lane: usize, r: usize, week: u32| outcomes.replicates[r].lanes[lane].trust(0)[week as usize - 1];
        for (at, &week) in swell.weeks.iter().enumerate().skip(1) {
            let gains = (0..outcomes.replicates.len()).map(|r| trust(whole, r, week) - trust(0, r, week));
            let gain = gains.sum::<f64>() / outcomes.replicates.len() as f64;
            let layers: f64 = swell.layers.iter().map(|layer| layer.heights[at].mean).sum();
            assert!((layers - gain).abs() < 1e-6 && (swell.total[at].mean - gain).abs() < 1e-12, "{scale:?} {week}");
        }
        // What a later year will do changes nothing before it: towns of the same luck are the same until then.
        assert_eq!(trust(lanes[1], 0, 104), trust(lanes[5], 0, 104));
    }
}
