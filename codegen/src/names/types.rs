//! The names of types.

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::chosen::Chosen;
use super::identifier::Case;
use super::members::{self, Field, UNKNOWN, Variant};
use super::operations::{self, Method};
use super::scope::{Collision, Collisions, Right, Scope, What, Wish};
use crate::shape::{Base, Form, Inventory, Origin, Side, Step, Type, Union, Use};
use crate::template;
use crate::tree::{Node, NodeId, Spot};

/// The names of a type.
#[derive(Debug)]
pub(crate) struct TypeNames {
    pub(crate) name: String,
    /// The name of the item that contains it; its own name starts with this name.
    part_of: String,
    pub(crate) at: Spot,
    pub(crate) fields: Vec<Field>,
    /// The name of the field that holds other properties.
    pub(crate) others: Option<String>,
    /// In the order of the values or alternatives.
    pub(crate) variants: Vec<Variant>,
    /// Whether it is generated here and not by typify: it is an enum, a union or a string
    /// with constraints.
    pub(crate) is_own: bool,
    /// Whether its values are strings.
    pub(crate) is_text: bool,
    /// Whether its values can be displayed as text, which parameters need.
    pub(crate) is_displayed: bool,
    /// Whether callers create values of it.
    pub(crate) is_sent: bool,
    /// Whether it is the type that is sent for a component, while another type has the
    /// component's name.
    pub(crate) is_input: bool,
}

impl TypeNames {
    /// The name without the name of the item that contains it.
    pub(crate) fn own_name(&self) -> &str {
        self.name.strip_prefix(&self.part_of).unwrap_or(&self.name)
    }

    /// Whether the words of the values are enough to tell them apart.
    pub(crate) fn are_told_apart_by_words(&self, values: &[&Node]) -> bool {
        let mut seen = HashSet::new();
        let mut texts = values.iter().filter_map(|value| value.as_str());
        texts.all(|text| {
            text.contains(char::is_alphanumeric) && seen.insert(Case::Pascal.name(text))
        })
    }

    fn unnamed(ty: &Type<'_>) -> Self {
        Self {
            name: String::new(),
            part_of: String::new(),
            at: ty.at.into(),
            fields: Vec::new(),
            others: None,
            variants: Vec::new(),
            is_own: false,
            is_text: false,
            is_displayed: false,
            is_sent: ty.is_sent,
            is_input: ty.schemas.iter().any(|part| part.side == Side::Sent),
        }
    }
}

/// Names that generated code writes without a path; a tuple structure with such a name
/// would shadow them.
const PRELUDE: [&str; 4] = ["Err", "None", "Ok", "Some"];

/// Names all types of a document, in the order of the inventory.
pub(super) fn types(
    inventory: &Inventory<'_>,
    methods: &mut [Method],
    chosen: &mut Chosen,
    collisions: &mut Collisions,
) -> Vec<TypeNames> {
    let mut naming = Naming {
        inventory,
        methods: methods
            .iter()
            .map(|method| (method.operation, method.name.clone()))
            .collect(),
        names: vec![None; inventory.types.len()],
        scope: Scope::new(Case::Pascal, &[]).without(&PRELUDE, "Rust's prelude"),
    };
    naming.declared(chosen);
    let mut types: Vec<_> = inventory.types.iter().map(TypeNames::unnamed).collect();
    for (ty, names) in inventory.types.iter().zip(&mut types) {
        match &ty.form {
            Form::Object(object) => {
                let named = members::fields(object, chosen, &mut collisions.fields);
                (names.fields, names.others) = named;
            }
            Form::Enum(values) => {
                names.variants = members::values(ty, values, chosen, &mut collisions.variants);
                names.is_own = true;
                names.is_text = true;
                names.is_displayed = true;
            }
            Form::Union(union) => {
                names.variants = naming.alternatives(union, chosen, &mut collisions.variants);
                names.is_own = true;
                names.is_displayed = union
                    .variants
                    .iter()
                    .all(|used| inventory.schemas.is_displayed(used));
            }
            Form::Scalar(scalar) if scalar.is_constrained_text() => {
                names.is_own = true;
                names.is_text = true;
                names.is_displayed = true;
            }
            _ => {}
        }
    }
    naming.derived(&types);
    operations::options(methods, &mut naming.scope);
    collisions.types.append(&mut naming.scope.collisions);
    for (index, (ty, names)) in inventory.types.iter().zip(&mut types).enumerate() {
        names.name = naming.names[index].clone().unwrap_or_default();
        if let Origin::Inside(base, _) = &ty.origin {
            names.part_of = naming.name_of(*base);
        }
    }
    types
}

