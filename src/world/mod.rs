//! Residents, officials, groups, institutions and who talks to whom.
//!
//! A [`Town`] holds what one replicate's strategies share: people with their traits, posts, named contacts and ties.
//! What strategies change lives in [`crate::week::State`].

pub mod network;
mod officials;
mod residents;
mod town;

pub use network::Network;
pub use officials::Officials;
pub use residents::{GroupStart, Residents};
pub use town::{Layout, Town};
