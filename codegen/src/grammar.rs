//! Holds a tree against the tables of OpenAPI 3.0.3 ([`tables`]): every field
//! known, of the right kind, every required one present, every `$ref` leading
//! to a component of the kind its place asks for.
//!
//! `openapiv3` would find most of this too, but its untagged and flattened
//! types forget where, and drop fields they do not know. What the generator
//! makes of a document that follows the grammar is [`crate::check`]'s concern.

mod references;
mod tables;

use std::collections::BTreeMap;

use crate::client::SERVER_NAME;
use crate::diagnostic::Diagnostic;
use crate::document::{Member, Node, Place, Value};
use tables::{Keys, Object, Shape};

/// Everything in the tree that OpenAPI 3.0.3 does not allow, and every Schema
/// Object.
pub(crate) fn check(root: &Node) -> (Vec<Diagnostic>, Vec<&Node>) {
    if let Err(problem) = check_version(root) {
        return (vec![problem], Vec::new());
    }
    let mut walk = Walk::new(root);
    walk.object(root, &tables::OPENAPI, root.place);
    walk.losses();
    (walk.found, walk.schemas)
}

/// The version decides which grammar applies, so nothing else is said about a
/// document of another version.
fn check_version(root: &Node) -> Result<(), Diagnostic> {
    const HELP: &str = "write `openapi: 3.0.3` and describe the API in terms of OpenAPI 3.0.3";
    if !matches!(root.value, Value::Map(_)) {
        return Err(Diagnostic::new(
            "wrong-value",
            root.place,
            format!(
                "an OpenAPI document must be a mapping, found {}",
                root.value
            ),
            "start the document with `openapi: 3.0.3`",
        ));
    }
    let Some(version) = root.get("openapi") else {
        return Err(match root.get("swagger") {
            Some(swagger) => Diagnostic::new(
                "unsupported-version",
                swagger.place,
                "this is Swagger 2.0; only OpenAPI 3.0 can be read",
                HELP,
            ),
            None => Diagnostic::new(
                "missing-field",
                root.place,
                "the OpenAPI Object has no `openapi` field",
                "start the document with `openapi: 3.0.3`",
            ),
        });
    };
    match version.as_str() {
        Some(text) if text.starts_with("3.0.") => Ok(()),
        Some(text) => Err(Diagnostic::new(
            "unsupported-version",
            version.place,
            format!("OpenAPI {text} cannot be read, only OpenAPI 3.0"),
            HELP,
        )),
        None => Err(Diagnostic::new(
            "wrong-value",
            version.place,
            format!("`openapi` must be a string, found {}", version.value),
            HELP,
        )),
    }
}

/// Extensions that the client or the review of changes makes something of.
const KNOWN_EXTENSIONS: [&str; 3] = [SERVER_NAME, "x-sunset", "x-stability-level"];

struct Walk<'a> {
    root: &'a Node,
    found: Vec<Diagnostic>,
    schemas: Vec<&'a Node>,
    /// Where the fields stand that do not reach the client.
    lost: BTreeMap<(&'static str, &'static str), Vec<Place>>,
    extensions: BTreeMap<&'a str, Vec<Place>>,
}

impl<'a> Walk<'a> {
    fn new(root: &'a Node) -> Self {
        Self {
            root,
            found: Vec::new(),
            schemas: Vec::new(),
            lost: BTreeMap::new(),
            extensions: BTreeMap::new(),
        }
    }

    fn report(&mut self, rule: &str, place: Place, message: String, help: impl Into<String>) {
        self.found.push(Diagnostic::new(rule, place, message, help));
    }

