//! A sign-in that waits for its person: for how long, and how often the service is
//! asked. Nothing here waits or sends.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::oauth::Failure;
use super::sign_in::SignIn;
use crate::CredentialError;
use crate::graph::lifetime::seconds;
use crate::text::one_line;

/// How long to wait between two questions if the service does not say (RFC 8628,
/// section 3.2).
const INTERVAL: Duration = Duration::from_secs(5);
/// How much longer the service is left alone each time it asks for that (RFC 8628,
/// section 3.5).
const SLOWER_BY: Duration = Duration::from_secs(5);
/// The shortest wait, whatever the service says.
const SHORTEST_INTERVAL: Duration = Duration::from_secs(1);
/// The longest wait, whatever the service says.
const LONGEST_INTERVAL: Duration = Duration::from_secs(5 * 60);
/// How far waits grow by themselves while the service cannot be reached.
const LONGEST_BACKOFF: Duration = Duration::from_secs(60);
/// For how long a code is good if the service does not say so: Entra's quarter of an
/// hour.
const LIFETIME: Duration = Duration::from_secs(15 * 60);
/// For how long a code is good at most, whatever the service says.
const LONGEST_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

/// A sign-in that waits for its person.
pub(super) struct Pending {
    pub(super) device_code: String,
    began: Instant,
    lifetime: Duration,
    /// All waits together. They count also where a test does not really wait.
    waited: Duration,
    interval: Duration,
    /// Before the next question; none before the first.
    next_wait: Duration,
    /// Why the last question failed.
    trouble: Option<Failure>,
}

impl Pending {
    /// Of an answer of the service (RFC 8628, section 3.2).
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

    /// How long to wait before the next question. The last one comes when the code
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

    /// And the service wants to be asked less often.
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

    /// Nobody signed in in time, perhaps because of the last trouble.
    pub(super) fn expiry(&mut self) -> CredentialError {
        match self.trouble.take() {
            None => CredentialError::new("nobody signed in in time; call again to ask again"),
            Some(trouble) => trouble.explained(|trouble| {
                format!("nobody signed in in time, and the last question failed: {trouble}")
            }),
        }
    }

    fn left(&self) -> Duration {
        let gone = self.began.elapsed().max(self.waited);
        self.lifetime.saturating_sub(gone)
    }
}
