//! Lessons: each plays, its point holds in the town that comes with it, and no result is written by hand.

use crate::towns::{self, groundswell};
use groundswell::input::FromFile;
use groundswell::lesson::script::{Bound, Condition, Question, Right, Value};
use groundswell::lesson::{Facts, LESSONS, Reading, Script, TownRun, Verdict, find, guess, measure, play, town};
use groundswell::scenario::{Overrides, Scenario};
use predicates::prelude::*;
use std::path::Path;
use std::sync::atomic::AtomicBool;

fn script(name: &str) -> Script {
    let shipped = find(name).expect("a lesson");
    Script::parse(shipped.script).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn scenario(name: &str) -> Scenario {
    let shipped = find(name).expect("a lesson");
    Scenario::parse_in(shipped.scenario, Path::new(""), &Overrides::default())
        .unwrap_or_else(|problems| panic!("{name}: {problems}"))
        .scenario
}

fn run(script: &Script, scenario: &Scenario) -> (Vec<TownRun>, Facts) {
    let home = town::prepare(script, scenario, None, None);
    let runs = town::run(script, &home, &|_| (), &AtomicBool::new(false)).expect("it runs");
    (runs, Facts::of(&home))
}

/// Every lesson in the town that comes with it, as a class would see it.
#[test]
fn every_point_holds_and_every_placeholder_is_filled() {
    for shipped in LESSONS {
        let (script, scenario) = (script(shipped.name), scenario(shipped.name));
        let name = shipped.name;
        assert!(town::Missing::of(&script, &scenario).is_empty(), "{name}");
        let (runs, facts) = run(&script, &scenario);
        let reading = Reading::new(&script, &runs);
        assert_eq!(play::unresolved(&script, &runs, &facts), Vec::<String>::new(), "{name}");
        assert!(
            !script.point.holds.is_empty() && !script.values.is_empty() && !script.chart.lines.is_empty(),
            "{name}"
        );
        for value in script.values.keys() {
            let measured = reading.measured(value).expect("a value");
            assert!(measured.mean.is_finite(), "{name}: {value}");
        }
        for condition in &script.point.holds {
            assert_eq!(reading.verdict(condition), Verdict::Holds, "{name}: {condition:?}");
        }
        for question in &script.questions {
            match question {
                Question::Choice { choices, right, near, .. } => {
                    let found = guess::right_choices(choices, *right, *near, &reading);
                    let most = if *near > 0.0 { 2 } else { 1 };
                    assert!((1..=most).contains(&found.len()), "{name}: {found:?}");
                }
                Question::Number { low, high, truth, unit, .. } => {
                    let truth = reading.measured(truth).expect("a value").mean * unit.scale();
                    assert!((*low..=*high).contains(&truth), "{name}: {truth} can be guessed");
                }
            }
        }
        for line in &script.chart.lines {
            assert!(reading.line(&line.path, script.chart.gain).is_some(), "{name}: {}", line.label);
        }
    }
}

/// What is measured stands in texts as a placeholder; nobody writes a result down by hand.
#[test]
fn texts_hold_no_number_of_their_own() {
    for shipped in LESSONS {
        let script = script(shipped.name);
        for (place, text) in script.texts() {
            let mut bare = String::new();
            let mut inside = false;
            for c in text.chars() {
                inside = if c == '{' { true } else { inside && c != '}' };
                if !inside {
                    bare.push(c);
                }
            }
            assert!(!bare.contains(|c: char| c.is_ascii_digit()), "{} {place}: {bare}", shipped.name);
        }
    }
}

/// Before the run, nothing can be filled in from it.
#[test]
fn stories_and_questions_need_no_run() {
    for shipped in LESSONS {
        let (script, scenario) = (script(shipped.name), scenario(shipped.name));
        let facts = Facts::of(&town::prepare(&script, &scenario, None, None));
        for (place, text) in script.texts() {
            if place == "choice" {
                assert!(!text.contains('{'), "{}: answers are shown as they are", shipped.name);
            }
            if ["story", "ask", "line"].contains(&place) {
                let (_, unknown) = groundswell::lesson::words::fill(text, &facts, None);
                assert!(unknown.is_empty(), "{} {place}: {unknown:?}", shipped.name);
            }
        }
    }
}

/// Names in a lesson lead somewhere.
#[test]
fn lessons_are_sound() {
    for shipped in LESSONS {
        let script = script(shipped.name);
        let name = shipped.name;
        assert!((5..=20).contains(&script.minutes) && !script.debrief.is_empty() && !script.questions.is_empty());
        assert!(!script.not_claimed.is_empty() && script.line.len() <= 120, "{name}");
        let known = |value: &String| assert!(script.values.contains_key(value), "{name}: {value}");
        let check = |conditions: &[Condition]| {
            for condition in conditions {
                known(&condition.value);
                assert!(condition.above.is_some() || condition.below.is_some(), "{name}: {condition:?}");
                for bound in [&condition.above, &condition.below].into_iter().flatten() {
                    if let Bound::Value(value) = bound {
                        known(value);
                    }
                }
            }
        };
        check(&script.point.holds);
        for value in script.values.values() {
            if let Value::Ratio { of, .. } | Value::Minus { of, .. } = value {
                of.iter().for_each(known);
            }
        }
        let labels: Vec<&str> = script.chart.lines.iter().map(|line| line.label.as_str()).collect();
        assert!(labels.iter().all(|label| label.chars().count() <= 22) && labels.len() <= 5, "{name}: {labels:?}");
        for question in &script.questions {
            match question {
                Question::Number { truth, low, high, mark, .. } => {
                    known(truth);
                    assert!(low < high);
                    if let Some(mark) = mark {
                        assert!(mark.week <= script.weeks);
                        mark.of.iter().for_each(known);
                    }
                }
                Question::Choice { choices, right, .. } => {
                    for choice in choices {
                        check(&choice.when);
                        choice.value.iter().for_each(known);
                        assert_eq!(choice.value.is_none(), *right == Right::When, "{name}: {}", choice.text);
                        assert!(
                            choice.line.iter().all(|line| labels.contains(&line.as_str())),
                            "{name}: {:?}",
                            choice.line
                        );
                    }
                }
            }
        }
        for path in script.paths() {
            assert!(measure::measure_of(path).is_some(), "{name}: {path:?}");
            let town = path.town.as_deref();
            assert!(town.is_none_or(|town| script.towns.iter().any(|t| t.name == town)), "{name}: {town:?}");
        }
        for strategy in script.strategies() {
            let text = shipped.strategy(strategy).unwrap_or_else(|| panic!("{name}: the text of {strategy}"));
            assert!(text.contains("instrument = ") && !text.contains(&["\n#", " ----"].concat()), "{text}");
        }
    }
    assert!(LESSONS.len() >= 10);
}

#[test]
fn a_lesson_plays_from_story_to_monday() {
    let output = groundswell()
        .args(["lesson", "pilot-cliff", "--guess", "60", "--replicates", "6"])
        .assert()
        .success()
        .get_output()
        .clone();
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "nothing is wider than 80 columns");
    insta::assert_snapshot!(text);
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_guess_can_be_typed_and_bad_ones_are_asked_again() {
    groundswell()
        .args(["lesson", "pilot-cliff", "--replicates", "4"])
        .write_stdin("\nmuch\n400\n60 %\n")
        .assert()
        .success()
        .stdout(
            predicate::str::contains("Nothing was typed. Please type a number from 0 to 150 %.")
                .and(predicate::str::contains("\"much\" is not a number."))
                .and(predicate::str::contains("400 % is outside the range."))
                .and(predicate::str::contains("Your guess is locked: 60 %")),
        );
    groundswell()
        .args(["lesson", "connectors", "--replicates", "4"])
        .write_stdin("z\nb\n")
        .assert()
        .success()
        .stdout(predicate::str::contains("\"z\" is none of the answers. Please type a, b or c."));
}

#[test]
fn the_end_of_input_is_the_end_of_the_lesson() {
    groundswell()
        .args(["lesson", "connectors"])
        .write_stdin("")
        .assert()
        .success()
        .stdout(predicate::str::contains("No guess, no reveal.").and(predicate::str::contains("4 of 5").not()));
}

#[test]
fn guesses_that_cannot_be_used_exit_2() {
    for (guess, why) in [("much", "is not a number"), ("151", "outside the range"), ("", "Nothing was typed")] {
        groundswell()
            .args(["lesson", "pilot-cliff", "--guess", guess])
            .assert()
            .code(2)
            .stderr(predicate::str::contains(why).and(predicate::str::contains("from 0 to 150 %")));
    }
    groundswell()
        .args(["lesson", "pilot-cliff", "--guess", "1", "--guess", "2"])
        .assert()
        .code(2)
        .stderr(predicate::str::contains("asks 1 question"));
    groundswell()
        .args(["lesson", "pilot-clif"])
        .assert()
        .code(2)
        .stderr(predicate::str::contains("did you mean:  groundswell lesson pilot-cliff"));
}

#[test]
fn the_list_names_every_lesson() {
    let output = groundswell().arg("lesson").assert().success().get_output().clone();
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    insta::assert_snapshot!(text);
    let output = groundswell().args(["lesson", "--json"]).assert().success().get_output().clone();
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["lessons"].as_array().map(Vec::len), Some(LESSONS.len()));
}

