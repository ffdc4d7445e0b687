//! The kinds of Rust types that schemas become.

use foldhash::{HashSet, HashSetExt};
use indexmap::IndexMap;

use super::kind::{alternatives, kind, texts};
use super::part::{Extent, Key, Part, Schemas, Side, Use};
use crate::schema::{self, Reader, component_name, kind_of, type_of};
use crate::tree::{Node, Spot, Value};

/// Formats that have their own Rust types, by the kind of value.
const TYPED_FORMATS: [(&str, &[&str]); 3] = [
    ("string", &["uuid", "ip", "ipv4", "ipv6"]),
    (
        "integer",
        &[
            "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
        ],
    ),
    ("number", &["float", "double"]),
];

/// How deep choices with one alternative may be nested. They may form cycles, which the
/// check rejects.
const MAX_NESTED_CHOICES: usize = 32;

/// The kind of Rust type that schemas become.
pub(crate) enum Form<'a> {
    /// The type of a component.
    Component(&'a Node),
    /// A structure.
    Object(Object<'a>),
    /// An enum of these strings.
    Enum(Vec<&'a Node>),
    /// An enum of alternatives.
    Union(Union<'a>),
    /// A list of these items.
    List(Use<'a>),
    /// A map of these values.
    Map(Use<'a>),
    /// A string, a number or a boolean.
    Scalar(Scalar<'a>),
    /// Any value.
    Anything,
}

/// The content of a structure.
pub(crate) struct Object<'a> {
    /// The properties in the order of the document, branches of `allOf` first.
    pub(crate) properties: IndexMap<&'a str, Property<'a>>,
    /// Properties that are not described.
    pub(crate) others: Others<'a>,
}

/// A property of a structure.
pub(crate) struct Property<'a> {
    pub(crate) schemas: Use<'a>,
    /// The schemas under its name, without references.
    pub(crate) said: Vec<&'a Node>,
    pub(crate) is_required: bool,
    /// The first place of its name.
    pub(crate) at: Spot,
}

impl<'a> Property<'a> {
    /// The default, if the schemas allow it.
    pub(crate) fn default(&self, reader: &Reader<'a>) -> Option<&'a Node> {
        let default = self.keyword("default")?;
        let mut said = self.said.iter();
        said.all(|schema| reader.may_allow(schema, default))
            .then_some(default)
    }

    /// The value of a keyword; the outermost schema takes precedence.
    pub(crate) fn keyword(&self, key: &str) -> Option<&'a Node> {
        self.said.iter().rev().find_map(|node| node.get(key))
    }
}

/// How a schema treats properties that it does not describe.
pub(crate) enum Others<'a> {
    /// They are allowed and ignored.
    Ignored,
    /// They are not allowed.
    Forbidden,
    /// They match these schemas, and are kept.
    Kept(Use<'a>),
}

/// Alternatives; a value matches one or more of them.
pub(crate) struct Union<'a> {
    pub(crate) variants: Vec<Use<'a>>,
    /// The schemas that every alternative must match too.
    pub(crate) common: Use<'a>,
    pub(crate) discriminator: Option<Discriminator<'a>>,
    /// The place of `anyOf`, if values may match several alternatives.
    pub(crate) any_of: Option<Spot>,
}

/// A property that tells the alternatives apart, as the document says (OpenAPI 3.0.3,
/// "Discriminator Object").
pub(crate) struct Discriminator<'a> {
    pub(crate) property: &'a str,
    /// The place of its name.
    pub(crate) at: Spot,
    /// Values of the property, and the names of the components they stand for.
    pub(super) mapping: Vec<(&'a str, &'a str)>,
}

impl<'a> Discriminator<'a> {
    /// Whether the mapping has one of these values.
    pub(super) fn leads_to(&self, values: &[&str]) -> bool {
        let mut mapped = self.mapping.iter();
        mapped.any(|(value, _)| values.contains(value))
    }

    /// The discriminator of a schema.
    pub(super) fn of(schema: &'a Node) -> Option<Self> {
        let discriminator = schema.get("discriminator")?;
        let mapping = discriminator.members_of("mapping");
        let mapping = mapping.filter_map(|(value, member)| {
            let target = member.value.as_str()?;
            Some((value, component_name(target).unwrap_or(target)))
        });
        Some(Self {
            property: discriminator.text("propertyName")?,
            at: discriminator.get("propertyName")?.into(),
            mapping: mapping.collect(),
        })
    }
}

/// A text, a number or a boolean.
pub(crate) struct Scalar<'a> {
    /// `string`, `integer`, `number` or `boolean`.
    pub(crate) kind: &'a str,
    says: Vec<&'a Node>,
}

impl<'a> Scalar<'a> {
    /// The value of a keyword; the outermost schema takes precedence.
    pub(crate) fn keyword(&self, key: &str) -> Option<&'a Node> {
        self.says.iter().rev().find_map(|node| node.get(key))
    }

    pub(crate) fn format(&self) -> Option<&'a str> {
        self.keyword("format").and_then(Node::as_str)
    }

    /// Whether it is any string.
    pub(crate) fn is_plain_text(&self) -> bool {
        self.kind == "string" && !self.has_typed_format() && !self.is_constrained_text()
    }

    /// Whether it is a string with constraints.
    pub(crate) fn is_constrained_text(&self) -> bool {
        let is_constrained = ["pattern", "minLength", "maxLength"]
            .into_iter()
            .any(|key| self.keyword(key).is_some());
        self.kind == "string" && is_constrained && !self.has_typed_format()
    }

    /// Whether its format decides its Rust type.
    pub(crate) fn has_typed_format(&self) -> bool {
        let mut typed = TYPED_FORMATS.iter();
        let format = self.format();
        typed.any(|(kind, formats)| {
            *kind == self.kind && format.is_some_and(|format| formats.contains(&format))
        })
    }
}

