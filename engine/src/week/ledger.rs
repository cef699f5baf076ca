//! Why trust moved: the week's change of mean trust in each institution, process by process.
//!
//! After each process the mean of trust is worked out as if the week ended there; what a process is booked is the
//! difference it made. The parts therefore sum to the change, in the order of the week. Talk, which comes last, is booked
//! what is left.
//!
//! Routine contacts are one process, and yet several things make them better or worse. Their part is divided to first
//! order: a contact that is better by Δ adds w f1 f2 (1 + κ) Δ [(1 − E) + ν A E] / M to trust, with M all evidence and A
//! the negativity that the shares of procedure and outcome make. What training, co-production, overload, PESTLE factors
//! and events add is booked to them; routine contacts keep the rest.

use std::sync::Arc;

use crate::encoding::stored;
use crate::scenario::{Scenario, TalkRule, WEEKS_PER_YEAR};
use crate::world::Town;

use super::causes::{Cause, Watch};
use super::decay::Fading;
use super::evidence::{clip, retention, under_ceiling};
use super::impressions;
use super::observe;
use super::programme::Spread;
use super::state::State;
use super::surroundings::shape_value;

/// Months of a year: twelve equal parts of 52 weeks.
pub const MONTHS: u32 = 12;

/// Month of a week of the calendar, from 0.
#[must_use]
pub const fn month(week: u32) -> u32 {
    week * MONTHS / WEEKS_PER_YEAR
}

/// Months that a scenario touches.
#[must_use]
pub fn months(scenario: &Scenario) -> u32 {
    scenario.weeks.checked_sub(1).map_or(0, |last| month(last) + 1)
}

/// Sums over the members of a group at one institution, in one lane.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    /// Σ E.
    trust: f64,
    /// Σ 1 / M.
    inverse: f64,
    /// Σ E / M.
    weighted: f64,
}

stored!(Sums { trust, inverse, weighted });

/// Books the weekly change of mean trust of the first lanes to its causes.
#[derive(Debug, Clone)]
pub struct Ledger<const L: usize> {
    scenario: Scenario,
    town: Arc<Town>,
    causes: Vec<Cause>,
    lanes: usize,
    /// By `institution * groups + group` and lane, as last worked out.
    sums: Vec<[Sums; L]>,
    /// Mean trust in each institution by own evidence as last worked out.
    running: Vec<[f64; L]>,
    /// Mean trust in each institution at the start of the week.
    before: Vec<[f64; L]>,
    /// Parts of this week: `institution * causes + cause`.
    week: Vec<[f64; L]>,
    /// Booked so far: `(institution * months + month) * causes + cause`.
    booked: Vec<[f64; L]>,
}

stored!(Ledger<L> { sums, running, before, week, booked } known { scenario, town, causes, lanes });

impl<const L: usize> Ledger<L> {
    /// A ledger for the first `lanes` lanes of a state whose calendar begins.
    #[must_use]
    pub fn new(scenario: &Scenario, town: &Arc<Town>, state: &State<L>, lanes: usize) -> Self {
        let causes = Cause::all(scenario);
        let mut ledger = Self {
            scenario: scenario.clone(),
            town: Arc::clone(town),
            lanes: lanes.min(L),
            sums: vec![[Sums::default(); L]; state.groups.len()],
            running: vec![[0.0; L]; state.felt.len()],
            before: observe::means(scenario, town, state).institutions,
            week: vec![[0.0; L]; state.felt.len() * causes.len()],
            booked: vec![[0.0; L]; state.felt.len() * causes.len() * months(scenario) as usize],
            causes,
        };
        ledger.running = if ledger.remembers_talk() {
            ledger.before.clone()
        } else {
            // Under rules of opinion trust is not what one's own evidence says: only the latter is followed.
            (0..ledger.lanes).for_each(|lane| ledger.read(state, lane, false));
            let mean = |at: usize| core::array::from_fn(|lane| ledger.mean(at, state, lane));
            (0..state.felt.len()).map(mean).collect()
        };
        ledger
    }

    /// What has been booked in a lane: `(institution * months + month) * causes + cause`, causes in the order of
    /// [`Cause::all`].
    #[must_use]
    pub fn booked(&self, lane: usize) -> Vec<f64> {
        self.booked.iter().map(|parts| parts[lane]).collect()
    }

    /// Whether what is heard becomes evidence, so that trust is what the evidence says.
    fn remembers_talk(&self) -> bool {
        !self.scenario.processes.talk || matches!(self.scenario.talk, TalkRule::Evidence { .. })
    }

