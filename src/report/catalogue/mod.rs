//! The model, part by part: what each process does, its equations, and what belongs to it.
//!
//! `explain`, the description by the ODD protocol and the source map read this table. Processes are declared in the engine;
//! what is always on stands here. Parameters are not listed again: they belong to the part that the registry names.

mod always_on;
mod states;

use crate::record::Measure;
use crate::scenario::plan::Instrument;
use crate::scenario::processes::Processes;

pub use crate::scenario::processes::Part;
pub use states::{STATES, StateVariable};

/// All parts in the order of the week.
pub fn parts() -> impl Iterator<Item = &'static Part> {
    let mut processes: Vec<&Part> = Processes::PARTS.iter().collect();
    processes.sort_by_key(|part| part.step);
    always_on::BEFORE.iter().chain(processes).chain(always_on::AFTER)
}

/// Measures that show a part.
pub fn measures(part: &Part) -> impl Iterator<Item = Measure> + use<'_> {
    Measure::ALL.into_iter().filter(|measure| measure.shows().contains(&part.name))
}

/// A part by name.
#[must_use]
pub fn part(name: &str) -> Option<&'static Part> {
    parts().find(|part| part.name == name)
}

/// Parts through which an instrument works.
pub fn parts_of(instrument: Instrument) -> impl Iterator<Item = &'static Part> {
    parts().filter(move |part| instrument.parts().contains(&part.name))
}

/// Parts that a measure shows.
pub fn parts_shown_by(measure: Measure) -> impl Iterator<Item = &'static Part> {
    parts().filter(move |part| measure.shows().contains(&part.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::parameters::{COSTS, PARAMETERS};
    use crate::scenario::registry::find;
    use std::collections::BTreeSet;

    #[test]
    fn every_process_is_a_part_in_the_order_of_its_switches_and_no_part_is_named_twice() {
        let names: BTreeSet<&str> = parts().map(|part| part.name).collect();
        assert_eq!(names.len(), parts().count());
        for (name, _) in Processes::NAMES {
            assert!(names.contains(name), "{name} is described");
        }
    }

    #[test]
    fn every_parameter_belongs_to_a_part_and_every_name_is_known() {
        let mut read: BTreeSet<&str> = BTreeSet::new();
        for part in parts() {
            read.extend(part.parameters().map(|entry| entry.name));
            for name in part.reads {
                assert!(find(name).is_some(), "{}: {name} is in the registry", part.name);
                read.insert(name);
            }
        }
        for entry in PARAMETERS.iter().chain(COSTS) {
            assert!(read.contains(entry.name), "{} (process {}) belongs to a part", entry.name, entry.process);
        }
    }

    #[test]
    fn every_instrument_and_measure_belongs_somewhere() {
        for instrument in Instrument::ALL {
            assert!(!instrument.parts().is_empty() && !instrument.costs().is_empty(), "{}", instrument.name());
            for name in instrument.parts() {
                assert!(part(name).is_some(), "{}: {name} is a part", instrument.name());
            }
            for name in instrument.costs() {
                assert!(find(name).is_some(), "{}: {name} is in the registry", instrument.name());
            }
        }
        for measure in Measure::ALL {
            assert!(!measure.shows().is_empty(), "{}", measure.name());
            for name in measure.shows() {
                assert!(part(name).is_some(), "{}: {name} is a part", measure.name());
            }
        }
    }

    #[test]
    fn files_exist() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let named = parts().flat_map(|part| part.files.iter().copied());
        for file in named.chain(Instrument::ALL.into_iter().map(Instrument::file)) {
            assert!(root.join(file).exists(), "{file}");
        }
    }

    /// The text for readers must not forget anything that has a name.
    #[test]
    fn the_page_on_the_model_names_everything() {
        let page = include_str!("../../../docs/model.md");
        let has = |name: &str| assert!(page.contains(&format!("`{name}`")), "docs/model.md does not name {name}");
        let parameters = PARAMETERS.iter().chain(COSTS).map(|entry| entry.name);
        let processes = Processes::NAMES.iter().map(|(name, _)| *name);
        for name in parameters.chain(processes) {
            has(name);
        }
        for file in parts().flat_map(|part| part.files) {
            let short = file.rsplit('/').next().unwrap_or(file);
            assert!(page.contains(short), "docs/model.md does not name {file}");
        }
    }
}
