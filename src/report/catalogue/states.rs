//! The state variables of the model: what changes, of whom, and how.

/// One state variable.
#[derive(Debug, Clone, Copy)]
pub struct StateVariable {
    /// Entity that has it.
    pub of: &'static str,
    /// What it is.
    pub what: &'static str,
    /// Symbol in equations.
    pub symbol: &'static str,
    /// Range of values.
    pub range: &'static str,
    /// Value at the start.
    pub start: &'static str,
    /// Part of the model that moves it; `-` for what never changes.
    pub moved_by: &'static str,
}

macro_rules! states {
    ($($of:literal: $what:literal, $symbol:literal, $range:literal, $start:literal, $moved_by:literal;)*) => {
        /// All state variables, by entity.
        pub const STATES: &[StateVariable] = &[$(StateVariable {
            of: $of, what: $what, symbol: $symbol, range: $range, start: $start, moved_by: $moved_by,
        }),*];
    };
}

states! {
    "resident": "group", "g", "name", "by share, or from a file", "-";
    "resident": "disposition", "b", "0 to 1", "Beta, mean solved", "churn";
    "resident": "personal treatment", "xi", "-0.6 to 0.6", "normal, sd solved", "churn";
    "resident": "propensity to take part", "-", "above 0", "lognormal, cut at 3 sd", "churn";
    "resident": "threshold", "theta", "any", "normal", "churn";
    "resident": "access online, in person", "-", "yes or no", "by the group's share", "churn";
    "resident": "role (connector, maven, salesperson)", "-", "yes or no", "by share", "-";
    "resident": "active", "-", "yes or no", "no", "mobilisation";
    "resident": "fatigue", "f", "0 and above", "0", "mobilisation";
    "resident": "confidence", "c", "0 to 1", "at rest", "confidence";
    "relation to a named official": "evidence", "r, s", "0 and above", "drawn near rest", "encounters";
    "relation to a department": "evidence", "r, s", "0 and above", "drawn near rest", "encounters";
    "relation to a department": "expectation", "x", "0 to 1", "quality one is used to", "encounters";
    "relation to an institution": "first-hand evidence", "r, s", "0 and above", "drawn near rest", "encounters";
    "relation to an institution": "indirect evidence", "r, s", "0 and above", "at rest", "talk";
    "relation to an institution": "trust felt", "E, T", "0 to 1", "at rest", "talk";
    "official (post)": "incumbent's skill", "-", "any", "normal", "staff";
    "official (post)": "newness", "-", "0 and above", "0", "staff";
    "group and institution": "climate", "-", "0 to 1", "mean E of the group", "talk";
    "group and institution": "shared evidence", "r, s", "0 and above", "0", "organism";
    "group and institution": "historical harm", "H", "0 to 1", "stated", "organism";
    "group and institution": "treatment", "-", "any", "solved", "organism";
    "group and institution": "seat", "S", "0 to 1", "stated", "representation";
    "group and institution": "openness", "-", "0 to 1", "parameter", "power";
    "group and institution": "balance of power", "B", "0 to 0.5", "what confidence at rest holds", "power";
    "group": "capacity", "K", "0 to 1", "stated", "capacity";
    "group": "mood", "-", "any", "0", "events";
    "department": "training", "d", "0 to the gain", "0", "programme";
    "department": "quality produced", "-", "0 to the gain", "0", "production";
    "department": "overload", "-", "0 and above", "0", "encounters";
    "institution": "culture", "-", "0 to 1", "parameter", "culture";
    "institution": "fear", "-", "0 to 1", "parameter", "culture";
    "institution": "integration", "-", "0 to 1", "0", "culture";
    "institution": "champion", "-", "a post's incumbent", "none", "culture";
    "institution": "silo", "-", "0 to 1", "parameter", "silos";
    "institution": "knowledge of the community", "kn", "0 to 1", "parameter", "knowledge";
    "institution": "legitimacy", "l", "0 to 1", "parameter", "legitimacy";
    "forum": "seats", "-", "residents", "none", "forums";
    "network": "ties", "-", "pairs of residents", "made or read", "-";
    "network": "bridges", "-", "pairs of residents", "none", "rewiring";
    "world": "six factors", "F", "any", "0", "world_noise";
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_state_is_moved_by_a_part_or_by_nothing() {
        for state in super::STATES {
            assert!(
                state.moved_by == "-" || crate::report::catalogue::part(state.moved_by).is_some(),
                "{}",
                state.what
            );
        }
    }
}
