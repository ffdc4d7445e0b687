//! Values made from a schema.

use serde_json::{Map, Value as Json};

use super::Examples;
use super::texts;
use crate::schema::{Kind, Number, Others, Schema, Travel, component_name, mapping_of};
use crate::tree::Node;

/// The depth up to which optional properties are filled in.
const MAX_OPTIONAL_DEPTH: usize = 4;
/// The depth up to which schemas are followed: they may form cycles.
const MAX_DEPTH: usize = 24;
/// How many values are made for one schema at most, so that nested alternatives do not
/// take too long.
const MAX_STEPS: usize = 20_000;

/// The state of making one value.
struct Making {
    travel: Travel,
    left: usize,
}

impl<'a> Examples<'a> {
    /// A value that a schema allows; none if it could not be made.
    pub(super) fn value(&self, schema: &'a Node, travel: Travel) -> Option<Json> {
        let read = self.reader.schema(schema);
        // Try again without optional properties if it fails with them.
        [MAX_OPTIONAL_DEPTH, 0].into_iter().find_map(|optional| {
            let mut making = Making {
                travel,
                left: MAX_STEPS,
            };
            let value = self.make(schema, MAX_DEPTH, optional, &mut making)?;
            (self.reader.allows(&read, &value, travel) != Some(false)).then_some(value)
        })
    }

    fn make(
        &self,
        node: &'a Node,
        depth: usize,
        optional: usize,
        making: &mut Making,
    ) -> Option<Json> {
        making.left = making.left.checked_sub(1)?;
        let depth = depth.checked_sub(1)?;
        let schema = &*self.reader.schema(node);
        if let Some(shown) = self.said(schema, making.travel) {
            return Some(shown);
        }
        if let Some(reference) = schema.reference {
            return self.make(self.reader.target(reference)?, depth, optional, making);
        }
        let mut made = self.own(schema, depth, optional, making);
        for part in schema.all_of {
            let part = self.make(part, depth, optional, making);
            made = together(made, part?);
        }
        for choice in [schema.one_of, schema.any_of] {
            if choice.is_empty() {
                continue;
            }
            let base = made.take();
            made = choice.iter().find_map(|part| {
                let made = self.make(part, depth, optional, making)?;
                let tagged = self.tagged(node, part, made);
                let made = together(base.clone(), tagged)?;
                (self.reader.allows(schema, &made, making.travel) != Some(false)).then_some(made)
            });
            made.as_ref()?;
        }
        made
    }

    /// A value from the schema's own example, default or list of values.
    fn said(&self, schema: &Schema<'a>, travel: Travel) -> Option<Json> {
        let node = schema.node;
        let shown = node.get("example").into_iter();
        let shown = shown
            .chain(node.items_of("examples"))
            .chain(node.get("default"))
            .chain(schema.listed.into_iter().flatten());
        let values = shown.filter(|value| !value.is_null());
        let mut values = values.filter_map(|value| serde_json::to_value(value).ok());
        values.find(|value| self.reader.allows(schema, value, travel) != Some(false))
    }

    /// A value from the schema's own keywords; none if it has none.
    fn own(
        &self,
        schema: &Schema<'a>,
        depth: usize,
        optional: usize,
        making: &mut Making,
    ) -> Option<Json> {
        let has_properties = schema.properties.is_some() || !schema.required.is_empty();
        let is_described = matches!(schema.others, Others::Described(_));
        let kind = match schema.types.is_all() {
            false => [
                Kind::String,
                Kind::Number,
                Kind::Object,
                Kind::Array,
                Kind::Boolean,
                Kind::Null,
            ]
            .into_iter()
            .find(|kind| schema.types.has(*kind))?,
            true if has_properties || is_described => Kind::Object,
            true if schema.items.is_some() => Kind::Array,
            true if schema.minimum.is_some() || schema.maximum.is_some() => Kind::Number,
            true if schema.pattern.is_some() || schema.format.is_some() => Kind::String,
            true if schema.is_composed() => return None,
            true => Kind::Object,
        };
        match kind {
            Kind::Null => Some(Json::Null),
            Kind::Boolean => Some(true.into()),
            Kind::Number => number(schema),
            Kind::String => {
                let texts: Vec<_> = texts::of(schema).into_iter().map(Json::from).collect();
                let fits =
                    |text: &&Json| self.reader.allows(schema, text, making.travel) == Some(true);
                texts.iter().find(fits).or(texts.first()).cloned()
            }
            Kind::Array => {
                let item = match schema.items {
                    Some(items) => self.make(items, depth, optional, making),
                    None => Some("text".into()),
                };
                let count = schema.min_items.unwrap_or(0).max(1);
                let count = count.min(schema.max_items.unwrap_or(u64::MAX));
                match item {
                    Some(item) => {
                        let count = usize::try_from(count).ok()?;
                        let made = count.checked_mul(size(&item))?;
                        making.left = making.left.checked_sub(made)?;
                        Some(vec![item; count].into())
                    }
                    None => (schema.min_items.unwrap_or(0) == 0).then(|| Json::Array(Vec::new())),
                }
            }
            Kind::Object => self.object(schema, depth, optional, making),
        }
    }

