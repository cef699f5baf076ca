//! What may come: a fan of trust under the baseline, and strategies pair by pair from the same towns.

use jiff::civil::Date;
use rayon::prelude::*;

use crate::analysis::{effect, quantile};
use crate::chance::{Stream, normal_f64};
use crate::experiment::{RunError, Runner};
use crate::scenario::WEEKS_PER_YEAR;
use crate::week::{LanePlan, ScaleSet};

use super::wave::{shared, spread};
use super::{Assimilated, Member, advance};

/// Levels of the quantiles: those of all results.
pub const LEVELS: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// Keys of draws: drift, and the error of a survey that is still to come.
const DRIFT: u32 = 4;
const SURVEY: u32 = 5;

/// What may come of a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Projection {
    /// Trust under the baseline: the groups in the scenario's order, then the place.
    pub fans: Vec<Fan>,
    /// What strategies change: strategy by strategy, the groups and then the place.
    pub contrasts: Vec<Contrast>,
}

/// Trust of a group to come, under the baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Fan {
    /// Index of the group; none for the whole place.
    pub group: Option<usize>,
    /// Week by week, from the last wave on.
    pub points: Vec<FanPoint>,
}

/// Trust at a date to come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FanPoint {
    /// Weeks after the last wave.
    pub ahead: u32,
    /// The date.
    pub date: Date,
    /// Mean of observed trust.
    pub mean: f64,
    /// Standard deviation of observed trust.
    pub sd: f64,
    /// Quantiles of observed trust at 5, 25, 50, 75 and 95 %: what all residents would say if they were asked.
    pub quantiles: [f64; 5],
    /// Quantiles of the number that a survey like the last one would publish, its error and window included.
    pub published: [f64; 5],
}

/// What a strategy changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Contrast {
    /// Index of the strategy in the scenario.
    pub strategy: usize,
    /// Its name.
    pub name: String,
    /// Index of the group; none for the whole place.
    pub group: Option<usize>,
    /// Week by week, from the last wave on.
    pub points: Vec<ContrastPoint>,
}

/// Trust with a strategy less trust without, town by town.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ContrastPoint {
    /// Weeks after the last wave.
    pub ahead: u32,
    /// The date.
    pub date: Date,
    /// Mean difference.
    pub mean: f64,
    /// 90 % interval of the mean difference.
    pub interval: [f64; 2],
    /// Quantiles of the difference between towns at 5, 25, 50, 75 and 95 %.
    pub quantiles: [f64; 5],
    /// Share of towns that are better off; ties count half, and .5 where the difference does not vary.
    pub better: f64,
}

/// One town's future.
struct Path {
    /// Trust by lane, week and group, then the place.
    trust: Vec<Vec<Vec<f64>>>,
    /// Observed trust by week and group, then the place.
    shown: Vec<Vec<f64>>,
    /// What would be published, likewise.
    published: Vec<Vec<f64>>,
}

/// Lets every town live on for some weeks, once without and once with each strategy, all with the same random numbers.
///
/// Strategies begin where [`Assimilated::begin`] says. What drifts outside the model widens the fan; it is the same with
/// and without a strategy, and so no part of their difference.
///
/// # Errors
/// [`RunError::Interrupted`]
pub fn project(assimilated: &Assimilated, weeks: u32, runner: Runner<'_>) -> Result<Projection, RunError> {
    let scenario = &assimilated.scenario;
    let mut plans = vec![LanePlan::baseline()];
    plans.extend(scenario.strategies.iter().map(|strategy| LanePlan::part(strategy, ScaleSet::ALL)));
    let path = |member: &Member| Some(futures_of(assimilated, member, &plans, weeks));
    let paths: Vec<Path> = runner.map(&assimilated.members, false, path)?;
    let columns = scenario.place.groups.len() + 1;
    let group = |column: usize| (column + 1 < columns).then_some(column);
    let date = |ahead: u32| scenario.date(assimilated.week.saturating_add(ahead));
    let fan = |column: usize| {
        let point = |ahead: u32| {
            let at = |rows: &[Vec<f64>]| rows[ahead as usize][column];
            let shown: Vec<f64> = paths.iter().map(|p| at(&p.shown)).collect();
            let published: Vec<f64> = paths.iter().map(|p| at(&p.published)).collect();
            let spread = spread(shown.clone());
            FanPoint {
                ahead,
                date: date(ahead),
                mean: spread.mean,
                sd: spread.sd,
                quantiles: quantiles(shown),
                published: quantiles(published),
            }
        };
        Fan { group: group(column), points: (0..=weeks).map(point).collect() }
    };
    let contrast = |(strategy, column): (usize, usize)| {
        let point = |ahead: u32| {
            let at =
                |lane: usize| -> Vec<f64> { paths.iter().map(|p| p.trust[lane][ahead as usize][column]).collect() };
            let effect = effect(&at(strategy + 1), &at(0));
            ContrastPoint {
                ahead,
                date: date(ahead),
                mean: effect.mean,
                interval: effect.ci90,
                quantiles: effect.quantiles,
                better: effect.p_better,
            }
        };
        let points = (0..=weeks).map(point).collect();
        Contrast { strategy, name: scenario.strategies[strategy].name.clone(), group: group(column), points }
    };
    let pairs: Vec<(usize, usize)> =
        (0..scenario.strategies.len()).flat_map(|s| (0..columns).map(move |c| (s, c))).collect();
    Ok(Projection {
        fans: (0..columns).into_par_iter().map(fan).collect(),
        contrasts: pairs.into_par_iter().map(contrast).collect(),
    })
}