impl<'a> Form<'a> {
    /// Whether it needs its own name in Rust.
    pub(crate) fn needs_name(&self) -> bool {
        match self {
            Self::Object(_) | Self::Enum(_) | Self::Union(_) => true,
            Self::Scalar(scalar) => scalar.is_constrained_text(),
            Self::Component(_) | Self::List(_) | Self::Map(_) | Self::Anything => false,
        }
    }
}

impl<'a> Schemas<'a> {
    /// The kind of type for values that match these schemas, as they are
    /// [used](Self::used).
    pub(crate) fn form(&self, used: &[Part<'a>]) -> Form<'a> {
        self.form_below(used, MAX_NESTED_CHOICES)
    }

    fn form_below(&self, used: &[Part<'a>], left: usize) -> Form<'a> {
        match used {
            [] => Form::Anything,
            [part] if part.component().is_some() => Form::Component(part.node),
            _ => self.form_of(used, left),
        }
    }

    /// Whether values can be displayed as text: strings, numbers, booleans, any value, or
    /// a choice of these.
    pub(crate) fn is_displayed(&self, used: &[Part<'a>]) -> bool {
        self.is_displayed_within(used, &mut HashSet::new())
    }

    /// `seen` are the schemas that were visited already. If one of them cannot be
    /// displayed, the answer is known.
    fn is_displayed_within(&self, used: &[Part<'a>], seen: &mut HashSet<Key>) -> bool {
        if !seen.insert(Key::of(used)) {
            return true;
        }
        match self.form(used) {
            // Any value is JSON.
            Form::Enum(_) | Form::Scalar(_) | Form::Anything => true,
            Form::Component(node) => self.is_displayed_within(&self.used_at(node), seen),
            Form::Union(union) => {
                let mut variants = union.variants.iter();
                variants.all(|variant| self.is_displayed_within(variant, seen))
            }
            Form::Object(_) | Form::List(_) | Form::Map(_) => false,
        }
    }

    /// Whether the type of these schemas can hold null itself, because it can hold any
    /// value.
    pub(crate) fn is_any_value(&self, used: &[Part<'a>]) -> bool {
        self.is_any_within(used, &mut HashSet::new())
    }

    fn is_any_within(&self, used: &[Part<'a>], seen: &mut HashSet<Key>) -> bool {
        match self.settled(used) {
            Form::Anything => true,
            // A union may contain itself.
            Form::Union(union) => {
                seen.insert(Key::of(used)) && {
                    let mut variants = union.variants.iter();
                    variants.any(|variant| self.is_any_within(variant, seen))
                }
            }
            _ => false,
        }
    }

    fn form_of(&self, used: &[Part<'a>], left: usize) -> Form<'a> {
        let side = used.first().map_or(Side::Both, |part| part.side);
        let leaves = self.leaves(used);
        let nodes = || leaves.iter().map(|leaf| leaf.node);
        let alternatives: Vec<_> = leaves
            .iter()
            .filter_map(|leaf| Some((leaf.node, alternatives(leaf)?)))
            .collect();
        match alternatives.as_slice() {
            [] => {}
            [(node, branches)] => return self.union(used, node, branches, left),
            // Combining every alternative with every other would give types that nobody
            // wants.
            _ => return Form::Anything,
        }
        let Some(kind) = kind(nodes()) else {
            return Form::Anything;
        };
        match kind {
            "object" => self.object(nodes().collect(), side),
            "array" => {
                let items: Use<'a> = nodes()
                    .filter_map(|node| node.get("items"))
                    .map(|items| Part::whole(items).on(side))
                    .collect();
                Form::List(self.used(&items))
            }
            kind => {
                let texts = texts(nodes());
                match kind == "string" && !texts.is_empty() {
                    true => Form::Enum(texts),
                    false => Form::Scalar(Scalar {
                        kind,
                        says: nodes().collect(),
                    }),
                }
            }
        }
    }

    /// Whether no value can match all schemas: they require different types, or their
    /// lists of values have no value in common.
    pub(crate) fn contradict(&self, used: &[Part<'a>]) -> bool {
        let leaves = self.leaves(used);
        // Null matches all branches that allow it.
        if leaves.len() < 2 || self.is_nullable(used) {
            return false;
        }
        let nodes = || leaves.iter().map(|leaf| leaf.node);
        let mut types = nodes().filter_map(type_of);
        let first = types
            .next()
            .map(|first| first == "integer" || first == "number");
        let declared: HashSet<&str> = nodes().filter_map(type_of).collect();
        let are_numbers = first == Some(true)
            && declared
                .iter()
                .all(|ty| matches!(*ty, "integer" | "number"));
        let mut lists = nodes()
            .map(schema::listed)
            .filter(|listed| !listed.is_empty());
        let common = lists.next().map(|first| {
            let others: Vec<_> = lists.collect();
            let mut values = first.iter();
            values.any(|value| {
                let lists_it =
                    |list: &&[Node]| list.iter().any(|one| schema::is_same_value(one, value));
                others.iter().all(lists_it)
            })
        });
        declared.len() > 1 && !are_numbers || common == Some(false)
    }

    fn object(&self, nodes: Vec<&'a Node>, side: Side) -> Form<'a> {
        let mut properties: IndexMap<&str, Property<'a>> = IndexMap::new();
        let named = |at: Spot| Property {
            schemas: Vec::new(),
            said: Vec::new(),
            is_required: false,
            at,
        };
        for node in &nodes {
            for (name, member) in node.members_of("properties") {
                let property = properties.entry(name);
                let property = property.or_insert_with(|| named(member.into()));
                property.schemas.push(Part::whole(&member.value).on(side));
                if member.value.reference().is_none() {
                    property.said.push(&member.value);
                }
            }
        }
        for property in properties.values_mut() {
            property.schemas = self.used(&property.schemas);
        }
        let untravelled = self.untravelled(&nodes, side);
        properties.retain(|name, _| !untravelled.contains(name));
        for name in nodes.iter().flat_map(|node| node.items_of("required")) {
            if let Some(text) = name.as_str().filter(|text| !untravelled.contains(text)) {
                let property = properties.entry(text);
                let property = property.or_insert_with(|| named(name.into()));
                property.is_required = true;
            }
        }
        let is_closed = |node: &&Node| {
            let others = node.get("additionalProperties");
            others.is_some_and(|others| others.value == Value::Bool(false))
        };
        let said = nodes
            .iter()
            .filter_map(|node| node.get("additionalProperties"));
        let described: Use<'a> = said
            .clone()
            .filter(|others| matches!(others.value, Value::Map(_)))
            .map(|others| Part::whole(others).on(side))
            .collect();
        let kept = said.map(|others| &others.value).next();
        let others = match kept {
            _ if !described.is_empty() => Others::Kept(self.used(&described)),
            Some(Value::Bool(true)) => Others::Kept(Vec::new()),
            // Other schemas extend it, and their values are allowed where this one is
            // used.
            None if nodes.iter().any(|node| node.get("discriminator").is_some()) => {
                Others::Kept(Vec::new())
            }
            // A closed branch does not know the properties of the other branches.
            _ if nodes.len() == 1 && nodes.iter().all(is_closed) => Others::Forbidden,
            _ => Others::Ignored,
        };
        match (properties.is_empty(), others) {
            (true, Others::Kept(values)) => Form::Map(values),
            // It is still a structure if none of its properties is sent or received.
            (true, Others::Ignored) if untravelled.is_empty() => Form::Map(Vec::new()),
            (_, others) => Form::Object(Object { properties, others }),
        }
    }

    /// The properties that are not transferred in this direction.
    fn untravelled(&self, nodes: &[&'a Node], side: Side) -> HashSet<&'a str> {
        let properties = nodes.iter().flat_map(|node| node.members_of("properties"));
        let untravelled = properties.filter(|(_, member)| self.is_untravelled(&member.value, side));
        untravelled.map(|(name, _)| name).collect()
    }

    fn union(
        &self,
        used: &[Part<'a>],
        node: &'a Node,
        branches: &[&'a Node],
        left: usize,
    ) -> Form<'a> {
        // The keywords next to the alternatives apply to each alternative.
        let common = self.common(used, node);
        let mut variants: Vec<Use<'a>> = Vec::new();
        for branch in branches {
            let side = used.first().map_or(Side::Both, |part| part.side);
            let parts = [Part::whole(branch).on(side)]
                .into_iter()
                .chain(common.iter().copied());
            let variant = self.used(&parts.collect::<Vec<_>>());
            let is_new = |other: &Use<'a>| Key::of(other) != Key::of(&variant);
            if variants.iter().all(is_new) {
                variants.push(variant);
            }
        }
        if let [only] = variants.as_slice() {
            return match left.checked_sub(1) {
                Some(left) => self.form_below(only, left),
                None => Form::Anything,
            };
        }
        Form::Union(Union {
            variants,
            common,
            discriminator: Discriminator::of(node),
            any_of: node.member("anyOf").map(Spot::from),
        })
    }

    /// The schemas without the alternatives of one of them.
    fn common(&self, used: &[Part<'a>], with_alternatives: &'a Node) -> Use<'a> {
        let side = used.first().map_or(Side::Both, |part| part.side);
        let leaves = self.leaves(used).into_iter();
        let says_more = |node: &Node| {
            node.members().any(|(key, member)| match key {
                "oneOf" | "anyOf" | "allOf" => false,
                "type" => member.value.as_str() != Some("object"),
                key => kind_of(key).is_some() || matches!(key, "enum" | "format"),
            })
        };
        let common = leaves.filter_map(|leaf| {
            let node = leaf.node;
            let extent = match node.id == with_alternatives.id {
                true => Extent::Common,
                // Its branches are separate leaves.
                false => Extent::Own,
            };
            says_more(node).then(|| Part::new(node, extent).on(side))
        });
        common.collect()
    }
}
