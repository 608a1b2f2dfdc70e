//! A pseudo-terminal, and a program that runs on it.

use std::fs::File;
use std::io::{Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use nix::pty::{OpenptyResult, Winsize, openpty};

use super::playground::{PATIENCE, wait};

/// A terminal that no program runs on yet.
pub struct Terminal(OpenptyResult);

impl Terminal {
    /// A terminal of this size; without rows and columns it does not tell its size.
    pub fn open(rows: u16, columns: u16) -> Self {
        let size = Winsize {
            ws_row: rows,
            ws_col: columns,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        Self(openpty(&size, None).unwrap())
    }

    /// What a program reads from it, or writes to it.
    pub fn stream(&self) -> Stdio {
        Stdio::from(self.0.slave.try_clone().unwrap())
    }

    /// Starts a command, and puts all that it writes to its streams of this terminal on a screen.
    pub fn start<S: Write + Send + 'static>(self, command: &mut Command, screen: S) -> Session<S> {
        let child = command.spawn().unwrap();
        // The terminal ends with the last who has it open.
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        drop(self.0.slave);
        let keyboard = File::from(self.0.master);
        let screen = Arc::new(Mutex::new(screen));
        let written = keyboard.try_clone().unwrap();
        let shared = Arc::clone(&screen);
        let reading = std::thread::spawn(move || put_on(&shared, written));
        Session {
            child,
            keyboard,
            screen,
            reading,
        }
    }
}

fn put_on(screen: &Mutex<impl Write>, mut written: File) {
    let mut block = [0; 4096];
    // A terminal whose program has ended gives an error.
    while let Ok(read @ 1..) = written.read(&mut block) {
        screen.lock().unwrap().write_all(&block[..read]).unwrap();
    }
}

/// A program on a terminal.
pub struct Session<S> {
    child: Child,
    keyboard: File,
    screen: Arc<Mutex<S>>,
    reading: JoinHandle<()>,
}

impl<S> Session<S> {
    /// Waits for the end of the program, and gives how it ended and the screen with all that it wrote.
    pub fn end(mut self, what: &str) -> (ExitStatus, S) {
        let status = wait(&mut self.child, what);
        self.reading.join().unwrap();
        let screen = Arc::into_inner(self.screen).unwrap();
        (status, screen.into_inner().unwrap())
    }
}

#[allow(dead_code, reason = "a program that only shows something is not answered")]
impl<S: Write + Send + 'static> Session<S> {
    /// Starts a command with all its streams on a terminal of its own.
    pub fn start(command: &mut Command, rows: u16, columns: u16, screen: S) -> Self {
        let terminal = Terminal::open(rows, columns);
        command
            .env("TERM", "xterm")
            .stdin(terminal.stream())
            .stdout(terminal.stream())
            .stderr(terminal.stream());
        terminal.start(command, screen)
    }

    /// The screen as it is now; meanwhile nothing is put on it.
    pub fn screen(&self) -> MutexGuard<'_, S> {
        self.screen.lock().unwrap()
    }

    pub fn press(&mut self, keys: &[u8]) {
        self.keyboard.write_all(keys).unwrap();
    }

    /// Waits until something is so of the screen; where it never is, the test fails and tells what is shown.
    pub fn until(&self, what: &str, is_so: impl Fn(&S) -> bool, shown: impl Fn(&S) -> String) {
        let start = Instant::now();
        while !is_so(&self.screen()) {
            assert!(
                start.elapsed() < PATIENCE,
                "{what} never came:\n{}",
                shown(&self.screen())
            );
            std::thread::sleep(Duration::from_millis(3));
        }
    }
}
