//! `evidence-altered` and `evidence-missing-file`, which verification finds, and `missing-evidence`

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
    /// Restore the file from where captures are kept. If it cannot be had any more, capture the page anew and make a
    /// revision of the claim that names the new digest.
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
    /// Put the capture there, under the name of its digest: `sha256sum FILE` prints it. Captures must be committed
    /// with the claims.
    EVIDENCE_MISSING_FILE: names::EVIDENCE_MISSING_FILE, Evidence, Deny,
    "there is no file for a capture", Judge::Elsewhere
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
    /// Save the page, put the file into `evidence` under the name of its SHA-256, and name it in the link. Where there
    /// is no page, as with a conversation, a note or a recording does it.
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
