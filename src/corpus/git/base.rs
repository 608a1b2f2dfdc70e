//! What a commit holds of a repository of claims, held against what lies in the work tree now.

use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::corpus::file::{Reach, open_file};
use crate::corpus::inputs::Form;
use crate::corpus::lines::LineBlocks;
use crate::corpus::repository::{CONFIG_FILE, EVIDENCE, MAX_CONFIG, PARTS};
use crate::corpus::walk::{form_of, is_hidden_name};
use crate::record::{Kind, MAX_RECORD, Sha256Hex};

use super::listing::{Listed, Mode, lines};
use super::staged::{StagedCaptures, capture};
use super::submodule::refuse_among;
use super::{Git, GitError, ObjectId};

/// A commit that the records of a repository are held against.
pub struct Base {
    pub(super) git: Git,
    name: String,
    pub(super) commit: String,
    /// The folder whose files are compared: the repository's, or what the index holds of it.
    pub(super) root: PathBuf,
    files: Vec<BaseFile>,
    by_path: HashMap<PathBuf, usize>,
    /// The lines of `.jsonl` files that are not as they were.
    lines: HashMap<usize, Lines>,
    /// The captures that the index holds, where records are those of the index.
    staged: Option<StagedCaptures>,
}

struct BaseFile {
    /// Below the repository.
    path: PathBuf,
    id: ObjectId,
    mode: Mode,
    /// Whether the same bytes lie there now.
    is_same: AtomicBool,
}

/// The lines of a file in the commit, by their hashes, and whether each is there now.
type Lines = HashMap<[u8; 32], AtomicBool>;

/// The bytes of a record that the commit has and that do not lie in the same file now.
#[derive(Debug)]
pub struct LostRecord<'b> {
    /// The file, below the repository.
    pub path: &'b Path,
    /// The line in a `.jsonl`, from 1; 0 where the record fills the file.
    pub line: u32,
    /// The record.
    pub bytes: &'b [u8],
}

impl Base {
    /// The commit `name` of the repository that `git` looks at, with whose files those below `root` are compared.
    ///
    /// # Errors
    ///
    /// [`GitError`]
    pub fn of(git: Git, name: &str, root: &Path) -> Result<Self, GitError> {
        let commit = git.commit(name)?;
        git.refuse_submodules(&commit)?;
        let files = match git.tree(&commit, name)? {
            Some(tree) => files_of(&git, &tree, name)?,
            None => Vec::new(),
        };
        let by_path = (0..)
            .zip(&files)
            .map(|(number, file)| (file.path.clone(), number))
            .collect();
        let mut base = Self {
            git,
            name: name.to_owned(),
            commit,
            root: root.to_owned(),
            files,
            by_path,
            lines: HashMap::new(),
            staged: None,
        };
        base.lines = base.lines_that_differ()?;
        Ok(base)
    }

    /// Has what was left out when the index was exported be compared by its ids, and written once it is wanted.
    pub fn with_staged(mut self, captures: StagedCaptures) -> Self {
        self.staged = Some(captures);
        self
    }

    /// Sees that those of the captures that the index holds lie where records are read.
    ///
    /// # Errors
    ///
    /// [`GitError`]
    pub fn have_captures(&self, wanted: impl Iterator<Item = Sha256Hex>) -> Result<(), GitError> {
        match &self.staged {
            Some(staged) => staged.write(&self.git, &self.root, wanted),
            None => Ok(()),
        }
    }

    /// As the user wrote it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The id of the commit.
    pub fn commit(&self) -> &str {
        &self.commit
    }

    /// The text of its `byline.toml`; `None` where it has none that is a file of a sensible size.
    ///
    /// # Errors
    ///
    /// [`GitError`]
    pub fn policy(&self) -> Result<Option<Vec<u8>>, GitError> {
        let file = self.by_path.get(Path::new(CONFIG_FILE));
        let file = file.filter(|&&file| self.files[file].mode == Mode::File);
        Ok(match file {
            Some(&file) => self.contents(&[file], MAX_CONFIG)?.pop().map(|(_, bytes)| bytes),
            None => None,
        })
    }

