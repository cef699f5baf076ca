//! `[place]`: residents, groups, institutions, the network.

use super::{number, share};
use crate::scenario::legible;
use crate::scenario::plan::{
    Department, DepartmentKeys, Group, GroupKeys, Institution, InstitutionKeys, Place, PlaceKeys,
};
use crate::scenario::problem::Code;
use crate::scenario::reader::{Field, Section, Value};
use crate::scenario::reference::{Key, rows};
use crate::scenario::units::Quantity;
use std::ops::Range;
use toml::Spanned;

/// `[place]`.
pub struct PlaceFile {
    pub span: Range<usize>,
    pub residents: Field<u64>,
    pub residents_file: Field<String>,
    pub ties: Field<String>,
    pub directed: Field<bool>,
    pub network: Option<NetworkFile>,
    pub keys: PlaceKeys,
    pub normalise: bool,
    pub groups: Vec<GroupFile>,
    pub institutions: Vec<InstitutionFile>,
}

/// Kinds of networks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum NetworkKind {
    SmallWorld,
    BlockModel,
    Complete,
}

/// `network.small-world`, `network.block-model` or `network.complete`.
pub struct NetworkFile {
    pub span: Range<usize>,
    pub kind: NetworkKind,
    pub mean_degree: Field<f64>,
    pub rewiring: Field<f64>,
    pub homophily: Field<f64>,
    pub p_in: Field<f64>,
    pub p_out: Field<f64>,
}

/// `[[place.groups]]`.
pub struct GroupFile {
    pub span: Range<usize>,
    pub path: String,
    pub name: Field<String>,
    pub share: Field<f64>,
    /// Whether a share is written but unusable.
    pub share_refused: bool,
    /// The `trust` entry as a whole, for later problems.
    pub trust_span: Range<usize>,
    pub trust_mean: Field<f64>,
    pub trust_sd: Field<f64>,
    /// Respondents of the survey that the mean is from.
    pub respondents: Field<u64>,
    pub about: Field<String>,
    pub harm: HarmFile,
    /// Exposure to all factors at once.
    pub exposure_all: Field<f64>,
    pub exposure: Vec<(Spanned<String>, f64)>,
    pub keys: GroupKeys,
    pub tags: Vec<(String, String)>,
}

/// Historical harm: by the first institution, or by name.
#[derive(Default)]
pub struct HarmFile {
    pub first: Field<f64>,
    pub by_name: Vec<(Spanned<String>, f64)>,
}

/// `[[place.institutions]]`.
pub struct InstitutionFile {
    pub span: Range<usize>,
    pub path: String,
    pub name: Field<String>,
    pub staff: Field<u64>,
    pub keys: InstitutionKeys,
    pub departments: Vec<DepartmentFile>,
}

/// `[[place.institutions.departments]]`.
pub struct DepartmentFile {
    pub name: Field<String>,
    pub posts: Field<u64>,
    pub keys: DepartmentKeys,
    pub quality_procedural: Field<f64>,
    pub quality_outcome: Field<f64>,
}

