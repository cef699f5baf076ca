//! What the week asks of an instrument. A module of this folder answers for each that is more than a lever.

use crate::scenario::{Investment, Scenario};
use crate::week::state::State;

use super::effort::Ledger;
use super::{Desk, LaneProgramme};

/// What is there for this week's work of a lane, and what has been bought of it.
pub(super) struct Means {
    /// Hours that staff can still spare.
    pub hours_left: f64,
    /// Money of levers.
    pub ledger: Ledger,
}

/// What an instrument does in a week. What is not said is that of a lever: its money is booked, and processes of the week
/// read the intensity that it amounts to.
pub(super) trait Delivery {
    /// Does a week's work of one investment; returns the money spent.
    fn deliver<const L: usize>(
        desk: &Desk<'_, L>,
        programme: &mut LaneProgramme,
        at: usize,
        money: f64,
        means: &mut Means,
        _state: &mut State<L>,
    ) -> f64 {
        means.ledger.book(&programme.plan.investments[at].plan, money, desk.town);
        money
    }

    /// What is left to do when everything else has been bought for the week.
    fn settle<const L: usize>(_desk: &Desk<'_, L>, _programme: &mut LaneProgramme, _means: &Means) {}

    /// What goes with an investment that ends for good.
    fn end<const L: usize>(_desk: &Desk<'_, L>, _programme: &mut LaneProgramme, _at: usize, _state: &mut State<L>) {}

    /// Residents whom an investment works with in a week, one by one, of an institution with so many posts: what the
    /// time of a run is estimated by.
    fn worked_with(_scenario: &Scenario, _investment: &Investment, _posts: f64) -> f64 {
        0.0
    }
}

/// An instrument that is nothing but a lever.
pub(super) struct Lever;

impl Delivery for Lever {}

/// Declares the modules of the instruments, in each of which `This` is the instrument, and asks the one that is meant.
macro_rules! instruments_at_work {
    ($($variant:ident $($module:ident)?;)*) => {
        $($(pub mod $module;)?)*

        fn deliver_one<const L: usize>(
            instrument: Instrument,
            desk: &Desk<'_, L>,
            programme: &mut LaneProgramme,
            at: usize,
            money: f64,
            means: &mut Means,
            state: &mut State<L>,
        ) -> f64 {
            match instrument {
                $(Instrument::$variant => <instruments_at_work!(@this $($module)?)>::deliver(
                    desk, programme, at, money, means, state,
                ),)*
            }
        }

        fn settle_one<const L: usize>(
            instrument: Instrument,
            desk: &Desk<'_, L>,
            programme: &mut LaneProgramme,
            means: &Means,
        ) {
            match instrument {
                $(Instrument::$variant => <instruments_at_work!(@this $($module)?)>::settle(desk, programme, means),)*
            }
        }

        fn end_one<const L: usize>(
            instrument: Instrument,
            desk: &Desk<'_, L>,
            programme: &mut LaneProgramme,
            at: usize,
            state: &mut State<L>,
        ) {
            match instrument {
                $(Instrument::$variant => <instruments_at_work!(@this $($module)?)>::end(desk, programme, at, state),)*
            }
        }

        /// Residents whom an investment works with in a week, one by one, as far as money and so many posts allow.
        #[must_use]
        pub fn worked_with(scenario: &Scenario, investment: &Investment, posts: f64) -> f64 {
            match investment.instrument {
                $(Instrument::$variant => <instruments_at_work!(@this $($module)?)>::worked_with(
                    scenario, investment, posts,
                ),)*
            }
        }
    };
    (@this) => { Lever };
    (@this $module:ident) => { $module::This };
}
pub(super) use instruments_at_work;
