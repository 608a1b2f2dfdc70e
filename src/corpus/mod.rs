//! Many records: walking, `.jsonl`, repositories, the trust list and the standing of signers, whole-or-nothing files.

mod bundle;
mod evidence;
mod file;
mod git;
mod inputs;
mod lines;
mod progress;
mod repository;
mod rounds;
mod spool;
mod survey;
mod temporary;
mod trust;
mod typed;
mod walk;
mod watch;
mod workers;
mod write;

pub use bundle::{
    Bundle, BundleError, BundleFile, CarriedCapture, MAX_BUNDLE, NOT_ASKED_FOR, Omitted, OmittedKind, SCORE,
    read_bundle,
};
pub use evidence::{CaptureFile, FolderError, capture_in, captures_of};
pub use file::{FileError, LineReader, Reach, open_file, read_file, read_open_file};
pub use git::{Base, Export, Git, GitError, LostRecord, ObjectId, StagedCaptures, export_index};
pub use inputs::{
    Form, InputError, InputFile, Inputs, StandardInput, gather, other_claims, repository_around,
};
pub use lines::{Block, Line, LineBlocks};
pub use progress::{Progress, Stage};
pub use repository::{CONFIG_FILE, ConfigError, EVIDENCE, FOLDERS, Repository, is_marked, shortened};
pub use rounds::Rounds;
pub use spool::spool;
pub use survey::{Unit, survey};
pub use temporary::{Temporary, remove_all};
pub use trust::{
    Ask, Capacity, ListChange, ListedSigner, Pin, Standing, Start, TRUST_LIST_EXPIRED,
    TRUST_LIST_UNSANCTIONED, TRUST_ROLLBACK, Trust, TrustFault, TrustSource, TrustState, Validity,
};
pub use typed::typed;
pub use walk::strays_among_lists;
pub use watch::Watched;
pub use workers::Workers;
pub use write::{Step, WriteError, create_whole, create_whole_with, replace_whole, replace_whole_with};

use crate::json::RuleName;

/// A path that could not be read at all.
pub const UNREADABLE: RuleName = RuleName::new("unreadable");
