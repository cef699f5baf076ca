//! Scenarios survive being written and read again, and no text whatever brings the reader down.

use groundswell::input::FromFile;
use groundswell::scenario::{
    Contents, NetworkPlan, Overrides, ResidentRecord, ResidentTable, Scenario, StartRule, TalkRule, identity, import,
    render, template, to_toml,
};
use proptest::prelude::*;
use std::path::Path;
use std::sync::Arc;

const SHIPPED: [&str; 2] = [include_str!("../scenarios/minimal.toml"), include_str!("../scenarios/millbrook.toml")];

/// A scenario that uses every key the shipped ones leave out.
const RICH: &str = include_str!("scenarios/rich.toml");

fn load(text: &str, directory: &Path) -> Scenario {
    Scenario::parse_in(text, directory, &Overrides::default()).unwrap_or_else(|problems| panic!("{problems}")).scenario
}

fn rich() -> Scenario {
    load(RICH, Path::new("tests/scenarios"))
}

#[test]
fn what_is_written_reads_back_equal() {
    let own = template::template("It's \"odd\" \\ näme", &[]);
    let mut scenarios: Vec<Scenario> = SHIPPED.iter().map(|text| load(text, Path::new(""))).collect();
    scenarios.push(load(&own, Path::new("")));
    scenarios.push(rich());
    // Every rule of talk and every network.
    for talk in [
        TalkRule::Evidence { bound: Some(0.2) },
        TalkRule::DeGroot,
        TalkRule::FriedkinJohnsen { susceptibility: 0.3 },
        TalkRule::HegselmannKrause { bound: 0.1 },
        TalkRule::Deffuant { bound: 0.1, convergence: 0.3, meetings: 2.5 },
    ] {
        let mut scenario = load(SHIPPED[0], Path::new(""));
        let contents = scenario.contents_mut();
        contents.place.start = StartRule::AsGiven;
        contents.talk = talk;
        scenarios.push(scenario);
    }
    for network in [NetworkPlan::Complete, NetworkPlan::StochasticBlocks { p_in: 0.03, p_out: 0.002 }] {
        let mut scenario = load(SHIPPED[0], Path::new(""));
        let contents = scenario.contents_mut();
        contents.place.residents = 1_000;
        contents.place.network = network;
        scenarios.push(scenario);
    }
    for mut scenario in scenarios {
        for seed in [scenario.seed, u64::MAX] {
            scenario.contents_mut().seed = seed;
            let written = to_toml(&scenario);
            let folder = tempfile::tempdir().expect("a folder");
            for (name, content) in &written.tables {
                let path = folder.path().join(name);
                std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
                std::fs::write(path, content).expect("written");
            }
            let again = load(&written.toml, folder.path());
            assert_eq!(again, scenario, "{}", written.toml);
            assert_eq!(identity(&again), identity(&scenario));
            assert_eq!(to_toml(&again), written);
        }
    }
}

#[test]
fn identity_follows_what_matters_and_nothing_else() {
    let scenario = rich();
    let known = identity(&scenario);
    assert_eq!(known.len(), 64);
    let changed = |change: &dyn Fn(&mut Contents)| {
        let mut other = scenario.clone();
        change(other.contents_mut());
        identity(&other) != known
    };
    assert!(!changed(&|s| s.name.push('x')));
    assert!(!changed(&|s| s.description.push('x')));
    assert!(!changed(&|s| s.world.events[0].name.push('x')));
    assert!(!changed(&|s| s.place.currency.push('x')));
    assert!(!changed(&|s| s.observed = None));
    assert!(changed(&|s| s.seed += 1));
    assert!(changed(&|s| s.weeks += 1));
    assert!(changed(&|s| s.replicates += 1));
    assert!(changed(&|s| s.parameters.turnover += 0.01));
    assert!(changed(&|s| s.costs.cost_reform += 1.0));
    assert!(changed(&|s| s.processes.talk = !s.processes.talk));
    assert!(changed(&|s| s.place.groups[0].harm[0] += 0.1));
    assert!(changed(&|s| s.strategies[0].investments[0].until -= 1));
    assert!(changed(&|s| s.strategies[0].promises[0].kept = 0.1));
    assert!(changed(&|s| s.world.events[0].week += 1));
    assert!(changed(&|s| s.talk = TalkRule::DeGroot));
    assert!(changed(&|s| s.record.residents = ResidentRecord::None));
    assert!(changed(&|s| s.place.network = NetworkPlan::Complete));
    let table = |change: &dyn Fn(&mut ResidentTable)| {
        changed(&|s| s.place.imported.iter_mut().map(Arc::make_mut).for_each(change))
    };
    assert!(table(&|t| t.susceptibility[0] += 0.1));
    assert!(table(&|t| t.threshold[0] += 0.1));
    assert!(table(&|t| t.active[0] ^= true));
    assert!(table(&|t| t.propensity[0] += 0.1));
    assert!(table(&|t| t.confidence[0] += 0.1));
}

