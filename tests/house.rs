//! The rules of the house, checked on the sources: who may use whom, and what results may never depend on.

use crate::towns;
use groundswell::input::FromFile;
use groundswell::record::MeasureUnit;
use groundswell::scenario::{Overrides, Scenario};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder with one of these endings, sorted.
fn below(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| endings.iter().any(|ending| e == *ending)) {
                found.push(path);
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "{folder} has files");
    found
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).expect("UTF-8")
}

/// Lines of code with their numbers: comments and whatever is compiled for tests only are left out.
fn code(path: &Path) -> Vec<(usize, String)> {
    code_of(&text(path))
}

fn code_of(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    // The indentation of an item that is for tests only, until its last line.
    let mut skipped: Option<usize> = None;
    let mut opened = false;
    for (at, line) in text.lines().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let bare = line.split("//").next().unwrap_or("").trim_end();
        if let Some(of) = skipped {
            if bare.trim().is_empty() || bare.trim_start().starts_with("#[") {
                continue;
            }
            opened |= bare.ends_with(['{', '(', '[']);
            let ends = indent == of && (bare.trim_start().starts_with(['}', ')', ']']) || !opened);
            if ends {
                skipped = None;
            }
            continue;
        }
        if bare.trim_start().starts_with("#[cfg(test)]") {
            (skipped, opened) = (Some(indent), false);
        } else if !bare.trim().is_empty() {
            found.push((at + 1, bare.to_owned()));
        }
    }
    found
}

#[test]
fn only_what_is_for_tests_is_skipped() {
    let text = "use a;\n#[cfg(test)]\nuse b;\nfn c() { // d\n    #[cfg(test)]\n    {\n        e();\n    }\n    f();\n}\n\
                #[cfg(test)]\n#[allow(x)]\nmod tests {\n    g();\n}\nfn h() {}\n";
    let lines: Vec<String> = code_of(text).into_iter().map(|(at, line)| format!("{at} {}", line.trim())).collect();
    assert_eq!(lines, ["1 use a;", "4 fn c() {", "9 f();", "10 }", "16 fn h() {}"]);
}

/// The sources of both crates: the engine, and the product that stands on it.
const SOURCES: [&str; 2] = ["engine/src", "src"];

/// All sources of Rust.
fn sources() -> Vec<PathBuf> {
    SOURCES.iter().flat_map(|folder| below(folder, &["rs"])).collect()
}

/// Modules of a crate in the order of its table in the guide, which is that of the way of the data.
fn story(folder: &str) -> Vec<String> {
    let lib = text(&root().join(folder).join("lib.rs"));
    let guide = text(&root().join("CONTRIBUTING.md"));
    let heading = if folder == "src" { "| layer of the product |" } else { "| layer of the engine |" };
    let (_, table) = guide.split_once(heading).expect("the table of layers");
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    let mut told: Vec<String> =
        rows.filter_map(|row| Some(row.split('`').nth(1)?.trim_end_matches('/').to_owned())).collect();
    // What a program needs stands on everything.
    told.extend((folder == "src").then(|| "prelude".to_owned()));
    let mut declared: Vec<String> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';').map(ToOwned::to_owned))
        .collect();
    let mut sorted = told.clone();
    sorted.sort();
    declared.sort();
    assert_eq!(sorted, declared, "the guide tells of every module once");
    told
}

/// Names that follow `crate::` in a line, also those in braces.
fn used(line: &str) -> Vec<String> {
    let name = |rest: &str| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    line.match_indices("crate::")
        .flat_map(|(at, _)| {
            let rest = &line[at + "crate::".len()..];
            match rest.strip_prefix('{') {
                Some(list) => list.split(',').map(|entry| name(entry.trim())).collect(),
                None => vec![name(rest)],
            }
        })
        .collect()
}

#[test]
fn modules_use_only_those_above_them() {
    let story: Vec<(&str, String)> =
        SOURCES.iter().flat_map(|folder| story(folder).into_iter().map(move |module| (*folder, module))).collect();
    let mut uses = 0;
    for (at, (folder, module)) in story.iter().enumerate() {
        let file = root().join(folder).join(format!("{module}.rs"));
        let files = if file.is_file() { vec![file] } else { below(&format!("{folder}/{module}"), &["rs"]) };
        for path in files {
            for (number, line) in code(&path) {
                for name in used(&line) {
                    let Some(other) = story.iter().position(|(_, m)| *m == name) else { continue };
                    uses += 1;
                    assert!(other <= at, "{}:{number}: {module} may not use {name}, which is below it", path.display());
                }
                let depth = path.strip_prefix(root().join(folder)).expect("below").components().count() - 1;
                let out_of_the_module = "super::".repeat(depth + usize::from(!path.ends_with("mod.rs")));
                assert!(!line.contains(&out_of_the_module), "{}:{number}: say crate:: instead", path.display());
            }
        }
    }
    assert!(uses > 100, "{uses} uses found");
}

