//! What a page carries so that it can be run again: the scenario, and what the other files of the run were.

use serde::{Deserialize, Serialize};

use super::page::PageInput;
use crate::figure::chart::escape;
use crate::folder::FileEntry;

const SCENARIO: &str = "<pre id=\"scenario-file\" tabindex=\"0\" aria-label=\"Scenario file\">";
const RUN: &str = "<pre id=\"run-files\" hidden=\"hidden\">";
const END: &str = "</pre>";

/// The run that a page tells of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmbeddedRun {
    /// Version of the program.
    pub version: String,
    /// Identity of the scenario.
    pub hash: String,
    /// The command that made the results; empty where the page is from before there was a choice of what to write.
    #[serde(default)]
    pub command: String,
    /// The other files of the run, by name.
    pub files: Vec<FileEntry>,
    /// The scenario, which stands in the page on its own.
    #[serde(skip)]
    pub scenario_toml: String,
}

/// The scenario for people, and the rest out of sight.
#[must_use]
pub fn html(input: &PageInput) -> String {
    let run = EmbeddedRun {
        version: input.context.version.to_owned(),
        hash: input.context.hash.to_owned(),
        command: input.command.to_owned(),
        files: input.files.to_vec(),
        scenario_toml: String::new(),
    };
    let json = serde_json::to_string(&run).unwrap_or_default();
    format!("{SCENARIO}\n{}{END}\n{RUN}{}{END}\n", escape(input.scenario_toml), escape(&json))
}

/// Reads back what a page carries; `None` where it is no page of a run.
#[must_use]
pub fn read(page: &str) -> Option<EmbeddedRun> {
    let between = |start: &str| {
        let (_, rest) = page.split_once(start)?;
        Some(unescape(rest.split_once(END)?.0))
    };
    let mut embedded: EmbeddedRun = serde_json::from_str(&between(RUN)?).ok()?;
    let scenario = between(SCENARIO)?;
    // The first line break belongs to the page: browsers leave it out as well.
    scenario.strip_prefix('\n').unwrap_or(&scenario).clone_into(&mut embedded.scenario_toml);
    Some(embedded)
}

/// Undoes [`escape`].
fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaping_is_undone() {
        let text = "name = \"A <b> & 'c' &lt; &amp;amp;\"\n";
        assert_eq!(unescape(&escape(text)), text);
        assert_eq!(read("<html></html>"), None);
    }
}
