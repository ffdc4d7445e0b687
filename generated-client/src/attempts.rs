//! The outcome of each attempt of a call, and the outcome of the call that follows from it.

use std::fmt;
use std::ops::Deref;

use crate::Outcome;

/// One attempt of a call that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// The number of the attempt. The first attempt is 1.
    pub number: usize,
    /// The outcome of the attempt.
    pub outcome: Outcome,
    /// The id that the client gave the request of the attempt. `None` if there was no
    /// request.
    pub client_request_id: Option<String>,
}

/// The attempts of a call that failed, in order.
#[derive(Debug, Clone, Default)]
pub struct Attempts {
    all: Vec<Attempt>,
    effect: Effect,
}

/// What the operation of a call can change.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Effect {
    /// It only reads (RFC 9110, section 9.2.1).
    pub(crate) is_safe: bool,
    /// What the document says to do if the operation may have run.
    pub(crate) when_unknown: Option<&'static str>,
}

impl Attempts {
    pub(crate) fn of(effect: Effect) -> Self {
        Self {
            all: Vec::new(),
            effect,
        }
    }

    pub(crate) fn add(&mut self, outcome: Outcome, client_request_id: Option<&str>) {
        self.all.push(Attempt {
            number: self.all.len() + 1,
            outcome,
            client_request_id: client_request_id.map(str::to_owned),
        });
    }

    /// The outcome of the call, from the outcome of its last attempt and of all others. If
    /// one attempt may have taken effect, the call may have taken effect. Otherwise, if one
    /// attempt was refused, the call was refused, because something was sent.
    pub(crate) fn outcome(&self, last: Outcome) -> Outcome {
        let all = || self.all.iter().map(|one| one.outcome).chain([last]);
        let worst = [Outcome::Unknown, Outcome::Refused];
        let found = worst
            .into_iter()
            .find(|worst| all().any(|one| one == *worst));
        found.unwrap_or(last)
    }

    /// The outcome of the call in words, and what to do about it.
    pub(crate) fn advice(&self, outcome: Outcome) -> String {
        let said = self.words(outcome);
        match (outcome, self.effect) {
            (Outcome::Unknown, Effect { is_safe: true, .. }) => {
                format!("{said}; it only reads, so nothing changed")
            }
            (
                Outcome::Unknown,
                Effect {
                    when_unknown: Some(advice),
                    ..
                },
            ) => format!("{said}. {advice}"),
            _ => said,
        }
    }

    /// An outcome in words.
    pub(crate) fn words(&self, outcome: Outcome) -> String {
        match outcome {
            Outcome::Unknown if self.effect.is_safe => {
                "the request was not answered as it should be".to_owned()
            }
            outcome => outcome.to_string(),
        }
    }
}

impl Deref for Attempts {
    type Target = [Attempt];

    fn deref(&self) -> &[Attempt] {
        &self.all
    }
}

/// The number of attempts, if there were several, for the end of a line.
impl fmt::Display for Attempts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.all.len() {
            0 | 1 => Ok(()),
            times => write!(f, "; tried {times} times"),
        }
    }
}
