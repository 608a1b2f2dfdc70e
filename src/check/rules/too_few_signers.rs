//! `too-few-signers`

use crate::check::context::ClaimView;
use crate::check::found::Found;
use crate::check::rule::Judge;
use crate::json::{Anchor, RuleName};
use crate::record::Role;
use crate::seal::Integrity;
use crate::verify::SignerFact;

rule! {
    /// ## What it finds
    ///
    /// A claim that fewer people have signed in a role than `[policy] signers` in `byline.toml` asks for. Each key counts
    /// once, in the role in which it signs, and only where its signature holds and it may sign this claim. What nobody
    /// has signed, and what was altered since, `unsigned` and `bad-signature` tell.
    ///
    /// ## Why it matters
    ///
    /// Four eyes see more than two. A house that wants each claim checked before it is published can have that held to.
    ///
    /// ## Example
    ///
    /// ```toml
    /// [policy]
    /// signers = { author = 1, checker = 1 }
    /// ```
    ///
    /// and a claim that its author alone has signed.
    ///
    /// ## How to mend it
    ///
    /// Have somebody of that role look the claim over and run `byline sign` on it.
    TOO_FEW_SIGNERS: RuleName::new("too-few-signers"), Seal, Deny fixed,
    "fewer signers of a role than the policy asks for", Judge::Claim(judge)
}

fn judge(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    // Who signs next is not the question where nobody has, where the claim is not what was signed, or where its author
    // may not sign it: nobody's signature beside his mends that.
    let is_authored = |signer: &SignerFact| !signer.author || signer.counts();
    if claim.entry.integrity != Integrity::Intact || !claim.entry.signers.iter().all(is_authored) {
        return;
    }
    for &(role, wanted) in &claim.corpus.policy.signers {
        // A record has one proof of each key at most.
        let signers = claim.entry.signers.iter();
        let have = signers
            .filter(|signer: &&SignerFact| signer.counts() && signer.role == Some(role))
            .count();
        if have < wanted {
            found.at(
                || Anchor::Named("proof"),
                || {
                    format!(
                        "{} signed this claim, and the policy asks for {}",
                        told(have, role),
                        told(wanted, role)
                    )
                },
                format!(
                    "have {} look it over and run `byline sign` on it",
                    asked(have, wanted, role)
                ),
            );
        }
    }
}

/// So many people of a role.
fn told(count: usize, role: Role) -> String {
    match (count, role) {
        (0, _) => format!("no {}", role.as_str()),
        (1, _) => format!("1 {}", role.as_str()),
        (more, _) => format!("{more} {}s", role.as_str()),
    }
}

/// Who still has to sign.
fn asked(have: usize, wanted: usize, role: Role) -> String {
    let word = role.as_str();
    match (have, wanted - have) {
        (0, 1) if matches!(role, Role::Checker) => format!("a {word}"),
        (0, 1) => format!("an {word}"),
        (0, several) => format!("{several} {word}s"),
        (_, 1) => format!("one more {word}"),
        (_, several) => format!("{several} more {word}s"),
    }
}
