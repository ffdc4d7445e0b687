//! Responses that come in pages (`x-ms-pageable`, an extension of AutoRest).

use crate::body;
use crate::operation::Operation;
use crate::shape::{Form, Inventory, Side, Use};
use crate::source::Source;
use crate::tree::Node;

/// On an operation: which property of its response has the URL of the next page.
pub(crate) const PAGEABLE: &str = "x-ms-pageable";

/// How pages are followed.
pub(crate) struct Paging<'a> {
    /// The property that has the URL of the next page.
    pub(crate) next_link: &'a str,
    /// Whether the last page has it too; then it is empty.
    pub(crate) is_required: bool,
    /// The schemas of a page.
    pub(crate) page: Use<'a>,
}

/// Why pages cannot be followed, and the place of the reason.
pub(crate) struct NotFollowed<'a> {
    pub(crate) at: &'a Node,
    pub(crate) why: String,
}

/// How the pages of an operation are followed; none if its response is not paged.
pub(crate) fn paging<'a>(
    source: &'a Source,
    inventory: &Inventory<'a>,
    operation: &Operation<'a>,
) -> Option<Result<Paging<'a>, NotFollowed<'a>>> {
    let said = operation.node().get(PAGEABLE)?;
    let not = |at, why: String| Some(Err(NotFollowed { at, why }));
    let Some(name) = said.get("nextLinkName") else {
        return not(said, "it has no `nextLinkName`".to_owned());
    };
    // In AutoRest, `null` means that one response has everything.
    if name.is_null() {
        return None;
    }
    let Some(next_link) = name.as_str() else {
        return not(name, "`nextLinkName` must be a string".to_owned());
    };
    let success = body::success_schema(source, operation);
    let success = success.filter(|_| !body::is_read_as_text(source, operation));
    let Some((_, schema)) = success else {
        return not(said, "the response does not become a type".to_owned());
    };
    let schemas = &inventory.schemas;
    let page = schemas.used_on(schema, Side::Received);
    let ty = inventory.index_of(&page);
    let Some(Form::Object(object)) = ty.and_then(|index| Some(&inventory.types.get(index)?.form))
    else {
        return not(
            said,
            "the response is not an object with properties".to_owned(),
        );
    };
    let Some(property) = object.properties.get(next_link) else {
        return not(name, format!("the response has no property `{next_link}`"));
    };
    match schemas.settled(&property.schemas) {
        Form::Scalar(scalar) if scalar.is_plain_text() => Some(Ok(Paging {
            next_link,
            is_required: property.is_required,
            page,
        })),
        _ => not(
            name,
            format!("`{next_link}` is not a string, or it has constraints"),
        ),
    }
}
