//! Charts of all kinds and sizes: valid, complete, nothing cut off, nothing on top of one another.

use crate::sample::{Size, findings, scenario};
use groundswell::analysis::Among;
use groundswell::analysis::findings::Findings;
use groundswell::figure::{self, Chart, Context, Size as Sheet, chart::reader};
use groundswell::report::{self, PageInput, Picture};
use resvg::usvg::{Group, Node, Rect, TextChunk, Tree, roxmltree};

fn charts(size: &Size) -> Vec<Chart> {
    charts_on(size, Sheet::Doc)
}

fn charts_on(size: &Size, sheet: Sheet) -> Vec<Chart> {
    let scenario = scenario(size);
    let context = Context { size: sheet, ..Context::new(&scenario, "9f3c12ab77e0d1c2", "0.1.0") };
    figure::all(&context, &findings(size))
}

fn with(change: impl FnOnce(&mut Size)) -> Size {
    let mut size = Size::usual();
    change(&mut size);
    size
}

/// Shapes that have broken charts before, or would break careless ones.
fn odd_sizes() -> Vec<(&'static str, Size)> {
    let long = |at: usize| format!("Strategy {at} with quite a long name for it all");
    let many = (1..=8).map(|at| (long(at), 0.1 - 0.02 * at as f64)).collect();
    vec![
        ("usual", Size::usual()),
        ("one_strategy", with(|s| s.strategies.truncate(1))),
        ("two_strategies", with(|s| s.strategies.truncate(2))),
        ("three_strategies", with(|s| s.strategies.truncate(3))),
        ("six_strategies", with(|s| s.strategies.extend([("Fifth".to_owned(), 0.05), ("Sixth".to_owned(), 0.02)]))),
        ("no_strategy", with(|s| s.strategies.clear())),
        ("one_group", with(|s| s.groups = 1)),
        ("thirty_groups", with(|s| s.groups = 30)),
        ("one_replicate", with(|s| s.replicates = 1)),
        ("eight_long_names", with(|s| s.strategies = many)),
        ("harm", with(|s| s.strategies.iter_mut().for_each(|s| s.1 = -s.1))),
        (
            "constant",
            with(|s| {
                s.spread = 0.0;
                s.strategies.iter_mut().for_each(|s| s.1 = 0.0);
            }),
        ),
        (
            "wide_gains",
            with(|s| {
                s.spread = 0.002;
                s.strategies.iter_mut().for_each(|s| s.1 *= 3.0);
            }),
        ),
        ("three_weeks", with(|s| s.weeks = 3)),
        ("many_events", with(|s| s.events = 6)),
        ("crowded_events", with(|s| s.events = 12)),
    ]
}

fn texts(group: &Group, found: &mut Vec<(String, Rect)>) {
    for node in group.children() {
        match node {
            Node::Group(inner) => texts(inner, found),
            Node::Text(text) => {
                let words: String = text.chunks().iter().map(TextChunk::text).collect();
                found.push((words, text.abs_bounding_box()));
            }
            _ => {}
        }
    }
}

