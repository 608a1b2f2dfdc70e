//! What it costs to hand over a claim with a thousand records below it: `byline bundle` and `byline verify` of what it
//! makes, as CPU of whole runs:
//!
//! ```text
//! cargo bench --bench bundle
//! ```
//!
//! Best of five rounds. Nothing is asserted: the goals stand beside the figures.

#![allow(clippy::print_stdout, reason = "a benchmark says what it measured")]

mod measure;

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use anyhow::{Context, anyhow};
use byline::json::{MAX_DEPTH, parse};
use byline::record::{Kind, Time, pretty};
use byline::seal::{SecretKey, SignOptions, Verifier, digest, sign};
use serde_json::{Value, json};

use measure::ROUNDS;
use measure::process::{AROUND, Run, around, run};

/// Claims below the one that is handed over.
const BELOW: usize = 1_000;
/// How many of them hang below one another.
const DEEP: usize = 50;
/// Outlets that report them.
const OUTLETS: usize = 20;

fn main() -> anyhow::Result<()> {
    let mut raw = std::env::args_os().skip(1);
    if raw.next().is_some_and(|first| first == AROUND) {
        println!("{}", around(raw)?);
        return Ok(());
    }
    if !std::env::args().any(|argument| argument == "--bench") {
        println!("run this with `cargo bench --bench bundle`");
        return Ok(());
    }
    println!("a claim and those below it, each in a file of its own, one signature each; two cores");
    for below in [BELOW / 10, BELOW] {
        measure(below)?;
    }
    Ok(())
}

fn measure(below: usize) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let root = folder.path().join("repository");
    Desk::new(&root)?.make(below)?;
    let mut best: Option<(Run, Run)> = None;
    let mut size = 0;
    for round in 0..ROUNDS {
        let file = folder.path().join(format!("{round}.bundle"));
        let arguments: [OsString; 4] = [
            "bundle".into(),
            root.join("claims/top.json").into(),
            "-o".into(),
            file.into(),
        ];
        let made = byline(&arguments)?;
        let file = &arguments[3];
        let verified = byline(&["verify".into(), file.clone()])?;
        size = fs::metadata(file)?.len();
        best = Some(match best {
            Some((before, after)) => (before.better(made), after.better(verified)),
            None => (made, verified),
        });
    }
    let (made, verified) = best.context("no round")?;
    let milliseconds = |run: Run| run.cpu.as_secs_f64() * 1e3;
    println!(
        "  {below:>5} below: bundle {:>6.1} ms, verify {:>6.1} ms, together {:>6.1} ms; {size} bytes; peak memory {:.1} MB{}",
        milliseconds(made),
        milliseconds(verified),
        milliseconds(made) + milliseconds(verified),
        made.memory.max(verified.memory) as f64 / 1e6,
        if below == BELOW {
            "; goal: under 1000 ms"
        } else {
            ""
        }
    );
    if (made.status, verified.status) != (0, 0) {
        println!(
            "  they ended with {} and {}: the figures mean nothing",
            made.status, verified.status
        );
    }
    Ok(())
}

fn byline(arguments: &[OsString]) -> anyhow::Result<Run> {
    run(env!("CARGO_BIN_EXE_byline"), arguments, 2)
}

/// A repository with one key, which signs everything.
struct Desk<'r> {
    root: &'r Path,
    key: SecretKey,
    verifier: Verifier,
}

impl<'r> Desk<'r> {
    fn new(root: &'r Path) -> anyhow::Result<Self> {
        for folder in ["trust", "claims", "sources"] {
            fs::create_dir_all(root.join(folder))?;
        }
        fs::write(root.join("byline.toml"), "")?;
        Ok(Self {
            root,
            key: SecretKey::from_seed(&[7; 32]),
            verifier: Verifier::default(),
        })
    }

    /// Makes a claim that rests on `below` others, `DEEP` of them in a row each time.
    fn make(&mut self, below: usize) -> anyhow::Result<()> {
        let key = self.key.public().to_string();
        let list = json!({ "byline": "trust/1", "repository": "0".repeat(64), "version": 1,
            "expires": "2099-01-01T00:00:00Z", "threshold": 1,
            "signers": [{ "key": key, "name": "Desk", "roles": ["owner", "author", "editor"] }] });
        self.put("trust/1.json", Kind::Trust, &list)?;
        for outlet in 0..OUTLETS {
            let id = outlet_id(outlet);
            let source = json!({ "byline": "source/1", "id": id, "name": format!("Outlet {outlet}"), "kind": "outlet",
                                 "reliability": "B" });
            self.put(&format!("sources/{id}.json"), Kind::Source, &source)?;
        }
        let mut heads = Vec::new();
        for row in 0..below / DEEP {
            let mut before = None;
            for step in 0..DEEP {
                let statement = format!("Step {step} of part {row} of a long story.");
                let digest =
                    self.claim(&format!("part-{row}-{step}"), &statement, &Vec::from_iter(before))?;
                before = Some((digest, statement));
            }
            heads.extend(before);
        }
        self.claim("top", "All of this is so.", &heads)?;
        Ok(())
    }

    /// Writes a claim that an outlet reports from an unnamed person and from the claims `below`, and gives its digest.
    fn claim(&mut self, id: &str, statement: &str, below: &[(String, String)]) -> anyhow::Result<String> {
        let outlet = outlet_id(id.len() * 7 % OUTLETS);
        let mut cites = vec!["official".to_owned()];
        cites.extend((0..below.len()).map(|number| format!("below-{number}")));
        let mut chain = vec![
            json!({ "id": "outlet", "kind": "report", "source": outlet, "published": "2026-03-04", "held": true,
                    "cites": cites }),
            json!({ "id": "official", "kind": "anonymous", "described": "an official who was there", "count": 1,
                    "basis": "participant" }),
        ];
        for (number, (digest, statement)) in below.iter().enumerate() {
            chain.push(
                json!({ "id": format!("below-{number}"), "kind": "claim", "claim": digest,
                               "statement": statement }),
            );
        }
        let claim =
            json!({ "byline": "claim/1", "id": id, "statement": statement, "lang": "en", "chain": chain });
        self.put(&format!("claims/{id}.json"), Kind::Claim, &claim)
    }

    /// Signs a record, writes it and gives its digest.
    fn put(&mut self, path: &str, kind: Kind, record: &Value) -> anyhow::Result<String> {
        let options = SignOptions {
            created: Time::parse("2026-03-05T10:00:00Z").context("this is a time")?,
            existing: Default::default(),
        };
        let signed = sign(&record.to_string(), &self.key, options, &mut self.verifier)?;
        let text = signed.text.context("nothing was signed")?;
        let (document, _) = parse(&text, MAX_DEPTH).map_err(|fault| anyhow!("{fault:?}"))?;
        fs::write(self.root.join(path), pretty(&document, kind))?;
        Ok(digest(&document).to_string())
    }
}

fn outlet_id(number: usize) -> String {
    format!("outlet-{number}.example")
}
