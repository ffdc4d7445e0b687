//! Checks a tree against the tables of OpenAPI 3.0.3 ([`tables`]): every field is known
//! and has the right type, every required field is present, and every `$ref` leads to a
//! component of the right kind.
//!
//! `openapiv3` would find most of this too, but its untagged and flattened types do not
//! know the place of a value, and drop unknown fields. [`crate::check`] handles what the
//! generator does with a document that follows the grammar.

#[cfg(feature = "review")]
mod comparable;
mod references;
mod shapes;
mod tables;
mod version;

#[cfg(feature = "review")]
pub(crate) use comparable::incomparable;

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Rule, nearest};
use crate::names;
use crate::operation;
use crate::paging;
use crate::server;
use crate::tree::{Member, Node, Spot, Value};
use shapes::{Keys, Object, Shape, an};
use version::Version;

/// The result of the grammar for a tree.
pub(crate) struct Checked<'a> {
    /// Everything that OpenAPI 3.0.3 does not allow.
    pub(crate) found: Vec<Diagnostic>,
    /// Every Schema Object.
    pub(crate) schemas: Vec<&'a Node>,
    /// Whether the document follows this version of the grammar. For another version,
    /// nothing else is reported.
    pub(crate) applies: bool,
}

/// Checks a tree against the grammar.
pub(crate) fn check(root: &Node) -> Checked<'_> {
    let (found, applies) = match version::check(root) {
        Version::Supported => {
            let mut walk = Walk::new(root);
            walk.object(root, &tables::OPENAPI, root.into());
            walk.losses();
            return Checked {
                found: walk.found,
                schemas: walk.schemas,
                applies: true,
            };
        }
        Version::Unknown(diagnostic) => (diagnostic, true),
        Version::Other(diagnostic) => (diagnostic, false),
    };
    Checked {
        found: vec![found],
        schemas: Vec::new(),
        applies,
    }
}

/// Extensions that the client or the review reads.
const KNOWN_EXTENSIONS: [&str; 8] = [
    paging::PAGEABLE,
    operation::WHEN_UNKNOWN,
    server::NAME,
    names::RUST_NAME,
    names::ENUM_VARNAMES,
    "x-extensible-enum",
    "x-sunset",
    "x-stability-level",
];

/// Every field of every object in OpenAPI 3.0.3, and whether a diagnostic says that the
/// field has no effect on the client. A test checks that no field is dropped without a
/// diagnostic.
pub fn fields() -> impl Iterator<Item = (&'static str, &'static str, bool)> {
    let fields = tables::OPENAPI.all_fields().into_iter();
    fields.map(|(object, field)| (object, field.name, field.is_lost))
}

struct Walk<'a> {
    root: &'a Node,
    found: Vec<Diagnostic>,
    schemas: Vec<&'a Node>,
    /// The places of fields that have no effect on the client.
    lost: BTreeMap<(&'static str, &'static str), Vec<Spot>>,
    extensions: BTreeMap<&'a str, Vec<Spot>>,
    /// The fields next to a `$ref`.
    siblings: BTreeMap<&'a str, Vec<Spot>>,
}

impl<'a> Walk<'a> {
    fn new(root: &'a Node) -> Self {
        Self {
            root,
            found: Vec::new(),
            schemas: Vec::new(),
            lost: BTreeMap::new(),
            extensions: BTreeMap::new(),
            siblings: BTreeMap::new(),
        }
    }

    fn report(
        &mut self,
        rule: Rule,
        at: impl Into<Spot>,
        message: String,
        help: impl Into<String>,
    ) {
        self.found.push(Diagnostic::new(rule, at, message, help));
    }

