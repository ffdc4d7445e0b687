//! Discriminators: the schema that each value stands for.

use std::collections::BTreeMap;

use super::super::rule::Rule;
use super::super::side::{At, Both, Fate};
use super::components::locate;
use super::context::{Context, Judged};
use super::walk::Walk;
use crate::schema::{mapping_of, reference_to};

impl<'a> Walk<'a> {
    pub(super) fn discriminator(&mut self, both: &Both<'a>, context: &Context<'a>) {
        let key = "discriminator";
        if let Some(fate) = both.changed(key) {
            let keeps_values = match &fate {
                Fate::Kept(both) => keeps_values(both),
                Fate::Added(_) | Fate::Removed(_) => true,
            };
            let rule = match keeps_values {
                true => Rule::DiscriminatorChanged,
                false => Rule::DiscriminatorValuesChanged,
            };
            self.report_field(rule, context, key, &fate);
        }
        if let Some(Fate::Kept(both)) = both.field(key) {
            self.subtypes(&both, context);
        }
    }

    /// Compares the schemas that a discriminator maps to, because nothing else may refer to
    /// them.
    fn subtypes(&mut self, both: &Both<'a>, context: &Context<'a>) {
        let mapped = [mapping(&both.old), mapping(&both.new)];
        let [old, new] = &mapped;
        for (value, reference) in old {
            let Some(other) = new.get(value) else {
                continue;
            };
            let targets = (
                locate(self.old.root(), reference),
                locate(self.new.root(), other),
            );
            let (Some(old), Some(new)) = targets else {
                continue;
            };
            self.reached.insert(reference.clone());
            self.reached.insert(other.clone());
            // Only once in an operation: a mapped schema often contains the schema with the
            // discriminator.
            let pair = (old.node.id, new.node.id, context.direction);
            if !self.mapped.insert(pair) {
                continue;
            }
            // Each mapped schema is judged alone.
            let about = Context {
                judged: Judged::default(),
                ..context.about(format!("the schema of `{value}`"))
            };
            self.pending.push((Both { old, new }, about));
        }
    }
}

/// Whether every value stands for the same schema as before.
fn keeps_values(both: &Both<'_>) -> bool {
    let name = |at: &At<'_>| at.text("propertyName").map(str::to_owned);
    let [old, new] = [mapping(&both.old), mapping(&both.new)];
    // A value without a mapping is the name of its schema.
    let stays = |(value, reference): (&String, &String)| match new.get(value) {
        Some(other) => other == reference,
        None => reference_to(value) == *reference,
    };
    let is_shadowed = |(value, reference): (&String, &String)| {
        old.contains_key(value) || reference_to(value) == *reference
    };
    name(&both.old) == name(&both.new) && old.iter().all(stays) && new.iter().all(is_shadowed)
}

/// The references of a discriminator's mapping, by its values.
fn mapping(discriminator: &At<'_>) -> BTreeMap<String, String> {
    let mapping = discriminator.node.get("mapping");
    mapping.map(mapping_of).unwrap_or_default()
}
