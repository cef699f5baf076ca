//! `groundswell plot`: every chart of a finished run in every size, and what is said where there is none.

use crate::towns::{finished, groundswell, said};
use std::path::Path;

/// Width and height of a PNG, and its dots per metre.
fn pixels(path: &Path) -> (u32, u32, Option<u32>) {
    let reader = png::Decoder::new(std::io::BufReader::new(std::fs::File::open(path).expect("a file")));
    let reader = reader.read_info().expect("a picture");
    let info = reader.info();
    (info.width, info.height, info.pixel_dims.map(|dims| dims.xppu))
}

#[test]
fn every_chart_is_drawn_in_every_size() {
    let (folder, results) = finished();
    let listed = groundswell().args(["plot", "list", "--json"]).arg(&results).output().expect("it runs");
    let listed: serde_json::Value = serde_json::from_slice(&listed.stdout).expect("JSON");
    let charts: Vec<&str> =
        listed["charts"].as_array().expect("a list").iter().filter_map(|chart| chart["chart"].as_str()).collect();
    assert!(charts.len() >= 5, "{charts:?}");
    for chart in charts {
        for (size, width, dots) in [("slide", 1920, None), ("doc", 1600, None), ("column", 1051, Some(11_811))] {
            let out = folder.path().join("pictures");
            groundswell()
                .args(["plot", chart, "--size", size, "--format", "png,svg,csv", "--quiet", "--out"])
                .arg(&out)
                .arg(&results)
                .assert()
                .success();
            let named = |ending: &str| out.join(format!("{chart}-{size}.{ending}"));
            let found = pixels(&named("png"));
            assert_eq!((found.0, found.2), (width, dots), "{chart} {size}");
            assert!(size != "slide" || found.1 == 1080, "{chart} {found:?}");
            let svg = std::fs::read_to_string(named("svg")).expect("a drawing");
            assert!(size != "column" || svg.contains("width=\"89mm\""), "{chart}");
            assert!(std::fs::read(named("csv")).expect("a table").starts_with("\u{FEFF}".as_bytes()));
        }
    }
    let same = std::fs::read(folder.path().join("pictures/groups-doc.svg")).expect("a drawing");
    assert!(same == std::fs::read(results.join("figures/groups.svg")).expect("a drawing"), "as the run drew it");
}

#[test]
fn files_are_named_by_out_and_never_lost() {
    let (folder, results) = finished();
    let plot = |more: &[&str], out: &Path| {
        let mut command = groundswell();
        command.args(["plot", "groups", "--out"]).arg(out).arg(&results).args(more).arg("--quiet");
        command.assert()
    };
    let file = folder.path().join("chart.svg");
    plot(&["--title", "What we <found> in Three Bridges"], &file).success();
    let svg = std::fs::read_to_string(&file).expect("a drawing");
    assert!(svg.contains("What we &lt;found&gt; in Three Bridges"));
    plot(&[], &file).code(4);
    plot(&["--force"], &file).success();
    assert_ne!(std::fs::read_to_string(&file).expect("a drawing"), svg);
    plot(&["--format", "png", "--force"], &file).code(3);
    plot(&["--format", "png,pdf"], &file).code(2);
    plot(&[], &folder.path().join("new/folder")).success();
    assert!(folder.path().join("new/folder/groups-slide.png").is_file());
}

#[test]
fn what_is_not_there_is_said_with_what_is() {
    let (folder, results) = finished();
    let mut all = Vec::new();
    for what in ["list", "trust_over_tim", "pie"] {
        all.push(format!("== {what}\n{}\n", said(groundswell().args(["plot", what]).arg(&results), folder.path())));
    }
    std::fs::write(results.join("manifest.json"), "").expect("written");
    all.push(format!("== no run\n{}\n", said(groundswell().args(["plot", "list"]).arg(&results), folder.path())));
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("plot_lists", all.join("\n"));
    });
}
