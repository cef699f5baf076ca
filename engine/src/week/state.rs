//! Everything that changes, in lanes.

use std::sync::Arc;

use crate::encoding::stored;
use crate::scenario::{FACTORS, Scenario};
use crate::world::{Natures, Residents, Town};

use super::LanePlan;
use super::churn::Arrivals;
use super::people::People;
use super::programme::LaneProgramme;
use super::slow::{CommunityState, InstitutionState, power_at_start};
use super::surroundings::SurroundingsState;

/// Residents per block: the unit of work inside a week. Part of the results' identity, since sums are formed by block.
pub const BLOCK: usize = 512;

/// A resident's relation to one department, in lanes: five arrays side by side, because an encounter touches them all.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(C)]
pub struct Relation<const L: usize> {
    /// Positive evidence about the department (stored, see [`super::decay`]).
    pub department_positive: [f32; L],
    /// All evidence about the department.
    pub department_mass: [f32; L],
    /// Expected quality x.
    pub expectation: [f32; L],
    /// Positive evidence about the named contact.
    pub person_positive: [f32; L],
    /// All evidence about the named contact.
    pub person_mass: [f32; L],
}

stored!(Relation<L> { department_positive, department_mass, expectation, person_positive, person_mass });

impl<const L: usize> Relation<L> {
    /// A relation without evidence.
    #[must_use]
    pub const fn blank() -> Self {
        let none = [0.0; L];
        Self {
            department_positive: none,
            department_mass: none,
            expectation: none,
            person_positive: none,
            person_mass: none,
        }
    }
}

/// A resident's evidence about one institution, in lanes (stored, see [`super::decay`]).
#[derive(Debug, Clone, PartialEq)]
pub struct InstitutionEvidence<const L: usize> {
    /// Positive first-hand evidence.
    pub direct_positive: Vec<[f32; L]>,
    /// All first-hand evidence.
    pub direct_mass: Vec<[f32; L]>,
    /// Positive indirect evidence: talk, outreach, what is left of leavers' goodwill.
    pub indirect_positive: Vec<[f32; L]>,
    /// All indirect evidence but talk, whose mass is the same for everybody who has ties.
    pub indirect_mass: Vec<[f32; L]>,
    /// Fresh impression of contacts, true units; empty where they leave none.
    pub impression: Vec<[f32; L]>,
}

stored!(InstitutionEvidence<L> { direct_positive, direct_mass, indirect_positive, indirect_mass, impression });

/// A run of residents that is worked on together.
#[derive(Debug, Clone, PartialEq)]
pub struct Block<const L: usize> {
    /// First slot.
    pub first: usize,
    /// Number of residents.
    pub len: usize,
    /// Evidence about each institution.
    pub institutions: Vec<InstitutionEvidence<L>>,
    /// Relations: `resident in block * departments + department`.
    pub relations: Vec<Relation<L>>,
}

stored!(Block<L> { institutions, relations } known { first, len });

/// A group as one institution meets it, in lanes.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupState<const L: usize> {
    /// Mean of E over the group: what the climate hands down next week.
    pub climate: [f32; L],
    /// Historical harm H.
    pub harm: [f32; L],
    /// Treatment of the group.
    pub treatment: [f32; L],
    /// Evidence that all members share (broadcast, scandal, acknowledgement), first-hand, positive; true units.
    pub direct_positive: [f64; L],
    /// All shared first-hand evidence.
    pub direct_mass: [f64; L],
    /// Shared indirect evidence, positive.
    pub indirect_positive: [f64; L],
    /// All shared indirect evidence.
    pub indirect_mass: [f64; L],
    /// Seat: how far the group is represented in decisions.
    pub seat: [f32; L],
    /// The institution's trust in the group.
    pub openness: [f32; L],
    /// Balance of power: the group's share of influence, 0 to ½.
    pub power: [f32; L],
    /// Whether the group sits in a forum this week.
    pub has_forum: [bool; L],
}

stored!(GroupState<L> {
    climate, harm, treatment, direct_positive, direct_mass, indirect_positive, indirect_mass, seat, openness, power, has_forum,
});

/// A department, in lanes.
#[derive(Debug, Clone, PartialEq)]
pub struct DepartmentState<const L: usize> {
    /// Procedural quality gained by training, d.
    pub training: [f32; L],
    /// Programme hours that existing staff give this week.
    pub programme_hours: [f32; L],
    /// Quality lost to work beyond capacity, this week.
    pub overload: [f32; L],
    /// Quality gained by co-production.
    pub produced: [f32; L],
}

stored!(DepartmentState<L> { training, programme_hours, overload, produced });

/// A post, in lanes.
#[derive(Debug, Clone, PartialEq)]
pub struct PostState<const L: usize> {
    /// Number of the incumbent; the first is 0.
    pub incumbent: [u16; L],
    /// How much better or worse than the average the incumbent serves.
    pub skill: [f32; L],
    /// How much worse a new incumbent still serves.
    pub newness: [f32; L],
    /// What the incumbent adds to quality: skill less newness.
    pub deviation: [f32; L],
}

