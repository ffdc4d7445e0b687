//! Which values a schema allows.

use std::rc::Rc;

use regex_lite::Regex;
use serde_json::Value as Json;

use super::equal::{are_unique, is_same};
use super::format;
use super::model::{Kind, Others, Schema};
use super::number::Number;
use super::reader::{Reader, Travel};
use crate::pattern;
use crate::tree::{Node, NodeId};

/// How deep values and schemas may be nested.
const MAX_DEPTH: usize = 100;
/// The limit of steps for one value. A large body takes some thousands.
const MAX_STEPS: u32 = 200_000;

/// How values are checked against schemas.
#[derive(Clone, Copy)]
struct How {
    travel: Travel,
    is_lenient: bool,
    is_excusing: bool,
}

/// A value that is being checked against a schema, as part of another check.
struct Within<'w> {
    schema: NodeId,
    value: &'w Json,
    around: Option<&'w Within<'w>>,
    depth: usize,
}

impl Within<'_> {
    /// Whether the same value is already being checked against the same schema: schemas
    /// may refer to each other in cycles.
    fn has(&self, schema: NodeId, value: &Json) -> bool {
        let mut next = Some(self);
        while let Some(within) = next {
            if within.schema == schema && std::ptr::eq(within.value, value) {
                return true;
            }
            next = within.around;
        }
        false
    }
}

impl How {
    /// Whether the client has an enum for a schema that keeps unknown values.
    fn reads_as_unknown(self, schema: &Schema<'_>) -> bool {
        self.is_read() && schema.is_union()
    }

    /// Whether it is enough that the client can read the value, even if it ignores parts
    /// of the value or reads them as unknown.
    fn is_read(self) -> bool {
        self.is_lenient && !self.travel.is_sent
    }
}

impl<'a> Reader<'a> {
    /// Whether a schema may allow a value of the document, sent or received.
    pub(crate) fn may_allow(&self, schema: &'a Node, value: &Node) -> bool {
        [true, false].into_iter().any(|is_sent| {
            let travel = Travel {
                is_sent,
                is_text: false,
            };
            self.may_allow_in(schema, value, travel)
        })
    }

    /// The same in one direction.
    pub(crate) fn may_allow_in(&self, schema: &'a Node, value: &Node, travel: Travel) -> bool {
        let value = serde_json::to_value(value);
        value.is_ok_and(|value| self.allows(&self.schema(schema), &value, travel) != Some(false))
    }

    /// Whether a schema allows a value; `None` if this cannot be decided.
    pub(crate) fn allows(&self, schema: &Schema<'a>, value: &Json, travel: Travel) -> Option<bool> {
        let how = How {
            travel,
            is_lenient: false,
            is_excusing: false,
        };
        self.steps.set(MAX_STEPS);
        self.allows_within(schema, value, how, None)
    }

    /// Whether a schema rejects a value for more than a limit. For a received value, the
    /// reason must also be more than something that the client ignores or reads as
    /// unknown.
    ///
    /// Without `is_lenient`, every limit counts. A missing property is accepted if the
    /// other document says that this property is not sent or received.
    pub(crate) fn firmly_refuses(
        &self,
        schema: &Schema<'a>,
        value: &Json,
        travel: Travel,
        is_lenient: bool,
    ) -> bool {
        let how = How {
            travel,
            is_lenient,
            is_excusing: true,
        };
        self.steps.set(MAX_STEPS);
        self.allows_within(schema, value, how, None) == Some(false)
    }

