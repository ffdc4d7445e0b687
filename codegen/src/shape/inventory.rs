//! All schemas of a document that become their own types, and their places.

use std::sync::Arc;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::form::Form;
use super::part::{Key, Part, Schemas, Side, Use};
use super::sides::Sides;
use super::visit::{Base, Step, Visit, inner, key, share};
use crate::body;
use crate::operation::{Operation, operations, paths};
use crate::reach::Reach;
use crate::schema;
use crate::source::Source;
use crate::tree::{Node, NodeId};

/// A schema that becomes its own type.
pub(crate) struct Type<'a> {
    /// Its place in the document.
    pub(crate) at: &'a Node,
    pub(crate) origin: Origin<'a>,
    pub(crate) form: Form<'a>,
    /// The schemas that its values match.
    pub(crate) schemas: Use<'a>,
    /// Whether requests lead to it.
    pub(crate) is_sent: bool,
}

/// The origin of a schema that becomes a type.
#[derive(Clone)]
pub(crate) enum Origin<'a> {
    Component(&'a str),
    Inside(Base<'a>, Vec<Step<'a>>),
}

/// The schemas that become types, among those that operations lead to.
#[derive(Default)]
pub(crate) struct Inventory<'a> {
    pub(crate) schemas: Schemas<'a>,
    pub(crate) types: Vec<Type<'a>>,
    by_key: HashMap<Key, usize>,
}

impl<'a> Inventory<'a> {
    pub(crate) fn of(source: &'a Source, reach: &Reach<'a>) -> Self {
        let used = paths(source.root()).flat_map(|(_, item)| reach.direct(&item.value));
        let reached = reach.closure(used);
        let sides = Arc::new(Sides::of(source));
        Self::with(source, sides, |name, _| {
            reached.contains(&("schemas", name))
        })
    }

    /// Uses these components, which were read before.
    pub(crate) fn with(
        source: &'a Source,
        sides: Arc<Sides>,
        is_reached: impl Fn(&str, &Node) -> bool,
    ) -> Self {
        let mut inventory = Self {
            schemas: Schemas::of(source, sides),
            types: Vec::new(),
            by_key: HashMap::new(),
        };
        inventory.add_components(source, is_reached);
        for operation in operations(source.root()) {
            inventory.operation(source, &operation);
        }
        let sent = operations(source.root()).flat_map(|operation| sent(source, &operation));
        inventory.mark_sent(sent);
        inventory
    }

    /// Marks the types that requests lead to. `sent` are the schemas of requests.
    fn mark_sent(&mut self, sent: impl Iterator<Item = &'a Node>) {
        let used = |schema| self.schemas.used_on(schema, Side::Sent);
        let mut next: Vec<Use<'a>> = sent.map(used).collect();
        let mut seen = HashSet::new();
        while let Some(used) = next.pop() {
            if !seen.insert(key(&used)) {
                continue;
            }
            let form = match self
                .index_of(&used)
                .and_then(|index| self.types.get_mut(index))
            {
                Some(ty) => {
                    ty.is_sent = true;
                    if let Form::Component(_) = ty.form {
                        next.push(ty.schemas.clone());
                    }
                    &ty.form
                }
                None => &self.schemas.form(&used),
            };
            let outer = Visit::of(Use::new(), Base::Component(""), Vec::new());
            next.extend(inner(form, &outer).into_iter().map(|visit| visit.used));
        }
    }

    /// The index of the type for schemas as they are [used](Schemas::used), if they
    /// become their own type.
    pub(crate) fn index_of(&self, used: &[Part<'a>]) -> Option<usize> {
        self.by_key.get(&key(used)).copied()
    }

    /// The component schemas.
    pub(crate) fn components(&self) -> impl Iterator<Item = &'a Node> {
        let is_component = |ty: &&Type<'a>| matches!(ty.origin, Origin::Component(_));
        self.types.iter().filter(is_component).map(|ty| ty.at)
    }

