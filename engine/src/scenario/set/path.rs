//! Paths of settings: the keys of the file from the top, with names where the file has entries of a list.

use crate::scenario::names::{cut, nearest};
use crate::scenario::parameters::{COSTS, PARAMETERS};
use crate::scenario::problem::{Code, Problem};
use crate::scenario::reference::KEYS;
use std::ops::Range;

/// One part of a path, between two dots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The key, name or number.
    pub name: String,
    /// Where it stands.
    pub span: Range<usize>,
}

/// A problem, and where it is.
pub type Refusal = Box<(Problem, Range<usize>)>;

/// Refuses what stands at a place.
pub fn refuse(problem: Problem, span: &Range<usize>) -> Refusal {
    Box::new((problem, span.clone()))
}

/// Sections at the top of the file, beside the keys that stand there.
const SECTIONS: [&str; 10] =
    ["place", "world", "strategies", "parameters", "costs", "processes", "talk", "uncertain", "record", "observed"];

/// Keys of `[place]` whose values are sections of their own.
const PARTS_OF_PLACE: [&str; 3] = ["groups", "institutions", "network"];

/// Ends of a part in a path that stands alone.
pub const ALONE: &[char] = &['.'];

/// Ends of a part in a path that a value follows.
pub const WITH_VALUE: &[char] = &['.', '='];

/// Takes a path apart; its first byte is the given one of the texts. Returned as well is how many bytes it takes.
///
/// A part that begins with a quotation mark ends at the next, so that it may hold dots; `\"` and `\\` stand for
/// themselves in it. All others are what stands between the ends, without spaces around it.
pub fn split(text: &str, from: usize, ends: &[char]) -> Result<(Vec<Part>, usize), Refusal> {
    let mut parts = Vec::new();
    let mut at = 0;
    loop {
        at += text[at..].len() - text[at..].trim_start().len();
        let begin = at;
        let in_quotes = quoted(&text[at..], ends);
        at += in_quotes.as_ref().map_or(0, |(_, length)| *length);
        let closed = at;
        at = text[at..].find(ends).map_or(text.len(), |end| at + end);
        let rest = text[closed..at].trim();
        let span = from + begin..from + closed.max(begin + text[begin..at].trim_end().len());
        if in_quotes.is_some() && !rest.is_empty() {
            let problem = Problem::new(Code::Syntax, format!("`{}` stands behind a quotation mark", cut(rest, 60)));
            return Err(refuse(
                problem.help("a name in quotes ends at a dot:  place.groups.\"St. John's\".harm"),
                &span,
            ));
        }
        let name = in_quotes.map_or_else(|| rest.to_owned(), |(name, _)| name);
        if name.is_empty() {
            let problem = Problem::new(Code::Syntax, "a part of the path is empty");
            return Err(refuse(problem.help("a path reads  weeks  or  place.groups.Riverside.harm"), &span));
        }
        parts.push(Part { name, span });
        if !text[at..].starts_with('.') {
            return Ok((parts, at));
        }
        at += 1;
    }
}

/// The name in the quotes that a text begins with, and how many bytes they take.
fn quoted(text: &str, ends: &[char]) -> Option<(String, usize)> {
    let mark = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut name = String::new();
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '\\' if mark == '"' && !escaped => escaped = true,
            c if c == mark && !escaped => {
                // Some names begin with an apostrophe: 's-Hertogenbosch.
                let closes = text[at + 1..].trim_start().chars().next().is_none_or(|next| ends.contains(&next));
                return (mark == '"' || closes).then_some((name, at + 1));
            }
            c => {
                if escaped && !matches!(c, '"' | '\\') {
                    name.push('\\');
                }
                escaped = false;
                name.push(c);
            }
        }
    }
    None
}

/// The path from the top of the file: `place`, `parameters` and `costs` may be left out.
pub fn from_the_top(path: Vec<Part>) -> Result<Vec<Part>, Refusal> {
    // A path from the top is what it says, whatever else it could be short for.
    match path.first().map(|first| first.name.as_str()) {
        Some(name) if !keys("").chain(SECTIONS).any(|key| key == name) => {
            let sections: Vec<&str> = short().filter(|(_, key)| *key == name).map(|(section, _)| section).collect();
            lengthened(path, &sections)
        }
        _ => Ok(path),
    }
}

