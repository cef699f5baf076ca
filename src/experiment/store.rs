//! Where a run is kept: staged out of sight, moved into place when complete.
//!
//! Finished replicates are written down one by one beside the final directory, so an interrupted run continues where
//! it was; the directory itself appears in one move, complete or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::week::individuals::Individual;

use super::replicates::{stage, unstage};
use super::{FileEntry, ReplicateOutcome, individuals};

/// Trouble with files.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The directory is there and may not be replaced.
    #[error("{0} already exists")]
    Exists(PathBuf),
    /// What is there is no earlier result, so it is not replaced either.
    #[error("{0} holds something else than results")]
    Foreign(PathBuf),
    /// The system refused.
    #[error("cannot {doing} {path}: {source}")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// With what.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

/// A result directory in the making.
#[derive(Debug)]
pub struct Staging {
    target: PathBuf,
    partial: PathBuf,
    replace: bool,
    /// Files written so far.
    pub files: Vec<FileEntry>,
}

impl Staging {
    /// Prepares to write `target`; keeps what an interrupted run of the same `identity` has finished.
    pub fn begin(target: &Path, identity: &str, replace: bool) -> Result<Self, StoreError> {
        if fs::symlink_metadata(target).is_ok() && !replace {
            return Err(StoreError::Exists(target.to_path_buf()));
        }
        if fs::symlink_metadata(target).is_ok() && !replaceable(target) {
            return Err(StoreError::Foreign(target.to_path_buf()));
        }
        let name = target.file_name().map_or_else(|| "run".into(), |n| n.to_string_lossy().into_owned());
        let partial = target.with_file_name(format!(".{name}.partial"));
        let marker = partial.join("identity");
        let same = fs::read_to_string(&marker).is_ok_and(|found| found == identity);
        if !same && partial.exists() {
            fs::remove_dir_all(&partial).map_err(at("remove", &partial))?;
        }
        let replicates = partial.join("replicates");
        fs::create_dir_all(&replicates).map_err(at("create", &replicates))?;
        fs::write(&marker, identity).map_err(at("write", &marker))?;
        let files = partial.join("files");
        if files.exists() {
            fs::remove_dir_all(&files).map_err(at("remove", &files))?;
        }
        fs::create_dir_all(&files).map_err(at("create", &files))?;
        Ok(Self { target: target.to_path_buf(), partial, replace, files: Vec::new() })
    }

    /// Aims at another directory than at the beginning, where what is written has become something else meanwhile.
    pub fn aim(&mut self, target: &Path) -> Result<(), StoreError> {
        if target == self.target {
            return Ok(());
        }
        if fs::symlink_metadata(target).is_ok() {
            if !self.replace {
                return Err(StoreError::Exists(target.to_path_buf()));
            }
            if !replaceable(target) {
                return Err(StoreError::Foreign(target.to_path_buf()));
            }
        }
        self.target = target.to_path_buf();
        Ok(())
    }

    /// Replicates that an interrupted run has finished; damaged files are done again.
    #[must_use]
    pub fn finished(&self) -> Vec<ReplicateOutcome> {
        let Ok(entries) = fs::read_dir(self.partial.join("replicates")) else { return Vec::new() };
        let paths = entries.filter_map(|entry| entry.ok().map(|e| e.path()));
        let complete = paths.filter(|path| path.extension().is_some_and(|e| e == "bin"));
        let read = |path: PathBuf| {
            let (outcome, digest) = unstage(&fs::read(path).ok()?)?;
            let residents = self.individuals_of(outcome.replicate);
            let whole = digest.is_none_or(|digest| individuals::digest(&residents).is_ok_and(|found| found == digest));
            whole.then_some(outcome)
        };
        let mut outcomes: Vec<ReplicateOutcome> = complete.filter_map(read).collect();
        outcomes.sort_by_key(|o| o.replicate);
        outcomes
    }

    /// Where the residents of a replicate are staged.
    fn individuals_of(&self, replicate: u32) -> PathBuf {
        self.partial.join("replicates").join(format!("{replicate:08}.residents"))
    }

