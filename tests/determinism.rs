//! The same random numbers for everyone: threads, vectors, neighbours and interruptions change no bit.

use crate::towns::{
    self, ALL_SCALES, GROUPS_FIRST, PROMISES, TRAINING, Table, assert_same, groundswell, tables, tables_of, town,
};
use groundswell::chance::CommonRandom;
use groundswell::experiment::{Design, Experiment, Outcomes, ReplicateOutcome, Results, RunError, Runner, Scope};
use groundswell::folder::Staging;
use groundswell::record::{LaneRecord, RecordLayout, Recorder};
use groundswell::scenario::{Instrument, Scenario, sample};
use groundswell::simulation::Simulation;
use groundswell::week::{LanePlan, ScaleSet};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

#[test]
fn threads_change_no_byte_with_many_replicates_and_with_one() {
    for (replicates, strategies) in [("6", &[ALL_SCALES, PROMISES][..]), ("1", &[ALL_SCALES, TRAINING][..])] {
        let text = town(strategies);
        let one = tables_of(&text, &["--threads", "1", "--replicates", replicates]);
        for threads in ["2", "8"] {
            // Eight threads and six replicates are spread over the blocks of each week, like a single replicate.
            let many = tables_of(&text, &["--threads", threads, "--replicates", replicates]);
            assert_same(&one, &many, &format!("{replicates} replicates on {threads} threads"));
        }
    }
}

#[test]
fn vectors_of_any_width_give_the_same_bytes() {
    // The last pass through the week is 1, 4, 8 and 16 lanes wide.
    for strategies in [&[][..], &[TRAINING], &[PROMISES, TRAINING], &[ALL_SCALES, PROMISES, GROUPS_FIRST]] {
        let folder = tempfile::tempdir().expect("a folder");
        let file = towns::write(folder.path(), &town(strategies));
        let runs = ["portable", "avx2", "avx512"].map(|width| {
            let out = folder.path().join(width);
            let mut command = groundswell();
            command.env("GROUNDSWELL_SIMD", width).arg("run").arg(&file).arg("--out").arg(&out);
            command.args(["--replicates", "2"]).assert().success();
            tables(&out)
        });
        assert_same(&runs[0], &runs[1], "portable and avx2");
        assert_same(&runs[0], &runs[2], "portable and avx512");
    }
    // Of worlds, lanes join the pass on the way, so that one run goes through all widths.
    let folder = tempfile::tempdir().expect("a folder");
    let file = towns::write(folder.path(), &town(&[ALL_SCALES]));
    let runs = ["portable", "avx2"].map(|width| {
        let out = folder.path().join(width);
        let mut command = groundswell();
        command.env("GROUNDSWELL_SIMD", width).arg("run").arg(&file).arg("--out").arg(&out);
        command.args(["--worlds", "3"]).assert().success();
        tables(&out)
    });
    assert_same(&runs[0], &runs[1], "worlds, portable and avx2");
}

/// Rows of one strategy in the four tables that promise not to change, headers included.
fn rows_of(directory: &Path, strategy: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for name in ["series.csv", "runs.csv", "effects.csv", "compounding.csv"] {
        let table = Table::read(&directory.join(name));
        rows.push(table.header.clone());
        rows.extend(table.find(&[("strategy", strategy)]).into_iter().cloned());
    }
    rows
}

