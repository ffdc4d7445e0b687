//! Generates the client from `spec/recover-passcode.yaml` into `OUT_DIR`.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let package = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let workspace = package.parent().unwrap_or(Path::new(".."));
    let spec = workspace.join("spec/recover-passcode.yaml");
    println!("cargo::rerun-if-changed={}", spec.display());

    let client = codegen::Document::read(&spec).and_then(|document| {
        for comment in document.comments() {
            let comment = comment.display(document.files()).to_string();
            comment
                .lines()
                .for_each(|line| println!("cargo::warning={line}"));
        }
        codegen::client(&document)
    });
    match client {
        Ok(source) => fs::write(Path::new(&env::var("OUT_DIR")?).join("client.rs"), source)?,
        Err(refused) => refused
            .to_string()
            .lines()
            .for_each(|line| println!("cargo::error={line}")),
    }
    Ok(())
}
