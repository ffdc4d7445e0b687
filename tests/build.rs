//! Generates the function `call`, which calls any operation of the document by its id, so
//! that no test lists the routes. For the target `thorough`, also generates the types of
//! some documents, so that tests can read and write their values.

use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use codegen::Document;

use quote::ToTokens;
use syn::Item;

/// Documents whose types are compiled into the tests.
const DOCUMENTS: [&str; 5] = [
    "growth/lamps.yaml",
    "plain-documents/names-chosen-for-rust.yaml",
    "plain-documents/names-of-rust.yaml",
    "plain-documents/what-may-be-left-out.yaml",
    "surprising-documents/names-that-collide.yaml",
];

#[path = "support/kinds.rs"]
mod kinds_of_schemas;

fn main() -> Result<(), Box<dyn Error>> {
    call()?;
    if env::var_os("CARGO_FEATURE_THOROUGH").is_some() {
        types()?;
        kinds()?;
    }
    Ok(())
}

/// A module for each kind of schema in `round-trips`, and functions that read and write a
/// value of each.
fn kinds() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("round-trips");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files: Vec<_> = fs::read_dir(&folder)?
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.sort();
    let (mut modules, mut arms, mut free) = (String::new(), String::new(), String::new());
    let mut kinds = Vec::new();
    for file in files {
        let of_file = codegen::Source::parse(&file, &fs::read(&file)?)?;
        for (name, kind) in of_file.root().members() {
            kinds.push((name.to_owned(), serde_json::to_value(&kind.value)?));
        }
    }
    println!("cargo::rerun-if-changed=support/kinds.rs");
    println!("cargo::rerun-if-env-changed=ROUND_TRIPS_SEED");
    kinds.extend(kinds_of_schemas::of_the_environment());
    for (name, kind) in &kinds {
        let Ok(document) = Document::parse(
            "kind.json",
            kinds_of_schemas::document_of(kind).to_string().as_bytes(),
        ) else {
            // Documents that are rejected have a diagnostic.
            continue;
        };
        let module = name.replace('-', "_");
        let items = type_modules(&document)?;
        writeln!(modules, "pub mod {module} {{ {} }}", text_of(&items))?;
        let success = success_of(&document)?.replace("types ::", &format!("{module}::types ::"));
        writeln!(arms, "{name:?} => again::<{success}>(value),")?;
        if holds_any_value(&items) {
            writeln!(free, "{name:?},")?;
        }
    }
    let source = format!(
        "{modules}
        /// Reads a value as a kind and writes it again; none if there is no such type.
        pub fn written(kind: &str, value: &::serde_json::Value) -> Option<Result<super::Written, String>> {{
            use super::again;
            Some(match kind {{ {arms} _ => return None }})
        }}
        /// The kinds whose types can hold any value.
        pub const FREE: &[&str] = &[{free}];"
    );
    fs::write(Path::new(&env::var("OUT_DIR")?).join("kinds.rs"), source)?;
    Ok(())
}

/// Whether a field, or an alternative that the document lists, can hold any value.
fn holds_any_value(modules: &[Item]) -> bool {
    let mut is_there = false;
    let items = modules.iter().filter_map(|module| match module {
        Item::Mod(module) if module.ident == "types" => module.content.as_ref(),
        _ => None,
    });
    for item in items.flat_map(|(_, items)| items) {
        let fields: Vec<_> = match item {
            Item::Struct(item) => item.fields.iter().collect(),
            Item::Enum(item) => {
                let listed = item.variants.iter().filter(|one| one.ident != "Unknown");
                listed.flat_map(|variant| &variant.fields).collect()
            }
            _ => Vec::new(),
        };
        let types = fields
            .iter()
            .map(|field| field.ty.to_token_stream().to_string());
        is_there |= types.into_iter().any(|ty| ty.contains("serde_json"));
    }
    is_there
}

