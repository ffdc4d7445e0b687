//! Which failures are worth another attempt, and when.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use reqwest::StatusCode;

use crate::{Error, Operation, Outcome};

/// How often, and for how long, a call is tried again.
///
/// Tried again is what cannot have taken effect: a `429`, after the time that
/// `Retry-After` names or else after a growing, random one; and a connection
/// that could not be made. Operations whose method is idempotent (`GET`, `HEAD`,
/// `OPTIONS`, `TRACE`, `PUT`, `DELETE`: RFC 9110, section 9.2.2) are also tried
/// again when the outcome is [`Outcome::Unknown`]. By default three times, and no
/// more than 60 seconds of waiting in all.
#[derive(Debug, Clone)]
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
    /// How long to wait before trying again, if that is allowed; if it is only
    /// too long, the error says so.
    pub(crate) fn after(&mut self, error: &mut Error) -> Option<Duration> {
        let is_refused = matches!(&*error, Error::Service(service) if service.status() == StatusCode::TOO_MANY_REQUESTS);
        let is_unsent = matches!(&*error, Error::Transport { source, .. } if source.is_connect());
        let is_wanted = self.when_unknown && error.last_outcome() == Outcome::Unknown;
        if !(is_refused || is_unsent || is_wanted) {
            return None;
        }
        let backoff = self.backoff.get_or_insert_with(|| self.retries.backoff());
        let grown = backoff.next()?;
        let wait = error.retry_after().unwrap_or(grown);
        let Some(left) = self.left.checked_sub(wait) else {
            error.not_retried(wait, self.left);
            return None;
        };
        self.left = left;
        Some(wait)
    }
}
