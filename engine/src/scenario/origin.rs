//! What a scenario was read from, kept so that a value in it can be set and everything be read and checked again.

use super::document;
use super::handle::Scenario;
use super::import::TableCache;
use super::load::Overrides;
use super::problem::{Problem, Problems, Source};
use super::texts::Texts;
use super::tree::Table;
use super::write::{Written, to_toml};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A document with its texts and tables.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The file and the settings made since.
    pub texts: Texts,
    /// What they say together.
    pub document: Table,
    /// Tables that were read.
    pub tables: TableCache,
    /// What the command line says otherwise.
    pub overrides: Overrides,
    /// Folder that the names of tables are relative to.
    pub folder: PathBuf,
}

impl Origin {
    /// Takes a file apart; what is wrong with it so far is added to `problems`.
    ///
    /// # Errors
    /// The text cannot be understood, and all problems so far say why.
    pub fn new(
        source: &Arc<Source>,
        folder: &Path,
        overrides: &Overrides,
        problems: &mut Vec<Problem>,
    ) -> Result<Self, Problems> {
        let Some(document) = document::parse(source, problems) else {
            return Err(Problems::sorted(std::mem::take(problems), &source.name));
        };
        Ok(Self {
            texts: Texts::new(source),
            document,
            tables: TableCache::default(),
            overrides: *overrides,
            folder: folder.to_owned(),
        })
    }

    /// That of a scenario which was not read but made: the file that says the same.
    ///
    /// # Errors
    /// Trusted code has made something that no file could say.
    pub fn of_made(scenario: &Scenario) -> Result<Self, Problems> {
        let Written { toml, tables } = to_toml(scenario);
        let source = Source::new("scenario.toml", toml);
        let mut problems = Vec::new();
        let mut origin = Self::new(&source, Path::new(""), &Overrides::default(), &mut problems)?;
        for (name, text) in tables {
            origin.tables.keep(Path::new(&name), Source::new(name.as_str(), text));
        }
        Ok(origin)
    }
}
