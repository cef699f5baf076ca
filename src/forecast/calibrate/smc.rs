//! Approximate Bayesian computation by sequential Monte Carlo (Beaumont et al. 2009; Del Moral et al. 2012).
//!
//! A population of fixed size moves towards the survey: in every generation the tolerance is the median distance of the
//! one before, proposals come from its particles by a normal kernel of twice its variance in every dimension, and
//! weights make up for where proposals came from. Proposals are made in batches of fixed size and taken in their order,
//! so that the result does not depend on the number of threads.

use super::adjust::{Bounds, Particle, distance, moments, quantile};
use super::chance::{Chance, Purpose, hypercube};
use super::matching::Simulate;
use crate::experiment::RunError;
use crate::maths::{self, Squared};

/// Draws for each particle in the first generation.
const FIRST: usize = 2;

/// Batches of a generation at most: it is given up once fewer than a tenth of its proposals are near enough.
const BATCHES: usize = 10;

/// Tries of a proposal to land inside the bounds.
const TRIES: usize = 200;

/// How a population is moved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Schedule {
    /// Particles.
    pub particles: usize,
    /// Generations at most, the first included.
    pub generations: u32,
    /// Quantile of the distances that becomes the next tolerance.
    pub quantile: f64,
    /// Master seed.
    pub seed: u64,
    /// Number of the first simulation.
    pub first: u32,
}

/// A population at the end.
#[derive(Debug, Clone, PartialEq)]
pub struct Population {
    /// The particles; weights add up to 1.
    pub particles: Vec<Particle>,
    /// Tolerance of each generation.
    pub tolerances: Vec<f64>,
    /// Simulations made.
    pub simulated: u32,
}

/// Runs the sampler over simulations whose statistics are scaled. With fewer outcomes than particles the population is as
/// small as they are.
///
/// # Errors
/// Those of `simulate`.
pub fn sample(
    observed: &[f64],
    bounds: &Bounds,
    schedule: &Schedule,
    simulate: Simulate<'_, Vec<f64>>,
    told: &dyn Fn(u32, f64),
) -> Result<Population, RunError> {
    let wanted = schedule.particles;
    let positions: Vec<Vec<f64>> =
        hypercube(schedule.seed, 0, bounds.0.len(), FIRST * wanted).iter().map(|draw| bounds.place(draw)).collect();
    let mut next = schedule.first;
    let mut particles: Vec<(f64, Particle)> = run(observed, positions, next, simulate)?;
    next += (FIRST * wanted) as u32;
    particles.sort_by(|a, b| a.0.total_cmp(&b.0));
    particles.truncate(wanted);
    let mut tolerances = vec![particles.last().map_or(f64::NAN, |p| p.0)];
    weigh(&mut particles, |_| 1.0);
    told(1, tolerances[0]);
    for generation in 2..=schedule.generations {
        if particles.len() < 2 {
            break;
        }
        let distances: Vec<f64> = particles.iter().map(|p| p.0).collect();
        let tolerance = quantile(&distances, &vec![1.0; distances.len()], schedule.quantile);
        let kernel = Kernel::of(&particles);
        let mut fresh: Vec<(f64, Particle)> = Vec::with_capacity(wanted);
        for batch in 1..=BATCHES {
            let proposals: Vec<Vec<f64>> =
                (0..wanted).map(|at| kernel.propose(bounds, schedule.seed, next + at as u32)).collect();
            let tried = run(observed, proposals, next, simulate)?;
            next += wanted as u32;
            fresh.extend(tried.into_iter().filter(|p| p.0 <= tolerance));
            // Two batches are enough to see how many more it would take.
            let few = batch > 1 && fresh.len() * BATCHES < batch * wanted;
            if fresh.len() >= wanted || few {
                break;
            }
        }
        if fresh.len() < wanted {
            break;
        }
        fresh.truncate(wanted);
        weigh(&mut fresh, |position| 1.0 / kernel.density(position).max(1e-300));
        particles = fresh;
        tolerances.push(tolerance);
        told(generation, tolerance);
    }
    let particles = particles.into_iter().map(|p| p.1).collect();
    Ok(Population { particles, tolerances, simulated: next - schedule.first })
}

/// Simulates positions in order; those without outcome are left out.
fn run(
    observed: &[f64],
    positions: Vec<Vec<f64>>,
    first: u32,
    simulate: Simulate<'_, Vec<f64>>,
) -> Result<Vec<(f64, Particle)>, RunError> {
    let outcomes = simulate(&positions, first)?;
    let particle = |(position, statistics): (Vec<f64>, Option<Vec<f64>>)| {
        let statistics = statistics?;
        Some((distance(&statistics, observed), Particle { position, statistics, weight: 0.0 }))
    };
    Ok(positions.into_iter().zip(outcomes).filter_map(particle).filter(|p| p.0.is_finite()).collect())
}

/// Gives weights that add up to 1.
fn weigh(particles: &mut [(f64, Particle)], weight: impl Fn(&[f64]) -> f64) {
    for (_, particle) in particles.iter_mut() {
        particle.weight = weight(&particle.position);
    }
    let total: f64 = particles.iter().map(|p| p.1.weight).sum();
    for (_, particle) in particles.iter_mut() {
        particle.weight /= total;
    }
}

