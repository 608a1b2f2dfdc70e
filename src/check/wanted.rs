//! Which rules are to be applied.

use crate::json::RuleName;

use super::context::{ClaimView, CorpusView, EntryView, RecordView};
use super::found::Found;
use super::policy::Policy;
use super::registry::RULES;
use super::rule::{CorpusJudge, Judge, Rule};

/// A rule that is to be applied. Which ones are is settled once and not for every record.
pub(super) struct Wanted<J> {
    /// Its position in [`RULES`].
    pub position: usize,
    pub rule: &'static Rule,
    pub judge: J,
}

pub(super) type RecordJudge = fn(&RecordView<'_>, &mut Found<'_>);
pub(super) type EntryJudge = fn(&EntryView<'_>, &mut Found<'_>);
pub(super) type ClaimJudge = fn(&ClaimView<'_>, &mut Found<'_>);

/// The rules of which the policy does not allow all findings, and which have a judge of this kind.
pub(super) fn wanted<J>(
    policy: &Policy,
    only: Option<RuleName>,
    judge_of: impl Fn(&'static Rule) -> Option<J>,
) -> Vec<Wanted<J>> {
    (0..)
        .zip(RULES.iter().copied())
        .filter(|(_, rule)| is_wanted(policy, only, rule.name))
        .filter_map(|(position, rule)| {
            let judge = judge_of(rule)?;
            Some(Wanted {
                position,
                rule,
                judge,
            })
        })
        .collect()
}

/// The rules of which the policy does not allow all findings, and which look at this corpus as a whole.
pub(super) fn wanted_of_corpus(corpus: &CorpusView<'_>, only: Option<RuleName>) -> Vec<Wanted<CorpusJudge>> {
    let is_since = corpus.verification().since().is_some();
    wanted(corpus.policy, only, |rule| match rule.judge {
        Judge::Corpus(judge) => Some(judge),
        Judge::Whole(judge) => corpus.is_whole.then_some(judge),
        Judge::Base(judge) | Judge::Terms(judge) => is_since.then_some(judge),
        Judge::Elsewhere | Judge::Record(_) | Judge::Entry(_) | Judge::Claim(_) => None,
    })
}

/// Whether findings of this name are told: the policy does not allow them, and no other rule was asked for.
pub(super) fn is_wanted(policy: &Policy, only: Option<RuleName>, name: RuleName) -> bool {
    only.is_none_or(|only| only == name) && policy.level(name).is_some()
}
