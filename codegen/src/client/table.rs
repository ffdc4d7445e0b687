//! The table of operations that the client exposes, for programs to read.

use quote::format_ident;
use syn::{Expr, ExprPath, ExprStruct, ItemStatic, parse_quote};

use super::syntax::{boolean, number, range, slice, structure, text};
use crate::body::json;
use crate::document::Document;
use crate::operation::Operation;
use crate::tree::Node;

/// The statuses that are successes, as inclusive ranges: those declared, or any
/// `2xx` where only `default` could mean one or none is declared.
fn successes(operation: &Operation<'_>) -> Vec<(u16, u16)> {
    let declared: Vec<_> = operation
        .successes()
        .into_iter()
        .filter_map(|(status, _)| match status {
            "2XX" => Some((200, 299)),
            status => status.parse().ok().map(|code| (code, code)),
        })
        .collect();
    match declared.is_empty() {
        true => vec![(200, 299)],
        false => declared,
    }
}

/// The table of operations that the client exposes.
pub(super) fn operations(document: &Document) -> ItemStatic {
    // Parsed once; rows are made of them.
    let row: ExprStruct = parse_quote! {
        crate::Operation {
            id: (), method: (), path: (), success: (), tags: (), security: (),
            is_deprecated: (), accept: (),
        }
    };
    let requirement: ExprStruct = parse_quote! {
        crate::SecurityRequirement { scheme: (), scopes: () }
    };
    let method: ExprPath = parse_quote!(reqwest::Method::GET);
    let json: Expr = parse_quote!(Some("application/json"));
    let nothing: Expr = parse_quote!(None);

    let rows = document.operations().map(|operation| {
        let mut method = method.clone();
        if let Some(name) = method.path.segments.last_mut() {
            name.ident = format_ident!("{}", operation.method.to_uppercase());
        }
        let success = successes(&operation);
        let success = success
            .iter()
            .map(|(first, last)| range(number(first), number(last)));
        let accept = match asks_for_json(document, &operation) {
            true => &json,
            false => &nothing,
        };
        let values = [
            text(&operation.id()),
            Expr::Path(method),
            text(operation.path),
            slice(success),
            slice(operation.texts("tags").into_iter().map(text)),
            security(document, &operation, &requirement),
            boolean(operation.is_deprecated()),
            accept.clone(),
        ];
        structure(&row, values)
    });
    let mut table: ItemStatic = parse_quote! {
        /// The operations of the document, in its order.
        pub static OPERATIONS: &[crate::Operation] = &[];
    };
    table.expr = Box::new(slice(rows));
    table
}

/// Whether any answer is JSON, an error too.
fn asks_for_json(document: &Document, operation: &Operation<'_>) -> bool {
    operation.responses().any(|(_, response)| {
        let response = document.resolve(&response.value);
        response.is_some_and(|response| json(response).is_some())
    })
}

/// The operation's own requirements, or those of the document (OpenAPI 3.0.3,
/// "Security Requirement Object").
fn security(document: &Document, operation: &Operation<'_>, like: &ExprStruct) -> Expr {
    let own = operation.node().get("security");
    let requirements = own.or_else(|| document.root().get("security"));
    let alternatives = requirements.map(Node::items).unwrap_or_default();
    slice(alternatives.iter().map(|alternative| {
        slice(alternative.members().map(|(scheme, member)| {
            let scopes = member.value.items().iter().filter_map(Node::as_str);
            structure(like, [text(scheme), slice(scopes.map(text))])
        }))
    }))
}
