//! Scale anchors: published sizes beside what the model gives. Nothing is fitted to them.

use super::laboratory::{Laboratory, Quantity, Whose, event, mean, strategy, town};
use super::movement::{self, Movement, Panel};
use super::patterns::{Figure, Unit};
use crate::scenario::{Event, Instrument, Parameters, Scenario, Shape};

/// One anchor.
#[derive(Debug, Clone, Copy)]
pub struct Anchor {
    /// Name, e.g. `A1`.
    pub id: &'static str,
    /// What was published.
    pub published: &'static str,
    /// Where.
    pub source: &'static str,
    /// What is done in the model.
    pub experiment: &'static str,
    /// How the two compare, and why they may differ.
    pub reading: &'static str,
    /// Runs it.
    pub run: fn(&Laboratory) -> Vec<Figure>,
}

/// What became of an anchor.
#[derive(Debug, Clone)]
pub struct AnchorResult {
    /// The anchor.
    pub anchor: &'static Anchor,
    /// What the model gives.
    pub figures: Vec<Figure>,
}

impl Anchor {
    /// Runs the experiment.
    #[must_use]
    pub fn measure(&'static self, laboratory: &Laboratory) -> AnchorResult {
        AnchorResult { anchor: self, figures: (self.run)(laboratory) }
    }
}

/// Every anchor.
#[must_use]
pub fn all() -> Vec<&'static Anchor> {
    ANCHORS.iter().collect()
}

const ANCHORS: &[Anchor] = &[
    Anchor {
        id: "A1",
        published: "One good visit without enforcement: attitudes up by about 7 points of 100 after 3 days, and by about \
                    half of that after 21 days.",
        source: "Peyton, Sierra-Arévalo and Rand 2019 (the size in points is recalled; the ratio of 0.55 follows from \
                 the published t values of 6.94 and 3.83)",
        experiment: "Every resident has one person-centred contact in week 0 and none after. The end of the contact's week \
                     stands for day 3; day 21 is 2.57 weeks later, on a straight line of logarithms between two weeks.",
        reading: "A fresh impression, with a half-life of some weeks, is what is felt soon after; what is left later is \
                  evidence. The size of impressions was chosen by this anchor, in points that are recalled and not looked \
                  up; that those who trust least gain most was not chosen.",
        run: one_visit,
    },
    Anchor {
        id: "A2",
        published: "Victims of crime in the last year trust the police by 4.8 points less (standard error 0.4).",
        source: "computed from Latinobarómetro 2008 to 2018, ordinary least squares within country and year; an \
                 association, not an effect",
        experiment: "Every resident has one encounter that is as bad as can be with one department in week 0.",
        reading: "Smaller for the institution and nearly as large for the department. What a victim meets is more than one \
                  encounter with one office, and victims differ from others beforehand.",
        run: one_bad_encounter,
    },
    Anchor {
        id: "A3",
        published: "New Deal for Communities: residents who feel part of their community went from 35 to 45 % in six \
                    years, at about 510 a head and year.",
        source: "national evaluation of the New Deal for Communities, 2010",
        experiment: "510 per resident and year for 312 weeks: two fifths in person-centred work with hired staff, a fifth \
                     each in outreach, transparency and reform.",
        reading: "Money is in the model's own currency and the mix is not known; the comparison is one of orders of size.",
        run: renewal,
    },
    Anchor {
        id: "A4",
        published: "Confidence of the same people in 13 institutions correlates by .416 over two years and .365 over four: \
                    a ratio of .88 (.82 to .92), in which the error of questions cancels. With trust that differs by 20 \
                    points between people, a two-year change has a standard deviation of 9.8 to 12.5 points.",
        source: "computed from the panels of the General Social Survey, 2006 to 2014, 39 institutions and panels",
        experiment: "Trust of residents who stay, at the start and after two and four years in which nothing is done, where it \
                     is stated to be 50 points and to differ by 20.",
        reading: "Half of what sets residents apart is their disposition, which moves at once, half how they are served, which \
                  is remembered late. The share that is for good and the half-life of the rest come from here.",
        run: people_move,
    },
    Anchor {
        id: "A5",
        published: "Monthly scores of trust in the police, November 2017 to December 2019: Chicago's standard deviation is 1.56 \
                    points (90 % range 1.08 to 1.64), that of its monthly change 1.31 (0.74 to 1.86), that of its 22 \
                    districts beside it 3.80 (3.42 to 4.13), with a correlation of .63 (.57 to .68) from month to month.",
        source: "computed from the City of Chicago's police sentiment scores by examples/estimate_swings.rs, ranges by resampling",
        experiment: "26 monthly surveys without sampling error in a town of 22 equal groups, in which nothing is done.",
        reading: "Ups and downs of mood were estimated from here. The two years after, with a pandemic and unrest, moved the \
                  city more (2.28 points) and its districts as much (3.95).",
        run: towns_move,
    },
];

