//! `replicates.bin`: what every replicate brought, so that charts and analyses made later need no new run.
//!
//! Residents one by one are not part of it; where a scenario wants them, they have a table.

use sha2::{Digest, Sha256};

use crate::record::{LaneRecord, RecordLayout};
use crate::scenario::Scenario;
use crate::start::Start;
use crate::week::Cause;
use crate::week::ledger::months;

use super::encoding::{Encode, FORMAT};
use crate::experiment::{Beginning, Design, Outcomes, ReplicateOutcome, Scope, Worlds};

/// Name of the file.
pub const REPLICATES: &str = "replicates.bin";

/// What the file begins with, before the number of its format.
const MAGIC: &[u8; 8] = b"gswell\r\n";

/// What a staged replicate begins with.
const STAGED: &[u8; 8] = b"gsrep\r\n\x03";

/// Why a file could not be read back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// It is no file of this kind.
    Foreign,
    /// It was written in another format: this one.
    Format(u32),
    /// It does not hold what the scenario needs.
    Damaged,
}

/// The whole file: the start, then the replicates in order; of worlds also how each began, towns of full size,
/// and what came of worlds that were simulated again.
#[must_use]
pub fn encode(outcomes: &Outcomes) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    FORMAT.put(&mut bytes);
    block(outcomes, &mut bytes);
    if let Some(drawn) = &outcomes.drawn {
        drawn.residents.put(&mut bytes);
        drawn.worlds.iter().map(|world| world.beginning.clone()).collect::<Vec<_>>().put(&mut bytes);
    }
    outcomes.chance.is_some().put(&mut bytes);
    if let Some(chance) = &outcomes.chance {
        block(chance, &mut bytes);
    }
    outcomes.another_luck.put(&mut bytes);
    outcomes.probes.put(&mut bytes);
    bytes
}

/// The start and the replicates.
fn block(outcomes: &Outcomes, bytes: &mut Vec<u8>) {
    outcomes.design.scope.bits().put(bytes);
    outcomes.start.put(bytes);
    outcomes.replicates.len().put(bytes);
    for outcome in &outcomes.replicates {
        outcome.replicate.put(bytes);
        outcome.lanes.put(bytes);
    }
}

/// Reads the file back for the scenario that it belongs to.
pub fn decode(bytes: &[u8], scenario: &Scenario) -> Result<Outcomes, Unreadable> {
    let mut rest = bytes.strip_prefix(MAGIC.as_slice()).ok_or(Unreadable::Foreign)?;
    match u32::fetch(&mut rest) {
        Some(FORMAT) => {}
        Some(other) => return Err(Unreadable::Format(other)),
        None => return Err(Unreadable::Damaged),
    }
    all_blocks(&mut rest, scenario).filter(|_| rest.is_empty()).ok_or(Unreadable::Damaged)
}

/// Everything behind the number of the format; none where it is not what the scenario needs.
fn all_blocks(rest: &mut &[u8], scenario: &Scenario) -> Option<Outcomes> {
    let mut outcomes = fetch_block(rest, scenario)?;
    if scenario.worlds > 1 {
        let residents = u32::fetch(rest)?;
        let beginnings = Vec::<Beginning>::fetch(rest)?;
        let worlds = Worlds::new(scenario, scenario.worlds, Some(residents));
        if beginnings.len() != scenario.worlds as usize || worlds.residents() != residents {
            return None;
        }
        let drawn = worlds.drawn(beginnings);
        let numbers = outcomes.replicates.iter().map(|outcome| outcome.replicate);
        if !numbers.eq(drawn.met().map(|world| world.number)) {
            return None;
        }
        outcomes.drawn = Some(drawn);
    } else if !(outcomes.replicates.len() == scenario.replicates as usize && numbered(&outcomes)) {
        return None;
    }
    if bool::fetch(rest)? {
        outcomes.chance = Some(Box::new(fetch_block(rest, scenario).filter(numbered)?));
    }
    outcomes.another_luck = Encode::fetch(rest)?;
    outcomes.probes = Encode::fetch(rest)?;
    let options = outcomes.design.in_full;
    let whole = outcomes.another_luck.iter().all(|world| world.gain.len() == options)
        && outcomes.probes.iter().flat_map(|probe| &probe.worlds).all(|(_, trust)| trust.len() == options);
    if !whole {
        return None;
    }
    Some(outcomes)
}

/// Whether replicates are numbered from 0.
fn numbered(outcomes: &Outcomes) -> bool {
    outcomes.replicates.iter().zip(0..).all(|(outcome, at)| outcome.replicate == at)
}

/// A start with its replicates.
fn fetch_block(rest: &mut &[u8], scenario: &Scenario) -> Option<Outcomes> {
    let scope = Scope::of_bits(u8::fetch(rest)?);
    let (layout, design) = (RecordLayout::new(scenario), Design::with(scenario, scope));
    let start = Start::fetch(rest)?;
    let replicates: Option<Vec<ReplicateOutcome>> = (0..usize::fetch(rest)?).map(|_| one(rest)).collect();
    let replicates = replicates?;
    let whole = start.groups.len() == scenario.place.groups.len()
        && replicates.iter().all(|outcome| complete(outcome, scenario, &layout, &design));
    whole.then(|| Outcomes {
        start,
        layout,
        design,
        replicates,
        moved: Vec::new(),
        drawn: None,
        chance: None,
        another_luck: Vec::new(),
        probes: Vec::new(),
    })
}

