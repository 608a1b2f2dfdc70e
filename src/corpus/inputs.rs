//! Which files a command reads: paths, folders, repositories.

use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;

use crate::record::Kind;

use super::bundle::{Bundle, bundle_among};
use super::file::{FileError, Reach};
use super::progress::Progress;
use super::repository::{ConfigError, FOLDERS, Repository};
use super::walk::{
    Found, form_of, insert, is_folder_or_link, nearly_named, place, refuse_nested_captures, refused, walk,
    walk_if_there,
};

/// How records lie in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// One record fills the file.
    Document,
    /// One record a line.
    Lines,
    /// One record a line in a bundle; `None` where that cannot be read.
    Bundle(Option<Arc<Bundle>>),
}

/// A file to read.
#[derive(Debug)]
pub struct InputFile {
    /// As it is shown: below the path that the user named.
    pub shown: PathBuf,
    /// As it is opened.
    pub path: PathBuf,
    /// The folder that it belongs to, where that is not the one in which it lies.
    pub belongs_to: Option<PathBuf>,
    /// How records lie in it.
    pub form: Form,
    /// Whether a link is followed.
    pub reach: Reach,
    /// Why it cannot be read, where that is known before it is opened.
    pub refused: Option<FileError>,
}

impl InputFile {
    /// Whether it is a bundle, be it one that cannot be read.
    pub const fn is_bundle(&self) -> bool {
        matches!(self.form, Form::Bundle(_))
    }

    /// The bundle that it is, if it can be read.
    pub fn bundle(&self) -> Option<&Bundle> {
        match &self.form {
            Form::Bundle(bundle) => bundle.as_deref(),
            Form::Document | Form::Lines => None,
        }
    }
}

/// All files of a run, in the order of their paths.
#[derive(Debug)]
pub struct Inputs {
    /// The repository around the first path that lies in one.
    pub repository: Option<Repository>,
    /// The files that are reported on.
    pub named: Vec<InputFile>,
    /// Trust lists, sources and notices of the repository that are read for context.
    pub context: Vec<InputFile>,
    /// Whether all claims of the repository are among the files that are reported on.
    pub has_all_claims: bool,
    /// How far the run has come that reads them.
    pub progress: Arc<Progress>,
}

/// Paths that cannot be taken together.
#[derive(Debug, Error)]
pub enum InputError {
    /// They lie in two repositories.
    #[error("{} and {} lie in two repositories of claims", .0.display(), .1.display())]
    TwoRepositories(PathBuf, PathBuf),
    /// A link leads out of a repository, into one, or from one into another.
    #[error("{} leads through a symbolic link to {}, which does not lie in the same repository of claims", path.display(), target.display())]
    LinkedElsewhere {
        /// The path as it was named.
        path: PathBuf,
        /// What it leads to.
        target: PathBuf,
    },
    /// A bundle is read by itself.
    #[error("{} is a bundle, which is read by itself", .0.display())]
    BundleAmongOthers(PathBuf),
    /// The repository cannot be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
}

impl Inputs {
    /// Shows what lies below `from`, a folder that nobody knows, as what lies below `to`.
    pub fn show_as(&mut self, from: &Path, to: &Path) {
        let place = |shown: &mut PathBuf| {
            if let Ok(inside) = shown.strip_prefix(from) {
                *shown = to.join(inside);
            }
        };
        let files = self.named.iter_mut().chain(&mut self.context);
        files.for_each(|file| place(&mut file.shown));
        if let Some(repository) = &mut self.repository {
            repository.show_as(to.to_owned());
        }
    }
}

/// Standard input, spooled to a file, with the folder whose repository it is read in.
#[derive(Debug)]
pub struct StandardInput {
    /// The spooled file.
    pub file: PathBuf,
    /// How records lie in it.
    pub form: Form,
    /// The working directory.
    pub folder: PathBuf,
}

