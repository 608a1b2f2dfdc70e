//! Proofs that are taken away behind copies, and proofs that come in late.

use super::checkout::{Checkout, tells};
use super::playground::{claim, did};
use serde_json::json;

/// Where these stand in the trust list.
const AUTHOR: usize = 1;
const EDITOR: usize = 2;

const COURIER_FILE: &str = "sources/courier.example.json";
const COURIER: &str = r#"{"byline":"source/1","id":"courier.example","name":"Courier","kind":"outlet"}"#;

/// A source that the editor signed in March.
fn put_courier(checkout: &Checkout) {
    checkout.put(COURIER_FILE, COURIER);
    checkout.sign_at("harbour-editor", COURIER_FILE, "2026-03-05T10:00:00Z");
}

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

#[test]
fn the_proof_of_a_stranger_keeps_nobody_from_signing_a_source_anew() {
    let checkout = Checkout::new();
    let path = COURIER_FILE;
    put_courier(&checkout);
    checkout.sign_at("chips-author", path, "2026-06-20T10:00:00Z");
    checkout.rebase();
    let was = checkout.read(path);
    checkout.put(path, &COURIER.replace("Courier", "The Courier"));
    checkout.sign_at("harbour-editor", path, "2026-06-01T10:00:00Z");
    checkout.assert_passes();
    // What the editor signed later is not put back.
    checkout.rebase();
    checkout.put(path, &was);
    checkout.assert_denied("revision-rollback", path);
}

#[test]
fn a_proof_on_a_copy_is_as_old_as_it_is_on_the_record() {
    let checkout = Checkout::new();
    checkout.supersede(1);
    checkout.rebase();
    checkout.put("claims/copy/a.json", &checkout.read("claims/a.json"));
    let run = checkout.check();
    assert!(!tells(&run, "revoked-signer", ""), "{run:#?}");
    // Another one is not.
    checkout.put_signed("claims/copy/late.json", &claim("late"));
    checkout.assert_denied("revoked-signer", "claims/copy/late.json");
}

/// Adds the list in which the key of the signer at this place is compromised.
fn compromise(checkout: &Checkout, signer: usize) {
    let mut list = checkout.next_list();
    list["signers"][signer]["revoked"] = json!({ "at": "2026-05-01T00:00:00Z", "why": "compromised" });
    checkout.put("trust/2.json", &list.to_string());
    checkout.sign_at("harbour-owner-one", "trust/2.json", "2026-05-01T00:00:00Z");
}

#[test]
fn a_source_is_not_put_back_as_a_stolen_key_signed_it() {
    let checkout = Checkout::new();
    let path = COURIER_FILE;
    put_courier(&checkout);
    let was = checkout.read(path);
    checkout.put_signed("notices/s.json", &checkout.notice(path));
    compromise(&checkout, EDITOR);
    checkout.put(path, &COURIER.replace("Courier", "The Courier"));
    checkout.sign_at("harbour-owner-one", path, "2026-06-01T10:00:00Z");
    checkout.rebase();
    checkout.put(path, &was);
    checkout.assert_denied("revision-rollback", path);
    checkout.assert_denied("revoked-signer", path);
}

#[test]
fn what_a_stolen_key_signs_is_told_where_it_is_new_though_it_is_retracted_at_once() {
    let checkout = Checkout::new();
    compromise(&checkout, EDITOR);
    checkout.rebase();
    let authors = ["harbour-editor", "harbour-author"];
    let by = authors.map(|name| format!("{:?}", did(name))).join(",");
    let mayor = claim("mayor").replace(r#""statement""#, &format!(r#""by":[{by}],"statement""#));
    checkout.put("claims/mayor.json", &mayor);
    for author in authors {
        checkout.sign_at(author, "claims/mayor.json", "2026-03-05T10:00:00Z");
    }
    checkout.put_signed("notices/m.json", &checkout.notice("claims/mayor.json"));
    checkout.assert_denied("revoked-signer", "claims/mayor.json");
}

#[test]
fn what_a_stolen_key_had_signed_is_followed_by_a_revision_and_kept() {
    let checkout = Checkout::new();
    // An editor makes the revision.
    compromise(&checkout, AUTHOR);
    checkout.rebase();
    let digest = checkout.digest("claims/other.json");
    let mut next = checkout.unsigned("claims/other.json");
    checkout.rename("claims/other.json", "claims/other.r1.json");
    next["revision"] = 2.into();
    next["supersedes"] = digest.into();
    next["by"] = json!([did("harbour-editor")]);
    checkout.put("claims/other.json", &next.to_string());
    checkout.sign_at("harbour-editor", "claims/other.json", "2026-06-01T10:00:00Z");
    let run = checkout.check();
    assert!(!tells(&run, "revoked-signer", "claims/other"), "{run:#?}");
}
