//! Texts that are no good records.

use serde_json::Value;

use super::batch::{MIB, only_finding, place, signed, verify_claims, with_good_claim};
use super::playground::{AT, Folder, Run, claim, key, record};

/// What a bad file gives: the rest holds, the status is this one, and there is one finding.
fn assert_bad_file(contents: &[u8], status: i32, expected: (&str, u64, u64, &str)) -> Value {
    let folder = with_good_claim();
    folder.put("claims/bad.json", contents);
    let (ended, verification) = verify_claims(&folder);
    let finding = only_finding(&verification, "claims/bad.json");
    assert_eq!(place(finding), expected);
    assert_eq!(ended, Some(status));
    finding.clone()
}

#[test]
fn a_byte_order_mark_is_refused() {
    let text = format!("\u{FEFF}{}", claim("bad"));
    assert_bad_file(text.as_bytes(), 1, ("malformed-json", 1, 1, ""));
}

#[test]
fn bytes_that_are_no_utf_8_are_told_with_their_place() {
    let mut bytes = claim("bad").replace("Sixty", "S\u{ef}xty").into_bytes();
    let at = bytes.iter().position(|byte| *byte == 0xc3).unwrap();
    bytes.remove(at);
    let column = at as u64 + 1;
    assert_bad_file(&bytes, 1, ("malformed-json", 1, column, ""));
    // In the second line, after characters of several bytes.
    let mut bytes = "{\n \"é漢\": \"".as_bytes().to_vec();
    bytes.push(0xff);
    assert_bad_file(&bytes, 1, ("malformed-json", 2, 9, ""));
}

#[test]
fn one_mebibyte_is_read_and_one_byte_more_is_not() {
    let folder = with_good_claim();
    let text = signed(&folder, "large");
    let mut padded = text.clone().into_bytes();
    padded.resize(MIB, b' ');
    folder.put("claims/large.json", &padded);
    let (status, verification) = verify_claims(&folder);
    assert_eq!(status, Some(0));
    assert_eq!(record(&verification, "claims/large.json")["holds"], true);
    padded.push(b' ');
    let finding = assert_bad_file(&padded, 1, ("too-large", 1, 1, ""));
    assert_eq!(
        finding["message"],
        "it has 1048577 bytes, and at most 1048576 are read"
    );
}

#[test]
fn an_unknown_version_and_an_unknown_kind_are_told() {
    let version = claim("bad").replace("claim/1", "claim/2");
    let finding = assert_bad_file(version.as_bytes(), 1, ("unsupported-version", 1, 11, "/byline"));
    assert_eq!(
        finding["help"],
        "the version it reads is \"claim/1\"; a newer program may read this one"
    );
    let kind = claim("bad").replace("claim/1", "clam/1");
    let finding = assert_bad_file(kind.as_bytes(), 1, ("bad-value", 1, 11, "/byline"));
    assert_eq!(finding["help"], "did you mean \"claim/1\"?");
}

#[test]
fn the_nearest_name_is_offered_for_an_unknown_member() {
    let folder = with_good_claim();
    let text = claim("bad")
        .replace("\"topics\"", "\"topcis\"")
        .replace("\"held\"", "\"hold\"");
    folder.put("claims/bad.json", text);
    let (status, verification) = verify_claims(&folder);
    assert_eq!(status, Some(1));
    let findings = record(&verification, "claims/bad.json")["findings"]
        .as_array()
        .unwrap();
    let told: Vec<_> = findings
        .iter()
        .map(|finding| {
            (
                finding["rule"].as_str().unwrap(),
                finding["pointer"].as_str().unwrap(),
            )
        })
        .collect();
    let expected = [("unknown-member", "/topcis"), ("unknown-member", "/chain/0/hold")];
    assert_eq!(told, expected, "{findings:#?}");
    assert_eq!(findings[0]["help"], "did you mean \"topics\"?");
    assert_eq!(findings[1]["help"], "did you mean \"held\"?");
}

/// What a key file may be: the rest of what is read from outside.
#[test]
fn keys_that_are_none_are_refused() {
    let folder = with_good_claim();
    folder.put("large.pem", vec![b'A'; 70_000]);
    folder.put(
        "none.pem",
        "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
    );
    folder.put("bytes.pem", [0xff; 100]);
    let sign = |key: &str| -> Run { folder.run(["sign", "--key", key, "claims/good.json"]) };
    let before = folder.read("claims/good.json");
    for (name, status) in [
        ("large.pem", 1),
        ("none.pem", 1),
        ("bytes.pem", 1),
        ("missing.pem", 3),
        ("claims", 3),
    ] {
        sign(name).assert_status(status);
    }
    assert_eq!(folder.read("claims/good.json"), before);
    let public = key("harbour-author").with_extension("pem.pub");
    sign(public.to_str().unwrap()).assert_status(1);
}

#[test]
fn characters_that_nobody_sees_are_refused() {
    let folder = Folder::new();
    for hidden in [
        '\u{2800}',
        '\u{1D159}',
        '\u{13430}',
        '\u{1343F}',
        '\u{FDD0}',
        '\u{FDEF}',
        '\u{FFFE}',
        '\u{FFFF}',
        '\u{1FFFE}',
        '\u{10FFFF}',
    ] {
        let text = claim("a").replace("quay wall", &format!("quay{hidden}wall"));
        folder.put("a.json", text);
        let (_, verification) = folder.verify(&["a.json"]);
        let finding = only_finding(&verification, "a.json");
        assert_eq!(finding["rule"], "hidden-characters", "{hidden:?}");
    }
}

#[test]
fn a_chain_that_only_goes_round_rests_on_nothing() {
    let folder = Folder::repository();
    let mut round: Value = serde_json::from_str(&claim("round")).unwrap();
    round["chain"][0]["cites"] = serde_json::json!(["agency"]);
    round["chain"].as_array_mut().unwrap().push(serde_json::json!({
        "id": "agency", "kind": "report", "source": "agency.example", "cites": ["courier"]
    }));
    folder.put("claims/round.json", round.to_string());
    let run = folder.run(["verify", "--at", AT, "."]);
    run.assert_status(1);
    assert!(run.said().is_empty());
    assert!(
        run.stdout.contains("2 nothing: its links only cite each other\n"),
        "{run:#?}"
    );
}
