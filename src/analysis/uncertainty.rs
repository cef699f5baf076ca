//! What worlds say of what is not known: where doubt comes from, what would change the choice, what is worth finding out.

use ndarray::{Array1, Array2, Axis};

use super::by_runs::ByRuns;
use super::doubt::alike::{Alike, alike};
use super::doubt::best::{Best, best};
use super::doubt::points::{Points, points};
use super::doubt::regression::cross_fit;
use super::doubt::shares::{Shares, shares_of};
use super::doubt::switching::{Along, Pair, pairs, two_best};
use super::doubt::voi::{
    Acceptability, Information, PerfectInformation, Regret, Utilities, acceptability, information_by_group,
    information_by_input, perfect_information, regrets, sample_information,
};
use super::doubt::{Design, Folds, Scale, Source, Worlds, positions_by_rank};
use super::surveyed::Survey;
use super::worlds::OverWorlds;
use crate::experiment::futures::{About, Input, Range};
use crate::experiment::worlds::FEWEST_LOOKED_AT;
use crate::experiment::{AnotherLuck, Beginning};
use crate::scenario::Scenario;
use crate::statistics::moments;

/// Fewest worlds about which anything is said.
pub const FEWEST: usize = FEWEST_LOOKED_AT as usize;

/// How often the error of a survey is drawn.
const REPETITIONS: u32 = 8;

/// Options that differ in cost by less than this share are compared in points.
pub const SAME_COST: f64 = 0.02;

/// Worths of a resident-point-year at which the choice is looked at, as shares and multiples of what the best option pays for
/// one.
const WORTHS: [f64; 9] = [0.0, 0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0];

/// Where the variance of a gain, or of a difference of gains, comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct VarianceOf {
    /// The option (0 is the baseline) whose gain it is.
    pub option: usize,
    /// The other, where it is the difference of two gains.
    pub other: Option<usize>,
    /// The shares.
    pub shares: Shares,
    /// What each input moves, in trust.
    pub points: Vec<Points>,
}

/// What worlds say of what is not known.
#[derive(Debug, Clone, PartialEq)]
pub struct Uncertainty {
    /// Inputs, in the order to which all numbers of inputs refer.
    pub inputs: Vec<Input>,
    /// Options that are compared, by their numbers among all (0 is the baseline): they are judged by trust in the same
    /// institution. What follows numbers options among these.
    pub compared: Vec<usize>,
    /// The two best of them by mean gain.
    pub two_best: [usize; 2],
    /// Variances: of every strategy's gain, then of the difference of the two best.
    pub variances: Vec<VarianceOf>,
    /// Which option is best in how many worlds, and where others are.
    pub best: Best,
    /// Where the difference of two options changes its sign, by regression: the two best, then every other pair.
    pub pairs: Vec<Pair>,
    /// Where the best is overtaken, by runs; empty where there were none.
    pub by_runs: Vec<ByRuns>,
    /// Regret in trust at the horizon.
    pub regrets: Vec<Regret>,
    /// Whether what knowledge is worth is told in money; else in trust, among options of about the same cost.
    pub in_money: bool,
    /// Options among which knowledge would help to choose.
    pub choice: Vec<usize>,
    /// What it would be worth to know everything.
    pub perfect: PerfectInformation,
    /// What it would be worth to know an input, or inputs that were drawn together.
    pub information: Vec<Information>,
    /// What a survey of so many residents would be worth that asks for an input, where a survey tells it.
    pub surveys: Vec<(u32, Information)>,
    /// Chance of being best over what a resident-point-year is worth.
    pub acceptability: Vec<Acceptability>,
    /// What worlds have in common that could not begin as they state.
    pub alike: Vec<Alike>,
}

impl Uncertainty {
    /// The two best along every input that moves their difference.
    #[must_use]
    pub fn switching(&self) -> &[Along] {
        self.pairs.first().map_or(&[], |pair| &pair.along)
    }
}