#[test]
fn the_check_of_uses_sees_what_it_should() {
    assert_eq!(used("use crate::week::{State, step};"), ["week"]);
    assert_eq!(used("use crate::{chance, world::Town};"), ["chance", "world"]);
    assert_eq!(used("let x = crate::cli::note(crate::report::y);"), ["cli", "report"]);
    assert_eq!(used("$crate::scenario::registry::Entry"), ["scenario"]);
    assert!(used("use std::fmt;").is_empty());
}

#[test]
fn results_depend_on_no_hash_order_and_no_ambient_chance() {
    let banned =
        ["HashMap", "HashSet", "RandomState", "thread_rng", "rand::rng(", "rand::random", "from_os_rng", ".mul_add("];
    for path in sources() {
        for (number, line) in code(&path) {
            for word in banned {
                assert!(!line.contains(word), "{}:{number}: {word}", path.display());
            }
        }
    }
}

/// Whether a line says a word, and not one that only ends like it: `PlaceFile::` is no `File::`.
fn says(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

#[test]
fn the_engine_knows_no_clock_file_or_terminal() {
    assert!(says("let f = File::open(p);", "File::") && says("std::fs::File::open", "File::"));
    assert!(!says("place::PlaceFile::read(x)", "File::"));
    let banned = [
        "Instant",
        "SystemTime",
        "std::fs",
        "fs::",
        "std::io",
        "File::open",
        "File::create",
        "println!",
        "print!(",
        // An exit code is a number of a problem; starting and ending processes is not.
        "process::Command",
        "process::exit",
        "process::abort",
        "std::net",
        "thread::spawn",
        "ThreadPoolBuilder",
    ];
    for path in ["engine/src", "src/analysis"].iter().flat_map(|folder| below(folder, &["rs"])) {
        for (number, line) in code(&path) {
            for word in banned {
                assert!(!says(&line, word), "{}:{number}: {word}", path.display());
            }
        }
    }
}

/// What writes to a checked scenario past every check: few places, each of which knows what it does.
#[test]
fn scenarios_are_written_to_in_few_places() {
    let mut found: Vec<String> = Vec::new();
    for path in sources() {
        if ["src/figure/among_tests.rs", "src/figure/statement_tests.rs"].iter().any(|tests| path.ends_with(tests)) {
            continue;
        }
        if code(&path).iter().any(|(_, line)| line.contains("contents_mut(") || line.contains("Scenario::new(")) {
            let path = path.strip_prefix(root()).expect("below").display().to_string();
            found.push(if path.starts_with("src/verify/") { "src/verify/".to_owned() } else { path });
        }
    }
    found.dedup();
    let known = [
        "engine/src/experiment/estimate/mod.rs",
        "engine/src/experiment/futures/apply.rs",
        "engine/src/experiment/futures/inputs.rs",
        "engine/src/experiment/futures/size.rs",
        "engine/src/experiment/points.rs",
        "engine/src/experiment/results.rs",
        "engine/src/experiment/worlds.rs",
        "engine/src/scenario/handle.rs",
        "engine/src/scenario/sample.rs",
        "engine/src/start/solve.rs",
        "src/cli/calibrate/mod.rs",
        "src/cli/explain/world.rs",
        "src/forecast/assimilate/begin.rs",
        "src/forecast/calibrate/simulate.rs",
        "src/lesson/town.rs",
        "src/verify/",
    ];
    assert_eq!(found, known, "elsewhere a scenario is changed by `set`, which checks it");
}

/// All Rust of the repository but this file, which names what it looks for.
fn everything() -> Vec<PathBuf> {
    let folders = ["engine/src", "src", "tests", "benches", "examples"];
    let mut found: Vec<PathBuf> = folders.iter().flat_map(|folder| below(folder, &["rs"])).collect();
    found.retain(|path| *path != root().join("tests/house.rs"));
    found
}

/// A path as it is written here.
fn short(path: &Path) -> String {
    path.strip_prefix(root()).expect("below").display().to_string()
}

/// Names that a text takes from the module of the week: by `use`, in braces over several lines or not, and by path.
fn taken_from_the_week(text: &str) -> Vec<String> {
    let name = |rest: &str| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    text.match_indices("week::")
        .flat_map(|(at, _)| {
            let rest = &text[at + "week::".len()..];
            match rest.strip_prefix('{') {
                Some(list) => {
                    let list = list.split('}').next().unwrap_or_default();
                    list.split(',').map(|entry| name(entry.trim())).filter(|name| !name.is_empty()).collect()
                }
                None => vec![name(rest)],
            }
        })
        .collect()
}

/// Numbers of arguments of every call of a method.
fn arguments_of(method: &str, text: &str) -> Vec<usize> {
    let call = format!(".{method}(");
    let count = |rest: &str| {
        let (mut depth, mut commas, mut any) = (0_i32, 0, false);
        for c in rest.chars() {
            match c {
                '(' | '[' | '{' => depth += 1,
                ')' if depth == 0 => break,
                ')' | ']' | '}' => depth -= 1,
                ',' if depth == 0 => commas += 1,
                _ => {}
            }
            any |= !c.is_whitespace();
        }
        // A comma may stand behind the last of several lines.
        let open = rest.split(')').next().is_some_and(|inside| inside.trim_end().ends_with(','));
        if any { commas + 1 - usize::from(open && commas > 0) } else { 0 }
    };
    text.match_indices(&call).map(|(at, _)| count(&text[at + call.len()..])).collect()
}

#[test]
fn the_checks_of_states_see_what_they_should() {
    assert_eq!(taken_from_the_week("use crate::week::{State, step,\n    observe};"), ["State", "step", "observe"]);
    assert_eq!(taken_from_the_week("groundswell::week::step(&s, &t, &mut state)"), ["step"]);
    assert_eq!(taken_from_the_week("use crate::week::evidence::trust;"), ["evidence"]);
    assert_eq!(arguments_of("fork", "state.fork(&scenario, &town, &[plan(a, b)])"), [3]);
    assert_eq!(arguments_of("fork", "town.fork(&[a, b]); bench.fork(f(a, b)); x.fork()"), [1, 1, 0]);
    assert_eq!(arguments_of("fork", "state.fork(\n    scenario,\n    town,\n    plans,\n)"), [3]);
}

/// A state is drawn, forked and stepped in one place, `engine/src/simulation`: everybody else has a `Simulation`, which
/// knows how wide its lanes are and lives its weeks whole.
#[test]
fn only_a_simulation_steps_and_forks_states() {
    let ours = |path: &Path| ["engine/src/simulation/", "engine/src/week/"].iter().any(|f| short(path).starts_with(f));
    let (mut looked_at, mut forks) = (0, 0);
    for path in everything().into_iter().filter(|path| !ours(path)) {
        looked_at += 1;
        let lines = code(&path);
        let text = lines.iter().map(|(_, line)| line.as_str()).collect::<Vec<_>>().join("\n");
        for name in taken_from_the_week(&text) {
            let steps = ["step", "step_watched"].contains(&name.as_str());
            assert!(!steps, "{}: a simulation steps, not {name} of the week", short(&path));
        }
        // Of a state: scenario, town and plans; of a simulation: plans.
        let found = arguments_of("fork", &text);
        assert!(found.iter().all(|arguments| *arguments < 3), "{}: a simulation forks, not its state", short(&path));
        forks += found.len();
        for (number, line) in &lines {
            for word in ["step_watched(", "state.fork("] {
                assert!(!line.contains(word), "{}:{number}: {word}", short(&path));
            }
        }
    }
    assert!(looked_at > 300 && forks > 5, "{looked_at} files, {forks} forks");
}

/// How wide a state is, is the engine's own business.
#[test]
fn nobody_else_tells_widths_of_lanes_apart() {
    let widths = ["State::<", "State<1>", "State<4>", "State<8>", "State<16>", "State<L>", "Lanes::"];
    let mut found: Vec<String> = Vec::new();
    for path in everything().into_iter().filter(|path| !short(path).starts_with("engine/src/")) {
        if code(&path).iter().any(|(_, line)| widths.iter().any(|word| line.contains(word))) {
            found.push(short(&path));
        }
    }
    assert!(found.is_empty(), "{found:?}");
    let told_apart: Vec<String> = below("engine/src", &["rs"])
        .iter()
        .filter(|path| code(path).iter().any(|(_, line)| line.contains("Lanes::")))
        .map(|path| short(path))
        .collect();
    let known =
        ["burn_in.rs", "lanes.rs", "mod.rs", "shift.rs", "solo.rs"].map(|file| format!("engine/src/simulation/{file}"));
    assert_eq!(told_apart, known);
}

/// Functions that closed forms call, each with whether anything that runs calls it, too.
#[test]
fn closed_forms_put_to_the_test_what_runs() {
    // Measures of what came out, and a published step that the engine takes lane by lane.
    let beside = ["clusters", "influence", "major"];
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let calls = |text: &str, name: &str| {
        text.match_indices(name)
            .filter(|(at, _)| {
                let (before, after) = (&text[..*at], &text[at + name.len()..]);
                !before.ends_with(|c: char| is_name(c) || c == '.')
                    && !before.ends_with("fn ")
                    && (after.starts_with('(') || after.starts_with("::<"))
            })
            .count()
    };
    let joined = |path: &PathBuf| code(path).into_iter().map(|(_, line)| line).collect::<Vec<_>>().join("\n");
    let (mut running, mut cases) = (Vec::new(), Vec::new());
    for path in sources() {
        let place = short(&path);
        if place.starts_with("src/verify/cases/") {
            cases.push(joined(&path));
        } else if !place.starts_with("src/verify/") {
            running.push(joined(&path));
        }
    }
    let mut names: Vec<String> = running
        .iter()
        .flat_map(|text| text.match_indices("pub fn ").map(|(at, _)| text[at + "pub fn ".len()..].to_owned()))
        .filter_map(|rest| {
            let (name, after) = rest.split_at(rest.find(|c| !is_name(c))?);
            // Methods are called by what they belong to.
            let first = after.split_once('(')?.1.trim_start();
            (!first.starts_with("self") && !first.starts_with("&self") && !first.starts_with("&mut self"))
                .then(|| name.to_owned())
        })
        .collect();
    names.sort();
    names.dedup();
    let called = |texts: &[String], name: &str| texts.iter().map(|text| calls(text, name)).sum::<usize>();
    let tested: Vec<&String> = names.iter().filter(|name| called(&cases, name) > 0).collect();
    assert!(tested.len() > 30, "{} functions are put to the test", tested.len());
    let idle: Vec<&String> = tested.into_iter().filter(|name| called(&running, name) == 0).collect();
    assert_eq!(idle, beside, "a function that nothing else calls belongs into the case, as `Check::Formula`");
}

#[test]
fn nothing_panics_on_purpose() {
    for path in sources() {
        for (number, line) in code(&path) {
            for word in [".unwrap()", "panic!(", "todo!(", "unimplemented!(", "dbg!("] {
                assert!(!line.contains(word), "{}:{number}: {word}", path.display());
            }
        }
    }
}

#[test]
fn files_stay_short_enough_to_read() {
    // The plan is the vocabulary of the whole program: plain types, each with a line on every field, best read in one.
    let exempt = root().join("engine/src/scenario/plan.rs");
    let mut lengths = Vec::new();
    for path in sources() {
        let lines = text(&path).lines().count();
        assert!(lines <= 500 || path == exempt, "{} has {lines} lines", path.display());
        lengths.push(lines);
    }
    lengths.sort_unstable();
    assert!(lengths[lengths.len() / 2] <= 170, "the median file has {} lines", lengths[lengths.len() / 2]);
}

/// Cargo looks for no tests by itself: a file that nobody names would be left out without a word.
#[test]
fn no_file_of_tests_is_forgotten() {
    let (suite, manifest) = (text(&root().join("tests/suite.rs")), text(&root().join("Cargo.toml")));
    for entry in std::fs::read_dir(root().join("tests")).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|e| e == "rs") {
            let name = path.file_stem().expect("a name").to_string_lossy();
            let (module, target) = (format!("mod {name};"), format!("name = \"{name}\""));
            let named = suite.lines().filter(|line| *line == module).count()
                + manifest.split("[[test]]").skip(1).filter(|rest| rest.lines().nth(1) == Some(&target)).count();
            assert_eq!(named, 1, "{} belongs into tests/suite.rs", path.display());
        }
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    for path in sources() {
        assert!(text(&path).starts_with("//! "), "{} begins with a line on what it is", path.display());
    }
}

