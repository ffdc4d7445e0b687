//! Reads the body of an error and finds the innermost cause.
//!
//! The body of Graph's errors is that of OData (OData JSON 4.01, section 19). Intune writes
//! JSON into its `message`, one or two levels deep. Older responses (`innererror`) and
//! gateways use other spellings. Reading cannot fail: what is not understood is only in the
//! body.

use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value};

use super::headers::DIAGNOSTIC;
use crate::partial;
use crate::problem::{self, CODE, MESSAGE, text};
use crate::received::header;

/// How many levels of a message are read. Known messages have up to two levels.
const MAX_LEVELS: usize = 8;
/// How many further errors are reported.
const MAX_DETAILS: usize = 8;

/// What could be read from the body of an error.
#[derive(Debug, Default)]
pub(crate) struct Explanation {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    /// Further errors that led to this one: their codes and messages.
    details: Vec<String>,
    pub(crate) activity_id: Option<String>,
    pub(crate) needed_scopes: Vec<String>,
    pub(crate) date: Option<String>,
    pub(crate) request_id: Option<String>,
}

impl Explanation {
    pub(crate) fn of(status: StatusCode, body: &Value) -> Self {
        let mut explanation = Self::default();
        let Value::Object(body) = body else {
            return explanation;
        };
        match object(body, &["error"]) {
            Some(error) => {
                explanation.read(error);
                explanation.read_details(error);
                explanation.read_inner(error);
            }
            None => (explanation.code, explanation.message) = problem::said(body),
        }

        let mut hidden = explanation.message.as_deref().and_then(parse);
        for _ in 0..MAX_LEVELS {
            let Some(level) = hidden else { break };
            let level = object(&level, &["error"]).cloned().unwrap_or(level);
            explanation.read(&level);
            hidden = text(&level, &MESSAGE).as_deref().and_then(parse);
        }
        if let Some(message) = &explanation.message {
            explanation.activity_id = activity_id(message);
            explanation.needed_scopes = match status {
                StatusCode::FORBIDDEN => needed_scopes(message),
                _ => Vec::new(),
            };
        }
        explanation
    }

    /// Further rows of a report, after the cause: the missing permissions, and further errors.
    pub(crate) fn more(&self) -> Vec<(&'static str, String)> {
        let scopes = self.needed_scopes.join(", ");
        let scopes = (!scopes.is_empty()).then_some(("needs one of", scopes));
        let said: Vec<_> = [&self.code, &self.message].into_iter().flatten().collect();
        let is_said = |detail: &&String| said.iter().all(|part| detail.contains(part.as_str()));
        let details = self.details.iter().filter(|detail| !is_said(detail));
        scopes
            .into_iter()
            .chain(details.map(|detail| ("detail", detail.clone())))
            .collect()
    }

    /// Rows of a report that support asks for beside the ids of the request.
    pub(crate) fn for_support<'a>(
        &'a self,
        headers: &'a HeaderMap,
    ) -> Vec<(&'static str, &'a str)> {
        let rows = [
            ("activity-id", self.activity_id.as_deref()),
            ("diagnostic", header(headers, DIAGNOSTIC)),
        ];
        let rows = rows.into_iter();
        rows.filter_map(|(name, value)| Some((name, value?)))
            .collect()
    }

    /// Replaces code and message by those of a level, if the level has them.
    fn read(&mut self, level: &Map<String, Value>) {
        if let Some(code) = text(level, &CODE) {
            self.code = Some(code);
        }
        if let Some(message) = text(level, &MESSAGE) {
            self.message = Some(message);
        }
    }

    /// Reads the further errors. The first of them is nearer to the cause than the main error,
    /// which then often says only that there are several errors.
    fn read_details(&mut self, error: &Map<String, Value>) {
        let details = error.get("details").and_then(Value::as_array);
        let details = details.into_iter().flatten().filter_map(Value::as_object);
        for (index, detail) in details.take(MAX_DETAILS).enumerate() {
            let (code, message) = (text(detail, &CODE), text(detail, &MESSAGE));
            let said: Vec<_> = [code, message].into_iter().flatten().collect();
            if !said.is_empty() {
                self.details.push(said.join(": "));
            }
            if index == 0 {
                self.read(detail);
            }
        }
    }

    /// Reads the inner errors, down to the innermost one.
    fn read_inner(&mut self, error: &Map<String, Value>) {
        let mut inner = object(error, &INNER);
        for _ in 0..MAX_LEVELS {
            let Some(level) = inner else { break };
            self.read(level);
            self.date = text(level, &["date"]).or_else(|| self.date.take());
            self.request_id = text(level, &["request-id"]).or_else(|| self.request_id.take());
            inner = object(level, &INNER);
        }
    }
}

const INNER: [&str; 2] = ["innerError", "innererror"];

fn object<'a>(level: &'a Map<String, Value>, names: &[&str]) -> Option<&'a Map<String, Value>> {
    names.iter().find_map(|name| level.get(*name)?.as_object())
}

/// A message as a JSON object, if it is one.
fn parse(message: &str) -> Option<Map<String, Value>> {
    // What hides in it may have been cut too.
    match partial::read(message.as_bytes())?.value {
        Value::Object(level) if message.trim_start().starts_with('{') => Some(level),
        _ => None,
    }
}

/// Intune's own id of the action: "… - Activity ID: 6676f0a0-… - Url: …".
fn activity_id(message: &str) -> Option<String> {
    let (_, rest) = message.split_once("Activity ID: ")?;
    let end = rest
        .find(|c: char| !c.is_ascii_hexdigit() && c != '-')
        .unwrap_or(rest.len());
    rest.get(..end)
        .map(|id| id.trim_end_matches('-').to_owned())
        .filter(|id| !id.is_empty())
}

/// "Application must have one of the following scopes: A, B - Operation ID …".
fn needed_scopes(message: &str) -> Vec<String> {
    let Some((_, rest)) = message.split_once("following scopes: ") else {
        return Vec::new();
    };
    let list = rest.split(" - ").next().unwrap_or_default();
    let scopes = list
        .split(',')
        .map(|scope| scope.trim().trim_end_matches('.'));
    let is_scope = |scope: &&str| !scope.is_empty() && !scope.contains(char::is_whitespace);
    scopes.filter(is_scope).map(str::to_owned).collect()
}