    /// The name of a component.
    pub(crate) fn component_name(&self, node: &Node) -> Option<&'a str> {
        match self.types.get(self.index_of_component(node)?)?.origin {
            Origin::Component(name) => Some(name),
            Origin::Inside(..) => None,
        }
    }

    /// The type that a component becomes.
    pub(crate) fn index_of_component(&self, node: &Node) -> Option<usize> {
        let mut sides = [Side::Both, Side::Received].into_iter();
        sides.find_map(|side| self.by_key.get(&Key::of_whole(node, side)).copied())
    }

    /// Adds the components. A component that is merged into another one comes before it,
    /// so that the schemas inside it belong to it.
    fn add_components(&mut self, source: &'a Source, is_reached: impl Fn(&str, &Node) -> bool) {
        let components = schema::components(source.root());
        let reached = components.filter(|(name, member)| is_reached(name, &member.value));
        let mut components: Vec<_> = reached
            .map(|(name, member)| {
                let node = &member.value;
                let used = self.schemas.used_on(node, Side::Received);
                (self.schemas.merged(&used), name, node, used)
            })
            .collect();
        components.sort_by_key(|(merged, ..)| *merged);
        let mut visits = Vec::new();
        for (_, name, node, used) in components {
            let form = self.schemas.form(&used);
            let index = self.types.len();
            self.by_key.insert(key_of(node, &used), index);
            visits.push(inner(
                &form,
                &Visit::of(Use::new(), Base::Type(index), Vec::new()),
            ));
            self.types.push(Type {
                at: node,
                origin: Origin::Component(name),
                form,
                schemas: used,
                is_sent: false,
            });
        }
        for visits in visits {
            self.visit(visits);
        }
    }

    fn operation(&mut self, source: &'a Source, operation: &Operation<'a>) {
        let id = operation.node_id();
        for parameter in operation.parameters(source) {
            let schema = parameter.schema();
            let Some(schema) = schema.filter(|_| !parameter.is_ignored()) else {
                continue;
            };
            let (base, step) = match (source.component_of(parameter.listed), parameter.is_shared) {
                (Some(name), _) => (Base::Component(name), Step::SharedParameter),
                (None, true) => (Base::Path(operation.path), Step::Parameter(parameter.name)),
                (None, false) => (Base::Operation(id), Step::Parameter(parameter.name)),
            };
            self.start(schema, base, step, Side::Sent);
        }
        if let Some(body) = operation.node().get("requestBody")
            && let Some(schema) = body::request_schema(source, body)
        {
            let base = base_of(source, body, id);
            self.start(schema, base, Step::Body, Side::Sent);
        }
        if let Some((response, schema)) = body::success_schema(source, operation) {
            let base = base_of(source, response, id);
            self.start(schema, base, Step::Response, Side::Received);
        }
    }

    fn start(&mut self, schema: &'a Node, base: Base<'a>, step: Step<'a>, side: Side) {
        let used = self.schemas.used_on(schema, side);
        self.visit(vec![Visit::of(used, base, vec![step])]);
    }

    /// Adds the type that is sent for a component, if it differs from the type that is
    /// received. Returns the schemas inside it, which must be visited next.
    fn sent_component(&mut self, node: &'a Node) -> Vec<Visit<'a>> {
        let Some(name) = self.component_name(node) else {
            return Vec::new();
        };
        // Used directly, not through a reference.
        let used = self.schemas.used_on(node, Side::Sent);
        let form = self.schemas.form(&used);
        let index = self.types.len();
        self.by_key.insert(Key::of_whole(node, Side::Sent), index);
        let mut outer = Visit::of(Use::new(), Base::Type(index), Vec::new());
        let mut more = inner(&form, &outer);
        if let Form::Component(_) = form {
            outer.used.clone_from(&used);
            more.push(outer);
        }
        more.reverse();
        self.types.push(Type {
            at: node,
            origin: Origin::Component(name),
            form,
            schemas: used,
            is_sent: true,
        });
        more
    }

    fn visit(&mut self, mut visits: Vec<Visit<'a>>) {
        visits.reverse();
        while let Some(visit) = visits.pop() {
            if self.index_of(&visit.used).is_some() {
                continue;
            }
            let component = visit.used.first().and_then(|part| part.component());
            if let (Some(node), [part]) = (component, visit.used.as_slice())
                && part.side == Side::Sent
            {
                visits.append(&mut self.sent_component(node));
                continue;
            }
            let form = self.schemas.form(&visit.used);
            let key = key(&visit.used);
            // A type that contains itself needs a name.
            let needs_name = form.needs_name() || visit.within.contains(&key);
            let mut more = match (needs_name, visit.used.last()) {
                (true, Some(outermost)) => {
                    let index = self.types.len();
                    let mut named = Visit::of(Use::new(), Base::Type(index), Vec::new());
                    named.unions = visit.unions;
                    let mut more = inner(&form, &named);
                    share(&self.schemas, &mut more, &named.unions);
                    self.by_key.insert(key, index);
                    self.types.push(Type {
                        at: outermost.node,
                        origin: Origin::Inside(visit.base, visit.steps),
                        form,
                        schemas: visit.used,
                        is_sent: false,
                    });
                    more
                }
                _ => {
                    let mut unnamed = visit;
                    unnamed.within.push(key);
                    inner(&form, &unnamed)
                }
            };
            more.reverse();
            visits.append(&mut more);
        }
    }
}

impl Type<'_> {
    /// Whether it is the type that is sent for a component, while another type is
    /// received.
    pub(crate) fn is_sent_component(&self) -> bool {
        let is_component = matches!(self.origin, Origin::Component(_));
        is_component && self.schemas.iter().any(|part| part.side == Side::Sent)
    }

    /// The description in messages.
    pub(crate) fn description(&self) -> String {
        let steps = match &self.origin {
            Origin::Component(name) => return format!("the schema `{name}`"),
            Origin::Inside(_, steps) => steps,
        };
        match steps.last() {
            Some(Step::Property(name)) => format!("the schema of the property `{name}`"),
            Some(Step::Parameter(name)) => format!("the schema of the parameter `{name}`"),
            Some(Step::SharedParameter) => "the schema of a parameter".to_owned(),
            Some(Step::Item) => "the schema of a list's items".to_owned(),
            Some(Step::Value | Step::Others) => "the schema of a map's values".to_owned(),
            Some(Step::Variant(_)) => "the schema of an alternative".to_owned(),
            Some(Step::Body) => "the schema of a request body".to_owned(),
            Some(Step::Response) | None => "the schema of a response".to_owned(),
        }
    }
}

/// The schemas of the values that an operation sends.
fn sent<'a>(source: &'a Source, operation: &Operation<'a>) -> Vec<&'a Node> {
    let parameters = operation.parameters(source).into_iter();
    let parameters = parameters.filter_map(|parameter| parameter.schema());
    let body = operation.node().get("requestBody");
    let body = body.and_then(|body| body::request_schema(source, body));
    parameters.chain(body).collect()
}

/// The key of a component that is used like this.
fn key_of(node: &Node, used: &[Part<'_>]) -> Key {
    let side = used.first().map_or(Side::Both, |part| part.side);
    Key::of_whole(node, side)
}

/// What a body or a response is part of: a component, or the operation.
fn base_of<'a>(source: &'a Source, node: &'a Node, operation: NodeId) -> Base<'a> {
    let component = source.component_of(node);
    component.map_or(Base::Operation(operation), Base::Component)
}