    /// Its trust lists: the documents directly in the folder `trust`.
    ///
    /// # Errors
    ///
    /// [`GitError`]
    pub fn lists(&self) -> Result<Vec<(PathBuf, Vec<u8>)>, GitError> {
        let is_list = |file: &BaseFile| {
            file.mode == Mode::File
                && file.path.parent() == Some(Path::new(Kind::Trust.folder()))
                && form_of(&file.path) == Some(Form::Document)
        };
        let lists: Vec<usize> = (0..self.files.len())
            .filter(|&file| is_list(&self.files[file]))
            .collect();
        let contents = self.contents(&lists, MAX_RECORD as u64)?;
        Ok(contents
            .into_iter()
            .map(|(file, bytes)| (self.files[file].path.clone(), bytes))
            .collect())
    }

    /// Whether a record lies in the file `path` as it did in the commit. `is_line` says whether it is one of several there.
    pub fn has(&self, path: &Path, is_line: bool, bytes: &[u8]) -> bool {
        let Some(&number) = path
            .strip_prefix(&self.root)
            .ok()
            .and_then(|path| self.by_path.get(path))
        else {
            return false;
        };
        let file = &self.files[number];
        if file.mode != Mode::File {
            return false;
        }
        if !is_line {
            let is_same = file.id.is_of(bytes);
            file.is_same.fetch_or(is_same, Ordering::Relaxed);
            return is_same;
        }
        match self.lines.get(&number) {
            None => file.is_same.load(Ordering::Relaxed),
            Some(lines) => lines.get(&line_hash(bytes)).is_some_and(|is_there| {
                is_there.store(true, Ordering::Relaxed);
                true
            }),
        }
    }

