//! The texts that a scenario was read from: its file, and the settings made since.
//!
//! Settings lie behind the end of the file as if they were written there, so that a place in any of the texts is one
//! range of bytes and the reader need not know which of them it reads.

use super::problem::{Position, Source};
use super::tree::Table;
use std::ops::Range;
use std::sync::Arc;

/// Texts of settings that are kept before those that no longer say anything are looked for.
const MOST: usize = 16;

/// A file and the settings made since.
#[derive(Debug, Clone)]
pub struct Texts {
    /// The file.
    pub file: Arc<Source>,
    settings: Vec<Lines>,
}

/// Settings that were made at once, a line for each.
#[derive(Debug, Clone)]
struct Lines {
    /// The byte at which they begin, counted on from the file's.
    start: usize,
    source: Arc<Source>,
    /// Values that were typed without the quotes of a text, from the first byte of these lines.
    bare: Arc<[Range<usize>]>,
}

impl Texts {
    /// A file alone.
    pub fn new(file: &Arc<Source>) -> Self {
        Self { file: Arc::clone(file), settings: Vec::new() }
    }

    /// The byte at which the next settings will begin.
    pub fn end(&self) -> usize {
        // One byte stays free, so that the end of one text is not the beginning of the next.
        self.settings.last().map_or(self.file.text.len(), |last| last.start + last.source.text.len()) + 1
    }

    /// Adds settings; `bare` are the values among them that were typed without quotes.
    pub fn add(&mut self, source: Arc<Source>, bare: Vec<Range<usize>>) {
        let start = self.end();
        self.settings.push(Lines { start, source, bare: bare.into() });
    }

    /// The settings that a byte lies in.
    fn lines(&self, byte: usize) -> Option<&Lines> {
        self.settings[..self.settings.partition_point(|lines| lines.start <= byte)].last()
    }

    /// What problems call a place.
    pub fn place(&self, span: Range<usize>) -> Position {
        match self.lines(span.start) {
            Some(lines) => {
                let span = span.start - lines.start..span.end.max(span.start) - lines.start;
                Position { source: Arc::clone(&lines.source), span }
            }
            None => Position { source: Arc::clone(&self.file), span },
        }
    }

    /// What is written at a place.
    pub fn written(&self, span: Range<usize>) -> &str {
        match self.lines(span.start) {
            Some(lines) => lines.source.text.get(span.start - lines.start..span.end - lines.start),
            None => self.file.text.get(span),
        }
        .unwrap_or_default()
    }

    /// What was typed there, if it was a setting without quotes: it may be meant as a text, whatever it looks like.
    pub fn bare(&self, span: Range<usize>) -> Option<&str> {
        let lines = self.lines(span.start)?;
        let within = span.start - lines.start..span.end - lines.start;
        lines.bare.contains(&within).then(|| lines.source.text.get(within))?
    }

    /// Forgets settings that later ones have replaced, once there are many.
    pub fn tidy(&mut self, document: &Table) {
        if self.settings.len() <= MOST {
            return;
        }
        let mut used = vec![false; self.settings.len()];
        let mut mark = |byte: usize| {
            let at = self.settings.partition_point(|lines| lines.start <= byte);
            if let Some(used) = at.checked_sub(1).and_then(|at| used.get_mut(at)) {
                *used = true;
            }
        };
        document.each_place(&mut mark);
        // The last one says where the next begin.
        used.pop();
        used.push(true);
        let mut used = used.into_iter();
        self.settings.retain(|_| used.next().unwrap_or(true));
    }
}
