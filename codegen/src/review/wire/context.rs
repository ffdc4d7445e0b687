//! Where the walk is, and how a message names its subject.

use super::super::level::Direction;
use super::super::rule::Rule;
use super::super::side::Both;
use crate::schema::{Keyword, Travel};

/// Where the walk is, in terms of the API.
#[derive(Clone)]
pub(super) struct Context<'a> {
    pub(super) operation: Option<String>,
    pub(super) direction: Direction,
    /// The subject of a message: "the query parameter `limit`".
    pub(super) owner: String,
    /// The path of the value inside the subject: `details[].code`.
    pub(super) inside: String,
    /// Whether this is the value of a parameter that callers may leave out.
    pub(super) may_be_left_out: bool,
    /// Whether the value travels as text, so that any value can be read as a string.
    pub(super) is_text: bool,
    /// How a change of values is judged.
    pub(super) judged: Judged<'a>,
}

/// How a change of values is judged.
#[derive(Clone, Default)]
pub(super) struct Judged<'a> {
    /// The two schemas that are compared, and the keyword that changed.
    pub(super) keyword: Option<(Both<'a>, Keyword<'a>)>,
    /// The index of the whole around these schemas.
    pub(super) whole: Option<usize>,
    /// Whether only the whole is judged, and nothing inside it is judged alone.
    pub(super) is_of_whole: bool,
    /// Whether the whole is a composed schema (`allOf`, `oneOf`, `anyOf`, `not`).
    pub(super) is_composed: bool,
}

impl<'a> Context<'a> {
    pub(super) fn document() -> Self {
        Self {
            operation: None,
            direction: Direction::None,
            owner: "the document".to_owned(),
            inside: String::new(),
            may_be_left_out: false,
            is_text: false,
            judged: Judged::default(),
        }
    }

    pub(super) fn of_operation(method: &str, path: &str) -> Self {
        let name = format!("{} {path}", method.to_uppercase());
        Self {
            operation: Some(name.clone()),
            ..Self::document().about(format!("`{name}`"))
        }
    }

    pub(super) fn about(&self, owner: impl Into<String>) -> Self {
        Self {
            owner: owner.into(),
            inside: String::new(),
            ..self.clone()
        }
    }

    pub(super) fn toward(&self, direction: Direction) -> Self {
        Self {
            direction,
            ..self.clone()
        }
    }

    pub(super) fn property(&self, name: &str) -> Self {
        let inside = match self.inside.as_str() {
            "" => name.to_owned(),
            path => format!("{path}.{name}"),
        };
        Self {
            inside,
            ..self.clone()
        }
    }

    pub(super) fn items(&self) -> Self {
        Self {
            inside: format!("{}[]", self.inside),
            ..self.clone()
        }
    }

    /// The context for judging one keyword of two schemas.
    pub(super) fn by(&self, schemas: &Both<'a>, keyword: Keyword<'a>) -> Self {
        let mut by = self.clone();
        by.judged.keyword = Some((schemas.clone(), keyword));
        by
    }

    pub(super) fn subject(&self) -> String {
        match self.inside.as_str() {
            "" => self.owner.clone(),
            path => format!("`{path}` of {}", self.owner),
        }
    }

    /// The rule for this direction.
    pub(super) fn either(&self, request: Rule, response: Rule) -> Rule {
        match self.direction {
            Direction::Request => request,
            _ => response,
        }
    }

    pub(super) fn travel(&self) -> Travel {
        Travel {
            is_sent: self.direction == Direction::Request,
            is_text: self.is_text,
        }
    }
}
