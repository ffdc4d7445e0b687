//! Constraints on values, such as limits and patterns.
//!
//! In a request, a tighter limit refuses values that callers send. In a response, a
//! looser limit allows values that callers do not expect.

use std::cmp::Ordering;

use super::super::level::Direction;
use super::super::rule::Rule;
use super::super::side::{At, Both, Fate};
use super::context::Context;
use super::walk::Walk;
use crate::schema::{Keyword, Number};
use crate::tree::{Node, Value};

/// A limit of sizes: its field, whether it is a minimum, and the keyword.
const SIZES: [(&str, bool, Keyword<'static>); 6] = [
    ("maxLength", false, Keyword::MaxLength),
    ("maxItems", false, Keyword::MaxItems),
    ("maxProperties", false, Keyword::MaxProperties),
    ("minLength", true, Keyword::MinLength),
    ("minItems", true, Keyword::MinItems),
    ("minProperties", true, Keyword::MinProperties),
];

impl<'a> Walk<'a> {
    pub(super) fn constraints(&mut self, both: &Both<'a>, context: &Context<'a>) {
        self.bound(both, ["minimum", "exclusiveMinimum"], context);
        self.bound(both, ["maximum", "exclusiveMaximum"], context);
        for size in SIZES {
            self.size(both, size, context);
        }
        self.pattern(both, context);
        self.multiple_of(both, context);
        let context = context.by(both, Keyword::UniqueItems);
        let rules = [tightened(&context), relaxed(&context)];
        self.report_flag(both, "uniqueItems", &context, rules);
    }

    /// Compares a limit of numbers. It is exclusive by a flag beside it (OpenAPI 3.0) or by
    /// a keyword of its own (3.1).
    fn bound(&mut self, both: &Both<'a>, keys: [&str; 2], context: &Context<'a>) {
        let is_least = keys.contains(&"minimum");
        let schemas = self.judge.schemas(both.nodes());
        let [old, new] = schemas.map(|schema| match is_least {
            true => schema.minimum,
            false => schema.maximum,
        });
        let spelled = |at: &At<'a>| keys.iter().find_map(|key| at.get(key));
        let Some(fate) = Fate::of(spelled(&both.old), spelled(&both.new)) else {
            return;
        };
        let keyword = match is_least {
            true => Keyword::Minimum,
            false => Keyword::Maximum,
        };
        let context = &context.by(both, keyword);
        let rule = match (old, new) {
            (Some(old), Some(new)) if old == new => return,
            (Some(old), Some(new)) => {
                let order = match old.number == new.number {
                    true => old.is_exclusive.cmp(&new.is_exclusive),
                    false if (new.number > old.number) == is_least => Ordering::Less,
                    false => Ordering::Greater,
                };
                match order {
                    Ordering::Less => tightened(context),
                    _ => relaxed(context),
                }
            }
            (None, Some(_)) => added(context),
            (Some(_), None) => relaxed(context),
            // Neither limit is a number.
            (None, None) => match &fate {
                Fate::Kept(both) if both.old.node == both.new.node => return,
                _ => Rule::Unclassified,
            },
        };
        let is_same_number = old
            .zip(new)
            .is_some_and(|(old, new)| old.number == new.number);
        let key = match both.field(keys[0]) {
            Some(_) if !is_same_number => keys[0],
            _ => keys[1],
        };
        let fate = both.field(key).unwrap_or(fate);
        self.report_field(rule, context, key, &fate);
    }

    fn size(
        &mut self,
        both: &Both<'a>,
        (key, is_least, keyword): (&str, bool, Keyword<'a>),
        context: &Context<'a>,
    ) {
        let Some(fate) = both.field(key) else { return };
        let context = &context.by(both, keyword);
        let rule = match &fate {
            Fate::Kept(limits) => match compare(limits.new.node, limits.old.node) {
                Some(Ordering::Equal) => return,
                Some(order) if (order == Ordering::Greater) == is_least => tightened(context),
                Some(_) => relaxed(context),
                None if limits.old.node == limits.new.node => return,
                None => Rule::Unclassified,
            },
            // A missing minimum is zero, which limits nothing.
            Fate::Added(limit) | Fate::Removed(limit) if is_least && is_zero(limit.node) => {
                return;
            }
            Fate::Added(_) if is_least => tightened(context),
            Fate::Added(_) => added(context),
            Fate::Removed(_) => relaxed(context),
        };
        self.report_field(rule, context, key, &fate);
    }

    fn pattern(&mut self, both: &Both<'a>, context: &Context<'a>) {
        let Some(fate) = both.changed("pattern") else {
            return;
        };
        let context = &context.by(both, Keyword::Pattern);
        let takes_everything = |at: &At<'_>| matches!(at.node.as_str(), Some("" | ".*" | "^.*$"));
        let rule = match (context.direction, &fate) {
            (Direction::Request, Fate::Added(new)) if !takes_everything(new) => {
                Rule::RequestPatternAdded
            }
            (Direction::Request, Fate::Added(_)) => Rule::RequestPatternChanged,
            (Direction::Request, Fate::Kept(both)) if !takes_everything(&both.new) => {
                Rule::RequestPatternChanged
            }
            (Direction::Request, _) => Rule::RequestPatternRemoved,
            _ => Rule::ResponsePatternChanged,
        };
        self.report_field(rule, context, "pattern", &fate);
    }

    fn multiple_of(&mut self, both: &Both<'a>, context: &Context<'a>) {
        let Some(fate) = both.changed("multipleOf") else {
            return;
        };
        let context = &context.by(both, Keyword::MultipleOf);
        let is_multiple = |one: &At<'_>, of: &At<'_>| match (&one.node.value, &of.node.value) {
            (Value::Integer(one), Value::Integer(of)) => one.checked_rem(*of) == Some(0),
            _ => false,
        };
        let rule = match &fate {
            Fate::Added(_) => added(context),
            Fate::Removed(_) => relaxed(context),
            Fate::Kept(both) if is_multiple(&both.old, &both.new) => relaxed(context),
            Fate::Kept(both)
                if context.direction == Direction::Response
                    && is_multiple(&both.new, &both.old) =>
            {
                Rule::ResponseConstraintTightened
            }
            Fate::Kept(_) => context.either(
                Rule::RequestConstraintTightened,
                Rule::ResponseConstraintRelaxed,
            ),
        };
        self.report_field(rule, context, "multipleOf", &fate);
    }
}

fn tightened(context: &Context<'_>) -> Rule {
    context.either(
        Rule::RequestConstraintTightened,
        Rule::ResponseConstraintTightened,
    )
}

fn relaxed(context: &Context<'_>) -> Rule {
    context.either(
        Rule::RequestConstraintRelaxed,
        Rule::ResponseConstraintRelaxed,
    )
}

fn added(context: &Context<'_>) -> Rule {
    context.either(
        Rule::RequestConstraintAdded,
        Rule::ResponseConstraintTightened,
    )
}

fn compare(one: &Node, other: &Node) -> Option<Ordering> {
    Number::of_node(one)?.partial_cmp(&Number::of_node(other)?)
}

fn is_zero(node: &Node) -> bool {
    matches!(node.value, Value::Integer(0))
}
