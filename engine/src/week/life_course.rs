//! Process 0: what people are like changes over the years.
//!
//! Once in a quarter, each in a week of his or her own, residents step on: what is slow in their disposition and in how they are
//! served keeps its share and gains something new. The same in every lane. Dispositions that a table states one by one stay.

use rayon::prelude::*;

use crate::chance::{CommonRandom, Stream, WIDE, normal_f32, philox4x32_wide};
use crate::scenario::Scenario;
use crate::world::{Course, Natures, Residents, STEP, Town, dispositions_stated};

use super::causes::Watch;
use super::evidence::clip;
use super::simd::widest;
use super::state::{BLOCK, State};

/// What a step needs to know that is the same for all residents.
struct Conditions<'a> {
    random: CommonRandom,
    week: u32,
    course: Course,
    natures: &'a Natures,
    ids: &'a [u32],
    group: &'a [u16],
    generation: &'a [u16],
    /// Whether the first residents' dispositions are stated, and stay.
    stated: bool,
    /// Whether identifiers are places, as in towns that are made: then every thirteenth is due, and nobody needs to be asked.
    in_order: bool,
}

/// A run of residents.
struct Chunk<'a> {
    first: usize,
    disposition: &'a mut [f32],
    personal: &'a mut [f32],
    slow: &'a mut [[f32; 2]],
}

/// Lets those residents step on whose week it is.
pub fn advance<const L: usize>(scenario: &Scenario, town: &Town, state: &mut State<L>, _watch: &mut dyn Watch<L>) {
    let natures = std::sync::Arc::clone(&state.natures);
    let Some(course) = natures.course else { return };
    if !scenario.processes.life_course {
        return;
    }
    let Residents { disposition, personal, slow, generation, .. } = &mut state.residents;
    let conditions = Conditions {
        random: town.random,
        week: state.week,
        course,
        natures: &natures,
        ids: &town.layout.id,
        group: &town.group,
        generation,
        stated: dispositions_stated(scenario),
        in_order: scenario.place.imported.is_none(),
    };
    let chunk = |(at, ((disposition, personal), slow))| Chunk { first: at * BLOCK, disposition, personal, slow };
    if state.parallel {
        let parts =
            disposition.par_chunks_mut(BLOCK).zip(personal.par_chunks_mut(BLOCK)).zip(slow.par_chunks_mut(BLOCK));
        parts.enumerate().map(chunk).for_each(|mut chunk| step_block::<1>(&mut chunk, &conditions));
    } else {
        let parts = disposition.chunks_mut(BLOCK).zip(personal.chunks_mut(BLOCK)).zip(slow.chunks_mut(BLOCK));
        parts.enumerate().map(chunk).for_each(|mut chunk| step_block::<1>(&mut chunk, &conditions));
    }
}

widest! {
    /// Steps of one block's residents. People are the same in every lane, so that there is one of each.
    fn step_block<const L: usize>(chunk: &mut Chunk<'_>, conditions: &Conditions<'_>) = step_block_body
}

#[inline(always)]
fn step_block_body<const L: usize>(chunk: &mut Chunk<'_>, conditions: &Conditions<'_>) {
    let mut due = [0_u32; BLOCK];
    let mut count = 0;
    let ids = &conditions.ids[chunk.first..chunk.first + chunk.slow.len()];
    let phase = conditions.week % STEP;
    if conditions.in_order {
        let first = (2 * STEP - phase - ids[0] % STEP) % STEP;
        for position in (first..ids.len() as u32).step_by(STEP as usize) {
            due[count] = position;
            count += 1;
        }
    } else {
        for (position, id) in ids.iter().enumerate() {
            due[count] = position as u32;
            count += usize::from((id % STEP + phase).is_multiple_of(STEP));
        }
    }
    for positions in due[..count].chunks(WIDE) {
        step_together(chunk, conditions, positions);
    }
}

/// Sixteen residents at most step on.
#[inline(always)]
fn step_together(chunk: &mut Chunk<'_>, conditions: &Conditions<'_>, positions: &[u32]) {
    let course = conditions.course;
    let (mut entity, mut partner) = ([0_u32; WIDE], [0_u32; WIDE]);
    for (at, &position) in positions.iter().enumerate() {
        let slot = chunk.first + position as usize;
        entity[at] = conditions.ids[slot];
        partner[at] = u32::from(conditions.generation[slot]);
    }
    let new = draw(conditions, Stream::LifeCourse, conditions.week, (entity, partner));
    let [disposition, ..] = draw(conditions, Stream::Disposition, 0, (entity, partner));
    let [treatment, ..] = draw(conditions, Stream::Treatment, 0, (entity, partner));
    let permanent = [disposition, treatment];
    let (mut lasting, mut fresh) = ([[0.0_f32; WIDE]; 2], [[0.0_f32; WIDE]; 2]);
    for of in 0..2 {
        for at in 0..WIDE {
            lasting[of][at] = course.permanent * normal_f32(permanent[of][at]);
            fresh[of][at] = course.fresh * normal_f32(new[of][at]);
        }
    }
    for (at, &position) in positions.iter().enumerate() {
        let place = position as usize;
        let slot = chunk.first + place;
        let nature = &conditions.natures.groups[conditions.group[slot] as usize];
        let before = chunk.slow[place];
        let after = [course.kept * before[0] + fresh[0][at], course.kept * before[1] + fresh[1][at]];
        chunk.slow[place] = after;
        // By the difference, so that what observations have moved stays moved.
        if !(conditions.stated && partner[at] == 0) {
            let [now, then] =
                [after[0], before[0]].map(|slow| nature.dispositions.at(lasting[0][at] + course.slow * slow));
            chunk.disposition[place] = clip(chunk.disposition[place] + (now - then));
        }
        chunk.personal[place] = nature.personal(lasting[1][at] + course.slow * after[1]);
    }
}

/// Random words of sixteen residents for one purpose.
#[inline(always)]
fn draw(
    conditions: &Conditions<'_>,
    stream: Stream,
    week: u32,
    (entity, partner): ([u32; WIDE], [u32; WIDE]),
) -> [[u32; WIDE]; 4] {
    let [_, _, week, stream] = conditions.random.counter(stream, week, 0, 0);
    philox4x32_wide(conditions.random.key(), entity, partner, [week, stream])
}
