//! Residents of a finished replicate on disk, until the table of all of them is written.
//!
//! One file a replicate: lane after lane, each resident as five numbers (not a number = undefined), so that the table can
//! be written strategy by strategy without ever holding more than one lane of one replicate.

use std::fs;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::week::individuals::Individual;

use super::store::whole;

/// Bytes of one resident.
const ROW: usize = 20;

/// Writes the lanes of a replicate; the first eight bytes of their digest.
pub fn write(path: &Path, lanes: &[Vec<Individual>]) -> io::Result<u64> {
    // What an interrupted run has left of it is written anew.
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut out = io::BufWriter::new(whole::create(path)?);
    let mut digest = Sha256::new();
    for individual in lanes.iter().flatten() {
        let row = encode(individual);
        digest.update(row);
        out.write_all(&row)?;
    }
    out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    Ok(short(&digest.finalize()))
}

/// The same digest of what is there.
pub fn digest(path: &Path) -> io::Result<u64> {
    whole::digest(path).map(|(digest, _)| short(&digest))
}

/// Reads one lane of so many residents.
pub fn read(path: &Path, lane: usize, residents: usize) -> io::Result<Vec<Individual>> {
    let mut file = fs::File::open(path)?;
    file.seek(SeekFrom::Start((lane * residents * ROW) as u64))?;
    let mut bytes = vec![0; residents * ROW];
    file.read_exact(&mut bytes)?;
    Ok(bytes.as_chunks().0.iter().map(decode).collect())
}

fn short(digest: &[u8]) -> u64 {
    digest.iter().take(8).fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

fn encode(individual: &Individual) -> [u8; ROW] {
    let numbers = [
        individual.trust_person,
        individual.trust_department,
        individual.trust_institution,
        individual.active.map_or(f32::NAN, |active| if active { 1.0 } else { 0.0 }),
        individual.confidence.unwrap_or(f32::NAN),
    ];
    let mut row = [0; ROW];
    for (cell, number) in row.chunks_exact_mut(4).zip(numbers) {
        cell.copy_from_slice(&number.to_le_bytes());
    }
    row
}

fn decode(row: &[u8; ROW]) -> Individual {
    let number = |at: usize| f32::from_le_bytes([row[4 * at], row[4 * at + 1], row[4 * at + 2], row[4 * at + 3]]);
    let defined = |number: f32| (!number.is_nan()).then_some(number);
    Individual {
        trust_person: number(0),
        trust_department: number(1),
        trust_institution: number(2),
        active: defined(number(3)).map(|active| active > 0.5),
        confidence: defined(number(4)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn residents_survive_the_disk_lane_by_lane_and_damage_is_noticed() {
        let individual = |at: u16| Individual {
            trust_person: f32::from(at),
            trust_department: 0.25,
            trust_institution: 0.5,
            active: [None, Some(false), Some(true)][usize::from(at % 3)],
            confidence: (at > 1).then_some(0.3),
        };
        let lanes: Vec<Vec<Individual>> =
            (0..3).map(|lane| (0..4).map(|at| individual(10 * lane + at)).collect()).collect();
        let folder = std::env::temp_dir().join(format!("groundswell-individuals-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let path = folder.join("0.residents");
        let sum = write(&path, &lanes).expect("written");
        assert_eq!(digest(&path).expect("read"), sum);
        for (lane, wanted) in lanes.iter().enumerate() {
            assert_eq!(read(&path, lane, 4).expect("read"), *wanted);
        }
        assert!(read(&path, 3, 4).is_err());
        let mut bytes = fs::read(&path).expect("read");
        bytes[30] ^= 1;
        fs::write(&path, bytes).expect("written");
        assert_ne!(digest(&path).expect("read"), sum);
        fs::remove_dir_all(&folder).expect("removed");
    }
}
