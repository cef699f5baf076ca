//! Every page by its policy: nothing runs, nothing is loaded, and names remain text.

use crate::towns::{self, ALL_SCALES, groundswell, town};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use std::path::Path;

/// A tag of a page: its name, its attributes, and what follows it up to the next tag.
#[derive(Debug)]
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
}

impl Tag {
    fn value(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }
}

/// The tags of a page, one after another. Whatever stands between `<` and `>` outside quotes is a tag.
fn tags(page: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let mut quote = None;
        let end = rest
            .char_indices()
            .find(|(_, c)| {
                match (quote, c) {
                    (None, '>') => return true,
                    (None, '"' | '\'') => quote = Some(*c),
                    (Some(open), c) if open == *c => quote = None,
                    _ => {}
                }
                false
            })
            .map_or(rest.len(), |(at, _)| at);
        let (inside, after) = (&rest[..end], &rest[(end + 1).min(rest.len())..]);
        let name: String = inside.chars().take_while(|c| !c.is_whitespace()).collect();
        let mut attributes = Vec::new();
        let mut left = inside[name.len()..].trim_matches(|c: char| c.is_whitespace() || c == '/');
        while !left.is_empty() && !name.starts_with('!') {
            let (key, value) = left.split_at(left.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(left.len()));
            let (value, more) = match value.strip_prefix('=') {
                None => ("", value),
                Some(value) => value.strip_prefix('"').and_then(|quoted| quoted.split_once('"')).expect("in quotes"),
            };
            attributes.push((key.to_lowercase(), value.to_owned()));
            left = more.trim_start();
        }
        let next = after.find('<').unwrap_or(after.len());
        tags.push(Tag { name: name.to_lowercase(), attributes, text: after[..next].to_owned() });
        rest = after;
    }
    tags
}

/// Holds a page to what its policy says.
fn hold(page: &str, what: &str) {
    let tags = tags(page);
    let head = tags.iter().position(|tag| tag.name == "head").unwrap_or_else(|| panic!("{what} has no head"));
    let first = &tags[head + 1];
    assert_eq!(first.value("http-equiv"), Some("Content-Security-Policy"), "{what}: the policy comes first");
    let policy = first.value("content").unwrap_or_default();
    let styles: Vec<&Tag> = tags.iter().filter(|tag| tag.name == "style").collect();
    assert_eq!(styles.len(), 1, "{what}: styles");
    let digest = STANDARD.encode(Sha256::digest(styles[0].text.as_bytes()));
    let directives: Vec<&str> = policy.split(';').map(str::trim).collect();
    for wanted in [
        "default-src 'none'",
        "script-src 'none'",
        &format!("style-src 'sha256-{digest}'"),
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ] {
        assert!(directives.contains(&wanted), "{what}: {wanted} is not in {policy}");
    }
    assert!(!policy.contains("unsafe") && !policy.contains('*'), "{what}: {policy}");
    for tag in &tags {
        let forbidden = ["script", "link", "base", "form", "iframe", "object", "embed", "img", "use", "foreignobject"];
        assert!(!forbidden.contains(&tag.name.as_str()), "{what}: {tag:?}");
        for (name, value) in &tag.attributes {
            assert!(name != "style" && !name.starts_with("on"), "{what}: {name} of {}", tag.name);
            let link = ["href", "xlink:href", "src"].contains(&name.as_str());
            assert!(
                !link || value.starts_with('#') || value.starts_with("data:"),
                "{what}: {name} leads to {value:.60}"
            );
        }
    }
}

fn page(folder: &Path) -> String {
    std::fs::read_to_string(folder).expect("a page")
}

/// Markup where names and descriptions stand.
fn hostile() -> String {
    let bad = r#"<img src=x onerror='alert(1)'><script>alert(2)</script>\" style='x"#;
    let text = town(&[ALL_SCALES])
        .replace("\"Riverside\"", &format!("\"R {bad}\""))
        .replace("\"Three Bridges\"", &format!("\"T {bad}\"\ndescription = \"</style></main><base href=//x> {bad}\""));
    text.replace("\"All scales\"", &format!("\"S {bad}\"")).replace("\"Flood\"", &format!("\"F {bad}\""))
}

#[test]
fn pages_of_runs_hold_their_policy_whatever_names_say() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = towns::write(folder.path(), &hostile());
    let run = folder.path().join("run");
    towns::run(&file, &run, &["--replicates", "2", "--quiet"]);
    let text = page(&run.join("report.html"));
    hold(&text, "the report of a run");
    assert!(text.contains("&lt;script&gt;alert(2)&lt;/script&gt;"), "the name is there as text");
    let ranges = "\n[uncertain]\nnegativity_outcome = { from = 2, to = 4 }\n";
    std::fs::write(&file, hostile() + ranges).expect("written");
    let stress = folder.path().join("stress");
    let mut command = groundswell();
    command.arg("stress").arg(&file).args(["--futures", "6", "--residents", "600", "--quiet", "--out"]).arg(&stress);
    command.assert().success();
    hold(&page(&stress.join("report.html")), "the report of a stress test");
}

#[test]
fn pages_of_surveys_and_evidence_hold_their_policy() {
    let folder = tempfile::tempdir().expect("a folder");
    let survey = folder.path().join("<b onclick=x>.csv");
    let rows: Vec<String> = (0..24)
        .map(|n| {
            let (year, month, value) = (2000 + n / 4, 1 + 2 * (n % 4), 40 + n * 7 % 11);
            format!("{year}-0{month},<script>s</script>,<i style=x,0.{value}")
        })
        .collect();
    let rows = rows.join("\n");
    std::fs::write(&survey, format!("date,group,measure,value\n{rows}\n")).expect("written");
    let out = folder.path().join("out");
    for (command, more) in [
        ("backtest", vec![]),
        ("forecast", vec!["--horizon", "1 year", "--suppose", "<script>x</script>: 2006-03-01, -3"]),
    ] {
        let mut run = groundswell();
        run.arg(command).arg(&survey).args(more).args(["--quiet", "--force", "--out"]).arg(&out);
        run.assert().success();
        hold(&page(&out.join("report.html")), command);
    }
    let evidence = folder.path().join("evidence");
    groundswell().args(["verify", "--only", "V12", "--quiet", "--out"]).arg(&evidence).assert().success();
    hold(&page(&evidence.join("evidence.html")), "the evidence");
}

#[test]
#[should_panic(expected = "style of p")]
fn the_check_itself_finds_a_style_beside_the_policy() {
    let (_folder, results) = towns::finished();
    hold(&page(&results.join("report.html")).replacen("<p class=\"about\">", "<p style=\"color:red\">", 1), "a page");
}