#[test]
fn a_town_without_the_strategies_is_told_what_to_add() {
    groundswell()
        .args(["lesson", "pilot-cliff", "--scenario", "scenarios/millbrook.toml", "--guess", "50"])
        .assert()
        .code(3)
        .stdout("")
        .stderr(
            predicate::str::contains("Millbrook does not have what the lesson")
                .and(predicate::str::contains("\"Pilot, then gone\""))
                .and(predicate::str::contains("[[strategies.investments]]\ninstrument = \"person-centred\"")),
        );
    groundswell()
        .args(["lesson", "reconciliation", "--scenario", "scenarios/minimal.toml", "--json"])
        .assert()
        .code(3)
        .stdout(predicate::str::contains("\"lacking\"").and(predicate::str::contains("most-harmed")));
}

#[test]
fn a_town_with_several_institutions_is_told_to_leave_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = std::fs::read_to_string("scenarios/pilot-cliff.toml").expect("shipped");
    let police = "[[place.institutions]]\nname = \"Police\"\n[[place.institutions.departments]]\nname = \"Patrol\"\n";
    let file =
        crate::towns::write(folder.path(), &text.replacen("[[strategies]]", &format!("{police}[[strategies]]"), 1));
    let lesson = || {
        let mut command = groundswell();
        command.args(["lesson", "pilot-cliff", "--guess", "50", "--scenario"]).arg(&file);
        command
    };
    let told = lesson().assert().code(3).stdout("").get_output().stderr.clone();
    let told = String::from_utf8_lossy(&told);
    assert!(told.contains("several institutions (Council, Police)") && told.contains("leave one"), "{told}");
    assert!(!told.contains("missing measures"), "{told}");
    let json = lesson().arg("--json").assert().code(3).get_output().stdout.clone();
    let json: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
    assert_eq!(json["institutions"], serde_json::json!(["Council", "Police"]));
}

