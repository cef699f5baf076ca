//! How large a scenario is, and how large one may be: numbers that memory and time follow from.
//!
//! What they amount to in bytes and seconds is known where the engine is: `crate::experiment::estimate`.

use super::plan::{Contents, NetworkPlan, Place, ResidentRecord};

/// Largest number of residents.
pub const MOST_RESIDENTS: u64 = 50_000_000;

/// Bytes per resident of a pass with all lanes in use, for a message about a town that is far too large.
pub const BYTES_PER_RESIDENT: f64 = 120.0 * 17.0;

/// Most entries in rows of ties: the engine counts them in 32 bits, and made networks miss their mean a little.
pub const MOST_TIES: f64 = 4e9;

/// Most posts of all institutions together, and most relations of residents to departments: 32 bits again.
pub const MOST_POSTS: u64 = 100_000_000;
/// Most relations of residents to departments.
pub const MOST_RELATIONS: u64 = 4_000_000_000;

/// Most groups, and most departments: both are counted in 16 bits.
pub const MOST_PARTS: usize = 65_535;

/// Most meetings of a week.
pub const MOST_MEETINGS: f64 = 4e9;

/// Bytes of a row of `residents.csv`, and of its copy while the run is not finished.
pub const BYTES_PER_ROW: f64 = 75.0 + 20.0;

/// Mean number of ties of a connector, over that of others: three to five times, less the one time that all have.
const CONNECTORS_MORE: f64 = 3.0;

/// Entries that the rows of ties are expected to have. A tie stands in the rows of both; a maven stands twice in each.
#[must_use]
pub fn ties(place: &Place) -> f64 {
    let residents = f64::from(place.residents);
    let others = (residents - 1.0).max(0.0);
    if let Some(table) = &place.ties {
        return table.from.len() as f64 * if table.symmetric { 2.0 } else { 1.0 };
    }
    let each = match place.network {
        NetworkPlan::Complete => return residents * others,
        NetworkPlan::SmallWorld { mean_degree, .. } | NetworkPlan::BlockModel { mean_degree, .. } => {
            mean_degree * (1.0 + 2.0 * CONNECTORS_MORE * place.connectors)
        }
        NetworkPlan::StochasticBlocks { p_in, p_out } => {
            let of = |share: f64| share * (share * residents * p_in + (1.0 - share) * residents * p_out);
            place.groups.iter().map(|group| of(group.share)).sum()
        }
    };
    residents * each.min(others) * (1.0 + place.mavens)
}

/// Rows of `residents.csv`; 0 where residents are not written down one by one.
#[must_use]
pub fn resident_rows(scenario: &Contents) -> u64 {
    if scenario.record.residents == ResidentRecord::None {
        return 0;
    }
    let times: usize = (0..=scenario.strategies.len()).map(|option| scenario.judged_by(option).len()).sum();
    u64::from(scenario.place.residents) * u64::from(scenario.replicates) * times as u64
}
