//! Sections of the scenario file, and how each declares its plain keys.
//!
//! A plain key is declared once, in the `keys` of its section in [`super::plan`]:
//!
//! ```text
//! /// What the group can do for itself at the start.
//! capacity: f64 = 0.2, share();
//! ```
//!
//! From that line follow the field of the plan and its default, reading it with its unit and range, writing it, its place
//! in a scenario's identity, its row on the reference page (whose meaning is the comment) and what tests set it to. What
//! has parts or refers to other parts of the file is a field among `fields` and is read, checked and written by hand.

use super::key::Kind;
use super::reader::{Field, Section};
use super::reference::Key;
use std::cell::RefCell;

/// A section with plain keys.
pub trait Keyed: Default {
    /// Its heading, as the reference page has it.
    const SECTION: &'static str;

    /// What it says by its plain keys, in the order in which they are declared.
    fn stated(&self) -> Vec<Stated>;

    /// Their rows of the reference page. Parts of a table have none: the table has one, beside the code that reads it.
    fn rows() -> Vec<Key>;
}

/// What a section says by one plain key.
pub struct Stated {
    /// The key; `table.part` for a part of a table.
    pub path: &'static str,
    /// The value as a file says it; `None` where that is by leaving the key out.
    pub written: Option<String>,
    /// Whether it is another than the default.
    pub is_changed: bool,
    /// Whether it only labels the output.
    pub is_label: bool,
}

impl Stated {
    /// The key, or the table that it is a part of.
    pub fn name(&self) -> &'static str {
        self.path.split('.').next().unwrap_or(self.path)
    }

    /// What it is called in its table, if it is part of one.
    pub fn part(&self) -> Option<&'static str> {
        self.path.split_once('.').map(|(_, part)| part)
    }

    /// A value beside its default.
    pub fn of<K: Kind>(path: &'static str, kind: &K, held: &K::Held, usual: &K::Held) -> Self {
        Self { path, written: kind.written(held), is_changed: held != usual, is_label: kind.is_label() }
    }
}

/// The plain keys of a section while they are read; parts of one table are read from one.
pub struct Parts<'s, 'a> {
    section: &'s Section<'a>,
    tables: RefCell<Vec<(&'static str, Section<'a>)>>,
}

impl<'s, 'a> Parts<'s, 'a> {
    /// Begins with a section.
    pub fn of(section: &'s Section<'a>) -> Self {
        Self { section, tables: RefCell::default() }
    }

    /// Reads one of them.
    pub fn read<K: Kind>(&self, path: &'static str, kind: &K) -> Field<K::Held> {
        let Some((table, part)) = path.split_once('.') else {
            return self.section.get(path).and_then(|value| kind.read(&value));
        };
        let mut tables = self.tables.borrow_mut();
        let at = tables.iter().position(|(name, _)| *name == table).unwrap_or_else(|| {
            tables.push((table, self.section.section(table)));
            tables.len() - 1
        });
        tables[at].1.get(part).and_then(|value| kind.read(&value))
    }

    /// Reports parts of tables that nobody asked for.
    pub fn finish(self) {
        self.tables.into_inner().iter().for_each(|(_, table)| table.finish());
    }
}

