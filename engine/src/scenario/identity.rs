//! A scenario's identity: a hash over everything that can change its results, and nothing else.
//!
//! The stream that is hashed is written out field by field, so that it does not depend on how types print themselves.
//! Left out are the names and descriptions that only label the output (of the scenario, its events, tags, currency and
//! the observed path), and ranges where no worlds are drawn. Names of groups, institutions, departments and
//! strategies are part of the result tables and therefore of the identity.

use super::belief::{Belief, Law};
use super::plan::{
    Contents, Event, Follows, Investment, NetworkPlan, Place, ResidentRecord, Shape, StartRule, Strategy, Target,
};
use super::processes::Processes;
use super::registry::Entry;
use super::section::Keyed;
use sha2::{Digest, Sha256};

/// Version of the stream below; a change of its layout changes every identity.
const LAYOUT: u64 = 2;

/// Edition of the numbers: raised with every change that the changelog tags `numbers`, so that an interrupted run never
/// goes on with numbers of another kind.
pub const NUMBERS: u64 = 3;

/// Plain keys that have their place in the stream below, by section. No other needs one: see [`Stream::later`].
const PLACED: [(&str, &[&str]); 10] = [
    ("", &["worlds", "replicates"]),
    ("place", &["connectors", "mavens", "salespeople", "start"]),
    ("[place.groups]", &["access.online", "access.in_person", "seat", "capacity"]),
    ("[place.institutions.departments]", &["contacts"]),
    ("world.FACTOR", &["ar1.coefficient", "ar1.sd", "load.quality", "load.mood", "load.budget", "load.demand"]),
    ("[world.events]", &["mood", "scandal", "harm"]),
    ("[strategies]", &["channel"]),
    ("[strategies.investments]", &["caseload", "hires", "handover", "level", "specificity", "champion"]),
    ("[strategies.promises]", &["every", "outcome", "kept", "due"]),
    (
        "record",
        &[
            "every",
            "detail_every",
            "trusting_from",
            "distrusting_to",
            "survey_sample",
            "survey_window",
            "traced_replicates",
            "residents",
        ],
    ),
];

/// The identity of a scenario: 64 hexadecimal digits.
#[must_use]
pub fn identity(scenario: &Contents) -> String {
    of_edition(scenario, NUMBERS)
}

/// The identity under an edition of the numbers; the stream of the first edition did not name it.
#[doc(hidden)]
#[must_use]
pub fn of_edition(scenario: &Contents, numbers: u64) -> String {
    let mut stream = Stream(Sha256::new());
    stream.number("groundswell scenario", LAYOUT);
    if numbers > 1 {
        stream.number("numbers", numbers);
    }
    stream.text("start", &scenario.start.to_string());
    stream.number("weeks", u64::from(scenario.weeks));
    stream.number("seed", scenario.seed);
    // Where worlds are drawn, how often one would be repeated makes no difference.
    if scenario.worlds > 1 {
        stream.number("worlds", u64::from(scenario.worlds));
        for each in &scenario.beliefs {
            belief(&mut stream, each);
        }
        for (_, department) in scenario.departments() {
            let Follows { contacts, quality_procedural, quality_outcome } = department.follows;
            stream.numbers("follows", &[contacts, quality_procedural, quality_outcome].map(u64::from));
        }
    } else {
        stream.number("replicates", u64::from(scenario.replicates));
    }
    place(&mut stream, &scenario.place);
    for factor in &scenario.world.factors {
        let values = [
            factor.coefficient,
            factor.sd,
            factor.load_quality,
            factor.load_mood,
            factor.load_budget,
            factor.load_demand,
        ];
        stream.reals("factor", &values);
        stream.later(factor);
    }
    for each in &scenario.world.events {
        event(&mut stream, each);
    }
    for each in &scenario.strategies {
        strategy(&mut stream, each);
    }
    let mut registry = |table: &[Entry], get: &dyn Fn(&str) -> Option<f64>| {
        for entry in table {
            stream.real(entry.name, get(entry.name).unwrap_or(entry.default));
        }
    };
    registry(super::parameters::PARAMETERS, &|name| scenario.parameters.get(name));
    registry(super::parameters::COSTS, &|name| scenario.costs.get(name));
    let mut processes = scenario.processes;
    for (name, _) in Processes::NAMES {
        stream.number(name, u64::from(processes.get_mut(name).is_some_and(|on| *on)));
    }
    let record = &scenario.record;
    let record_weeks =
        [record.every, record.detail_every, record.survey_sample, record.survey_window, record.traced_replicates];
    stream.numbers("record", &record_weeks.map(u64::from));
    stream.number("residents one by one", u64::from(record.residents == ResidentRecord::Final));
    stream.text("talk", scenario.talk.name());
    for (key, value) in scenario.talk.settings() {
        stream.real(key, value);
    }
    stream.reals("cuts", &[record.trusting_from, record.distrusting_to]);
    stream.later(record);
    stream.later(scenario);
    stream.finish()
}

