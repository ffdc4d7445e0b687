//! The documentation of a method: its operation, its arguments, and the headers of its
//! responses.

use syn::{Attribute, parse_quote};

use super::docs::{doc, docs};
use super::example_calls::ExampleCall;
use crate::document::Document;
use crate::markdown::{code, harmless};
use crate::names::{BODY, Method};
use crate::operation::{Operation, Parameter};
use crate::schema::{Reader, about_default};
use crate::security;
use crate::source::Source;
use crate::tree::Node;

/// The documentation of an operation.
pub(super) struct About<'a> {
    source: &'a Source,
    pub(super) parameters: Vec<Parameter<'a>>,
    body: Option<&'a Node>,
    /// The part before the arguments.
    before: Vec<Attribute>,
    /// The part after the arguments.
    after: Vec<Attribute>,
}

impl<'a> About<'a> {
    pub(super) fn of(
        document: &'a Document,
        operation: &Operation<'a>,
        shared: &[Header<'a>],
    ) -> Self {
        let source: &'a Source = document;
        let said = ["summary", "description"].into_iter();
        let said = said.filter_map(|key| operation.node().text(key));
        let sent = format!(
            "Sends a `{}` request to {}",
            operation.method.to_uppercase(),
            code(operation.path)
        );
        let mut before = Vec::new();
        for text in said.filter(|text| !text.trim().is_empty()) {
            before.extend(docs(&harmless(text.trim())));
            before.push(doc(""));
        }
        before.extend(docs(&sent));
        let body = operation.request_body(source);
        Self {
            source,
            parameters: operation.parameters(source),
            body: body.and_then(|(body, _)| source.resolve(body)),
            before,
            after: [
                permissions(document, operation),
                own_headers(document, operation, shared),
            ]
            .concat(),
        }
    }

    /// The documentation of a method with these arguments.
    pub(super) fn method(
        &self,
        names: &Method,
        arguments: &[String],
        example: Option<&ExampleCall>,
    ) -> Vec<Attribute> {
        let mut attributes = self.before.clone();
        if !arguments.is_empty() {
            attributes.extend(["", " Arguments:"].map(doc));
        }
        for argument in arguments {
            let text = self.text(names, argument);
            attributes.push(row(&format!(" - `{argument}`"), &text));
        }
        attributes.extend_from_slice(&self.after);
        attributes.extend(example.into_iter().flat_map(compiled));
        attributes
    }

    /// The documentation of an argument, for its setter.
    pub(super) fn argument(&self, names: &Method, argument: &str) -> Vec<Attribute> {
        docs(&harmless(&self.text(names, argument)))
    }

    fn text(&self, names: &Method, argument: &str) -> String {
        if argument == BODY && names.body.is_some() {
            let said = self.body.and_then(|body| body.text("description"));
            return said.unwrap_or("The request body.").to_owned();
        }
        let Some(argument) = names.arguments.iter().find(|one| one.name == argument) else {
            return String::new();
        };
        let mut parameters = self.parameters.iter();
        let parameter = parameters.find(|parameter| {
            (parameter.location, parameter.name) == (&argument.location, &argument.wire)
        });
        let text = match parameter.and_then(|parameter| parameter.node.text("description")) {
            Some(text) if !text.trim().is_empty() => text.trim_end().to_owned(),
            _ => format!(
                "The {} parameter {}.",
                argument.location,
                code(&argument.wire)
            ),
        };
        let schema = parameter.and_then(Parameter::schema);
        let schema = schema.and_then(|schema| self.source.resolve(schema));
        let default = schema.and_then(|schema| {
            let default = schema.get("default")?;
            let reader = Reader::of(self.source.root());
            reader
                .may_allow(schema, default)
                .then(|| about_default(default))?
        });
        match default {
            Some(default) => format!("{text}\n\n{default}"),
            None => text,
        }
    }
}

/// An example call, which rustdoc compiles.
fn compiled(example: &ExampleCall) -> Vec<Attribute> {
    let call = format!("let response = {};", example.plain());
    let begin = ["", " # Examples", "", " ```no_run"].map(doc);
    // The name of the crate comes from its manifest.
    let named: Attribute = parse_quote!(
        #[doc = concat!(" # use ", env!("CARGO_CRATE_NAME"), "::{Client, types};")]
    );
    let body = call.lines().map(|line| doc(&format!(" {line}")));
    begin
        .into_iter()
        .chain([
            named,
            doc(" # async fn example(client: &Client) -> Result<(), Box<dyn std::error::Error>> {"),
        ])
        .chain(body)
        .chain([" # Ok(())", " # }", " ```"].map(doc))
        .collect()
}

/// An item of a list; its text may have several lines.
fn row(begin: &str, text: &str) -> Attribute {
    let mut row = begin.to_owned();
    let mut separator = ": ";
    for word in text.split_whitespace() {
        row.push_str(separator);
        row.push_str(word);
        separator = " ";
    }
    doc(&harmless(&row))
}

/// The permissions that callers must have; one of several alternatives is enough.
fn permissions(document: &Document, operation: &Operation<'_>) -> Vec<Attribute> {
    let alternatives = security::alternatives(document, operation).iter();
    let scopes = |alternative: &Node| {
        let asked = alternative
            .members()
            .flat_map(|(_, member)| member.value.items());
        let scopes: Vec<_> = asked.filter_map(Node::as_str).map(code).collect();
        scopes.join(" and ")
    };
    let alternatives: Vec<_> = alternatives.map(scopes).collect();
    // If one alternative requires nothing, no permissions are needed.
    if alternatives.is_empty() || alternatives.iter().any(String::is_empty) {
        return Vec::new();
    }
    let text = format!("\n# Permissions\n\n{}.", alternatives.join(", or "));
    docs(&harmless(&text))
}

/// A header of a response: its name and its description.
pub(super) type Header<'a> = (&'a str, Option<&'a str>);

/// The headers of an operation's responses, and the statuses that have them.
fn headers<'a>(
    document: &'a Document,
    operation: &Operation<'a>,
) -> Vec<(Header<'a>, Vec<&'a str>)> {
    let mut known: Vec<(Header<'a>, Vec<&str>)> = Vec::new();
    for (status, member) in operation.responses() {
        let response = document.resolve(&member.value);
        let headers = response.and_then(|response| response.get("headers"));
        for (name, member) in headers.into_iter().flat_map(Node::members) {
            let header = document.resolve(&member.value);
            let header = (name, header.and_then(|header| header.text("description")));
            match known.iter_mut().find(|(other, _)| *other == header) {
                Some((_, statuses)) => statuses.push(status),
                None => known.push((header, vec![status])),
            }
        }
    }
    known
}

/// The headers that all operations with headers have in common. They are documented once.
pub(super) fn shared_headers(document: &Document) -> Vec<Header<'_>> {
    let operations = document.operations();
    let operations = operations.map(|operation| headers(document, &operation));
    let mut operations = operations.filter(|headers| !headers.is_empty());
    let first = operations.next().unwrap_or_default();
    let mut shared: Vec<_> = first.into_iter().map(|(header, _)| header).collect();
    let mut is_alone = true;
    for others in operations {
        is_alone = false;
        shared.retain(|header| others.iter().any(|(other, _)| other == header));
    }
    match is_alone {
        true => Vec::new(),
        false => shared,
    }
}

/// The documentation of the headers that operations share.
pub(super) fn of_shared_headers(shared: &[Header<'_>]) -> Vec<Attribute> {
    if shared.is_empty() {
        return Vec::new();
    }
    let title = [
        "",
        " # Response headers",
        "",
        " Responses of every operation may have:",
        "",
    ];
    let rows = shared
        .iter()
        .map(|(name, text)| row(&format!(" - {}", code(name)), text.unwrap_or_default()));
    title.into_iter().map(doc).chain(rows).collect()
}

/// The documentation of the headers that only some operations have.
fn own_headers(
    document: &Document,
    operation: &Operation<'_>,
    shared: &[Header<'_>],
) -> Vec<Attribute> {
    let own = headers(document, operation).into_iter();
    let mut own = own
        .filter(|(header, _)| !shared.contains(header))
        .peekable();
    if own.peek().is_none() {
        return Vec::new();
    }
    let rows = own.map(|((name, text), statuses)| {
        let begin = format!(" - {} (`{}`)", code(name), statuses.join("`, `"));
        row(&begin, text.unwrap_or_default())
    });
    let title = ["", " # Response headers", ""].into_iter().map(doc);
    title.chain(rows).collect()
}
