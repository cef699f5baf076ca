//! How much memory there is to use, and whether it is enough: asked before the work, so that no machine begins to swap.
//!
//! What is free is the least of what the machine has, what its control groups leave (as in a container), and what
//! the limits of the process allow (`ulimit`). Where the system does not say, nothing is refused.

use std::path::Path;

use crate::experiment::estimate::estimate;
use crate::scenario::codes::Code;
use crate::scenario::{Problem, Problems, Scenario};

/// What sets the bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bound {
    /// The machine.
    Machine,
    /// A control group, as in a container.
    Group,
    /// A limit of the process.
    Process,
}

/// Memory that this process may use in all.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Free {
    bytes: f64,
    by: Bound,
}

/// Where control groups of the second and of the first version are found.
const GROUPS: &str = "/sys/fs/cgroup";
const GROUPS_OF_OLD: &str = "/sys/fs/cgroup/memory";

/// Refuses a run that would need more memory than there is.
pub fn enough(scenario: &Scenario, threads: usize) -> Result<(), Problems> {
    let at_once = estimate(scenario, threads).at_once;
    let what = match at_once {
        1 => "a run needs about".to_owned(),
        n => format!("a run with {n} replicates at once needs about"),
    };
    enough_for(&what, threads, |threads| estimate(scenario, threads).memory)
}

/// Refuses work that would need more memory than there is, which may depend on the threads.
pub fn enough_for(what: &str, threads: usize, needed: impl Fn(usize) -> f64) -> Result<(), Problems> {
    free().map_or(Ok(()), |free| within(free, what, threads, needed))
}

fn within(free: Free, what: &str, threads: usize, needed: impl Fn(usize) -> f64) -> Result<(), Problems> {
    let all = needed(threads);
    if all <= free.bytes {
        return Ok(());
    }
    let left = match free.by {
        Bound::Machine => "are free",
        Bound::Group => "are left to this control group (or container)",
        Bound::Process => "are allowed to this process (ulimit)",
    };
    let message = format!("{what} {} of memory, and {} {left}", bytes(all), bytes(free.bytes));
    let mut problem = Problem::new(Code::TooLarge, message);
    // More threads need more: halve the way to the most that fit.
    let (mut fit, mut too_many) = (0, threads);
    while too_many - fit > 1 {
        let between = usize::midpoint(fit, too_many);
        if needed(between) <= free.bytes {
            fit = between;
        } else {
            too_many = between;
        }
    }
    if fit > 0 {
        problem = problem.help(format!("use --threads {fit}: less runs at once, and the results are the same"));
    }
    let smaller = "simulate fewer residents or replicates: means stay the same, ranges grow a little";
    let or = if problem.help.is_empty() { "" } else { "or " };
    Err(Problems(vec![problem.help(format!("{or}{smaller}"))]))
}

/// Bytes in words.
#[must_use]
pub fn bytes(bytes: f64) -> String {
    if bytes >= 1e9 { format!("{:.1} GB", bytes / 1e9) } else { format!("{:.0} MB", (bytes / 1e6).max(1.0)) }
}

/// What there is; `None` where the system does not say.
fn free() -> Option<Free> {
    let read = |path: &Path| std::fs::read_to_string(path).ok();
    let text = |path: &str| read(Path::new(path)).unwrap_or_default();
    let (status, limits) = (text("/proc/self/status"), text("/proc/self/limits"));
    // What the process holds already is part of what it needs.
    let own = kilobytes(&status, "VmRSS:").unwrap_or(0.0);
    let machine = kilobytes(&text("/proc/meminfo"), "MemAvailable:").map(|bytes| bytes + own);
    let group = of_groups(&text("/proc/self/cgroup"), &read).map(|bytes| bytes + own);
    let process = [("Max address space", "VmSize:"), ("Max data size", "VmData:")]
        .into_iter()
        .filter_map(|(limit, used)| Some(soft_limit(&limits, limit)? - kilobytes(&status, used)? + own))
        .reduce(f64::min);
    [(machine, Bound::Machine), (group, Bound::Group), (process, Bound::Process)]
        .into_iter()
        .filter_map(|(bytes, by)| Some(Free { bytes: bytes?.max(0.0), by }))
        .min_by(|a, b| a.bytes.total_cmp(&b.bytes))
}

