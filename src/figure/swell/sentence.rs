//! What a swell says, in words that its intervals carry.

use crate::analysis::Ratio;
use crate::analysis::findings::{Effect, Findings};
use crate::analysis::swell::{Course, Holding, Later, Swell};
use crate::figure::number::{POINTS, effect_decimals, money, narrow_range, plain, range, signed};
use crate::figure::words::{list, points, scale as scale_words, sentence_case};
use crate::scenario::{Scale, WEEKS_PER_YEAR};

/// The verdict on all scales: what compounds, or that nothing does, and what becomes of each; in the longest words that
/// fit.
#[must_use]
pub fn title(findings: &Findings, swells: &[&Swell], fits: impl Fn(&str) -> bool) -> String {
    if findings.replicates < 2 {
        return findings.among.only_one("what each year’s money adds, without a range");
    }
    if swells.iter().all(|swell| swell.course == Course::Nothing) {
        return findings.among.title("No gain that can be told from none, at whichever scale the money is spent");
    }
    let (long, short) = (verdict(swells, scale_words), verdict(swells, brief_scale));
    // Where only the shortest fits, the note below the chart says what it rests on.
    let wanted = [long, short.clone()].map(|title| findings.among.title(&title));
    wanted.into_iter().find(|title| fits(title)).unwrap_or(short)
}

fn verdict(swells: &[&Swell], name: fn(Scale) -> &'static str) -> String {
    let told = |compounds: bool| -> Vec<String> {
        let wanted = swells.iter().filter(|swell| (swell.course == Course::Compounds) == compounds);
        wanted.map(|swell| format!("{} {}", name(swell.scale), verb(swell))).collect()
    };
    let (compound, others) = (told(true), told(false));
    let rest = others.join(", ");
    if !compound.is_empty() {
        let first = sentence_case(&list(&compound));
        if others.is_empty() { first } else { format!("{first}; {rest}") }
    } else if swells.iter().all(|swell| swell.surely_does_not_compound()) {
        format!("Nothing here compounds: {rest}")
    } else if swells.iter().all(|swell| swell.beyond.is_none()) {
        format!("Too early to tell what compounds: {rest}")
    } else {
        format!("Nothing is shown to compound: {rest}")
    }
}

/// What work at a scale is called where there is little room.
const fn brief_scale(scale: Scale) -> &'static str {
    match scale {
        Scale::Atoms => "one-to-one",
        Scale::Molecules => "group work",
        Scale::Organism => "institution-wide",
    }
}

/// What becomes of a scale's money, after its name.
fn verb(swell: &Swell) -> &'static str {
    match (swell.course, swell.holding()) {
        (Course::Compounds, _) => "compounds",
        (Course::AddsUp, _) => "adds up",
        (Course::Diminishes, Some(Holding::Lasts)) | (Course::Lasts, _) => "stays",
        (Course::Diminishes, _) => "brings ever less",
        (Course::Fades, _) => "fades",
        (Course::Vanishes, _) => "vanishes",
        (Course::Harms, _) => "does harm",
        (Course::Nothing, _) => "shows no gain",
        (Course::Unclear, _) => "cannot be told",
    }
}

/// What becomes of one scale's layers; with the ranges behind it where there is room for these.
#[must_use]
pub fn course(swell: &Swell, currency: &str, ranges: bool) -> String {
    let year = swell.weeks.last().map_or(0, |weeks| weeks / WEEKS_PER_YEAR);
    let lasts = swell.holding() == Some(Holding::Lasts);
    let left = swell.left.as_ref();
    let share = |of: fn(&crate::analysis::swell::Left) -> Ratio| left.and_then(|left| percent(&of(left)));
    match swell.course {
        Course::Compounds => match worth(swell.later.as_ref(), currency, ranges) {
            Some((worth, true)) if ranges => format!("Later money builds on earlier: {worth}"),
            Some((worth, true)) => worth,
            _ => "Later years do more than year 2 did".to_owned(),
        },
        Course::AddsUp if lasts => "Layers last, and every year adds what year 2 did".to_owned(),
        Course::AddsUp => "Every year adds what year 2 did".to_owned(),
        Course::Diminishes => {
            let does = match worth(swell.later.as_ref(), currency, ranges) {
                Some((worth, false)) => worth,
                _ => "later years do less than year 2 did".to_owned(),
            };
            if lasts { format!("Layers last, but {does}") } else { sentence_case(&does) }
        }
        Course::Lasts => "Layers last; whether later years do as much cannot be told".to_owned(),
        Course::Fades => {
            let left = share(|left| left.share)
                .filter(|_| ranges)
                .map(|share| format!("{share} of it is left in year {year}"));
            match (swell.left.and_then(|left| left.half_life), left) {
                (Some(weeks), Some(left)) => {
                    format!("Each layer thins: half of its peak is gone {} later, {left}", about(weeks))
                }
                (Some(weeks), None) => format!("Layers thin: half is gone {} on", about(weeks)),
                (None, Some(left)) => format!("Each layer thins: of its peak, {left}"),
                (None, None) => "Each layer thins from year to year".to_owned(),
            }
        }
        Course::Vanishes => match share(|left| left.soon).filter(|_| ranges) {
            Some(share) => format!("Gone soon: two years after it is spent, {share} of a layer’s peak is left"),
            None => "Two years on, next to nothing is left".to_owned(),
        },
        Course::Harms => "Trust ends lower than without this money".to_owned(),
        Course::Nothing => "No gain that can be told from none".to_owned(),
        Course::Unclear if swell.end.n < 2 => swell.among.only_one("what lasts cannot be told"),
        Course::Unclear => "What becomes of these layers cannot be told".to_owned(),
    }
}

