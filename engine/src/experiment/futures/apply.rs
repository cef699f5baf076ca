//! A scenario in one future.

use crate::scenario::{Problems, Scenario, Setting, Shape};

use super::design::Future;
use super::inputs::{About, Plan, Whom};

/// The scenario as it is in a future; nothing but what the future sets is touched, and what follows from that.
///
/// # Errors
/// The values do not go together.
pub fn apply(scenario: &Scenario, plan: &Plan, future: &Future) -> Result<Scenario, Problems> {
    let values = || plan.inputs.iter().zip(&future.values);
    let stated = values().filter_map(|(input, &value)| match input.about {
        About::Parameter(name) => Some((name.to_owned(), Setting::from(value))),
        About::Value(at, _) => {
            let belief = scenario.beliefs.get(at)?;
            Some((belief.path.clone(), belief.setting(value)))
        }
        About::Intensity(_) | About::Onset(_) | About::Target(_) => None,
    });
    let mut stated = stated.peekable();
    let mut applied = if stated.peek().is_some() { scenario.set_all(stated)? } else { scenario.clone() };
    let groups = scenario.place.groups.len();
    let contents = applied.contents_mut();
    // Events of the shocks, so that a shock's three inputs find it wherever they stand.
    let events: Vec<usize> = plan
        .shocks
        .iter()
        .map(|shock| {
            shock.event.unwrap_or_else(|| {
                contents.world.events.push(Plan::unforeseen_event(scenario, shock));
                contents.world.events.len() - 1
            })
        })
        .collect();
    for (input, &value) in values() {
        match input.about {
            About::Parameter(_) | About::Value(..) => {}
            About::Intensity(shock) => {
                let event = &mut contents.world.events[events[shock]];
                event.shape = event.shape.take().map(|shape| scaled(shape, value));
                event.mood *= value;
                event.scandal *= value;
                event.harm *= value;
            }
            About::Onset(shock) => contents.world.events[events[shock]].week = value as u32,
            About::Target(shock) => match input.whom(value) {
                Some(Whom::Everybody) => contents.world.events[events[shock]].groups = (0..groups).collect(),
                Some(Whom::Group(group)) => contents.world.events[events[shock]].groups = vec![group],
                Some(Whom::AsStated) | None => {}
            },
        }
    }
    Ok(applied)
}

/// A course of another size.
fn scaled(shape: Shape, by: f64) -> Shape {
    match shape {
        Shape::Impulse { size, half_life } => Shape::Impulse { size: size * by, half_life },
        Shape::Step { size, duration } => Shape::Step { size: size * by, duration },
        Shape::Ramp { size, duration } => Shape::Ramp { size: size * by, duration },
        Shape::Regime { size, on, off } => Shape::Regime { size: size * by, on, off },
        Shape::Series(values) => Shape::Series(values.into_iter().map(|value| value * by).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::futures::Sources;

    fn town() -> Scenario {
        let text = r#"
name = "Ford"
years = 10
sure = true
[place]
residents = 1_000

[[place.groups]]
name = "Hill"
[[place.groups]]
name = "Quay"
[[place.groups]]
name = "Mill"

[[place.institutions]]
name = "Council"
[[place.institutions.departments]]
name = "Housing"
[[place.institutions.departments]]
name = "Streets"
contacts = "0.5 / week"
[[place.institutions.departments]]
name = "Care"
contacts = "0.06 / week"

[[world.events]]
name = "Flood"
factor = "environmental"
week = 100
shape.impulse = { size = -0.2, half_life = "12 weeks" }
mood = -0.03
groups = ["Quay"]

[uncertain]
negativity_outcome = { from = 2, to = 5 }
contacts = { from = 0.03, to = 0.1 }
"#;
        Scenario::parse(text).expect("a scenario")
    }

    const ALL: Sources = Sources::FUTURE;

    #[test]
    fn a_future_sets_what_it_says_and_nothing_else() {
        let scenario = town();
        let plan = Plan::new(&scenario, ALL);
        assert_eq!(plan.inputs.len(), 2 + 3 * 6);
        for future in plan.futures(&scenario, 30) {
            let found = apply(&scenario, &plan, &future).expect("in range");
            let value = |name: &str| future.values[plan.inputs.iter().position(|i| i.name == name).expect("there")];
            assert_eq!(found.parameters.negativity_outcome, value("negativity_outcome"));
            let contacts: Vec<f64> = found.place.institutions[0].departments.iter().map(|d| d.contacts).collect();
            // What is stated stays, even where it is what is usual.
            assert_eq!(contacts, [value("contacts"), 0.5, 0.06]);
            let flood = &found.world.events[0];
            let strength = value("Flood intensity");
            assert_eq!(flood.shape, Some(Shape::Impulse { size: -0.2 * strength, half_life: 12.0 }));
            assert_eq!((f64::from(flood.week), flood.mood), (value("Flood onset"), -0.03 * strength));
            assert!(flood.week <= 204 && flood.groups.len() <= 3);
            assert_eq!(found.world.events.len(), 6);
            assert!(found.world.events.iter().all(|event| event.week < 520 && !event.groups.is_empty()));
            let mut found = found;
            let back = found.contents_mut();
            back.parameters = scenario.parameters.clone();
            back.place = scenario.place.clone();
            back.world = scenario.world.clone();
            (back.beliefs, back.uncertain) = (scenario.beliefs.clone(), scenario.uncertain.clone());
            assert_eq!(found, scenario);
        }
    }

    #[test]
    fn sources_can_be_left_out() {
        let scenario = town();
        let names = |sources| Plan::new(&scenario, sources).inputs.len();
        assert_eq!(names(Sources::WORLD), 2);
        assert_eq!(names(Sources { events: true, ..Sources::NONE }), 3);
        assert_eq!(names(Sources { unforeseen: true, ..Sources::NONE }), 15);
        let mut quiet = scenario.clone();
        quiet.contents_mut().processes.events = false;
        assert_eq!(Plan::new(&quiet, ALL).inputs.len(), 2);
    }
}
