//! Reading and writing files.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::Error;

/// The files in a folder and below, sorted; empty if there is no such folder.
pub(super) fn files(folder: &Path) -> Vec<PathBuf> {
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

pub(super) fn read(file: &Path) -> Result<String, Error> {
    fs::read_to_string(file).map_err(|cause| Error::Unreadable {
        file: file.to_owned(),
        cause,
    })
}

pub(super) fn write(file: &Path, text: &str) -> Result<(), Error> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(file, text));
    written.map_err(|cause| Error::Unwritable {
        file: file.to_owned(),
        cause,
    })
}
