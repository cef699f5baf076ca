//! Residents, officials, groups, institutions and who talks to whom.
//!
//! A [`Town`] holds what one replicate's strategies share: people with their dispositions, posts, named contacts and ties.
//! What strategies change lives in [`crate::week::State`].

mod audience;
mod dispositions;
mod natures;
pub mod network;
mod officials;
mod residents;
mod town;

pub use audience::Audience;
pub use dispositions::Dispositions;
pub use natures::{Course, Nature, Natures, STEP, Standing};
pub use network::Network;
pub use officials::Officials;
pub use residents::{GroupStart, Residents, dispositions_stated, highest_propensity, propensity};
pub use town::{Layout, Town};
