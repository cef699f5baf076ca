//! What is measured and written down.

mod layout;
pub mod measures;
mod recorder;
pub mod standing;
mod survey;
pub(crate) mod value;

pub use layout::{Cadence, RecordLayout, SeriesKey, is_trust_of_all};
pub use measures::{EntityScale, Measure, MeasureUnit};
pub use recorder::{LaneRecord, Recorder};
pub use standing::Standing;
