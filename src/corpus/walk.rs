//! Walking folders: which files lie below them, without following links.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::file::{FileError, Reach};
use super::inputs::{Form, InputError, InputFile};
use super::repository::{CONFIG_FILE, ConfigError, Repository};

/// Files by the path that they have once links and dots are resolved, so that one named twice is read once.
pub(super) type Found = BTreeMap<Vec<u8>, InputFile>;

/// The bytes of a path with a zero for each slash: they have the order of the paths and are compared in one step, where
/// paths are taken apart for every comparison.
pub(super) fn place(path: &Path) -> Vec<u8> {
    let slash_as_zero = |byte: &u8| if *byte == b'/' { 0 } else { *byte };
    let bytes = path.as_os_str().as_encoded_bytes();
    bytes.iter().map(slash_as_zero).collect()
}

/// What lies below the folder `trust` of a repository and is no document directly in it, as it is shown.
pub fn strays_among_lists(repository: &Repository) -> Vec<PathBuf> {
    let folder = repository.root().join("trust");
    let as_shown = |path: &Path| match path.strip_prefix(&folder) {
        Ok(inside) => repository.shown().join("trust").join(inside),
        Err(_) => path.to_owned(),
    };
    WalkDir::new(&folder)
        .follow_links(false)
        .follow_root_links(false)
        .min_depth(1)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| !is_hidden(entry))
        .filter_map(|entry| match entry {
            Ok(entry) if entry.file_type().is_dir() && form_of(entry.path()).is_none() => None,
            Ok(entry) if entry.depth() == 1 && form_of(entry.path()) == Some(Form::Document) => None,
            Ok(entry) => Some(as_shown(entry.path())),
            Err(error) if error.depth() == 0 => None,
            Err(error) => error.path().map(as_shown),
        })
        .collect()
}

pub(super) fn walk_if_there(
    repository: &Repository,
    folder: &str,
    found: &mut Found,
) -> Result<(), InputError> {
    let path = repository.root().join(folder);
    if is_folder_or_link(&path) {
        walk(&repository.shown().join(folder), &path, repository.shown(), found)
    } else {
        Ok(())
    }
}

pub(super) fn refused(path: &Path, error: FileError) -> InputFile {
    InputFile {
        shown: path.to_owned(),
        path: path.to_owned(),
        belongs_to: None,
        form: Form::Document,
        reach: Reach::Named,
        refused: Some(error),
    }
}

/// Of the paths that lead to one file the shortest is shown, in whatever order they were named.
pub(super) fn insert(found: &mut Found, file: InputFile) {
    let rank = |file: &InputFile| (file.shown.as_os_str().len(), file.shown.clone());
    match found.entry(place(&file.path)) {
        Entry::Occupied(mut before) if rank(&file) < rank(before.get()) => {
            before.insert(file);
        }
        Entry::Occupied(_) => {}
        Entry::Vacant(place) => {
            place.insert(file);
        }
    }
}

/// A link in the place of one of a repository's folders is not followed; walking reports it.
pub(super) fn is_folder_or_link(path: &Path) -> bool {
    path.symlink_metadata()
        .is_ok_and(|metadata| metadata.is_dir() || metadata.is_symlink())
}

/// How records lie in a file of this name; `None` where it is not named like a file of records.
pub(super) fn form_of(path: &Path) -> Option<Form> {
    let extension = path.extension()?.to_str()?;
    if extension.eq_ignore_ascii_case("json") {
        Some(Form::Document)
    } else if extension.eq_ignore_ascii_case("jsonl") {
        Some(Form::Lines)
    } else {
        None
    }
}

fn is_hidden(entry: &walkdir::DirEntry) -> bool {
    entry.depth() > 0
        && entry
            .file_name()
            .to_str()
            .is_some_and(|name| name.starts_with('.'))
}

/// Adds the files below the folder `resolved`, which the user knows as `shown`. It is, or is a part of, the folder
/// `whole`, in which no repository may lie.
pub(super) fn walk(shown: &Path, resolved: &Path, whole: &Path, found: &mut Found) -> Result<(), InputError> {
    let entries = WalkDir::new(resolved)
        .follow_links(false)
        .follow_root_links(false)
        .into_iter()
        .filter_entry(|entry| !is_hidden(entry));
    let mut nested = None;
    for entry in entries {
        let as_shown = |path: &Path| match path.strip_prefix(resolved) {
            Ok(rest) if rest.as_os_str().is_empty() && shown.as_os_str().is_empty() => PathBuf::from("."),
            Ok(rest) if rest.as_os_str().is_empty() => shown.to_owned(),
            Ok(rest) => shown.join(rest),
            Err(_) => path.to_owned(),
        };
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(resolved).to_owned();
                let reason = error
                    .into_io_error()
                    .map_or(FileError::SymbolicLink, FileError::from);
                let file = refused(&as_shown(&path), reason);
                insert(found, InputFile { path, ..file });
                continue;
            }
        };
        if entry.file_name() == CONFIG_FILE && entry.depth() > 0 {
            let inner = as_shown(entry.path().parent().unwrap_or(resolved));
            // Of several the first by name is told: the system gives them in any order.
            nested = Some(match nested.take() {
                Some(first) => inner.min(first),
                None => inner,
            });
            continue;
        }
        let kind = entry.file_type();
        let form = form_of(entry.path());
        if kind.is_dir() || (form.is_none() && !kind.is_symlink()) {
            continue;
        }
        let reason = if kind.is_symlink() {
            Some(FileError::SymbolicLink)
        } else if !kind.is_file() {
            Some(FileError::NotRegular)
        } else {
            None
        };
        let file = InputFile {
            shown: as_shown(entry.path()),
            path: entry.into_path(),
            belongs_to: None,
            form: form.unwrap_or(Form::Document),
            reach: Reach::Walked,
            refused: reason,
        };
        insert(found, file);
    }
    match nested {
        Some(inner) => Err(ConfigError::Nested {
            inner,
            outer: whole.to_owned(),
        }
        .into()),
        None => Ok(()),
    }
}
