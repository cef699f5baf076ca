//! Made-up findings of a plausible shape, in any size, for tests of charts, tables and pages.

use groundswell::analysis::findings::{
    Compounding, CumulativeGain, Effect, Findings, OneScale, OptionRow, Part, Series, Summary,
};
use groundswell::analysis::swell::{Flow, Swell};
use groundswell::record::measures::{EntityScale, Measure};
use groundswell::scenario::{
    Contents, Department, Event, Factor, FactorPlan, Group, Institution, Instrument, Investment, Observed,
    ObservedPoint, Parameters, Place, RecordPlan, Scale, Scenario, Shape, Strategy, Surroundings, Target,
};

/// How large, how long, and how strong.
#[derive(Debug, Clone)]
pub struct Size {
    pub strategies: Vec<(String, f64)>,
    pub groups: usize,
    pub replicates: usize,
    pub weeks: u32,
    pub spread: f64,
    pub events: usize,
    pub observed: bool,
}

impl Size {
    pub fn usual() -> Self {
        let strategies =
            [("People first", 0.072), ("Three circles", 0.094), ("Campaign", 0.006), ("Open books", 0.031)];
        Self {
            strategies: strategies.map(|(name, gain)| (name.to_owned(), gain)).to_vec(),
            groups: 5,
            replicates: 40,
            weeks: 520,
            spread: 0.02,
            events: 3,
            observed: true,
        }
    }
}

const GROUPS: [&str; 5] = ["Riverside", "Old Town", "Station quarter", "Hillcrest", "New estates"];
const DEPARTMENTS: [&str; 3] = ["Housing", "Planning", "Social care"];
const EVENTS: [(&str, u32); 12] = [
    ("Flood", 130),
    ("Election", 208),
    ("Cost of living", 225),
    ("Scandal", 240),
    ("New hospital", 245),
    ("Strike", 400),
    ("Inquiry", 236),
    ("Ruling", 238),
    ("Snow", 242),
    ("Heat", 243),
    ("Vote", 244),
    ("Cuts", 246),
];

fn summary(n: usize, mean: f64, sd: f64) -> Summary {
    let sd = if n < 2 { 0.0 } else { sd };
    Summary { n, mean, sd, quantiles: [-1.645, -0.674, 0.0, 0.674, 1.645].map(|z| mean + z * sd) }
}

fn effect(n: usize, mean: f64, sd: f64) -> Effect {
    let level = summary(n, mean, sd);
    let se = if n < 2 { 0.0 } else { level.sd / (n as f64).sqrt() };
    let p = if level.sd == 0.0 {
        if mean > 0.0 {
            1.0
        } else if mean < 0.0 {
            0.0
        } else {
            0.5
        }
    } else {
        1.0 / (1.0 + (-1.7 * mean / level.sd).exp())
    };
    Effect {
        n,
        mean,
        se,
        ci90: [mean - 1.69 * se, mean + 1.69 * se],
        quantiles: level.quantiles,
        p_better: p,
        above: if level.sd == 0.0 && mean == 0.0 { 0 } else { (p * n as f64).round() as usize },
        same: if level.sd == 0.0 && mean == 0.0 { n } else { 0 },
        correlation: Some(0.8),
        variance_reduction: Some(4.0),
    }
}

/// A wobble that looks like weather but is the same every time.
fn wobble(week: f64, phase: f64) -> f64 {
    (week / 9.0 + phase).sin() * 0.3 + (week / 23.0 + phase * 2.0).sin() * 0.5 + (week / 3.1 + phase).sin() * 0.12
}

/// Share of its final gain that a strategy has reached: slow, then quick, then slower.
fn course(week: f64, weeks: f64) -> f64 {
    let x = week / weeks;
    x * x * (3.0 - 2.0 * x)
}

