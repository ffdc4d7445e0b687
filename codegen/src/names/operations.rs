//! The names of methods and of their arguments.

use std::collections::HashSet;

use super::chosen::Chosen;
use super::identifier::Case;
use super::scope::{Collision, Collisions, Right, Scope, What, Wish};
use crate::operation::{Operation, Parameter, operations};
use crate::paging::paging;
use crate::shape::Inventory;
use crate::source::Source;
use crate::template;
use crate::tree::{NodeId, Spot};

/// Methods that every client has: its own, and those that every Rust value has.
const OF_EVERY_CLIENT: [&str; 13] = [
    "borrow",
    "builder",
    "clone",
    "clone_from",
    "follow",
    "into",
    "service_root",
    "to_owned",
    "try_into",
    "wire",
    "with_client_request_id",
    "with_deadline",
    "with_header",
];

/// Methods that generated code calls on the generator's client.
const OF_THE_GENERATOR: [&str; 9] = [
    "api_version",
    "baseurl",
    "client",
    "exec",
    "inner",
    "new",
    "new_with_client",
    "post",
    "pre",
];

/// Variables and functions in generated methods.
const VARIABLES: [&str; 4] = ["encode_path", "header_map", "options", "wire"];

/// The names of an operation.
#[derive(Debug)]
pub(crate) struct Method {
    pub(crate) operation: NodeId,
    pub(crate) at: Spot,
    /// The name of its method.
    pub(crate) name: String,
    /// The `operationId` in the document for the generator.
    pub(crate) handed: String,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) body: Option<Body>,
    /// The method that takes options, if there are optional arguments.
    pub(crate) with: Option<With>,
    /// The method that follows pages, if the response comes in pages.
    pub(crate) pages: Option<String>,
}

/// The request body, as an argument.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) at: Spot,
    pub(crate) is_required: bool,
}

/// The argument name of the request body.
pub(crate) const BODY: &str = "body";

/// The names of a method that takes options.
#[derive(Debug)]
pub(crate) struct With {
    /// The method.
    pub(crate) name: String,
    /// The type of the options.
    pub(crate) options: String,
}

impl Method {
    /// Whether there are optional arguments.
    fn has_options(&self) -> bool {
        self.arguments.iter().any(|argument| !argument.is_required)
            || self.body.as_ref().is_some_and(|body| !body.is_required)
    }

    /// A path with the parameter names of the document for the generator.
    pub(crate) fn handed_path(&self, path: &str) -> String {
        let in_path = |argument: &&Argument| argument.location == "path";
        let in_path = self.arguments.iter().filter(in_path);
        template::renamed(path, |name| {
            let argument = in_path.clone().find(|argument| argument.wire == name);
            argument.map(|argument| argument.handed.as_str())
        })
    }
}

/// The name of a parameter, as an argument.
#[derive(Debug)]
pub(crate) struct Argument {
    pub(crate) at: Spot,
    pub(crate) location: String,
    /// The name of the parameter.
    pub(crate) wire: String,
    pub(crate) name: String,
    /// The name of the parameter in the document for the generator.
    pub(crate) handed: String,
    pub(crate) is_required: bool,
}

/// The name of the setter of an optional value.
pub(crate) fn setter(name: &str) -> String {
    format!("with_{}", name.trim_end_matches('_'))
}

/// Names all methods and their arguments.
pub(super) fn methods<'a>(
    source: &'a Source,
    inventory: &Inventory<'a>,
    chosen: &mut Chosen,
    collisions: &mut Collisions,
) -> Vec<Method> {
    let operations: Vec<_> = operations(source.root()).collect();
    let mut scope = Scope::new(Case::Snake, &OF_EVERY_CLIENT);
    let wishes = operations.iter().map(|operation| wish(operation, chosen));
    let names = scope.name_all(wishes.collect());
    let mut handed: HashSet<String> = names.iter().cloned().collect();
    let named = operations.iter().zip(names);
    let methods = named.map(|(operation, name)| {
        let body = operation.request_body(source);
        Method {
            operation: operation.node_id(),
            at: operation.member.into(),
            handed: handed_id(&name, &mut handed),
            arguments: arguments(source, operation, chosen, &mut collisions.arguments),
            body: body.map(|(node, is_required)| Body {
                at: node.into(),
                is_required,
            }),
            with: None,
            pages: None,
            name,
        }
    });
    let mut methods: Vec<Method> = methods.collect();
    for (method, operation) in methods.iter_mut().zip(&operations) {
        if method.has_options() {
            let name = scope.name(Wish {
                name: format!("{}_with", method.name.trim_end_matches('_')),
                right: Right::Derived,
                at: method.at,
                what: What::Described(format!("the options of {}", operation.name())),
            });
            let options = String::new();
            method.with = Some(With { name, options });
        }
    }
    for (method, operation) in methods.iter_mut().zip(&operations) {
        if let Some(Ok(_)) = paging(source, inventory, operation) {
            method.pages = Some(scope.name(Wish {
                name: format!("{}_pages", method.name.trim_end_matches('_')),
                right: Right::Derived,
                at: method.at,
                what: What::Described(format!("the pages of {}", operation.name())),
            }));
        }
    }
    collisions.methods.append(&mut scope.collisions);
    methods
}

