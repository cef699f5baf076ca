//! The manifest: what ran, what it took, and what it wrote.

use serde::{Deserialize, Serialize};

/// Contents of `manifest.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this file's shape.
    pub schema_version: u32,
    /// The program.
    pub tool: Tool,
    /// The scenario.
    pub scenario: ScenarioEntry,
    /// Master seed.
    pub seed: u64,
    /// Number of replicates; where worlds were drawn, towns of full size at stated values.
    pub replicates: u32,
    /// Number of worlds; 1 where only chance differs.
    #[serde(default = "one")]
    pub worlds: u32,
    /// `Baseline` and the strategies.
    pub strategies: Vec<String>,
    /// Random number generator.
    pub generator: String,
    /// Threads used.
    pub threads: usize,
    /// Command line that reproduces the run from the scenario beside this file.
    pub command: String,
    /// Wall time in seconds.
    pub wall_seconds: f64,
    /// Processor time in seconds.
    pub cpu_seconds: f64,
    /// Residents × weeks × lanes × replicates.
    pub resident_weeks: u64,
    /// Largest memory use of the process, in bytes (0 where the system does not say).
    pub peak_memory_bytes: u64,
    /// Files written, by name.
    pub files: Vec<FileEntry>,
    /// `complete`; nothing else is ever moved into place.
    pub status: String,
}

const fn one() -> u32 {
    1
}

/// Name and version of the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// Name.
    pub name: String,
    /// Version.
    pub version: String,
}

/// Name and identity of a scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScenarioEntry {
    /// Name.
    pub name: String,
    /// Identity: SHA-256 over what can change the outcome.
    pub hash: String,
}

/// A file of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Path inside the directory.
    pub path: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Size.
    pub bytes: u64,
    /// Data rows, for tables.
    pub rows: Option<u64>,
}

/// Largest memory use of this process so far, in bytes; 0 where the system does not say.
#[must_use]
pub fn peak_memory_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|v| v.trim().trim_end_matches(" kB").parse::<u64>().ok()).map_or(0, |kb| kb * 1024)
}
