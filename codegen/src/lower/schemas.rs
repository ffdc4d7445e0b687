//! The schemas for the generator. Each schema that becomes its own type is a component
//! under its Rust name, and is used by reference. All other schemas are inline, and
//! contain only what their type needs.

use std::borrow::Cow;
use std::collections::HashSet;

use indexmap::IndexSet;

use super::value::{Lowered, Members};
use crate::markdown::harmless;
use crate::names::{Names, TypeNames};
use crate::schema::{self, Reader};
use crate::shape::{Form, Inventory, Object, Others, Part, Property, Scalar, Side, Type};
use crate::tree::{Node, NodeId};

/// Makes the schemas for the generator.
pub(super) struct Schemas<'a, 'n> {
    inventory: &'n Inventory<'a>,
    reader: &'n Reader<'a>,
    names: &'n Names,
    /// Patterns that the client cannot check.
    unchecked: &'n HashSet<NodeId>,
    /// The types that are referred to, in the order in which they are met.
    wanted: IndexSet<usize>,
}

impl<'a, 'n> Schemas<'a, 'n> {
    pub(super) fn new(
        inventory: &'n Inventory<'a>,
        reader: &'n Reader<'a>,
        names: &'n Names,
        unchecked: &'n HashSet<NodeId>,
    ) -> Self {
        Self {
            inventory,
            reader,
            names,
            unchecked,
            wanted: IndexSet::new(),
        }
    }

    /// Requests the type of a component.
    pub(super) fn want(&mut self, component: &Node) {
        self.wanted
            .extend(self.inventory.index_of_component(component));
    }

