//! Alternatives of which a value may follow several, where the client keeps one.

use std::collections::{BTreeSet, HashSet};

use super::context::Check;
use crate::diagnostic::Rule;
use crate::shape::{Form, Others, Use};
use crate::tree::Spot;

impl<'a> Check<'a> {
    pub(super) fn unions(&mut self) {
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
                "a value may follow several of these; the client keeps the one that knows the most of it, and reads past what only others describe",
                "use `oneOf` if it follows one only, or one object with optional properties",
            );
        }
    }

    /// Whether two structures have properties that the other has not.
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
