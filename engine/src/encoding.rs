//! States as bytes, piece by piece: what is written down is read back into a value that is there already.
//!
//! Numbers are written little end first, lists with their length. A value is read into one of the same shape, such as a state that
//! was just forked, so that a large one needs no second copy in memory; what does not fit is refused.

use std::collections::VecDeque;

/// Bytes that are handed over at a time.
const PIECE: usize = 1 << 18;

/// Where bytes go.
pub struct ByteSink<'a> {
    piece: Vec<u8>,
    write: &'a mut dyn FnMut(&[u8]),
}

impl std::fmt::Debug for ByteSink<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("ByteSink").field("waiting", &self.piece.len()).finish_non_exhaustive()
    }
}

impl<'a> ByteSink<'a> {
    /// A sink that hands pieces on.
    pub fn new(write: &'a mut dyn FnMut(&[u8])) -> Self {
        Self { piece: Vec::with_capacity(2 * PIECE), write }
    }

    #[inline]
    fn put(&mut self, bytes: &[u8]) {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            self.finish();
        }
    }

    /// Hands on what is left.
    pub fn finish(&mut self) {
        (self.write)(&self.piece);
        self.piece.clear();
    }
}

/// Fills bytes from where they come from; whether all of them were to be had.
pub type Fill<'a> = dyn FnMut(&mut [u8]) -> bool + 'a;

/// Where bytes come from.
pub struct ByteSource<'a> {
    piece: Vec<u8>,
    at: usize,
    /// Bytes that are still to come behind this piece.
    beyond: u64,
    fill: Box<Fill<'a>>,
}

impl std::fmt::Debug for ByteSource<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("ByteSource").field("left", &self.left()).finish_non_exhaustive()
    }
}

impl<'a> ByteSource<'a> {
    /// A source of so many bytes.
    #[must_use]
    pub fn new(bytes: u64, fill: Box<Fill<'a>>) -> Self {
        Self { piece: Vec::new(), at: 0, beyond: bytes, fill }
    }

    /// How many bytes are left.
    #[must_use]
    pub fn left(&self) -> u64 {
        self.beyond + (self.piece.len() - self.at) as u64
    }

    #[inline]
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        if self.piece.len() - self.at < N {
            self.next_piece()?;
        }
        let bytes = self.piece.get(self.at..self.at + N)?;
        self.at += N;
        bytes.try_into().ok()
    }

    fn next_piece(&mut self) -> Option<()> {
        self.piece.drain(..self.at);
        self.at = 0;
        let kept = self.piece.len();
        let more = self.beyond.min(PIECE as u64);
        self.piece.resize(kept + more as usize, 0);
        self.beyond -= more;
        (self.fill)(&mut self.piece[kept..]).then_some(())
    }
}

