//! Which change of the document is behind a difference of the Rust API.
//!
//! The generator names things after what they are in the document: a schema's
//! type after the schema, an operation's method after its `operationId`. So the
//! pointer of a finding leads to the items that it shaped.

use std::collections::BTreeMap;

use heck::{ToPascalCase, ToSnakeCase};

use super::super::finding::{Finding, Location};
use super::{ApiChange, RustApi};
use crate::document::{Node, Source};

/// The method of each operation, such as `POST /pets`, by its name in Rust.
type Methods = BTreeMap<String, String>;

/// Adds each difference to the findings that caused it.
pub(super) fn tie(api: &RustApi, findings: &mut [Finding], sources: [Option<&Source>; 2]) {
    let methods = sources.map(|source| source.map(methods).unwrap_or_default());
    let shaped: Vec<_> = findings
        .iter()
        .map(|finding| shaped_by(finding, &methods))
        .collect();
    for change in api.all() {
        let strength: Vec<_> = shaped
            .iter()
            .map(|items| {
                items
                    .iter()
                    .map(|item| strength(item, change))
                    .max()
                    .unwrap_or(0)
            })
            .collect();
        let strongest = strength.iter().copied().max().unwrap_or(0);
        let causes = findings.iter_mut().zip(strength);
        for (finding, _) in causes.filter(|(_, one)| *one > 0 && *one == strongest) {
            finding.rust.extend(change.lines());
            finding.rust_level = finding.rust_level.max(change.level);
        }
    }
}

/// How much speaks for an item having been shaped by what is called `item`:
/// nothing, something, or that it is the very one.
fn strength(item: &str, change: &ApiChange) -> usize {
    if change.item == item {
        return usize::MAX;
    }
    let is_below = |inner: &str, outer: &str| {
        inner
            .strip_prefix(outer)
            .is_some_and(|rest| rest.starts_with("::"))
    };
    // The type of something inside is named after both: `PetOwner`, `GetPetLimit`.
    let is_inside = item.starts_with("types::") && change.item.starts_with(item);
    if is_below(&change.item, item) || is_below(item, &change.item) || is_inside {
        return item.len();
    }
    // `From<Fish> for GetPetResponse`, of a type that is itself something else.
    let name = item
        .strip_prefix("types::")
        .filter(|name| !name.contains("::"));
    let is_named = |line: String| name.is_some_and(|name| line.contains(&format!(" for {name}")));
    usize::from(change.lines().any(is_named))
}

/// The items that the value of a finding shapes.
fn shaped_by(finding: &Finding, methods: &[Methods; 2]) -> Vec<String> {
    let ends = [&finding.old, &finding.new].into_iter().zip(methods);
    ends.filter_map(|(location, methods)| Some((location.as_ref()?, methods)))
        .flat_map(|(location, methods)| shaped_at(location, &finding.operations, methods))
        .collect()
}

fn shaped_at(location: &Location, operations: &[String], methods: &Methods) -> Vec<String> {
    let tokens: Vec<String> = location
        .pointer
        .split('/')
        .skip(1)
        .map(|token| token.replace("~1", "/").replace("~0", "~"))
        .collect();
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let of_operations = || {
        let methods = operations
            .iter()
            .filter_map(|operation| methods.get(operation));
        methods.flat_map(|method| {
            let of_types = format!("types::{}", method.to_pascal_case());
            [
                format!("Client::{method}"),
                of_types,
                "OPERATIONS".to_owned(),
            ]
        })
    };
    match tokens.as_slice() {
        [] => ["types", "Client", "Cloud", "OPERATIONS"]
            .map(str::to_owned)
            .into(),
        ["servers", ..] => vec!["Cloud".to_owned()],
        [
            "components",
            "schemas",
            name,
            "properties",
            property,
            rest @ ..,
        ] => {
            let schema = name.to_pascal_case();
            let mut items = vec![
                format!("types::{schema}::{}", property.to_snake_case()),
                format!("types::{schema}{}", property.to_pascal_case()),
            ];
            if rest.is_empty() {
                items.push(format!("types::{schema}"));
            }
            items
        }
        ["components", "schemas", name, ..] => vec![format!("types::{}", name.to_pascal_case())],
        _ => of_operations().collect(),
    }
}

fn methods(source: &Source) -> Methods {
    let paths = source
        .root()
        .get("paths")
        .into_iter()
        .flat_map(Node::members);
    let operations = paths.flat_map(|(path, item)| {
        item.value.members().filter_map(move |(method, operation)| {
            let id = operation.value.get("operationId")?.as_str()?;
            Some((
                format!("{} {path}", method.to_uppercase()),
                id.to_snake_case(),
            ))
        })
    });
    operations.collect()
}
