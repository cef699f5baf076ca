//! Where a run is kept: staged out of sight, moved into place when complete.
//!
//! Finished replicates are written down one by one beside the final directory, so an interrupted run continues where
//! it was; the directory itself appears in one move, complete or not at all.

mod checkpoint;
mod claim;
mod replaced;
pub mod whole;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use sha2::{Digest, Sha256};

use crate::week::individuals::Individual;

use super::replicates::{stage, unstage};
use super::{FileEntry, individuals};
use crate::experiment::ReplicateOutcome;
use checkpoint::Waiting;
use claim::{Claim, FILES};
pub use replaced::LARGEST_MANIFEST;

/// Folder of what has been finished so far.
const REPLICATES: &str = "replicates";

/// Trouble with files.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The directory is there and may not be replaced.
    #[error("{0} already exists")]
    Exists(PathBuf),
    /// What is there is no earlier result, so it is not replaced either.
    #[error("{0} holds something else than results")]
    Foreign(PathBuf),
    /// Another process is writing to the same place.
    #[error("another process is writing to {0}")]
    InUse(PathBuf),
    /// A file of the folder in the making is not what was written.
    #[error("{0} was changed while it was made")]
    Disturbed(PathBuf),
    /// The user stopped it.
    #[error("interrupted")]
    Interrupted,
    /// The system refused.
    #[error("cannot {doing} {path}: {source}")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// With what.
        path: PathBuf,
        /// The hidden folder in which unfinished results lie.
        hidden: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

/// A result directory in the making.
#[derive(Debug)]
pub struct Staging {
    claim: Claim,
    /// The place that it goes to in the end, where that is another.
    aimed: Option<Claim>,
    replace: bool,
    /// Raised when the user wants to stop.
    stop: Option<&'static AtomicBool>,
    waiting: Waiting,
    /// Files written so far.
    pub files: Vec<FileEntry>,
}

/// A result directory in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Where it is.
    pub folder: PathBuf,
    /// Folders in which files are kept that lay among earlier results and were none.
    pub kept: Vec<PathBuf>,
}

impl Staging {
    /// Prepares to write `target`; keeps what an interrupted run of the same `identity` has finished.
    pub fn begin(target: &Path, identity: &str, replace: bool) -> Result<Self, StoreError> {
        let claim = Claim::take(target)?;
        let staging = Self { claim, aimed: None, replace, stop: None, waiting: Waiting::default(), files: Vec::new() };
        match staging.claim.check(replace).and_then(|()| staging.prepare(identity)) {
            Ok(()) => Ok(staging),
            Err(error) => {
                staging.abandon_if_empty();
                Err(error)
            }
        }
    }

    /// Heeds a flag that is raised when the user wants to stop.
    #[must_use]
    pub fn heeding(mut self, stop: &'static AtomicBool) -> Self {
        self.stop = Some(stop);
        self
    }

    /// Makes the hidden folder ready: results in the making first, since without them nothing in it counts.
    fn prepare(&self, identity: &str) -> Result<(), StoreError> {
        let hidden = &self.claim.hidden;
        let marker = hidden.join("identity");
        if !fs::read_to_string(&marker).is_ok_and(|found| found == identity) {
            self.claim.clear()?;
        }
        let files = hidden.join(FILES);
        claim::folder(&files).map_err(self.at("create", &files))?;
        for entry in fs::read_dir(&files).map_err(self.at("read", &files))? {
            let path = entry.map_err(self.at("read", &files))?.path();
            claim::remove(&path).map_err(self.at("remove", &path))?;
        }
        let replicates = hidden.join(REPLICATES);
        claim::folder(&replicates).map_err(self.at("create", &replicates))?;
        whole::clear_unfinished(&replicates).map_err(self.at("clear", &replicates))?;
        whole::write(&marker, identity.as_bytes()).map_err(self.at("write", &marker))
    }