/// In a town whose staff never leave and where nobody takes an abrupt end badly, there is no cliff.
#[test]
fn a_town_in_which_the_point_does_not_hold_is_told_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = find("pilot-cliff").expect("a lesson").scenario;
    let other = format!("{text}\n[parameters]\nweight_breach = 0.0\n\n[processes]\nstaff = false\n");
    let file = towns::write(folder.path(), &other);
    groundswell()
        .args(["lesson", "pilot-cliff", "--guess", "60", "--replicates", "6", "--scenario"])
        .arg(&file)
        .assert()
        .code(5)
        .stdout(
            predicate::str::contains("the point of this lesson does not hold in this town")
                .and(predicate::str::contains("You guessed 60 %. In this town the run says"))
                .and(predicate::str::contains("let down").not()),
        );
}

#[test]
fn the_card_tells_the_facilitator_what_the_run_says() {
    groundswell().args(["lesson", "next-town", "--card", "--replicates", "4"]).assert().success().stdout(
        predicate::str::contains("What people usually guess")
            .and(predicate::str::contains("Where to point"))
            .and(predicate::str::contains("Do not claim"))
            .and(predicate::str::contains("In this run: c)"))
            .and(predicate::str::contains("{").not()),
    );
}

#[test]
fn a_lesson_is_one_json_document() {
    let arguments = ["lesson", "wrong-molecules", "--guess", "a", "--replicates", "4", "--json"];
    let output = groundswell().args(arguments).assert().success().get_output().clone();
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["verdict"], "holds");
    assert_eq!(json["questions"][0]["right"], false);
    assert!(json["values"]["wrong"]["ci90_high"].as_f64().is_some_and(|high| high < 0.0));
    let lines = json["chart"]["lines"].as_array().expect("lines");
    assert!(
        lines.len() > 1 && lines.iter().all(|line| line["weeks"].as_array().is_some_and(|weeks| weeks.len() > 100))
    );
    assert!(output.stderr.is_empty());
}
