//! What the world does: noise, loads and dated events.

use super::Context;
use crate::scenario::file::value;
use crate::scenario::file::world::{EventFile, ShapeFile, WorldFile};
use crate::scenario::import;
use crate::scenario::key::whole_weeks;
use crate::scenario::plan::{Event, Factor, Place, Shape, Surroundings};
use crate::scenario::problem::{Code, Problem};
use toml::Spanned;

/// Checks `[world]`.
pub fn surroundings(file: &WorldFile, place: &Place, context: &Context<'_>) -> Surroundings {
    Surroundings {
        factors: std::array::from_fn(|at| file.factors[at].plan()),
        events: file.events.iter().map(|event| event_of(event, place, context)).collect(),
    }
}

fn event_of(file: &EventFile, place: &Place, context: &Context<'_>) -> Event {
    let groups: Vec<&str> = place.groups.iter().map(|group| group.name.as_str()).collect();
    let institutions: Vec<&str> = place.institutions.iter().map(|institution| institution.name.as_str()).collect();
    let week = file.at.as_ref().and_then(|at| context.weeks_until(at)).unwrap_or(0.0).round() as u32;
    if (file.shape.is_some() || file.shape_refused) && file.factor.is_none() {
        let problem = Problem::new(Code::MissingKey, "an event with a shape needs the factor that it moves")
            .key(format!("{}.factor", file.path))
            .help("add a line such as  factor = \"environmental\"");
        context.report(file.span.clone(), problem);
    }
    let idle =
        file.shape.is_none() && file.keys.mood.is_none() && file.keys.scandal.is_none() && file.keys.harm.is_none();
    if idle && !file.shape_refused {
        let problem = Problem::new(Code::IdleEvent, "the event does nothing").key(file.path.clone()).help(
            "give it a shape, mood, scandal or harm, e.g.  shape.impulse = { size = -0.2, half_life = \"12 weeks\" }",
        );
        context.report(file.span.clone(), problem);
    }
    if week >= context.weeks
        && let Some(at) = &file.at
    {
        let name = value(&file.name).unwrap_or_default();
        let message = format!("event \"{name}\" begins in week {week}, after the last week ({})", context.weeks - 1);
        let problem = Problem::new(Code::LateEvent, message).key(file.path.clone());
        context.report(at.span(), problem.help("it will not be seen; move it or simulate more years"));
    }
    let factor = file.factor.as_ref().and_then(|name| context.resolve(name, &Factor::ALL.map(Factor::name), "factor"));
    Event {
        name: value(&file.name).unwrap_or_default(),
        factor: factor.map_or(Factor::Political, |at| Factor::ALL[at]),
        week,
        shape: file.shape.as_ref().and_then(|shape| shape_of(shape, context)),
        institution: file
            .institution
            .as_ref()
            .and_then(|name| context.resolve(name, &institutions, "institution"))
            .unwrap_or(0),
        groups: context.groups(file.groups.as_deref(), &groups),
        ..file.keys.plan()
    }
}

fn shape_of(file: &ShapeFile, context: &Context<'_>) -> Option<Shape> {
    Some(match file {
        ShapeFile::Impulse { size, half_life } => Shape::Impulse { size: *size, half_life: *half_life },
        ShapeFile::Step { size, duration } => Shape::Step { size: *size, duration: duration.map(whole_weeks) },
        ShapeFile::Ramp { size, duration } => Shape::Ramp { size: *size, duration: whole_weeks(*duration) },
        ShapeFile::Regime { size, on, off } => Shape::Regime { size: *size, on: *on, off: *off },
        ShapeFile::Values(values) => Shape::Series(values.clone()),
        ShapeFile::Series { file, column } => {
            let column = column.as_ref().map(Spanned::get_ref);
            Shape::Series(import::series(file, column.map(String::as_str), context)?)
        }
    })
}
