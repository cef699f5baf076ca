//! Which inputs of futures move where trust rests at the start, so that the start must be solved again.

use crate::scenario::parameters::COSTS;
use crate::scenario::registry::find;

use super::inputs::{About, Plan};

/// Processes of the registry that do nothing before the calendar starts, because they need money, an event or a
/// survey.
const LATER: [&str; 3] = ["programme", "analysis", "production"];

/// Whether any input of a plan moves where trust rests at the start.
pub fn matters(plan: &Plan) -> bool {
    plan.inputs.iter().any(|input| match input.about {
        About::Parameter(name) => !idle_at_start(name),
        _ => false,
    })
}

/// Whether a parameter or cost cannot touch the past, in which there is no strategy and no event.
pub fn idle_at_start(name: &str) -> bool {
    COSTS.iter().any(|cost| cost.name == name)
        || find(name).is_some_and(|entry| LATER.contains(&entry.process) && !entry.name.starts_with("quality"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Luck;
    use crate::scenario::parameters::PARAMETERS;
    use crate::scenario::sample::plain_town;
    use crate::simulation::BurnIn;
    use crate::start::Start;
    use crate::world::GroupStart;

    #[test]
    fn parameters_said_to_be_idle_leave_the_past_as_it_is() {
        let town_at = |name: Option<(&str, f64)>| {
            let mut scenario = plain_town(300, &[0.6, 0.4], 52);
            if let Some((name, value)) = name {
                *scenario.contents_mut().parameters.get_mut(name).expect("a parameter") = value;
            }
            let plain = GroupStart { trait_mean: 0.5, trait_sd: 0.1, personal_sd: 0.05, treatment: 0.0 };
            let groups = vec![plain; 2];
            let start = Start { groups, felt: vec![0.55; 2], reports: Vec::new() };
            let town = BurnIn::new(&scenario, start).town(Luck::new(1, 0));
            town.stated_trust(0)
        };
        let usual = town_at(None);
        let mut idle = 0;
        for entry in PARAMETERS.iter().filter(|entry| idle_at_start(entry.name)) {
            idle += 1;
            for value in [entry.low, entry.high] {
                assert_eq!(town_at(Some((entry.name, value))), usual, "{} at {value}", entry.name);
            }
        }
        assert!(idle > 5, "{idle}");
        assert_ne!(town_at(Some(("negativity_outcome", 6.0))), usual);
    }
}
