//! Rules of talk in whole towns: the same random numbers for everyone, no effect where they should have none, and residents one
//! by one beside the means.

use crate::towns::{self, ALL_SCALES, TRAINING, Table, assert_same, groundswell, tables, tables_of, town};
use groundswell::experiment::{Experiment, ReplicateOutcome, Runner, Scope};
use groundswell::folder::Staging;
use groundswell::input::FromFile;
use groundswell::scenario::{Contents, NetworkPlan, Overrides, Scenario, StartRule, TalkRule, identity, sample};
use groundswell::simulation::BurnIn;
use groundswell::start;
use groundswell::week::observe;
use groundswell::{chance::CommonRandom, scenario::ResidentRecord};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

const RULES: [&str; 6] = [
    "rule = \"evidence\"\nbound = 0.1",
    "rule = \"degroot\"",
    "rule = \"friedkin-johnsen\"\nsusceptibility = 0.3",
    "rule = \"hegselmann-krause\"\nbound = 0.1",
    "rule = \"deffuant\"\nbound = 0.2\nconvergence = 0.3\nmeetings = 1.7",
    "rule = \"evidence\"",
];

/// Brings groups together, so that lanes differ in who hears whom.
const BRIDGES: &str = "[[strategies]]\nname = \"Bridges\"\nbudget = \"60_000 / year\"\n\
    [[strategies.investments]]\ninstrument = \"bridge-building\"\nshare = 1\n";

/// The town of the tests, as given, under a rule, with residents written down.
fn under(rule: &str, strategies: &[&str]) -> String {
    let text = town(strategies).replacen("residents = 1_200", "residents = 1_200\nstart = \"as given\"", 1);
    let text = text.replacen("[record]\n", "[record]\nresidents = \"final\"\n", 1);
    format!("{text}\n[talk]\n{rule}\n")
}

#[test]
fn threads_vectors_and_lanes_change_no_byte_under_any_rule() {
    for rule in RULES {
        let text = under(rule, &[ALL_SCALES, BRIDGES, TRAINING]);
        let one = tables_of(&text, &["--threads", "1", "--replicates", "1"]);
        let many = tables_of(&text, &["--threads", "4", "--replicates", "1"]);
        assert_same(&one, &many, rule);
        let folder = tempfile::tempdir().expect("a folder");
        let file = towns::write(folder.path(), &text);
        let out = folder.path().join("out");
        let mut command = groundswell();
        command.env("GROUNDSWELL_SIMD", "portable").arg("run").arg(&file).arg("--out").arg(&out);
        command.args(["--replicates", "1"]).assert().success();
        assert_same(&one, &tables(&out), rule);
        // With one strategy fewer the pass is narrower.
        let fewer = tables_of(&under(rule, &[TRAINING, BRIDGES]), &["--replicates", "1"]);
        let rows = |bytes: &[u8], strategy: &str| {
            let text = String::from_utf8_lossy(bytes).into_owned();
            let own = text.lines().filter_map(|line| line.strip_prefix(strategy)?.strip_prefix(','));
            own.map(ToOwned::to_owned).collect::<Vec<_>>()
        };
        for name in ["residents.csv", "series.csv"] {
            for strategy in ["Baseline", "Training", "Bridges"] {
                let wanted = rows(&one[name], strategy);
                assert!(wanted.len() > 100 && wanted == rows(&fewer[name], strategy), "{rule}: {name}, {strategy}");
            }
            assert_ne!(rows(&one[name], "Bridges"), rows(&one[name], "Baseline"), "{rule}: bridges are heard");
        }
    }
}

/// Means of a plain town with encounters, week by week.
fn path(change: &dyn Fn(&mut Contents)) -> Vec<f64> {
    let mut scenario = sample::plain_town(1_500, &[0.6, 0.4], 52);
    scenario.contents_mut().place.start = StartRule::AsGiven;
    scenario.contents_mut().place.groups[1].trust_mean = 0.4;
    change(scenario.contents_mut());
    let start = start::solve(&scenario).expect("as given");
    // The world is at rest: nothing moves but what residents meet and say.
    let mut bench = BurnIn::new(&scenario, start).solo(CommonRandom::new(5, 0)).expect("one plan");
    (0..scenario.weeks)
        .flat_map(|_| {
            bench.step();
            observe::means(&scenario, &bench.town, &bench.state).groups.concat()
        })
        .collect()
}

