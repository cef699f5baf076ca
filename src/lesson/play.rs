//! What is said at each of the five beats: story, predict, run, reveal, say it back.

use crate::scenario::names::counted;
use std::fmt::Write;

use super::chart::{Dot, Line, Picture, draw, ruler};
use super::guess::{Guess, Reply, in_words, letter, reply, right_choices};
use super::measure::{Reading, TownRun, Verdict};
use super::script::{Question, Script, Unit};
use super::words::{Facts, fill, quantity, soft, wrap};

/// How text is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Columns, 60 to 100.
    pub width: usize,
    /// Whether colours show.
    pub colour: bool,
}

/// Names of the beats.
const BEATS: [&str; 5] = ["Story", "Predict", "Run", "Reveal", "Say it back"];

impl Style {
    /// A heading of a beat, counted from 1.
    #[must_use]
    pub fn beat(self, number: usize) -> String {
        let text = format!("{number} of 5  {}", BEATS.get(number - 1).unwrap_or(&""));
        let rule = "─".repeat(self.width.saturating_sub(text.chars().count() + 1));
        format!("\n{} {rule}\n", self.bold(&text))
    }

    /// Emphasis where it shows.
    #[must_use]
    pub fn bold(self, text: &str) -> String {
        if self.colour { format!("\x1b[1m{text}\x1b[0m") } else { text.to_owned() }
    }

    /// A text, wrapped.
    #[must_use]
    pub fn text(self, text: &str) -> String {
        wrap(text, self.width).join("\n")
    }

    /// A text with a lead-in such as `- `, further lines hanging below its begin.
    #[must_use]
    pub fn hanging(self, lead: &str, text: &str) -> String {
        let room = lead.chars().count();
        let lines = wrap(text, self.width.saturating_sub(room).max(20));
        format!("{lead}{}", lines.join(&format!("\n{}", " ".repeat(room))))
    }
}

/// The heading and the story.
#[must_use]
pub fn story(script: &Script, facts: &Facts, style: Style) -> String {
    let minutes = format!("about {}", counted(script.minutes, "minute"));
    let room = style.width.saturating_sub(minutes.chars().count() + 1);
    let title = format!("{:<room$} {minutes}", script.title);
    format!("{}\n{}{}", style.bold(&title), style.beat(1), style.text(&fill(&script.story, facts, None).0))
}

/// A question with what can be answered.
#[must_use]
pub fn ask(question: &Question, facts: &Facts, style: Style) -> String {
    match question {
        Question::Choice { ask, choices, .. } => {
            let mut text = style.text(&fill(ask, facts, None).0);
            text.push('\n');
            for (at, choice) in choices.iter().enumerate() {
                text.push('\n');
                text.push_str(&style.hanging(&format!("  {}) ", letter(at)), &fill(&choice.text, facts, None).0));
            }
            text
        }
        Question::Number { ask, .. } => style.text(&fill(ask, facts, None).0),
    }
}

/// The chart with the guesses on it.
#[must_use]
pub fn chart(script: &Script, reading: &Reading<'_>, guesses: &[Option<Guess>], facts: &Facts, style: Style) -> String {
    let chart = &script.chart;
    let scale = chart.show.scale();
    let mut lines: Vec<Line> = Vec::new();
    for line in &chart.lines {
        let points = reading.line(&line.path, chart.gain).unwrap_or_default();
        let points = points.into_iter().map(|(week, value)| (week, value * scale)).collect();
        lines.push(Line { label: fill(&line.label, facts, None).0, points });
    }
    let mut dots = Vec::new();
    for (question, guess) in script.questions.iter().zip(guesses) {
        match (question, guess) {
            (Question::Number { unit, truth, mark: Some(mark), .. }, Some(Guess::Number(value))) => {
                // A guessed share of something goes where that share of it would be.
                let of = mark.of.as_ref().map(|name| reading.measured(name).map_or(f64::NAN, |m| m.mean * scale));
                let place = |value: f64| of.map_or(value, |of| value / unit.scale() * of);
                let measured = reading.measured(truth).map_or(f64::NAN, |m| m.mean * unit.scale());
                dots.push(Dot { week: mark.week, value: place(*value), sign: '◆' });
                dots.push(Dot { week: mark.week, value: place(measured), sign: '●' });
            }
            (Question::Choice { choices, .. }, Some(Guess::Choice(at))) => {
                let chosen = choices.get(*at).and_then(|choice| choice.line.as_deref());
                for (line, script) in lines.iter_mut().zip(&chart.lines) {
                    if chosen == Some(script.label.as_str()) {
                        line.label.push_str(" ◆");
                    }
                }
            }
            _ => {}
        }
    }
    let events = chart.events.iter().map(|event| (event.week, fill(&event.label, facts, None).0)).collect();
    let picture = Picture { lines, dots, events, gain: chart.gain, weeks: script.weeks };
    let title = style.text(&fill(&chart.title, facts, Some(reading)).0);
    format!("{}\n\n{}", style.bold(&title), draw(&picture, style.width, style.colour).join("\n"))
}

