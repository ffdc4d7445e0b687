//! Finds the schemas inside others, and what each of them is part of.

use super::form::{Form, Others};
use super::part::{Key, Part, Schemas, Use};
use crate::tree::NodeId;

/// What a schema without a name is part of.
#[derive(Clone, Copy)]
pub(crate) enum Base<'a> {
    /// A type of the inventory, by its index.
    Type(usize),
    Operation(NodeId),
    /// A path, whose operations share it.
    Path(&'a str),
    /// A component other than a schema.
    Component(&'a str),
}

/// A step from the containing item to the schema.
#[derive(Clone, Copy)]
pub(crate) enum Step<'a> {
    Property(&'a str),
    Parameter(&'a str),
    Item,
    Value,
    Others,
    Variant(usize),
    SharedParameter,
    Body,
    Response,
}

/// A use of schemas that must still be visited.
pub(super) struct Visit<'a> {
    pub(super) used: Use<'a>,
    pub(super) base: Base<'a>,
    pub(super) steps: Vec<Step<'a>>,
    /// The unnamed lists and maps around it.
    pub(super) within: Vec<Key>,
    /// The unions in which it is an alternative, the outermost first, and what their
    /// alternatives have in common.
    pub(super) unions: Vec<(Base<'a>, Use<'a>)>,
}

impl<'a> Visit<'a> {
    pub(super) fn of(used: Use<'a>, base: Base<'a>, steps: Vec<Step<'a>>) -> Self {
        Self {
            used,
            base,
            steps,
            within: Vec::new(),
            unions: Vec::new(),
        }
    }
}

/// The schemas inside a form, which must be visited next.
pub(super) fn inner<'a>(form: &Form<'a>, outer: &Visit<'a>) -> Vec<Visit<'a>> {
    let visit = |used: &Use<'a>, step: Step<'a>| Visit {
        within: outer.within.clone(),
        ..Visit::of(
            used.clone(),
            outer.base,
            outer.steps.iter().copied().chain([step]).collect(),
        )
    };
    match form {
        Form::Object(object) => {
            let properties = object.properties.iter();
            let properties =
                properties.map(|(name, property)| visit(&property.schemas, Step::Property(name)));
            let others = match &object.others {
                Others::Kept(others) => Some(visit(others, Step::Others)),
                Others::Ignored | Others::Forbidden => None,
            };
            properties.chain(others).collect()
        }
        Form::Union(union) => {
            let mut unions = outer.unions.clone();
            if !union.common.is_empty() {
                unions.push((outer.base, union.common.clone()));
            }
            let variants = union.variants.iter().enumerate();
            variants
                .map(|(index, variant)| Visit {
                    unions: unions.clone(),
                    ..visit(variant, Step::Variant(index))
                })
                .collect()
        }
        Form::List(items) => vec![visit(items, Step::Item)],
        Form::Map(values) => vec![visit(values, Step::Value)],
        Form::Component(_) | Form::Enum(_) | Form::Scalar(_) | Form::Anything => Vec::new(),
    }
}

/// Assigns the properties that all alternatives have to the outermost union that
/// describes them, so that another alternative does not change their names.
pub(super) fn share<'a>(
    schemas: &Schemas<'a>,
    properties: &mut [Visit<'a>],
    unions: &[(Base<'a>, Use<'a>)],
) {
    for (base, common) in unions.iter().rev() {
        let Form::Object(shared) = schemas.form(common) else {
            continue;
        };
        for visit in &mut *properties {
            if let Some(Step::Property(name)) = visit.steps.last()
                && let Some(property) = shared.properties.get(name)
                && key(&property.schemas) == key(&visit.used)
            {
                visit.base = *base;
            }
        }
    }
}

/// A component has the same key if it is used directly or by a reference.
pub(super) fn key(used: &[Part<'_>]) -> Key {
    match used {
        [part] if part.is_whole() => Key::of_whole(part.node, part.side),
        used => Key::of(used),
    }
}
