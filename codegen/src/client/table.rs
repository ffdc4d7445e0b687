//! The table of operations that the client exposes, for programs to read.

use heck::ToUpperCamelCase;
use quote::format_ident;
use syn::{Expr, ExprCall, ExprPath, ExprStruct, ItemStatic, parse_quote};

use super::syntax::{boolean, number, range, slice, structure, text};
use crate::body;
use crate::document::Document;
use crate::operation::Operation;
use crate::security;
use crate::tree::Node;

/// The success statuses, as inclusive ranges: the declared ones, and redirects if no
/// other success has a body; or any `2xx` if only `default` can mean a success, or if no
/// success is declared.
fn successes(document: &Document, operation: &Operation<'_>) -> Vec<(u16, u16)> {
    let redirections = body::redirections(document, operation).into_iter();
    let declared = operation.successes().into_iter().chain(redirections);
    let declared: Vec<_> = declared
        .filter_map(|(status, _)| match status {
            "2XX" => Some((200, 299)),
            "3XX" => Some((300, 399)),
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
    // Parsed once; the rows are copies of these.
    let row: ExprStruct = parse_quote! {
        crate::Operation {
            id: (), method: (), path: (), success: (), tags: (), security: (),
            is_deprecated: (), content_type: (), form: (), accept: (), success_body: (), when_unknown: (),
        }
    };
    let requirement: ExprStruct = parse_quote! {
        crate::SecurityRequirement { scheme: (), scopes: (), takes_token: () }
    };
    let method: ExprPath = parse_quote!(reqwest::Method::GET);
    let success_body: ExprPath = parse_quote!(crate::SuccessBody::Json);
    let some: ExprCall = parse_quote!(Some(()));
    let nothing: Expr = parse_quote!(None);
    let optional = |said: Option<String>| {
        let said = said.map(|said| {
            let mut some = some.clone();
            some.args = [text(&said)].into_iter().collect();
            Expr::Call(some)
        });
        said.unwrap_or_else(|| nothing.clone())
    };

    let rows = document.operations().map(|operation| {
        let mut method = method.clone();
        if let Some(name) = method.path.segments.last_mut() {
            name.ident = format_ident!("{}", operation.method.to_uppercase());
        }
        let success = successes(document, &operation);
        let success = success
            .iter()
            .map(|(first, last)| range(number(first), number(last)));
        let accepted = body::accepted(document, &operation).join(", ");
        let mut success_body = success_body.clone();
        if let Some(last) = success_body.path.segments.last_mut() {
            let is_typed = body::success_schema(document, &operation).is_some();
            let is_text = body::is_read_as_text(document, &operation);
            last.ident = match (is_typed, is_text) {
                (false, _) => format_ident!("AsItComes"),
                (true, false) => format_ident!("Json"),
                (true, true) => format_ident!("Text"),
            };
        }
        let values = [
            text(&operation.id()),
            Expr::Path(method),
            text(operation.path),
            slice(success),
            slice(operation.texts("tags").into_iter().map(text)),
            requirements(document, &operation, &requirement),
            boolean(operation.is_deprecated()),
            optional(body::content_type(document, &operation)),
            form_encodings(document, &operation),
            optional(Some(accepted).filter(|accepted| !accepted.is_empty())),
            Expr::Path(success_body),
            optional(operation.when_unknown()),
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

/// The properties of a form that have their own style.
fn form_encodings(document: &Document, operation: &Operation<'_>) -> Expr {
    let encodings = body::form_encodings(document, operation).into_iter();
    slice(encodings.map(|(property, style, is_exploded)| {
        let style = format_ident!("{}", style.to_upper_camel_case());
        parse_quote! {
            crate::style::Encoding {
                property: #property,
                style: crate::style::Style::#style,
                is_exploded: #is_exploded,
            }
        }
    }))
}

/// The security requirements (OpenAPI 3.0.3, "Security Requirement Object").
fn requirements(document: &Document, operation: &Operation<'_>, like: &ExprStruct) -> Expr {
    let alternatives = security::alternatives(document, operation).iter();
    slice(alternatives.map(|alternative| {
        slice(alternative.members().map(|(name, member)| {
            let scopes = member.value.items().iter().filter_map(Node::as_str);
            let scheme = security::scheme(document, name);
            let takes_token = boolean(scheme.is_some_and(security::takes_token));
            structure(like, [text(name), slice(scopes.map(text)), takes_token])
        }))
    }))
}
