//! `groundswell lesson`: a lesson in the terminal, its facilitator's card, or the list of lessons.

use std::fmt::Write as _;
use std::io::{BufRead, IsTerminal};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use serde_json::{Value, json};

use super::args::{Globals, LessonArgs};
use super::failure::Failure;
use super::progress::Progress;
use super::stop::{self, STOP};
use super::usage::refuse;
use crate::experiment::estimate::memory_of_strategies;
use crate::experiment::{RunError, RunEvent, Sharing};
use crate::input::FromFile;
use crate::lesson::guess::{self, Guess};
use crate::lesson::script::{Question, Unit};
use crate::lesson::town::{self, Missing};
use crate::lesson::{Facts, LESSONS, Reading, Script, Shipped, Style, TownRun, Verdict, find, play, words};
use crate::scenario::codes::Code;
use crate::scenario::legible::shown;
use crate::scenario::names::{counted, grouped, nearest, plural};
use crate::scenario::{Loaded, Overrides, Problem, Problems, Scenario};

/// Exit code where the point of a lesson does not hold.
const POINT_DOES_NOT_HOLD: u8 = 5;

/// Plays a lesson, prints its card, or lists all of them.
#[must_use]
pub fn run(arguments: &LessonArgs, globals: &Globals) -> ExitCode {
    let Some(name) = &arguments.name else {
        list(arguments, globals);
        return ExitCode::SUCCESS;
    };
    let Some(shipped) = find(name) else { return unknown(name, globals) };
    let script = match Script::parse(shipped.script) {
        Ok(script) => script,
        Err(error) => {
            let message = format!("the lesson \"{}\" cannot be read: {error}", shipped.name);
            return super::fail(&Problem::new(Code::Changed, message).into(), globals.json);
        }
    };
    let loaded = match load(shipped, arguments) {
        Ok(loaded) => loaded,
        Err(problems) => return super::fail(&problems, globals.json),
    };
    let missing = Missing::of(&script, &loaded.scenario);
    if !missing.is_empty() {
        return lacking(shipped, &script, &loaded.scenario, &missing, globals);
    }
    let home = town::prepare(&script, &loaded.scenario, arguments.seed, arguments.replicates);
    let lesson = Lesson { shipped, script: &script, home: &home, loaded: &loaded, arguments, globals };
    lesson.play()
}

fn load(shipped: &Shipped, arguments: &LessonArgs) -> Result<Loaded, Problems> {
    match &arguments.scenario {
        Some(file) => Scenario::load_with(file, &Overrides::default()),
        None => Scenario::parse_in(shipped.scenario, std::path::Path::new(""), &Overrides::default()),
    }
}

/// Everything that playing needs to know.
struct Lesson<'a> {
    shipped: &'a Shipped,
    script: &'a Script,
    home: &'a Scenario,
    loaded: &'a Loaded,
    arguments: &'a LessonArgs,
    globals: &'a Globals,
}

/// Why a lesson ended early.
enum Ended {
    /// The input did.
    Input,
    /// With an exit code, of which was told already.
    Told(ExitCode),
}

