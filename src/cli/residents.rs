//! `residents.csv`: everybody at the horizon, one by one, written without ever holding them all.

use std::io::{self, Write};

use crate::analysis::files::number;
use crate::experiment::Outcomes;
use crate::folder::{Staging, StoreError};
use crate::scenario::Scenario;

/// Columns of the table; where there are several institutions, the one that trust is in comes last.
const HEADER: [&str; 11] = [
    "strategy",
    "replicate",
    "week",
    "resident",
    "group",
    "trust_person",
    "trust_department",
    "trust_institution",
    "active",
    "confidence",
    "institution",
];

/// Writes the table: by strategy, institution, replicate and resident, in the order of the scenario and its files.
pub fn write(
    scenario: &Scenario,
    outcomes: &Outcomes,
    strategies: &[String],
    staging: &mut Staging,
) -> Result<(), StoreError> {
    let groups = groups(scenario);
    let residents = scenario.place.residents as usize;
    let week = scenario.weeks.to_string();
    // Where worlds are drawn, everybody is told of in the towns of full size, which are kept behind the worlds.
    let (towns, first) =
        outcomes.chance.as_ref().map_or((&outcomes.replicates, 0), |chance| (&chance.replicates, scenario.worlds));
    let names = scenario.place.imported.as_ref().map(|table| &table.id);
    staging.stream("residents.csv", |staged, out| {
        let mut table = csv::WriterBuilder::new().from_writer(out as &mut dyn Write);
        let columns = if scenario.place.institutions.len() > 1 { HEADER.len() } else { HEADER.len() - 1 };
        table.write_record(&HEADER[..columns]).map_err(io::Error::other)?;
        let options = strategies.iter().enumerate();
        let about = options.flat_map(|(option, name)| scenario.judged_by(option).into_iter().map(move |at| (name, at)));
        let mut rows = 0;
        for (part, (strategy, about)) in about.enumerate() {
            let about = scenario.place.institutions[about].name.as_str();
            for outcome in towns {
                let replicate = outcome.replicate.to_string();
                for (at, individual) in
                    staged.individuals(first + outcome.replicate, part, residents)?.iter().enumerate()
                {
                    let name = names.map_or_else(|| at.to_string(), |names| names[at].clone());
                    let trust =
                        [individual.trust_person, individual.trust_department, individual.trust_institution].map(real);
                    let [person, department, institution] = &trust;
                    let active = individual.active.map_or("", |active| if active { "true" } else { "false" });
                    let confidence = individual.confidence.map(real).unwrap_or_default();
                    let group = scenario.place.groups[groups[at]].name.as_str();
                    let row = [
                        strategy,
                        &replicate,
                        &week,
                        &name,
                        group,
                        person,
                        department,
                        institution,
                        active,
                        &confidence,
                        about,
                    ];
                    table.write_record(&row[..columns]).map_err(io::Error::other)?;
                    rows += 1;
                }
            }
        }
        table.flush()?;
        Ok(rows)
    })
}

fn real(value: f32) -> String {
    number(f64::from(value))
}

/// Group of each resident by identifier.
fn groups(scenario: &Scenario) -> Vec<usize> {
    let layout = crate::world::Layout::new(scenario);
    let mut groups = vec![0; layout.residents()];
    for (group, slots) in layout.groups.iter().enumerate() {
        for slot in slots.clone() {
            groups[layout.id[slot] as usize] = group;
        }
    }
    groups
}