/// Sizes that the anchors are about, for parameters that need not be the defaults.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sizes {
    /// What one good visit adds to trust in the official who came, and in the department, in the first week.
    pub visit: [f64; 2],
    /// What one encounter as bad as can be takes from trust in the department, in the first week.
    pub bad_encounter: f64,
    /// Rise in the share of residents who trust, after six years at 510 a head and year.
    pub renewal: f64,
}

/// Measures the sizes of all anchors under some parameters.
#[must_use]
pub fn sizes(laboratory: &Laboratory, parameters: &Parameters) -> Sizes {
    let value = |figures: &[Figure], name: &str| figures.iter().find(|f| f.name == name).map_or(f64::NAN, |f| f.value);
    let visit = one_contact(one_department(parameters), laboratory);
    let bad = bad_encounter(parameters, laboratory);
    let renewal = renewed(parameters, laboratory);
    Sizes {
        visit: [value(&visit, "trust in the official, day 3"), value(&visit, "trust in the department, day 3")],
        bad_encounter: -value(&bad, "trust in the department, day 3"),
        renewal: value(&renewal, "residents who trust, after six years")
            - value(&renewal, "residents who trust, after six years without the money"),
    }
}

fn people_move(laboratory: &Laboratory) -> Vec<Figure> {
    let panels = movement::panels(laboratory, &movement::people());
    let over = |of: fn(&Panel) -> f64| mean(&panels.iter().map(of).collect::<Vec<f64>>());
    let number = |name: &str, value: f64| Figure { name: name.to_owned(), value, unit: Unit::Number };
    vec![
        number("correlation over two years", over(|panel| panel.two_years)),
        number("correlation over four years, beside that over two", over(|panel| panel.ratio)),
        points("standard deviation of a two-year change", over(|panel| panel.change)),
        points("standard deviation between residents", over(|panel| panel.spread)),
        points("change of their mean in two years", over(|panel| panel.drift)),
    ]
}

fn towns_move(laboratory: &Laboratory) -> Vec<Figure> {
    let moved: Vec<Movement> =
        movement::scores(laboratory, &movement::city(), 26).iter().map(movement::Scores::movement).collect();
    let over = |of: fn(&Movement) -> f64| mean(&moved.iter().map(of).collect::<Vec<f64>>());
    vec![
        points("town, standard deviation", over(|moved| moved.place) / 100.0),
        points("town, standard deviation of a monthly change", over(|moved| moved.change) / 100.0),
        points("groups beside it, standard deviation", over(|moved| moved.groups) / 100.0),
        Figure {
            name: "groups beside it, correlation with the month before".to_owned(),
            value: over(|moved| moved.month),
            unit: Unit::Number,
        },
    ]
}

fn points(name: &str, value: f64) -> Figure {
    Figure { name: name.to_owned(), value, unit: Unit::Trust }
}

fn share(name: &str, value: f64) -> Figure {
    Figure { name: name.to_owned(), value, unit: Unit::Share }
}

/// The town of the laboratory with all its officials in one department, so that what was done by one of them is read
/// undiluted; residents meet it as often as the three together.
fn one_department(parameters: &Parameters) -> Scenario {
    let mut scenario = town();
    let contents = scenario.contents_mut();
    contents.parameters = parameters.clone();
    contents.weeks = 8;
    contents.parameters.ramp_up = 1.0;
    let departments = &mut contents.place.institutions[0].departments;
    departments.truncate(1);
    departments[0].posts = 60;
    departments[0].contacts *= 3.0;
    scenario
}

