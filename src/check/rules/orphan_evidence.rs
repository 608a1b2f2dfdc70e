//! `orphan-evidence`

use std::collections::HashSet;

use crate::check::context::CorpusView;
use crate::check::found::CorpusFound;
use crate::check::rule::Judge;
use crate::corpus::captures_of;
use crate::json::RuleName;
use crate::record::Sha256Hex;

rule! {
    /// ## What it finds
    ///
    /// A file in the folder `evidence` that no record names, or whose name is no digest. It is told only where the
    /// whole repository is checked; where some record cannot be read, that one might name the file, and only names that
    /// are no digests are told.
    ///
    /// ## Why it matters
    ///
    /// A capture that no claim names proves nothing and is easily taken for proof. Most often a link forgot to name it.
    ///
    /// ## Example
    ///
    /// `evidence/page.html`, saved in haste and never given the name of its digest.
    ///
    /// ## How to mend it
    ///
    /// Name it in the link that it belongs to, under its SHA-256; or remove it.
    ORPHAN_EVIDENCE: RuleName::new("orphan-evidence"), Evidence, Info,
    "a file in evidence that no record names", Judge::Whole(judge)
}

fn judge(corpus: &CorpusView<'_>, found: &mut CorpusFound<'_>) {
    let verification = corpus.verification();
    let Some(repository) = &verification.repository else {
        return;
    };
    let are_all_read = !verification.may_hide_something();
    let captures = verification.all().flat_map(|(_, entry)| entry.captures());
    let named: HashSet<Sha256Hex> = captures.map(|capture| capture.sha256).collect();
    let files = match captures_of(repository) {
        Ok(files) => files,
        Err(error) => {
            found.about_file(
                error.path,
                format!("this folder could not be looked through: {}", error.source),
                "captures lie in a folder of their own that may be read",
            );
            return;
        }
    };
    for file in files {
        match file.sha256 {
            Some(sha256) if named.contains(&sha256) || !are_all_read => {}
            Some(_) => found.about_file(
                file.path,
                "no record names this capture".to_owned(),
                "name it in the link that it belongs to, or remove it",
            ),
            None => found.about_file(
                file.path,
                "no record can name this: it is no file that is called by a digest".to_owned(),
                "a capture is called by the 64 hex digits of its SHA-256, in lower case: rename it, or remove it",
            ),
        }
    }
}
