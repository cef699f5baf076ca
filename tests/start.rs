//! A stated trust is where a group starts, and where it stays under the baseline.

use groundswell::chance::CommonRandom;
use groundswell::input::FromFile;
use groundswell::scenario::{Contents, Overrides, Scenario, StartRule, sample};
use groundswell::simulation::BurnIn;
use groundswell::start;
use groundswell::verify::laboratory::{Laboratory, Whose, mean as average};
use groundswell::week::evidence::under_ceiling;
use std::sync::atomic::AtomicBool;

/// Mean and standard deviation of a group's trust at week 0, averaged over ten replicates.
fn start_of(scenario: &Scenario, group: usize) -> (f64, f64) {
    let solved = start::solve(scenario).expect("reachable");
    let burn_in = BurnIn::new(scenario, solved);
    let (mut mean, mut variance) = (0.0, 0.0);
    for replicate in 0..10 {
        let bench = burn_in.town(CommonRandom::new(scenario.seed, replicate)).into_solo().expect("one plan");
        let ceiling = under_ceiling(scenario.parameters.harm_ceiling, scenario.place.groups[group].harm[0], 1.0);
        let trust: Vec<f64> = bench.town.layout.groups[group]
            .clone()
            .map(|slot| ceiling * f64::from(bench.state.felt(0, slot, 0)))
            .collect();
        let m = trust.iter().sum::<f64>() / trust.len() as f64;
        mean += m / 10.0;
        variance += trust.iter().map(|t| (t - m).powi(2)).sum::<f64>() / trust.len() as f64 / 10.0;
    }
    (mean, variance.sqrt())
}

#[test]
fn groups_start_where_they_are_said_to_and_stay_there() {
    for stated in [0.25, 0.40, 0.60, 0.75] {
        let mut scenario = sample::plain_town(2_000, &[1.0], 208);
        let contents = scenario.contents_mut();
        contents.place.groups[0].trust_mean = stated;
        contents.processes.world_noise = false;
        let (mean, sd) = start_of(&scenario, 0);
        assert!((mean - stated).abs() < 0.01, "{stated}: mean {mean}");
        assert!((sd - 0.12).abs() < 0.02, "{stated}: sd {sd}");
        let paths = Laboratory::new(10).run(&scenario);
        for week in (0..=208).step_by(26) {
            let found = average(&paths.at(0, week, Whose::Place));
            assert!((found - stated).abs() < 0.01, "{stated} in week {week}: {found}");
        }
    }
}

#[test]
fn groups_side_by_side_each_keep_their_own_trust() {
    let mut scenario = sample::plain_town(8_000, &[0.25; 4], 208);
    let contents = scenario.contents_mut();
    contents.processes.world_noise = false;
    let stated = [0.25, 0.40, 0.60, 0.75];
    for (group, trust) in contents.place.groups.iter_mut().zip(stated) {
        group.trust_mean = trust;
    }
    let paths = Laboratory::new(10).run(&scenario);
    for (group, trust) in stated.into_iter().enumerate() {
        for week in [0, 104, 208] {
            let found = average(&paths.at(0, week, Whose::Group(group)));
            assert!((found - trust).abs() < 0.01, "{trust} in week {week}: {found}");
        }
    }
}

#[test]
fn a_town_written_from_a_table_of_groups_starts_where_the_table_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let table = folder.path().join("groups.csv");
    std::fs::write(&table, "group,share,trust\nHarbour,40 %,25 %\nHill,30 %,60 %\nMarket,0.3,0.75\n").expect("written");
    let made = assert_cmd::cargo::cargo_bin_cmd!("groundswell")
        .args(["new", "Port", "--groups"])
        .arg(&table)
        .arg("--out")
        .arg(folder.path())
        .output()
        .expect("runs");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let loaded = Scenario::load_with(&folder.path().join("Port/scenario.toml"), &Overrides::default()).expect("valid");
    let mut scenario = loaded.scenario;
    let contents = scenario.contents_mut();
    contents.processes.world_noise = false;
    contents.world.events.clear();
    contents.strategies.clear();
    contents.weeks = 208;
    let paths = Laboratory::new(10).run(&scenario);
    for (group, trust) in [0.25, 0.60, 0.75].into_iter().enumerate() {
        for week in [0, 208] {
            let found = average(&paths.at(0, week, Whose::Group(group)));
            assert!((found - trust).abs() < 0.01, "group {group} in week {week}: {found}");
        }
    }
}

#[test]
fn an_unreachable_trust_is_an_error_that_names_the_range() {
    let mut scenario = sample::plain_town(2_000, &[0.5, 0.5], 52);
    scenario.contents_mut().place.groups[1].trust_mean = 0.97;
    let error = start::solve(&scenario).expect_err("out of reach");
    assert_eq!(error.group, 1);
    assert!(error.low < 0.25 && error.high > 0.75 && error.high < 0.97, "{error}");
}

type Change<'a> = &'a dyn Fn(&mut Contents);

#[test]
fn other_settings_of_a_town_start_near_it_and_other_towns_by_themselves() {
    let scenario = sample::plain_town(1_000, &[0.6, 0.4], 52);
    let unless = AtomicBool::new(false);
    let solver = start::Solver::new(&scenario, &unless).expect("reachable");
    let near = |change: Change| {
        let mut other = scenario.clone();
        change(other.contents_mut());
        let (near, own) = (solver.warm_start(&other, &unless), start::solve(&other));
        (near.expect("reachable"), own.expect("reachable"))
    };
    let (found, own) = near(&|contents| contents.parameters.weight_routine *= 1.1);
    assert_ne!(found, own, "found in one town, not in several");
    for (found, own) in found.groups.iter().zip(&own.groups) {
        assert!((found.disposition_mean - own.disposition_mean).abs() < 0.02, "{found:?} and {own:?}");
    }
    let others: [(&str, Change); 5] = [
        ("residents", &|contents| contents.place.residents = 1_200),
        ("shares", &|contents| (contents.place.groups[0].share, contents.place.groups[1].share) = (0.5, 0.5)),
        ("posts", &|contents| contents.place.institutions[0].departments[0].posts += 3),
        ("seed", &|contents| contents.seed += 1),
        ("rule", &|contents| contents.place.start = StartRule::AsGiven),
    ];
    for (what, change) in others {
        let (found, own) = near(change);
        assert_eq!(found, own, "{what}");
    }
}
