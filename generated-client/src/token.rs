//! The access token, as a type that cannot be printed.

use std::fmt;

use reqwest::header::HeaderValue;

/// An access token for Microsoft Graph.
///
/// It has no way out but the `Authorization` header of a request: `Debug` shows
/// nothing of it, and the header is marked sensitive for whatever logs
/// requests further down.
#[derive(Clone)]
pub struct Token(HeaderValue);

impl Token {
    /// Takes a token as sign-in returns it, without the word `Bearer`.
    ///
    /// # Errors
    /// [`InvalidToken`] if the text does not have the form of a bearer token
    /// (RFC 6750, section 2.1): `A-Z a-z 0-9 - . _ ~ + /`, then perhaps `=`.
    pub fn new(token: impl AsRef<str>) -> Result<Self, InvalidToken> {
        let token = token.as_ref();
        let body = token.trim_end_matches('=');
        let well_formed = !body.is_empty()
            && body
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte));
        if !well_formed {
            return Err(InvalidToken(()));
        }
        let mut header =
            HeaderValue::try_from(format!("Bearer {token}")).map_err(|_| InvalidToken(()))?;
        header.set_sensitive(true);
        Ok(Self(header))
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

/// The text is no bearer token. It does not say what the text was.
#[derive(Debug, Clone, thiserror::Error)]
#[error(
    "not a bearer token: pass it as sign-in returned it, without the word `Bearer`, quotes or line breaks"
)]
pub struct InvalidToken(());