struct Naming<'n, 'a> {
    inventory: &'n Inventory<'a>,
    methods: HashMap<NodeId, String>,
    names: Vec<Option<String>>,
    scope: Scope<'a>,
}

impl<'a> Naming<'_, 'a> {
    /// Names the types for which the document has a name.
    fn declared(&mut self, chosen: &mut Chosen) {
        let mut named = Vec::new();
        let mut wishes = Vec::new();
        for (index, ty) in self.inventory.types.iter().enumerate() {
            let at = ty.at;
            let is_property = matches!(&ty.origin, Origin::Inside(_, steps)
                if matches!(steps.last(), Some(Step::Property(_))));
            // On a property, it names the field.
            let by_document = match is_property || ty.is_sent_component() {
                false => chosen.name(at, Case::Pascal),
                true => None,
            };
            let (name, right, at) = match (by_document, &ty.origin) {
                (Some((name, at)), _) => (name, Right::Chosen, at),
                (None, Origin::Component(_)) if ty.is_sent_component() => continue,
                (None, Origin::Component(name)) => {
                    (Case::Pascal.name(name), Right::Declared, at.into())
                }
                (None, Origin::Inside(..)) => continue,
            };
            named.push(index);
            wishes.push(Wish {
                name,
                right,
                at,
                what: What::Described(ty.description()),
            });
        }
        for (index, name) in named.into_iter().zip(self.scope.name_all(wishes)) {
            self.names[index] = Some(name);
        }
    }

    /// Names the other types after the items that contain them, in the order of the
    /// document.
    fn derived(&mut self, types: &[TypeNames]) {
        let mut order: Vec<usize> = (0..self.names.len()).collect();
        let at = |index: &usize| self.inventory.types.get(*index).map(|ty| ty.at.id);
        order.sort_by_key(at);
        for index in order {
            // The containing item comes first.
            let mut line = vec![index];
            while let Some(last) = line.last()
                && let Origin::Inside(Base::Type(outer), _) = &self.inventory.types[*last].origin
                && self.names[*outer].is_none()
            {
                line.push(*outer);
            }
            while let Some(index) = line.pop() {
                if self.names[index].is_none() {
                    self.names[index] = Some(self.derive(index, types));
                }
            }
        }
    }

    /// The start of the names of the items inside it.
    fn name_of(&self, base: Base<'_>) -> String {
        match base {
            Base::Type(outer) => self.names[outer].clone().unwrap_or_default(),
            Base::Operation(id) => {
                let method = self.methods.get(&id);
                method.map_or_else(String::new, |method| Case::Pascal.name(method))
            }
            Base::Path(path) => Case::Pascal.name(&template::in_words(path)),
            Base::Component(name) => Case::Pascal.name(name),
        }
    }

    fn derive(&mut self, index: usize, types: &[TypeNames]) -> String {
        let ty = &self.inventory.types[index];
        let Origin::Inside(base, steps) = &ty.origin else {
            let received = self.inventory.index_of_component(ty.at);
            let received = received.and_then(|index| self.names[index].clone());
            return self.scope.name(Wish {
                name: Case::Pascal.name(&format!("{}Input", received.unwrap_or_default())),
                right: Right::Derived,
                at: ty.at.into(),
                what: What::Described(format!("the type that is sent for {}", ty.description())),
            });
        };
        let mut name = self.name_of(*base);
        for step in steps {
            let word = match (step, base) {
                (Step::Property(property), Base::Type(outer)) => {
                    let fields = &types[*outer].fields;
                    let field = fields.iter().find(|field| field.wire == *property);
                    match field.filter(|field| field.is_chosen) {
                        Some(field) => Case::Pascal.name(&field.name),
                        None => Case::Pascal.name(property),
                    }
                }
                (Step::Variant(number), Base::Type(outer)) => {
                    let variant = types[*outer].variants.get(*number);
                    variant.map_or_else(String::new, |variant| variant.name.clone())
                }
                (Step::Property(name) | Step::Parameter(name), _) => Case::Pascal.name(name),
                (Step::Variant(number), _) => format!("Variant{number}"),
                (Step::Item, _) => "Item".to_owned(),
                (Step::Value, _) => "Value".to_owned(),
                (Step::Others, _) => "Extra".to_owned(),
                (Step::SharedParameter, _) => "Parameter".to_owned(),
                (Step::Body, _) => "Body".to_owned(),
                (Step::Response, _) => "Response".to_owned(),
            };
            let is_shared = matches!(base, Base::Component(_));
            if !(is_shared && name.ends_with(&word)) {
                name.push_str(&word);
            }
        }
        self.scope.name(Wish {
            name: Case::Pascal.name(&name),
            right: Right::Derived,
            at: ty.at.into(),
            what: What::Described(ty.description()),
        })
    }

    fn alternatives(
        &self,
        union: &Union<'a>,
        chosen: &mut Chosen,
        collisions: &mut Vec<Collision>,
    ) -> Vec<Variant> {
        let scope = Scope::new(Case::Pascal, &[UNKNOWN]);
        let mut kinds: HashMap<&str, usize> = HashMap::new();
        let wishes = union.variants.iter().map(|used| {
            let (name, right) = self.alternative(used, chosen).unwrap_or_else(|kind| {
                let count = kinds.entry(kind).or_default();
                *count += 1;
                let name = match *count {
                    1 => kind.to_owned(),
                    count => format!("{kind}{count}"),
                };
                (name, Right::Derived)
            });
            Wish {
                what: What::Described(format!("the alternative `{name}`")),
                name,
                right,
                at: members::spot(used),
            }
        });
        let wishes: Vec<_> = wishes.collect();
        members::variants(scope, wishes, collisions)
    }

    /// The name of an alternative: the component that it is or extends, or else the kind
    /// of its values, with a number.
    fn alternative(
        &self,
        used: &Use<'a>,
        chosen: &mut Chosen,
    ) -> Result<(String, Right), &'static str> {
        let component = used.iter().find_map(|part| part.component());
        if let Some(component) = component {
            let index = self.inventory.index_of_component(component);
            let name = index.and_then(|index| self.names[index].clone());
            return Ok((name.unwrap_or_default(), Right::Declared));
        }
        if let Some(part) = used.first()
            && let Some((name, _)) = chosen.name(part.node, Case::Pascal)
        {
            return Ok((name, Right::Chosen));
        }
        if let Some(name) = used.first().and_then(|part| self.extended(part.node)) {
            return Ok((name, Right::Derived));
        }
        Err(match self.inventory.schemas.form(used) {
            Form::Component(_) | Form::Object(_) | Form::Map(_) => "Object",
            Form::Enum(_) => "String",
            Form::Union(_) => "Union",
            Form::List(_) => "Array",
            Form::Anything => "Any",
            Form::Scalar(scalar) => match scalar.kind {
                "integer" => "Integer",
                "number" => "Number",
                "boolean" => "Boolean",
                _ => "String",
            },
        })
    }

    /// The name of the first component that an alternative extends.
    fn extended(&self, schema: &'a Node) -> Option<String> {
        let branches = schema.items_of("allOf").iter();
        let mut components = branches.filter_map(|branch| {
            let used = self.inventory.schemas.used_at(branch);
            used.first()?.component()
        });
        let index = self.inventory.index_of_component(components.next()?)?;
        self.names[index].clone()
    }
}
