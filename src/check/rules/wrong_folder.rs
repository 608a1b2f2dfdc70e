//! `wrong-folder`

use crate::check::context::CorpusView;
use crate::check::found::CorpusFound;
use crate::check::rule::Judge;
use crate::json::{Anchor, RuleName};

rule! {
    /// ## What it finds
    ///
    /// A record that lies in the folder of another kind: a notice in `claims`, a source in `notices`, a claim in `trust`.
    /// Claims belong into `claims`, sources into `sources`, notices into `notices`, trust lists into `trust`; folders in
    /// these may be called as one likes.
    ///
    /// ## Why it matters
    ///
    /// Who asks for one claim is told what the folders `notices`, `sources` and `trust` say of it, and the other claims
    /// are not looked through for that. A retraction that lies among them is found by nobody who names the claim that it
    /// retracts.
    ///
    /// ## Example
    ///
    /// `notices/bridge-closed-retracted.json` is moved to `claims/old/`, and `byline verify claims/bridge-closed.json`
    /// says that the claim holds.
    ///
    /// ## How to mend it
    ///
    /// Move the file to the folder of its kind. Where it lies is no part of what was signed.
    WRONG_FOLDER: RuleName::new("wrong-folder"), Identity, Deny fixed,
    "a record in the folder of another kind", Judge::Corpus(judge)
}

fn judge(corpus: &CorpusView<'_>, found: &mut CorpusFound<'_>) {
    let verification = corpus.verification();
    for (number, entry) in verification.reported() {
        let (Some(kind), Some(_)) = (entry.kind, entry.digest) else {
            continue;
        };
        let Some(folder) = verification
            .kind_of_folder(entry)
            .filter(|folder| *folder != kind)
        else {
            continue;
        };
        let name = kind.words();
        let what = match entry.line {
            0 => "file to",
            _ => "line to a file in",
        };
        found.at(
            number,
            Anchor::Named("byline"),
            format!(
                "this {name} lies in the folder {} and not in {}, so that it is not found where it matters",
                folder.folder(),
                kind.folder()
            ),
            format!(
                "move the {what} the folder {}; what was signed stays as it is",
                kind.folder()
            ),
        );
    }
}
