//! Where the walk is, and how a message names what it is about.

use super::super::level::Direction;
use super::super::rule::Rule;
use super::super::side::Both;
use crate::schema::{Keyword, Travel};

/// Where the walk is, in terms of the API.
#[derive(Clone)]
pub(super) struct Context<'a> {
    pub(super) operation: Option<String>,
    pub(super) direction: Direction,
    /// What a message is about: "the query parameter `limit`".
    pub(super) owner: String,
    /// The value inside it: `details[].code`.
    pub(super) inside: String,
    /// It is the value of a parameter that callers may leave out.
    pub(super) may_be_left_out: bool,
    /// It travels as text, so that any value can be read as a string.
    pub(super) is_text: bool,
    /// What a difference of values is judged by.
    pub(super) judged: Judged<'a>,
}

/// What a difference of values is judged by.
#[derive(Clone, Default)]
pub(super) struct Judged<'a> {
    /// The two schemas under comparison, and the keyword that differs.
    pub(super) keyword: Option<(Both<'a>, Keyword<'a>)>,
    /// The judgement of a whole that these are within, by its number.
    pub(super) whole: Option<usize>,
    /// Nothing within that whole is judged for itself.
    pub(super) is_of_whole: bool,
    /// Since it is made of schemas that only count together.
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

    /// To be judged by one keyword of two schemas.
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