fn one(rest: &mut &[u8]) -> Option<ReplicateOutcome> {
    let replicate = u32::fetch(rest)?;
    Some(ReplicateOutcome { replicate, lanes: Vec::<LaneRecord>::fetch(rest)?, residents: Vec::new() })
}

/// A replicate that was kept, with the lanes and causes that are asked for now; none where it is not wanted or lacks some.
/// What a wider run has kept serves a narrower one.
#[must_use]
pub fn fitted(mut outcome: ReplicateOutcome, scenario: &Scenario, scope: Scope) -> Option<ReplicateOutcome> {
    let layout = RecordLayout::new(scenario);
    let scope = scope.of_replicate(scenario, outcome.replicate);
    let (design, whole) = (Design::with(scenario, scope), Design::new(scenario));
    if outcome.replicate >= if scenario.worlds > 1 { scenario.worlds } else { scenario.replicates } {
        return None;
    }
    if complete(&outcome, scenario, &layout, &design) {
        return Some(outcome);
    }
    if scope.residents || !complete(&outcome, scenario, &layout, &whole) {
        return None;
    }
    let lane = |cell| whole.cells.iter().position(|of_whole| of_whole == cell);
    let lanes: Option<Vec<LaneRecord>> =
        design.cells.iter().map(|cell| Some(outcome.lanes[lane(cell)?].clone())).collect();
    outcome.lanes = lanes?;
    if !scope.causes {
        outcome.lanes.iter_mut().for_each(|lane| lane.ledger.clear());
    }
    Some(outcome)
}

/// Whether a replicate has the lanes and series that its design asks for.
fn complete(outcome: &ReplicateOutcome, scenario: &Scenario, layout: &RecordLayout, design: &Design) -> bool {
    let horizons = RecordLayout::years(scenario).len();
    let standings = horizons * scenario.place.groups.len();
    let institutions = scenario.place.institutions.len();
    let booked = institutions * months(scenario) as usize * Cause::all(scenario).len();
    let traced = design.scope.causes && outcome.replicate < scenario.record.traced_replicates;
    let lasts = |lane: &LaneRecord| {
        lane.weekly_trust.len() == institutions
            && lane.weekly_trust.iter().all(|weekly| weekly.len() == scenario.weeks as usize)
            && lane.spent.len() == horizons
    };
    let in_full = |lane: &LaneRecord| {
        lane.series.len() == layout.keys.len()
            && lane.series.iter().zip(&layout.keys).all(|(values, key)| values.len() == layout.weeks_of(key).len())
            && lane.standing.len() == standings
            && lane.ledger.len() == if traced { booked } else { 0 }
    };
    let taken_apart = scenario.takes_apart(outcome.replicate);
    outcome.lanes.len() == if taken_apart { design.cells.len() } else { design.in_full }
        && outcome.lanes.iter().all(lasts)
        && outcome.lanes.iter().take(design.in_full).all(in_full)
}

/// The bytes of one staged replicate; `residents` is the digest of its residents, where they are kept beside it.
pub(super) fn stage(outcome: &ReplicateOutcome, residents: Option<u64>) -> Vec<u8> {
    let mut bytes = STAGED.to_vec();
    FORMAT.put(&mut bytes);
    residents.put(&mut bytes);
    outcome.replicate.put(&mut bytes);
    outcome.lanes.put(&mut bytes);
    let sum = Sha256::digest(&bytes);
    bytes.extend(&sum[..8]);
    bytes
}

/// Reads a staged replicate back; `None` if it is damaged or of another format.
pub(super) fn unstage(bytes: &[u8]) -> Option<(ReplicateOutcome, Option<u64>)> {
    let (body, sum) = bytes.split_at_checked(bytes.len().checked_sub(8)?)?;
    if Sha256::digest(body)[..8] != *sum {
        return None;
    }
    let mut rest = body.strip_prefix(STAGED.as_slice())?;
    if u32::fetch(&mut rest)? != FORMAT {
        return None;
    }
    let residents = Option::<u64>::fetch(&mut rest)?;
    let outcome = one(&mut rest)?;
    rest.is_empty().then_some((outcome, residents))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Standing;

    #[test]
    fn replicates_survive_the_disk_and_damage_is_noticed() {
        let lane = LaneRecord {
            series: vec![vec![0.5, f32::MIN_POSITIVE], vec![]],
            weekly_trust: vec![vec![0.1, 0.2]],
            spent: vec![[1.0, 2.0, 3.0]],
            standing: vec![Standing { members: 4.0, trust: 2.5, ..Standing::default() }],
            ledger: vec![0.25, -0.5],
        };
        let outcome = ReplicateOutcome { replicate: 12, lanes: vec![lane; 3], residents: Vec::new() };
        assert_eq!(unstage(&stage(&outcome, None)), Some((outcome.clone(), None)));
        let bytes = stage(&outcome, Some(7));
        assert_eq!(unstage(&bytes), Some((outcome, Some(7))));
        let mut damaged = bytes.clone();
        damaged[20] ^= 1;
        assert_eq!(unstage(&damaged), None);
        assert_eq!(unstage(&bytes[..bytes.len() - 1]), None);
        assert_eq!(unstage(&[]), None);
    }
}
