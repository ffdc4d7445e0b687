//! Request bodies and responses that progenitor refuses or meets with a panic.

use super::{Check, Operation, members};
use crate::document::Node;

impl<'a> Check<'a> {
    pub(super) fn request_body(&mut self, operation: &Operation<'a>) {
        const CARRIED: [&str; 5] = [
            "application/json",
            "application/x-www-form-urlencoded",
            "application/octet-stream",
            "text/plain",
            "text/x-markdown",
        ];
        let Some(body) = operation
            .node()
            .get("requestBody")
            .and_then(|node| self.document.resolve(node))
        else {
            return;
        };
        for (position, (media_type, member)) in members(body, "content").enumerate() {
            let essence = media_type.split(';').next().unwrap_or_default();
            if position > 0 {
                self.report(
                    member.key,
                    format!(
                        "the request body of {} has a second media type, `{media_type}`",
                        operation.name()
                    ),
                    "keep one; the generator carries a single media type",
                );
            } else if !CARRIED.contains(&essence) {
                self.report(
                    member.key,
                    format!(
                        "the request body of {} is `{media_type}`, which cannot be carried",
                        operation.name()
                    ),
                    format!("use one of {}", CARRIED.join(", ")),
                );
            } else if member.value.get("schema").is_none() {
                self.report(
                    member.key,
                    format!("the request body of {} has no schema", operation.name()),
                    "add a `schema`",
                );
            }
            self.no_encoding(&member.value);
        }
    }

    fn no_encoding(&mut self, media_type: &Node) {
        if let Some(encoding) = media_type.member("encoding") {
            self.report(
                encoding.key,
                "`encoding` cannot be carried",
                "remove it; the generator encodes by the media type alone",
            );
        }
    }

    /// An operation has one type of success and one type of error; `default`
    /// counts as both.
    pub(super) fn responses(&mut self, operation: &Operation<'a>) {
        let mut first: [Option<(&str, Kind<'a>)>; 2] = [None, None];
        let all: Vec<_> = members(operation.node(), "responses")
            .filter(|(status, _)| !status.starts_with("x-"))
            .collect();
        let only_a_range = all.iter().any(|(status, _)| *status == "2XX")
            && all
                .iter()
                .filter(|(status, _)| status.starts_with('2'))
                .count()
                == 1;
        for (status, member) in all {
            let Some(response) = self.document.resolve(&member.value) else {
                continue;
            };
            let kind = self.kind(response);
            let is_default = status == "default";
            let counts = [
                // Beside a bare `2XX`, `default` is never reached as a success.
                status == "101" || status.starts_with('2') || (is_default && !only_a_range),
                status.starts_with(['4', '5']) || is_default,
            ];
            for (slot, _) in first.iter_mut().zip(counts).filter(|(_, counts)| *counts) {
                match slot {
                    None => *slot = Some((status, kind)),
                    Some((_, known)) if *known == kind => {}
                    Some((other, known)) => {
                        let message = format!(
                            "{}: the response `{status}` has {kind}, `{other}` has {known}",
                            operation.name()
                        );
                        let help = if is_default || *other == "default" {
                            "`default` stands for successes and errors alike: describe errors as `4XX` and `5XX` instead"
                        } else {
                            "give all successes one body, and all errors one body; the generator carries a single type of each"
                        };
                        self.report(member.key, message, help);
                        break;
                    }
                }
            }
        }
    }

    fn kind(&mut self, response: &'a Node) -> Kind<'a> {
        let json = members(response, "content").find(|(media_type, _)| {
            *media_type == "application/json" || media_type.starts_with("application/json;")
        });
        match json {
            Some((media_type, member)) => {
                self.no_encoding(&member.value);
                match member.value.get("schema") {
                    Some(schema) => Kind::Typed(schema),
                    None => {
                        self.report(
                            member.key,
                            format!("`{media_type}` has no schema"),
                            "add a `schema`",
                        );
                        Kind::Raw
                    }
                }
            }
            None if response.get("content").is_none_or(Node::is_empty) => Kind::Empty,
            None => Kind::Raw,
        }
    }
}

/// What the body of a response becomes.
#[derive(Clone, Copy, PartialEq)]
enum Kind<'a> {
    Empty,
    Raw,
    Typed(&'a Node),
}

impl std::fmt::Display for Kind<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Kind::Empty => f.write_str("no body"),
            Kind::Raw => f.write_str("a body other than JSON"),
            Kind::Typed(schema) => match schema.reference() {
                Some(reference) => write!(f, "the body `{reference}`"),
                None => f.write_str("a body of its own"),
            },
        }
    }
}
