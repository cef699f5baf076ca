//! Guesses: what people type, and what the run says to it.

use super::measure::Reading;
use super::script::{Choice, Question, Right, Unit};
use super::words::{number, quantity};
use crate::scenario::legible::shown;

/// A guess that can be compared with the run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Guess {
    /// One of the choices, counted from 0.
    Choice(usize),
    /// A number in the unit of the question.
    Number(f64),
}

/// What a guess is told.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// Whether the run bears the guess out.
    pub right: bool,
    /// The guess in words.
    pub guess: String,
    /// What the run says, in words.
    pub truth: String,
    /// The reply written for this guess, with placeholders.
    pub text: String,
}

/// Letter of a choice.
#[must_use]
pub fn letter(at: usize) -> char {
    char::from(b'a' + (at % 26) as u8)
}

/// What may be typed, in a few words.
#[must_use]
pub fn allowed(question: &Question) -> String {
    match question {
        Question::Choice { choices, .. } => {
            let letters: Vec<String> = (0..choices.len()).map(|at| letter(at).to_string()).collect();
            let (last, first) = letters.split_last().map_or(("", &[][..]), |(last, first)| (last.as_str(), first));
            format!("{} or {last}", first.join(", "))
        }
        Question::Number { unit, low, high, .. } => {
            format!("a number from {} to {}", number_of(*unit, *low), quantity(*unit, *high))
        }
    }
}

/// The ends of a range are whole numbers and read as such.
fn number_of(unit: Unit, value: f64) -> String {
    let text = number(unit, value);
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}

/// Reads a guess.
///
/// # Errors
/// A friendly sentence on what can be typed instead.
pub fn read(question: &Question, typed: &str) -> Result<Guess, String> {
    let typed = typed.trim();
    let shown = shown(typed, 30);
    let again = |why: String| Err(format!("{why} Please type {}.", allowed(question)));
    if typed.is_empty() {
        return again("Nothing was typed.".to_owned());
    }
    match question {
        Question::Choice { choices, .. } => {
            let lower = typed.to_lowercase();
            let bare = lower.trim_end_matches(['.', ')']);
            let found = (0..choices.len())
                .find(|&at| bare == letter(at).to_string() || bare == (at + 1).to_string())
                .or_else(|| choices.iter().position(|choice| choice.text.to_lowercase() == lower));
            found.map_or_else(|| again(format!("\"{shown}\" is none of the answers.")), |at| Ok(Guess::Choice(at)))
        }
        Question::Number { unit, low, high, .. } => {
            let bare: String = typed.replace(',', ".").replace('−', "-").to_lowercase();
            let bare = ["percent", "%", "points", "point", "weeks", "week", "times", "x"]
                .iter()
                .fold(bare.trim(), |text, word| text.strip_suffix(word).unwrap_or(text).trim_end());
            match bare.parse::<f64>() {
                Ok(value) if value.is_finite() && (*low..=*high).contains(&value) => Ok(Guess::Number(value)),
                Ok(value) if value.is_finite() => again(format!("{} is outside the range.", quantity(*unit, value))),
                _ => again(format!("\"{shown}\" is not a number.")),
            }
        }
    }
}

/// The choices that the run bears out.
#[must_use]
pub fn right_choices(choices: &[Choice], right: Right, near: f64, reading: &Reading<'_>) -> Vec<usize> {
    let value = |at: usize| choices[at].value.as_deref().unwrap_or("");
    let mean = |at: usize| reading.measured(value(at)).map_or(f64::NAN, |measured| measured.mean);
    let all = 0..choices.len();
    match right {
        Right::When => all.clone().find(|&at| reading.on_average(&choices[at].when)).into_iter().collect(),
        Right::Highest | Right::Lowest => {
            let up = right == Right::Highest;
            let best = all
                .clone()
                .filter(|&at| mean(at).is_finite())
                .max_by(|&a, &b| if up { mean(a).total_cmp(&mean(b)) } else { mean(b).total_cmp(&mean(a)) });
            let Some(best) = best else { return Vec::new() };
            // Whoever cannot be told from the best is right as well.
            let beaten = |at: usize| {
                if up {
                    reading.surely_above(value(best), value(at))
                } else {
                    reading.surely_above(value(at), value(best))
                }
            };
            let close = |at: usize| (mean(at) - mean(best)).abs() <= near;
            all.filter(|&at| at == best || close(at) || !beaten(at)).collect()
        }
    }
}

/// A guess in words.
#[must_use]
pub fn in_words(question: &Question, guess: Guess) -> String {
    match (question, guess) {
        (Question::Choice { choices, .. }, Guess::Choice(at)) => {
            choices.get(at).map_or_else(String::new, |choice| format!("{}) {}", letter(at), choice.text))
        }
        (Question::Number { unit, .. }, Guess::Number(value)) => {
            let text = number_of(*unit, value);
            // A guess is shown as it was typed, not rounded to what the unit deserves.
            let text = if text.parse() == Ok(value) { text } else { value.to_string().replace('-', "−") };
            format!("{text}{}", unit.sign())
        }
        _ => String::new(),
    }
}

/// What a guess is told.
#[must_use]
pub fn reply(question: &Question, guess: Guess, reading: &Reading<'_>) -> Reply {
    let said = in_words(question, guess);
    match (question, guess) {
        (Question::Choice { choices, right, near, .. }, Guess::Choice(at)) => {
            let found = right_choices(choices, *right, *near, reading);
            let named: Vec<String> = found.iter().map(|&c| in_words(question, Guess::Choice(c))).collect();
            let truth = match named.as_slice() {
                [] => "none of them".to_owned(),
                [one] => one.clone(),
                several => format!("too close to tell apart: {}", several.join("; ")),
            };
            let text = choices.get(at).map_or_else(String::new, |choice| choice.reply.clone());
            Reply { right: found.contains(&at), guess: said, truth, text }
        }
        (Question::Number { unit, truth, near, too_high, about_right, too_low, .. }, Guess::Number(value)) => {
            let measured = reading.measured(truth).map_or(f64::NAN, |measured| measured.mean) * unit.scale();
            let right = (value - measured).abs() <= *near;
            let text = if !measured.is_finite() {
                "In this town the run has no number to compare it with."
            } else if right {
                about_right
            } else if value > measured {
                too_high
            } else {
                too_low
            };
            Reply { right, guess: said, truth: quantity(*unit, measured), text: text.to_owned() }
        }
        _ => Reply { right: false, guess: said, truth: String::new(), text: String::new() },
    }
}
