//! `byline capture` of a file that a signed claim names: nothing in the claim changes, and its capture is there again.

use std::path::Path;

use crate::cli::error::{CliError, Status};
use crate::cli::output::typed;
use crate::json::{MAX_DEPTH, parse};
use crate::record::{Claim, Record, read};

use super::told::{ClaimState, tell};
use super::{
    Arguments, Page, claim_document, digest_of, keep, link_of, look_for, named_before, not_a_claim,
    read_bytes, status_of,
};

/// Whether the text is that of a record with a proof.
pub(super) fn is_signed(text: &str) -> bool {
    parse(text, MAX_DEPTH).is_ok_and(|(document, _)| document.root().member("proof").is_some())
}

/// Puts the file of a capture back that a signed claim names. All else would change what was signed.
pub(super) fn put_back(arguments: &Arguments, evidence: &Path, text: &str) -> Result<Status, CliError> {
    let path = &arguments.claim;
    let document = claim_document(text, path)?;
    let Some(Record::Claim(claim)) = read(&document).record else {
        return Err(not_a_claim(path));
    };
    let page = named_page(arguments, &claim)?;
    let link = link_of(&claim, &arguments.link, path)?;
    let quote = link.quote.map(|quote| look_for(&page, quote.text));
    let kept = named_before(evidence, &page);
    if !arguments.dry_run {
        keep(evidence, &page)?;
    }
    tell(arguments, Some(&page), kept, ClaimState::Signed, quote.as_ref())?;
    Ok(status_of(quote.as_ref()))
}

/// The file that was given, if it is the one that the link names, and nothing else is asked for.
fn named_page(arguments: &Arguments, claim: &Claim<'_>) -> Result<Page, CliError> {
    let claim_path = &arguments.claim;
    let (Some(path), None) = (&arguments.page, &arguments.quote) else {
        return Err(is_signed_already(claim_path));
    };
    let link = link_of(claim, &arguments.link, claim_path)?;
    let Some(named) = link.evidence else {
        return Err(is_signed_already(claim_path));
    };
    let bytes = read_bytes(path)?;
    let sha256 = digest_of(&bytes);
    if sha256 != named.sha256 {
        return Err(CliError::refused(format!(
            "{} is signed, and its link {} names another file: this one has the digest {sha256}, and the link names {}",
            claim_path.display(),
            link.id,
            named.sha256
        ))
        .hint(format!(
            "give the very file that was captured; to capture another one, begin a revision with `byline new revision {}`",
            typed(claim_path)
        )));
    }
    Ok(Page {
        bytes,
        sha256,
        media_type: named.media_type.unwrap_or("of no stated kind").to_owned(),
    })
}

fn is_signed_already(path: &Path) -> CliError {
    CliError::refused(format!(
        "{} is signed, and a capture would change what was signed",
        path.display()
    ))
    .hint(format!(
        "`byline new revision {}` begins the next revision, which is unsigned: then this command again, and `byline sign`",
        typed(path)
    ))
}
