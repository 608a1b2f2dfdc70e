//! `sign --signer`: a program outside that signs, a good one and many bad ones.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;

use std::fs;
use std::time::{Duration, Instant};

use byline::seal::{OutsideSigner, Refusal, SecretKey, Signer, SignerError, decode_private};
use playground::{CREATED, Folder, Run, claim, did, key};
use serde_json::Value;

const AUTHOR: &str = "harbour-author";

fn secret(name: &str) -> SecretKey {
    let pem = fs::read(key(name)).unwrap();
    SecretKey::from_seed(&decode_private(&pem, None).unwrap())
}

/// Runs `sign` with a signer for the author's key.
fn sign_with(folder: &Folder, command: &str, arguments: &[&str]) -> Run {
    let signer_key = did(AUTHOR);
    let all = [
        "sign",
        "--created",
        CREATED,
        "--signer",
        command,
        "--signer-key",
        &signer_key,
    ];
    folder.run(all.iter().chain(arguments))
}

/// A folder with a claim, and a script for `sh` that the signer is.
fn folder_with(script: &str) -> Folder {
    let folder = Folder::new();
    folder.put("wall.json", claim("wall"));
    folder.put("signer.sh", script);
    folder
}

/// The right signature, as `wall.json` is signed with the key file; and what then stands in the file.
fn right_answer() -> ([u8; 64], String) {
    let folder = Folder::new();
    folder.put("wall.json", claim("wall"));
    folder.sign(AUTHOR, &["wall.json"]).assert_status(0);
    let text = folder.read("wall.json");
    (signature_in(&text), text)
}

/// The signature on a record that is signed once.
fn signature_in(record: &str) -> [u8; 64] {
    let record: Value = serde_json::from_str(record).unwrap();
    let value = record["proof"]["proofValue"].as_str().unwrap();
    bs58::decode(&value[1..]).into_vec().unwrap().try_into().unwrap()
}

#[test]
fn the_signer_gets_64_bytes_and_what_it_answers_is_written() {
    let (signature, signed) = right_answer();
    let hex: String = signature.iter().map(|byte| format!("{byte:02x}")).collect();
    let folder = folder_with("cat > got; cat answer");
    for (name, answer) in [
        ("as they are", signature.to_vec()),
        ("hexadecimal digits", hex.clone().into_bytes()),
        (
            "with a line feed",
            format!("{}\n", hex.to_uppercase()).into_bytes(),
        ),
        ("base64", base64(&signature).into_bytes()),
        (
            "base64 in lines",
            wrapped(&base64(&signature), "\r\n").into_bytes(),
        ),
    ] {
        folder.put("wall.json", claim("wall"));
        folder.put("answer", &answer);
        let run = sign_with(&folder, "sh signer.sh", &["wall.json"]);
        run.assert_status(0);
        assert_eq!(folder.read("wall.json"), signed, "{name}");
        let got: [u8; 64] = fs::read(folder.at("got")).unwrap().try_into().unwrap();
        assert_eq!(secret(AUTHOR).sign(&got), signature, "{name}");
    }
    // Again: it has signed already, and is not asked.
    fs::remove_file(folder.at("got")).unwrap();
    sign_with(&folder, "sh signer.sh", &["wall.json"]).assert_status(0);
    assert!(!folder.at("got").exists());
}

fn base64(bytes: &[u8]) -> String {
    use base64ct::Encoding;
    base64ct::Base64::encode_string(bytes)
}

fn wrapped(text: &str, end: &str) -> String {
    let (first, rest) = text.split_at(64);
    format!("{first}{end}{rest}{end}")
}

/// The run refuses with this status and these words, in time, and the file is as it was.
fn assert_refused(script: &str, status: i32, words: &str) {
    let folder = folder_with(script);
    let start = Instant::now();
    let run = sign_with(&folder, "sh signer.sh", &["--signer-timeout", "2", "wall.json"]);
    run.assert_status(status);
    let said = run.said();
    assert!(said.contains(words), "{script}: {words:?} in {run:#?}");
    assert!(said.contains("wall.json: the signer"), "{run:#?}");
    assert_eq!(run.stdout, "", "{script}");
    assert_eq!(folder.read("wall.json"), claim("wall"), "{script}");
    assert_eq!(
        folder
            .names("")
            .iter()
            .filter(|name| name.starts_with(".byline"))
            .count(),
        0
    );
    assert!(start.elapsed() < Duration::from_secs(30), "{script}");
}

#[test]
fn a_signer_that_hangs_is_stopped() {
    // What the script starts outlives it; with standard error it would hold the pipe that this test reads.
    for script in [
        "sleep 20 2>&-; exit 0",
        "exec sleep 600",
        "cat > /dev/null; exec 1>&-; exec sleep 600",
        "sleep 20 2>&- & exit 0",
    ] {
        assert_refused(script, 3, "it was not done after 2 s, and was stopped");
    }
}

