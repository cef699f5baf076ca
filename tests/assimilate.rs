//! Surveys put into the agent model: the engine's move of a group, and towns that follow a history made by the model
//! itself, of which the truth is known.

use crate::towns;
use groundswell::chance::{CommonRandom, Stream, normal_f64};
use groundswell::experiment::Runner;
use groundswell::forecast::assimilate::{Assimilated, Settings, project, run};
use groundswell::forecast::survey::{Method, Panel, Series};
use groundswell::scenario::sample::{plain_town, strategy};
use groundswell::scenario::{Contents, Instrument, Scenario};
use groundswell::simulation::{Simulation, Solo};

/// Weeks between waves, number of waves, and standard error of the published numbers.
const EVERY: u32 = 8;
const WAVES: usize = 20;
const ERROR: f64 = 0.03;

/// A settled town of two groups.
fn settled(change: fn(&mut Contents)) -> Simulation {
    let mut scenario = plain_town(400, &[0.6, 0.4], 52);
    change(scenario.contents_mut());
    let mut town = towns::burnt_in(&scenario, CommonRandom::new(3, 0));
    (0..7).for_each(|_| town.step());
    town
}

/// A simulation laid open.
fn open(town: &Simulation) -> Solo {
    town.clone().into_solo().expect("one plan")
}

/// Mean trust of each group, worked out from residents.
fn means(simulation: &Simulation) -> Vec<f64> {
    let Solo { scenario, town, state } = open(simulation);
    let chi = scenario.parameters.harm_ceiling;
    let mean = |(g, slots): (usize, &std::ops::Range<usize>)| {
        let members = slots.len() as f64;
        let felt: f64 = slots.clone().map(|slot| f64::from(state.felt(0, slot, 0))).sum();
        (1.0 - chi * f64::from(state.groups[g].harm[0])) * felt / members
    };
    town.layout.groups.iter().enumerate().map(mean).collect()
}

#[test]
fn a_group_moves_by_what_is_asked_and_no_other_does() {
    for change in [(|_| ()) as fn(&mut Contents), |s| s.place.groups[0].harm = vec![0.4]] {
        let town = settled(change);
        let before = means(&town);
        for delta in [0.001_f64, -0.001, 0.03, -0.03, 0.1, -0.1, 0.25, -0.4] {
            let mut moved = town.clone();
            let shift = moved.shift_group(0, 0, delta);
            let after = means(&moved);
            assert!((after[0] - before[0] - shift.moved).abs() < 1e-6, "{delta} {shift:?}");
            assert!((shift.moved + shift.left - delta).abs() < 1e-9);
            assert!(delta.abs() > 0.1 || shift.left.abs() < 1e-6, "{delta} {shift:?}");
            assert!(delta.abs() > 0.03 || shift.by_disposition.abs() < 1e-3, "{delta} {shift:?}");
            // What is recorded of the group is what its residents feel.
            assert!((moved.trust().of_group(0, 0, 0) - after[0]).abs() < 1e-5);
            let others = town.town().layout.groups[1].clone();
            let (there, here) = (open(&moved).state, open(&town).state);
            assert_eq!(there.felt[0][others.clone()], here.felt[0][others.clone()]);
            assert_eq!(there.groups[1], here.groups[1]);
            assert_eq!(there.residents.disposition[others.clone()], here.residents.disposition[others]);
            for (slot, felt) in there.felt[0].iter().enumerate() {
                assert!((0.0..=1.0).contains(&felt[0]), "{slot}: {felt:?}");
            }
            for (block, was) in there.blocks.iter().zip(&here.blocks) {
                let (own, had) = (&block.institutions[0], &was.institutions[0]);
                assert_eq!((&own.direct_mass, &own.indirect_mass), (&had.direct_mass, &had.indirect_mass));
                for (positive, mass) in own.direct_positive.iter().zip(&own.direct_mass) {
                    assert!(positive[0] >= 0.0 && positive[0] <= mass[0]);
                }
            }
            // The move is evidence, not make-up: most of it is there a week later.
            let mut usual = town.clone();
            usual.step();
            moved.step();
            let lasting = means(&moved)[0] - means(&usual)[0];
            assert!((lasting / shift.moved - 1.0).abs() < 0.15, "{delta}: {lasting} of {}", shift.moved);
        }
    }
}

