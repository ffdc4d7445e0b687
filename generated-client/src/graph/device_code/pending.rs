//! A sign-in that waits for a person: for how long, and how often the service is asked. The
//! code here does not wait and sends nothing.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::oauth::Failure;
use super::sign_in::SignIn;
use crate::CredentialError;
use crate::graph::lifetime::seconds;
use crate::text::one_line;

/// How long to wait between two requests if the service does not say it (RFC 8628, section
/// 3.2).
const INTERVAL: Duration = Duration::from_secs(5);
/// How much longer the waits become each time the service answers `slow_down` (RFC 8628,
/// section 3.5).
const SLOWER_BY: Duration = Duration::from_secs(5);
/// The shortest wait, whatever the service says.
const SHORTEST_INTERVAL: Duration = Duration::from_secs(1);
/// The longest wait, whatever the service says.
const LONGEST_INTERVAL: Duration = Duration::from_secs(5 * 60);
/// The longest wait to which waits grow while the service cannot be reached.
const LONGEST_BACKOFF: Duration = Duration::from_secs(60);
/// How long a code is valid if the service does not say it: 15 minutes, as in Entra.
const LIFETIME: Duration = Duration::from_secs(15 * 60);
/// How long a code is valid at most, whatever the service says.
const LONGEST_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

/// A sign-in that waits for a person.
pub(super) struct Pending {
    pub(super) device_code: String,
    began: Instant,
    lifetime: Duration,
    /// The sum of all waits. They count even if a test does not really wait.
    waited: Duration,
    interval: Duration,
    /// The wait before the next request. It is zero before the first one.
    next_wait: Duration,
    /// Why the last request failed.
    trouble: Option<Failure>,
}

impl Pending {
    /// Reads a response of the service (RFC 8628, section 3.2).
    pub(super) fn read(answer: &Value) -> Option<(Self, SignIn)> {
        let text = |name: &str| answer[name].as_str();
        let lifetime = seconds(&answer["expires_in"])
            .unwrap_or(LIFETIME)
            .min(LONGEST_LIFETIME);
        let pending = Self {
            device_code: text("device_code")?.to_owned(),
            began: Instant::now(),
            lifetime,
            waited: Duration::ZERO,
            interval: seconds(&answer["interval"])
                .unwrap_or(INTERVAL)
                .clamp(SHORTEST_INTERVAL, LONGEST_INTERVAL),
            next_wait: Duration::ZERO,
            trouble: None,
        };
        let sign_in = SignIn {
            url: one_line(text("verification_uri")?),
            code: one_line(text("user_code")?),
            expires_in: lifetime,
        };
        Some((pending, sign_in))
    }

    pub(super) fn has_expired(&self) -> bool {
        self.left().is_zero()
    }

    /// How long to wait before the next request. The last request is sent when the code
    /// expires.
    pub(super) fn wait(&self) -> Duration {
        self.next_wait.min(self.left())
    }

    pub(super) fn has_waited(&mut self, wait: Duration) {
        self.waited = self.waited.saturating_add(wait);
    }

    /// The person has not yet signed in.
    pub(super) fn goes_on(&mut self) {
        self.trouble = None;
        self.next_wait = self.interval;
    }

    /// The person has not yet signed in, and the service wants fewer requests.
    pub(super) fn goes_on_slower(&mut self) {
        self.interval = self
            .interval
            .saturating_add(SLOWER_BY)
            .min(LONGEST_INTERVAL);
        self.goes_on();
    }

    /// The service could not be asked: each wait is twice as long as the last.
    pub(super) fn is_in_trouble(&mut self, trouble: Failure) {
        self.trouble = Some(trouble);
        let longest = LONGEST_BACKOFF.max(self.interval);
        self.next_wait = self
            .next_wait
            .saturating_mul(2)
            .clamp(self.interval, longest);
    }

    /// The error that nobody signed in in time, with the failure of the last request if there
    /// was one.
    pub(super) fn expiry(&mut self) -> CredentialError {
        match self.trouble.take() {
            None => CredentialError::new("nobody signed in in time; call again to ask again"),
            Some(trouble) => trouble.explained(|trouble| {
                format!("nobody signed in in time, and the last request failed: {trouble}")
            }),
        }
    }

    fn left(&self) -> Duration {
        let gone = self.began.elapsed().max(self.waited);
        self.lifetime.saturating_sub(gone)
    }
}
