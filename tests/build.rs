//! Writes `call`, which makes any operation of the document by its id, so that
//! no test lists the routes; and the types of some documents, so that tests read and
//! write values of them.

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

fn main() -> Result<(), Box<dyn Error>> {
    call()?;
    types()
}

/// A module for each document, with the types of its client.
fn types() -> Result<(), Box<dyn Error>> {
    let mut source = String::new();
    for name in DOCUMENTS {
        let file = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join(name);
        println!("cargo::rerun-if-changed={}", file.display());
        let client = codegen::client(&Document::read(&file)?)?;
        let stem = file.file_stem().ok_or("a document has a name")?;
        let module = stem.to_string_lossy().replace('-', "_");
        writeln!(source, "pub mod {module} {{")?;
        for item in syn::parse_file(&client)?.items {
            if let Item::Mod(wire) = item {
                let items = wire.content.map(|(_, items)| items).unwrap_or_default();
                let modules = items.iter().filter(|item| matches!(item, Item::Mod(_)));
                for item in modules {
                    writeln!(source, "{}", item.to_token_stream())?;
                }
            }
        }
        writeln!(source, "}}")?;
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("types.rs"), source)?;
    Ok(())
}

fn call() -> Result<(), Box<dyn Error>> {
    let spec = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../spec/recover-passcode.yaml");
    println!("cargo::rerun-if-changed={}", spec.display());
    // A broken document is the client's to report.
    let Ok(document) = Document::read(&spec) else {
        return Ok(());
    };
    let mut arms = String::new();
    for (id, method, in_path) in document.methods() {
        let arguments: String = (0..in_path)
            .map(|index| format!("&arguments[{index}].parse()?,"))
            .collect();
        writeln!(
            arms,
            "        {id:?} => client.{method}({arguments}).await.map(|response| response.status()),",
        )?;
    }
    let source = format!(
        "/// Makes the call of an operation, with the arguments of its path in order.\n\
         pub async fn call(client: &Client, operation: &Operation, arguments: &[&str]) -> Result<StatusCode, Error> {{\n    \
         match operation.id {{\n{arms}        other => unreachable!(\"{{other}} is not in the document\"),\n    }}\n}}\n"
    );
    fs::write(Path::new(&env::var("OUT_DIR")?).join("call.rs"), source)?;
    Ok(())
}