/// A size in `/proc/meminfo` or `/proc/self/status`, in bytes.
fn kilobytes(text: &str, key: &str) -> Option<f64> {
    let value = text.lines().find_map(|line| line.strip_prefix(key))?;
    value.trim().strip_suffix("kB")?.trim().parse::<f64>().ok().map(|number| number * 1024.0)
}

/// A soft limit in `/proc/self/limits`, in bytes; `None` where it is unlimited.
fn soft_limit(text: &str, name: &str) -> Option<f64> {
    let values = text.lines().find_map(|line| line.strip_prefix(name))?;
    values.split_whitespace().next()?.parse().ok()
}

/// A line `key value` of `memory.stat`.
fn stat(text: &str, key: &str) -> Option<f64> {
    let mut found = text.lines().filter_map(|line| line.split_once(' ')).filter(|(name, _)| *name == key);
    found.next()?.1.trim().parse().ok()
}

/// What the tightest of all control groups leaves, from the one of the process up to the root. `memberships` is
/// `/proc/self/cgroup`.
fn of_groups(memberships: &str, read: &dyn Fn(&Path) -> Option<String>) -> Option<f64> {
    let mut tightest: Option<f64> = None;
    for line in memberships.lines() {
        let mut parts = line.splitn(3, ':');
        let (Some(_), Some(controllers), Some(path)) = (parts.next(), parts.next(), parts.next()) else { continue };
        // The second version has one hierarchy without names of controllers.
        let new = controllers.is_empty();
        if !new && !controllers.split(',').any(|name| name == "memory") {
            continue;
        }
        let root = Path::new(if new { GROUPS } else { GROUPS_OF_OLD });
        // Inside a container the path may lead nowhere: what is not there is passed over, up to what is.
        let own = root.join(path.trim_start_matches('/'));
        for folder in own.ancestors().take_while(|folder| folder.starts_with(root)) {
            let left = if new { left_in(folder, read) } else { left_in_old(folder, read) };
            tightest = [tightest, left].into_iter().flatten().reduce(f64::min);
        }
    }
    tightest
}

/// What a control group of the second version leaves: files that can be dropped at any time do not count as used.
fn left_in(folder: &Path, read: &dyn Fn(&Path) -> Option<String>) -> Option<f64> {
    let number = |name: &str| read(&folder.join(name))?.trim().parse::<f64>().ok();
    // Beyond `memory.high` a group is slowed down until it is of no use. "max" is no number, and no limit.
    let limit = [number("memory.max"), number("memory.high")].into_iter().flatten().reduce(f64::min)?;
    let dropped = read(&folder.join("memory.stat")).and_then(|text| stat(&text, "inactive_file")).unwrap_or(0.0);
    Some(limit - (number("memory.current")? - dropped).max(0.0))
}

