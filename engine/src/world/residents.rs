//! Residents: disposition, personal treatment, and what makes them take part.

use crate::chance::{CommonRandom, Stream, normal_f64, uniform_f64};
use crate::encoding::stored;
use crate::maths;
use crate::scenario::{ResidentTable, Scenario, StartRule, TalkRule};

use super::{Layout, Natures};

/// Where the propensity to take part is cut, in standard deviations of its logarithm.
const CUT: f64 = 3.0;

/// What the start gives a group: the distribution of disposition and personal treatment, and how the group is treated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupStart {
    /// Mean of the disposition b.
    pub disposition_mean: f64,
    /// Standard deviation of the disposition between members.
    pub disposition_sd: f64,
    /// Standard deviation of personal treatment xi between members.
    pub personal_sd: f64,
    /// Treatment of the group by the institution its stated trust is about.
    pub treatment: f64,
}

impl GroupStart {
    /// A group of middling trust, all alike, whom nobody treats in particular: for towns whose ties alone are read.
    #[must_use]
    pub const fn plain() -> Self {
        Self { disposition_mean: 0.5, disposition_sd: 0.0, personal_sd: 0.0, treatment: 0.0 }
    }
}

/// People, in slot order.
#[derive(Debug, Clone, PartialEq)]
pub struct Residents {
    /// Disposition b: the trust a resident falls back to, 0–1.
    pub disposition: Vec<f32>,
    /// Personal treatment xi: how much better or worse than the group's this person's service is.
    pub personal: Vec<f32>,
    /// What moves of both, in standard deviations; empty where people stay as they are.
    pub slow: Vec<[f32; 2]>,
    /// Weight of what others feel under the rule of Friedkin and Johnsen; empty under any other.
    pub susceptibility: Vec<f32>,
    /// Propensity to take part, mean 1; empty where nobody can take part in anything.
    pub propensity: Vec<f32>,
    /// Share of contacts who must be active before this person joins in; empty likewise.
    pub threshold: Vec<f32>,
    /// Channels open to this person (bit 1 online, bit 2 in person); empty likewise.
    pub access: Vec<u8>,
    /// How many newcomers have taken this place; the first resident is 0.
    pub generation: Vec<u16>,
}

stored!(Residents { disposition, personal, slow, susceptibility, propensity, threshold, access, generation });

/// Whether residents can take part in anything, so that propensity, thresholds and access matter.
fn participation(scenario: &Scenario) -> bool {
    scenario.processes.mobilisation || (scenario.processes.programme && scenario.processes.forums)
}

/// Whether a table states everybody's disposition: then the first residents keep it.
#[must_use]
pub fn dispositions_stated(scenario: &Scenario) -> bool {
    let table = scenario.place.imported.as_ref();
    scenario.place.start == StartRule::AsGiven && table.is_some_and(|table| !table.institution_trust.is_empty())
}

/// How far residents of whom nothing else is said follow others, where that matters.
fn follows(scenario: &Scenario) -> Option<f64> {
    match scenario.talk {
        TalkRule::FriedkinJohnsen { susceptibility } => Some(susceptibility),
        _ => None,
    }
}

impl Residents {
    /// Draws everybody.
    #[must_use]
    pub fn new(scenario: &Scenario, random: &CommonRandom, layout: &Layout, natures: &Natures) -> Self {
        let residents = layout.residents();
        let taking_part = if participation(scenario) { residents } else { 0 };
        let mut people = Self {
            disposition: vec![0.0; residents],
            personal: vec![0.0; residents],
            slow: vec![[0.0; 2]; if natures.course.is_some() { residents } else { 0 }],
            propensity: vec![0.0; taking_part],
            threshold: vec![0.0; taking_part],
            access: vec![0; taking_part],
            generation: vec![0; residents],
            susceptibility: vec![0.0; if follows(scenario).is_some() { residents } else { 0 }],
        };
        for (group, slots) in layout.groups.iter().enumerate() {
            let drawn = Draw::new(scenario, random, group, natures);
            for slot in slots.clone() {
                drawn.person(&mut people, slot, layout.id[slot]);
            }
        }
        people
    }

