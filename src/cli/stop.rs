//! Ctrl-C and SIGTERM. Asked once, work that keeps what it has finished stops at its next good moment, and everything
//! else stops at once; asked twice, everything does.

use std::process;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Mutex, PoisonError};

use super::out;

/// Raised when the user wants to stop; work that looks at it stops within a week of simulated time.
pub static STOP: AtomicBool = AtomicBool::new(false);

/// Whether the work under way looks at [`STOP`].
static LOOKS: AtomicBool = AtomicBool::new(false);

/// Exit code by the signal that came.
static CODE: AtomicU8 = AtomicU8::new(INTERRUPTED);

/// Held while a file is written, so that none is left half-done.
pub static WRITING: Mutex<()> = Mutex::new(());

/// Exit code after Ctrl-C.
const INTERRUPTED: u8 = 130;

/// Exit code after SIGTERM.
#[cfg(unix)]
const TERMINATED: u8 = 143;

/// Listens from now on. `json` says that outcomes are told as a document, this one too.
pub fn listen(json: bool) {
    #[cfg(unix)]
    {
        use signal_hook::consts::{SIGINT, SIGTERM};
        // Without a thread or a handler signals do what they always do: the process ends, and what it kept stays.
        let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGINT, SIGTERM]) else { return };
        let _ = std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
            for signal in signals.forever() {
                asked(if signal == SIGTERM { TERMINATED } else { INTERRUPTED }, json);
            }
        });
    }
    #[cfg(not(unix))]
    let _ = ctrlc::set_handler(move || asked(INTERRUPTED, json));
}

/// Says whether the work under way looks at [`STOP`] and ends by itself.
pub fn looking(looks: bool) {
    LOOKS.store(looks, Ordering::Relaxed);
}

/// Exit code of a command that stopped because it was asked to: 130 after Ctrl-C, 143 after SIGTERM.
#[must_use]
pub fn code() -> u8 {
    CODE.load(Ordering::Relaxed)
}

fn asked(code: u8, json: bool) {
    CODE.store(code, Ordering::Relaxed);
    if !STOP.swap(true, Ordering::Relaxed) && LOOKS.load(Ordering::Relaxed) {
        return;
    }
    let _written = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    if json {
        out::last_document(&serde_json::json!({ "schema_version": 1, "status": "interrupted" }));
    }
    process::exit(i32::from(code));
}
