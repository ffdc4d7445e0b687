//! Writes `call`, which makes any operation of the document by its id, so that
//! no test lists the routes.

use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use heck::ToSnakeCase;

fn main() -> Result<(), Box<dyn Error>> {
    let spec = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../spec/recover-passcode.yaml");
    println!("cargo::rerun-if-changed={}", spec.display());
    // A broken document is the client's to report.
    let Ok(document) = codegen::Document::read(&spec) else {
        return Ok(());
    };
    let mut arms = String::new();
    for (path, item) in document.openapi().paths.iter() {
        for (_, operation) in item.as_item().into_iter().flat_map(|item| item.iter()) {
            let id = operation.operation_id.as_deref().unwrap_or_default();
            let arguments: String = (0..path.matches('{').count())
                .map(|index| format!("&arguments[{index}].parse()?,"))
                .collect();
            writeln!(
                arms,
                "        {id:?} => client.{}({arguments}).await.map(|response| response.status()),",
                id.to_snake_case()
            )?;
        }
    }
    let source = format!(
        "/// Makes the call of an operation, with the arguments of its path in order.\n\
         pub async fn call(client: &Client, operation: &Operation, arguments: &[&str]) -> Result<StatusCode, Error> {{\n    \
         match operation.id {{\n{arms}        other => unreachable!(\"{{other}} is not in the document\"),\n    }}\n}}\n"
    );
    fs::write(Path::new(&env::var("OUT_DIR")?).join("call.rs"), source)?;
    Ok(())
}
