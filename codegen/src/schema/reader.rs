//! The schemas of one document, as they are read.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use foldhash::{HashMap, HashSet};
use regex_lite::Regex;

use super::model::{Dialect, Others, Schema};
use crate::tree::{Node, NodeId};

/// How values travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Travel {
    /// From the caller to the service; else the other way.
    pub(crate) is_sent: bool,
    /// As texts without types: parameters, forms.
    pub(crate) is_text: bool,
}

/// The schemas of one document.
pub(crate) struct Reader<'a> {
    root: &'a Node,
    dialect: Dialect,
    schemas: RefCell<HashMap<NodeId, Rc<Schema<'a>>>>,
    /// The properties that do not travel by the other document: not sent, not
    /// received.
    excused: [HashSet<&'a str>; 2],
    /// The texts of long lists.
    pub(super) lists: RefCell<HashMap<NodeId, HashSet<&'a str>>>,
    pub(super) patterns: RefCell<HashMap<&'a str, Option<Rc<Regex>>>>,
    /// What is left for one value.
    pub(super) steps: Cell<u32>,
}

/// References may lead to one another in circles.
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

    /// The same beside another document, of which these are the
    /// [names](Self::unsent_names).
    pub(crate) fn excusing(self, excused: [HashSet<&'a str>; 2]) -> Self {
        Self { excused, ..self }
    }

    /// The names of the properties that do not travel: not sent, not received.
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

    /// Whether the other document says of a property that it does not travel.
    pub(super) fn excuses(&self, name: &str, travel: Travel) -> bool {
        let [sent, received] = &self.excused;
        match travel.is_sent {
            true => sent.contains(name),
            false => received.contains(name),
        }
    }

    /// What a Schema Object says.
    pub(crate) fn schema(&self, node: &'a Node) -> Rc<Schema<'a>> {
        if let Some(known) = self.schemas.borrow().get(&node.id) {
            return known.clone();
        }
        let read = Rc::new(Schema::read(node, self.dialect));
        self.schemas.borrow_mut().insert(node.id, read.clone());
        read
    }

    /// What a reference leads to; `None` if that is not in the document.
    pub(crate) fn target(&self, reference: &str) -> Option<&'a Node> {
        self.root.fragment(reference)
    }

    /// What a Schema Object says along its references, where those are alone.
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

    /// Whether a property does not travel (OpenAPI 3.0.3, "Schema Object", `readOnly`
    /// and `writeOnly`).
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
            // How authors of 3.0 write something beside a reference.
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

    /// Whether any schema that this one is made of describes a property.
    pub(crate) fn describes(&self, schema: &Schema<'a>, name: &str) -> bool {
        let mut is_described = false;
        self.each_part(schema, &mut |part| {
            is_described |= part.property(name).is_some()
                || part.required.contains(&name)
                || matches!(part.others, Others::Described(_));
        });
        is_described
    }

    /// A schema and all that it is made of, each once.
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
