//! Probable mistakes in schemas: required names that nothing describes, branches that
//! contradict each other, and alternatives that one value can match together.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::context::{Check, nearest};
use crate::diagnostic::Rule;
use crate::shape::{Form, Others, Property, Use};
use crate::tree::Spot;

impl<'a> Check<'a> {
    pub(super) fn mistakes(&mut self) {
        self.undescribed();
        self.contradictions();
        self.several_alternatives();
    }

    /// Required names that nothing describes.
    fn undescribed(&mut self) {
        let types = &self.inventory.types;
        let objects = types.iter().filter_map(|ty| match &ty.form {
            Form::Object(object) => Some(object),
            _ => None,
        });
        let mut found: BTreeMap<Spot, (&str, Option<&str>)> = BTreeMap::new();
        for object in objects {
            let is_described =
                |property: &Property<'_>| !property.schemas.is_empty() || !property.said.is_empty();
            let properties = object.properties.iter();
            let (described, others): (Vec<_>, Vec<_>) =
                properties.partition(|(_, property)| is_described(property));
            let described = described.into_iter().map(|(name, _)| *name);
            let described: Vec<_> = described.collect();
            for (name, property) in others.into_iter().filter(|_| !described.is_empty()) {
                found.insert(
                    property.at,
                    (name, nearest(name, described.iter().copied())),
                );
            }
        }
        for (at, (name, nearest)) in found {
            let help = match nearest {
                Some(nearest) => format!("write `{nearest}`, or describe `{name}`"),
                None => format!("describe it: add `{name}` to the `properties`"),
            };
            self.report(
                Rule::UndescribedRequired,
                at,
                format!("`{name}` is required, but no property has this name; it becomes a field that accepts any value"),
                help,
            );
        }
    }

    /// Branches of `allOf` that no value can match together.
    fn contradictions(&mut self) {
        let schemas = &self.inventory.schemas;
        let mut found: BTreeSet<Spot> = BTreeSet::new();
        for ty in &self.inventory.types {
            if schemas.contradict(&ty.schemas) {
                found.insert(ty.at.into());
            }
            if let Form::Object(object) = &ty.form {
                let all = object.properties.values();
                let contradicted = all.filter(|property| schemas.contradict(&property.schemas));
                found.extend(contradicted.map(|property| property.at));
            }
        }
        for at in found {
            self.report(
                Rule::Contradiction,
                at,
                "no value can match this schema: the branches of `allOf` require different types, or their lists of values have no value in common",
                "correct one of the branches",
            );
        }
    }

    /// Alternatives that one value may match together, although the client keeps only
    /// one.
    fn several_alternatives(&mut self) {
        let mut found: BTreeSet<Spot> = BTreeSet::new();
        for ty in &self.inventory.types {
            let Form::Union(union) = &ty.form else {
                continue;
            };
            let parts = ty.schemas.iter();
            let any_of = parts.filter_map(|part| part.node.member("anyOf")).next();
            if let Some(any_of) = any_of
                && union.discriminator.is_none()
                && self.each_knows_what_others_do_not(&union.variants)
            {
                found.insert(any_of.into());
            }
        }
        for at in found {
            self.report(
                Rule::SeveralAlternatives,
                at,
                "a value may match several of these; the client keeps the best match, and ignores what only the others describe",
                "use `oneOf` if a value matches only one of them, or describe one object with optional properties",
            );
        }
    }

    /// Whether there are two structures that each have a property which the other lacks.
    fn each_knows_what_others_do_not(&self, variants: &[Use<'a>]) -> bool {
        let schemas = &self.inventory.schemas;
        let known = variants
            .iter()
            .filter_map(|variant| match schemas.settled(variant) {
                Form::Object(object) if !matches!(object.others, Others::Kept(_)) => {
                    let names = object.properties.keys().copied();
                    Some(names.collect::<HashSet<&str>>())
                }
                _ => None,
            });
        let known: Vec<_> = known.collect();
        let differ = |one: &HashSet<&str>, other: &HashSet<&str>| {
            !one.is_subset(other) && !other.is_subset(one)
        };
        let mut pairs = known.iter().enumerate();
        pairs.any(|(index, one)| known.iter().skip(index + 1).any(|other| differ(one, other)))
    }
}
