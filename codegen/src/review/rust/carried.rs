//! One end of the Rust layer: the client of one document, with the operations that it
//! can carry.

use std::collections::BTreeSet;

use serde::Serialize;
use syn::{Item, parse_quote};

use crate::carry::{keep_going, syntax, without_errors};
use crate::document::Document;
use crate::error::Error;
use crate::operation::operations;
use crate::source::Source;
use crate::surface::Surface;

/// The public items of the client of a document; empty without a document.
#[derive(Default)]
pub(super) struct End {
    pub(super) surface: Surface,
    /// The operations that the client carries, and those that it cannot carry.
    pub(super) carried: BTreeSet<String>,
    pub(super) left_out: BTreeSet<String>,
}

/// Operations that are described, but that only one client or neither can carry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Carried {
    /// Neither client can carry them, so nothing can break in Rust.
    pub by_neither: Vec<String>,
    /// The old client carries them, and the new one cannot.
    pub only_by_old: Vec<String>,
    /// The old client could not carry them, and the new one does.
    pub only_by_new: Vec<String>,
}

impl End {
    pub(super) fn of(source: Option<&Source>) -> Result<Self, String> {
        let Some(source) = source else {
            return Ok(Self {
                surface: Surface::of_items(&[door()]),
                ..Self::default()
            });
        };
        let made = without_errors(source.clone()).and_then(|document| {
            // If the generator fails on an operation, only that operation is left out.
            Self::made(&document).or_else(|_| {
                let (document, _) = keep_going(source.clone())?;
                Self::made(&document)
            })
        });
        made.map_err(|error| first_error(&error))
    }

    fn made(document: &Document) -> Result<Self, Error> {
        let surface = syntax(document, |mut file| {
            file.items.push(door());
            Surface::of_items(&file.items)
        })?;
        let carried: BTreeSet<_> = document.operations().map(|one| one.name()).collect();
        let all = operations(document.root()).map(|one| one.name());
        Ok(Self {
            left_out: all.filter(|name| !carried.contains(name)).collect(),
            surface,
            carried,
        })
    }
}

impl Carried {
    pub(super) fn by(old: &End, new: &End) -> Self {
        let left_out: BTreeSet<_> = old.left_out.union(&new.left_out).collect();
        let those = |is_by_old: bool, is_by_new: bool| {
            let names = left_out.iter().filter(|name| {
                (old.carried.contains(**name), new.carried.contains(**name))
                    == (is_by_old, is_by_new)
            });
            names.map(|name| (*name).clone()).collect()
        };
        Self {
            by_neither: those(false, false),
            only_by_old: those(true, false),
            only_by_new: those(false, true),
        }
    }
}

/// The type for which the generated code implements its methods.
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
