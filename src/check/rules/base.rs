//! What the commit is that records are held against: `no-base` and `policy-changed`

use crate::check::context::CorpusView;
use crate::check::found::CorpusFound;
use crate::check::rule::Judge;
use crate::corpus::CONFIG_FILE;
use crate::json::RuleName;
use crate::record::Kind;

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
    } else if !since.has_list && verification.trust.is_some() {
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
