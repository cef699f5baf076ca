//! Progress of a run: a bar on a terminal, a plain line now and then elsewhere.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::experiment::RunEvent;
use crate::scenario::names::{counted, either, plural};

/// Time between plain lines.
const PAUSE: Duration = Duration::from_secs(10);

/// Shows how far a run is, how fast, how long it will take and how precise it is so far.
#[derive(Debug)]
pub struct Progress {
    bar: Option<ProgressBar>,
    plain: Option<Mutex<Plain>>,
    total: u32,
    already: u32,
    unit: &'static str,
}

#[derive(Debug)]
struct Plain {
    began: Instant,
    last: Instant,
}

impl Progress {
    /// Progress over `total` replicates, of which `already` were finished before; silent if `quiet`.
    #[must_use]
    pub fn new(total: u32, already: u32, quiet: bool) -> Self {
        Self::of("replicate", total, already, quiet)
    }

    /// The same over something else, named in the singular.
    #[must_use]
    pub fn of(unit: &'static str, total: u32, already: u32, quiet: bool) -> Self {
        let terminal = std::io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|t| t != "dumb");
        let now = Instant::now();
        let plain = (!quiet && !terminal).then(|| Mutex::new(Plain { began: now, last: now }));
        let bar = (!quiet && terminal).then(|| {
            let bar = ProgressBar::with_draw_target(Some(u64::from(total)), ProgressDrawTarget::stderr());
            let template = format!(
                "{{msg:>24}} [{{bar:28}}] {{pos}}/{{len}} {}  {{elapsed}} gone, {{eta}} left",
                plural(total, unit)
            );
            let style = ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar());
            bar.set_style(style.progress_chars("##-"));
            bar.enable_steady_tick(Duration::from_millis(250));
            bar
        });
        if already > 0 && !quiet {
            super::note(&format!(
                "Continuing: {already} of {} {} finished already.",
                counted(total, unit),
                either(already, "is", "are")
            ));
        }
        Self { bar, plain, total, already, unit }
    }

    /// Takes news of the run.
    pub fn tell(&self, event: RunEvent) {
        let precision = |precision: Option<f64>| {
            let known = |p: f64| format!("gain known to ±{:.2} points", (100.0 * p).max(0.01));
            // What more worlds make better known is a mean over worlds, which nobody will live in.
            precision.filter(|_| self.unit != "world").map_or_else(|| "simulating".to_owned(), known)
        };
        match event {
            RunEvent::SolvingStart => self.say("settling the start"),
            RunEvent::StartSolved => self.say("simulating"),
            RunEvent::Finished { done, precision: known } => {
                if let Some(bar) = &self.bar {
                    bar.set_position(u64::from(done));
                    bar.set_message(precision(known));
                }
                if let Some(plain) = &self.plain {
                    let mut plain = plain.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                    if plain.last.elapsed() >= PAUSE {
                        plain.last = Instant::now();
                        let spent = plain.began.elapsed().as_secs_f64();
                        let fresh = done.saturating_sub(self.already).max(1);
                        let left = spent / f64::from(fresh) * f64::from(self.total - done.min(self.total));
                        super::note(&format!(
                            "{done} of {}, {spent:.0} s gone, about {left:.0} s left, {}",
                            counted(self.total, self.unit),
                            precision(known)
                        ));
                    }
                }
            }
        }
    }

    fn say(&self, text: &'static str) {
        if let Some(bar) = &self.bar {
            bar.set_message(text);
        }
        if self.plain.is_some() {
            super::note(&format!("{}{} ...", text[..1].to_uppercase(), &text[1..]));
        }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
