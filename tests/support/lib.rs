//! The common code of the integration tests: the client with an embedded server, and the
//! sources of the client as one text.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use codegen::review::{Finding, Level, Review};
use codegen::{Document, Node, Source, Value};
use intune_recover_passcode::fake::Server;
use intune_recover_passcode::types::error::ConversionError;
use intune_recover_passcode::{Client, Error, Operation, Retries, Token};
use quote::ToTokens;
use reqwest::StatusCode;
use syn::Item;

/// The README's example, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

include!(concat!(env!("OUT_DIR"), "/call.rs"));

/// Makes the call of an operation with these arguments of its path, and with the
/// document's examples of what else it requires.
pub async fn call(
    client: &Client,
    operation: &Operation,
    arguments: &[&str],
) -> Result<StatusCode, Error> {
    let failed = match called(client, operation, arguments).await {
        Ok(status) => return Ok(status),
        Err(failed) => failed,
    };
    // A type of the document rejects an argument in the same way as the call.
    let failed = match failed.downcast::<ConversionError>() {
        Ok(error) => return Err((*error).into()),
        Err(failed) => failed,
    };
    match failed.downcast::<Error>() {
        Ok(error) => Err(*error),
        Err(other) => panic!("{arguments:?} are no arguments: {other}"),
    }
}

/// An example of the document, or one that was made from its schema.
pub struct Example {
    /// `path`, `query`, `header`, `cookie` or `body`.
    pub location: String,
    /// The name of the parameter.
    pub name: String,
    /// Its value.
    pub value: serde_json::Value,
}

/// The examples for all arguments of an operation.
pub fn examples(operation: &Operation) -> Vec<Example> {
    let all = include_str!(concat!(env!("OUT_DIR"), "/examples.json"));
    let all: serde_json::Value = serde_json::from_str(all).expect("JSON");
    let of_operation = all[operation.id]
        .as_array()
        .expect("examples of each operation");
    let example = |one: &serde_json::Value| Example {
        location: text_of(&one["in"]),
        name: text_of(&one["name"]),
        value: one["value"].clone(),
    };
    of_operation.iter().map(example).collect()
}

/// A scalar as the text that is sent.
pub fn text_of(value: &serde_json::Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// A token that must not appear in any output.
pub const TOKEN: &str = "secret-TOKEN-0123456789";

/// The root of the workspace.
pub fn workspace() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests).to_owned()
}

/// A client of an embedded server.
pub fn client_of(graph: &Server) -> Client {
    client_at(&graph.service_root())
}

/// A client of a server at a loopback address, with one attempt for each call.
pub fn client_at(service_root: &str) -> Client {
    Client::builder()
        .token(Token::new(TOKEN).expect("a well-formed token"))
        .service_root(service_root)
        .retries(Retries::none())
        .build()
        .expect("a loopback service root")
}

/// An argument that is valid for every identifier.
pub const GUID: &str = "705c034c-034c-705c-4c03-5c704c035c70";

/// Valid arguments for the path of an operation: the document's examples.
pub fn arguments(operation: &Operation) -> Vec<&'static str> {
    let examples = examples(operation);
    let of_path = operation.path_parameters().map(|name| {
        let mut examples = examples.iter();
        let example = examples.find(|one| one.location == "path" && one.name == name);
        text_of(&example.expect("an example").value)
    });
    // Tests make few of them.
    of_path.map(|text| &*text.leak()).collect()
}

/// The types of an operation's path parameters, in the order of the path: the name of the
/// string schema, if the document gives the parameter one.
pub fn identifier_types(operation: &Operation) -> Vec<Option<String>> {
    static DOCUMENT: LazyLock<Document> = LazyLock::new(|| {
        Document::read(workspace().join("spec/recover-passcode.yaml"))
            .expect("the document is well-formed")
    });
    let method = operation.method.as_str().to_ascii_lowercase();
    let item = DOCUMENT
        .root()
        .get("paths")
        .and_then(|paths| paths.get(operation.path));
    let item = item.expect("the path of the operation");
    let of_operation = item.get(&method).expect("the operation");
    let parameters: Vec<&Node> = [of_operation, item]
        .into_iter()
        .filter_map(|owner| owner.get("parameters"))
        .flat_map(Node::items)
        .filter_map(|parameter| DOCUMENT.resolve(parameter))
        .collect();
    let ty = |name| {
        let mut parameters = parameters.iter();
        let is_it = |parameter: &&&Node| {
            let text = |key| parameter.get(key).and_then(Node::as_str);
            text("name") == Some(name) && text("in") == Some("path")
        };
        let schema = parameters.find(is_it)?.get("schema")?;
        let is_text = DOCUMENT.resolve(schema)?.get("pattern").is_some();
        let name = schema.reference()?.rsplit('/').next()?;
        is_text.then(|| name.to_owned())
    };
    operation.path_parameters().map(ty).collect()
}