fn series(
    size: &Size,
    at: usize,
    scale: EntityScale,
    entity: &str,
    measure: Measure,
    start: f64,
    share: f64,
) -> Series {
    let gain = if at == 0 { 0.0 } else { size.strategies[at - 1].1 * share };
    let end = f64::from(size.weeks);
    let weeks: Vec<u32> = (0..=size.weeks).step_by(if size.weeks > 20 { 4 } else { 1 }).collect();
    let phase = entity.len() as f64;
    let level = |week: f64| {
        let shock = if week > 130.0 { -0.035 * (-(week - 130.0) / 40.0).exp() } else { 0.0 };
        let drift = -0.01 * week / end;
        start + size.spread * 0.4 * wobble(week, phase) + if size.spread > 0.0 { shock + drift } else { 0.0 }
    };
    let build = |week: u32| {
        let week = f64::from(week);
        let grown = (week / 60.0).min(1.0).sqrt();
        (level(week), gain * course(week, end), size.spread * grown)
    };
    let levels = weeks.iter().map(|&w| build(w)).map(|(l, g, sd)| summary(size.replicates, l + g, sd)).collect();
    let effects = if at == 0 {
        Vec::new()
    } else {
        weeks
            .iter()
            .map(|&w| build(w))
            .map(|(_, g, sd)| effect(size.replicates, g, sd * 0.6 + g.abs() * 0.12))
            .collect()
    };
    Series { strategy: at, scale, entity: entity.to_owned(), measure, weeks, levels, effects, chance: Vec::new() }
}

fn gains(size: &Size, total: f64, power: f64, spend: Option<f64>, residents: f64) -> Vec<CumulativeGain> {
    let years = (size.weeks / 52).max(1);
    (1..=years)
        .map(|year| {
            let share = (f64::from(year) / f64::from(years)).powf(power);
            let gain = summary(size.replicates, total * share, total.abs() * share * 0.22 + size.spread * 20.0 * share);
            let spend = spend.map(|s| s * f64::from(year));
            CumulativeGain {
                year,
                gain,
                se: gain.sd / (size.replicates as f64).sqrt(),
                shapley: spend.map(|_| gain.mean),
                spend,
                gain_per_1000: spend.filter(|s| *s > 0.0).map(|s| gain.mean / s * 1000.0),
                resident_point_years_per_1000: spend.filter(|s| *s > 0.0).map(|s| gain.mean * residents / s * 1000.0),
            }
        })
        .collect()
}

/// Money at each scale that fades, vanishes or lasts but does less every year; of a size that goes with the gains.
fn swells(size: &Size) -> Vec<Swell> {
    let Some((_, gain)) = size.strategies.first() else { return Vec::new() };
    let towns = size.replicates;
    // What a year's money reaches, what of it is left a year later, and how much less the next year's money reaches.
    let shapes = [(0.25, 0.78, 0.97), (0.08, 0.25, 1.0), (0.3, 1.0, 0.88)];
    let swell = |(scale, (reach, kept, next)): (Scale, (f64, f64, f64))| {
        let money = Investment { spend: 300_000.0 / 52.0, until: size.weeks, ..Investment::default() };
        let flow = Flow::of((1, scale), &[&money], (size.weeks, towns))?;
        let layer = |cut: usize, week: u32| {
            let years = f64::from(week.saturating_sub(flow.years.start(cut))) / 52.0;
            reach * next.powf(cut as f64) * years.min(1.0) * kept.powf((years - 1.0).max(0.0))
        };
        let luck = |town: usize| if towns < 2 { 0.0 } else { 2.0 * town as f64 / (towns - 1) as f64 - 1.0 };
        Some(Swell::of(&flow, |stopped, town, week| {
            let whole: f64 = (0..stopped).map(|cut| layer(cut, week)).sum();
            let chance = size.spread * 0.2 * luck((town * 7) % towns.max(1)) * f64::from(week) / 520.0;
            gain * whole * (1.0 + 0.1 * luck(town)) + if stopped > 0 { chance } else { 0.0 }
        }))
    };
    Scale::ALL.into_iter().zip(shapes).filter_map(swell).collect()
}

