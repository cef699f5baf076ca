//! Where along a number another option becomes the best, by runs of worlds at its values instead of a curve through worlds.

use super::doubt::Scale;
use super::doubt::switching::{Along, Refined, Search, refine};
use super::doubt::voi::best_of;
use super::uncertainty::{Uncertainty, uncertainty};
use super::worlds::{OverWorlds, over_worlds};
use crate::experiment::futures::{Input, Range};
use crate::experiment::{Outcomes, Probe};
use crate::maths::Squared;
use crate::scenario::Scenario;
use crate::scenario::units::Quantity;
use crate::statistics::moments;

/// Most numbers along which worlds are run again.
const MOST_INPUTS: usize = 3;

/// Most values of one number.
const MOST_VALUES: usize = 7;

/// Positions between which it is looked: one world in two hundred lies further out. Shares are looked at between their limits,
/// since those are near: what would have to be, even if nobody believes it, says how safe a choice is.
const ENDS: [f64; 2] = [0.005, 0.995];

/// Width to which the interval of a crossing is brought, as a share of the range.
const TOLERANCE: f64 = 0.06;

/// Fewest worlds in which a difference is measured.
const FEWEST: usize = 10;

/// What runs along a number say of the best option.
#[derive(Debug, Clone, PartialEq)]
pub struct ByRuns {
    /// The number: its position among the inputs.
    pub input: usize,
    /// Values between which it was looked.
    pub range: [f64; 2],
    /// Where the best option is overtaken, if it is.
    pub switch: Option<Switch>,
    /// Number of values at which worlds were run.
    pub values: usize,
}

/// Where another option becomes the best.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Switch {
    /// Value.
    pub at: f64,
    /// Values between which it cannot be told which is better.
    pub between: [f64; 2],
    /// Whether it can be told beyond either end.
    pub told: [bool; 2],
    /// Whether the option that is best overall is ahead below the value.
    pub best_below: bool,
    /// Option that is ahead on the other side, among those compared.
    pub other: usize,
}

/// Runs worlds again along every number on which the choice may hang, and keeps what came of them. `run` gives the worlds with
/// a number (by its position among the inputs) at a value.
///
/// # Errors
/// Those of `run`.
pub fn look_further<E>(
    scenario: &Scenario,
    outcomes: &mut Outcomes,
    mut run: impl FnMut(usize, f64) -> Result<Probe, E>,
) -> Result<(), E> {
    let Some(over) = over_worlds(scenario, outcomes) else { return Ok(()) };
    let Some(found) = uncertainty(scenario, &over) else { return Ok(()) };
    let mut probes: Vec<Probe> = Vec::new();
    let mut failed = None;
    by_runs(&found, &over, &mut |input, value| match run(input, value) {
        Ok(probe) => {
            probes.push(probe.clone());
            Some(probe)
        }
        Err(error) => {
            failed = Some(error);
            None
        }
    });
    outcomes.probes = probes;
    failed.map_or(Ok(()), Err)
}

/// What runs that were kept say.
pub(super) fn recalled(found: &Uncertainty, over: &OverWorlds, probes: &[Probe]) -> Vec<ByRuns> {
    by_runs(found, over, &mut |input, value| {
        probes.iter().find(|probe| probe.input == input && probe.value.to_bits() == value.to_bits()).cloned()
    })
}

/// Looks along the numbers on which the choice may hang; one along which nothing can be measured is left out.
fn by_runs(found: &Uncertainty, over: &OverWorlds, run: &mut dyn FnMut(usize, f64) -> Option<Probe>) -> Vec<ByRuns> {
    let numbers: Vec<u32> = over.drawn.met().map(|world| world.number).collect();
    let mut all = Vec::new();
    for input in influential(found) {
        let range = match &found.inputs[input].range {
            Range::Belief(belief) if belief.quantity == Quantity::Share => belief.limits,
            _ => ENDS.map(|end| found.inputs[input].at(end)),
        };
        // From the ends inwards: a few worlds may not tell apart what a curve through all of them does.
        let search = Search { range, tolerance: TOLERANCE * (range[1] - range[0]), most_steps: MOST_VALUES };
        let mut others: Vec<(f64, usize)> = Vec::new();
        let measured = refine(&search, |value| {
            let probe = run(input, value).ok_or(())?;
            let (other, mean, error) = ahead(&probe, found, over, &numbers).ok_or(())?;
            others.push((value, other));
            Ok::<_, ()>((mean, error))
        });
        let switch = match &measured {
            Err(()) => continue,
            Ok(Refined::None { .. }) => None,
            Ok(Refined::Crossing { at, interval, told, runs }) => {
                let best_below = runs.iter().find(|run| run.at >= interval[0]).is_some_and(|run| run.mean > 0.0);
                // Who overtakes is asked of the nearest run beyond.
                let beyond = |run: &f64| if best_below { *run >= interval[1] } else { *run <= interval[0] };
                let distance = |run: f64| (run - at).abs();
                let near = others.iter().filter(|(run, _)| beyond(run));
                let near = near.min_by(|a, b| distance(a.0).total_cmp(&distance(b.0)));
                near.map(|(_, other)| Switch { at: *at, between: *interval, told: *told, best_below, other: *other })
            }
        };
        all.push(ByRuns { input, range, switch, values: others.len() });
    }
    all
}

