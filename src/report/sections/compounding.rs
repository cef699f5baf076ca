//! When does it start to pay? Investment at each scale, and how it compounds.

use super::{PageInput, Section, Wanted};
use crate::analysis::Among;
use crate::analysis::findings::Part;
use crate::analysis::growth::{Growth, Kind};
use crate::figure::chart::Table;
use crate::figure::number::{narrow_range, plain};
use crate::figure::pick;
use crate::figure::statement::growth;
use crate::figure::words::{duration, scale_label};

/// Charts of the section.
pub const CHARTS: &[Wanted] = &[
    ("attribution", "What is the gain owed to?"),
    ("compounding", "How does investment at each scale compound?"),
    ("vintages", "What has the money of each year yielded?"),
    ("one_scale", "What would the same money do at one scale?"),
];

/// The section.
pub fn section(input: &PageInput) -> Option<Section> {
    let findings = input.findings;
    let mut section = Section::new("when", "When does it start to pay?");
    if let Some(best) = pick::best(findings) {
        let time = duration(best.weeks_to_three_points.map_or(findings.weeks, |weeks| weeks.round() as u32));
        section = section.say(&if best.weeks_to_three_points.is_some() {
            format!("{} is three points above the baseline after {time} (median).", best.name)
        } else {
            format!("{} does not come to three points above the baseline within {time}.", best.name)
        });
        let lead = findings.growth.iter().filter(|g| g.strategy == best.strategy);
        let whole = lead.filter(|g| !matches!(g.part, Part::Solo(_)));
        section = whole.filter_map(|g| growth(findings, g)).fold(section, |section, said| section.say(&said));
    }
    if !findings.growth.is_empty() {
        section = section.table(&table(input), &[]).note(
            "A growth factor above 1 says that money has earned more per unit by the last year than it had by the second, \
             partly because it has had more time. Carry-over is the share of the gain two years after the money stops; \
             below zero means that stopping did harm. No number is given where what it is divided by cannot be told from \
             nothing.",
        );
    }
    section.charts(input, CHARTS).if_any()
}

/// The measures beside one another, a row a strategy and part.
fn table(input: &PageInput) -> Table {
    let findings = input.findings;
    let mut table = Table::new(
        match findings.among {
            Among::Towns => "Measures of compounding, with 90 % intervals",
            Among::Worlds => "Measures of compounding: medians and the middle 90 % of worlds",
        },
        &["Strategy", "Part", "Growth factor", "Carry-over", "Spread", "Synergy"],
    );
    let found = |strategy: usize, part: Part, kind: Kind| -> Option<&Growth> {
        findings.growth.iter().find(|g| g.strategy == strategy && g.part == part && g.kind == kind)
    };
    let cell = |growth: Option<&Growth>, scale: f64, decimals: usize, unit: &str| match growth.map(|g| g.ratio) {
        None => "–".to_owned(),
        Some(ratio) => match (ratio.value, ratio.ci90) {
            (None, _) => "cannot be told".to_owned(),
            (Some(value), None) => format!("{}{unit}", plain(value * scale, decimals)),
            (Some(value), Some([low, high])) => {
                let (interval, decimals) = narrow_range(low * scale, high * scale, decimals);
                format!("{}{unit} ({interval})", plain(value * scale, decimals))
            }
        },
    };
    for strategy in pick::strategies(findings) {
        for part in Part::ALL.into_iter().filter(|part| *part != Part::Interaction) {
            let whole = part == Part::Total;
            let growth = found(strategy, part, Kind::GrowthFactor);
            if growth.is_none() && !whole {
                continue;
            }
            let name = match part {
                Part::Solo(scale) => scale_label(scale),
                _ => "All together",
            };
            let percent = |kind: Kind, part: Part| {
                if whole { cell(found(strategy, part, kind), 100.0, 0, " %") } else { "–".to_owned() }
            };
            table.rows.push(vec![
                pick::name(findings, strategy).to_owned(),
                name.to_owned(),
                cell(growth, 1.0, 1, ""),
                percent(Kind::CarryOver, Part::Total),
                percent(Kind::Spread, Part::Total),
                percent(Kind::Synergy, Part::Interaction),
            ]);
        }
    }
    table
}
