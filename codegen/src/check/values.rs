//! Whether the `default` and the `enum` of a schema match the schema.

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
                format!("the default is {}, which the schema does not allow", default.value),
                "write a value that the schema allows, in quotes if it is a string; the client's documentation leaves this one out",
            );
        }
        if let (Some("boolean" | "integer" | "number"), Some(values)) =
            (type_of(schema), schema.member("enum"))
        {
            self.report(
                Rule::UncheckedValues,
                values,
                "the client also accepts and sends other values: only an `enum` of strings becomes a Rust enum",
                "explain the values in the `description`",
            );
        }
        for value in listed(schema) {
            if !value.is_null() && !self.reader.schema(schema).is_of_type(value) {
                self.report(
                    Rule::MisfitEnum,
                    value,
                    format!("{} does not have the type of the schema that lists it", value.value),
                    "write a value of that `type`, in quotes if it is a string, or correct the `type`; the client accepts any value of the `type`",
                );
            }
        }
    }
}
