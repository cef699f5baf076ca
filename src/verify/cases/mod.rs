//! Closed forms that the model must reproduce.
//!
//! Every case has expected values that were computed independently of this program. Pure functions are held to them in
//! `f64`, each at its own tolerance; the engine (`f32`, many lanes, running decay) at 1e-5. Where chance decides, the
//! error is counted in tolerances, so that 1 is the most that is allowed.
//!
//! A function that nothing but a case would call belongs into the case, as [`Check::Formula`]: what is said of the engine
//! must be said of what the engine runs.

mod contagion;
mod evidence;
mod forecasts;
mod gains;
mod levels;
mod network;
mod opinion;
mod people;
mod staff;
mod survey;
mod talk;
mod together;
mod world;

/// Tolerance of the engine.
pub const ENGINE: f64 = 1e-5;

/// Tolerance of a case whose error is counted in tolerances.
pub const SCALED: f64 = 1.0;

/// One closed form.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// Name: `V12`, or `V12 engine` where the engine is put to the same test.
    pub id: &'static str,
    /// What it is about.
    pub title: &'static str,
    /// The closed form.
    pub form: &'static str,
    /// Where it comes from.
    pub source: &'static str,
    /// Largest error that is allowed.
    pub tolerance: f64,
    /// How the error is found.
    pub check: Check,
}

/// How a case is checked.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// Gives the largest error of what the engine, the analysis or a forecast computes.
    Error(fn() -> f64),
    /// Gives the largest error of the form itself, worked out here: nothing that runs computes it in one go.
    Formula(fn() -> f64),
    /// The case belongs to another model, and why.
    DoesNotApply(&'static str),
}

/// What became of a case.
#[derive(Debug, Clone, Copy)]
pub struct CaseResult {
    /// The case.
    pub case: &'static Case,
    /// Largest error found; nothing where the case does not apply.
    pub error: Option<f64>,
}

impl CaseResult {
    /// Whether the error is within tolerance; nothing where the case does not apply.
    #[must_use]
    pub fn passed(&self) -> Option<bool> {
        self.error.map(|error| error <= self.case.tolerance)
    }
}

impl Case {
    /// Whether the case says nothing of what the program runs: only that the form gives the numbers which an engine is held
    /// to elsewhere, where there is one.
    #[must_use]
    pub const fn formula_only(&self) -> bool {
        matches!(self.check, Check::Formula(_))
    }

    /// What it is about, with what it leaves open.
    #[must_use]
    pub fn told(&self) -> String {
        format!("{}{}", self.title, if self.formula_only() { " (formula only)" } else { "" })
    }

    /// Checks the case.
    #[must_use]
    pub fn run(&'static self) -> CaseResult {
        let error = match self.check {
            Check::Error(error) | Check::Formula(error) => Some(error()),
            Check::DoesNotApply(_) => None,
        };
        CaseResult { case: self, error }
    }
}

/// Every case, in the order of its number.
#[must_use]
pub fn all() -> Vec<&'static Case> {
    let mut cases: Vec<&'static Case> = [
        opinion::CASES,
        talk::CASES,
        contagion::CASES,
        evidence::CASES,
        levels::CASES,
        world::CASES,
        together::CASES,
        staff::CASES,
        people::CASES,
        survey::CASES,
        network::CASES,
        forecasts::CASES,
        gains::CASES,
    ]
    .into_iter()
    .flatten()
    .collect();
    // A stable sort by what precedes the space keeps each engine after its closed form.
    cases.sort_by_key(|case| case.id.split(' ').next().unwrap_or(case.id));
    cases
}

/// Largest distance between what was found and what was expected.
#[derive(Debug, Default)]
struct Worst(f64);

impl Worst {
    /// Takes one value into account.
    fn see(&mut self, found: f64, expected: f64) {
        self.see_within(found, expected, 1.0);
    }

    /// The same, counted in tolerances.
    fn see_within(&mut self, found: f64, expected: f64, tolerance: f64) {
        let distance = (found - expected).abs() / tolerance;
        // A number that is none is as wrong as can be.
        self.0 = self.0.max(if distance.is_nan() { f64::INFINITY } else { distance });
    }

    /// Several values.
    fn see_all(&mut self, found: &[f64], expected: &[f64]) {
        if found.len() != expected.len() {
            self.0 = f64::INFINITY;
        }
        for (found, expected) in found.iter().zip(expected) {
            self.see(*found, *expected);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_is_wrong() {
        let mut worst = Worst::default();
        worst.see(1.0, 1.5);
        worst.see(1.0, 1.25);
        assert_eq!(worst.0, 0.5);
        worst.see(f64::NAN, 1.0);
        assert_eq!(worst.0, f64::INFINITY);
    }

    #[test]
    fn cases_have_names_of_their_own_in_order() {
        let ids: Vec<&str> = all().iter().map(|case| case.id).collect();
        let mut unique = ids.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), ids.len());
        assert!(ids.windows(2).all(|pair| pair[0].split(' ').next() <= pair[1].split(' ').next()), "{ids:?}");
    }
}
