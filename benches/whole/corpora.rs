//! The corpora that are measured, made where there are none yet.

use std::fs;
use std::path::{Path, PathBuf};

use super::Arguments;
use super::checkout::ensure_checkout;
use super::measure::generator::{Place, Plan, generate};

/// Claims of the main corpus, as a folder, as lines, and unsigned.
pub const CLAIMS: usize = 100_000;
/// Claims of the small corpus.
pub const FEW: usize = 10_000;
/// Claims of the large corpus: 3 GB.
pub const MANY: usize = 1_000_000;
/// The seed of every corpus that is measured.
const SEED: u64 = 1;

/// Where everything lies.
pub struct Corpora {
    pub lines: PathBuf,
    pub folder: PathBuf,
    /// As lines and as a folder, in checkouts where ten claims are new since the tag `base`.
    pub since_lines: PathBuf,
    pub since_folder: PathBuf,
    pub few: PathBuf,
    pub many: PathBuf,
    pub one: PathBuf,
    pub unsigned: PathBuf,
    /// The unsigned claims, copied anew for each run.
    pub scratch: PathBuf,
}

impl Corpora {
    pub fn prepare(arguments: &Arguments) -> anyhow::Result<Self> {
        let below = |name: &str| arguments.corpora.join(name);
        let corpora = Self {
            lines: below("lines"),
            folder: below("folder"),
            since_lines: below("since-lines"),
            since_folder: below("since-folder"),
            few: below("few"),
            many: below("many"),
            one: below("one.jsonl"),
            unsigned: below("unsigned"),
            scratch: below("scratch"),
        };
        fs::create_dir_all(&arguments.corpora)?;
        fs::create_dir_all(&corpora.scratch)?;
        let lines = |root: &Path| Place::Lines {
            root: root.to_owned(),
            name: "all.jsonl".into(),
        };
        ensure_corpus(&corpora.lines, CLAIMS, 1, lines(&corpora.lines))?;
        ensure_corpus(&corpora.folder, CLAIMS, 1, Place::Folder(corpora.folder.clone()))?;
        ensure_checkout(&corpora.since_lines, CLAIMS, lines(&corpora.since_lines))?;
        let folder = Place::Folder(corpora.since_folder.clone());
        ensure_checkout(&corpora.since_folder, CLAIMS, folder)?;
        ensure_corpus(&corpora.few, FEW, 1, lines(&corpora.few))?;
        ensure_corpus(&corpora.one, 1, 1, Place::Bare(corpora.one.clone()))?;
        ensure_corpus(&corpora.unsigned, CLAIMS, 0, lines(&corpora.unsigned))?;
        if arguments.million {
            ensure_corpus(&corpora.many, MANY, 1, lines(&corpora.many))?;
        }
        Ok(corpora)
    }
}

/// Makes a corpus where there is none yet. One that was not finished is in the way, and said to be.
pub fn ensure_corpus(root: &Path, claims: usize, signatures: usize, place: Place) -> anyhow::Result<()> {
    let plan = Plan {
        claims,
        signatures,
        seed: SEED,
    };
    let done = root.with_extension("done");
    if done.exists() {
        return Ok(());
    }
    if root.exists() {
        anyhow::bail!("{} was begun and not finished: remove it", root.display());
    }
    generate(&plan, &place)?;
    fs::write(done, "")?;
    Ok(())
}