fn near(found: &[f64], wanted: &[f64], what: &str) {
    assert_eq!((found.len(), wanted.len()), (2 * 52, 2 * 52), "{what}: weeks of two groups");
    for (found, wanted) in found.iter().zip(wanted) {
        assert!((found - wanted).abs() < 1e-5, "{what}: {found} {wanted}");
    }
}

#[test]
fn rules_without_anybody_to_hear_leave_what_evidence_says() {
    let off = path(&|s| s.processes.talk = false);
    let deaf = [
        ("susceptibility 0", TalkRule::FriedkinJohnsen { susceptibility: 0.0 }),
        ("Hegselmann-Krause within 0", TalkRule::HegselmannKrause { bound: 0.0 }),
        ("Deffuant within 0", TalkRule::Deffuant { bound: 0.0, convergence: 0.5, meetings: 2.0 }),
        ("no meetings", TalkRule::Deffuant { bound: 1.0, convergence: 0.5, meetings: 0.0 }),
    ];
    for (what, rule) in deaf {
        near(&path(&|s| s.talk = rule), &off, what);
    }
    let alone = |s: &mut Contents| {
        s.place.connectors = 0.0;
        s.place.network = NetworkPlan::BlockModel { mean_degree: 0.0, homophily: 0.5 };
    };
    for rule in [TalkRule::DEFAULT, TalkRule::DeGroot, TalkRule::FriedkinJohnsen { susceptibility: 0.9 }] {
        let found = path(&|s| {
            alone(s);
            s.talk = rule;
        });
        near(&found, &off, rule.name());
    }
    // Switched off, a rule changes no bit.
    let named = path(&|s| (s.processes.talk, s.talk) = (false, TalkRule::DeGroot));
    assert_eq!(named, off);
}

#[test]
fn a_bound_that_excludes_nobody_is_no_bound() {
    // Nobody moves: in a town that begins without a past, newcomers under a bound have heard more than those who are there.
    let stay = |s: &mut Contents| s.processes.churn = false;
    let within = |bound: f64| {
        path(&|s| {
            stay(s);
            s.talk = TalkRule::Evidence { bound: Some(bound) };
        })
    };
    let free = path(&stay);
    near(&within(1.0), &free, "bound 1");
    let deaf = path(&|s| {
        stay(s);
        s.processes.talk = false;
    });
    let narrow = within(0.1);
    let apart = |path: &[f64]| path[path.len() - 2] - path[path.len() - 1];
    let [free, narrow, deaf] = [&free, &narrow, &deaf].map(|path| apart(path));
    assert!(
        free < narrow && narrow < deaf,
        "talk brings groups together as far as they listen: {free} {narrow} {deaf}"
    );
}

#[test]
fn consensus_spreads_what_some_have_lived_through() {
    // Under DeGroot's rule an experience anywhere moves everybody; groups meet while evidence would keep them apart.
    let evidence = path(&|_| {});
    let degroot = path(&|s| s.talk = TalkRule::DeGroot);
    let apart = |path: &[f64]| (path[path.len() - 2] - path[path.len() - 1]).abs();
    assert!(apart(&degroot) < 0.01 && apart(&evidence) > 0.05, "{} {}", apart(&degroot), apart(&evidence));
}

#[test]
fn friedkin_and_johnsen_can_rest_where_trust_is_stated() {
    let mut scenario = sample::plain_town(4_000, &[0.6, 0.4], 52);
    let contents = scenario.contents_mut();
    contents.place.groups[1].trust_mean = 0.45;
    contents.talk = TalkRule::FriedkinJohnsen { susceptibility: 0.3 };
    let solved = start::solve(&scenario).expect("a start");
    assert_eq!(solved.reports.len(), 2);
    assert!(solved.reports.iter().all(|report| report.drift.abs() < 0.003), "{:?}", solved.reports);
    // The report states what was aimed at; whether it is met, towns with random numbers of their own tell.
    let burn_in = BurnIn::new(&scenario, solved);
    let towns: Vec<Vec<f64>> = (0..10).map(|n| burn_in.town(CommonRandom::new(77, n)).stated_trust(0)).collect();
    for (g, group) in scenario.place.groups.iter().enumerate() {
        let mean = towns.iter().map(|town| town[g]).sum::<f64>() / towns.len() as f64;
        assert!((mean - group.trust_mean).abs() < 0.01, "{}: {mean} and not {}", group.name, group.trust_mean);
    }
}

