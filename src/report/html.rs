//! Parts of a page: one file that opens anywhere, without network and without scripts.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::figure::chart::{Table, escape};
use crate::figure::text::glue;

/// The one style of every page, as it stands between its tags.
const STYLE: &str = concat!("\n", include_str!("style.css"));

/// What stands around the body of a page; texts are escaped here, `lead`, `links` and `body` are HTML.
#[derive(Debug, Clone, Copy)]
pub struct Head<'a> {
    /// Title and main heading.
    pub title: &'a str,
    /// One line below the heading.
    pub about: &'a str,
    /// What follows it.
    pub lead: &'a str,
    /// What the link past the head says.
    pub skip: &'a str,
    /// Contents, as list items.
    pub links: &'a str,
    /// Version of the program.
    pub version: &'a str,
    /// Last line.
    pub footer: &'a str,
}

/// What a browser may do for a page: show it in its one style, known by its digest. No script is ever run, nothing is
/// loaded, sent or embedded, so that text which slips through as markup could still do nothing.
#[must_use]
pub fn policy() -> String {
    let style = STANDARD.encode(Sha256::digest(STYLE));
    format!(
        "default-src 'none'; script-src 'none'; style-src 'sha256-{style}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
}

/// A whole page.
#[must_use]
pub fn document(head: &Head, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"generator\" content=\"Groundswell {version}\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">{skip}</a>\n\
         <header>\n<h1>{title}</h1>\n<p class=\"about\">{about}</p>\n{lead}</header>\n\
         <main id=\"main\">\n<nav aria-label=\"Contents\">\n<ol>\n{links}</ol>\n</nav>\n\
         {body}</main>\n<footer>\n<p>{footer}</p>\n</footer>\n</body>\n</html>\n",
        policy = policy(),
        version = escape(head.version),
        title = escape(head.title),
        about = escape(head.about),
        lead = head.lead,
        skip = escape(head.skip),
        links = head.links,
        footer = escape(head.footer),
    )
}

/// An entry of the contents.
#[must_use]
pub fn link(id: &str, text: &str) -> String {
    format!("<li><a href=\"#{id}\">{text}</a></li>\n")
}

/// A paragraph, or nothing for an empty text.
#[must_use]
pub fn paragraph(class: &str, text: &str) -> String {
    if text.trim().is_empty() { String::new() } else { format!("<p class=\"{class}\">{}</p>\n", escape(&glue(text))) }
}

/// A list.
#[must_use]
pub fn items<T: AsRef<str>>(texts: &[T]) -> String {
    let lines: String = texts.iter().fold(String::new(), |mut lines, text| {
        let _ = writeln!(lines, "<li>{}</li>", escape(text.as_ref()));
        lines
    });
    format!("<ul>\n{lines}</ul>\n")
}

/// A section with its heading; `id` is its anchor.
#[must_use]
pub fn section(id: &str, heading: &str, body: &str) -> String {
    format!(
        "<section id=\"{id}\" aria-labelledby=\"{id}-heading\">\n<h2 id=\"{id}-heading\">{heading}</h2>\n{body}</section>\n"
    )
}

/// A table with caption and scopes; rows flagged in `bold` stand out.
#[must_use]
pub fn table(table: &Table, bold: &[bool]) -> String {
    let mut html = format!(
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{caption}\">\n<table>\n<caption>{caption}</caption>\n<thead>\n<tr>",
        caption = escape(&table.caption)
    );
    for column in &table.columns {
        let _ = write!(html, "<th scope=\"col\">{}</th>", escape(column));
    }
    html.push_str("</tr>\n</thead>\n<tbody>\n");
    for (at, row) in table.rows.iter().enumerate() {
        html.push_str(if bold.get(at).copied().unwrap_or(false) { "<tr class=\"best\">" } else { "<tr>" });
        for (column, cell) in row.iter().enumerate() {
            let _ = if column == 0 {
                write!(html, "<th scope=\"row\">{}</th>", escape(cell))
            } else {
                write!(html, "<td>{}</td>", escape(cell))
            };
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table>\n</div>\n");
    html
}
