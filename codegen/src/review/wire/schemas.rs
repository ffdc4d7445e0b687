//! Schemas: types and values.

use std::collections::HashSet;

use super::super::level::Direction;
use super::super::rule::Rule;
use super::super::side::{At, Both, Fate, canonical};
use super::context::Context;
use super::walk::Walk;
use crate::schema::{Keyword, Kind, Schema, narrows};

/// An enum that may grow, so clients must expect other values (Zalando's API guidelines,
/// rule 112).
const EXTENSIBLE_ENUM: &str = "x-extensible-enum";

/// How the set of values of a type or a format changed.
#[derive(Clone, Copy, PartialEq)]
enum Shift {
    Widened,
    Narrowed,
    Replaced,
}

impl<'a> Walk<'a> {
    /// Compares two schemas now, or at the end of the current operation if one of them is
    /// a reference.
    pub(super) fn schema(&mut self, both: Both<'a>, context: &Context<'a>) {
        let context = &self.within(&both, context);
        let is_behind_reference = |at: &At<'_>| at.node.reference().is_some();
        if is_behind_reference(&both.old) || is_behind_reference(&both.new) {
            self.pending.push((both, context.clone()));
        } else {
            self.values(&both, context);
        }
    }

    /// Compares the schemas behind the references of the current operation.
    pub(super) fn pending_schemas(&mut self) {
        while let Some((both, context)) = self.pending.pop() {
            let context = self.within(&both, &context);
            let (both, context) = self.resolve(both, &context);
            self.values(&both, &context);
        }
    }

    fn values(&mut self, both: &Both<'a>, context: &Context<'a>) {
        let whole = context.judged.whole;
        let pair = (both.old.node.id, both.new.node.id, context.direction, whole);
        if self.same(both) || !self.visited.insert(pair) {
            return;
        }
        if let Some(inner) = self.unwrapped(both) {
            self.report(Rule::DocumentationChanged, context, both.sides(), || {
                format!(
                    "{}: `allOf` around a single schema changes nothing on the wire",
                    context.subject()
                )
            });
            return self.values(&inner, context);
        }
        if !self.kind(both, context) {
            // The types differ, so their limits and properties cannot be compared.
            return;
        }
        self.null(both, context);
        self.enumeration(both, context);
        if let Some(fate) = both.changed("default") {
            let rule = match context.may_be_left_out {
                true => Rule::ParameterDefaultChanged,
                false => Rule::DefaultChanged,
            };
            self.report_field(rule, context, "default", &fate);
        }
        self.constraints(both, context);
        self.properties(both, context);
        self.additional_properties(both, context);
        self.items(both, context);
        self.composition(both, context);
        for key in ["readOnly", "writeOnly"] {
            self.report_flag(both, key, context, [Rule::AccessChanged; 2]);
        }
        self.discriminator(both, context);
        if let Some(fate) = both.changed("xml") {
            self.report_field(Rule::XmlChanged, context, "xml", &fate);
        }
        self.rest(both, SEEN, context);
    }

    /// Compares whether null is described, by `nullable` or by `type`.
    fn null(&mut self, both: &Both<'a>, context: &Context<'a>) {
        let [was_null, is_null] = self.judge.schemas(both.nodes()).map(|schema| {
            schema.is_nullable || !schema.types.is_all() && schema.types.has(Kind::Null)
        });
        let rule = match (context.direction, was_null, is_null) {
            (_, true, true) | (_, false, false) => return,
            (Direction::Request, false, true) => Rule::RequestBecameNullable,
            (Direction::Request, true, false) => Rule::RequestBecameNotNullable,
            (_, false, true) => Rule::ResponseBecameNullable,
            (_, true, false) => Rule::ResponseBecameNotNullable,
        };
        let spelled = |at: &At<'a>| at.get("nullable").or_else(|| at.get("type"));
        let sides = [spelled(&both.old), spelled(&both.new)];
        let [old, new] = &sides;
        let sides = (
            Some(old.as_ref().unwrap_or(&both.old)),
            Some(new.as_ref().unwrap_or(&both.new)),
        );
        let context = context.by(both, Keyword::Null);
        self.report(rule, &context, sides, || match is_null {
            true => format!("{} is now `nullable`", context.subject()),
            false => format!("{} is no longer `nullable`", context.subject()),
        });
    }

