//! Reads the survey that a scenario is calibrated to.

use std::path::Path;

use clap::Args;
use jiff::civil::Date;

use crate::experiment::sha256;
use crate::forecast::survey::{Method, Panel, Series, Survey};
use crate::scenario::codes::Code;
use crate::scenario::{Problem, Problems};

/// How a survey file is to be read.
#[derive(Debug, Clone, Args)]
pub struct SurveyArgs {
    /// What stands for full trust in the survey: 1 or 100 [default: 1]
    #[arg(long, value_name = "1|100", value_parser = scale)]
    pub scale: Option<f64>,
    /// Months that each published number is the mean of [default: nothing is averaged]
    #[arg(long, value_name = "MONTHS", value_parser = clap::value_parser!(u8).range(1..=60))]
    pub rolling: Option<u8>,
}

/// Reads what stands for full trust.
fn scale(text: &str) -> Result<f64, String> {
    match text.trim() {
        "1" => Ok(1.0),
        "100" => Ok(100.0),
        _ => Err("full trust is 1 (values such as 0.41) or 100 (values such as 41)".to_owned()),
    }
}

/// Columns that are understood; date and value are needed.
const COLUMNS: [&str; 6] = ["date", "value", "group", "measure", "se", "n"];

/// One row: measure, group, date, value, error.
type Row = (String, String, Date, f64, Option<f64>);

/// Reads a survey file.
///
/// # Errors
/// A file that cannot be read, lacks columns, or holds cells that are no dates or values.
pub(super) fn read(path: &Path, arguments: &SurveyArgs) -> Result<Survey, Problems> {
    let bytes = std::fs::read(path).map_err(|error| Problem::of_file(path, &error))?;
    let method = Method {
        scale: arguments.scale.unwrap_or(1.0),
        rolling_months: arguments.rolling.map_or(1.0, f64::from),
        ..Method::default()
    };
    let rows = rows(path, &bytes, &method)?;
    let name = path.file_stem().map_or_else(|| "survey".to_owned(), |stem| stem.to_string_lossy().into_owned());
    Ok(Survey { name, digest: sha256(&bytes), panels: panels(&rows), method })
}

fn rows(path: &Path, bytes: &[u8], method: &Method) -> Result<Vec<Row>, Problems> {
    let shown = path.display();
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
    let shape = |error: &csv::Error| Problem::new(Code::CsvShape, format!("{shown} is no table: {error}"));
    let heading = reader.headers().map_err(|error| shape(&error))?.clone();
    let at = COLUMNS.map(|name| heading.iter().position(|column| column.eq_ignore_ascii_case(name)));
    if let Some(missing) = at.iter().take(2).position(Option::is_none) {
        return Err(Problem::new(Code::CsvColumn, format!("{shown} has no column \"{}\"", COLUMNS[missing]))
            .help("a survey has the columns date and value, and may have group, measure, se and n")
            .into());
    }
    let mut found: Vec<Row> = Vec::new();
    for (number, record) in reader.records().enumerate() {
        let record = record.map_err(|error| shape(&error))?;
        let cell = |column: usize| at[column].and_then(|at| record.get(at)).unwrap_or("");
        let wrong = |column: usize, example: &str| {
            let message =
                format!("{shown}, line {}: {} \"{}\" cannot be used", number + 2, COLUMNS[column], cell(column));
            Problem::new(Code::CsvCell, message).help(format!("write it like {example}"))
        };
        let date: Date = cell(0).parse().map_err(|_| wrong(0, "2024-01-15"))?;
        let number = |column: usize| cell(column).parse::<f64>().ok().filter(|value| value.is_finite());
        let value = number(1).map(|value| value / method.scale).filter(|value| (0.0..=1.0).contains(value));
        let value = value.ok_or_else(|| wrong(1, "0.41, or 41 with --scale 100"))?;
        let stated = |column: usize, example: &str| match (cell(column), number(column)) {
            ("", _) => Ok(None),
            (_, Some(found)) if found > 0.0 => Ok(Some(found)),
            _ => Err(Box::new(wrong(column, example))),
        };
        let error = match (stated(4, "0.02")?, stated(5, "1012")?) {
            (Some(error), _) => Some(error / method.scale),
            (None, Some(n)) => Some((method.design_effect * value * (1.0 - value) / n).sqrt()),
            (None, None) => None,
        };
        let measure = if cell(3).is_empty() { "trust" } else { cell(3) };
        if found.iter().any(|row| row.0 == measure && row.1 == cell(2) && row.2 == date) {
            let message = format!("{shown}, line {}: {date} is there twice for this group", found.len() + 2);
            return Err(Problem::new(Code::DuplicateRow, message).help("keep one of the rows").into());
        }
        found.push((measure.to_owned(), cell(2).to_owned(), date, value, error));
    }
    if found.is_empty() {
        return Err(Problem::new(Code::CsvEmpty, format!("{shown} has no rows")).into());
    }
    Ok(found)
}

/// One panel for each measure, sorted by name.
fn panels(rows: &[Row]) -> Vec<Panel> {
    let sorted = |mut names: Vec<String>| {
        names.sort();
        names.dedup();
        names
    };
    let measures = sorted(rows.iter().map(|row| row.0.clone()).collect());
    let panel = |measure: String| {
        let own: Vec<&Row> = rows.iter().filter(|row| row.0 == measure).collect();
        let mut dates: Vec<Date> = own.iter().map(|row| row.2).collect();
        dates.sort_unstable();
        dates.dedup();
        let series = sorted(own.iter().map(|row| row.1.clone()).collect()).into_iter().map(|group| {
            let at = |date: &Date| own.iter().find(|row| row.1 == group && row.2 == *date);
            Series {
                values: dates.iter().map(|date| at(date).map(|row| row.3)).collect(),
                errors: dates.iter().map(|date| at(date).and_then(|row| row.4)).collect(),
                group: group.clone(),
            }
        });
        Panel { series: series.collect(), dates, measure }
    };
    measures.into_iter().map(panel).collect()
}
