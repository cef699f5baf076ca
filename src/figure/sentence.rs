//! The one place where findings become sentences; terminal, page, titles and alternative texts all speak from here.
//!
//! What may be said follows from two ranges. Over simulated towns, the 90 % interval of the mean difference decides whether
//! two things can be told apart at all, and the middle 90 % of towns whether that holds town by town or only on average.
//! Over worlds the middle 90 % of them decides alone: a mean over worlds is nothing that anybody will live in.

use super::number::{POINTS, plain, range, signed};
use super::words::{duration, points};
use crate::analysis::Among;
use crate::analysis::findings::{Effect, Findings, OptionRow};
use crate::scenario::names::{counted, either};

/// What a paired difference allows to be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Told apart, and nearly every town or world agrees.
    Clear,
    /// Told apart on average, but the range over towns includes no difference; worlds know no such thing.
    Leaning,
    /// Cannot be told apart.
    Unclear,
    /// The same in every town or world.
    Tie,
    /// One only: no range, no verdict.
    OneTown,
}

impl Verdict {
    /// The verdict on a paired difference.
    #[must_use]
    pub fn of(effect: &Effect, among: Among) -> Self {
        let [low, high] = among.decides(effect);
        let [least, .., most] = effect.quantiles;
        if effect.n < 2 {
            Self::OneTown
        } else if effect.mean == 0.0 && least == 0.0 && most == 0.0 {
            Self::Tie
        } else if !(low > 0.0 || high < 0.0) {
            Self::Unclear
        } else if least > 0.0 || most < 0.0 {
            Self::Clear
        } else {
            Self::Leaning
        }
    }

    /// Whether the two can be told apart.
    #[must_use]
    pub const fn told_apart(self) -> bool {
        matches!(self, Self::Clear | Self::Leaning)
    }
}

/// The middle 90 % of towns or worlds in points: `4 to 10`.
#[must_use]
pub fn effect_range(effect: &Effect, among: Among) -> String {
    among.between(effect.quantiles[0] * POINTS, effect.quantiles[4] * POINTS, among.decimals(effect))
}

/// The difference that is told, in points with its sign: `+7`, `+2.3`.
#[must_use]
pub fn difference(effect: &Effect, among: Among) -> String {
    signed(among.central(effect) * POINTS, among.decimals(effect))
}

/// The difference with the middle 90 %, for labels and tables: `+7 (4 to 10)`; without a range for one town, and
/// `0 (identical)` where there is no difference in any.
#[must_use]
pub fn effect_number(effect: &Effect, among: Among) -> String {
    let told = difference(effect, among);
    match Verdict::of(effect, among) {
        Verdict::OneTown => told,
        Verdict::Tie => format!("{told} (identical)"),
        _ => format!("{told} ({})", effect_range(effect, among)),
    }
}

/// What cannot be told from nothing: `+0.3 points`, `about +0.3 points`.
fn doubtful(effect: &Effect, among: Among) -> String {
    let about = if among == Among::Worlds { "about " } else { "" };
    format!("{about}{}", points(&difference(effect, among)))
}

/// What a strategy does to trust, compared with the baseline.
#[must_use]
pub fn against_baseline(name: &str, effect: &Effect, weeks: u32, among: Among) -> String {
    let time = duration(weeks);
    let size = among.size(effect);
    let range = format!("{} {}", among.range(), effect_range(effect, among));
    let up = among.central(effect) >= 0.0;
    let (verb, side) = if up { ("raises", "higher") } else { ("lowers", "lower") };
    let agree = among.side_in(effect, up, side);
    match Verdict::of(effect, among) {
        Verdict::Clear => {
            format!("{name} {verb} trust by {size} after {time} compared with the baseline ({range}; {agree}).")
        }
        Verdict::Leaning => format!(
            "{name} {verb} trust by {size} on average after {time} compared with the baseline, but not in every town ({range}; {agree})."
        ),
        Verdict::Unclear => format!(
            "We cannot tell {name} from the baseline after {time}: the difference is {} ({range}; {}).",
            doubtful(effect, among),
            among.side_in(effect, true, "higher")
        ),
        Verdict::Tie => format!(
            "{name} changes nothing: trust after {time} is identical to the baseline in {}.",
            among.share(1.0, effect.n)
        ),
        Verdict::OneTown => format!(
            "In the {}, {name} ends {size} {side} than the baseline after {time}; one {} cannot show how sure that is.",
            among.one(),
            among.noun()
        ),
    }
}

