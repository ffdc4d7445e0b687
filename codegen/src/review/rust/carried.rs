//! One end of the Rust layer: the client of as much of a document as can be carried.

use std::collections::BTreeSet;

use serde::Serialize;
use syn::{Item, parse_quote};

use crate::carry::{keep_going, syntax, without_errors};
use crate::document::Document;
use crate::error::Error;
use crate::operation::operations;
use crate::source::Source;
use crate::surface::Surface;

/// What callers see of the client of a document; nothing without a document.
#[derive(Default)]
pub(super) struct End {
    pub(super) surface: Surface,
    /// The operations that the client has, and those that it could not have.
    pub(super) carried: BTreeSet<String>,
    pub(super) left_out: BTreeSet<String>,
}

/// Operations that not both ends carry, though the document describes them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Carried {
    /// No client has them, so there is nothing in Rust to break.
    pub by_neither: Vec<String>,
    /// The old client has them, and the new one cannot.
    pub only_by_old: Vec<String>,
    /// The old client could not have them, and the new one does.
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
            // What the generator fails on costs no more than itself.
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
