//! The scenario that everybody holds: checked once, read by all, written by nobody.

use super::identity::identity;
use super::origin::Origin;
use super::plan::Contents;
use super::problem::Problems;
use super::write::{Written, to_toml};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// A complete, checked scenario.
///
/// Everything in it can be read as a field (`scenario.place.groups`), and nothing can be written: a value that was not
/// checked, or from which others have been derived, would be no scenario. A copy costs nothing.
///
/// ```compile_fail
/// let mut scenario = groundswell_engine::scenario::Scenario::parse("name = \"Ashby\"\n[place]\nresidents = 500").unwrap();
/// scenario.weeks = 52;
/// ```
#[derive(Clone)]
pub struct Scenario {
    contents: Arc<Contents>,
    /// What it was read from, or the file that would say the same once somebody asks for it.
    origin: Arc<OnceLock<Result<Origin, Problems>>>,
}

impl Scenario {
    /// Holds contents that were made and are known to be right.
    pub(super) fn new(contents: Contents) -> Self {
        Self { contents: Arc::new(contents), origin: Arc::default() }
    }

    /// Holds contents that were read.
    pub(super) fn read(contents: Contents, origin: Origin) -> Self {
        Self { contents: Arc::new(contents), origin: Arc::new(OnceLock::from(Ok(origin))) }
    }

    /// What it was read from.
    pub(super) fn origin(&self) -> Result<&Origin, Problems> {
        self.origin.get_or_init(|| Origin::of_made(self)).as_ref().map_err(Clone::clone)
    }

    /// Its identity: a hash over everything that can change its results, and nothing else.
    #[must_use]
    pub fn identity(&self) -> String {
        identity(self)
    }

    /// The file that says the same in full, with its tables.
    #[must_use]
    pub fn to_toml(&self) -> Written {
        to_toml(self)
    }

    /// The same as its own file in full would have it: a value that is set in it leaves all that was implied as it was.
    #[must_use]
    pub(crate) fn as_written(&self) -> Self {
        Self { contents: Arc::clone(&self.contents), origin: Arc::default() }
    }

    /// What it says, to be written by trusted code: no value is checked, and none that was derived from another follows.
    /// `tests/house.rs` lists who may.
    #[doc(hidden)]
    pub fn contents_mut(&mut self) -> &mut Contents {
        // The file that it was read from says something else from now on.
        if self.origin.get().is_some() || Arc::strong_count(&self.origin) > 1 {
            self.origin = Arc::default();
        }
        Arc::make_mut(&mut self.contents)
    }
}

impl Deref for Scenario {
    type Target = Contents;

    fn deref(&self) -> &Contents {
        &self.contents
    }
}

/// Two scenarios are equal where they say the same, wherever they came from.
impl PartialEq for Scenario {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.contents, &other.contents) || self.contents == other.contents
    }
}

impl std::fmt::Debug for Scenario {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.contents.fmt(out)
    }
}
