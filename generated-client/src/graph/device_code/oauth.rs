//! Sends the requests of OAuth 2.0 and reads the responses. What a refusal means is in
//! [`refusal`](super::refusal).

use std::fmt;
use std::pin::pin;
use std::time::Duration;

use http::StatusCode;
use http::header::{ACCEPT, CONTENT_TYPE};
use reqwest::Client;
use serde_json::Value;

use super::refusal::Refusal;
use crate::CredentialError;
use crate::deadline::{ATTEMPT_LIMIT, Passed, Timer};
use crate::graph::lifetime::seconds;
use crate::partial;
use crate::received::body_up_to;
use crate::transport_error::needed_setting;

/// How much of a response of the sign-in service is read, in bytes.
const ANSWER_LIMIT_BYTES: usize = 64 * 1024;

/// Why a request did not succeed.
pub(super) enum Failure {
    /// No response.
    Lost(reqwest::Error),
    /// No connection until a setting changes: what happened, and which setting.
    Unconfigured(&'static str, reqwest::Error),
    /// No response in time.
    Late(Passed),
    /// A part of a response: the connection failed, or the rest did not come in time.
    Cut,
    /// A response that is not OAuth, for example from a proxy or a gateway.
    Foreign(StatusCode),
    /// The sign-in service refused the request.
    Refused(StatusCode, Refusal),
}

/// The tokens of a response (RFC 6749, section 5.1).
pub(super) struct Grant {
    pub(super) access_token: String,
    pub(super) refresh_token: Option<String>,
    pub(super) lifetime: Option<Duration>,
}

/// Posts a form, and reads the JSON of the response, whatever its `Content-Type` is.
pub(super) async fn post(
    http: &Client,
    url: &str,
    form: &[(&str, &str)],
) -> Result<Value, Failure> {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish();
    let request = http
        .post(url)
        .header(ACCEPT, "application/json")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(body);
    // A limit for this request, because the deadline of the call does not run while a person
    // signs in.
    let mut timer = Timer::after(ATTEMPT_LIMIT);
    let answered = timer.bound(pin!(request.send())).await;
    let late = Passed::of("the time limit of a request", ATTEMPT_LIMIT);
    let answered = answered.ok_or(Failure::Late(late))?;
    let mut response = answered.map_err(|source| match needed_setting(&source) {
        Some(setting) => Failure::Unconfigured(setting, source),
        None => Failure::Lost(source),
    })?;
    let status = response.status();
    let body = body_up_to(ANSWER_LIMIT_BYTES, &mut response, &mut timer);
    let (body, is_complete) = body.await;
    let answer = partial::read(&body).filter(|read| read.is_whole);
    // What is longer than the limit is no response of OAuth.
    if answer.is_none() && !is_complete && body.len() < ANSWER_LIMIT_BYTES {
        return Err(Failure::Cut);
    }
    let answer = answer.map(|read| read.value).unwrap_or_default();
    if status.is_success() && answer.is_object() {
        return Ok(answer);
    }
    Err(match Refusal::read(&answer) {
        Some(refusal) => Failure::Refused(status, refusal),
        None => Failure::Foreign(status),
    })
}

/// Requests tokens.
pub(super) async fn grant(
    http: &Client,
    url: &str,
    form: &[(&str, &str)],
) -> Result<Grant, Failure> {
    let answer = post(http, url, form).await?;
    let text = |name: &str| answer[name].as_str().map(str::to_owned);
    Ok(Grant {
        access_token: text("access_token").ok_or(Failure::Foreign(StatusCode::OK))?,
        refresh_token: text("refresh_token"),
        lifetime: seconds(&answer["expires_in"]),
    })
}

impl Failure {
    /// Whether the same request may succeed a little later: the network or a gateway failed,
    /// or the service is too busy.
    pub(super) fn may_pass(&self) -> bool {
        match self {
            Self::Lost(_) | Self::Late(_) | Self::Cut | Self::Foreign(_) => true,
            Self::Unconfigured(..) => false,
            Self::Refused(status, refusal) => {
                status.is_server_error()
                    || matches!(
                        *status,
                        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS
                    )
                    || refusal.may_pass()
            }
        }
    }

    /// Converts it into an error.
    pub(super) fn into_error(self) -> CredentialError {
        self.explained(Self::to_string)
    }

    /// Converts it into an error with these words.
    pub(super) fn explained(self, words: impl FnOnce(&Self) -> String) -> CredentialError {
        let error = CredentialError::new(words(&self));
        match self {
            Self::Lost(source) | Self::Unconfigured(_, source) => error.with_source(source),
            Self::Late(limit) => error.with_source(limit),
            Self::Cut | Self::Foreign(_) | Self::Refused(..) => error,
        }
    }
}

/// Does not show what was received, because it could contain a token.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unconfigured(setting, _) => write!(
                f,
                "the sign-in service cannot be reached: {setting}; for a sign-in these are the settings of `DeviceCode::http`"
            ),
            Self::Lost(_) | Self::Late(_) => {
                f.write_str("the sign-in service gave no answer; check the network")
            }
            Self::Cut => f.write_str(
                "the answer of the sign-in service did not arrive completely; check the network",
            ),
            Self::Foreign(status) => write!(
                f,
                "the sign-in service answered something else than OAuth 2.0 (status {}); check for a proxy in between",
                status.as_u16()
            ),
            Self::Refused(_, refusal) => refusal.fmt(f),
        }
    }
}
