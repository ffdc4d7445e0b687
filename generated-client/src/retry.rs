//! Which failures are worth another attempt, and when.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use http::StatusCode;

use crate::deadline::Deadline;
use crate::{Error, Operation, Outcome};

/// How often, and for how long, a call is tried again.
///
/// Tried again is what cannot have taken effect: a `429`, after the time that
/// `Retry-After` names or else after a growing, random one; and a connection
/// that could not be made. Operations whose method is idempotent (`GET`, `HEAD`,
/// `OPTIONS`, `TRACE`, `PUT`, `DELETE`: RFC 9110, section 9.2.2) are also tried
/// again when the outcome is [`Outcome::Unknown`]. By default three times, no more than
/// 60 seconds of waiting in all, and within the deadline of the call. Not tried again is
/// what stays so until a setting changes: a certificate that is not trusted, a proxy that
/// refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retries {
    max_retries: usize,
    max_wait: Duration,
    when_unknown: bool,
}

impl Default for Retries {
    fn default() -> Self {
        Self {
            max_retries: 3,
            max_wait: Duration::from_secs(60),
            when_unknown: false,
        }
    }
}

impl Retries {
    /// One attempt for each call.
    pub fn none() -> Self {
        Self {
            max_retries: 0,
            ..Self::default()
        }
    }

    /// How many attempts may follow the first.
    #[must_use]
    pub fn max_retries(self, max_retries: usize) -> Self {
        Self {
            max_retries,
            ..self
        }
    }

    /// How long a call may wait between its attempts, all waits together. A wait
    /// beyond that is not begun: the failure is returned at once, and names it.
    #[must_use]
    pub fn max_wait(self, max_wait: Duration) -> Self {
        Self { max_wait, ..self }
    }

    /// Also `POST` and `PATCH` when the outcome is [`Outcome::Unknown`]: `5xx`, a
    /// timeout, a lost connection. Such a request may then take effect more than
    /// once.
    #[must_use]
    pub fn also_when_unknown(self) -> Self {
        Self {
            when_unknown: true,
            ..self
        }
    }

    /// The waits of one call.
    pub(crate) fn start(&self, operation: &Operation) -> Waits<'_> {
        Waits {
            retries: self,
            when_unknown: self.when_unknown || operation.method.is_idempotent(),
            backoff: None,
            left: self.max_wait,
        }
    }

    fn backoff(&self) -> ExponentialBackoff {
        ExponentialBuilder::new()
            .with_min_delay(Duration::from_millis(500))
            .with_max_delay(Duration::from_secs(20))
            .with_max_times(self.max_retries)
            .with_jitter()
            .build()
    }
}

/// The waits of one call.
pub(crate) struct Waits<'a> {
    retries: &'a Retries,
    /// Whether an attempt that may have taken effect may be repeated.
    when_unknown: bool,
    /// Begins with the first failure.
    backoff: Option<ExponentialBackoff>,
    left: Duration,
}

impl Waits<'_> {
    /// How long to wait before trying again, if that is allowed and ends before the
    /// deadline; if it is only too long, the error says so.
    pub(crate) fn after(&mut self, error: &mut Error, deadline: &Deadline) -> Option<Duration> {
        let is_refused = matches!(&*error, Error::Service(service) if service.status() == StatusCode::TOO_MANY_REQUESTS);
        let is_unsent = matches!(&*error, Error::Transport(error) if error.may_pass());
        let is_wanted = self.when_unknown && error.last_outcome() == Outcome::Unknown;
        if !(is_refused || is_unsent || is_wanted) {
            return None;
        }
        let grown = self.next()?;
        let wait = error.retry_after().unwrap_or(grown);
        let in_words = wait.as_secs_f64().ceil();
        let Some(left) = self.left.checked_sub(wait) else {
            let left = self.left.as_secs();
            error.not_retried(format!(
                "the wait would be {in_words} seconds, and {left} are left for waiting"
            ));
            return None;
        };
        if deadline.left() <= wait {
            let left = deadline.left().as_secs();
            error.not_retried(format!(
                "the wait would be {in_words} seconds, and {left} are left of the deadline"
            ));
            return None;
        }
        self.left = left;
        Some(wait)
    }

    /// One attempt more at once, if that is allowed.
    pub(crate) fn at_once(&mut self) -> Option<Duration> {
        self.next().map(|_| Duration::ZERO)
    }

    fn next(&mut self) -> Option<Duration> {
        self.backoff
            .get_or_insert_with(|| self.retries.backoff())
            .next()
    }
}