    fn allows_within(
        &self,
        schema: &Schema<'a>,
        value: &Json,
        how: How,
        around: Option<&Within<'_>>,
    ) -> Option<bool> {
        let steps = self.steps.get().checked_sub(1)?;
        self.steps.set(steps);
        let id = schema.node.id;
        let depth = around.map_or(0, |around| around.depth + 1);
        if depth > MAX_DEPTH || around.is_some_and(|around| around.has(id, value)) {
            return None;
        }
        let here = &Within {
            schema: id,
            value,
            around,
            depth,
        };
        if schema.is_nullable && value.is_null() || how.reads_as_unknown(schema) {
            return Some(true);
        }
        let within = |node: &'a Node, value: &Json| {
            self.allows_within(&self.schema(node), value, how, Some(here))
        };
        let own = |value: &Json| {
            let mut all = All::new();
            all.and(Some(self.allows_itself(schema, value, how)));
            all.and(self.allows_text(schema, value));
            all.and(self.allows_inside(schema, value, how, here));
            all.verdict()
        };
        let mut all = All::new();
        all.and(match how.travel.is_text {
            false => own(value),
            true => any(spellings(value).iter().map(own)),
        });
        if all.is_refused() {
            return Some(false);
        }
        if let Some(reference) = schema.reference {
            all.and(match self.target(reference) {
                Some(target) => within(target, value),
                None => None,
            });
        }
        for part in schema.all_of {
            all.and(within(part, value));
            if all.is_refused() {
                return Some(false);
            }
        }
        if !schema.any_of.is_empty() {
            all.and(any(schema.any_of.iter().map(|part| within(part, value))));
        }
        if !schema.one_of.is_empty() {
            let verdicts: Vec<_> = schema
                .one_of
                .iter()
                .map(|part| within(part, value))
                .collect();
            let most = if how.is_lenient { usize::MAX } else { 1 };
            let met = verdicts.iter().filter(|one| **one == Some(true)).count();
            let is_open = verdicts.contains(&None);
            all.and(match (met, is_open) {
                (met, _) if met > most => Some(false),
                (1.., _) if how.is_lenient => Some(true),
                (_, true) => None,
                (met, false) => Some(met > 0),
            });
        }
        if let Some(not) = schema.not.filter(|_| !how.is_lenient) {
            all.and(within(not, value).map(|is_met| !is_met));
        }
        if schema.is_beyond {
            all.and(None);
        }
        all.verdict()
    }

    /// Checks types, lists of values, limits of numbers, and sizes.
    fn allows_itself(&self, schema: &Schema<'a>, value: &Json, how: How) -> bool {
        if !schema.types.has(Kind::of(value)) {
            return false;
        }
        if !how.is_read() && !self.lists(schema, value) {
            return false;
        }
        let is_limited = !(how.is_lenient && how.travel.is_sent);
        let is_between = |size: usize, least: Option<u64>, most: Option<u64>| {
            let size = size as u64;
            let most = most.filter(|_| is_limited);
            least.is_none_or(|least| size >= least) && most.is_none_or(|most| size <= most)
        };
        match value {
            Json::Number(number) => schema.allows_number(Number::of_json(number), is_limited),
            Json::String(text) => {
                (schema.min_length.is_none() && schema.max_length.is_none())
                    || is_between(text.chars().count(), schema.min_length, schema.max_length)
            }
            Json::Array(items) => {
                is_between(items.len(), schema.min_items, schema.max_items)
                    && (!schema.has_unique_items || are_unique(items))
            }
            Json::Object(members) => {
                is_between(members.len(), schema.min_properties, schema.max_properties)
            }
            Json::Null | Json::Bool(_) => true,
        }
    }

    /// Whether a value is in the schema's list of values, if it has one.
    fn lists(&self, schema: &Schema<'a>, value: &Json) -> bool {
        /// Longer lists are searched by their strings.
        const FEW: usize = 32;
        let Some(listed) = schema.listed else {
            return true;
        };
        let Some(text) = value.as_str().filter(|_| listed.len() > FEW) else {
            return listed.iter().any(|one| is_same(one, value));
        };
        let mut lists = self.lists.borrow_mut();
        let texts = lists
            .entry(schema.node.id)
            .or_insert_with(|| listed.iter().filter_map(Node::as_str).collect());
        texts.contains(text)
    }

    /// Checks patterns and formats of strings.
    fn allows_text(&self, schema: &Schema<'a>, value: &Json) -> Option<bool> {
        let Json::String(text) = value else {
            return Some(true);
        };
        let mut all = All::new();
        if let Some(pattern) = schema.pattern {
            all.and(self.matches(pattern, text));
        }
        if let Some(format) = schema.format {
            all.and(Some(format::allows(format, text)));
        }
        all.verdict()
    }

    /// Whether a string matches a pattern; `None` if this cannot be decided.
    pub(crate) fn matches(&self, pattern: &'a str, text: &str) -> Option<bool> {
        let mut patterns = self.patterns.borrow_mut();
        let regex = patterns.entry(pattern).or_insert_with(|| {
            let translated = pattern::translate(pattern).ok()?;
            Regex::new(&translated).ok().map(Rc::new)
        });
        Some(regex.as_ref()?.is_match(text))
    }

    /// Checks items and properties.
    fn allows_inside(
        &self,
        schema: &Schema<'a>,
        value: &Json,
        how: How,
        here: &Within<'_>,
    ) -> Option<bool> {
        let within = |node: &'a Node, value: &Json| {
            self.allows_within(&self.schema(node), value, how, Some(here))
        };
        let mut all = All::new();
        match value {
            Json::Array(items) => {
                if let Some(schema) = schema.items {
                    for item in items {
                        all.and(within(schema, item));
                    }
                }
            }
            Json::Object(members) => {
                for name in &schema.required {
                    let is_excused = || {
                        let property = schema.property(name);
                        property.is_some_and(|property| {
                            self.is_unsent(property, how.travel)
                                || how.is_excusing && self.excuses(name, how.travel)
                        })
                    };
                    all.and(Some(members.contains_key(*name) || is_excused()));
                }
                for (name, value) in members {
                    all.and(match (schema.property(name), schema.others) {
                        (Some(property), _) if self.is_unsent(property, how.travel) => Some(true),
                        (Some(property), _) => within(property, value),
                        (None, Others::Open) => Some(true),
                        (None, Others::Closed) => Some(how.is_read()),
                        (None, Others::Described(others)) => within(others, value),
                    });
                }
            }
            _ => {}
        }
        all.verdict()
    }
}