#[test]
fn every_chart_of_every_size_is_valid_and_shows_all_its_words() {
    let everything = odd_sizes()
        .into_iter()
        .flat_map(|(name, size)| Sheet::ALL.map(|sheet| (format!("{name}/{}", sheet.name()), charts_on(&size, sheet))));
    let mut wrong = Vec::new();
    for (name, charts) in everything {
        for chart in charts {
            let at = format!("{name}/{}", chart.id);
            roxmltree::Document::parse(&chart.svg).unwrap_or_else(|cause| panic!("{at}: {cause}"));
            let tree = Tree::from_str(&chart.svg, &reader()).unwrap_or_else(|cause| panic!("{at}: {cause}"));
            assert!(!chart.svg.contains("NaN") && !chart.svg.contains("inf"), "{at}");
            let mut found = Vec::new();
            texts(tree.root(), &mut found);
            assert!(found.len() > 5, "{at}: hardly any words");
            // Pixels of the image in one unit of the sheet.
            let unit = tree.size().width() / chart.size.width() as f32;
            for (words, area) in &found {
                let inside = area.left() >= 0.0
                    && area.top() >= 0.0
                    && area.right() <= tree.size().width() + 0.5
                    && area.bottom() <= tree.size().height() + 0.5;
                if !inside {
                    wrong.push(format!("{at}: {words:?} leaves the canvas at {area:?}"));
                }
            }
            for (nth, (words, area)) in found.iter().enumerate() {
                for (other_words, other) in &found[nth + 1..] {
                    let across = area.right().min(other.right()) - area.left().max(other.left());
                    let down = area.bottom().min(other.bottom()) - area.top().max(other.top());
                    // Boxes reach from ascender to descender; a few pixels of overlap leave letters apart.
                    if across > unit && down > 7.0 * unit {
                        wrong.push(format!("{at}: {words:?} and {other_words:?} overlap"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

/// Draws everything there is to draw; whatever the findings are, it must come out valid.
fn everything_is_valid(findings: &Findings, size: &Size, about: &str) {
    let scenario = scenario(size);
    let context = Context::new(&scenario, "", "0.1.0");
    let charts = figure::all(&context, findings);
    for chart in &charts {
        roxmltree::Document::parse(&chart.svg).unwrap_or_else(|cause| panic!("{about}/{}: {cause}", chart.id));
        chart.png(0.2).unwrap_or_else(|cause| panic!("{about}/{}: {cause}", chart.id));
    }
    let page = report::html(&input(&context, findings, &pictures(&charts)));
    let body = &page[page.find("<body>").expect("a body")..page.find("</html>").expect("an end")];
    roxmltree::Document::parse(body).unwrap_or_else(|cause| panic!("{about}: {cause}"));
    assert!(!page.contains("NaN"), "{about}: a number that is none");
    let said = report::summary(&context, findings, true);
    assert!(said.contains("compare options") && !said.contains("NaN"), "{about}:\n{said}");
}

#[test]
fn findings_with_holes_are_drawn_as_far_as_they_go() {
    let size = Size::usual();
    let whole = findings(&size);
    let mut no_options = whole.clone();
    no_options.options.clear();
    everything_is_valid(&no_options, &size, "no options");
    let mut no_series = whole.clone();
    no_series.series.clear();
    everything_is_valid(&no_series, &size, "no series");
    let mut short = whole.clone();
    for series in &mut short.series {
        series.levels.truncate(1);
        series.effects.clear();
    }
    everything_is_valid(&short, &size, "one week only");
    let mut undefined = whole.clone();
    for (at, series) in undefined.series.iter_mut().enumerate() {
        for level in series.levels.iter_mut().skip(at % 3).step_by(3) {
            level.mean = f64::NAN;
            level.quantiles = [f64::NAN, f64::NEG_INFINITY, f64::NAN, 1e300, f64::INFINITY];
        }
    }
    for row in &mut undefined.options {
        row.level.quantiles = [f64::NAN; 5];
        row.p_best = f64::NAN;
    }
    for gain in undefined.compounding.iter_mut().flat_map(|part| &mut part.gains) {
        gain.gain.mean = f64::NAN;
        gain.spend = Some(0.0);
    }
    for swell in &mut undefined.swell {
        swell.total.iter_mut().step_by(2).for_each(|height| height.mean = f64::NAN);
        swell.end.mean = f64::NAN;
    }
    everything_is_valid(&undefined, &size, "undefined numbers");
    let nasty = "A <b>&\"'\u{1}\u{FFFE} 日本 very-long-word-that-cannot-be-broken-anywhere-at-all-so-there".to_owned();
    let named = with(|s| s.strategies.iter_mut().for_each(|s| s.0.clone_from(&nasty)));
    everything_is_valid(&findings(&named), &named, "nasty names");
}

#[test]
fn words_around_the_chart_keep_their_promises() {
    for (name, size) in odd_sizes() {
        for chart in charts(&size) {
            let at = format!("{name}/{}", chart.id);
            assert!(!chart.alt.is_empty() && chart.alt.chars().count() <= 250, "{at}: {}", chart.alt);
            assert!(!chart.title.is_empty() && !chart.subtitle.is_empty() && !chart.reading.is_empty(), "{at}");
            assert!(
                chart.svg.contains("role=\"img\"") && chart.svg.contains("<desc") && chart.svg.contains("<metadata>")
            );
            assert!(chart.svg.contains("9f3c12ab77e0d1c2") && chart.svg.contains("seed 7"), "{at}");
            assert!(!chart.table.rows.is_empty(), "{at}: no numbers");
            assert!(chart.table.rows.iter().all(|row| row.len() == chart.table.columns.len()), "{at}: ragged table");
        }
    }
}

#[test]
fn usual_findings_fill_every_chart_with_short_titles() {
    let charts = charts(&Size::usual());
    let ids: Vec<&str> = charts.iter().map(|chart| chart.id).collect();
    assert_eq!(
        ids,
        [
            "swell",
            "trust_over_time",
            "paired_effect",
            "three_levels",
            "groups",
            "attribution",
            "compounding",
            "one_scale",
            "observed"
        ]
    );
    for chart in &charts {
        // That a title rests on chance only is said besides.
        let finding = chart.title.trim_end_matches(" (chance only)");
        assert!(finding.split_whitespace().count() <= 15, "{}", chart.title);
    }
}

#[test]
fn pictures_have_the_same_bytes_every_time() {
    assert_eq!(charts(&Size::usual()), charts(&Size::usual()));
}

#[test]
fn titles_claim_nothing_that_the_interval_does_not_carry() {
    let unclear = with(|s| s.strategies.iter_mut().for_each(|s| s.1 = 0.0005));
    let title = |id: &str| charts(&unclear).into_iter().find(|chart| chart.id == id).map(|chart| chart.title);
    assert!(title("trust_over_time").is_some_and(|title| title.starts_with("No clear difference")));
    assert!(title("paired_effect").is_some_and(|title| title.starts_with("Cannot tell")));
    let tie = with(|s| {
        s.spread = 0.0;
        s.strategies.iter_mut().for_each(|s| s.1 = 0.0);
    });
    assert!(charts(&tie)[0].title.starts_with("No gain that can be told from none"));
    assert!(charts(&tie)[1].title.starts_with("No difference"));
    let one = with(|s| s.replicates = 1);
    assert!(charts(&one).iter().take(8).all(|chart| chart.title.to_lowercase().contains("one simulated town")));
}

#[test]
fn images_are_as_wide_as_asked() {
    let png = charts(&Size::usual())[0].png(0.5).expect("a picture");
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    assert_eq!(u32::from_be_bytes([png[16], png[17], png[18], png[19]]), 800);
}

/// Writes every picture for people to look at: `GALLERY=/some/folder cargo test --release gallery`.
#[test]
fn gallery() {
    let Some(folder) = std::env::var_os("GALLERY").map(std::path::PathBuf::from) else { return };
    std::fs::create_dir_all(&folder).expect("a folder to write to");
    for (name, size) in odd_sizes() {
        std::fs::write(folder.join(format!("{name}.html")), page(&size)).expect("written");
        std::fs::write(folder.join(format!("{name}.txt")), terminal(&size)).expect("written");
        for (sheet, chart) in Sheet::ALL.into_iter().flat_map(|s| charts_on(&size, s).into_iter().map(move |c| (s, c)))
        {
            let file = folder.join(format!("{name}_{}_{}.png", chart.id, sheet.name()));
            let scale = if name == "usual" { 1.0 } else { 0.6 };
            std::fs::write(file, chart.png(scale).expect("a picture")).expect("written");
        }
    }
}

fn page(size: &Size) -> String {
    let scenario = scenario(size);
    let context = Context::new(&scenario, "9f3c12ab77e0d1c2", "0.1.0");
    let findings = findings(size);
    let toml = "format = 1\nname = \"Millbrook\" # <town> & country\n";
    let charts = figure::all(&context, &findings);
    report::html(&PageInput { scenario_toml: toml, ..input(&context, &findings, &pictures(&charts)) })
}

/// Charts without their images, which take long and change nothing here.
fn pictures(charts: &[Chart]) -> Vec<Picture> {
    charts.iter().map(|chart| Picture { chart: chart.clone(), png: None }).collect()
}

fn input<'a>(context: &'a Context, findings: &'a Findings, pictures: &'a [Picture]) -> PageInput<'a> {
    let command = "groundswell run millbrook.toml";
    PageInput { context, findings, pictures, scenario_toml: "", command, files: &[] }
}

fn terminal(size: &Size) -> String {
    let scenario = scenario(size);
    let context = Context::new(&scenario, "9f3c12ab77e0d1c2", "0.1.0");
    report::summary(&context, &findings(size), false)
}

#[test]
fn pages_are_self_contained_and_well_formed() {
    for (name, size) in odd_sizes() {
        let page = page(&size);
        assert!(page.len() < 3_000_000, "{name}: {} bytes", page.len());
        for forbidden in ["http:", "https:", "<script", "javascript:", "url(", "@import", "src="] {
            assert!(!page.contains(forbidden), "{name}: {forbidden}");
        }
        assert_eq!(page.matches("<h1").count(), 1, "{name}");
        assert_eq!(page.matches("<figure").count(), page.matches("<figcaption").count(), "{name}");
        assert!(page.contains("&lt;town&gt; &amp; country"), "{name}");
        let mut ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "{name}: an id occurs twice");
        for target in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(ids.binary_search(&target).is_ok(), "{name}: link to {target} leads nowhere");
        }
        // Void elements are the only ones left open; with them closed the page must parse as XML.
        let body = &page[page.find("<body>").expect("a body")..page.find("</html>").expect("an end")];
        roxmltree::Document::parse(body).unwrap_or_else(|cause| panic!("{name}: {cause}"));
    }
}

#[test]
fn what_rests_on_chance_says_so_and_nothing_is_called_likely() {
    for (name, size) in odd_sizes() {
        let findings = findings(&size);
        let mut said = report::sentence::headline(&findings);
        said.extend(charts(&size).into_iter().flat_map(|chart| [chart.title, chart.answer]));
        for sentence in said {
            for word in ["likely", "certain", "probabl"] {
                assert!(!sentence.contains(word), "{name}: {sentence}");
            }
            let counted = sentence.contains("90 % range") || sentence.contains("her in ");
            assert!(!counted || sentence.contains("chance only"), "{name}: {sentence}");
        }
    }
}

#[test]
fn what_is_over_worlds_speaks_of_worlds_and_of_nothing_else() {
    for (name, size) in odd_sizes().into_iter().filter(|(_, size)| size.replicates > 1) {
        let scenario = scenario(&size);
        let context = Context::new(&scenario, "9f3c12ab77e0d1c2", "0.1.0");
        let mut over_worlds = Findings { among: Among::Worlds, ..findings(&size) };
        over_worlds.swell.iter_mut().for_each(|swell| swell.among = Among::Worlds);
        let charts = figure::all(&context, &over_worlds);
        let summary = report::summary(&context, &over_worlds, false);
        assert!(summary.lines().all(|line| line.chars().count() <= 100), "{name}:\n{summary}");
        let page = report::html(&input(&context, &over_worlds, &pictures(&charts)));
        for word in ["chance only", "simulated town", "same luck", "many towns", "of towns"] {
            assert!(!page.contains(word) && !summary.contains(word), "{name}: {word}");
        }
        for chart in charts {
            let rows = chart.table.rows.concat().join(" ");
            let said =
                [&chart.title, &chart.answer, &chart.alt, &chart.svg, &chart.table.caption, &rows].map(String::as_str);
            for word in ["chance only", "simulated", "luck", "replicate"] {
                assert!(said.iter().all(|said| !said.contains(word)), "{name}/{}: {word}", chart.id);
            }
        }
    }
}

#[test]
fn terminal_summaries_fit_a_hundred_columns() {
    for (name, size) in odd_sizes() {
        let scenario = scenario(&size);
        let context = Context::new(&scenario, "9f3c12ab77e0d1c2", "0.1.0");
        let plain = terminal(&size);
        assert!(plain.lines().all(|line| line.chars().count() <= 100), "{name}:\n{plain}");
        assert!(!plain.contains('\u{1b}') && plain.contains("compare options"), "{name}");
        assert!(report::summary(&context, &findings(&size), true).contains('\u{1b}'));
    }
}
