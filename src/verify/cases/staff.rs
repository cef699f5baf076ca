//! V22 and V40: what goes when officials go.

use super::{Case, Check, ENGINE, SCALED, Worst};
use crate::maths;
use crate::scenario::Processes;
use crate::verify::bench::{OFF, begin, bench, endow};
use crate::week::decay::Fading;
use crate::week::evidence::{retention, weekly_hazard};
use crate::week::staff;

pub(super) const CASES: &[Case] = &[
    Case {
        id: "V22",
        title: "Turnover erodes what was built with persons",
        form: "hazard = 1 − (1 − τ)^(1/52); left per week λ (1 − hazard)",
        source: "derived",
        tolerance: 1e-9,
        check: Check::Error(turnover),
    },
    Case {
        id: "V22 engine",
        title: "A year of turnover at 3,000 posts, by the engine, within 3 %",
        form: "0.85 stay; evidence left per week λ (1 − hazard)",
        source: "derived",
        tolerance: SCALED,
        check: Check::Error(turnover_by_engine),
    },
    Case {
        id: "V40",
        title: "Goodwill of a leaver moves to the pool that fades fast",
        form: "r = (1 − κ) r_0 λ_slow^t + κ r_0 λ_fast^t after the exit",
        source: "derived",
        tolerance: 1e-9,
        check: Check::Formula(goodwill),
    },
    Case {
        id: "V40 engine",
        title: "The leaver's goodwill, by the engine, per unit of first evidence",
        form: "r = (1 − κ) r_0 λ_slow^t + κ r_0 λ_fast^t after the exit",
        source: "derived",
        tolerance: ENGINE,
        check: Check::Error(goodwill_by_engine),
    },
];

fn turnover() -> f64 {
    let mut worst = Worst::default();
    let hazard = weekly_hazard(0.15);
    worst.see(hazard, 0.003_120_485_162_714_792_3);
    worst.see(maths::powi(1.0 - hazard, 52), 0.85);
    worst.see(maths::powi(1.0 - hazard, 156), 0.614_125);
    let kept = retention(104.0) * (1.0 - hazard);
    worst.see(kept, 0.990_257_527_627_043);
    worst.see(-1.0 / maths::log2(kept), 70.799_809_442_992_06);
    worst.see((1.0 - retention(104.0)) / (1.0 - kept), 0.681_830_592_045_789_9);
    worst.0
}

fn turnover_by_engine() -> f64 {
    // 3,000 posts, 6,000 residents who each hold evidence about their official.
    let mut scenario = bench(6_000, 0.0, 104.0);
    let contents = scenario.contents_mut();
    contents.processes = Processes { staff: true, ..OFF };
    contents.place.institutions[0].departments[0].posts = 3_000;
    contents.parameters.turnover = 0.15;
    contents.parameters.hand_over = 0.0;
    let Some(mut bench) = begin(&scenario) else { return f64::INFINITY };
    for block in &mut bench.state.blocks {
        for relation in &mut block.relations {
            (relation.person_positive, relation.person_mass) = ([8.0], [10.0]);
        }
    }
    for _ in 0..52 {
        bench.step();
    }
    let mut worst = Worst::default();
    let stayed = bench.state.posts.iter().filter(|post| post.incumbent[0] == 0).count() as f64 / 3_000.0;
    worst.see_within(stayed / 0.85, 1.0, 0.03);
    let scale = Fading::at(104.0, bench.state.week).now;
    let relations = bench.state.blocks.iter().flat_map(|b| &b.relations);
    let left = relations.map(|r| f64::from(r.person_mass[0] * scale)).sum::<f64>() / 6_000.0;
    let kept = retention(104.0) * (1.0 - weekly_hazard(0.15));
    worst.see_within(left / (10.0 * maths::powi(kept, 52)), 1.0, 0.03);
    worst.0
}

const MOVED: f64 = 0.5;
const WITH_EXIT: f64 = 3.414_959_525_748_404;
const WITHOUT_EXIT: f64 = 5.946_035_575_013_62;

fn goodwill() -> f64 {
    let mut worst = Worst::default();
    let (slow, fast) = (retention(104.0), retention(16.0));
    let before = 10.0 * maths::powi(slow, 26);
    worst.see((1.0 - MOVED) * before * maths::powi(slow, 52) + MOVED * before * maths::powi(fast, 52), WITH_EXIT);
    worst.see(before * maths::powi(slow, 52), WITHOUT_EXIT);
    worst.0
}

fn goodwill_by_engine() -> f64 {
    let mut worst = Worst::default();
    for (leaves, expected) in [(true, WITH_EXIT), (false, WITHOUT_EXIT)] {
        let mut scenario = bench(1, 0.0, 104.0);
        let contents = scenario.contents_mut();
        contents.processes = OFF;
        contents.parameters.half_life_indirect = 16.0;
        contents.parameters.goodwill_moved = MOVED;
        let Some(mut bench) = begin(&scenario) else { return f64::INFINITY };
        endow(&mut bench, 10.0, 10.0);
        let relation = &mut bench.state.blocks[0].relations[0];
        (relation.department_positive, relation.department_mass) = ([10.0], [10.0]);
        (relation.person_positive, relation.person_mass) = ([10.0], [10.0]);
        for week in 0..78 {
            if week == 26 && leaves {
                let scales = (&Fading::at(104.0, bench.state.week), &Fading::at(16.0, bench.state.week));
                staff::part(&scenario, &mut bench.state.blocks[0], 0, 0, 0, 0, [10.0, 10.0], 0.0, scales);
            }
            bench.step();
        }
        let direct = Fading::at(104.0, bench.state.week).now;
        let indirect = Fading::at(16.0, bench.state.week).now;
        let evidence = &bench.state.blocks[0].institutions[0];
        let found = evidence.direct_positive[0][0] * direct + evidence.indirect_positive[0][0] * indirect;
        worst.see_within(f64::from(found), expected, 10.0);
    }
    worst.0
}
