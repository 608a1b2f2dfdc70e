//! What is advised can be pasted, and does what was said of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;

use playground::{AT, Folder, Run, claim, record, words};
use serde_json::json;

/// The commands in backquotes that a run advises.
fn advised(run: &Run) -> Vec<String> {
    let text = words(&run.stdout);
    let parts = text.split('`').skip(1).step_by(2);
    parts.map(str::to_owned).collect()
}

/// Whoever names a file after a command does not get it run by those who paste what they are told.
#[test]
fn a_file_that_is_called_like_a_command_is_quoted_in_what_is_advised() {
    let folder = Folder::with_signed_claim();
    let name = "claims/a; touch evil.json";
    std::fs::rename(folder.at("claims/a.json"), folder.at(name)).unwrap();
    folder.put("byline.toml", "[policy]\nrating = \"strong\"\n");
    let advised = advised(&folder.run(["check", "."]));
    let command = advised
        .iter()
        .find(|command| command.starts_with("byline score --explain"))
        .unwrap_or_else(|| panic!("{advised:?}"));
    let words = shlex::split(command).unwrap();
    assert_eq!(words, ["byline", "score", "--explain", name]);
    folder.run(&words[1..]).assert_clean().assert_status(0);
}

/// The same of a record that has to be signed.
#[test]
fn a_file_that_is_called_like_a_command_is_quoted_where_it_is_to_be_signed() {
    let folder = Folder::repository();
    let name = "claims/a $(touch evil).json";
    folder.put(name, claim("a"));
    let advised = advised(&folder.run(["verify", "."]));
    let is_to_sign = |command: &&String| command.starts_with("byline sign");
    let command = advised
        .iter()
        .find(is_to_sign)
        .unwrap_or_else(|| panic!("{advised:?}"));
    assert_eq!(shlex::split(command).unwrap(), ["byline", "sign", name]);
}

/// Two are asked for where nobody has signed, and one more where one has.
#[test]
fn as_many_signers_are_asked_for_as_there_are_too_few() {
    let folder = Folder::with_signed_claim();
    for (wanted, advice) in [
        ("checker = 1", "have a checker look it over"),
        ("checker = 2", "have 2 checkers look it over"),
        ("author = 2", "have one more author look it over"),
        ("author = 3", "have 2 more authors look it over"),
        ("editor = 1", "have an editor look it over"),
    ] {
        folder.put("byline.toml", format!("[policy]\nsigners = {{ {wanted} }}\n"));
        let run = folder.run(["check", "--only", "too-few-signers", "."]);
        run.assert_clean().assert_status(1);
        assert!(run.stdout.contains(advice), "{advice}: {}", run.stdout);
    }
}

#[test]
fn commands_on_one_record_take_its_id() {
    let folder = Folder::with_signed_claim();
    for arguments in [
        &[
            "what-if",
            "a",
            "--add-origin",
            "document",
            "--via",
            "courier.example",
        ][..],
        &["bundle", "a", "-o", "a.bundle"],
        &[
            "new",
            "notice",
            "a",
            "--effect",
            "corrects",
            "--reason",
            "The date.",
        ],
        &["new", "revision", "a", "--statement", "It is otherwise."],
    ] {
        folder.run(arguments).assert_clean().assert_status(0);
    }
    assert!(folder.at("a.bundle").is_file());
    assert!(folder.at("claims/a.r1.json").is_file());
    assert_eq!(folder.names("notices").len(), 1);
    assert!(folder.read("claims/a.json").contains("It is otherwise."));
}

/// Writes a claim with this link.
fn new_claim(folder: &Folder, link: &str) -> Run {
    let claim = ["new", "claim", "--id", "q", "--statement", "It is so."];
    folder.run(claim.iter().chain(&["--link", link]))
}

#[test]
fn words_that_people_use_for_kinds_of_links_are_understood_as_far_as_to_say_the_right_one() {
    let folder = Folder::repository();
    for (said, meant) in [
        ("unnamed", "anonymous"),
        ("official", "statement"),
        ("article", "report"),
        ("video", "observation"),
        ("photo", "observation"),
        ("paper", "document"),
    ] {
        let link = format!("first {said} held");
        let run = new_claim(&folder, &link);
        run.assert_status(1);
        let told = format!(
            "link first, kind: {said:?} is none of the words that may stand here; did you mean {meant:?}?"
        );
        assert!(
            run.said().replace("\n  ", " ").contains(&told),
            "{told}\n{}",
            run.stderr
        );
    }
}

#[test]
fn words_that_people_use_for_the_day_of_a_link_are_answered_with_the_right_one() {
    let folder = Folder::repository();
    for said in ["date", "time", "when"] {
        let run = new_claim(
            &folder,
            &format!("first report source=a.example {said}=2026-11-20 held"),
        );
        run.assert_status(1);
        let told = format!("{said:?} is no member of this; did you mean \"published\"?");
        assert!(words(&run.stderr).contains(&told), "{told}\n{}", run.stderr);
    }
    // It may be the day on which it was said as well: no program puts that right by itself.
    let by_hand = claim("a").replace("published", "date");
    folder.put("claims/a.json", &by_hand);
    folder.run(["check", "--fix", "."]);
    assert_eq!(folder.read("claims/a.json"), by_hand);
}

