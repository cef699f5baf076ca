//! What is recorded, and the published path to compare with.

use super::Context;
use crate::scenario::file::settings::ObservedFile;
use crate::scenario::file::value;
use crate::scenario::import;
use crate::scenario::plan::{Observed, Place, RecordKeys, RecordPlan};
use crate::scenario::problem::{Code, Problem};

/// Checks `[record]`.
pub fn record(keys: &RecordKeys, context: &Context<'_>) -> RecordPlan {
    let plan = keys.plan();
    if plan.distrusting_to >= plan.trusting_from
        && let Some(written) = keys.distrusting_to.as_ref().or(keys.trusting_from.as_ref())
    {
        let message =
            format!("distrusting_to ({}) is not below trusting_from ({})", plan.distrusting_to, plan.trusting_from);
        let problem = Problem::new(Code::Reversed, message).key("record");
        context.report(written.span(), problem.help("a resident cannot count as both; the defaults are 0.4 and 0.6"));
    }
    plan
}

/// Reads `[observed]`.
pub fn observed(file: &ObservedFile, place: &Place, context: &Context<'_>) -> Option<Observed> {
    let name = file.file.as_ref()?;
    let groups: Vec<&str> = place.groups.iter().map(|group| group.name.as_str()).collect();
    Some(Observed {
        points: import::observed(name, value(&file.scale).unwrap_or(1.0), &groups, context)?,
        ..file.keys.plan()
    })
}
