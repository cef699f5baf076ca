//! How large the model's evidence is: the defaults of scale beside the published sizes.
//!
//! Three settings decide about size and nothing else: how much evidence one person-centred contact and one routine
//! contact are, and how much evidence everybody begins with. This walks through a grid of the three, measures what the
//! published anchors are about, and lists how far each point of the grid is from them, as the sum of squared
//! logarithms of the ratios. The anchors were fixed beforehand:
//!
//! * one good visit: 7 points of 100 on attitudes after 3 days (Peyton et al. 2019), read as the geometric mean of
//!   trust in the official who came and trust in the department, since the index mixes both;
//! * a crime suffered: 4.8 points on trust in the police (Latinobarómetro 2008–2018), read as one encounter as bad as can
//!   be with the department;
//! * New Deal for Communities: 10 points of 100 in six years at 510 a head and year.
//!
//! Half of the visit's effect was gone after 21 days; no setting here can do that (see the evidence page), so it is
//! left out. Run with `cargo run --release --example choose_scale`.

#![allow(clippy::disallowed_methods, reason = "the sums of one laboratory, not of the engine")]

use groundswell::scenario::Parameters;
use groundswell::verify::anchors::{Sizes, sizes};
use groundswell::verify::laboratory::Laboratory;

/// What was published, in shares of 1.
const PUBLISHED: [f64; 3] = [0.07, 0.048, 0.10];

/// Evidence of a person-centred contact; the literature's range is 1 to 4.
const ONE_TO_ONE: [f64; 4] = [1.0, 1.5, 2.0, 3.0];

/// Evidence of a routine contact.
const ROUTINE: [f64; 3] = [0.25, 0.5, 1.0];

/// Prior masses, as multiples of 2, 3 and 5.
const PRIOR: [f64; 3] = [0.7, 1.0, 1.5];

/// Points whose loss is within this of the lowest count as equally good: three anchors cannot tell them apart.
const ALIKE: f64 = 0.5;

fn read(sizes: &Sizes) -> [f64; 3] {
    [(sizes.visit[0] * sizes.visit[1]).sqrt(), sizes.bad_encounter, sizes.renewal]
}

fn loss(found: &[f64; 3]) -> f64 {
    found.iter().zip(PUBLISHED).map(|(f, p)| (f.max(1e-4) / p).ln().powi(2)).sum()
}

fn main() {
    let usual = Parameters::default();
    let mut rows = Vec::new();
    for prior in PRIOR {
        for routine in ROUTINE {
            for one_to_one in ONE_TO_ONE {
                let mut parameters = usual.clone();
                parameters.weight_one_to_one = one_to_one;
                parameters.weight_routine = routine;
                parameters.prior_mass_person = 2.0 * prior;
                parameters.prior_mass_department = 3.0 * prior;
                parameters.prior_mass_institution = 5.0 * prior;
                // A laboratory of its own: starts differ with every setting.
                let found = read(&sizes(&Laboratory::new(6), &parameters));
                let chosen = parameters == usual;
                rows.push((loss(&found), one_to_one, routine, prior, found, chosen));
            }
        }
    }
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    println!("one-to-one  routine  prior  visit (7.0)  bad encounter (4.8)  renewal (10.0)  loss");
    for (loss, one_to_one, routine, prior, found, chosen) in &rows {
        println!(
            "{one_to_one:10.2}  {routine:7.2}  {prior:5.2}  {:11.1}  {:19.1}  {:14.1}  {loss:5.2}{}",
            100.0 * found[0],
            100.0 * found[1],
            100.0 * found[2],
            if *chosen { "  <- default" } else { "" }
        );
    }
    let best = rows.first().map_or(f64::NAN, |row| row.0);
    let alike = rows.iter().filter(|row| row.0 <= best + ALIKE).count();
    let default = rows.iter().find(|row| row.5).map_or(f64::NAN, |row| row.0);
    println!(
        "{alike} of {} points are within {ALIKE} of the lowest loss; the defaults are {} of them ({default:.2} against {best:.2}).",
        rows.len(),
        if default <= best + ALIKE { "one" } else { "none" }
    );
}
