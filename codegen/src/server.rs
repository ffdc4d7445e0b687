//! The servers of a document (OpenAPI 3.0.3, "Server Object").

use crate::template;
use crate::tree::Node;

/// The extension of a Server Object that names its variant. In OpenAPI 3.2, the Server
/// Object has a field `name`.
pub(crate) const NAME: &str = "x-name";

/// The servers of a document, in their order; none if it lists none.
pub(crate) fn servers(root: &Node) -> &[Node] {
    root.items_of("servers")
}

/// A variable in the URL of a server.
pub(crate) struct Variable<'a> {
    pub(crate) name: &'a str,
    pub(crate) default: Option<&'a str>,
    /// The values that it can have; empty if it can have any value.
    pub(crate) listed: Vec<&'a str>,
    pub(crate) description: Option<&'a str>,
}

/// The variables in the URL of a server, in its order.
pub(crate) fn variables(server: &Node) -> Vec<Variable<'_>> {
    let names = template::parameters(server.text("url").unwrap_or_default());
    let variables = names.map(|name| {
        let said = server.get("variables").and_then(|all| all.get(name));
        let listed = said.map(|said| said.items_of("enum")).unwrap_or_default();
        Variable {
            name,
            default: said.and_then(|said| said.text("default")),
            listed: listed.iter().filter_map(Node::as_str).collect(),
            description: said.and_then(|said| said.text("description")),
        }
    });
    variables.collect()
}

/// The URL with these values for variables, without a slash at its end. Variables without
/// a value are kept.
pub(crate) fn root<'a>(server: &'a Node, value: impl Fn(&str) -> Option<&'a str>) -> String {
    let url = template::filled(server.text("url").unwrap_or_default(), value);
    url.trim_end_matches('/').to_owned()
}
