//! Files that are there whole or not at all.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

/// Letters of a file's name that its unfinished copy repeats; file systems allow names of 255 bytes.
const KEPT_OF_A_NAME: usize = 60;

/// Ending of unfinished copies.
const UNFINISHED: &str = ".partial";

/// Writes a file by way of an unfinished copy beside it, whose name nobody can guess and which is never a link to
/// something else. What was there before is replaced.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    unfinished(path, bytes).and_then(|file| {
        file.as_file().sync_all()?;
        file.persist(path).map(|_| ()).map_err(|error| error.error)
    })
}

/// Puts an unfinished copy into its place when it has reached the disk, where it is found after a loss of power as well.
pub fn place(file: tempfile::NamedTempFile, path: &Path) -> io::Result<()> {
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    // Elsewhere a folder cannot be opened.
    #[cfg(unix)]
    File::open(folder_of(path))?.sync_all()?;
    Ok(())
}

/// The same for what knows by itself whether it is whole, and so need not have reached the disk.
pub fn write_soon(path: &Path, bytes: &[u8]) -> io::Result<()> {
    unfinished(path, bytes).and_then(|file| file.persist(path).map(|_| ()).map_err(|error| error.error))
}

fn unfinished(path: &Path, bytes: &[u8]) -> io::Result<tempfile::NamedTempFile> {
    let mut file = begun(path)?;
    file.write_all(bytes)?;
    Ok(file)
}

/// An unfinished copy, with nothing in it yet.
pub fn begun(path: &Path) -> io::Result<tempfile::NamedTempFile> {
    let name: String = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let name: String = name.chars().take(KEPT_OF_A_NAME).collect();
    let mut builder = tempfile::Builder::new();
    let prefix = format!(".{name}.");
    builder.prefix(&prefix).suffix(UNFINISHED);
    // Results are for everybody whom the user's umask lets read them, not for the user alone.
    #[cfg(unix)]
    builder.permissions(<fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o666));
    builder.tempfile_in(folder_of(path))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Takes away unfinished copies that a process which was killed has left in a folder that nobody else writes to.
pub fn clear_unfinished(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(UNFINISHED) && is_regular(&path) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

/// Makes a file that is not there yet.
pub fn create(path: &Path) -> io::Result<File> {
    File::options().write(true).create_new(true).open(path)
}

/// Whether a path names a regular file itself, and not a link to one.
#[must_use]
pub fn is_regular(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_file())
}

/// Reads a regular file of at most so many bytes; devices, pipes and links are refused without being opened.
pub fn read(path: &Path, largest: u64) -> io::Result<Vec<u8>> {
    if !fs::symlink_metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file"));
    }
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    if length > largest {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("it is larger than {} MB", largest >> 20)));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    file.take(largest).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// SHA-256 and length of a file, read piece by piece.
pub fn digest(path: &Path) -> io::Result<(Vec<u8>, u64)> {
    digest_of(&mut File::open(path)?)
}

/// The same of what can be read.
pub fn digest_of(read: &mut impl Read) -> io::Result<(Vec<u8>, u64)> {
    let mut digest = Sha256::new();
    let mut piece = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        match read.read(&mut piece)? {
            0 => return Ok((digest.finalize().to_vec(), bytes)),
            length => {
                digest.update(&piece[..length]);
                bytes += length as u64;
            }
        }
    }
}
