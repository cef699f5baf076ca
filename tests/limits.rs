//! Published results on opinions, reached by configuration alone: the command reads a shipped scenario and writes
//! `residents.csv`, and that must be the published result. Expected values were computed independently of this code.

use crate::towns::{self, Table};
use groundswell::week::talk::clusters::{clusters, major};
use std::path::{Path, PathBuf};

/// The engine computes in `f32`.
const ENGINE: f64 = 1e-5;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/limits")
}

/// Runs a shipped scenario with some lines changed; final trust by replicate and resident.
fn finals(name: &str, changes: &[(&str, &str)]) -> Vec<Vec<f64>> {
    let mut text = std::fs::read_to_string(folder().join(format!("{name}.toml"))).expect("shipped");
    for (from, to) in changes {
        assert!(text.contains(from), "{name} says {from}");
        text = text.replace(from, to);
    }
    let own = tempfile::tempdir().expect("a folder");
    for table in towns::files(&folder()).iter().filter(|file| towns::is(file, "csv")) {
        std::fs::copy(folder().join(table), own.path().join(table)).expect("copied");
    }
    let out = own.path().join("out");
    towns::run(&towns::write(own.path(), &text), &out, &["--quiet"]);
    let table = Table::read(&out.join("residents.csv"));
    let replicates = table.rows.iter().map(|row| table.value(row, "replicate") as usize + 1).max().unwrap_or(0);
    let mut found = vec![Vec::new(); replicates];
    for row in &table.rows {
        assert_eq!(table.text(row, "strategy"), "Baseline");
        found[table.value(row, "replicate") as usize].push(table.value(row, "trust_institution"));
    }
    found
}

fn close(found: &[f64], expected: &[f64], what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}");
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() <= ENGINE, "{what}: found {found}, expected {expected}");
    }
}

#[test]
fn degroot_reaches_the_consensus_and_the_way_there() {
    let consensus = 0.495_015_576_323_987_6;
    close(&finals("degroot", &[])[0], &[consensus; 4], "consensus");
    let tenth = [0.492_694_702_805, 0.494_408_754_82, 0.496_218_323_559_375, 0.496_616_829_566_25];
    close(&finals("degroot", &[("weeks = 60", "weeks = 10")])[0], &tenth, "x(10)");
}

#[test]
fn friedkin_and_johnsen_disagree_for_good() {
    let rest = [0.565_406_881_485_527, 0.692_463_134_898_962_3, 0.671_054_068_814_855_2, 0.831_316_220_644_456_5];
    close(&finals("friedkin-johnsen", &[])[0], &rest, "x*");
    let third = [0.512_93, 0.649_3, 0.611_560_625, 0.807_337_5];
    close(&finals("friedkin-johnsen", &[("weeks = 60", "weeks = 3")])[0], &third, "x(3)");
}

#[test]
fn zealots_hold_the_others_apart() {
    close(&finals("zealots", &[])[0], &[0.625, 0.5, 0.375, 1.0, 0.0], "listening to oneself alone");
    // The same by susceptibility: zealots follow nobody, the others follow everybody they are tied to.
    let people = "residents_file = \"zealots-residents.csv\"";
    let own = tempfile::tempdir().expect("a folder");
    let table = own.path().join("people.csv");
    let rows = "id,group,institution_trust,susceptibility\n1,R,0.5,1\n2,R,0.5,1\n3,R,0.5,1\n4,R,1,0\n5,R,0,0\n";
    std::fs::write(&table, rows).expect("written");
    let instead = format!("residents_file = {:?}", table.display().to_string());
    let found = finals("zealots", &[(people, &instead), ("rule = \"degroot\"", "rule = \"friedkin-johnsen\"")]);
    close(&found[0], &[0.625, 0.5, 0.375, 1.0, 0.0], "susceptibility 0");
}

#[test]
fn a_deffuant_pair_contracts_or_keeps_apart() {
    close(&finals("deffuant-pair", &[])[0], &[0.349_754_24, 0.350_245_76], "within the bound");
    close(&finals("deffuant-pair", &[("bound = 0.4", "bound = 0.2")])[0], &[0.2, 0.5], "beyond the bound");
}

