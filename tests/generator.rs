//! The generator of corpora: what it makes is what it says, so that measurements measure what they say.

#[path = "../examples/corpus/generator/mod.rs"]
mod generator;

use std::collections::HashMap;
use std::fs;

use byline::json::{MAX_DEPTH, parse};
use byline::record::{Party, Record, compact, read};
use byline::seal::{Integrity, Verifier};

use generator::{Place, Plan, generate};

fn lines_of(claims: usize, signatures: usize, seed: u64) -> anyhow::Result<String> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("claims.jsonl");
    let plan = Plan {
        claims,
        signatures,
        seed,
    };
    generate(&plan, &Place::Bare(file.clone()))?;
    Ok(fs::read_to_string(file)?)
}

#[test]
fn every_claim_holds_and_every_reference_resolves() -> anyhow::Result<()> {
    let text = lines_of(300, 3, 7)?;
    let mut verifier = Verifier::default();
    let mut statements = HashMap::new();
    let (mut hanging, mut links) = (0, 0);
    for line in text.lines() {
        let (document, faults) = parse(line, MAX_DEPTH).map_err(|fault| anyhow::anyhow!("{fault:?}"))?;
        assert!(faults.is_empty(), "{faults:?}");
        let reading = read(&document);
        assert!(reading.faults.is_empty(), "{:?} in {line}", reading.faults);
        let Some(Record::Claim(claim)) = reading.record else {
            anyhow::bail!("no claim: {line}");
        };
        let seal = verifier.examine(&document, &claim.by);
        assert_eq!(
            (seal.integrity(), seal.proofs.len()),
            (Integrity::Intact, 3),
            "{line}"
        );
        assert_eq!(
            compact(&document, byline::record::Kind::Claim),
            line,
            "as `fmt` writes it"
        );
        assert!((2..=12).contains(&claim.chain.len()), "{line}");
        links += claim.chain.len();
        for link in &claim.chain {
            if let Party::Claim { claim, statement } = &link.party {
                assert_eq!(statements.get(claim).map(String::as_str), Some(*statement));
                hanging += 1;
            }
        }
        let relations = claim.contradicts.iter().chain(&claim.corroborates);
        assert!(
            relations
                .into_iter()
                .all(|digest| statements.contains_key(digest))
        );
        let before = statements.insert(seal.digest, claim.statement.to_owned());
        assert_eq!(before, None, "two claims are the same");
    }
    assert_eq!(statements.len(), 300);
    assert!(
        (25..=70).contains(&hanging),
        "{hanging} of 300 hang below another"
    );
    assert!(
        (1_800..=2_400).contains(&links),
        "{links} links, of 7 a claim as a mean"
    );
    Ok(())
}

#[test]
fn a_small_corpus_is_the_beginning_of_a_large_one_with_the_same_seed() -> anyhow::Result<()> {
    let large = lines_of(100, 1, 1)?;
    assert!(large.starts_with(&lines_of(37, 1, 1)?));
    assert!(!large.starts_with(&lines_of(1, 1, 2)?));
    Ok(())
}

#[test]
fn a_repository_holds_the_same_claims_in_files_of_their_own() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let root = folder.path().join("news");
    let plan = Plan {
        claims: 20,
        signatures: 0,
        seed: 3,
    };
    let made = generate(&plan, &Place::Folder(root.clone()))?;
    let other = folder.path().join("lines");
    let lines = Place::Lines {
        root: other.clone(),
        name: "all.jsonl".into(),
    };
    generate(&plan, &lines)?;
    let text = fs::read_to_string(other.join("claims/all.jsonl"))?;
    assert_eq!((made.claims, made.sources), (20, 200));
    assert!(
        made.key
            .is_some_and(|key| key.ends_with("news.key.pem") && key.is_file())
    );
    for line in text.lines() {
        let (document, _) = parse(line, MAX_DEPTH).map_err(|fault| anyhow::anyhow!("{fault:?}"))?;
        let id = read(&document).id.unwrap_or_default();
        let file = fs::read_to_string(root.join(format!("claims/000/{id}.json")))?;
        assert_eq!(
            file,
            byline::record::pretty(&document, byline::record::Kind::Claim)
        );
    }
    let lists = ["trust/1.json", "sources/orlinde-courier.example.json"];
    for list in lists {
        let (one, two) = (fs::read(root.join(list))?, fs::read(other.join(list))?);
        assert_eq!(one, two, "{list}");
    }
    assert!(
        generate(&plan, &Place::Folder(root)).is_err(),
        "nothing is overwritten"
    );
    Ok(())
}