/// Rows of the reference page.
pub fn rows() -> Vec<Key> {
    rows! {
        in "place":
            "residents", "1 to 50,000,000", "required (unless `residents_file`)", "Number of residents.";
            plain Place;
            "network.small-world", "{ mean_degree, rewiring, homophily }", "10, 0.1, 0.7", "Who talks to whom: a ring inside each group, some ties rewired, the rest across groups. The default mean degree is lower where the smallest group could not hold it.";
            "network.block-model", "{ mean_degree, homophily } or { p_in, p_out }", "-", "Random ties instead, with a share inside the group; or each tie with a chance of its own, `p_in` inside a group and `p_out` across groups.";
            "network.complete", "true or false", "false", "Everybody is tied to everybody instead, for at most 5,000 residents.";
            "normalise", "true or false", "false", "Rescale the shares of the groups so that they add up to 1.";
            "residents_file", "CSV: id,group and optional columns", "-", "Residents one by one. Group shares follow the file; groups need not be written; trust of groups is taken from the column `institution_trust` (share) where it is not stated. Other columns: `susceptibility` (share, see `[talk]`), `threshold` (share of neighbours), `active` (true or false), `propensity` (number), `confidence` (share).";
            "ties", "CSV: from,to[,weight]", "-", "Ties between the ids of `residents_file`, instead of a network. Weights are rescaled so that those of a resident add up to 1. A resident may be tied to himself or herself: that is the weight of one's own view.";
            "directed", "true or false", "true if some pair is listed both ways with different weights", "Whether a row of `ties` counts for its own direction only (`from` listens to `to`), or ties both to one another.";
        in "[place.groups]":
            "name", "text", "required", "Name of the group. Without any group, one group \"Residents\" is implied.";
            "share", "share", "an equal part of what is left", "Share of residents. Shares add up to 1.";
            "trust", "{ mean, sd, n } or the mean alone", "0.55, 0.12", "Trust at the start, mean and standard deviation between residents. The default sd is smaller where the mean leaves no room for it. With `n`, the respondents of the survey that the mean is from, the mean is as uncertain as such a survey, with its design effect.";
            "about", "name of an institution", "the first", "Which institution the stated trust is about.";
            "harm", "share, or { Institution = share }", "0", "Historical harm; it puts a ceiling on trust until it is acknowledged and reformed. A plain number is about the first institution.";
            "access", "{ online, in_person }", "0.7, 0.8", "Shares of the group that can be reached online and in person.";
            "exposure", "number, or { factor = number }", "1", "How strongly the forces of the world reach the group; 1 is average.";
            plain Group;
            "tags", "{ key = text }", "none", "Labels for tables, e.g. { tenure = \"renting\" }.";
        in "[place.institutions]":
            "name", "text without slash", "required", "Name. Without any institution, a Council is implied.";
            "staff", "whole number", "the posts of its departments, or one for 200 residents, at least 12", "Posts, shared evenly among the departments that state none.";
            plain Institution;
        in "[place.institutions.departments]":
            "name", "text without slash", "required", "Name. Without any department, Housing, Streets and Care are implied.";
            "posts", "whole number", "an even share of `staff`", "Posts of the department (`staff` is understood too).";
            plain Department;
            "quality", "share, or { procedural, outcome }", "the parameters `quality_procedural` and `quality_outcome`, 0.82", "How fairly people are treated, and how good what they get is.";
    }
}

impl PlaceFile {
    /// Reads `[place]`.
    pub fn read(section: &Section<'_>) -> Self {
        let lists = |key| section.get(key).map(|value| value.sections()).unwrap_or_default();
        let network = section.section("network");
        let file = Self {
            span: section.span.clone(),
            residents: section.get("residents").and_then(|value| value.whole(1, u64::MAX)),
            residents_file: section.get("residents_file").and_then(|value| value.text()),
            ties: section.get("ties").and_then(|value| value.text()),
            directed: section.get("directed").and_then(|value| value.switch()),
            network: NetworkFile::read(&network),
            keys: PlaceKeys::read(section),
            normalise: section.get("normalise").and_then(|value| value.switch()).is_some_and(Spanned::into_inner),
            groups: lists("groups").iter().map(GroupFile::read).collect(),
            institutions: lists("institutions").iter().map(InstitutionFile::read).collect(),
        };
        if !section.is_given() {
            section.missing("place", "[place]  and below it  residents = 25_000");
        } else if section.get("residents").is_none() && section.get("residents_file").is_none() {
            section.missing("residents", "residents = 25_000");
        }
        section.finish();
        file
    }
}