#[test]
fn another_strategy_changes_no_byte_of_the_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let sets: [(&str, &[&str]); 7] = [
        ("all", &[ALL_SCALES]),
        ("training", &[TRAINING]),
        ("promises", &[PROMISES]),
        ("all, promises", &[ALL_SCALES, PROMISES]),
        ("promises, all", &[PROMISES, ALL_SCALES]),
        ("all, promises, training, groups", &[ALL_SCALES, PROMISES, TRAINING, GROUPS_FIRST]),
        ("groups, training, promises, all", &[GROUPS_FIRST, TRAINING, PROMISES, ALL_SCALES]),
    ];
    for (name, strategies) in sets {
        let scenario = towns::scenario(strategies);
        // Where one strategy has all three scales, lanes go through the weeks in more than one pass of 16.
        assert_eq!(Design::new(&scenario).plans.len() > 16, strategies.contains(&ALL_SCALES), "{name}");
        let file = towns::write(folder.path(), &town(strategies));
        towns::run(&file, &folder.path().join(name), &["--replicates", "3"]);
    }
    let mut compared = 0;
    for (strategy, alone) in
        [("All scales", "all"), ("Training", "training"), ("Promises", "promises"), ("Baseline", "training")]
    {
        let wanted = rows_of(&folder.path().join(alone), strategy);
        assert!(wanted.len() > 1_000, "{strategy} has rows");
        for (name, strategies) in sets {
            let present =
                strategy == "Baseline" || strategies.iter().any(|s| s.contains(&format!("name = \"{strategy}\"")));
            if name == alone || !present {
                continue;
            }
            let found = rows_of(&folder.path().join(name), strategy);
            assert_eq!(found.len(), wanted.len(), "{strategy} in {name}");
            for (found, wanted) in found.iter().zip(&wanted) {
                assert_eq!(found, wanted, "{strategy} in {name}");
            }
            compared += 1;
        }
    }
    assert_eq!(compared, 4 + 2 + 4 + 6);
}

fn never() -> AtomicBool {
    AtomicBool::new(false)
}

fn outcomes(scenario: &Scenario) -> Outcomes {
    towns::outcomes(scenario)
}

/// Bits of everything that a lane recorded.
fn bits(lane: &LaneRecord) -> (Vec<Vec<u32>>, Vec<u64>) {
    let series = lane.series.iter().map(|values| values.iter().map(|v| v.to_bits()).collect()).collect();
    (series, lane.weekly_trust.iter().flatten().map(|v| v.to_bits()).collect())
}

#[test]
fn without_money_every_strategy_is_the_baseline_bit_for_bit() {
    let mut scenario = towns::scenario(&[ALL_SCALES]);
    scenario.contents_mut().replicates = 2;
    let mut nothing = sample::strategy("Nothing", &scenario, &[]);
    nothing.budget = 1_000.0;
    let all = Instrument::ALL.map(|instrument| (instrument, 0.0));
    let penniless = sample::strategy("Penniless", &scenario, &all);
    scenario.contents_mut().strategies.extend([nothing, penniless]);
    let outcomes = outcomes(&scenario);
    for replicate in &outcomes.replicates {
        let lane = |at: usize| bits(&replicate.lanes[at]);
        assert_ne!(lane(1), lane(0), "money makes a difference");
        for at in [2, 3] {
            assert!(lane(at) == lane(0), "{} is the baseline", scenario.strategies[at - 1].name);
            assert!(replicate.lanes[at].spent.iter().flatten().all(|s| *s == 0.0));
        }
    }
}

/// A pool of its own, so that tests beside this one do not matter.
fn pool(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads")
}

/// Runs what a staging directory lacks, and stops after some fresh replicates.
fn carry_on(scenario: &Scenario, staging: &Staging, most: u32) -> (Result<Outcomes, RunError>, u32) {
    let (stop, fresh) = (never(), AtomicU32::new(0));
    let keep = |_: usize, outcome: &ReplicateOutcome| {
        staging.keep(outcome).expect("kept");
        if fresh.fetch_add(1, Ordering::Relaxed) + 1 >= most {
            stop.store(true, Ordering::Relaxed);
        }
    };
    let finished = staging.finished().into_iter().map(|outcome| (0, outcome)).collect();
    let experiment = Experiment::new(scenario).scope(Scope::everything(scenario));
    let run = || experiment.run_with(&Runner::silent(&stop), finished, &keep).and_then(Results::into_outcomes);
    let result = pool(1).install(run);
    (result, fresh.into_inner())
}

