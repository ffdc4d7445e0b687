//! A document → its client as a finished crate, with nothing of the generator in
//! its dependencies.
//!
//! The crate is the client's package of this workspace with the generated source
//! in a file in place of a build script, and with what it shares with the
//! workspace written out.

use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use crate::carry::generated;
use crate::client::Generated;
use crate::document::Document;
use crate::error::Error;

/// How the client's package includes what its build script generates, and the files
/// that stand in its place.
const INCLUDED: [(&str, &str); 2] = [
    (r#"concat!(env!("OUT_DIR"), "/client.rs")"#, "generated.rs"),
    (
        r#"concat!(env!("OUT_DIR"), "/embedded.rs")"#,
        "fake/table.rs",
    ),
];
/// What stands beside the manifest, in the package or else in its workspace.
const PAPERS: [&str; 4] = ["README.md", "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT"];

/// Writes the client of a document into a folder, as a crate that can be
/// published. `package` is the folder of the client's package in its workspace.
///
/// # Errors
/// Those of [`crate::client()`]; [`Error::Unreadable`] and [`Error::Unwritable`] where a
/// file cannot be read or written, or if the folder is not empty;
/// [`Error::Manifest`] if the package's manifest is not what this expects.
pub fn emit(document: &Document, package: &Path, into: &Path) -> Result<(), Error> {
    let Generated {
        client, embedded, ..
    } = generated(document)?;
    let workspace = package.parent().unwrap_or(Path::new(".."));
    let workspace = match workspace.as_os_str().is_empty() {
        true => Path::new("."),
        false => workspace,
    };
    if fs::read_dir(into).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Error::Unwritable {
            file: into.to_owned(),
            cause: std::io::Error::other("the folder is not empty; choose another one"),
        });
    }
    let mut code = format!("{client}{embedded}");
    for folder in ["src", "examples", "tests"] {
        for file in files(&package.join(folder)) {
            let mut text = read(&file)?;
            for (included, generated) in INCLUDED {
                text = text.replace(included, &format!("{generated:?}"));
            }
            if folder == "src" {
                code.push_str(&text);
            }
            let below = file.strip_prefix(package).unwrap_or(&file);
            write(&into.join(below), &text)?;
        }
    }
    write(&into.join("src/generated.rs"), &client)?;
    write(&into.join("src/fake/table.rs"), &embedded)?;
    for paper in PAPERS {
        let own = package.join(paper);
        let paper_of = if own.exists() {
            own
        } else {
            workspace.join(paper)
        };
        write(&into.join(paper), &read(&paper_of)?)?;
    }
    let manifest = manifest(
        &package.join("Cargo.toml"),
        &workspace.join("Cargo.toml"),
        &code,
    )?;
    write(&into.join("Cargo.toml"), &manifest)
}

/// The package's manifest without its workspace, its build script, its benches, and
/// what only other documents' clients need.
fn manifest(package: &Path, workspace: &Path, code: &str) -> Result<String, Error> {
    let mut own = table(package)?;
    let shared = table(workspace)?;
    let shared = shared.get("workspace").and_then(Value::as_table);
    let shared = shared.ok_or_else(|| broken(workspace, "it has no `[workspace]`"))?;

    for dropped in ["build-dependencies", "bench"] {
        own.remove(dropped);
    }
    if let Some(Value::Table(dependencies)) = own.get_mut("dependencies") {
        dependencies.retain(|name, _| code.contains(&format!("{}::", name.replace('-', "_"))));
    }
    for (section, of) in [
        ("package", "package"),
        ("dependencies", "dependencies"),
        ("dev-dependencies", "dependencies"),
    ] {
        let shared = shared.get(of).and_then(Value::as_table);
        for (key, value) in own
            .get_mut(section)
            .and_then(Value::as_table_mut)
            .into_iter()
            .flatten()
        {
            inherit(value, shared.and_then(|shared| shared.get(key)));
        }
    }
    if let Some(lints) = own.get_mut("lints") {
        inherit(lints, shared.get("lints"));
    }
    let about = own.get_mut("package").and_then(Value::as_table_mut);
    let about = about.ok_or_else(|| broken(package, "it has no `[package]`"))?;
    about.remove("publish");
    about.insert("readme".to_owned(), "README.md".into());
    // A workspace need not say where it is, so its members do not inherit it.
    let common = shared.get("package").and_then(Value::as_table);
    if let Some(repository) = common.and_then(|common| common.get("repository")) {
        about.insert("repository".to_owned(), repository.clone());
    }
    // A crate of its own, wherever it is written.
    own.insert("workspace".to_owned(), Value::Table(Table::new()));
    toml::to_string(&own).map_err(|error| broken(package, &error.to_string()))
}