impl NetworkFile {
    fn read(section: &Section<'_>) -> Option<Self> {
        let described = [
            (NetworkKind::SmallWorld, section.get("small-world")),
            (NetworkKind::BlockModel, section.get("block-model")),
            (NetworkKind::Complete, section.get("complete")),
        ];
        section.finish();
        let mut given = described.into_iter().filter_map(|(kind, value)| Some((kind, value?)));
        let (kind, first) = given.next()?;
        if let Some((_, second)) = given.next() {
            let problem = second.problem(Code::Conflict, "the network is described twice");
            return second.refuse(problem.help("keep one of small-world, block-model and complete"));
        }
        let span = first.span();
        if kind == NetworkKind::Complete {
            let none = Self { span, kind, mean_degree: None, rewiring: None, homophily: None, p_in: None, p_out: None };
            return first.switch()?.into_inner().then_some(none);
        }
        let inner = first.section()?;
        let blocks = kind == NetworkKind::BlockModel;
        let network = Self {
            span,
            kind,
            mean_degree: number(&inner, "mean_degree", 0.0, 10_000.0),
            rewiring: if blocks { None } else { share(&inner, "rewiring") },
            homophily: share(&inner, "homophily"),
            p_in: if blocks { share(&inner, "p_in") } else { None },
            p_out: if blocks { share(&inner, "p_out") } else { None },
        };
        let by_number = inner.get("mean_degree").or(inner.get("homophily"));
        if let (Some(_), Some(second)) = (network.p_in.as_ref().or(network.p_out.as_ref()), by_number) {
            let problem = second.problem(Code::Conflict, "the density of the network is given twice");
            second.refuse::<()>(problem.help("write mean_degree and homophily, or p_in and p_out"));
        }
        inner.finish();
        Some(network)
    }
}

impl GroupFile {
    fn read(section: &Section<'_>) -> Self {
        let name = section.get("name");
        if name.is_none() {
            section.missing("name", "name = \"Riverside\"");
        }
        let trust = section.get("trust");
        let trust_span = trust.as_ref().map_or_else(|| section.span.clone(), Value::span);
        let mut respondents = None;
        let (trust_mean, trust_sd) = trust.map_or((None, None), |value| {
            let mean = |value: &Value<'_>| value.quantity(Quantity::Share, 0.01, 0.99);
            if !value.has_parts() {
                return (mean(&value), None);
            }
            let example = "trust = { mean = \"41 %\", sd = 0.15 }";
            let Some(inner) = value.filled_section(example) else { return (None, None) };
            let stated = inner.get("mean");
            let read = (
                stated.as_ref().and_then(mean),
                inner.get("sd").and_then(|value| value.quantity(Quantity::Share, 0.0, 0.5)),
            );
            respondents = inner.get("n").and_then(|value| survey(&value, stated.as_ref()));
            inner.finish();
            read
        });
        let example = "exposure = 1.5,  or  exposure = { economic = 1.5 },";
        let (exposure_all, exposure) = number_or_table(section, "exposure", Quantity::Number, 100.0, example);
        let example = "harm = 0.3,  or  harm = { Council = 0.3 },";
        let (harm_first, harm_by_name) = number_or_table(section, "harm", Quantity::Share, 1.0, example);
        let share_field = share(section, "share");
        let group = Self {
            span: section.span.clone(),
            path: section.path.clone(),
            name: name.and_then(|value| value.name()),
            share_refused: share_field.is_none() && section.get("share").is_some(),
            share: share_field,
            trust_span,
            trust_mean,
            trust_sd,
            respondents,
            about: section.get("about").and_then(|value| value.text()),
            harm: HarmFile { first: harm_first, by_name: harm_by_name },
            exposure_all,
            exposure,
            keys: GroupKeys::read(section),
            tags: tags(section),
        };
        section.finish();
        group
    }
}