#[test]
fn the_rich_scenario_means_what_it_says() {
    let scenario = rich();
    assert_eq!(scenario.place.residents, 6);
    assert_eq!(scenario.place.ties.as_ref().map(|ties| (ties.symmetric, ties.from.len())), Some((false, 4)));
    let people = scenario.place.imported.as_ref().expect("a residents file");
    assert_eq!(people.active, [true, false, false, true, true, false]);
    assert_eq!(people.threshold[..3], [0.25, -0.1, 2.0]);
    assert_eq!((people.susceptibility[2], people.propensity[0], people.confidence[5]), (1.0, 1.5, 0.3));
    assert_eq!(scenario.strategies[0].investments[0].from, 52);
    assert!((scenario.strategies[0].budget - 1_200_000.0 / 52.0).abs() < 1e-9);
    assert_eq!(scenario.world.events[0].groups, [1]);
    assert!((scenario.observed.as_ref().expect("observed").points[0].value - 0.41).abs() < 1e-12);
    let overrides = Overrides { seed: Some(99), replicates: Some(3), weeks: Some(10), ..Overrides::default() };
    let loaded = Scenario::load_with(Path::new("scenarios/minimal.toml"), &overrides).expect("fine");
    assert_eq!((loaded.scenario.seed, loaded.scenario.replicates, loaded.scenario.weeks), (99, 3, 10));
}

#[test]
fn tables_for_new_towns_are_read_with_percent_signs() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("g.csv");
    std::fs::write(&path, "group,share,trust\nA,60 %,41 %\nB,0.4,0.6\n").expect("written");
    let groups = import::groups(&path, &groundswell::input::table).expect("fine");
    assert_eq!(groups.len(), 2);
    assert!((groups[0].trust - 0.41).abs() < 1e-12);
    load(&template::template("T", &groups), Path::new(""));
}

/// Whatever is wrong is said, in colours and as data, each with its code.
fn shown(problems: &[groundswell::scenario::Problem]) {
    assert!(!problems.is_empty());
    let text = render::text(problems, true);
    for problem in problems {
        let code = problem.code.name();
        assert!(text.contains(code), "{code} is not in:\n{text}");
        assert_eq!(groundswell::cli::problem_as_json(problem)["code"], code);
    }
}

/// Reads a text as a scenario and renders whatever comes of it.
fn survives(text: &str) {
    match Scenario::parse_in(text, Path::new("tests/scenarios"), &Overrides::default()) {
        Ok(loaded) => {
            assert!(loaded.scenario.place.residents > 0 && loaded.scenario.weeks > 0 && loaded.scenario.replicates > 0);
            let shown = render::text(&loaded.warnings, false);
            assert!(loaded.warnings.iter().all(|warning| shown.contains(warning.code.name())), "{shown}");
            if loaded.scenario.place.imported.is_none() && loaded.scenario.observed.is_none() {
                let written = to_toml(&loaded.scenario).toml;
                let again = Scenario::parse_in(&written, Path::new("tests/scenarios"), &Overrides::default());
                let again = again.unwrap_or_else(|problems| panic!("{text}\n---\n{written}\n{problems}"));
                assert_eq!(again.scenario, loaded.scenario, "{text}");
            }
        }
        Err(problems) => {
            shown(&problems.0);
        }
    }
}

