//! Parameters of operations.

use std::collections::BTreeMap;

use super::super::level::Direction;
use super::super::rule::Rule;
use super::super::side::{At, Both, Fate};
use super::context::Context;
use super::operations::Operation;
use super::walk::Walk;
use crate::source::Source;
use crate::template;

/// The location and the name of a parameter. A path parameter is identified by its
/// position instead of its name.
type Key = (String, String);

impl<'a> Walk<'a> {
    /// The parameters of a path belong to each of its operations.
    pub(super) fn parameters(&mut self, operation: &Operation<'a>, context: &Context<'a>) {
        let context = context.toward(Direction::Request);
        let (old_source, new_source) = (self.old, self.new);
        let (both, item) = (&operation.both, &operation.item);
        let mut old = self.effective(old_source, [&both.old, &item.old], operation.old_path);
        let mut new = self.effective(new_source, [&both.new, &item.new], operation.new_path);

        let mut gone = Vec::new();
        for (key, old) in std::mem::take(&mut old) {
            match new.remove(&key) {
                Some(new) => self.parameter(Both { old, new }, &context),
                None => gone.push((key, old)),
            }
        }
        for ((location, name), old) in gone {
            let moved = new
                .keys()
                .find(|(_, other)| *other == name && location != "path")
                .cloned();
            let about = context.about(subject(&old));
            match moved.and_then(|key| new.remove(&key)) {
                Some(new) => {
                    let to = new.text("in").unwrap_or_default();
                    let rule = match new.flag("required") {
                        true => Rule::RequiredParameterMoved,
                        false => Rule::OptionalParameterMoved,
                    };
                    self.report(rule, &about, (Some(&old), Some(&new)), || {
                        format!("{} moved to the {to}", about.subject())
                    });
                }
                None => self.report(Rule::ParameterRemoved, &about, (Some(&old), None), || {
                    format!("{} was removed", about.subject())
                }),
            }
        }
        for at in new.into_values() {
            let about = context.about(subject(&at));
            let rule = match at.flag("required") {
                true => Rule::RequiredParameterAdded,
                false => Rule::OptionalParameterAdded,
            };
            self.report(rule, &about, (None, Some(&at)), || {
                format!("{} was added", about.subject())
            });
        }
    }

    fn effective(
        &mut self,
        source: &'a Source,
        owners: [&At<'a>; 2],
        path: &str,
    ) -> BTreeMap<Key, At<'a>> {
        let names: Vec<_> = template::parameters(path).collect();
        let mut effective = BTreeMap::new();
        for owner in owners {
            for at in owner.get("parameters").iter().flat_map(At::items) {
                let at = self.target(source, at);
                let location = at.text("in").unwrap_or_default();
                let name = at.text("name").unwrap_or_default();
                let name = match location {
                    "path" => names
                        .iter()
                        .position(|known| *known == name)
                        .map_or_else(|| name.to_owned(), |position| position.to_string()),
                    // HTTP header names are case-insensitive (RFC 9110, section 5.1).
                    "header" => name.to_lowercase(),
                    _ => name.to_owned(),
                };
                effective.entry((location.to_owned(), name)).or_insert(at);
            }
        }
        effective
    }

    fn parameter(&mut self, both: Both<'a>, context: &Context<'a>) {
        if self.same(&both) {
            return;
        }
        let context = Context {
            may_be_left_out: !(both.old.flag("required") && both.new.flag("required")),
            is_text: true,
            ..context.about(subject(&both.new))
        };
        let rules = [Rule::ParameterBecameRequired, Rule::ParameterBecameOptional];
        self.report_flag(&both, "required", &context, rules);
        if writing(&both.old) != writing(&both.new) {
            self.report(Rule::ParameterStyleChanged, &context, both.sides(), || {
                let [old, new] =
                    [writing(&both.old), writing(&both.new)].map(|writing| writing.describe());
                format!(
                    "{}: the style changed from {old} to {new}",
                    context.subject()
                )
            });
        }
        let rule = Rule::ParameterEmptyValueChanged;
        self.report_flag(&both, "allowEmptyValue", &context, [rule, rule]);
        self.parameter_schema(&both, &context);
        self.media_types(&both, &context);
        let seen = [
            "name",
            "in",
            "required",
            "style",
            "explode",
            "allowReserved",
            "allowEmptyValue",
            "schema",
            "content",
        ];
        self.rest(&both, &seen, &context);
    }

    fn parameter_schema(&mut self, both: &Both<'a>, context: &Context<'a>) {
        match both.field("schema") {
            Some(Fate::Kept(schema)) => self.schema(schema, context),
            Some(fate @ Fate::Added(_)) => {
                self.report_field(Rule::RequestTypeChanged, context, "schema", &fate)
            }
            Some(fate @ Fate::Removed(_)) => {
                let rule = match both.new.get("content") {
                    Some(_) => Rule::RequestTypeChanged,
                    None => Rule::RequestTypeWidened,
                };
                self.report_field(rule, context, "schema", &fate);
            }
            None => {}
        }
    }
}

/// How a parameter is serialized, with the defaults of OpenAPI 3.0.3 ("Parameter
/// Object", `style` and `explode`).
#[derive(PartialEq)]
struct Writing<'a> {
    style: &'a str,
    is_exploded: bool,
    may_be_reserved: bool,
}

impl Writing<'_> {
    fn describe(&self) -> String {
        let Self {
            style,
            is_exploded,
            may_be_reserved,
        } = self;
        format!("`{style}` (explode: {is_exploded}, allowReserved: {may_be_reserved})")
    }
}

fn writing<'a>(parameter: &At<'a>) -> Writing<'a> {
    let usual = match parameter.text("in") {
        Some("query" | "cookie") => "form",
        _ => "simple",
    };
    let style = parameter.text("style").unwrap_or(usual);
    Writing {
        style,
        is_exploded: match parameter.get("explode") {
            Some(_) => parameter.flag("explode"),
            None => style == "form",
        },
        may_be_reserved: parameter.flag("allowReserved"),
    }
}

fn subject(parameter: &At<'_>) -> String {
    format!(
        "the {} parameter `{}`",
        parameter.text("in").unwrap_or_default(),
        parameter.text("name").unwrap_or_default()
    )
}
