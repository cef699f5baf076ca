//! How tables are put on paper: rows of texts, numbers with as many digits as are needed.

use super::findings::{Effect, Findings};

/// A table as the bytes of a CSV file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CsvFile {
    /// File name.
    pub name: &'static str,
    /// Contents.
    pub bytes: Vec<u8>,
    /// Data rows.
    pub rows: u64,
}

/// Builds one file row by row.
pub(super) struct Rows {
    name: &'static str,
    writer: csv::Writer<Vec<u8>>,
    rows: u64,
    /// Institutions to name in the last column; none where there is one.
    institutions: Vec<String>,
}

impl Rows {
    pub(super) fn new(name: &'static str, header: &[&str]) -> Self {
        let mut writer = csv::WriterBuilder::new().flexible(false).from_writer(Vec::new());
        // Writing to memory does not fail.
        let _ = writer.write_record(header);
        Self { name, writer, rows: 0, institutions: Vec::new() }
    }

    /// A table whose rows are about trust in one institution each: where there are several, the last column says in which.
    pub(super) fn of_trust(findings: &Findings, name: &'static str, header: &[&str]) -> Self {
        let column: &[&str] = if findings.institutions.is_empty() { &[] } else { &["institution"] };
        Self { institutions: findings.institutions.clone(), ..Self::new(name, &[header, column].concat()) }
    }

    /// Adds a row about trust in an institution.
    pub(super) fn add_about(&mut self, mut cells: Vec<String>, institution: usize) {
        cells.extend(self.institutions.get(institution).cloned());
        self.add(&cells);
    }

    pub(super) fn add(&mut self, cells: &[String]) {
        let _ = self.writer.write_record(cells);
        self.rows += 1;
    }

    pub(super) fn finish(self) -> CsvFile {
        CsvFile { name: self.name, bytes: self.writer.into_inner().unwrap_or_default(), rows: self.rows }
    }
}

/// A number with up to nine decimals: enough for parts to add up to 1e-6.
#[must_use]
pub fn number(value: f64) -> String {
    if !value.is_finite() {
        return String::new();
    }
    let text = format!("{value:.9}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

pub(super) fn optional(value: Option<f64>) -> String {
    value.map(number).unwrap_or_default()
}

/// Cells of a paired difference: n, mean, se, 90 % interval, quantiles.
pub(super) fn effect_cells(effect: &Effect) -> Vec<String> {
    let mut cells = vec![
        effect.n.to_string(),
        number(effect.mean),
        number(effect.se),
        number(effect.ci90[0]),
        number(effect.ci90[1]),
    ];
    cells.extend(effect.quantiles.map(number));
    cells
}

/// Headings of these cells.
pub(super) const EFFECT: [&str; 10] = ["n", "mean", "se", "ci90_low", "ci90_high", "q05", "q25", "q50", "q75", "q95"];

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_short_and_exact_enough() {
        assert_eq!(number(0.5), "0.5");
        assert_eq!(number(-0.000_000_000_1), "0");
        assert_eq!(number(300_000.0), "300000");
        assert_eq!(number(1.0 / 3.0), "0.333333333");
        assert_eq!(number(f64::NAN), "");
    }
}
