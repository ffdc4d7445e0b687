//! After which failures the client sends a request again, and when.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use http::StatusCode;

use crate::deadline::Deadline;
use crate::{Error, Operation, Outcome};

/// How often, and for how long, the client sends the request of a call again.
///
/// The client sends a request again if the request cannot have taken effect: after a `429`,
/// and if it could not connect. Before it does so, it waits for the time in `Retry-After`, or
/// else for a random time that grows with each attempt.
///
/// If the method of the operation is idempotent (`GET`, `HEAD`, `OPTIONS`, `TRACE`, `PUT`,
/// `DELETE`: RFC 9110, section 9.2.2), the client also sends the request again if the outcome
/// is [`Outcome::Unknown`], except after a success whose body it cannot read.
///
/// By default, the client sends a request again at most three times, waits at most 60 seconds
/// in total, and stops at the deadline of the call. It does not send a request again if the
/// failure stays until somebody changes a setting: a certificate that is not trusted, or a
/// proxy that refuses.
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
    /// Only one attempt for each call.
    pub fn none() -> Self {
        Self {
            max_retries: 0,
            ..Self::default()
        }
    }

    /// Sets how many attempts may follow the first one.
    #[must_use]
    pub fn max_retries(self, max_retries: usize) -> Self {
        Self {
            max_retries,
            ..self
        }
    }

    /// Sets how long a call may wait between its attempts in total. If the next wait would
    /// be longer than what is left, the call returns the failure at once, and the error
    /// names the wait.
    #[must_use]
    pub fn max_wait(self, max_wait: Duration) -> Self {
        Self { max_wait, ..self }
    }

    /// Also sends requests with `POST` and `PATCH` again after a timeout, a lost connection,
    /// a `408`, a `499`, or a `5xx` except `501` and `505`. Such a request may then take
    /// effect more than once. A `2xx` that the document does not declare, and a `303`, mean
    /// that the service accepted the request: it is not sent again.
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
            is_idempotent: operation.method.is_idempotent(),
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
    /// Whether a request has the same effect if it arrives twice.
    is_idempotent: bool,
    /// `None` before the first failure.
    backoff: Option<ExponentialBackoff>,
    left: Duration,
}

impl Waits<'_> {
    /// How long to wait before the next attempt. `None` if there must be no other attempt.
    /// If the only reason is that the wait is too long, the error says so.
    pub(crate) fn after(&mut self, error: &mut Error, deadline: &Deadline) -> Option<Duration> {
        let is_refused = matches!(&*error, Error::Service(service) if service.status() == StatusCode::TOO_MANY_REQUESTS);
        let is_unsent = matches!(&*error, Error::Transport(error) if error.may_pass());
        let is_unknown = error.last_outcome() == Outcome::Unknown;
        let is_wanted =
            self.is_idempotent && is_unknown || self.retries.when_unknown && is_lost(error);
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

    /// No wait, if one more attempt is allowed.
    pub(crate) fn at_once(&mut self) -> Option<Duration> {
        self.next().map(|_| Duration::ZERO)
    }

    fn next(&mut self) -> Option<Duration> {
        self.backoff
            .get_or_insert_with(|| self.retries.backoff())
            .next()
    }
}

/// Whether an attempt may succeed next time, and may have taken effect. A `2xx` that the
/// document does not declare, or a `303`, means that the service accepted the request; a
/// `501` or a `505` stays so.
fn is_lost(error: &Error) -> bool {
    match error {
        Error::Service(service) => match service.status().as_u16() {
            501 | 505 => false,
            408 | 499 => true,
            status => status >= 500,
        },
        error => error.last_outcome() == Outcome::Unknown,
    }
}
