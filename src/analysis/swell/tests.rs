//! Swells that were planted: what is read off them must be what was put in.

use super::*;
use crate::scenario::Instrument;

const WEEKS: u32 = 520;
const TOWNS: usize = 12;

/// Ten years of even money.
pub fn flow() -> Flow {
    let money =
        Investment { instrument: Instrument::PersonCentred, spend: 10.0, until: WEEKS, ..Investment::default() };
    Flow::of((1, Scale::Atoms), &[&money], (WEEKS, TOWNS)).expect("money")
}

/// A swell in which a layer rises over its year, then keeps `kept` of its height a year, and year k begins with `size(k)`;
/// towns differ by a few per cent.
pub fn planted(flow: &Flow, size: impl Fn(usize) -> f64, kept: f64) -> Swell {
    let layer = |cut: usize, week: u32| {
        let start = flow.years.start(cut);
        let years = f64::from(week.saturating_sub(start)) / f64::from(WEEKS_PER_YEAR);
        0.004 * size(cut) * years.min(1.0) * crate::maths::pow(kept, (years - 1.0).max(0.0))
    };
    Swell::of(flow, |stopped, replicate, week| {
        let town = 1.0 + 0.03 * (replicate as f64 - 5.5) / 5.5;
        town * (0..stopped).map(|cut| layer(cut, week)).sum::<f64>()
    })
}

fn factor(swell: &Swell) -> f64 {
    swell.factor.and_then(|factor| factor.value).expect("a line")
}

#[test]
fn what_every_year_does_alike_lies_on_the_line() {
    let lasting = planted(&flow(), |_| 1.0, 1.0);
    assert!((factor(&lasting) - 1.0).abs() < 1e-9);
    assert_eq!((lasting.course, lasting.holding()), (Course::AddsUp, Some(Holding::Lasts)));
    // So does what fades alike, and the ramp-up of year 1 changes nothing.
    let fading = planted(&flow(), |cut| if cut == 0 { 0.6 } else { 1.0 }, 0.7);
    assert!((factor(&fading) - 1.0).abs() < 1e-9);
    assert_eq!(fading.course, Course::Fades);
    let half = fading.left.and_then(|left| left.half_life).expect("it halves");
    assert!((half / 52.0 - crate::maths::ln(0.5) / crate::maths::ln(0.7)).abs() < 0.1, "{half}");
    assert!((fading.later.and_then(|later| later.ratio.value).expect("old enough") - 1.0).abs() < 1e-9);
    let gone = planted(&flow(), |_| 1.0, 0.2);
    assert_eq!(gone.course, Course::Vanishes);
}

#[test]
fn a_loop_lies_above_its_line_and_saturation_below() {
    let looped = planted(&flow(), |cut| crate::maths::pow(1.2, cut as f64), 1.0);
    assert!(factor(&looped) > 1.5, "{}", factor(&looped));
    assert_eq!(looped.course, Course::Compounds);
    assert_eq!(looped.beyond.expect("a line").above, TOWNS);
    let later = looped.later.expect("old enough");
    assert_eq!((later.years, later.age), ((9, 9), 104));
    assert!((later.ratio.value.expect("a ratio") - crate::maths::powi(1.2, 7)).abs() < 1e-9);
    let full = planted(&flow(), |cut| crate::maths::pow(0.8, cut as f64), 1.0);
    assert!(factor(&full) < 0.7);
    assert_eq!((full.course, full.holding()), (Course::Diminishes, Some(Holding::Lasts)));
    assert_eq!(full.beyond.expect("a line").above, 0);
}

#[test]
fn noise_is_called_nothing_and_harm_is_called_harm() {
    let noise = |k: usize, r: usize, w: u32| {
        if k == 0 { 0.0 } else { 0.003 * (f64::from((k as u32 * 131 + r as u32 * 71 + w * 37) % 97) - 48.0) / 48.0 }
    };
    let found = Swell::of(&flow(), noise);
    assert!(matches!(found.course, Course::Nothing | Course::Unclear), "{:?} {:?}", found.course, found.left);
    assert_eq!(planted(&flow(), |_| -1.0, 1.0).course, Course::Harms);
    assert_eq!(planted(&flow(), |_| 0.0, 1.0).course, Course::Nothing);
}

#[test]
fn layers_sum_to_the_stack_and_cuts_follow_the_money() {
    let found = planted(&flow(), |cut| 1.0 + cut as f64, 0.9);
    for (at, total) in found.total.iter().enumerate() {
        let sum: f64 = found.layers.iter().map(|layer| layer.heights[at].mean).sum();
        assert!((sum - total.mean).abs() < 1e-12);
    }
    assert_eq!(found.layers.len(), 10);
    assert_eq!((found.weeks[1], found.weeks.last()), (STEP, Some(&WEEKS)));
    assert!((found.money - 520.0).abs() < 1e-9);
    // Money that ends after two and a half years makes three layers, of which the last has half the money; twenty years
    // make ten; money that begins later is counted from there.
    let money = |from, until, weeks| {
        let money = Investment { spend: 10.0, from, until, ..Investment::default() };
        Flow::of((1, Scale::Organism), &[&money], (weeks, 2))
    };
    let short = money(0, 130, 520).expect("money");
    assert_eq!((short.years.ends.clone(), short.rates.clone()), (vec![52, 104, 130], vec![10.0, 10.0, 5.0]));
    let cut = money(0, 520, 110).expect("money");
    assert_eq!((cut.years.ends.clone(), cut.rates.clone()), (vec![52, 104, 110], vec![10.0; 3]));
    let long = Swell::of(&money(0, 1040, 1040).expect("money"), |k, _, w| k.min(w as usize / 104) as f64);
    assert_eq!((long.layers.len(), long.layers[1].name()), (10, "3-4".to_owned()));
    assert_eq!(money(26, 520, 520).expect("money").years.ends[..2], [78, 130]);
    assert_eq!(money(520, 600, 520), None);
    // One year of money has no line and no verdict on it.
    let one = Swell::of(&money(0, 52, 52).expect("money"), |k, _, w| (k as u32 * w) as f64);
    assert!(one.line.is_empty() && one.beyond.is_none() && one.factor.is_none() && one.left.is_none());
}
