//! Repeatable randomness: every draw is a pure function of who, when and what for.
//!
//! A draw is keyed by (seed, replicate, stream, week, entity, partner) through the counter-based generator
//! Philox4x32-10. There is no state to advance, so the strategies of one replicate meet the same random numbers, any number of
//! threads gives the same bits, and asking for a number changes no other. The strategy is never part of the key;
//! entities are stable identifiers, never storage slots; only draws of the world add the future.

mod keyed;
mod philox;
mod real;
mod sequence;
mod streams;
mod transforms;

pub use keyed::{CommonRandom, KeyedRng, MAX_REPLICATES};
pub use philox::{WIDE, philox4x32, philox4x32_wide};
pub use real::Real;
pub use sequence::Sequence;
pub use streams::Stream;
pub use transforms::{exp2_f32, log2_f32, normal_f32, normal_f64, short_skip_f32, skip_f32, uniform_f32, uniform_f64};

/// Name of the generator, for manifests.
pub const GENERATOR: &str = "Philox4x32-10 (keyed)";
