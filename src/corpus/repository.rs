//! Repositories of claims: the folder that `byline.toml` marks.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::IgnoredAny;
use thiserror::Error;

use super::file::{FileError, Reach, read_file};

/// The file that marks a repository and holds its policy.
pub const CONFIG_FILE: &str = "byline.toml";

/// The folders of a repository that hold records.
pub const FOLDERS: [&str; 4] = ["trust", "claims", "sources", "notices"];

/// The largest `byline.toml`, in bytes: a policy of a thousand waivers takes a quarter of it.
const MAX_CONFIG: u64 = 1 << 20;

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
}

/// The sections that `byline.toml` may hold. Each is read where it is used.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sections {
    #[serde(rename = "score")]
    _score: Option<IgnoredAny>,
}

impl Repository {
    /// The repository around a folder: the nearest folder upwards that holds `byline.toml`.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where that file cannot be read or is not valid.
    pub fn around(folder: &Path) -> Result<Option<Self>, ConfigError> {
        let Some(root) = folder
            .ancestors()
            .find(|folder| folder.join(CONFIG_FILE).is_file())
        else {
            return Ok(None);
        };
        let path = root.join(CONFIG_FILE);
        let bytes = read_file(&path, MAX_CONFIG, Reach::Named).map_err(|source| ConfigError::Unreadable {
            path: path.clone(),
            source,
        })?;
        let invalid = |message: String| ConfigError::Invalid {
            path: path.clone(),
            message,
        };
        let text = String::from_utf8(bytes).map_err(|_| invalid("this is no UTF-8 text".to_owned()))?;
        toml::from_str::<Sections>(&text)
            .map_err(|error| invalid(error.to_string().trim_end().to_owned()))?;
        Ok(Some(Self {
            root: root.to_owned(),
            shown: root.to_owned(),
            policy: text,
        }))
    }

    /// Its folder.
    pub fn root(&self) -> &Path {
        &self.root
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