impl Schema<'_> {
    /// Whether a number has the right type and format and, if it `is_limited`, is within
    /// its limits.
    pub(crate) fn allows_number(&self, number: Number, is_limited: bool) -> bool {
        let is_above = self.minimum.is_none_or(|bound| {
            number > bound.number || !bound.is_exclusive && number == bound.number
        });
        let is_below = self.maximum.is_none_or(|bound| {
            number < bound.number || !bound.is_exclusive && number == bound.number
        });
        let is_in_range = format::range(self).is_none_or(|[least, most]| {
            number >= Number::Integer(least) && number <= Number::Integer(most)
        });
        let is_multiple = self
            .multiple_of
            .is_none_or(|divisor| number.is_multiple_of(divisor));
        is_in_range
            && (!is_limited || is_above && is_below && is_multiple)
            && (!self.types.only_integers || number.is_whole())
    }
}

/// Conditions that must all be true; some of them may be undecided.
struct All(Option<bool>);

impl All {
    fn new() -> Self {
        Self(Some(true))
    }

    fn and(&mut self, verdict: Option<bool>) {
        self.0 = match (self.0, verdict) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        };
    }

    fn is_refused(&self) -> bool {
        self.0 == Some(false)
    }

    fn verdict(self) -> Option<bool> {
        self.0
    }
}

/// Whether at least one of some conditions is true.
fn any(verdicts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut any = Some(false);
    for verdict in verdicts {
        match verdict {
            Some(true) => return Some(true),
            Some(false) => {}
            None => any = None,
        }
    }
    any
}

/// The JSON values that are the same text on the wire.
fn spellings(value: &Json) -> Vec<Json> {
    let text = match value {
        Json::String(text) => text.clone(),
        Json::Number(_) | Json::Bool(_) => value.to_string(),
        _ => return vec![value.clone()],
    };
    let mut spellings = vec![value.clone()];
    let others = [
        Some(Json::from(text.as_str())),
        text.parse::<serde_json::Number>().ok().map(Json::from),
        text.parse::<bool>().ok().map(Json::from),
    ];
    for other in others.into_iter().flatten() {
        if !spellings.contains(&other) {
            spellings.push(other);
        }
    }
    spellings
}
