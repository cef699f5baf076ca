//! What is recorded, and the published path to compare with.

use super::Context;
use crate::scenario::file::settings::{ObservedFile, RecordFile};
use crate::scenario::file::value;
use crate::scenario::import;
use crate::scenario::plan::{Observed, Place, RecordPlan, ResidentRecord};
use crate::scenario::problem::{Code, Problem};

/// Checks `[record]`.
pub fn record(file: &RecordFile, context: &Context<'_>) -> RecordPlan {
    let whole = |weeks: f64| (weeks.round() as u32).max(1);
    let usual = RecordPlan::default();
    let plan = RecordPlan {
        every: value(&file.every).map_or(usual.every, whole),
        detail_every: value(&file.detail_every).map_or(usual.detail_every, whole),
        trusting_from: value(&file.trusting_from).unwrap_or(usual.trusting_from),
        distrusting_to: value(&file.distrusting_to).unwrap_or(usual.distrusting_to),
        survey_sample: value(&file.survey_sample).map_or(usual.survey_sample, |number| number as u32),
        survey_window: value(&file.survey_window).map_or(usual.survey_window, whole),
        traced_replicates: value(&file.traced_replicates).map_or(usual.traced_replicates, |number| number as u32),
        residents: match value(&file.residents).as_deref() {
            Some("final") => ResidentRecord::Final,
            _ => usual.residents,
        },
    };
    if plan.distrusting_to >= plan.trusting_from
        && let Some(written) = file.distrusting_to.as_ref().or(file.trusting_from.as_ref())
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
        label: value(&file.label).unwrap_or_else(|| "Observed".to_owned()),
        source: value(&file.source).unwrap_or_default(),
        note: value(&file.note).unwrap_or_default(),
        points: import::observed(name, value(&file.scale).unwrap_or(1.0), &groups, context)?,
    })
}