/// The response type of a client's only operation.
fn success_of(document: &Document) -> Result<String, Box<dyn Error>> {
    let client = codegen::client(document)?;
    let (_, rest) = client
        .split_once("pub async fn send_kind(")
        .ok_or("the method")?;
    let (_, rest) = rest
        .split_once("Result<crate::Response<")
        .ok_or("its success")?;
    let (success, _) = rest.split_once(">, crate::Error>").ok_or("its error")?;
    Ok(success.replace("types::", "types ::"))
}

/// The modules of a client that contain its types.
fn type_modules(document: &Document) -> Result<Vec<Item>, Box<dyn Error>> {
    let mut modules = Vec::new();
    for item in syn::parse_file(&codegen::client(document)?)?.items {
        if let Item::Mod(wire) = item {
            let items = wire.content.map(|(_, items)| items).unwrap_or_default();
            modules.extend(
                items
                    .into_iter()
                    .filter(|item| matches!(item, Item::Mod(_))),
            );
        }
    }
    Ok(modules)
}

fn text_of(items: &[Item]) -> String {
    items
        .iter()
        .map(|item| item.to_token_stream().to_string())
        .collect()
}

/// A module for each document, with the types of its client.
fn types() -> Result<(), Box<dyn Error>> {
    let mut source = String::new();
    for name in DOCUMENTS {
        let file = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join(name);
        println!("cargo::rerun-if-changed={}", file.display());
        let items = type_modules(&Document::read(&file)?)?;
        let stem = file.file_stem().ok_or("a document has a name")?;
        let module = stem.to_string_lossy().replace('-', "_");
        writeln!(source, "pub mod {module} {{ {} }}", text_of(&items))?;
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("types.rs"), source)?;
    Ok(())
}

/// Calls of the document's operations with its examples.
fn call() -> Result<(), Box<dyn Error>> {
    let spec = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../spec/recover-passcode.yaml");
    println!("cargo::rerun-if-changed={}", spec.display());
    // The client's build script reports a broken document.
    let Ok(generated) = Document::read(&spec).and_then(|document| codegen::generated(&document))
    else {
        return Ok(());
    };
    let mut arms = String::new();
    let mut examples = serde_json::Map::new();
    for example in &generated.examples {
        let mut in_path = 0;
        let arguments: String = example
            .required
            .iter()
            .map(|argument| match &*argument.travels.0 {
                "path" => {
                    in_path += 1;
                    taken(&argument.taken, &format!("arguments[{}]", in_path - 1))
                }
                _ => argument.expression.clone(),
            })
            .map(|argument| format!("{argument}, "))
            .collect();
        writeln!(
            arms,
            "        {:?} => client.{}({arguments}).await?.status(),",
            example.operation, example.method,
        )?;
        let options = example.options.iter().flat_map(|(_, _, set)| set);
        let values = example.required.iter().chain(options).map(|argument| {
            let (location, name) = &argument.travels;
            serde_json::json!({ "in": location, "name": name, "value": argument.value })
        });
        examples.insert(example.operation.clone(), values.collect());
    }
    let source = format!(
        "/// Makes the call of an operation with these arguments of its path, and with the\n\
         /// document's examples of what else it requires.\n\
         #[allow(deprecated, unused_imports)]\n\
         async fn called(client: &Client, operation: &Operation, arguments: &[&str]) -> Result<StatusCode, Box<dyn std::error::Error>> {{\n    \
         Ok(match operation.id {{\n{arms}        other => unreachable!(\"{{other}} is not in the document\"),\n    }})\n}}\n"
    );
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("call.rs"), source)?;
    let examples = serde_json::to_string_pretty(&examples)?;
    fs::write(Path::new(&out).join("examples.json"), examples)?;
    Ok(())
}

/// A string as an argument of this type.
fn taken(ty: &str, text: &str) -> String {
    match ty.strip_prefix('&').map(str::trim) {
        Some("str") => text.to_owned(),
        Some(_) => format!("&{text}.parse()?"),
        None => format!("{text}.parse()?"),
    }
}
