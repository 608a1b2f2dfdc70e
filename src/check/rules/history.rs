//! What became of the records of a commit: `edited-in-place`, `record-removed`, `proof-removed`, `revision-rollback`

use std::collections::{HashMap, HashSet};

use crate::check::context::CorpusView;
use crate::check::finding::Subject;
use crate::check::found::CorpusFound;
use crate::check::rule::Judge;
use crate::corpus::{Ask, Capacity};
use crate::json::{Anchor, RuleName};
use crate::record::{Kind, PublicKey, Time};
use crate::verify::{BaseRecord, Entry};

rule! {
    /// ## What it finds
    ///
    /// A signed claim that says something else than in the commit that `--since` names, under the same number of
    /// revision.
    ///
    /// ## Why it matters
    ///
    /// Others have read and cited what was signed. A text that changes without a trace leaves them with something that
    /// nobody can find any more.
    ///
    /// ## Example
    ///
    /// `claims/bridge-closed.json` said "for two years" and was signed; now it says "for three years", signed anew.
    ///
    /// ## How to mend it
    ///
    /// Put the claim back as it was. `byline new revision` makes the next revision of it, which says what has changed
    /// and is signed in its turn.
    EDITED_IN_PLACE: RuleName::new("edited-in-place"), History, Deny fixed,
    "a signed claim was changed without becoming a new revision", Judge::Base(edited_in_place)
}

rule! {
    /// ## What it finds
    ///
    /// A signed record that the commit which `--since` names has, and that is not at hand any more: a claim, an earlier
    /// revision, a source, a notice or a trust list. A file that only has another name is no such record; one that was
    /// moved to the folder of another kind is.
    ///
    /// ## Why it matters
    ///
    /// Who removes a correction, a retraction or the list that revokes a key brings back what it had put an end to.
    ///
    /// ## Example
    ///
    /// `notices/bridge-closed-retracted.json` is deleted, and the claim stands again as if nothing had happened.
    ///
    /// ## How to mend it
    ///
    /// Put the record back. To take a claim back, add a notice that retracts it; earlier revisions stay beside the
    /// claim. If the record was added to the commit only after this branch began, merge that commit first.
    RECORD_REMOVED: RuleName::new("record-removed"), History, Deny fixed,
    "a signed record is gone", Judge::Base(record_removed)
}

rule! {
    /// ## What it finds
    ///
    /// A record that somebody had signed, by the commit that `--since` names, whose signature is not on it any more.
    ///
    /// ## Why it matters
    ///
    /// Whoever signs vouches for it. Only he can say that he does not any more, and he says so with a notice.
    ///
    /// ## Example
    ///
    /// A claim was signed by its author and by a checker; the proof of the checker is taken out.
    ///
    /// ## How to mend it
    ///
    /// Put the proof back; it is in the commit.
    PROOF_REMOVED: RuleName::new("proof-removed"), History, Deny fixed,
    "a signature was taken off a record", Judge::Base(proof_removed)
}

rule! {
    /// ## What it finds
    ///
    /// A claim whose newest revision is older than it was in the commit that `--since` names, or whose file holds an
    /// older revision than it did. Also a source that was signed before the record of it that the commit has.
    ///
    /// ## Why it matters
    ///
    /// The old revision is signed as well as ever, and says again what was corrected since. So does the old record of a
    /// source, which has no revisions: claims are rated again by what nobody says of it any more.
    ///
    /// ## Example
    ///
    /// `claims/bridge-closed.json` was revision 2, and is overwritten with `claims/bridge-closed.r1.json`.
    ///
    /// ## How to mend it
    ///
    /// Put the newer one back. To return to what an older revision of a claim said, make a next revision that says it;
    /// to return to an older record of a source, sign it anew with `byline sign --replace`.
    REVISION_ROLLBACK: RuleName::new("revision-rollback"), History, Deny fixed,
    "an older revision of a claim, or an older record of a source, was put back", Judge::Base(revision_rollback)
}

