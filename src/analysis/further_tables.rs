//! Tables beside series, runs, effects and compounding: the swell, attribution by replicate, growth, vintages, pairs of options,
//! equity, costs, resilience, programme against population, and the ledger.

use crate::experiment::{Beginning, Outcomes};
use crate::scenario::Scenario;

use super::Findings;
use super::costs::Standing;
use super::findings::Summary;
use super::ledger::Entry;
use super::rows::{CsvFile, EFFECT, Rows, effect_cells, number, optional};

fn header<'a>(first: &[&'a str], last: &[&'a str]) -> Vec<&'a str> {
    [first, &EFFECT, last].concat()
}

pub(super) fn attribution(scenario: &Scenario, outcomes: &Outcomes, findings: &Findings) -> CsvFile {
    let header = ["strategy", "replicate", "year", "part", "gain", "shapley"];
    let mut rows = Rows::of_trust(findings, "attribution.csv", &header);
    for found in super::attribution(scenario, &outcomes.taken_apart()) {
        let mut add = |part: &str, gain: f64, shapley: Option<f64>| {
            let cells = vec![
                findings.strategies[found.strategy].clone(),
                found.replicate.to_string(),
                found.year.to_string(),
                part.to_owned(),
                number(gain),
                optional(shapley),
            ];
            rows.add_about(cells, findings.about(found.strategy));
        };
        for (at, scale) in crate::scenario::Scale::ALL.into_iter().enumerate() {
            add(scale.name(), found.solo[at], Some(found.shapley[at]));
        }
        add("interaction", found.interaction, None);
        add("total", found.total, Some(found.shapley.iter().sum()));
    }
    rows.finish()
}

pub(super) fn swell(findings: &Findings) -> CsvFile {
    let header = ["strategy", "scale", "layer", "week", "n", "mean", "q05", "q25", "q50", "q75", "q95"];
    let mut rows = Rows::of_trust(findings, "swell.csv", &header);
    for found in &findings.swell {
        let mut add = |layer: &str, week: u32, height: &Summary| {
            let mut cells = vec![
                findings.strategies[found.strategy].clone(),
                found.scale.name().to_owned(),
                layer.to_owned(),
                week.to_string(),
                height.n.to_string(),
                number(height.mean),
            ];
            cells.extend(height.quantiles.map(number));
            rows.add_about(cells, findings.about(found.strategy));
        };
        for layer in &found.layers {
            let name = layer.name();
            let heights = found.weeks.iter().zip(&layer.heights);
            heights.filter(|(week, _)| **week >= layer.start).for_each(|(&week, height)| add(&name, week, height));
        }
        for (name, heights) in [("all", &found.total), ("line", &found.line)] {
            found.weeks.iter().zip(heights).for_each(|(&week, height)| add(name, week, height));
        }
    }
    rows.finish()
}

pub(super) fn growth(findings: &Findings) -> CsvFile {
    let header = ["strategy", "part", "measure", "n", "estimate", "ci90_low", "ci90_high"];
    let mut rows = Rows::of_trust(findings, "growth.csv", &header);
    for found in &findings.growth {
        let [low, high] = found.ratio.ci90.map_or([None; 2], |ci| ci.map(Some));
        let cells = vec![
            findings.strategies[found.strategy].clone(),
            found.part.name().to_owned(),
            found.kind.name().to_owned(),
            found.ratio.n.to_string(),
            optional(found.ratio.value),
            optional(low),
            optional(high),
        ];
        rows.add_about(cells, findings.about(found.strategy));
    }
    rows.finish()
}

pub(super) fn vintages(findings: &Findings) -> CsvFile {
    let mut rows = Rows::of_trust(
        findings,
        "vintages.csv",
        &[
            "strategy",
            "from_week",
            "until_week",
            "spend",
            "year",
            "n",
            "gain",
            "se",
            "q05",
            "q50",
            "q95",
            "gain_per_1000",
            "resident_point_years_per_1000",
        ],
    );
    for found in &findings.vintages {
        for (year, gain, se) in &found.yields {
            let per_1000 = (found.spend > 0.0).then(|| gain.mean / (found.spend / 1000.0));
            let [q05, _, q50, _, q95] = gain.quantiles;
            let cells = vec![
                findings.strategies[found.strategy].clone(),
                found.from.to_string(),
                found.until.to_string(),
                number(found.spend),
                year.to_string(),
                gain.n.to_string(),
                number(gain.mean),
                number(*se),
                number(q05),
                number(q50),
                number(q95),
                optional(per_1000),
                optional(per_1000.map(|g| g * f64::from(findings.residents))),
            ];
            rows.add_about(cells, findings.about(found.strategy));
        }
    }
    rows.finish()
}

pub(super) fn pairs(findings: &Findings) -> CsvFile {
    let last = ["p_better", "correlation", "variance_reduction", "replicates_needed"];
    let mut rows = Rows::of_trust(findings, "pairs.csv", &header(&["strategy", "other", "measure"], &last));
    for found in &findings.pairs {
        let mut cells = vec![
            findings.strategies[found.option].clone(),
            findings.strategies[found.other].clone(),
            found.outcome.name().to_owned(),
        ];
        cells.extend(effect_cells(&found.effect));
        cells.extend([
            number(found.effect.p_better),
            optional(found.effect.correlation),
            optional(found.effect.variance_reduction),
            found.replicates_needed.map(|n| n.to_string()).unwrap_or_default(),
        ]);
        rows.add_about(cells, found.institution);
    }
    rows.finish()
}

pub(super) fn equity(findings: &Findings) -> CsvFile {
    let mut rows = Rows::of_trust(
        findings,
        "equity.csv",
        &[
            "strategy",
            "scale",
            "entity",
            "residents",
            "measure",
            "n",
            "mean",
            "q05",
            "q50",
            "q95",
            "difference",
            "se",
            "ci90_low",
            "ci90_high",
            "note",
        ],
    );
    for row in &findings.equity {
        let mut cells = vec![
            findings.strategies[row.strategy].clone(),
            row.whom.name().to_owned(),
            row.entity.clone(),
            row.residents.to_string(),
            row.aspect.name().to_owned(),
        ];
        if let Some((level, effect)) = &row.found {
            let [q05, _, q50, _, q95] = level.quantiles;
            cells.extend([level.n.to_string(), number(level.mean), number(q05), number(q50), number(q95)]);
            cells.extend([number(effect.mean), number(effect.se), number(effect.ci90[0]), number(effect.ci90[1])]);
            cells.push(String::new());
        } else {
            cells.extend(vec![String::new(); 9]);
            cells.push(format!("fewer than {} residents", super::equity::FEWEST));
        }
        rows.add_about(cells, row.institution);
    }
    rows.finish()
}

pub(super) fn costs(findings: &Findings) -> CsvFile {
    let mut rows = Rows::of_trust(
        findings,
        "costs.csv",
        &[
            "strategy",
            "scale",
            "year",
            "spend",
            "spend_to_date",
            "spend_to_date_discounted",
            "n",
            "gain",
            "gain_ci90_low",
            "gain_ci90_high",
            "gain_discounted",
            "cost_per_resident_point_year",
            "cost_low",
            "cost_high",
            "cost_per_resident_point_year_discounted",
            "cost_discounted_low",
            "cost_discounted_high",
        ],
    );
    let residents = f64::from(findings.residents);
    for row in &findings.costs {
        let price = row.price(findings.among, residents).map_or([None; 3], |p| p.map(Some));
        let discounted = row.price_discounted(findings.among, residents).map_or([None; 3], |p| p.map(Some));
        let mut cells = vec![
            findings.strategies[row.strategy].clone(),
            row.part.name().to_owned(),
            row.year.to_string(),
            number(row.spend),
            number(row.total),
            number(row.total_discounted),
            row.gain.n.to_string(),
            number(row.gain.mean),
            number(row.gain.ci90[0]),
            number(row.gain.ci90[1]),
            number(row.gain_discounted.mean),
        ];
        cells.extend(price.into_iter().chain(discounted).map(optional));
        rows.add_about(cells, findings.about(row.strategy));
    }
    rows.finish()
}

pub(super) fn options(scenario: &Scenario, findings: &Findings) -> CsvFile {
    let mut rows = Rows::of_trust(
        findings,
        "options.csv",
        &[
            "strategy",
            "budget_per_year",
            "spend_per_year",
            "trust_q05",
            "trust_q50",
            "trust_q95",
            "gain",
            "gain_ci90_low",
            "gain_ci90_high",
            "gain_q05",
            "gain_q95",
            "p_better",
            "p_best",
            "worst_group",
            "worst_group_trust",
            "gap_change",
            "cost_per_resident_point_year",
            "weeks_to_three_points",
            "standing",
            "compared_with",
            "cost_per_further_resident_point_year",
            "discount_rate",
        ],
    );
    for row in &findings.options {
        let Some(standing) = findings.standings.get(row.strategy) else { continue };
        let (state, other, beyond) = match standing {
            Standing::Dominated { by, .. } => ("dominated", Some(*by), None),
            Standing::Efficient { beyond } => ("efficient", beyond.map(|b| b.0), beyond.map(|b| b.1)),
        };
        let [q05, _, q50, _, q95] = row.level.quantiles;
        let effect = row.effect.as_ref();
        let cells = vec![
            findings.strategies[row.strategy].clone(),
            number(row.budget_per_year),
            number(row.spend_per_year),
            number(q05),
            number(q50),
            number(q95),
            optional(effect.map(|e| e.mean)),
            optional(effect.map(|e| e.ci90[0])),
            optional(effect.map(|e| e.ci90[1])),
            optional(effect.map(|e| e.quantiles[0])),
            optional(effect.map(|e| e.quantiles[4])),
            optional(effect.map(|e| e.p_better)),
            number(row.p_best),
            row.worst_group.0.clone(),
            number(row.worst_group.1),
            optional(row.gap_change.as_ref().map(|e| e.mean)),
            optional(row.cost_per_resident_point_year),
            optional(row.weeks_to_three_points),
            state.to_owned(),
            other.map(|at| findings.strategies[at].clone()).unwrap_or_default(),
            optional(beyond),
            number(scenario.parameters.discount_rate),
        ];
        rows.add_about(cells, row.institution);
    }
    rows.finish()
}

pub(super) fn resilience(scenario: &Scenario, findings: &Findings) -> CsvFile {
    let mut rows = Rows::of_trust(
        findings,
        "resilience.csv",
        &[
            "strategy",
            "event",
            "week",
            "weeks_observed",
            "n",
            "depth",
            "depth_q05",
            "depth_q50",
            "depth_q95",
            "share_falling",
            "share_recovering",
            "median_weeks_to_recover",
        ],
    );
    for row in &findings.resilience {
        let [q05, _, q50, _, q95] = row.depth.quantiles;
        let cells = vec![
            findings.strategies[row.strategy].clone(),
            scenario.world.events[row.event].name.clone(),
            row.week.to_string(),
            row.weeks.to_string(),
            row.depth.n.to_string(),
            number(row.depth.mean),
            number(q05),
            number(q50),
            number(q95),
            number(row.falls),
            optional(row.recovers),
            optional(row.median_weeks),
        ];
        rows.add_about(cells, row.institution);
    }
    rows.finish()
}

pub(super) fn programme(findings: &Findings) -> CsvFile {
    let mut rows = Rows::of_trust(
        findings,
        "programme.csv",
        &["strategy", "year", "reached", "who", "n", "gain", "se", "ci90_low", "ci90_high", "chance_noticed"],
    );
    for row in &findings.programme {
        let who = [
            ("reached", row.participants),
            ("reached_before_after", row.before_after),
            ("reached_anyway", row.anyway),
            ("not_reached", row.others),
            ("everyone", Some(row.everyone)),
        ];
        for (name, effect) in who {
            let Some(effect) = effect else { continue };
            let cells = vec![
                findings.strategies[row.strategy].clone(),
                row.year.to_string(),
                number(row.reached),
                name.to_owned(),
                effect.n.to_string(),
                number(effect.mean),
                number(effect.se),
                number(effect.ci90[0]),
                number(effect.ci90[1]),
                optional((name == "everyone").then_some(row.noticed)),
            ];
            rows.add_about(cells, findings.about(row.strategy));
        }
    }
    rows.finish()
}

pub(super) fn ledger(scenario: &Scenario, findings: &Findings) -> CsvFile {
    let mut rows = Rows::of_trust(
        findings,
        "ledger.csv",
        &["strategy", "month", "date", "kind", "cause", "n", "change", "se", "ci90_low", "ci90_high"],
    );
    let ledger = &findings.ledger;
    let active = ledger.active();
    let baselines = ledger.institutions.iter().map(|&about| (0, about));
    let strategies = (1..findings.strategies.len()).map(|strategy| (strategy, findings.about(strategy)));
    for option @ (strategy, about) in baselines.chain(strategies) {
        let name = &findings.strategies[strategy];
        for month in 1..=ledger.months {
            let date = scenario.date(super::ledger::first_week(month));
            let mut add = |kind: &str, cause: String, entry: Entry| {
                let [low, high] = ledger.interval(entry);
                let cells = vec![
                    name.clone(),
                    month.to_string(),
                    date.to_string(),
                    kind.to_owned(),
                    cause,
                    ledger.replicates.to_string(),
                    number(entry.mean),
                    number(entry.se),
                    number(low),
                    number(high),
                ];
                rows.add_about(cells, about);
            };
            for &at in &active {
                let cause = ledger.causes[at];
                if let Some(entry) = ledger.part(option, month, at) {
                    add(cause.kind().name(), cause.name(scenario), entry);
                }
            }
            if let Some(entry) = ledger.change(option, month) {
                add("total", "change of trust".to_owned(), entry);
            }
        }
    }
    rows.finish()
}

/// Worlds one by one: what was drawn, what came of each option, and how the world began.
pub(super) fn worlds(findings: &Findings) -> Option<CsvFile> {
    let over = findings.worlds.as_ref()?;
    let strategies = &findings.strategies;
    let mut header = vec!["world".to_owned()];
    header.extend(over.drawn.inputs.iter().map(|input| input.name.clone()));
    header.push(format!("trust/{}", strategies[0]));
    for name in &strategies[1..] {
        header.extend(["trust", "gain", "point_years", "spend"].map(|measure| format!("{measure}/{name}")));
    }
    header.extend(["status_code", "status"].map(str::to_owned));
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let mut rows = Rows::new("worlds.csv", &header);
    let mut met = 0;
    for world in &over.drawn.worlds {
        let mut cells = vec![world.number.to_string()];
        cells.extend(world.values.iter().map(|value| number(*value)));
        let (code, status, has_start) = match &world.beginning {
            Beginning::Stated => ("0", "as stated", true),
            Beginning::Nearest(_) => ("1", "nearest start", true),
            Beginning::None(_) => ("2", "no start", false),
        };
        if has_start {
            cells.push(number(over.trust[[met, 0]]));
            for option in 1..strategies.len() {
                let tables = [&over.trust, &over.gain, &over.point_years, &over.spend];
                cells.extend(tables.map(|table| number(table[[met, option]])));
            }
            met += 1;
        } else {
            cells.resize(cells.len() + 1 + 4 * (strategies.len() - 1), String::new());
        }
        cells.extend([code, status].map(str::to_owned));
        rows.add(&cells);
    }
    Some(rows.finish())
}
