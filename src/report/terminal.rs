//! What a run says in the terminal: the options table, the findings in two sentences, one caveat.

use super::options;
use crate::analysis::Among;
use crate::analysis::findings::Findings;
use crate::figure::Context;
use crate::figure::pick;
use crate::figure::sentence::{headline, ranking};
use crate::figure::statement::{adequacy, concentration};
use crate::figure::words::duration;

/// Widest line, in characters.
pub const COLUMNS: usize = 100;

/// The caveat that every result carries.
pub const CAVEAT: &str = "Not calibrated to local data: compare options, do not quote levels.";

/// Options table, the two sentences that matter most, and the caveat; bold and faint only if `colour`.
#[must_use]
pub fn summary(context: &Context, findings: &Findings, colour: bool) -> String {
    let style =
        |code: &str, text: &str| if colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() };
    let heading = format!(
        "{}: trust (0–100) after {}, {}{}",
        context.scenario.name,
        duration(findings.weeks),
        findings.among.several(findings.replicates),
        if findings.replicates > 1 { findings.among.caveat() } else { "" }
    );
    let mut text = format!("{}\n{}\n", style("1", &heading), options::plain_text(context, findings));
    // Two sentences, and what is added to the first: what was found, and where it comes from, how it stands among the options, or how sure it is.
    let mut sentences = headline(findings);
    if let Some(part) = pick::best(findings).and_then(|row| concentration(findings, row.strategy)) {
        sentences.insert(sentences.len().min(1 + findings.further.len()), part);
    }
    // Over worlds, that no option is clearly best is never left out.
    let unclear = findings.among == Among::Worlds
        && pick::best(findings).is_some_and(|row| ranking(findings, row.institution).is_some());
    let wanted = 2 + findings.further.len() + usize::from(unclear);
    for sentence in sentences.into_iter().chain(adequacy(findings)).take(wanted) {
        for line in filled(&sentence, COLUMNS) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text.push_str(&style("2", CAVEAT));
    text.push('\n');
    text
}

/// Breaks a sentence into lines of so many columns.
#[must_use]
pub fn filled(sentence: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in sentence.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
