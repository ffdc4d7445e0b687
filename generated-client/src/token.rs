//! The access token, as a type that cannot be printed.

use std::fmt;

use http::HeaderValue;

use crate::Error;

/// An access token for the service.
///
/// The client uses it only in the `Authorization` header of a request. `Debug` does not
/// show the token, and the header is marked as sensitive, so that HTTP libraries do not log
/// it.
#[derive(Clone)]
pub struct Token(HeaderValue);

impl Token {
    /// Takes a token as the sign-in returned it, without the word `Bearer`.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] if the text does not have the form of a bearer token (RFC
    /// 6750, section 2.1): the characters `A-Z a-z 0-9 - . _ ~ + /`, then optionally `=`.
    /// The error does not repeat the text.
    pub fn new(token: impl AsRef<str>) -> Result<Self, Error> {
        let token = token.as_ref();
        let body = token.trim_end_matches('=');
        let well_formed = !body.is_empty()
            && body
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte));
        let header = well_formed
            .then(|| HeaderValue::try_from(format!("Bearer {token}")).ok())
            .flatten();
        let Some(mut header) = header else {
            return Err(Error::InvalidArgument {
                message: "not a bearer token: pass it as sign-in returned it, without the word `Bearer`, quotes or line breaks".to_owned(),
            });
        };
        header.set_sensitive(true);
        Ok(Self(header))
    }

    pub(crate) fn is(&self, other: &Self) -> bool {
        self.0 == other.0
    }

    pub(crate) fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}
