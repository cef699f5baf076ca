//! `[place]`: residents, groups, institutions, the network.

use super::{number, share};
use crate::scenario::legible;
use crate::scenario::problem::Code;
use crate::scenario::reader::{Field, Section, Value};
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
    pub currency: Field<String>,
    pub network: Option<NetworkFile>,
    pub connectors: Field<f64>,
    pub mavens: Field<f64>,
    pub salespeople: Field<f64>,
    pub start: Field<String>,
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
    pub about: Field<String>,
    pub harm: HarmFile,
    pub access_online: Field<f64>,
    pub access_in_person: Field<f64>,
    /// Exposure to all factors at once.
    pub exposure_all: Field<f64>,
    pub exposure: Vec<(Spanned<String>, f64)>,
    pub seat: Field<f64>,
    pub capacity: Field<f64>,
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
    pub departments: Vec<DepartmentFile>,
}

/// `[[place.institutions.departments]]`.
pub struct DepartmentFile {
    pub name: Field<String>,
    pub posts: Field<u64>,
    pub contacts: Field<f64>,
    pub quality_procedural: Field<f64>,
    pub quality_outcome: Field<f64>,
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
            currency: section.get("currency").and_then(|value| value.name()),
            network: NetworkFile::read(&network),
            connectors: share(section, "connectors"),
            mavens: share(section, "mavens"),
            salespeople: share(section, "salespeople"),
            start: section.get("start").and_then(|value| start_rule(&value)),
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

/// Ways in which a town begins.
pub const START_RULES: [&str; 2] = ["settled", "as given"];

fn start_rule(value: &Value<'_>) -> Field<String> {
    let text = value.text()?;
    if START_RULES.contains(&text.get_ref().as_str()) {
        return Some(text);
    }
    let problem = value.problem(Code::UnknownName, format!("\"{}\" is no way to start", text.get_ref()));
    value.refuse(problem.help("write \"settled\" (stated trust is where the town rests) or \"as given\""))
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
        let (trust_mean, trust_sd) = trust.map_or((None, None), |value| {
            let mean = |value: &Value<'_>| value.quantity(Quantity::Share, 0.01, 0.99);
            if !value.is_table() {
                return (mean(&value), None);
            }
            let example = "trust = { mean = \"41 %\", sd = 0.15 }";
            let Some(inner) = value.filled_section(example) else { return (None, None) };
            let read = (
                inner.get("mean").and_then(|value| mean(&value)),
                inner.get("sd").and_then(|value| value.quantity(Quantity::Share, 0.0, 0.5)),
            );
            inner.finish();
            read
        });
        let access = section.section("access");
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
            about: section.get("about").and_then(|value| value.text()),
            harm: HarmFile { first: harm_first, by_name: harm_by_name },
            access_online: share(&access, "online"),
            access_in_person: share(&access, "in_person"),
            exposure_all,
            exposure,
            seat: share(section, "seat"),
            capacity: share(section, "capacity"),
            tags: tags(section),
        };
        access.finish();
        section.finish();
        group
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
    if !value.is_table() {
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
            if !value.is_table() {
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
            contacts: section.get("contacts").and_then(|value| value.quantity(Quantity::Rate, 0.0, 1.0)),
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
