//! The table of operations that the client exposes, for programs to read.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::check::json;
use crate::document::{Document, Node};
use crate::operation::Operation;

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
pub(super) fn operations(document: &Document) -> TokenStream {
    let rows = document.operations().map(|operation| {
        let id = operation.id();
        let path = operation.path;
        let method = format_ident!("{}", operation.method.to_uppercase());
        let success = successes(&operation);
        let success = success.iter().map(|(first, last)| quote!(#first..=#last));
        let tags = operation.texts("tags");
        let is_deprecated = operation.is_deprecated();
        let security = security(document, &operation);
        let accept = match asks_for_json(document, &operation) {
            true => quote!(Some("application/json")),
            false => quote!(None),
        };
        quote! {
            crate::Operation {
                id: #id,
                method: reqwest::Method::#method,
                path: #path,
                success: &[#(#success),*],
                tags: &[#(#tags),*],
                security: &[#(#security),*],
                is_deprecated: #is_deprecated,
                accept: #accept,
            }
        }
    });
    quote! {
        /// The operations of the document, in its order.
        pub static OPERATIONS: &[crate::Operation] = &[#(#rows),*];
    }
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
fn security(document: &Document, operation: &Operation<'_>) -> Vec<TokenStream> {
    let own = operation.node().get("security");
    let requirements = own.or_else(|| document.root().get("security"));
    let alternatives = requirements.map(Node::items).unwrap_or_default();
    alternatives
        .iter()
        .map(|alternative| {
            let schemes = alternative.members().map(|(scheme, member)| {
                let scopes = member.value.items().iter().filter_map(Node::as_str);
                quote!(crate::SecurityRequirement { scheme: #scheme, scopes: &[#(#scopes),*] })
            });
            quote!(&[#(#schemes),*])
        })
        .collect()
}