/// Where proposals come from.
struct Kernel<'a> {
    particles: &'a [(f64, Particle)],
    /// Weights added up.
    cumulative: Vec<f64>,
    /// Standard deviation in each dimension.
    spread: Vec<f64>,
}

impl<'a> Kernel<'a> {
    fn of(particles: &'a [(f64, Particle)]) -> Self {
        let weights: Vec<f64> = particles.iter().map(|p| p.1.weight).collect();
        let mut sum = 0.0;
        let cumulative = weights.iter().map(|w| {
            sum += w;
            sum
        });
        let dimensions = particles.first().map_or(0, |p| p.1.position.len());
        let spread = |dimension: usize| {
            let values: Vec<f64> = particles.iter().map(|p| p.1.position[dimension]).collect();
            (2.0 * moments(&values, &weights)[1]).sqrt().max(1e-9)
        };
        Self { particles, cumulative: cumulative.collect(), spread: (0..dimensions).map(spread).collect() }
    }

    /// A proposal inside the bounds; both the particle and the step are drawn anew until it is, so that its density is
    /// that of the kernel, cut at the bounds.
    fn propose(&self, bounds: &Bounds, seed: u64, number: u32) -> Vec<f64> {
        let mut chance = Chance::new(seed, Purpose::Proposal, number, 0);
        let mut position = Vec::new();
        for _ in 0..TRIES {
            let u = chance.uniform() * self.cumulative.last().copied().unwrap_or(1.0);
            let from = self.cumulative.partition_point(|&c| c < u).min(self.particles.len() - 1);
            let centre = &self.particles[from].1.position;
            position = centre.iter().zip(&self.spread).map(|(at, sd)| at + sd * chance.normal()).collect();
            if bounds.hold(&position) {
                return position;
            }
        }
        position.iter().zip(&bounds.0).map(|(at, [low, high])| at.clamp(*low, *high)).collect()
    }

    /// Density of proposals at a position, but for a constant.
    fn density(&self, position: &[f64]) -> f64 {
        let one = |particle: &Particle| {
            let steps = particle.position.iter().zip(position).zip(&self.spread);
            let square: f64 = steps.map(|((a, b), sd)| ((a - b) / sd).squared()).sum();
            particle.weight * maths::exp(-0.5 * square)
        };
        self.particles.iter().map(|p| one(&p.1)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::calibrate::adjust::adjust;

    const TRUTH: f64 = 0.4;

    /// Twenty values around the position with sd 0.5: the posterior is normal around their mean with sd 0.112.
    fn toy(position: &[f64], number: u32) -> Vec<f64> {
        let mut chance = Chance::new(17, Purpose::Survey, number, 0);
        let values: Vec<f64> = (0..20).map(|_| position[0] + 0.5 * chance.normal()).collect();
        let mean = values.iter().sum::<f64>() / 20.0;
        let spread = (values.iter().map(|v| (v - mean).squared()).sum::<f64>() / 19.0).sqrt();
        vec![mean / 0.3, spread / 0.1]
    }

    fn found() -> Population {
        let schedule = Schedule { particles: 600, generations: 5, quantile: 0.5, seed: 2, first: 0 };
        let observed = [TRUTH / 0.3, 0.5 / 0.1];
        let toys = |positions: &[Vec<f64>], first| {
            Ok((first..).zip(positions).map(|(number, position)| Some(toy(position, number))).collect())
        };
        sample(&observed, &Bounds::whole(1), &schedule, &toys, &|_, _| ()).expect("not stopped")
    }

    #[test]
    fn a_known_posterior_is_found() {
        let population = found();
        let falling = population.tolerances.windows(2).all(|pair| pair[1] < pair[0]);
        assert!(population.tolerances.len() >= 3 && falling, "{:?}", population.tolerances);
        let posterior = adjust(&[TRUTH / 0.3, 5.0], &population.particles, &Bounds::whole(1));
        let [mean, variance] = moments(&posterior.of(0), &posterior.weights);
        let sd = 0.5 / 20.0_f64.sqrt();
        assert!((mean - TRUTH).abs() < 0.015, "{mean}");
        assert!((variance.sqrt() / sd - 1.0).abs() < 0.12, "{} is not {sd}", variance.sqrt());
        for (level, z) in [(0.05, -1.645), (0.95, 1.645)] {
            let expected = TRUTH + z * sd;
            assert!((posterior.quantile(0, level) - expected).abs() < 0.03, "{}", posterior.quantile(0, level));
        }
    }

    #[test]
    fn weights_undo_where_proposals_come_from() {
        // Nothing is learnt from a constant: after some generations the draws are as uniform as at first.
        let schedule = Schedule { particles: 1000, generations: 4, quantile: 1.0, seed: 4, first: 0 };
        let flat = |positions: &[Vec<f64>], _| Ok(vec![Some(vec![0.0]); positions.len()]);
        let population = sample(&[0.0], &Bounds::whole(1), &schedule, &flat, &|_, _| ()).expect("not stopped");
        let values: Vec<f64> = population.particles.iter().map(|p| p.position[0]).collect();
        let weights: Vec<f64> = population.particles.iter().map(|p| p.weight).collect();
        let [mean, variance] = moments(&values, &weights);
        assert!((mean - 0.5).abs() < 0.03 && (12.0 * variance - 1.0).abs() < 0.08, "{mean} {variance}");
    }
}