/// The same for the first version.
fn left_in_old(folder: &Path, read: &dyn Fn(&Path) -> Option<String>) -> Option<f64> {
    let number = |name: &str| read(&folder.join(name))?.trim().parse::<f64>().ok();
    let limit = number("memory.limit_in_bytes")?;
    let dropped = read(&folder.join("memory.stat")).and_then(|text| stat(&text, "total_inactive_file")).unwrap_or(0.0);
    Some(limit - (number("memory.usage_in_bytes")? - dropped).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATUS: &str = "Name:\tgroundswell\nVmSize:\t  140900 kB\nVmRSS:\t   17348 kB\nVmData:\t    2024 kB\n";
    const MEMINFO: &str = "MemTotal:       24668000 kB\nMemFree:          812000 kB\nMemAvailable:   23068672 kB\n";
    const LIMITS: &str = "\
Limit                     Soft Limit           Hard Limit           Units     
Max cpu time              unlimited            unlimited            seconds   
Max data size             unlimited            unlimited            bytes     
Max address space         2147483648           unlimited            bytes     
";

    #[test]
    fn sizes_of_the_system_are_read() {
        assert_eq!(kilobytes(MEMINFO, "MemAvailable:"), Some(23_068_672.0 * 1024.0));
        assert_eq!(kilobytes(STATUS, "VmRSS:"), Some(17_348.0 * 1024.0));
        assert_eq!(kilobytes(STATUS, "VmSwap:"), None);
        assert_eq!(kilobytes("VmRSS: many kB", "VmRSS:"), None);
        assert_eq!(soft_limit(LIMITS, "Max address space"), Some(2_147_483_648.0));
        assert_eq!(soft_limit(LIMITS, "Max data size"), None);
        assert_eq!(soft_limit("", "Max data size"), None);
    }

    /// Control groups as a list of files.
    fn left(memberships: &str, files: &[(&str, &str)]) -> Option<f64> {
        let read = |path: &Path| files.iter().find(|file| Path::new(file.0) == path).map(|file| file.1.to_owned());
        of_groups(memberships, &read)
    }

    #[test]
    fn the_tightest_control_group_counts() {
        let files = [
            ("/sys/fs/cgroup/job/step/memory.max", "max\n"),
            ("/sys/fs/cgroup/job/step/memory.current", "1000\n"),
            ("/sys/fs/cgroup/job/memory.max", "5000\n"),
            ("/sys/fs/cgroup/job/memory.current", "3000\n"),
            ("/sys/fs/cgroup/job/memory.stat", "anon 900\ninactive_file 1200\nactive_file 300\n"),
            ("/sys/fs/cgroup/memory.max", "9000\n"),
            ("/sys/fs/cgroup/memory.current", "1000\n"),
        ];
        assert_eq!(left("0::/job/step\n", &files), Some(5000.0 - (3000.0 - 1200.0)));
        assert_eq!(left("0::/\n", &files), Some(8000.0));
        assert_eq!(left("0::/gone/away\n", &files), Some(8000.0), "what is not there is passed over");
        assert_eq!(left("", &files), None);
        let slowed = [("/sys/fs/cgroup/memory.high", "700\n"), ("/sys/fs/cgroup/memory.current", "100\n")];
        assert_eq!(left("0::/\n", &slowed), Some(600.0));
        assert_eq!(left("0::/\n", &[("/sys/fs/cgroup/memory.max", "max\n")]), None);
    }

    #[test]
    fn control_groups_of_old_are_read_too() {
        let files = [
            ("/sys/fs/cgroup/memory/docker/a1/memory.limit_in_bytes", "8000\n"),
            ("/sys/fs/cgroup/memory/docker/a1/memory.usage_in_bytes", "2000\n"),
            ("/sys/fs/cgroup/memory/docker/a1/memory.stat", "cache 1\ntotal_inactive_file 500\n"),
            ("/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n"),
            ("/sys/fs/cgroup/memory/memory.usage_in_bytes", "90000\n"),
        ];
        let memberships = "12:cpuset:/docker/a1\n7:hugetlb,memory:/docker/a1\n1:name=systemd:/docker/a1\n";
        assert_eq!(left(memberships, &files), Some(6500.0));
        assert_eq!(left("12:cpuset:/docker/a1\n", &files), None);
    }

    #[test]
    fn the_hint_names_threads_that_fit() {
        let free = |gigabytes: f64, by| Free { bytes: gigabytes * 1e9, by };
        let needed = |threads: usize| 1e9 + 3e9 * threads as f64;
        assert!(within(free(13.0, Bound::Machine), "a run needs about", 4, needed).is_ok());
        let refused =
            |gigabytes, by| within(free(gigabytes, by), "a run needs about", 4, needed).expect_err("too much");
        let problem = &refused(8.0, Bound::Machine).0[0];
        assert_eq!(problem.message, "a run needs about 13.0 GB of memory, and 8.0 GB are free");
        assert!(problem.help[0].starts_with("use --threads 2:") && problem.help[1].starts_with("or simulate"));
        let problem = &refused(2.0, Bound::Group).0[0];
        assert!(problem.message.ends_with("2.0 GB are left to this control group (or container)"), "{problem:?}");
        assert!(problem.help.len() == 1 && problem.help[0].starts_with("simulate fewer"), "{problem:?}");
    }

    #[test]
    fn this_machine_says_what_is_free() {
        let Some(free) = free() else { return };
        assert!(free.bytes > 1e6 && free.bytes < 1e15, "{free:?}");
    }
}
