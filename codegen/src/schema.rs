//! Reads Schema Objects (OpenAPI 3.0.3, "Schema Object"): the type, whether null is
//! allowed, and which keywords apply to which type.

// The generator uses only a part of the model; the review uses all of it.
#![cfg_attr(not(feature = "review"), expect(dead_code))]

mod allows;
mod equal;
mod format;
mod model;
mod number;
mod reader;
mod registry;

#[cfg(feature = "review")]
pub(crate) use equal::are_equal;
pub(crate) use equal::is_same_value;
pub(crate) use format::text_format;
#[cfg(feature = "review")]
pub(crate) use format::{TextFormat, narrows, range, takes_any_text};
#[cfg(feature = "review")]
pub(crate) use model::{Dialect, Keyword};
pub(crate) use model::{Kind, Others, Schema};
#[cfg(feature = "review")]
pub(crate) use number::Bound;
pub(crate) use number::Number;
pub(crate) use reader::{Reader, Travel};

use std::collections::BTreeMap;

use crate::markdown::code;
use crate::tree::{Member, Node};

/// The prefix of a reference to a component schema.
const COMPONENTS: &str = "#/components/schemas/";

/// Formats of dates.
pub(crate) const DATES: [&str; 2] = ["date", "date-time"];

/// Types without formats.
pub(crate) const WITHOUT_FORMAT: [&str; 3] = ["array", "boolean", "object"];

/// The component schemas of a document, by name.
pub(crate) fn components(root: &Node) -> impl Iterator<Item = (&str, &Member)> {
    component_map(root).into_iter().flat_map(Node::members)
}

/// The mapping of a document's component schemas.
pub(crate) fn component_map(root: &Node) -> Option<&Node> {
    root.get("components")?.get("schemas")
}

/// The name of the component schema that a reference leads to.
pub(crate) fn component_name(reference: &str) -> Option<&str> {
    reference.strip_prefix(COMPONENTS)
}

/// The reference that leads to a component schema.
pub(crate) fn reference_to(name: &str) -> String {
    format!("{COMPONENTS}{name}")
}

/// The references in the mapping of a discriminator, by their values; a name refers to a
/// component (OpenAPI 3.0.3, "Discriminator Object").
pub(crate) fn mapping_of(mapping: &Node) -> BTreeMap<String, String> {
    let members = mapping.members().filter_map(|(value, member)| {
        let target = member.value.as_str()?;
        let is_name = !target.contains(['#', '/', '.']);
        let reference = match is_name {
            true => reference_to(target),
            false => target.to_owned(),
        };
        Some((value.to_owned(), reference))
    });
    members.collect()
}

/// The declared type.
pub(crate) fn type_of(schema: &Node) -> Option<&str> {
    schema.text("type")
}

/// Whether a schema allows null.
pub(crate) fn is_nullable(schema: &Node) -> bool {
    schema.flag("nullable")
}

/// Whether a property is only sent or only received.
pub(crate) fn is_one_way(property: &Node) -> bool {
    property.flag("readOnly") || property.flag("writeOnly")
}

/// The values in the `enum` of a schema; empty if there is none.
pub(crate) fn listed(schema: &Node) -> &[Node] {
    schema.items_of("enum")
}

/// The sentence in the documentation about a default; the client does not fill it in.
pub(crate) fn about_default(default: &Node) -> Option<String> {
    const SHORT_BYTES: usize = 120;
    let json = serde_json::to_string(default).ok()?;
    Some(match json.len() <= SHORT_BYTES {
        true => format!("If it is left out, {} is assumed.", code(&json)),
        false => "If it is left out, the default of the document is assumed.".to_owned(),
    })
}

/// The type that a keyword applies to, if it is only one type.
pub(crate) fn kind_of(keyword: &str) -> Option<&'static str> {
    Some(match keyword {
        "maxLength" | "minLength" | "pattern" => "string",
        "multipleOf" | "maximum" | "exclusiveMaximum" | "minimum" | "exclusiveMinimum" => "number",
        "items" | "maxItems" | "minItems" | "uniqueItems" => "array",
        "properties" | "required" | "additionalProperties" | "maxProperties" | "minProperties" => {
            "object"
        }
        _ => return None,
    })
}

/// Whether a keyword does not apply to the declared type of a schema.
pub(crate) fn is_foreign(keyword: &str, schema: &Node) -> bool {
    let Some(kind) = kind_of(keyword) else {
        return false;
    };
    match type_of(schema) {
        Some("integer") => kind != "number",
        Some(declared) => kind != declared,
        None => false,
    }
}
