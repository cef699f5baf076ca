//! Experiments that show ideas: patterns that are put to the test, and scenarios to run.

/// What kind of experiment it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A pattern with a control, see `docs/evidence.md`.
    Pattern,
    /// A scenario that ships with the program.
    Scenario,
}

/// One experiment.
#[derive(Debug, Clone, Copy)]
pub struct Demonstration {
    /// Number of the pattern or name of the scenario.
    pub name: &'static str,
    /// Kind.
    pub kind: Kind,
    /// What it asks.
    pub asks: &'static str,
}

macro_rules! experiments {
    ($($kind:ident $name:literal $asks:literal;)*) => {
        /// All experiments that the source map names.
        pub const EXPERIMENTS: &[Demonstration] = &[$(Demonstration { name: $name, kind: Kind::$kind, asks: $asks }),*];
    };
}

experiments! {
    Pattern "SF1" "how many good experiences one bad one takes";
    Pattern "SF2" "whether one-to-one work pays late but lasts";
    Pattern "SF3" "whether a short, intense pilot ends in a cliff";
    Pattern "SF4" "what embedding is worth against an abrupt exit";
    Pattern "SF5" "what happens to the balance of power when the mediator leaves";
    Pattern "SF6" "whether a confident community keeps the balance by itself";
    Pattern "SF8" "what outreach to the wrong groups does to those who are left out";
    Pattern "SF9" "how much more active engagement follows training of civil servants";
    Pattern "SF10" "whether that engagement is sustained";
    Pattern "SF11" "whether reconciliation reaches what effort cannot";
    Pattern "SF12" "what an apology without reform leads to";
    Pattern "SF13" "how much longer a distrustful town takes until forums are feasible";
    Pattern "SF15" "where a committed minority tips a town into action";
    Pattern "SF16" "what repeated over-promising costs";
    Pattern "SF17" "which level of participation suits which depth of relationship";
    Pattern "SF18" "whether a scandal outlasts a rally";
    Pattern "SF19" "whether one-to-one work makes a town resilient to a shock";
    Pattern "SF21" "how much of a gain turnover takes";
    Pattern "SF23" "how far participants differ from the population";
    Pattern "SF24" "what online-only participation does to those without access";
    Pattern "SF26" "how returns to more hours diminish";
    Scenario "millbrook" "whether money at all three scales does more than at one";
    Scenario "pilot-cliff" "what is left of a pilot when it ends";
    Scenario "mediator-leaves" "who holds the balance of power afterwards";
    Scenario "wrong-molecules" "what it costs to work with the wrong groups";
    Scenario "reconciliation" "what acknowledgement and reform do apart and together";
    Scenario "three-circles" "whether all three circles beat any two for the same money";
    Scenario "civil-servant-training" "how training of officials keeps residents active";
    Scenario "promise-too-far" "what promises do that cannot be kept";
    Scenario "scandal-and-rally" "what lasts of either";
    Scenario "connectors" "whether it helps to begin with the well connected";
    Scenario "next-town" "whether the plan that worked here works elsewhere";
}