stored!(PostState<L> { incumbent, skill, newness, deviation });

/// State of `L` lanes at the start of a week.
#[derive(Debug, Clone)]
pub struct State<const L: usize> {
    /// The week.
    pub week: u32,
    /// Whether blocks are worked on in parallel (one large replicate) or in sequence (many replicates).
    pub parallel: bool,
    /// E by institution and slot: what talk carries.
    pub felt: Vec<Vec<[f32; L]>>,
    /// E at the end of the week, filled by talk.
    pub next: Vec<Vec<[f32; L]>>,
    /// What everybody would feel by his or her own evidence alone; kept only where the rule of talk needs it.
    pub alone: Vec<Vec<[f32; L]>>,
    /// Evidence, block by block.
    pub blocks: Vec<Block<L>>,
    /// Groups: `institution * groups + group`.
    pub groups: Vec<GroupState<L>>,
    /// Departments of all institutions.
    pub departments: Vec<DepartmentState<L>>,
    /// Posts of all departments.
    pub posts: Vec<PostState<L>>,
    /// People as they are now: newcomers take places. The same in every lane.
    pub residents: Residents,
    /// What residents become by taking part.
    pub people: People<L>,
    /// Institutions.
    pub institutions: Vec<InstitutionState<L>>,
    /// Groups by themselves.
    pub communities: Vec<CommunityState<L>>,
    /// How members of each group are, and how they change.
    pub natures: Arc<Natures>,
    /// What newcomers bring along; `None` where nobody moves.
    pub arrivals: Option<Arc<Arrivals>>,
    /// PESTLE factors and mood; the same in every lane.
    pub surroundings: SurroundingsState,
    /// Mass of talk that everybody with ties holds, true units.
    pub talk_mass: f64,
    /// Plans under way, one a lane.
    pub programmes: Vec<LaneProgramme>,
    /// Changes of expectation that wait for the end of the week: slot, department, lane, change.
    pub expectation_changes: Vec<(u32, u16, u16, f32)>,
}

// What newcomers bring along follows from the start, and what is done in each lane from its plan.
stored!(State<L> {
    week, felt, next, alone, blocks, groups, departments, posts, residents, people, institutions, communities, surroundings,
    talk_mass, programmes, expectation_changes,
} known { parallel, natures, arrivals });

impl<const L: usize> State<L> {
    /// A state without any evidence: everybody feels the base rate.
    #[must_use]
    pub fn blank(scenario: &Scenario, town: &Town, plans: &[LanePlan]) -> Self {
        let residents = town.layout.residents();
        let institutions = scenario.place.institutions.len();
        let departments = town.officials.departments();
        let blocks = (0..residents)
            .step_by(BLOCK)
            .map(|first| {
                let len = BLOCK.min(residents - first);
                let none = || vec![[0.0; L]; len];
                let evidence = || InstitutionEvidence {
                    direct_positive: none(),
                    direct_mass: none(),
                    indirect_positive: none(),
                    indirect_mass: none(),
                    impression: if super::impressions::left(scenario) { none() } else { Vec::new() },
                };
                Block {
                    first,
                    len,
                    institutions: (0..institutions).map(|_| evidence()).collect(),
                    relations: vec![Relation::blank(); len * departments],
                }
            })
            .collect();
        let mut groups = Vec::new();
        for institution in 0..institutions {
            for group in &scenario.place.groups {
                groups.push(GroupState {
                    climate: [group.trust_mean as f32; L],
                    harm: [group.harm[institution] as f32; L],
                    treatment: [0.0; L],
                    direct_positive: [0.0; L],
                    direct_mass: [0.0; L],
                    indirect_positive: [0.0; L],
                    indirect_mass: [0.0; L],
                    seat: [group.seat as f32; L],
                    openness: [scenario.parameters.openness_start as f32; L],
                    power: [power_at_start(scenario) as f32; L],
                    has_forum: [false; L],
                });
            }
        }
        let department =
            DepartmentState { training: [0.0; L], programme_hours: [0.0; L], overload: [0.0; L], produced: [0.0; L] };
        let post = PostState { incumbent: [0; L], skill: [0.0; L], newness: [0.0; L], deviation: [0.0; L] };
        let mut state = Self {
            week: 0,
            parallel: false,
            felt: vec![vec![[0.0; L]; residents]; institutions],
            next: vec![vec![[0.0; L]; residents]; institutions],
            alone: super::talk::blank_alone(scenario, residents),
            blocks,
            groups,
            departments: vec![department; departments],
            posts: vec![post; town.officials.posts()],
            residents: town.residents.clone(),
            people: People::default(),
            institutions: vec![InstitutionState::new(scenario); institutions],
            communities: scenario.place.groups.iter().map(|g| CommunityState::new(g.capacity)).collect(),
            natures: Arc::clone(&town.natures),
            arrivals: None,
            surroundings: SurroundingsState::new(scenario),
            talk_mass: 0.0,
            programmes: Vec::new(),
            expectation_changes: Vec::new(),
        };
        super::staff::appoint(scenario, town, &mut state);
        state.adopt(scenario, town, plans);
        state
    }