    /// `at` is where a missing field is reported: the key that names the object.
    fn object(&mut self, node: &'a Node, object: &'static Object, at: Spot) {
        if !matches!(node.value, Value::Map(_)) {
            return self.report(
                Rule::WrongValue,
                node,
                format!(
                    "{} must be a mapping, found {}",
                    an(object.name),
                    node.value
                ),
                format!("write the fields of the {}", object.name),
            );
        }
        if object.section == "schemas" {
            self.schemas.push(node);
        }
        for (key, member) in node.members() {
            match key {
                "<<" => self.merge_key(member),
                key => self.field(key, member, object),
            }
        }
        for field in object.fields.iter().filter(|field| field.required) {
            if node.get(field.name).is_none() {
                self.report(
                    Rule::MissingField,
                    at,
                    format!("this {} has no `{}`", object.name, field.name),
                    format!("add `{}:`, which OpenAPI 3.0.3 requires", field.name),
                );
            }
        }
    }

    /// YAML 1.2 has no merge keys.
    fn merge_key(&mut self, member: &Member) {
        self.report(
            Rule::MalformedKey,
            member,
            "`<<` does not merge anything: merge keys are part of YAML 1.1, but not of YAML 1.2".to_owned(),
            "write the merged fields here, or put them under `components` and refer to them with `$ref`",
        );
    }

    fn field(&mut self, key: &'a str, member: &'a Member, object: &'static Object) {
        let field = object.fields.iter().find(|field| field.name == key);
        if let Some(field) = field.filter(|field| field.is_lost)
            && member.value.value != Value::Bool(false)
        {
            let places = self.lost.entry((object.name, field.name)).or_default();
            places.push(member.into());
        }
        let others = object.others.filter(|_| !key.starts_with("x-"));
        match field.map(|field| &field.shape).or(others) {
            Some(shape) => self.shape(key, member, shape),
            None if key.starts_with("x-") => self.extension(key, member),
            None => self.report(
                Rule::UnknownField,
                member,
                format!("the {} of OpenAPI 3.0.3 has no field `{key}`", object.name),
                instead_of(key, object),
            ),
        }
    }

    fn ref_or(&mut self, node: &'a Node, object: &'static Object, at: Spot) {
        let Some(reference) = node.get("$ref") else {
            return self.object(node, object, at);
        };
        let Some(target) = reference.as_str() else {
            return self.report(
                Rule::WrongValue,
                reference,
                format!("`$ref` must be a string, found {}", reference.value),
                match reference.is_null() {
                    true => format!(
                        "put quotes around it: `$ref: '#/components/{}/<name>'`; a space and `#` start a comment",
                        object.section
                    ),
                    false => format!("write `'#/components/{}/<name>'`", object.section),
                },
            );
        };
        for (key, member) in node.members().filter(|(key, _)| *key != "$ref") {
            self.siblings.entry(key).or_default().push(member.into());
        }
        let checked = references::check(self.root, reference, target, object);
        self.found.extend(checked.err());
    }

    fn extension(&mut self, name: &'a str, member: &Member) {
        if !KNOWN_EXTENSIONS.contains(&name) {
            let places = self.extensions.entry(name).or_default();
            places.push(member.into());
        }
    }

    /// Reports each kind of loss once, at its first place.
    fn losses(&mut self) {
        let more = |spots: &[Spot]| match spots.len() {
            0 | 1 => String::new(),
            count => format!(" ({} times)", count),
        };
        for ((object, field), places) in std::mem::take(&mut self.lost) {
            let Some(first) = places.iter().min() else {
                continue;
            };
            self.report(
                Rule::NotCarried,
                *first,
                format!(
                    "`{field}` of {} has no effect on the client{}",
                    an(object),
                    more(&places)
                ),
                "mention it in a `description` if callers must know it",
            );
        }
        for (name, places) in std::mem::take(&mut self.siblings) {
            let Some(first) = places.iter().min() else {
                continue;
            };
            let (fate, help) = match name {
                "nullable" => (
                    "is applied, although OpenAPI 3.0 ignores it",
                    "write `nullable: true` and `allOf: [{$ref: …}]`",
                ),
                _ => (
                    "has no effect: OpenAPI 3.0 ignores it",
                    "remove it, or write it next to `allOf: [{$ref: …}]`, where it has an effect",
                ),
            };
            self.report(
                Rule::IgnoredSibling,
                *first,
                format!("`{name}` next to a `$ref` {fate}{}", more(&places)),
                help,
            );
        }
        for (name, places) in std::mem::take(&mut self.extensions) {
            let Some(first) = places.iter().min() else {
                continue;
            };
            self.report(
                Rule::UnknownExtension,
                *first,
                format!(
                    "the extension `{name}` has no effect on the client{}",
                    more(&places)
                ),
                "remove it, or keep it if another tool reads it",
            );
        }
    }

