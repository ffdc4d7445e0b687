//! Runs a program and keeps what it prints: not too much, not for too long, and nothing
//! is left running when nobody waits for it any more. The modules of the platforms know
//! how to stop a program with its children.

use std::io::{self, Read};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;

#[cfg(unix)]
use super::on_unix as platform;
#[cfg(not(unix))]
use super::on_windows as platform;

/// How much is kept of what a program prints to stdout, and to stderr, in bytes. The
/// rest is read, so that the program can go on, and thrown away.
const OUTPUT_LIMIT_BYTES: u64 = 64 * 1024;

/// Why there is no output.
pub(super) enum Failure {
    /// The program, or what it needs, cannot be started.
    Start(io::Error),
    /// It had not ended in time, and was stopped.
    Time,
}

/// Runs a program to its end. Whoever drops the future stops the program and all
/// processes that it started; so does the end of this process.
///
/// Threads wait for the program. Blocking tasks of the runtime would hold the exit of
/// this process: a runtime that ends waits for them.
pub(super) async fn run(mut command: Command, time_limit: Duration) -> Result<Output, Failure> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let (mut running, stopper) = platform::start(&mut command)?;
    let stdout = in_thread(kept(running.program.stdout.take()))?;
    let stderr = in_thread(kept(running.program.stderr.take()))?;
    let (tell, ended) = oneshot::channel();
    // Nobody listens if the call was dropped.
    in_thread(move || running.wait(|status| drop(tell.send(status))))?;
    let output = async {
        let status = received(ended).await??;
        // What it left running would hold the pipes open.
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

/// What a thread of its own makes.
fn in_thread<T: Send + 'static>(
    make: impl FnOnce() -> T + Send + 'static,
) -> io::Result<oneshot::Receiver<T>> {
    let (tell, told) = oneshot::channel();
    thread::Builder::new()
        .name("azure-cli".to_owned())
        .spawn(move || drop(tell.send(make())))?;
    Ok(told)
}

async fn received<T>(told: oneshot::Receiver<T>) -> io::Result<T> {
    told.await.map_err(io::Error::other)
}

/// Reads all, and keeps as much as is allowed.
fn kept(pipe: Option<impl Read>) -> impl FnOnce() -> Vec<u8> {
    move || {
        let mut kept = Vec::new();
        if let Some(mut pipe) = pipe {
            // What cannot be read is missing; the rest may be enough.
            let _ = pipe
                .by_ref()
                .take(OUTPUT_LIMIT_BYTES)
                .read_to_end(&mut kept);
            let _ = io::copy(&mut pipe, &mut io::sink());
        }
        kept
    }
}
