//! The scenario that everybody holds: checked once, read by all, written by nobody.

use super::plan::Contents;
use std::ops::Deref;
use std::sync::Arc;

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
}

impl Scenario {
    /// Holds contents that are known to be right.
    pub(crate) fn new(contents: Contents) -> Self {
        Self { contents: Arc::new(contents) }
    }

    /// What it says, to be written by trusted code: no value is checked, and none that was derived from another follows.
    /// `tests/house.rs` lists who may.
    #[doc(hidden)]
    pub fn contents_mut(&mut self) -> &mut Contents {
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
