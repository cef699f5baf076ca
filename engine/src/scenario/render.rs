//! Problems as people read them (with the line and a caret) and as programs read them (JSON).

use super::legible::{is_hidden, printable};
use super::names::counted;
use super::problem::{Position, Problem};
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use std::borrow::Cow;
use std::ops::Range;

/// Of lines longer than this only the part around the problem is shown (bytes).
const LONGEST_LINE: usize = 400;

/// What is shown of such a line: so much before the problem, and so much from where it begins (bytes).
const WINDOW: (usize, usize) = (40, 100);

/// Problems shown in full; the rest is counted.
const MOST_SHOWN: usize = 60;

/// Renders problems for people, each with its line, a caret and what to do.
#[must_use]
pub fn text(problems: &[Problem], colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() }.term_width(160);
    let mut shown: Vec<String> = problems.iter().take(MOST_SHOWN).map(|problem| one(problem, &renderer)).collect();
    if problems.len() > MOST_SHOWN {
        shown.push(format!("... and {}", counted(problems.len() - MOST_SHOWN, "more problem")));
    }
    shown.join("\n\n")
}

fn one(problem: &Problem, renderer: &Renderer) -> String {
    let level = if problem.is_warning() { Level::WARNING } else { Level::ERROR };
    let mut group =
        level.primary_title(printable(&problem.message)).id(problem.code.name()).elements(Vec::<Origin>::new());
    let mut moved = None;
    if let Some(place) = &problem.place {
        let (line, column) = place.source.line_column(place.span.start);
        match excerpt(place) {
            Some(excerpt) => {
                let (text, span) = seen(&excerpt.text, &excerpt.span);
                let label = (!problem.label.is_empty()).then(|| printable(&problem.label));
                let path = printable(&place.source.name);
                if excerpt.is_window {
                    // Columns are counted in what is shown, and a window begins further right.
                    let shown = text[..span.start].chars().count() + 1;
                    moved = Some([shown, column].map(|column| format!("{path}:{line}:{column}")));
                }
                let annotation = AnnotationKind::Primary.span(span).label(label);
                let snippet = Snippet::source(text).path(path).line_start(line);
                group = group.element(snippet.annotation(annotation));
            }
            None => {
                group = group.element(Origin::path(printable(&place.source.name)).line(line).char_column(column));
            }
        }
    }
    for help in &problem.help {
        group = group.element(Level::HELP.message(printable(help)));
    }
    let text = renderer.render(&[group]);
    match moved {
        Some([shown, meant]) => text.replacen(&shown, &meant, 1),
        None => text,
    }
}

/// What is shown of the file.
struct Excerpt<'a> {
    /// The line a problem is in, or a window of it.
    text: Cow<'a, str>,
    /// The part to underline.
    span: Range<usize>,
    /// Whether it is a part of the line only.
    is_window: bool,
}

/// The line a problem is in, or the part around the problem where the line is long.
fn excerpt(place: &Position) -> Option<Excerpt<'_>> {
    let text = &place.source.text;
    let start = text.floor_char_boundary(place.span.start.min(text.len()));
    let end = text.ceil_char_boundary(place.span.end.clamp(start, text.len()));
    let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
    let line_end = line_end - usize::from(text[line_start..line_end].ends_with('\r') && line_end > start);
    let line = &text[line_start..line_end];
    // A place at the very end of a file or line still deserves a caret; an empty line has nothing to show.
    let from = (start - line_start).min(line.len());
    let span = from..(end.min(line_end) - line_start).max(from);
    let excerpt = if line.len() <= LONGEST_LINE {
        Excerpt { text: Cow::Borrowed(line), span, is_window: false }
    } else {
        window(line, span)
    };
    (!excerpt.text.trim().is_empty()).then_some(excerpt)
}

/// The part of a long line around a problem, with … for what is left out on either side.
fn window(line: &str, span: Range<usize>) -> Excerpt<'_> {
    let (before, after) = WINDOW;
    let from = line.floor_char_boundary(span.start.saturating_sub(before));
    let to = line.ceil_char_boundary((span.start + after).min(line.len()));
    let left = if from > 0 { "…" } else { "" };
    let right = if to < line.len() { "…" } else { "" };
    let moved = |at: usize| at.min(to) - from + left.len();
    Excerpt {
        text: Cow::Owned(format!("{left}{}{right}", &line[from..to])),
        span: moved(span.start)..moved(span.end),
        is_window: true,
    }
}

/// A line with what could steer a terminal or cannot be seen replaced, and where the part to underline is then.
fn seen(line: &str, span: &Range<usize>) -> (String, Range<usize>) {
    let safe = |part: &str| -> String {
        part.chars().map(|c| if c != '\t' && is_hidden(c) { '\u{fffd}' } else { c }).collect()
    };
    // The mark at the start of a file belongs to no line that a person has written.
    let mark = line.strip_prefix('\u{feff}').filter(|rest| !rest.is_empty()).map_or(0, |rest| line.len() - rest.len());
    let part = |end: usize| safe(&line[mark..end.max(mark)]).len();
    (safe(&line[mark..]), part(span.start)..part(span.end))
}
