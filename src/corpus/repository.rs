//! Repositories of claims: the folder that `byline.toml` marks.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::IgnoredAny;
use thiserror::Error;

use crate::record::Kind;

use super::file::{FileError, Reach, read_file};

/// The file that marks a repository and holds its policy.
pub const CONFIG_FILE: &str = "byline.toml";

/// The folders of a repository that hold records.
pub const FOLDERS: [&str; 4] = [
    Kind::Trust.folder(),
    Kind::Claim.folder(),
    Kind::Source.folder(),
    Kind::Notice.folder(),
];

/// The folder of captures, each called by its digest.
pub const EVIDENCE: &str = "evidence";

/// What a repository consists of, by the first step of its paths.
pub(super) const PARTS: [&str; 6] = {
    let [trust, claims, sources, notices] = FOLDERS;
    [CONFIG_FILE, trust, claims, sources, notices, EVIDENCE]
};

/// The largest `byline.toml`, in bytes: a policy of a thousand waivers takes a quarter of it.
pub(super) const MAX_CONFIG: u64 = 1 << 20;

/// A repository of claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    root: PathBuf,
    shown: PathBuf,
    policy: String,
}

/// Why a `byline.toml` cannot be used.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// It could not be read.
    #[error("{} could not be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: FileError,
    },
    /// It is not what it must be.
    #[error("{}: {message}", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// What is wrong, with line and column.
        message: String,
    },
    /// It lies in a folder of another repository.
    #[error("{} is a repository of claims inside {}", inner.display(), named(outer))]
    Nested {
        /// The folder of the inner repository.
        inner: PathBuf,
        /// The folder around it.
        outer: PathBuf,
    },
}

/// A folder in words: the working directory may be shown as nothing.
fn named(folder: &Path) -> String {
    match folder.as_os_str().is_empty() || folder == Path::new(".") {
        true => "the folder that you are in".to_owned(),
        false => format!("the folder {}", folder.display()),
    }
}

/// The sections that `byline.toml` may hold. Each is read where it is used.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sections {
    #[serde(rename = "score")]
    _score: Option<IgnoredAny>,
    #[serde(rename = "rules")]
    _rules: Option<IgnoredAny>,
    #[serde(rename = "ignore")]
    _ignore: Option<IgnoredAny>,
    #[serde(rename = "policy")]
    _policy: Option<IgnoredAny>,
}

/// Whether a folder is marked as a repository. A marker that cannot be read, a link that leads nowhere say, is one all
/// the same: to pass it over would be to verify without the repository's notices.
pub fn is_marked(folder: &Path) -> bool {
    folder.join(CONFIG_FILE).symlink_metadata().is_ok()
}

/// A folder without links.
fn without_links(folder: &Path) -> PathBuf {
    fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned())
}

/// What is said of a `byline.toml`, which quotes its lines and names in it, however long they are: eight lines of two
/// hundred characters at most.
pub fn shortened(message: &str) -> String {
    const LINES: usize = 8;
    const CHARACTERS: usize = 200;
    let lines: Vec<String> = message
        .trim_end()
        .lines()
        .take(LINES)
        .map(|line| match line.char_indices().nth(CHARACTERS) {
            Some((end, _)) => format!("{}…", line[..end].trim_end()),
            None => line.to_owned(),
        })
        .collect();
    lines.join("\n")
}

impl Repository {
    /// The repository around a folder: the nearest folder upwards that holds `byline.toml`. Its root is given without
    /// links.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where that file cannot be read or is not valid, or where there is another one further up.
    pub fn around(folder: &Path) -> Result<Option<Self>, ConfigError> {
        let marked = folder.ancestors().filter(|folder| is_marked(folder));
        let mut roots = marked.map(without_links);
        let Some(root) = roots.next() else {
            return Ok(None);
        };
        // One folder can be met twice on a way through links.
        if let Some(outer) = roots.find(|outer| *outer != root) {
            return Err(ConfigError::Nested { inner: root, outer });
        }
        let path = root.join(CONFIG_FILE);
        // A link could bring in a policy, or have a text told in an error, that lies in no repository.
        let bytes =
            read_file(&path, MAX_CONFIG, Reach::Walked).map_err(|source| ConfigError::Unreadable {
                path: path.clone(),
                source,
            })?;
        let invalid = |message: String| ConfigError::Invalid {
            path: path.clone(),
            message,
        };
        let text = String::from_utf8(bytes).map_err(|_| invalid("this is no UTF-8 text".to_owned()))?;
        toml::from_str::<Sections>(&text).map_err(|error| invalid(shortened(&error.to_string())))?;
        Ok(Some(Self {
            shown: root.clone(),
            root,
            policy: text,
        }))
    }

    /// Its folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Its folder for records of this kind.
    pub fn folder(&self, kind: Kind) -> PathBuf {
        self.root.join(kind.folder())
    }

    /// Its folder of captures.
    pub fn evidence(&self) -> PathBuf {
        self.root.join(EVIDENCE)
    }

    /// Its folder as it is shown.
    pub fn shown(&self) -> &Path {
        &self.shown
    }

    /// The text of its `byline.toml`.
    pub fn policy(&self) -> &str {
        &self.policy
    }

    pub(super) fn show_as(&mut self, shown: PathBuf) {
        self.shown = shown;
    }
}
