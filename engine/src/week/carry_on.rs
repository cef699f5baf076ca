//! One lane carried on in another: a plan that stops was the same as one that does not until it stops.

use super::people::People;
use super::slow::{CommunityState, InstitutionState};
use super::state::{Block, DepartmentState, GroupState, InstitutionEvidence, PostState, Relation, State};

/// A lane of one state and a lane of another.
#[derive(Clone, Copy)]
struct Lanes {
    to: usize,
    from: usize,
}

/// Copies a lane of fields that are arrays over lanes. The pattern names every field, so that a new one is not forgotten.
macro_rules! carried {
    ($($name:ident { $($field:ident),* $(,)? })*) => {$(
        impl<const L: usize> $name<L> {
            fn carry<const K: usize>(&mut self, from: &$name<K>, lanes: Lanes) {
                let $name { $($field),* } = from;
                $(self.$field[lanes.to] = $field[lanes.from];)*
            }
        }
    )*};
}

carried! {
    Relation { department_positive, department_mass, expectation, person_positive, person_mass }
    GroupState {
        climate, harm, treatment, direct_positive, direct_mass, indirect_positive, indirect_mass, seat, openness, power, has_forum,
    }
    DepartmentState { training, programme_hours, overload, produced }
    PostState { incumbent, skill, newness, deviation }
    InstitutionState { culture, fear, integration, silo, legitimacy, knowledge, champion, failed }
    CommunityState { capacity, active, owned }
}

/// Copies a lane of a list of arrays over lanes.
fn column<T: Copy, const L: usize, const K: usize>(to: &mut [[T; L]], from: &[[T; K]], lanes: Lanes) {
    to.iter_mut().zip(from).for_each(|(to, from)| to[lanes.to] = from[lanes.from]);
}

impl<const L: usize> People<L> {
    fn carry<const K: usize>(&mut self, from: &People<K>, lanes: Lanes) {
        let People { active, active_contacts, fatigue, confidence } = from;
        for (to, from) in self.active.iter_mut().zip(active) {
            *to = *to & !(1 << lanes.to) | (from >> lanes.from & 1) << lanes.to;
        }
        column(&mut self.active_contacts, active_contacts, lanes);
        column(&mut self.fatigue, fatigue, lanes);
        column(&mut self.confidence, confidence, lanes);
    }
}

impl<const L: usize> Block<L> {
    fn carry<const K: usize>(&mut self, from: &Block<K>, lanes: Lanes) {
        let Block { first: _, len: _, institutions, relations } = from;
        for (to, from) in self.institutions.iter_mut().zip(institutions) {
            let InstitutionEvidence { direct_positive, direct_mass, indirect_positive, indirect_mass, impression } =
                from;
            column(&mut to.direct_positive, direct_positive, lanes);
            column(&mut to.direct_mass, direct_mass, lanes);
            column(&mut to.indirect_positive, indirect_positive, lanes);
            column(&mut to.indirect_mass, indirect_mass, lanes);
            column(&mut to.impression, impression, lanes);
        }
        self.relations.iter_mut().zip(relations).for_each(|(to, from)| to.carry(from, lanes));
    }
}

impl<const L: usize> State<L> {
    /// Carries on in a lane what has happened in a lane of another state of the same town at the same week.
    pub fn carry<const K: usize>(&mut self, lane: usize, from: &State<K>, source: usize) {
        let lanes = Lanes { to: lane, from: source };
        // What is the same in every lane is there already.
        let State {
            week: _,
            parallel: _,
            felt,
            next,
            alone,
            blocks,
            groups,
            departments,
            posts,
            residents: _,
            people,
            institutions,
            communities,
            natures: _,
            arrivals: _,
            surroundings: _,
            talk_mass: _,
            programmes,
            expectation_changes: _,
        } = from;
        for (to, from) in [(&mut self.felt, felt), (&mut self.next, next), (&mut self.alone, alone)] {
            to.iter_mut().zip(from).for_each(|(to, from)| column(to, from, lanes));
        }
        self.blocks.iter_mut().zip(blocks).for_each(|(to, from)| to.carry(from, lanes));
        self.groups.iter_mut().zip(groups).for_each(|(to, from)| to.carry(from, lanes));
        self.departments.iter_mut().zip(departments).for_each(|(to, from)| to.carry(from, lanes));
        self.posts.iter_mut().zip(posts).for_each(|(to, from)| to.carry(from, lanes));
        self.people.carry(people, lanes);
        self.institutions.iter_mut().zip(institutions).for_each(|(to, from)| to.carry(from, lanes));
        self.communities.iter_mut().zip(communities).for_each(|(to, from)| to.carry(from, lanes));
        self.programmes[lane] = programmes[source].clone();
    }

    /// Stops the plan of a lane at this week, before anything of the week has happened.
    pub fn stop(&mut self, lane: usize) {
        let week = self.calendar_week();
        self.programmes[lane].plan.stop(week);
    }
}
