//! How parameters are written, if not by the text of one value (OpenAPI 3.0.3,
//! "Style Values").

use super::form::Form;
use super::part::{Part, Schemas, Side};
use crate::operation::{Parameter, is_json_content};
use crate::tree::{Node, Value};

/// How long a chain of components that refer to each other may be.
const MAX_COMPONENTS: usize = 128;

/// A way to write a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Simple,
    Label,
    Matrix,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
    /// As JSON, if `content` says so.
    Json,
}

/// How a parameter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Writing {
    pub(crate) style: Style,
    pub(crate) is_exploded: bool,
}

impl Writing {
    /// The writing of a scalar.
    pub(crate) fn of_a_text() -> Self {
        Self {
            style: Style::Simple,
            is_exploded: false,
        }
    }
}

/// The kind of a parameter's value, as far as it matters for writing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Scalar,
    List,
    Object,
}

impl<'a> Schemas<'a> {
    /// How a parameter is written. None if progenitor already writes it correctly: the text
    /// of a scalar in a path or a header. An error if OpenAPI does not define the style.
    pub(crate) fn writing(&self, parameter: &Parameter<'a>) -> Result<Option<Writing>, ()> {
        let node = parameter.node;
        let usual = match parameter.location {
            "query" => "form",
            _ => "simple",
        };
        let style = node.text("style").unwrap_or(usual);
        let is_exploded = match node.get("explode") {
            Some(explode) => explode.value == Value::Bool(true),
            None => style == "form" || style == "deepObject",
        };
        let written = |style| Ok(Some(Writing { style, is_exploded }));
        if is_json_content(node) {
            return written(Style::Json);
        }
        let Some(schema) = parameter.schema() else {
            return Ok(None);
        };
        let kind = self.kind(schema);
        match (parameter.location, style, kind) {
            ("path" | "header", "simple", Kind::Scalar) => Ok(None),
            ("path" | "header", "simple", _) => written(Style::Simple),
            ("path", "label", _) => written(Style::Label),
            ("path", "matrix", _) => written(Style::Matrix),
            ("query", "form", _) | ("query", "spaceDelimited" | "pipeDelimited", Kind::Scalar) => {
                written(Style::Form)
            }
            ("query", "spaceDelimited", kind) if kind == Kind::List || !is_exploded => {
                written(Style::SpaceDelimited)
            }
            ("query", "pipeDelimited", kind) if kind == Kind::List || !is_exploded => {
                written(Style::PipeDelimited)
            }
            // OpenAPI does not define this for lists; the check reports it.
            ("query", "deepObject", Kind::Object | Kind::List) => written(Style::DeepObject),
            ("cookie", ..) => Ok(None),
            _ => Err(()),
        }
    }

    fn kind(&self, schema: &'a Node) -> Kind {
        match self.settled(&self.used_at(schema)) {
            _ if self.is_displayed(&self.used_at(schema)) => Kind::Scalar,
            Form::List(_) => Kind::List,
            _ => Kind::Object,
        }
    }

    /// The kind of type that schemas become, with references to components followed.
    pub(crate) fn settled(&self, used: &[Part<'a>]) -> Form<'a> {
        let side = used.first().map_or(Side::Both, |part| part.side);
        let mut form = self.form(used);
        // They may form cycles, which the check rejects.
        for _ in 0..MAX_COMPONENTS {
            let Form::Component(component) = form else {
                break;
            };
            form = self.form(&self.used_on(component, side));
        }
        form
    }
}
