//! Surveys as they are published: a snapshot, or an average over the last weeks of interviews.

use std::collections::VecDeque;

use crate::encoding::stored;

/// What a survey of everybody would have found in each of the last weeks, by lane.
#[derive(Debug, Clone)]
pub struct Surveys {
    window: usize,
    weeks: Vec<VecDeque<f64>>,
}

stored!(Surveys { weeks } known { window });

impl Surveys {
    /// Surveys of some lanes that average over a window of weeks.
    #[must_use]
    pub fn new(window: u32, lanes: usize) -> Self {
        Self { window: window.max(1) as usize, weeks: vec![VecDeque::new(); lanes] }
    }

    /// Adds this week's truth of every lane.
    pub fn add(&mut self, truths: impl Iterator<Item = f64>) {
        for (weeks, truth) in self.weeks.iter_mut().zip(truths) {
            if weeks.len() == self.window {
                weeks.pop_front();
            }
            weeks.push_back(truth);
        }
    }

    /// What is published: the mean truth of the window, with the error of this wave.
    #[must_use]
    pub fn published(&self, lane: usize, error: f64) -> f64 {
        let weeks = &self.weeks[lane];
        let mean = weeks.iter().sum::<f64>() / weeks.len().max(1) as f64;
        (mean + error).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Surveys;

    #[test]
    fn a_survey_averages_over_its_window() {
        let mut surveys = Surveys::new(3, 1);
        for truth in [0.1, 0.2, 0.3, 0.4] {
            surveys.add([truth].into_iter());
        }
        assert!((surveys.published(0, 0.0) - 0.3).abs() < 1e-12);
        assert!((surveys.published(0, 0.05) - 0.35).abs() < 1e-12);
        assert_eq!(surveys.published(0, 2.0), 1.0);
    }
}
