//! The security requirements of operations (OpenAPI 3.0.3, "Security Requirement
//! Object"), and which credentials the client sends.

use crate::operation::Operation;
use crate::source::Source;
use crate::tree::{Member, Node};

/// The security schemes of a document, by name.
pub(crate) fn schemes(source: &Source) -> Option<&Node> {
    source.root().get("components")?.get("securitySchemes")
}

/// The scheme with this name.
pub(crate) fn scheme<'a>(source: &'a Source, name: &str) -> Option<&'a Node> {
    source.resolve(schemes(source)?.get(name)?)
}

/// The alternative requirements; callers must meet one of them. They come from the
/// operation, or else from the document.
pub(crate) fn alternatives<'a>(source: &'a Source, operation: &Operation<'a>) -> &'a [Node] {
    let own = operation.node().get("security");
    let stated = own.or_else(|| source.root().get("security"));
    stated.map(Node::items).unwrap_or_default()
}

/// The schemes that a list of alternatives requires, by name, and their scopes.
pub(crate) fn asked_for(alternatives: &[Node]) -> impl Iterator<Item = (&str, &Member)> {
    alternatives.iter().flat_map(Node::members)
}

/// Whether the credential of a scheme is a token in the header `Authorization` (RFC
/// 6750), which the client sends.
pub(crate) fn takes_token(scheme: &Node) -> bool {
    match scheme.text("type") {
        Some("oauth2" | "openIdConnect") => true,
        Some("http") => {
            let scheme = scheme.text("scheme").unwrap_or_default();
            scheme.eq_ignore_ascii_case("bearer")
        }
        _ => false,
    }
}

/// The scopes that a scheme can grant; none if it does not list them.
pub(crate) fn scopes(scheme: &Node) -> Option<Vec<&str>> {
    let flows = (scheme.text("type") == Some("oauth2")).then(|| scheme.members_of("flows"))?;
    let scopes = flows.flat_map(|(_, flow)| flow.value.members_of("scopes"));
    Some(scopes.map(|(scope, _)| scope).collect())
}

/// Whether an operation cannot be called without a token.
#[cfg(feature = "review")]
pub(crate) fn needs_token(source: &Source, operation: &Operation<'_>) -> bool {
    let alternatives = alternatives(source, operation);
    let takes_one = |alternative: &Node| {
        let mut names = alternative.members().map(|(name, _)| name);
        names.any(|name| scheme(source, name).is_some_and(takes_token))
    };
    !alternatives.is_empty() && alternatives.iter().all(takes_one)
}