/// The client's crate as one text: every `mod x;` replaced by its file, and the
/// include by the generated source.
pub fn client_source() -> String {
    let package = workspace().join("generated-client");
    package_source(&package, intune_recover_passcode::GENERATED_SOURCE)
}

/// A package of the client as one text, with `generated` for the source that it includes.
pub fn package_source(package: &Path, generated: &str) -> String {
    let folder = package.join("src");
    let mut root = parse(&folder.join("lib.rs"));
    inline(&mut root.items, &folder, generated);
    root.into_token_stream().to_string()
}

fn inline(items: &mut [Item], folder: &Path, generated: &str) {
    for item in items {
        let Item::Mod(module) = item else { continue };
        let name = module.ident.to_string();
        let mut items = match &module.content {
            None => parse(&folder.join(format!("{name}.rs"))).items,
            Some(_) if name == "generated" => {
                syn::parse_file(generated)
                    .expect("generated source is Rust")
                    .items
            }
            Some(_) => continue,
        };
        inline(&mut items, &folder.join(name), generated);
        module.content = Some((syn::token::Brace::default(), items));
    }
}

fn parse(file: &Path) -> syn::File {
    let source = fs::read_to_string(file).expect("the source is there");
    syn::parse_file(&source).expect("the source is Rust")
}

/// A value of a document without its places.
pub fn json(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Integer(value) => (*value).into(),
        Value::Float(value) => (*value).into(),
        Value::String(value) => value.as_str().into(),
        Value::List(items) => items.iter().map(json).collect(),
        Value::Map(members) => members
            .iter()
            .map(|(key, member)| (key.clone(), json(&member.value)))
            .collect(),
    }
}

/// A document of this workspace as JSON.
pub fn json_of(file: &str) -> serde_json::Value {
    let source = Source::read(workspace().join(file)).expect("a well-formed document");
    json(source.root())
}

/// A document with a file name, read from JSON.
pub fn source(file: &str, document: &serde_json::Value) -> Source {
    let text = serde_json::to_string_pretty(document).expect("JSON");
    Source::parse(file, text.as_bytes()).expect("JSON is well-formed")
}

/// JSON that a test keeps in a file.
pub fn read_json(file: &Path) -> serde_json::Value {
    let text = fs::read_to_string(file).expect("the file can be read");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// A document after a JSON Patch (RFC 6902).
pub fn patched(document: &serde_json::Value, patch: &serde_json::Value) -> serde_json::Value {
    let parsed: json_patch::Patch = serde_json::from_value(patch.clone()).expect("a JSON Patch");
    let mut document = document.clone();
    json_patch::patch(&mut document, &parsed).unwrap_or_else(|error| panic!("{patch}: {error}"));
    document
}

/// The review of a change.
pub fn review(old: &serde_json::Value, new: &serde_json::Value) -> Review {
    Review::new(
        Some(&source("old.json", old)),
        Some(&source("new.json", new)),
    )
    .expect("an OpenAPI document")
}

/// The findings, without those that are only another way to write the same.
pub fn on_the_wire(review: &Review) -> Vec<&Finding> {
    let findings = review.findings.iter();
    findings
        .filter(|finding| finding.level > Level::Docs)
        .collect()
}

/// The JSON files of a folder of this workspace, sorted.
pub fn json_files(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(workspace().join(folder)).expect("the folder");
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| {
        file.extension()
            .is_some_and(|extension| extension == "json")
    });
    files.sort();
    files
}

/// A document with one operation that answers with a schema.
pub fn answering(schema: serde_json::Value, schemas: serde_json::Value) -> serde_json::Value {
    serde_json::json!({
        "openapi": "3.0.3",
        "info": {"title": "Pets", "version": "1"},
        "paths": {"/pets": {"get": {"operationId": "listPets", "responses": {
            "200": {"description": "The pets", "content": {"application/json": {"schema": schema}}}
        }}}},
        "components": {"schemas": schemas},
    })
}