    /// Gives `each` the records that lie in the commit and were not met since: those that are gone, and those that were
    /// changed.
    ///
    /// # Errors
    ///
    /// [`GitError`]
    pub fn lost(&self, mut each: impl FnMut(LostRecord<'_>)) -> Result<(), GitError> {
        let lost: Vec<usize> = (0..self.files.len())
            .filter(|&number| {
                let file = &self.files[number];
                form_of(&file.path).is_some()
                    && file.mode == Mode::File
                    && !file.path.starts_with(EVIDENCE)
                    && !file.is_same.load(Ordering::Relaxed)
            })
            .collect();
        let ids: Vec<ObjectId> = lost.iter().map(|&number| self.files[number].id).collect();
        self.git.each_blob(&ids, |position, size, content| {
            let number = lost[position];
            let path = &self.files[number].path;
            let Some(lines) = self.lines.get(&number) else {
                if size <= MAX_RECORD as u64 {
                    let bytes = read_all(content)?;
                    each(LostRecord {
                        path,
                        line: 0,
                        bytes: &bytes,
                    });
                }
                return Ok(());
            };
            each_line(content, |line, bytes| {
                let is_there = lines.get(&line_hash(bytes));
                if is_there.is_some_and(|is_there| !is_there.load(Ordering::Relaxed)) {
                    each(LostRecord { path, line, bytes });
                }
            })
        })
    }

    /// The files of the commit, below the repository, that were not met as they were since.
    pub(super) fn differing(&self) -> Vec<PathBuf> {
        let files = self.files.iter();
        let differing = files.filter(|file| !file.is_same.load(Ordering::Relaxed));
        differing.map(|file| file.path.clone()).collect()
    }

    /// The captures of the commit whose files are not as they were.
    pub fn lost_captures(&self) -> HashSet<Sha256Hex> {
        self.files
            .par_iter()
            .filter_map(|file| {
                let capture = capture(&file.path)?;
                let lies_there = match &self.staged {
                    Some(staged) => file.mode == Mode::File && staged.0.get(&capture) == Some(&file.id),
                    None => self.lies_there(file, None),
                };
                (!lies_there).then_some(capture)
            })
            .collect()
    }

    /// Whether the bytes of a file lie in its place. Where it is known how many there were, a file that has more or fewer
    /// now need not be read for that.
    fn lies_there(&self, file: &BaseFile, size_then: Option<u64>) -> bool {
        // What lies behind a link can be changed without a change of what is here.
        if self.is_behind_link(&file.path) {
            return false;
        }
        let opened = open_file(&self.root.join(&file.path), Reach::Walked);
        file.mode == Mode::File
            && opened.is_ok_and(|(input, size)| {
                let mut input = input.take(size);
                size_then.is_none_or(|then| then == size)
                    && file.id.is_of_all(size, &mut input).unwrap_or(false)
            })
    }

    /// Whether one of the folders that a file lies in is a link.
    fn is_behind_link(&self, path: &Path) -> bool {
        let mut folders = path.ancestors().skip(1);
        folders.any(|folder| !folder.as_os_str().is_empty() && self.root.join(folder).is_symlink())
    }

    /// The contents of files, those that are larger than `limit` bytes left out.
    fn contents(&self, files: &[usize], limit: u64) -> Result<Vec<(usize, Vec<u8>)>, GitError> {
        let ids: Vec<ObjectId> = files.iter().map(|&file| self.files[file].id).collect();
        let mut contents = Vec::new();
        self.git.each_blob(&ids, |position, size, content| {
            if size <= limit {
                contents.push((files[position], read_all(content)?));
            }
            Ok(())
        })?;
        Ok(contents)
    }

    fn lines_that_differ(&self) -> Result<HashMap<usize, Lines>, GitError> {
        let is_of_lines =
            |file: &BaseFile| file.mode == Mode::File && form_of(&file.path) == Some(Form::Lines);
        let mut differing: Vec<usize> = (0..self.files.len())
            .filter(|&number| is_of_lines(&self.files[number]))
            .collect();
        let ids: Vec<ObjectId> = differing.iter().map(|&file| self.files[file].id).collect();
        // Where git does not have them all, what it has is asked for below, and what is not needed is not missed.
        let mut sizes = self.git.sizes(&ids).unwrap_or_default().into_iter();
        differing.retain(|&number| {
            let file = &self.files[number];
            let is_same = self.lies_there(file, sizes.next());
            file.is_same.store(is_same, Ordering::Relaxed);
            !is_same
        });
        let ids: Vec<ObjectId> = differing.iter().map(|&file| self.files[file].id).collect();
        let mut lines = HashMap::new();
        self.git.each_blob(&ids, |position, _, content| {
            let of_file: &mut Lines = lines.entry(differing[position]).or_default();
            each_line(content, |_, bytes| {
                of_file.insert(line_hash(bytes), AtomicBool::new(false));
            })
        })?;
        Ok(lines)
    }
}

fn line_hash(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

fn read_all(content: &mut dyn Read) -> Result<Vec<u8>, GitError> {
    let mut bytes = Vec::new();
    content.read_to_end(&mut bytes).map_err(GitError::NotRead)?;
    Ok(bytes)
}

fn each_line(content: &mut dyn Read, mut each: impl FnMut(u32, &[u8])) -> Result<(), GitError> {
    let mut blocks = LineBlocks::new(content);
    while let Some(block) = blocks.next_block().map_err(GitError::NotRead)? {
        for line in block.each_line() {
            each(line.number, line.bytes);
        }
    }
    Ok(())
}

/// The files of a tree that a repository of claims consists of. Hidden ones are no part of it.
fn files_of(git: &Git, tree: &str, name: &str) -> Result<Vec<BaseFile>, GitError> {
    let listing = ["ls-tree", "-r", "-z", "--full-tree", tree, "--"];
    let listed = git.asked(listing.into_iter().chain(PARTS))?;
    refuse_among(&listed, name)?;
    let mut files = Vec::new();
    for line in lines(&listed) {
        let listed = Listed::parse(line)?;
        let [mode, _, id] = listed.words;
        let path = listed.path()?;
        let is_hidden = path.iter().any(is_hidden_name);
        if !is_hidden {
            files.push(BaseFile {
                path,
                id: listed.id(id)?,
                mode: Mode::parse(mode),
                is_same: AtomicBool::new(false),
            });
        }
    }
    Ok(files)
}