#[test]
fn lints_keep_watch() {
    let manifest = text(&root().join("Cargo.toml"));
    for line in ["missing_docs = \"warn\"", "unsafe_code = \"deny\"", "pedantic = { level = \"warn\", priority = -1 }"]
    {
        assert!(manifest.lines().any(|l| l == line), "{line}");
    }
    let lax = ["allow(missing_docs", "allow(dead_code", "allow(unused"];
    for path in sources() {
        for (number, line) in code(&path) {
            assert!(lax.iter().all(|word| !line.contains(word)), "{}:{number}: {line}", path.display());
            assert!(
                !line.contains("allow(") || line.contains("reason") || line.contains("macro"),
                "{}:{number}: a lint is allowed only with its reason",
                path.display()
            );
        }
    }
    let unsafe_files: Vec<PathBuf> = sources()
        .into_iter()
        .filter(|path| {
            code(path).iter().any(|(_, line)| line.contains("unsafe ") || line.contains("allow(unsafe_code"))
        })
        .collect();
    assert_eq!(unsafe_files, [root().join("engine/src/week/simd.rs")], "unsafe code stands in one place");
}

#[test]
fn shipped_scenarios_are_right_and_run() {
    let mut ran = 0;
    for path in below("scenarios", &["toml"]) {
        let name = path.display();
        Scenario::load_with(&path, &Overrides::default()).unwrap_or_else(|problems| panic!("{name}: {problems}"));
        let overrides = Overrides { replicates: Some(2), ..Overrides::default() };
        let mut scenario = Scenario::load_with(&path, &overrides).expect("checked before").scenario;
        let contents = scenario.contents_mut();
        contents.weeks = contents.weeks.min(26);
        if contents.place.imported.is_none() {
            contents.place.residents = contents.place.residents.min(2_000);
        }
        for investment in contents.strategies.iter_mut().flat_map(|s| &mut s.investments) {
            investment.caseload = investment.caseload.map(|c| c.min(contents.place.residents));
        }
        let outcomes = towns::outcomes(&scenario);
        for lane in outcomes.replicates.iter().flat_map(|r| &r.lanes[..outcomes.design.in_full]) {
            for (key, values) in outcomes.layout.keys.iter().zip(&lane.series) {
                let within = match key.measure.unit() {
                    MeasureUnit::Money => 0.0..=f32::MAX,
                    _ => -1.0..=1.0,
                };
                assert!(values.iter().all(|v| within.contains(v)), "{name}: {key:?} {values:?}");
                assert_eq!(values.len(), outcomes.layout.weeks_of(key).len());
            }
        }
        ran += 1;
    }
    assert!(ran >= 2, "{ran} scenarios are shipped");
}

