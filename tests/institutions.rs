//! Several institutions: everything about trust names the one it is about, and none is averaged away.

use std::path::Path;

use groundswell::analysis::findings::Findings;
use groundswell::analysis::{Table, analyse, equity::Aspect, equity::Whom, files::tables};
use groundswell::experiment::Outcomes;
use groundswell::figure::{self, Context};
use groundswell::input::FromFile;
use groundswell::record::{EntityScale, Measure};
use groundswell::report;
use groundswell::scenario::{Overrides, Scenario};

use crate::towns::groundswell;

const PLACE: &str = "name = \"Two Houses\"\nweeks = 60\nworlds = 1\nreplicates = 4\nseed = 9\n[place]\nresidents = 900\n\
    [[place.groups]]\nname = \"Hill\"\nshare = \"70 %\"\ntrust = \"55 %\"\n\
    [[place.groups]]\nname = \"Quay\"\nshare = \"30 %\"\ntrust = \"44 %\"\n\
    [[place.institutions]]\nname = \"Council\"\n[[place.institutions.departments]]\nname = \"Housing\"\n\
    [[place.institutions]]\nname = \"Police\"\n[[place.institutions.departments]]\nname = \"Patrol\"\n";

fn strategy(name: &str, institution: &str) -> String {
    let work =
        |instrument: &str| format!("[[strategies.investments]]\ninstrument = \"{instrument}\"\nshare = \"50 %\"\n");
    format!(
        "[[strategies]]\nname = \"{name}\"\ninstitution = \"{institution}\"\nbudget = \"120_000 / year\"\n{}{}",
        work("person-centred"),
        work("outreach")
    )
}

fn found(strategies: &[String]) -> (Scenario, Outcomes, Findings) {
    let text = format!("{PLACE}{}", strategies.concat());
    let scenario = Scenario::parse_in(&text, Path::new(""), &Overrides::default())
        .unwrap_or_else(|problems| panic!("{problems}"))
        .scenario;
    let outcomes = crate::towns::outcomes(&scenario);
    let findings = analyse(&scenario, &outcomes);
    (scenario, outcomes, findings)
}

/// Mean gain of a group at the horizon by trust in the institution in which the strategy acts.
fn gain_of(findings: &Findings, strategy: usize, entity: &str) -> f64 {
    let series = findings.series(strategy, EntityScale::Group, entity, Measure::TrustInstitution).expect("a group");
    series.effects.last().expect("an effect").mean
}

#[test]
fn a_police_programme_shows_in_the_groups_as_it_shows_overall() {
    for acting in ["Council", "Police"] {
        let (scenario, outcomes, findings) = found(&[strategy("Walk the beat", acting)]);
        let overall = findings.options[1].effect.expect("an effect").mean;
        assert!(overall > 0.01, "{acting}: {overall}");
        let [hill, quay] = ["Hill", "Quay"].map(|group| gain_of(&findings, 1, &format!("{acting}/{group}")));
        assert!(hill > 0.0 && quay > 0.0);
        assert!((0.7 * hill + 0.3 * quay - overall).abs() < 1e-6, "{acting}: {hill}, {quay}, {overall}");
        let row = |whom: Whom, entity: &str| {
            let mut rows = findings.equity.iter().filter(|row| row.strategy == 1 && row.aspect == Aspect::End);
            rows.find(|row| row.whom == whom && row.entity == entity).and_then(|row| row.found).expect("a row").1.mean
        };
        assert!((row(Whom::Place, "Two Houses") - overall).abs() < 1e-6);
        assert!((row(Whom::Group, "Quay") - quay).abs() < 1e-6);
        let everyone = findings.programme.last().expect("a row").everyone.mean;
        assert!((everyone - overall).abs() < 1e-5, "{everyone} {overall}");
        // What moved trust sums to how trust in that institution changed.
        let at = findings.about(1);
        assert_eq!(scenario.place.institutions[at].name, acting);
        let traced: f64 = (1..=findings.ledger.months)
            .filter_map(|month| {
                Some(findings.ledger.change((1, at), month)?.mean - findings.ledger.change((0, at), month)?.mean)
            })
            .sum();
        assert!((traced - overall).abs() < 1e-5, "{traced} {overall}");
        // The other institution is left as it is, and nobody averages the two.
        let other = findings.trust(1, 1 - at).expect("a series").effects.last().expect("an effect").mean;
        assert!(other.abs() < overall / 4.0, "{other}");
        assert!(findings.series.iter().all(|series| series.measure != Measure::Trust));
        for table in tables(&Table::ALL, &scenario, &outcomes, &findings) {
            let text = String::from_utf8(table.bytes).expect("UTF-8");
            let header = text.lines().next().expect("a header");
            let names =
                ["series.csv", "effects.csv", "runs.csv"].contains(&table.name) || header.ends_with(",institution");
            assert!(names, "{}: {header}", table.name);
        }
    }
}

