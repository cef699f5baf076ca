//! A crossing by runs of the model at chosen values.

use crate::scenario::belief::Z95;

/// Where to look for a crossing, and how closely.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Search {
    /// Values between which it is looked for.
    pub range: [f64; 2],
    /// Width to which its interval is to be brought.
    pub tolerance: f64,
    /// Most values at which the model is run.
    pub most_steps: usize,
}

/// A difference as it was run at a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// Value.
    pub at: f64,
    /// Mean difference.
    pub mean: f64,
    /// Its standard error.
    pub standard_error: f64,
}

impl Measured {
    fn told(&self) -> bool {
        self.mean.abs() > Z95 * self.standard_error
    }
}

/// What the runs say.
#[derive(Debug, Clone, PartialEq)]
pub enum Refined {
    /// The difference changes its sign.
    Crossing {
        /// Best guess.
        at: f64,
        /// Runs at both ends tell the two apart, in different orders.
        interval: [f64; 2],
        /// Whether they do, at either end; where not, the interval ends where the search did.
        told: [bool; 2],
        /// All runs, by value.
        runs: Vec<Measured>,
    },
    /// It has the same sign wherever the model was run, both ends of the range among them.
    None {
        /// Whether it is positive.
        positive: bool,
        /// Whether every run tells it from 0.
        told: bool,
        /// All runs, by value.
        runs: Vec<Measured>,
    },
}

/// Looks for a crossing by running the model: first at the ends of the range, and from there on where it narrows the interval
/// most. A difference that cannot be told from 0 is
/// never taken for one or the other, so that the interval stays as wide as chance makes it.
pub fn refine<E>(search: &Search, mut run: impl FnMut(f64) -> Result<(f64, f64), E>) -> Result<Refined, E> {
    let mut runs: Vec<Measured> = Vec::new();
    let mut measure = |runs: &mut Vec<Measured>, at: f64| -> Result<(), E> {
        if runs.iter().all(|known| known.at != at) {
            let (mean, standard_error) = run(at)?;
            let before = runs.partition_point(|known| known.at < at);
            runs.insert(before, Measured { at, mean, standard_error });
        }
        Ok(())
    };
    measure(&mut runs, search.range[0])?;
    measure(&mut runs, search.range[1])?;
    let Some(first) = change(&runs) else {
        return Ok(Refined::None { positive: runs[0].mean > 0.0, told: runs.iter().all(Measured::told), runs });
    };
    // The search stays between the two runs that differed first.
    let outer = [runs[first].at, runs[first + 1].at];
    let mut width = f64::INFINITY;
    while runs.len() < search.most_steps {
        let Some(next) = next(&runs, outer, search.tolerance, &mut width) else { break };
        let before = runs.len();
        measure(&mut runs, next)?;
        if runs.len() == before {
            break;
        }
    }
    let (interval, told) = interval(&runs, outer);
    Ok(Refined::Crossing { at: root(&runs, interval), interval, told, runs })
}

/// The first run after which the sign changes.
fn change(runs: &[Measured]) -> Option<usize> {
    runs.windows(2).position(|pair| (pair[0].mean > 0.0) != (pair[1].mean > 0.0))
}

/// The innermost runs that tell the two apart in the orders that they have outside.
fn interval(runs: &[Measured], outer: [f64; 2]) -> ([f64; 2], [bool; 2]) {
    let (mut ends, mut told) = (outer, [false; 2]);
    let within: Vec<&Measured> = runs.iter().filter(|run| outer[0] <= run.at && run.at <= outer[1]).collect();
    let positive = within[0].mean > 0.0;
    for run in within {
        if run.told() && (run.mean > 0.0) == positive {
            (ends[0], told[0]) = (run.at, true);
        } else if run.told() {
            (ends[1], told[1]) = (run.at, true);
            break;
        }
    }
    (ends, told)
}