#[test]
fn hegselmann_and_krause_form_the_published_clusters() {
    let cases: [(&str, &[f64], &[usize]); 5] = [
        (
            "0.05013",
            &[
                0.067_449_452_003_022_73,
                0.192_198_428_369_116_16,
                0.311_407_741_041_236_86,
                0.435_468_672_147_710_73,
                0.5,
                0.564_531_327_852_289_1,
                0.688_592_258_958_763_1,
                0.807_801_571_630_883_8,
                0.932_550_547_996_976_6,
            ],
            &[6, 6, 6, 6, 2, 6, 6, 6, 6],
        ),
        (
            "0.10013",
            &[
                0.144_069_110_290_314_86,
                0.383_544_303_928_025_47,
                0.5,
                0.616_455_696_071_974_5,
                0.855_930_889_709_684_9,
            ],
            &[12, 12, 2, 12, 12],
        ),
        ("0.15013", &[0.220_150_882_760_505_04, 0.5, 0.779_849_117_239_494_8], &[17, 16, 17]),
        ("0.22013", &[0.310_595_850_402_115_46, 0.689_404_149_597_884_4], &[25, 25]),
        ("0.25013", &[0.5], &[50]),
    ];
    for (bound, centres, sizes) in cases {
        let found = finals("hegselmann-krause", &[("bound = 0.15013", &format!("bound = {bound}"))]);
        let found = clusters(&found[0], 1e-3);
        close(&found.iter().map(|c| c.centre).collect::<Vec<_>>(), centres, bound);
        assert_eq!(found.iter().map(|c| c.size).collect::<Vec<_>>(), sizes, "{bound}");
    }
}

/// Expected means are over 300 independent replicates. Here there are 30, so that the standard error is 0.09 for the
/// bound 0.1, where a third of the towns are unlike the rest, and 0.05 at most elsewhere: margins are three of these.
/// With 100 replicates the means are 1, 1, 2, 2.92 and 4.32.
#[test]
fn deffuant_meetings_leave_about_one_cluster_for_two_bounds() {
    let cases = [(0.4, 1.0, 0.15), (0.3, 1.01, 0.15), (0.2, 2.01, 0.15), (0.15, 2.91, 0.15), (0.1, 4.29, 0.27)];
    for (bound, published, margin) in cases {
        let towns = finals("deffuant-clusters", &[("bound = 0.2", &format!("bound = {bound}"))]);
        assert_eq!(towns.len(), 30);
        let counts: Vec<usize> = towns.iter().map(|town| major(&clusters(town, bound / 2.0), 0.05)).collect();
        let mean = counts.iter().sum::<usize>() as f64 / counts.len() as f64;
        assert!((mean - published).abs() <= margin, "bound {bound}: {mean} major clusters, published {published}");
    }
}

/// Runs a shipped scenario with some lines and files changed; share of active residents week by week.
fn active(name: &str, changes: &[(&str, &str)], people: Option<&str>) -> Vec<f64> {
    let mut text = std::fs::read_to_string(folder().join(format!("{name}.toml"))).expect("shipped");
    for (from, to) in changes {
        assert!(text.contains(from), "{name} says {from}");
        text = text.replace(from, to);
    }
    let own = tempfile::tempdir().expect("a folder");
    for table in towns::files(&folder()).iter().filter(|file| towns::is(file, "csv")) {
        std::fs::copy(folder().join(table), own.path().join(table)).expect("copied");
    }
    if let Some(people) = people {
        std::fs::write(own.path().join(format!("{name}-residents.csv")), people).expect("written");
    }
    let out = own.path().join("out");
    towns::run(&towns::write(own.path(), &text), &out, &["--quiet"]);
    let table = Table::read(&out.join("series.csv"));
    let rows = table.rows.iter().filter(|r| table.text(r, "scale") == "place" && table.text(r, "measure") == "active");
    let shares: Vec<f64> = rows.map(|row| table.value(row, "mean")).collect();
    // What each resident did at the end adds up to the same.
    let table = Table::read(&out.join("residents.csv"));
    let last = table.rows.iter().filter(|row| table.text(row, "active") == "true").count();
    assert!((shares.last().expect("a week") * table.rows.len() as f64 - last as f64).abs() < 1e-4);
    shares
}

#[test]
fn granovetters_crowd_joins_one_by_one_unless_one_is_missing() {
    let shares = active("granovetter", &[], None);
    assert!(shares.len() > 100, "{} weeks", shares.len());
    for (week, share) in shares.iter().enumerate() {
        close(&[*share], &[week.min(100) as f64 / 100.0], "one more every week");
    }
    let gap = [("granovetter-residents.csv", "granovetter-gap-residents.csv")];
    close(&[*active("granovetter", &gap, None).last().expect("a week")], &[0.01], "nobody with threshold 1");
}

#[test]
fn a_contagion_that_needs_two_spreads_on_the_ring_and_one_that_needs_three_stops() {
    let shares = active("ring", &[], None);
    assert_eq!(shares.len(), 50, "until everybody is active");
    for (week, share) in shares.iter().enumerate() {
        close(&[*share], &[(2 + 2 * week) as f64 / 100.0], "one on either side");
    }
    let people = std::fs::read_to_string(folder().join("ring-residents.csv")).expect("shipped");
    let three = people.replace(",0.49,", ",0.74,");
    close(&[*active("ring", &[], Some(&three)).last().expect("a week")], &[0.02], "two seeds do not make three");
    let one = people.replace(",0.49,", ",0.24,");
    let shares = active("ring", &[("weeks = 49", "weeks = 5")], Some(&one));
    close(&shares, &[0.02, 0.06, 0.1, 0.14, 0.18, 0.22], "two on either side");
}
