//! The texts of a crate whose document is not the package's own: all of them come from
//! that document.

use heck::ToKebabCase;

use super::form::Form;
use crate::client::Generated;
use crate::document::Document;
use crate::error::Error;
use crate::markdown::{code, harmless, plain};
use crate::server;

/// How many operations the README lists.
const OPERATIONS: usize = 10;
/// The version of the first crate of a document.
pub(super) const VERSION: &str = "0.1.0";
/// Names that a crate cannot have, because its own code uses crates with these names.
const TAKEN: [&str; 7] = [
    "alloc",
    "core",
    "proc-macro",
    "self",
    "std",
    "super",
    "test",
];

/// The texts about a document.
pub(super) struct About {
    /// The name of the crate.
    pub(super) name: String,
    /// The description in one line.
    pub(super) description: String,
    title: String,
    text: String,
    /// The method, the operation, and its summary.
    operations: Vec<(String, String, String)>,
    count: usize,
    call: Option<String>,
    takes_token: bool,
    has_host: bool,
}

impl About {
    pub(super) fn of(document: &Document, made: &Generated) -> Self {
        let info = |key: &str| {
            let info = document.root().get("info");
            info.and_then(|info| info.text(key)).unwrap_or_default()
        };
        let title = words(info("title"));
        let text = info("description").trim();
        let first = words(text.split("\n\n").next().unwrap_or_default());
        let root = server::servers(document.root()).first();
        let url = root.and_then(|server| server.text("url"));
        let methods: Vec<_> = document.methods().collect();
        let operations = document.operations().filter_map(|operation| {
            let id = operation.id();
            let (_, method, _) = methods.iter().find(|(known, ..)| *known == id)?;
            let request = format!("{} {}", operation.method.to_uppercase(), operation.path);
            let summary = operation.node().text("summary").unwrap_or_default();
            Some(((*method).to_owned(), request, words(summary)))
        });
        let call = made.examples.first();
        Self {
            name: name_of(&title),
            description: match first.is_empty() {
                true => format!("Client of {title}"),
                false => first,
            },
            title,
            text: harmless(text).into_owned(),
            operations: operations.take(OPERATIONS).collect(),
            count: methods.len(),
            call: call.map(|call| call.plain()),
            takes_token: made.client.contains("takes_token: true"),
            has_host: url.is_some_and(|url| url.contains("://")),
        }
    }

    /// The README of a crate with this name.
    pub(super) fn readme(&self, name: &str, form: Form) -> String {
        let mut readme = format!("# {name}\n\n");
        let mut add = |text: &str| {
            readme.push_str(text.trim_end());
            readme.push_str("\n\n");
        };
        add(&format!("A client of {}.", harmless(&self.title)));
        add(&self.text);
        if let Some(call) = &self.call {
            add(&self.example(&name.replace('-', "_"), call));
        }
        add("## Operations");
        let rows = self.operations.iter().map(|(method, request, summary)| {
            let summary = plain(&words(summary));
            let request = code(request).replace('|', "\\|");
            format!("| `{method}` | {request} | {summary} |\n")
        });
        let rows: String = rows.collect();
        add(&format!(
            "| method | request | what it does |\n|---|---|---|\n{rows}"
        ));
        let more = self.count.saturating_sub(self.operations.len());
        if more > 0 {
            add(&format!("And {more} more, which `Client` has too."));
        }
        add("## Features");
        add(FEATURES_BEFORE);
        let graph = match form {
            Form::Graph => FEATURES_OF_GRAPH,
            Form::Neutral => "",
        };
        let features = format!("{graph}{FEATURE_FAKE}");
        // The table continues.
        readme.truncate(readme.trim_end().len());
        readme.push('\n');
        readme.push_str(&features);
        readme.push_str("\nThe calls are generated from an OpenAPI document.\n\nLicence: MIT or Apache-2.0, at your option.\n");
        readme
    }

    fn example(&self, library: &str, call: &str) -> String {
        let mut names = vec!["Client"];
        let mut steps = String::new();
        if self.takes_token {
            names.push("Token");
            steps.push_str("\n        .token(Token::new(\"an-access-token\")?)");
        }
        if !self.has_host {
            steps.push_str("\n        .service_root(\"https://service.example\")");
        }
        if call.contains("types::") {
            names.push("types");
        }
        let builder = match steps.is_empty() {
            true => "Client::builder().build()?".to_owned(),
            false => format!("Client::builder(){steps}\n        .build()?"),
        };
        let names = match names.as_slice() {
            [name] => (*name).to_owned(),
            names => format!("{{{}}}", names.join(", ")),
        };
        let call = call.replace('\n', "\n    ");
        format!(
            "```rust,no_run\nuse {library}::{names};\n\nasync fn example() -> Result<(), Box<dyn std::error::Error>> {{\n    let client = {builder};\n    let response = {call};\n    println!(\"{{}}\", response.status());\n    Ok(())\n}}\n```"
        )
    }
}

const FEATURES_BEFORE: &str = "| feature | default | brings |
|---|---|---|
| `rustls` | yes | TLS by rustls, with the system's certificates |
| `native-tls` | | TLS by the system's library |";
const FEATURES_OF_GRAPH: &str = "| `device-code` | | `DeviceCode`: a person signs in, with a code |
| `azure-core` | | `AzureCredential`: the credentials of Azure's own crates |
";
const FEATURE_FAKE: &str = "| `fake` | | an embedded server on loopback, for tests: it fails as networks, gateways and throttles do |
";

/// A text in one line.
fn words(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    words.join(" ")
}

/// The name of a crate, made from the title of its document.
fn name_of(title: &str) -> String {
    let ascii = title.replace(|c: char| !c.is_ascii_alphanumeric(), " ");
    let name = ascii.to_kebab_case();
    match name.chars().next() {
        None => "client".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("client-{name}"),
        Some(_) if checked(&name).is_err() => format!("{name}-client"),
        Some(_) => name,
    }
}

/// Checks that a name can be the name of a package.
pub(super) fn checked(name: &str) -> Result<String, Error> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let library = name.replace('-', "_");
    let is_taken = TAKEN.contains(&name) || syn::parse_str::<syn::Ident>(&library).is_err();
    match begins && name.chars().all(is_part) && !is_taken {
        true => Ok(name.to_owned()),
        false => Err(Error::PackageName {
            name: name.to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_name_that_a_package_can_have() {
        for (title, name) in [
            ("Lamps", "lamps"),
            ("Pet Store (v2)", "pet-store-v2"),
            ("3D Models", "client-3d-models"),
            ("Test", "test-client"),
            ("match", "match-client"),
            ("犬と猫", "client"),
            ("", "client"),
        ] {
            let found = name_of(title);
            assert!(checked(&found).is_ok(), "{found}");
            assert_eq!(found, name, "{title}");
        }
    }

    #[test]
    fn a_name_that_no_package_can_have_is_refused() {
        for name in ["", "1st", "-a", "a b", "a/b", "é", "std", "fn"] {
            assert!(checked(name).is_err(), "{name}");
        }
    }
}
