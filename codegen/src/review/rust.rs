//! The Rust layer: the clients of two documents compared as what callers can
//! name, and each difference tied to the change that caused it; and what has another
//! name though it is described where it was.

mod api;
mod cause;
mod map;
mod renamed;

use syn::{Item, parse_quote};

pub use api::{ApiChange, RustApi};

use super::finding::{self, Finding};
use crate::carry::syntax;
use crate::document::Document;
use crate::error::Error;
use crate::source::Source;
use crate::surface::Surface;
use map::Map;
use renamed::renamed;

/// Generates both clients and compares them; or says why that cannot be done. Adds
/// what has another name to the findings.
pub(super) fn compare(
    old: Option<&Source>,
    new: Option<&Source>,
    findings: &mut Vec<Finding>,
) -> Result<RustApi, String> {
    if findings.is_empty() {
        return Ok(RustApi::between(&Surface::default(), &Surface::default()));
    }
    let maps = [old, new].map(|source| {
        source
            .filter(|source| is_small(source).is_ok())
            .map(Map::of)
    });
    if let [Some(old), Some(new)] = &maps {
        let renamed = renamed(old, new, findings);
        findings.extend(renamed);
        finding::sort(findings);
    }
    let (old_surface, new_surface) = std::thread::scope(|scope| {
        let old_surface = scope.spawn(|| surface(old));
        let new_surface = surface(new);
        (old_surface.join(), new_surface)
    });
    let old_surface = old_surface
        .map_err(|_| "the comparison failed".to_owned())?
        .map_err(|error| format!("the old document does not become a client: {error}"))?;
    let new_surface = new_surface
        .map_err(|error| format!("the new document does not become a client: {error}"))?;
    let api = RustApi::between(&old_surface, &new_surface);
    cause::tie(&api, findings, maps.each_ref().map(Option::as_ref));
    Ok(api)
}

/// Whether a document is small enough to make clients of it.
fn is_small(source: &Source) -> Result<(), String> {
    /// Generating takes minutes beyond; wherever it is, it should be done in
    /// seconds.
    const MAX_VALUES: usize = 200_000;
    const MAX_BYTES: usize = 8 << 20;
    let values = source.root().count();
    if values > MAX_VALUES || source.size_bytes() > MAX_BYTES {
        return Err(format!(
            "{values} values in {} bytes; more than {MAX_VALUES} values or {MAX_BYTES} bytes take too long",
            source.size_bytes()
        ));
    }
    Ok(())
}

/// What callers see of the client of a document; nothing without a document.
fn surface(source: Option<&Source>) -> Result<Surface, String> {
    let Some(source) = source else {
        return Ok(Surface::of_items(&[door()]));
    };
    is_small(source)?;
    let made = Document::new(source.clone()).and_then(|document| {
        syntax(&document, |mut file| {
            file.items.push(door());
            Surface::of_items(&file.items)
        })
    });
    made.map_err(|error| first_error(&error))
}

/// The type to which the generated code adds its methods.
fn door() -> Item {
    parse_quote! {
        pub struct Client {
            hidden: (),
        }
    }
}

fn first_error(error: &Error) -> String {
    let Error::Refused { files, diagnostics } = error else {
        return error.to_string();
    };
    let first = diagnostics.first().map_or_else(String::new, |one| {
        let file = files.path(one.place.file).display();
        format!("{file}:{}: {}", one.place, one.message)
    });
    match diagnostics.len().saturating_sub(1) {
        0 => first,
        more => format!("{first} (and {more} more)"),
    }
}
