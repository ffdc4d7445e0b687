//! Probable mistakes in schemas: required names that nothing describes, branches that
//! contradict each other, alternatives that one value can match together, and
//! discriminators that do not fit.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::context::Check;
use crate::diagnostic::{Rule, nearest};
use crate::shape::{Form, Key, Object, Others, Property, Side, Union, Use};
use crate::tree::Spot;

/// How deep alternatives are compared.
const MAX_COMPARED_LEVELS: usize = 5;

impl<'a> Check<'a> {
    pub(super) fn mistakes(&mut self) {
        self.undescribed();
        self.contradictions();
        self.several_alternatives();
        self.discriminators();
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
            if let Some(any_of) = union.any_of
                && !self.are_told_apart(union)
                && self.each_knows_what_others_do_not(&union.variants)
            {
                found.insert(any_of);
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

    /// Whether a property tells all values of a union apart: at most one alternative may be
    /// without it.
    fn are_told_apart(&self, union: &Union<'a>) -> bool {
        let schemas = &self.inventory.schemas;
        let Some(tags) = schemas.tags(union) else {
            return false;
        };
        let may_lack_it = union
            .variants
            .iter()
            .filter(|used| match schemas.settled(used) {
                Form::Object(object) => {
                    let property = object.properties.get(tags.property);
                    property.is_none_or(|property| {
                        !property.is_required || schemas.is_nullable(&property.schemas)
                    })
                }
                _ => false,
            });
        tags.shared.is_empty() && may_lack_it.count() < 2
    }

    /// Whether there are two alternatives that each know a property which the other loses.
    fn each_knows_what_others_do_not(&self, variants: &[Use<'a>]) -> bool {
        let loses = |one, other| self.loses(one, other, &mut HashSet::new());
        let mut pairs = variants.iter().enumerate();
        pairs.any(|(index, one)| {
            let mut others = variants.iter().skip(index + 1);
            others.any(|other| {
                self.may_both_match(one, other, MAX_COMPARED_LEVELS)
                    && loses(one, other)
                    && loses(other, one)
            })
        })
    }

    /// Whether a value may match two alternatives, as far as required properties tell.
    fn may_both_match(&self, one: &Use<'a>, other: &Use<'a>, levels: usize) -> bool {
        let Some(levels) = levels.checked_sub(1) else {
            return true;
        };
        let schemas = &self.inventory.schemas;
        match (schemas.settled(one), schemas.settled(other)) {
            (Form::Object(one), Form::Object(other)) => {
                let requires_more = |one: &Object<'a>, other: &Object<'a>| {
                    let is_closed = matches!(other.others, Others::Forbidden);
                    let mut properties = one.properties.iter();
                    is_closed
                        && properties.any(|(name, property)| {
                            property.is_required && !other.properties.contains_key(name)
                        })
                };
                let mut properties = one.properties.iter();
                let differ = properties.any(|(name, one)| {
                    other.properties.get(name).is_some_and(|other| {
                        (one.is_required || other.is_required)
                            && !self.may_both_match(&one.schemas, &other.schemas, levels)
                    })
                });
                !differ && !requires_more(&one, &other) && !requires_more(&other, &one)
            }
            (Form::Enum(ones), Form::Enum(others)) => ones.iter().any(|one| others.contains(one)),
            (Form::Scalar(one), Form::Scalar(other)) => {
                let are_numbers = [one.kind, other.kind]
                    .iter()
                    .all(|kind| ["integer", "number"].contains(kind));
                one.kind == other.kind || are_numbers
            }
            _ => true,
        }
    }

    /// Whether a type that can read values of another one loses a property that the other
    /// one describes. `seen` are the pairs that were compared.
    fn loses(&self, one: &Use<'a>, other: &Use<'a>, seen: &mut HashSet<(Key, Key)>) -> bool {
        if !seen.insert((Key::of(one), Key::of(other))) {
            return false;
        }
        let schemas = &self.inventory.schemas;
        match (schemas.settled(one), schemas.settled(other)) {
            (_, Form::Union(union)) => {
                let mut variants = union.variants.iter();
                variants.any(|other| self.loses(one, other, seen))
            }
            (Form::Union(union), _) => {
                let mut variants = union.variants.iter();
                variants.all(|one| self.loses(one, other, seen))
            }
            (Form::Object(one), Form::Object(other)) => {
                let mut properties = other.properties.iter();
                properties.any(
                    |(name, other)| match (one.properties.get(name), &one.others) {
                        (Some(one), _) => self.loses(&one.schemas, &other.schemas, seen),
                        (None, Others::Kept(kept)) => self.loses(kept, &other.schemas, seen),
                        (None, _) => true,
                    },
                )
            }
            (Form::Map(one), Form::Object(other)) => {
                let mut properties = other.properties.values();
                properties.any(|other| self.loses(&one, &other.schemas, seen))
            }
            (Form::Object(one), Form::Map(other)) => match &one.others {
                Others::Kept(kept) => self.loses(kept, &other, seen),
                _ => true,
            },
            (Form::List(one), Form::List(other)) | (Form::Map(one), Form::Map(other)) => {
                self.loses(&one, &other, seen)
            }
            _ => false,
        }
    }

    /// Discriminators whose property an alternative does not have, and mappings that lead
    /// to no schema.
    fn discriminators(&mut self) {
        let schemas = &self.inventory.schemas;
        let mut found: BTreeMap<Spot, (String, String)> = BTreeMap::new();
        for ty in &self.inventory.types {
            let Form::Union(Union {
                variants,
                discriminator: Some(discriminator),
                ..
            }) = &ty.form
            else {
                continue;
            };
            let property = discriminator.property;
            // The direction of values does not matter here.
            let both = |used: &Use<'a>| -> Use<'a> {
                used.iter().map(|part| part.on(Side::Both)).collect()
            };
            let objects = variants
                .iter()
                .filter_map(|used| match schemas.settled(&both(used)) {
                    Form::Object(object) if !matches!(object.others, Others::Kept(_)) => {
                        Some(object)
                    }
                    _ => None,
                });
            let objects: Vec<_> = objects.collect();
            let lacks_it = |object: &Object<'_>| !object.properties.contains_key(property);
            if !objects.iter().any(lacks_it) {
                continue;
            }
            let names = objects
                .iter()
                .flat_map(|object| object.properties.keys().copied());
            // If one alternative has it, its name is right.
            let likely = nearest(property, names).filter(|_| objects.iter().all(lacks_it));
            let help = match likely {
                Some(likely) => {
                    format!("write `{likely}`, or describe `{property}` in each alternative")
                }
                None => format!("describe `{property}` in each alternative"),
            };
            let message = format!(
                "an alternative has no property `{property}`, so the client neither reads nor sends it there"
            );
            found.insert(discriminator.at, (message, help));
        }
        for (at, (message, help)) in found {
            self.report(Rule::MisfitDiscriminator, at, message, help);
        }
    }
}