/// Names the types of options; all other types take precedence.
pub(super) fn options(methods: &mut [Method], scope: &mut Scope<'_>) {
    for method in methods {
        if let Some(with) = &mut method.with {
            with.options = scope.name(Wish {
                name: Case::Pascal.name(&format!("{}Options", Case::Pascal.name(&method.name))),
                right: Right::Derived,
                at: method.at,
                what: What::Described(format!("the options of `{}`", method.name)),
            });
        }
    }
}

fn wish<'a>(operation: &Operation<'a>, chosen: &mut Chosen) -> Wish<'a> {
    let declared = operation.declared_id();
    let (name, right, at) = match (chosen.name(operation.node(), Case::Snake), declared) {
        (Some((name, at)), _) => (name, Right::Chosen, at),
        (None, Some(id)) => (
            Case::Snake.name(&operation.id()),
            Right::Declared,
            id.into(),
        ),
        (None, None) => (
            Case::Snake.name(&operation.id()),
            Right::Derived,
            operation.member.into(),
        ),
    };
    Wish {
        name,
        right,
        at,
        what: What::Described(operation.name()),
    }
}

/// An `operationId` for the generator, whose method is only used inside the client.
fn handed_id(name: &str, handed: &mut HashSet<String>) -> String {
    let is_fit = |id: &str| {
        Case::Snake.name(id) == id
            && !OF_EVERY_CLIENT.contains(&id)
            && !OF_THE_GENERATOR.contains(&id)
    };
    if is_fit(name) {
        return name.to_owned();
    }
    let first = format!("{}_operation", name.trim_end_matches('_'));
    let numbered = (2..).map(|number| Case::Snake.numbered(&first, number));
    let mut ids = [first.clone()].into_iter().chain(numbered);
    let id = ids.find(|id| handed.insert(id.clone()));
    id.unwrap_or(first)
}

fn arguments(
    source: &Source,
    operation: &Operation<'_>,
    chosen: &mut Chosen,
    collisions: &mut Vec<Collision>,
) -> Vec<Argument> {
    let parameters = operation.parameters(source).into_iter();
    let parameters: Vec<_> = parameters
        .filter(|parameter| !parameter.is_ignored())
        .collect();
    let mut scope = Scope::new(Case::Snake, &[]).without(&VARIABLES, "a variable of the client");
    if operation.node().get("requestBody").is_some() {
        scope = scope.without(&[BODY], "the request body");
    }
    let wishes = parameters
        .iter()
        .map(|parameter| argument(parameter, chosen));
    let names = scope.name_all(wishes.collect());
    for mut collision in scope.collisions {
        collision.what = format!("{} of {}", collision.what, operation.name());
        collisions.push(collision);
    }
    let arguments = parameters
        .iter()
        .zip(names)
        .map(|(parameter, name)| Argument {
            at: parameter.listed.into(),
            location: parameter.location.to_owned(),
            wire: parameter.name.to_owned(),
            is_required: parameter.is_required(),
            handed: match Case::Snake.is_plain(parameter.name, &name) {
                true => parameter.name.to_owned(),
                false => name.clone(),
            },
            name,
        });
    arguments.collect()
}

fn argument<'a>(parameter: &Parameter<'a>, chosen: &mut Chosen) -> Wish<'a> {
    let (name, right, at) = match chosen.name(parameter.node, Case::Snake) {
        Some((name, _)) => (name, Right::Chosen, parameter.listed.into()),
        None => (
            Case::Snake.name(parameter.name),
            Right::Declared,
            parameter.listed.into(),
        ),
    };
    Wish {
        name,
        right,
        at,
        what: What::Described(format!(
            "the {} parameter `{}`",
            parameter.location, parameter.name
        )),
    }
}
