//! The names of fields and variants.

use foldhash::{HashMap, HashMapExt};

use super::chosen::Chosen;
use super::identifier::{Case, variant};
use super::scope::{Collision, Right, Scope, What, Wish};
use crate::shape::{Object, Others, Part, Type};
use crate::tree::{Files, Node, Place, Spot};

/// The variant for unknown values in every enum and union.
pub(crate) const UNKNOWN: &str = "Unknown";

/// The generator's name for the properties that a structure does not describe.
pub(crate) const OTHERS: &str = "extra";

/// The name of a value or an alternative.
#[derive(Debug)]
pub(crate) struct Variant {
    pub(crate) name: String,
    /// The value, or the description of the alternative.
    pub(crate) wire: String,
    pub(crate) at: Spot,
}

/// The name of a property, as a field.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) at: Spot,
    /// The name of the property.
    pub(crate) wire: String,
    pub(crate) name: String,
    /// The name of the property in the document for the generator.
    pub(crate) handed: String,
    pub(crate) is_required: bool,
    /// Whether the document chooses the name.
    pub(super) is_chosen: bool,
}

impl Field {
    /// The generator's name for the field.
    pub(crate) fn generated(&self) -> String {
        Case::Snake.name(&self.handed)
    }
}

/// Names the properties of a structure, and the field for properties that it does not
/// describe.
pub(super) fn fields(
    object: &Object<'_>,
    chosen: &mut Chosen,
    collisions: &mut Vec<Collision>,
) -> (Vec<Field>, Option<String>) {
    let mut scope = Scope::new(Case::Snake, &[]);
    let mut rights = Vec::new();
    let wishes = object.properties.iter().map(|(wire, property)| {
        // The outermost schema takes precedence.
        let mut said = property.said.iter().rev();
        let by_document = said.find_map(|node| chosen.name(node, Case::Snake));
        let (name, right) = match by_document {
            Some((name, _)) => (name, Right::Chosen),
            None => (Case::Snake.name(wire), Right::Declared),
        };
        rights.push(right == Right::Chosen);
        Wish {
            name,
            right,
            at: property.at,
            what: What::Called("property", wire),
        }
    });
    let wishes = wishes.collect();
    let field_names = scope.name_all(wishes);
    let others = match &object.others {
        Others::Kept(others) => Some(scope.name(Wish {
            name: OTHERS.to_owned(),
            right: Right::Derived,
            at: spot(others),
            what: What::Described("`additionalProperties`".to_owned()),
        })),
        Others::Ignored | Others::Forbidden => None,
    };
    collisions.append(&mut scope.collisions);
    let fields = object.properties.iter().zip(field_names).zip(rights);
    let fields = fields
        .map(|(((wire, property), name), is_chosen)| Field {
            at: property.at,
            is_required: property.is_required,
            is_chosen,
            wire: (*wire).to_owned(),
            handed: match (&name, &others) {
                // The generator always uses this name for the other properties.
                (name, Some(others)) if name == OTHERS => others.clone(),
                (name, _) if Case::Snake.is_plain(wire, name) => (*wire).to_owned(),
                (name, _) => name.clone(),
            },
            name,
        })
        .collect();
    (fields, others)
}

/// Names the listed values of an enum.
pub(super) fn values(
    ty: &Type<'_>,
    listed: &[&Node],
    chosen: &mut Chosen,
    collisions: &mut Vec<Collision>,
) -> Vec<Variant> {
    let mut by_document: HashMap<&str, (String, Spot)> = HashMap::new();
    for part in &ty.schemas {
        if let Some(names) = chosen.variants(part.node) {
            let listed = part.node.items_of("enum").iter().zip(names);
            by_document.extend(listed.filter_map(|(value, name)| Some((value.as_str()?, name))));
        }
    }
    let scope = Scope::new(Case::Pascal, &[UNKNOWN]);
    let wishes = listed.iter().map(|value| {
        let text = value.as_str().unwrap_or_default();
        let (name, right, at) = match by_document.get(text) {
            Some((name, at)) => (name.clone(), Right::Chosen, *at),
            None => (variant(text), Right::Declared, Spot::from(*value)),
        };
        Wish {
            name,
            right,
            at,
            what: What::Called("value", text),
        }
    });
    let wishes = wishes.collect();
    variants(scope, wishes, collisions)
}

pub(super) fn variants<'a>(
    mut scope: Scope<'a>,
    wishes: Vec<Wish<'a>>,
    collisions: &mut Vec<Collision>,
) -> Vec<Variant> {
    let places: Vec<_> = wishes
        .iter()
        .map(|wish| (wish.at, wish.what.to_string()))
        .collect();
    let names = scope.name_all(wishes).into_iter().zip(places);
    collisions.append(&mut scope.collisions);
    names
        .map(|(name, (at, wire))| Variant { name, wire, at })
        .collect()
}

/// The place of the first of some schemas.
pub(super) fn spot(used: &[Part<'_>]) -> Spot {
    match used.first() {
        Some(part) => part.node.into(),
        None => Place::start_of(Files::FIRST).into(),
    }
}
