//! What is not known, over many worlds: how much of an outcome each input accounts for, what knowing it would be worth, and
//! where the better option changes.
//!
//! A world is one draw of every uncertain input, with what each option comes to in it. There may be as many inputs as
//! worlds, and most inputs may do nothing. Whatever is claimed here is therefore predicted for worlds that had no part in
//! the fit: an input that only seems to matter predicts nothing there.

pub mod alike;
pub mod best;
mod design;
mod estimate;
mod folds;
mod linear;
pub mod points;
pub mod regression;
pub mod shares;
mod significance;
mod spline;
pub mod switching;
#[cfg(test)]
pub(super) mod toys;
pub mod voi;
mod worlds;

pub use design::Design;
pub use estimate::Estimate;
pub use folds::Folds;
pub use worlds::{Scale, Source, Worlds, positions_by_rank};

#[cfg(test)]
mod tests {
    use super::toys::Toy;
    use super::*;

    #[test]
    fn hardly_any_worlds_say_hardly_anything() {
        for n in [0, 1, 2, 3, 9, 10, 11, 25] {
            let mut toy = Toy::new(30, n, 4).outcome(|u| vec![u[0], 0.5, u[3] * u[4]]);
            toy.values.column_mut(2).mapv_inplace(|u| (3.0 * u).floor());
            toy.scales[2] = Scale::Kind;
            toy.groups[5] = Some(0);
            toy.groups[6] = Some(0);
            let worlds = toy.worlds();
            let (design, folds) = (Design::new(&worlds), Folds::new(n));
            let found = shares::shares(&worlds, &design, &folds, 0, 0.01);
            assert_eq!((found.inputs.len(), found.groups.len()), (30, 1));
            let utilities = voi::Utilities { first: toy.outcomes.clone(), again: Vec::new() };
            assert_eq!(voi::perfect_information(&utilities).expected.len(), 3);
            assert_eq!(voi::information_by_input(&worlds, &design, &utilities, &folds).len(), 30);
            assert_eq!(voi::information_by_group(&worlds, &design, &utilities, &folds).len(), 1);
            assert!(voi::sample_information(&worlds, &utilities, &folds, 2, |_| 0.1, 2).is_none());
            let survey = voi::sample_information(&worlds, &utilities, &folds, 1, |_| 0.1, 2);
            assert!(survey.is_none_or(|one| !one.worth.told));
            let _ = switching::switching(&worlds, &design, &folds, &worlds.outcome(0));
            assert!(n >= 25 || best::best(&worlds).elsewhere.is_empty());
            assert!(alike::alike(&worlds, &(0..n).map(|world| world % 3 == 0).collect::<Vec<_>>()).is_empty());
        }
    }
}