/// Findings of the given size.
pub fn findings(size: &Size) -> Findings {
    let names = group_names(size.groups);
    let residents = 25_000.0;
    let mut all = Vec::new();
    for at in 0..=size.strategies.len() {
        all.push(series(size, at, EntityScale::Person, "residents", Measure::TrustPerson, 0.58, 1.3));
        for (which, name) in names.iter().enumerate() {
            let start = 0.38 + 0.22 * (which as f64 * 0.618).fract();
            all.push(series(size, at, EntityScale::Group, name, Measure::TrustInstitution, start, 1.6 - start * 1.2));
        }
        for (which, name) in DEPARTMENTS.iter().enumerate() {
            let entity = format!("Council/{name}");
            all.push(series(
                size,
                at,
                EntityScale::Department,
                &entity,
                Measure::TrustDepartment,
                0.5 + 0.02 * which as f64,
                1.0,
            ));
        }
        all.push(series(size, at, EntityScale::Institution, "Council", Measure::TrustInstitution, 0.47, 0.6));
        all.push(series(size, at, EntityScale::Place, "Millbrook", Measure::Trust, 0.48, 1.0));
        let mut gap = series(size, at, EntityScale::Place, "Millbrook", Measure::EquityGap, 0.18, -0.4);
        gap.levels.iter_mut().for_each(|level| level.sd *= 0.5);
        all.push(gap);
    }
    let mut options = Vec::new();
    let best = size.strategies.iter().map(|s| s.1).fold(f64::NEG_INFINITY, f64::max);
    for at in 0..=size.strategies.len() {
        let trust = series(size, at, EntityScale::Place, "Millbrook", Measure::Trust, 0.48, 1.0);
        let change = trust.effects.last().copied();
        let clear = change.is_some_and(|effect| effect.ci90[0] > 0.0);
        options.push(OptionRow {
            strategy: at,
            name: if at == 0 { "Baseline".to_owned() } else { size.strategies[at - 1].0.clone() },
            institution: 0,
            budget_per_year: if at == 0 { 0.0 } else { 300_000.0 },
            spend_per_year: if at == 0 { 0.0 } else { 287_412.0 },
            level: *trust.levels.last().expect("at least week 0"),
            effect: change,
            p_best: if at > 0 && size.strategies[at - 1].1 == best {
                0.81
            } else {
                0.19 / size.strategies.len().max(1) as f64
            },
            worst_group: (names[0].clone(), 0.41),
            gap_change: (at > 0 && size.groups > 1)
                .then(|| effect(size.replicates, size.strategies[at - 1].1 * -0.35, 0.012)),
            cost_per_resident_point_year: clear.then_some(3.42),
            weeks_to_three_points: (at > 0).then_some(200.0),
        });
    }
    let mut compounding = Vec::new();
    let mut one_scale = Vec::new();
    let years = f64::from((size.weeks / 52).max(1));
    for (at, (_, gain)) in size.strategies.iter().enumerate() {
        let total = gain * 100.0 * years * 0.5;
        let weights = [(0.42, 1.75, 120_000.0), (0.33, 1.3, 90_000.0), (0.16, 0.85, 90_000.0)];
        for (scale, (share, power, spend)) in Scale::ALL.into_iter().zip(weights) {
            let gains = gains(size, total * share, power, Some(spend), residents);
            compounding.push(Compounding { strategy: at + 1, part: Part::Solo(scale), gains });
        }
        let extra = gains(size, total * 0.09, 1.9, None, residents);
        compounding.push(Compounding { strategy: at + 1, part: Part::Interaction, gains: extra });
        let whole = gains(size, total, 1.6, Some(300_000.0), residents);
        compounding.push(Compounding { strategy: at + 1, part: Part::Total, gains: whole });
        for (scale, factor, power) in
            [(Scale::Atoms, 1.1, 1.8), (Scale::Molecules, 0.9, 1.4), (Scale::Organism, 0.5, 0.9)]
        {
            one_scale.push(OneScale {
                strategy: at + 1,
                scale,
                gains: gains(size, total * factor, power, Some(300_000.0), residents),
            });
        }
    }
    let mut strategies = vec!["Baseline".to_owned()];
    strategies.extend(size.strategies.iter().map(|s| s.0.clone()));
    Findings {
        strategies,
        institutions: Vec::new(),
        labels: Vec::new(),
        acts_in: Vec::new(),
        worlds: None,
        uncertainty: None,
        among: groundswell::analysis::Among::Towns,
        replicates: size.replicates,
        taken_apart: size.replicates,
        weeks: size.weeks,
        residents: 25_000,
        series: all,
        options,
        further: Vec::new(),
        compounding,
        one_scale,
        growth: Vec::new(),
        vintages: Vec::new(),
        swell: swells(size),
        pairs: Vec::new(),
        equity: Vec::new(),
        costs: Vec::new(),
        standings: Vec::new(),
        resilience: Vec::new(),
        programme: Vec::new(),
        ledger: groundswell::analysis::ledger::Ledger::default(),
    }
}

