//! Reads the old document from git, at the merge base of two branches. So nobody has to
//! keep an old copy.
//!
//! Runs the `git` command, because it supports every kind of repository.

mod manifest;
mod repository;

use std::fs;
use std::path::{Path, PathBuf};

use super::verdict::Review;
use super::version::Declared;
use crate::error::Error;
use crate::source::Source;
use repository::{Repository, history};

/// The default path of the client's manifest in a repository.
pub const CLIENT_MANIFEST: &str = "generated-client/Cargo.toml";

/// Compares `spec` in the working tree with the same file at the merge base of `HEAD` and
/// `revision`. The old file may have another name, or may not exist. The new file may not
/// exist either.
///
/// `manifest` is the client's `Cargo.toml`, which contains the declared version; by
/// default [`CLIENT_MANIFEST`] in the repository. `is_wire_only` says that nobody
/// uses the Rust client.
///
/// # Errors
/// [`Error::History`] if git fails, or if a document is a symbolic link; and the errors
/// of [`Source`] and [`Review::new`] for the new document. If the old document cannot be
/// read, the reason is in [`Review::old_fault`].
pub fn review(
    revision: &str,
    spec: &Path,
    manifest: Option<&Path>,
    is_wire_only: bool,
) -> Result<Review, Error> {
    let repository = Repository::around(spec)?;
    let base = repository.merge_base(revision)?;
    let path = repository.path(spec)?;

    let link = |place: String| {
        history(
            format!("{place}: the document is a symbolic link"),
            "name the file that the link points to",
        )
    };
    if fs::symlink_metadata(spec).is_ok_and(|found| found.is_symlink()) {
        return Err(link(spec.display().to_string()));
    }
    let new = match fs::exists(spec) {
        Ok(false) => None,
        _ => Some(Source::read(spec)?),
    };
    let mut old_path = path.clone();
    let mut old = repository.file(&base, &old_path)?;
    if old.is_none()
        && new.is_some()
        && let Some(former) = repository.former_path(&base, &path)?
    {
        old = repository.file(&base, &former)?;
        old_path = former;
    }
    if old.is_none() && new.is_none() {
        return Err(history(
            format!(
                "{}: there is no such document, here or at the merge base with {revision}",
                spec.display()
            ),
            "name the document to review after the options",
        ));
    }
    let short = base.get(..10).unwrap_or(&base);
    let old_file = format!("{short}:{old_path}");
    if repository.is_link(&base, &old_path)? {
        return Err(link(old_file));
    }
    let old = old.map(|bytes| Source::parse(old_file, &bytes));
    let (old, old_fault) = match old.transpose() {
        Ok(old) => (old, None),
        Err(fault) => (None, Some(fault)),
    };

    let named = manifest;
    let manifest = named.map_or_else(|| repository.top.join(CLIENT_MANIFEST), Path::to_owned);
    let new_version = manifest::version_here(&repository, &manifest)?;
    if named.is_some() && new_version.is_none() {
        return Err(history(
            format!("{}: there is no such manifest", manifest.display()),
            "name the client's `Cargo.toml` with --client",
        ));
    }
    let (old_version, manifest_fault) = match manifest::version_at(&repository, &base, &manifest) {
        Ok(version) => (version, None),
        Err(fault) => (None, Some(fault)),
    };
    let declared = Declared {
        old: old_version,
        new: new_version,
    };
    let compare = match is_wire_only {
        true => Review::wire_only,
        false => Review::new,
    };
    let mut review = compare(old.as_ref(), new.as_ref())?;
    match manifest_fault {
        // The declared bump is not known.
        Some(fault) => review = review.with_old_fault(&fault),
        None => review = review.declaring(declared),
    }
    if let Some(fault) = old_fault {
        review = review.with_old_fault(&fault);
    }
    review.file = PathBuf::from(path);
    Ok(review)
}
