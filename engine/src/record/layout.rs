//! Which series a run records, of whom and in which weeks.

use crate::scenario::{Processes, Scenario, WEEKS_PER_YEAR};

use super::{EntityScale, Measure};

/// How often a series is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cadence {
    /// Every `record.every` weeks, at each year's end and at the horizon.
    Means,
    /// Every `record.detail_every` weeks, at each year's end and at the horizon: reads every relation.
    Detail,
}

/// One series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesKey {
    /// Scale of the entity.
    pub scale: EntityScale,
    /// Name of the entity in files.
    pub entity: String,
    /// Position of the entity among those of its scale.
    pub index: usize,
    /// Institution that trust is in, or that the relation is with; the first where none is concerned.
    pub institution: usize,
    /// Measure.
    pub measure: Measure,
    /// How often.
    pub cadence: Cadence,
}

/// All series of a scenario and the weeks of each cadence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordLayout {
    /// Series: by scale from person to place, then entity in scenario order, then measure in catalogue order.
    pub keys: Vec<SeriesKey>,
    /// Weeks of [`Cadence::Means`].
    pub weeks: Vec<u32>,
    /// Weeks of [`Cadence::Detail`].
    pub detail_weeks: Vec<u32>,
}

/// Of whom a series is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// All residents as persons, for each institution.
    Person,
    /// Each group in its relation with each institution.
    Relation,
    /// Each group by itself.
    Community,
    /// Each department.
    Department,
    /// Each institution.
    Institution,
    /// All residents, where it is about an institution: the place where there is one institution, else each institution.
    AllResidents,
    /// The place.
    Place,
}

impl Subject {
    /// Whether entities of a scale are meant.
    pub(super) const fn is_of(self, scale: EntityScale) -> bool {
        matches!(
            (self, scale),
            (Self::Person, EntityScale::Person)
                | (Self::Relation | Self::Community, EntityScale::Group)
                | (Self::Department, EntityScale::Department)
                | (Self::Institution | Self::AllResidents, EntityScale::Institution)
                | (Self::AllResidents | Self::Place, EntityScale::Place)
        )
    }
}

/// What a series is recorded for only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Only {
    /// In every scenario.
    Always,
    /// Where anything moves mood: else a survey of everybody would find trust itself.
    Mood,
    /// Where a group has been harmed, or an event harms.
    Harm,
    /// Where there is one institution.
    OneInstitution,
}

/// Of whom and how often a measure is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Series {
    /// Of whom.
    pub subject: Subject,
    /// How often.
    pub cadence: Cadence,
    /// Where.
    pub only: Only,
}

/// Whether a force, or mood by itself, moves what surveys find beside trust.
fn moves_mood(scenario: &Scenario) -> bool {
    let parameters = &scenario.parameters;
    let swings = parameters.swing_place_sd > 0.0 || parameters.swing_group_sd > 0.0;
    let loaded = scenario.world.factors.iter().any(|factor| factor.load_mood != 0.0);
    loaded || scenario.processes.world_noise && swings
}

/// Whether a measure says something of all residents' trust in an institution.
#[must_use]
pub fn is_trust_of_all(measure: Measure) -> bool {
    let about = |series: &Series| series.subject == Subject::AllResidents || series.only == Only::OneInstitution;
    measure == Measure::TrustInstitution || measure.series().iter().any(about)
}

/// What decides which series are recorded of an entity.
#[derive(Clone, Copy)]
struct Setting {
    several: bool,
    moody: bool,
    harmed: bool,
}

impl Setting {
    /// Measures of a subject that are recorded, in catalogue order, with their cadence.
    fn of(self, processes: &Processes, subjects: &[Subject]) -> impl Iterator<Item = (Measure, Cadence)> {
        let all = Measure::ALL.into_iter().filter(|measure| measure.moves(processes));
        all.filter_map(move |measure| {
            let wanted = |series: &&Series| subjects.contains(&series.subject) && self.holds(series.only);
            // The last: of all residents rather than of the institution, where both would have the same name.
            let series = measure.series().iter().rfind(wanted)?;
            Some((measure, series.cadence))
        })
    }

