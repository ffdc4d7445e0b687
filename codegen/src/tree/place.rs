//! The places of values: file, line and column.

use std::fmt;
use std::path::{Path, PathBuf};

/// Where a value starts: file, line and column. Lines and columns count from 1, columns
/// in characters. `Display` is `line:column`.
///
/// A place does not identify a value: the value of a YAML alias has the same place as its
/// anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Place {
    /// Which of the document's [`Files`].
    #[serde(skip)]
    pub file: FileId,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl Place {
    /// Where a file begins.
    pub(crate) fn start_of(file: FileId) -> Self {
        Self {
            file,
            line: 1,
            column: 1,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// One of the files of a document, as [`Files`] knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// The files of a document, by the ids in places. The first file is the requested one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files(Vec<PathBuf>);

impl Files {
    /// The id of the first file.
    pub const FIRST: FileId = FileId(0);

    /// A document of one file.
    pub fn one(file: impl Into<PathBuf>) -> Self {
        Self(vec![file.into()])
    }

    /// The requested file.
    pub fn first(&self) -> &Path {
        self.path(Self::FIRST)
    }

    /// The path of a file; empty if it belongs to another document.
    pub fn path(&self, file: FileId) -> &Path {
        let index = usize::try_from(file.0).unwrap_or(usize::MAX);
        self.0.get(index).map_or(Path::new(""), PathBuf::as_path)
    }
}
