//! The manifest of an emitted crate.

use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::about::{About, VERSION};
use super::files::read;
use super::form::{FEATURES, Form};
use crate::document::Document;
use crate::error::Error;

/// The manifest of the client's package.
pub(super) struct Own {
    file: PathBuf,
    table: Table,
    name: String,
}

/// A crate that is made from the package.
pub(super) struct Crate<'c> {
    pub(super) name: &'c str,
    /// The texts of the crate; none for the package's own document.
    pub(super) about: Option<&'c About>,
    pub(super) form: Form,
    /// The client that was generated for it.
    pub(super) client: &'c str,
    /// Its source.
    pub(super) code: &'c str,
    /// Its tests and examples.
    pub(super) apart: &'c str,
}

impl Own {
    pub(super) fn read(package: &Path) -> Result<Self, Error> {
        let file = package.join("Cargo.toml");
        let table = table(&file)?;
        let name = table.get("package").and_then(|about| about.get("name"));
        let name = name.and_then(Value::as_str);
        let name = name.ok_or_else(|| broken(&file, "it has no `[package]` with a name"))?;
        Ok(Self {
            name: name.to_owned(),
            file,
            table,
        })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Whether the package is about this document: `package.metadata.codegen.document`.
    pub(super) fn is_of(&self, document: &Document) -> bool {
        let own = ["package", "metadata", "codegen", "document"];
        let own = own
            .iter()
            .try_fold(None::<&Value>, |at, key| match at {
                None => self.table.get(*key).map(Some),
                Some(at) => at.get(key).map(Some),
            })
            .flatten();
        let folder = self.file.parent().unwrap_or(Path::new("."));
        let own = own.and_then(Value::as_str).map(|own| folder.join(own));
        let [own, other] =
            [own.as_deref(), Some(document.file())].map(|file| fs::canonicalize(file?).ok());
        own.is_some() && own == other
    }

    /// The package's manifest without its workspace, its build script, its benches, and
    /// everything else that this crate does not need.
    pub(super) fn emitted(&self, workspace: &Path, of: &Crate<'_>) -> Result<String, Error> {
        let mut own = self.table.clone();
        let shared = table(workspace)?;
        let shared = shared.get("workspace").and_then(Value::as_table);
        let shared = shared.ok_or_else(|| broken(workspace, "it has no `[workspace]`"))?;

        for dropped in ["build-dependencies", "bench"] {
            own.remove(dropped);
        }
        if of.about.is_some() {
            own.remove("example");
        }
        if let (Form::Neutral, Some(Value::Table(features))) = (of.form, own.get_mut("features")) {
            features.retain(|name, _| !FEATURES.contains(&name));
        }
        let code = [of.code, of.apart];
        for (section, code) in [("dependencies", &code[..1]), ("dev-dependencies", &code)] {
            if let Some(Value::Table(dependencies)) = own.get_mut(section) {
                dependencies.retain(|name, _| {
                    let path = format!("{}::", name.replace('-', "_"));
                    code.iter().any(|code| code.contains(&path))
                });
            }
        }
        for (section, from) in [
            ("package", "package"),
            ("dependencies", "dependencies"),
            ("dev-dependencies", "dependencies"),
        ] {
            let shared = shared.get(from).and_then(Value::as_table);
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
        if !NUMBERS.iter().any(|name| of.client.contains(name)) {
            remove_feature(&mut own, "serde_json", "float_roundtrip");
        }
        let package = own.get_mut("package").and_then(Value::as_table_mut);
        let package = package.ok_or_else(|| broken(&self.file, "it has no `[package]`"))?;
        package.remove("publish");
        package.insert("readme".to_owned(), "README.md".into());
        if let Some(Value::Table(metadata)) = package.get_mut("metadata") {
            metadata.remove("codegen");
        }
        package.insert("name".to_owned(), of.name.into());
        let common = shared.get("package").and_then(Value::as_table);
        let repository = common.and_then(|common| common.get("repository"));
        match (of.about, repository) {
            (Some(about), _) => {
                package.remove("keywords");
                package.insert("version".to_owned(), VERSION.into());
                package.insert("description".to_owned(), about.description.as_str().into());
                let documentation = format!("https://docs.rs/{}", of.name);
                package.insert("documentation".to_owned(), documentation.into());
            }
            // The members of a workspace do not have to inherit its repository.
            (None, Some(repository)) => {
                package.insert("repository".to_owned(), repository.clone());
            }
            (None, None) => {}
        }
        // An empty `[workspace]` makes the crate independent of folders around it.
        own.insert("workspace".to_owned(), Value::Table(Table::new()));
        toml::to_string(&own).map_err(|error| broken(&self.file, &error.to_string()))
    }
}

/// What generated code names if it reads fractions.
const NUMBERS: [&str; 3] = ["f32", "f64", "serde_json"];

/// Removes a feature of a dependency.
fn remove_feature(own: &mut Table, dependency: &str, feature: &str) {
    let dependency = own
        .get_mut("dependencies")
        .and_then(|all| all.get_mut(dependency));
    if let Some(dependency) = dependency.and_then(Value::as_table_mut)
        && let Some(Value::Array(features)) = dependency.get_mut("features")
    {
        features.retain(|one| one.as_str() != Some(feature));
        if features.is_empty() {
            dependency.remove("features");
        }
    }
}

/// `{ workspace = true, … }` → the value from the workspace, and the other keys.
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

#[cfg(test)]
mod tests {
    use super::super::files::write;
    use super::*;

    fn emitted(package: &str, workspace: &str) -> Table {
        emitted_with("", package, workspace)
    }

    /// With this for the client that was generated.
    fn emitted_with(client: &str, package: &str, workspace: &str) -> Table {
        let folder = tempfile::tempdir().expect("a folder");
        let [own, shared] = ["Cargo.toml", "shared.toml"].map(|name| folder.path().join(name));
        write(&own, package).expect("a manifest");
        write(&shared, workspace).expect("a manifest");
        let own = Own::read(folder.path()).expect("a manifest");
        let of = Crate {
            name: own.name(),
            about: None,
            form: Form::Graph,
            client,
            code: "serde_json::from_slice",
            apart: "",
        };
        let manifest = own.emitted(&shared, &of).expect("a manifest");
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
    fn numbers_are_read_exactly_if_the_document_has_any() {
        let package = "[package]\nname = \"client\"\n\
                       [dependencies]\nserde_json.workspace = true\n";
        let workspace = "[workspace.dependencies]\n\
                         serde_json = { version = \"1\", features = [\"float_roundtrip\"] }\n";
        for (client, has_it) in [
            ("pub struct Name(String);", false),
            ("pub struct Size(f64);", true),
            ("pub struct Anything(serde_json::Value);", true),
        ] {
            let emitted = emitted_with(client, package, workspace);
            let json = &emitted["dependencies"]["serde_json"];
            assert_eq!(json["version"].as_str(), Some("1"));
            assert_eq!(json.get("features").is_some(), has_it, "{client}");
        }
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
