//! One wave: what the ensemble expected, what it learns, and how residents take it in.

use rayon::prelude::*;

use crate::analysis::quantile;
use crate::forecast::ensemble_filter::Ensemble;
use crate::forecast::scores::log_score_gaussian;
use crate::maths::Squared;
use crate::scenario::{FACTORS, Scenario, WEEKS_PER_YEAR};

use super::observations::{Seen, Wave};
use super::{Expected, GroupWave, Member, Settings, Spread, WaveReport, advance, begin};

/// Keys of draws: drift, and what a new way of asking adds.
const DRIFT: u32 = 2;
const HOUSE: u32 = 3;

/// Share of the drift's variance that all groups have in common: what moves one group often moves all.
const COMMON: f64 = 0.5;

/// What became of corrections on their way into residents.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PutBack {
    /// Largest part that could not be taken in.
    pub left: f64,
    /// Mean part that went into dispositions because evidence could not carry it.
    pub by_disposition: f64,
}

/// Moves groups by what is not in the model, as it adds up since the wave before: trust, and the disposition it rests on
/// (`dispositions` says how far that is), so that what has moved stays where it is.
pub fn drift(scenario: &Scenario, members: &mut [Member], weeks: [u32; 2], yearly: f64, dispositions: &[f64]) {
    let [from, to] = weeks;
    let sd = yearly * (f64::from(to.saturating_sub(from)) / f64::from(WEEKS_PER_YEAR)).sqrt();
    if sd <= 0.0 {
        return;
    }
    let draws = |entity: usize| begin::normals(scenario.seed, members.len(), to, entity as u32, DRIFT);
    let common = draws(scenario.place.groups.len());
    let own: Vec<Vec<f64>> = (0..scenario.place.groups.len()).map(draws).collect();
    members.par_iter_mut().enumerate().for_each(|(m, member)| {
        for (g, group) in scenario.place.groups.iter().enumerate() {
            let by = sd * shared(common[m], own[g][m]);
            let by_disposition = dispositions.get(g).map_or(0.0, |slope| slope * by);
            let moved = member.town.shift_disposition(group.about, g, by_disposition);
            member.town.shift_group(group.about, g, by - moved);
        }
        member.see();
    });
}

/// A standard normal number that is partly the same for all groups.
pub fn shared(common: f64, own: f64) -> f64 {
    COMMON.sqrt() * common + (1.0 - COMMON).sqrt() * own
}

/// The survey is made in another way from now on.
pub fn ask_anew(seed: u64, members: &mut [Member], house_sd: f64, week: u32) {
    let draws = begin::normals(seed, members.len(), week, 0, HOUSE);
    members.iter_mut().zip(draws).for_each(|(member, z)| member.bias = house_sd * z);
}

/// Where in the ensemble of a wave things stand.
struct Rows {
    /// For each group: trust, mean disposition, mood.
    groups: Vec<[usize; 3]>,
    /// PESTLE factors.
    factors: Vec<usize>,
    /// What the way of asking adds.
    bias: usize,
    /// What the last weeks showed: `week * groups + group`.
    recent: Vec<usize>,
    /// What each number would be.
    seen: Vec<usize>,
    /// Group that a row is about; none for what all share.
    about: Vec<Option<usize>>,
}

/// Reads the ensemble.
fn read(scenario: &Scenario, members: &[Member], seen: &[Seen]) -> (Ensemble, Rows) {
    let groups = scenario.place.groups.len();
    let mut ensemble = Ensemble::new(members.len());
    let mut about = Vec::new();
    let mut add = |values: Vec<f64>, whose: Option<usize>| {
        about.push(whose);
        ensemble.add(values)
    };
    let each = |value: &dyn Fn(&Member) -> f64| members.iter().map(value).collect::<Vec<f64>>();
    let trust: Vec<Vec<f64>> = members.iter().map(|m| m.town.stated_trust(0)).collect();
    let by_group = (0..groups).map(|g| {
        let of_disposition = each(&|m: &Member| m.town.mean_disposition(g));
        [
            add(trust.iter().map(|t| t[g]).collect(), Some(g)),
            add(of_disposition, Some(g)),
            add(each(&|m: &Member| m.town.mood()[g]), Some(g)),
        ]
    });
    let by_group = by_group.collect();
    let factors = (0..FACTORS).map(|k| add(each(&|m: &Member| m.town.factors()[k]), None)).collect();
    let bias = add(each(&|m: &Member| m.bias), None);
    let weeks = members.iter().map(|m| m.recent.len()).min().unwrap_or(0);
    let recent = (0..weeks * groups)
        .map(|at| add(each(&|m: &Member| m.recent[at / groups][at % groups]), Some(at % groups)))
        .collect();
    let seen = seen.iter().map(|s| add(each(&|m: &Member| m.published(s.group)), s.group)).collect();
    (ensemble, Rows { groups: by_group, factors, bias, recent, seen, about })
}

