//! Findings, as data. [`wire`](super::wire) finds them, and
//! [`report`](super::report) shows them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::level::{Direction, Level, RustLevel};
use super::rule::Rule;
use super::side::{At, Location};
use crate::tree::{Node, Value};

/// The evidence that a change of values matters, or that it does not.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "lowercase", tag = "evidence", content = "witness")]
#[non_exhaustive]
pub enum Evidence {
    /// The change is not about values, or it can only widen what is accepted.
    #[default]
    None,
    /// A value that one side describes and the other refuses.
    Witness(Witness),
    /// Every value that one side describes is accepted by the other.
    Contained,
    /// Neither could be shown, so the level of the rule applies.
    Undecided,
}

/// A value that one side describes and the other refuses.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Witness {
    /// The value.
    pub value: serde_json::Value,
    /// The JSON pointer to the schema that describes it. For a request, this is a schema
    /// of the old document; for a response, of the new one.
    pub described_by: String,
    /// The JSON pointer to the schema that refuses it, in the other document.
    pub refused_by: String,
    /// The party for which it fails.
    pub fails_for: Party,
}

/// The party for which a value fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Party {
    /// A caller sends what the old document describes, and the new service refuses it.
    Caller,
    /// The new service sends what the new document describes, and a client of the old
    /// document does not expect it.
    OldClient,
}

impl Party {
    /// What happens to this party, in one sentence.
    pub(super) fn in_words(self, level: Level) -> &'static str {
        match (self, level) {
            (Self::Caller, _) => {
                "the old document describes this value and the new document refuses it: callers that send it fail"
            }
            (Self::OldClient, Level::Breaking | Level::Unclassified) => {
                "the new document describes this value and the old document refuses it: clients made from the old document fail on it"
            }
            (Self::OldClient, _) => {
                "the new document describes this value and the old document refuses it: clients made from the old document do not expect it"
            }
        }
    }
}

/// One change, with the rule that classifies it and a level.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// The rule. It is serialized as its permanent id.
    pub rule: Rule,
    /// How much the change matters on the wire.
    pub level: Level,
    /// The evidence, if the change is about values.
    #[serde(flatten)]
    pub evidence: Evidence,
    /// The direction in which the value travels.
    pub direction: Direction,
    /// What changed, in one line.
    pub message: String,
    /// The operations that the change affects, such as `POST /pets`. Empty if it
    /// concerns the document as a whole.
    pub operations: Vec<String>,
    /// Where the value is in the old document.
    pub old: Option<Location>,
    /// Where the value is in the new document.
    pub new: Option<Location>,
    /// The old value, if it is short.
    pub before: Option<String>,
    /// The new value, if it is short.
    pub after: Option<String>,
    /// The changes of the Rust API that this change causes, as lines of a diff:
    /// `- before`, `+ after`.
    pub rust: Vec<String>,
    /// What the changes of the Rust API do to callers.
    #[serde(skip)]
    pub rust_level: RustLevel,
}

impl Finding {
    /// A finding that concerns the document as a whole.
    pub(super) fn new(
        rule: Rule,
        (old, new): (Option<&At<'_>>, Option<&At<'_>>),
        message: &str,
    ) -> Self {
        Self {
            rule,
            level: rule.level(),
            evidence: Evidence::None,
            direction: Direction::None,
            message: message.replace(char::is_control, " "),
            operations: Vec::new(),
            old: old.map(At::location),
            new: new.map(At::location),
            before: old.and_then(|at| brief(at.node)),
            after: new.and_then(|at| brief(at.node)),
            rust: Vec::new(),
            rust_level: RustLevel::Unchanged,
        }
    }
}

/// Sorts by level, the most severe first, and then in document order.
pub(super) fn sort(findings: &mut [Finding]) {
    let place = |finding: &Finding| {
        let location = finding.new.as_ref().or(finding.old.as_ref());
        location.map(|location| location.place)
    };
    findings.sort_by(|a, b| {
        (b.level, place(a), a.rule.id(), &a.message).cmp(&(
            a.level,
            place(b),
            b.rule.id(),
            &b.message,
        ))
    });
}

/// Collects findings. The same change under the same rule is one finding, even if it
/// affects many operations.
#[derive(Default)]
pub(super) struct Findings {
    known: BTreeMap<(Rule, Option<String>, Option<String>), usize>,
    found: Vec<Finding>,
}

impl Findings {
    pub(super) fn add(
        &mut self,
        (rule, level, evidence): (Rule, Level, Evidence),
        direction: Direction,
        operation: Option<&str>,
        (old, new): (Option<&At<'_>>, Option<&At<'_>>),
        message: impl FnOnce() -> String,
    ) {
        let pointer = |at: Option<&At<'_>>| at.map(|at| at.path.to_string());
        let key = (rule, pointer(old), pointer(new));
        let found = &mut self.found;
        let index = *self.known.entry(key).or_insert_with(|| {
            found.push(Finding {
                direction,
                level,
                evidence: evidence.clone(),
                ..Finding::new(rule, (old, new), &message())
            });
            found.len() - 1
        });
        let Some(finding) = self.found.get_mut(index) else {
            return;
        };
        if level > finding.level {
            (finding.level, finding.evidence) = (level, evidence);
        }
        if finding.direction != direction {
            // Both directions.
            finding.direction = Direction::None;
        }
        if let Some(operation) = operation
            && finding.operations.last().map(String::as_str) != Some(operation)
        {
            finding.operations.push(operation.to_owned());
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// All findings, the most severe first, then in document order.
    ///
    /// A finding that affects only unstable operations is at most a warning.
    pub(super) fn sorted(mut self, unstable: &BTreeSet<String>) -> Vec<Finding> {
        for finding in &mut self.found {
            let mut operations = finding.operations.iter();
            let is_promised =
                operations.len() == 0 || operations.any(|one| !unstable.contains(one));
            if !is_promised {
                finding.level = finding.level.min(Level::Warning);
            }
        }
        sort(&mut self.found);
        self.found
    }
}

/// A short form of a value; `None` if the value is too long.
pub(super) fn brief(node: &Node) -> Option<String> {
    let mut text = String::new();
    write_brief(node, &mut text)?;
    (!text.contains(char::is_control)).then_some(text)
}

fn write_brief(node: &Node, text: &mut String) -> Option<()> {
    const MAX_BYTES: usize = 300;
    match &node.value {
        Value::Null => text.push_str("null"),
        Value::Bool(value) => text.push_str(&value.to_string()),
        Value::Integer(value) => text.push_str(&value.to_string()),
        Value::Float(value) => text.push_str(&format!("{value:?}")),
        Value::String(value) => text.push_str(value),
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                text.push_str(if index == 0 { "[" } else { ", " });
                write_brief(item, text)?;
            }
            text.push_str(if items.is_empty() { "[]" } else { "]" });
        }
        Value::Map(members) => {
            for (index, (key, member)) in members.iter().enumerate() {
                text.push_str(if index == 0 { "{" } else { ", " });
                text.push_str(key);
                text.push_str(": ");
                write_brief(&member.value, text)?;
            }
            text.push_str(if members.is_empty() { "{}" } else { "}" });
        }
    }
    (text.len() <= MAX_BYTES).then_some(())
}
