//! What the commit is that records are held against: `no-base`, `policy-changed` and `signers-changed`

use crate::check::context::CorpusView;
use crate::check::found::CorpusFound;
use crate::check::rule::Judge;
use crate::corpus::{CONFIG_FILE, ListChange};
use crate::json::RuleName;
use crate::record::{Kind, Role};

rule! {
    /// ## What it finds
    ///
    /// The commit that `--since` names has no repository of claims at this place, or one without a trust list.
    ///
    /// ## Why it matters
    ///
    /// A change is judged by what was there before it: by its policy, and by who might sign. Where there was nothing, the
    /// change would be judged by what it brings along, and would let itself in.
    ///
    /// ## Example
    ///
    /// The pull request that adds `byline.toml` and `trust/1.json` to a project; or one that moves the whole repository
    /// to another folder.
    ///
    /// ## How to mend it
    ///
    /// Somebody who may has to look at `byline.toml` and the trust list, run `byline check` without `--since`, and merge
    /// by hand. It is needed once: the next change has a base.
    NO_BASE: RuleName::new("no-base"), History, Deny fixed,
    "there was no repository or trust list to judge the change by", Judge::Terms(no_base)
}

rule! {
    /// ## What it finds
    ///
    /// A `byline.toml` that is another than in the commit that `--since` names. The check is made by the earlier one. With
    /// `protected = true` in its section `[policy]` this fails the check.
    ///
    /// ## Why it matters
    ///
    /// From the next change on everything is held to the new policy. Somebody should have looked at it.
    ///
    /// ## Example
    ///
    /// A pull request adds a waiver for a finding on its own claim.
    ///
    /// ## How to mend it
    ///
    /// Have the change of the policy reviewed by itself, best in a pull request of its own.
    POLICY_CHANGED: RuleName::new("policy-changed"), Policy, Warn,
    "byline.toml is another than before", Judge::Terms(policy_changed)
}

rule! {
    /// ## What it finds
    ///
    /// A trust list in force that is another than in the commit that `--since` names: who is let in, left out or revoked,
    /// and who may sign what. A list that the owners of the one before have signed is in force at once, so that records
    /// in the same change may rest on it.
    ///
    /// ## Why it matters
    ///
    /// From now on whoever it lets in can vouch for records. Somebody should have looked at it, and not at the records
    /// alone.
    ///
    /// ## Example
    ///
    /// A pull request adds `trust/3.json`, which lets in one more author, and a claim that the author has signed.
    ///
    /// ## How to mend it
    ///
    /// Have the new list reviewed by itself, best in a pull request of its own. `byline show` tells what a list says.
    SIGNERS_CHANGED: RuleName::new("signers-changed"), Policy, Warn,
    "the trust list in force is another than before", Judge::Terms(signers_changed)
}

fn no_base(corpus: &CorpusView<'_>, found: &mut CorpusFound<'_>) {
    let verification = corpus.verification();
    let (Some(since), Some(repository)) = (verification.since(), &verification.repository) else {
        return;
    };
    let help = "look at byline.toml and the trust list yourself, run `byline check` without --since, and merge by hand; it is needed once";
    if !since.has_repository {
        found.about_file(
            repository.shown().join(CONFIG_FILE),
            format!(
                "the commit {:?} has no repository of claims here, so nothing there says what this one is held to",
                since.name
            ),
            help,
        );
    } else if since.list.is_none() && verification.trust.is_some() {
        found.about_file(
            repository.shown().join(Kind::Trust.folder()),
            format!(
                "the commit {:?} has no trust list, so that this one admits itself",
                since.name
            ),
            help,
        );
    }
}

fn policy_changed(corpus: &CorpusView<'_>, found: &mut CorpusFound<'_>) {
    let verification = corpus.verification();
    let (Some(since), Some(repository)) = (verification.since(), &verification.repository) else {
        return;
    };
    if since.is_other_policy {
        found.about_file(
            repository.shown().join(CONFIG_FILE),
            format!(
                "the policy is another than in {:?}; this check was made by the earlier one",
                since.name
            ),
            "have the change of the policy reviewed by itself",
        );
    }
}

fn signers_changed(corpus: &CorpusView<'_>, found: &mut CorpusFound<'_>) {
    let verification = corpus.verification();
    let before = verification.since().and_then(|since| since.list.as_ref());
    let (Some(before), Some(trust)) = (before, &verification.trust) else {
        return;
    };
    let changes = trust.list.changes_since(before);
    if changes.is_empty() {
        return;
    }
    let mut told: Vec<String> = changes.iter().take(MAX_CHANGES).map(in_words).collect();
    if let Some(more) = changes.len().checked_sub(MAX_CHANGES).filter(|more| *more > 0) {
        told.push(format!("and {more} more"));
    }
    found.about_file(
        trust.list.path.clone(),
        format!("who may sign is another than before: {}", told.join("; ")),
        "have the change of the trust list reviewed by itself",
    );
}

/// So many changes of a list are told: more, nobody reads in one message.
const MAX_CHANGES: usize = 10;

fn in_words(change: &ListChange) -> String {
    let roles = |roles: &[Role]| {
        roles
            .iter()
            .map(|role| role.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    };
    match change {
        ListChange::LetIn { name, roles: may } => format!("{name} is let in ({})", roles(may)),
        ListChange::LeftOut(name) => format!("{name} is left out"),
        ListChange::Revoked(name) => format!("the key of {name} is revoked"),
        ListChange::RevokedOtherwise(name) => format!("the revocation of the key of {name} is another"),
        ListChange::Roles { name, now } => format!("{name} may sign as {}", roles(now)),
        ListChange::Terms(name) => {
            format!("the entry of {name} has another name, another scope or another time")
        }
        ListChange::Threshold { before, now } => {
            let owners = if *now == 1 { "owner signs" } else { "owners sign" };
            format!("{now} {owners} the next list, instead of {before}")
        }
    }
}