/// The guess beside the truth, and the reply written for it. Replies argue from the point of the lesson; where it does
/// not hold, the two are only set side by side.
#[must_use]
pub fn answer(
    question: &Question,
    guess: Guess,
    verdict: Verdict,
    reading: &Reading<'_>,
    facts: &Facts,
    style: Style,
) -> (Reply, String) {
    let mut found = reply(question, guess, reading);
    let facts = facts.with("guess", found.guess.clone()).with("truth", found.truth.clone());
    found.text = match verdict {
        Verdict::Holds => fill(&found.text, &facts, Some(reading)).0,
        _ => format!("You guessed {}. In this town the run says {}.", found.guess, found.truth),
    };
    let text = style.text(&found.text);
    found = Reply { guess: soft(&found.guess), truth: soft(&found.truth), text: soft(&found.text), ..found };
    let shown = match (question, guess) {
        (Question::Number { unit, low, high, truth, .. }, Guess::Number(value)) => {
            let measured = reading.measured(truth).map_or(f64::NAN, |m| m.mean * unit.scale());
            let (from, to) = (quantity(Unit::Money, *low), quantity(Unit::Money, *high));
            let room = style.width.saturating_sub(from.chars().count() + to.chars().count() + 6).min(50);
            format!(
                "  {from} {} {to}\n  ◆ your guess: {}\n  ● the run:    {}",
                ruler(*low, *high, value, measured, room),
                found.guess,
                found.truth
            )
        }
        (Question::Choice { choices, right, near, .. }, Guess::Choice(chosen)) => {
            let best = right_choices(choices, *right, *near, reading);
            let mut rows = Vec::new();
            for (at, choice) in choices.iter().enumerate() {
                let mark = |on: bool, sign: char| if on { sign } else { ' ' };
                let mut text = fill(&choice.text, &facts, None).0;
                if let Some(measured) = choice.value.as_ref().and_then(|name| reading.measured(name)) {
                    let end = measured.mean * measured.show.scale();
                    let sign = if end > 0.0 && measured.show == Unit::Points { "+" } else { "" };
                    let _ = write!(text, ": {sign}{}", quantity(measured.show, end));
                }
                let marks = format!("{}{}", mark(at == chosen, '◆'), mark(best.contains(&at), '●'));
                rows.push(style.hanging(&format!("  {marks} {}) ", letter(at)), &text));
            }
            format!("{}\n\n  ◆ your guess   ● what the run bears out", rows.join("\n"))
        }
        _ => String::new(),
    };
    let shown = format!("{shown}\n\n{text}");
    (found, shown)
}

/// Whether the point holds in this town, in words.
#[must_use]
pub fn point(script: &Script, reading: &Reading<'_>, facts: &Facts, style: Style) -> (Verdict, String) {
    let verdict = reading.all(&script.point.holds);
    let n = reading.replicates();
    let text = match verdict {
        Verdict::Holds => fill(&script.point.says, facts, Some(reading)).0,
        Verdict::Fails => {
            let said = fill(&script.point.fails, facts, Some(reading)).0;
            format!("NOTE: the point of this lesson does not hold in this town. {said}")
        }
        Verdict::Unclear => format!(
            "NOTE: {} not settle whether the point of this lesson holds in this town. Try more \
             with --replicates. {}",
            if n == 1 { "one simulated town does".to_owned() } else { format!("{n} simulated towns do") },
            fill(&script.point.fails, facts, Some(reading)).0
        ),
    };
    (verdict, style.text(&text))
}