/// The same as a title: the finding if there is one, else that there is none.
#[must_use]
pub fn title(name: &str, effect: &Effect, weeks: u32, among: Among) -> String {
    let time = duration(weeks);
    let size = among.size(effect);
    let side = if among.central(effect) < 0.0 { "below" } else { "above" };
    match Verdict::of(effect, among) {
        Verdict::Clear => among.title(&format!("{name} ends {size} {side} the baseline after {time}")),
        Verdict::Leaning => among.title(&format!("{name} ends {size} {side} the baseline after {time}, on average")),
        Verdict::Unclear => among.title(&format!("No clear difference between {name} and the baseline after {time}")),
        Verdict::Tie => format!("No difference between {name} and the baseline after {time}"),
        Verdict::OneTown => among.only_one(&format!("{name} ends {size} {side} the baseline")),
    }
}

/// The leading option over worlds, what it gains, and in how many of them it is best.
#[must_use]
pub fn leads(findings: &Findings, row: &OptionRow) -> Option<String> {
    let (effect, among) = (row.effect.as_ref()?, findings.among);
    let name = &row.name;
    let verdict = Verdict::of(effect, among);
    if matches!(verdict, Verdict::Tie | Verdict::OneTown) {
        return Some(against_baseline(name, effect, findings.weeks, among));
    }
    let verb = if among.central(effect) < 0.0 { "loses" } else { "gains" };
    let told = format!(
        "{name} {verb} {} ({} {}) and is best in {}",
        among.size(effect),
        among.range(),
        effect_range(effect, among),
        among.share(row.p_best, effect.n)
    );
    // Where even the best of them harms, doing nothing is the better option, and that must not be left to be guessed.
    let nothing = findings.options.iter().find(|other| other.strategy == 0 && other.institution == row.institution);
    Some(match (verdict, nothing) {
        (Verdict::Unclear, _) => format!("{told}: it cannot be told from doing nothing."),
        (_, Some(nothing)) if verb == "loses" => {
            format!("{told}; doing nothing is best in {}.", super::words::count(nothing.p_best, effect.n))
        }
        _ => format!("{told}."),
    })
}

/// Which option ends highest in trust in an institution, with the count of towns; nothing where there is nothing to rank.
#[must_use]
pub fn ranking(findings: &Findings, institution: usize) -> Option<String> {
    let mut rows: Vec<&OptionRow> = findings.options.iter().filter(|row| row.institution == institution).collect();
    if rows.len() < 3 || findings.replicates < 2 {
        return None;
    }
    rows.sort_by(|a, b| b.p_best.total_cmp(&a.p_best));
    let (first, second) = (rows[0], rows[1]);
    let (n, among) = (findings.replicates, findings.among);
    Some(if first.p_best >= 0.75 {
        // Over worlds the leading option says so itself.
        if among == Among::Worlds {
            return None;
        }
        format!(
            "Within this scenario {} ends with the highest trust of the options compared in {}{}.",
            first.name,
            among.share(first.p_best, n),
            among.caveat()
        )
    } else {
        format!(
            "No option is clearly best: {} ends highest in {}, {} in {}{}.",
            first.name,
            among.share(first.p_best, n),
            second.name,
            super::words::count(second.p_best, n),
            among.caveat()
        )
    })
}

