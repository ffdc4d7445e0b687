//! Which change of the document is behind a difference of the Rust API.
//!
//! The generator names things after what they are in the document: a schema's
//! type after the schema, an operation's method after its `operationId`. So the
//! pointer of a finding leads to the items that it shaped.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToPascalCase, ToSnakeCase};

use super::super::finding::Finding;
use super::super::side::Location;
use super::api::{ApiChange, RustApi};
use crate::operation;
use crate::source::Source;
use crate::tree::unescape;

/// The method of each operation, such as `POST /pets`, by its name in Rust.
type Methods = BTreeMap<String, String>;

/// Adds each difference to the findings that caused it.
pub(super) fn tie(api: &RustApi, findings: &mut [Finding], sources: [Option<&Source>; 2]) {
    let methods = sources.map(|source| source.map(methods).unwrap_or_default());
    let mut shaped = Shaped::new();
    for (index, finding) in findings.iter().enumerate() {
        for item in shaped_by(finding, &methods) {
            shaped.entry(item).or_default().insert(index);
        }
    }
    for change in api.all() {
        for index in causes(change, &shaped) {
            if let Some(finding) = findings.get_mut(index) {
                finding.rust.extend(change.lines());
                finding.rust_level = finding.rust_level.max(change.level);
            }
        }
    }
}

/// The findings, by index, that shape what is called so in Rust.
type Shaped = BTreeMap<String, BTreeSet<usize>>;

/// The findings that speak the most for having caused a change: those that
/// shape the very item, else those that shape what is nearest to it.
fn causes(change: &ApiChange, shaped: &Shaped) -> BTreeSet<usize> {
    let item = change.item.as_str();
    let around = || nearest(item, shaped);
    let below = || {
        let from = format!("{item}::");
        let below = shaped
            .range(from.clone()..)
            .take_while(|(name, _)| name.starts_with(&from));
        let causes: BTreeSet<usize> = below.flat_map(|(_, causes)| causes).copied().collect();
        (!causes.is_empty()).then_some(causes)
    };
    // `From<Fish> for GetPetResponse`, of a type that is itself something else.
    let named = || {
        let lines: Vec<_> = change.lines().collect();
        let mut names = lines.iter().flat_map(|line| line.split(" for ").skip(1));
        names.find_map(|rest| {
            let end = rest
                .find(|c: char| !c.is_alphanumeric())
                .unwrap_or(rest.len());
            nearest(&format!("types::{}", rest.get(..end)?), shaped)
        })
    };
    shaped
        .get(item)
        .cloned()
        .or_else(below)
        .or_else(around)
        .or_else(named)
        .unwrap_or_default()
}

/// What shapes the nearest item around another. The type of something inside is
/// named after both: `PetOwner` is inside of `Pet`.
fn nearest(item: &str, shaped: &Shaped) -> Option<BTreeSet<usize>> {
    let is_type = item.starts_with("types::");
    let ends = item.char_indices().map(|(end, _)| end).chain([item.len()]);
    let outer = ends.rev().filter_map(|end| {
        let (outer, rest) = item.split_at_checked(end)?;
        (is_type && outer.len() > "types::".len() || rest.starts_with("::")).then_some(outer)
    });
    outer.filter_map(|outer| shaped.get(outer)).next().cloned()
}

/// The items that the value of a finding shapes.
fn shaped_by(finding: &Finding, methods: &[Methods; 2]) -> Vec<String> {
    let ends = [&finding.old, &finding.new].into_iter().zip(methods);
    ends.filter_map(|(location, methods)| Some((location.as_ref()?, methods)))
        .flat_map(|(location, methods)| shaped_at(location, &finding.operations, methods))
        .collect()
}

fn shaped_at(location: &Location, operations: &[String], methods: &Methods) -> Vec<String> {
    let tokens: Vec<_> = location.pointer.split('/').skip(1).map(unescape).collect();
    let tokens: Vec<&str> = tokens.iter().map(AsRef::as_ref).collect();
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
    let names = crate::names::Names::of(source, &crate::reach::Reach::of(source));
    let operations = operation::operations(source.root());
    operations
        .filter_map(|operation| Some((operation.name(), names.method(operation.node_id())?.name.clone())))
        .collect()
}