/// One contact with everybody in week 0, and what is left of it three weeks later.
fn one_contact(mut scenario: Scenario, laboratory: &Laboratory) -> Vec<Figure> {
    let costs = &scenario.costs;
    let all = f64::from(scenario.place.residents) * costs.hours_person_centred_contact * costs.cost_staff_hour;
    let mut visit = strategy(&scenario, "One contact", (0, 1), &[(Instrument::PersonCentred, 52.0 * all)]);
    visit.investments[0].hires = true;
    visit.investments[0].handover = true;
    let contents = scenario.contents_mut();
    contents.strategies = vec![visit];
    // Who visits is in post: hours beyond the usual are no work of people who leave again.
    contents.processes.staff = false;
    let found = laboratory.measure(&scenario, &[Quantity::Person, Quantity::Department]);
    let mut figures = Vec::new();
    for (name, whose) in [
        ("institution", Whose::Place),
        ("department", Whose::Of(Quantity::Department)),
        ("official", Whose::Of(Quantity::Person)),
    ] {
        let gain = |week: u32| mean(&found.gain_of(1, week, whose));
        // Day 21 is 18 days after day 3.
        let (before, after) = (gain(3), gain(4));
        let later = before * crate::maths::pow(after / before, 18.0 / 7.0 - 2.0);
        figures.push(points(&format!("trust in the {name}, day 3"), gain(1)));
        figures.push(points(&format!("trust in the {name}, day 21"), later));
        figures.push(share(&format!("share left on day 21, {name}"), later / gain(1)));
    }
    figures
}

fn one_visit(laboratory: &Laboratory) -> Vec<Figure> {
    one_contact(one_department(&Parameters::default()), laboratory)
}

fn one_bad_encounter(laboratory: &Laboratory) -> Vec<Figure> {
    bad_encounter(&Parameters::default(), laboratory)
}

fn bad_encounter(parameters: &Parameters, laboratory: &Laboratory) -> Vec<Figure> {
    let mut scenario = one_department(parameters);
    // Service is at its worst for one week, for everybody with and without the encounter; the encounter counts as a
    // routine one does.
    let size = -1.0 / scenario.world.factors[0].load_quality;
    let contents = scenario.contents_mut();
    contents.world.events =
        vec![Event { shape: Some(Shape::Step { size, duration: Some(1) }), ..event("A terrible week", 0) }];
    contents.parameters.gap_closed = 0.0;
    contents.parameters.weight_one_to_one = contents.parameters.weight_routine;
    contents.parameters.viscosity_floor = 1.0;
    one_contact(scenario, laboratory)
}

fn renewal(laboratory: &Laboratory) -> Vec<Figure> {
    renewed(&Parameters::default(), laboratory)
}

fn renewed(parameters: &Parameters, laboratory: &Laboratory) -> Vec<Figure> {
    let mut scenario = town();
    let contents = scenario.contents_mut();
    contents.parameters = parameters.clone();
    contents.weeks = 312;
    let money = 510.0 * f64::from(scenario.place.residents);
    let mut mix = strategy(
        &scenario,
        "Renewal",
        (0, 312),
        &[
            (Instrument::PersonCentred, 0.4 * money),
            (Instrument::Outreach, 0.2 * money),
            (Instrument::Transparency, 0.2 * money),
            (Instrument::Reform, 0.2 * money),
        ],
    );
    mix.investments[0].hires = true;
    scenario.contents_mut().strategies = vec![mix];
    let found = laboratory.measure(&scenario, &[Quantity::Trusting]);
    let trusting = |lane: usize, week: u32| mean(&found.at(lane, week, Whose::Of(Quantity::Trusting)));
    vec![
        share("residents who trust, at the start", trusting(1, 0)),
        share("residents who trust, after six years", trusting(1, 312)),
        share("residents who trust, after six years without the money", trusting(0, 312)),
        points("gain in mean trust after six years", mean(&found.gain(1, 312))),
    ]
}
