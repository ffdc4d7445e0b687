//! Examples of parameters and bodies: values from the document, or values made from its
//! schemas. Each value is checked against its schema before it is used.

mod texts;
mod values;

use serde_json::Value as Json;

use crate::body::{self, Encoding};
use crate::operation::{Operation, Parameter};
use crate::schema::{Reader, Travel};
use crate::source::Source;
use crate::tree::Node;

/// The examples of a document.
pub(crate) struct Examples<'a> {
    source: &'a Source,
    reader: Reader<'a>,
}

/// A body as it is sent.
pub(crate) struct Body {
    pub(crate) media_type: String,
    pub(crate) encoding: Encoding,
    /// The value; for bytes, a string with the same content.
    pub(crate) value: Json,
}

/// A success response with its body, if it has one.
pub(crate) struct Success {
    pub(crate) status: u16,
    pub(crate) body: Option<Body>,
}

/// The example for bytes if the document has none.
const BYTES: &str = "example";

impl<'a> Examples<'a> {
    pub(crate) fn of(source: &'a Source) -> Self {
        Self {
            source,
            reader: Reader::of(source.root()),
        }
    }

    /// A value for a parameter; none if it could not be made.
    pub(crate) fn parameter(&self, parameter: &Parameter<'a>) -> Option<Json> {
        let travel = Travel {
            is_sent: true,
            is_text: false,
        };
        let media = parameter.node.members_of("content").next();
        let shown = media.map_or(parameter.node, |(_, media)| &media.value);
        self.shown(shown, parameter.schema(), travel)
    }

    /// A body for a request; none if it has no body, or it could not be made.
    pub(crate) fn request(&self, operation: &Operation<'a>) -> Option<Body> {
        let (body, _) = operation.request_body(self.source)?;
        let content = self.source.resolve(body)?.get("content")?;
        let (media_type, member, encoding) = body::carried_content(self.source, content)?;
        self.body((media_type, &member.value, encoding), true)
    }

    /// The first success response of an operation; none if its body could not be made.
    pub(crate) fn success(&self, operation: &Operation<'a>) -> Option<Success> {
        let successes = operation.successes();
        let (status, response) = match successes.first() {
            Some((status, member)) => (*status, self.source.resolve(&member.value)?),
            None => {
                let (status, member) = operation.redirections().next()?;
                (status, self.source.resolve(&member.value)?)
            }
        };
        let status = match status {
            "3XX" => 302,
            // `2XX` and `default`.
            status => status.parse().unwrap_or(200),
        };
        let body = match body::answered_content(self.source, response) {
            Some((media_type, member, encoding)) => {
                Some(self.body((media_type, &member.value, encoding), false)?)
            }
            None => None,
        };
        Some(Success { status, body })
    }

    fn body(&self, content: (&str, &'a Node, Encoding), is_sent: bool) -> Option<Body> {
        let (media_type, media, encoding) = content;
        let travel = Travel {
            is_sent,
            is_text: false,
        };
        let value = match (encoding, media.get("schema")) {
            (Encoding::Bytes, schema) => {
                let shown = self.shown(media, schema, travel);
                let text = shown.filter(Json::is_string);
                text.unwrap_or_else(|| BYTES.into())
            }
            (_, schema) => self.shown(media, schema, travel)?,
        };
        Some(Body {
            media_type: body::named(media_type, encoding),
            encoding,
            value,
        })
    }

    /// The value of `example` or `examples` of an object, or else a value made from its
    /// schema.
    fn shown(&self, beside: &'a Node, schema: Option<&'a Node>, travel: Travel) -> Option<Json> {
        let several = beside.members_of("examples");
        let several = several.filter_map(|(_, member)| self.source.resolve(&member.value));
        let several = several.filter_map(|example| example.get("value"));
        let mut shown = beside.get("example").into_iter().chain(several);
        let fits = |value: &&Node| {
            schema.is_none_or(|schema| self.reader.may_allow_in(schema, value, travel))
        };
        match (shown.find(fits), schema) {
            (Some(value), _) => serde_json::to_value(value).ok(),
            (None, Some(schema)) => self.value(schema, travel),
            (None, None) => Some(Json::Object(serde_json::Map::new())),
        }
    }
}
