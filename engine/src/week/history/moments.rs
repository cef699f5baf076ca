//! What an encounter leaves on average, by how well somebody is served.

use std::sync::OnceLock;

use crate::chance::normal_f64;
use crate::scenario::{Department, Parameters, Scenario};
use crate::week::evidence::{Weighing, clip, experience};

/// Points of the quadrature over noise.
const POINTS: usize = 25;

/// Range and resolution of personal service in the table.
const LIMIT: f64 = 1.2;
const CELLS: usize = 96;

/// Averages over the noise of one encounter.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Moments {
    /// Quality y, which is also what is expected at rest.
    pub quality: f64,
    /// Positive evidence per unit weight.
    pub good: f64,
    /// Negative evidence per unit weight.
    pub bad: f64,
    /// Mean square of the positive evidence.
    pub good_square: f64,
    /// Mean product of positive and negative evidence.
    pub product: f64,
    /// Mean square of the negative evidence.
    pub bad_square: f64,
}

impl Moments {
    /// Averages for somebody served at a procedural and an outcome level (before noise and clipping).
    #[must_use]
    pub fn of(parameters: &Parameters, procedural: f64, outcome: f64) -> Self {
        Quadrature::of(parameters).at(procedural, outcome)
    }
    fn mix(a: &Self, b: &Self, t: f64) -> Self {
        let mix = |a: f64, b: f64| a + t * (b - a);
        Self {
            quality: mix(a.quality, b.quality),
            good: mix(a.good, b.good),
            bad: mix(a.bad, b.bad),
            good_square: mix(a.good_square, b.good_square),
            product: mix(a.product, b.product),
            bad_square: mix(a.bad_square, b.bad_square),
        }
    }

    fn add(&mut self, other: &Self, weight: f64) {
        self.quality += weight * other.quality;
        self.good += weight * other.good;
        self.bad += weight * other.bad;
        self.good_square += weight * other.good_square;
        self.product += weight * other.product;
        self.bad_square += weight * other.bad_square;
    }
}

/// How encounters are weighed, and the noise that they are averaged over.
#[derive(Debug, Clone, PartialEq)]
struct Quadrature {
    weighing: Weighing<f64>,
    noise: [f64; POINTS],
}

impl Quadrature {
    fn of(parameters: &Parameters) -> Self {
        Self {
            weighing: Weighing {
                procedure_share: parameters.procedure_share,
                negativity_procedure: parameters.negativity_procedure,
                negativity_outcome: parameters.negativity_outcome,
                disconfirmation: parameters.disconfirmation,
            },
            noise: core::array::from_fn(|i| {
                parameters.encounter_noise * normal_f64((i as f64 + 0.5) / POINTS as f64) * SPREAD
            }),
        }
    }

    /// Averages for somebody served at a procedural and an outcome level (before noise and clipping).
    fn at(&self, procedural: f64, outcome: f64) -> Moments {
        let share = self.weighing.procedure_share;
        let mean = |level: f64| self.noise.iter().map(|n| clip(level + n)).sum::<f64>() / POINTS as f64;
        let expected = share * mean(procedural) + (1.0 - share) * mean(outcome);
        let mut sum = Moments { quality: expected, ..Moments::default() };
        let weight = 1.0 / (POINTS * POINTS) as f64;
        for p in self.noise {
            for o in self.noise {
                let lived = experience(&self.weighing, clip(procedural + p), clip(outcome + o), expected);
                sum.good += weight * lived.positive;
                sum.bad += weight * lived.negative;
                sum.good_square += weight * lived.positive * lived.positive;
                sum.product += weight * lived.positive * lived.negative;
                sum.bad_square += weight * lived.negative * lived.negative;
            }
        }
        sum
    }
}

/// The midpoints of equal shares of a normal distribution vary a little less than the distribution: this makes up.
const SPREAD: f64 = 1.022_6;

/// Averages by personal service (treatment of the group and of the person together), for one department.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceTable {
    quadrature: Quadrature,
    /// Procedural and outcome level of somebody who is served as everybody.
    level: [f64; 2],
    /// Filled as they are asked for: most towns see a quarter of them.
    cells: Vec<OnceLock<Moments>>,
}

impl ServiceTable {
    /// Tables of all departments of a scenario.
    #[must_use]
    pub fn all(scenario: &Scenario) -> Vec<Self> {
        let parameters = &scenario.parameters;
        // A new official is served by less for a while: on average this much, at any one post.
        let newness = if scenario.processes.staff {
            let hazard = crate::week::evidence::weekly_hazard(parameters.turnover);
            let kept = crate::week::evidence::retention(parameters.half_life_newness);
            parameters.newness * hazard / (1.0 - kept * (1.0 - hazard))
        } else {
            0.0
        };
        let quadrature = Quadrature::of(parameters);
        let table = |(_, department): (usize, &Department)| Self {
            quadrature: quadrature.clone(),
            level: [department.quality_procedural - newness, department.quality_outcome - newness],
            cells: vec![OnceLock::new(); CELLS + 1],
        };
        scenario.departments().map(table).collect()
    }

    fn cell(&self, at: usize) -> &Moments {
        self.cells[at].get_or_init(|| {
            let personal = LIMIT * (2.0 * at as f64 / CELLS as f64 - 1.0);
            self.quadrature.at(self.level[0] + personal, self.level[1] + personal)
        })
    }

    /// Averages at a personal service.
    #[must_use]
    pub fn at(&self, personal: f64) -> Moments {
        let position = (f64::midpoint(personal / LIMIT, 1.0) * CELLS as f64).clamp(0.0, CELLS as f64 - 1e-9);
        let cell = position as usize;
        Moments::mix(self.cell(cell), self.cell(cell + 1), position - cell as f64)
    }

    /// Averages over somebody's past, in which personal service varied around a mean with a standard deviation: three points
    /// of Gauss and Hermite's quadrature.
    #[must_use]
    pub fn around(&self, personal: f64, sd: f64) -> Moments {
        if sd <= 0.0 {
            return self.at(personal);
        }
        let step = 3.0_f64.sqrt() * sd;
        let mut sum = Moments::default();
        for (at, weight) in [(personal - step, 1.0 / 6.0), (personal, 2.0 / 3.0), (personal + step, 1.0 / 6.0)] {
            sum.add(&self.at(at), weight);
        }
        sum
    }

    /// Averages over a group whose members' personal service varies.
    #[must_use]
    pub fn over(&self, treatment: f64, personal_sd: f64) -> Moments {
        let mut sum = Moments::default();
        let points = if personal_sd > 0.0 { POINTS } else { 1 };
        for i in 0..points {
            let z = normal_f64((i as f64 + 0.5) / points as f64) * SPREAD;
            let personal = (personal_sd * z).clamp(-0.8, 0.8);
            sum.add(&self.at(treatment + personal), 1.0 / points as f64);
        }
        sum
    }
}