/// Finds the files that `paths` name, and standard input beside them.
///
/// A path that cannot be read is among the files with the reason, and fails nothing here.
///
/// # Errors
///
/// [`InputError`] where the paths cannot be taken together.
pub fn gather(paths: &[PathBuf], standard_input: Option<StandardInput>) -> Result<Inputs, InputError> {
    let paths = &each_once(paths);
    if let Some(bundle) = bundle_among(paths, standard_input.as_ref())? {
        return Ok(Inputs {
            repository: None,
            named: vec![bundle],
            context: Vec::new(),
            has_all_claims: false,
            progress: Arc::default(),
        });
    }
    let mut named = Found::new();
    let mut walked: Vec<PathBuf> = Vec::new();
    let mut repository: Option<(Repository, &Path)> = None;
    let mut looked_up = LookedUp::new();
    for path in paths {
        let here = match fs::canonicalize(path) {
            Ok(resolved) => {
                let here = repository_of(path, &resolved, &mut looked_up)?;
                add(path, &resolved, here.as_ref(), &mut named)?;
                walked.push(resolved);
                here
            }
            Err(error) => {
                let mut file = refused(path, error.into());
                let here = match place_of_missing(path) {
                    Some((folder, name)) => {
                        file.path = folder.join(name);
                        look_up(&folder, &mut looked_up)?.cloned()
                    }
                    None => None,
                };
                insert(&mut named, file);
                here
            }
        };
        match (&repository, here) {
            (Some((first, at)), Some(here)) if here.root() != first.root() => {
                return Err(InputError::TwoRepositories(at.to_path_buf(), path.clone()));
            }
            (None, Some(here)) => repository = Some((here, path)),
            _ => {}
        }
    }
    let mut repository = repository.map(|(repository, _)| repository);
    if let Some(input) = standard_input {
        if paths.is_empty() {
            repository = Repository::around(&input.folder)?;
        }
        named.insert(place(&input.file), spooled(input));
    }
    let has_all_claims = repository
        .as_ref()
        .is_some_and(|repository| walked.iter().any(|folder| folder == repository.root()));
    let mut context = Found::new();
    if let Some(repository) = &mut repository {
        let shown = shown_root(&named, repository.root());
        repository.show_as(shown);
        refuse_nested_captures(repository)?;
        for folder in FOLDERS
            .into_iter()
            .filter(|folder| *folder != Kind::Claim.folder())
        {
            walk_if_there(repository, folder, &mut context)?;
        }
        add_nearly_named((repository.root(), repository.shown()), &mut context);
        context.retain(|path, _| !named.contains_key(path));
    }
    Ok(Inputs {
        repository,
        named: named.into_values().collect(),
        context: context.into_values().collect(),
        has_all_claims,
        progress: Arc::default(),
    })
}

/// The repository around a file that is to be written: where it is found by the file's path and where links lead alike.
///
/// # Errors
///
/// [`InputError`] where the repository cannot be used, or a link leads out of one, or into one.
pub fn repository_around(file: &Path) -> Result<Option<Repository>, InputError> {
    match fs::canonicalize(file) {
        Ok(resolved) => repository_of(file, &resolved, &mut LookedUp::new()),
        Err(_) => Ok(None),
    }
}

/// The repository around a path; it must be the same by its words and where links lead.
fn repository_of(
    path: &Path,
    resolved: &Path,
    looked_up: &mut LookedUp,
) -> Result<Option<Repository>, InputError> {
    let folder = match resolved.parent() {
        Some(parent) if !resolved.is_dir() => parent,
        _ => resolved,
    };
    let here = look_up(folder, looked_up)?.cloned();
    let by_name = look_up(&folder_as_written(path, resolved), looked_up)?;
    if by_name.map(Repository::root) != here.as_ref().map(Repository::root) {
        return Err(InputError::LinkedElsewhere {
            path: path.to_owned(),
            target: resolved.to_owned(),
        });
    }
    Ok(here)
}

/// The folder in which a path would lie that leads nowhere, without links, and its name there.
fn place_of_missing(path: &Path) -> Option<(PathBuf, &OsStr)> {
    let folder = fs::canonicalize(or_here(path.parent()?)).ok()?;
    Some((folder, path.file_name()?))
}

/// The paths as they are written, each once: looking at one takes several calls of the system.
fn each_once(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut seen = HashSet::new();
    let first = paths.iter().filter(|path| seen.insert(path.as_os_str()));
    first.cloned().collect()
}

type LookedUp = HashMap<PathBuf, Option<Repository>>;