    /// What to say of an error of the system.
    fn at<'a>(&'a self, doing: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> StoreError + 'a {
        at(doing, path, &self.claim.hidden)
    }

    /// Whether the user wants to stop.
    fn go_on(&self) -> Result<(), StoreError> {
        let stopped = self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed));
        if stopped { Err(StoreError::Interrupted) } else { Ok(()) }
    }

    /// Aims at another directory than at the beginning, where what is written has become something else meanwhile.
    pub fn aim(&mut self, target: &Path) -> Result<(), StoreError> {
        if target == self.claim.target {
            return Ok(());
        }
        let claim = Claim::take(target)?;
        if let Err(error) = claim.check(self.replace) {
            claim.release();
            return Err(error);
        }
        self.aimed = Some(claim);
        Ok(())
    }

    /// Replicates that an interrupted run has finished; damaged files are done again.
    #[must_use]
    pub fn finished(&self) -> Vec<ReplicateOutcome> {
        let Ok(entries) = fs::read_dir(self.claim.hidden.join(REPLICATES)) else { return Vec::new() };
        let paths = entries.filter_map(|entry| entry.ok().map(|e| e.path()));
        let complete = paths.filter(|path| path.extension().is_some_and(|e| e == "bin") && whole::is_regular(path));
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
        self.claim.hidden.join(REPLICATES).join(format!("{replicate:08}.residents"))
    }

    /// Staged residents of a kept replicate, under an option and by trust in an institution (`lane` counts both).
    pub fn individuals(&self, replicate: u32, lane: usize, residents: usize) -> io::Result<Vec<Individual>> {
        individuals::read(&self.individuals_of(replicate), lane, residents)
    }

    /// Keeps a finished replicate: residents first, so that what counts as kept is whole.
    pub fn keep(&self, outcome: &ReplicateOutcome) -> Result<(), StoreError> {
        let residents = self.individuals_of(outcome.replicate);
        let digest = if outcome.residents.is_empty() {
            None
        } else {
            Some(individuals::write(&residents, &outcome.residents).map_err(self.at("write", &residents))?)
        };
        let path = self.claim.hidden.join(REPLICATES).join(format!("{:08}.bin", outcome.replicate));
        whole::write_soon(&path, &stage(outcome, digest)).map_err(self.at("write", &path))?;
        self.forget_checkpoint(outcome.replicate);
        Ok(())
    }

    /// A new file of the directory.
    fn create(&self, name: &str) -> Result<(PathBuf, fs::File), StoreError> {
        self.go_on()?;
        let path = self.claim.hidden.join(FILES).join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(self.at("create", parent))?;
        }
        let file = whole::create(&path).map_err(self.at("create", &path))?;
        Ok((path, file))
    }

    /// Adds a file to the directory.
    pub fn add(&mut self, name: &str, bytes: &[u8], rows: Option<u64>) -> Result<(), StoreError> {
        let (path, mut file) = self.create(name)?;
        file.write_all(bytes).and_then(|()| file.sync_all()).map_err(self.at("write", &path))?;
        self.files.push(FileEntry { path: name.to_owned(), sha256: sha256(bytes), bytes: bytes.len() as u64, rows });
        Ok(())
    }

    /// Adds a table that is written piece by piece; `rows` writes it and counts its rows.
    pub fn stream(
        &mut self,
        name: &str,
        rows: impl FnOnce(&Self, &mut dyn Write) -> io::Result<u64>,
    ) -> Result<(), StoreError> {
        let (path, file) = self.create(name)?;
        let mut out = Hashing { file: io::BufWriter::new(file), digest: Sha256::new(), bytes: 0 };
        let rows = rows(self, &mut out).map_err(self.at("write", &path))?;
        let file = out.file.into_inner().map_err(|error| self.at("write", &path)(error.into_error()))?;
        file.sync_all().map_err(self.at("write", &path))?;
        let sha256 = hexadecimal(&out.digest.finalize());
        self.files.push(FileEntry { path: name.to_owned(), sha256, bytes: out.bytes, rows: Some(rows) });
        Ok(())
    }

    /// Moves the directory into place, if every file of it is what was written, and forgets the staged replicates.
    pub fn finish(mut self) -> Result<Placed, StoreError> {
        self.check()?;
        let place = match &mut self.aimed {
            Some(aimed) => {
                aimed.clear()?;
                let (from, to) = (self.claim.hidden.join(FILES), aimed.hidden.join(FILES));
                fs::rename(&from, &to).map_err(at("move", &from, &self.claim.hidden))?;
                aimed
            }
            None => &mut self.claim,
        };
        place.place(self.replace)?;
        let folder = place.target.clone();
        let mut kept = std::mem::take(&mut self.claim.kept);
        if let Some(mut aimed) = self.aimed {
            kept.append(&mut aimed.kept);
            aimed.release();
        }
        self.claim.release();
        Ok(Placed { folder, kept })
    }

    /// Whether every file of the directory is there and holds what was written.
    fn check(&self) -> Result<(), StoreError> {
        let folder = self.claim.hidden.join(FILES);
        for entry in &self.files {
            let path = folder.join(&entry.path);
            let found = whole::digest(&path).map(|(digest, bytes)| (hexadecimal(&digest), bytes));
            let same =
                whole::is_regular(&path) && found.is_ok_and(|found| found == (entry.sha256.clone(), entry.bytes));
            if !same {
                return Err(StoreError::Disturbed(path));
            }
        }
        Ok(())
    }

    /// Whether nothing worth keeping has been staged; then the staging directory is removed.
    pub fn abandon_if_empty(self) {
        if self.finished().is_empty() && self.on_the_way() == 0 {
            if let Some(aimed) = self.aimed {
                aimed.release();
            }
            self.claim.release();
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

fn at<'a>(doing: &'static str, path: &'a Path, hidden: &'a Path) -> impl FnOnce(io::Error) -> StoreError + 'a {
    move |source| StoreError::Io { doing, path: path.to_path_buf(), hidden: hidden.to_path_buf(), source }
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
