//! What a refusal of the sign-in service means, and what to do about it.

use std::fmt;

use serde_json::Value;

use crate::text::one_line;

/// A refusal (RFC 6749, section 5.2).
pub(super) struct Refusal {
    pub(super) error: String,
    description: String,
    /// Entra's own number, as in `AADSTS65001`.
    number: Option<u64>,
}

const SIGN_IN_AGAIN: &str = "call again to sign in again";
const CONSENT: &str = "have an administrator consent to the app's permission";
const NOT_IN_THE_TENANT: &str = "the account is not in this tenant: sign in with another account, or have an administrator invite this one";
const CLIENT_ID: &str = "check the client id, and that the app is known in this tenant";
const PUBLIC_CLIENT: &str = "switch on `Allow public client flows` in the app registration";

/// What to do about Entra's numbers. Microsoft says that the numbers may change, so they are
/// used only to choose a sentence
/// (<https://learn.microsoft.com/entra/identity-platform/reference-error-codes>).
const BY_NUMBER: [(u64, &str); 19] = [
    (50020, NOT_IN_THE_TENANT),
    (50034, NOT_IN_THE_TENANT),
    (
        50053,
        "the account or the network address is blocked after too many attempts: wait, or ask an administrator",
    ),
    (
        50055,
        "the password has expired: set a new one, then call again",
    ),
    (
        50057,
        "the account is disabled: have an administrator enable it, or sign in with another one",
    ),
    (
        50058,
        "the browser was not signed in: call again, and sign in there",
    ),
    (
        50076,
        "multifactor authentication is needed: call again, and complete it in the browser",
    ),
    (
        50079,
        "multifactor authentication has to be set up first: open https://aka.ms/mfasetup, then call again",
    ),
    (
        50105,
        "have an administrator assign the person to the app (Enterprise applications, Users and groups)",
    ),
    (
        53003,
        "a Conditional Access policy blocks the sign-in, and many block every sign-in with a code: ask an administrator, or use another credential",
    ),
    (65001, CONSENT),
    (
        65004,
        "the person did not consent to the app's permission; call again to ask again",
    ),
    (
        70011,
        "check the cloud, and that the app has a permission for Microsoft Graph",
    ),
    (90002, "check the tenant, and that it is in this cloud"),
    (90072, NOT_IN_THE_TENANT),
    (90094, CONSENT),
    (700016, CLIENT_ID),
    (
        7000112,
        "the app is disabled: have an administrator enable it (Enterprise applications, Properties)",
    ),
    (7000218, PUBLIC_CLIENT),
];

/// What to do about OAuth's own errors (RFC 6749, section 5.2; RFC 8628, section 3.5) and
/// about the errors that Entra adds
/// (<https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code>).
const BY_ERROR: [(&str, &str); 9] = [
    (
        "access_denied",
        "the person or a policy said no; call again to ask again",
    ),
    (
        "authorization_declined",
        "the person declined; call again to ask again",
    ),
    ("bad_verification_code", SIGN_IN_AGAIN),
    (
        "expired_token",
        "nobody signed in in time; call again to ask again",
    ),
    ("invalid_client", PUBLIC_CLIENT),
    ("invalid_grant", SIGN_IN_AGAIN),
    (
        "invalid_scope",
        "check the cloud, and that the app has a permission for Microsoft Graph",
    ),
    ("temporarily_unavailable", "call again later"),
    ("unauthorized_client", CLIENT_ID),
];

impl Refusal {
    /// Reads a response. `None` if it is not a refusal.
    pub(super) fn read(answer: &Value) -> Option<Self> {
        let description = answer["error_description"].as_str().unwrap_or_default();
        Some(Self {
            error: one_line(answer["error"].as_str()?),
            description: one_line(description.trim()),
            number: number(description).or_else(|| answer["error_codes"][0].as_u64()),
        })
    }

    /// Whether the service is only too busy.
    pub(super) fn may_pass(&self) -> bool {
        matches!(
            self.error.as_str(),
            "temporarily_unavailable" | "server_error"
        )
    }

    /// What to do. Entra's number comes first, because it says more than OAuth's error.
    fn remedy(&self) -> Option<&'static str> {
        let by_number = BY_NUMBER
            .iter()
            .find(|(number, _)| self.number == Some(*number))
            .map(|(_, remedy)| *remedy);
        by_number.or_else(|| {
            let mut errors = BY_ERROR.iter();
            errors
                .find(|(error, _)| self.error == *error)
                .map(|(_, remedy)| *remedy)
        })
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the sign-in service refuses: {}", self.error)?;
        if !self.description.is_empty() {
            write!(f, ": {}", self.description)?;
        }
        match self.remedy() {
            Some(remedy) => write!(f, "; {remedy}"),
            None => Ok(()),
        }
    }
}

/// Entra's number in a description: "AADSTS65001: The user …".
fn number(description: &str) -> Option<u64> {
    let (_, rest) = description.split_once("AADSTS")?;
    let end = rest.find(|c: char| !c.is_ascii_digit());
    rest[..end.unwrap_or(rest.len())].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_whole() {
        for (description, expected) in [
            ("AADSTS50057: Disabled.", Some(50057)),
            ("AADSTS500571: Other.", Some(500_571)),
            ("Error: AADSTS7000218", Some(7_000_218)),
            ("AADSTS: none", None),
            ("AADSTS99999999999999999999999", None),
            ("", None),
        ] {
            assert_eq!(number(description), expected, "{description}");
        }
    }

    #[test]
    fn the_tables_are_in_order_and_name_nothing_twice() {
        assert!(BY_NUMBER.is_sorted_by(|one, next| one.0 < next.0));
        assert!(BY_ERROR.is_sorted_by(|one, next| one.0 < next.0));
    }
}
