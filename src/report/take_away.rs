//! What can be taken from a page: pictures, numbers and the scenario, as files inside the page.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::page::Picture;
use crate::figure::chart::{Chart, escape};

/// The picture as it stands in the page: there the namespace is known, and no address should stand in it.
#[must_use]
pub fn picture(chart: &Chart) -> String {
    chart.svg.replacen(" xmlns=\"http://www.w3.org/2000/svg\"", "", 1)
}

/// Links to a chart as PNG, SVG and CSV.
#[must_use]
pub fn downloads(place: &str, found: &Picture, question: &str) -> String {
    let chart = &found.chart;
    let name = |ending: &str| format!("{}-{}.{ending}", file_name(place), chart.id);
    let png = found.png.as_ref().map(|png| file("PNG", &name("png"), "image/png", png, question));
    let svg = file("SVG", &name("svg"), "image/svg+xml", chart.svg.as_bytes(), question);
    let csv = file("CSV", &name("csv"), "text/csv", &chart.table.csv(), question);
    let links: Vec<String> = png.into_iter().chain([svg, csv]).collect();
    format!("<p class=\"downloads\">Take it with you: {}</p>\n", links.join(" "))
}

/// A file inside the page: `words` is its link, `what` says of what it is.
#[must_use]
pub fn file(words: &str, name: &str, kind: &str, bytes: &[u8], what: &str) -> String {
    format!(
        "<a download=\"{}\" href=\"data:{kind};base64,{}\" aria-label=\"{words}: {}\">{words}</a>",
        escape(name),
        STANDARD.encode(bytes),
        escape(what)
    )
}

/// A name as part of a file name: letters and digits, the rest hyphens.
#[must_use]
pub fn file_name(name: &str) -> String {
    let mut safe = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            safe.push(c);
        } else if !safe.is_empty() && !safe.ends_with('-') {
            safe.push('-');
        }
    }
    let safe: String = safe.trim_matches('-').chars().take(60).collect();
    if safe.is_empty() { "run".to_owned() } else { safe }
}
