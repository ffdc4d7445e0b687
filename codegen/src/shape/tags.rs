//! How the value of a property tells the alternatives of a union apart.

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::form::{Discriminator, Form, Object, Union};
use super::part::{Part, Schemas, Use};
use crate::tree::Node;

/// How deep unions may be nested in which a tag is looked up. They may form cycles.
const MAX_NESTED_UNIONS: usize = 4;

/// The values of a property, and the alternatives that they stand for.
pub(crate) struct Tags<'a> {
    pub(crate) property: &'a str,
    /// For each alternative of the union, in its order: the values that stand for it alone.
    pub(crate) values: Vec<Vec<&'a str>>,
    /// The values that stand for several alternatives.
    pub(crate) shared: Vec<&'a str>,
    /// Whether an object with another value matches no alternative that is known.
    pub(crate) is_complete: bool,
}

/// The alternatives that each value stands for.
#[derive(Default)]
struct Meanings<'a> {
    of: HashMap<&'a str, Vec<usize>>,
    order: Vec<&'a str>,
}

impl<'a> Meanings<'a> {
    fn new() -> Self {
        Self {
            of: HashMap::new(),
            order: Vec::new(),
        }
    }

    /// Adds a meaning; the first thing that says what a value means decides.
    fn add(&mut self, value: &'a str, alternatives: Vec<usize>) {
        if !alternatives.is_empty() && !self.of.contains_key(value) {
            self.order.push(value);
            self.of.insert(value, alternatives);
        }
    }

