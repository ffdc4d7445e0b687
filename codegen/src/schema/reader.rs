//! Reads the schemas of one document.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use foldhash::{HashMap, HashSet};
use regex_lite::Regex;

use super::model::{Dialect, Others, Schema};
use crate::tree::{Node, NodeId};

/// The direction and the form in which values are transferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Travel {
    /// Whether they go from the caller to the service; otherwise from the service to the
    /// caller.
    pub(crate) is_sent: bool,
    /// Whether they are text without types, as in parameters and forms.
    pub(crate) is_text: bool,
}

/// The schemas of one document.
pub(crate) struct Reader<'a> {
    root: &'a Node,
    dialect: Dialect,
    schemas: RefCell<HashMap<NodeId, Rc<Schema<'a>>>>,
    /// The properties that the other document does not send, and those that it does not
    /// receive.
    excused: [HashSet<&'a str>; 2],
    /// The strings in long lists of values.
    pub(super) lists: RefCell<HashMap<NodeId, HashSet<&'a str>>>,
    pub(super) patterns: RefCell<HashMap<&'a str, Option<Rc<Regex>>>>,
    /// The steps that are left for one value.
    pub(super) steps: Cell<u32>,
}

/// References may form cycles.
const MAX_DEPTH: usize = 100;

impl<'a> Reader<'a> {
    pub(crate) fn of(root: &'a Node) -> Self {
        Self {
            root,
            dialect: Dialect::of(root),
            schemas: RefCell::default(),
            excused: [HashSet::default(), HashSet::default()],
            lists: RefCell::default(),
            patterns: RefCell::default(),
            steps: Cell::new(0),
        }
    }

    /// The same reader, compared with another document that has these
    /// [names](Self::unsent_names).
    pub(crate) fn excusing(self, excused: [HashSet<&'a str>; 2]) -> Self {
        Self { excused, ..self }
    }

    /// The names of the properties that are not sent, and of those that are not received.
    pub(crate) fn unsent_names(&self) -> [HashSet<&'a str>; 2] {
        [true, false].map(|is_sent| {
            let travel = Travel {
                is_sent,
                is_text: false,
            };
            let schemas = self.root.walk();
            let properties = schemas.flat_map(|schema| schema.members_of("properties"));
            let unsent = properties.filter(|(_, member)| self.is_unsent(&member.value, travel));
            unsent.map(|(name, _)| name).collect()
        })
    }

    /// Whether the other document does not send, or does not receive, a property.
    pub(super) fn excuses(&self, name: &str, travel: Travel) -> bool {
        let [sent, received] = &self.excused;
        match travel.is_sent {
            true => sent.contains(name),
            false => received.contains(name),
        }
    }

    /// The model of a Schema Object.
    pub(crate) fn schema(&self, node: &'a Node) -> Rc<Schema<'a>> {
        if let Some(known) = self.schemas.borrow().get(&node.id) {
            return known.clone();
        }
        let read = Rc::new(Schema::read(node, self.dialect));
        self.schemas.borrow_mut().insert(node.id, read.clone());
        read
    }

    /// The target of a reference; `None` if it is not in the document.
    pub(crate) fn target(&self, reference: &str) -> Option<&'a Node> {
        self.root.fragment(reference)
    }

    /// The model of a Schema Object; follows references that have no other keywords.
    pub(crate) fn resolved(&self, node: &'a Node) -> Rc<Schema<'a>> {
        let mut schema = self.schema(node);
        for _ in 0..MAX_DEPTH {
            let target = schema
                .reference
                .and_then(|reference| self.target(reference));
            match target {
                Some(target) => schema = self.schema(target),
                None => break,
            }
        }
        schema
    }

    /// Whether a property is not sent or received (OpenAPI 3.0.3, "Schema Object",
    /// `readOnly` and `writeOnly`).
    pub(crate) fn is_unsent(&self, property: &'a Node, travel: Travel) -> bool {
        let key = match travel.is_sent {
            true => "readOnly",
            false => "writeOnly",
        };
        let mut node = property;
        for _ in 0..MAX_DEPTH {
            if node.flag(key) {
                return true;
            }
            // In 3.0, authors write this to add keywords to a reference.
            if let [only] = node.items_of("allOf") {
                node = only;
                continue;
            }
            match node
                .reference()
                .and_then(|reference| self.target(reference))
            {
                Some(target) => node = target,
                None => break,
            }
        }
        false
    }

    /// Whether this schema, or a schema that it is composed of, describes a property.
    pub(crate) fn describes(&self, schema: &Schema<'a>, name: &str) -> bool {
        let mut is_described = false;
        self.each_part(schema, &mut |part| {
            is_described |= part.property(name).is_some()
                || part.required.contains(&name)
                || matches!(part.others, Others::Described(_));
        });
        is_described
    }

    /// Visits a schema and all schemas that it is composed of, each once.
    pub(crate) fn each_part(&self, schema: &Schema<'a>, visit: &mut impl FnMut(&Schema<'a>)) {
        let mut seen = vec![schema.node.id];
        visit(schema);
        let next = |schema: &Schema<'a>| {
            let target = schema
                .reference
                .and_then(|reference| self.target(reference));
            schema.parts().chain(target).collect::<Vec<_>>()
        };
        let mut nodes = next(schema);
        while let Some(node) = nodes.pop() {
            if seen.contains(&node.id) {
                continue;
            }
            seen.push(node.id);
            let part = self.schema(node);
            visit(&part);
            nodes.extend(next(&part));
        }
    }
}
