//! Request bodies and responses that progenitor rejects or panics on, and those that are
//! rewritten for it.

use super::context::Check;
use crate::body::{
    Encoding, Kind, carried_content, has_no_content, is_without_content, json, kinds, named,
    respelled,
};
use crate::diagnostic::Rule;
use crate::media_type::{is_any, is_json, is_one_of};
use crate::operation::Operation;
use crate::shape::Form;
use crate::tree::{Member, Node};

impl<'a> Check<'a> {
    pub(super) fn request_body(&mut self, operation: &Operation<'a>) {
        let body = operation.node().get("requestBody");
        let Some(body) = body.and_then(|node| self.source.resolve(node)) else {
            return;
        };
        let Some(content) = body.get("content") else {
            return;
        };
        let carried = carried_content(self.source, content);
        if let (None, Some((media_type, member))) = (carried, content.members().next()) {
            self.report(
                Rule::MediaType,
                member,
                format!(
                    "the request body of {} is `{media_type}`, which the client cannot send",
                    operation.name()
                ),
                "describe it as JSON, a form, text, or bytes (`type: string`, `format: binary`), if the service accepts that",
            );
        }
        let Some((carried, _, encoding)) = carried else {
            return;
        };
        let spellings = self.spellings(content);
        for (media_type, member) in content.members() {
            match media_type == carried {
                true => self.carried_body(operation, carried, member, encoding),
                false if spellings.contains(&media_type) => {}
                false => self.report(
                    Rule::MediaTypeLeftOut,
                    member,
                    format!(
                        "callers cannot send `{media_type}` to {}, only `{carried}`",
                        operation.name()
                    ),
                    "keep one media type; the client can send only one",
                ),
            }
        }
    }