/// The last beat.
#[must_use]
pub fn say_back(script: &Script, verdict: Verdict, reading: &Reading<'_>, facts: &Facts, style: Style) -> String {
    let filled = |text: &str| fill(text, facts, Some(reading)).0;
    let mut parts = Vec::new();
    if verdict == Verdict::Holds {
        parts.push(format!("{}\n{}", style.bold("In one sentence"), style.text(&filled(&script.teaches))));
        parts.push(format!("{}\n{}", style.bold("On Monday"), style.text(&filled(&script.monday))));
    } else {
        parts.push(style.text(
            "Since the point does not hold here, there is nothing to take away but the question why. Talk about what is \
             different in this town.",
        ));
    }
    let limits: Vec<String> = script.not_claimed.iter().map(|text| style.hanging("- ", &filled(text))).collect();
    parts.push(format!("{}\n{}", style.bold("What this does not show"), limits.join("\n")));
    let debrief: Vec<String> = script.debrief.iter().map(|text| style.hanging("- ", &filled(text))).collect();
    parts.push(format!("{}\n{}", style.bold("To talk about"), debrief.join("\n")));
    parts.join("\n\n")
}

/// The facilitator's card.
#[must_use]
pub fn card(script: &Script, name: &str, reading: &Reading<'_>, facts: &Facts, style: Style) -> (Verdict, String) {
    let filled = |text: &str| fill(text, facts, Some(reading)).0;
    let section = |heading: &str, text: String| format!("{}\n{text}", style.bold(heading));
    let list =
        |texts: &[String]| texts.iter().map(|text| style.hanging("- ", &filled(text))).collect::<Vec<_>>().join("\n");
    let (verdict, point) = point(script, reading, facts, style);
    let mut questions = Vec::new();
    for question in &script.questions {
        let mut text = ask(question, facts, style);
        let truth = match question {
            Question::Choice { choices, right, near, .. } => {
                let found = right_choices(choices, *right, *near, reading);
                let named: Vec<String> =
                    found.iter().map(|&at| filled(&in_words(question, Guess::Choice(at)))).collect();
                if named.is_empty() { "none of them".to_owned() } else { named.join("; ") }
            }
            Question::Number { unit, truth, .. } => {
                let range = filled(&format!("{{{truth}.range}}"));
                let measured = reading.measured(truth).map_or(f64::NAN, |m| m.mean * unit.scale());
                format!("{} (90\u{a0}% range of the mean: {range})", quantity(*unit, measured))
            }
        };
        text.push_str("\n\n");
        text.push_str(&style.hanging("  In this run: ", &truth));
        questions.push(text);
    }
    let last = match verdict {
        Verdict::Holds => filled(&format!("{} {}", script.teaches, script.monday)),
        _ => "Nothing that this run bears out. Ask what is different in this town.".to_owned(),
    };
    let parts = [
        style.bold(&format!("Facilitator's card: {}", script.title)),
        format!("groundswell lesson {name}   about {}   {}", counted(script.minutes, "minute"), filled(&format!("{{place}}, {}", counted(reading.replicates(), "simulated town")))),
        section("Aim", style.text(&filled(&script.aim))),
        section("Read out", style.text(&filled(&script.story))),
        section("Ask, and wait until everybody has written a guess down", questions.join("\n\n")),
        section("What people usually guess", style.text(&filled(&script.usual_guesses))),
        section("Where to point", style.text(&filled(&script.point_at))),
        section("The point", point),
        section("Say at the end", style.text(&last)),
        section("Do not claim", list(&script.not_claimed)),
        section("Debrief, after a minute of silence", list(&script.debrief)),
        section(
            "If somebody objects",
            style.text(&format!(
                "Ask what they would change, change it in the town's file (scenarios/{name}.toml), and play it again with \
                 --scenario."
            )),
        ),
    ];
    (verdict, parts.join("\n\n"))
}

/// All placeholders of a lesson that stand for nothing in a run.
#[must_use]
pub fn unresolved(script: &Script, runs: &[TownRun], facts: &Facts) -> Vec<String> {
    let reading = Reading::new(script, runs);
    let facts = facts.with("guess", String::new()).with("truth", String::new());
    let unknown = |(place, text): (&str, &str)| {
        fill(text, &facts, Some(&reading)).1.into_iter().map(|name| format!("{place}: {{{name}}}")).collect::<Vec<_>>()
    };
    script.texts().into_iter().flat_map(unknown).collect()
}