/// A value that can be written down and read back, bit for bit.
pub trait Stored: Clone {
    /// Writes the value.
    fn store(&self, to: &mut ByteSink<'_>);

    /// Reads into the value; `None` if what is there is no such value. It is then of no use any more.
    fn restore(&mut self, from: &mut ByteSource<'_>) -> Option<()>;

    /// A value to read into, for lists whose length is not known before; `None` where it always is.
    #[must_use]
    fn empty() -> Option<Self> {
        None
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {$(
        impl Stored for $number {
            #[inline]
            fn store(&self, to: &mut ByteSink<'_>) {
                to.put(&self.to_le_bytes());
            }

            #[inline]
            fn restore(&mut self, from: &mut ByteSource<'_>) -> Option<()> {
                *self = Self::from_le_bytes(from.take()?);
                Some(())
            }

            fn empty() -> Option<Self> {
                Some(Self::default())
            }
        }
    )*};
}

numbers! { u8 u16 u32 u64 f32 f64 }

impl Stored for usize {
    fn store(&self, to: &mut ByteSink<'_>) {
        (*self as u64).store(to);
    }

    fn restore(&mut self, from: &mut ByteSource<'_>) -> Option<()> {
        *self = Self::try_from(u64::from_le_bytes(from.take()?)).ok()?;
        Some(())
    }

    fn empty() -> Option<Self> {
        Some(0)
    }
}

impl Stored for bool {
    fn store(&self, to: &mut ByteSink<'_>) {
        u8::from(*self).store(to);
    }

    fn restore(&mut self, from: &mut ByteSource<'_>) -> Option<()> {
        *self = match from.take()? {
            [0] => false,
            [1] => true,
            _ => return None,
        };
        Some(())
    }

    fn empty() -> Option<Self> {
        Some(false)
    }
}

impl<T: Stored, const N: usize> Stored for [T; N] {
    #[inline]
    fn store(&self, to: &mut ByteSink<'_>) {
        for value in self {
            value.store(to);
        }
    }

    #[inline]
    fn restore(&mut self, from: &mut ByteSource<'_>) -> Option<()> {
        self.iter_mut().try_for_each(|value| value.restore(from))
    }

    fn empty() -> Option<Self> {
        let value = T::empty()?;
        Some(core::array::from_fn(|_| value.clone()))
    }
}

/// Changes the length of a list that is about to be read, if so much can still come.
fn lengthen<T: Stored>(now: usize, from: &mut ByteSource<'_>, resize: impl FnOnce(usize, T)) -> Option<()> {
    let mut length = 0_usize;
    length.restore(from)?;
    if length != now {
        // In memory a value takes a few times as much as written down, at most.
        let bytes = (length as u64).checked_mul(size_of::<T>() as u64)?;
        if bytes > from.left().saturating_mul(8) {
            return None;
        }
        resize(length, T::empty()?);
    }
    Some(())
}

impl<T: Stored> Stored for Vec<T> {
    fn store(&self, to: &mut ByteSink<'_>) {
        self.len().store(to);
        for value in self {
            value.store(to);
        }
    }

    fn restore(&mut self, from: &mut ByteSource<'_>) -> Option<()> {
        lengthen(self.len(), from, |length, value| {
            self.reserve_exact(length.saturating_sub(self.len()));
            self.resize(length, value);
        })?;
        self.iter_mut().try_for_each(|value| value.restore(from))
    }

    fn empty() -> Option<Self> {
        Some(Self::new())
    }
}

impl<T: Stored> Stored for VecDeque<T> {
    fn store(&self, to: &mut ByteSink<'_>) {
        self.len().store(to);
        for value in self {
            value.store(to);
        }
    }

    fn restore(&mut self, from: &mut ByteSource<'_>) -> Option<()> {
        lengthen(self.len(), from, |length, value| self.resize(length, value))?;
        self.iter_mut().try_for_each(|value| value.restore(from))
    }
}

/// What is there or not is known before.
impl<T: Stored> Stored for Option<T> {
    fn store(&self, to: &mut ByteSink<'_>) {
        self.is_some().store(to);
        if let Some(value) = self {
            value.store(to);
        }
    }

    fn restore(&mut self, from: &mut ByteSource<'_>) -> Option<()> {
        let mut there = false;
        there.restore(from)?;
        if there != self.is_some() {
            *self = if there { Some(T::empty()?) } else { None };
        }
        self.iter_mut().try_for_each(|value| value.restore(from))
    }

    fn empty() -> Option<Self> {
        Some(None)
    }
}

macro_rules! tuples {
    ($(($($name:ident $at:tt),*))*) => {$(
        impl<$($name: Stored),*> Stored for ($($name,)*) {
            fn store(&self, to: &mut ByteSink<'_>) {
                $(self.$at.store(to);)*
            }

            fn restore(&mut self, from: &mut ByteSource<'_>) -> Option<()> {
                $(self.$at.restore(from)?;)*
                Some(())
            }

            fn empty() -> Option<Self> {
                Some(($($name::empty()?,)*))
            }
        }
    )*};
}

tuples! { (A 0, B 1) (A 0, B 1, C 2, D 3) }

impl Stored for String {
    fn store(&self, to: &mut ByteSink<'_>) {
        self.as_bytes().to_vec().store(to);
    }

    fn restore(&mut self, from: &mut ByteSource<'_>) -> Option<()> {
        let mut bytes = Vec::new();
        bytes.restore(from)?;
        *self = Self::from_utf8(bytes).ok()?;
        Some(())
    }
}

/// Structures, field by field. Every field is named: those behind `known` are there before a value is read, and are not written. One
/// that is added to the structure alone does not compile. `empty` is a value to read into.
macro_rules! stored {
    ($name:ident$(<$lanes:ident>)? { $($field:ident),* $(,)? } $(known { $($known:ident),* })? $(empty $empty:expr)?) => {
        impl$(<const $lanes: usize>)? $crate::encoding::Stored for $name$(<$lanes>)? {
            fn store(&self, to: &mut $crate::encoding::ByteSink<'_>) {
                let Self { $($field,)* $($($known: _,)*)? } = self;
                $($field.store(to);)*
            }

            fn restore(&mut self, from: &mut $crate::encoding::ByteSource<'_>) -> Option<()> {
                let Self { $($field,)* $($($known: _,)*)? } = self;
                $($field.restore(from)?;)*
                Some(())
            }

            $(fn empty() -> Option<Self> {
                Some($empty)
            })?
        }
    };
}
pub(crate) use stored;

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes_of(value: &impl Stored) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut write = |piece: &[u8]| bytes.extend_from_slice(piece);
        let mut sink = ByteSink::new(&mut write);
        value.store(&mut sink);
        sink.finish();
        bytes
    }

    fn read<T: Stored>(mut into: T, bytes: &[u8]) -> Option<T> {
        let mut rest = bytes;
        let fill = move |piece: &mut [u8]| {
            let Some((now, later)) = rest.split_at_checked(piece.len()) else { return false };
            piece.copy_from_slice(now);
            rest = later;
            true
        };
        let mut source = ByteSource::new(bytes.len() as u64, Box::new(fill));
        into.restore(&mut source)?;
        (source.left() == 0).then_some(into)
    }

    #[derive(Debug, Clone, PartialEq)]
    struct Some3<const L: usize> {
        lanes: Vec<[f32; L]>,
        named: Option<u16>,
        told: VecDeque<f64>,
        fixed: u8,
    }

    stored!(Some3<L> { lanes, named, told } known { fixed });

    #[test]
    fn what_is_written_is_read_into_something_of_its_kind() {
        let value = Some3::<3> {
            // Longer than a piece, and no multiple of one.
            lanes: (0..PIECE as u32).map(|at| [at as f32, -0.0, f32::MIN_POSITIVE]).collect(),
            named: Some(7),
            told: [0.5, 1e300].into(),
            fixed: 1,
        };
        let bytes = bytes_of(&value);
        for (lanes, fixed) in [(value.lanes.len(), 1), (0, 9), (1_000_000, 9)] {
            let into = Some3 { lanes: vec![[1.0; 3]; lanes], named: None, told: VecDeque::new(), fixed };
            assert_eq!(read(into, &bytes), Some(Some3 { fixed, ..value.clone() }));
        }
    }

    #[test]
    fn what_does_not_fit_is_refused_before_it_takes_memory() {
        let bytes = bytes_of(&(vec![1_u32, 2, 3], vec![true]));
        let into = || (Vec::<u32>::new(), Vec::<bool>::new());
        assert_eq!(read(into(), &bytes), Some((vec![1, 2, 3], vec![true])));
        assert_eq!(read((0_u8, 0_u8), &bytes), None, "something is left");
        for end in 0..bytes.len() {
            assert_eq!(read(into(), &bytes[..end]), None, "{end}");
        }
        let mut endless = bytes.clone();
        endless[..8].copy_from_slice(&u64::MAX.to_le_bytes());
        assert_eq!(read(into(), &endless), None);
        endless[..8].copy_from_slice(&(1_u64 << 40).to_le_bytes());
        assert_eq!(read(into(), &endless), None);
        let mut neither = bytes;
        *neither.last_mut().expect("a byte") = 2;
        assert_eq!(read(into(), &neither), None);
        assert_eq!(read(Some3::<1> { lanes: vec![], named: None, told: VecDeque::new(), fixed: 0 }, &[]), None);
    }
}
