//! Earlier results: what may be replaced, what is taken away, and what is kept because it is somebody's own.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::whole;

/// The file that says what a folder holds.
const MANIFEST: &str = "manifest.json";

/// Largest manifest that is read.
pub const LARGEST_MANIFEST: u64 = 64 << 20;

/// Whether a path is a folder of results, or an empty one: only these are ever replaced.
pub fn is_replaceable(path: &Path) -> bool {
    let is_folder = fs::symlink_metadata(path).is_ok_and(|found| found.is_dir());
    is_folder && (listed(path).is_some() || fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none()))
}

/// Files that a folder of results lists; `None` where it holds something else.
fn listed(folder: &Path) -> Option<BTreeSet<PathBuf>> {
    let bytes = whole::read(&folder.join(MANIFEST), LARGEST_MANIFEST).ok()?;
    let manifest: serde_json::Value = serde_json::from_slice(&bytes).ok()?;
    if manifest["tool"]["name"] != "groundswell" {
        return None;
    }
    let files = manifest["files"].as_array().map(Vec::as_slice).unwrap_or_default();
    Some(files.iter().filter_map(|file| file["path"].as_str()).map(PathBuf::from).collect())
}

/// Takes earlier results away: the files that their manifest lists. Whatever else lies there is somebody's own, and is
/// kept beside the new results, in the folder that is returned. The manifest goes last, so that a process that is
/// killed meanwhile leaves nothing of which the next one does not know what it is.
pub fn dispose(replaced: &Path, target: &Path) -> io::Result<Option<PathBuf>> {
    if fs::symlink_metadata(replaced).is_err() {
        return Ok(None);
    }
    if let Some(listed) = listed(replaced) {
        remove_listed(replaced, Path::new(""), &listed)?;
        fs::remove_file(replaced.join(MANIFEST))?;
    }
    match fs::remove_dir(replaced) {
        Ok(()) => Ok(None),
        Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => keep(replaced, target).map(Some),
        Err(error) => Err(error),
    }
}

/// Removes regular files that are listed, and folders that are empty then; links are neither followed nor removed.
fn remove_listed(root: &Path, inside: &Path, listed: &BTreeSet<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(root.join(inside))? {
        let entry = entry?;
        let path = inside.join(entry.file_name());
        let kind = entry.file_type()?;
        if kind.is_dir() {
            remove_listed(root, &path, listed)?;
            match fs::remove_dir(root.join(&path)) {
                Err(error) if error.kind() != io::ErrorKind::DirectoryNotEmpty => return Err(error),
                _ => {}
            }
        } else if kind.is_file() && listed.contains(&path) && path != Path::new(MANIFEST) {
            fs::remove_file(root.join(&path))?;
        }
    }
    Ok(())
}

/// Moves a folder to the first free `NAME.kept-N` beside the results.
pub fn keep(folder: &Path, target: &Path) -> io::Result<PathBuf> {
    let name = target.file_name().map_or_else(|| "run".into(), |name| name.to_string_lossy().into_owned());
    for nth in 1_u32.. {
        let kept = target.with_file_name(format!("{name}.kept-{nth}"));
        if fs::symlink_metadata(&kept).is_err() {
            return fs::rename(folder, &kept).map(|()| kept);
        }
    }
    Err(io::Error::from(io::ErrorKind::AlreadyExists))
}
