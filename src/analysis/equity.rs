//! Who gains and who is left behind: groups, tags of groups, and the place as a whole.

use std::collections::BTreeMap;

use crate::experiment::Outcomes;
use crate::maths::Squared;
use crate::record::{EntityScale, Measure, RecordLayout, Standing};
use crate::scenario::Scenario;

use super::findings::{Effect, Summary};
use crate::statistics::effect;
use crate::statistics::summarise;

/// Fewer residents than this are not shown: one could tell who they are.
pub const FEWEST: u32 = 30;

/// Whom a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whom {
    /// A group.
    Group,
    /// All groups with the same tag, e.g. `tenure: mostly renting`.
    Tag,
    /// Everybody.
    Place,
}

impl Whom {
    /// Name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Tag => "tag",
            Self::Place => "place",
        }
    }
}

/// A measure of equity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// Trust at the start.
    Start,
    /// Trust at the horizon.
    End,
    /// Trust at the horizon less trust at the start.
    Change,
    /// Share of residents whom the programme has worked with.
    Reached,
    /// Share who trust at least half a point less than they would under the baseline.
    WorseOff,
    /// Share who trust at least five points less.
    MuchWorseOff,
    /// Trust of the most trusting group less that of the least trusting.
    Gap,
    /// Share of the variance of trust that lies between groups.
    BetweenShare,
    /// Mean trust of the least trusting tenth.
    WorstDecile,
}

impl Aspect {
    /// All of them; those that any part of the population has come first.
    pub const ALL: [Self; 9] = [
        Self::Start,
        Self::End,
        Self::Change,
        Self::Reached,
        Self::WorseOff,
        Self::MuchWorseOff,
        Self::Gap,
        Self::BetweenShare,
        Self::WorstDecile,
    ];

    /// Those of groups and tags.
    pub const OF_PEOPLE: &[Self] = Self::ALL.split_at(6).0;

    /// Name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::End => "end",
            Self::Change => "change",
            Self::Reached => "reached",
            Self::WorseOff => "worse_off",
            Self::MuchWorseOff => "much_worse_off",
            Self::Gap => "gap",
            Self::BetweenShare => "between_share",
            Self::WorstDecile => "worst_decile",
        }
    }
}

/// One measure of one part of the population under one strategy.
#[derive(Debug, Clone, PartialEq)]
pub struct Equity {
    /// Strategy (0 is the baseline).
    pub strategy: usize,
    /// Institution that trust is in: the one in which the strategy acts; the baseline has rows for each of these.
    pub institution: usize,
    /// Whom it is about.
    pub whom: Whom,
    /// Name.
    pub entity: String,
    /// Residents.
    pub residents: u32,
    /// What is measured.
    pub aspect: Aspect,
    /// Level and difference from the baseline; `None` where there are too few residents to show.
    pub found: Option<(Summary, Effect)>,
}

/// Part of the population: its name, and its groups.
struct People {
    whom: Whom,
    name: String,
    groups: Vec<usize>,
}

fn parts(scenario: &Scenario) -> Vec<People> {
    let groups = &scenario.place.groups;
    let mut parts: Vec<People> = groups
        .iter()
        .enumerate()
        .map(|(at, group)| People { whom: Whom::Group, name: group.name.clone(), groups: vec![at] })
        .collect();
    let mut tags: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, group) in groups.iter().enumerate() {
        for (key, value) in &group.tags {
            tags.entry(format!("{key}: {value}")).or_default().push(at);
        }
    }
    parts.extend(tags.into_iter().map(|(name, groups)| People { whom: Whom::Tag, name, groups }));
    parts.push(People { whom: Whom::Place, name: scenario.name.clone(), groups: (0..groups.len()).collect() });
    parts
}

