//! Walking folders: which files lie below them, without following links.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::record::Kind;

use super::file::{FileError, Reach};
use super::inputs::{Form, InputError, InputFile};
use super::repository::{CONFIG_FILE, ConfigError, EVIDENCE, FOLDERS, Repository, is_marked};

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
    let folder = repository.folder(Kind::Trust);
    let as_shown = |path: &Path| match path.strip_prefix(&folder) {
        Ok(inside) => repository.shown().join(Kind::Trust.folder()).join(inside),
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

/// Refuses a folder of captures that is marked as a repository.
pub(super) fn refuse_nested_captures(repository: &Repository) -> Result<(), ConfigError> {
    if is_marked(&repository.evidence()) {
        return Err(ConfigError::Nested {
            inner: repository.shown().join(EVIDENCE),
            outer: repository.shown().to_owned(),
        });
    }
    Ok(())
}

/// The folders below a repository's root that are called like one of its own but for capital letters: on some systems
/// they are the same, and on others nothing in them is read.
pub(super) fn nearly_named(root: &Path) -> Vec<(std::ffi::OsString, &'static str)> {
    let entries = std::fs::read_dir(root).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| {
            let name = entry.file_name();
            let alike = |folder: &&str| name.eq_ignore_ascii_case(folder) && name != **folder;
            let folder = FOLDERS.into_iter().chain([EVIDENCE]).find(alike)?;
            is_folder_or_link(&entry.path()).then_some((name, folder))
        })
        .collect()
}

fn is_hidden(entry: &walkdir::DirEntry) -> bool {
    entry.depth() > 0 && is_hidden_name(entry.file_name())
}

/// Whether what is called so is no part of a repository of claims, in a folder as in a commit.
pub(super) fn is_hidden_name(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// Adds the files below the folder `resolved`, which the user knows as `shown`. It is, or is a part of, the folder
/// `whole`, in which no repository may lie.
pub(super) fn walk(shown: &Path, resolved: &Path, whole: &Path, found: &mut Found) -> Result<(), InputError> {
    let mut entries = WalkDir::new(resolved)
        .follow_links(false)
        .follow_root_links(false)
        .into_iter();
    let mut nested = None;
    while let Some(entry) = entries.next() {
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
        let inner = if is_hidden(&entry) {
            let is_folder = entry.file_type().is_dir();
            if is_folder {
                entries.skip_current_dir();
            }
            // What lies in a hidden folder is not read; in a repository it is none of its own either.
            if !is_folder || !is_marked(entry.path()) || !resolved.ancestors().any(is_marked) {
                continue;
            }
            Some(entry.path())
        } else if entry.file_name() == CONFIG_FILE && entry.depth() > 0 {
            entry.path().parent()
        } else {
            None
        };
        if let Some(inner) = inner.map(as_shown) {
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