/// Takes a wave in. What was expected of each number comes back in the order of the wave.
pub fn assimilate(
    scenario: &Scenario,
    members: &mut [Member],
    wave: &Wave,
    settings: &Settings,
) -> (Vec<Expected>, PutBack) {
    let (mut ensemble, rows) = read(scenario, members, &wave.seen);
    ensemble.inflate(settings.inflation);
    let expect = |(seen, &row): (&Seen, &usize)| {
        let (mean, sd) = (ensemble.mean(row), (ensemble.covariance(row, row) + seen.variance).sqrt());
        Expected { mean, sd, log_score: log_score_gaussian(mean, sd, seen.value) }
    };
    let expected = wave.seen.iter().zip(&rows.seen).map(expect).collect();
    for (seen, &row) in wave.seen.iter().zip(&rows.seen) {
        let follow = |other: usize| match (seen.group, rows.about[other]) {
            (Some(a), Some(b)) if a != b => settings.elsewhere,
            _ => 1.0,
        };
        ensemble.assimilate(row, seen.value, seen.variance, &follow);
    }
    let put = |(m, member): (usize, &mut Member)| member.put_back(scenario, &ensemble, &rows, m);
    let all: Vec<PutBack> = members.par_iter_mut().enumerate().map(put).collect();
    let count = all.len().max(1) as f64;
    let left = all.iter().map(|p| p.left).fold(0.0, f64::max);
    (expected, PutBack { left, by_disposition: all.iter().map(|p| p.by_disposition).sum::<f64>() / count })
}

impl Member {
    /// Keeps what is shown after trust was moved within a week.
    fn see(&mut self) {
        let shown = advance::shown(&self.town);
        if let Some(last) = self.recent.back_mut() {
            *last = shown;
        }
    }

    /// Takes in what the ensemble has learned of this town.
    fn put_back(&mut self, scenario: &Scenario, ensemble: &Ensemble, rows: &Rows, m: usize) -> PutBack {
        let groups = scenario.place.groups.len();
        let value = |row: usize| ensemble.row(row)[m];
        let mut factors = self.town.factors();
        factors.iter_mut().zip(&rows.factors).for_each(|(factor, &row)| *factor = value(row));
        let mood: Vec<f64> = rows.groups.iter().map(|&[_, _, mood]| value(mood)).collect();
        self.town.set_surroundings(factors, &mood);
        self.bias = value(rows.bias);
        for (at, &row) in rows.recent.iter().enumerate() {
            self.recent[at / groups][at % groups] = value(row).clamp(0.0, 1.0);
        }
        let mut put = PutBack::default();
        for (g, &[trust, of_disposition, _]) in rows.groups.iter().enumerate() {
            let about = scenario.place.groups[g].about;
            let dispositions = value(of_disposition) - self.town.mean_disposition(g);
            let goal = value(trust).clamp(0.0, 1.0);
            self.town.shift_disposition(about, g, dispositions);
            let now = self.town.stated_trust(0)[g];
            let shift = self.town.shift_group(about, g, goal - now);
            put.left = put.left.max(shift.left.abs());
            put.by_disposition += shift.by_disposition.abs() / groups as f64;
        }
        self.see();
        put
    }
}

/// What is known after a wave.
pub fn report(
    scenario: &Scenario,
    wave: &Wave,
    expected: &[Expected],
    members: &[Member],
    put_back: PutBack,
) -> WaveReport {
    let trust: Vec<Vec<f64>> = members.iter().map(|m| m.town.stated_trust(0)).collect();
    let one = |group: Option<usize>| {
        let of = |(member, trust): (&Member, &Vec<f64>)| {
            group.map_or_else(|| advance::over_place(&member.town, trust), |g| trust[g])
        };
        let at = wave.seen.iter().position(|seen| seen.group == group);
        GroupWave {
            group,
            observed: at.map(|at| wave.seen[at].value),
            error: at.map(|at| wave.seen[at].variance.sqrt()),
            expected: at.and_then(|at| expected.get(at).copied()),
            trust: spread(members.iter().zip(&trust).map(of).collect()),
            felt: spread(members.iter().map(|member| member.latest(group)).collect()),
        }
    };
    let groups = (0..scenario.place.groups.len()).map(Some).chain([None]).map(one).collect();
    WaveReport {
        date: wave.date,
        week: wave.week,
        groups,
        left: put_back.left,
        by_disposition: put_back.by_disposition,
    }
}

/// Mean, standard deviation and 90 % interval.
pub fn spread(mut values: Vec<f64>) -> Spread {
    let n = values.len().max(1) as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|v| (v - mean).squared()).sum::<f64>() / (n - 1.0).max(1.0);
    values.sort_by(f64::total_cmp);
    Spread { mean, sd: variance.sqrt(), low: quantile(&values, 0.05), high: quantile(&values, 0.95) }
}
