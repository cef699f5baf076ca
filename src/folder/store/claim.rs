//! The place of a result folder: claimed by one process at a time, replaced by two renames, healed after a kill.
//!
//! Everything unfinished lies in a hidden folder beside the place, `.NAME.partial`:
//!
//! | name | what it is |
//! |---|---|
//! | `lock` | locked by the process that works there; the system lets go of it when the process ends, however it ends |
//! | `files/` | the result folder in the making: there from before anything is kept until it is moved into place |
//! | `identity`, `replicates/` | what has been finished so far, and of what; worth nothing once `files/` is gone |
//! | `replaced/` | earlier results on their way out |
//!
//! A process may be killed between any two steps. Which of these names are there tells the next one how far it came.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::replaced;
use super::{StoreError, at};

/// Folder of the results in the making.
pub const FILES: &str = "files";

/// Folder of earlier results on their way out.
const REPLACED: &str = "replaced";

/// File that is locked.
const LOCK: &str = "lock";

/// Tries at a folder that another process is just taking away.
const TRIES: usize = 1000;

/// A place that no other process may write to until this is dropped.
#[derive(Debug)]
pub struct Claim {
    /// Where the results go.
    pub target: PathBuf,
    /// Where they are made.
    pub hidden: PathBuf,
    /// Held for its lock.
    lock: File,
    /// Folders above that were made for it, outermost first.
    made: Vec<PathBuf>,
    /// Folders in which something is kept that was no result.
    pub kept: Vec<PathBuf>,
}

impl Claim {
    /// Claims a place and mends what a killed process has left there.
    pub fn take(target: &Path) -> Result<Self, StoreError> {
        let name = target.file_name().map_or_else(|| "run".into(), |name| name.to_string_lossy().into_owned());
        let hidden = target.with_file_name(format!(".{name}.partial"));
        let above = hidden.parent().unwrap_or(Path::new(""));
        let made = missing_above(above);
        fs::create_dir_all(above).map_err(at("create", above, &hidden))?;
        let lock = match lock(target, &hidden) {
            Ok(lock) => lock,
            Err(error) => {
                remove_empty(&made);
                return Err(error);
            }
        };
        let mut claim = Self { target: target.to_owned(), hidden, lock, made, kept: Vec::new() };
        claim.heal()?;
        Ok(claim)
    }

    /// Whether anything is where the results go.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        fs::symlink_metadata(&self.target).is_ok()
    }

    /// Whether results may be moved into place.
    pub fn check(&self, replace: bool) -> Result<(), StoreError> {
        match self.is_taken() {
            true if !replace => Err(StoreError::Exists(self.target.clone())),
            true if !replaced::is_replaceable(&self.target) => Err(StoreError::Foreign(self.target.clone())),
            _ => Ok(()),
        }
    }

    /// Moves the finished folder into place. What was there is moved aside first, and taken away afterwards.
    pub fn place(&mut self, replace: bool) -> Result<(), StoreError> {
        self.check(replace)?;
        let (making, aside) = (self.hidden.join(FILES), self.hidden.join(REPLACED));
        let existed = self.is_taken();
        if existed {
            fs::rename(&self.target, &aside).map_err(at("move aside", &self.target, &self.hidden))?;
        }
        if let Err(error) = fs::rename(making, &self.target) {
            if existed {
                let _ = fs::rename(&aside, &self.target);
            }
            return Err(at("move into place", &self.target, &self.hidden)(error));
        }
        // The results are there; earlier ones that cannot be taken away are no reason to fail.
        let _ = self.dispose(&aside);
        Ok(())
    }

    /// Puts right what a process that was killed has left half-done.
    fn heal(&mut self) -> Result<(), StoreError> {
        let aside = self.hidden.join(REPLACED);
        let placed = fs::symlink_metadata(self.hidden.join(FILES)).is_err();
        if fs::symlink_metadata(&aside).is_ok() {
            if placed {
                self.dispose(&aside)?;
            } else if self.is_taken() {
                // Killed between the two renames, and since then somebody has put something else there.
                self.kept.push(replaced::keep(&aside, &self.target).map_err(at("keep", &aside, &self.hidden))?);
            } else {
                // Killed between the two renames.
                fs::rename(&aside, &self.target).map_err(at("move back", &self.target, &self.hidden))?;
            }
        }
        if placed { self.clear() } else { Ok(()) }
    }

    /// Takes earlier results away; those that cannot be taken away are kept.
    fn dispose(&mut self, aside: &Path) -> Result<(), StoreError> {
        let kept = replaced::dispose(aside, &self.target)
            .or_else(|_| replaced::keep(aside, &self.target).map(Some))
            .map_err(at("clear", aside, &self.hidden))?;
        self.kept.extend(kept);
        Ok(())
    }

    /// Empties the hidden folder, but for its lock and for earlier results that could not be taken away.
    pub fn clear(&self) -> Result<(), StoreError> {
        let refused = || at("clear", &self.hidden, &self.hidden);
        for entry in fs::read_dir(&self.hidden).map_err(refused())? {
            let entry = entry.map_err(refused())?;
            if [LOCK, REPLACED].iter().all(|name| entry.file_name() != *name) {
                remove(&entry.path()).map_err(refused())?;
            }
        }
        Ok(())
    }

    /// Takes the hidden folder away. What cannot be removed now is removed by the next run into the same place.
    pub fn release(self) {
        if self.clear().is_ok() {
            // The lock goes last: whoever comes in between finds it held, or finds no folder.
            let _ = fs::remove_file(self.hidden.join(LOCK));
            let _ = fs::remove_dir(&self.hidden);
            remove_empty(&self.made);
        }
        drop(self.lock);
    }
}