/// What became of a record.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It is there, if elsewhere or with other proofs.
    AtHand(u32),
    /// Something else stands in its place.
    Edited(u32),
    /// Only older revisions are there, this one the newest of them; or an older one lies in its place.
    RolledBack(u32),
    /// It is gone.
    Removed,
    /// It is gone or was changed, and may be: nobody had signed it, or a source says something else now.
    Free,
}

/// The lost records of the base, each with its fate.
fn fates<'a>(corpus: &CorpusView<'a>) -> Vec<(&'a BaseRecord, Fate)> {
    let verification = corpus.verification();
    let Some(since) = verification.since() else {
        return Vec::new();
    };
    let ids: HashSet<(Kind, &str)> = since.lost.iter().map(|lost| (lost.kind, &*lost.id)).collect();
    let mut of_id: HashMap<(Kind, &str), Vec<u32>> = HashMap::new();
    if !ids.is_empty() {
        for (number, entry) in verification.all() {
            if let Some(name) = entry.kind.map(|kind| (kind, &*entry.id))
                && !entry.id.is_empty()
                && ids.contains(&name)
            {
                of_id.entry(name).or_default().push(number);
            }
        }
    }
    since
        .lost
        .iter()
        .map(|lost| {
            let same_id = of_id.get(&(lost.kind, &*lost.id)).map_or(&[][..], Vec::as_slice);
            (lost, fate(corpus, lost, same_id))
        })
        .collect()
}

fn fate(corpus: &CorpusView<'_>, lost: &BaseRecord, same_id: &[u32]) -> Fate {
    let verification = corpus.verification();
    let entry = |number: u32| verification.entry(number);
    let is_claim = lost.kind == Kind::Claim && lost.was_intact;
    let lies_there = same_id.iter().copied().find(|&number| {
        let is_older = u64::from(entry(number).revision) < lost.revision;
        is_claim && lost.line == 0 && is_older && lies_where_it_lay(corpus, lost, number)
    });
    if let Some(older) = lies_there {
        return Fate::RolledBack(older);
    }
    // In the folder of another kind nobody looks for it.
    let lies_right = |number: &u32| {
        let folder = verification.kind_of_folder(entry(*number));
        folder.is_none_or(|kind| kind == lost.kind)
    };
    let copies: Vec<u32> = verification.copies(lost.digest).filter(lies_right).collect();
    let lies_there = |number: &&u32| lies_where_it_lay(corpus, lost, **number);
    if let Some(&number) = copies.iter().find(lies_there).or(copies.first()) {
        return Fate::AtHand(number);
    }
    if !lost.was_intact {
        return Fate::Free;
    }
    if verification.find(lost.digest).is_some() {
        return Fate::Removed;
    }
    if lost.kind == Kind::Source && !same_id.is_empty() {
        return put_back(corpus, lost, same_id).map_or(Fate::Free, Fate::RolledBack);
    }
    let same_revision = |number: &&u32| u64::from(entry(**number).revision) == lost.revision;
    if let Some(&number) = same_id.iter().find(same_revision).filter(|_| is_claim) {
        return Fate::Edited(number);
    }
    let newest = same_id
        .iter()
        .copied()
        .max_by_key(|&number| entry(number).revision);
    match newest {
        Some(newest) if is_claim && u64::from(entry(newest).revision) < lost.revision => {
            Fate::RolledBack(newest)
        }
        _ => Fate::Removed,
    }
}

/// Whether a record lies in the file in which another lay.
fn lies_where_it_lay(corpus: &CorpusView<'_>, lost: &BaseRecord, number: u32) -> bool {
    let verification = corpus.verification();
    verification.inside(verification.entry(number)) == Some(&lost.inside)
}

