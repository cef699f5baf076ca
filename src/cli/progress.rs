//! Progress of a run: a bar on a terminal, a plain line now and then elsewhere.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::experiment::RunEvent;
use crate::scenario::WEEKS_PER_YEAR;
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
    /// Of large replicates that are on their way, how far they have come.
    on_the_way: Mutex<BTreeMap<u32, f64>>,
}

/// Steps of the bar in each replicate that is told of on its way.
const STEPS: f64 = 1000.0;

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
            bar.set_style(bar_style(&format!("{{pos}}/{{len}} {}", plural(total, unit))));
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
        Self { bar, plain, total, already, unit, on_the_way: Mutex::default() }
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
                    let on_the_way = !self.on_the_way.lock().unwrap_or_else(PoisonError::into_inner).is_empty();
                    bar.set_position(if on_the_way { STEPS as u64 } else { 1 } * u64::from(done));
                    bar.set_message(precision(known));
                }
                self.now_and_then(done, f64::from(done), &precision(known));
            }
            RunEvent::TakenUp { pass, passes, week, weeks } => {
                if self.bar.is_some() || self.plain.is_some() {
                    super::note(&format!("Continuing: {} is over already.", lived(pass, passes, week, weeks)));
                }
            }
            RunEvent::Lived { replicate, pass, passes, week, weeks, share } => {
                let known = {
                    let mut on_the_way = self.on_the_way.lock().unwrap_or_else(PoisonError::into_inner);
                    on_the_way.insert(replicate, share);
                    on_the_way.clone()
                };
                let finished = known.values().filter(|share| **share >= 1.0).count() as u32;
                let doing = lived(pass, passes, week, weeks);
                let far = f64::from(self.already) + known.values().sum::<f64>();
                if let Some(bar) = &self.bar {
                    bar.set_style(bar_style("{percent} %"));
                    bar.set_length((STEPS * f64::from(self.total)) as u64);
                    bar.set_position((STEPS * far) as u64);
                    bar.set_message(doing.clone());
                }
                self.now_and_then(self.already + finished, far, &doing);
            }
        }
    }

    /// A plain line, if the last one is some time ago: how many are done, and `far` they are in all.
    fn now_and_then(&self, done: u32, far: f64, doing: &str) {
        let Some(plain) = &self.plain else { return };
        let mut plain = plain.lock().unwrap_or_else(PoisonError::into_inner);
        if plain.last.elapsed() >= PAUSE {
            plain.last = Instant::now();
            let spent = plain.began.elapsed().as_secs_f64();
            let fresh = (far - f64::from(self.already)).max(1e-6);
            let left = (spent / fresh * (f64::from(self.total) - far).max(0.0)).round();
            super::note(&format!(
                "{done} of {}, {spent:.0} s gone, about {left:.0} s left, {doing}",
                counted(self.total, self.unit)
            ));
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

/// A bar that says how far it is in some way.
fn bar_style(far: &str) -> ProgressStyle {
    let template = format!("{{msg:>24}} [{{bar:28}}] {far}  {{elapsed}} gone, {{eta}} left");
    let style = ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar());
    style.progress_chars("##-")
}

/// Where a large replicate is.
fn lived(pass: u32, passes: u32, week: u32, weeks: u32) -> String {
    let year = week.div_ceil(WEEKS_PER_YEAR).max(1);
    let years = weeks.div_ceil(WEEKS_PER_YEAR).max(1);
    match (pass, passes) {
        (0, _) => format!("year {year} of {years} before the start"),
        (_, 1) => format!("year {year} of {years}"),
        _ => format!("year {year} of {years}, round {pass} of {passes}"),
    }
}