/// What a program meets on the front page means one thing: no other type is called like it, also not in modules that are
/// hidden.
#[test]
fn no_name_of_the_library_has_a_second_meaning() {
    let front = std::fs::read_to_string(root().join("src/lib.rs")).expect("src/lib.rs");
    let (_, list) = front.split_once("pub use groundswell_engine::{").expect("what the engine offers");
    let (list, rest) = list.split_once("};").expect("an end");
    let offered = list.split(',').map(str::trim).filter(|name| name.starts_with(char::is_uppercase));
    let own = ["FromFile", "Save", "SaveError"];
    assert!(own.iter().all(|name| rest.contains(name)), "{own:?}");
    let mut public: BTreeSet<String> = offered.chain(own).map(str::to_owned).collect();
    let declared = |path: &Path| -> Vec<String> {
        let keyword = |line: &str| {
            ["pub struct ", "pub enum ", "pub trait ", "pub type "]
                .iter()
                .find_map(|k| line.strip_prefix(k).map(str::to_owned))
        };
        let name =
            |rest: String| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("").to_owned();
        code(path).iter().filter_map(|(_, line)| keyword(line.trim_start())).map(name).collect()
    };
    public.extend(declared(&root().join("engine/src/scenario/plan.rs")));
    assert!(public.len() > 40 && public.contains("Group") && public.contains("Experiment"), "{public:?}");
    let mut seen: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in sources() {
        for name in declared(&path).into_iter().filter(|name| public.contains(name)) {
            seen.entry(name).or_default().push(short(&path));
        }
    }
    let twice: Vec<_> = seen.iter().filter(|(_, places)| places.len() > 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
}
