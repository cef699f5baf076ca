//! The rules of the house, checked on the sources: who may use whom, and what results may never depend on.

use crate::towns;
use groundswell::input::FromFile;
use groundswell::record::MeasureUnit;
use groundswell::scenario::{Overrides, Scenario};
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

/// Modules in the order in which a crate's `lib.rs` tells its story.
fn story(folder: &str) -> Vec<String> {
    let lib = text(&root().join(folder).join("lib.rs"));
    let told: Vec<String> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("//! "))
        .filter(|line| line.starts_with(|c: char| c.is_ascii_digit()))
        .filter_map(|line| Some(line.split_once("[`")?.1.split_once("`]")?.0.to_owned()))
        .collect();
    let mut declared: Vec<String> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';').map(ToOwned::to_owned))
        .collect();
    let mut sorted = told.clone();
    sorted.sort();
    declared.sort();
    assert_eq!(sorted, declared, "lib.rs tells of every module once");
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

#[test]
fn the_engine_knows_no_clock_file_or_terminal() {
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
        "std::process",
        "std::net",
        "thread::spawn",
        "ThreadPoolBuilder",
    ];
    for path in ["engine/src", "src/analysis"].iter().flat_map(|folder| below(folder, &["rs"])) {
        for (number, line) in code(&path) {
            for word in banned {
                // Types of its own may end like those that are banned: `PlaceFile::read` opens nothing.
                let begins = |at: usize| !line[..at].ends_with(|c: char| c.is_alphanumeric());
                let found = line.match_indices(word).any(|(at, _)| begins(at));
                assert!(!found, "{}:{number}: {word}", path.display());
            }
        }
    }
}

/// What writes to a checked scenario past every check: few places, each of which knows what it does.
#[test]
fn scenarios_are_written_to_in_few_places() {
    let mut found: Vec<String> = Vec::new();
    for path in sources() {
        if path.ends_with("src/figure/statement_tests.rs") {
            continue;
        }
        if code(&path).iter().any(|(_, line)| line.contains("contents_mut(") || line.contains("Scenario::new(")) {
            let path = path.strip_prefix(root()).expect("below").display().to_string();
            found.push(if path.starts_with("src/verify/") { "src/verify/".to_owned() } else { path });
        }
    }
    found.dedup();
    let known = [
        "engine/src/experiment/futures/apply.rs",
        "engine/src/experiment/futures/size.rs",
        "engine/src/experiment/results.rs",
        "engine/src/scenario/handle.rs",
        "engine/src/scenario/sample.rs",
        "engine/src/start/solve.rs",
        "src/cli/calibrate/mod.rs",
        "src/forecast/assimilate/begin.rs",
        "src/forecast/calibrate/simulate.rs",
        "src/forecast/calibrate/study.rs",
        "src/lesson/town.rs",
        "src/verify/",
    ];
    assert_eq!(found, known, "elsewhere a scenario is changed by `set`, which checks it");
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
