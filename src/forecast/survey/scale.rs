//! Whether the values of a file and the scale that was declared agree. Nothing is rescaled by guess.

use super::number::Written;
use crate::scenario::names::{counted, either};
use crate::scenario::problem::{Code, Problem, Source};
use std::ops::Range;
use std::sync::Arc;

/// Values listed one by one.
const MOST_LISTED: usize = 20;

/// Values named as examples.
const EXAMPLES: usize = 3;

/// A value and where it stands.
pub struct Sample {
    /// The value as written.
    pub written: Written,
    /// Its place.
    pub span: Range<usize>,
}

impl Sample {
    /// The number, where it has no percent sign.
    fn plain(&self) -> Option<f64> {
        match self.written {
            Written::Plain(number) => Some(number),
            Written::Percent(_) => None,
        }
    }
}

/// Compares all values of a file with the scale.
pub fn check(samples: &[Sample], full: f64, source: &Arc<Source>) -> Vec<Problem> {
    if full > 1.0 { to_hundred(samples, source) } else { to_one(samples, source) }
}

/// Plain values in a range.
fn within(samples: &[Sample], range: impl Fn(f64) -> bool) -> Vec<&Sample> {
    samples.iter().filter(|sample| sample.plain().is_some_and(&range)).collect()
}

/// Where 1 stands for full trust.
fn to_one(samples: &[Sample], source: &Arc<Source>) -> Vec<Problem> {
    let above = within(samples, |number| number > 1.0);
    let Some(first) = above.first() else { return Vec::new() };
    let signed: Vec<&Sample> = samples.iter().filter(|sample| sample.plain().is_none()).collect();
    if !signed.is_empty() {
        return vec![
            Problem::new(Code::MixedScales, "some values have a percent sign, others are plain numbers above 1")
                .at(source, first.span.clone())
                .label("no percent sign")
                .help(format!("with the sign: {}", examples(&signed, source)))
                .help(format!("without: {}", examples(&above, source)))
                .help("give all of them the sign, or add --scale 100 if plain numbers are percentages as well"),
        ];
    }
    if within(samples, |number| number > 2.0).is_empty() {
        let one = |sample: &&Sample| {
            let shown = &source.text[sample.span.clone()];
            Problem::new(Code::CsvCell, format!("\"{shown}\" in column `value` is more than full trust"))
                .at(source, sample.span.clone())
                .help("it must lie in 0 to 1; if the file counts to 100, add --scale 100")
        };
        return above.iter().take(MOST_LISTED).map(one).collect();
    }
    let below = within(samples, |number| number > 0.0 && number <= 1.0);
    if below.len() * 4 <= above.len() {
        let all = within(samples, |_| true).len();
        return vec![
            Problem::new(
                Code::SurveyScale,
                format!(
                    "{} of {} {} above 1, which is full trust",
                    above.len(),
                    counted(all, "value"),
                    either(above.len(), "lies", "lie")
                ),
            )
            .at(source, first.span.clone())
            .label("the first of them")
            .help("the file seems to count from 0 to 100: add --scale 100"),
        ];
    }
    vec![mixed(&below, &above, source).help("write all alike: 0.41, or 41 %, or 41 together with --scale 100")]
}

/// Where 100 stands for full trust: shares among percentages leave a gap between 1 and 10.
fn to_hundred(samples: &[Sample], source: &Arc<Source>) -> Vec<Problem> {
    let below = within(samples, |number| number > 0.0 && number < 1.0);
    let between = within(samples, |number| (1.0..10.0).contains(&number));
    let above = within(samples, |number| number >= 10.0);
    if below.is_empty() {
        return Vec::new();
    }
    if above.is_empty() && between.is_empty() {
        return vec![
            Problem::new(Code::LowScale, "no value lies above 1, although 100 stands for full trust")
                .at(source, below[0].span.clone())
                .help("if 0.41 means 41 %, leave --scale 100 away"),
        ];
    }
    if above.is_empty() || !between.is_empty() {
        return Vec::new();
    }
    vec![
        mixed(&below, &above, source)
            .help("write all from 0 to 100; where less than 1 % is really meant, write the sign: 0.4 %"),
    ]
}

/// Values on two scales, pointing at those of which there are fewer.
fn mixed(below: &[&Sample], above: &[&Sample], source: &Arc<Source>) -> Problem {
    let rarer = if below.len() < above.len() { below } else { above };
    let message = format!("the values are on two scales: {} up to 1, {} above", below.len(), above.len());
    Problem::new(Code::MixedScales, message)
        .at(source, rarer.first().map_or(0..0, |sample| sample.span.clone()))
        .help(format!("up to 1: {}", examples(below, source)))
        .help(format!("above 1: {}", examples(above, source)))
}

/// The first few values with their lines.
fn examples(samples: &[&Sample], source: &Arc<Source>) -> String {
    let one = |sample: &&Sample| {
        let (line, _) = source.line_column(sample.span.start);
        format!("{} (line {line})", &source.text[sample.span.clone()])
    };
    let mut text: Vec<String> = samples.iter().take(EXAMPLES).map(one).collect();
    if samples.len() > EXAMPLES {
        text.push(format!("and {} more", samples.len() - EXAMPLES));
    }
    text.join(", ")
}
