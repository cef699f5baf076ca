//! What it costs: money by year and scale, money per resident-point-year, and which options are not worth their money.

use crate::experiment::Outcomes;
use crate::maths;
use crate::record::RecordLayout;
use crate::scenario::{Scale, Scenario, WEEKS_PER_YEAR};
use crate::week::ScaleSet;

use super::among::Among;
use super::compounding::{discounted, gains_of};
use super::findings::{Effect, Part};
use crate::statistics::effect;
use crate::statistics::moments;

/// Options whose money differs by less than this share cost the same.
const SAME_MONEY: f64 = 0.005;

/// Money and gains of a strategy, or of a scale of it alone, until a horizon.
#[derive(Debug, Clone, PartialEq)]
pub struct Cost {
    /// Strategy (1-based).
    pub strategy: usize,
    /// A scale alone with its own money, or the whole.
    pub part: Part,
    /// Horizon in years.
    pub year: u32,
    /// Money spent in that year (mean over replicates).
    pub spend: f64,
    /// Money spent until then.
    pub total: f64,
    /// The same, later money counting less.
    pub total_discounted: f64,
    /// Gain until then over the baseline, in trust-point-years.
    pub gain: Effect,
    /// The same, later gains counting less.
    pub gain_discounted: Effect,
}

/// Money for one resident to trust one point more for one year: estimate and 90 % interval, or what the middle 90 % of
/// worlds hold.
pub type Price = [f64; 3];

impl Cost {
    /// Money per resident-point-year; `None` where nothing was spent or the gain cannot be told from zero.
    #[must_use]
    pub fn price(&self, among: Among, residents: f64) -> Option<Price> {
        price(among, self.total, &self.gain, residents)
    }

    /// The same with later money and gains counting less.
    #[must_use]
    pub fn price_discounted(&self, among: Among, residents: f64) -> Option<Price> {
        price(among, self.total_discounted, &self.gain_discounted, residents)
    }
}

fn price(among: Among, money: f64, gain: &Effect, residents: f64) -> Option<Price> {
    let [low, high] = among.decides(gain);
    (money > 0.0 && low > 0.0).then(|| [among.central(gain), high, low].map(|gain| money / (gain * residents)))
}

/// How an option stands among the others, by money and gain until the horizon.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    /// Nothing is better for no more money.
    Efficient {
        /// Money for each further resident-point-year beyond the next cheaper efficient option (0 is the baseline);
        /// `None` where what it adds cannot be told from zero.
        beyond: Option<(usize, f64)>,
    },
    /// Another option costs no more and surely gains more.
    Dominated {
        /// The other (0 is the baseline).
        by: usize,
        /// How much more that one gains, in trust-point-years.
        more: Effect,
    },
}

