//! What is let in beside something of its kind that the base has already.

use serde_json::json;

use super::checkout::Checkout;
use super::playground::did;

/// A signed claim in which the outlet at one address has it from the one at another.
fn put_report(checkout: &Checkout, id: &str, [who, from]: [&str; 2]) {
    let link = |id: &str, outlet: &str| {
        json!({
            "id": id, "kind": "report", "source": format!("{outlet}.example"),
            "url": format!("https://{outlet}.example/1")
        })
    };
    let mut chain = [link("one", who), link("two", from)];
    chain[0]["held"] = true.into();
    chain[0]["cites"] = json!(["two"]);
    let claim = json!({
        "byline": "claim/1", "id": id, "by": [did("harbour-author")], "statement": format!("So it is, says {id}."),
        "lang": "en", "chain": chain
    });
    checkout.put_signed(&format!("claims/{id}.json"), &claim.to_string());
}

/// A checkout whose base has a loop of two outlets, which it waives.
fn with_a_waived_loop() -> Checkout {
    let checkout = Checkout::with_policy(
        "[[ignore]]\nrule = \"circular-reporting\"\nrecord = \"old-one\"\nreason = \"known\"\nuntil = 2027-01-01\n",
    );
    put_report(&checkout, "old-one", ["wire", "blog"]);
    put_report(&checkout, "old-two", ["blog", "wire"]);
    checkout.rebase();
    checkout.assert_passes();
    checkout
}

#[test]
fn a_loop_is_found_where_an_older_one_meets_it() {
    let checkout = with_a_waived_loop();
    put_report(&checkout, "new-one", ["wire", "paper"]);
    put_report(&checkout, "new-two", ["paper", "wire"]);
    checkout.assert_denied("circular-reporting", "claims/new-one.json");
    // A waiver is for one record, and hides no loop of others.
    checkout.assert_denied_with(&[], "circular-reporting", "claims/new-one.json");
}

#[test]
fn a_longer_loop_is_found_there_too() {
    let checkout = with_a_waived_loop();
    put_report(&checkout, "new-one", ["wire", "paper"]);
    put_report(&checkout, "new-two", ["paper", "radio"]);
    put_report(&checkout, "new-three", ["radio", "wire"]);
    checkout.assert_denied("circular-reporting", "claims/new-one.json");
    checkout.assert_denied_with(&[], "circular-reporting", "claims/new-one.json");
}

#[test]
fn a_source_is_found_that_looks_like_one_that_claims_name() {
    let checkout = Checkout::new();
    put_report(&checkout, "old", ["morning-post", "wire"]);
    checkout.rebase();
    let source = json!({
        "byline": "source/1", "id": "rnorning-post.example", "name": "Morning Post", "kind": "outlet"
    });
    checkout.put_signed("sources/rnorning-post.example.json", &source.to_string());
    checkout.assert_denied("confusable-source", "sources/rnorning-post.example.json");
}
