//! What did we find? A few sentences, and the caveat that matters most.

use super::{PageInput, Section};
use crate::figure::pick;
use crate::figure::sentence::headline;
use crate::figure::statement::{concentration, worse_off};

/// The section.
pub fn section(input: &PageInput) -> Option<Section> {
    let section = Section::new("headline", "What did we find?");
    let section = headline(input.findings).iter().fold(section, |section, sentence| section.say(sentence));
    let part = pick::best(input.findings).and_then(|row| concentration(input.findings, row.strategy));
    let section = part.iter().fold(section, |section, sentence| section.say(sentence));
    let harmed = pick::best(input.findings).and_then(|row| worse_off(input.findings, row.strategy));
    let section = harmed.iter().fold(section, |section, sentence| section.say(sentence));
    section
        .note(
            "Not calibrated to local data: compare options, do not quote levels. What the model leaves out stands \
             further below.",
        )
        .if_any()
}