/// Declares what the engine sees of a section, and its plain keys as they are read.
macro_rules! section {
    (@path $key:ident) => { stringify!($key) };
    (@path $key:ident $path:literal) => { $path };
    (
        $(#[$about:meta])*
        pub struct $plan:ident, read as $read:ident in $section:literal {
            keys {
                $($(#[doc = $meaning:literal])+ $key:ident $(as $path:literal)?: $type:ty = $usual:expr, $kind:expr;)*
            }
            fields {
                $($(#[$of_field:meta])* $field:ident: $field_type:ty = $blank:expr;)*
            }
        }
    ) => {
        $(#[$about])*
        pub struct $plan {
            $($(#[doc = $meaning])+ pub $key: $type,)*
            $($(#[$of_field])* pub $field: $field_type,)*
        }

        impl Default for $plan {
            /// All keys at their defaults.
            fn default() -> Self {
                Self { $($key: $usual,)* $($field: $blank,)* }
            }
        }

        impl $crate::scenario::section::Keyed for $plan {
            const SECTION: &'static str = $section;

            fn stated(&self) -> Vec<$crate::scenario::section::Stated> {
                vec![$($crate::scenario::section::Stated::of(
                    section!(@path $key $($path)?), &$kind, &self.$key, &$usual,
                )),*]
            }

            fn rows() -> Vec<$crate::scenario::reference::Key> {
                let rows: Vec<$crate::scenario::reference::Key> = vec![$($crate::scenario::reference::Key::plain(
                    ($section, section!(@path $key $($path)?)), &$kind, &$usual, concat!($($meaning),+),
                )),*];
                rows.into_iter().filter(|row| !row.name.contains('.')).collect()
            }
        }

        #[doc = concat!("Plain keys of `", $section, "` as a person wrote them.")]
        pub(in $crate::scenario) struct $read {
            $(pub $key: $crate::scenario::reader::Field<$type>,)*
        }

        impl $read {
            /// Reads them.
            pub fn read(section: &$crate::scenario::reader::Section<'_>) -> Self {
                let parts = $crate::scenario::section::Parts::of(section);
                let keys = Self { $($key: parts.read(section!(@path $key $($path)?), &$kind),)* };
                parts.finish();
                keys
            }

            /// The section as far as they say it; all else is at its default.
            pub fn plan(&self) -> $plan {
                $plan {
                    $($key: $crate::scenario::file::value(&self.$key).unwrap_or($usual),)*
                    $($field: $blank,)*
                }
            }
        }
    };
}
pub(super) use section;

#[cfg(test)]
mod tests {
    use super::Keyed;
    use crate::scenario::key::{
        Kind, duration, maybe, name, number, rate, share, share_within, switch, text, weeks, whole, word,
    };
    use crate::scenario::load::Overrides;
    use crate::scenario::origin::Origin;
    use crate::scenario::plan::Level;
    use crate::scenario::problem::{Code, Problem, Source};
    use crate::scenario::reader::{Reading, Section};
    use std::path::Path;

    section! {
        /// One key of every kind.
        #[derive(Debug, Clone, PartialEq)]
        pub struct Sample, read as SampleKeys in "sample" {
            keys {
                /// A share.
                portion: f64 = 0.25, share();
                /// Of a range of its own; the comment
                /// goes on.
                lift: f64 = 0.0, share_within(-1.0, 1.0);
                /// A number.
                size: f64 = 2.0, number(0.0, 10.0).accepting("evidence");
                /// A rate.
                often: f64 = 0.5, rate(1.0);
                /// A duration.
                due: u32 = 26, duration();
                /// Weeks.
                every: u32 = 4, weeks();
                /// A whole number.
                posts: u32 = 7, whole(1, 1_000);
                /// A switch.
                open: bool = false, switch();
                /// A text.
                note: String = String::new(), text().labelling();
                /// A name.
                label: String = "Label".to_owned(), name();
                /// A word.
                level: Level = Level::Involve, word(|found| format!("there is no level called \"{found}\""));
                /// What may be left out.
                limit: Option<u32> = None, maybe(whole(1, 9)).usually("no limit");
                /// A part of a table.
                first as "pair.first": f64 = 1.0, number(0.0, 5.0);
                /// Another.
                second as "pair.second": f64 = 0.0, number(0.0, 5.0);
            }
            fields {
                /// Read by hand.
                own: Vec<usize> = vec![1];
            }
        }
    }

    fn read(text: &str) -> (Sample, Vec<Problem>) {
        let source = Source::new("sample.toml", text);
        let origin = Origin::new(&source, Path::new(""), &Overrides::default(), &mut Vec::new()).expect("TOML");
        let reading = Reading::new(&origin.texts);
        let section = Section::top(&origin.document, &reading);
        let sample = SampleKeys::read(&section).plan();
        section.finish();
        (sample, reading.into_problems())
    }

    fn said(sample: &Sample) -> String {
        let keys = sample.stated().into_iter().filter_map(|key| Some(format!("{} = {}\n", key.path, key.written?)));
        keys.collect()
    }

    #[test]
    fn what_is_left_out_is_at_its_default() {
        let (sample, problems) = read("");
        assert_eq!((&sample, problems.len()), (&Sample::default(), 0));
        assert_eq!((sample.portion, sample.limit, sample.own.as_slice()), (0.25, None, &[1][..]));
        assert!(sample.stated().iter().all(|key| !key.is_changed));
    }

    #[test]
    fn what_is_written_reads_back() {
        let text = "portion = \"50 %\"\nlift = -0.5\nsize = 3\noften = \"26 / year\"\ndue = \"1 year\"\nevery = 13\n\
                    posts = 8\nopen = true\nnote = \"x\"\nlabel = \"L\"\nlevel = \"empower\"\nlimit = 3\n\
                    pair = { first = 2, second = 3 }\n";
        let (sample, problems) = read(text);
        assert!(problems.is_empty());
        assert_eq!((sample.portion, sample.often, sample.due, sample.every), (0.5, 0.5, 52, 13));
        assert_eq!((sample.level, sample.limit, sample.first, sample.second), (Level::Empower, Some(3), 2.0, 3.0));
        let changed = |name: &str| sample.stated().iter().any(|key| key.path == name && key.is_changed);
        assert!(changed("portion") && changed("pair.second") && !changed("often"));
        assert_eq!(read(&said(&sample)).0, sample);
        assert_eq!(read(&said(&Sample::default())).0, Sample::default());
    }

    #[test]
    fn what_is_wrong_is_said_and_named() {
        let text = "portion = 41\noften = 2\ndue = 3\nposts = 1.5\nopen = \"yes\"\nlevel = \"empowr\"\nlimit = 10\n\
                    pair = { frist = 1 }\nportoin = 1\n";
        let (sample, problems) = read(text);
        assert_eq!(sample, Sample::default());
        let mut found: Vec<(Code, &str)> = problems.iter().map(|p| (p.code, p.path.as_str())).collect();
        found.sort_by_key(|(_, path)| *path);
        let expected = [
            (Code::Unit, "due"),
            (Code::UnknownName, "level"),
            (Code::OutOfRange, "limit"),
            (Code::Unit, "often"),
            (Code::WrongType, "open"),
            (Code::UnknownKey, "pair.frist"),
            (Code::OutOfRange, "portion"),
            (Code::UnknownKey, "portoin"),
            (Code::NotWhole, "posts"),
        ];
        assert_eq!(found, expected);
        let level = problems.iter().find(|p| p.path == "level").expect("said");
        assert_eq!(level.message, "there is no level called \"empowr\"");
        assert_eq!(level.label, "did you mean \"empower\"?");
    }

    #[test]
    fn every_key_but_a_part_has_its_row() {
        let rows: Vec<String> =
            Sample::rows().iter().map(|row| format!("{}: {}; {}", row.name, row.kind, row.default)).collect();
        let expected = [
            "portion: share; 0.25",
            "lift: -1 to 1; 0",
            "size: evidence; 2",
            "often: rate, up to 1 a week; 0.5 / week",
            "due: duration; \"26 weeks\"",
            "every: weeks or duration; 4",
            "posts: 1 to 1,000; 7",
            "open: true or false; false",
            "note: text; empty",
            "label: text; Label",
            "level: inform, consult, involve, collaborate or empower; involve",
            "limit: 1 to 9; no limit",
        ];
        assert_eq!(rows, expected);
        assert_eq!(Sample::rows()[1].meaning, "Of a range of its own; the comment goes on.");
        for row in Sample::rows() {
            assert!(row.examples.len() > 1, "{}", row.name);
        }
    }
}
