//! What becomes of a command that is stopped from outside: its temporary files go first, and it ends as it would have.

use std::io;
use std::sync::Arc;
use std::thread;

use signal_hook::consts::{SIGINT, SIGTERM, SIGXFSZ};
use signal_hook::flag;
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use crate::corpus::remove_all;

/// Sees to it that nothing temporary is left when the user or the system stops this process. A file that would grow
/// larger than it may is then an error like a full disk.
pub(super) fn leave_nothing_behind() -> io::Result<()> {
    flag::register(SIGXFSZ, Arc::default())?;
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    thread::Builder::new().spawn(move || {
        for signal in signals.forever() {
            remove_all();
            // It ends the process; where that fails, another signal may.
            let _ = emulate_default_handler(signal);
        }
    })?;
    Ok(())
}
