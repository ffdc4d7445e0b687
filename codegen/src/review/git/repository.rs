//! A git repository, read with the `git` command.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::Error;

pub(super) struct Repository {
    /// The path of the working tree, with symbolic links resolved.
    pub(super) top: PathBuf,
}

impl Repository {
    /// The repository whose working tree contains `file`. The file may not exist.
    pub(super) fn around(file: &Path) -> Result<Self, Error> {
        let folder = existing_folder(file);
        let asked = run(&mut command(&folder, &["rev-parse", "--show-toplevel"]))?;
        let top = asked.map_err(|reason| {
            history(
                format!("{}: not in a git repository ({reason})", folder.display()),
                "run it inside a clone, or review two files: codegen review OLD NEW",
            )
        })?;
        let top = PathBuf::from(text(&top));
        Ok(Self {
            top: fs::canonicalize(&top).unwrap_or(top),
        })
    }

    pub(super) fn merge_base(&self, revision: &str) -> Result<String, Error> {
        let commit = format!("{revision}^{{commit}}");
        let resolve = [
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &commit,
        ];
        let Some(commit) = git(&self.top, &resolve)? else {
            return Err(history(
                format!("git does not know the revision {revision}"),
                "fetch it first, or name another revision, such as origin/main",
            ));
        };
        if let Some(base) = git(&self.top, &["merge-base", text(&commit), "HEAD"])? {
            return Ok(text(&base).to_owned());
        }
        let shallow = git(&self.top, &["rev-parse", "--is-shallow-repository"])?;
        Err(match shallow.as_deref().map(text) {
            Some("true") => history(
                format!(
                    "the history of this shallow clone ends before the merge base with {revision}"
                ),
                "fetch the whole history: `git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout",
            ),
            _ => history(
                format!("HEAD and {revision} have no commit in common"),
                "name a revision that the branch is based on",
            ),
        })
    }

    /// The path of a file relative to the top, as git writes it.
    pub(super) fn path(&self, file: &Path) -> Result<String, Error> {
        let folder = existing_folder(file);
        let absolute = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        let below = std::path::absolute(&folder)
            .ok()
            .and_then(|folder| absolute.strip_prefix(folder).map(Path::to_owned).ok())
            .unwrap_or_else(|| file.to_owned());
        let folder = fs::canonicalize(&folder).unwrap_or(folder);
        let outside = || {
            history(
                format!(
                    "{}: not in the repository {}",
                    file.display(),
                    self.top.display()
                ),
                "name a file in the repository",
            )
        };
        let whole = folder.join(below);
        let path = whole.strip_prefix(&self.top).map_err(|_| outside())?;
        let parts: Option<Vec<&str>> = path
            .components()
            .map(|part| part.as_os_str().to_str())
            .collect();
        parts.map(|parts| parts.join("/")).ok_or_else(outside)
    }

    /// The content of a file in a commit, if there is one at this path.
    pub(super) fn file(&self, commit: &str, path: &str) -> Result<Option<Vec<u8>>, Error> {
        git(
            &self.top,
            &["cat-file", "blob", &format!("{commit}:{path}")],
        )
    }

    /// Whether a commit has a symbolic link at a path.
    pub(super) fn is_link(&self, commit: &str, path: &str) -> Result<bool, Error> {
        let listed = git(
            &self.top,
            &[
                "--literal-pathspecs",
                "ls-tree",
                "--full-tree",
                commit,
                "--",
                path,
            ],
        )?;
        // Only symbolic links have this mode.
        Ok(listed.is_some_and(|listed| listed.starts_with(b"120000 ")))
    }

    /// The name that a file of the working tree had in a commit.
    pub(super) fn former_path(&self, commit: &str, path: &str) -> Result<Option<String>, Error> {
        let renames = [
            "diff",
            "--find-renames",
            "--diff-filter=R",
            "--name-status",
            "-z",
            commit,
            "--",
        ];
        // git compares a new file only if it is in an index. This uses a copy, so the
        // user's own index does not change.
        let index = tempfile::NamedTempFile::new().map_err(|error| {
            history(
                format!("cannot create a temporary file: {error}"),
                "free some disk space, or set TMPDIR",
            )
        })?;
        if let Some(own) = git(&self.top, &["rev-parse", "--git-path", "index"])? {
            // A repository without commits has no index.
            let _ = fs::copy(self.top.join(text(&own)), index.path());
        }
        let with_index = |arguments: &[&str]| {
            let mut command = command(&self.top, arguments);
            Ok(run(command.env("GIT_INDEX_FILE", index.path()))?.ok())
        };
        with_index(&[
            "--literal-pathspecs",
            "add",
            "--intent-to-add",
            "--force",
            "--",
            path,
        ])?;
        let Some(listed) = with_index(&renames)? else {
            return Ok(None);
        };
        let listed = String::from_utf8_lossy(&listed);
        let fields: Vec<&str> = listed.split('\0').collect();
        // Status, old path, new path.
        let former = fields
            .chunks_exact(3)
            .find(|rename| rename.get(2) == Some(&path));
        Ok(former
            .and_then(|rename| rename.get(1))
            .map(|former| (*former).to_owned()))
    }
}

/// The folder of a file, or its nearest parent folder that exists.
fn existing_folder(file: &Path) -> PathBuf {
    let folders = file.ancestors().skip(1);
    let mut existing = folders.filter(|folder| folder.is_dir());
    existing
        .next()
        .map_or_else(|| PathBuf::from("."), Path::to_owned)
}

/// The output of git, or `None` if git fails.
fn git(folder: &Path, arguments: &[&str]) -> Result<Option<Vec<u8>>, Error> {
    Ok(run(&mut command(folder, arguments))?.ok())
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments);
    command
}

/// The output of git, or the first line of its error message.
fn run(command: &mut Command) -> Result<Result<Vec<u8>, String>, Error> {
    let output = command.output().map_err(|error| {
        history(
            format!("cannot run git: {error}"),
            "install git and put it on the PATH",
        )
    })?;
    Ok(match output.status.success() {
        true => Ok(output.stdout),
        false => Err(text(&output.stderr)
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned()),
    })
}

fn text(output: &[u8]) -> &str {
    std::str::from_utf8(output)
        .unwrap_or_default()
        .trim_end_matches(['\n', '\r'])
}

pub(super) fn history(message: impl Into<String>, help: impl Into<String>) -> Error {
    Error::History {
        message: message.into(),
        help: help.into(),
    }
}
