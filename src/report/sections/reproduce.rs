//! How can this be checked? What ran, the scenario, and the digests of every other file of the run.

use std::fmt::Write as _;

use super::{PageInput, Section};
use crate::figure::chart::escape;
use crate::figure::words::sentence_case;
use crate::report::embedded;
use crate::report::take_away::{file, file_name};

/// The section.
pub fn section(input: &PageInput) -> Option<Section> {
    let context = input.context;
    let several = sentence_case(input.findings.among.all());
    let facts = [
        ("Program", format!("Groundswell {}", context.version)),
        ("Scenario", format!("{}, {}", context.scenario.name, context.hash)),
        ("Seed", context.scenario.seed.to_string()),
        (several.as_str(), input.findings.replicates.to_string()),
        ("Command", input.command.to_owned()),
        ("To check it", "groundswell rerun report.html".to_owned()),
    ];
    let mut body =
        "<p>The same version, scenario and seed give the same numbers to the last digit on any machine. This page holds \
         the scenario and the digests of all files of the run, so it can be run again and compared.</p>\n<dl>\n"
            .to_owned();
    for (term, fact) in facts {
        let _ = writeln!(body, "<dt>{term}</dt><dd>{}</dd>", escape(&fact));
    }
    let name = format!("{}.toml", file_name(&context.scenario.name));
    let _ = write!(
        body,
        "</dl>\n<p class=\"downloads\">Take it with you: {}</p>\n\
         <details class=\"long\">\n<summary>The scenario file, complete</summary>\n{}</details>\n\
         <p class=\"paper\">The scenario file is in the page on the screen and is not printed.</p>\n",
        file("Scenario", &name, "application/toml", input.scenario_toml.as_bytes(), "the file that was run"),
        embedded::html(input)
    );
    Section::new("reproduce", "How can this be checked?").html(&body).if_any()
}
