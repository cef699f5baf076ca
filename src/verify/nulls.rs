//! Null results that must be reproducible: where the literature found nothing, the model should find next to nothing.

use super::laboratory::{Laboratory, Quantity, Whose, mean, strategy, town};
use super::patterns::{Figure, Measured, Unit};
use crate::scenario::{Instrument, Scenario};

/// One null result.
#[derive(Debug, Clone, Copy)]
pub struct Null {
    /// Name, e.g. `N1`.
    pub id: &'static str,
    /// The claim, in one sentence.
    pub claim: &'static str,
    /// Where it was found.
    pub source: &'static str,
    /// What is done.
    pub experiment: &'static str,
    /// What is measured.
    pub measured: &'static str,
    /// Largest size that counts as nothing: the 99 % interval must lie within ± this.
    pub band: f64,
    /// What must not be nothing, so that the null says something.
    pub contrast: &'static str,
    /// Runs it.
    pub run: fn(&Laboratory) -> NullEvidence,
}

/// What an experiment gave.
#[derive(Debug, Clone)]
pub struct NullEvidence {
    /// Values by replicate.
    pub values: Vec<f64>,
    /// Whether the contrast is there.
    pub contrast: bool,
    /// Further numbers.
    pub figures: Vec<Figure>,
}

/// What became of a null result.
#[derive(Debug, Clone)]
pub struct NullResult {
    /// The null result.
    pub null: &'static Null,
    /// What was found.
    pub found: Measured,
    /// Whether the interval lies within the band and the contrast is there.
    pub reproduced: bool,
    /// Further numbers.
    pub figures: Vec<Figure>,
}

impl Null {
    /// Runs the experiment and judges it.
    #[must_use]
    pub fn judge(&'static self, laboratory: &Laboratory) -> NullResult {
        let evidence = (self.run)(laboratory);
        let found = Measured::of(&evidence.values);
        let nothing = found.ci99[0] > -self.band && found.ci99[1] < self.band;
        NullResult { null: self, found, reproduced: nothing && evidence.contrast, figures: evidence.figures }
    }
}

/// Every null result.
#[must_use]
pub fn all() -> Vec<&'static Null> {
    NULLS.iter().collect()
}

const NULLS: &[Null] = &[
    Null {
        id: "N1",
        claim: "Community policing changes no trust where officers rotate and nothing follows up.",
        source: "Blair et al. 2021: six coordinated trials, no gain in trust",
        experiment: "40 per resident and year in person-centred contacts for a year, ending unannounced, in a town where \
                     40 % of officials leave in a year and hand nothing over.",
        measured: "gain in trust a year after the end",
        band: 0.005,
        contrast: "the same money with 5 % turnover, the usual hand-over, and work that goes on gains trust beyond chance",
        run: rotation,
    },
    Null {
        id: "N2",
        claim: "Training in procedural justice changes how officials behave and hardly what residents think.",
        source: "Weisburd et al. 2022: behaviour d = 0.39, no change in residents' views",
        experiment: "Every official is trained once in the first quarter (a standard dose each), in a town where nothing \
                     else changes.",
        measured: "gain in trust after a year",
        band: 0.01,
        contrast: "procedural quality is up by at least 0.03, half of the full effect, when training ends",
        run: training,
    },
];

fn points(name: &str, value: f64) -> Figure {
    Figure { name: name.to_owned(), value, unit: Unit::Trust }
}

fn rotation(laboratory: &Laboratory) -> NullEvidence {
    let work = |scenario: &Scenario, until: u32| {
        strategy(scenario, "Visits", (0, until), &[(Instrument::PersonCentred, 80_000.0)])
    };
    let mut rotating = town();
    let contents = rotating.contents_mut();
    contents.parameters.turnover = 0.4;
    contents.parameters.hand_over = 0.0;
    rotating.contents_mut().strategies = vec![work(&rotating, 52)];
    let found = laboratory.run(&rotating);
    let mut steady = town();
    steady.contents_mut().parameters.turnover = 0.05;
    steady.contents_mut().strategies = vec![work(&steady, 208)];
    let kept = laboratory.run(&steady).gain(1, 104);
    NullEvidence {
        values: found.gain(1, 104),
        contrast: Measured::of(&kept).ci99[0] > 0.0,
        figures: vec![
            points("gain when the work ends", mean(&found.gain(1, 52))),
            points("gain a year after", mean(&found.gain(1, 104))),
            points("gain after two years with little turnover and work that goes on", mean(&kept)),
        ],
    }
}

fn training(laboratory: &Laboratory) -> NullEvidence {
    let mut scenario = town();
    scenario.contents_mut().parameters.ramp_up = 1.0;
    let officials: u32 = scenario.departments().map(|(_, department)| department.posts).sum();
    let costs = &scenario.costs;
    let dose = costs.hours_encounter_training * costs.cost_staff_hour + costs.cost_encounter_training;
    // A dose for each in 13 weeks is four a year.
    let yearly = 4.0 * f64::from(officials) * dose;
    scenario.contents_mut().strategies =
        vec![strategy(&scenario, "Training", (0, 13), &[(Instrument::EncounterTraining, yearly)])];
    let found = laboratory.measure(&scenario, &[Quantity::Training]);
    let behaviour = |week: u32| mean(&found.at(1, week, Whose::Of(Quantity::Training)));
    NullEvidence {
        values: found.gain(1, 52),
        contrast: behaviour(13) >= 0.03,
        figures: vec![
            points("procedural quality gained when training ends", behaviour(13)),
            points("procedural quality gained, after a year", behaviour(52)),
            points("gain in trust after a year", mean(&found.gain(1, 52))),
            points("gain in trust after two years", mean(&found.gain(1, 104))),
        ],
    }
}
