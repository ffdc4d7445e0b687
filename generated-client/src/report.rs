//! The full report of a failure, for the person who has to solve it.

use std::fmt;

use crate::text::one_line;
use crate::{Error, ServiceError, service};

/// The report of a failure, in several lines: what happened, why, what is missing, whether
/// the call may have taken effect, and what to tell the service's support. See
/// [`Error::report`].
#[derive(Debug)]
pub struct Report<'a>(pub(crate) &'a Error);

impl Error {
    /// Everything that is known about the failure, in several lines. `Display` of the error
    /// writes one line.
    pub fn report(&self) -> Report<'_> {
        Report(self)
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.service() {
            Some(error) => service(error, self.0, f),
            None => {
                write!(f, "{}", self.0)?;
                causes(self.0, f)?;
                write!(f, "\n  outcome: {}", self.0.outcome_in_words())?;
                attempts(self.0, f)
            }
        }
    }
}

fn service(error: &ServiceError, whole: &Error, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(&error.headline())?;
    let explanation = &error.explanation;
    let more = explanation.more();
    let more = more.iter().map(|(name, what)| (*name, what.as_str()));
    let outcome = whole.outcome_in_words();
    let sent_id = service::CLIENT_REQUEST_ID.map(|name| (name, error.client_request_id()));
    let named = |name: &'static str, value| Some(name).zip(value);
    let said = [named("code", error.code()), named("cause", error.message())];
    let rows = [
        named("outcome", Some(outcome.as_str())),
        named("not tried again", error.why_not_retried()),
        named("date", error.date()),
        named(service::REQUEST_ID, error.request_id()),
        sent_id,
    ];
    let for_support = explanation.for_support(error.headers());
    let said = said.into_iter().flatten().chain(more);
    let rows = said.chain(rows.into_iter().flatten());
    for (name, value) in rows.chain(for_support) {
        write!(f, "\n  {name}: {}", one_line(value))?;
    }
    attempts(whole, f)?;
    let is_explained = error.code().is_some() || error.message().is_some();
    if !is_explained && !error.body().is_empty() {
        let body = String::from_utf8_lossy(error.body());
        write!(f, "\n  body: {}", one_line(&body))?;
    }
    Ok(())
}

/// All causes, the innermost last.
fn causes(error: &Error, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut cause = std::error::Error::source(error);
    while let Some(source) = cause {
        write!(f, "\n  cause: {}", one_line(&source.to_string()))?;
        cause = source.source();
    }
    Ok(())
}

/// The outcome of each attempt, if there were several.
fn attempts(error: &Error, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Some(all) = error.all_attempts().filter(|all| all.len() > 1) else {
        return Ok(());
    };
    for attempt in all.iter() {
        let outcome = all.words(attempt.outcome);
        write!(f, "\n  attempt {}: {outcome}", attempt.number)?;
        let id = attempt.client_request_id.as_ref();
        if let Some((name, id)) = service::CLIENT_REQUEST_ID.zip(id) {
            write!(f, " ({name} {id})")?;
        }
    }
    Ok(())
}