    /// Staged residents of a lane of a kept replicate.
    pub fn individuals(&self, replicate: u32, lane: usize, residents: usize) -> io::Result<Vec<Individual>> {
        individuals::read(&self.individuals_of(replicate), lane, residents)
    }

    /// Keeps a finished replicate: residents first, so that what counts as kept is whole.
    pub fn keep(&self, outcome: &ReplicateOutcome) -> Result<(), StoreError> {
        let residents = self.individuals_of(outcome.replicate);
        let digest = if outcome.residents.is_empty() {
            None
        } else {
            Some(individuals::write(&residents, &outcome.residents).map_err(at("write", &residents))?)
        };
        let path = self.partial.join("replicates").join(format!("{:08}.bin", outcome.replicate));
        let unfinished = path.with_extension("partial");
        fs::write(&unfinished, stage(outcome, digest)).map_err(at("write", &unfinished))?;
        fs::rename(&unfinished, &path).map_err(at("rename", &unfinished))
    }

    /// Adds a file to the directory.
    pub fn add(&mut self, name: &str, bytes: &[u8], rows: Option<u64>) -> Result<(), StoreError> {
        let path = self.partial.join("files").join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(at("create", parent))?;
        }
        let mut file = fs::File::create(&path).map_err(at("create", &path))?;
        file.write_all(bytes).and_then(|()| file.sync_all()).map_err(at("write", &path))?;
        self.files.push(FileEntry { path: name.to_owned(), sha256: sha256(bytes), bytes: bytes.len() as u64, rows });
        Ok(())
    }

    /// Adds a table that is written piece by piece; `rows` writes it and counts its rows.
    pub fn stream(
        &mut self,
        name: &str,
        rows: impl FnOnce(&Self, &mut dyn Write) -> io::Result<u64>,
    ) -> Result<(), StoreError> {
        let path = self.partial.join("files").join(name);
        let file = fs::File::create(&path).map_err(at("create", &path))?;
        let mut out = Hashing { file: io::BufWriter::new(file), digest: Sha256::new(), bytes: 0 };
        let rows = rows(self, &mut out).map_err(at("write", &path))?;
        let file = out.file.into_inner().map_err(|error| at("write", &path)(error.into_error()))?;
        file.sync_all().map_err(at("write", &path))?;
        let sha256 = hexadecimal(&out.digest.finalize());
        self.files.push(FileEntry { path: name.to_owned(), sha256, bytes: out.bytes, rows: Some(rows) });
        Ok(())
    }

    /// Moves the directory into place and forgets the staged replicates.
    pub fn finish(self) -> Result<PathBuf, StoreError> {
        let old = self.partial.join("replaced");
        let existed = fs::symlink_metadata(&self.target).is_ok();
        if existed && !self.replace {
            return Err(StoreError::Exists(self.target));
        }
        if existed {
            fs::rename(&self.target, &old).map_err(at("move aside", &self.target))?;
        }
        let files = self.partial.join("files");
        if let Err(source) = fs::rename(&files, &self.target) {
            if existed {
                let _ = fs::rename(&old, &self.target);
            }
            return Err(StoreError::Io { doing: "move into place", path: self.target, source });
        }
        let _ = fs::remove_dir_all(&self.partial);
        Ok(self.target)
    }

    /// Whether nothing worth keeping has been staged; then the staging directory is removed.
    pub fn abandon_if_empty(self) {
        if self.finished().is_empty() {
            let _ = fs::remove_dir_all(&self.partial);
        }
    }
}

/// A file that knows the digest and the number of what went into it.
struct Hashing {
    file: io::BufWriter<fs::File>,
    digest: Sha256,
    bytes: u64,
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.digest.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Whether a path holds the results of a run, or an empty directory: only these are ever replaced.
fn replaceable(target: &Path) -> bool {
    let results = ["manifest.json", "calibration.json"].iter().any(|name| target.join(name).is_file());
    results || fs::read_dir(target).is_ok_and(|mut entries| entries.next().is_none())
}

fn at<'a>(doing: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> StoreError + 'a {
    move |source| StoreError::Io { doing, path: path.to_path_buf(), source }
}

/// SHA-256 of some bytes, in hexadecimal digits.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
