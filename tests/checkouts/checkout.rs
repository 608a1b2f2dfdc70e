//! A repository of claims in a real git repository, and whoever commits to it.

use std::fs;

use serde_json::{Value, json};

use super::playground::{AT, CREATED, Folder, Run, byline, claim, fixture, git, run};

/// A git repository with a repository of claims in the folder `desk` of it, at the commit `base`.
pub struct Checkout {
    pub folder: Folder,
}

fn in_desk(path: &str) -> String {
    format!("desk/{path}")
}

impl Checkout {
    /// Two signed claims, the second resting on the first, a retracted third with its notice, and a signed source.
    pub fn new() -> Self {
        Self::with_policy("")
    }

    pub fn with_policy(policy: &str) -> Self {
        let checkout = Self {
            folder: Folder::new(),
        };
        let folder = &checkout.folder;
        checkout.put("byline.toml", policy);
        let plain = fixture("faulty-repositories/seal/unsigned/trust/1.json");
        checkout.put("trust/1.json", &fs::read_to_string(plain).unwrap());
        for id in ["a", "b", "c", "other"] {
            checkout.put_signed(&format!("claims/{id}.json"), &claim(id));
        }
        let link = format!(
            r#"{{"id":"below","kind":"claim","claim":"{}","statement":"Sixty metres of the quay wall slid into the water."}}"#,
            checkout.digest("claims/a.json")
        );
        let above = claim("b").replace(r#""chain":["#, &format!(r#""chain":[{link},"#));
        let above = above.replace(r#""held":true"#, r#""held":true,"cites":["below"]"#);
        checkout.put_signed("claims/b.json", &above);
        checkout.put_signed("notices/c.json", &checkout.notice("claims/c.json"));
        git(folder.path(), &["init", "-q", "-b", "main"]);
        checkout.commit("base");
        git(folder.path(), &["tag", "base"]);
        checkout
    }

    pub fn at(&self, path: &str) -> std::path::PathBuf {
        self.folder.at("desk").join(path)
    }

    pub fn put(&self, path: &str, text: &str) {
        self.folder.put(&in_desk(path), text);
    }

    pub fn read(&self, path: &str) -> String {
        self.folder.read(&in_desk(path))
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.at(path)).unwrap();
    }

    pub fn rename(&self, from: &str, to: &str) {
        fs::create_dir_all(self.at(to).parent().unwrap()).unwrap();
        fs::rename(self.at(from), self.at(to)).unwrap();
    }

    /// Writes a record and has its author sign it.
    pub fn put_signed(&self, path: &str, text: &str) {
        self.put(path, text);
        self.sign("harbour-author", path);
    }

    pub fn sign(&self, who: &str, path: &str) {
        self.sign_at(who, path, CREATED);
    }

    pub fn sign_at(&self, who: &str, path: &str, created: &str) {
        let path = in_desk(path);
        self.folder
            .sign_at(who, created, &["--unlisted", &path])
            .assert_status(0);
    }

    pub fn digest(&self, path: &str) -> String {
        self.folder.digest(&in_desk(path))
    }

    /// A record without its proofs.
    pub fn unsigned(&self, path: &str) -> Value {
        self.folder.unsigned(&in_desk(path))
    }

    /// The second trust list, which nobody has signed yet.
    pub fn next_list(&self) -> Value {
        self.folder.next_list("desk/trust", 2)
    }

    /// Adds the list in which the signer at this place is superseded in May, signed by its owner.
    pub fn supersede(&self, signer: usize) {
        let mut list = self.next_list();
        list["signers"][signer]["revoked"] = json!({ "at": "2026-05-01T00:00:00Z", "why": "superseded" });
        self.put("trust/2.json", &list.to_string());
        self.sign_at("harbour-owner-one", "trust/2.json", "2026-05-01T00:00:00Z");
    }

    /// A notice that retracts what lies at `path`, unsigned.
    pub fn notice(&self, path: &str) -> String {
        format!(
            r#"{{"byline":"notice/1","record":"{}","effect":"retracts","reason":"The outlet withdrew it.","issued":"2026-03-06T10:00:00Z"}}"#,
            self.digest(path)
        )
    }

    /// The next revision of a claim, signed by its author, with the one before kept beside it.
    pub fn revise(&self, id: &str, statement: &str) {
        let head = format!("claims/{id}.json");
        let digest = self.digest(&head);
        let mut record = self.unsigned(&head);
        let revision = record["revision"].as_u64().unwrap_or(1);
        self.rename(&head, &format!("claims/{id}.r{revision}.json"));
        record["revision"] = (revision + 1).into();
        record["supersedes"] = digest.into();
        record["statement"] = statement.into();
        self.put_signed(&head, &record.to_string());
    }

    pub fn commit(&self, message: &str) {
        git(self.folder.path(), &["add", "-A", "."]);
        git(
            self.folder.path(),
            &["commit", "-q", "--allow-empty", "-m", message],
        );
    }

    /// Commits what lies there, and lets `base` be that.
    pub fn rebase(&self) {
        self.commit("another base");
        git(self.folder.path(), &["tag", "-f", "base"]);
    }

    /// Checks what differs from `base`.
    pub fn check(&self) -> Run {
        self.check_with(&["--since", "base"])
    }

    pub fn check_with(&self, arguments: &[&str]) -> Run {
        let mut command = byline();
        command
            .args(["check", "--at", AT])
            .args(arguments)
            .env("COLUMNS", "240")
            .current_dir(self.at(""));
        run(&mut command)
    }

    /// The check fails with this rule, told of this file.
    pub fn assert_denied(&self, rule: &str, path: &str) {
        self.assert_denied_with(&["--since", "base"], rule, path);
    }

    pub fn assert_denied_with(&self, arguments: &[&str], rule: &str, path: &str) {
        let run = self.check_with(arguments);
        run.assert_clean();
        assert!(matches!(run.status, Some(1 | 3)), "{run:#?}");
        assert!(tells(&run, rule, path), "no {rule} at {path}: {run:#?}");
    }

    /// The check passes.
    pub fn assert_passes(&self) -> Run {
        let run = self.check();
        run.assert_status(0);
        run
    }
}

/// Whether a finding of this rule is told of this file.
pub fn tells(run: &Run, rule: &str, path: &str) -> bool {
    let lines: Vec<&str> = run.stdout.lines().collect();
    let is_rule = |line: &str| line.contains(&format!("[{rule}]"));
    lines.iter().enumerate().any(|(at, line)| {
        // A long message goes on before the line with the place.
        let place = lines[at..].iter().find(|line| line.contains("-->"));
        is_rule(line) && place.is_some_and(|place| place.contains(path))
    })
}
