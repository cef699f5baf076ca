//! A page before it is HTML or Markdown: the same blocks make both.

use std::fmt::Write as _;

use crate::figure::chart::{Table, escape};
use crate::figure::text::glue;
use crate::report::html;

/// A part of a page.
#[derive(Debug, Clone)]
pub(super) enum Block {
    /// A section with its anchor.
    Section(&'static str, &'static str),
    /// A heading inside a section.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// A paragraph that begins with a word in bold.
    Named(&'static str, String),
    /// A list.
    Items(Vec<String>),
    /// A table.
    Table(Table),
}

/// The body of an HTML page, with the entries of its contents.
pub(super) fn to_html(blocks: &[Block]) -> (String, String) {
    let (mut body, mut links, mut open) = (String::new(), String::new(), None);
    let mut section = String::new();
    let close = |body: &mut String, section: &mut String, open: Option<(&str, &str)>| {
        if let Some((id, heading)) = open {
            body.push_str(&html::section(id, &escape(heading), section));
            section.clear();
        }
    };
    for block in blocks {
        match block {
            Block::Section(id, heading) => {
                close(&mut body, &mut section, open);
                open = Some((*id, *heading));
                links.push_str(&html::link(id, &escape(heading)));
            }
            Block::Heading(text) => {
                let _ = writeln!(section, "<h3>{}</h3>", escape(&glue(text)));
            }
            Block::Text(text) => section.push_str(&html::paragraph("text", text)),
            Block::Named(name, text) => {
                let _ = writeln!(section, "<p><strong>{}</strong> {}</p>", escape(name), escape(&glue(text)));
            }
            Block::Items(items) => section.push_str(&html::items(items)),
            Block::Table(table) => section.push_str(&html::table(table, &[])),
        }
    }
    close(&mut body, &mut section, open);
    (body, links)
}

/// The same as Markdown.
pub(super) fn to_markdown(title: &str, blocks: &[Block]) -> String {
    let mut text = format!("# {title}\n");
    for block in blocks {
        let _ = match block {
            Block::Section(_, heading) => write!(text, "\n## {heading}\n"),
            Block::Heading(heading) => write!(text, "\n### {}\n", safe(heading)),
            Block::Text(paragraph) => write!(text, "\n{}\n", filled(&safe(paragraph), "")),
            Block::Named(name, paragraph) => {
                write!(text, "\n{}\n", filled(&format!("**{name}** {}", safe(paragraph)), ""))
            }
            Block::Items(items) => {
                text.push('\n');
                for item in items {
                    text.push_str("- ");
                    text.push_str(&filled(&safe(item), "  "));
                    text.push('\n');
                }
                Ok(())
            }
            Block::Table(table) => {
                let row = |cells: &[String]| {
                    format!("| {} |\n", cells.iter().map(|c| safe(c)).collect::<Vec<_>>().join(" | "))
                };
                text.push('\n');
                text.push_str(&row(&table.columns));
                text.push('|');
                text.push_str(&"---|".repeat(table.columns.len()));
                text.push('\n');
                for cells in &table.rows {
                    text.push_str(&row(cells));
                }
                Ok(())
            }
        };
    }
    text
}

/// Escapes what Markdown would take for markup.
fn safe(text: &str) -> String {
    let mut found = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '|' | '*' | '_' | '<' | '`' | '[' | ']') {
            found.push('\\');
        }
        found.push(letter);
    }
    found
}

/// Breaks a paragraph into lines of at most 120 characters; lines after the first begin with `indent`.
fn filled(text: &str, indent: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= 120 => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) => lines.push(format!("{indent}{word}")),
            None => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_renderings_carry_the_same_content() {
        let mut table = Table::new("Sizes", &["what", "size"]);
        table.rows.push(vec!["a | b".to_owned(), "1 %".to_owned()]);
        let blocks = [
            Block::Section("first", "What is it?"),
            Block::Heading("SF1: holds".to_owned()),
            Block::Named("Claim.", "r < s".to_owned()),
            Block::Items(vec!["one".to_owned()]),
            Block::Table(table),
        ];
        let (body, links) = to_html(&blocks);
        assert!(links.contains("#first") && body.contains("<h3>SF1: holds</h3>") && body.contains("r &lt; s"));
        assert!(body.contains("<th scope=\"row\">a | b</th>"));
        let markdown = to_markdown("Evidence", &blocks);
        assert!(markdown.contains("## What is it?") && markdown.contains("**Claim.** r \\< s"));
        assert!(markdown.contains("| a \\| b | 1 % |") && markdown.contains("|---|---|"));
    }
}