    fn object(
        &self,
        schema: &Schema<'a>,
        depth: usize,
        optional: usize,
        making: &mut Making,
    ) -> Option<Json> {
        let mut members = Map::new();
        for (name, property) in schema.properties.into_iter().flat_map(Node::members) {
            let property = &property.value;
            let is_required = schema.required.contains(&name);
            if self.reader.is_unsent(property, making.travel) || optional == 0 && !is_required {
                continue;
            }
            match self.make(property, depth, optional.saturating_sub(1), making) {
                Some(value) => {
                    members.insert(name.to_owned(), value);
                }
                None if is_required => return None,
                None => {}
            }
        }
        let others = match schema.others {
            Others::Described(others) => Some(others),
            Others::Open | Others::Closed => None,
        };
        let is_small = |members: &Map<String, Json>| {
            (members.len() as u64) < schema.min_properties.unwrap_or(0)
        };
        let undescribed = schema.required.iter().map(|name| (*name).to_owned());
        let made_up = (1..=1000).map(|number| format!("key{number}"));
        for name in undescribed.chain(made_up) {
            let is_required = schema.required.contains(&&*name);
            let is_shown = others.is_some() && members.is_empty() && optional > 0;
            let is_asked_for = is_required || is_small(&members) || is_shown;
            if !is_asked_for || members.contains_key(&name) || schema.property(&name).is_some() {
                if is_required {
                    continue;
                }
                break;
            }
            let value = match others {
                Some(others) => self.make(others, depth, optional.saturating_sub(1), making),
                None => Some("text".into()),
            };
            match value {
                Some(value) => members.insert(name, value),
                None if is_required => return None,
                None => break,
            };
        }
        Some(Json::Object(members))
    }

    /// A value of an alternative, with the property of the discriminator.
    fn tagged(&self, union: &'a Node, part: &'a Node, mut value: Json) -> Json {
        let discriminator = union.get("discriminator");
        let property = discriminator.and_then(|discriminator| discriminator.text("propertyName"));
        let reference = part.reference();
        if let (Some(property), Some(reference), Json::Object(members)) =
            (property, reference, &mut value)
        {
            let mapping = discriminator.and_then(|discriminator| discriminator.get("mapping"));
            let mapped = mapping.map(mapping_of).unwrap_or_default();
            let tag = mapped
                .into_iter()
                .find_map(|(tag, target)| (target == reference).then_some(tag));
            let tag = tag.or_else(|| component_name(reference).map(str::to_owned));
            members.extend(tag.map(|tag| (property.to_owned(), tag.into())));
        }
        value
    }
}

/// Merges two values; if they are not objects, the later one is used.
fn together(one: Option<Json>, other: Json) -> Option<Json> {
    match (one, other) {
        (Some(Json::Object(mut one)), Json::Object(other)) => {
            one.extend(other);
            Some(Json::Object(one))
        }
        (_, other) => Some(other),
    }
}

/// The number of values inside a value.
fn size(value: &Json) -> usize {
    match value {
        Json::Array(items) => items.iter().map(size).fold(1, usize::saturating_add),
        Json::Object(members) => members.values().map(size).fold(1, usize::saturating_add),
        _ => 1,
    }
}

/// A number within the limits of a schema.
fn number(schema: &Schema<'_>) -> Option<Json> {
    let near = |number: Number| match number {
        Number::Integer(value) => [-1, 0, 1].map(|by| Number::Integer(value.saturating_add(by))),
        Number::Real(value) => [-0.5, 0.0, 0.5].map(|by| Number::real(value + by)),
    };
    let limits = [schema.minimum, schema.maximum];
    let limits = limits
        .into_iter()
        .flatten()
        .flat_map(|bound| near(bound.number));
    let multiples = schema.multiple_of.into_iter().flat_map(|divisor| {
        let least = schema.minimum.map_or(0.0, |bound| bound.number.as_f64());
        let first = (least / divisor.as_f64()).ceil();
        [first, first + 1.0].map(|times| Number::real(times * divisor.as_f64()))
    });
    let mut candidates = [1, 0]
        .map(Number::Integer)
        .into_iter()
        .chain(limits)
        .chain(multiples);
    let fits = |number: &Number| schema.allows_number(*number, true);
    candidates.find(fits)?.json()
}
