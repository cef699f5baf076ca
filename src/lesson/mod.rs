//! Lessons: a story, a guess, a run made on the spot, the surprise, and what to take away.
//!
//! A lesson is data ([`script`]), plays in a town ([`town`]), reads it ([`measure`]), and stands or falls with a point
//! that is checked each time. No text of a lesson holds a result: [`words`] fills them in from the run.
//! [`guess`] reads what people type, [`chart`] draws in plain text, and [`play`] says what is said at each beat.

pub mod chart;
pub mod guess;
pub mod measure;
pub mod play;
pub mod script;
pub mod town;
pub mod words;

pub use guess::Guess;
pub use measure::{Reading, TownRun, Verdict};
pub use play::Style;
pub use script::Script;
pub use words::Facts;

/// A lesson as it comes with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shipped {
    /// Name on the command line, and of its two files.
    pub name: &'static str,
    /// What it says and measures.
    pub script: &'static str,
    /// The town in which it plays.
    pub scenario: &'static str,
}

/// Declares the lessons and what they are made of.
macro_rules! shipped {
    ($($name:literal),* $(,)?) => {
        /// All lessons, in the order of the list.
        pub const LESSONS: &[Shipped] = &[$(Shipped {
            name: $name,
            script: include_str!(concat!("../../lessons/", $name, ".toml")),
            scenario: include_str!(concat!("../../scenarios/", $name, ".toml")),
        }),*];
    };
}

shipped!(
    "pilot-cliff",
    "connectors",
    "wrong-molecules",
    "promise-too-far",
    "scandal-and-rally",
    "reconciliation",
    "mediator-leaves",
    "three-circles",
    "civil-servant-training",
    "next-town",
);

/// A lesson by name; upper and lower case, spaces and hyphens are all the same.
#[must_use]
pub fn find(name: &str) -> Option<&'static Shipped> {
    let plain = |text: &str| text.trim().to_lowercase().replace([' ', '_'], "-");
    LESSONS.iter().find(|lesson| lesson.name == plain(name))
}

impl Shipped {
    /// The text of a strategy of its town, to be copied into another.
    #[must_use]
    pub fn strategy(&self, name: &str) -> Option<String> {
        let wanted = format!("name = \"{name}\"");
        let block = self.scenario.split("\n[[strategies]]\n").skip(1).find(|block| {
            block.lines().take_while(|line| !line.starts_with("[[")).any(|line| line.trim_end() == wanted)
        })?;
        // Comments and other sections behind it belong to what comes next.
        let mut lines: Vec<&str> = block
            .lines()
            .take_while(|line| {
                let section = line.starts_with('[') && !line.starts_with("[[strategies.");
                !section && !line.starts_with("# ----")
            })
            .collect();
        while lines.last().is_some_and(|line| line.trim().is_empty() || line.starts_with('#')) {
            lines.pop();
        }
        Some(format!("[[strategies]]\n{}", lines.join("\n")))
    }
}