fn quantiles(mut values: Vec<f64>) -> [f64; 5] {
    values.sort_by(f64::total_cmp);
    LEVELS.map(|level| quantile(&values, level))
}

/// One town's future under all plans.
fn futures_of(assimilated: &Assimilated, member: &Member, plans: &[LanePlan], weeks: u32) -> Path {
    let mut path = Path { trust: vec![Vec::new(); plans.len()], shown: Vec::new(), published: Vec::new() };
    let mut town = member.town.fork(plans);
    let mut moods = Vec::with_capacity(weeks as usize + 1);
    for week in 0..=weeks {
        let trust = town.trust();
        let groups = || assimilated.scenario.place.groups.iter().enumerate();
        for (plan, rows) in path.trust.iter_mut().enumerate() {
            let mut row: Vec<f64> = groups().map(|(g, group)| trust.of_group(plan, group.about, g)).collect();
            row.push(advance::over_place(&town, &row));
            rows.push(row);
        }
        moods.push(town.mood());
        if week < weeks {
            town.step();
        }
    }
    observe(assimilated, member, &moods, &mut path);
    path
}

/// What is shown and published under the baseline.
fn observe(assimilated: &Assimilated, member: &Member, moods: &[Vec<f64>], path: &mut Path) {
    let random = member.town.town().random;
    let groups = assimilated.scenario.place.groups.len();
    let weekly = assimilated.settings.drift / f64::from(WEEKS_PER_YEAR).sqrt();
    let normal = |week: u32, entity: usize, partner: u32| {
        normal_f64(random.uniform(Stream::Ensemble, assimilated.week.wrapping_add(week), entity as u32, partner))
    };
    let mut drift = vec![0.0; groups];
    let mut recent = member.recent.clone();
    let window = assimilated.window;
    for (week, (mood, trust)) in moods.iter().zip(&path.trust[0]).enumerate() {
        let week = week as u32;
        if week > 0 {
            let common = normal(week, groups, DRIFT);
            (0..groups).for_each(|g| drift[g] += weekly * shared(common, normal(week, g, DRIFT)));
        }
        let shown: Vec<f64> = (0..groups).map(|g| (trust[g] + mood[g] + drift[g]).clamp(0.0, 1.0)).collect();
        if week > 0 {
            while recent.len() >= window.max(1) {
                recent.pop_front();
            }
            recent.push_back(shown.clone());
        }
        let whole = |row: Vec<f64>| {
            let place = advance::over_place(&member.town, &row);
            row.into_iter().chain([place]).collect::<Vec<f64>>()
        };
        let mean = |g: usize| recent.iter().map(|r| r[g]).sum::<f64>() / recent.len().max(1) as f64;
        let mut published = whole((0..groups).map(mean).collect());
        for (column, value) in published.iter_mut().enumerate() {
            let error = assimilated.errors.get(column).copied().unwrap_or(0.0);
            *value = (*value + member.bias + error * normal(week, column, SURVEY)).clamp(0.0, 1.0);
        }
        path.shown.push(whole(shown));
        path.published.push(published);
    }
}