    fn shape(&mut self, name: &str, member: &'a Member, shape: &'static Shape) {
        let node = &member.value;
        let found = match (shape, &node.value) {
            (Shape::Any, _)
            | (Shape::String, Value::String(_))
            | (Shape::Bool, Value::Bool(_))
            | (Shape::Number, Value::Integer(_) | Value::Float(_)) => return,
            (Shape::Size, Value::Integer(size)) if *size >= 0 => return,
            (Shape::OneOf(words), Value::String(word)) if words.contains(&word.as_str()) => return,
            (Shape::BoolOr(_), Value::Bool(_)) => return,
            (Shape::BoolOr(other), Value::Map(_)) => return self.shape(name, member, other),
            (Shape::Object(object), _) => return self.object(node, object, member.into()),
            (Shape::RefOr(object), _) => return self.ref_or(node, object, member.into()),
            (Shape::Map(keys, values), Value::Map(_)) => {
                for (key, inner) in node.members() {
                    if key == "<<" && *keys != Keys::Any {
                        self.merge_key(inner);
                        continue;
                    }
                    self.key(key, inner, *keys, name);
                    match keys.allow_extensions() && key.starts_with("x-") {
                        true => self.extension(key, inner),
                        false => self.shape(key, inner, values),
                    }
                }
                return;
            }
            (Shape::List(items), Value::List(nodes)) => {
                for item in nodes {
                    self.item(name, item, items);
                }
                return;
            }
            (_, found) => found,
        };
        self.wrong_value(name, node, shape, found);
    }

    fn wrong_value(&mut self, name: &str, node: &Node, shape: &Shape, found: &Value) {
        let help = match (shape, found) {
            (Shape::String, Value::Bool(_) | Value::Integer(_) | Value::Float(_)) => {
                "put the value in quotes".to_owned()
            }
            (_, Value::Null) => format!("give `{name}` a value, or remove it"),
            (Shape::OneOf(_), Value::String(word)) if name == "type" && word == "null" => {
                "write `nullable: true` next to another `type`; `null` is a type only in OpenAPI 3.1"
                    .to_owned()
            }
            (Shape::OneOf(_), Value::String(word)) if name == "in" && word == "body" => {
                "describe it as the `requestBody` of the operation".to_owned()
            }
            (Shape::OneOf(words), Value::String(word)) => {
                match nearest(&word.to_lowercase(), words.iter().copied()) {
                    Some(nearest) => format!("write `{nearest}`"),
                    None => format!("write {shape} here"),
                }
            }
            (Shape::OneOf(_), Value::List(_)) if name == "type" => {
                "write one `type`, and `nullable: true` for `null`; a list is allowed only in OpenAPI 3.1"
                    .to_owned()
            }
            (Shape::Bool, Value::Integer(_) | Value::Float(_)) if name.starts_with("exclusive") => {
                let bound = match name {
                    "exclusiveMinimum" => "minimum",
                    _ => "maximum",
                };
                format!(
                    "write the number as `{bound}`, and `{name}: true` next to it; a number is allowed only in OpenAPI 3.1"
                )
            }
            _ => format!("write {shape} here"),
        };
        self.report(
            Rule::WrongValue,
            node,
            format!("`{name}` must be {shape}, found {found}"),
            help,
        );
    }

