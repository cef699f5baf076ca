//! What may be typed behind `cargo bench --bench NAME --`.

use std::fmt::Display;
use std::str::FromStr;

/// Words that were typed: flags, and options each with its value.
pub struct Arguments {
    words: Vec<String>,
    usage: &'static str,
}

impl Arguments {
    /// Everything that was typed. Cargo itself adds `--bench`.
    pub fn typed(usage: &'static str) -> Self {
        let mut words: Vec<String> =
            std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
        words.retain(|word| word != "--bench");
        let mut typed = Self { words, usage };
        if typed.flag("--help") || typed.flag("-h") {
            println!("{usage}");
            std::process::exit(0);
        }
        typed
    }

    /// Whether a flag stands there; it is taken away.
    pub fn flag(&mut self, name: &str) -> bool {
        let before = self.words.len();
        self.words.retain(|word| word != name);
        self.words.len() < before
    }

    /// Values of an option, separated by commas; none where it does not stand there. All of it is taken away.
    pub fn list<T: FromStr>(&mut self, name: &str) -> Option<Vec<T>>
    where
        T::Err: Display,
    {
        let mut found: Option<Vec<T>> = None;
        while let Some(at) = self.words.iter().position(|word| word == name || word.starts_with(&format!("{name}="))) {
            let word = self.words.remove(at);
            let value = match word.split_once('=') {
                Some((_, value)) => value.to_owned(),
                None if at < self.words.len() => self.words.remove(at),
                None => self.refuse(&format!("{name} needs a value")),
            };
            for part in value.split(',') {
                // 25_000 is read as it is written in scenarios.
                match part.trim().replace('_', "").parse() {
                    Ok(value) => found.get_or_insert_default().push(value),
                    Err(error) => self.refuse(&format!("{name}: \"{part}\": {error}")),
                }
            }
        }
        found
    }

    /// Names of parts to run, out of those there are; all of them where none is asked for.
    pub fn only(&mut self, known: &[&'static str]) -> Vec<&'static str> {
        let Some(names) = self.list::<String>("--only") else { return known.to_vec() };
        for name in &names {
            if !known.contains(&name.as_str()) {
                self.refuse(&format!("--only: there is no \"{name}\"; there are {}", known.join(", ")));
            }
        }
        known.iter().copied().filter(|known| names.iter().any(|name| name == known)).collect()
    }

    /// Ends with a message if something is left that nobody understands.
    pub fn end(&self) {
        if let Some(word) = self.words.first() {
            self.refuse(&format!("there is no argument \"{word}\""));
        }
    }

    /// Ends the program with what is wrong and what may be typed.
    pub fn refuse(&self, message: &str) -> ! {
        eprintln!("error: {message}\n\n{}", self.usage);
        std::process::exit(2)
    }
}
