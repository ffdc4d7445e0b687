//! The document's servers → the enum `Cloud`.

use quote::format_ident;
use syn::{Fields, Ident, Item, ItemEnum, ItemImpl, Variant, parse_quote};

use super::docs::docs;
use crate::markdown::harmless;
use crate::server;
use crate::template;
use crate::tree::Node;

/// One server, as it becomes a variant.
struct Cloud<'a> {
    name: Ident,
    root: String,
    description: Option<&'a str>,
}

/// The enum of servers; its default is the first.
pub(super) fn clouds(root: &Node) -> [Item; 2] {
    let servers = server::servers(root).iter().enumerate();
    let mut clouds: Vec<_> = servers
        .map(|(index, server)| cloud(server, index))
        .collect();
    // OpenAPI 3.0.3, "OpenAPI Object": without servers, there is one, `/`.
    if clouds.is_empty() {
        clouds.push(Cloud {
            name: numbered(0),
            root: String::new(),
            description: None,
        });
    }
    let names: Vec<_> = clouds.iter().map(|cloud| &cloud.name).collect();
    let roots: Vec<_> = clouds.iter().map(|cloud| &cloud.root).collect();
    let mut cloud: ItemEnum = parse_quote! {
        /// A deployment of the service. Tokens of one are of no use at another.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Cloud {}
    };
    cloud.variants = clouds.iter().enumerate().map(variant).collect();
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

fn variant((index, cloud): (usize, &Cloud<'_>)) -> Variant {
    let root = &cloud.root;
    let about = match cloud.description {
        Some(description) => format!("{}\n\n{root}", description.trim_end()),
        None => root.clone(),
    };
    let default = (index == 0).then(|| parse_quote!(#[default]));
    Variant {
        attrs: docs(&harmless(&about)).into_iter().chain(default).collect(),
        ident: cloud.name.clone(),
        fields: Fields::Unit,
        discriminant: None,
    }
}

fn cloud(server: &Node, index: usize) -> Cloud<'_> {
    Cloud {
        name: match server.text(server::NAME) {
            Some(name) => format_ident!("{name}"),
            None => numbered(index),
        },
        root: service_root(server),
        description: server.text("description"),
    }
}

fn numbered(index: usize) -> Ident {
    format_ident!("Server{}", index + 1)
}

/// The URL with its variables at their defaults.
fn service_root(server: &Node) -> String {
    let variables = server.get("variables");
    let default = |name: &str| variables?.get(name)?.text("default");
    let url = template::filled(server.text("url").unwrap_or_default(), default);
    url.trim_end_matches('/').to_owned()
}
