//! What can move trust in a week, and somebody who watches it do so.

use crate::scenario::{Factor, Instrument, Scenario};

use super::state::State;

/// Something that moves trust.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// Evidence fades, and trust returns to what residents bring along and what their group feels.
    Forgetting,
    /// A dated event, counted in the scenario's order: harm and scandal at once, and worse service while it lasts.
    Event(usize),
    /// The ups and downs of a PESTLE factor, through the service people meet.
    Factor(Factor),
    /// Residents move away, others come.
    Moving,
    /// Residents become more or less trusting of their own accord.
    Lives,
    /// Officials leave, and goodwill goes with them.
    Staff,
    /// Work of a strategy with residents: person-centred contacts, outreach.
    Instrument(Instrument),
    /// An investment ends.
    Ending,
    /// Routine contacts, by the service that is usual.
    Service,
    /// What training for encounters adds to routine contacts.
    Training,
    /// What co-production has made of services.
    Produced,
    /// Work beyond what staff can absorb: what it costs routine contacts.
    Overload,
    /// Forums.
    Forums,
    /// Old harm is worked off.
    Reconciliation,
    /// An acknowledgement is spoken.
    Acknowledgement,
    /// Campaigns.
    Campaigns,
    /// Promises fall due, kept or broken.
    Promises,
    /// What is heard over new ties between groups.
    Bridges,
    /// What residents tell one another.
    Talk,
}

/// What sort of thing a cause is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A process that goes on by itself.
    Process,
    /// The world.
    World,
    /// The institution acts.
    Act,
}

impl Kind {
    /// Name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Process => "process",
            Self::World => "world",
            Self::Act => "act",
        }
    }
}

impl Cause {
    /// All causes that a scenario can have, in the order of the week.
    #[must_use]
    pub fn all(scenario: &Scenario) -> Vec<Self> {
        let mut causes = vec![Self::Forgetting];
        causes.extend((0..scenario.world.events.len()).map(Self::Event));
        causes.extend(Factor::ALL.into_iter().map(Self::Factor));
        causes.extend([Self::Moving, Self::Lives, Self::Staff]);
        causes.extend(Instrument::ALL.into_iter().filter(|i| i.leaves_evidence()).map(Self::Instrument));
        causes.extend([
            Self::Ending,
            Self::Service,
            Self::Training,
            Self::Produced,
            Self::Overload,
            Self::Forums,
            Self::Reconciliation,
            Self::Acknowledgement,
            Self::Campaigns,
            Self::Promises,
            Self::Bridges,
            Self::Talk,
        ]);
        causes
    }

    /// What sort of thing it is.
    #[must_use]
    pub const fn kind(self) -> Kind {
        match self {
            Self::Event(_) | Self::Factor(_) => Kind::World,
            Self::Forgetting
            | Self::Moving
            | Self::Lives
            | Self::Staff
            | Self::Service
            | Self::Overload
            | Self::Talk => Kind::Process,
            _ => Kind::Act,
        }
    }

    /// Name in tables and texts.
    #[must_use]
    pub fn name(self, scenario: &Scenario) -> String {
        match self {
            Self::Forgetting => "forgetting".to_owned(),
            Self::Event(at) => scenario.world.events.get(at).map_or_else(String::new, |event| event.name.clone()),
            Self::Factor(at) => format!("{} ups and downs", at.name()),
            Self::Moving => "people moving".to_owned(),
            Self::Lives => "residents changing".to_owned(),
            Self::Staff => "staff turnover".to_owned(),
            Self::Instrument(instrument) => instrument.name().to_owned(),
            Self::Ending => "an end of funding".to_owned(),
            Self::Service => "routine contacts".to_owned(),
            Self::Training => "training for encounters".to_owned(),
            Self::Produced => "co-produced services".to_owned(),
            Self::Overload => "overload of staff".to_owned(),
            Self::Forums => "forums".to_owned(),
            Self::Reconciliation => "reform and reconciliation".to_owned(),
            Self::Acknowledgement => "acknowledgement".to_owned(),
            Self::Campaigns => "campaigns".to_owned(),
            Self::Promises => "promises".to_owned(),
            Self::Bridges => "new ties".to_owned(),
            Self::Talk => "talk".to_owned(),
        }
    }
}

/// Somebody who looks at a state after each process. Nothing is changed by looking.
pub trait Watch<const L: usize> {
    /// Called when a cause has worked, in one lane or in all.
    fn after(&mut self, cause: Cause, lane: Option<usize>, state: &State<L>);
}

/// Nobody watches; costs nothing.
impl<const L: usize> Watch<L> for () {
    #[inline(always)]
    fn after(&mut self, _: Cause, _: Option<usize>, _: &State<L>) {}
}