/// The record of a source, where it was signed before the one of the base was: sources are signed anew in place, and
/// what was signed before stays as valid as ever.
fn put_back(corpus: &CorpusView<'_>, lost: &BaseRecord, same_id: &[u32]) -> Option<u32> {
    let signed = |number: u32| signed_last(corpus.verification().entry(number));
    let newest = same_id.iter().copied().filter(|&number| signed(number).is_some());
    let Some(newest) = newest.max_by_key(|&number| signed(number)) else {
        // Signed by whom nobody counts any more: what was said once, in the place of what somebody vouches for.
        let was = was_signed_last(corpus, lost)?;
        let told = |number: &u32| told_last(corpus.verification().entry(*number));
        let mut old = same_id.iter().copied();
        return old.find(|number| told(number).is_some_and(|told| told <= was));
    };
    // One of the same second may be the older one as well.
    (signed(newest) <= was_signed_last(corpus, lost)).then_some(newest)
}

/// When somebody who may had signed a source of the base last: anybody can add a proof, with any date.
fn was_signed_last(corpus: &CorpusView<'_>, lost: &BaseRecord) -> Option<Time> {
    let trust = corpus.verification().trust.as_ref()?;
    let at = corpus.at();
    let counts = |&&(key, created): &&(PublicKey, Time)| {
        let ask = Ask {
            kind: lost.kind,
            id: &lost.id,
            topics: &[],
            capacity: Capacity::Author,
            created,
            first_seen: None,
            expires: None,
            at,
        };
        trust.judge(key, &ask).0.counts() && !created.is_ahead_of(at)
    };
    lost.signers.iter().filter(counts).map(|signer| signer.1).max()
}

/// When somebody who may signed a record last.
fn signed_last(entry: &Entry) -> Option<Time> {
    let counting = entry.signers.iter().filter(|signer| signer.counts());
    counting.map(|signer| signer.created).max()
}

/// When a record was signed last, by somebody who may or else by anybody.
fn told_last(entry: &Entry) -> Option<Time> {
    let holding = entry.signers.iter().filter(|signer| signer.holds);
    signed_last(entry).or_else(|| holding.map(|signer| signer.created).max())
}

/// Tells something of a record, or of its file where the record is not reported on.
fn tell(
    corpus: &CorpusView<'_>,
    found: &mut CorpusFound<'_>,
    number: u32,
    at: Anchor,
    message: String,
    help: &'static str,
) {
    let verification = corpus.verification();
    if verification.is_reported(number) {
        found.at(number, at, message, help);
    } else {
        let entry = verification.entry(number);
        let subject = Subject {
            number: None,
            kind: entry.kind,
            id: entry.id.to_string(),
            digest: entry.digest,
        };
        let place = (verification.path(entry).to_owned(), entry.line);
        found.about_record(place, subject, at, message, help);
    }
}

/// "claim \"bridge-closed\"", or the kind alone.
fn name_of(lost: &BaseRecord) -> String {
    let kind = lost.kind.words();
    if lost.id.is_empty() {
        kind.to_owned()
    } else {
        format!("{kind} {:?}", lost.id)
    }
}

fn edited_in_place(corpus: &CorpusView<'_>, found: &mut CorpusFound<'_>) {
    for (lost, fate) in fates(corpus) {
        if let Fate::Edited(number) = fate {
            let (revision, digest) = (lost.revision, lost.digest);
            let (at, message) = match other_statement(corpus, lost, number) {
                Some(statement) => (
                    Anchor::Named("statement"),
                    format!(
                        "revision {revision} of this claim was signed with the statement {statement:?}, as {digest}"
                    ),
                ),
                None => (
                    Anchor::Whole,
                    format!(
                        "revision {revision} of this claim was signed with another text; it was {digest}"
                    ),
                ),
            };
            let help = "put it back as it was, and make what you want to say its next revision with `byline new revision`";
            tell(corpus, found, number, at, message, help);
        }
    }
}

/// What a claim said, where that is not what it says now.
fn other_statement<'s>(corpus: &CorpusView<'s>, lost: &'s BaseRecord, number: u32) -> Option<&'s str> {
    let now = corpus.verification().statement(number)?;
    lost.statement.as_deref().filter(|before| **before != *now)
}

