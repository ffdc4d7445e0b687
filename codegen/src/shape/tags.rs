//! How the value of a property tells the alternatives of a union apart.

use foldhash::{HashSet, HashSetExt};

use super::form::{Discriminator, Form, Union};
use super::part::{Part, Schemas, Use};
use crate::tree::Node;

/// How deep unions may be nested in which a tag is looked up. They may form cycles.
const MAX_NESTED_UNIONS: usize = 8;

/// The values of a property, and the alternatives that they stand for.
pub(crate) struct Tags<'a> {
    pub(crate) property: &'a str,
    /// For each alternative of the union, in its order. A value stands for one alternative.
    pub(crate) values: Vec<Vec<&'a str>>,
    /// Whether an object with another value matches no alternative that is known.
    pub(crate) is_complete: bool,
}

impl<'a> Schemas<'a> {
    /// How the alternatives of a union are told apart by a property: as the discriminator
    /// says, or if there is none, by a property for which each alternative lists other
    /// strings.
    pub(crate) fn tags(&self, union: &Union<'a>) -> Option<Tags<'a>> {
        self.tags_within(union, MAX_NESTED_UNIONS)
    }

    fn tags_within(&self, union: &Union<'a>, left: usize) -> Option<Tags<'a>> {
        match &union.discriminator {
            Some(discriminator) => Some(self.declared(union, discriminator, left)),
            None => self.implied(union, left),
        }
    }

    /// A value stands for the component to which the mapping leads; else for the only
    /// alternative that lists it; else for the component with that name.
    fn declared(
        &self,
        union: &Union<'a>,
        discriminator: &Discriminator<'a>,
        left: usize,
    ) -> Tags<'a> {
        let property = discriminator.property;
        let variants = || union.variants.iter().enumerate();
        let mut meanings: Vec<(&str, usize)> = Vec::new();
        for (value, name) in &discriminator.mapping {
            let target = self.component(name);
            let is_it = |used: &Use<'a>| {
                target.is_some_and(|target| self.is_variant_of(used, target, left))
            };
            // An alternative itself comes before one that it extends.
            let direct = variants().find(|(_, used)| {
                let mut components = used.iter().filter_map(|part| part.component());
                components.any(|component| Some(component) == target)
            });
            let meant = direct.or_else(|| variants().find(|(_, used)| is_it(used)));
            meanings.extend(meant.map(|(index, _)| (*value, index)));
        }
        let mapped: HashSet<&str> = meanings.iter().map(|(value, _)| *value).collect();
        let listed: Vec<_> = union
            .variants
            .iter()
            .map(|used| self.listed(used, property, left).unwrap_or_default())
            .collect();
        for (index, values) in listed.iter().enumerate() {
            let others = || {
                listed
                    .iter()
                    .enumerate()
                    .filter(|(other, _)| *other != index)
            };
            let mut only = values.clone();
            only.retain(|value| {
                !mapped.contains(value) && others().all(|(_, other)| !other.contains(value))
            });
            meanings.extend(only.into_iter().map(|value| (value, index)));
        }
        for (index, used) in variants() {
            let mut components = used.iter().filter_map(|part| part.component());
            let name = components.find_map(|component| self.name_of(component));
            meanings.extend(name.map(|name| (name, index)));
        }
        let mut seen = HashSet::new();
        meanings.retain(|(value, _)| seen.insert(*value));
        let of = |index| -> Vec<&str> {
            let own = meanings.iter().filter(|(_, meant)| *meant == index);
            own.map(|(value, _)| *value).collect()
        };
        let values: Vec<_> = (0..union.variants.len()).map(of).collect();
        let mut told = union.variants.iter().zip(&values);
        let is_complete =
            told.all(|(used, values)| !values.is_empty() || !self.may_be_object(used));
        Tags {
            property,
            values,
            is_complete,
        }
    }

    /// The first property for which each alternative that is an object lists other strings.
    fn implied(&self, union: &Union<'a>, left: usize) -> Option<Tags<'a>> {
        let forms = union.variants.iter().map(|used| self.settled(used));
        let object = forms.filter_map(|form| match form {
            Form::Object(object) => Some(object),
            _ => None,
        });
        object
            .take(1)
            .flat_map(|object| object.properties.into_keys())
            .find_map(|property| {
                let values = union.variants.iter().map(|used| {
                    let listed = self.listed(used, property, left);
                    listed.or_else(|| (!self.may_be_object(used)).then(Vec::new))
                });
                let values: Vec<Vec<&str>> = values.collect::<Option<_>>()?;
                let mut seen = HashSet::new();
                let are_different = values.iter().flatten().all(|value| seen.insert(*value));
                are_different.then_some(Tags {
                    property,
                    values,
                    is_complete: true,
                })
            })
    }

    fn may_be_object(&self, used: &[Part<'a>]) -> bool {
        !matches!(
            self.settled(used),
            Form::Scalar(_) | Form::Enum(_) | Form::List(_)
        )
    }

    /// The strings that schemas list for a property, if they list them.
    fn listed(&self, used: &[Part<'a>], property: &str, left: usize) -> Option<Vec<&'a str>> {
        let left = left.checked_sub(1)?;
        match self.settled(used) {
            Form::Object(object) => {
                let property = object.properties.get(property)?;
                match self.settled(&property.schemas) {
                    Form::Enum(values) => values.into_iter().map(Node::as_str).collect(),
                    _ => None,
                }
            }
            Form::Union(union) => {
                let tags = self.tags_within(&union, left)?;
                (tags.property == property).then(|| tags.values.concat())
            }
            _ => None,
        }
    }

    /// Whether a component is an alternative, or extends it, or is an alternative of it.
    fn is_variant_of(&self, used: &[Part<'a>], component: &'a Node, left: usize) -> bool {
        let Some(left) = left.checked_sub(1) else {
            return false;
        };
        let mut parts = used.iter().filter_map(|part| part.component());
        let is_it =
            parts.any(|part| self.includes(component, part) || self.includes(part, component));
        is_it
            || match self.settled(used) {
                Form::Union(union) => {
                    let mut variants = union.variants.iter();
                    variants.any(|variant| self.is_variant_of(variant, component, left))
                }
                _ => false,
            }
    }
}
