//! Charts and sentences on forecasts of a survey: how they turned out, and what comes next.

pub mod calendar;
pub mod chance;
pub mod contrasts;
pub mod coverage;
pub mod error_by_horizon;
pub mod fan;
mod fan_lines;
pub mod names;
pub mod record;
pub mod sentence;
pub mod skill;
pub mod transform;
pub mod waves;
pub mod weights;

use serde_json::json;

use super::sheet::{Origin, Paper};
use super::{Chart, Size};
use crate::forecast::backtest::Backtest;
use crate::forecast::contrast::Contrast;
use crate::forecast::project::Outlook;
use crate::forecast::skill::{Score, Skill};

pub use record::Record;

/// What charts of a survey need to know besides its numbers.
#[derive(Debug, Clone, Copy)]
pub struct SurveyContext<'a> {
    /// Name of the survey.
    pub name: &'a str,
    /// Digest of its file in hexadecimal digits; eight of them are shown.
    pub digest: &'a str,
    /// Version of the program.
    pub version: &'a str,
    /// Size of the sheets.
    pub size: Size,
    /// Title instead of the finding, where somebody wants another.
    pub title: Option<&'a str>,
}

impl<'a> SurveyContext<'a> {
    /// For a document, with the findings as titles.
    #[must_use]
    pub const fn new(name: &'a str, digest: &'a str, version: &'a str) -> Self {
        Self { name, digest, version, size: Size::Doc, title: None }
    }

    /// The digest as far as it is shown.
    #[must_use]
    pub fn short(&self) -> String {
        self.digest.chars().take(8).collect()
    }

    /// Where the numbers come from.
    fn origin(&self) -> Origin {
        let (version, short) = (self.version, self.short());
        Origin {
            lines: [
                format!("Source: Groundswell {version} · {} · survey {short}", self.name),
                format!("Source: Groundswell {version} · survey {short}"),
                format!("Groundswell {version} · {short}"),
            ],
            about: json!({
                "tool": "groundswell",
                "version": version,
                "survey": self.name,
                "survey_digest": self.digest,
            }),
        }
    }
}

impl<'a> From<&SurveyContext<'a>> for Paper<'a> {
    fn from(context: &SurveyContext<'a>) -> Self {
        Self { size: context.size, title: context.title }
    }
}

/// Every chart that a back-test can fill, in the order of the page.
#[must_use]
pub fn backtest_charts(context: &SurveyContext, backtest: &Backtest, scores: &[Score], skills: &[Skill]) -> Vec<Chart> {
    let record = Record { backtest, scores, skills };
    [skill::chart, error_by_horizon::chart, coverage::chart, transform::chart, weights::chart]
        .into_iter()
        .filter_map(|chart: fn(&SurveyContext, &Record) -> Option<Chart>| chart(context, &record))
        .collect()
}

/// Every chart of what comes next: a fan for each measure, and what strategies would change.
#[must_use]
pub fn forecast_charts(
    context: &SurveyContext,
    outlooks: &[Outlook],
    contrasts: &[Contrast],
    record: &Record,
) -> Vec<Chart> {
    let fans = outlooks.iter().zip(fan::IDS).filter_map(|(outlook, id)| fan::chart(context, outlook, record, id));
    fans.chain(contrasts::chart(context, contrasts)).collect()
}
