//! Stops a program on Windows, with all processes that it started, with `taskkill`, which is
//! part of Windows. A job object would be better, because it also ends when this process is
//! killed. But the standard library has no job objects, and the crates that have them depend
//! on the whole crate `windows`, which would make every build of this crate slower.
//!
//! Ctrl+C in the console reaches the program in any case, because it shares the console.

use std::io;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

/// A program.
pub(super) struct Running {
    pub(super) program: Child,
    stopper_is_gone: Receiver<()>,
}

/// Stops the program and its children when it is dropped.
pub(super) struct Stopper {
    program: u32,
    hold: Option<Sender<()>>,
}

pub(super) fn start(command: &mut Command) -> io::Result<(Running, Stopper)> {
    let program = command.spawn()?;
    let (hold, stopper_is_gone) = mpsc::channel();
    let stopper = Stopper {
        program: program.id(),
        hold: Some(hold),
    };
    let running = Running {
        program,
        stopper_is_gone,
    };
    Ok((running, stopper))
}

impl Running {
    /// Waits for the end of the program and reports it, then waits for the end of the
    /// stopper. Until then, the handle of the program stays open, so Windows does not reuse
    /// the program's id.
    pub(super) fn wait(mut self, tell: impl FnOnce(io::Result<ExitStatus>)) {
        tell(self.program.wait());
        let _ = self.stopper_is_gone.recv();
    }
}

impl Stopper {
    /// There is nothing to stop: Windows cannot find the children of a process that
    /// has ended.
    pub(super) fn program_has_ended(mut self) {
        self.hold = None;
    }
}

impl Drop for Stopper {
    fn drop(&mut self) {
        let Some(hold) = self.hold.take() else { return };
        let taskkill = Command::new("taskkill")
            .args(["/T", "/F", "/PID", &self.program.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        if let Ok(mut taskkill) = taskkill {
            // If no thread can be started, the id becomes free a little too early.
            let _ = thread::Builder::new().spawn(move || {
                let _ = taskkill.wait();
                drop(hold);
            });
        }
    }
}