    /// Reports the media types that are listed twice, and returns them.
    fn spellings<'n>(&mut self, content: &'n Node) -> Vec<&'n str> {
        let again: Vec<_> = respelled(content).collect();
        for (media_type, member) in &again {
            self.report(
                Rule::RespelledMediaType,
                *member,
                format!(
                    "the media type `{media_type}` is also listed here in another spelling; media types are case-insensitive"
                ),
                "keep one of the two; the client ignores this one",
            );
        }
        again
            .into_iter()
            .map(|(media_type, _)| media_type)
            .collect()
    }

    fn carried_body(
        &mut self,
        operation: &Operation<'a>,
        media_type: &str,
        member: &'a Member,
        encoding: Encoding,
    ) {
        // A range has no name of its own; any bytes are `application/octet-stream`.
        let is_range = media_type.contains('*');
        if is_range && (encoding == Encoding::Json || !is_any(media_type)) {
            let sent = named(media_type, encoding);
            self.report(
                Rule::AnyMediaType,
                member,
                format!(
                    "the request body of {} is sent as `{sent}`",
                    operation.name()
                ),
                "name the media type that the service expects",
            );
        }
        let needs_schema = matches!(encoding, Encoding::Json | Encoding::Form);
        if needs_schema && member.value.get("schema").is_none() {
            self.report(
                Rule::BodyWithoutSchema,
                member,
                format!("the request body of {} has no schema", operation.name()),
                "add a `schema`",
            );
        }
        self.encodings(&member.value, encoding);
    }

    /// In a form, the client supports the styles of properties, but not parts with
    /// headers.
    fn encodings(&mut self, media_type: &'a Node, encoding: Encoding) {
        let styles = ["form", "spaceDelimited", "pipeDelimited", "deepObject"];
        for (property, member) in media_type.members_of("encoding") {
            let says = |key| member.value.text(key);
            let is_styled = says("style").is_none_or(|style| styles.contains(&style));
            let content_type = says("contentType");
            let is_usual =
                content_type.is_none_or(|one| is_json(one) || is_one_of(one, &["text/plain"]));
            let is_plain = is_styled && is_usual && !member.value.flag("allowReserved");
            let schemas = &self.inventory.schemas;
            let schema = media_type.get("schema");
            let used = schema.map(|schema| schemas.used_at(schema));
            let is_known = match used.map(|used| schemas.settled(&used)) {
                Some(Form::Object(object)) => object.properties.contains_key(property),
                _ => true,
            };
            let help = match (encoding, is_known) {
                (Encoding::Form, true) if is_plain => continue,
                (Encoding::Form, true) => {
                    "remove it, which changes the request: lists are sent as repeated fields, objects as JSON"
                }
                (Encoding::Form, false) => "correct the name: no property has it",
                _ => "remove it, which changes nothing: OpenAPI applies it to forms only",
            };
            self.report(
                Rule::Encoding,
                member,
                format!("the client does not support the `encoding` of `{property}`"),
                help,
            );
        }
    }

    /// An operation has one type for its success. The client around the generated code
    /// reads all errors itself.
    pub(super) fn responses(&mut self, operation: &Operation<'a>) {
        let successes = operation.successes();
        let responses = operation.node().member("responses");
        let mut declared = operation.responses();
        let switches = operation.responses().any(|(status, _)| status == "101");
        if let Some(responses) = responses
            && successes.is_empty()
            && operation.redirections().next().is_none()
            && declared.next().is_some()
        {
            self.report(
                Rule::NoSuccess,
                responses,
                format!(
                    "{} declares no success response; the client accepts any `2XX` and returns its body as bytes",
                    operation.name()
                ),
                match switches {
                    true => "declare the response to a successful call, such as `204`, in place of `101`",
                    false => "declare the response to a successful call, such as `204`",
                },
            );
        }
        let mut kinds: Vec<_> = kinds(self.source, &successes).collect();
        if has_no_content(operation) {
            kinds.clear();
        }
        let differing = kinds.iter().find(|(.., kind)| *kind != kinds[0].2);
        if let (Some((status, member, kind)), [(other, _, known), ..]) = (differing, &kinds[..]) {
            self.report(
                Rule::SeveralSuccessBodies,
                *member,
                format!(
                    "{}: the response `{status}` has {kind}, but `{other}` has {known}; the client returns the raw body",
                    operation.name()
                ),
                "give all success responses the same body, so that it becomes a type",
            );
        } else if let Some((_, member, kind)) = kinds.iter().find(|(.., kind)| *kind == Kind::Json)
        {
            self.report(
                Rule::UntypedBody,
                *member,
                format!(
                    "{} responds with {kind}; the client returns the raw body",
                    operation.name()
                ),
                "add a `schema`, so that it becomes a type",
            );
        }
        for (status, member) in operation.responses() {
            let Some(response) = self.source.resolve(&member.value) else {
                continue;
            };
            let Some(content) = response.member("content") else {
                continue;
            };
            self.spellings(&content.value);
            let is_never_sent = has_no_content(operation) || is_without_content(status);
            if is_never_sent && !content.value.is_empty() {
                self.report(
                    Rule::NotCarried,
                    content,
                    format!(
                        "the response `{status}` of {} has no content on the wire (RFC 9110), so this has no effect",
                        operation.name()
                    ),
                    "remove it",
                );
            }
        }
        self.default_response(operation, &successes);
        self.error_bodies_differ(operation);
    }

    fn default_response(&mut self, operation: &Operation<'a>, successes: &[(&str, &Member)]) {
        let Some((_, default)) = operation.default_response() else {
            return;
        };
        let (message, help) = match successes {
            [("default", _)] => (
                format!(
                    "{} has no success response except `default`, which the client uses for `2XX`",
                    operation.name()
                ),
                "list the success statuses",
            ),
            _ => (
                format!(
                    "the client uses the `default` response of {} for errors only",
                    operation.name()
                ),
                "describe errors as `4XX` and `5XX`",
            ),
        };
        self.report(Rule::DefaultResponse, default, message, help);
    }

    /// All errors are decoded as one type.
    fn error_bodies_differ(&mut self, operation: &Operation<'a>) {
        let source = self.source;
        let Some(common) = self.error_body else {
            return;
        };
        for (status, member) in operation.errors() {
            let response = source.resolve(&member.value);
            let media = response.and_then(|response| json(source, response));
            let schema = media.and_then(|media| media.get("schema"));
            let reference = schema.and_then(Node::reference);
            let name = reference.and_then(|reference| reference.rsplit('/').next());
            if name == Some(common) {
                continue;
            }
            let what = match (schema, reference) {
                (_, Some(reference)) => format!("the body `{reference}`"),
                (Some(_), None) => "a body with an inline schema".to_owned(),
                (None, _) => "no JSON body".to_owned(),
            };
            self.report(
                Rule::SeveralErrorBodies,
                member,
                format!(
                    "the response `{status}` of {} has {what}; the client decodes errors as `{common}`, and keeps other bodies raw",
                    operation.name()
                ),
                format!("give all errors the body `#/components/schemas/{common}`"),
            );
        }
    }
}
