//! What a program pays that runs many small experiments: new parameters at every point, the start solved, five replicates.
//!
//! `cargo bench --bench library [-- POINTS]` prints replicates a second and core (CPU time of the process, best and median of
//! several runs) for a town of 1,000 residents, 208 weeks and a baseline beside three strategies.

use std::error::Error;

use cpu_time::ProcessTime;
use groundswell::prelude::*;

const RUNS: usize = 5;
const REPLICATES: u32 = 5;

const TOWN: &str = r#"
name = "Ashby"
weeks = 208
place = { residents = 1_000 }

[[strategies]]
name = "People first"
budget = "60_000 / year"
investments = [{ instrument = "person-centred", share = "100 %" }]

[[strategies]]
name = "Groups first"
budget = "60_000 / year"
investments = [{ instrument = "outreach", share = "60 %" }, { instrument = "co-production", share = "40 %" }]

[[strategies]]
name = "Institution first"
budget = "60_000 / year"
investments = [{ instrument = "transparency", share = "50 %" }, { instrument = "broadcast", share = "50 %" }]
"#;

fn main() -> Result<(), Box<dyn Error>> {
    let points: u32 = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(24);
    let town = Scenario::parse(TOWN)?;
    let mut seconds = Vec::new();
    for run in 0..RUNS {
        let began = ProcessTime::now();
        let at = |point: u32| {
            let place = f64::from(point + 1) / f64::from(points + 1);
            town.set_all([
                ("negativity_outcome", 2.0 + 2.0 * place),
                ("weight_routine", 0.4 + 0.2 * ((7.0 * place) % 1.0)),
                ("half_life_direct", 80.0 + 60.0 * ((11.0 * place) % 1.0)),
            ])
        };
        let scenarios = (0..points).map(at).collect::<Result<Vec<_>, _>>()?;
        let results = Experiment::new(&town).points(scenarios).replicates(REPLICATES).run()?;
        let gain = results.gain("People first", Measure::Trust)?.at_horizon();
        seconds.push(began.elapsed().as_secs_f64());
        if run == 0 {
            println!("{points} points x {REPLICATES} replicates x 4 plans; first point: gain {:.4}", gain.mean);
        }
    }
    seconds.sort_by(f64::total_cmp);
    let rate = |seconds: f64| f64::from(points * REPLICATES) / seconds;
    println!("replicates a second and core: best {:.1}, median {:.1}", rate(seconds[0]), rate(seconds[RUNS / 2]));
    Ok(())
}