/// Pieces that are likely to hurt.
const PIECES: [&str; 38] = [
    "\"",
    "'",
    "[",
    "]",
    "[[",
    "{",
    "}",
    "=",
    ".",
    "-",
    "nan",
    "inf",
    "1e999",
    "-1",
    "0",
    "99999999999999999999",
    "\n",
    "\r\n",
    "\u{feff}",
    "\0",
    "é",
    "🙂",
    " % ",
    "\"41 %\"",
    "\"1 / year\"",
    "true",
    "1979-05-27",
    "\"\"\"",
    "#",
    "_",
    "0x7f",
    "[]",
    "{}",
    "\"residents.csv\"",
    "\"Riverside\"",
    "1e-300",
    "1e300",
    "\u{202e}",
];

/// A small generator of choices, so that a failing text can be made again from its number.
struct Choice(u64);

impl Choice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound.max(1) as u64) as usize
    }
}

fn mutated(number: u64) -> String {
    let mut choice = Choice(number);
    let texts = [SHIPPED[0], SHIPPED[1], RICH];
    let text = texts[choice.below(texts.len())].to_owned();
    mutate(text, &mut choice)
}

fn mutate(mut text: String, choice: &mut Choice) -> String {
    for _ in 0..=choice.below(6) {
        let at = text.floor_char_boundary(choice.below(text.len() + 1));
        let end = text.ceil_char_boundary((at + choice.below(12)).min(text.len()));
        let lines: Vec<&str> = text.lines().collect();
        match choice.below(5) {
            0 => text.replace_range(at..end, PIECES[choice.below(PIECES.len())]),
            1 => text.insert_str(at, PIECES[choice.below(PIECES.len())]),
            2 => text.replace_range(at..end, ""),
            3 if !lines.is_empty() => {
                let (from, to) = (choice.below(lines.len()), choice.below(lines.len()));
                let mut moved = lines.clone();
                moved.insert(to, lines[from]);
                text = moved.join("\n");
            }
            _ if !lines.is_empty() => {
                // A value is replaced as a whole: the likeliest way to a file that parses but means nonsense.
                let line = choice.below(lines.len());
                let piece = PIECES[choice.below(PIECES.len())];
                let changed = lines[line].split_once('=').map(|(key, _)| format!("{key}= {piece}"));
                let mut moved: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
                moved[line] = changed.unwrap_or_default();
                text = moved.join("\n");
            }
            _ => {}
        }
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_text_never_panics(text in "\\PC{0,200}") {
        survives(&text);
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        survives(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn mutated_tables_never_panic(number in any::<u64>()) {
        survives_tables(number);
    }

    #[test]
    fn mutated_scenarios_never_panic(number in any::<u64>()) {
        survives(&mutated(number));
    }
}

/// Loads the rich scenario with one of its tables spoilt.
fn survives_tables(number: u64) {
    let mut choice = Choice(number);
    let folder = tempfile::tempdir().expect("a folder");
    let tables = ["residents.csv", "ties.csv", "series.csv", "observed.csv"];
    let spoilt = choice.below(tables.len());
    for (at, name) in tables.iter().enumerate() {
        let mut text = std::fs::read_to_string(Path::new("tests/scenarios").join(name)).expect("shipped");
        if at == spoilt {
            text = mutate(text, &mut choice);
        }
        let mut bytes = text.into_bytes();
        if at == spoilt && choice.below(10) == 0 && !bytes.is_empty() {
            let place = choice.below(bytes.len());
            bytes[place] = 0xff;
        }
        std::fs::write(folder.path().join(name), bytes).expect("written");
    }
    if let Err(problems) = Scenario::parse_in(RICH, folder.path(), &Overrides::default()) {
        shown(&problems.0);
    }
}

/// Runs for as many seconds as `GROUNDSWELL_FUZZ_SECONDS` says; does nothing without it.
#[test]
fn long_fuzz() {
    let Some(seconds) = std::env::var("GROUNDSWELL_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()) else {
        return;
    };
    let begin = std::time::Instant::now();
    let first = u64::from(std::process::id()) << 32;
    let mut number = first;
    while begin.elapsed().as_secs() < seconds {
        let text = mutated(number);
        let outcome = std::panic::catch_unwind(|| {
            survives(&text);
            if number % 16 == 0 {
                survives_tables(number);
            }
        });
        assert!(outcome.is_ok(), "text number {number} brought the reader down:\n{text}");
        number += 1;
    }
    println!("{} texts in {seconds} seconds", number - first);
}
