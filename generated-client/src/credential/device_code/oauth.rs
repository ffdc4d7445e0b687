//! How the requests of OAuth 2.0 travel, and what its refusals mean.

use std::fmt;
use std::pin::Pin;

use oauth2::{
    AsyncHttpClient, ErrorResponseType, HttpRequest, HttpResponse, RequestTokenError,
    StandardErrorResponse,
};

use crate::CredentialError;
use crate::received::body_up_to;
use crate::text::one_line;

/// How much of an answer of the sign-in service is read, in bytes.
const ANSWER_LIMIT_BYTES: usize = 64 * 1024;

/// How OAuth's requests travel.
pub(super) struct Http(pub(super) reqwest::Client);

impl<'a> AsyncHttpClient<'a> for Http {
    type Error = reqwest::Error;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, reqwest::Error>> + Send + 'a>>;

    fn call(&'a self, request: HttpRequest) -> Self::Future {
        Box::pin(async {
            let mut response = self.0.execute(request.try_into()?).await?;
            let (body, _) = body_up_to(ANSWER_LIMIT_BYTES, &mut response).await;
            let mut answer = HttpResponse::new(body);
            *answer.status_mut() = response.status();
            *answer.headers_mut() = std::mem::take(response.headers_mut());
            Ok(answer)
        })
    }
}

/// What Entra's codes ask for
/// (<https://learn.microsoft.com/entra/identity-platform/reference-error-codes>).
const REMEDIES: [(&str, &str); 6] = [
    (
        "AADSTS65001",
        "have an administrator consent to the app's permission",
    ),
    (
        "AADSTS700016",
        "check the client id, and that the app is known in this tenant",
    ),
    (
        "AADSTS7000218",
        "switch on `Allow public client flows` in the app registration",
    ),
    ("AADSTS90002", "check the tenant"),
    (
        "authorization_declined",
        "the person declined; call again to ask again",
    ),
    (
        "expired_token",
        "nobody signed in in time; call again to ask again",
    ),
];

/// The failure without what was received: that could hold a token.
pub(super) fn explained<T>(
    failure: RequestTokenError<reqwest::Error, StandardErrorResponse<T>>,
) -> CredentialError
where
    T: ErrorResponseType + fmt::Display + 'static,
{
    match failure {
        RequestTokenError::ServerResponse(said) => {
            let mut text = format!("the sign-in service refuses: {}", said.error());
            if let Some(description) = said.error_description() {
                text = format!("{text}: {}", one_line(description.trim()));
            }
            let remedy = REMEDIES.iter().find(|(code, _)| text.contains(code));
            if let Some((_, remedy)) = remedy {
                text = format!("{text}; {remedy}");
            }
            CredentialError::new(text)
        }
        RequestTokenError::Request(source) => {
            CredentialError::new("the sign-in service gave no answer; check the network")
                .with_source(source)
        }
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => CredentialError::new(
            "the sign-in service answered something else than OAuth 2.0; check for a proxy in between",
        ),
    }
}
