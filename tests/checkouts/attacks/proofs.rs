//! Proofs that are taken away behind copies, and proofs that come in late.

use super::checkout::{Checkout, tells};

/// A record that author and editor signed, with its copy that the author alone signed.
fn counter_signed() -> (Checkout, String) {
    let checkout = Checkout::new();
    let by_one = checkout.read("claims/a.json");
    checkout.sign("harbour-editor", "claims/a.json");
    checkout.rebase();
    (checkout, by_one)
}

#[test]
fn a_proof_is_not_taken_away_behind_a_copy() {
    // Wherever the copy comes in the order of paths.
    for folder in ["claims/0", "claims/z"] {
        let (checkout, by_one) = counter_signed();
        checkout.rename("claims/a.json", &format!("{folder}/a.json"));
        checkout.put("claims/a.json", &by_one);
        checkout.assert_denied("proof-removed", "claims/a.json");
        // Nor in two steps, the second of which takes away the copy that had all proofs.
        checkout.rebase();
        checkout.remove(&format!("{folder}/a.json"));
        checkout.assert_denied(
            "proof-removed",
            &format!("{folder}/a.json").replace(folder, "claims"),
        );
    }
}

#[test]
fn no_proof_beside_the_authors_comes_in_after_its_key_ended() {
    let checkout = Checkout::new();
    // The editor's key; the check is in July.
    checkout.supersede(2);
    checkout.rebase();
    // On a claim, and on a notice that it would bring into force.
    checkout.put_signed("notices/late.json", &checkout.notice("claims/other.json"));
    for path in ["claims/a.json", "notices/late.json"] {
        checkout.sign_at("harbour-editor", path, "2026-04-01T00:00:00Z");
        checkout.assert_denied("revoked-signer", path);
    }
    // One that the base has stands.
    checkout.rebase();
    let run = checkout.check();
    assert!(!tells(&run, "revoked-signer", ""), "{run:#?}");
}
