//! Schemas that have no Rust type, or that make the generator panic.

use std::collections::HashSet;

use super::context::Check;
use super::endless::endless;
use crate::diagnostic::{Rule, nearest};
use crate::pattern::{Unusable, translate};
use crate::schema::{
    self, DATES, Number, WITHOUT_FORMAT, is_foreign, is_nullable, kind_of, type_of,
};
use crate::tree::{Node, Spot, unescape};

/// Keywords that generated types do not enforce. An exception are limits that are exactly
/// those of an integer type.
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
            self.crossed_limits(schema);
            self.mapping(schema);
            self.pattern(schema);
            self.values(schema);
        }
    }

    /// The limits that generated types may not enforce, in one diagnostic.
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
            1 => " and 1 more limit".to_owned(),
            more => format!(" and {more} more limits"),
        };
        self.report(
            Rule::UnenforcedLimit,
            *first,
            format!("the client may not enforce `{key}`{more}; the service does"),
            "mention it in a `description` if callers must know it before they call",
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
                "break the cycle of `$ref`, `allOf`, `oneOf`, `anyOf` or `not`; a property may refer back to the schema",
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
                format!(
                    "the schema `{name}` may be null, so every value that refers to it may be null"
                ),
                "write `nullable` where the schema is used",
            );
        }
    }

    /// Only properties can be `readOnly` or `writeOnly` (OpenAPI 3.0.3, "Schema Object").
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
                        format!("`{key}` has no effect on a schema that is not a property"),
                        "write it on the property that has this schema, or remove it",
                    );
                }
            }
        }
    }

    /// All dates in one diagnostic: every schema may have one.
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
                format!("a date is kept as a string{more}: some services send dates that RFC 3339 does not allow"),
                "parse it with the date crate that you use",
            );
        }
    }

    /// The schemas that operations lead to.
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

    /// A keyword that does not apply to the schema's type has no effect on the client.
    /// Without a type, keywords of two types make the generator panic.
    fn keywords_of_one_kind(&mut self, schema: &Node) {
        let declared = type_of(schema);
        let mut first = None;
        for (key, member) in schema.members() {
            let Some(kind) = kind_of(key) else { continue };
            match (declared, *first.get_or_insert(kind)) {
                (Some(declared), _) if is_foreign(key, schema) => self.report(
                    Rule::ForeignKeyword,
                    member,
                    format!("`{key}` applies to the type `{kind}`, but this schema has the type `{declared}`"),
                    format!("remove `{key}`, or correct the `type`; it has no effect on the client"),
                ),
                (None, first) if first != kind => self.report(
                    Rule::MixedKeywords,
                    member,
                    format!("`{key}` applies to the type `{kind}`, but other keywords apply to the type `{first}`"),
                    "add a `type`, and keep only its keywords",
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
                format!("the type `{ty}` has no formats"),
                "remove it; it has no effect on the client",
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
                    format!("`{exclusive}` needs a `{bound}`, and there is none"),
                    format!("add `{bound}`; in OpenAPI 3.0, `{exclusive}` only says that `{bound}` is exclusive"),
                );
            }
        }
    }

    /// Limits that no value can keep together.
    fn crossed_limits(&mut self, schema: &Node) {
        let ty = type_of(schema).filter(|_| !is_nullable(schema));
        for (kinds, least, most) in [
            (&["integer", "number"][..], "minimum", "maximum"),
            (&["string"], "minLength", "maxLength"),
            (&["array"], "minItems", "maxItems"),
            (&["object"], "minProperties", "maxProperties"),
        ] {
            // Limits are for values of one type only.
            if ty.is_none_or(|ty| !kinds.contains(&ty)) {
                continue;
            }
            let limits = [least, most].map(|key| schema.get(key).and_then(Number::of_node));
            if let [Some(low), Some(high)] = &limits
                && low > high
            {
                self.report(
                    Rule::Contradiction,
                    schema.member(most).map_or(schema.into(), Spot::from),
                    format!(
                        "no value can match this schema: its `{least}` is greater than its `{most}`"
                    ),
                    "correct one of the two",
                );
            }
        }
    }

    /// The values of a discriminator must lead to schemas.
    fn mapping(&mut self, schema: &Node) {
        let Some(discriminator) = schema.get("discriminator") else {
            return;
        };
        let root = self.source.root();
        for (value, member) in discriminator.members_of("mapping") {
            let Some(target) = member.value.as_str() else {
                continue;
            };
            let name = schema::component_name(target).unwrap_or(target);
            let known = || schema::components(root).map(|(name, _)| name);
            if known().any(|known| known == unescape(name)) {
                continue;
            }
            let help = match nearest(name, known()) {
                Some(nearest) => format!("write `{}`", schema::reference_to(nearest)),
                None => "refer to a schema under `components/schemas`".to_owned(),
            };
            self.report(
                Rule::MisfitDiscriminator,
                member,
                format!("`{value}` stands for `{target}`, but the document has no such schema"),
                help,
            );
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
                format!("this is not a regular expression: {reason}"),
                "write a regular expression of ECMA-262, as OpenAPI 3.0.3 requires; in YAML, a plain or 'quoted' string keeps its backslashes",
            ),
            Err(Unusable::Beyond(reason)) => {
                self.unchecked_patterns.insert(pattern.id);
                self.report(
                    Rule::UncheckedPattern,
                    pattern,
                    format!("the client cannot check this pattern: {reason}"),
                    "write a simpler pattern, or leave this check to the service",
                );
            }
        }
    }
}
