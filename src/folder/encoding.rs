//! Records as bytes: one list of fields for writing and reading, so that the two cannot drift apart.
//!
//! A type that gains a field fails to compile in its [`encoded!`] line below; add the field there and raise [`FORMAT`].

use crate::experiment::{AnotherLuck, Beginning, Moved, Probe};
use crate::record::{LaneRecord, Standing};
use crate::start::{GroupReport, Start, StartError};
use crate::world::GroupStart;

/// Version of everything below: raise it whenever a list of fields changes.
pub(super) const FORMAT: u32 = 7;

/// A value that can be written down and read back, bit for bit.
pub(super) trait Encode: Sized {
    /// Appends the value.
    fn put(&self, out: &mut Vec<u8>);
    /// Takes the value from the front of what is left; `None` if it is not there.
    fn fetch(rest: &mut &[u8]) -> Option<Self>;
}

/// Numbers of fixed size, little end first.
macro_rules! numbers {
    ($($number:ty)*) => {$(
        impl Encode for $number {
            fn put(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }

            fn fetch(rest: &mut &[u8]) -> Option<Self> {
                let (value, left) = rest.split_first_chunk()?;
                *rest = left;
                Some(Self::from_le_bytes(*value))
            }
        }
    )*};
}

numbers! { u8 u16 u32 u64 i32 i64 f32 f64 }

/// Structures, field by field.
macro_rules! encoded {
    ($name:ty { $($field:ident),* $(,)? }) => {
        impl Encode for $name {
            fn put(&self, out: &mut Vec<u8>) {
                $(self.$field.put(out);)*
            }

            fn fetch(rest: &mut &[u8]) -> Option<Self> {
                Some(Self { $($field: Encode::fetch(rest)?),* })
            }
        }
    };
}

encoded!(LaneRecord { series, weekly_trust, spent, standing, ledger });
encoded!(Standing {
    members,
    trust,
    baseline,
    reached,
    trust_reached,
    baseline_reached,
    met,
    before,
    worse,
    much_worse
});
encoded!(Start { groups, felt, reports });
encoded!(GroupStart { disposition_mean, disposition_sd, personal_sd, treatment });
encoded!(GroupReport { mean, sd, drift });
encoded!(AnotherLuck { world, gain, point_years, spend });
encoded!(Probe { input, value, worlds });
encoded!(Moved { group, stated, begun });
encoded!(StartError { group, name, stated, low, high });

impl Encode for String {
    fn put(&self, out: &mut Vec<u8>) {
        self.len().put(out);
        out.extend_from_slice(self.as_bytes());
    }

    fn fetch(rest: &mut &[u8]) -> Option<Self> {
        let length = usize::fetch(rest)?;
        let (text, left) = rest.split_at_checked(length)?;
        *rest = left;
        Self::from_utf8(text.to_vec()).ok()
    }
}

impl Encode for Beginning {
    fn put(&self, out: &mut Vec<u8>) {
        match self {
            Self::Stated => 0_u8.put(out),
            Self::Nearest(moved) => {
                1_u8.put(out);
                moved.put(out);
            }
            Self::None(error) => {
                2_u8.put(out);
                error.put(out);
            }
        }
    }

    fn fetch(rest: &mut &[u8]) -> Option<Self> {
        Some(match u8::fetch(rest)? {
            0 => Self::Stated,
            1 => Self::Nearest(Encode::fetch(rest)?),
            2 => Self::None(Encode::fetch(rest)?),
            _ => return None,
        })
    }
}

impl Encode for usize {
    fn put(&self, out: &mut Vec<u8>) {
        (*self as u64).put(out);
    }

    fn fetch(rest: &mut &[u8]) -> Option<Self> {
        Self::try_from(u64::fetch(rest)?).ok()
    }
}

impl Encode for bool {
    fn put(&self, out: &mut Vec<u8>) {
        u8::from(*self).put(out);
    }

    fn fetch(rest: &mut &[u8]) -> Option<Self> {
        match u8::fetch(rest)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.len().put(out);
        for value in self {
            value.put(out);
        }
    }

    fn fetch(rest: &mut &[u8]) -> Option<Self> {
        // What a damaged file claims to hold is not believed: every value takes at least a byte.
        let length = usize::fetch(rest)?;
        (length <= rest.len()).then(|| (0..length).map(|_| T::fetch(rest)).collect())?
    }
}

impl<T: Encode> Encode for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.is_some().put(out);
        if let Some(value) = self {
            value.put(out);
        }
    }

    fn fetch(rest: &mut &[u8]) -> Option<Self> {
        if bool::fetch(rest)? { Some(Some(T::fetch(rest)?)) } else { Some(None) }
    }
}

impl<T: Encode, const N: usize> Encode for [T; N] {
    fn put(&self, out: &mut Vec<u8>) {
        for value in self {
            value.put(out);
        }
    }

    fn fetch(rest: &mut &[u8]) -> Option<Self> {
        let values: Option<Vec<T>> = (0..N).map(|_| T::fetch(rest)).collect();
        values?.try_into().ok()
    }
}

impl<A: Encode, B: Encode> Encode for (A, B) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
    }

    fn fetch(rest: &mut &[u8]) -> Option<Self> {
        Some((A::fetch(rest)?, B::fetch(rest)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_bit_for_bit() {
        let lane = LaneRecord {
            series: vec![vec![0.5, f32::MIN_POSITIVE, -0.0], vec![]],
            weekly_trust: vec![vec![0.1, f64::MAX], vec![]],
            spent: vec![[1.0, 2.0, 3.0]],
            standing: vec![Standing { members: 4.0, trust: 2.5, ..Standing::default() }],
            ledger: vec![0.25, -0.5],
        };
        let mut bytes = Vec::new();
        (Some(lane.clone()), true).put(&mut bytes);
        let mut rest = bytes.as_slice();
        assert_eq!(<(Option<LaneRecord>, bool)>::fetch(&mut rest), Some((Some(lane), true)));
        assert!(rest.is_empty());
        for end in 0..bytes.len() {
            assert_eq!(<(Option<LaneRecord>, bool)>::fetch(&mut &bytes[..end]), None);
        }
    }

    #[test]
    fn a_length_that_is_not_there_is_not_believed() {
        let mut bytes = Vec::new();
        u64::MAX.put(&mut bytes);
        assert_eq!(Vec::<f64>::fetch(&mut bytes.as_slice()), None);
    }
}
