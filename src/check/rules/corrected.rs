//! `corrected`

use crate::check::context::CorpusView;
use crate::check::found::CorpusFound;
use crate::check::rule::Judge;
use crate::json::{Anchor, RuleName};
use crate::record::Effect;

use super::standing_notices::{one_line, standing_notices};

rule! {
    /// ## What it finds
    ///
    /// A record that a notice corrects, signed by one of its authors or by an editor, and every claim that rests on such a
    /// record, through any number of steps. The way down is shown.
    ///
    /// ## Why it matters
    ///
    /// A correction that stands beside a claim reaches nobody who reads only the claim above it.
    ///
    /// ## Example
    ///
    /// A notice says that the wall slid on 3 March, not on 4 March; a claim about the closing of the harbour hangs on the
    /// claim that says so.
    ///
    /// ## How to mend it
    ///
    /// Make the revision first, and then the notice, which names the digest of the revision as its `replacement` and ends
    /// there: `byline new revision ID`, sign it, `byline new notice ID.r1.json --effect corrects --replacement ID`. A notice
    /// that is signed changes no more: where it named none, make the revision all the same and waive this finding with the
    /// reason. Read whether the claims above still hold with it, and name it in revisions of them.
    CORRECTED: RuleName::new("corrected"), History, Warn,
    "a record that was corrected, or a claim that rests on one", Judge::Corpus(judge)
}

fn judge(corpus: &CorpusView<'_>, found: &mut CorpusFound<'_>) {
    let verification = corpus.verification();
    let mut corrected = Vec::new();
    for (number, _) in verification.all() {
        // What was taken back is told by weightier findings.
        if verification.is_retracted(number) {
            continue;
        }
        let mut notices = standing_notices(verification, number, Effect::Corrects).peekable();
        if notices.peek().is_none() {
            continue;
        }
        corrected.push(number);
        // A revision that has a later one cannot be mended; the claims that still rest on it can.
        if corpus.speaks(number) {
            for notice in notices {
                found.at(
                    number,
                    Anchor::Whole,
                    format!("{} was corrected: {}", notice.subject, one_line(notice.reason)),
                    "make a revision with the correction in it; where the notice is not signed yet, let it name that as its \"replacement\", else waive this with the reason",
                );
            }
        }
    }
    if corrected.is_empty() {
        return;
    }
    for (upper, way) in verification.ways_down(corrected.into_iter()) {
        if corpus.speaks(upper) {
            found.at(
                upper,
                way.at,
                format!(
                    "this rests on the claim {}, which was corrected: {}",
                    verification.entry(way.end).id,
                    way.path
                ),
                "read the correction; if this claim still holds, let it rest on the revision that stands",
            );
        }
    }
}