    /// Compares `type` and `format`. Returns whether the rest can be compared.
    fn kind(&mut self, both: &Both<'a>, context: &Context<'a>) -> bool {
        let [old, new] = self.judge.schemas(both.nodes());
        let is_same_type = old.types.without_null() == new.types.without_null();
        let Some(fate) = both.changed("type").filter(|_| !is_same_type) else {
            if let Some(fate) = both.changed("format") {
                let narrows = |schema: &Schema<'_>| {
                    let format = schema.format.unwrap_or_default();
                    [Kind::String, Kind::Number]
                        .iter()
                        .any(|kind| narrows(format, *kind))
                };
                // Other formats do not limit values, so no value can be evidence.
                let context = match narrows(&old) || narrows(&new) {
                    true => &context.by(both, Keyword::Format),
                    false => context,
                };
                self.report_shift(format_shift(&fate), context, "format", &fate);
            }
            return true;
        };
        let context = &context.by(both, Keyword::Types);
        self.report_shift(type_shift(&fate, both, context), context, "type", &fate);
        let is_number = |at: &At<'_>| matches!(at.node.as_str(), Some("integer" | "number"));
        match &fate {
            Fate::Kept(types) => is_number(&types.old) && is_number(&types.new),
            _ => true,
        }
    }

    fn report_shift(&mut self, shift: Shift, context: &Context<'a>, key: &str, fate: &Fate<'a>) {
        let rule = match (context.direction, shift) {
            (Direction::Request, Shift::Widened) => Rule::RequestTypeWidened,
            (Direction::Request, _) => Rule::RequestTypeChanged,
            (_, Shift::Narrowed) => Rule::ResponseTypeNarrowed,
            _ => Rule::ResponseTypeChanged,
        };
        self.report_field(rule, context, key, fate);
    }

    /// Compares `const`, `enum`, and the list that may grow, which does not limit values.
    fn enumeration(&mut self, both: &Both<'a>, context: &Context<'a>) {
        let context = &context.by(both, Keyword::Listed);
        match both.changed("const") {
            Some(fate @ Fate::Kept(_)) => {
                let rule =
                    context.either(Rule::RequestEnumValueRemoved, Rule::ResponseEnumValueAdded);
                self.report_field(rule, context, "const", &fate);
            }
            Some(fate @ Fate::Added(_)) => {
                let rule = context.either(Rule::RequestEnumAdded, Rule::ResponseEnumAdded);
                self.report_field(rule, context, "const", &fate);
            }
            Some(fate @ Fate::Removed(_)) => {
                let rule = context.either(Rule::RequestEnumRemoved, Rule::ResponseEnumRemoved);
                self.report_field(rule, context, "const", &fate);
            }
            None => {}
        }
        match both.changed("enum") {
            Some(Fate::Kept(lists)) => {
                let rules = [
                    context.either(
                        Rule::RequestEnumValueRemoved,
                        Rule::ResponseEnumValueRemoved,
                    ),
                    context.either(Rule::RequestEnumValueAdded, Rule::ResponseEnumValueAdded),
                ];
                self.listed_values(&lists, "enum", rules, context);
            }
            Some(fate @ Fate::Added(_)) => {
                let rule = context.either(Rule::RequestEnumAdded, Rule::ResponseEnumAdded);
                self.report_field(rule, context, "enum", &fate);
            }
            Some(fate @ Fate::Removed(_)) => {
                let rule = context.either(Rule::RequestEnumRemoved, Rule::ResponseEnumRemoved);
                self.report_field(rule, context, "enum", &fate);
            }
            None => {}
        }
        match both.changed(EXTENSIBLE_ENUM) {
            Some(Fate::Kept(lists)) => {
                let rules = [
                    context.either(
                        Rule::RequestExtensibleEnumValueRemoved,
                        Rule::ExtensionChanged,
                    ),
                    Rule::ExtensionChanged,
                ];
                self.listed_values(&lists, EXTENSIBLE_ENUM, rules, context);
            }
            Some(fate) => {
                self.report_field(Rule::ExtensionChanged, context, EXTENSIBLE_ENUM, &fate)
            }
            None => {}
        }
    }

    /// Compares two lists. The rules are for removed values and for added values.
    fn listed_values(
        &mut self,
        lists: &Both<'a>,
        key: &str,
        [rule_of_gone, rule_of_new]: [Rule; 2],
        context: &Context<'a>,
    ) {
        let missing = |items: &At<'a>, from: &At<'a>| -> Vec<At<'a>> {
            let known: HashSet<String> = from.node.items().iter().map(canonical).collect();
            let mut items = items.items();
            items.retain(|item| !known.contains(&canonical(item.node)));
            items
        };
        let gone = missing(&lists.old, &lists.new)
            .into_iter()
            .map(Fate::Removed);
        self.report_members(rule_of_gone, context, key, gone.collect(), lists);
        let added = missing(&lists.new, &lists.old).into_iter().map(Fate::Added);
        self.report_members(rule_of_new, context, key, added.collect(), lists);
    }

    /// Reports values one by one. If there are too many to read, reports only their
    /// number.
    fn report_members(
        &mut self,
        rule: Rule,
        context: &Context<'a>,
        key: &str,
        fates: Vec<Fate<'a>>,
        lists: &Both<'a>,
    ) {
        const MAX_VALUES: usize = 100;
        if fates.len() > MAX_VALUES {
            return self.report(rule, context, lists.sides(), || {
                format!(
                    "{}: {} values of `{key}` changed",
                    context.subject(),
                    fates.len()
                )
            });
        }
        for fate in &fates {
            self.report_member(rule, context, key, fate);
        }
    }

    fn items(&mut self, both: &Both<'a>, context: &Context<'a>) {
        match both.field("items") {
            Some(Fate::Kept(items)) => self.schema(items, &context.items()),
            Some(fate) => {
                let shift = match fate {
                    Fate::Added(_) => Shift::Narrowed,
                    _ => Shift::Widened,
                };
                let context = context.by(both, Keyword::Items);
                self.report_shift(shift, &context, "items", &fate);
            }
            None => {}
        }
    }
}

