//! `evidence-altered`, `evidence-missing-file` and `capture-left-out`, which verification finds, and `missing-evidence`

use crate::check::context::RecordView;
use crate::check::found::Found;
use crate::check::rule::Judge;
use crate::json::RuleName;
use crate::record::{Party, Record};
use crate::verify::names;

rule! {
    /// ## What it finds
    ///
    /// A capture in the folder `evidence` whose contents have another digest than its name says, or another size than
    /// the link states.
    ///
    /// ## Why it matters
    ///
    /// A capture shows what was there when the claim was recorded. One that was changed shows nothing, and somebody
    /// may have changed it on purpose.
    ///
    /// ## Example
    ///
    /// A page was captured as `evidence/9f86d081…` and later opened and saved again by an editor.
    ///
    /// ## How to mend it
    ///
    /// Restore the file from where captures are kept. If it cannot be had any more, begin a revision of the claim with
    /// `byline new revision FILE`, and capture the page anew: `byline capture FILE --link ID PATH --replace`.
    EVIDENCE_ALTERED: names::EVIDENCE_ALTERED, Evidence, Deny,
    "a capture is not what its name says", Judge::Elsewhere
}

rule! {
    /// ## What it finds
    ///
    /// A link that names a capture of which there is no file in the folder `evidence`, or none that may be read.
    ///
    /// ## Why it matters
    ///
    /// The claim says that there is proof of what was published, and nobody can look at it.
    ///
    /// ## Example
    ///
    /// ```json
    /// "evidence": { "sha256": "9f86d081…", "media_type": "text/html" }
    /// ```
    ///
    /// without a file `evidence/9f86d081…`.
    ///
    /// ## How to mend it
    ///
    /// Put the very file that was captured back with `byline capture CLAIM --link ID FILE`: where its digest is the one
    /// that the link names, it goes into `evidence` under that name, and the claim stays as it is, signed or not.
    /// `sha256sum FILE` prints the digest of a file. Captures must be committed with the claims.
    EVIDENCE_MISSING_FILE: names::EVIDENCE_MISSING_FILE, Evidence, Deny,
    "there is no file for a capture", Judge::Elsewhere
}

rule! {
    /// ## What it finds
    ///
    /// A link in a bundle that names a capture which the bundle, as its first line says, leaves out.
    ///
    /// ## Why it matters
    ///
    /// Whoever got the bundle cannot see what the claim was taken from, and a quote is not looked for. It is no fault: a
    /// bundle takes along the captures that its maker asked for.
    ///
    /// ## Example
    ///
    /// ```json
    /// "omits": [{ "what": "capture", "ids": ["9f86d081…"], "why": "not asked for" }]
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Ask whoever made the bundle for the file, or for another bundle: `byline bundle --captures CLAIM -o FILE`. A
    /// file that you have is the one that was captured where `sha256sum FILE` prints the digest that the link names.
    CAPTURE_LEFT_OUT: names::CAPTURE_LEFT_OUT, Evidence, Warn,
    "a capture that a bundle leaves out", Judge::Elsewhere
}

rule! {
    /// ## What it finds
    ///
    /// A held link without `evidence`. Links to other claims are left out: the claim itself is at hand.
    ///
    /// ## Why it matters
    ///
    /// Pages change and vanish. Without a capture others have only the recorder's word that it was there.
    ///
    /// ## Example
    ///
    /// ```json
    /// { "id": "courier", "kind": "report", "source": "courier.example", "held": true, "url": "https://courier.example/a" }
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Save the page, and keep it with `byline capture FILE --link ID PATH`: it is copied into `evidence`, and the link
    /// names it. A signed claim takes a new revision first: `byline new revision FILE`. Where there is no page, as with
    /// a conversation, a note or a recording does it.
    MISSING_EVIDENCE: RuleName::new("missing-evidence"), Evidence, Warn,
    "a held link without a capture", Judge::Record(judge)
}

fn judge(view: &RecordView<'_>, found: &mut Found<'_>) {
    let Record::Claim(claim) = view.record else { return };
    for link in &claim.chain {
        if link.marked_held && link.evidence.is_none() && !matches!(link.party, Party::Claim { .. }) {
            found.at(
                || view.member_of(link, "held"),
                || format!("link {} is held, and there is no capture of it", link.id.as_str()),
                "save the page, and keep it with `byline capture`; a signed claim takes a new revision first",
            );
        }
    }
}
