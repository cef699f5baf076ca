//! Findings as tables: long, tidy, one header row, sorted, `.` decimals, trust in 0–1, empty where undefined.

use rayon::prelude::*;

use crate::experiment::Outcomes;
use crate::record::{EntityScale, Measure, SeriesKey, is_trust_of_all};
use crate::scenario::Scenario;

use super::Findings;
use super::asked::Table;
use super::findings::{CumulativeGain, Part};
use super::further_tables;
pub use super::rows::{CsvFile, number};
use super::rows::{EFFECT, Rows, effect_cells, optional};
use super::uncertainty_tables;

/// Tables of a run that the findings hold all of, in the order in which they are asked for. That of residents is none of
/// them: it is written without ever being held.
#[must_use]
pub fn tables(asked: &[Table], scenario: &Scenario, outcomes: &Outcomes, findings: &Findings) -> Vec<CsvFile> {
    let table = |table: &Table| {
        Some(match table {
            Table::Series => series(scenario, findings),
            Table::Effects => effects(findings),
            Table::Runs => runs(scenario, outcomes, findings),
            Table::Swell => further_tables::swell(findings),
            Table::Compounding => compounding(findings),
            Table::OneScale => one_scale(findings),
            Table::Attribution => further_tables::attribution(scenario, outcomes, findings),
            Table::Growth => further_tables::growth(findings),
            Table::Vintages => further_tables::vintages(findings),
            Table::Options => further_tables::options(scenario, findings),
            Table::Pairs => further_tables::pairs(findings),
            Table::Equity => further_tables::equity(findings),
            Table::Costs => further_tables::costs(findings),
            Table::Resilience => further_tables::resilience(scenario, findings),
            Table::Programme => further_tables::programme(findings),
            Table::Ledger => further_tables::ledger(scenario, findings),
            Table::Worlds => further_tables::worlds(findings)?,
            Table::Uncertainty => uncertainty_tables::variances(findings)?,
            Table::Switching => uncertainty_tables::switching_values(findings)?,
            Table::Information => uncertainty_tables::information(findings)?,
            Table::Acceptability => uncertainty_tables::acceptability(findings)?,
            Table::Residents => return None,
        })
    };
    asked.par_iter().filter_map(table).collect()
}

fn series(scenario: &Scenario, findings: &Findings) -> CsvFile {
    let mut rows = Rows::new(
        "series.csv",
        &[
            "strategy", "scale", "entity", "measure", "week", "date", "n", "mean", "sd", "q05", "q25", "q50", "q75",
            "q95",
        ],
    );
    for found in &findings.series {
        for (week, level) in found.weeks.iter().zip(&found.levels) {
            let mut cells = vec![
                findings.strategies[found.strategy].clone(),
                found.scale.name().to_owned(),
                found.entity.clone(),
                found.measure.name().to_owned(),
                week.to_string(),
                scenario.date(*week).to_string(),
                level.n.to_string(),
                number(level.mean),
                number(level.sd),
            ];
            cells.extend(level.quantiles.map(number));
            rows.add(&cells);
        }
    }
    rows.finish()
}

fn effects(findings: &Findings) -> CsvFile {
    let keys = ["strategy", "scale", "entity", "measure", "week"];
    let mut rows = Rows::new(
        "effects.csv",
        &[&keys, &EFFECT[..], &["p_better", "correlation", "variance_reduction", "chance05", "chance95"]].concat(),
    );
    for found in &findings.series {
        for (at, (week, effect)) in found.weeks.iter().zip(&found.effects).enumerate() {
            let mut cells = vec![
                findings.strategies[found.strategy].clone(),
                found.scale.name().to_owned(),
                found.entity.clone(),
                found.measure.name().to_owned(),
                week.to_string(),
            ];
            cells.extend(effect_cells(effect));
            cells.extend([number(effect.p_better), optional(effect.correlation), optional(effect.variance_reduction)]);
            // Where only chance differs, its range is that of all replicates.
            let [low, .., high] = effect.quantiles;
            cells.extend(found.chance.get(at).copied().unwrap_or([low, high]).map(number));
            rows.add(&cells);
        }
    }
    rows.finish()
}