/// Many paths lie in few folders.
fn look_up<'l>(folder: &Path, looked_up: &'l mut LookedUp) -> Result<Option<&'l Repository>, ConfigError> {
    if !looked_up.contains_key(folder) {
        looked_up.insert(folder.to_owned(), Repository::around(folder)?);
    }
    Ok(looked_up.get(folder).and_then(Option::as_ref))
}

/// The folder that a path names or lies in by its own words: links in it are not resolved, except before a "..",
/// which leads upwards from where the link leads to.
fn folder_as_written(path: &Path, resolved: &Path) -> PathBuf {
    let mut folder = PathBuf::new();
    for part in std::path::absolute(path).unwrap_or_default().components() {
        if part == Component::ParentDir {
            folder = fs::canonicalize(&folder).unwrap_or(folder);
            folder.pop();
        } else {
            folder.push(part);
        }
    }
    if !resolved.is_dir() {
        folder.pop();
    }
    folder
}

/// The claims of a repository that are not among `known`. A large folder takes a while to walk, so that this is asked
/// only once some record names others.
///
/// # Errors
///
/// [`InputError`] where another repository lies among them.
pub fn other_claims(repository: &Repository, known: &[InputFile]) -> Result<Vec<InputFile>, InputError> {
    let mut claims = Found::new();
    walk_if_there(repository, Kind::Claim.folder(), &mut claims)?;
    for file in known {
        claims.remove(&place(&file.path));
    }
    Ok(claims.into_values().collect())
}

/// Adds the folders below the root of a repository that are called almost like one of its own: what lies in them is read
/// by nobody, a notice perhaps.
fn add_nearly_named((root, shown): (&Path, &Path), found: &mut Found) {
    for (name, folder) in nearly_named(root) {
        let file = refused(&shown.join(&name), FileError::NearlyNamed(folder));
        let path = root.join(name);
        insert(found, InputFile { path, ..file });
    }
}

/// The root of the repository as the user would write it: what stands before a named file's place in the repository.
fn shown_root(named: &Found, root: &Path) -> PathBuf {
    named
        .values()
        .find_map(|file| {
            let inside = file.path.strip_prefix(root).ok()?;
            let mut shown = file.shown.as_path();
            for part in inside.components().rev() {
                if shown.file_name() != Some(part.as_os_str()) {
                    return None;
                }
                shown = shown.parent()?;
            }
            // The same words can lead elsewhere through a link.
            let is_real = fs::canonicalize(or_here(shown)).is_ok_and(|real| real == root);
            is_real.then(|| shown.to_owned())
        })
        .unwrap_or_else(|| root.to_owned())
}

/// The empty path stands for the working directory.
fn or_here(path: &Path) -> &Path {
    if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    }
}

fn spooled(input: StandardInput) -> InputFile {
    InputFile {
        shown: PathBuf::from("-"),
        path: input.file,
        belongs_to: Some(input.folder),
        form: input.form,
        reach: Reach::Named,
        refused: None,
    }
}

fn add(
    path: &Path,
    resolved: &Path,
    repository: Option<&Repository>,
    found: &mut Found,
) -> Result<(), InputError> {
    // What lies in the working directory is shown without "./".
    let path = if path == Path::new(".") {
        Path::new("")
    } else {
        path
    };
    if !resolved.is_dir() {
        let file = InputFile {
            shown: path.to_owned(),
            path: resolved.to_owned(),
            belongs_to: None,
            form: form_of(resolved).unwrap_or(Form::Document),
            reach: Reach::Named,
            refused: None,
        };
        insert(found, file);
        return Ok(());
    }
    let parts: Vec<&str> = FOLDERS
        .into_iter()
        .filter(|folder| is_folder_or_link(&resolved.join(folder)))
        .collect();
    let is_repository = repository.is_some_and(|repository| repository.root() == resolved);
    // A folder in a repository is no repository by itself.
    let whole = match repository {
        Some(repository) if !is_repository => repository.root(),
        _ => or_here(path),
    };
    // Only a folder that is laid out as a repository holds other JSON that is no record.
    if parts.is_empty() && !is_repository {
        return walk(path, resolved, whole, found);
    }
    for part in parts {
        walk(&path.join(part), &resolved.join(part), whole, found)?;
    }
    Ok(())
}