    fn place(&self, cause: Cause) -> usize {
        self.causes.iter().position(|&c| c == cause).unwrap_or(0)
    }

    /// Works out the sums of one lane, as if the week ended now; or, before it begins, as it ended.
    fn read(&mut self, state: &State<L>, lane: usize, within: bool) {
        let parameters = &self.scenario.parameters;
        let direct = Fading::at(parameters.half_life_direct, state.week);
        let indirect = Fading::at(parameters.half_life_indirect, state.week);
        let (direct, indirect, kept) = if within {
            (direct.end, indirect.end, retention(parameters.half_life_indirect))
        } else {
            (direct.now, indirect.now, 1.0)
        };
        let talk_mass = (state.talk_mass * kept) as f32;
        let groups = self.scenario.place.groups.len();
        let share = parameters.group_climate;
        let prior = parameters.prior_mass_institution;
        for institution in 0..state.felt.len() {
            let mut totals = vec![[0.0_f64; 3]; groups];
            let shared: Vec<[f32; 3]> = (0..groups)
                .map(|g| {
                    let shared = &state.groups[institution * groups + g];
                    let climate = share * f64::from(shared.climate[lane]);
                    let positive = prior * climate + shared.direct_positive[lane] + shared.indirect_positive[lane];
                    let mass = prior + shared.direct_mass[lane] + shared.indirect_mass[lane];
                    [positive as f32, mass as f32, climate as f32]
                })
                .collect();
            for block in &state.blocks {
                let own = &block.institutions[institution];
                for at in 0..block.len {
                    let slot = block.first + at;
                    let group = self.town.group[slot] as usize;
                    let [positive, mass, climate] = shared[group];
                    let trait_here = (1.0 - share as f32) * state.residents.disposition[slot];
                    let heard = if self.town.network.inverse_degree[slot] > 0.0 { talk_mass } else { 0.0 };
                    let positive = positive
                        + prior as f32 * trait_here
                        + own.direct_positive[at][lane] * direct
                        + own.indirect_positive[at][lane] * indirect;
                    let mass =
                        mass + heard + own.direct_mass[at][lane] * direct + own.indirect_mass[at][lane] * indirect;
                    let (trust, inverse) =
                        if mass > 0.0 { ((positive / mass).min(1.0), 1.0 / mass) } else { (trait_here + climate, 0.0) };
                    let trust = own.impression.get(at).map_or(trust, |fresh| clip(trust + fresh[lane]));
                    let total = &mut totals[group];
                    total[0] += f64::from(trust);
                    total[1] += f64::from(inverse);
                    total[2] += f64::from(trust * inverse);
                }
            }
            for (g, [trust, inverse, weighted]) in totals.into_iter().enumerate() {
                self.sums[institution * groups + g][lane] = Sums { trust, inverse, weighted };
            }
        }
    }

    /// Mean trust in an institution by the sums as they stand: harm is a ceiling.
    fn mean(&self, institution: usize, state: &State<L>, lane: usize) -> f64 {
        let ceiling = self.scenario.parameters.harm_ceiling;
        let groups = self.scenario.place.groups.len();
        let own = institution * groups..(institution + 1) * groups;
        let felt = state.groups[own.clone()].iter().zip(&self.sums[own]);
        let sum: f64 =
            felt.map(|(shared, s)| under_ceiling(ceiling, f64::from(shared.harm[lane]), s[lane].trust)).sum();
        sum / self.town.layout.residents() as f64
    }

    /// Books what has changed in one lane since the last look.
    fn book(&mut self, cause: Cause, state: &State<L>, lane: usize) {
        let at = self.place(cause);
        for institution in 0..state.felt.len() {
            let mean = self.mean(institution, state, lane);
            let change = mean - self.running[institution][lane];
            self.running[institution][lane] = mean;
            self.week[institution * self.causes.len() + at][lane] += change;
        }
    }

