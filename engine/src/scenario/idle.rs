//! Instruments with nothing to act on: what a strategy finds in its scenario for them to act on.
//!
//! What each needs to change trust at all is declared with it. Only what is certain is said: where a reason is given,
//! trust under the strategy is to the last bit what it would be without the instrument.

use super::plan::{Contents, Instrument, Investment, Strategy, Target};
use super::processes::Processes;

/// Whether some group may be treated worse than the average resident by an institution.
pub type Uneven<'a> = &'a dyn Fn(usize) -> bool;

/// Whether treatment may be uneven, as far as the scenario alone tells: a settled start treats a group worse where no
/// trait can explain its stated trust, and then only by the institution which that trust is about.
#[must_use]
pub fn may_be_uneven(scenario: &Contents, institution: usize) -> bool {
    scenario.place.start == super::plan::StartRule::Settled
        && scenario.place.groups.iter().any(|group| group.about == institution)
}

/// Why an investment of a strategy cannot change trust; `None` where it may.
#[must_use]
pub fn at_rest(
    scenario: &Contents,
    strategy: &Strategy,
    investment: &Investment,
    uneven: Uneven<'_>,
) -> Option<String> {
    let look = Look { scenario, strategy, uneven };
    if investment.spend <= 0.0 {
        return None;
    }
    if !scenario.processes.programme {
        return Some("the process programme is switched off".to_owned());
    }
    investment.instrument.reason(&look, investment)
}

/// A strategy in its scenario, and what it finds there: what the declarations of instruments ask.
pub(super) struct Look<'a> {
    pub(super) scenario: &'a Contents,
    strategy: &'a Strategy,
    uneven: Uneven<'a>,
}

impl Look<'_> {
    /// Which processes run.
    pub(super) const fn on(&self) -> &Processes {
        &self.scenario.processes
    }

    /// Whether the strategy buys an instrument at any time.
    pub(super) fn has(&self, instrument: Instrument) -> bool {
        self.strategy.investments.iter().any(|i| i.instrument == instrument && i.spend > 0.0)
    }

    pub(super) fn departments(&self) -> usize {
        self.scenario.place.institutions[self.strategy.institution].departments.len()
    }

    /// Groups that a target means.
    pub(super) fn meant<'a>(&'a self, target: &'a Target) -> impl Iterator<Item = &'a super::plan::Group> {
        let chosen = move |at: &usize| if let Target::Groups(chosen) = target { chosen.contains(at) } else { true };
        self.scenario.place.groups.iter().enumerate().filter(move |(at, _)| chosen(at)).map(|(_, group)| group)
    }

    /// Whether forums sit.
    pub(super) fn sits(&self) -> bool {
        self.scenario.processes.forums && self.has(Instrument::CoProduction)
    }

    /// Whether forums are paid for while an investment runs.
    pub(super) fn meets_forums(&self, investment: &Investment) -> bool {
        let meets = |forum: &Investment| {
            forum.instrument == Instrument::CoProduction
                && forum.spend > 0.0
                && forum.from < investment.until
                && investment.from < forum.until
        };
        self.strategy.investments.iter().any(meets)
    }

    /// Whether anybody meets what departments do.
    pub(super) fn is_served(&self) -> bool {
        let departments = &self.scenario.place.institutions[self.strategy.institution].departments;
        let routine = self.scenario.processes.encounters && departments.iter().any(|d| d.contacts > 0.0);
        routine || self.works_with_residents()
    }

    /// Whether the strategy pays for work that residents meet in person.
    pub(super) fn works_with_residents(&self) -> bool {
        Instrument::ALL.into_iter().any(|instrument| instrument.leaves_evidence() && self.has(instrument))
    }

    /// Whether residents join in and drop out, which is a result of its own even where no forum makes trust of it.
    pub(super) fn mobilises(&self) -> bool {
        self.scenario.processes.mobilisation
    }

    /// Whether there is, or will be, harm by the institution.
    pub(super) fn is_harmed(&self) -> bool {
        let institution = self.strategy.institution;
        let event = |event: &super::plan::Event| {
            event.harm > 0.0 && event.institution == institution && event.week < self.scenario.weeks
        };
        self.scenario.place.groups.iter().any(|group| group.harm.get(institution).is_some_and(|&harm| harm > 0.0))
            || (self.scenario.processes.events && self.scenario.world.events.iter().any(event))
    }

    pub(super) fn is_uneven(&self) -> bool {
        (self.uneven)(self.strategy.institution)
    }

    /// Whether something evens out treatment that is uneven.
    pub(super) fn evens_out(&self) -> bool {
        let by = self.has(Instrument::Reform) || self.has(Instrument::EncounterTraining);
        self.scenario.processes.organism && by && self.is_uneven()
    }

    /// Whether seats matter to anything, and are worked for.
    pub(super) fn seats_count(&self) -> bool {
        self.scenario.processes.representation && self.has(Instrument::Representation) && self.evens_out()
    }

    /// Whether budgets may be cut, and something is delivered with groups that would carry on.
    pub(super) fn carries_on(&self) -> bool {
        let others = |i: &Investment| {
            i.spend > 0.0
                && i.instrument.scale() == super::plan::Scale::Molecules
                && i.instrument != Instrument::AssetBased
        };
        self.scenario.world.factors.iter().any(|factor| factor.load_budget != 0.0)
            && self.strategy.investments.iter().any(others)
    }

    /// Whether outreach is aimed at somebody whom the institution must know to find.
    pub(super) fn aims_outreach(&self) -> bool {
        let aimed = |i: &Investment| {
            i.instrument == Instrument::Outreach
                && i.spend > 0.0
                && matches!(i.target, Target::Groups(_) | Target::LeastTrusting)
        };
        self.strategy.investments.iter().any(aimed)
    }

    /// Whether one department may learn what another has gained.
    pub(super) fn silos_matter(&self) -> bool {
        let on = &self.scenario.processes;
        let gains = self.has(Instrument::EncounterTraining) || (on.production && self.sits());
        on.silos && self.departments() > 1 && gains
    }

    /// Whether the institution says something to residents as a whole.
    pub(super) fn speaks(&self) -> bool {
        let acknowledges = self.has(Instrument::Acknowledgement) && self.is_harmed();
        self.scenario.processes.organism
            && (self.has(Instrument::Broadcast) || acknowledges || !self.strategy.promises.is_empty())
    }
}