fn belief(stream: &mut Stream, belief: &Belief) {
    stream.text("belief", &belief.path);
    match belief.law {
        Law::Uniform { from, to } => stream.reals("uniform", &[from, to]),
        Law::Normal { low, median, high } => stream.reals("normal", &[low, median, high]),
    }
}

fn place(stream: &mut Stream, place: &Place) {
    stream.number("residents", u64::from(place.residents));
    match place.network {
        NetworkPlan::SmallWorld { mean_degree, rewiring, homophily } => {
            stream.reals("small-world", &[mean_degree, rewiring, homophily]);
        }
        NetworkPlan::BlockModel { mean_degree, homophily } => stream.reals("block-model", &[mean_degree, homophily]),
        NetworkPlan::StochasticBlocks { p_in, p_out } => stream.reals("stochastic blocks", &[p_in, p_out]),
        NetworkPlan::Complete => stream.number("complete", 0),
    }
    stream.reals("roles", &[place.connectors, place.mavens, place.salespeople]);
    stream.number("settled", u64::from(place.start == StartRule::Settled));
    stream.later(place);
    for group in &place.groups {
        stream.text("group", &group.name);
        stream.reals("trust", &[group.share, group.trust_mean, group.trust_sd]);
        stream.number("about", group.about as u64);
        stream.reals("harm", &group.harm);
        stream.reals("access", &[group.access_online, group.access_in_person, group.seat, group.capacity]);
        stream.reals("exposure", &group.exposure);
        stream.later(group);
    }
    for institution in &place.institutions {
        stream.text("institution", &institution.name);
        stream.later(institution);
        for department in &institution.departments {
            stream.text("department", &department.name);
            stream.number("posts", u64::from(department.posts));
            stream.reals("service", &[department.contacts, department.quality_procedural, department.quality_outcome]);
            stream.later(department);
        }
    }
    if let Some(table) = &place.imported {
        stream.number("imported", table.id.len() as u64);
        for (id, group) in table.id.iter().zip(&table.group) {
            stream.text("id", id);
            stream.number("of", *group as u64);
        }
        stream.reals("stated", &table.institution_trust);
        stream.reals("susceptibility", &table.susceptibility);
        stream.reals("threshold", &table.threshold);
        stream.reals("propensity", &table.propensity);
        stream.reals("confidence", &table.confidence);
        let active: Vec<u64> = table.active.iter().map(|active| u64::from(*active)).collect();
        stream.numbers("active", &active);
    }
    if let Some(ties) = &place.ties {
        stream.number("ties", u64::from(ties.symmetric));
        for ((from, to), weight) in ties.from.iter().zip(&ties.to).zip(&ties.weight) {
            stream.numbers("tie", &[u64::from(*from), u64::from(*to)]);
            stream.real("weight", *weight);
        }
    }
}

fn event(stream: &mut Stream, event: &Event) {
    stream.numbers("event", &[event.factor as u64, u64::from(event.week), event.institution as u64]);
    match &event.shape {
        None => stream.number("shapeless", 0),
        Some(Shape::Impulse { size, half_life }) => stream.reals("impulse", &[*size, *half_life]),
        Some(Shape::Step { size, duration }) => {
            stream.reals("step", &[*size, duration.map_or(f64::INFINITY, f64::from)]);
        }
        Some(Shape::Ramp { size, duration }) => stream.reals("ramp", &[*size, f64::from(*duration)]),
        Some(Shape::Regime { size, on, off }) => stream.reals("regime", &[*size, *on, *off]),
        Some(Shape::Series(values)) => stream.reals("series", values),
    }
    stream.reals("effects", &[event.mood, event.scandal, event.harm]);
    stream.indices("groups", &event.groups);
    stream.later(event);
}

fn strategy(stream: &mut Stream, strategy: &Strategy) {
    stream.text("strategy", &strategy.name);
    stream.number("institution", strategy.institution as u64);
    stream.real("budget", strategy.budget);
    stream.number("channel", strategy.channel as u64);
    stream.later(strategy);
    for each in &strategy.investments {
        investment(stream, each);
    }
    for promise in &strategy.promises {
        let every = promise.every.map_or(0, u64::from);
        stream.numbers("promise", &[u64::from(promise.week), every, u64::from(promise.until), u64::from(promise.due)]);
        stream.reals("terms", &[promise.outcome, promise.kept]);
        stream.indices("to", &promise.groups);
        stream.later(promise);
    }
}

fn investment(stream: &mut Stream, investment: &Investment) {
    stream.text("instrument", investment.instrument.name());
    stream.real("spend", investment.spend);
    stream.numbers("period", &[u64::from(investment.from), u64::from(investment.until)]);
    match &investment.target {
        Target::Anyone => stream.number("anyone", 0),
        Target::Connectors => stream.number("connectors", 0),
        Target::LeastTrusting => stream.number("least-trusting", 0),
        Target::Groups(groups) => stream.indices("groups", groups),
    }
    // No department and no caseload are written as 0, so that the first of each is 1.
    let department = investment.department.map_or(0, |at| at as u64 + 1);
    let caseload = investment.caseload.map_or(0, u64::from);
    stream.numbers("work", &[department, caseload, u64::from(investment.hires), u64::from(investment.handover)]);
    stream.numbers("forum", &[investment.level as u64, u64::from(investment.champion)]);
    stream.real("specificity", investment.specificity);
    stream.indices("concerns", &investment.concerns);
    stream.later(investment);
}

