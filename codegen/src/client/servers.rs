//! The document's servers → the enum `Cloud`.

use std::collections::HashSet;

use heck::{ToSnakeCase, ToUpperCamelCase};
use quote::{format_ident, quote};
use syn::{Fields, Ident, ImplItem, Item, ItemEnum, ItemImpl, Variant, parse_quote};

use super::docs::docs;
use crate::markdown::{code, harmless};
use crate::names::Case;
use crate::server::{self, Variable};
use crate::tree::Node;

/// A server, with one choice of values for the variables that list their values.
struct Cloud<'a> {
    name: Ident,
    /// The URL with values for all variables.
    root: String,
    /// The URL in which variables that can have any value are kept.
    template: String,
    description: Option<&'a str>,
}

/// How many variants a server has for choices of variables. If there are more, only the
/// defaults are used.
const MAX_CHOICES: usize = 64;

/// What a name in `Cloud` stands for.
#[cfg(feature = "review")]
pub(crate) struct Deployment {
    pub(crate) name: String,
    /// The URL; variables that can have any value are in braces.
    pub(crate) url: String,
    /// The variables that the function of this name takes, in its order.
    pub(crate) variables: Vec<String>,
}

/// What the names in `Cloud` stand for.
#[cfg(feature = "review")]
pub(crate) fn deployments(root: &Node) -> Vec<Deployment> {
    let (clouds, functions) = deployed(root);
    let clouds = clouds.into_iter().map(|cloud| Deployment {
        name: cloud.name.to_string(),
        url: cloud.template,
        variables: Vec::new(),
    });
    let functions = functions.into_iter().map(|function| Deployment {
        url: function.url.to_owned(),
        variables: function
            .variables
            .iter()
            .map(|variable| variable.name.to_owned())
            .collect(),
        name: function.name,
    });
    clouds.chain(functions).collect()
}

/// The servers of a document, and the functions that make the root of one.
fn deployed(root: &Node) -> (Vec<Cloud<'_>>, Vec<RootOf<'_>>) {
    let servers = server::servers(root);
    let mut names: HashSet<String> = servers.iter().filter_map(own_name).collect();
    let mut clouds = Vec::new();
    let mut functions = Vec::new();
    for (index, server) in servers.iter().enumerate() {
        let name = own_name(server).unwrap_or_else(|| numbered(index));
        let variables = server::variables(server);
        clouds.extend(choices(&name, server, &variables, &mut names));
        functions.extend(RootOf::of(&name, server, variables));
    }
    (clouds, functions)
}