#[test]
fn an_interrupted_run_continues_to_the_same_bits_and_damage_is_done_again() {
    let scenario = towns::scenario(&[ALL_SCALES, TRAINING]);
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("results");
    let whole = outcomes(&scenario);
    let begin = || Staging::begin(&target, "one", false).expect("staged");

    let (result, fresh) = carry_on(&scenario, &begin(), 3);
    assert_eq!((result.map(|_| ()), fresh), (Err(RunError::Interrupted), 3));
    assert!(!target.exists(), "nothing looks finished");

    // A bit turns over in one replicate, another loses its end, a third was being written.
    let replicates = folder.path().join(".results.partial/replicates");
    let mut bytes = std::fs::read(replicates.join("00000000.bin")).expect("kept");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    std::fs::write(replicates.join("00000000.bin"), &bytes).expect("written");
    let bytes = std::fs::read(replicates.join("00000001.bin")).expect("kept");
    std::fs::write(replicates.join("00000001.bin"), &bytes[..bytes.len() - 9]).expect("written");
    std::fs::write(replicates.join("00000004.partial"), &bytes).expect("written");

    let staging = begin();
    let found: Vec<u32> = staging.finished().iter().map(|o| o.replicate).collect();
    assert_eq!(found, [2], "damaged replicates are not trusted");
    let (result, fresh) = carry_on(&scenario, &staging, u32::MAX);
    assert_eq!(fresh, 5, "only what is missing is run");
    assert_eq!(result.expect("finished").replicates, whole.replicates);

    // Another scenario starts afresh.
    drop(staging);
    let other = Staging::begin(&target, "two", false).expect("staged");
    assert!(other.finished().is_empty());
}

/// Records of the lanes that some plans make when they go through the weeks together.
fn lanes(past: &Simulation, plans: &[LanePlan]) -> Vec<LaneRecord> {
    let scenario = past.scenario();
    let layout = RecordLayout::new(scenario);
    let mut recorder = Recorder::new(scenario, &layout, plans.len(), plans.len(), None);
    let mut town = past.fork(plans);
    town.record(&mut recorder);
    for _ in 0..scenario.weeks {
        town.step();
        town.record(&mut recorder);
    }
    recorder.finish().0
}

#[test]
fn a_lane_does_not_know_its_neighbours() {
    let mut scenario = towns::scenario(&[ALL_SCALES, PROMISES]);
    scenario.contents_mut().weeks = 70;
    let past = towns::burnt_in(&scenario, CommonRandom::new(scenario.seed, 3));
    let mut plans = vec![LanePlan::baseline()];
    for strategy in &scenario.strategies {
        plans.extend(ScaleSet::combinations().skip(1).map(|scales| LanePlan::part(strategy, scales)));
    }
    let together = lanes(&past, &plans);
    assert_eq!(together.len(), 15);
    let reversed: Vec<LanePlan> = plans.iter().rev().cloned().collect();
    let mut turned = lanes(&past, &reversed);
    turned.reverse();
    let by_four: Vec<LaneRecord> = plans.chunks(4).flat_map(|p| lanes(&past, p)).collect();
    let by_eight: Vec<LaneRecord> = plans.chunks(8).flat_map(|p| lanes(&past, p)).collect();
    for (lane, record) in together.iter().enumerate() {
        let wanted = bits(record);
        let alone = lanes(&past, &plans[lane..=lane]);
        for (how, found) in [
            ("alone", &alone[0]),
            ("in fours", &by_four[lane]),
            ("in eights", &by_eight[lane]),
            ("turned", &turned[lane]),
        ] {
            assert!(bits(found) == wanted, "lane {lane} {how}");
            assert_eq!(found.spent, record.spent, "lane {lane} {how}");
        }
    }
    assert_ne!(bits(&together[1]), bits(&together[0]));
}
