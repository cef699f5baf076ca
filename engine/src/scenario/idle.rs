//! Instruments with nothing to act on: what each needs to change trust at all, and what of it is at rest.
//!
//! Only what is certain is said: where a reason is given, trust under the strategy is to the last bit what it would be
//! without the instrument.

use super::plan::{Contents, Instrument, Investment, Strategy, Target};

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
    look.reason(investment)
}

/// A strategy in its scenario.
struct Look<'a> {
    scenario: &'a Contents,
    strategy: &'a Strategy,
    uneven: Uneven<'a>,
}

impl Look<'_> {
    fn reason(&self, investment: &Investment) -> Option<String> {
        let on = &self.scenario.processes;
        let off = |name: &str| format!("the process {name} is switched off");
        let (process, works) = match investment.instrument {
            Instrument::StaffContinuity => ("staff", on.staff),
            Instrument::Acknowledgement | Instrument::Reform | Instrument::Broadcast => ("organism", on.organism),
            Instrument::AssetBased => ("capacity", on.capacity),
            Instrument::CoProduction | Instrument::Facilitation => ("forums", on.forums),
            Instrument::Mapping => ("knowledge", on.knowledge),
            Instrument::BridgeBuilding => ("rewiring", on.rewiring),
            Instrument::SiloWork => ("silos", on.silos),
            Instrument::Integration => ("culture", on.culture),
            Instrument::Representation => ("representation", on.representation),
            _ => ("programme", true),
        };
        if !works {
            return Some(off(process));
        }
        let because = |idle: bool, reason: &str| idle.then(|| reason.to_owned());
        match investment.instrument {
            Instrument::PersonCentred | Instrument::Outreach | Instrument::CoProduction => None,
            Instrument::EncounterTraining => because(
                !self.is_served() && !self.evens_out(),
                "nobody meets the officials: there are no routine contacts, and the strategy pays for no one-to-one work or outreach",
            ),
            Instrument::StaffContinuity => {
                because(self.scenario.parameters.turnover <= 0.0, "no official ever leaves (turnover is 0)")
            }
            Instrument::Transparency => because(
                !self.has(Instrument::PersonCentred)
                    && !self.has(Instrument::Outreach)
                    && !self.sits()
                    && !self.speaks(),
                "the strategy does and says nothing that could be seen through: no one-to-one work, outreach, forum, campaign, promise or acknowledgement",
            ),
            Instrument::Acknowledgement => because(!self.is_harmed(), "no group has been harmed by this institution"),
            Instrument::Reform => {
                let heals = self.is_harmed() && self.has(Instrument::Acknowledgement);
                let reason = if self.is_harmed() {
                    "harm heals only where acknowledgement and reform go together, and no group is treated worse than others"
                } else {
                    "no group has been harmed by this institution or is treated worse than others"
                };
                because(!heals && !self.is_uneven(), reason)
            }
            Instrument::Broadcast => because(
                !self.meant(&investment.target).any(|group| group.access_online > 0.0),
                "nobody whom it is meant for can be reached online",
            ),
            Instrument::AssetBased => because(
                !self.mobilises() && !self.seats_count() && !self.carries_on(),
                "nothing asks what groups can do for themselves: nobody joins in (mobilisation is switched off), there is no seat to fill, and no cut that groups could make up for",
            ),
            Instrument::Facilitation if !on.power => Some(off("power")),
            Instrument::Facilitation => {
                let meets = |forum: &&Investment| {
                    forum.instrument == Instrument::CoProduction
                        && forum.spend > 0.0
                        && forum.from < investment.until
                        && investment.from < forum.until
                };
                because(
                    !self.strategy.investments.iter().any(|forum| meets(&forum)),
                    "the strategy has no co-production forum at that time",
                )
            }
            Instrument::Mapping => because(
                !self.sits() && !self.aims_outreach(),
                "nothing asks what is known of the community: there is no forum, and no outreach to chosen groups or to the least trusting",
            ),
            Instrument::BridgeBuilding => because(
                !on.talk && !self.mobilises(),
                "nothing passes along new ties: the processes talk and mobilisation are switched off",
            ),
            Instrument::EngagementTraining => because(
                !(on.culture && (self.mobilises() || (self.sits() && on.power))) && !self.silos_matter(),
                "nothing depends on the culture of officials: nobody joins in or drops out (culture or mobilisation is switched off), there is no forum, and nothing that departments could learn from one another",
            ),
            Instrument::SiloWork if self.departments() < 2 => {
                Some("the institution has one department only".to_owned())
            }
            Instrument::SiloWork => because(
                !self.silos_matter(),
                "departments have nothing to learn from one another: the strategy trains nobody for encounters and has no forum",
            ),
            Instrument::Integration => because(
                !self.mobilises()
                    && ![Instrument::EngagementTraining, Instrument::Mapping, Instrument::BridgeBuilding]
                        .into_iter()
                        .any(|other| self.has(other)),
                "nobody joins in or drops out (mobilisation is switched off), and there is no training of civil servants, mapping or work on ties to make last",
            ),
            Instrument::Representation => because(
                !self.evens_out(),
                "seats speed up how treatment evens out, and no group is treated worse than others, or nothing evens treatment out",
            ),
        }
    }

    /// Whether the strategy buys an instrument at any time.
    fn has(&self, instrument: Instrument) -> bool {
        self.strategy.investments.iter().any(|i| i.instrument == instrument && i.spend > 0.0)
    }

    fn departments(&self) -> usize {
        self.scenario.place.institutions[self.strategy.institution].departments.len()
    }

    /// Groups that a target means.
    fn meant<'a>(&'a self, target: &'a Target) -> impl Iterator<Item = &'a super::plan::Group> {
        let chosen = move |at: &usize| if let Target::Groups(chosen) = target { chosen.contains(at) } else { true };
        self.scenario.place.groups.iter().enumerate().filter(move |(at, _)| chosen(at)).map(|(_, group)| group)
    }

    /// Whether forums sit.
    fn sits(&self) -> bool {
        self.scenario.processes.forums && self.has(Instrument::CoProduction)
    }

    /// Whether anybody meets what departments do.
    fn is_served(&self) -> bool {
        let departments = &self.scenario.place.institutions[self.strategy.institution].departments;
        let routine = self.scenario.processes.encounters && departments.iter().any(|d| d.contacts > 0.0);
        routine || self.has(Instrument::PersonCentred) || self.has(Instrument::Outreach)
    }

    /// Whether residents join in and drop out, which is a result of its own even where no forum makes trust of it.
    fn mobilises(&self) -> bool {
        self.scenario.processes.mobilisation
    }

    /// Whether there is, or will be, harm by the institution.
    fn is_harmed(&self) -> bool {
        let institution = self.strategy.institution;
        let event = |event: &super::plan::Event| {
            event.harm > 0.0 && event.institution == institution && event.week < self.scenario.weeks
        };
        self.scenario.place.groups.iter().any(|group| group.harm.get(institution).is_some_and(|&harm| harm > 0.0))
            || (self.scenario.processes.events && self.scenario.world.events.iter().any(event))
    }

    fn is_uneven(&self) -> bool {
        (self.uneven)(self.strategy.institution)
    }

    /// Whether something evens out treatment that is uneven.
    fn evens_out(&self) -> bool {
        let by = self.has(Instrument::Reform) || self.has(Instrument::EncounterTraining);
        self.scenario.processes.organism && by && self.is_uneven()
    }

    /// Whether seats matter to anything, and are worked for.
    fn seats_count(&self) -> bool {
        self.scenario.processes.representation && self.has(Instrument::Representation) && self.evens_out()
    }

    /// Whether budgets may be cut, and something is delivered with groups that would carry on.
    fn carries_on(&self) -> bool {
        let others = |i: &Investment| {
            i.spend > 0.0
                && i.instrument.scale() == super::plan::Scale::Molecules
                && i.instrument != Instrument::AssetBased
        };
        self.scenario.world.factors.iter().any(|factor| factor.load_budget != 0.0)
            && self.strategy.investments.iter().any(others)
    }

    /// Whether outreach is aimed at somebody whom the institution must know to find.
    fn aims_outreach(&self) -> bool {
        let aimed = |i: &Investment| {
            i.instrument == Instrument::Outreach
                && i.spend > 0.0
                && matches!(i.target, Target::Groups(_) | Target::LeastTrusting)
        };
        self.strategy.investments.iter().any(aimed)
    }

    /// Whether one department may learn what another has gained.
    fn silos_matter(&self) -> bool {
        let on = &self.scenario.processes;
        let gains = self.has(Instrument::EncounterTraining) || (on.production && self.sits());
        on.silos && self.departments() > 1 && gains
    }

    /// Whether the institution says something to residents as a whole.
    fn speaks(&self) -> bool {
        let acknowledges = self.has(Instrument::Acknowledgement) && self.is_harmed();
        self.scenario.processes.organism
            && (self.has(Instrument::Broadcast) || acknowledges || !self.strategy.promises.is_empty())
    }
}
