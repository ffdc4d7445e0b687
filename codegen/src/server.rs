//! The servers of a document.

use crate::tree::Node;

/// The extension of a Server Object that names its variant. OpenAPI 3.2 gives
/// the Server Object a `name` of its own.
pub(crate) const NAME: &str = "x-name";

/// The servers of a document, in their order; none if it lists none.
pub(crate) fn servers(root: &Node) -> &[Node] {
    root.items_of("servers")
}
