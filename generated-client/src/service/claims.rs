//! A claims challenge: the claims that the service requires in addition to those in the token
//! (Microsoft identity platform, "Claims challenges, claims requests and client
//! capabilities"; OpenID Connect Core 1.0, section 5.5).

use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use http::HeaderMap;
use http::header::WWW_AUTHENTICATE;
use serde_json::Value;

/// The longest challenge that is read. Known challenges have a few hundred characters.
const MAX_CHARS: usize = 8 * 1024;

/// The claims that a `401` requires (`WWW-Authenticate: Bearer …, claims="…"`), as JSON.
pub(crate) fn claims(headers: &HeaderMap) -> Option<String> {
    let challenges = headers.get_all(WWW_AUTHENTICATE).into_iter();
    let mut challenges = challenges.filter_map(|value| value.to_str().ok());
    challenges.find_map(|challenge| decoded(parameter(challenge, "claims")?))
}

/// A parameter between quotation marks (RFC 9110, section 11.4).
fn parameter<'a>(challenge: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = challenge;
    loop {
        let (before, after) = rest.split_once("=\"")?;
        let (value, after) = after.split_once('"')?;
        let found = before.trim_end().rsplit([' ', ',']).next()?;
        if found.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = after;
    }
}

/// Decodes JSON from base64, with either alphabet, with or without padding.
fn decoded(text: &str) -> Option<String> {
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let alphabet = match text.contains(['-', '_']) {
        true => &URL_SAFE,
        false => &STANDARD,
    };
    let text = (text.len() <= MAX_CHARS).then_some(text)?;
    let bytes = GeneralPurpose::new(alphabet, config).decode(text).ok()?;
    let json: Value = serde_json::from_slice(&bytes).ok()?;
    json.is_object().then(|| json.to_string())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn asked(challenge: &str) -> Option<String> {
        let value = HeaderValue::from_str(challenge).expect("a header");
        claims(&HeaderMap::from_iter([(WWW_AUTHENTICATE, value)]))
    }

    #[test]
    fn claims_are_found_among_the_parameters_of_a_challenge() {
        let expected = Some(r#"{"access_token":{"nbf":{"essential":true}}}"#.to_owned());
        let padded = "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZX19fQ==";
        let bare = padded.trim_end_matches('=');
        for challenge in [
            format!(
                r#"Bearer realm="", authorization_uri="https://x/y, claims=z", error="insufficient_claims", claims="{padded}""#
            ),
            format!(r#"Bearer claims="{bare}", error="insufficient_claims""#),
            format!(r#"Bearer error="x",Claims="{bare}""#),
        ] {
            assert_eq!(asked(&challenge), expected, "{challenge}");
        }
    }

    #[test]
    fn a_challenge_without_claims_that_can_be_read_asks_for_none() {
        for challenge in [
            r#"Bearer realm="""#,
            r#"Bearer claims="not base64!""#,
            r#"Bearer claims="bm90IEpTT04=""#,
            r#"Bearer claims="WzFd""#,
            r#"Bearer claims="eyJ"#,
            "Bearer",
        ] {
            assert_eq!(asked(challenge), None, "{challenge}");
        }
    }
}
