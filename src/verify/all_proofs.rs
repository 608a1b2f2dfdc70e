//! A record with the proofs of all of its copies.

use std::collections::HashSet;

use crate::json::{Document, MAX_DEPTH, Node, Splice, Value, parse};
use crate::record::{Kind, PublicKey, compact};
use crate::seal::{MAX_PROOFS, read_proofs};

use super::entry::{Entry, SignerFact};
use super::verification::Verification;

impl Verification {
    /// A record in one line, with proofs that hold of copies that have others: who signed it is told by all of them, and
    /// whoever gets but one must see the same.
    pub(super) fn line_with_all_proofs(&self, number: u32, kind: Kind) -> Option<String> {
        let entry = self.entry(number);
        let more = self.proofs_of_copies(entry);
        self.look_again(entry, |document| {
            if more.is_empty() {
                return Some(compact(document, kind));
            }
            let own = document.root().member("proof");
            let own = own.map(proof_texts).unwrap_or_default();
            let all: Vec<String> = own.into_iter().chain(more).take(MAX_PROOFS).collect();
            let signed = with_proofs(document, &all)?;
            let (document, _) = parse(&signed, MAX_DEPTH).ok()?;
            Some(compact(&document, kind))
        })?
    }

    /// The proofs that hold of copies of a record, by those who have none that holds in it.
    fn proofs_of_copies(&self, entry: &Entry) -> Vec<String> {
        let mut known: HashSet<PublicKey> = self.holding(entry).collect();
        let mut proofs = Vec::new();
        for copy in entry.digest.into_iter().flat_map(|digest| self.copies(digest)) {
            let copy = self.entry(copy);
            let missing: HashSet<PublicKey> = self.holding(copy).filter(|key| !known.contains(key)).collect();
            if missing.is_empty() {
                continue;
            }
            let found = self.look_again(copy, |document| {
                let (proofs, _) = read_proofs(document.root(), &[]);
                let of_missing = proofs.iter().filter(|proof| missing.contains(&proof.key));
                of_missing
                    .map(|proof| proof.node.text().to_owned())
                    .collect::<Vec<_>>()
            });
            proofs.extend(found.into_iter().flatten());
            known.extend(missing);
        }
        proofs
    }

    fn holding(&self, entry: &Entry) -> impl Iterator<Item = PublicKey> {
        let holding = entry.signers.iter().filter(|signer| signer.holds);
        holding.map(|signer: &SignerFact| self.key(signer))
    }
}

fn proof_texts(proof: Node<'_>) -> Vec<String> {
    match proof.value() {
        Value::Array => proof.items().map(|proof| proof.text().to_owned()).collect(),
        _ => vec![proof.text().to_owned()],
    }
}

fn with_proofs(document: &Document<'_>, proofs: &[String]) -> Option<String> {
    let value = format!("[{}]", proofs.join(","));
    let mut splice = Splice::new(document).ok()?;
    if document.root().member("proof").is_some() {
        splice.replace("proof", &value).ok()?;
    } else {
        splice.insert("proof", &value, "");
    }
    Some(splice.apply())
}
