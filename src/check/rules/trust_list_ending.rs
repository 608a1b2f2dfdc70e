//! `trust-list-ending`

use chrono::TimeDelta;

use crate::check::context::CorpusView;
use crate::check::found::CorpusFound;
use crate::check::rule::Judge;
use crate::corpus::TrustState;
use crate::json::{Anchor, RuleName};

rule! {
    /// ## What it finds
    ///
    /// A trust list in force that expires within 30 days of the time of the check.
    ///
    /// ## Why it matters
    ///
    /// Once it has expired nothing holds any more (`trust-list-expired`), on a day that nobody chose: a pipeline that
    /// passed in the evening fails in the morning.
    ///
    /// ## Example
    ///
    /// `trust/1.json` says `"expires": "2026-12-24T00:00:00Z"`, and it is December.
    ///
    /// ## How to mend it
    ///
    /// `byline new trust` makes the next list, with a later date; have its owners sign it.
    TRUST_LIST_ENDING: RuleName::new("trust-list-ending"), Seal, Warn,
    "a trust list that expires within 30 days", Judge::Corpus(judge)
}

const DAYS: i64 = 30;

fn judge(corpus: &CorpusView<'_>, found: &mut CorpusFound<'_>) {
    let verification = corpus.verification();
    let in_force = verification.trust.as_ref();
    let Some(trust) = in_force.filter(|trust| trust.state == TrustState::Good) else {
        return;
    };
    let expires = trust.list.expires();
    let left = expires.moment() - corpus.at().moment();
    if left > TimeDelta::days(DAYS) {
        return;
    }
    let days = match left.num_days() {
        0 => "in less than a day".to_owned(),
        1 => "in one day".to_owned(),
        days => format!("in {days} days"),
    };
    let message = format!("this trust list expires {days}, at {expires}, and nothing holds after that");
    let help = "make the next one with `byline new trust`, and have its owners sign it";
    let mut reported = verification.reported();
    match reported.find(|(_, entry)| entry.digest == Some(trust.list.digest)) {
        Some((number, _)) => found.at(number, Anchor::Named("expires"), message, help),
        None => found.about_file(trust.list.path.clone(), message, help),
    }
}