fn group_names(n: usize) -> Vec<String> {
    (0..n).map(|at| if at < 5 { GROUPS[at].to_owned() } else { format!("{} {}", GROUPS[at % 5], at / 5 + 1) }).collect()
}

/// A scenario that goes with the findings.
pub fn scenario(size: &Size) -> Scenario {
    let group = |name: &String| Group {
        name: name.clone(),
        share: 1.0 / size.groups as f64,
        trust_mean: 0.45,
        trust_sd: 0.1,
        harm: vec![0.2],
        access_online: 0.8,
        ..Group::default()
    };
    let factor = FactorPlan { load_quality: 0.1, load_mood: 0.1, ..FactorPlan::default() };
    let event = |&(name, week): &(&str, u32)| Event {
        name: name.to_owned(),
        factor: Factor::Environmental,
        week,
        shape: Some(Shape::Impulse { size: -0.2, half_life: 12.0 }),
        groups: (0..size.groups).collect(),
        ..Event::default()
    };
    let invest = |instrument, share: f64, target| Investment {
        instrument,
        spend: 300_000.0 / 52.0 * share,
        until: size.weeks,
        target,
        ..Investment::default()
    };
    let strategy = |(name, _): &(String, f64)| Strategy {
        name: name.clone(),
        description: format!("{name}: steady work with residents, their groups and the council."),
        budget: 300_000.0 / 52.0,
        investments: vec![
            invest(Instrument::PersonCentred, 0.4, Target::LeastTrusting),
            invest(Instrument::Outreach, 0.3, Target::Groups(vec![0])),
            invest(Instrument::Transparency, 0.3, Target::Anyone),
        ],
        ..Strategy::default()
    };
    let points = |group: Option<usize>, start: f64| {
        (0..8).map(move |wave| ObservedPoint {
            week: f64::from(wave) * 60.0 - 20.0,
            group,
            value: start + 0.02 * wobble(f64::from(wave) * 60.0, 1.0) - 0.004 * f64::from(wave),
        })
    };
    let served = Department { contacts: 0.03, quality_procedural: 0.8, quality_outcome: 0.8, ..Department::default() };
    let department = |&name: &&str| Department { name: name.to_owned(), posts: 40, ..served.clone() };
    let published = Observed {
        label: "Residents' survey".to_owned(),
        source: "Made-up council survey, 2026 to 2034.".to_owned(),
        note: "Shock sizes were estimated from this series; this is not a test of the model.".to_owned(),
        ..Observed::default()
    };
    let mut scenario = groundswell::scenario::sample::plain_town(1_000, &[1.0], 1);
    *scenario.contents_mut() = Contents {
        name: "Millbrook".to_owned(),
        description: "A market town with a flood to come & a council that wants to listen.".to_owned(),
        weeks: size.weeks,
        seed: 7,
        replicates: size.replicates as u32,
        place: Place {
            residents: 25_000,
            connectors: 0.03,
            mavens: 0.03,
            groups: group_names(size.groups).iter().map(group).collect(),
            institutions: vec![Institution::default().with("Council", DEPARTMENTS.iter().map(department).collect())],
            ..Place::default()
        },
        world: Surroundings { factors: [factor; 6], events: EVENTS.iter().take(size.events).map(event).collect() },
        strategies: size.strategies.iter().map(strategy).collect(),
        parameters: Parameters { negativity_outcome: 4.0, ..Parameters::default() },
        record: RecordPlan { traced_replicates: 2, ..RecordPlan::default() },
        observed: size.observed.then(|| Observed {
            points: points(None, 0.48).chain(points(Some(0), 0.40)).chain(points(Some(2), 0.43)).collect(),
            ..published
        }),
        ..Contents::default()
    };
    scenario
}