/// Where to run next, if that can still help.
fn next(runs: &[Measured], outer: [f64; 2], tolerance: f64, before: &mut f64) -> Option<f64> {
    let ([low, high], _) = interval(runs, outer);
    let width = high - low;
    if width <= tolerance {
        return None;
    }
    let halved = width <= 0.5 * *before;
    *before = width;
    let unclear: Vec<f64> = runs.iter().map(|run| run.at).filter(|at| low < *at && *at < high).collect();
    if let (Some(first), Some(last)) = (unclear.first(), unclear.last()) {
        // Chance hides the crossing there: what lies on either side is narrowed down from outside.
        let (left, right) = (first - low, high - last);
        if left.max(right) <= 0.5 * tolerance {
            return None;
        }
        return Some(if left >= right { low + 0.5 * left } else { high - 0.5 * right });
    }
    // A guess that cut off little is followed by a plain halving.
    if !halved {
        return Some(f64::midpoint(low, high));
    }
    // Just beyond the guess, on the side where more can be cut off.
    let guess = root(runs, [low, high]);
    let step = if high - guess > guess - low { 0.5 * tolerance } else { -0.5 * tolerance };
    Some((guess + step).clamp(low + 0.1 * width, high - 0.1 * width))
}

/// Where a line through the runs of an interval, weighted by what is known of each, is 0.
fn root(runs: &[Measured], [low, high]: [f64; 2]) -> f64 {
    let within: Vec<&Measured> = runs.iter().filter(|run| low <= run.at && run.at <= high).collect();
    let largest = within.iter().map(|run| run.standard_error).fold(0.0, f64::max);
    // Runs without chance weigh the same.
    let least = if largest > 0.0 { 0.1 * largest } else { 1.0 };
    let weight = |run: &Measured| {
        let error = run.standard_error.max(least);
        1.0 / (error * error)
    };
    let all: f64 = within.iter().map(|run| weight(run)).sum();
    let at = within.iter().map(|run| weight(run) * run.at).sum::<f64>() / all;
    let mean = within.iter().map(|run| weight(run) * run.mean).sum::<f64>() / all;
    let spread: f64 = within.iter().map(|run| weight(run) * (run.at - at) * (run.at - at)).sum();
    let along: f64 = within.iter().map(|run| weight(run) * (run.at - at) * run.mean).sum();
    if along == 0.0 { f64::midpoint(low, high) } else { (at - mean * spread / along).clamp(low, high) }
}

#[cfg(test)]
mod tests {
    use super::super::tests::curved;
    use super::*;
    use crate::analysis::doubt::toys::normal;
    use crate::maths;

    const WHOLE: Search = Search { range: [0.0, 1.0], tolerance: 0.01, most_steps: 16 };

    fn exact(of: impl Fn(f64) -> f64) -> impl FnMut(f64) -> Result<(f64, f64), ()> {
        move |x| Ok((of(x), 0.0))
    }

    #[test]
    fn a_curve_is_narrowed_down() {
        let truth = maths::ln(10.0) / 5.0;
        for range in [[0.0, 1.0], [0.4, 0.7], [0.2, 0.9]] {
            let Ok(Refined::Crossing { at, interval, told, runs }) = refine(&Search { range, ..WHOLE }, exact(curved))
            else {
                panic!("it crosses");
            };
            assert!((at - truth).abs() < 0.005 && interval[0] <= truth && truth <= interval[1], "{at} {interval:?}");
            assert!(interval[1] - interval[0] <= 0.01 && told == [true; 2] && runs.len() <= 14, "{}", runs.len());
        }
    }

    #[test]
    fn chance_leaves_an_interval() {
        let truth = maths::ln(10.0) / 5.0;
        let mut covered = 0;
        for seed in 0..40 {
            let mut draws = 0;
            let noisy = |x: f64| -> Result<(f64, f64), ()> {
                draws += 1;
                Ok((curved(x) + 0.02 * normal(seed, draws, 0), 0.02))
            };
            let Ok(Refined::Crossing { at, interval, runs, .. }) = refine(&WHOLE, noisy) else { panic!("it crosses") };
            covered += usize::from(interval[0] <= truth && truth <= interval[1]);
            assert!((at - truth).abs() < 0.15 && runs.len() <= 16, "{at} {interval:?}");
        }
        assert!(covered >= 34, "{covered}");
    }

    #[test]
    fn nothing_crosses_where_one_stays_ahead() {
        let Ok(Refined::None { positive, told, runs }) = refine(&WHOLE, exact(|x| 1.0 + x)) else { panic!("none") };
        assert!(positive && told && runs.len() == 2);
        assert_eq!(refine(&WHOLE, |_| Err("stopped")), Err("stopped"));
    }
}