    const fn holds(self, only: Only) -> bool {
        match only {
            Only::Always => true,
            Only::Mood => self.moody,
            Only::Harm => self.harmed,
            Only::OneInstitution => !self.several,
        }
    }
}

impl RecordLayout {
    /// Layout of a scenario.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let place = &scenario.place;
        let events = &scenario.world.events;
        let mut keys = Vec::new();
        // Trust is never averaged over institutions: where there are several, each has series of its own.
        let several = place.institutions.len() > 1;
        let setting =
            Setting { several, moody: events.iter().any(|e| e.mood != 0.0) || moves_mood(scenario), harmed: false };
        let mut add =
            |setting: Setting, scale, entity: &str, [index, institution]: [usize; 2], subjects: &[Subject]| {
                keys.extend(setting.of(&scenario.processes, subjects).map(|(measure, cadence)| SeriesKey {
                    scale,
                    entity: entity.to_owned(),
                    index,
                    institution,
                    measure,
                    cadence,
                }));
            };
        for (at, institution) in place.institutions.iter().enumerate() {
            let name = if several { format!("{}/residents", institution.name) } else { "residents".to_owned() };
            add(setting, EntityScale::Person, &name, [0, at], &[Subject::Person]);
        }
        for (g, group) in place.groups.iter().enumerate() {
            let harmed = group.harm.iter().any(|&h| h > 0.0) || events.iter().any(|e| e.harm > 0.0);
            let setting = Setting { harmed, ..setting };
            let with_institution: &[Subject] =
                if several { &[Subject::Relation] } else { &[Subject::Relation, Subject::Community] };
            for at in 0..place.institutions.len() {
                add(setting, EntityScale::Group, &scenario.group_label(at, g), [g, at], with_institution);
            }
            if several {
                add(setting, EntityScale::Group, &group.name, [g, 0], &[Subject::Community]);
            }
        }
        for (index, (institution, department)) in scenario.departments().enumerate() {
            let name = scenario.department_label(institution, &department.name);
            add(setting, EntityScale::Department, &name, [index, institution], &[Subject::Department]);
        }
        let [institution_of, place_of]: [&[Subject]; 2] = if several {
            [&[Subject::Institution, Subject::AllResidents], &[Subject::Place]]
        } else {
            [&[Subject::Institution], &[Subject::AllResidents, Subject::Place]]
        };
        for (at, institution) in place.institutions.iter().enumerate() {
            add(setting, EntityScale::Institution, &institution.name, [at, at], institution_of);
        }
        add(setting, EntityScale::Place, &scenario.name, [0, 0], place_of);
        let weeks = |every: u32| {
            (0..=scenario.weeks)
                .filter(|&w| w % every.max(1) == 0 || w % WEEKS_PER_YEAR == 0 || w == scenario.weeks)
                .collect::<Vec<_>>()
        };
        Self { keys, weeks: weeks(scenario.record.every), detail_weeks: weeks(scenario.record.detail_every) }
    }

    /// Weeks of a series.
    #[must_use]
    pub fn weeks_of(&self, key: &SeriesKey) -> &[u32] {
        match key.cadence {
            Cadence::Means => &self.weeks,
            Cadence::Detail => &self.detail_weeks,
        }
    }

    /// Horizons in years at which gains are stated: every full year, and the horizon if it is not one.
    #[must_use]
    pub fn years(scenario: &Scenario) -> Vec<(u32, u32)> {
        let full = scenario.weeks / WEEKS_PER_YEAR;
        let mut years: Vec<(u32, u32)> = (1..=full).map(|y| (y, y * WEEKS_PER_YEAR)).collect();
        if !scenario.weeks.is_multiple_of(WEEKS_PER_YEAR) {
            years.push((full + 1, scenario.weeks));
        }
        years
    }
}
