//! Measures the generation of a client, from the text of a document to formatted Rust,
//! next to bare progenitor and prettyplease on the same document in the same run.
//!
//! ```sh
//! cargo bench --package codegen --bench generate
//! ```
//!
//! With a file, it generates the client of that document, without the operations that
//! have errors. Bare progenitor gets the lowered document:
//!
//! ```sh
//! cargo bench --package codegen --bench generate -- api.github.com.json
//! ```
//!
//! The number of instructions is stable between runs. It is counted by valgrind's
//! callgrind. The times are next to it.

use std::error::Error;
use std::hint::black_box;
use std::process::Command;
use std::time::Instant;
use std::{env, fs};

use codegen::{Document, Source};
use progenitor::{GenerationSettings, Generator, InterfaceStyle, TagStyle};
use serde_json::{Map, Value, json};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The document of this workspace, and generated documents of several sizes in two
/// formats.
const FORMATS: [(&str, &[usize]); 3] = [
    ("spec", &[3]),
    ("yaml", &[3, 30, 300, 1_000]),
    ("json", &[3, 30, 300, 1_000]),
];

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.get(1..).unwrap_or_default() {
        [file, ..] if !file.starts_with("--") && *file != "make" => compare_file(file),
        ["make", by, file] => make_of_file(by, file).map(drop),
        ["make", by, format, operations] => make(by, &text(format, operations.parse()?)?).map(drop),
        _ => compare(),
    }
}

/// Generates the client of a document in one of two ways; or nothing, to measure the
/// rest.
fn make(by: &str, text: &str) -> Result<usize> {
    let source = match by {
        "ours" => codegen::client(&Document::parse("things", text.as_bytes())?)?,
        "bare" => bare(text)?,
        _ => String::new(),
    };
    Ok(black_box(source).len())
}

/// Reads like progenitor's command, and then does only what is necessary.
fn bare(text: &str) -> Result<String> {
    let openapi = match serde_json::from_str(text) {
        Ok(openapi) => openapi,
        Err(_) => serde_yaml::from_str(text)?,
    };
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Positional)
        .with_tag(TagStyle::Merged)
        .with_derive("PartialEq");
    let tokens = Generator::new(&settings).generate_tokens(&openapi)?;
    Ok(prettyplease::unparse(&syn::parse2(tokens)?))
}

/// Compares the client of a document, starting from its text, with bare progenitor,
/// starting from the lowered document as JSON.
fn compare_file(file: &str) -> Result<()> {
    let [ours, nothing, bare, handed] =
        ["ours", "nothing", "bare", "handed"].map(|by| counted(&[by, file]));
    let (ours, bare) = (ours? - nothing?, bare? - handed?);
    println!(
        "{:.0} million instructions, bare {:.0}, ratio {:.3}",
        ours / 1e6,
        bare / 1e6,
        ours / bare
    );

    let text = fs::read_to_string(file)?;
    let document = Document::read(file)?;
    let handed = handed_for(file)?;
    let [of_ours, of_bare] = [make("ours", &text)? as f64, make("bare", &handed)? as f64];
    println!(
        "{:.1} million bytes of source, bare {:.1}; per byte the ratio is {:.3}",
        of_ours / 1e6,
        of_bare / 1e6,
        ours / of_ours / (bare / of_bare)
    );
    let syntax = syn::parse_file(&codegen::client(&document)?)?;
    println!(
        "milliseconds: {:.0}, of which read {:.0}, generate {:.0}, format {:.0}; bare {:.0}",
        milliseconds(|| drop(black_box(make("ours", &text)))),
        milliseconds(|| drop(black_box(Source::parse(file, text.as_bytes())))),
        milliseconds(|| drop(black_box(codegen::client(&document)))),
        milliseconds(|| drop(black_box(prettyplease::unparse(&syntax)))),
        milliseconds(|| drop(black_box(make("bare", &handed)))),
    );
    Ok(())
}

/// Runs one measurement for a file.
fn make_of_file(by: &str, file: &str) -> Result<usize> {
    match by {
        "bare" => make("bare", &handed_for(file)?),
        "handed" => make("nothing", &handed_for(file)?),
        by => make(by, &fs::read_to_string(file)?),
    }
}

/// The lowered document for progenitor.
fn handed_for(file: &str) -> Result<String> {
    let document = Document::read(file)?;
    Ok(serde_json::to_string(document.openapi())?)
}

