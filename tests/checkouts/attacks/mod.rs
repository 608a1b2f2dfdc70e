//! Ways to let oneself into a repository of claims with a pull request. None works.

use super::{checkout, playground};

mod conversions;
mod folders;
mod likeness;
mod proofs;
mod records;
mod revisions;
mod settings;
mod staged;
mod submodules;
mod trust;
