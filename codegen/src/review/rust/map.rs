//! Maps one document to its Rust names, and findings to places in the document.

use std::collections::BTreeMap;

use super::super::finding::Finding;
use super::super::side::Location;
use crate::body;
use crate::names::{Item, Kind, Names};
use crate::operation::operations;
use crate::paging::paging;
use crate::reach::Reach;
use crate::security;
use crate::server;
use crate::shape::Inventory;
use crate::source::Source;
use crate::template;
use crate::tree::{Node, NodeId, Spot};

/// The Rust names of a document, and the places that describe them.
pub(super) struct Map<'a> {
    pub(super) root: &'a Node,
    pub(super) names: Names,
    /// Where each item is described, by its path.
    places: BTreeMap<String, NodeId>,
    /// The names of operations, such as `POST /pets`, by their Rust methods.
    operations: BTreeMap<String, String>,
    /// What calls of operations mean on the wire.
    calls: BTreeMap<NodeId, (Call, Media)>,
}

/// What a call of an operation means on the wire.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) method: String,
    /// The path, without the names of its parameters.
    pub(super) path: String,
    /// The property with the link to the next page.
    pub(super) next_link: Option<String>,
    /// Whether it needs a token.
    pub(super) needs_token: bool,
    /// Whether any `2XX` is a success, because the document lists none.
    pub(super) takes_any_success: bool,
}

/// The media types of an operation's calls.
#[derive(Debug, Default)]
pub(super) struct Media {
    /// The `Content-Type` of requests.
    pub(super) sent: Option<String>,
    /// The media types in `Accept`; none if no success has content.
    pub(super) accepted: Vec<String>,
    /// Whether the response is read as a type.
    pub(super) is_typed: bool,
    /// Whether it is read as JSON.
    pub(super) is_json: bool,
    /// The properties of a form with their own style.
    pub(super) forms: Vec<(String, String, bool)>,
}

/// The values that a finding is about.
pub(super) struct Span {
    /// The values around it, starting at the root, and the value itself.
    chain: Vec<NodeId>,
    /// The last value inside it. Values are numbered in document order.
    last: NodeId,
    /// The operations that it affects, if it is not only about a schema.
    operations: Vec<String>,
}

/// How near a finding is to the place of an item, the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Nearness {
    Exact,
    Within,
    /// Around it. The number is the size of the finding's value.
    Around(usize),
}

impl<'a> Map<'a> {
    pub(super) fn of(source: &'a Source) -> Self {
        let inventory = Inventory::of(source, &Reach::of(source));
        let names = Names::of(source, &inventory);
        let root = source.root();
        let calls = operations(root).map(|operation| {
            let paging = paging(source, &inventory, &operation).and_then(Result::ok);
            let call = Call {
                method: operation.method.to_owned(),
                path: template::shape(operation.path),
                next_link: paging.map(|paging| paging.next_link.to_owned()),
                needs_token: security::needs_token(source, &operation),
                takes_any_success: operation
                    .successes()
                    .iter()
                    .all(|(status, _)| *status == "default")
                    && operation.redirections().next().is_none(),
            };
            let is_typed = body::success_schema(source, &operation).is_some();
            let successes = operation.successes();
            let mut kinds = body::kinds(source, &successes);
            let has_content = kinds.any(|(.., kind)| kind != body::Kind::Empty);
            // This is how lists are written anyway.
            let forms = body::form_encodings(source, &operation).into_iter();
            let forms = forms.filter(|(_, style, explode)| *style != "form" || !explode);
            let forms =
                forms.map(|(name, style, explode)| (name.to_owned(), style.to_owned(), explode));
            let media = Media {
                sent: body::content_type(source, &operation),
                accepted: match has_content {
                    true => body::accepted(source, &operation),
                    false => Vec::new(),
                },
                is_typed,
                is_json: is_typed && !body::is_read_as_text(source, &operation),
                forms: forms.collect(),
            };
            (operation.node_id(), (call, media))
        });
        let calls = calls.collect();
        let items = names.items().into_iter();
        let items = items.filter(|item| item.kind != Kind::Argument);
        let mut places: BTreeMap<_, _> = items
            .filter_map(|item: Item| Some((item.path, item.at.node?)))
            .collect();
        if let Some(servers) = root
            .get("servers")
            .filter(|_| !server::servers(root).is_empty())
        {
            places.insert("Cloud".to_owned(), servers.id);
        }
        let operations = operations(root).filter_map(|operation| {
            let method = names.method(operation.node_id())?;
            Some((format!("Client::{}", method.name), operation.name()))
        });
        Self {
            root,
            operations: operations.collect(),
            calls,
            places,
            names,
        }
    }

    /// What a call of the operation at a place means.
    pub(super) fn call(&self, operation: Spot) -> Option<&Call> {
        self.calls.get(&operation.node?).map(|(call, _)| call)
    }

    /// The first operation that needs a token.
    pub(super) fn first_with_token(&self) -> Option<NodeId> {
        let mut calls = self.calls.iter();
        calls
            .find(|(_, (call, _))| call.needs_token)
            .map(|(id, _)| *id)
    }

    /// The media types of calls of the operation at a place.
    pub(super) fn media(&self, operation: Spot) -> Option<&Media> {
        self.calls.get(&operation.node?).map(|(_, media)| media)
    }

    /// The place that describes an item. For an item that the generator adds, this is the
    /// place of its parent.
    pub(super) fn place(&self, item: &str) -> Option<NodeId> {
        let mut path = item;
        loop {
            match self.places.get(path) {
                Some(node) => return Some(*node),
                None => (path, _) = path.rsplit_once("::")?,
            }
        }
    }

    /// How near a finding is to an item.
    pub(super) fn nearness(&self, item: &str, span: &Span) -> Option<Nearness> {
        let (own, around) = span.chain.split_last()?;
        let Some(place) = self.place(item) else {
            // An item without a place is part of every client.
            return around.is_empty().then_some(Nearness::Exact);
        };
        if *own == place {
            return Some(Nearness::Exact);
        }
        if around.contains(&place) {
            return Some(Nearness::Within);
        }
        // The parameters and bodies of a method may be described elsewhere.
        let operation = self.operations.get(item);
        if operation.is_some_and(|operation| span.operations.contains(operation)) {
            return Some(Nearness::Within);
        }
        let size = usize::try_from(span.last.0.saturating_sub(own.0)).unwrap_or(usize::MAX);
        (*own..=span.last)
            .contains(&place)
            .then_some(Nearness::Around(size))
    }

    /// The values that a finding is about.
    pub(super) fn span(&self, location: &Location, finding: &Finding) -> Option<Span> {
        let pointer = location.pointer.as_str();
        let ends = pointer.match_indices('/').map(|(end, _)| end).skip(1);
        let mut chain = vec![self.root.id];
        let mut node = self.root;
        for end in ends.chain([pointer.len()]).filter(|end| *end > 0) {
            node = self.root.pointer(pointer.get(..end)?)?;
            chain.push(node.id);
        }
        let is_of_schemas = pointer.starts_with("/components/schemas/");
        Some(Span {
            chain,
            last: node.walk().map(|node| node.id).max()?,
            operations: match is_of_schemas {
                true => Vec::new(),
                false => finding.operations.clone(),
            },
        })
    }
}
