//! The scenario that `groundswell new` writes: every line explained, ready to run.

use super::import::{NewGroup, Sure};
use super::plan::Contents;
use super::write::quote;
use std::fmt::Write;

/// Groups of a new town where no table is given.
const SAMPLE: [(&str, f64, f64); 3] = [("Centre", 0.45, 0.55), ("Hillside", 0.35, 0.58), ("Riverside", 0.20, 0.45)];

/// The text of a new scenario.
#[must_use]
pub fn template(name: &str, groups: &[NewGroup]) -> String {
    let sample: Vec<NewGroup> = SAMPLE
        .iter()
        .map(|(name, share, trust)| NewGroup {
            name: (*name).to_owned(),
            share: *share,
            trust: *trust,
            sure: Some(Sure::Range(trust - 0.04, trust + 0.04)),
        })
        .collect();
    let groups = if groups.is_empty() { &sample } else { groups };
    let usual = Contents::default();
    let mut out = HEAD
        .replace("{name}", &quote(name))
        .replace("{worlds}", &usual.worlds.to_string())
        .replace("{currency}", &quote(&usual.place.currency));
    let needs_rescaling = (groups.iter().map(|group| group.share).sum::<f64>() - 1.0).abs() > 1e-6;
    if needs_rescaling {
        out.push_str("normalise = true             # the shares in the table were rounded: rescale them to 100 %\n");
    }
    out.push_str(GROUPS);
    for group in groups {
        let _ = write!(
            out,
            "\n[[place.groups]]\nname = {}\nshare = \"{} %\"\ntrust = {{ mean = \"{}\", sd = \"{} %\"{} }}\n",
            quote(&group.name),
            percent(group.share),
            match group.sure {
                Some(Sure::Range(low, high)) => {
                    format!("{} % ({} to {})", percent(group.trust), percent(low), percent(high))
                }
                _ => format!("{} %", percent(group.trust)),
            },
            // The usual spread, where the mean leaves room for it.
            percent(0.12f64.min((0.4 * (group.trust * (1.0 - group.trust)).sqrt() * 100.0).floor() / 100.0).max(0.01)),
            match group.sure {
                Some(Sure::Survey(n)) => format!(", n = {n}"),
                _ => String::new(),
            },
        );
    }
    let least =
        groups.iter().min_by(|a, b| a.trust.total_cmp(&b.trust)).map_or_else(String::new, |group| quote(&group.name));
    out.push_str(&TAIL.replace("{least}", &least));
    out
}

/// A share as a percentage with no more digits than it needs.
fn percent(share: f64) -> String {
    let text = format!("{:.4}", share * 100.0);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

const HEAD: &str = r#"# A Groundswell scenario. Lines that begin with # are explanations; the program skips them.
# A line reads  key = value . Texts stand in quotes, numbers do not. Change what you like, then run
#     groundswell check scenario.toml
# which says what is wrong or odd, and where. Only `name` and `residents` are required: any other line may be deleted
# and then takes its default.   groundswell explain  lists everything that can be set.

format = 2                   # version of this file format
name = {name}
start = 2026-01-05           # date of the first week (year-month-day)
years = 10                   # how far to look ahead (1 to 20; more is possible, but little is known)
seed = 1                     # any whole number; the same seed gives the same numbers on any computer
worlds = {worlds}                 # how many draws of all that nobody knows; every strategy meets the same ones

# Any number may say how sure it is: "41 % (35 to 47)" is 41 %, and with nine chances in ten between 35 and 47 %. Worlds are
# drawn from that, and from what is plausible of every parameter of the model (groundswell explain turnover).

# ---- The place -------------------------------------------------------------------------------------------------------
[place]
residents = 10_000           # people who live there (1 to 50 million; the underscore only helps the eye)
currency = {currency}               # sign for money in texts and charts
"#;

const GROUPS: &str = r"
# Groups are parts of the town whose trust differs: districts, tenants, age groups. The shares add up to 100 %.
#   share   share of the residents
#   trust   how far they trust the council, as surveys ask it: the mean and the spread (sd) between people, both between
#           0 and 100 %. An sd of 10 to 20 % is usual. A mean from a survey may say n, how many were asked, instead of a
#           range.
# Further keys of a group: harm (0 to 1: historical harm by the council, which holds trust down until it is acknowledged
# and practice is reformed), access, exposure, seat, tags.
";

const TAIL: &str = r#"
# The institution and its departments.
[[place.institutions]]
name = "Council"
staff = 60                   # officials in all, shared evenly among the departments below

[[place.institutions.departments]]
name = "Housing"
contacts = "1.5 / year (1 to 2.2)"   # how often a resident deals with it (also: per month, per week)
quality = "80 % (74 to 85)"   # how good and fair an ordinary contact is (0 to 100 %)

[[place.institutions.departments]]
name = "Streets"
contacts = "4 / year (3 to 5.5)"
quality = "82 % (76 to 87)"

[[place.institutions.departments]]
name = "Care"
contacts = "1 / year (0.7 to 1.5)"
quality = "84 % (79 to 88)"

# ---- What the world may do -------------------------------------------------------------------------------------------
# The six forces are political, economic, social, technological, legal and environmental. Each drifts a little by itself.
# Events come on top. This one makes service worse for a while; -0.1 is a hard blow, -0.03 a mild one.
[[world.events]]
name = "Budget squeeze"
factor = "economic"
at = "3 years"               # from the start (or a date, such as 2029-01-01)
shape.step = { size = "-0.06 (-0.1 to -0.03)", duration = "2 years" }

# ---- What could be done ----------------------------------------------------------------------------------------------
# Doing nothing is always run as well and is called Baseline. To compare like with like, all strategies here cost the
# same. Each puts money into up to three scales:
#   atoms      one-to-one work       person-centred, encounter-training, staff-continuity
#   molecules  groups                outreach
#   organism   the whole institution transparency, acknowledgement, reform, broadcast
# The shares of one strategy add up to 100 % of its budget.

[[strategies]]
name = "People first"
description = "Named officials who know their residents, and training for all who meet the public."
budget = "150_000 / year"    # (also: / month, / week)

[[strategies.investments]]
instrument = "person-centred"
share = "80 %"               # of the budget
target = "least-trusting"    # anyone, connectors (people with many ties), least-trusting, or { groups = ["..."] }
from = "0 weeks"             # when it begins, counted from the start
until = "10 years"           # when it ends

[[strategies.investments]]
instrument = "encounter-training"
share = "20 %"

[[strategies]]
name = "Groups first"
description = "Sessions with the group that trusts least."
budget = "150_000 / year"

[[strategies.investments]]
instrument = "outreach"
share = "100 %"
target = { groups = [{least}] }

[[strategies]]
name = "Institution first"
description = "Open books and plain reasons, and telling people about it."
budget = "150_000 / year"

[[strategies.investments]]
instrument = "transparency"
share = "60 %"

[[strategies.investments]]
instrument = "broadcast"
share = "40 %"
"#;