/// What worlds say; nothing of few worlds or without a strategy.
pub(super) fn uncertainty(scenario: &Scenario, over: &OverWorlds) -> Option<Uncertainty> {
    let about = scenario.acting()[0];
    let options = over.gain.ncols();
    let compared: Vec<usize> =
        (0..options).filter(|&option| option == 0 || scenario.acts_in(option) == about).collect();
    if over.met() < FEWEST || compared.len() < 2 || over.drawn.inputs.is_empty() {
        return None;
    }
    let inputs = &over.drawn.inputs;
    let values = Array2::from_shape_vec(
        (over.met(), inputs.len()),
        over.drawn.met().flat_map(|world| world.values.iter().copied()).collect(),
    )
    .ok()?;
    let labels = Labels::of(inputs);
    let positions = positions_of(&values, &labels.scales);
    let gains = over.gain.select(Axis(1), &compared);
    let worlds = labels.worlds(&positions, &values, &gains);
    let (design, folds) = (Design::new(&worlds), Folds::new(over.met()));
    let two_best = two_best(&gains)?;
    let every: Vec<usize> = (0..inputs.len()).collect();
    let by_chance = |option: usize| {
        let chance = option.checked_sub(1).and_then(|at| over.chance.get(at));
        chance.map_or_else(|| over.chance_within(option), |effect| effect.se * effect.se * effect.n as f64)
    };
    let mut variances = Vec::new();
    let mut add = |at: usize, other: Option<usize>, outcome: &[f64], chance: f64| {
        let fitted = cross_fit(&design, outcome, &every, &folds);
        let column = Array2::from_shape_fn((outcome.len(), 1), |(world, _)| outcome[world]);
        let of_one = labels.worlds(&positions, &values, &column);
        variances.push(VarianceOf {
            option: compared[at],
            other: other.map(|other| compared[other]),
            shares: shares_of(&of_one, &design, &folds, 0, chance, &fitted),
            points: points(&of_one, &design, &fitted.whole),
        });
    };
    for at in 1..compared.len() {
        add(at, None, &gains.column(at).to_vec(), by_chance(compared[at]));
    }
    let difference: Vec<f64> = (&gains.column(two_best[0]) - &gains.column(two_best[1])).to_vec();
    if two_best.iter().all(|at| *at > 0) {
        // Chance of two gains in one town is not independent; what they share goes in the difference, so that this is no less.
        let chance = two_best.iter().map(|&at| by_chance(compared[at])).sum();
        add(two_best[0], Some(two_best[1]), &difference, chance);
    }
    let (utilities, choice) = utilities(scenario, over, &compared, two_best[0]);
    let mut information = information_by_input(&worlds, &design, &utilities, &folds);
    // An input that was drawn with others is known with them.
    information.retain(|one| one.inputs.iter().all(|&input| labels.groups[input].is_none()));
    information.extend(information_by_group(&worlds, &design, &utilities, &folds));
    information.sort_by(|a, b| b.worth.reported().total_cmp(&a.worth.reported()));
    let sample = scenario.record.survey_sample.min(scenario.place.residents);
    let surveys = inputs.iter().enumerate().filter_map(|(at, input)| {
        let survey = Survey::of(scenario, input, sample)?;
        let error = |value: f64| survey.error(value);
        Some((sample, sample_information(&worlds, &utilities, &folds, at, error, REPETITIONS)?))
    });
    let surveys = surveys.collect();
    Some(Uncertainty {
        best: best(&worlds),
        pairs: pairs(&worlds, &design, &folds),
        by_runs: Vec::new(),
        regrets: regrets(&gains),
        in_money: scenario.worth_of_point_year.is_some(),
        choice: choice.iter().map(|&at| compared[at]).collect(),
        perfect: perfect_information(&utilities),
        information,
        surveys,
        acceptability: acceptabilities(scenario, over, &compared),
        alike: in_common(over),
        inputs: inputs.clone(),
        compared,
        two_best,
        variances,
    })
}

/// What inputs are called and of what kind they are.
struct Labels {
    names: Vec<String>,
    groups: Vec<Option<usize>>,
    sources: Vec<Source>,
    scales: Vec<Scale>,
}

impl Labels {
    fn of(inputs: &[Input]) -> Self {
        let families: Vec<&str> = inputs.iter().map(Input::drawn_as).collect();
        let group = |at: usize| {
            let first = families.iter().position(|family| *family == families[at])?;
            let alone = families.iter().filter(|family| **family == families[at]).count() == 1;
            (!alone).then_some(first)
        };
        let source = |input: &Input| match (&input.about, &input.range) {
            (About::Intensity(_) | About::Onset(_) | About::Target(_), _) => Source::Future,
            (_, Range::Belief(belief)) if !belief.is_written => Source::Belief,
            _ => Source::Written,
        };
        Self {
            names: inputs.iter().map(|input| input.name.clone()).collect(),
            groups: (0..inputs.len()).map(group).collect(),
            sources: inputs.iter().map(source).collect(),
            scales: inputs.iter().map(Scale::of).collect(),
        }
    }

