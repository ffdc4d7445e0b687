//! Request bodies and responses that progenitor refuses or meets with a panic,
//! and those that are rewritten for it.

use super::context::Check;
use crate::body::{Encoding, Kind, carried_content, json, kinds, respelled};
use crate::diagnostic::Rule;
use crate::media_type::{is_any, is_json};
use crate::operation::Operation;
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
                    "the request body of {} is `{media_type}`, which cannot be carried",
                    operation.name()
                ),
                "describe it as JSON, a form, a text, or bytes (`type: string`, `format: binary`), whichever the service takes",
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
                    "keep one; the generator carries a single media type",
                ),
            }
        }
    }

    /// Says which media types stand there twice.
    fn spellings<'n>(&mut self, content: &'n Node) -> Vec<&'n str> {
        let again: Vec<_> = respelled(content).collect();
        for (media_type, member) in &again {
            self.report(
                Rule::RespelledMediaType,
                *member,
                format!(
                    "the media type `{media_type}` stands here in another spelling too: media types have no case"
                ),
                "keep one of the two; this one does not reach the client",
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
        if is_any(media_type) && encoding == Encoding::Json {
            self.report(
                Rule::AnyMediaType,
                member,
                format!("the request body of {} is sent as JSON", operation.name()),
                "name the media type, such as `application/json`",
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

    /// Of a form the styles of properties are carried; parts and their headers are not.
    fn encodings(&mut self, media_type: &'a Node, encoding: Encoding) {
        let styles = ["form", "spaceDelimited", "pipeDelimited", "deepObject"];
        for (property, member) in media_type.members_of("encoding") {
            let says = |key| member.value.text(key);
            let is_styled = says("style").is_none_or(|style| styles.contains(&style));
            let content_type = says("contentType");
            let is_usual = content_type.is_none_or(|one| is_json(one) || one == "text/plain");
            let is_plain = is_styled && is_usual && !member.value.flag("allowReserved");
            if encoding != Encoding::Form || !is_plain {
                self.report(
                    Rule::Encoding,
                    member,
                    format!("the `encoding` of `{property}` cannot be carried"),
                    "remove it, which changes what is sent: lists are repeated, objects are JSON",
                );
            }
        }
    }

    /// An operation has one type of success. Errors are read by the client
    /// around the generated code, whatever they are.
    pub(super) fn responses(&mut self, operation: &Operation<'a>) {
        let successes = operation.successes();
        let responses = operation.node().member("responses");
        let mut declared = operation.responses();
        if let Some(responses) = responses
            && successes.is_empty()
            && operation.redirections().next().is_none()
            && declared.next().is_some()
        {
            self.report(
                Rule::NoSuccess,
                responses,
                format!(
                    "{} declares no success: any `2XX` is taken for one, without its body",
                    operation.name()
                ),
                "declare what it answers when all is well, such as `204`",
            );
        }
        let kinds: Vec<_> = kinds(self.source, &successes).collect();
        let differing = kinds.iter().find(|(.., kind)| *kind != kinds[0].2);
        if let (Some((status, member, kind)), [(other, _, known), ..]) = (differing, &kinds[..]) {
            self.report(
                Rule::SeveralSuccessBodies,
                *member,
                format!(
                    "{}: the response `{status}` has {kind}, `{other}` has {known}; the client gives the body as it came",
                    operation.name()
                ),
                "give all successes one body, so that it becomes a type",
            );
        } else if let Some((_, member, kind)) = kinds.iter().find(|(.., kind)| *kind == Kind::Json)
        {
            self.report(
                Rule::UntypedBody,
                *member,
                format!(
                    "{} answers with {kind}; the client gives it as it came",
                    operation.name()
                ),
                "add a `schema`, so that it becomes a type",
            );
        }
        for (_, member) in operation.responses() {
            let Some(response) = self.source.resolve(&member.value) else {
                continue;
            };
            if let Some(content) = response.get("content") {
                self.spellings(content);
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
                    "{} has no success but `default`, which is taken for `2XX`",
                    operation.name()
                ),
                "name the statuses of success",
            ),
            _ => (
                format!(
                    "the `default` of {} is taken for errors only",
                    operation.name()
                ),
                "describe errors as `4XX` and `5XX`",
            ),
        };
        self.report(Rule::DefaultResponse, default, message, help);
    }

    /// The bodies of all errors are read as one type.
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
                (Some(_), None) => "a body of its own".to_owned(),
                (None, _) => "no JSON body".to_owned(),
            };
            self.report(
                Rule::SeveralErrorBodies,
                member,
                format!(
                    "the answer `{status}` of {} has {what}; errors are read as `{common}`, and kept as they came",
                    operation.name()
                ),
                format!("give all errors the body `#/components/schemas/{common}`"),
            );
        }
    }
}
