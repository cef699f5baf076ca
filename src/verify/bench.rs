//! A town so small and plain that the engine must give what a closed form says.

use crate::chance::CommonRandom;
use crate::scenario::{Contents, Processes, Scenario, StartRule, sample};
use crate::simulation::{BurnIn, Solo};
use crate::start;

/// Everything off.
pub(in crate::verify) const OFF: Processes = Processes::NONE;

/// A town of a few residents and one official in which everybody meets the department every week, without noise,
/// asymmetry, expectation or climate: each week deposits evidence of the given weight at every level.
pub(in crate::verify) fn bench(residents: u32, weight: f64, half_life: f64) -> Scenario {
    let mut scenario = sample::plain_town(residents, &[1.0], 52);
    let contents = scenario.contents_mut();
    contents.place.start = StartRule::AsGiven;
    contents.place.mavens = 0.0;
    contents.place.groups[0].trust_mean = 0.5;
    contents.place.groups[0].trust_sd = 0.0;
    contents.place.institutions[0].departments.truncate(1);
    let department = &mut contents.place.institutions[0].departments[0];
    department.posts = 1;
    department.contacts = 1.0;
    contents.processes = Processes { encounters: true, ..OFF };
    let parameters = &mut contents.parameters;
    parameters.half_life_direct = half_life;
    parameters.weight_routine = weight;
    parameters.encounter_noise = 0.0;
    parameters.official_skill_sd = 0.0;
    parameters.disconfirmation = 0.0;
    parameters.group_climate = 0.0;
    parameters.negative_generalisation = 1.0;
    parameters.trickle_up_department = 1.0;
    parameters.trickle_up_institution = 1.0;
    parameters.procedure_share = 1.0;
    parameters.negativity_procedure = 1.0;
    scenario
}

/// The town at its first week; nothing if the start cannot be had, which a bench never is.
pub(in crate::verify) fn begin(scenario: &Scenario) -> Option<Solo> {
    let solved = start::solve(scenario).ok()?;
    BurnIn::new(scenario, solved).solo(CommonRandom::new(1, 0))
}

/// Sets the quality that the department serves.
pub(in crate::verify) fn serve(scenario: &mut Contents, quality: f64) {
    let department = &mut scenario.place.institutions[0].departments[0];
    department.quality_procedural = quality;
    department.quality_outcome = quality;
}

/// The same in a town that lives already: from its next week on.
pub(in crate::verify) fn serve_now(bench: &mut Solo, quality: f64) {
    serve(bench.scenario.contents_mut(), quality);
}

/// Gives the first resident evidence about the institution (positive, all).
pub(in crate::verify) fn endow(bench: &mut Solo, positive: f64, mass: f64) {
    bench.state.blocks[0].institutions[0].direct_positive[0] = [positive as f32];
    bench.state.blocks[0].institutions[0].direct_mass[0] = [mass as f32];
}

/// Residents who join in as soon as enough of their contacts have, and never leave; nothing else happens.
pub(in crate::verify) fn crowd(residents: u32) -> Scenario {
    let mut scenario = bench(residents, 0.0, 104.0);
    let contents = scenario.contents_mut();
    contents.processes = Processes { mobilisation: true, ..OFF };
    (contents.place.connectors, contents.place.mavens, contents.place.salespeople) = (0.0, 0.0, 0.0);
    let group = &mut contents.place.groups[0];
    (group.access_online, group.access_in_person, group.capacity) = (1.0, 1.0, 0.0);
    let parameters = &mut contents.parameters;
    parameters.join_base = 0.0;
    parameters.join_threshold = 1.0;
    parameters.leave_base = 0.0;
    parameters.threshold_sd = 0.0;
    parameters.threshold_trust = 0.0;
    parameters.threshold_confidence = 0.0;
    parameters.propensity_sigma = 0.0;
    scenario
}