    /// Divides what routine contacts did between what made them better or worse.
    fn divide(&mut self, state: &State<L>, lane: usize) {
        let scenario = self.scenario.clone();
        let groups = scenario.place.groups.len();
        let parameters = &scenario.parameters;
        let up = Spread::of(&scenario);
        let weight = parameters.weight_routine * (1.0 + parameters.disconfirmation);
        let impression = if impressions::left(&scenario) { parameters.impression_gain } else { 0.0 };
        let residents = self.town.layout.residents() as f64;
        let calendar = state.calendar_week();
        let mut parts: Vec<(usize, Cause, f64)> = Vec::new();
        for (department, (institution, plan)) in scenario.departments().enumerate() {
            let weighing = super::encounters::weighing(&scenario, state, institution, lane);
            let procedure = f64::from(weighing.procedure_share);
            let negativity =
                procedure * parameters.negativity_procedure + (1.0 - procedure) * parameters.negativity_outcome;
            for (g, group) in scenario.place.groups.iter().enumerate() {
                let sums = &self.sums[institution * groups + g][lane];
                let harm = f64::from(state.groups[institution * groups + g].harm[lane]);
                let learnt = (sums.inverse - sums.weighted) + f64::from(up.negative) * negativity * sums.weighted;
                let members = self.town.layout.groups[g].len() as f64;
                let felt = (members - sums.trust) + negativity * sums.trust;
                let gain = f64::from(up.institution) * learnt + impression * felt;
                let per_quality =
                    plan.contacts * weight * under_ceiling(parameters.harm_ceiling, harm, gain) / residents;
                let moved = &state.departments[department];
                parts.push((institution, Cause::Training, per_quality * procedure * f64::from(moved.training[lane])));
                parts.push((institution, Cause::Produced, per_quality * f64::from(moved.produced[lane])));
                parts.push((institution, Cause::Overload, -per_quality * f64::from(moved.overload[lane])));
                for (k, factor) in scenario.world.factors.iter().enumerate() {
                    let load = per_quality * factor.load_quality * group.exposure[k];
                    if load == 0.0 {
                        continue;
                    }
                    let cause = Cause::Factor(crate::scenario::Factor::ALL[k]);
                    parts.push((institution, cause, load * state.surroundings.factors[k]));
                    if !scenario.processes.events {
                        continue;
                    }
                    for (at, event) in scenario.world.events.iter().enumerate() {
                        let Some(weeks) = calendar.checked_sub(event.week) else { continue };
                        if let (Some(shape), true) =
                            (&event.shape, event.factor as usize == k && event.groups.contains(&g))
                        {
                            let value = shape_value(shape, weeks, state.surroundings.regimes[at]);
                            parts.push((institution, Cause::Event(at), load * value));
                        }
                    }
                }
            }
        }
        let service = self.place(Cause::Service);
        for (institution, cause, part) in parts {
            let first = institution * self.causes.len();
            let at = self.place(cause);
            self.week[first + at][lane] += part;
            self.week[first + service][lane] -= part;
        }
    }

    /// Closes the week: talk is booked what is left of the change.
    fn close(&mut self, state: &State<L>) {
        let after = observe::means(&self.scenario, &self.town, state).institutions;
        let talk = self.place(Cause::Talk);
        let month = month(state.calendar_week()) as usize;
        let (count, months) = (self.causes.len(), months(&self.scenario) as usize);
        for (institution, week) in self.week.chunks_mut(count).enumerate() {
            let booked = &mut self.booked[(institution * months + month) * count..][..count];
            for lane in 0..self.lanes {
                let parts: f64 = week.iter().map(|part| part[lane]).sum();
                week[talk][lane] += (after[institution][lane] - self.before[institution][lane]) - parts;
                for (booked, part) in booked.iter_mut().zip(week.iter_mut()) {
                    booked[lane] += part[lane];
                    part[lane] = 0.0;
                }
            }
        }
        if self.remembers_talk() {
            self.running.clone_from(&after);
        }
        self.before = after;
    }

    /// Whether a cause can have changed what residents hold, or only the ceiling over it.
    fn reads(&self, cause: Cause) -> bool {
        let processes = &self.scenario.processes;
        match cause {
            Cause::Reconciliation => false,
            Cause::Moving => processes.churn,
            Cause::Lives => processes.life_course,
            Cause::Staff => processes.staff,
            Cause::Service => processes.encounters,
            Cause::Forums => processes.forums,
            Cause::Bridges => processes.rewiring,
            _ => true,
        }
    }
}

impl<const L: usize> Watch<L> for Ledger<L> {
    fn after(&mut self, cause: Cause, lane: Option<usize>, state: &State<L>) {
        if cause == Cause::Talk {
            self.close(state);
            return;
        }
        let lanes = lane.map_or(0..self.lanes, |lane| lane..(lane + 1).min(self.lanes));
        for lane in lanes {
            // Where a process has nothing to work with, there is nothing to see.
            let idle = match cause {
                Cause::Forums => state.programmes[lane].forums.is_empty(),
                Cause::Bridges => state.programmes[lane].bridges.is_empty(),
                _ => false,
            };
            if idle {
                continue;
            }
            if self.reads(cause) {
                self.read(state, lane, true);
            }
            self.book(cause, state, lane);
            if cause == Cause::Service && self.scenario.processes.encounters {
                self.divide(state, lane);
            }
        }
    }
}
