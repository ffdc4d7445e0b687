//! Writes `call`, which makes any operation of the document by its id, so that
//! no test lists the routes.

use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use codegen::Document;
use heck::ToSnakeCase;
use openapiv3::{OpenAPI, Parameter, ReferenceOr};

fn main() -> Result<(), Box<dyn Error>> {
    let spec = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../spec/recover-passcode.yaml");
    println!("cargo::rerun-if-changed={}", spec.display());
    // A broken document is the client's to report.
    let Ok(document) = Document::read(&spec) else {
        return Ok(());
    };
    let mut arms = String::new();
    let openapi = document.openapi();
    for (_, item) in openapi.paths.iter() {
        let Some(item) = item.as_item() else { continue };
        for (_, operation) in item.iter() {
            let id = operation.operation_id.as_deref().unwrap_or_default();
            let parameters = operation.parameters.iter().chain(&item.parameters);
            let in_path = parameters.filter(|parameter| is_in_path(openapi, parameter));
            let arguments: String = (0..in_path.count())
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

/// Whether a parameter is one of the path.
fn is_in_path(openapi: &OpenAPI, parameter: &ReferenceOr<Parameter>) -> bool {
    let parameter = match parameter {
        ReferenceOr::Item(parameter) => Some(parameter),
        ReferenceOr::Reference { reference } => {
            let name = reference.rsplit('/').next().unwrap_or_default();
            let components = openapi.components.as_ref();
            components.and_then(|all| all.parameters.get(name)?.as_item())
        }
    };
    matches!(parameter, Some(Parameter::Path { .. }))
}