/// What a strategy does to the gap between groups; nothing for the baseline or one group.
#[must_use]
pub fn gap(row: &OptionRow, weeks: u32, among: Among) -> Option<String> {
    let effect = row.gap_change.as_ref()?;
    let name = &row.name;
    let time = duration(weeks);
    let up = among.central(effect) >= 0.0;
    let (verb, side) = if up { ("widens", "wider") } else { ("narrows", "narrower") };
    Some(match Verdict::of(effect, among) {
        Verdict::Clear | Verdict::Leaning => format!(
            "{name} {verb} the gap between the most and the least trusting group by {} after {time} compared with the baseline ({}{} {}; {}).",
            among.size(effect),
            among.range(),
            if among == Among::Towns { " of the change" } else { "" },
            effect_range(effect, among),
            among.side_in(effect, up, side)
        ),
        Verdict::Unclear => format!(
            "We cannot tell whether {name} changes the gap between groups: {} compared with the baseline ({} {}{}).",
            doubtful(effect, among),
            among.range(),
            effect_range(effect, among),
            match among {
                Among::Towns => String::new(),
                Among::Worlds => format!("; {}", among.side_in(effect, true, "wider")),
            }
        ),
        Verdict::Tie => format!("{name} leaves the gap between groups as it is under the baseline."),
        Verdict::OneTown => {
            format!("In the {}, {name} {verb} the gap between groups by {}.", among.one(), among.size(effect))
        }
    })
}

