//! Which institution is meant: trust is always trust in one of them.

use super::plan::Contents;

impl Contents {
    /// The name under which trust of a group in an institution appears in results: `Police/Riverside` where there are
    /// several institutions, `Riverside` where there is one.
    #[must_use]
    pub fn group_label(&self, institution: usize, group: usize) -> String {
        let name = &self.place.groups[group].name;
        match self.place.institutions.as_slice() {
            [_, _, ..] => format!("{}/{name}", self.place.institutions[institution].name),
            _ => name.clone(),
        }
    }

    /// Institution in which an option acts, and by trust in which it is judged (0 is the baseline, which acts in none and
    /// goes with the first).
    #[must_use]
    pub fn acts_in(&self, option: usize) -> usize {
        option.checked_sub(1).and_then(|at| self.strategies.get(at)).map_or(0, |strategy| strategy.institution)
    }

    /// Institutions by trust in which residents under an option are written down one by one: the one in which it acts,
    /// and for the baseline all in which any strategy does.
    #[must_use]
    pub fn judged_by(&self, option: usize) -> Vec<usize> {
        if option == 0 { self.acting() } else { vec![self.acts_in(option)] }
    }

    /// Institutions in which any strategy acts, in the order of the scenario; the first where there is no strategy.
    #[must_use]
    pub fn acting(&self) -> Vec<usize> {
        let mut acting: Vec<usize> = self.strategies.iter().map(|strategy| strategy.institution).collect();
        acting.sort_unstable();
        acting.dedup();
        if acting.is_empty() { vec![0] } else { acting }
    }
}