impl Lesson<'_> {
    fn play(&self) -> ExitCode {
        let given = match self.given() {
            Ok(given) => given,
            Err(code) => return code,
        };
        let told = if self.globals.json {
            self.json(&given)
        } else if self.arguments.card {
            self.card()
        } else {
            self.beats(&given)
        };
        match told {
            Ok(Verdict::Holds) => ExitCode::SUCCESS,
            Ok(_) => ExitCode::from(POINT_DOES_NOT_HOLD),
            Err(Ended::Told(code)) => code,
            Err(Ended::Input) => {
                let name = self.shipped.name;
                super::print(&format!("\n\nNo guess, no reveal. Whenever you like:  groundswell lesson {name}"));
                ExitCode::SUCCESS
            }
        }
    }

    /// Guesses given on the command line.
    fn given(&self) -> Result<Vec<Guess>, ExitCode> {
        let questions = &self.script.questions;
        if self.arguments.guess.len() > questions.len() {
            let asked = counted(questions.len(), "question");
            return Err(self.usage(&format!("this lesson asks {asked}: give no more guesses than that")));
        }
        let read = questions.iter().zip(&self.arguments.guess).map(|(question, typed)| guess::read(question, typed));
        read.collect::<Result<Vec<Guess>, String>>().map_err(|why| self.usage(&words::soft(&why)))
    }

    fn usage(&self, why: &str) -> ExitCode {
        refuse(why, &[&format!("groundswell lesson {}   asks in peace", self.shipped.name)], self.globals)
    }

    fn style(&self) -> Style {
        Style {
            width: self.arguments.width.map_or_else(terminal_width, usize::from),
            colour: super::colour_of_results(),
        }
    }

    fn facts(&self) -> Facts {
        Facts::of(self.home)
    }

    /// Simulates the towns.
    fn simulate(&self) -> Result<Vec<TownRun>, Ended> {
        let variants = self.script.towns.len().max(1) as u32;
        let silent = self.globals.quiet || self.globals.json || !std::io::stderr().is_terminal();
        let progress = Progress::new(variants * self.home.replicates, 0, silent);
        let finished = AtomicU32::new(0);
        let tell = |event| {
            progress.tell(match event {
                RunEvent::Finished { .. } => {
                    RunEvent::Finished { done: finished.fetch_add(1, Ordering::Relaxed) + 1, precision: None }
                }
                // Of single towns nobody is told here.
                RunEvent::Lived { .. } | RunEvent::TakenUp { .. } => return,
                other => other,
            });
        };
        let threads = self.globals.threads.map_or_else(super::run::processors, usize::from);
        let at_once = |threads: usize| Sharing::new(self.home.replicates, threads).at_once;
        super::memory::enough_for("this lesson needs about", threads, |threads| {
            memory_of_strategies(self.home, at_once(threads), threads)
        })
        .map_err(|problems| Ended::Told(super::fail(&problems, self.globals.json)))?;
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(|error| {
            let problem = Problem::new(Code::Unreadable, format!("threads cannot be started: {error}"));
            Ended::Told(super::fail(&problem.into(), self.globals.json))
        })?;
        // Nothing is kept of a lesson, so whoever wants to stop it while it waits for an answer is not asked twice.
        stop::looking(true);
        let result = pool.install(|| town::run(self.script, self.home, &tell, &STOP));
        stop::looking(false);
        progress.finish();
        result.map_err(|(town, error)| match error {
            RunError::Interrupted => Ended::Told(Failure::Interrupted(None).end(self.globals)),
            RunError::Start(start) if town.is_empty() => {
                let problem = self.loaded.unreachable_trust(start.group, (start.low, start.high));
                Ended::Told(super::fail(&problem.into(), self.globals.json))
            }
            RunError::Start(start) => {
                let message = format!("this lesson compares a town \"{town}\" that cannot be had here: {start}");
                let problem = Problem::new(Code::Unreachable, message)
                    .help("play it in the town that comes with it, or in another of your own");
                Ended::Told(super::fail(&problem.into(), self.globals.json))
            }
        })
    }

    fn card(&self) -> Result<Verdict, Ended> {
        let runs = self.simulate()?;
        let reading = Reading::new(self.script, &runs);
        let (verdict, card) = play::card(self.script, self.shipped.name, &reading, &self.facts(), self.style());
        super::print(&card);
        Ok(verdict)
    }

    /// The five beats.
    fn beats(&self, given: &[Guess]) -> Result<Verdict, Ended> {
        let (style, facts) = (self.style(), self.facts());
        super::print(&play::story(self.script, &facts, style));
        Self::pause(given)?;
        super::print(&style.beat(2));
        let mut guesses = Vec::new();
        for (at, question) in self.script.questions.iter().enumerate() {
            super::print(&format!("{}\n", play::ask(question, &facts, style)));
            let found = match given.get(at) {
                Some(found) => *found,
                None => Self::ask(question)?,
            };
            let said = words::soft(&guess::in_words(question, found));
            super::print(&format!(
                "Your guess is locked: {said}{}",
                if at + 1 < self.script.questions.len() { "\n" } else { "" }
            ));
            guesses.push(Some(found));
        }
        super::print(&style.beat(3));
        super::print(&style.text(&self.what_runs()));
        let began = Instant::now();
        let runs = self.simulate()?;
        if std::io::stdout().is_terminal() {
            super::print(&format!("Done in {:.1} seconds.", began.elapsed().as_secs_f64()));
        }
        let reading = Reading::new(self.script, &runs);
        let (verdict, point) = play::point(self.script, &reading, &facts, style);
        super::print(&style.beat(4));
        super::print(&play::chart(self.script, &reading, &guesses, &facts, style));
        for (at, (question, guess)) in self.script.questions.iter().zip(&guesses).enumerate() {
            let Some(guess) = guess else { continue };
            let heading =
                if self.script.questions.len() > 1 { format!("\nQuestion {}\n", at + 1) } else { String::new() };
            let (_, text) = play::answer(question, *guess, verdict, &reading, &facts, style);
            super::print(&format!("{heading}\n{text}"));
        }
        super::print(&format!("\n{point}"));
        Self::pause(given)?;
        super::print(&style.beat(5));
        super::print(&play::say_back(self.script, verdict, &reading, &facts, style));
        Ok(verdict)
    }

    /// One line on what is being run.
    fn what_runs(&self) -> String {
        let strategies = self.script.strategies().len();
        let what = match strategies {
            0 => "what happens".to_owned(),
            1 => "the strategy and a baseline that does nothing".to_owned(),
            n => format!("{n} strategies and a baseline that does nothing"),
        };
        let compared = match self.script.towns.len() {
            0 | 1 => String::new(),
            n => format!(", in {n} versions of the town"),
        };
        format!(
            "Simulating {what}{compared}: {}, {} {} each, over {}.",
            match self.home.replicates {
                1 => "once".to_owned(),
                times => format!("{times} times with different luck"),
            },
            grouped(u64::from(self.home.place.residents)),
            plural(self.home.place.residents, "resident"),
            crate::figure::words::duration(self.home.weeks),
        )
    }

    /// Asks until there is an answer that can be compared.
    fn ask(question: &Question) -> Result<Guess, Ended> {
        loop {
            super::print_open(&format!("Your guess ({}): ", words::soft(&guess::allowed(question))));
            let typed = read_line()?;
            // What was typed is not seen where input is no terminal; the next line should not run into the question.
            if !std::io::stdin().is_terminal() {
                super::print("");
            }
            match guess::read(question, &typed) {
                Ok(found) => return Ok(found),
                Err(why) => super::print(&words::soft(&why)),
            }
        }
    }

    /// Waits for Enter between beats, where somebody is there to press it.
    fn pause(given: &[Guess]) -> Result<(), Ended> {
        if !given.is_empty() || !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
            return Ok(());
        }
        super::print_open("\n[Enter] to go on ");
        read_line().map(|_| ())
    }

    /// What a facilitator says, filled in.
    fn in_words(&self, reading: &Reading<'_>) -> Value {
        let (script, facts) = (self.script, self.facts());
        let filled = |text: &String| words::soft(&words::fill(text.trim(), &facts, Some(reading)).0);
        let all = |texts: &[String]| texts.iter().map(filled).collect::<Vec<_>>();
        json!({
            "minutes": script.minutes, "aim": filled(&script.aim), "story": filled(&script.story),
            "usual_guesses": filled(&script.usual_guesses), "point_at": filled(&script.point_at),
            "teaches": filled(&script.teaches), "monday": filled(&script.monday),
            "not_claimed": all(&script.not_claimed), "debrief": all(&script.debrief),
        })
    }

    /// The whole lesson as one JSON document.
    fn json(&self, given: &[Guess]) -> Result<Verdict, Ended> {
        let runs = self.simulate()?;
        let reading = Reading::new(self.script, &runs);
        let facts = self.facts();
        let style = Style { width: usize::MAX / 2, colour: false };
        let (verdict, point) = play::point(self.script, &reading, &facts, style);
        let questions: Vec<Value> = self
            .script
            .questions
            .iter()
            .enumerate()
            .map(|(at, question)| {
                let asked = play::ask(question, &facts, style);
                let answer =
                    given.get(at).map(|guess| play::answer(question, *guess, verdict, &reading, &facts, style).0);
                json!({
                    "ask": asked,
                    "guess": answer.as_ref().map(|a| &a.guess),
                    "right": answer.as_ref().map(|a| a.right),
                    "truth": answer.as_ref().map(|a| &a.truth),
                    "reply": answer.as_ref().map(|a| &a.text),
                })
            })
            .collect();
        let values: serde_json::Map<String, Value> = self
            .script
            .values
            .keys()
            .filter_map(|name| Some((name.clone(), reading.measured(name)?)))
            .map(|(name, m)| {
                let [low, high] = m.ci90;
                (name, json!({ "mean": m.mean, "ci90_low": low, "ci90_high": high, "unit": unit(m.show) }))
            })
            .collect();
        let chart = &self.script.chart;
        let lines: Vec<Value> = chart
            .lines
            .iter()
            .map(|line| {
                let points = reading.line(&line.path, chart.gain).unwrap_or_default();
                let (weeks, means): (Vec<u32>, Vec<f64>) = points.into_iter().unzip();
                json!({ "label": line.label, "weeks": weeks, "values": means })
            })
            .collect();
        super::print_json(&json!({
            "schema_version": 1,
            "status": "complete",
            "lesson": self.shipped.name,
            "title": self.script.title,
            "scenario": self.home.name,
            "seed": self.home.seed,
            "replicates": self.home.replicates,
            "verdict": match verdict { Verdict::Holds => "holds", Verdict::Unclear => "unclear", Verdict::Fails => "fails" },
            "point": point,
            "questions": questions,
            "card": self.in_words(&reading),
            "values": values,
            "chart": { "gain": chart.gain, "lines": lines },
        }));
        Ok(verdict)
    }
}