/// Money by strategy, part and year.
pub(super) fn costs(scenario: &Scenario, outcomes: &Outcomes) -> Vec<Cost> {
    let years = RecordLayout::years(scenario);
    let rate = scenario.parameters.discount_rate;
    let mut rows = Vec::new();
    for strategy in 0..scenario.strategies.len() {
        let about = scenario.acts_in(strategy + 1);
        let scales = Scale::ALL.map(|scale| (Part::Solo(scale), ScaleSet::only(scale)));
        for (part, set) in scales.into_iter().chain([(Part::Total, ScaleSet::ALL)]) {
            // A scale without money is the baseline.
            let Some(lane) = outcomes.design.part(strategy, set).filter(|lane| *lane > 0) else { continue };
            let (mut before, mut total_discounted) = (0.0, 0.0);
            for (at, &(year, week)) in years.iter().enumerate() {
                let of = |r: &crate::experiment::ReplicateOutcome| r.lanes[lane].spent[at].iter().sum::<f64>();
                let total = moments(&outcomes.replicates.iter().map(of).collect::<Vec<f64>>()).0;
                let spend = total - before;
                let from = if at == 0 { 0 } else { years[at - 1].1 };
                // Within a year money flows evenly.
                let middle = f64::from(from + week) / 2.0 / f64::from(WEEKS_PER_YEAR);
                total_discounted += spend * maths::pow(1.0 + rate, -middle);
                before = total;
                let gains = |rate: f64| -> Effect {
                    let of = |replicate: usize| {
                        let weekly = |lane: usize| outcomes.replicates[replicate].lanes[lane].trust(about);
                        if rate == 0.0 {
                            return gains_of(weekly(lane), weekly(0), &[week]).last().copied().unwrap_or(0.0);
                        }
                        let pairs = weekly(lane).iter().zip(weekly(0)).take(week as usize);
                        let points: Vec<f64> =
                            pairs.map(|(with, without)| 100.0 / f64::from(WEEKS_PER_YEAR) * (with - without)).collect();
                        discounted(&points, rate)
                    };
                    let values: Vec<f64> = (0..outcomes.replicates.len()).map(of).collect();
                    effect(&values, &vec![0.0; values.len()])
                };
                rows.push(Cost {
                    strategy: strategy + 1,
                    part,
                    year,
                    spend,
                    total,
                    total_discounted,
                    gain: gains(0.0),
                    gain_discounted: gains(rate),
                });
            }
        }
    }
    rows
}

/// How each option stands, baseline first: by money until the horizon, and by gains replicate by replicate. Options are
/// judged among those that act in the same institution; where they act in several, the baseline is beaten if it is
/// beaten in any.
pub(super) fn standings(scenario: &Scenario, outcomes: &Outcomes) -> Vec<Standing> {
    let horizon: Vec<u32> = RecordLayout::years(scenario).last().map(|y| y.1).into_iter().collect();
    let options = outcomes.design.in_full;
    let money: Vec<f64> = (0..options)
        .map(|lane| {
            let of = |r: &crate::experiment::ReplicateOutcome| {
                r.lanes[lane].spent.last().map_or(0.0, |spent| spent.iter().sum::<f64>())
            };
            moments(&outcomes.replicates.iter().map(of).collect::<Vec<f64>>()).0
        })
        .collect();
    let mut found = vec![Standing::Efficient { beyond: None }; options];
    for about in scenario.acting() {
        let rivals: Vec<usize> =
            (0..options).filter(|&option| option == 0 || scenario.acts_in(option) == about).collect();
        let gains: Vec<Vec<f64>> = rivals
            .iter()
            .map(|&lane| {
                let weekly = |lane: usize, r: usize| outcomes.replicates[r].lanes[lane].trust(about);
                let of = |r: usize| gains_of(weekly(lane, r), weekly(0, r), &horizon).last().copied().unwrap_or(0.0);
                (0..outcomes.replicates.len()).map(of).collect()
            })
            .collect();
        let own: Vec<f64> = rivals.iter().map(|&option| money[option]).collect();
        let judged = judge(Among::of(outcomes), &own, &gains, f64::from(scenario.place.residents));
        for (&option, standing) in rivals.iter().zip(judged) {
            let standing = match standing {
                Standing::Dominated { by, more } => Standing::Dominated { by: rivals[by], more },
                Standing::Efficient { beyond } => {
                    Standing::Efficient { beyond: beyond.map(|(other, price)| (rivals[other], price)) }
                }
            };
            if option > 0 || matches!(standing, Standing::Dominated { .. }) {
                found[option] = standing;
            }
        }
    }
    found
}

