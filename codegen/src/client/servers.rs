//! The document's servers → the enum `Cloud`.

use openapiv3::{OpenAPI, Server};
use quote::format_ident;
use syn::{Fields, Item, ItemEnum, ItemImpl, Variant, parse_quote};

use super::docs::docs;

/// The extension of a Server Object that names its variant. OpenAPI 3.2 gives
/// the Server Object a `name` of its own.
pub(crate) const SERVER_NAME: &str = "x-name";

/// The enum of servers; its default is the first.
pub(super) fn clouds(openapi: &OpenAPI) -> [Item; 2] {
    // OpenAPI 3.0.3, "OpenAPI Object": without servers, there is one, `/`.
    let implied = [Server {
        url: "/".to_owned(),
        ..Server::default()
    }];
    let servers = match openapi.servers.as_slice() {
        [] => &implied,
        servers => servers,
    };
    let names: Vec<_> = servers
        .iter()
        .enumerate()
        .map(|(i, server)| name(server, i))
        .collect();
    let roots: Vec<_> = servers.iter().map(service_root).collect();
    let variants = servers.iter().zip(&names).zip(&roots).enumerate();
    let variants = variants.map(|(index, ((server, name), root))| {
        let about = match &server.description {
            Some(description) => format!("{}\n\n<{root}>", description.trim_end()),
            None => format!("<{root}>"),
        };
        let default = (index == 0).then(|| parse_quote!(#[default]));
        Variant {
            attrs: docs(&about).chain(default).collect(),
            ident: name.clone(),
            fields: Fields::Unit,
            discriminant: None,
        }
    });

    let mut cloud: ItemEnum = parse_quote! {
        /// A deployment of the service. Tokens of one are of no use at another.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Cloud {}
    };
    cloud.variants = variants.collect();
    let constants: ItemImpl = parse_quote! {
        impl Cloud {
            /// All of them, in the order of the document.
            pub const ALL: &[Self] = &[#(Self::#names),*];

            /// The URL below which the operations' paths begin, without a
            /// slash at its end.
            #[must_use]
            pub const fn service_root(self) -> &'static str {
                match self { #(Self::#names => #roots),* }
            }
        }
    };
    [Item::Enum(cloud), Item::Impl(constants)]
}

fn name(server: &Server, index: usize) -> proc_macro2::Ident {
    match server
        .extensions
        .get(SERVER_NAME)
        .and_then(|name| name.as_str())
    {
        Some(name) => format_ident!("{name}"),
        None => format_ident!("Server{}", index + 1),
    }
}

/// The URL with its variables at their defaults.
fn service_root(server: &Server) -> String {
    let variables = server.variables.iter().flatten();
    variables
        .fold(server.url.clone(), |url, (name, variable)| {
            url.replace(&format!("{{{name}}}"), &variable.default)
        })
        .trim_end_matches('/')
        .to_owned()
}
