//! Stops a program on Unix, with all processes of its group.
//!
//! The leader of the group is a second process: a shell that reads from a pipe. This process
//! has the other end of the pipe. When the pipe is closed, the shell kills the group and
//! itself. So the group also ends when this process is killed. This is necessary, because a
//! signal of the terminal (Ctrl+C) does not reach the group: it is not the group of this
//! process. No other process can be killed by mistake: the id of the group stays reserved
//! until this process has collected the exit status of the shell.
//!
//! This needs only the standard library, without unsafe code and without another crate.

use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};

/// Waits for the end of its input, then kills its group.
const WATCH: &str = "read -r line; kill -s KILL 0";

/// A program, and the shell that watches over it.
pub(super) struct Running {
    pub(super) program: Child,
    watch: Child,
}

/// Stops the program and its children when it is dropped.
pub(super) struct Stopper {
    /// The shell notices when this is closed.
    _pipe: Option<ChildStdin>,
}

pub(super) fn start(command: &mut Command) -> io::Result<(Running, Stopper)> {
    let mut watch = Command::new("/bin/sh")
        .args(["-c", WATCH])
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let stopper = Stopper {
        _pipe: watch.stdin.take(),
    };
    let group = watch.id().try_into().map_err(io::Error::other)?;
    match command.process_group(group).spawn() {
        Ok(program) => Ok((Running { program, watch }, stopper)),
        Err(error) => {
            drop(stopper);
            let _ = watch.wait();
            Err(error)
        }
    }
}

impl Running {
    /// Waits for the end of the program and reports it, then waits for the end of the shell.
    /// Without this, both would stay as zombies.
    pub(super) fn wait(mut self, tell: impl FnOnce(io::Result<ExitStatus>)) {
        tell(self.program.wait());
        let _ = self.watch.wait();
    }
}

impl Stopper {
    /// Stops the processes that the program started and did not end.
    pub(super) fn program_has_ended(self) {}
}