    /// `at` is where a missing field is reported: the key that names the object.
    fn object(&mut self, node: &'a Node, object: &'static Object, at: Place) {
        if !matches!(node.value, Value::Map(_)) {
            return self.report(
                "wrong-value",
                node.place,
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
            let field = object.fields.iter().find(|field| field.name == key);
            if let Some(field) = field.filter(|field| field.is_lost)
                && member.value.value != Value::Bool(false)
            {
                let places = self.lost.entry((object.name, field.name)).or_default();
                places.push(member.key);
            }
            let others = object.others.filter(|_| !key.starts_with("x-"));
            match field.map(|field| &field.shape).or(others) {
                Some(shape) => self.shape(key, member, shape),
                None if key.starts_with("x-") => self.extension(key, member.key),
                None => self.report(
                    "unknown-field",
                    member.key,
                    format!("the {} of OpenAPI 3.0.3 has no field `{key}`", object.name),
                    instead_of(key, object),
                ),
            }
        }
        for field in object.fields.iter().filter(|field| field.required) {
            if node.get(field.name).is_none() {
                self.report(
                    "missing-field",
                    at,
                    format!("this {} has no `{}`", object.name, field.name),
                    format!("add `{}:`, which OpenAPI 3.0.3 requires", field.name),
                );
            }
        }
    }

    fn extension(&mut self, name: &'a str, place: Place) {
        if !KNOWN_EXTENSIONS.contains(&name) {
            self.extensions.entry(name).or_default().push(place);
        }
    }

    /// Each kind of loss is said once, where it comes first.
    fn losses(&mut self) {
        let more = |places: &[Place]| match places.len() {
            0 | 1 => String::new(),
            count => format!(" ({} times)", count),
        };
        for ((object, field), places) in std::mem::take(&mut self.lost) {
            let Some(first) = places.iter().min() else {
                continue;
            };
            self.report(
                "not-carried",
                *first,
                format!(
                    "`{field}` of {} does not reach the client{}",
                    an(object),
                    more(&places)
                ),
                "say it in a `description` if callers have to know",
            );
        }
        for (name, places) in std::mem::take(&mut self.extensions) {
            let Some(first) = places.iter().min() else {
                continue;
            };
            self.report(
                "unknown-extension",
                *first,
                format!(
                    "the extension `{name}` means nothing to the client{}",
                    more(&places)
                ),
                "remove it, or leave it to those who read it",
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
            (Shape::Object(object), _) => return self.object(node, object, member.key),
            (Shape::RefOr(object), _) => return self.ref_or(node, object, member.key),
            (Shape::Map(keys, values), Value::Map(_)) => {
                for (key, inner) in node.members() {
                    self.key(key, inner.key, *keys, name);
                    match keys.allow_extensions() && key.starts_with("x-") {
                        true => self.extension(key, inner.key),
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
        let help = match (shape, found) {
            (Shape::String, Value::Bool(_) | Value::Integer(_) | Value::Float(_)) => {
                "put the value in quotes".to_owned()
            }
            (_, Value::Null) => format!("give `{name}` a value, or remove it"),
            _ => format!("write {shape} here"),
        };
        self.report(
            "wrong-value",
            node.place,
            format!("`{name}` must be {shape}, found {found}"),
            help,
        );
    }

    fn item(&mut self, name: &str, item: &'a Node, shape: &'static Shape) {
        match (shape, &item.value) {
            (Shape::RefOr(object), _) => self.ref_or(item, object, item.place),
            (Shape::Object(object), _) => self.object(item, object, item.place),
            (Shape::Any, _) | (Shape::String, Value::String(_)) => {}
            (Shape::Map(_, values), Value::Map(_)) => {
                for (key, member) in item.members() {
                    self.shape(key, member, values);
                }
            }
            (_, found) => self.report(
                "wrong-value",
                item.place,
                format!("each item of `{name}` must be {shape}, found {found}"),
                format!("write {shape} here"),
            ),
        }
    }

    fn key(&mut self, key: &str, place: Place, keys: Keys, name: &str) {
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
                "malformed-key",
                place,
                format!("`{key}` cannot be a key of `{name}`"),
                format!("write {rule}"),
            );
        }
    }
}

/// What may have been meant by an unknown field.
fn instead_of(key: &str, object: &Object) -> String {
    const SHORT: usize = 12;
    let mut names = object.fields.iter().map(|field| field.name);
    if let Some(name) = names.clone().find(|name| name.eq_ignore_ascii_case(key)) {
        format!("write `{name}`")
    } else if names.len() <= SHORT {
        let last = names.next_back().unwrap_or_default();
        let names: String = names.map(|name| format!("`{name}`, ")).collect();
        format!("its fields are {names}`{last}`; extensions start with `x-`")
    } else {
        "remove it, or make it an extension whose name starts with `x-`".to_owned()
    }
}

/// A status code or range (OpenAPI 3.0.3, "Responses Object").
fn is_status(key: &str) -> bool {
    match key.as_bytes() {
        [b'1'..=b'5', b'X', b'X'] => true,
        [b'1'..=b'5', tens, units] => tens.is_ascii_digit() && units.is_ascii_digit(),
        _ => false,
    }
}

fn an(name: &str) -> String {
    let article = if name.starts_with(['A', 'E', 'I', 'O', 'U']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {name}")
}