#[test]
fn a_key_that_is_nowhere_is_named_in_quotation_marks() {
    let folder = Folder::with_signed_claim();
    let run = folder.run(["sign", "--key", "nobody", "claims/a.json"]);
    run.assert_status(3);
    assert!(
        run.said().contains("neither a key file \"nobody\" here"),
        "{}",
        run.stderr
    );
}

#[test]
fn whoever_names_a_source_that_no_registry_holds_is_told_which_may_be_meant_and_how_it_is_mended() {
    let folder = Folder::repository();
    folder.put("claims/a.json", claim("a"));
    let told = |rule: &str| {
        let run = folder.run(["check", "--only", rule, "."]);
        run.assert_clean();
        words(&run.stdout)
    };
    let register = "register it: `byline new source` writes its record";
    let unsigned = told("unknown-source");
    assert!(
        unsigned.contains(&format!("mend the id, or {register}")),
        "{unsigned}"
    );
    folder.sign("harbour-author", &["claims/a.json"]).assert_status(0);
    let signed = told("unknown-source");
    let next = "name the right one in the next revision (`byline new revision claims/a.json`)";
    assert!(
        signed.contains(&format!("{register}; if it is misspelt, {next}")),
        "{signed}"
    );
    for (id, owner) in [
        ("courier.exampel", "harbour-press"),
        ("harbor-press", "harbor-press"),
    ] {
        let source = format!(
            r#"{{"byline":"source/1","id":"{id}","name":"A {id}","kind":"outlet","owner":"{owner}","affiliation":"{owner}"}}"#
        );
        folder.put(&format!("sources/{id}.json"), source);
    }
    let near = told("unknown-source");
    let meant = format!("do you mean courier.exampel? Then {next}; else {register}");
    assert!(near.contains(&meant), "{near}");
    let owner = "do you mean harbor-press? Then mend the id; else register it";
    assert!(near.contains(owner), "{near}");
    assert!(told("unknown-affiliation").contains(owner));
    let file = "sources/courier.exampel.json";
    folder.sign("harbour-editor", &[file]).assert_status(0);
    let signed = told("unknown-source");
    let anew = format!("Then mend the id and sign anew (`byline sign --replace {file}`)");
    assert!(signed.contains(&anew), "{signed}");
}

/// What is verified needs no issuer, so that not to know its issuer lowers no letter.
#[test]
fn what_an_unregistered_source_counts_as_is_told_of_verified_documents_and_observations_too() {
    let folder = Folder::repository();
    for (link, told) in [
        ("document", "it counts as F, not judged"),
        (
            "document basis=verified",
            "its letter is A all the same, but weighs as one",
        ),
        ("observation", "it counts as F, not judged"),
        (
            "observation basis=verified",
            "its letter is A and it weighs in full all the same",
        ),
    ] {
        let link = format!("first {link} title=Minutes source=harbour-office held");
        let link = match link.contains("document") {
            true => link,
            false => link.replace("title=Minutes ", ""),
        };
        let _ = std::fs::remove_file(folder.at("claims/q.json"));
        new_claim(&folder, &link).assert_status(0);
        let run = folder.run(["check", "--only", "unknown-source", "."]);
        assert!(words(&run.stdout).contains(told), "{link}: {}", run.stdout);
        let score = words(&folder.run(["score", "."]).said_and_printed());
        let of_verified = "no registry holds: what is verified has the letter A all the same";
        assert_eq!(
            score.contains(of_verified),
            link.contains("verified"),
            "{link}: {score}"
        );
    }
}

/// A source is named by its id, so that to sign it anew breaks nothing; a claim is named by its digest.
#[test]
fn who_changed_a_signed_source_is_told_to_sign_it_anew_and_who_changed_a_claim_to_revise_it() {
    let folder = Folder::with_signed_claim();
    let source = "sources/courier.example.json";
    folder.put(
        source,
        r#"{"byline":"source/1","id":"courier.example","name":"The Courier","kind":"outlet"}"#,
    );
    folder.sign("harbour-editor", &[source]).assert_status(0);
    for (file, signer, before, after) in [
        (source, "harbour-editor", "The Courier", "The Daily Courier"),
        ("claims/a.json", "harbour-author", "Sixty", "Seventy"),
    ] {
        folder.put(file, folder.read(file).replace(before, after));
        let run = folder.sign(signer, &[file]);
        run.assert_status(1);
        let told = words(&run.stderr);
        let is_source =
            told.contains("hint: --replace signs anew what it says now, which is how a source is changed");
        assert_eq!(is_source, file == source, "{told}");
        assert_eq!(told.contains("byline new revision"), file != source, "{told}");
    }
    folder
        .sign("harbour-editor", &["--replace", source])
        .assert_status(0);
    let run = folder.run(["verify", source]);
    run.assert_status(0);
}

