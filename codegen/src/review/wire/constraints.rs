//! Constraints on values: limits, patterns, and their like.
//!
//! A tighter limit leaves out values that callers send, and a looser one lets
//! values come that callers do not expect.

use std::cmp::Ordering;

use super::super::level::Direction;
use super::super::rule::Rule;
use super::super::side::{At, Both, Fate};
use super::context::Context;
use super::walk::Walk;
use crate::tree::{Node, Value};

/// A limit from above, and the field that makes it exclusive.
const UPPER: [(&str, Option<&str>); 5] = [
    ("maximum", Some("exclusiveMaximum")),
    // A number of its own in OpenAPI 3.1.
    ("exclusiveMaximum", None),
    ("maxLength", None),
    ("maxItems", None),
    ("maxProperties", None),
];

const LOWER: [(&str, Option<&str>); 5] = [
    ("minimum", Some("exclusiveMinimum")),
    ("exclusiveMinimum", None),
    ("minLength", None),
    ("minItems", None),
    ("minProperties", None),
];

impl<'a> Walk<'a> {
    pub(super) fn constraints(&mut self, both: &Both<'a>, context: &Context) {
        for limit in UPPER {
            self.limit(both, limit, Ordering::Less, context);
        }
        for limit in LOWER {
            self.limit(both, limit, Ordering::Greater, context);
        }
        self.pattern(both, context);
        self.multiple_of(both, context);
        let rules = [tightened(context), relaxed(context)];
        self.report_flag(both, "uniqueItems", context, rules);
    }

    fn limit(
        &mut self,
        both: &Both<'a>,
        (key, exclusive): (&str, Option<&str>),
        tighter: Ordering,
        context: &Context,
    ) {
        let Some(fate) = both.field(key) else { return };
        let (old, new) = fate.sides();
        if [old, new]
            .into_iter()
            .flatten()
            .any(|at| matches!(at.node.value, Value::Bool(_)))
        {
            return;
        }
        let is_least_size = tighter == Ordering::Greater && !key.ends_with("imum");
        let is_exclusive = |at: &At<'_>| exclusive.is_some_and(|key| at.flag(key));
        let [was_exclusive, is_exclusive] = [is_exclusive(&both.old), is_exclusive(&both.new)];
        let rule = match &fate {
            Fate::Kept(limits) => {
                let order = match compare(limits.new.node, limits.old.node) {
                    Some(Ordering::Equal) => match (was_exclusive, is_exclusive) {
                        (false, true) => tighter,
                        (true, false) => tighter.reverse(),
                        _ => return,
                    },
                    Some(order) => order,
                    None if limits.old.node == limits.new.node => return,
                    None => return self.report_field(Rule::Unclassified, context, key, &fate),
                };
                match order == tighter {
                    true => tightened(context),
                    false => relaxed(context),
                }
            }
            // Without a limit from below, it is zero, which limits nothing.
            Fate::Added(limit) | Fate::Removed(limit) if is_least_size && is_zero(limit.node) => {
                return;
            }
            Fate::Added(_) if is_least_size => tightened(context),
            Fate::Added(_) => added(context),
            Fate::Removed(_) => relaxed(context),
        };
        self.report_field(rule, context, key, &fate);
    }

    fn pattern(&mut self, both: &Both<'a>, context: &Context) {
        let Some(fate) = both.changed("pattern") else {
            return;
        };
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

    fn multiple_of(&mut self, both: &Both<'a>, context: &Context) {
        let Some(fate) = both.changed("multipleOf") else {
            return;
        };
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

fn tightened(context: &Context) -> Rule {
    context.either(
        Rule::RequestConstraintTightened,
        Rule::ResponseConstraintTightened,
    )
}

fn relaxed(context: &Context) -> Rule {
    context.either(
        Rule::RequestConstraintRelaxed,
        Rule::ResponseConstraintRelaxed,
    )
}

fn added(context: &Context) -> Rule {
    context.either(
        Rule::RequestConstraintAdded,
        Rule::ResponseConstraintTightened,
    )
}

/// Exact for two integers, however large.
fn compare(one: &Node, other: &Node) -> Option<Ordering> {
    #[expect(clippy::cast_precision_loss, reason = "only beside a fraction")]
    let number = |node: &Node| match node.value {
        Value::Integer(value) => Some(value as f64),
        Value::Float(value) => Some(value),
        _ => None,
    };
    match (&one.value, &other.value) {
        (Value::Integer(one), Value::Integer(other)) => Some(one.cmp(other)),
        _ => number(one)?.partial_cmp(&number(other)?),
    }
}

fn is_zero(node: &Node) -> bool {
    matches!(node.value, Value::Integer(0))
}
