//! Whether a value of the document, such as a `default`, is one that schemas allow
//! and that the client can hold.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use foldhash::{HashSet, HashSetExt};

use super::form::{Form, Object, Others, Scalar};
use super::part::{Key, Part, Schemas};
use crate::pattern;
use crate::schema::{is_uuid, range_of};
use crate::tree::{Node, Value};

impl<'a> Schemas<'a> {
    /// Whether schemas, as they are [used](Self::used), allow a value.
    pub(crate) fn allow(&self, used: &[Part<'a>], value: &Node) -> bool {
        self.allow_within(used, value, &mut HashSet::new())
    }

    /// `seen` are the schemas that the value was held against already: they may lead
    /// to one another in circles.
    fn allow_within(&self, used: &[Part<'a>], value: &Node, seen: &mut HashSet<Key>) -> bool {
        if value.is_null() {
            return used.is_empty() || self.is_nullable(used);
        }
        if !seen.insert(Key::of(used)) {
            return false;
        }
        match (self.form(used), &value.value) {
            (Form::Anything, _) => true,
            (Form::Component(component), _) => {
                self.allow_within(&self.used_at(component), value, seen)
            }
            (Form::Union(union), _) => {
                let mut variants = union.variants.iter();
                variants.any(|variant| self.allow_within(variant, value, seen))
            }
            (Form::Enum(listed), _) => listed.contains(&value),
            (Form::Scalar(scalar), _) => scalar.allows(value),
            (Form::Object(object), _) => self.object_allows(&object, value),
            (Form::List(items), Value::List(values)) => {
                values.iter().all(|value| self.allow(&items, value))
            }
            (Form::Map(values), Value::Map(members)) => {
                let mut members = members.values();
                members.all(|member| self.allow(&values, &member.value))
            }
            (Form::List(_) | Form::Map(_), _) => false,
        }
    }

    fn object_allows(&self, object: &Object<'a>, value: &Node) -> bool {
        let Value::Map(members) = &value.value else {
            return false;
        };
        let mut required = object
            .properties
            .iter()
            .filter(|(_, property)| property.is_required);
        let is_complete = required.all(|(name, _)| members.contains_key(*name));
        is_complete
            && members.iter().all(|(name, member)| {
                match (object.properties.get(name.as_str()), &object.others) {
                    (Some(property), _) => self.allow(&property.schemas, &member.value),
                    (None, Others::Kept(others)) => self.allow(others, &member.value),
                    (None, Others::Ignored) => true,
                    (None, Others::Forbidden) => false,
                }
            })
    }
}

impl Scalar<'_> {
    fn allows(&self, value: &Node) -> bool {
        let is_listed = self
            .keyword("enum")
            .is_none_or(|listed| listed.items().contains(value));
        is_listed
            && match (self.kind, &value.value) {
                ("string", Value::String(text)) => self.allows_text(text),
                ("boolean", Value::Bool(_)) => true,
                ("integer", Value::Integer(number)) => {
                    let range = self.format().and_then(range_of);
                    range.is_none_or(|[least, most]| (least..=most).contains(&(*number).into()))
                        && self.allows_number(*number as f64)
                }
                ("integer", Value::Float(number)) => {
                    number.fract() == 0.0
                        && number.abs() < 2f64.powi(53)
                        && self.allows_number(*number)
                }
                ("number", Value::Integer(number)) => self.allows_number(*number as f64),
                ("number", Value::Float(number)) => self.allows_number(*number),
                _ => false,
            }
    }

    fn allows_text(&self, text: &str) -> bool {
        let length = || text.chars().count() as f64;
        let is_long_enough = self
            .number("minLength")
            .is_none_or(|least| length() >= least);
        let is_short_enough = self.number("maxLength").is_none_or(|most| length() <= most);
        let pattern = self.keyword("pattern").and_then(Node::as_str);
        let is_alike =
            pattern.is_none_or(|pattern| pattern::matches(pattern, text).unwrap_or(true));
        let is_formed = match self.format() {
            Some("uuid") => is_uuid(text),
            Some("ip") => text.parse::<IpAddr>().is_ok(),
            Some("ipv4") => text.parse::<Ipv4Addr>().is_ok(),
            Some("ipv6") => text.parse::<Ipv6Addr>().is_ok(),
            _ => true,
        };
        is_long_enough && is_short_enough && is_alike && is_formed
    }

    fn allows_number(&self, number: f64) -> bool {
        let excludes = |key| self.keyword(key).is_some_and(Node::is_true);
        let is_above = self
            .number("minimum")
            .is_none_or(|least| number > least || number == least && !excludes("exclusiveMinimum"));
        let is_below = self
            .number("maximum")
            .is_none_or(|most| number < most || number == most && !excludes("exclusiveMaximum"));
        is_above && is_below
    }

    fn number(&self, key: &str) -> Option<f64> {
        match self.keyword(key)?.value {
            Value::Integer(number) => Some(number as f64),
            Value::Float(number) => Some(number),
            _ => None,
        }
    }
}