/// Numbers along which the choice may change: first those along which the regression sees the two best change places, then
/// those that move the difference of the two best, or what the best one gains, most.
fn influential(found: &Uncertainty) -> Vec<usize> {
    let inputs = &found.inputs;
    // What was drawn with others cannot be set by itself, and of kinds there is no more or less.
    let alone = |input: usize| {
        let with = |other: &&Input| other.drawn_as() == inputs[input].drawn_as();
        inputs.iter().filter(with).count() == 1 && Scale::of(&inputs[input]) == Scale::Number
    };
    let told = |along: &Along| along.crossings.iter().any(|crossing| crossing.told.iter().any(|told| *told));
    let moves = |along: &Along| (along.ends[0].value - along.ends[1].value).abs();
    let mut alongs: Vec<&Along> = found.switching().iter().collect();
    alongs.sort_by(|a, b| {
        let rank = |along: &Along| (!told(along), along.crossings.is_empty());
        rank(a).cmp(&rank(b)).then(moves(b).total_cmp(&moves(a)))
    });
    let best = found.compared[found.two_best[0]];
    let gain = found.variances.iter().find(|of| of.option == best && of.other.is_none());
    let mut shares: Vec<(usize, f64)> = gain.map_or_else(Vec::new, |of| {
        let known = of.shares.inputs.iter().filter(|share| share.first.told);
        known.map(|share| (share.input, share.first.value)).collect()
    });
    shares.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut all: Vec<usize> = Vec::new();
    for input in alongs.iter().map(|along| along.input).chain(shares.into_iter().map(|(input, _)| input)) {
        if alone(input) && !all.contains(&input) {
            all.push(input);
        }
    }
    all.truncate(MOST_INPUTS);
    all
}

/// By how much the option that is best overall is ahead of the next where an input has a value: that other option, the mean
/// over all worlds, and its standard error.
fn ahead(probe: &Probe, found: &Uncertainty, over: &OverWorlds, numbers: &[u32]) -> Option<(usize, f64, f64)> {
    let best = found.two_best[0];
    let others: Vec<usize> = (0..found.compared.len()).filter(|&option| option != best).collect();
    let measured: Option<Vec<(f64, f64)>> = others
        .iter()
        .map(|&other| {
            let pair = [best, other].map(|at| found.compared[at]);
            let known = &over.gain.column(pair[0]) - &over.gain.column(pair[1]);
            difference(probe, pair, numbers, &known.to_vec())
        })
        .collect();
    let measured = measured?;
    let behind: Vec<f64> = measured.iter().map(|(mean, _)| -mean).collect();
    let next = best_of(&behind);
    Some((others[next], measured[next].0, measured[next].1))
}

/// Mean over all worlds of one option's trust less another's where an input has a value, with its standard error.
///
/// Some worlds were run there. How far they differ from all worlds is `known` from what the difference was in each, and what
/// goes with that is taken off by regression.
fn difference(probe: &Probe, [first, second]: [usize; 2], numbers: &[u32], known: &[f64]) -> Option<(f64, f64)> {
    let pairs: Vec<(f64, f64)> = probe
        .worlds
        .iter()
        .filter_map(|(number, trust)| {
            let at = numbers.binary_search(number).ok()?;
            Some((trust.get(first)? - trust.get(second)?, *known.get(at)?))
        })
        .collect();
    let n = pairs.len();
    if n < FEWEST {
        return None;
    }
    let (differences, before): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
    let ((mean, _), (mean_before, sd_before)) = (moments(&differences), moments(&before));
    let (mean_known, sd_known) = moments(known);
    let both: f64 = differences.iter().zip(&before).map(|(d, b)| (d - mean) * (b - mean_before)).sum();
    let slope = if sd_before > 0.0 { both / ((n - 1) as f64 * sd_before.squared()) } else { 0.0 };
    let left = differences.iter().zip(&before).map(|(d, b)| (d - mean - slope * (b - mean_before)).squared());
    let left = left.sum::<f64>() / (n - 2) as f64;
    let error = left / n as f64 + (slope * sd_known).squared() / known.len() as f64;
    Some((mean + slope * (mean_known - mean_before), error.sqrt()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::doubt::toys::normal;

    #[test]
    fn what_the_rest_of_a_draw_does_is_taken_off() {
        // The difference is 0.3 where the input has the value, and the rest of the draw moves it by 0.8.
        let known: Vec<f64> = (0..200).map(|world| normal(3, world, 0)).collect();
        let numbers: Vec<u32> = (0..200).collect();
        let run = |world: usize| (world as u32, vec![0.0, 0.3 + 0.8 * known[world] + 0.05 * normal(3, world, 1)]);
        let probe = Probe { input: 0, value: 0.5, worlds: (0..40).map(run).collect() };
        let (mean, error) = difference(&probe, [1, 0], &numbers, &known).expect("enough worlds");
        let truth = 0.3 + 0.8 * moments(&known).0;
        assert!((mean - truth).abs() < 0.03, "{mean} {truth}");
        // Of the spread of 40 worlds by themselves, 0.8 / sqrt(40) = 0.13, that over 200 is left.
        assert!((error - (0.05_f64.squared() / 40.0 + 0.8_f64.squared() / 200.0).sqrt()).abs() < 0.01, "{error}");
        let few = Probe { worlds: probe.worlds[..FEWEST - 1].to_vec(), ..probe };
        assert_eq!(difference(&few, [1, 0], &numbers, &known), None);
    }
}