fn record_removed(corpus: &CorpusView<'_>, found: &mut CorpusFound<'_>) {
    for (lost, fate) in fates(corpus) {
        if fate != Fate::Removed {
            continue;
        }
        let line = match lost.line {
            0 => String::new(),
            line => format!(", line {line} then,"),
        };
        let message = format!(
            "the signed {}{line} is gone or says something else; it was {}",
            name_of(lost),
            lost.digest
        );
        let help = match lost.kind {
            Kind::Claim => {
                "put it back: a claim is taken back by a notice that retracts it, and earlier revisions stay as ID.r1.json and so on"
            }
            Kind::Notice => {
                "put it back: no notice is ever taken back; where it was a mistake, make the claim anew under another id"
            }
            Kind::Source => "put it back: claims are rated by what it says",
            Kind::Trust => "put it back: no trust list is ever removed or changed",
        };
        let subject = Subject {
            number: None,
            kind: Some(lost.kind),
            id: lost.id.to_string(),
            digest: Some(lost.digest),
        };
        found.about_record((lost.path.clone(), 1), subject, Anchor::Whole, message, help);
    }
}

fn proof_removed(corpus: &CorpusView<'_>, found: &mut CorpusFound<'_>) {
    let verification = corpus.verification();
    for (lost, fate) in fates(corpus) {
        let (Fate::AtHand(number) | Fate::RolledBack(number)) = fate else {
            continue;
        };
        if verification.entry(number).digest != Some(lost.digest) {
            continue;
        }
        for key in missing(corpus, lost, number) {
            let trust = verification.trust.as_ref();
            let name = trust
                .and_then(|trust| trust.signer(key))
                .map(|signer| &*signer.name);
            let who = name.map_or_else(|| key.to_string(), str::to_owned);
            tell(
                corpus,
                found,
                number,
                Anchor::Named("proof"),
                format!("{who} had signed this record, and the signature is gone"),
                "put the proof back as it was; who no longer stands by a record says so with a notice",
            );
        }
    }
}

/// The keys that had signed and have no proof any more: none in the same file, or where the record lies elsewhere now,
/// none in any copy.
fn missing(corpus: &CorpusView<'_>, lost: &BaseRecord, number: u32) -> Vec<PublicKey> {
    let verification = corpus.verification();
    let copies: Vec<u32> = if lies_where_it_lay(corpus, lost, number) {
        vec![number]
    } else {
        verification.copies(lost.digest).collect()
    };
    let signers = copies.iter().flat_map(|&copy| &verification.entry(copy).signers);
    let holding = signers.filter(|signer| signer.holds);
    let signers: HashSet<PublicKey> = holding.map(|signer| verification.key(signer)).collect();
    let keys = lost.signers.iter().map(|signer| signer.0);
    keys.filter(|key| !signers.contains(key)).collect()
}

fn revision_rollback(corpus: &CorpusView<'_>, found: &mut CorpusFound<'_>) {
    for (lost, fate) in fates(corpus) {
        let Fate::RolledBack(number) = fate else { continue };
        if lost.kind == Kind::Source {
            let time = |time: Option<Time>| time.map(|time| time.to_string()).unwrap_or_default();
            let message = format!(
                "this is what was said of the source {:?} on {}; what was said on {} stood here",
                lost.id,
                time(told_last(corpus.verification().entry(number))),
                time(was_signed_last(corpus, lost)),
            );
            let help = "put the newer record back; to return to what an older one said, sign that anew with `byline sign --replace`";
            tell(corpus, found, number, Anchor::Named("proof"), message, help);
        } else {
            let revision = corpus.verification().entry(number).revision;
            let message = format!(
                "this is revision {revision} of a claim that was at revision {} here",
                lost.revision
            );
            let help = "put the newer revision back; to return to what an older one said, make a next revision that says it";
            tell(corpus, found, number, Anchor::Named("revision"), message, help);
        }
    }
}
