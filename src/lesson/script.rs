//! What a lesson says and measures: the TOML files in `lessons/`, as typed data.
//!
//! Texts hold no results. What was measured stands in them as `{name}`, filled from the run that was just made.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A lesson.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// Heading.
    pub title: String,
    /// How long a group needs for it.
    pub minutes: u32,
    /// One line for the list.
    pub line: String,
    /// What a trainer wants to have reached at its end.
    pub aim: String,
    /// Simulated towns per strategy.
    pub replicates: u32,
    /// Horizon that the lesson needs; longer scenarios are cut.
    pub weeks: u32,
    /// First beat.
    pub story: String,
    /// Towns that are compared, where it is not only the town as it is.
    #[serde(default)]
    pub towns: Vec<Variant>,
    /// What is asked.
    pub questions: Vec<Question>,
    /// What is measured, by name.
    pub values: BTreeMap<String, Value>,
    /// The chart of the reveal.
    pub chart: ChartScript,
    /// What the lesson stands or falls with.
    pub point: Point,
    /// What to take away, in a sentence or two.
    pub teaches: String,
    /// What the run does not show.
    pub not_claimed: Vec<String>,
    /// One thing to do on Monday.
    pub monday: String,
    /// Questions for the debrief.
    pub debrief: Vec<String>,
    /// For the facilitator: what people usually guess, and why.
    pub usual_guesses: String,
    /// For the facilitator: where to point at on the chart.
    pub point_at: String,
}

/// The town of the scenario with something changed.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Name in texts and charts.
    pub name: String,
    /// Confidence of residents at rest.
    pub confidence: Option<f64>,
    /// Share of ties that stay within the group.
    pub homophily: Option<f64>,
    /// Trust of the least trusting group at the start.
    pub trust: Option<f64>,
    /// Historical harm to the least trusting group.
    pub harm: Option<f64>,
    /// Share of officials who leave in a year.
    pub turnover: Option<f64>,
    /// Names of the events that happen; all of them where it is left out.
    pub events: Option<Vec<String>>,
}

/// What is asked before anything is shown.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Question {
    /// One of several.
    Choice {
        /// The question.
        ask: String,
        /// What can be answered.
        choices: Vec<Choice>,
        /// Which choice the run bears out.
        right: Right,
        /// How far behind the best a choice may be and still count as right, in the model's own units.
        #[serde(default)]
        near: f64,
    },
    /// A number.
    Number {
        /// The question.
        ask: String,
        /// Its unit.
        unit: Unit,
        /// Lowest number that can be guessed.
        low: f64,
        /// Highest number that can be guessed.
        high: f64,
        /// The value guessed at.
        truth: String,
        /// How far off a guess may be and still count as about right, in the unit.
        near: f64,
        /// Where the guess goes on the chart, if anywhere.
        mark: Option<Mark>,
        /// Said to a guess that was too high.
        too_high: String,
        /// Said to a guess that was about right.
        about_right: String,
        /// Said to a guess that was too low.
        too_low: String,
    },
}

/// One answer of several.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The answer.
    pub text: String,
    /// The value that stands for it, where the highest or lowest wins.
    pub value: Option<String>,
    /// What must hold for it, where conditions decide.
    #[serde(default)]
    pub when: Vec<Condition>,
    /// Label of its line in the chart.
    pub line: Option<String>,
    /// Said to whoever chose it.
    pub reply: String,
}

/// How the run decides between choices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Right {
    /// The choice whose value is highest, and all that cannot be told from it.
    Highest,
    /// The choice whose value is lowest, and all that cannot be told from it.
    Lowest,
    /// The first choice whose conditions hold.
    When,
}

/// Where a guessed number goes on the chart.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    /// Week of the mark.
    pub week: u32,
    /// Value that a guessed share is a share of.
    pub of: Option<String>,
}

/// How a number reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Trust on 0–100.
    Points,
    /// A share.
    Percent,
    /// A multiple.
    Times,
    /// A number of weeks.
    Weeks,
    /// Money.
    Money,
}

/// Something measured in the run.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "read", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Value {
    /// A level.
    Level {
        /// Whose path.
        #[serde(rename = "path")]
        path: PathOf,
        /// Which part of it.
        at: When,
        /// How it reads.
        show: Unit,
    },
    /// A difference from another strategy (the baseline, if none is named), in the same simulated towns.
    Gain {
        /// Whose path.
        path: PathOf,
        /// Which part of it.
        at: When,
        /// How it reads.
        show: Unit,
    },
    /// One value divided by another.
    Ratio {
        /// The two values.
        of: [String; 2],
        /// How it reads.
        show: Unit,
    },
    /// One value minus another.
    Minus {
        /// The two values.
        of: [String; 2],
        /// How it reads.
        show: Unit,
    },
}

