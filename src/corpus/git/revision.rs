//! What a name stands for that a user gives for a commit.

use super::{Git, GitError, ObjectId};

/// Where git looks for a name that is not written in full.
const PLACES: [&str; 4] = ["refs/", "refs/tags/", "refs/heads/", "refs/remotes/"];

impl Git {
    /// The commit that `name` stands for now.
    ///
    /// # Errors
    ///
    /// [`GitError::NoCommit`] where there is none, and [`GitError::Ambiguous`] where git would choose one of several:
    /// who may push a tag or a branch could choose it then.
    pub fn commit(&self, name: &str) -> Result<String, GitError> {
        let unknown = || GitError::NoCommit(name.to_owned());
        // Two names in one would be two answers; and no name of a commit holds these.
        if name.is_empty() || name.contains(['\0', '\n']) {
            return Err(unknown());
        }
        let output = self
            .command()
            .args(["rev-parse", "--verify", "--end-of-options"])
            .arg(format!("{name}^{{commit}}"))
            .output()
            .map_err(GitError::NotRun)?;
        let id = id_in(&output.stdout).filter(|_| output.status.success());
        for ambiguous in ambiguous_names(&String::from_utf8_lossy(&output.stderr)) {
            // A whole id stands for itself, whatever branch is called like it.
            if id.as_ref().map(String::len) == Some(ambiguous.len()) && ObjectId::parse(ambiguous).is_some() {
                continue;
            }
            return Err(GitError::Ambiguous {
                name: name.to_owned(),
                meanings: self.meanings(ambiguous)?,
            });
        }
        id.ok_or_else(unknown)
    }

    /// What a name can stand for, written in full.
    fn meanings(&self, name: &str) -> Result<Vec<String>, GitError> {
        let in_full: Vec<String> = PLACES.iter().map(|place| format!("{place}{name}")).collect();
        let arguments = ["for-each-ref", "--format=%(refname)", "--"];
        let found = self.asked(arguments.into_iter().chain(in_full.iter().map(String::as_str)))?;
        let found = String::from_utf8_lossy(&found);
        let mut meanings: Vec<String> = found
            .lines()
            .filter(|line| in_full.iter().any(|name| name == line))
            .map(str::to_owned)
            .collect();
        if name == "HEAD" {
            meanings.push("the commit that is checked out".to_owned());
        } else if name.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            meanings.push(format!("the object whose id begins with {name}"));
        }
        Ok(meanings)
    }
}

/// The id that git answered with; "^" before one, which leaves it out, makes it another answer.
pub(super) fn id_in(answer: &[u8]) -> Option<String> {
    let id = std::str::from_utf8(answer.trim_ascii()).ok()?;
    ObjectId::parse(id).map(|_| id.to_owned())
}

/// The names that git warned of.
fn ambiguous_names(said: &str) -> impl Iterator<Item = &str> {
    said.lines().filter_map(|line| {
        line.strip_prefix("warning: refname '")?
            .strip_suffix("' is ambiguous.")
    })
}