    /// The types that are referred to, under their names in Rust.
    pub(super) fn components(mut self) -> Members<'a> {
        let mut components = Vec::new();
        let mut next = 0;
        while let Some(index) = self.wanted.get_index(next).copied() {
            next += 1;
            let inventory = self.inventory;
            if let Some(ty) = inventory.types.get(index)
                && let Some(names) = self.names.ty(index)
            {
                let definition = self.definition(ty, names);
                components.push((ty.at.id, (names.name.clone().into(), definition)));
            }
        }
        // In the order of the document.
        components.sort_by_key(|(id, _)| *id);
        components
            .into_iter()
            .map(|(_, component)| component)
            .collect()
    }

    /// A schema where a value is sent or received.
    pub(super) fn body(&mut self, schema: &'a Node, side: Side) -> Lowered<'a> {
        let used = self.inventory.schemas.used_on(schema, side);
        self.used(&used, schema, None)
    }

    /// The schema of a parameter, which is never null.
    pub(super) fn parameter(&mut self, schema: &'a Node) -> Lowered<'a> {
        let used = self.inventory.schemas.used_on(schema, Side::Sent);
        match self.reference(&used, schema) {
            Some(reference) => reference,
            None => Lowered::map(schema, self.inline(&used, schema)),
        }
    }

    fn reference(&mut self, used: &[Part<'a>], at: &'a Node) -> Option<Lowered<'a>> {
        let index = self.inventory.index_of(used)?;
        self.wanted.insert(index);
        let name = &self.names.ty(index)?.name;
        let reference = Lowered::text(at, schema::reference_to(name));
        Some(Lowered::map(at, vec![("$ref".into(), reference)]))
    }

    fn used(&mut self, used: &[Part<'a>], at: &'a Node, about: Option<Lowered<'a>>) -> Lowered<'a> {
        let is_nullable = self.inventory.schemas.is_nullable(used);
        let mut members = match self.reference(used, at) {
            Some(reference) if !is_nullable && about.is_none() => return reference,
            Some(reference) => vec![("allOf".into(), Lowered::list(at, vec![reference]))],
            None => self.inline(used, at),
        };
        // Any value may be null.
        if is_nullable && !members.is_empty() {
            members.push(("nullable".into(), Lowered::Bool(at.into(), true)));
        }
        members.extend(about.map(|about| ("description".into(), about)));
        Lowered::map(at, members)
    }

    /// A schema that needs no name.
    fn inline(&mut self, used: &[Part<'a>], at: &'a Node) -> Members<'a> {
        match self.inventory.schemas.form(used) {
            Form::List(items) => vec![
                ("type".into(), Lowered::text(at, "array")),
                ("items".into(), self.used(&items, at, None)),
            ],
            Form::Map(values) => {
                let mut members = vec![("type".into(), Lowered::text(at, "object"))];
                if !self.is_anything(&values) {
                    let values = self.used(&values, at, None);
                    members.push(("additionalProperties".into(), values));
                }
                members
            }
            Form::Scalar(scalar) => self.scalar(&scalar, at),
            // The others have names.
            _ => Members::new(),
        }
    }

    fn is_anything(&self, used: &[Part<'a>]) -> bool {
        matches!(self.inventory.schemas.form(used), Form::Anything)
    }

    fn scalar(&self, scalar: &Scalar<'a>, at: &'a Node) -> Members<'a> {
        let mut members = vec![("type".into(), Lowered::text(at, scalar.kind))];
        if let Some(format) = scalar.format()
            && scalar.has_typed_format()
        {
            members.push(("format".into(), Lowered::text(at, format)));
        }
        // Limits would change the type of a number, so adding a limit later would break
        // callers.
        let keywords: &[&str] = match scalar.is_constrained_text() {
            true => &["pattern", "minLength", "maxLength"],
            false => &[],
        };
        for key in keywords {
            let Some(value) = scalar.keyword(key) else {
                continue;
            };
            if !self.unchecked.contains(&value.id) {
                members.push(((*key).into(), Lowered::As(value)));
            }
        }
        members
    }

    /// The definition of a schema that has a name.
    fn definition(&mut self, ty: &Type<'a>, names: &'n TypeNames) -> Lowered<'a> {
        let at = ty.at;
        let mut members = match &ty.form {
            Form::Component(_) => {
                let reference = self.reference(&ty.schemas, at);
                vec![(
                    "allOf".into(),
                    Lowered::list(at, reference.into_iter().collect()),
                )]
            }
            Form::Object(object) => self.object(object, names, at),
            // The client generates these two kinds of types itself. The lists are only
            // for readers of the lowered document.
            Form::Enum(values) => {
                let mut members = vec![("type".into(), Lowered::text(at, "string"))];
                if names.are_told_apart_by_words(values) {
                    let values = values.iter().map(|value| Lowered::As(value)).collect();
                    members.push(("enum".into(), Lowered::list(at, values)));
                }
                members
            }
            Form::Union(union) => {
                let variants = union.variants.iter();
                let variants = variants.map(|variant| self.used(variant, at, None));
                vec![("oneOf".into(), Lowered::list(at, variants.collect()))]
            }
            _ => self.inline(&ty.schemas, at),
        };
        let said = || ty.schemas.iter().rev().map(|part| part.node);
        let said_by = |key| {
            [at].into_iter()
                .chain(said())
                .find_map(|node| node.get(key))
        };
        if let Some(description) = said_by("description") {
            members.push(("description".into(), words(description)));
        }
        Lowered::map(at, members)
    }

    fn object(&mut self, object: &Object<'a>, names: &TypeNames, at: &'a Node) -> Members<'a> {
        let mut properties = Members::new();
        let mut required = Vec::new();
        for (property, field) in object.properties.values().zip(&names.fields) {
            if property.is_required {
                required.push(Lowered::text(at, field.handed.clone()));
            }
            properties.push((field.handed.clone().into(), self.property(property, at)));
        }
        let mut members = vec![
            ("type".into(), Lowered::text(at, "object")),
            ("properties".into(), Lowered::map(at, properties)),
        ];
        if !required.is_empty() {
            members.push(("required".into(), Lowered::list(at, required)));
        }
        let others = match &object.others {
            // The service may add properties later.
            Others::Ignored | Others::Forbidden => None,
            Others::Kept(others) if self.is_anything(others) => Some(Lowered::map(at, Vec::new())),
            Others::Kept(others) => Some(self.used(others, at, None)),
        };
        members.extend(others.map(|others| ("additionalProperties".into(), others)));
        members
    }

    fn property(&mut self, property: &Property<'a>, at: &'a Node) -> Lowered<'a> {
        let description = property.keyword("description");
        let at = property.said.last().copied().unwrap_or(at);
        let default = property.default(self.reader);
        let about = match (description, default.and_then(schema::about_default)) {
            (description, None) => description.map(words),
            (None, Some(default)) => Some(Lowered::text(at, default)),
            (Some(description), Some(default)) => {
                let description = harmless(description.as_str().unwrap_or_default());
                let description = description.trim_end();
                Some(Lowered::text(at, format!("{description}\n\n{default}")))
            }
        };
        self.used(&property.schemas, at, about)
    }
}

/// A description, as documentation.
fn words(description: &Node) -> Lowered<'_> {
    match description.as_str().map(harmless) {
        Some(Cow::Owned(text)) => Lowered::text(description, text),
        _ => Lowered::As(description),
    }
}
