//! When does it start to pay? What the money spent so far has gained, as sums over time.

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
    ("compounding", "What has every 1,000 spent gained so far?"),
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
            "A growth factor above 1 says that money compounds: the swell of that scale ends above what it would be if every \
             later year did what year 2 did. It is measured of the strategy whose money is followed. Carry-over is the share of the gain two years after the money stops; \
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
            Among::Towns => "Growth, carry-over, spread and synergy, with 90 % intervals",
            Among::Worlds => "Growth, carry-over, spread and synergy: medians and the middle 90 % of worlds",
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
                cell(growth, 1.0, 2, ""),
                percent(Kind::CarryOver, Part::Total),
                percent(Kind::Spread, Part::Total),
                percent(Kind::Synergy, Part::Interaction),
            ]);
        }
    }
    table
}