/// `{ workspace = true, … }` → what the workspace says, and the rest.
fn inherit(value: &mut Value, shared: Option<&Value>) {
    let (Some(own), Some(shared)) = (value.as_table_mut(), shared) else {
        return;
    };
    if own.remove("workspace").is_none() {
        return;
    }
    let is_plain = own.is_empty();
    *value = match (shared, is_plain) {
        (shared, true) => shared.clone(),
        (Value::Table(shared), false) => {
            let mut merged = shared.clone();
            merged.extend(std::mem::take(own));
            Value::Table(merged)
        }
        (version, false) => {
            let mut merged = std::mem::take(own);
            merged.insert("version".to_owned(), version.clone());
            Value::Table(merged)
        }
    };
}

fn table(file: &Path) -> Result<Table, Error> {
    read(file)?
        .parse()
        .map_err(|error: toml::de::Error| broken(file, error.message()))
}

fn broken(file: &Path, message: &str) -> Error {
    Error::Manifest {
        file: file.to_owned(),
        message: message.to_owned(),
    }
}

/// The files in a folder and below, sorted; none if it is not there.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries.flatten().map(|entry| entry.path()) {
            match entry.is_dir() {
                true => folders.push(entry),
                false => found.push(entry),
            }
        }
    }
    found.sort();
    found
}

fn read(file: &Path) -> Result<String, Error> {
    fs::read_to_string(file).map_err(|cause| Error::Unreadable {
        file: file.to_owned(),
        cause,
    })
}

fn write(file: &Path, text: &str) -> Result<(), Error> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(file, text));
    written.map_err(|cause| Error::Unwritable {
        file: file.to_owned(),
        cause,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn emitted(package: &str, workspace: &str) -> Table {
        let folder = tempfile::tempdir().expect("a folder");
        let [own, shared] = ["own.toml", "shared.toml"].map(|name| folder.path().join(name));
        write(&own, package).expect("a manifest");
        write(&shared, workspace).expect("a manifest");
        let manifest = manifest(&own, &shared, "").expect("a manifest");
        manifest.parse().expect("TOML")
    }

    #[test]
    fn the_address_of_the_workspace_is_stated_once_it_has_one() {
        let package = "[package]\nname = \"client\"\npublish.workspace = true\n";
        let without = emitted(package, "[workspace.package]\npublish = false\n");
        assert_eq!(without["package"].get("repository"), None);
        let address = "https://forge.example/owner/name";
        let workspace = format!("[workspace.package]\nrepository = {address:?}\n");
        let with = emitted(package, &workspace);
        assert_eq!(with["package"]["repository"].as_str(), Some(address));
        assert_eq!(with["package"].get("publish"), None);
    }

    #[test]
    fn what_the_package_says_of_itself_is_kept() {
        let package = "[package]\nname = \"client\"\nkeywords = [\"a\"]\n\
                       [package.metadata.docs.rs]\nrustdoc-args = [\"--cfg\", \"docsrs\"]\n";
        let kept = emitted(package, "[workspace.package]\n");
        let mut own: Table = package.parse().expect("TOML");
        let about = own["package"].as_table_mut().expect("a table");
        about.insert("readme".to_owned(), "README.md".into());
        assert_eq!(kept["package"], own["package"]);
    }
}