#[test]
fn a_signer_that_floods_is_stopped() {
    assert_refused("exec cat /dev/zero", 3, "it answered with more than 256 bytes");
    assert_refused("exec yes", 3, "it answered with more than 256 bytes");
    assert_refused("head -c 257 /dev/zero", 3, "it answered with more than 256 bytes");
}

#[test]
fn a_signer_that_fails_is_told_with_its_status() {
    let (signature, _) = right_answer();
    let hex: String = signature.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_refused("exit 1", 3, "it ended with status 1; try it by hand");
    assert_refused(&format!("echo {hex}; exit 7"), 3, "it ended with status 7");
    assert_refused("kill -9 $$", 3, "it was ended by a signal");
    assert_refused("exec 0<&- 1>&-; exit 1", 3, "it ended with status 1");
    assert_refused(
        "echo the token is locked >&2; exit 1",
        3,
        "the token is locked\nerror: wall.json",
    );
}

#[test]
fn an_answer_that_is_no_signature_is_told() {
    let (signature, _) = right_answer();
    let hex: String = signature.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_refused("exit 0", 3, "it answered with nothing");
    assert_refused("exec 0<&- 1>&-", 3, "it answered with nothing");
    assert_refused("cat", 1, "no signature of did:key:z6Mk");
    assert_refused(
        "printf 'ok\\n'",
        3,
        "it answered with 3 bytes that are no signature",
    );
    assert_refused(
        &format!("printf %s {}", &hex[1..]),
        3,
        "it answered with 127 bytes",
    );
    assert_refused(&format!("printf %s {hex}00"), 3, "it answered with 130 bytes");
    assert_refused(
        &format!("printf %s +{}", &hex[1..]),
        3,
        "it answered with 128 bytes",
    );
    assert_refused(
        &format!("printf 'Signature: %s' {hex}"),
        3,
        "that are no signature",
    );
    assert_refused("head -c 64 /dev/zero", 1, "no signature of did:key:z6Mk");
}

/// A signature that others would refuse is refused here: S beyond the group's order, and every changed bit.
#[test]
fn a_wrong_signature_never_leaves_the_library() {
    let key = secret(AUTHOR);
    let message = [7; 64];
    let right = key.sign(&message);
    let answers = |answer: [u8; 64]| {
        let signer = OutsideSigner::new(key.public(), move |_: &[u8; 64]| Ok(answer));
        signer.signature(&message)
    };
    assert_eq!(answers(right).unwrap(), right);
    for bit in 0..512 {
        let mut wrong = right;
        wrong[bit / 8] ^= 1 << (bit % 8);
        assert!(matches!(answers(wrong), Err(SignerError::Wrong { key: told }) if told == key.public()));
    }
    // The order of the group, RFC 8032, section 5.1; added to S it gives the malleable twin.
    const ORDER: &str = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";
    let mut twin = right;
    let mut carry = 0_u16;
    for at in 0..32 {
        let digit = u8::from_str_radix(&ORDER[2 * at..2 * at + 2], 16).unwrap();
        let sum = u16::from(twin[32 + at]) + u16::from(digit) + carry;
        twin[32 + at] = sum.to_le_bytes()[0];
        carry = sum >> 8;
    }
    assert_ne!(twin, right);
    assert!(matches!(answers(twin), Err(SignerError::Wrong { .. })));
    // Another's key, and what the signer says where it gives none.
    let other = OutsideSigner::new(secret("harbour-editor").public(), move |_: &[u8; 64]| Ok(right));
    assert!(matches!(
        other.signature(&message),
        Err(SignerError::Wrong { .. })
    ));
    let locked = OutsideSigner::new(key.public(), |_: &[u8; 64]| {
        Err(Refusal::from("the token is locked"))
    });
    let error = locked.signature(&message).unwrap_err();
    assert!(matches!(&error, SignerError::NoAnswer(reason) if reason.to_string() == "the token is locked"));
}

/// Signs with a signer that gives these answers one after the other, and then no more.
fn sign_with_answers(folder: &Folder, answers: &[[u8; 64]], arguments: &[&str]) -> Run {
    for (number, answer) in (1..).zip(answers) {
        folder.put(&format!("answers/{number}"), answer);
    }
    folder.put("answers/asked", "0");
    folder.put(
        "signer.sh",
        "cd answers; asked=$(($(cat asked) + 1)); echo $asked > asked; cat $asked || exit 9",
    );
    let run = sign_with(folder, "sh signer.sh", arguments);
    for number in 1..=answers.len() {
        fs::remove_file(folder.at(&format!("answers/{number}"))).unwrap();
    }
    run
}