    fn item(&mut self, name: &str, item: &'a Node, shape: &'static Shape) {
        match (shape, &item.value) {
            (Shape::RefOr(object), _) => self.ref_or(item, object, item.into()),
            (Shape::Object(object), _) => self.object(item, object, item.into()),
            (Shape::Any, _) | (Shape::String, Value::String(_)) => {}
            (Shape::Map(_, values), Value::Map(_)) => {
                for (key, member) in item.members() {
                    self.shape(key, member, values);
                }
            }
            (_, found) => self.report(
                Rule::WrongValue,
                item,
                format!("each item of `{name}` must be {shape}, found {found}"),
                format!("write {shape} here"),
            ),
        }
    }

    fn key(&mut self, key: &str, member: &Member, keys: Keys, name: &str) {
        let (allowed, rule) = match keys {
            Keys::Any => return,
            Keys::Component => (
                !key.is_empty()
                    && key
                        .chars()
                        .all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)),
                "letters, digits, `.`, `-` and `_`",
            ),
            Keys::Path => (
                key.starts_with('/') || key.starts_with("x-"),
                "a path that starts with `/`",
            ),
            Keys::Status => (
                key == "default" || key.starts_with("x-") || is_status(key),
                "a status such as `204`, a range such as `4XX`, or `default`",
            ),
        };
        if !allowed {
            self.report(
                Rule::MalformedKey,
                member,
                format!("`{key}` cannot be a key of `{name}`"),
                format!("write {rule}"),
            );
        }
    }
}

/// The help for an unknown field: what may have been meant.
fn instead_of(key: &str, object: &Object) -> String {
    const SHORT: usize = 12;
    if let Some(spelling) = spelling_of_3_0(key).filter(|_| object.section == "schemas") {
        return format!("it is part of OpenAPI 3.1; in 3.0, {spelling}");
    }
    let mut names = object.fields.iter().map(|field| field.name);
    if let Some(name) = names.clone().find(|name| name.eq_ignore_ascii_case(key)) {
        format!("write `{name}`")
    } else if let Some(name) = nearest(key, names.clone()) {
        format!("write `{name}`, or make it an extension whose name starts with `x-`")
    } else if names.len() <= SHORT {
        let last = names.next_back().unwrap_or_default();
        let names: String = names.map(|name| format!("`{name}`, ")).collect();
        format!("its fields are {names}`{last}`; extensions start with `x-`")
    } else {
        "remove it, or make it an extension whose name starts with `x-`".to_owned()
    }
}

/// How OpenAPI 3.0 expresses a keyword of 3.1.
fn spelling_of_3_0(keyword: &str) -> Option<&'static str> {
    Some(match keyword {
        "const" => "write `enum` with this value only",
        "examples" => "write `example` with one of them",
        "contentEncoding" => "write `format: byte` for base64",
        "contentMediaType" => "write `format: binary`",
        "patternProperties" => "write `additionalProperties` with the schema of the values",
        "$defs" | "definitions" => "put them under `components/schemas`",
        "prefixItems" => "write `items` with `oneOf` of their schemas",
        "if" | "then" | "else" => "write `oneOf` with the cases",
        "$id" | "$schema" | "$anchor" | "$comment" => "there is no such keyword: remove it",
        "propertyNames"
        | "unevaluatedProperties"
        | "unevaluatedItems"
        | "dependentSchemas"
        | "dependentRequired"
        | "contains"
        | "minContains"
        | "maxContains" => "there is no such keyword: explain it in the `description`",
        _ => return None,
    })
}

/// A status code or range (OpenAPI 3.0.3, "Responses Object").
fn is_status(key: &str) -> bool {
    match key.as_bytes() {
        [b'1'..=b'5', b'X', b'X'] => true,
        [b'1'..=b'5', tens, units] => tens.is_ascii_digit() && units.is_ascii_digit(),
        _ => false,
    }
}
