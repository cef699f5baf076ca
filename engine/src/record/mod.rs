//! What is measured and written down.

mod catalogue;
mod layout;
pub mod measures;
mod recorder;
pub mod standing;
mod survey;
pub(crate) mod value;

pub use layout::{Cadence, Only, RecordLayout, Series, SeriesKey, Subject, is_trust_of_all};
pub use measures::{EntityScale, Measure, MeasureUnit};
pub use recorder::{LaneRecord, Recorder};
pub use standing::Standing;
