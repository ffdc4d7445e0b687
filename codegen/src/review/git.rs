//! The document as it was where a branch left another: git's history is the
//! baseline of a review, so no old copy has to be kept.
//!
//! Asks the `git` command, which knows every kind of repository there is.

mod manifest;
mod repository;

use std::fs;
use std::path::{Path, PathBuf};

use super::verdict::Review;
use super::version::Declared;
use crate::error::Error;
use crate::source::Source;
use repository::{Repository, history};

/// Where the client's manifest stands in a repository, unless said otherwise.
pub const CLIENT_MANIFEST: &str = "generated-client/Cargo.toml";

/// Reviews `spec` in the working tree against what it was at the merge base of
/// `HEAD` and `revision`. There it may have had another name, or not have been;
/// here it may be gone.
///
/// `manifest` is the client's `Cargo.toml`, which holds the declared version; by
/// default [`CLIENT_MANIFEST`] in the repository.
///
/// # Errors
/// [`Error::History`] if git cannot tell; those of [`Source`] if either document
/// cannot be read.
pub fn review(revision: &str, spec: &Path, manifest: Option<&Path>) -> Result<Review, Error> {
    let repository = Repository::around(spec)?;
    let base = repository.merge_base(revision)?;
    let path = repository.path(spec)?;

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
    let old = old
        .map(|bytes| {
            let short = base.get(..10).unwrap_or(&base);
            Source::parse(format!("{short}:{old_path}"), &bytes)
        })
        .transpose()?;

    let manifest = manifest.map_or_else(|| repository.top.join(CLIENT_MANIFEST), Path::to_owned);
    let declared = Declared {
        old: manifest::version_at(&repository, &base, &manifest)?,
        new: manifest::version_here(&repository, &manifest)?,
    };
    let mut review = Review::new(old.as_ref(), new.as_ref()).declaring(declared);
    review.file = PathBuf::from(path);
    Ok(review)
}