/// A path with the section that was left out, if there is one alone that has such a key.
fn lengthened(mut path: Vec<Part>, sections: &[&str]) -> Result<Vec<Part>, Refusal> {
    let Part { name, span } = path[0].clone();
    match sections {
        [section] => {
            path.insert(0, Part { name: (*section).to_owned(), span });
            Ok(path)
        }
        [] => {
            let known = || keys("").chain(SECTIONS).chain(short().map(|(_, key)| key));
            let shown = cut(&name, 60);
            let mut problem = Problem::new(Code::UnknownKey, format!("there is no setting called `{shown}`"));
            if let Some(near) = nearest(&name, known()) {
                problem = problem.label(format!("did you mean `{near}`?"));
            }
            let top = keys("").chain(SECTIONS).filter(|key| *key != "format").collect::<Vec<_>>().join(", ");
            problem = problem
                .help(format!("a path begins with one of: {top}"))
                .help("or with a key of [place], a parameter or a cost; `groundswell explain` lists these");
            Err(refuse(problem, &span))
        }
        several => {
            let rest: Vec<&str> = path.iter().map(|part| part.name.as_str()).collect();
            let longs: Vec<String> = several.iter().map(|section| format!("{section}.{}", rest.join("."))).collect();
            let problem = Problem::new(Code::UnknownKey, format!("`{name}` may stand for several settings"));
            Err(refuse(problem.help(format!("write {}", longs.join(" or "))), &span))
        }
    }
}

/// Keys of a section, without what stands in a table of its own.
fn keys(section: &'static str) -> impl Iterator<Item = &'static str> {
    KEYS.iter().filter(move |key| key.section == section && !key.name.contains('.')).map(|key| key.name)
}

/// Keys whose section may be left out, with that section.
fn short() -> impl Iterator<Item = (&'static str, &'static str)> {
    let place = keys("place").chain(PARTS_OF_PLACE).map(|key| ("place", key));
    let parameters = PARAMETERS.iter().map(|entry| ("parameters", entry.name));
    place.chain(parameters).chain(COSTS.iter().map(|entry| ("costs", entry.name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Folder;
    use crate::scenario::load::keys_read;
    use std::collections::BTreeSet;

    fn names(text: &str, ends: &[char]) -> (Vec<String>, usize) {
        let (parts, length) = split(text, 0, ends).expect("a path");
        (parts.into_iter().map(|part| part.name).collect(), length)
    }

    #[test]
    fn paths_are_taken_apart_at_dots_outside_of_quotes() {
        for (text, parts) in [
            ("weeks", vec!["weeks"]),
            (" place . groups . Old Town ", vec!["place", "groups", "Old Town"]),
            ("a.\"St. John's\".b", vec!["a", "St. John's", "b"]),
            ("a.'The \"Old\" Town'.b", vec!["a", "The \"Old\" Town", "b"]),
            ("a.'s-Hertogenbosch.b", vec!["a", "'s-Hertogenbosch", "b"]),
            ("a.\"\\\"x\\\" \\\\ \\y\".b", vec!["a", "\"x\" \\ \\y", "b"]),
        ] {
            assert_eq!(names(text, ALONE), (parts.iter().map(|p| (*p).to_owned()).collect(), text.len()), "{text}");
        }
        assert_eq!(names("a.b = 5", WITH_VALUE), (vec!["a".to_owned(), "b".to_owned()], 4));
        assert_eq!(names("a.\"b=c\"=5", WITH_VALUE), (vec!["a".to_owned(), "b=c".to_owned()], 7));
        assert_eq!(names("a=b.c", ALONE).0, ["a=b", "c"]);
        for text in ["", " ", ".", "a.", ".a", "a..b", "a.\"\".b", "a.\"b\"c.d"] {
            assert!(split(text, 0, ALONE).is_err(), "{text}");
        }
        let (parts, _) = split("é . 'x'", 10, ALONE).expect("a path");
        assert_eq!([parts[0].span.clone(), parts[1].span.clone()], [10..12, 15..18]);
    }

    #[test]
    fn sections_may_be_left_out_where_one_alone_can_be_meant() {
        let top = |text: &str| -> Vec<String> {
            let (parts, _) = split(text, 0, ALONE).expect("a path");
            from_the_top(parts).expect("known").into_iter().map(|part| part.name).collect()
        };
        assert_eq!(top("contacts"), ["parameters", "contacts"]);
        assert_eq!(top("cost_forum"), ["costs", "cost_forum"]);
        assert_eq!(top("groups.A.harm"), ["place", "groups", "A", "harm"]);
        assert_eq!(
            (top("start"), top("record.every")),
            (vec!["start".to_owned()], vec!["record".to_owned(), "every".to_owned()])
        );
        let (parts, _) = split("weight.x", 0, ALONE).expect("a path");
        let refused = lengthened(parts, &["place", "parameters"]).expect_err("either could be meant");
        assert_eq!(refused.0.help, ["write place.weight.x or parameters.weight.x"]);
        // Whatever is short for something is so for one thing only.
        let mut seen = BTreeSet::new();
        assert!(short().all(|(_, key)| seen.insert(key)), "two sections share a key: {seen:?}");
    }

    #[test]
    fn paths_begin_with_the_keys_that_the_reader_knows() {
        let read = keys_read("name = \"T\"", Folder::nowhere());
        let of = |section: &str| -> BTreeSet<&str> {
            read.iter().filter(|(of, _)| of == section).map(|(_, key)| key.as_str()).collect()
        };
        assert_eq!(of(""), keys("").chain(SECTIONS).collect());
        assert_eq!(of("place"), keys("place").chain(PARTS_OF_PLACE).collect());
    }
}
