//! The names that operations cannot have, because the client has methods with these names.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use codegen::{Document, Source};
use syn::{ImplItem, Item, Type};

/// The functions in all blocks `impl Client` of the client's source.
fn functions_of_the_client() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated-client/src");
    let mut functions = BTreeSet::new();
    for entry in fs::read_dir(folder).expect("the client's source").flatten() {
        if entry.path().extension().is_none_or(|end| end != "rs") {
            continue;
        }
        let source = fs::read_to_string(entry.path()).expect("a file");
        for item in syn::parse_file(&source).expect("Rust").items {
            let Item::Impl(block) = item else { continue };
            let is_client =
                matches!(&*block.self_ty, Type::Path(path) if path.path.is_ident("Client"));
            if block.trait_.is_some() || !is_client {
                continue;
            }
            for item in block.items {
                if let ImplItem::Fn(function) = item {
                    functions.insert(function.sig.ident.to_string());
                }
            }
        }
    }
    functions
}

#[test]
fn an_operation_with_the_name_of_a_method_of_the_client_has_another_name() {
    let functions = functions_of_the_client();
    assert!(functions.contains("with_deadline"), "{functions:?}");
    for function in functions {
        let document = format!(
            "openapi: 3.0.3\ninfo: {{title: Names, version: '1'}}\npaths:\n  /a:\n    get:\n      \
             operationId: {function}\n      responses: {{'204': {{description: done}}}}\n"
        );
        let document = Source::parse("names.yaml", document.as_bytes())
            .and_then(Document::new)
            .expect("a document");
        let client = codegen::client(&document).expect("a client");
        assert!(
            !client.contains(&format!("pub async fn {function}(\n        &self"))
                && !client.contains(&format!("pub async fn {function}(&self")),
            "two functions are called {function}"
        );
    }
}