#[test]
fn a_group_moved_by_nothing_is_the_same_bit_for_bit() {
    let town = settled(|_| ());
    let mut same = town.clone();
    for group in [0, 1, 7] {
        same.shift_group(0, group, 0.0);
        same.shift_group(0, group, f64::NAN);
        same.shift_disposition(0, group, 0.0);
    }
    let (same, state) = (open(&same).state, open(&town).state);
    assert_eq!((&same.felt, &same.blocks, &same.groups), (&state.felt, &state.blocks, &state.groups));
    assert_eq!(same.residents, state.residents);
}

#[test]
fn a_trait_moves_trust_as_it_would_within_the_week() {
    let town = settled(|_| ());
    let mut moved = town.clone();
    let by = moved.shift_disposition(0, 0, 0.05);
    let [before, after] = [&town, &moved].map(|s| means(s)[0]);
    assert!(by > 0.002 && (after - before - by).abs() < 1e-6, "{by}");
    let mut usual = town.clone();
    usual.step();
    moved.step();
    let lasting = means(&moved)[0] - means(&usual)[0];
    assert!((lasting / by - 1.0).abs() < 0.15, "{lasting} of {by}");
}

#[test]
fn opinions_without_a_rest_are_moved_themselves() {
    let mut town = settled(|s| s.talk = groundswell::scenario::TalkRule::DeGroot);
    let before = means(&town);
    let shift = town.shift_group(0, 1, -0.1);
    let after = means(&town);
    assert!((after[1] - before[1] + 0.1).abs() < 1e-6 && shift.left.abs() < 1e-6, "{shift:?}");
}

/// A place in which the world moves more than usual, so that there is something to follow.
fn place() -> Scenario {
    let mut scenario = plain_town(600, &[0.5, 0.3, 0.2], 104);
    let contents = scenario.contents_mut();
    for factor in &mut contents.world.factors {
        factor.sd = 0.02;
    }
    // What is published here is trust itself: mood that comes and goes would be noise that no survey has.
    (contents.parameters.swing_place_sd, contents.parameters.swing_group_sd) = (0.0, 0.0);
    for (group, mean) in contents.place.groups.iter_mut().zip([0.6, 0.5, 0.42]) {
        group.trust_mean = mean;
    }
    scenario
}

/// A history made by the model itself, as it was and as it was published.
struct History {
    panel: Panel,
    /// Trust of each group at each wave.
    truth: Vec<Vec<f64>>,
}

/// How a history is published.
#[derive(Clone, Copy)]
struct Published {
    /// Weeks that a number averages.
    window: usize,
    /// Standard error.
    error: f64,
    /// What is added from the eleventh wave on.
    jump: f64,
    /// By how much trust falls in a week for reasons that no model knows.
    decline: f64,
}

const PLAIN: Published = Published { window: 1, error: ERROR, jump: 0.0, decline: 0.0 };

