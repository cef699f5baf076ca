//! What a swell amounts to, in one word that its intervals carry.

use super::Left;
use crate::analysis::among::Among;
use crate::analysis::ratio::Ratio;
use crate::statistics::Effect;

/// How near to its line a stack must surely be to lie on it; what lies beside it must lie farther away than that. A stack a
/// hundredth above its line may surely be there and still be no sign of compounding.
const ON_THE_LINE: [f64; 2] = [0.95, 1.05];

/// Share of the peak that must surely be left at the horizon for early layers to last. Where surely less is, they fade …
const LASTING: f64 = 0.8;

/// … and where surely less than this is left two years after the money, they have vanished: on a long horizon everything
/// that fades is gone in the end, so that what is gone soon must be told by another moment.
const VANISHED: f64 = 0.15;

/// Where a stack lies beside its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// Above: money compounds.
    Above,
    /// On it: money adds up.
    On,
    /// Below: returns diminish.
    Below,
}

impl Beside {
    /// What the stack over the line and its interval allow to be said; `None` where they allow nothing.
    #[must_use]
    pub fn of(factor: &Ratio) -> Option<Self> {
        let (value, [low, high]) = (factor.value?, factor.ci90?);
        let [least, most] = ON_THE_LINE;
        if low >= least && high <= most {
            Some(Self::On)
        } else if low > 1.0 && value > most {
            Some(Self::Above)
        } else {
            (high < 1.0 && value < least).then_some(Self::Below)
        }
    }
}

/// Whether the money of early years holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holding {
    /// At least four fifths of the peak are left at the horizon.
    Lasts,
    /// Less is left.
    Fades,
    /// Next to nothing is left two years after the money.
    Vanishes,
}

impl Holding {
    /// What the intervals of the shares that are left allow to be said; `None` where they allow nothing.
    #[must_use]
    pub fn of(left: &Left) -> Option<Self> {
        let [low, high] = left.share.ci90?;
        if left.soon.ci90.is_some_and(|[_, high]| high < VANISHED) {
            Some(Self::Vanishes)
        } else if high < LASTING {
            Some(Self::Fades)
        } else {
            (low >= LASTING).then_some(Self::Lasts)
        }
    }
}

/// What all that is known of a swell amounts to. Every variant but the last rests on 90 % intervals over replicates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// The stack ends above its line: later years do more than year 2 did.
    Compounds,
    /// On it, and nothing that has been gained is known to be lost.
    AddsUp,
    /// Below it: later years do less, though what they do is not known to be lost.
    Diminishes,
    /// Early layers last; where the stack ends beside its line cannot be told.
    Lasts,
    /// Early layers lose more than a fifth of their peak.
    Fades,
    /// Hardly anything of them is left.
    Vanishes,
    /// Trust ends below the baseline.
    Harms,
    /// No gain can be told from none.
    Nothing,
    /// There is a gain, and no more can be told.
    Unclear,
}

impl Course {
    /// The course of a stack by its end, by what it is over its line, and by what is left of early layers.
    #[must_use]
    pub fn of(end: &Effect, among: Among, factor: Option<&Ratio>, left: Option<&Left>) -> Self {
        let [low, high] = among.decides(end);
        if end.n < 2 {
            return Self::Unclear;
        }
        if high < 0.0 {
            return Self::Harms;
        }
        let was_there = left.is_some_and(|left| left.share.value.is_some());
        if low <= 0.0 && !was_there {
            return Self::Nothing;
        }
        match (factor.and_then(Beside::of), left.and_then(Holding::of)) {
            (Some(Beside::Above), _) => Self::Compounds,
            (_, Some(Holding::Fades)) => Self::Fades,
            (_, Some(Holding::Vanishes)) => Self::Vanishes,
            (Some(Beside::On), _) => Self::AddsUp,
            (Some(Beside::Below), _) => Self::Diminishes,
            (None, Some(Holding::Lasts)) => Self::Lasts,
            (None, None) => Self::Unclear,
        }
    }

    /// Name in words.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Compounds => "compounds",
            Self::AddsUp => "adds up",
            Self::Diminishes => "diminishes",
            Self::Lasts => "lasts",
            Self::Fades => "fades",
            Self::Vanishes => "vanishes",
            Self::Harms => "harms",
            Self::Nothing => "does nothing",
            Self::Unclear => "unclear",
        }
    }
}
