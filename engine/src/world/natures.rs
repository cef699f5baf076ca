//! What residents are like, and how that moves over the years.
//!
//! How somebody is disposed and how he or she is served each follow from a standard normal number z with a part for good and a part
//! that moves slowly, z = √p z₀ + √(1 − p) `z_t`. The slow part is an autoregressive process that every resident steps through
//! once a quarter, each in a week of his or her own; the step is exact, so that z stays standard normal at any time and the
//! group as it is.

use crate::chance::{CommonRandom, Stream, normal_f32};
use crate::maths;
use crate::scenario::Scenario;

use super::{Dispositions, GroupStart};

/// Weeks from one step of a resident to the next.
pub const STEP: u32 = 13;

/// Week number that keys draws made once and for all.
const ONCE: u32 = u32::MAX;

/// How far personal treatment can go.
const CUT: f32 = 0.8;

/// How residents change, the same for all of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Course {
    /// √p: weight of what is for good.
    pub permanent: f32,
    /// √(1 − p): weight of the slow part.
    pub slow: f32,
    /// What is left of the slow part after a step.
    pub kept: f32,
    /// Weight of what is new in a step.
    pub fresh: f32,
    /// c: correlation of the slow part with its own mean over what is remembered first-hand, and variance of that mean.
    pub remembered: f32,
}

impl Course {
    /// Of a scenario; `None` where everybody stays as he or she is.
    #[must_use]
    pub fn of(scenario: &Scenario) -> Option<Self> {
        let parameters = &scenario.parameters;
        if !scenario.processes.life_course || parameters.permanent_share >= 1.0 {
            return None;
        }
        let half_life = parameters.half_life_disposition;
        let kept = maths::exp2(-f64::from(STEP) / half_life);
        Some(Self {
            permanent: parameters.permanent_share.sqrt() as f32,
            slow: (1.0 - parameters.permanent_share).sqrt() as f32,
            kept: kept as f32,
            fresh: (1.0 - kept * kept).sqrt() as f32,
            remembered: (half_life / (half_life + parameters.half_life_direct)) as f32,
        })
    }

    /// Share of the variance of personal treatment that is left in the mean over what is remembered first-hand.
    #[must_use]
    pub fn share_remembered(&self) -> f64 {
        let [permanent, slow] = [self.permanent, self.slow].map(f64::from);
        permanent * permanent + slow * slow * f64::from(self.remembered)
    }
}

/// How a group's members are disposed and served.
#[derive(Debug, Clone, PartialEq)]
pub struct Nature {
    /// Dispositions by standard normal numbers.
    pub dispositions: Dispositions,
    /// What has been added to every disposition since.
    pub shift: f32,
    /// Standard deviation of personal treatment.
    pub personal_sd: f32,
}

impl Nature {
    /// Disposition at a standard normal number.
    #[inline(always)]
    #[must_use]
    pub fn disposition(&self, normal: f32) -> f32 {
        (self.dispositions.at(normal) + self.shift).clamp(0.0, 1.0)
    }

    /// Variance of personal treatment in a group, which the cut takes some of.
    #[must_use]
    pub fn personal_variance(sd: f64) -> f64 {
        if sd <= 0.0 {
            return 0.0;
        }
        let cut = f64::from(CUT) / sd;
        let beyond = 0.5 * maths::erfc(cut * std::f64::consts::FRAC_1_SQRT_2);
        let density = maths::exp(-0.5 * cut * cut) / (2.0 * std::f64::consts::PI).sqrt();
        sd * sd * (1.0 - 2.0 * beyond - 2.0 * cut * density + 2.0 * cut * cut * beyond)
    }

    /// Personal treatment at a standard normal number.
    #[inline(always)]
    #[must_use]
    pub fn personal(&self, normal: f32) -> f32 {
        (self.personal_sd * normal).clamp(-CUT, CUT)
    }
}

/// How the members of all groups are, and how they change.
#[derive(Debug, Clone, PartialEq)]
pub struct Natures {
    /// How residents change; `None` where they do not.
    pub course: Option<Course>,
    /// By group.
    pub groups: Vec<Nature>,
}

/// Standard normal numbers of one resident as he or she comes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// For good: disposition and treatment.
    pub permanent: [f32; 2],
    /// The slow parts.
    pub slow: [f32; 2],
    /// The slow part of treatment as it was on average over what is remembered first-hand.
    pub remembered: f32,
}

impl Natures {
    /// Of a scenario whose groups have this start.
    #[must_use]
    pub fn new(scenario: &Scenario, start: &[GroupStart]) -> Self {
        let group = |start: &GroupStart| Nature {
            dispositions: Dispositions::new(start.disposition_mean, start.disposition_sd),
            shift: 0.0,
            personal_sd: start.personal_sd as f32,
        };
        Self { course: Course::of(scenario), groups: start.iter().map(group).collect() }
    }

    /// Somebody as he or she comes.
    #[must_use]
    pub fn standing(&self, random: &CommonRandom, id: u32, generation: u32) -> Standing {
        let first = |stream: Stream| normal_f32(random.words(stream, 0, id, generation)[0]);
        let permanent = [first(Stream::Disposition), first(Stream::Treatment)];
        let Some(course) = &self.course else { return Standing { permanent, slow: [0.0; 2], remembered: 0.0 } };
        let [disposition, treatment, past, _] = random.words(Stream::LifeCourse, ONCE, id, generation).map(normal_f32);
        // The slow part now, and its mean over what is remembered: both have covariance and variance c with one another.
        let c = course.remembered;
        let remembered = c * treatment + (c - c * c).sqrt() * past;
        Standing { permanent, slow: [disposition, treatment], remembered }
    }

    /// The standard normal number of a permanent and a slow part.
    #[inline(always)]
    #[must_use]
    pub fn together(&self, permanent: f32, slow: f32) -> f32 {
        self.course.map_or(permanent, |course| course.permanent * permanent + course.slow * slow)
    }

    /// How somebody was served over what he or she remembers first-hand: on average, and the standard deviation around it.
    #[must_use]
    pub fn served(&self, group: usize, standing: &Standing) -> [f64; 2] {
        let nature = &self.groups[group];
        let mean = nature.personal(self.together(standing.permanent[1], standing.remembered));
        let around = self.course.map_or(0.0, |course| course.slow * (1.0 - course.remembered).sqrt());
        [f64::from(mean), f64::from(nature.personal_sd * around)]
    }
}
