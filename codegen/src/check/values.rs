//! Values that a schema holds, its `default` and its `enum`, against the schema.

use super::Check;
use crate::document::{Node, Value};
use crate::lower::is_nullable;

/// Whether a schema's `default` is a value of the schema, as far as types and
/// `enum` say.
pub(crate) fn default_fits(schema: &Node) -> bool {
    let Some(default) = schema.get("default") else {
        return true;
    };
    let listed = schema.get("enum").map(Node::items).unwrap_or_default();
    is_of_type(default, schema) && (listed.is_empty() || listed.contains(default))
}

fn is_of_type(value: &Node, schema: &Node) -> bool {
    let ty = schema.get("type").and_then(Node::as_str);
    match (ty, &value.value) {
        (Some(_), Value::Null) => is_nullable(schema),
        (Some("string"), value) => matches!(value, Value::String(_)),
        (Some("integer"), Value::Float(value)) => value.fract() == 0.0,
        (Some("integer"), value) => matches!(value, Value::Integer(_)),
        (Some("number"), value) => matches!(value, Value::Integer(_) | Value::Float(_)),
        (Some("boolean"), value) => matches!(value, Value::Bool(_)),
        (Some("array"), value) => matches!(value, Value::List(_)),
        (Some("object"), value) => matches!(value, Value::Map(_)),
        _ => true,
    }
}

impl<'a> Check<'a> {
    pub(super) fn values(&mut self, schema: &'a Node) {
        if let Some(default) = schema.get("default")
            && !default_fits(schema)
        {
            self.report(
                "misfit-default",
                default.place,
                format!("{} is no value of the schema that it is the default of", default.value),
                "write one that its `type` and `enum` allow, quoted if it is text; this one does not reach the client",
            );
        }
        let listed = schema.get("enum").map(Node::items).unwrap_or_default();
        for value in listed {
            if value.value != Value::Null && !is_of_type(value, schema) {
                self.report(
                    "misfit-enum",
                    value.place,
                    format!("{} is not of the type of the schema that lists it", value.value),
                    "write it as a value of that `type`, quoted if it is text, or correct the `type`",
                );
            }
        }
    }
}