/// The enum of servers; its default is the first.
pub(super) fn clouds(root: &Node) -> [Item; 4] {
    let (mut clouds, functions) = deployed(root);
    // OpenAPI 3.0.3, "OpenAPI Object": without servers, there is one server, `/`.
    if clouds.is_empty() {
        clouds.push(Cloud {
            name: format_ident!("{}", numbered(0)),
            root: String::new(),
            template: String::new(),
            description: None,
        });
    }
    let names: Vec<_> = clouds.iter().map(|cloud| &cloud.name).collect();
    let roots: Vec<_> = clouds.iter().map(|cloud| &cloud.root).collect();
    let templates: Vec<_> = clouds.iter().map(|cloud| &cloud.template).collect();
    let mut cloud: ItemEnum = parse_quote! {
        /// A deployment of the service. A token for one is of no use at another.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Cloud {}
    };
    cloud.variants = clouds.iter().enumerate().map(variant).collect();
    let mut functions_of: ItemImpl = parse_quote! {
        impl Cloud {
            /// All of them, in the order of the document.
            pub const ALL: &[Self] = &[#(Self::#names),*];

            /// The base URL of all operations, without a slash at its end. It has no host
            /// if the document has none.
            #[must_use]
            pub const fn service_root(self) -> &'static str {
                match self { #(Self::#names => #roots),* }
            }
        }
    };
    if roots != templates {
        functions_of.items.push(parse_quote! {
            /// The same URL, with the names of variables in braces.
            pub(crate) const fn template(self) -> &'static str {
                match self { #(Self::#names => #templates),* }
            }
        });
    } else {
        functions_of.items.push(parse_quote! {
            /// The same URL: no server has variables that can have any value.
            pub(crate) const fn template(self) -> &'static str {
                self.service_root()
            }
        });
    }
    functions_of
        .items
        .extend(functions.iter().map(RootOf::item));
    let texts: Vec<_> = names.iter().map(ToString::to_string).collect();
    let display = parse_quote! {
        /// The name of the variant.
        impl ::std::fmt::Display for Cloud {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(match self { #(Self::#names => #texts),* })
            }
        }
    };
    let from_str = parse_quote! {
        /// By the name of the variant, in upper or lower case.
        impl ::std::str::FromStr for Cloud {
            type Err = crate::Error;
            fn from_str(text: &str) -> ::std::result::Result<Self, crate::Error> {
                crate::text::named(Self::ALL, text)
                    .map_err(|message| crate::Error::InvalidArgument { message })
            }
        }
    };
    [
        Item::Enum(cloud),
        Item::Impl(functions_of),
        display,
        from_str,
    ]
}

fn variant((index, cloud): (usize, &Cloud<'_>)) -> Variant {
    let root = &cloud.root;
    let is_address = root.starts_with("https://") && !root.contains(['<', '>', ' ']);
    let root = match is_address {
        true => format!("<{root}>"),
        false => code(root),
    };
    let about = match cloud.description {
        Some(description) => format!("{}\n\n{root}", harmless(description).trim_end()),
        None => root,
    };
    let default = (index == 0).then(|| parse_quote!(#[default]));
    Variant {
        attrs: docs(&about).into_iter().chain(default).collect(),
        ident: cloud.name.clone(),
        fields: Fields::Unit,
        discriminant: None,
    }
}

fn own_name(server: &Node) -> Option<String> {
    server.text(server::NAME).map(str::to_owned)
}

fn numbered(index: usize) -> String {
    format!("Server{}", index + 1)
}

/// A variant for the defaults of all variables, and one for each other choice of
/// those that list their values: `Main`, `MainRegionUs`.
fn choices<'a>(
    name: &str,
    server: &'a Node,
    variables: &[Variable<'a>],
    names: &mut HashSet<String>,
) -> Vec<Cloud<'a>> {
    let mut choices: Vec<Vec<(&str, &str)>> = vec![Vec::new()];
    for variable in variables {
        let others = variable
            .listed
            .iter()
            .filter(|value| Some(**value) != variable.default);
        let others: Vec<_> = others.map(|value| (variable.name, *value)).collect();
        let more = choices.iter().flat_map(|choice| {
            others.iter().map(|other| {
                let mut choice = choice.clone();
                choice.push(*other);
                choice
            })
        });
        let more: Vec<_> = more.collect();
        choices.extend(more);
    }
    if choices.len() > MAX_CHOICES {
        choices.truncate(1);
    }
    let clouds = choices.into_iter().map(|choice| {
        let chosen = choice.iter().map(|(variable, value)| {
            format!(
                "{}{}",
                variable.to_upper_camel_case(),
                value.to_upper_camel_case()
            )
        });
        let name = match choice.is_empty() {
            true => name.to_owned(),
            false => unused(&format!("{name}{}", chosen.collect::<String>()), names),
        };
        let value = |is_left: bool| {
            let choice = &choice;
            move |variable: &str| {
                let chosen = choice.iter().find(|(name, _)| *name == variable);
                let known = variables.iter().find(|known| known.name == variable)?;
                let default = known
                    .default
                    .filter(|_| !is_left || !known.listed.is_empty());
                chosen.map(|(_, value)| *value).or(default)
            }
        };
        Cloud {
            name: format_ident!("{name}"),
            root: server::root(server, value(false)),
            template: server::root(server, value(true)),
            description: server.text("description"),
        }
    });
    clouds.collect()
}

/// The name, or else the name with the first number that is not used.
fn unused(name: &str, names: &mut HashSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{name}{number}"));
    let mut all = [name.to_owned()].into_iter().chain(numbered);
    let unused = all.find(|name| names.insert(name.clone()));
    unused.unwrap_or_else(|| name.to_owned())
}

/// A function that makes a service root from variables.
struct RootOf<'a> {
    name: String,
    /// The URL, with the names of the variables in braces.
    url: &'a str,
    variables: Vec<Variable<'a>>,
}

impl<'a> RootOf<'a> {
    /// The function of a server, if some variables can have any value.
    fn of(name: &str, server: &'a Node, variables: Vec<Variable<'a>>) -> Option<Self> {
        let mut all = variables.iter();
        all.any(|variable| variable.listed.is_empty())
            .then(|| Self {
                name: format!("{}_with", name.to_snake_case()),
                url: server.text("url").unwrap_or_default().trim_end_matches('/'),
                variables,
            })
    }

    fn item(&self) -> ImplItem {
        let Self {
            name,
            url,
            variables,
        } = self;
        let function = format_ident!("{name}");
        let mut taken = HashSet::new();
        let arguments: Vec<Ident> = variables
            .iter()
            .map(|variable| {
                let name = unused(&Case::Snake.name(variable.name), &mut taken);
                format_ident!("{name}")
            })
            .collect();
        let pieces = variables
            .iter()
            .zip(&arguments)
            .map(|(variable, argument)| {
                let brace = format!("{{{}}}", variable.name);
                quote!(.replace(#brace, #argument))
            });
        let mut about = format!(
            "The service root of {}, for `ClientBuilder::service_root`:\n",
            code(url)
        );
        for (variable, argument) in variables.iter().zip(&arguments) {
            about.push_str(&format!("\n - `{argument}`: {}", code(variable.name)));
            let said = variable.description.unwrap_or_default();
            let said: Vec<_> = said.split_whitespace().collect();
            if !said.is_empty() {
                about.push_str(&format!(", {}", said.join(" ")));
            }
            if let Some(default) = variable.default {
                about.push_str(&format!("; {} by default", code(default)));
            }
        }
        let about = docs(&harmless(&about));
        parse_quote! {
            #(#about)*
            #[must_use]
            pub fn #function(#(#arguments: &str),*) -> ::std::string::String {
                #url #(#pieces)*
            }
        }
    }
}