/// All rows: by strategy, part of the population and measure.
pub(super) fn equity(scenario: &Scenario, outcomes: &Outcomes) -> Vec<Equity> {
    let parts = parts(scenario);
    let mut rows = Vec::new();
    let baselines = scenario.acting().into_iter().map(|institution| (0, institution));
    let strategies = (1..outcomes.design.in_full).map(|strategy| (strategy, scenario.acts_in(strategy)));
    for (strategy, institution) in baselines.chain(strategies) {
        for people in &parts {
            let aspects = if people.whom == Whom::Place { &Aspect::ALL[..] } else { Aspect::OF_PEOPLE };
            let residents = members(scenario, outcomes, people);
            for &aspect in aspects {
                let with = values(scenario, outcomes, (strategy, institution), people, aspect);
                if with.iter().any(|v| v.is_nan()) {
                    continue;
                }
                let without = values(scenario, outcomes, (0, institution), people, aspect);
                rows.push(Equity {
                    strategy,
                    institution,
                    whom: people.whom,
                    entity: people.name.clone(),
                    residents,
                    aspect,
                    found: (residents >= FEWEST).then(|| (summarise(&with), effect(&with, &without))),
                });
            }
        }
    }
    rows
}

/// Residents of a part of the population, in the first replicate: sizes of groups do not depend on chance.
fn members(scenario: &Scenario, outcomes: &Outcomes, people: &People) -> u32 {
    let of = |replicate: usize| end(scenario, outcomes, 0, replicate, &people.groups).members as u32;
    if outcomes.replicates.is_empty() { 0 } else { of(0) }
}

/// How a part of the population stands at the horizon.
fn end(scenario: &Scenario, outcomes: &Outcomes, lane: usize, replicate: usize, chosen: &[usize]) -> Standing {
    let groups = scenario.place.groups.len();
    let last = RecordLayout::years(scenario).len().saturating_sub(1);
    let standing = &outcomes.replicates[replicate].lanes[lane].standing;
    let of = |&g: &usize| standing.get(last * groups + g).copied().unwrap_or_default();
    chosen.iter().map(of).fold(Standing::default(), |sum, group| sum.with(&group))
}

/// A measure in every replicate; not a number where it is not recorded.
fn values(
    scenario: &Scenario,
    outcomes: &Outcomes,
    (lane, institution): (usize, usize),
    people: &People,
    aspect: Aspect,
) -> Vec<f64> {
    let one = |replicate: usize| {
        let stands = end(scenario, outcomes, lane, replicate, &people.groups);
        let series = |scale, entity: &str, measure| {
            outcomes.values(lane, replicate, scale, entity, measure).map(|v| (v.first().copied(), v.last().copied()))
        };
        let place = |measure| {
            let found = outcomes.of_all(scenario, lane, replicate, institution, measure);
            found.and_then(|v| v.last().copied()).map_or(f64::NAN, f64::from)
        };
        let trust = |first: bool| {
            if people.whom == Whom::Place && !first {
                return place(Measure::Trust);
            }
            let sum: f64 = people
                .groups
                .iter()
                .map(|&g| {
                    let size = end(scenario, outcomes, lane, replicate, &[g]).members;
                    let found =
                        series(EntityScale::Group, &scenario.group_label(institution, g), Measure::TrustInstitution);
                    let value = found.and_then(|v| if first { v.0 } else { v.1 });
                    size * value.map_or(f64::NAN, f64::from)
                })
                .sum();
            sum / stands.members
        };
        match aspect {
            Aspect::Start => trust(true),
            Aspect::End => trust(false),
            Aspect::Change => trust(false) - trust(true),
            Aspect::Reached => stands.reached / stands.members,
            Aspect::WorseOff => stands.worse / stands.members,
            Aspect::MuchWorseOff => stands.much_worse / stands.members,
            Aspect::Gap => place(Measure::EquityGap),
            Aspect::BetweenShare => {
                let spread = place(Measure::TrustSpread);
                if spread > 0.0 { (place(Measure::BetweenGroupVariance) / spread.squared()).min(1.0) } else { f64::NAN }
            }
            Aspect::WorstDecile => place(Measure::WorstDecile),
        }
    };
    (0..outcomes.replicates.len()).map(one).collect()
}