/// Writes labelled values so that no two different scenarios write the same bytes.
struct Stream(Sha256);

impl Stream {
    fn label(&mut self, label: &str, length: usize) {
        self.0.update(label.as_bytes());
        self.0.update([0]);
        self.0.update((length as u64).to_le_bytes());
    }

    fn text(&mut self, label: &str, text: &str) {
        self.label(label, text.len());
        self.0.update(text.as_bytes());
    }

    fn number(&mut self, label: &str, number: u64) {
        self.numbers(label, &[number]);
    }

    fn numbers(&mut self, label: &str, numbers: &[u64]) {
        self.label(label, numbers.len());
        for number in numbers {
            self.0.update(number.to_le_bytes());
        }
    }

    /// Plain keys without a place of their own in the stream. Where one is at its default the stream does not name it, so
    /// that no key that is added changes the identity of a scenario without it.
    fn later<S: Keyed>(&mut self, section: &S) {
        let placed = PLACED.iter().find(|(name, _)| *name == S::SECTION).map_or(&[][..], |(_, keys)| *keys);
        self.later_than(placed, section);
    }

    /// Plain keys but for those that are placed.
    fn later_than<S: Keyed>(&mut self, placed: &[&str], section: &S) {
        for key in section.stated() {
            if key.is_changed && !key.is_label && !placed.contains(&key.path) {
                // Zero has two forms that mean the same.
                let written = key.written.map(|text| if text == "-0.0" { "0.0".to_owned() } else { text });
                self.text(&format!("{} {}", S::SECTION, key.path), &written.unwrap_or_default());
            }
        }
    }

    fn indices(&mut self, label: &str, indices: &[usize]) {
        let numbers: Vec<u64> = indices.iter().map(|index| *index as u64).collect();
        self.numbers(label, &numbers);
    }

    fn real(&mut self, label: &str, number: f64) {
        self.reals(label, &[number]);
    }

    fn reals(&mut self, label: &str, numbers: &[f64]) {
        self.label(label, numbers.len());
        for number in numbers {
            // Zero has two bit patterns that mean the same.
            let number = if *number == 0.0 { 0.0 } else { *number };
            self.0.update(number.to_bits().to_le_bytes());
        }
    }

    fn finish(self) -> String {
        self.0.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
            for half in [byte >> 4, byte & 15] {
                text.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
            }
            text
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Digest, PLACED, Sha256, Stream};
    use crate::scenario::plan::{
        Contents, Department, Event, FactorPlan, Group, Institution, Investment, Place, Promise, RecordPlan, Strategy,
    };
    use crate::scenario::section::Keyed;

    fn hash<S: Keyed>(placed: &[&str], section: &S) -> String {
        let mut stream = Stream(Sha256::new());
        stream.later_than(placed, section);
        stream.finish()
    }

    #[test]
    fn a_later_key_is_hashed_where_it_is_not_at_its_default() {
        let nothing = Stream(Sha256::new()).finish();
        // As if mood had come after the stream was laid out.
        let of = |mood, scandal| hash(&["scandal", "harm"], &Event { mood, scandal, ..Event::default() });
        assert_eq!(of(0.0, 0.0), nothing);
        assert_eq!(of(-0.0, 2.0), nothing);
        assert_ne!(of(0.5, 0.0), nothing);
        assert_ne!(of(0.5, 0.0), of(0.25, 0.0));
        // Where the default is another than zero, zero is still one value.
        let mavens = |mavens| hash(&[], &Place { mavens, currency: "EUR".into(), ..Place::default() });
        assert_eq!(mavens(Place::default().mavens), nothing, "currency is a label");
        assert_ne!(mavens(0.0), nothing);
        assert_eq!(mavens(0.0), mavens(-0.0));
    }

    fn keys<S: Keyed>() -> (&'static str, Vec<&'static str>) {
        (S::SECTION, S::default().stated().iter().map(|key| key.path).collect())
    }

    #[test]
    fn what_has_its_place_is_a_key() {
        let sections = [
            keys::<Contents>(),
            keys::<Place>(),
            keys::<Group>(),
            keys::<Institution>(),
            keys::<Department>(),
            keys::<FactorPlan>(),
            keys::<Event>(),
            keys::<Strategy>(),
            keys::<Investment>(),
            keys::<Promise>(),
            keys::<RecordPlan>(),
        ];
        for (section, placed) in PLACED {
            let (_, keys) = sections.iter().find(|(name, _)| *name == section).expect("a section");
            assert!(placed.iter().all(|key| keys.contains(key)), "[{section}] has {keys:?}");
        }
    }
}
