//! The building blocks of the tables: objects, their fields, and the values of fields.

use std::fmt;

/// One of the specification's objects.
pub(super) struct Object {
    /// Its name in the specification.
    pub(super) name: &'static str,
    /// The section of `components` for this kind of object; empty if there is none.
    pub(super) section: &'static str,
    pub(super) fields: &'static [Field],
    /// The shape of values under all other keys, for objects that are maps.
    pub(super) others: Option<&'static Shape>,
}

pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) required: bool,
    /// Whether it tells callers something that has no effect on the client.
    pub(super) is_lost: bool,
    pub(super) shape: Shape,
}

/// What the value of a field may be.
pub(super) enum Shape {
    Any,
    Bool,
    Number,
    /// A whole number that is not negative.
    Size,
    String,
    OneOf(&'static [&'static str]),
    List(&'static Shape),
    Map(Keys, &'static Shape),
    Object(&'static Object),
    RefOr(&'static Object),
    BoolOr(&'static Shape),
}

/// What the keys of a map may be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Keys {
    Any,
    Component,
    Path,
    Status,
}

impl Keys {
    /// Whether the map also allows `x-` keys.
    pub(super) fn allow_extensions(self) -> bool {
        matches!(self, Self::Path | Self::Status)
    }
}

/// The name of an object with its article.
pub(super) fn an(name: &str) -> std::string::String {
    let article = if name.starts_with(['A', 'E', 'I', 'O', 'U']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {name}")
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Shape::Any => f.write_str("any value"),
            Shape::Bool => f.write_str("`true` or `false`"),
            Shape::Number => f.write_str("a number"),
            Shape::Size => f.write_str("a whole number, zero or more"),
            Shape::String => f.write_str("a string"),
            Shape::OneOf(words) => {
                let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
                write!(f, "one of {}", words.join(", "))
            }
            Shape::List(items) => write!(f, "a list where each item is {items}"),
            Shape::Map(..) => f.write_str("a mapping"),
            Shape::Object(object) => f.write_str(&an(object.name)),
            Shape::RefOr(object) => write!(f, "{} or a `$ref`", an(object.name)),
            Shape::BoolOr(other) => write!(f, "`true`, `false` or {other}"),
        }
    }
}

impl Object {
    /// All fields of this object and of the objects inside it, with the names of their
    /// objects.
    pub(super) fn all_fields(&'static self) -> Vec<(&'static str, &'static Field)> {
        let mut objects: Vec<&Object> = vec![self];
        let mut next = 0;
        while let Some(object) = objects.get(next) {
            next += 1;
            let shapes = object.fields.iter().map(|field| &field.shape);
            let shapes: Vec<_> = shapes.chain(object.others).collect();
            for inner in shapes.into_iter().filter_map(Shape::object) {
                if objects.iter().all(|known| known.name != inner.name) {
                    objects.push(inner);
                }
            }
        }
        let fields = objects
            .iter()
            .flat_map(|object| object.fields.iter().map(|field| (object.name, field)));
        fields.collect()
    }
}

impl Shape {
    /// The object inside this shape.
    fn object(&'static self) -> Option<&'static Object> {
        match self {
            Shape::Object(object) | Shape::RefOr(object) => Some(object),
            Shape::List(inner) | Shape::Map(_, inner) | Shape::BoolOr(inner) => inner.object(),
            _ => None,
        }
    }
}