/// Respondents of the survey that a mean is from.
fn survey(value: &Value<'_>, mean: Option<&Value<'_>>) -> Field<u64> {
    let respondents = value.whole(2, 100_000_000)?;
    match mean {
        None => value.refuse(
            value
                .problem(Code::MissingKey, "respondents are given, but not what they said")
                .help("write  trust = { mean = \"38 %\", n = 400 }"),
        ),
        Some(mean) if mean.says_how_sure() => value.refuse(
            value
                .problem(Code::Conflict, "how sure the mean is, is given twice: by its range and by `n`")
                .help("keep one of the two"),
        ),
        Some(_) => Some(respondents),
    }
}

/// A key that takes one number, or a table of numbers by name.
fn number_or_table(
    section: &Section<'_>,
    key: &'static str,
    kind: Quantity,
    high: f64,
    example: &str,
) -> (Field<f64>, Vec<(Spanned<String>, f64)>) {
    let Some(value) = section.get(key) else { return (None, Vec::new()) };
    if !value.has_parts() {
        return (value.quantity(kind, 0.0, high), Vec::new());
    }
    let entries = value.filled_section(example).map(|inner| inner.entries()).unwrap_or_default();
    let read =
        |(name, value): (Spanned<String>, Value<'_>)| Some((name, value.quantity(kind, 0.0, high)?.into_inner()));
    (None, entries.into_iter().filter_map(read).collect())
}

fn tags(section: &Section<'_>) -> Vec<(String, String)> {
    let read = |(key, value): (Spanned<String>, Value<'_>)| {
        if let Some(fault) = legible::name(key.get_ref()) {
            return value.refuse_key(key.span(), fault.problem("the name of a tag"));
        }
        Some((key.into_inner(), value.name()?.into_inner()))
    };
    section.section("tags").entries().into_iter().filter_map(read).collect()
}

impl InstitutionFile {
    fn read(section: &Section<'_>) -> Self {
        let name = section.get("name");
        if name.is_none() {
            section.missing("name", "name = \"Council\"");
        }
        let institution = Self {
            span: section.span.clone(),
            path: section.path.clone(),
            name: name.and_then(|value| part_name(&value)),
            staff: section.get("staff").and_then(|value| value.whole(1, 100_000_000)),
            keys: InstitutionKeys::read(section),
            departments: section
                .get("departments")
                .map(|value| value.sections().iter().map(DepartmentFile::read).collect())
                .unwrap_or_default(),
        };
        section.finish();
        institution
    }
}

impl DepartmentFile {
    fn read(section: &Section<'_>) -> Self {
        let name = section.get("name");
        if name.is_none() {
            section.missing("name", "name = \"Housing\"");
        }
        let posts = section.get("posts");
        let staff = section.get("staff");
        if let (Some(_), Some(staff)) = (&posts, &staff) {
            let problem = staff.problem(Code::Conflict, "`posts` and `staff` of a department mean the same");
            staff.refuse::<()>(problem.help("keep one of the two"));
        }
        let (quality_procedural, quality_outcome) = section.get("quality").map_or((None, None), |value| {
            if !value.has_parts() {
                let both = value.quantity(Quantity::Share, 0.0, 1.0);
                return (both.clone(), both);
            }
            let example = "quality = { procedural = 0.55, outcome = 0.5 }";
            let Some(inner) = value.filled_section(example) else { return (None, None) };
            let read = (share(&inner, "procedural"), share(&inner, "outcome"));
            inner.finish();
            read
        });
        let department = Self {
            name: name.and_then(|value| part_name(&value)),
            posts: posts.or(staff).and_then(|value| value.whole(1, 10_000_000)),
            keys: DepartmentKeys::read(section),
            quality_procedural,
            quality_outcome,
        };
        section.finish();
        department
    }
}

/// Names of institutions and departments are joined by a slash in results.
fn part_name(value: &Value<'_>) -> Field<String> {
    let name = value.name()?;
    if !name.get_ref().contains('/') {
        return Some(name);
    }
    let problem = value.problem(Code::BadName, format!("the name \"{}\" holds a slash", name.get_ref()));
    value.refuse(problem.help("results name departments Council/Housing; write \"and\" or a hyphen instead"))
}