/// A path over time.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathOf {
    /// Strategy; the baseline where it is left out.
    pub strategy: Option<String>,
    /// Strategy that a gain is against; the baseline where it is left out.
    pub against: Option<String>,
    /// Town, by the name of its variant; the first where it is left out.
    pub town: Option<String>,
    /// Measure; trust where it is left out.
    pub measure: Option<String>,
    /// Group, by name or as `least-trusting`, `most-trusting` or `most-harmed`.
    pub group: Option<String>,
    /// Whether it is about the first institution instead of the place.
    #[serde(default)]
    pub institution: bool,
}

/// Which part of a path counts.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum When {
    /// A week.
    Week(u32),
    /// The highest of a stretch.
    Highest {
        /// First and last week.
        highest: [u32; 2],
    },
    /// The lowest of a stretch.
    Lowest {
        /// First and last week.
        lowest: [u32; 2],
    },
    /// The mean of a stretch.
    Mean {
        /// First and last week.
        mean: [u32; 2],
    },
}

/// A comparison of a value with a number or another value.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The value.
    pub value: String,
    /// What it must be above.
    pub above: Option<Bound>,
    /// What it must be below.
    pub below: Option<Bound>,
}

/// A number, or a value by name.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Bound {
    /// A number, in the model's own units.
    Number(f64),
    /// A value.
    Value(String),
}

/// The chart of the reveal.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartScript {
    /// What is drawn.
    pub title: String,
    /// Whether gains are drawn, or levels.
    pub gain: bool,
    /// How the axis reads.
    pub show: Unit,
    /// The lines.
    pub lines: Vec<LineScript>,
    /// Weeks in which something happens.
    #[serde(default)]
    pub events: Vec<EventScript>,
}

/// A line of the chart.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineScript {
    /// Its label.
    pub label: String,
    /// Its path.
    pub path: PathOf,
}

/// Something that happens, in the chart.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventScript {
    /// When.
    pub week: u32,
    /// What.
    pub label: String,
}

/// What the lesson stands or falls with.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// All of this must hold, surely.
    pub holds: Vec<Condition>,
    /// Said where it does.
    pub says: String,
    /// Said where it does not.
    pub fails: String,
}

impl Unit {
    /// How many of the unit make 1 in the model.
    #[must_use]
    pub const fn scale(self) -> f64 {
        match self {
            Self::Points | Self::Percent => 100.0,
            Self::Times | Self::Weeks | Self::Money => 1.0,
        }
    }

    /// The unit after a number, held to it by a hard space.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Points => "\u{a0}points",
            Self::Percent => "\u{a0}%",
            Self::Times => "\u{a0}times",
            Self::Weeks => "\u{a0}weeks",
            Self::Money => "",
        }
    }
}

impl Value {
    /// How it reads.
    #[must_use]
    pub const fn show(&self) -> Unit {
        match self {
            Self::Level { show, .. }
            | Self::Gain { show, .. }
            | Self::Ratio { show, .. }
            | Self::Minus { show, .. } => *show,
        }
    }
}

impl Script {
    /// Reads a lesson.
    ///
    /// # Errors
    /// What is wrong with its text.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// All paths that values and chart read.
    pub fn paths(&self) -> impl Iterator<Item = &PathOf> {
        let of_values = self.values.values().filter_map(|value| match value {
            Value::Level { path, .. } | Value::Gain { path, .. } => Some(path),
            _ => None,
        });
        of_values.chain(self.chart.lines.iter().map(|line| &line.path))
    }

    /// Names of the strategies that the lesson needs, in order of appearance, each once.
    #[must_use]
    pub fn strategies(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for name in self.paths().flat_map(|path| [path.strategy.as_deref(), path.against.as_deref()]).flatten() {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Names of the events that the lesson needs.
    #[must_use]
    pub fn events(&self) -> Vec<&str> {
        self.towns.iter().filter_map(|town| town.events.as_ref()).flatten().map(String::as_str).collect()
    }

    /// All texts that are shown, with where they stand.
    #[must_use]
    pub fn texts(&self) -> Vec<(&'static str, &str)> {
        let mut texts = vec![
            ("line", self.line.as_str()),
            ("aim", &self.aim),
            ("story", &self.story),
            ("point.says", &self.point.says),
            ("point.fails", &self.point.fails),
            ("teaches", &self.teaches),
            ("monday", &self.monday),
            ("usual_guesses", &self.usual_guesses),
            ("point_at", &self.point_at),
            ("chart.title", &self.chart.title),
        ];
        texts.extend(self.not_claimed.iter().map(|text| ("not_claimed", text.as_str())));
        texts.extend(self.debrief.iter().map(|text| ("debrief", text.as_str())));
        for question in &self.questions {
            match question {
                Question::Choice { ask, choices, .. } => {
                    texts.push(("ask", ask));
                    for choice in choices {
                        texts.push(("choice", &choice.text));
                        texts.push(("reply", &choice.reply));
                    }
                }
                Question::Number { ask, too_high, about_right, too_low, .. } => {
                    texts.push(("ask", ask));
                    texts.extend([too_high, about_right, too_low].map(|text| ("reply", text.as_str())));
                }
            }
        }
        texts
    }
}
