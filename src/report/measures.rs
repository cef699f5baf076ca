//! The table of measures in `docs/output.md`, from the catalogue.

use crate::record::{Cadence, Measure, MeasureUnit, Only, Series, Subject};
use std::fmt::Write;

/// The table in Markdown.
#[must_use]
pub fn table() -> String {
    let mut out = String::from("| measure | in | of whom and how often | meaning |\n|---|---|---|---|\n");
    for measure in Measure::ALL {
        let series: Vec<String> = measure.series().iter().copied().map(series).collect();
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {} |",
            measure.name(),
            unit(measure),
            series.join("; "),
            measure.meaning()
        );
    }
    out
}

const fn unit(measure: Measure) -> &'static str {
    match measure.unit() {
        MeasureUnit::Trust => "trust",
        MeasureUnit::Share => "share",
        MeasureUnit::Variance => "variance",
        MeasureUnit::Index => "0 to 1",
        MeasureUnit::Money => "money",
    }
}

fn series(series: Series) -> String {
    let subject = match series.subject {
        Subject::Person => "person",
        Subject::Relation | Subject::Community => "group",
        Subject::Department => "department",
        Subject::Institution => "institution",
        Subject::AllResidents | Subject::Place => "place",
    };
    let cadence = match series.cadence {
        Cadence::Means => "means",
        Cadence::Detail => "detail",
    };
    let only = match series.only {
        Only::Always => "",
        Only::Mood => ", where an event or a factor moves mood",
        Only::Harm => ", where there is harm",
        Only::OneInstitution => ", where there is one institution",
    };
    format!("{subject}, {cadence}{only}")
}

#[cfg(test)]
mod tests {
    const BEGIN: &str =
        "<!-- The table of measures is generated: GROUNDSWELL_BLESS=1 cargo test --release --lib report -->\n";
    const END: &str = "<!-- End of the table of measures. -->\n";

    #[test]
    fn the_table_of_measures_is_up_to_date() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/output.md");
        let page = std::fs::read_to_string(&path).expect("docs/output.md");
        let (before, rest) = page.split_once(BEGIN).expect("where the table begins");
        let (found, after) = rest.split_once(END).expect("where the table ends");
        let table = super::table();
        if std::env::var_os("GROUNDSWELL_BLESS").is_some() {
            std::fs::write(&path, format!("{before}{BEGIN}{table}{END}{after}")).expect("docs can be written");
        } else {
            assert!(
                found == table,
                "docs/output.md has an old table of measures: run  GROUNDSWELL_BLESS=1 cargo test --release --lib report"
            );
        }
    }
}