#[test]
fn residents_add_up_to_the_means_and_stand_in_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    towns::run(&towns::write(folder.path(), &under(RULES[5], &[TRAINING])), &out, &["--replicates", "3"]);
    let residents = Table::read(&out.join("residents.csv"));
    let runs = Table::read(&out.join("runs.csv"));
    let keys: Vec<[String; 3]> = residents
        .rows
        .iter()
        .map(|row| ["strategy", "replicate", "resident"].map(|column| residents.text(row, column).to_owned()))
        .collect();
    let wanted: Vec<[String; 3]> = ["Baseline", "Training"]
        .iter()
        .flat_map(|s| {
            (0..3).flat_map(move |r| (0..1_200).map(move |i| [(*s).to_owned(), r.to_string(), i.to_string()]))
        })
        .collect();
    assert!(keys == wanted, "by strategy, replicate and resident");
    for run in &runs.rows {
        let of = [("strategy", runs.text(run, "strategy")), ("replicate", runs.text(run, "replicate"))];
        let rows = residents.find(&of);
        for column in ["trust_institution", "trust_person"] {
            let mean = rows.iter().map(|row| residents.value(row, column)).sum::<f64>() / rows.len() as f64;
            let recorded = runs.value(run, &format!("{column}/Council"));
            assert!((mean - recorded).abs() < 1e-5, "{column}: {mean}");
        }
        assert!(rows.iter().all(|row| residents.text(row, "institution") == "Council"), "in which training acts");
    }
    let manifest = std::fs::read_to_string(out.join("manifest.json")).expect("a manifest");
    assert!(manifest.contains("\"rows\": 7200"), "the manifest counts them");
}

#[test]
fn interrupted_runs_keep_residents_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = under(RULES[4], &[]);
    let file = towns::write(folder.path(), &text);
    let (whole, again) = (folder.path().join("whole"), folder.path().join("again"));
    towns::run(&file, &whole, &["--replicates", "4"]);
    let mut scenario = Scenario::parse_in(&text, Path::new(""), &Overrides::default()).expect("fine").scenario;
    scenario.contents_mut().replicates = 4;
    assert_eq!(scenario.record.residents, ResidentRecord::Final);
    let marker = format!("{} {}", env!("CARGO_PKG_VERSION"), identity(&scenario));
    let staging = Staging::begin(&again, &marker, false).expect("staged");
    let stop = AtomicBool::new(false);
    let keep = |_: usize, outcome: &ReplicateOutcome| {
        assert_eq!(outcome.residents.len(), 1, "the baseline");
        staging.keep(outcome).expect("kept");
        if staging.finished().len() >= 3 {
            stop.store(true, Ordering::Relaxed);
        }
    };
    // One thread, so that exactly three are finished when it stops.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let experiment = Experiment::new(&scenario).scope(Scope::everything(&scenario));
    let outcomes = pool.install(|| experiment.run_with(&Runner::silent(&stop), Vec::new(), &keep));
    assert!(outcomes.is_err() && staging.finished().len() == 3);
    // A bit turns over among the residents of one replicate: it is done again.
    let first = staging.finished()[0].replicate;
    let residents = folder.path().join(format!(".again.partial/replicates/{first:08}.residents"));
    let mut bytes = std::fs::read(&residents).expect("kept");
    bytes[100] ^= 1;
    std::fs::write(&residents, bytes).expect("written");
    assert!(staging.finished().iter().all(|outcome| outcome.replicate != first));
    drop(staging);
    towns::run(&file, &again, &["--replicates", "4"]);
    assert_same(&tables(&whole), &tables(&again), "carried on");
}
