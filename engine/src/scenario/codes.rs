//! Every code a problem can carry, with what it means: the table behind `groundswell explain E012`.

/// Whether a problem stops the work, and with which exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// The scenario or its data cannot be used.
    Invalid,
    /// A file is missing, cannot be read, or is in the way.
    File,
    /// Worth knowing; does not stop the work.
    Warning,
}

/// Generates the codes, their table and their lookup from one list.
macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $title:literal $explanation:literal;)*) => {
        /// What kind of problem it is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $title] $variant,)*
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The code as printed, e.g. `E012`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// A short title.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),* }
            }

            /// What it means and what to do about it.
            #[must_use]
            pub const fn explanation(self) -> &'static str {
                match self { $(Self::$variant => $explanation),* }
            }

            /// Whether it stops the work.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),* }
            }
        }
    };
}

codes! {
    Syntax "E001" Invalid "not valid TOML"
        "The file could not be read as TOML. Most often a text lacks its quotes, a bracket is not closed, or a line has no `=`. A line reads `key = value`; texts stand in quotes (\"41 %\"), numbers do not (25_000). Problems inside the scenario are looked for once the file can be read.";
    TooDeep "E002" Invalid "nested too deeply"
        "Brackets or dotted keys are nested more than 80 levels deep. A scenario needs four.";
    UnknownKey "E003" Invalid "unknown key"
        "Groundswell does not know this key here. It may be misspelt, or belong to another section: a key belongs to the last [section] above it. Nothing is ignored silently, so that no setting is lost to a typing error.";
    DuplicateKey "E004" Invalid "key written twice"
        "The same key (or the same [section]) is written twice. Keep one. Sections that may repeat stand in double brackets: [[place.groups]].";
    MissingKey "E005" Invalid "missing key"
        "A key that has no default is missing. Everything else may be left out.";
    WrongType "E006" Invalid "wrong kind of value"
        "The value is of another kind than the key needs, e.g. a text where a table belongs. The message says what is needed and how it is written.";
    UnknownFormat "E007" Invalid "unknown format"
        "`format` says for which version of the scenario file the text was written. This release reads formats 1 and 2.";
    NotANumber "E010" Invalid "not a usable number"
        "The value is not a number, or is infinite or undefined (inf, nan), which no quantity of a scenario can be.";
    Unit "E011" Invalid "missing or wrong unit"
        "Durations, rates and budgets carry their unit in the file, so that nobody has to guess: \"6 months\", \"2 years\", \"26 weeks\"; \"1.5 / year\", \"0.3 / week\"; \"300_000 / year\". A year has 52 weeks; a month is a twelfth of a year.";
    OutOfRange "E012" Invalid "out of range"
        "The number is outside the range that makes sense for it. Shares, trust and quality lie between 0 and 1: type 0.41 or \"41 %\", not 41. `groundswell explain NAME` gives the range of every parameter and cost.";
    NotWhole "E013" Invalid "not a whole number"
        "This key counts things or weeks and takes whole numbers only.";
    Conflict "E014" Invalid "keys that exclude one another"
        "Two keys say the same thing in two ways, or one key needs another that is not there. The message says which to keep or add.";
    BadName "E015" Invalid "unusable name"
        "Names appear in tables, charts and file names. They must not be empty or longer than 120 characters, and must not begin with =, +, - or @, because spreadsheets would take such a name for a formula and carry it out; names of institutions and departments must not hold a slash, because results say Council/Housing.";
    BadDate "E016" Invalid "unusable date"
        "Dates are written 2026-01-05 (year-month-day), without a time, between the years 1 and 9000; events and promises must not lie before the start of the scenario.";
    HiddenCharacter "E017" Invalid "character that cannot be seen"
        "A name or text holds a character that cannot be seen: a control character, a sign that turns the direction of writing round (such as U+202E), a space or joiner without width (such as U+200B), or a separator of lines or paragraphs. Such a character can make one name look like another and show the text beside it in another order, in tables, pages and terminals. Often it was copied along from a web page: type the text anew. Descriptions may have lines and tabs.";
    UnknownName "E020" Invalid "a name that is not there"
        "A group, department, institution, instrument, factor, parameter, cost or process is named that does not exist. Names must be written exactly as where they are defined, capital letters included.";
    DuplicateName "E021" Invalid "name used twice"
        "Two groups, institutions, strategies, or departments of one institution share a name. Results could not tell them apart.";
    ReservedName "E022" Invalid "reserved name"
        "The baseline (doing none of the strategies) is always run and is called Baseline. It need not and cannot be listed.";
    TooLarge "E030" Invalid "too large for memory"
        "A run needs about 100 bytes for each resident and strategy lane (up to 16 lanes at a time), 8 bytes for each resident and tie, and all of that for every replicate that runs at the same time; `groundswell check` says how much it comes to. What is free is the least of what the machine has, what its control group (or container) leaves, and what the process is allowed (ulimit). At most 50 million residents, 2 billion ties and 100 million posts can be simulated. A smaller town of the same make-up gives the same means.";
    Shares "E031" Invalid "shares do not add up"
        "The shares of the groups must add up to 1 (100 %). Groups without a share divide what is left. Write `normalise = true` in [place] to have them rescaled.";
    Spread "E032" Invalid "impossible spread of trust"
        "Trust lies between 0 and 1, so its standard deviation cannot exceed the square root of mean x (1 - mean), and near that limit everybody would have to be at 0 or 1. Choose a smaller sd, or a mean nearer to 50 %.";
    Dense "E033" Invalid "network too dense"
        "The mean number of ties inside a group or in the whole place is larger than the number of others a resident could be tied to. Lower mean_degree or homophily, or make the group larger.";
    TooSmall "E034" Invalid "group without residents"
        "The share of the group is so small that it has less than one resident.";
    Staff "E035" Invalid "staff do not fit"
        "Every department needs at least one post, and where departments state their own posts these must add up to the staff of the institution.";
    Unreachable "E036" Invalid "stated trust cannot hold"
        "Trust as stated could not last: under the baseline it would drift away, whatever the base rate. The message gives the range that can hold. State a trust inside it, change the quality or the contacts of the departments, or write start = \"as given\" in [place] to begin there all the same and see the drift.";
    Horizon "E040" Invalid "outside the horizon"
        "The investment or promise begins after the last week that is simulated, so it could have no effect. Begin earlier or simulate more years.";
    EndsFirst "E041" Invalid "ends before it begins"
        "`until` must be later than `from`.";
    Overspent "E042" Invalid "spends more than its budget"
        "The investments that run at the same time take more than the budget of their strategy. Shares of one strategy may add up to 100 % at any time.";
    WrongScale "E043" Invalid "instrument of another scale"
        "Each instrument works at one scale: person-centred, encounter-training and staff-continuity at atoms; outreach at molecules; transparency, acknowledgement, reform and broadcast at organism. Correct `scale`, or leave it out.";
    IdleEvent "E044" Invalid "event without effect"
        "An event needs at least one of shape, mood, scandal and harm.";
    Reversed "E045" Invalid "ends in the wrong order"
        "The lower end must be below the upper end.";
    NotTraced "E046" Invalid "not part of this run"
        "What was asked of a finished run is not in it: a month beyond its horizon, a strategy it does not have, or causes that were not traced. `record.traced_replicates` says in how many replicates every week's change of trust is traced to its causes (8 unless the scenario says otherwise).";
    Certain "E047" Invalid "cannot be uncertain"
        "A number may say how sure it is, `0.6 (0.3 to 0.8)`, unless it is chosen and not met: money, its shares and its time, the horizon, and what is written down. What such a choice brings is uncertain through what it meets.";
    Outside "E048" Invalid "median outside of its range"
        "`m (a to b)` says that half of what is thought possible lies above m, one part in twenty below a and one in twenty above b. So m lies between a and b.";
    CsvEmpty "E050" Invalid "empty table"
        "The file has no rows besides its heading.";
    CsvShape "E051" Invalid "ragged table"
        "Every row of a CSV file must have as many cells as its first row, the heading. Cells that hold a comma stand in quotes.";
    CsvColumn "E052" Invalid "missing or unknown column"
        "The heading of the CSV file lacks a column that is needed, or names one that is not known or appears twice.";
    CsvCell "E053" Invalid "unusable cell"
        "A cell of the CSV file does not hold what its column needs.";
    UnknownResident "E054" Invalid "tie to an unknown resident"
        "Every `from` and `to` in the ties file must be an `id` of the residents file.";
    DuplicateRow "E055" Invalid "row repeated"
        "A resident id, a tie, or a date of a group (in a survey: of a group and measure) is listed twice.";
    SurveyDate "E056" Invalid "date that cannot be read"
        "Dates of a survey are written year first: 2026-01-05. Where only the month, the quarter or the year is known, 2026-01, 2026-Q1 and 2026 are read as its middle: the 15th of the month, the 15th of the quarter's second month, 1 July. Other spellings are refused, because 03/04/2026 is a day in March for some and in April for others.";
    SurveyScale "E057" Invalid "values on another scale"
        "Values of a survey lie between 0 and 1, where 1 stands for full trust. Most values of this file lie above 1, so it seems to count to 100. Say so with --scale 100. Numbers with a percent sign (41 %) are understood on any scale.";
    MixedScales "E058" Invalid "values on two scales"
        "Some values of the survey count to 1 and others to 100, or percent signs stand beside plain numbers above 1. Which is which cannot be known for certain, and a wrong guess would be off a hundredfold. Write all values alike.";
    TooLittle "E059" Invalid "too little to learn from"
        "A forecast learns from how trust has moved, and is tested on what came next. That takes at least three dates with a value: two to learn from and one to be tested on.";
    NotFound "E060" File "file not found"
        "The file does not exist. Paths inside a scenario are relative to the folder of the scenario file.";
    Directory "E061" File "a folder, not a file"
        "The path names a folder. Name the file inside it, e.g. millbrook/scenario.toml.";
    Unreadable "E062" File "file cannot be read"
        "The operating system refused to read or write the file. The message gives its reason.";
    NotUtf8 "E063" File "not UTF-8 text"
        "The file is not UTF-8 text. Save it again as UTF-8 (in a spreadsheet: \"CSV UTF-8\").";
    FileTooLarge "E064" File "file too large"
        "Scenario files may have 64 MB and data files 4 GB.";
    NotAFile "E065" File "not a regular file"
        "The path names a pipe, a device or a socket. These may have no end, or wait for ever, so scenarios, surveys and tables are read from regular files only. `groundswell run -` and `groundswell check -` read a scenario from standard input; tables that it names are then looked for in the current folder. A file that is really called - is written ./-.";
    Exists "E070" File "already there"
        "Nothing is overwritten unless you say so with --force.";
    NotResults "E071" File "no results of a run"
        "The path is not a folder that `groundswell run` has written, or not a report that it has written: there is no manifest in it, or it belongs to a stress test, back-test, forecast or calibration, which do not have what was asked for. Name the whole folder, as the command printed it.";
    Changed "E072" Invalid "results were changed"
        "A file of the results is not what the run has written: its digest differs from the manifest's, or it does not fit the scenario. Nothing is made from it, because nobody could check it. `groundswell rerun DIR` runs the scenario again and says what differs and where.";
    OtherVersion "E073" Invalid "results of another version"
        "The results were written by another version of the program, whose numbers and files may be others. Use that version, or run the scenario again with this one.";
    NotInside "E074" Invalid "tables that a page cannot carry"
        "The scenario reads residents, ties or published values from tables. They lie in the folder of the results and not in its report, so a report alone is not enough to run it again: name the folder. Nor is a table opened that lies outside the folder of the results which name it: they were changed, or are not complete.";
    InUse "E075" File "another run writes there"
        "Another process is writing results to the same place at this moment. Wait until it has ended, or write elsewhere with --out. The lock is the system's and goes with the process that holds it, so nothing needs to be cleaned up after a crash.";
    DifferentInstitutions "E080" Invalid "strategies act in different institutions"
        "A stress test compares options by trust in one institution, and trust in another is not the same thing. Put the strategies of each institution into a scenario of their own, and test these one by one.";
    UnequalBudgets "W001" Warning "budgets differ"
        "The strategies do not cost the same, so a better result may only mean more money. Give them equal budgets, or compare gain per 1,000.";
    NotAllotted "W002" Warning "budget not fully allotted"
        "The investments never take the whole budget. What is not allotted is not spent.";
    FarHorizon "W003" Warning "far horizon"
        "Beyond 20 years nothing in the model has been compared with data, and towns change in ways that the model leaves out.";
    FewReplicates "W004" Warning "few replicates"
        "With fewer than 30 replicates the ranges are wide and their ends rough. 40 is the default; 100 or more settle close calls.";
    OverCap "W005" Warning "more money than staff hours"
        "Person-centred work may take only part of the staff's hours (programme_cap). Money beyond it stays unspent and is reported. Write hires = true, lower the share, or spread the work over more departments.";
    NoEffect "W006" Warning "key without effect"
        "The key is understood but changes nothing here.";
    LateEvent "W007" Warning "event after the horizon"
        "The event begins after the last week that is simulated.";
    SharesIgnored "W008" Warning "stated shares not used"
        "Residents are read from a file, so the sizes of the groups follow that file.";
    NoStrategy "W009" Warning "nothing to compare"
        "The scenario has no strategy, so only the baseline will be run. Add [[strategies]] with a budget and investments.";
    StartMissed "W010" Warning "start not quite as stated"
        "The run begins, for at least one group, more than a point of trust away from the stated mean or sd. A small sd cannot be reached where chance encounters alone spread people further apart; a large one where neither disposition nor personal treatment can. The message names what was reached; results are about that.";
    ManyResidents "W011" Warning "many residents written down one by one"
        "`record.residents = \"final\"` writes a row for every resident of every replicate under every strategy. Beyond a few million rows most programs cannot open the file. Record fewer replicates or residents, or leave the key out: means, spread and shares are in series.csv all the same.";
    Separated "W012" Warning "columns separated by another sign"
        "The columns of the table are separated by semicolons or tabs instead of commas. It was read that way. Numbers may then have a decimal comma: 41,5 is read as 41.5.";
    ExtraColumn "W013" Warning "column not used"
        "The table has columns that are not read. A survey is read from date, group, measure, value, n and se.";
    LowScale "W014" Warning "values low for their scale"
        "The scale says that 100 stands for full trust, but no value is above 1. If 0.41 means 41 %, leave --scale 100 away: otherwise it is read as 0.41 %.";
    NearNames "W015" Warning "names that differ in little"
        "Two groups or measures differ only in capitals or spaces. They are read as two. If they are one, write them alike.";
    ConstantSeries "W016" Warning "series that never moves"
        "All values of the series are equal. It says nothing about how trust moves: it may have been filled in, carried forward or rounded.";
    ShortSeries "W017" Warning "series with few values"
        "The series has fewer than three values, too few to learn from and be tested on. It is read, and can be forecast only by what other series show.";
    EmptySeries "W018" Warning "series without values"
        "Nothing is left of the series after rows without a value were skipped. It was left out.";
    OutsideBreak "W019" Warning "change of method outside the survey"
        "No wave lies before the day, or none after it, so levels before and after cannot be told apart and the change of method has no effect.";
    Idle "W020" Warning "nothing to act on"
        "The instrument cannot change trust here, because everything it works through is at rest: its money would be spent for exactly nothing. The message says what is at rest. Add what it works with, or leave it out.";
}

impl Code {
    /// Looks a code up by its printed form; capital letters do not matter.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name().eq_ignore_ascii_case(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_sorted_and_their_letter_tells_the_severity() {
        for pair in Code::ALL.windows(2) {
            assert!(pair[0].name() < pair[1].name());
        }
        for code in Code::ALL {
            assert_eq!(code.name().starts_with('W'), code.severity() == Severity::Warning, "{}", code.name());
            assert_eq!(Code::find(code.name()), Some(*code));
        }
    }
}
