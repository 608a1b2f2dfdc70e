//! Trust lists that admit whoever brings them.

use std::fs;

use serde_json::Value;

use super::checkout::{Checkout, tells};
use super::playground::{claim, did};

/// A list with the attacker, whose key is the checker's, as its only owner and author.
fn own_list(checkout: &Checkout) -> Value {
    let mut list = checkout.unsigned("trust/1.json");
    list["signers"] = serde_json::json!([
        { "key": did("harbour-checker"), "name": "Maren Voss", "roles": ["owner", "author", "editor"] }
    ]);
    list
}

/// A claim that the attacker signed.
fn put_own_claim(checkout: &Checkout) {
    checkout.put("claims/mine.json", &claim("mine"));
    checkout.sign("harbour-checker", "claims/mine.json");
}

#[test]
fn a_stranger_signs_nothing() {
    let checkout = Checkout::new();
    put_own_claim(&checkout);
    checkout.assert_denied("untrusted-signer", "claims/mine.json");
}

#[test]
fn a_list_does_not_admit_itself() {
    let checkout = Checkout::new();
    let mut list = own_list(&checkout);
    list["version"] = 2.into();
    list["previous"] = checkout.digest("trust/1.json").into();
    checkout.put("trust/2.json", &list.to_string());
    checkout.sign("harbour-checker", "trust/2.json");
    put_own_claim(&checkout);
    checkout.assert_denied("trust-list-unsanctioned", "trust/2.json");
    checkout.assert_denied("untrusted-signer", "claims/mine.json");
}

#[test]
fn a_list_is_not_begun_anew() {
    let checkout = Checkout::new();
    let list = own_list(&checkout);
    checkout.put("trust/1.json", &list.to_string());
    checkout.sign("harbour-checker", "trust/1.json");
    put_own_claim(&checkout);
    for path in ["trust/1.json", "trust/one.json"] {
        checkout.assert_denied("trust-list-unsanctioned", path);
        checkout.assert_denied("untrusted-signer", "claims/mine.json");
        checkout.assert_denied("record-removed", "trust/1.json");
        checkout.rename(path, "trust/one.json");
    }
}

#[test]
fn a_list_of_another_repository_is_none_here() {
    let checkout = Checkout::new();
    let mut list = checkout.next_list();
    list["repository"] = "0".repeat(64).into();
    checkout.put("trust/2.json", &list.to_string());
    checkout.sign("harbour-owner-one", "trust/2.json");
    checkout.assert_denied("trust-list-unsanctioned", "trust/2.json");
}

#[test]
fn a_list_that_revokes_is_not_taken_back() {
    let checkout = Checkout::new();
    checkout.put("trust/2.json", &checkout.next_list().to_string());
    checkout.sign("harbour-owner-one", "trust/2.json");
    checkout.commit("the second list");
    checkout.remove("trust/2.json");
    let since = ["--since", "HEAD"];
    checkout.assert_denied_with(&since, "trust-rollback", "trust/1.json");
    checkout.assert_denied_with(&since, "record-removed", "trust/2.json");
    fs::remove_dir_all(checkout.at("trust")).unwrap();
    checkout.assert_denied_with(&since, "record-removed", "trust/2.json");
    checkout.assert_denied_with(&since, "record-removed", "trust/1.json");
}

#[test]
fn an_owner_whose_time_is_over_admits_nobody() {
    let checkout = Checkout::new();
    let mut list = checkout.unsigned("trust/1.json");
    // The check is in July.
    list["signers"][0]["until"] = "2026-06-01T00:00:00Z".into();
    checkout.put("trust/1.json", &list.to_string());
    checkout.sign("harbour-owner-one", "trust/1.json");
    checkout.commit("an owner until June");
    let since = ["--since", "HEAD"];
    checkout.check_with(&since).assert_status(0);
    list["version"] = 2.into();
    list["previous"] = checkout.digest("trust/1.json").into();
    checkout.put("trust/2.json", &list.to_string());
    checkout.sign("harbour-owner-one", "trust/2.json");
    checkout.assert_denied_with(&since, "trust-list-unsanctioned", "trust/2.json");
}

#[test]
fn what_has_no_base_admits_itself_nowhere() {
    // Neither a list where there was none ...
    let checkout = Checkout::new();
    let list = checkout.read("trust/1.json");
    checkout.remove("trust/1.json");
    checkout.commit("no list");
    checkout.put("trust/1.json", &list);
    checkout.assert_denied_with(&["--since", "HEAD"], "no-base", "trust");
    // ... nor a repository in a new place.
    let checkout = Checkout::new();
    fs::rename(checkout.at(""), checkout.folder.at("new")).unwrap();
    let run = super::playground::run(
        super::playground::byline()
            .args(["check", "--since", "base", "new"])
            .current_dir(checkout.folder.path()),
    );
    run.assert_status(1);
    assert!(tells(&run, "no-base", "new/byline.toml"), "{run:#?}");
}

#[test]
fn the_owners_may_sign_a_new_list() {
    let checkout = Checkout::new();
    checkout.put("trust/2.json", &checkout.next_list().to_string());
    checkout.sign("harbour-owner-one", "trust/2.json");
    let run = checkout.check();
    run.assert_clean();
    assert!(!run.stdout.contains("trust-"), "{run:#?}");
    // All records rest on it.
    assert!(
        run.stdout
            .contains("4 claims, 0 sources, 1 notice, 2 trust lists"),
        "{run:#?}"
    );
}
