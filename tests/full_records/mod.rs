//! Records that have everything, for tests that change one thing after the other.

use serde_json::{Value, json};

/// One record of each kind with every member, and one link of each kind with every member that it may have.
pub fn full_records() -> Vec<Value> {
    let digest = format!("sha256:{}", "0f".repeat(32));
    let other = format!("sha256:{}", "1e".repeat(32));
    let key = "did:key:z6Mki6mkLMz47rMRZGxTf2srP7PtBj6HKHhVYfpsSQ1X5DGN";
    let second = "did:key:z6MksagpzreGuUmF1eQvHYTLwSqzX4QGANubJSf3WJi4xd4a";
    let proof = json!({
        "type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022", "created": "2026-11-23T10:00:00Z",
        "expires": "2027-11-23T10:00:00.5Z",
        "verificationMethod": format!("{key}#{}", key.strip_prefix("did:key:").unwrap()),
        "proofPurpose": "assertionMethod",
        // The base58 digits of 64 bytes; it is nobody's signature.
        "proofValue": format!("z{}", "2".repeat(88))
    });
    let claim = json!({
        "byline": "claim/1", "id": "full", "by": [key, second], "revision": 2, "supersedes": digest,
        "statement": "A ferry was late.", "lang": "en-GB", "topics": ["ferries", "harbour"],
        "event": { "from": "2026-03-04", "to": "2026-03-05T08:00:00Z" },
        "contradicts": [digest, other], "corroborates": [other], "note": "Seen from\nthe pier.", "proof": proof,
        "chain": [
            { "id": "post", "kind": "repost", "source": "blog.example", "published": "2026-03-04", "held": true,
              "cites": ["paper"], "url": "https://blog.example/1", "archived": "https://archive.example/1",
              "quote": { "text": "It was late again.", "direct": false, "lang": "en" }, "withdrawn": "Taken down.",
              "evidence": { "sha256": "0f".repeat(32), "media_type": "text/html", "size": 1 }, "note": "A note." },
            { "id": "paper", "kind": "report", "source": "paper.example", "said": "2026-03-04T08:00:00Z",
              "held": true, "cites": ["ministry", "captain", "sailors", "log", "camera", "below"] },
            { "id": "ministry", "kind": "statement", "source": "ministry", "basis": "other", "stance": "denies",
              "interest": "against", "affiliation": "government", "held": true },
            { "id": "captain", "kind": "person", "source": "anna-holm", "role": "captain", "basis": "direct",
              "stance": "supports", "interest": "neutral", "affiliation": "ferry-line", "held": true },
            { "id": "sailors", "kind": "anonymous", "described": "two sailors", "count": "several",
              "basis": "participant", "distinct": "They were on another ship.", "stance": "no-comment",
              "interest": "beneficiary", "affiliation": "ferry-line", "held": true },
            { "id": "log", "kind": "document", "source": "ferry-line", "basis": "verified", "title": "Log",
              "stance": "supports", "interest": "neutral", "affiliation": "ferry-line", "held": true },
            { "id": "camera", "kind": "observation", "source": "clip.example", "basis": "unverified",
              "stance": "supports", "interest": "neutral", "affiliation": "clips", "held": true },
            { "id": "below", "kind": "claim", "claim": digest, "statement": "A ferry was late.", "held": true }
        ]
    });
    let source = json!({
        "byline": "source/1", "id": "paper.example", "name": "The Paper", "kind": "outlet",
        "owner": "house.example", "affiliation": "house", "reliability": "B",
        "rated": { "by": "The desk", "on": "2024-02-29" }, "track": { "right": 3, "wrong": 1 },
        "domains": ["paper.example", "www.paper.example"], "url": "http://paper.example", "note": "Daily.",
        "proof": [proof]
    });
    let notice = json!({
        "byline": "notice/1", "by": [key], "record": digest, "effect": "corrects", "reason": "It was on time.",
        "issued": "2026-03-06T08:00:00Z", "replacement": other, "proof": proof
    });
    let trust = json!({
        "byline": "trust/1", "repository": "0f".repeat(32), "version": 2, "previous": digest,
        "expires": "2099-01-01T00:00:00Z", "threshold": 1,
        "signers": [
            { "key": key, "name": "Owner", "roles": ["owner", "editor"] },
            { "key": second, "name": "Author", "roles": ["author", "checker"],
              "scope": ["topic:ferries", "id:ferry-*"], "from": "2026-01-01T00:00:00Z",
              "until": "2027-01-01T00:00:00Z", "revoked": { "at": "2026-10-01T00:00:00Z", "why": "superseded" } }
        ],
        "proof": proof
    });
    vec![claim, source, notice, trust]
}

/// The pointers of all nodes of a value, the outermost included.
pub fn pointers(value: &Value) -> Vec<String> {
    fn below(value: &Value, pointer: &str, found: &mut Vec<String>) {
        found.push(pointer.to_owned());
        match value {
            Value::Array(items) => {
                for (position, item) in items.iter().enumerate() {
                    below(item, &format!("{pointer}/{position}"), found);
                }
            }
            Value::Object(members) => {
                for (name, member) in members {
                    below(member, &format!("{pointer}/{name}"), found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    below(value, "", &mut found);
    found
}