/// The headline of a report, three to five sentences and whatever is added to the first: the leading strategy, the
/// ranking, the gap, and any harm.
#[must_use]
pub fn headline(findings: &Findings) -> Vec<String> {
    let among = findings.among;
    let mut sentences = Vec::new();
    let Some(best) = super::pick::best(findings) else {
        if let Some(row) = findings.options.first() {
            let [low, .., high] = row.level.quantiles;
            let decimals = super::number::decimals((high - low) * POINTS);
            sentences.push(format!(
                "Without any strategy, trust{} after {} is {} ({} {}) in {}.",
                super::pick::whose(findings),
                duration(findings.weeks),
                plain(row.level.quantiles[2] * POINTS, decimals),
                among.range(),
                range(low * POINTS, high * POINTS, decimals),
                among.several(row.level.n)
            ));
        }
        return sentences;
    };
    // Where strategies act in several institutions, each has a leader of its own: they do not compete.
    let mut leaders: Vec<&OptionRow> =
        findings.acting().into_iter().filter_map(|at| super::pick::ranked_in(findings, at).first().copied()).collect();
    leaders.sort_by_key(|row| row.strategy != best.strategy);
    for leader in &leaders {
        sentences.extend(match among {
            Among::Towns => leader.effect.map(|effect| against_baseline(&leader.name, &effect, findings.weeks, among)),
            Among::Worlds => leads(findings, leader),
        });
    }
    sentences.extend(leaders.iter().filter_map(|leader| ranking(findings, leader.institution)));
    sentences.extend(leaders.iter().filter_map(|leader| gap(leader, findings.weeks, among)));
    // Harm is never hidden: every strategy that lowers trust, or widens the gap while it raises trust, gets its sentence.
    let led = |row: &OptionRow| leaders.iter().any(|leader| leader.strategy == row.strategy);
    let lowers = |effect: &Effect| among.central(effect) < 0.0 && Verdict::of(effect, among).told_apart();
    let widens = |effect: &Effect| among.central(effect) > 0.0 && Verdict::of(effect, among).told_apart();
    for row in findings.options.iter().filter(|row| row.strategy > 0 && !led(row)) {
        if let Some(effect) = row.effect.filter(lowers) {
            sentences.push(against_baseline(&row.name, &effect, findings.weeks, among));
        } else if row.gap_change.is_some_and(|effect| widens(&effect)) {
            sentences.extend(gap(row, findings.weeks, among));
        }
    }
    if sentences.len() > 5 {
        let more = sentences.len() - 4;
        sentences.truncate(4);
        sentences.push(format!(
            "{} of harm or wider gaps {} in the options table.",
            counted(more, "further finding"),
            either(more, "stands", "stand")
        ));
    }
    let first = sentences.len().min(1);
    sentences.splice(first..first, findings.further.iter().cloned());
    sentences
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;

    fn effect(n: usize, mean: f64, quantiles: [f64; 2], ci90: [f64; 2], p_better: f64) -> Effect {
        let [low, high] = quantiles;
        Effect {
            n,
            mean,
            se: 0.01,
            ci90,
            quantiles: [low, f64::midpoint(low, mean), mean, f64::midpoint(mean, high), high],
            p_better,
            above: (p_better * n as f64).round() as usize,
            same: if mean == 0.0 { n } else { 0 },
            correlation: None,
            variance_reduction: None,
        }
    }

    fn both(effect: &Effect) -> String {
        format!(
            "{}\n{}",
            title("People first", effect, 520, Among::Towns),
            against_baseline("People first", effect, 520, Among::Towns)
        )
    }

    #[test]
    fn clear() {
        let effect = effect(40, 0.071, [0.041, 0.102], [0.065, 0.077], 0.975);
        assert_snapshot!(both(&effect), @r"
        People first ends 7 points above the baseline after 10 years (chance only)
        People first raises trust by 7 points after 10 years compared with the baseline (chance only: 90 % range 4 to 10; higher in 39 of 40 simulated towns).
        ");
    }

    #[test]
    fn leaning() {
        let effect = effect(100, 0.024, [-0.011, 0.06], [0.02, 0.028], 0.81);
        assert_snapshot!(both(&effect), @r"
        People first ends 2 points above the baseline after 10 years, on average (chance only)
        People first raises trust by 2 points on average after 10 years compared with the baseline, but not in every town (chance only: 90 % range −1 to +6; higher in 81 of 100 simulated towns).
        ");
    }

    #[test]
    fn no_difference() {
        let effect = effect(40, 0.003, [-0.021, 0.028], [-0.001, 0.007], 0.55);
        assert_snapshot!(both(&effect), @r"
        No clear difference between People first and the baseline after 10 years (chance only)
        We cannot tell People first from the baseline after 10 years: the difference is +0.3 points (chance only: 90 % range −2.1 to +2.8; higher in 22 of 40 simulated towns).
        ");
    }

    #[test]
    fn harm() {
        let effect = effect(40, -0.031, [-0.048, -0.012], [-0.036, -0.026], 0.0);
        assert_snapshot!(both(&effect), @r"
        People first ends 3.1 points below the baseline after 10 years (chance only)
        People first lowers trust by 3.1 points after 10 years compared with the baseline (chance only: 90 % range −4.8 to −1.2; lower in 40 of 40 simulated towns).
        ");
    }

    #[test]
    fn leaning_to_harm() {
        let effect = effect(40, -0.011, [-0.031, 0.006], [-0.015, -0.007], 0.2);
        assert_snapshot!(both(&effect), @r"
        People first ends 1.1 points below the baseline after 10 years, on average (chance only)
        People first lowers trust by 1.1 points on average after 10 years compared with the baseline, but not in every town (chance only: 90 % range −3.1 to +0.6; lower in 32 of 40 simulated towns).
        ");
    }

    #[test]
    fn tie() {
        let effect = Effect { above: 0, ..effect(40, 0.0, [0.0, 0.0], [0.0, 0.0], 0.5) };
        assert_snapshot!(both(&effect), @r"
        No difference between People first and the baseline after 10 years
        People first changes nothing: trust after 10 years is identical to the baseline in 40 of 40 simulated towns.
        ");
    }

    #[test]
    fn one_town() {
        let effect = effect(1, 0.052, [0.052, 0.052], [0.052, 0.052], 1.0);
        assert_snapshot!(both(&effect), @r"
        One simulated town: People first ends 5.2 points above the baseline
        In the one simulated town, People first ends 5.2 points higher than the baseline after 10 years; one town cannot show how sure that is.
        ");
    }
}
