//! What a declaration of a measure becomes.

/// Declares the measures in catalogue order, which is the order of columns and rows in files:
///
/// ```text
/// Name "name_in_files": Unit, "Meaning.",
///     shows [parts of the model that it shows], needs [processes without which its state never moves],
///     series [Subject Cadence Only, ...],
///     |at| value in one lane, of one entity;
/// ```
macro_rules! measures {
    ($($name:ident $file:literal: $unit:ident, $meaning:literal,
        shows [$($part:ident)*], needs [$($process:ident)*],
        series [$($subject:ident $cadence:ident $($only:ident)?),*],
        |$at:ident| $read:expr;)*) => {
        /// What is measured.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(clippy::doc_markdown, reason = "the meanings are texts for files and pages as well")]
        pub enum Measure {
            $(#[doc = $meaning] $name,)*
        }

        impl Measure {
            /// Every measure, in catalogue order.
            pub const ALL: [Self; [$(stringify!($name)),*].len()] = [$(Self::$name),*];

            /// Name in files.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $file),* }
            }

            /// Unit.
            #[must_use]
            pub const fn unit(self) -> MeasureUnit {
                match self { $(Self::$name => MeasureUnit::$unit),* }
            }

            /// Meaning in one line.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning),* }
            }

            /// Parts of the model that it shows, by name.
            #[must_use]
            pub const fn shows(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$(stringify!($part)),*]),* }
            }

            /// Of whom it is recorded, and how often.
            #[must_use]
            pub const fn series(self) -> &'static [Series] {
                match self {
                    $(Self::$name => &[$(Series {
                        subject: Subject::$subject,
                        cadence: super::Cadence::$cadence,
                        only: [$(Only::$only,)? Only::Always][0],
                    }),*],)*
                }
            }

            /// Whether its state can move: that of a process that is off never does, and is not written down.
            pub(super) const fn moves(self, processes: &Processes) -> bool {
                match self { $(Self::$name => true $(&& processes.$process)*),* }
            }

            /// The value in one lane, of one entity.
            pub(super) fn read<const L: usize>(self, at: &At<'_, '_, L>) -> Option<f64> {
                match self {
                    $(Self::$name => {
                        let $at = at;
                        Some($read)
                    })*
                }
            }
        }
    };
}

pub(super) use measures;