fn runs(scenario: &Scenario, outcomes: &Outcomes, findings: &Findings) -> CsvFile {
    let several = !findings.institutions.is_empty();
    let of_all = |key: &SeriesKey| match key.scale {
        EntityScale::Person | EntityScale::Place => true,
        EntityScale::Institution => several && is_trust_of_all(key.measure),
        _ => false,
    };
    let keys: Vec<usize> = (0..outcomes.layout.keys.len()).filter(|&k| of_all(&outcomes.layout.keys[k])).collect();
    // Money comes last, after the measures of trust.
    let money = |k: &usize| matches!(outcomes.layout.keys[*k].measure, Measure::Spend | Measure::Unspent);
    let mut ordered: Vec<usize> = keys.iter().copied().filter(|k| !money(k)).collect();
    ordered.extend(keys.iter().copied().filter(money));
    // Where worlds were drawn, each row is a world; it is repeated in no other town.
    let drawn = outcomes.drawn.is_some();
    let mut header = vec!["strategy", "replicate", "seed", "status"];
    if drawn {
        header.insert(1, "world");
    }
    let columns: Vec<String> = ordered.iter().map(|&k| column(&outcomes.layout.keys[k], findings)).collect();
    header.extend(columns.iter().map(String::as_str));
    let mut rows = Rows::new("runs.csv", &header);
    for (lane, strategy) in findings.strategies.iter().enumerate() {
        for outcome in &outcomes.replicates {
            let mut cells = vec![strategy.clone()];
            if drawn {
                cells.push(outcome.replicate.to_string());
            }
            let replicate = if drawn { 0 } else { outcome.replicate };
            cells.extend([replicate.to_string(), scenario.seed.to_string(), "done".to_owned()]);
            cells.extend(
                ordered
                    .iter()
                    .map(|&k| outcome.lanes[lane].series[k].last().map(|v| number(f64::from(*v))).unwrap_or_default()),
            );
            rows.add(&cells);
        }
    }
    rows.finish()
}

/// Heading of a measure; with the institution where there are several: `trust_spread/Police`.
fn column(key: &SeriesKey, findings: &Findings) -> String {
    let name = key.measure.name();
    match findings.institutions.get(key.institution) {
        Some(institution) if key.scale != EntityScale::Place => format!("{name}/{institution}"),
        _ => name.to_owned(),
    }
}

fn gain_cells(gain: &CumulativeGain) -> Vec<String> {
    let [q05, _, q50, _, q95] = gain.gain.quantiles;
    vec![
        gain.year.to_string(),
        gain.gain.n.to_string(),
        number(gain.gain.mean),
        number(gain.se),
        number(q05),
        number(q50),
        number(q95),
    ]
}

fn compounding(findings: &Findings) -> CsvFile {
    let mut rows = Rows::of_trust(
        findings,
        "compounding.csv",
        &[
            "strategy",
            "part",
            "year",
            "n",
            "gain",
            "se",
            "q05",
            "q50",
            "q95",
            "shapley",
            "spend",
            "gain_per_1000",
            "resident_point_years_per_1000",
        ],
    );
    for found in &findings.compounding {
        for gain in &found.gains {
            let mut cells = vec![findings.strategies[found.strategy].clone(), Part::name(found.part).to_owned()];
            cells.extend(gain_cells(gain));
            cells.extend([
                optional(gain.shapley),
                optional(gain.spend),
                optional(gain.gain_per_1000),
                optional(gain.resident_point_years_per_1000),
            ]);
            rows.add_about(cells, findings.about(found.strategy));
        }
    }
    rows.finish()
}

fn one_scale(findings: &Findings) -> CsvFile {
    let mut rows = Rows::of_trust(
        findings,
        "one_scale.csv",
        &[
            "strategy",
            "scale",
            "year",
            "n",
            "gain",
            "se",
            "q05",
            "q50",
            "q95",
            "spend",
            "gain_per_1000",
            "resident_point_years_per_1000",
        ],
    );
    for found in &findings.one_scale {
        for gain in &found.gains {
            let mut cells = vec![findings.strategies[found.strategy].clone(), found.scale.name().to_owned()];
            cells.extend(gain_cells(gain));
            cells.extend([
                optional(gain.spend),
                optional(gain.gain_per_1000),
                optional(gain.resident_point_years_per_1000),
            ]);
            rows.add_about(cells, findings.about(found.strategy));
        }
    }
    rows.finish()
}