    /// Gives each lane its plan; lanes beyond the plans repeat the baseline.
    pub fn adopt(&mut self, scenario: &Scenario, town: &Town, plans: &[LanePlan]) {
        let plan = |lane: usize| plans.get(lane).cloned().unwrap_or_else(LanePlan::baseline);
        self.programmes = (0..L).map(|lane| LaneProgramme::new(scenario, town, plan(lane))).collect();
    }

    /// Copies one lane into every lane of a wider state: the shared past, carried on under many plans.
    #[must_use]
    pub fn fork<const M: usize>(&self, scenario: &Scenario, town: &Town, plans: &[LanePlan]) -> State<M> {
        let wide = |values: &[f32; L]| [values[0]; M];
        let wide64 = |values: &[f64; L]| [values[0]; M];
        let column = |values: &[[f32; L]]| values.iter().map(wide).collect::<Vec<_>>();
        let mut state = State::<M> {
            week: self.week,
            parallel: self.parallel,
            felt: self.felt.iter().map(|f| column(f)).collect(),
            next: self.next.iter().map(|f| column(f)).collect(),
            alone: self.alone.iter().map(|f| column(f)).collect(),
            blocks: self
                .blocks
                .iter()
                .map(|b| Block {
                    first: b.first,
                    len: b.len,
                    institutions: b
                        .institutions
                        .iter()
                        .map(|i| InstitutionEvidence {
                            direct_positive: column(&i.direct_positive),
                            direct_mass: column(&i.direct_mass),
                            indirect_positive: column(&i.indirect_positive),
                            indirect_mass: column(&i.indirect_mass),
                            impression: column(&i.impression),
                        })
                        .collect(),
                    relations: b
                        .relations
                        .iter()
                        .map(|r| Relation {
                            department_positive: wide(&r.department_positive),
                            department_mass: wide(&r.department_mass),
                            expectation: wide(&r.expectation),
                            person_positive: wide(&r.person_positive),
                            person_mass: wide(&r.person_mass),
                        })
                        .collect(),
                })
                .collect(),
            groups: self
                .groups
                .iter()
                .map(|g| GroupState {
                    climate: wide(&g.climate),
                    harm: wide(&g.harm),
                    treatment: wide(&g.treatment),
                    direct_positive: wide64(&g.direct_positive),
                    direct_mass: wide64(&g.direct_mass),
                    indirect_positive: wide64(&g.indirect_positive),
                    indirect_mass: wide64(&g.indirect_mass),
                    seat: wide(&g.seat),
                    openness: wide(&g.openness),
                    power: wide(&g.power),
                    has_forum: [g.has_forum[0]; M],
                })
                .collect(),
            departments: self
                .departments
                .iter()
                .map(|d| DepartmentState {
                    training: wide(&d.training),
                    programme_hours: wide(&d.programme_hours),
                    overload: wide(&d.overload),
                    produced: wide(&d.produced),
                })
                .collect(),
            posts: self
                .posts
                .iter()
                .map(|p| PostState {
                    incumbent: [p.incumbent[0]; M],
                    skill: wide(&p.skill),
                    newness: wide(&p.newness),
                    deviation: wide(&p.deviation),
                })
                .collect(),
            residents: self.residents.clone(),
            people: self.people.widen(),
            institutions: self.institutions.iter().map(InstitutionState::widen).collect(),
            communities: self.communities.iter().map(CommunityState::widen).collect(),
            natures: Arc::clone(&self.natures),
            arrivals: self.arrivals.clone(),
            surroundings: self.surroundings.clone(),
            talk_mass: self.talk_mass,
            programmes: Vec::new(),
            expectation_changes: Vec::new(),
        };
        state.adopt(scenario, town, plans);
        state
    }

    /// Begins the calendar: the past counts as over, factors and mood are at rest.
    ///
    /// The pools keep their phase, so the week of the past must be a whole number of epochs or be carried on; it is
    /// carried on in [`Self::week`], and the calendar starts at [`SurroundingsState::start`].
    pub fn begin_calendar(&mut self) {
        self.surroundings.start = self.week;
        self.surroundings.running = true;
        self.surroundings.factors = [0.0; FACTORS];
        self.surroundings.mood.fill(0.0);
        self.surroundings.swing = 0.0;
        self.surroundings.swings.fill(0.0);
    }

    /// Week of the calendar (0 at the scenario's start).
    #[must_use]
    pub fn calendar_week(&self) -> u32 {
        self.week - self.surroundings.start
    }

    /// Felt trust E of a lane in an institution.
    #[must_use]
    pub fn felt(&self, institution: usize, slot: usize, lane: usize) -> f32 {
        self.felt[institution][slot][lane]
    }
}