/// The fields that are compared by their own functions.
const SEEN: &[&str] = &[
    "type",
    "format",
    "nullable",
    "enum",
    "const",
    EXTENSIBLE_ENUM,
    "default",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "maxItems",
    "minItems",
    "maxProperties",
    "minProperties",
    "pattern",
    "multipleOf",
    "uniqueItems",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "readOnly",
    "writeOnly",
    "discriminator",
    "xml",
];

fn type_shift(fate: &Fate<'_>, both: &Both<'_>, context: &Context<'_>) -> Shift {
    let types = match fate {
        Fate::Added(_) => return Shift::Narrowed,
        Fate::Removed(_) => return Shift::Widened,
        Fate::Kept(types) => (types.old.node.as_str(), types.new.node.as_str()),
    };
    match types {
        (Some("integer"), Some("number")) => Shift::Widened,
        (Some("number"), Some("integer")) => Shift::Narrowed,
        (Some("integer" | "number" | "boolean"), Some("string"))
            if context.is_text && both.new.get("format").is_none() =>
        {
            Shift::Widened
        }
        _ => Shift::Replaced,
    }
}

/// A format limits the values of its type (OpenAPI 3.0.3, "Data Types").
fn format_shift(fate: &Fate<'_>) -> Shift {
    let formats = match fate {
        Fate::Added(_) => return Shift::Narrowed,
        Fate::Removed(_) => return Shift::Widened,
        Fate::Kept(formats) => (formats.old.node.as_str(), formats.new.node.as_str()),
    };
    match formats {
        (Some("int32"), Some("int64")) | (Some("float"), Some("double")) => Shift::Widened,
        (Some("int64"), Some("int32")) | (Some("double"), Some("float")) => Shift::Narrowed,
        _ => Shift::Replaced,
    }
}
