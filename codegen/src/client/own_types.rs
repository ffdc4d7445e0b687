//! The types that are generated here and not by typify: enums, unions and strings with
//! constraints. They are next to typify's types in the module `types`.

use std::cell::LazyCell;
use std::collections::HashSet;

use syn::visit_mut::VisitMut;
use syn::{Item, parse_quote};

use super::constrained::Constrained;
use super::enums::Enums;
use super::open::{self, Shared};
use super::syntax::{Within, types};
use super::{docs, unions};
use crate::document::Document;
use crate::markdown::harmless;
use crate::names::TypeNames;
use crate::shape::{Form, Inventory, Type};

/// Adds them to the code from progenitor.
pub(super) fn add(
    wire: &mut syn::File,
    document: &Document,
    inventory: &Inventory<'_>,
    mut options: Vec<(String, [Item; 2])>,
    has_present: bool,
) {
    let components = document.openapi().components.as_ref();
    let handed: HashSet<&str> = components
        .into_iter()
        .flat_map(|components| components.schemas.keys())
        .map(String::as_str)
        .collect();
    let names = document.names();
    let own = inventory
        .types
        .iter()
        .enumerate()
        .filter_map(|(index, ty)| {
            let names = names.ty(index)?;
            (names.is_own && handed.contains(names.name.as_str())).then_some((ty, names))
        });
    let mut own: Vec<(&Type<'_>, &TypeNames)> = own.collect();
    if own.is_empty() && options.is_empty() && !has_present {
        return;
    }
    own.sort_by_key(|(_, names)| &names.name);
    let payloads = LazyCell::new(|| unions::Payloads::new(inventory, names));
    let mut items = Vec::new();
    let enums = LazyCell::new(Enums::new);
    let constrained = LazyCell::new(Constrained::new);
    let mut shared: HashSet<Shared> = has_present.then_some(Shared::Present).into_iter().collect();
    for (ty, names) in own {
        let description = description(ty);
        let harmless = description.map(harmless);
        let about = harmless.map_or_else(Vec::new, |text| docs::docs(&text));
        match &ty.form {
            Form::Enum(values) => {
                shared.insert(Shared::Enums);
                items.extend(enums.items(names, values, &about));
            }
            Form::Union(union) => {
                shared.insert(Shared::Unions);
                items.extend(unions::items(names, union, &payloads, &about));
            }
            Form::Scalar(scalar) => {
                shared.insert(Shared::Constrained);
                items.extend(constrained.items(document, names, scalar, description, &about));
            }
            _ => {}
        }
    }
    if let Some(types) = types(wire) {
        // Typify writes the same paths inside the module and outside of it. Callers read
        // the fields.
        for item in &mut *types {
            if let Item::Struct(item) = item {
                Within.visit_fields_mut(&mut item.fields);
            }
        }
        types.insert(
            0,
            parse_quote!(
                use super::types;
            ),
        );
        options.sort_by(|(one, _), (other, _)| one.cmp(other));
        types.extend(items);
        types.extend(options.into_iter().flat_map(|(_, items)| items));
    }
    if !shared.is_empty() {
        wire.items.push(Item::Mod(open::module(&shared)));
    }
}

/// What the document says about a type.
fn description<'a>(ty: &Type<'a>) -> Option<&'a str> {
    let said = ty.schemas.iter().rev().map(|part| part.node);
    [ty.at]
        .into_iter()
        .chain(said)
        .find_map(|node| node.text("description"))
}