fn history(scenario: &Scenario, seed: u64, published: Published) -> History {
    let mut own = scenario.clone();
    own.contents_mut().seed = seed;
    let mut town = towns::burnt_in(&own, CommonRandom::new(seed, 0));
    let mut weeks = vec![means(&town)];
    for _ in 1..WAVES as u32 * EVERY {
        town.step();
        for g in 0..3 {
            town.shift_group(0, g, -published.decline);
        }
        weeks.push(means(&town));
    }
    let random = CommonRandom::new(seed, 1);
    let value = |w: usize, g: usize| {
        let last = w * EVERY as usize;
        let window = &weeks[(last + 1).saturating_sub(published.window)..=last];
        let mean = window.iter().map(|week| week[g]).sum::<f64>() / window.len() as f64;
        let z = normal_f64(random.uniform(Stream::Survey, w as u32, g as u32, 0));
        mean + published.error * z + if w > 9 { published.jump } else { 0.0 }
    };
    let series = |g: usize| Series {
        group: own.place.groups[g].name.clone(),
        // One wave in seven asked nobody of this group.
        values: (0..WAVES).map(|w| (w == 0 || !(w + g).is_multiple_of(7)).then(|| value(w, g))).collect(),
        errors: vec![Some(published.error); WAVES],
    };
    let dates = (0..WAVES).map(|w| own.date(EVERY * w as u32)).collect();
    let panel = Panel { measure: "trust".into(), dates, series: (0..3).map(series).collect() };
    History { panel, truth: weeks.into_iter().step_by(EVERY as usize).collect() }
}

/// The first waves alone.
fn only_first(panel: &Panel) -> Panel {
    let cut = |s: &Series| Series { values: vec![s.values[0]], errors: vec![s.errors[0]], ..s.clone() };
    Panel { dates: vec![panel.dates[0]], series: panel.series.iter().map(cut).collect(), ..panel.clone() }
}

fn root_mean_square(errors: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = errors.fold((0.0, 0.0), |(sum, count), e| (sum + e * e, count + 1.0));
    f64::sqrt(sum / count)
}

#[test]
fn the_filter_is_nearer_to_the_truth_than_surveys_and_the_model_alone() {
    let scenario = place();
    let settings = Settings::default();
    let (mut filtered, mut surveyed, mut alone) = (Vec::new(), Vec::new(), Vec::new());
    let (mut inside, mut scores, mut z) = (Vec::new(), Vec::new(), Vec::new());
    for seed in [101, 202, 303] {
        let history = history(&scenario, seed, PLAIN);
        let began = std::time::Instant::now();
        let found =
            run(&scenario, &history.panel, &Method::default(), &settings, Runner::undisturbed()).expect("usable");
        println!(
            "{seed}: {:.1} s, {:?}",
            began.elapsed().as_secs_f64(),
            found.waves.last().map(|w| (w.left, w.by_disposition))
        );
        let fewer = Settings { members: 100, ..settings };
        let free = run(&scenario, &only_first(&history.panel), &Method::default(), &fewer, Runner::undisturbed())
            .expect("usable");
        let free = project(&free, EVERY * WAVES as u32, Runner::undisturbed()).expect("not stopped");
        for (w, wave) in found.waves.iter().enumerate().skip(1) {
            for g in 0..3 {
                let truth = history.truth[w][g];
                let group = &wave.groups[g];
                filtered.push(group.trust.mean - truth);
                alone.push(free.fans[g].points[w * EVERY as usize].mean - truth);
                inside.push(f64::from(u8::from(group.trust.low <= truth && truth <= group.trust.high)));
                if let (Some(value), Some(expected)) = (group.observed, group.expected) {
                    surveyed.push(value - truth);
                    scores.push(expected.log_score);
                    z.push((value - expected.mean) / expected.sd);
                }
            }
        }
    }
    let [filtered, surveyed, alone] = [filtered, surveyed, alone].map(|e| root_mean_square(e.into_iter()));
    let cover = inside.iter().sum::<f64>() / inside.len() as f64;
    println!("filtered {filtered:.4} surveyed {surveyed:.4} alone {alone:.4} cover {cover:.3}");
    println!(
        "z {:.3}, log score {:.3}",
        root_mean_square(z.into_iter()),
        scores.iter().sum::<f64>() / scores.len() as f64
    );
    assert!(filtered < 0.75 * surveyed && filtered < 0.75 * alone, "{filtered} {surveyed} {alone}");
    assert!((0.8..0.98).contains(&cover), "{cover}");
}

