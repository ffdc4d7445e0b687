//! Generates two files from `spec/recover-passcode.yaml` into `OUT_DIR`: the client, and
//! what the embedded server (feature `fake`) knows about the document.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let package = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let workspace = package.parent().unwrap_or(Path::new(".."));
    let spec = workspace.join("spec/recover-passcode.yaml");
    println!("cargo::rerun-if-changed={}", spec.display());

    let out = PathBuf::from(env::var("OUT_DIR")?);
    let document = codegen::Document::read(&spec);
    let client = document.and_then(|document| {
        // Only warnings. `cargo codegen check` also shows what is rewritten.
        let warnings = document.comments().iter();
        for comment in warnings.filter(|comment| comment.is_warning()) {
            let comment = comment.display(document.files()).to_string();
            comment
                .lines()
                .for_each(|line| println!("cargo::warning={line}"));
        }
        codegen::generated(&document)
    });
    match client {
        Ok(generated) => {
            fs::write(out.join("client.rs"), generated.client)?;
            fs::write(out.join("embedded.rs"), generated.embedded)?;
        }
        Err(refused) => {
            let refused = refused.to_string();
            let more = "`cargo codegen explain RULE` says more about a rule";
            let lines = refused.lines().chain([more]);
            lines.for_each(|line| println!("cargo::error={line}"));
        }
    }
    Ok(())
}
