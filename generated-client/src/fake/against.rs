//! Compares a request with what the document says about its operation.

use super::given;
use super::known::{Body, Encoding, Given, Known};
use super::request::Request;
use super::table::KNOWN;
use super::written::Written;
use crate::{OPERATIONS, Operation};

/// Why a request is refused.
#[derive(Debug)]
pub(super) struct Mismatch {
    pub(super) status: u16,
    pub(super) message: String,
}

/// What the embedded server knows about an operation.
pub(super) fn known(operation: &Operation) -> Option<&'static Known> {
    let index = OPERATIONS.iter().position(|one| one.id == operation.id)?;
    KNOWN.get(index)
}

/// Compares the parameters and the body of a request with the document.
pub(super) fn against(
    known: &Known,
    operation: &Operation,
    request: &Request,
) -> Result<(), Mismatch> {
    let wrong = |message: String| Mismatch {
        status: 400,
        message,
    };
    for parameter in known.parameters {
        let location = format!("{:?}", parameter.location).to_lowercase();
        let name = format!("The {location} parameter `{}`", parameter.name);
        match given::parameter(parameter, known.parameters, request) {
            None if parameter.is_required => return Err(wrong(format!("{name} is missing."))),
            None => {}
            Some(written) => (parameter.reads)(Given::Written(written))
                .map_err(|why| wrong(format!("{name} is not what the operation takes: {why}.")))?,
        }
    }
    match &known.body {
        Some(body) => of_body(body, operation, request),
        None => Ok(()),
    }
}

fn of_body(body: &Body, operation: &Operation, request: &Request) -> Result<(), Mismatch> {
    let wrong = |status: u16, message: String| Mismatch { status, message };
    if request.body.is_empty() && request.header("content-type").is_none() {
        return match body.is_required {
            true => Err(wrong(400, "The request has no body.".to_owned())),
            false => Ok(()),
        };
    }
    let essence = |content_type: &str| {
        let essence = content_type.split(';').next().unwrap_or_default();
        essence.trim().to_ascii_lowercase()
    };
    let expected = operation.content_type.map(essence).unwrap_or_default();
    let said = request.header("content-type").map(essence);
    if said.as_deref() != Some(&*expected) && body.encoding != Encoding::Bytes {
        let said = said.unwrap_or_default();
        let message = format!("The operation takes a body of type {expected}, not {said:?}.");
        return Err(wrong(415, message));
    }
    let text = || String::from_utf8(request.body.clone());
    let read = match body.encoding {
        Encoding::Bytes => Ok(()),
        Encoding::Json => (body.reads)(Given::Json(&request.body)),
        Encoding::Form => (body.reads)(Given::Written(given::form(&request.body, operation.form))),
        Encoding::Text => match text() {
            Ok(text) => (body.reads)(Given::Written(Written::Text(text))),
            Err(error) => Err(error.to_string()),
        },
    };
    read.map_err(|why| {
        let message = format!("The body is not what the operation takes: {why}.");
        wrong(400, message)
    })
}
