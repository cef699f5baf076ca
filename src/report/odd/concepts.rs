//! Element 4: design concepts.

use super::Section;
use crate::scenario::Scenario;
use crate::scenario::names::counted;
use std::fmt::Write;

/// The concepts, in the order of the protocol.
const CONCEPTS: [(&str, &str); 11] = [
    (
        "Basic principles",
        "Trust is Bayesian bookkeeping of experience (a Beta reputation with base rate and forgetting), weighed by procedure and \
         outcome (procedural justice), by what was expected (expectancy disconfirmation) and by negativity. It is held about persons, \
         departments and institutions, and trickles up and down between them. Around it stand threshold models of collective \
         action, opinion formation on networks, the IAP2 spectrum of participation, and practitioners' accounts of power, \
         confidence, culture and exit; `docs/sources.md` has each idea with what carries it.",
    ),
    (
        "Emergence",
        "Levels and gaps of trust, who becomes active, whether forums succeed, what outlives a programme, and whether gains at one \
         scale help those at another emerge from what individuals meet. Trust at the start, unit costs, exposures and all \
         events are imposed.",
    ),
    (
        "Adaptation",
        "Residents join in and drop out by rules that depend on contacts, trust, confidence, fatigue and how the institution \
         responds. Officials and institutions do not choose: strategies are given, and slow states follow what is bought.",
    ),
    ("Objectives", "Nobody maximises anything. Thresholds and hazards stand for inclination."),
    (
        "Learning",
        "Residents learn by evidence, and revise what they expect. Departments learn from one another as far as silos are open. \
         Institutions gain knowledge, culture and openness; none of them changes strategy.",
    ),
    (
        "Prediction",
        "Residents expect of a department what experience taught them, and more where they were promised more. Their trust is a \
         prediction by its nature; they predict nothing else.",
    ),
    (
        "Sensing",
        "Residents sense what they meet, what their contacts feel and how many of these are active, and the mean feeling of their \
         group. Institutions know which groups matter as far as their knowledge goes. Surveys with their errors are for readers of a \
         run: no rule of the model reads them.",
    ),
    (
        "Interaction",
        "Directly: encounters and contacts of residents with officials, sessions of forums, talk among ties. Indirectly: workload \
         that costs everybody quality, the group's climate, culture, silos, and decisions that leave groups out.",
    ),
    (
        "Stochasticity",
        "Traits, ties, roles, encounters and their noise, turnover, moves, sessions, joining and leaving, noise of the world and \
         survey errors are drawn. A draw is a function of seed, replicate, purpose, week and whom it concerns (Philox4x32-10), \
         never of the strategy, so that all strategies of a replicate meet common random numbers and differences are paired.",
    ),
    (
        "Collectives",
        "Groups and departments are given by the scenario and have states of their own. Forums are formed by strategies, with \
         standing seats.",
    ),
    (
        "Observation",
        "Means are recorded every few weeks and what reads every relation less often, by person, group, department, institution \
         and place. Observing draws nothing that another process could draw and changes nothing. Results are paired differences \
         from a baseline that does nothing, with intervals over replicates.",
    ),
];

/// The element.
pub fn sections(scenario: Option<&Scenario>) -> Vec<Section> {
    let mut all = vec![Section::element("4 Design concepts", "")];
    for (title, text) in CONCEPTS {
        let mut text = text.to_owned();
        if let (Some(scenario), "Observation") = (scenario, title) {
            let record = &scenario.record;
            let _ = write!(
                text,
                " Here: means every {}, detail every {}; trusting from {}, distrusting to {}; surveys of {}, averaged over {}.",
                counted(record.every, "week"),
                counted(record.detail_every, "week"),
                record.trusting_from,
                record.distrusting_to,
                counted(record.survey_sample, "resident"),
                counted(record.survey_window, "week"),
            );
        }
        all.push(Section::part(title, text));
    }
    all
}