/// The mean end of the stack with its range; without the mean, which stands at the end of the stack, where there is little
/// room.
#[must_use]
pub fn size(swell: &Swell, roomy: bool) -> String {
    let end = &swell.end;
    let digits = swell.among.decimals(end);
    let print = |value: f64| plain(value * POINTS, digits);
    let [low, .., high] = end.quantiles;
    // A range that rounds to its middle says nothing.
    let wide = end.n > 1 && print(low) != print(high);
    let spread = range(low * POINTS, high * POINTS, digits);
    let mean = points(&signed(end.mean * POINTS, digits));
    match (roomy, wide) {
        (true, true) => format!("{mean} ({spread})"),
        (false, true) => spread,
        (_, false) => mean,
    }
}

/// The same, and in how many the stack ends above its line.
#[must_use]
pub fn end(swell: &Swell, roomy: bool) -> String {
    let size = size(swell, roomy);
    match &swell.beyond {
        Some(beyond) if roomy => {
            let share = beyond.above as f64 / beyond.n.max(1) as f64;
            format!("{size}; above the line in {}", swell.among.share(share, beyond.n))
        }
        Some(beyond) => format!("{size}; {} of {} above", beyond.above, beyond.n),
        None => size,
    }
}

/// Number beside the end of a stack.
#[must_use]
pub fn mark(end: &Effect) -> String {
    plain(end.mean * POINTS, effect_decimals(end).max(1))
}

/// A share with its interval: `12 % (9 to 15 %)`.
#[must_use]
pub fn percent(ratio: &Ratio) -> Option<String> {
    let value = ratio.value?;
    Some(match ratio.ci90 {
        // An interval of less than a hundredth would only add digits.
        Some([low, high]) if high - low >= 0.01 => {
            let (interval, decimals) = narrow_range(low * 100.0, high * 100.0, 0);
            format!("{} % ({interval} %)", plain(value * 100.0, decimals))
        }
        _ => format!("{} %", plain(value * 100.0, 0)),
    })
}

/// What a unit of later money does in units of year 2, `£1 of year 9 does what £0.38 of year 2 did`, and whether that is
/// more; `None` where its interval holds one.
fn worth(later: Option<&Later>, currency: &str, ranges: bool) -> Option<(String, bool)> {
    let later = later?;
    let (value, [low, high]) = (later.ratio.value?, later.ratio.ci90?);
    if low <= 1.0 && high >= 1.0 {
        return None;
    }
    let cash = |value: f64| money(value, currency);
    let range =
        if ranges && cash(low) != cash(high) { format!(" ({} to {})", cash(low), cash(high)) } else { String::new() };
    let years = match later.years {
        (first, last) if first == last => format!("year {first}"),
        (first, last) => format!("years {first} to {last}"),
    };
    Some((format!("{} of {years} does what {}{range} of year 2 did", money(1.0, currency), cash(value)), low > 1.0))
}

/// The same for a table, with its interval whatever that holds.
#[must_use]
pub fn worth_in_full(later: Option<&Later>) -> String {
    match later.map(|later| (later.ratio.value, later.ratio.ci90)) {
        Some((Some(value), Some([low, high]))) => format!("{} ({})", plain(value, 2), narrow_range(low, high, 2).0),
        Some((Some(value), None)) => plain(value, 2),
        Some((None, _)) => "cannot be told".to_owned(),
        None => "too early".to_owned(),
    }
}

/// A length of time that is no exact science.
fn about(weeks: f64) -> String {
    let years = weeks / f64::from(WEEKS_PER_YEAR);
    if years < 0.75 {
        "about half a year".to_owned()
    } else if years < 1.5 {
        "about a year".to_owned()
    } else {
        format!("about {} years", plain(years, 0))
    }
}
