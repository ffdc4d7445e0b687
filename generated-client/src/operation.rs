//! An operation of the document, and the check that arguments cannot change its path.

use std::ops::RangeInclusive;

use http::{Method, StatusCode};

use crate::attempts::Effect;
use crate::{Error, style, template};

/// One operation of the document. [`OPERATIONS`](crate::OPERATIONS) lists all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// The `operationId` in the document. The name of the Rust method is this id in snake
    /// case.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path below the service root, with parameters in braces.
    pub path: &'static str,
    /// The statuses that the document declares as success.
    pub success: &'static [RangeInclusive<u16>],
    /// The groups to which the operation belongs in the document.
    pub tags: &'static [&'static str],
    /// The credentials that the operation needs. Each item is an alternative. A caller must
    /// meet all requirements of one alternative. Empty if the operation needs none.
    pub security: &'static [&'static [SecurityRequirement]],
    /// Whether the document marks the operation as deprecated.
    pub is_deprecated: bool,
    /// The media type of the request body. `None` if there is no body.
    pub content_type: Option<&'static str>,
    /// The properties of a form that have their own style.
    pub(crate) form: &'static [style::Encoding],
    /// The media types in `Accept` (RFC 9110, section 12.5.1): those of the successes, or
    /// else those of the errors.
    pub accept: Option<&'static str>,
    /// How the body of a success is read.
    pub success_body: SuccessBody,
    /// What to do when it is unknown whether a call took effect (`x-when-unknown`).
    pub when_unknown: Option<&'static str>,
}

/// How the body of a success is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SuccessBody {
    /// There is no body, or it is returned as a stream ([`Body`](crate::Body)).
    AsItComes,
    /// As JSON.
    Json,
    /// As a text.
    Text,
}

/// One requirement of a security scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct SecurityRequirement {
    /// The name of the scheme in the document.
    pub scheme: &'static str,
    /// The permissions that the credential must have, all of them.
    pub scopes: &'static [&'static str],
    /// Whether a token meets it: OAuth 2, OpenID Connect, HTTP `bearer`. The caller must send
    /// all other credentials itself.
    pub takes_token: bool,
}

impl Operation {
    /// The names of the path parameters, in the order of the path.
    pub fn path_parameters(&self) -> impl Iterator<Item = &'static str> {
        template::parameters(self.path)
    }

    /// Whether the client sends a token with the operation, if there is a credential.
    pub(crate) fn takes_token(&self) -> bool {
        let mut all = self.security.iter().copied().flatten();
        all.any(|requirement| requirement.takes_token)
    }

    /// Whether every alternative of `security` needs a token.
    pub(crate) fn needs_token(&self) -> bool {
        let mut alternatives = self.security.iter();
        !self.security.is_empty()
            && alternatives.all(|asked| asked.iter().any(|requirement| requirement.takes_token))
    }

    /// What the operation can change.
    pub(crate) fn effect(&self) -> Effect {
        Effect {
            is_safe: self.method.is_safe(),
            when_unknown: self.when_unknown,
        }
    }

    /// The first `2xx` of its successes.
    pub(crate) fn first_success(&self) -> StatusCode {
        let mut starts = self.success.iter().map(|range| *range.start());
        let first = starts.find(|start| (200..300).contains(start));
        first
            .and_then(|status| StatusCode::from_u16(status).ok())
            .unwrap_or(StatusCode::OK)
    }

    pub(crate) fn is_success(&self, status: StatusCode) -> bool {
        self.success
            .iter()
            .any(|range| range.contains(&status.as_u16()))
    }

    /// Refuses arguments that would not arrive as one path segment.
    ///
    /// The generated code percent-encodes the arguments. That is not enough for what URL
    /// parsers normalise (WHATWG URL, "path state"): dot segments, and the backslash, which
    /// they read as a slash. An empty argument makes an empty segment, which servers drop.
    pub(crate) fn keep_inside(&self, path_arguments: &[String]) -> Result<(), Error> {
        for (index, argument) in path_arguments.iter().enumerate() {
            let parameter = || self.path_parameters().nth(index).unwrap_or_default();
            let reason = match argument.as_str() {
                "" if template::is_quoted(self.path, parameter()) => continue,
                "" => "is empty",
                "." | ".." => "is a dot segment",
                text if text.as_bytes().contains(&b'\\') => "contains a backslash",
                _ => continue,
            };
            let name = parameter();
            return Err(Error::InvalidArgument {
                message: format!(
                    "{}: the argument for `{name}` {reason}, which would change the route",
                    self.id
                ),
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    static OPERATION: Operation = Operation {
        id: "getThing",
        method: Method::GET,
        path: "/a/{thing}/z",
        success: &[200..=200],
        tags: &[],
        security: &[],
        is_deprecated: false,
        content_type: None,
        form: &[],
        accept: None,
        success_body: SuccessBody::Json,
        when_unknown: None,
    };

    fn segments(argument: &str) -> Vec<String> {
        let path = crate::runtime::encode_path(argument);
        let url = format!("https://service.example/v1.0/a/{path}/z");
        let url = reqwest::Url::parse(&url).expect("an encoded path is a URL");
        url.path_segments()
            .into_iter()
            .flatten()
            .map(|segment| {
                percent_encoding::percent_decode_str(segment)
                    .decode_utf8()
                    .expect("UTF-8 went in")
                    .into_owned()
            })
            .collect()
    }

    proptest! {
        #[test]
        fn an_argument_is_refused_or_travels_as_one_segment(
            argument in prop_oneof![any::<String>(), r"[./\\%2eE?#; \t\n@]{0,6}"]
        ) {
            if OPERATION.keep_inside(std::slice::from_ref(&argument)).is_ok() {
                prop_assert_eq!(segments(&argument), ["v1.0", "a", &argument, "z"]);
            }
        }
    }

    #[test]
    fn a_refusal_names_the_operation_the_parameter_and_the_reason() {
        let error = OPERATION
            .keep_inside(&["..".to_owned()])
            .expect_err("dot segment");
        assert_eq!(
            error.to_string(),
            "getThing: the argument for `thing` is a dot segment, which would change the route"
        );
    }
}
