//! Tables that a scenario has read: their texts, and what was made of them the last time.
//!
//! A scenario in which a value is set reads no file again. Its tables are taken from here, whole where nothing that they
//! are read by has changed (the names of the groups, say), and otherwise from their texts.

use crate::scenario::document::Read;
use crate::scenario::plan::{ObservedPoint, ResidentTable, TieTable};
use crate::scenario::problem::{Problem, Source};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a table was read by, and what was made of it.
type Made<Key, Table> = Option<(Key, Table)>;

/// The residents, and the groups that only their table names.
type Residents = (Arc<ResidentTable>, Vec<String>);

/// Tables that were read.
#[derive(Debug, Clone, Default)]
pub struct TableCache {
    texts: BTreeMap<PathBuf, Arc<Source>>,
    /// By file and names of the groups.
    pub residents: Made<(PathBuf, Vec<String>), Residents>,
    /// By file, residents, and whether rows are said to be directed.
    pub ties: Made<(PathBuf, Arc<ResidentTable>, Option<bool>), Arc<TieTable>>,
    /// By file, scale, names of the groups, and date of week 0.
    pub observed: Made<(PathBuf, f64, Vec<String>, jiff::civil::Date), Vec<ObservedPoint>>,
    /// By file and column.
    pub series: BTreeMap<(PathBuf, Option<String>), Vec<f64>>,
}

impl TableCache {
    /// Keeps the text of a table.
    pub fn keep(&mut self, path: &Path, text: Arc<Source>) {
        self.texts.insert(path.to_owned(), text);
    }

    /// The text of a table, read where it is not kept.
    ///
    /// # Errors
    /// Why it cannot be had.
    pub fn text(&mut self, path: &Path, read: Read<'_>) -> Result<Arc<Source>, Box<Problem>> {
        if let Some(text) = self.texts.get(path) {
            return Ok(Arc::clone(text));
        }
        let text = read(path)?;
        self.keep(path, Arc::clone(&text));
        Ok(text)
    }
}
