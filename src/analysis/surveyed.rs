//! What a survey says of an input: only trust, contacts and how well they go are asked of residents.

use crate::experiment::futures::{About, Input};
use crate::maths;
use crate::scenario::{Scenario, WEEKS_PER_YEAR};
use crate::week::observe::survey_error;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Asked {
    /// How far members of a group trust: a mean whose spread between members is known.
    Trust { spread: f64 },
    /// How often they had to do with a department during the last year.
    Contacts,
    /// Of those who had (so many a week on average), how many were treated well.
    Quality { contacts: f64 },
}

/// Those who are asked about an input in a survey of a place, and what.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Survey {
    asked: Asked,
    sample: f64,
    residents: f64,
    design_effect: f64,
}

impl Survey {
    /// The survey of `sample` residents that tells an input; none where a survey does not.
    #[must_use]
    pub fn of(scenario: &Scenario, input: &Input, sample: u32) -> Option<Self> {
        let About::Value(at, _) = input.about else { return None };
        let place = &scenario.place;
        let path = scenario.beliefs.get(at)?.path.as_str();
        let whole = Self {
            asked: Asked::Contacts,
            sample: f64::from(sample.min(place.residents)),
            residents: f64::from(place.residents),
            design_effect: scenario.parameters.survey_design_effect,
        };
        for group in &place.groups {
            if path == format!("place.groups.{}.trust.mean", group.name) {
                let asked = Asked::Trust { spread: group.trust_sd };
                let (sample, residents) = (whole.sample * group.share, whole.residents * group.share);
                return Some(Self { asked, sample, residents, ..whole });
            }
        }
        for institution in &place.institutions {
            for department in &institution.departments {
                let own = format!("place.institutions.{}.departments.{}", institution.name, department.name);
                let Some(key) = path.strip_prefix(&own) else { continue };
                let asked = match key {
                    ".contacts" => Asked::Contacts,
                    ".quality" | ".quality.procedural" | ".quality.outcome" => {
                        Asked::Quality { contacts: department.contacts }
                    }
                    _ => continue,
                };
                return Some(Self { asked, ..whole });
            }
        }
        None
    }

    /// Standard error of what it finds where the input has a value, in the unit of the input.
    #[must_use]
    pub fn error(&self, value: f64) -> f64 {
        let year = f64::from(WEEKS_PER_YEAR);
        let of = |variance: f64, sample: f64| survey_error(self.design_effect, variance, sample, self.residents);
        match self.asked {
            Asked::Trust { spread } => of(spread * spread, self.sample),
            Asked::Contacts => of(year * value, self.sample) / year,
            Asked::Quality { contacts } => {
                let had_one = 1.0 - maths::exp(-year * contacts);
                of(value * (1.0 - value), (self.sample * had_one).max(1.0))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::futures::{Plan, Sources};

    #[test]
    fn only_what_residents_can_tell_is_surveyed() {
        let text = "name = \"T\"\n[place]\nresidents = 10_000\n\
            [[place.groups]]\nname = \"Quay\"\nshare = \"40 %\"\ntrust = { mean = \"50 % (40 % to 60 %)\", sd = \"20 %\" }\nharm = \"0.3 (0.1 to 0.5)\"\n\
            [[place.groups]]\nname = \"Hill\"\n\
            [[place.institutions]]\nname = \"Council\"\n\
            [[place.institutions.departments]]\nname = \"Housing\"\ncontacts = \"4 / year (2 to 8)\"\nquality = \"0.8 (0.7 to 0.9)\"\n";
        let town = Scenario::parse(text).expect("a scenario");
        let plan = Plan::new(&town, Sources::WORLD);
        let of = |name: &str| plan.inputs.iter().find(|input| input.name.ends_with(name)).expect(name);
        let error = |name: &str, value: f64| Survey::of(&town, of(name), 1_000).map(|survey| survey.error(value));
        let near = |found: Option<f64>, expected: f64| {
            assert!((found.expect("a survey") / expected - 1.0).abs() < 1e-9, "{found:?} {expected}");
        };
        // 400 of 4,000 members, and all of 10,000: sqrt(deff v / n (1 - n / N)).
        let deff = town.parameters.survey_design_effect;
        near(error("Quay.trust.mean", 0.5), (deff * 0.04 / 400.0 * 0.9_f64).sqrt());
        near(error("Housing.contacts", 4.0 / 52.0), (deff * 4.0 / 1_000.0 * 0.9_f64).sqrt() / 52.0);
        let had_one = 1_000.0 * (1.0 - maths::exp(-4.0));
        near(error("Housing.quality", 0.8), (deff * 0.16 / had_one * (1.0 - had_one / 10_000.0)).sqrt());
        assert_eq!(error("Quay.harm.Council", 0.3), None);
        assert_eq!(error("cost_reform", 1_000.0), None);
    }
}
