//! Reads the version that a `Cargo.toml` declares, its own or that of the workspace.

use std::fs;
use std::path::Path;

use semver::Version;
use toml::Table;

use super::repository::{Repository, history};
use crate::error::Error;

pub(super) fn version_at(
    repository: &Repository,
    commit: &str,
    manifest: &Path,
) -> Result<Option<Version>, Error> {
    let read = |file: &Path| -> Result<_, Error> {
        let bytes = repository.file(commit, &repository.path(file)?)?;
        Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    };
    version(repository, manifest, read)
}

pub(super) fn version_here(
    repository: &Repository,
    manifest: &Path,
) -> Result<Option<Version>, Error> {
    version(repository, manifest, |file| {
        Ok(fs::read_to_string(file).ok())
    })
}

/// Returns `None` if there is no such manifest.
fn version(
    repository: &Repository,
    manifest: &Path,
    read: impl Fn(&Path) -> Result<Option<String>, Error>,
) -> Result<Option<Version>, Error> {
    let unclear = |what: &str| {
        history(
            format!("{}: {what}", manifest.display()),
            "name the client's manifest with --client, and give its package a version",
        )
    };
    let Some(text) = read(manifest)? else {
        return Ok(None);
    };
    let parse = |text: &str| {
        text.parse::<Table>()
            .map_err(|error| unclear(error.message()))
    };
    let table = parse(&text)?;
    let stated = table
        .get("package")
        .and_then(|package| package.get("version"));
    let of_workspace = match stated.and_then(|version| version.get("workspace")) {
        Some(_) => {
            let root = read(&repository.top.join("Cargo.toml"))?.unwrap_or_default();
            let root = parse(&root)?;
            let package = root
                .get("workspace")
                .and_then(|workspace| workspace.get("package"));
            package.and_then(|package| package.get("version")).cloned()
        }
        None => None,
    };
    let version = of_workspace
        .as_ref()
        .or(stated)
        .and_then(toml::Value::as_str);
    let version = version.ok_or_else(|| unclear("no version of the package"))?;
    version
        .parse()
        .map(Some)
        .map_err(|_| unclear(&format!("`{version}` is not a version")))
}