/// A document of one of [`FORMATS`].
fn text(format: &str, operations: usize) -> Result<String> {
    Ok(match format {
        "spec" => include_str!("../../spec/recover-passcode.yaml").to_owned(),
        "yaml" => serde_yaml::to_string(&document(operations))?,
        _ => document(operations).to_string(),
    })
}

/// A document in which every operation has its own schema, and all share one schema of
/// success and one of failure.
fn document(operations: usize) -> Value {
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let content = |name: &str| json!({ "application/json": { "schema": reference(name) } });
    let mut paths = Map::new();
    let mut schemas = Map::new();
    schemas.insert(
        "Shared".to_owned(),
        json!({ "type": "object", "properties": { "note": { "type": "string", "maxLength": 20 } } }),
    );
    schemas.insert(
        "Failure".to_owned(),
        json!({ "type": "object", "properties": { "code": { "type": "string" } } }),
    );
    for index in 0..operations {
        let thing = format!("Thing{index}");
        paths.insert(
            format!("/things{index}/{{id}}"),
            json!({ "post": {
                "operationId": format!("changeThing{index}"),
                "description": "What this is good for.",
                "parameters": [
                    { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } },
                    { "name": "limit", "in": "query", "schema": { "type": "integer" } },
                ],
                "requestBody": { "required": true, "content": content(&thing) },
                "responses": {
                    "200": { "description": "The thing", "content": content(&thing) },
                    "4XX": { "description": "A failure", "content": content("Failure") },
                    "5XX": { "description": "A failure", "content": content("Failure") },
                },
            } }),
        );
        schemas.insert(
            thing,
            json!({
                "type": "object",
                "description": "What this is.",
                "required": ["name"],
                "properties": {
                    "name": { "type": "string", "maxLength": 20 },
                    "size": { "type": "integer", "format": "int32" },
                    "colour": { "type": "string", "enum": ["red", "green"] },
                    "shared": reference("Shared"),
                },
            }),
        );
    }
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Things", "version": "1" },
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

fn compare() -> Result<()> {
    println!("                   million instructions                              milliseconds");
    println!(
        "format  operations   ours   bare  ratio  per operation    read  check  generate  format    bare"
    );
    for (format, sizes) in FORMATS {
        let mut first = None;
        for &operations in sizes {
            let counted = |by| counted(&[by, format, &operations.to_string()]);
            let nothing = counted("nothing")?;
            let ours = counted("ours")? - nothing;
            let bare = counted("bare")? - nothing;
            let per_operation = ours / operations as f64;
            // A client of three operations is mostly common code.
            let base = match operations {
                3 => per_operation,
                _ => *first.get_or_insert(per_operation),
            };
            let text = text(format, operations)?;
            let source = Source::parse("things", text.as_bytes())?;
            let document = Document::new(source.clone())?;
            let syntax = syn::parse_file(&codegen::client(&document)?)?;
            println!(
                "{format:6} {operations:11} {:6.0} {:6.0} {:6.3} {:13.2}x {:7.1} {:6.1} {:9.1} {:7.1} {:7.1}",
                ours / 1e6,
                bare / 1e6,
                ours / bare,
                per_operation / base,
                milliseconds(|| drop(black_box(Source::parse("things", text.as_bytes())))),
                milliseconds(|| drop(black_box(Document::new(source.clone())))),
                milliseconds(|| drop(black_box(codegen::client(&document)))),
                milliseconds(|| drop(black_box(prettyplease::unparse(&syntax)))),
                milliseconds(|| drop(black_box(make("bare", &text)))),
            );
        }
    }
    Ok(())
}

/// The minimum of several runs: other work of the machine only adds time.
fn milliseconds(mut work: impl FnMut()) -> f64 {
    let run = || {
        let start = Instant::now();
        work();
        start.elapsed().as_secs_f64() * 1e3
    };
    std::iter::repeat_with(run).take(5).fold(f64::MAX, f64::min)
}

/// The instructions that callgrind counts in a separate process.
fn counted(made: &[&str]) -> Result<f64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(env::current_exe()?)
        .arg("make")
        .args(made)
        .output()
        .map_err(|error| format!("valgrind does not run: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    let collected = said
        .lines()
        .find_map(|line| line.split("Collected : ").nth(1));
    let collected = collected.filter(|_| output.status.success());
    Ok(collected
        .ok_or_else(|| said.clone().into_owned())?
        .trim()
        .parse()?)
}