/// A signature beside that of somebody who may not sign takes nobody's place.
#[test]
fn a_revision_by_somebody_who_may_not_sign_it_is_mended_as_is_told() {
    let folder = Folder::with_signed_claim();
    let claim = "claims/a.json";
    folder.new_revision(claim, "It is otherwise.").assert_status(0);
    folder
        .sign("harbour-owner-two", &["--unlisted", claim])
        .assert_status(0);
    let told = words(&folder.run(["verify", "."]).stdout);
    assert!(
        told.contains("have one of them sign it as theirs, with `byline sign --anew`"),
        "{told}"
    );
    folder.sign("harbour-author", &["--anew", claim]).assert_status(0);
    folder.run(["verify", "."]).assert_status(0);
}

/// A repository with a claim of its author, whose key is then revoked.
fn with_a_revoked_author(change: impl FnOnce(&Folder)) -> Folder {
    let folder = Folder::with_signed_claim();
    change(&folder);
    let mut list = folder.next_list("trust", 2);
    list["signers"][1]["revoked"] = json!({ "at": "2026-03-06T00:00:00Z", "why": "compromised" });
    folder.put("trust/2.json", list.to_string());
    folder
        .sign("harbour-owner-one", &["trust/2.json"])
        .assert_status(0);
    folder
}

/// What is advised where the key of the signer of a record was revoked.
fn advice_on_revoked(folder: &Folder, path: &str) -> String {
    let (_, verification) = folder.verify(&["."]);
    let findings = record(&verification, path)["findings"].as_array().unwrap();
    let found = findings
        .iter()
        .find(|finding| finding["rule"] == "revoked-signer");
    found.unwrap()["help"].as_str().unwrap().to_owned()
}

#[test]
fn what_a_revoked_key_signed_is_signed_anew_where_that_helps() {
    let folder = with_a_revoked_author(|_| {});
    let advice = advice_on_revoked(&folder, "claims/a.json");
    assert_eq!(
        advice,
        "ask first whether it was Maren Voss who signed this: if so, sign it anew (`byline sign --anew claims/a.json`) with a \
         key that is in force; if not, take the record away"
    );
    folder
        .sign("harbour-editor", &["--anew", "claims/a.json"])
        .assert_status(0);
}

/// `--anew` refuses it: the next revision would lose it.
#[test]
fn an_earlier_revision_that_a_revoked_key_signed_stays() {
    let folder = with_a_revoked_author(|folder| {
        folder
            .new_revision("claims/a.json", "It is otherwise.")
            .assert_status(0);
        folder.sign("harbour-author", &["claims/a.json"]).assert_status(0);
    });
    let advice = advice_on_revoked(&folder, "claims/a.r1.json");
    assert!(
        advice.starts_with("an earlier revision stays as it is"),
        "{advice}"
    );
    assert!(!advice.contains("--anew"), "{advice}");
    let advice = advice_on_revoked(&folder, "claims/a.json");
    assert!(advice.contains("byline sign --anew claims/a.json"), "{advice}");
}

/// Retracts the claim by a notice that this key signs.
fn retract(folder: &Folder, key: &str) {
    folder
        .new_notice("claims/a.json", "retracts", "No.")
        .assert_status(0);
    let notice = format!("notices/{}", folder.names("notices")[0]);
    folder.sign(key, &[&notice]).assert_status(0);
}

#[test]
fn what_is_kept_only_for_what_was_fails_no_check() {
    let told = |folder: &Folder| folder.run(["check", "--at", AT, "."]).said_and_printed();
    let stands = with_a_revoked_author(|_| {});
    assert!(told(&stands).contains("revoked-signer"), "{}", told(&stands));
    let retracted = with_a_revoked_author(|folder| retract(folder, "harbour-editor"));
    assert!(
        !told(&retracted).contains("revoked-signer"),
        "{}",
        told(&retracted)
    );
    let revise = |key: &str| {
        with_a_revoked_author(|folder| {
            folder
                .new_revision("claims/a.json", "It is otherwise.")
                .assert_status(0);
            folder.sign(key, &["claims/a.json"]).assert_status(0);
        })
    };
    let revised = revise("harbour-editor");
    assert!(!told(&revised).contains("revoked-signer"), "{}", told(&revised));
    // A revision that does not hold itself puts nothing in its place.
    let unheld = revise("harbour-author");
    assert!(told(&unheld).contains("claims/a.r1.json"), "{}", told(&unheld));
}

/// Under another digest it would stand as if nobody had retracted it.
#[test]
fn what_was_retracted_is_not_to_be_signed_anew() {
    let folder = with_a_revoked_author(|folder| retract(folder, "harbour-editor"));
    let advice = advice_on_revoked(&folder, "claims/a.json");
    assert!(
        advice.starts_with("it was retracted, and need not be signed anew"),
        "{advice}"
    );
}

/// What the author said with that key may be the thief's word.
#[test]
fn what_a_lapsed_notice_is_on_is_not_signed_anew_unseen() {
    let folder = with_a_revoked_author(|folder| retract(folder, "harbour-author"));
    let advice = advice_on_revoked(&folder, "claims/a.json");
    assert!(
        advice.starts_with("find out first whether the notice on this"),
        "{advice}"
    );
}