#[test]
fn all_lines_are_signed_or_none() {
    let folder = Folder::new();
    let lines: String = (0..5)
        .map(|number| claim(&format!("line-{number}")) + "\n")
        .collect();
    folder.put("many.jsonl", &lines);
    folder.put("by-file.jsonl", &lines);
    folder.put("after.json", claim("wall"));
    folder.sign(AUTHOR, &["by-file.jsonl"]).assert_status(0);
    let signed = folder.read("by-file.jsonl");
    let mut answers: Vec<[u8; 64]> = signed.lines().map(signature_in).collect();
    answers.push(right_answer().0);

    let run = sign_with_answers(&folder, &answers[..3], &["many.jsonl", "after.json"]);
    run.assert_status(3);
    let words = "many.jsonl:4: the signer gave no signature: it ended with status 9";
    assert!(run.said().contains(words), "{run:#?}");
    assert_eq!(run.stdout, "");
    assert_eq!(folder.read("many.jsonl"), lines);
    assert_eq!(folder.read("after.json"), claim("wall"));
    assert_eq!(
        folder.read("answers/asked"),
        "4\n",
        "who failed is not asked again"
    );

    // The third answer is wrong.
    let mut wrong = answers.clone();
    wrong.swap(2, 3);
    let run = sign_with_answers(&folder, &wrong, &["many.jsonl", "after.json"]);
    run.assert_status(1);
    assert!(
        run.said()
            .contains("many.jsonl:3: the signer answered with something"),
        "{run:#?}"
    );
    assert_eq!(folder.read("many.jsonl"), lines);
    assert_eq!(folder.read("answers/asked"), "3\n");

    let run = sign_with_answers(&folder, &answers, &["many.jsonl", "after.json"]);
    run.assert_status(0);
    assert_eq!(folder.read("answers/asked"), "6\n");
    assert_eq!(folder.read("many.jsonl"), signed);
    folder
        .run(["verify", "--integrity", "many.jsonl", "after.json"])
        .assert_status(0);

    // A line that is no record: nobody is asked for those after it.
    let broken = format!("{}\n{{}}\n{}\n", claim("line-0"), claim("line-1"));
    folder.put("broken.jsonl", &broken);
    sign_with_answers(&folder, &answers, &["broken.jsonl"]).assert_status(1);
    assert_eq!(folder.read("answers/asked"), "1\n");
    assert_eq!(folder.read("broken.jsonl"), broken);
}

#[test]
fn a_dry_run_asks_for_no_signature() {
    let folder = folder_with("touch asked; exit 1");
    let dry = sign_with(&folder, "sh signer.sh", &["--dry-run", "wall.json"]);
    dry.assert_status(0);
    assert_eq!(folder.names(""), ["signer.sh", "wall.json"]);
    let wet = folder.sign(AUTHOR, &["wall.json"]);
    assert_eq!(dry.stdout.replace("would sign", "signed"), wet.stdout);
}

#[test]
fn the_command_is_split_as_in_a_shell_and_run_by_none() {
    let folder = folder_with("printf '%s\\n' \"$@\" > arguments; exit 1");
    sign_with(
        &folder,
        "sh signer.sh 'two words' \"$HOME\" a\\ b '|' ';' '*'",
        &["wall.json"],
    )
    .assert_status(3);
    assert_eq!(folder.read("arguments"), "two words\n$HOME\na b\n|\n;\n*\n");
    for (command, words) in [
        ("", "it names no program"),
        ("  ", "it names no program"),
        ("''", "it names no program"),
        ("sh 'signer.sh", "a quotation mark is not closed"),
    ] {
        let run = sign_with(&folder, command, &["wall.json"]);
        run.assert_status(2);
        assert!(run.said().contains(words), "{run:#?}");
    }
    let run = sign_with(&folder, "no-such-program", &["wall.json"]);
    run.assert_status(3);
    assert!(
        run.said().contains("\"no-such-program\" could not be started"),
        "{run:#?}"
    );
}

#[test]
fn the_signers_key_is_a_did_or_a_file() {
    let folder = folder_with("exit 1");
    let pem = folder.run(["key", "export", "--format", "pem", key(AUTHOR).to_str().unwrap()]);
    pem.assert_status(0);
    folder.put("public.pem", pem.stdout);
    let by_pub = format!("{}.pub", key(AUTHOR).display());
    for key in ["public.pem", &by_pub] {
        let run = folder.run([
            "sign",
            "--dry-run",
            "--signer",
            "sh",
            "--signer-key",
            key,
            "wall.json",
        ]);
        run.assert_status(0);
    }
    for (key, status, words) in [
        (
            "did:key:z6MkNoKey",
            2,
            "did:key:z6MkNoKey: this is no did:key of an Ed25519 key",
        ),
        (
            "no-such-file",
            3,
            "there is neither a key file \"no-such-file\" here",
        ),
        ("signer.sh", 1, "signer.sh is no public key file"),
    ] {
        let run = folder.run(["sign", "--signer", "sh", "--signer-key", key, "wall.json"]);
        run.assert_status(status);
        assert!(run.said().contains(words), "{run:#?}");
    }
}
