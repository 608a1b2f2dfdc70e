//! The proof reader: verdicts depend on the document alone, and the two ways to verify a record agree.

use byline::json::{MAX_FOREIGN_DEPTH, parse};
use byline::record::{Record, Time, read};
use byline::seal::{Integrity, Verifier, digest, verify_foreign};

/// Verifies the proofs of `data` as those of a record, and as those of any document.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let Ok((document, duplicates)) = parse(text, MAX_FOREIGN_DEPTH) else {
        return;
    };
    if !duplicates.is_empty() {
        return;
    }
    let reading = read(&document);
    let authors = reading.record.as_ref().map_or(&[][..], Record::authors);
    let mut verifier = Verifier::default();
    let seal = verifier.examine(&document, authors);
    assert_eq!(seal.digest, digest(&document));
    assert!(seal.faults.is_empty() || seal.proofs.is_empty());
    assert!(seal.faults.is_empty() || seal.integrity() == Integrity::Altered);
    if document.root().member("proof").is_some() {
        assert_ne!(
            seal.integrity(),
            Integrity::Unsigned,
            "a proof must not go unseen"
        );
    }

    // Neither keys that were decoded before nor those that were met before change a verdict.
    for mut verifier in [verifier, Verifier::default()] {
        let again = verifier.examine(&document, &[]);
        assert_eq!(again.faults, seal.faults);
        let verdicts = |seal: &byline::seal::Seal<'_>| -> Vec<_> {
            seal.proofs
                .iter()
                .map(|(proof, holds)| (proof.key, *holds))
                .collect()
        };
        assert_eq!(verdicts(&again), verdicts(&seal));
    }

    // Before any proof can have expired.
    let Some(dawn) = Time::parse("0000-01-01T00:00:00Z") else {
        panic!("the year 0 is a year");
    };
    let (good, faults) = verify_foreign(&document, dawn, &mut Verifier::default());
    if seal.faults.is_empty() {
        let expected = seal
            .proofs
            .iter()
            .filter(|(proof, holds)| *holds && proof.expires != Some(dawn));
        assert_eq!(good.len(), expected.count(), "{faults:?}");
        assert_eq!(good.len() + faults.len(), seal.proofs.len());
    }
}
