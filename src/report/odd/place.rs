//! The place of a scenario: groups, institutions, network.

use super::{Section, plain, table};
use crate::report::explain::value;
use crate::scenario::names::counted;
use crate::scenario::{NetworkPlan, Scenario};

/// What there is.
pub fn sections(scenario: &Scenario) -> Vec<Section> {
    vec![
        Section::part("Groups", groups(scenario)),
        Section::part("Institutions and departments", institutions(scenario)),
        Section::part("Network, roles and talk", network(scenario)),
    ]
}

fn groups(scenario: &Scenario) -> String {
    let place = &scenario.place;
    let rows = place.groups.iter().map(|group| {
        let exposure = if group.exposure.windows(2).all(|pair| pair[0] == pair[1]) {
            value(group.exposure[0])
        } else {
            group.exposure.iter().map(|e| value(*e)).collect::<Vec<_>>().join(" / ")
        };
        vec![
            plain(&group.name),
            format!("{:.1} %", 100.0 * group.share),
            format!("{} ({})", value(group.trust_mean), value(group.trust_sd)),
            plain(&place.institutions[group.about].name),
            group.harm.iter().map(|h| value(*h)).collect::<Vec<_>>().join(" / "),
            format!("{} / {}", value(group.access_online), value(group.access_in_person)),
            exposure,
            value(group.seat),
            value(group.capacity),
        ]
    });
    let headings = [
        "group",
        "share",
        "trust at the start (sd)",
        "about",
        "harm, by institution",
        "access online / in person",
        "exposure (P/E/S/T/L/E)",
        "seat",
        "capacity",
    ];
    table(&headings, rows)
}

fn institutions(scenario: &Scenario) -> String {
    let rows = scenario.departments().map(|(institution, department)| {
        vec![
            plain(&scenario.place.institutions[institution].name),
            plain(&department.name),
            department.posts.to_string(),
            value(department.contacts),
            value(department.quality_procedural),
            value(department.quality_outcome),
        ]
    });
    let headings =
        ["institution", "department", "posts", "contacts a week", "quality of procedure", "quality of outcome"];
    table(&headings, rows)
}

fn network(scenario: &Scenario) -> String {
    let place = &scenario.place;
    let ties = match (&place.ties, place.network) {
        (Some(ties), _) => format!("Ties are read from a file of {}.", counted(ties.from.len(), "row")),
        (None, NetworkPlan::SmallWorld { mean_degree, rewiring, homophily }) => format!(
            "Small world: mean degree {}, share rewired {}, share inside the group {}.",
            value(mean_degree),
            value(rewiring),
            value(homophily)
        ),
        (None, NetworkPlan::BlockModel { mean_degree, homophily }) => {
            format!("Block model: mean degree {}, share inside the group {}.", value(mean_degree), value(homophily))
        }
        (None, NetworkPlan::StochasticBlocks { p_in, p_out }) => {
            format!("Block model: chance of a tie {} inside the group, {} across groups.", value(p_in), value(p_out))
        }
        (None, NetworkPlan::Complete) => "Everybody is tied to everybody.".to_owned(),
    };
    let settings: Vec<String> =
        scenario.talk.settings().into_iter().map(|(key, set)| format!("{key} {}", value(set))).collect();
    let settings = if settings.is_empty() { String::new() } else { format!(" ({})", settings.join(", ")) };
    format!(
        "{ties} Shares of connectors {}, mavens {}, salespeople {}. Talk follows the rule {}{settings}.",
        value(place.connectors),
        value(place.mavens),
        value(place.salespeople),
        scenario.talk.name(),
    )
}