/// Name of a unit in files.
const fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Points => "trust, 0 to 1",
        Unit::Percent => "share, 0 to 1",
        Unit::Times => "times",
        Unit::Weeks => "weeks",
        Unit::Money => "currency units",
    }
}

fn read_line() -> Result<String, Ended> {
    let mut typed = String::new();
    match std::io::stdin().lock().read_line(&mut typed) {
        Ok(0) | Err(_) => Err(Ended::Input),
        Ok(_) => Ok(typed),
    }
}

/// Columns of the terminal, within what text and charts can use.
fn terminal_width() -> usize {
    let found = std::io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
    found.map_or(80, |(width, _)| usize::from(width.0)).clamp(60, 100)
}

fn list(arguments: &LessonArgs, globals: &Globals) {
    let scripts: Vec<(&str, Script)> =
        LESSONS.iter().filter_map(|lesson| Some((lesson.name, Script::parse(lesson.script).ok()?))).collect();
    if globals.json {
        let listed: Vec<Value> = scripts
            .iter()
            .map(|(name, s)| json!({ "lesson": name, "title": s.title, "minutes": s.minutes, "line": s.line }))
            .collect();
        super::print_json(&json!({ "schema_version": 1, "lessons": listed }));
        return;
    }
    let style =
        Style { width: arguments.width.map_or_else(terminal_width, usize::from), colour: super::colour_of_results() };
    let mut text = String::from("Lessons: guess first, then see what the simulation says.\n");
    for (name, script) in &scripts {
        let _ = writeln!(text, "\n  {}  {}", style.bold(&format!("{name:<24}")), counted(script.minutes, "minute"));
        text.push_str(&style.hanging("      ", &script.line));
        text.push('\n');
    }
    super::print(&text);
    if !globals.quiet {
        super::note(
            "Play one:       groundswell lesson pilot-cliff\nPrepare it:     groundswell lesson pilot-cliff --card\nIn your town:   groundswell lesson pilot-cliff --scenario my-town/scenario.toml",
        );
    }
}