    fn worlds<'a>(
        &'a self,
        positions: &'a Array2<f64>,
        values: &'a Array2<f64>,
        outcomes: &'a Array2<f64>,
    ) -> Worlds<'a> {
        Worlds {
            names: &self.names,
            groups: &self.groups,
            sources: &self.sources,
            scales: &self.scales,
            positions: positions.view(),
            values: values.view(),
            outcomes: outcomes.view(),
        }
    }
}

fn positions_of(values: &Array2<f64>, scales: &[Scale]) -> Array2<f64> {
    let mut positions = values.clone();
    for (mut column, scale) in positions.columns_mut().into_iter().zip(scales) {
        if *scale == Scale::Number {
            let ranked = positions_by_rank(&column.to_vec());
            column.assign(&Array1::from(ranked));
        }
    }
    positions
}

/// What each option is worth in each world, and the options among which it makes a difference.
///
/// Where the scenario says what a resident-point-year is worth, utility is that times those gained, less what was spent, both
/// discounted. Where
/// it does not, options are compared in trust at the horizon, and only those that cost about the same as the best.
fn utilities(scenario: &Scenario, over: &OverWorlds, compared: &[usize], best: usize) -> (Utilities, Vec<usize>) {
    // The same options with another luck, by rows of the worlds that had one.
    let again = |choice: &[usize], utility: &dyn Fn(&AnotherLuck, usize) -> f64| -> Vec<(usize, Vec<f64>)> {
        let row = |luck: &AnotherLuck| over.drawn.met().position(|world| world.number == luck.world);
        let options = |luck| choice.iter().map(|&at| utility(luck, compared[at])).collect();
        over.another_luck.iter().filter_map(|luck| Some((row(luck)?, options(luck)))).collect()
    };
    let values = over.discounted_point_years.select(Axis(1), compared);
    let costs = over.discounted_spend.select(Axis(1), compared);
    if let Some(worth) = scenario.worth_of_point_year {
        let worth = worth * f64::from(scenario.place.residents);
        let choice: Vec<usize> = (0..compared.len()).collect();
        let again = again(&choice, &|luck, option| worth * luck.point_years[option] - luck.spend[option]);
        return (Utilities::new(worth, &values, &costs).again(again), choice);
    }
    let mean = |at: usize| moments(&costs.column(at).to_vec()).0;
    let same = |at: usize| (mean(at) - mean(best)).abs() <= SAME_COST * mean(best);
    let choice: Vec<usize> = (0..compared.len()).filter(|&at| same(at)).collect();
    let gains = over.gain.select(Axis(1), compared).select(Axis(1), &choice);
    let nothing = Array2::zeros(gains.dim());
    let again = again(&choice, &|luck, option| luck.gain[option]);
    (Utilities::new(1.0, &gains, &nothing).again(again), choice)
}

/// The choice over what a resident-point-year is worth, around what the best option pays for one.
fn acceptabilities(scenario: &Scenario, over: &OverWorlds, compared: &[usize]) -> Vec<Acceptability> {
    let residents = f64::from(scenario.place.residents);
    let values = over.discounted_point_years.select(Axis(1), compared) * residents;
    let costs = over.discounted_spend.select(Axis(1), compared);
    let mean = |of: &Array2<f64>, at: usize| moments(&of.column(at).to_vec()).0;
    let prices =
        (1..compared.len()).filter(|&at| mean(&values, at) > 0.0).map(|at| mean(&costs, at) / mean(&values, at));
    let least = prices.fold(f64::INFINITY, f64::min);
    if !least.is_finite() || least <= 0.0 {
        return Vec::new();
    }
    acceptability(&values, &costs, &WORTHS.map(|times| times * least))
}

/// What worlds have in common that could not begin as they state.
fn in_common(over: &OverWorlds) -> Vec<Alike> {
    let inputs = &over.drawn.inputs;
    let labels = Labels::of(inputs);
    let all = &over.drawn.worlds;
    let values: Vec<f64> = all.iter().flat_map(|world| world.values.iter().copied()).collect();
    let Ok(values) = Array2::from_shape_vec((all.len(), inputs.len()), values) else { return Vec::new() };
    let positions = positions_of(&values, &labels.scales);
    let nothing = Array2::zeros((all.len(), 1));
    let failed: Vec<bool> = all.iter().map(|world| world.beginning != Beginning::Stated).collect();
    if failed.iter().all(|failed| !failed) {
        return Vec::new();
    }
    alike(&labels.worlds(&positions, &values, &nothing), &failed)
}
