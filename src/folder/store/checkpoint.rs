//! Checkpoints of large replicates, beside those that are finished.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;

use sha2::{Digest, Sha256};

use super::{REPLICATES, Staging, StoreError, whole};
use crate::encoding::{ByteSink, ByteSource};

/// First bytes of a checkpoint.
const MAGIC: &[u8] = b"groundswell checkpoint 1\n";

/// Ending of its file.
const ENDING: &str = "checkpoint";

/// Bytes of the digest at its end.
const DIGEST: u64 = 32;

impl Staging {
    /// Where the checkpoint of a replicate is kept.
    fn checkpoint_of(&self, replicate: u32) -> PathBuf {
        self.claim.hidden.join(REPLICATES).join(format!("{replicate:08}.{ENDING}"))
    }

    /// Keeps what a replicate has come to, in place of what was kept of it before: the file is there whole or not at all, also after
    /// a loss of power. It may come into its place a while later. Says what has come of the one before.
    pub fn keep_checkpoint(&self, replicate: u32, write: &mut dyn FnMut(&mut ByteSink<'_>)) -> Result<(), StoreError> {
        let path = self.checkpoint_of(replicate);
        let written = self.waiting.wait().and_then(|()| {
            let mut file = whole::begun(&path)?;
            let mut digest = Sha256::new();
            let mut result = file.write_all(MAGIC);
            let mut piece = |bytes: &[u8]| {
                if result.is_ok() {
                    digest.update(bytes);
                    result = file.write_all(bytes);
                }
            };
            let mut sink = ByteSink::new(&mut piece);
            write(&mut sink);
            sink.finish();
            result?;
            file.write_all(&digest.finalize())?;
            Ok(file)
        });
        let file = written.map_err(self.at("write", &path))?;
        // Some GB take a disk longer than a year takes to be simulated.
        self.waiting.for_it(std::thread::spawn(move || whole::place(file, &path)));
        Ok(())
    }

    /// What a replicate had come to; none where nothing was kept, or not what was written.
    #[must_use]
    pub fn checkpoint(&self, replicate: u32) -> Option<ByteSource<'static>> {
        let path = self.checkpoint_of(replicate);
        let _ = self.waiting.wait();
        let mut file = Some(&path).filter(|path| whole::is_regular(path)).and_then(|path| File::open(path).ok())?;
        let bytes = file.metadata().ok()?.len().checked_sub(MAGIC.len() as u64 + DIGEST)?;
        if !is_whole(&mut file, bytes).is_ok_and(|whole| whole) {
            let _ = fs::remove_file(&path);
            return None;
        }
        file.seek(SeekFrom::Start(MAGIC.len() as u64)).ok()?;
        Some(ByteSource::new(bytes, Box::new(move |piece| file.read_exact(piece).is_ok())))
    }

    /// Takes the checkpoint of a replicate away, which is finished.
    pub fn forget_checkpoint(&self, replicate: u32) {
        let _ = self.waiting.wait();
        // One that cannot be taken away goes with the hidden folder.
        let _ = fs::remove_file(self.checkpoint_of(replicate));
    }

    /// How many replicates are kept on their way.
    #[must_use]
    pub fn on_the_way(&self) -> usize {
        let _ = self.waiting.wait();
        let Ok(entries) = fs::read_dir(self.claim.hidden.join(REPLICATES)) else { return 0 };
        entries.flatten().filter(|entry| entry.path().extension().is_some_and(|found| found == ENDING)).count()
    }
}

/// The checkpoint that is on its way to the disk.
#[derive(Debug, Default)]
pub(super) struct Waiting(Mutex<Option<JoinHandle<io::Result<()>>>>);

impl Waiting {
    fn for_it(&self, placing: JoinHandle<io::Result<()>>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(placing);
    }

    /// Waits for it; what came of it.
    pub fn wait(&self) -> io::Result<()> {
        let placing = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        placing.map_or(Ok(()), |placing| placing.join().unwrap_or_else(|_| Err(io::Error::other("it failed"))))
    }
}

/// What is on its way when a command ends is worth waiting for.
impl Drop for Waiting {
    fn drop(&mut self) {
        let _ = self.wait();
    }
}

/// Whether a file holds what was written: so many bytes between its first ones and their digest.
fn is_whole(file: &mut File, bytes: u64) -> io::Result<bool> {
    let mut first = [0; MAGIC.len()];
    file.read_exact(&mut first)?;
    let (digest, found) = whole::digest_of(&mut file.take(bytes))?;
    let mut expected = [0; DIGEST as usize];
    file.read_exact(&mut expected)?;
    Ok(first == MAGIC && found == bytes && digest == expected)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::Stored;

    fn staging(folder: &std::path::Path) -> Staging {
        Staging::begin(&folder.join("run"), "this", false).expect("begun")
    }

    #[test]
    fn a_checkpoint_is_read_back_or_taken_for_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let numbers: Vec<u64> = (0..100_000).collect();
        let first = staging(folder.path());
        assert!(first.checkpoint(3).is_none() && first.on_the_way() == 0);
        first.keep_checkpoint(3, &mut |to| 0_u8.store(to)).expect("kept");
        first.keep_checkpoint(3, &mut |to| numbers.store(to)).expect("kept in its place");
        first.waiting.wait().expect("kept");
        let partial = first.checkpoint_of(3).with_file_name(".00000003.checkpoint.x.partial");
        std::fs::write(&partial, "cut off").expect("written");
        drop(first);
        let second = staging(folder.path());
        assert!(!partial.exists(), "what a killed process was writing is in nobody's way");
        assert!(second.on_the_way() == 1 && second.finished().is_empty());
        let read = |staging: &Staging| {
            let mut found: Vec<u64> = Vec::new();
            let mut source = staging.checkpoint(3)?;
            found.restore(&mut source)?;
            (source.left() == 0).then_some(found)
        };
        assert_eq!(read(&second).as_ref(), Some(&numbers));
        let path = second.checkpoint_of(3);
        let bytes = std::fs::read(&path).expect("there");
        for at in [0, 40, bytes.len() / 2, bytes.len() - 1] {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            std::fs::write(&path, damaged).expect("written");
            assert_eq!(read(&second), None, "{at}");
            assert!(!path.exists());
        }
        for length in [0, 10, bytes.len() - 1] {
            std::fs::write(&path, &bytes[..length]).expect("written");
            assert_eq!(read(&second), None, "{length}");
        }
        std::fs::write(&path, &bytes).expect("written");
        second.abandon_if_empty();
        assert!(path.exists(), "it is worth keeping");
        let third = staging(folder.path());
        third.forget_checkpoint(3);
        third.abandon_if_empty();
        assert!(!path.exists());
    }
}