fn unknown(name: &str, globals: &Globals) -> ExitCode {
    let shown = shown(name, 80);
    let near = nearest(name, LESSONS.iter().map(|lesson| lesson.name));
    if globals.json {
        super::print_json(&json!({ "schema_version": 1, "status": "unknown", "lesson": shown, "nearest": near }));
    }
    super::note(&format!("error: there is no lesson \"{shown}\""));
    if let Some(near) = near {
        super::note(&format!("  did you mean:  groundswell lesson {near}"));
    }
    super::note("  groundswell lesson   lists all lessons");
    ExitCode::from(2)
}

/// Says what a town of one's own needs before the lesson can be played in it.
fn lacking(shipped: &Shipped, script: &Script, scenario: &Scenario, missing: &Missing, globals: &Globals) -> ExitCode {
    if globals.json {
        super::print_json(&json!({
            "schema_version": 1, "status": "lacking", "lesson": shipped.name, "scenario": scenario.name,
            "strategies": missing.strategies, "groups": missing.groups, "events": missing.events,
            "measures": missing.measures, "network": missing.network, "weeks": missing.weeks,
            "institutions": missing.institutions,
        }));
        return ExitCode::from(3);
    }
    let quoted = |names: &[String]| names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    super::note(&format!("error: {} does not have what the lesson \"{}\" plays with", scenario.name, shipped.name));
    if missing.weeks > 0 {
        super::note(&format!(
            "  it looks {} ahead, and the lesson needs {}",
            crate::figure::words::duration(scenario.weeks),
            crate::figure::words::duration(script.weeks)
        ));
    }
    if !missing.institutions.is_empty() {
        super::note(&format!(
            "  it has several institutions ({}), and a lesson is about trust in one: leave one in a copy of the file",
            missing.institutions.join(", ")
        ));
    }
    for group in &missing.groups {
        super::note(&match group.as_str() {
            "most-harmed" => "  no group has a history of harm: write  harm = 0.6  below one of them".to_owned(),
            _ => format!("  there is no group \"{group}\""),
        });
    }
    if missing.network {
        super::note(
            "  the lesson changes how far people keep to their own group: it needs a small-world or block-model network",
        );
    }
    for (what, names) in [("events", &missing.events), ("measures (switch their processes on)", &missing.measures)] {
        if !names.is_empty() {
            super::note(&format!("  missing {what}: {}", quoted(names)));
        }
    }
    if !missing.strategies.is_empty() {
        super::note(&format!("  missing strategies: {}", quoted(&missing.strategies)));
        super::note("\nCopy these into your file, and change money, groups and departments to fit your town:");
        for name in &missing.strategies {
            if let Some(text) = shipped.strategy(name) {
                super::note(&format!("\n{text}"));
            }
        }
    }
    super::note(&format!("\nThe town that comes with the lesson:  groundswell lesson {}", shipped.name));
    ExitCode::from(3)
}
