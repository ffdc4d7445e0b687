//! Time limits for a call and for an attempt. They use timers of this crate, so they apply
//! with any HTTP settings of the caller.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, Sleep, sleep_until};

/// How long a call may take by default. This is longer than four attempts, with their waits,
/// if a gateway ends each attempt after 60 seconds, as is usual.
pub(crate) const CALL_LIMIT: Duration = Duration::from_secs(300);
/// How long an attempt may take by default.
pub(crate) const ATTEMPT_LIMIT: Duration = Duration::from_secs(100);

/// How long people may sign in while a call waits, all sign-ins together: longer than any
/// code is valid. A credential that never says that the sign-in is over ends with it.
const LONGEST_PAUSE: Duration = Duration::from_secs(25 * 60 * 60);

/// The deadline of a call.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline {
    limit: Duration,
    /// `None` if it is too late for the clock to represent.
    until: Option<Instant>,
    /// How long it may still be paused.
    pause_left: Duration,
}

impl Deadline {
    pub(crate) fn after(limit: Duration) -> Self {
        Self {
            limit,
            until: Instant::now().checked_add(limit),
            pause_left: LONGEST_PAUSE,
        }
    }

    /// The time that is left.
    pub(crate) fn left(&self) -> Duration {
        let now = Instant::now();
        self.until
            .map_or(Duration::MAX, |until| until.saturating_duration_since(now))
    }

    /// The error that the deadline has passed.
    pub(crate) fn passed(&self) -> Passed {
        Passed {
            what: "the deadline of the call",
            limit: self.limit,
        }
    }

    /// A timer that ends at the deadline.
    pub(crate) fn timer(&self) -> Timer {
        Timer::at(self.until)
    }

    /// A timer for an attempt that begins now, and the limit at which it ends: that of the
    /// attempt, or the deadline if that is earlier. An error if the deadline has passed.
    pub(crate) fn attempt(&self, limit: Duration) -> Result<(Timer, Passed), Passed> {
        let now = Instant::now();
        if self.until.is_some_and(|until| until <= now) {
            return Err(self.passed());
        }
        let own = now.checked_add(limit);
        let is_own = match (own, self.until) {
            (Some(own), Some(call)) => own <= call,
            (own, _) => own.is_some(),
        };
        let attempt = Passed {
            what: "the time limit of an attempt",
            limit,
        };
        Ok(match is_own {
            true => (Timer::at(own), attempt),
            false => (Timer::at(self.until), self.passed()),
        })
    }

    /// The output of a future. `None` if the deadline passes first. The deadline does not
    /// run while a person signs in.
    pub(crate) async fn bound<F: Future>(
        &mut self,
        sign_ins: &SignIns,
        future: F,
    ) -> Option<F::Output> {
        let mut future = pin!(future);
        let mut running = sign_ins.0.subscribe();
        loop {
            let begin = Instant::now();
            let is_paused = *running.borrow_and_update() > 0;
            let mut timer = match is_paused {
                true => Timer::after(self.pause_left),
                false => Timer::at(self.until),
            };
            let mut changed = pin!(running.changed());
            let step = poll_fn(|context| {
                if let Poll::Ready(output) = future.as_mut().poll(context) {
                    return Poll::Ready(Step::Over(Some(output)));
                }
                if changed.as_mut().poll(context).is_ready() {
                    return Poll::Ready(Step::Changed);
                }
                timer.poll(context).map(|()| Step::Over(None))
            });
            let step = step.await;
            if is_paused {
                let paused = begin.elapsed();
                self.until = self.until.and_then(|until| until.checked_add(paused));
                self.pause_left = self.pause_left.saturating_sub(paused);
            }
            if let Step::Over(output) = step {
                return output;
            }
        }
    }
}

enum Step<T> {
    /// The future is done, or the deadline has passed.
    Over(Option<T>),
    /// The number of people who sign in has changed.
    Changed,
}

/// A timer that ends at a limit, or never.
pub(crate) struct Timer(Option<Pin<Box<Sleep>>>);

impl Timer {
    /// Ends after a limit.
    pub(crate) fn after(limit: Duration) -> Self {
        Self::at(Instant::now().checked_add(limit))
    }

    fn at(until: Option<Instant>) -> Self {
        Self(until.map(|until| Box::pin(sleep_until(until))))
    }

    /// A timer that ends after this limit, or when `self` ends if that is earlier.
    pub(crate) fn within(&self, limit: Duration) -> Self {
        let own = Instant::now().checked_add(limit);
        let until = self.0.as_ref().map(|sleep| sleep.deadline());
        Self::at(own.into_iter().chain(until).min())
    }

    /// The output of a future. `None` if the timer ends first. The caller pins the future,
    /// because futures of requests are large.
    pub(crate) async fn bound<F: Future>(&mut self, mut future: Pin<&mut F>) -> Option<F::Output> {
        poll_fn(|context| match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending => self.poll(context).map(|()| None),
        })
        .await
    }

    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        match &mut self.0 {
            Some(sleep) => sleep.as_mut().poll(context),
            None => Poll::Pending,
        }
    }
}

/// A limit that has passed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Passed {
    what: &'static str,
    limit: Duration,
}

impl Passed {
    pub(crate) fn of(what: &'static str, limit: Duration) -> Self {
        Self { what, limit }
    }
}

impl fmt::Display for Passed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({:?}) has passed", self.what, self.limit)
    }
}

impl std::error::Error for Passed {}

/// How many people are signing in at the moment, for the calls of one client.
#[derive(Clone, Debug)]
pub(crate) struct SignIns(Arc<watch::Sender<usize>>);

impl Default for SignIns {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(0)))
    }
}

impl SignIns {
    /// Counts one more, until the returned value is dropped.
    pub(crate) fn begin(&self) -> SigningIn {
        self.0.send_modify(|running| *running += 1);
        SigningIn(self.clone())
    }
}

/// Says that a person is signing in. While this value exists, the deadlines of the calls that
/// wait for the sign-in do not run. They run again when it is dropped.
#[must_use = "the deadlines run again when it is dropped"]
#[derive(Debug)]
pub struct SigningIn(SignIns);

impl Drop for SigningIn {
    fn drop(&mut self) {
        let running = &self.0.0;
        running.send_modify(|running| *running = running.saturating_sub(1));
    }
}