    /// Somebody new takes the place of a resident.
    pub fn replace(
        &mut self,
        scenario: &Scenario,
        random: &CommonRandom,
        slot: usize,
        id: u32,
        group: usize,
        natures: &Natures,
    ) {
        self.generation[slot] = self.generation[slot].wrapping_add(1);
        Draw::new(scenario, random, group, natures).person(self, slot, id);
    }
}

/// How the members of one group are drawn.
struct Draw<'a> {
    scenario: &'a Scenario,
    random: &'a CommonRandom,
    group: usize,
    natures: &'a Natures,
    imported: Option<&'a ResidentTable>,
}

impl<'a> Draw<'a> {
    fn new(scenario: &'a Scenario, random: &'a CommonRandom, group: usize, natures: &'a Natures) -> Self {
        Self { scenario, random, group, natures, imported: scenario.place.imported.as_deref() }
    }

    /// Draws the person in a slot; generations have draws of their own, and tables speak of the first.
    fn person(&self, people: &mut Residents, slot: usize, id: u32) {
        let generation = u32::from(people.generation[slot]);
        let (scenario, random) = (self.scenario, self.random);
        let listed = self.imported.filter(|_| generation == 0);
        let stated = listed.filter(|_| dispositions_stated(scenario));
        let standing = self.natures.standing(random, id, generation);
        let nature = &self.natures.groups[self.group];
        let [disposition, personal] =
            core::array::from_fn(|at| self.natures.together(standing.permanent[at], standing.slow[at]));
        people.disposition[slot] =
            stated.map_or_else(|| nature.disposition(disposition), |table| table.institution_trust[id as usize] as f32);
        people.personal[slot] = nature.personal(personal);
        if let Some(slow) = people.slow.get_mut(slot) {
            *slow = standing.slow;
        }
        if let Some(usual) = follows(scenario) {
            let own = listed.and_then(|table| table.susceptibility.get(id as usize).copied());
            people.susceptibility[slot] = own.unwrap_or(usual) as f32;
        }
        if people.propensity.is_empty() {
            return;
        }
        let parameters = &scenario.parameters;
        let z = normal_f64(random.uniform(Stream::Propensity, 0, id, generation));
        // Where nobody is mobilised, nobody is louder than others either.
        people.propensity[slot] =
            if scenario.processes.mobilisation { propensity(parameters.propensity_sigma, z) as f32 } else { 1.0 };
        let z = normal_f64(random.uniform(Stream::Threshold, 0, id, generation));
        people.threshold[slot] = (parameters.threshold_mean + parameters.threshold_sd * z) as f32;
        if let Some(table) = listed {
            let at = id as usize;
            if let Some(stated) = table.propensity.get(at) {
                people.propensity[slot] = *stated as f32;
            }
            if let Some(stated) = table.threshold.get(at) {
                people.threshold[slot] = *stated as f32;
            }
        }
        let [online, in_person, ..] = random.words(Stream::Access, 0, id, generation);
        let group = &scenario.place.groups[self.group];
        let open = |word: u32, share: f64| u8::from(uniform_f64(word) < share);
        people.access[slot] = open(online, group.access_online) | open(in_person, group.access_in_person) << 1;
    }
}

/// Propensity to take part for a standard normal draw: lognormal with mean 1, cut at three standard deviations
/// (which takes a few hundredths off the mean).
#[must_use]
pub fn propensity(sigma: f64, normal: f64) -> f64 {
    maths::exp(sigma * normal.min(CUT) - sigma * sigma / 2.0)
}

/// The largest propensity there is in a scenario.
#[must_use]
pub fn highest_propensity(scenario: &Scenario) -> f64 {
    let drawn = propensity(scenario.parameters.propensity_sigma, CUT);
    let listed = scenario.place.imported.as_ref().map_or(&[][..], |table| &table.propensity);
    listed.iter().copied().fold(drawn, f64::max)
}
