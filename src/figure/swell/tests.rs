//! Planted swells in words: compounding, adding up, diminishing, fading, vanishing, nothing, harm, one town.

use insta::assert_snapshot;

use super::*;
use crate::analysis::swell::tests::{flow, planted};
use crate::maths;
use crate::scenario::Scale;

fn findings(replicates: usize) -> Findings {
    Findings {
        strategies: vec!["Baseline".to_owned(), "Even".to_owned()],
        replicates,
        weeks: 520,
        ..Findings::default()
    }
}

fn told(swell: &Swell) -> String {
    let parts = [
        sentence::course(swell, "£", true),
        sentence::course(swell, "£", false),
        sentence::end(swell, true),
        sentence::end(swell, false),
    ];
    format!("{}: {}", swell.course.name(), parts.join(" | "))
}

#[test]
fn every_course_has_its_words() {
    let swells = [
        planted(&flow(), |cut| maths::pow(1.2, cut as f64), 1.0),
        planted(&flow(), |_| 1.0, 1.0),
        planted(&flow(), |cut| maths::pow(0.8, cut as f64), 1.0),
        planted(&flow(), |cut| maths::pow(0.8, cut as f64), 0.75),
        planted(&flow(), |_| 1.0, 0.2),
        planted(&flow(), |_| 0.0, 1.0),
        planted(&flow(), |_| -1.0, 1.0),
    ];
    let lines: Vec<String> = swells.iter().map(told).collect();
    assert_snapshot!(lines.join("\n"));
}

#[test]
fn the_title_is_the_verdict() {
    let of = |scale: Scale, size: fn(usize) -> f64, kept: f64| {
        let flow = crate::analysis::swell::Flow { scale, ..flow() };
        planted(&flow, size, kept)
    };
    let fading = of(Scale::Atoms, |cut| maths::pow(0.9, cut as f64), 0.75);
    let alike = of(Scale::Atoms, |_| 1.0, 0.75);
    let gone = of(Scale::Molecules, |cut| maths::pow(0.9, cut as f64), 0.2);
    let stays = of(Scale::Organism, |cut| maths::pow(0.8, cut as f64), 1.0);
    let loops = of(Scale::Organism, |cut| maths::pow(1.2, cut as f64), 1.0);
    let nothing = of(Scale::Molecules, |_| 0.0, 1.0);
    let said = |swells: &[&Swell], replicates: usize| sentence::title(&findings(replicates), swells, |_| true);
    let lines = [
        said(&[&fading, &gone, &stays], 12),
        said(&[&alike, &gone, &stays], 12),
        said(&[&fading, &gone, &loops], 12),
        said(&[&loops], 12),
        said(&[&fading, &nothing, &stays], 12),
        said(&[&nothing], 12),
        said(&[&fading, &gone, &stays], 1),
    ];
    assert_snapshot!(lines.join("\n"));
    let narrow = |most: usize| {
        sentence::title(&findings(12), &[&fading, &gone, &stays], |title: &str| title.chars().count() <= most)
    };
    assert_eq!(
        narrow(105),
        "Nothing here compounds: one-to-one fades, group work vanishes, institution-wide stays (chance only)"
    );
    assert_eq!(narrow(90), "Nothing here compounds: one-to-one fades, group work vanishes, institution-wide stays");
}

#[test]
fn stacks_end_where_the_gain_does_and_no_layer_lies_over_another() {
    // Later money that takes away from earlier.
    let swell = planted(&flow(), |cut| if cut % 3 == 2 { -0.5 } else { 1.0 }, 0.9);
    let stack = panel::tests::edges(&swell);
    for (at, total) in swell.total.iter().enumerate() {
        let edges: Vec<f64> = stack.iter().map(|edge| edge[at]).collect();
        assert!((edges[edges.len() - 1] - total.mean * POINTS).abs() < 1e-9);
        assert!(edges[0] >= 0.0 && edges.windows(2).all(|pair| pair[0] <= pair[1]), "{edges:?}");
    }
}
