//! Runs a program and keeps its output, with a limit of bytes and of time. When nobody waits
//! for the program any more, it is stopped. The modules for each platform know how to stop a
//! program and its children.

use std::io::{self, Read};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;

#[cfg(unix)]
use super::on_unix as platform;
#[cfg(not(unix))]
use super::on_windows as platform;

/// How much is kept of stdout and of stderr, each in bytes. The rest is read, so that the
/// program can continue, but not kept.
const OUTPUT_LIMIT_BYTES: usize = 64 * 1024;

/// Why there is no output.
pub(super) enum Failure {
    /// The program, or the process or thread that it needs, cannot be started.
    Start(io::Error),
    /// The program did not end in time, and was stopped.
    Time,
}

/// Runs a program to its end. If the future is dropped, the program and all processes that it
/// started are stopped. On Unix, they are also stopped if this process ends.
///
/// Threads wait for the program. Blocking tasks of the runtime would delay the exit of this
/// process, because a runtime waits for them before it ends.
pub(super) async fn run(mut command: Command, time_limit: Duration) -> Result<Output, Failure> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let (mut running, stopper) = platform::start(&mut command)?;
    let stdout = kept(running.program.stdout.take())?;
    let stderr = kept(running.program.stderr.take())?;
    let (tell, ended) = oneshot::channel();
    // The receiver is gone if the call was dropped.
    in_thread(Box::new(move || {
        running.wait(|status| drop(tell.send(status)))
    }))?;
    let output = async {
        let status = received(ended).await??;
        // Processes that it left running would keep the pipes open.
        stopper.program_has_ended();
        Ok(Output {
            status,
            stdout: received(stdout).await?,
            stderr: received(stderr).await?,
        })
    };
    let output = tokio::time::timeout(time_limit, output).await;
    output.unwrap_or(Err(Failure::Time))
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Start(error)
    }
}

/// Runs a function in a new thread. The function is in a box, so that a thread is compiled
/// once and not for each function.
fn in_thread(function: Box<dyn FnOnce() + Send>) -> io::Result<()> {
    let thread = thread::Builder::new().name("azure-cli".to_owned());
    thread.spawn(function).map(drop)
}

async fn received<T>(told: oneshot::Receiver<T>) -> io::Result<T> {
    told.await.map_err(io::Error::other)
}

/// Reads everything in a new thread, and keeps as much as is allowed.
fn kept(mut pipe: Option<impl Read + Send + 'static>) -> io::Result<oneshot::Receiver<Vec<u8>>> {
    let (tell, told) = oneshot::channel();
    in_thread(Box::new(move || {
        let mut kept = Vec::new();
        let mut chunk = [0; 4096];
        while let Some(pipe) = &mut pipe {
            match pipe.read(&mut chunk) {
                Ok(0) => break,
                Ok(length) => {
                    let room = OUTPUT_LIMIT_BYTES - kept.len();
                    kept.extend_from_slice(&chunk[..length.min(room)]);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // The part that was read may be enough.
                Err(_) => break,
            }
        }
        // The receiver is gone if the call was dropped.
        let _ = tell.send(kept);
    }))?;
    Ok(told)
}