/// Numbers that average half a year lag behind trust, and a survey that asks in another way says something else: the
/// filter knows of both.
#[test]
fn rolling_averages_and_new_ways_of_asking_are_seen_through() {
    let scenario = place();
    let settings = Settings { members: 80, drift: 0.04, ..Settings::default() };
    let (mut naive, mut knowing, mut lagging, mut fooled, mut told) = (vec![], vec![], vec![], vec![], vec![]);
    for seed in [11, 12] {
        let rolling = history(&scenario, seed, Published { window: 26, error: 0.0015, jump: 0.0, decline: 1.5e-3 });
        let broken = history(&scenario, seed, Published { jump: 0.06, ..PLAIN });
        let half_a_year = Method { rolling_months: 6.0, ..Method::default() };
        let anew = Method { mode_breaks: vec![broken.panel.dates[10]], house_sd: 0.05, ..Method::default() };
        let follow = |history: &History, method: &Method| {
            let found = run(&scenario, &history.panel, method, &settings, Runner::undisturbed()).expect("usable");
            let error = |w: usize, g: usize| found.waves[w].groups[g].trust.mean - history.truth[w][g];
            (10..WAVES).flat_map(|w| (0..3).map(move |g| (w, g))).map(|(w, g)| error(w, g)).collect::<Vec<f64>>()
        };
        naive.extend(follow(&rolling, &Method::default()));
        knowing.extend(follow(&rolling, &half_a_year));
        fooled.extend(follow(&broken, &Method::default()));
        told.extend(follow(&broken, &anew));
        for (g, series) in rolling.panel.series.iter().enumerate() {
            let late = series.values.iter().zip(&rolling.truth).skip(10);
            lagging.extend(late.filter_map(|(value, truth)| Some((*value)? - truth[g])));
        }
    }
    let [naive, knowing, lagging, fooled, told] =
        [naive, knowing, lagging, fooled, told].map(|e| root_mean_square(e.into_iter()));
    println!("published {lagging:.4}, taken as of its day {naive:.4}, as an average {knowing:.4}");
    println!("new way of asking: not told {fooled:.4}, told {told:.4}");
    assert!(knowing < 0.85 * naive && knowing < 0.85 * lagging, "{knowing} {naive} {lagging}");
    assert!(told < 0.7 * fooled, "{told} {fooled}");
}

/// Everything that a run and its projection say, as text to the last digit.
fn in_full(assimilated: &Assimilated, weeks: u32) -> String {
    format!("{:?} {:?}", assimilated.waves, project(assimilated, weeks, Runner::undisturbed()).expect("not stopped"))
}

#[test]
fn threads_change_no_byte_and_a_strategy_without_money_changes_nothing() {
    let mut scenario = place();
    let mut none = strategy("Nothing", &scenario, &[(Instrument::Outreach, 0.0)]);
    none.budget = 0.0;
    scenario.contents_mut().strategies =
        vec![none, strategy("Contact", &scenario, &[(Instrument::PersonCentred, 60_000.0)])];
    let history = history(&scenario, 7, PLAIN);
    let settings = Settings { members: 24, residents: 200, ..Settings::default() };
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| {
            let found =
                run(&scenario, &history.panel, &Method::default(), &settings, Runner::undisturbed()).expect("usable");
            (in_full(&found, 26), project(&found, 26, Runner::undisturbed()).expect("not stopped"))
        })
    };
    let ((one, projection), (two, _)) = (with(1), with(2));
    assert_eq!(one, two);
    assert_eq!(projection.contrasts.len(), 2 * 4);
    for contrast in &projection.contrasts {
        assert!(contrast.points.len() > 20, "{} weeks", contrast.points.len());
        for point in &contrast.points {
            if contrast.strategy == 0 {
                assert_eq!((point.mean, point.interval, point.better), (0.0, [0.0; 2], 0.5));
                assert_eq!(point.quantiles, [0.0; 5]);
            }
        }
    }
    let last = projection.contrasts.last().and_then(|c| c.points.last()).expect("a place");
    println!("contact: {last:?}");
    assert!(last.interval[0] > 0.0 && last.better > 0.9, "{last:?}");
}