#[test]
fn every_sentence_table_and_chart_names_the_institution() {
    for acting in [&["Police"][..], &["Police", "Council"]] {
        let strategies: Vec<String> = acting.iter().map(|at| strategy(&format!("Work of {at}"), at)).collect();
        let (scenario, _, findings) = found(&strategies);
        let context = Context::new(&scenario, "9f3c12ab77e0d1c2", "0.1.0");
        let said = report::sentence::headline(&findings);
        assert!(said.len() >= acting.len(), "{said:?}");
        for sentence in said {
            assert!(sentence.contains("(trust in "), "{sentence}");
        }
        let named = |text: &str| acting.iter().any(|at| text.contains(at));
        let charts = figure::all(&context, &findings);
        assert!(charts.len() > 7);
        for chart in charts {
            let around = format!("{} {}", chart.title, chart.subtitle);
            assert!(named(&around) || around.contains("institution"), "{}: {around}", chart.id);
            assert!(named(&chart.svg), "{} does not name it", chart.id);
            let table = format!("{:?} {:?} {}", chart.table.columns, chart.table.rows, chart.table.caption);
            assert!(named(&table), "{}: {table}", chart.id);
        }
        let said = report::summary(&context, &findings, false);
        assert!(said.contains("  Trust in Police\n"), "{said}");
        assert_eq!(said.contains("  Trust in Council\n"), acting.len() > 1, "{said}");
        assert!(said.lines().all(|line| line.chars().count() <= 100), "{said}");
    }
}

#[test]
fn options_in_different_institutions_do_not_compete() {
    let (scenario, _, findings) = found(&[strategy("Beat", "Police"), strategy("Doors", "Council")]);
    assert_eq!(findings.options.len(), 4, "a baseline for each institution");
    let of = |strategy: usize| findings.options.iter().filter(move |row| row.strategy == strategy);
    assert_eq!(of(0).map(|row| row.institution).collect::<Vec<_>>(), [0, 1]);
    for strategy in [1, 2] {
        let row = of(strategy).next().expect("a row");
        let baseline = of(0).find(|b| b.institution == row.institution).expect("its baseline");
        // Each is the best in its own institution: shares add up within it, not across.
        assert!((row.p_best + baseline.p_best - 1.0).abs() < 1e-9);
        assert!((row.level.mean - baseline.level.mean - row.effect.expect("an effect").mean).abs() < 1e-6);
    }
    assert!(findings.pairs.iter().any(|pair| pair.effect.mean != 0.0));
    for pair in &findings.pairs {
        let zero = pair.effect.mean == 0.0;
        let idle = |option: usize| option == 0 || findings.about(option) != pair.institution;
        assert!(!zero || (idle(pair.option) && idle(pair.other)));
    }
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("two.toml");
    std::fs::write(&file, groundswell::scenario::to_toml(&scenario).toml).expect("written");
    groundswell()
        .arg("stress")
        .arg(&file)
        .assert()
        .code(3)
        .stderr(predicates::str::contains("strategies act in different institutions"));
}

#[test]
fn residents_one_by_one_are_about_the_same_institution_as_the_means() {
    let folder = tempfile::tempdir().expect("a folder");
    let strategies = [strategy("Beat", "Police"), strategy("Doors", "Council")].concat();
    let text = format!("{PLACE}{strategies}[record]\nresidents = \"final\"\n");
    let file = crate::towns::write(folder.path(), &text);
    let out = folder.path().join("out");
    crate::towns::run(&file, &out, &["--replicates", "2"]);
    let table = |name: &str| std::fs::read_to_string(out.join(name)).expect("a table");
    let (residents, runs) = (table("residents.csv"), table("runs.csv"));
    let split = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
    let column = |table: &str, name: &str| {
        split(table.lines().next().expect("a header")).iter().position(|cell| cell == name).expect(name)
    };
    let [strategy, replicate, trust, institution] =
        ["strategy", "replicate", "trust_institution", "institution"].map(|name| column(&residents, name));
    let judged = [("Baseline", "Council"), ("Baseline", "Police"), ("Beat", "Police"), ("Doors", "Council")];
    assert_eq!(runs.lines().count(), 1 + 3 * 2, "a baseline and two strategies in two towns");
    for run in runs.lines().skip(1).map(split) {
        for (option, about) in judged.iter().filter(|(option, _)| *option == run[0]) {
            let of =
                |row: &Vec<String>| row[strategy] == *option && row[replicate] == run[1] && row[institution] == *about;
            let rows: Vec<f64> = residents
                .lines()
                .skip(1)
                .map(split)
                .filter(of)
                .map(|row| row[trust].parse().expect("a number"))
                .collect();
            assert_eq!(rows.len(), 900, "{option} {about}");
            let mean = rows.iter().sum::<f64>() / 900.0;
            let recorded: f64 = run[column(&runs, &format!("trust_institution/{about}"))].parse().expect("a number");
            assert!((mean - recorded).abs() < 1e-5, "{option} {about}: {mean} and {recorded}");
        }
    }
    assert_eq!(residents.lines().count(), 1 + 2 * judged.len() * 900);
}
