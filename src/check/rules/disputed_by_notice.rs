//! `disputed-by-notice`

use crate::check::context::CorpusView;
use crate::check::found::CorpusFound;
use crate::check::rule::Judge;
use crate::json::{Anchor, RuleName};
use crate::record::Effect;

use super::standing_notices::{one_line, standing_notices};

rule! {
    /// ## What it finds
    ///
    /// A record that a notice disputes, signed by one of its authors or by an editor.
    ///
    /// ## Why it matters
    ///
    /// Somebody who has a say in the record doubts it in public. It still stands, but who relies on it should know.
    ///
    /// ## Example
    ///
    /// ```json
    /// { "byline": "notice/1", "record": "sha256:…", "effect": "disputes",
    ///   "reason": "The police say that they counted differently.", "issued": "2026-03-20T10:00:00Z" }
    /// ```
    ///
    /// ## How to mend it
    ///
    /// A dispute reaches all later revisions, except where its notice names one as its `replacement`: whoever disputes and
    /// has the answer at hand makes that revision first. A notice that is signed changes no more. Once the dispute is
    /// settled, say how in a revision's note and waive this finding in `byline.toml` with the reason; or retract the record.
    DISPUTED_BY_NOTICE: RuleName::new("disputed-by-notice"), History, Warn,
    "a record that an author or editor disputes", Judge::Corpus(judge)
}

fn judge(corpus: &CorpusView<'_>, found: &mut CorpusFound<'_>) {
    let verification = corpus.verification();
    for (number, _) in verification
        .reported()
        .filter(|(number, _)| corpus.speaks(*number))
    {
        for notice in standing_notices(verification, number, Effect::Disputes) {
            found.at(
                number,
                Anchor::Whole,
                format!("{} is disputed: {}", notice.subject, one_line(notice.reason)),
                "answer it in a revision, and waive this with the reason once it is settled; or retract the record",
            );
        }
    }
}
