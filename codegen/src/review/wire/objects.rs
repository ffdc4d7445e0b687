//! Schemas of objects: their properties, required properties, and additional
//! properties.

use std::collections::BTreeSet;

use super::super::level::Direction;
use super::super::rule::Rule;
use super::super::side::{At, Both, Fate};
use super::context::Context;
use super::walk::Walk;
use crate::schema::Keyword;
use crate::tree::{Node, Value};

/// What an object allows for properties that it does not describe.
enum Additional<'a> {
    Allowed,
    Forbidden,
    Schema(At<'a>),
}

impl<'a> Walk<'a> {
    pub(super) fn properties(&mut self, both: &Both<'a>, context: &Context<'a>) {
        let required = |at: &At<'a>| -> BTreeSet<&'a str> {
            let names = at.node.get("required").map_or(&[][..], Node::items);
            names.iter().filter_map(Node::as_str).collect()
        };
        let (was_required, is_required) = (required(&both.old), required(&both.new));
        let described = both.entries("properties");
        let described_names: BTreeSet<&str> = described.iter().map(|(name, _)| *name).collect();
        for (name, fate) in described {
            let context = context.property(name);
            let required = [was_required.contains(name), is_required.contains(name)];
            self.property(&fate, both, (name, required), &context);
        }
        for name in was_required.symmetric_difference(&is_required) {
            if !described_names.contains(name) {
                let required = [was_required.contains(name), is_required.contains(name)];
                self.requirement(both, both, (name, required), &context.property(name));
            }
        }
    }

    fn property(
        &mut self,
        fate: &Fate<'a>,
        schemas: &Both<'a>,
        (name, required): (&'a str, [bool; 2]),
        context: &Context<'a>,
    ) {
        let unsent = match context.direction {
            Direction::Request => "readOnly",
            _ => "writeOnly",
        };
        let [old, new] = self.targets(fate);
        let flag = |at: &Option<At<'_>>, key: &str| at.as_ref().is_some_and(|at| at.flag(key));
        if flag(&old, unsent) || flag(&new, unsent) {
            let is_same = matches!(fate, Fate::Kept(both) if self.same_in_place(both));
            if !is_same || required[0] != required[1] {
                self.report(Rule::UnsentPropertyChanged, context, fate.sides(), || {
                    format!("{} changed; it is `{unsent}`", context.subject())
                });
            }
            return;
        }
        match fate {
            Fate::Kept(both) => {
                self.requirement(both, schemas, (name, required), context);
                self.schema(both.clone(), context);
            }
            Fate::Removed(_) => {
                let rule = match (context.direction, required[0]) {
                    (Direction::Request, _) => Rule::RequestPropertyRemoved,
                    (_, true) => Rule::ResponseRequiredPropertyRemoved,
                    (_, false) => Rule::ResponseOptionalPropertyRemoved,
                };
                let context = match required[0] && context.direction == Direction::Response {
                    true => &context.by(schemas, Keyword::Required(name)),
                    false => context,
                };
                self.report(rule, context, fate.sides(), || {
                    format!("{} was removed", context.subject())
                });
            }
            Fate::Added(_) => {
                let rule = match (context.direction, required[1]) {
                    (Direction::Request, true) => Rule::RequestRequiredPropertyAdded,
                    (Direction::Request, false) => Rule::RequestOptionalPropertyAdded,
                    _ => Rule::ResponsePropertyAdded,
                };
                let context = context.by(schemas, Keyword::Required(name));
                self.report(rule, &context, fate.sides(), || {
                    format!("{} was added", context.subject())
                });
            }
        }
    }

    fn requirement(
        &mut self,
        both: &Both<'a>,
        schemas: &Both<'a>,
        (name, required): (&'a str, [bool; 2]),
        context: &Context<'a>,
    ) {
        let (rule, what) = match (context.direction, required) {
            (_, [true, true] | [false, false]) => return,
            (Direction::Request, [false, true]) => {
                (Rule::RequestPropertyBecameRequired, "required")
            }
            (Direction::Request, [true, false]) => {
                (Rule::RequestPropertyBecameOptional, "optional")
            }
            (_, [false, true]) => (Rule::ResponsePropertyBecameRequired, "required"),
            (_, [true, false]) => (Rule::ResponsePropertyBecameOptional, "optional"),
        };
        let context = context.by(schemas, Keyword::Required(name));
        self.report(rule, &context, both.sides(), || {
            format!("{} is now {what}", context.subject())
        });
    }

    pub(super) fn additional_properties(&mut self, both: &Both<'a>, context: &Context<'a>) {
        use Additional::{Allowed, Forbidden, Schema};
        let key = "additionalProperties";
        let rule = match (additional(&both.old), additional(&both.new)) {
            (Allowed, Allowed) | (Forbidden, Forbidden) => return,
            (Schema(old), Schema(new)) => {
                return self.schema(Both { old, new }, &context.property("*"));
            }
            (Allowed | Schema(_), Forbidden) => context.either(
                Rule::RequestAdditionalPropertiesForbidden,
                Rule::ResponseAdditionalPropertiesChanged,
            ),
            (Forbidden, Allowed | Schema(_)) => context.either(
                Rule::RequestAdditionalPropertiesAllowed,
                Rule::ResponseAdditionalPropertiesChanged,
            ),
            (Allowed, Schema(_)) => {
                context.either(Rule::RequestConstraintAdded, Rule::ResponseTypeNarrowed)
            }
            (Schema(_), Allowed) => context.either(
                Rule::RequestConstraintRelaxed,
                Rule::ResponseAdditionalPropertiesOpened,
            ),
        };
        // Values of properties that are not described are no evidence.
        let context = match additional(&both.old) {
            Schema(_) => &context.by(both, Keyword::Others),
            _ => context,
        };
        if let Some(fate) = both.field(key) {
            self.report_field(rule, context, key, &fate);
        }
    }
}

fn additional<'a>(schema: &At<'a>) -> Additional<'a> {
    match schema.get("additionalProperties") {
        None => Additional::Allowed,
        Some(at) => match &at.node.value {
            Value::Bool(false) => Additional::Forbidden,
            Value::Map(members) if !members.is_empty() => Additional::Schema(at),
            _ => Additional::Allowed,
        },
    }
}