/// Which options are dominated, and what the others add for their money.
fn judge(among: Among, money: &[f64], gains: &[Vec<f64>], residents: f64) -> Vec<Standing> {
    let options = money.len();
    let dominated = |option: usize| {
        let better = (0..options)
            .filter(|&other| other != option && money[other] <= money[option] * (1.0 + SAME_MONEY))
            .map(|other| (other, effect(&gains[other], &gains[option])))
            .filter(|(_, more)| among.decides(more)[0] > 0.0);
        better.max_by(|a, b| among.central(&a.1).total_cmp(&among.central(&b.1)))
    };
    let beaten: Vec<Option<(usize, Effect)>> = (0..options).map(dominated).collect();
    (0..options)
        .map(|option| {
            if let Some((by, more)) = beaten[option] {
                return Standing::Dominated { by, more };
            }
            // The dearest of the efficient options that cost less.
            let next = (0..options)
                .filter(|&other| beaten[other].is_none() && money[other] < money[option] * (1.0 - SAME_MONEY))
                .max_by(|&a, &b| money[a].total_cmp(&money[b]));
            let beyond = next.and_then(|other| {
                let more = effect(&gains[option], &gains[other]);
                let money = money[option] - money[other];
                (among.decides(&more)[0] > 0.0).then(|| (other, money / (among.central(&more) * residents)))
            });
            Standing::Efficient { beyond }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_that_costs_more_and_gains_less_is_dominated() {
        let gains = vec![vec![0.0; 3], vec![10.0, 11.0, 12.0], vec![20.0, 22.0, 24.0], vec![5.0, 5.5, 6.0]];
        let found = judge(Among::Towns, &[0.0, 1_000.0, 4_000.0, 2_000.0], &gains, 100.0);
        assert_eq!(found[0], Standing::Efficient { beyond: None });
        let Standing::Efficient { beyond: Some((0, first)) } = found[1] else { panic!("{:?}", found[1]) };
        assert!((first - 1_000.0 / 1_100.0).abs() < 1e-9, "{first}");
        let Standing::Efficient { beyond: Some((1, second)) } = found[2] else { panic!("{:?}", found[2]) };
        assert!((second - 3_000.0 / 1_100.0).abs() < 1e-9, "{second}");
        assert!(matches!(found[3], Standing::Dominated { by: 1, .. }));
    }

    #[test]
    fn what_costs_more_and_surely_does_harm_is_dominated_by_doing_nothing() {
        let gains = vec![vec![0.0; 3], vec![-1.0, -1.1, -0.9]];
        assert!(matches!(judge(Among::Towns, &[0.0, 10.0], &gains, 100.0)[1], Standing::Dominated { by: 0, .. }));
    }

    #[test]
    fn no_price_where_the_gain_may_be_none() {
        let unsure = effect(&[1.0, -1.0, 0.5], &[0.0; 3]);
        assert_eq!(price(Among::Towns, 100.0, &unsure, 10.0), None);
        let sure = effect(&[1.0, 1.1, 0.9], &[0.0; 3]);
        let [best, low, high] = price(Among::Towns, 100.0, &sure, 10.0).expect("a price");
        assert!(low < best && best < high && (best - 10.0).abs() < 1e-9);
    }
    #[test]
    fn over_worlds_the_range_decides_and_the_median_is_told() {
        // Nearly always a gain, but in one of ten worlds a loss: the mean is far from nought, the range is not.
        let gains: Vec<f64> = (0..100).map(|at| if at < 10 { -1.0 } else { 2.0 + f64::from(at) / 100.0 }).collect();
        let mixed = effect(&gains, &[0.0; 100]);
        assert!(price(Among::Towns, 100.0, &mixed, 1.0).is_some());
        assert_eq!(price(Among::Worlds, 100.0, &mixed, 1.0), None);
        let skewed: Vec<f64> = (0..100).map(|at| if at < 90 { 1.0 } else { 50.0 }).collect();
        let [best, low, high] = price(Among::Worlds, 100.0, &effect(&skewed, &[0.0; 100]), 1.0).expect("a price");
        assert_eq!([best, low, high], [100.0, 2.0, 100.0]);
        let standing = |among| judge(among, &[0.0, 10.0, 10.0], &[vec![0.0; 100], vec![0.0; 100], gains.clone()], 1.0);
        assert!(matches!(standing(Among::Towns)[1], Standing::Dominated { by: 2, .. }));
        assert_eq!(standing(Among::Worlds)[1], Standing::Efficient { beyond: None });
    }
}