    /// The values that stand for this alternative alone.
    fn alone(&self, index: usize) -> Vec<&'a str> {
        let values = self.order.iter().copied();
        values.filter(|value| self.of[value] == [index]).collect()
    }

    fn shared(&self) -> Vec<&'a str> {
        let values = self.order.iter().copied();
        values.filter(|value| self.of[value].len() > 1).collect()
    }
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

    /// A value stands for the component to which a mapping leads; else for the alternatives
    /// that list it; else for the component with that name.
    fn declared(
        &self,
        union: &Union<'a>,
        discriminator: &Discriminator<'a>,
        left: usize,
    ) -> Tags<'a> {
        let property = discriminator.property;
        let variants = &union.variants;
        let mut meanings = Meanings::new();
        for (value, name) in &discriminator.mapping {
            if let Some(target) = self.component(name) {
                meanings.add(value, self.variants_for(variants, target, left));
            }
        }
        let mut is_listed = vec![false; variants.len()];
        let mut listed: Vec<(&str, Vec<usize>)> = Vec::new();
        for (index, used) in variants.iter().enumerate() {
            // An alternative that others extend may know their values.
            let own = self.discriminators(used).flat_map(|own| own.mapping);
            let mapped = own.map(|(value, _)| value);
            let values = self.listed(used, property, left);
            is_listed[index] = values.is_some();
            for value in values.into_iter().flatten().chain(mapped) {
                match listed.iter_mut().find(|(known, _)| *known == value) {
                    Some((_, all)) if all.contains(&index) => {}
                    Some((_, all)) => all.push(index),
                    None => listed.push((value, vec![index])),
                }
            }
        }
        let lists_names = listed.iter().all(|(value, all)| {
            all.iter()
                .any(|index| self.names(&variants[*index], left).contains(value))
        });
        for (value, all) in listed {
            meanings.add(value, all);
        }
        for (index, used) in variants.iter().enumerate() {
            for name in self.names(used, left) {
                meanings.add(name, vec![index]);
            }
        }
        let shared = meanings.shared();
        let values: Vec<_> = (0..variants.len())
            .map(|index| meanings.alone(index))
            .collect();
        let mut all = variants.iter().enumerate();
        let is_complete = all.all(|(index, used)| {
            let is_named =
                is_listed[index] || lists_names || discriminator.leads_to(&values[index]);
            !self.may_be_object(used)
                || !values[index].is_empty() && is_named
                || meanings
                    .of
                    .values()
                    .any(|all| all.len() > 1 && all.contains(&index))
        });
        Tags {
            property,
            values,
            shared,
            is_complete,
        }
    }

    /// The alternatives for a component: the alternative itself; or the nearest that it
    /// extends; or those that extend or contain it.
    fn variants_for(&self, variants: &[Use<'a>], target: &'a Node, left: usize) -> Vec<usize> {
        let components: Vec<_> = variants
            .iter()
            .map(|used| used.iter().find_map(|part| part.component()))
            .collect();
        let all = || components.iter().enumerate();
        if let Some((index, _)) = all().find(|(_, component)| **component == Some(target)) {
            return vec![index];
        }
        let extended = || {
            all().filter_map(|(index, component)| {
                let component = (*component)?;
                self.includes(target, component)
                    .then_some((index, component))
            })
        };
        let nearest = extended().find(|(_, one)| {
            let mut others = extended().filter(|(_, other)| other != one);
            others.all(|(_, other)| !self.includes(other, one))
        });
        if let Some((index, _)) = nearest {
            return vec![index];
        }
        let within = variants
            .iter()
            .enumerate()
            .filter(|(_, used)| self.is_variant_of(used, target, left));
        within.map(|(index, _)| index).collect()
    }

    /// The discriminators of the schemas that are merged into an alternative.
    fn discriminators(&self, used: &[Part<'a>]) -> impl Iterator<Item = Discriminator<'a>> {
        let leaves = self.leaves(used).into_iter();
        leaves.filter_map(|leaf| Discriminator::of(leaf.node))
    }

    /// The names of an alternative: of its component, and of those inside a union.
    fn names(&self, used: &[Part<'a>], left: usize) -> Vec<&'a str> {
        let Some(left) = left.checked_sub(1) else {
            return Vec::new();
        };
        let components = used.iter().filter_map(|part| part.component());
        let mut names: Vec<_> = components.filter_map(|one| self.name_of(one)).collect();
        if let Form::Union(union) = self.settled(used) {
            names.extend(
                union
                    .variants
                    .iter()
                    .flat_map(|used| self.names(used, left)),
            );
        }
        names
    }

    /// The first property for which each alternative that is an object lists other strings.
    fn implied(&self, union: &Union<'a>, left: usize) -> Option<Tags<'a>> {
        let forms = union.variants.iter().map(|used| self.settled(used));
        let mut objects = forms.filter_map(|form| match form {
            Form::Object(object) => Some(object),
            _ => None,
        });
        let Object { properties, .. } = objects.next()?;
        properties.into_keys().find_map(|property| {
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
                shared: Vec::new(),
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

    /// The strings that schemas list for a property, if they list all.
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
                let is_it = tags.property == property && tags.is_complete;
                is_it.then(|| [tags.values.concat(), tags.shared].concat())
            }
            _ => None,
        }
    }

    /// Whether a component is an alternative, or extends it, or is an alternative of it, or
    /// the other way round.
    fn is_variant_of(&self, used: &[Part<'a>], component: &'a Node, left: usize) -> bool {
        let Some(left) = left.checked_sub(1) else {
            return false;
        };
        let mut parts = used.iter().filter_map(|part| part.component());
        let is_it =
            parts.any(|part| self.includes(component, part) || self.includes(part, component));
        let holds =
            |used: &[Part<'a>], is_it: &dyn Fn(&[Part<'a>]) -> bool| match self.settled(used) {
                Form::Union(union) => union.variants.iter().any(|variant| is_it(variant)),
                _ => false,
            };
        is_it
            || holds(used, &|variant| {
                self.is_variant_of(variant, component, left)
            })
            || holds(&self.used_at(component), &|variant| {
                let mut parts = variant.iter().filter_map(|part| part.component());
                parts.any(|part| used.iter().any(|one| one.component() == Some(part)))
            })
    }
}
