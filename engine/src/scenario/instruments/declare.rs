//! The form in which instruments are declared.

/// Makes the type [`Instrument`](super::Instrument), its table and `each_instrument!` from one block for each.
///
/// `each_instrument!(use_them)` calls `use_them! { Variant module; ... }`, with the module of `week/programme/` that does an
/// instrument's work, or without one where it is nothing but a lever: the layers below make their modules and their
/// dispatch of that, so that a new instrument is named in none of them.
///
/// The dollar sign comes as an argument because only so can a macro be made that has arguments of its own.
macro_rules! instruments {
    (($dollar:tt) $(
        $(#[$doc:meta])*
        $variant:ident $name:literal $scale:ident {
            meaning: $meaning:literal,
            words: $words:literal,
            $(beyond: $beyond:literal,)?
            costs: [$($cost:ident),* $(,)?],
            parts: [$($part:ident),*],
            targets: $targets:ident,
            keys: [$($key:ident),*],
            $(leaves_evidence: $evidence:literal,)?
            $(needs: [$($process:ident),*],)?
            $(idle: $idle:expr,)?
            $(lever: $lever:expr,)?
            $(work: $module:ident,)?
        }
    )*) => {
        /// What money can buy.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Instrument {
            $($(#[$doc])* $variant,)*
        }

        impl Instrument {
            /// Every instrument. Draws are keyed by the place in this list: append, never reorder.
            pub const ALL: [Self; DECLARED.len()] = [$(Self::$variant),*];
        }

        pub(super) const DECLARED: &[super::Declared] = &[$(super::Declared {
            name: $name,
            scale: super::Scale::$scale,
            meaning: $meaning,
            words: $words,
            beyond: instruments!(@some $($beyond)?),
            costs: &[$(stringify!($cost)),*],
            parts: &[$(stringify!($part)),*],
            targets: super::Targets::$targets,
            keys: &[$(super::Key::$key),*],
            leaves_evidence: instruments!(@is $($evidence)?),
            needs: &[$($((stringify!($process), |on| on.$process)),*)?],
            idle: instruments!(@some $($idle)?),
            lever: instruments!(@some $($lever)?),
            file: instruments!(@file $($module)?),
        }),*];

        /// Hands all instruments to a macro, each with the module that does its work.
        macro_rules! each_instrument {
            ($dollar with:ident) => { $dollar with! { $($variant $($module)?;)* } };
        }
        pub(crate) use each_instrument;
    };
    (@some) => { None };
    (@some $given:expr) => { Some($given) };
    (@is) => { false };
    (@is $given:expr) => { $given };
    (@file) => { "engine/src/week/programme/effort.rs" };
    (@file $module:ident) => { concat!("engine/src/week/programme/", stringify!($module), ".rs") };
}
pub(super) use instruments;
