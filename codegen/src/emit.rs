//! A document → its client as a complete crate, which does not depend on the generator.
//!
//! The crate is the client's package of this workspace. The generated source is a file
//! instead of the result of a build script, and the values that the package inherits from
//! the workspace are written out ([`manifest`]). For a document other than the package's
//! own, the texts of the crate are about that document ([`about`]). For another service,
//! the crate contains nothing about Microsoft Graph ([`form`]).

mod about;
mod files;
mod form;
mod manifest;

use std::fs;
use std::path::Path;

use about::About;
use files::{files, read, write};
use form::Form;

use crate::carry::generated;
use crate::client::Generated;
use crate::document::Document;
use crate::error::Error;

/// How the client's package includes the output of its build script, and the files that
/// replace it.
const INCLUDED: [(&str, &str); 2] = [
    (r#"concat!(env!("OUT_DIR"), "/client.rs")"#, "generated.rs"),
    (
        r#"concat!(env!("OUT_DIR"), "/embedded.rs")"#,
        "fake/table.rs",
    ),
];
/// Files next to the manifest, in the package or else in its workspace.
const LICENCES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];
/// Files about the package's own document.
const PAPERS: [&str; 2] = ["README.md", "CHANGELOG.md"];

/// Writes the client of a document into a folder, as a crate that can be published.
/// `package` is the folder of the client's package in its workspace. The default name of
/// the crate is the package's name for the package's own document, and else a name made
/// from the document's title.
///
/// # Errors
/// Those of [`crate::client()`]; [`Error::Unreadable`] and [`Error::Unwritable`] if a
/// file cannot be read or written, or if the folder is not empty; [`Error::Manifest`] if
/// the package's manifest is not as expected; [`Error::PackageName`] if the name cannot
/// be the name of a package.
pub fn emit(
    document: &Document,
    package: &Path,
    into: &Path,
    name: Option<&str>,
) -> Result<(), Error> {
    let made = generated(document)?;
    let workspace = package.parent().unwrap_or(Path::new(".."));
    let workspace = match workspace.as_os_str().is_empty() {
        true => Path::new("."),
        false => workspace,
    };
    let own = manifest::Own::read(package)?;
    let is_own = own.is_of(document);
    let about = match is_own {
        true => None,
        false => Some(About::of(document, &made)),
    };
    let name = match (name, &about) {
        (Some(name), _) => about::checked(name)?,
        (None, Some(about)) => about.name.clone(),
        (None, None) => own.name().to_owned(),
    };
    if fs::read_dir(into).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Error::Unwritable {
            file: into.to_owned(),
            cause: std::io::Error::other("the folder is not empty; choose another one"),
        });
    }
    let form = Form::of(document, package)?;
    let renamed = |text: String| {
        let [from, to] = [own.name(), &name].map(|name| name.replace('-', "_"));
        match from == to {
            true => text,
            false => text.replace(&from, &to),
        }
    };
    let Generated {
        client, embedded, ..
    } = &made;
    let mut code = format!("{client}{embedded}");
    let folders = ["src", "tests", "examples"];
    // The examples call operations of the package's own document.
    let folders = &folders[..if is_own { 3 } else { 2 }];
    let mut apart = String::new();
    for folder in folders {
        for file in files(&package.join(folder)) {
            let below = file.strip_prefix(package).unwrap_or(&file);
            let Some(mut text) = form.text_of(package, below)? else {
                continue;
            };
            for (included, generated) in INCLUDED {
                text = text.replace(included, &format!("{generated:?}"));
            }
            if *folder == "src" {
                code.push_str(&text);
            } else {
                text = renamed(text);
                apart.push_str(&text);
            }
            write(&into.join(below), &text)?;
        }
    }
    write(&into.join("src/generated.rs"), client)?;
    write(&into.join("src/fake/table.rs"), embedded)?;
    let of_workspace = |paper: &str| {
        let own = package.join(paper);
        let paper_of = if own.exists() {
            own
        } else {
            workspace.join(paper)
        };
        read(&paper_of)
    };
    for paper in LICENCES {
        write(&into.join(paper), &of_workspace(paper)?)?;
    }
    match &about {
        Some(about) => write(&into.join("README.md"), &about.readme(&name, form))?,
        None => {
            for paper in PAPERS {
                write(&into.join(paper), &renamed(of_workspace(paper)?))?;
            }
        }
    }
    let manifest = own.emitted(
        &workspace.join("Cargo.toml"),
        &manifest::Crate {
            name: &name,
            about: about.as_ref(),
            form,
            client,
            code: &code,
            apart: &apart,
        },
    )?;
    write(&into.join("Cargo.toml"), &manifest)
}
