//! Schemas that have no Rust type, or that the generator meets with a panic.

use std::collections::HashSet;

use super::context::Check;
use super::endless::endless;
use crate::diagnostic::Rule;
use crate::pattern::{Unusable, translate};
use crate::schema::{self, DATES, WITHOUT_FORMAT, is_foreign, is_nullable, kind_of, type_of};
use crate::tree::{Node, Spot};

/// Keywords that generated types do not enforce, but for limits which are those of an
/// integer's type.
const UNENFORCED: [&str; 11] = [
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxItems",
    "maxProperties",
    "maximum",
    "minItems",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "uniqueItems",
];

impl<'a> Check<'a> {
    pub(super) fn schemas(&mut self, all: Vec<&'a Node>) {
        self.endless_schemas();
        self.nullable_components();
        let schemas = self.carried(all);
        self.dates(&schemas);
        self.ways(&schemas);
        self.limits(&schemas);
        for schema in schemas {
            self.keywords_of_one_kind(schema);
            self.foreign_format(schema);
            self.exclusive_bounds(schema);
            self.pattern(schema);
            self.values(schema);
        }
    }

    /// What generated types may not enforce, said once.
    fn limits(&mut self, schemas: &[&'a Node]) {
        let limits = schemas.iter().flat_map(|schema| {
            let limits = schema.members();
            limits.filter(|(key, _)| UNENFORCED.contains(key) && !is_foreign(key, schema))
        });
        let mut limits: Vec<(Spot, &str)> =
            limits.map(|(key, member)| (member.into(), key)).collect();
        limits.sort_unstable();
        let Some((first, key)) = limits.first() else {
            return;
        };
        let more = match limits.len() - 1 {
            0 => String::new(),
            more => format!(", and {more} more limits like it"),
        };
        self.report(
            Rule::UnenforcedLimit,
            *first,
            format!("the client may not enforce `{key}`{more}: the service does"),
            "say it in a `description` if callers have to know before they call",
        );
    }

    fn endless_schemas(&mut self) {
        for (name, member) in endless(self.source.root()) {
            if !self.reaches_schema(name) {
                continue;
            }
            self.report(
                Rule::EndlessSchema,
                member,
                format!("the schema `{name}` is composed of itself"),
                "end the circle of `$ref`, `allOf`, `oneOf`, `anyOf` or `not`; a property may refer back",
            );
        }
    }

    fn nullable_components(&mut self) {
        for (name, member) in schema::components(self.source.root()) {
            if !self.reaches_schema(name) || !is_nullable(&member.value) {
                continue;
            }
            self.report(
                Rule::NullableComponent,
                member.value.member("nullable").unwrap_or(member),
                format!("the schema `{name}` may be null: so may each value that refers to it"),
                "say `nullable` where it is used",
            );
        }
    }

    /// A value that is no property travels both ways (OpenAPI 3.0.3, "Schema Object").
    fn ways(&mut self, schemas: &[&'a Node]) {
        let properties = schemas
            .iter()
            .flat_map(|schema| schema.members_of("properties"));
        let properties: HashSet<_> = properties
            .flat_map(|(_, member)| [Some(&member.value), self.source.resolve(&member.value)])
            .flatten()
            .map(|node| node.id)
            .collect();
        for schema in schemas
            .iter()
            .filter(|schema| !properties.contains(&schema.id))
        {
            for key in ["readOnly", "writeOnly"] {
                let member = schema.member(key).filter(|_| schema.flag(key));
                if let Some(member) = member {
                    self.report(
                        Rule::NotCarried,
                        member,
                        format!("`{key}` means nothing of a schema that is no property"),
                        "say it on the property that has this schema, or remove it",
                    );
                }
            }
        }
    }

    /// Said once: there may be one in every schema.
    fn dates(&mut self, schemas: &[&'a Node]) {
        let formats = schemas.iter().filter_map(|schema| schema.get("format"));
        let dates =
            formats.filter(|format| format.as_str().is_some_and(|text| DATES.contains(&text)));
        let mut dates: Vec<Spot> = dates.map(Spot::from).collect();
        dates.sort();
        if let Some(first) = dates.first() {
            let more = match dates.len() - 1 {
                0 => String::new(),
                more => format!(" (and {more} more)"),
            };
            self.report(
                Rule::DateAsText,
                *first,
                format!("a date is read as text{more}: services write dates that RFC 3339 does not allow"),
                "read it with the crate for dates that you use",
            );
        }
    }

    /// Those that operations lead to.
    fn carried(&self, mut schemas: Vec<&'a Node>) -> Vec<&'a Node> {
        let mut left_out = HashSet::new();
        for (section, all) in self.source.root().members_of("components") {
            for (name, member) in all.value.members() {
                if !self.reached.contains(&(section, name)) {
                    left_out.extend(member.value.walk().map(|node| node.id));
                }
            }
        }
        schemas.retain(|schema| !left_out.contains(&schema.id));
        schemas
    }

    /// A keyword that says nothing of the schema's type does not reach the
    /// client; without a type, two kinds at once make the generator panic.
    fn keywords_of_one_kind(&mut self, schema: &Node) {
        let declared = type_of(schema);
        let mut first = None;
        for (key, member) in schema.members() {
            let Some(kind) = kind_of(key) else { continue };
            match (declared, *first.get_or_insert(kind)) {
                (Some(declared), _) if is_foreign(key, schema) => self.report(
                    Rule::ForeignKeyword,
                    member,
                    format!("`{key}` is a keyword of the type `{kind}`, but this is a schema of the type `{declared}`"),
                    format!("remove `{key}`, or correct `type`; it does not reach the client"),
                ),
                (None, first) if first != kind => self.report(
                    Rule::MixedKeywords,
                    member,
                    format!("`{key}` is a keyword of the type `{kind}`, others are of the type `{first}`"),
                    "state the `type`, and keep its keywords",
                ),
                _ => {}
            }
        }
    }

    fn foreign_format(&mut self, schema: &Node) {
        let ty = type_of(schema);
        if let Some(ty) = ty.filter(|ty| WITHOUT_FORMAT.contains(ty))
            && let Some(format) = schema.get("format")
        {
            self.report(
                Rule::ForeignFormat,
                format,
                format!("there is no `format` for the type `{ty}`"),
                "remove it; it does not reach the client",
            );
        }
    }

    fn exclusive_bounds(&mut self, schema: &Node) {
        for (exclusive, bound) in [
            ("exclusiveMinimum", "minimum"),
            ("exclusiveMaximum", "maximum"),
        ] {
            if let Some(member) = schema.member(exclusive)
                && member.value.is_true()
                && schema.get(bound).is_none()
            {
                self.report(
                    Rule::ExclusiveWithoutBound,
                    member,
                    format!("`{exclusive}` has no `{bound}` to exclude"),
                    format!("add `{bound}`; in OpenAPI 3.0 `{exclusive}` only qualifies it"),
                );
            }
        }
    }

    fn pattern(&mut self, schema: &Node) {
        let Some(pattern) = schema.get("pattern") else {
            return;
        };
        match translate(pattern.as_str().unwrap_or_default()) {
            Ok(_) => {}
            Err(Unusable::Malformed(reason)) => self.report(
                Rule::MalformedPattern,
                pattern,
                format!("this is no regular expression: {reason}"),
                "write one of ECMA-262, as OpenAPI 3.0.3 says; in YAML a plain or 'quoted' text keeps its backslashes",
            ),
            Err(Unusable::Beyond(reason)) => {
                self.unchecked_patterns.insert(pattern.id);
                self.report(
                    Rule::UncheckedPattern,
                    pattern,
                    format!("the client cannot check this pattern: {reason}"),
                    "write it without, or leave this check to the service",
                );
            }
        }
    }
}