/// Opens and locks the file of a hidden folder, which is made where it is not there.
fn lock(target: &Path, hidden: &Path) -> Result<File, StoreError> {
    let path = hidden.join(LOCK);
    for _ in 0..TRIES {
        folder(hidden).map_err(at("create", hidden, hidden))?;
        if fs::symlink_metadata(&path).is_ok_and(|found| !found.is_file()) {
            return Err(StoreError::Foreign(hidden.to_owned()));
        }
        let file = match File::options().read(true).write(true).create(true).truncate(false).open(&path) {
            Ok(file) => file,
            // Another process has just taken the folder away.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => {
                let _ = fs::remove_dir(hidden);
                return Err(at("create", &path, hidden)(error));
            }
        };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::InUse(target.to_owned())),
            // A file system without locks; then nobody else can be seen there.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(at("lock", &path, hidden)(error)),
        }
        if is_at(&file, &path) {
            return Ok(file);
        }
    }
    Err(StoreError::InUse(target.to_owned()))
}

/// Whether a path still names an open file: another process may have removed it before it was locked.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |found: fs::Metadata| (found.dev(), found.ino());
    let (opened, named) = (file.metadata().map(identity), fs::symlink_metadata(path).map(identity));
    opened.is_ok_and(|opened| named.is_ok_and(|named| named == opened))
}

/// Elsewhere an open file keeps its name.
#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

/// Makes a folder where there is none; something else under its name is refused.
pub fn folder(path: &Path) -> io::Result<()> {
    match fs::create_dir(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            if fs::symlink_metadata(path)?.is_dir() {
                Ok(())
            } else {
                Err(error)
            }
        }
        done => done,
    }
}

/// Removes a file, or a folder with all that is in it; links are not followed.
pub fn remove(path: &Path) -> io::Result<()> {
    if fs::symlink_metadata(path)?.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
}

/// Folders that would have to be made for a path, outermost first.
fn missing_above(path: &Path) -> Vec<PathBuf> {
    let missing = path.ancestors().take_while(|above| !above.as_os_str().is_empty() && !above.exists());
    let mut missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
    missing.reverse();
    missing
}

/// Removes folders that are empty, innermost first.
fn remove_empty(folders: &[PathBuf]) {
    for folder in folders.iter().rev() {
        let _ = fs::remove_dir(folder);
    }
}
