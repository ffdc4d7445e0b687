//! Values that a schema holds, its `default` and its `enum`, against the schema.

use super::context::Check;
use crate::diagnostic::Rule;
use crate::schema::{listed, type_of};
use crate::tree::Node;

impl<'a> Check<'a> {
    pub(super) fn values(&mut self, schema: &'a Node) {
        if let Some(default) = schema.get("default")
            && !self.reader.may_allow(schema, default)
        {
            self.report(
                Rule::MisfitDefault,
                default,
                format!("{} is no value of the schema that it is the default of", default.value),
                "write one that the schema allows, quoted if it is text; no documentation repeats this one",
            );
        }
        if let (Some("boolean" | "integer" | "number"), Some(values)) =
            (type_of(schema), schema.member("enum"))
        {
            self.report(
                Rule::UncheckedValues,
                values,
                "the client takes and sends other values than these too: only an `enum` of texts becomes one",
                "say in the `description` what they mean",
            );
        }
        for value in listed(schema) {
            if !value.is_null() && !self.reader.schema(schema).is_of_type(value) {
                self.report(
                    Rule::MisfitEnum,
                    value,
                    format!("{} is not of the type of the schema that lists it", value.value),
                    "write it as a value of that `type`, quoted if it is text, or correct the `type`; the client takes any value of the `type`",
                );
            }
        }
    }
}
