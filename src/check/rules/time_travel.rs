//! `time-travel`

use crate::check::context::RecordView;
use crate::check::found::Found;
use crate::check::rule::Judge;
use crate::json::{Anchor, RuleName};
use crate::record::{Link, Moment, Record};

rule! {
    /// ## What it finds
    ///
    /// A link that cites something published or said later than itself, or an event that began after it was reported.
    /// Dates are compared at the coarser of the two: a day and a time on that day are not at odds.
    ///
    /// Dates are held at the coarser of the two; a day beside a moment is that of some place, from where it begins first to
    /// where it ends last.
    ///
    /// ## Why it matters
    ///
    /// Nobody quotes what is still to be said. A date is wrong, or a link was put in that the report cannot rest on.
    ///
    /// ## Example
    ///
    /// ```json
    /// "event": { "from": "2025-08-22" },
    /// "chain": [
    ///   { "id": "site", "kind": "report", "source": "tech-site", "published": "2025-08-21", "held": true }
    /// ]
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Look the dates up again and correct the wrong one. If an article was changed after its printed date, give the
    /// date of the version that you read.
    TIME_TRAVEL: RuleName::new("time-travel"), Chain, Deny,
    "something cites what came later, or tells of an event before it happened", Judge::Record(judge)
}

fn judge(view: &RecordView<'_>, found: &mut Found<'_>) {
    let Record::Claim(claim) = view.record else { return };
    for link in &claim.chain {
        let Some((member, at)) = date_of(link) else {
            continue;
        };
        for &cited in &link.cites {
            let cited = &claim.chain[usize::from(cited)];
            let later = date_of(cited).filter(|(_, then)| at.is_before(*then));
            if let Some((_, then)) = later {
                found.at(
                    || view.member_of(link, member),
                    || {
                        format!(
                            "link {} of {at} cites link {}, which is of {then}",
                            link.id.as_str(),
                            cited.id.as_str()
                        )
                    },
                    "look both dates up again: nobody cites what is still to come",
                );
            }
        }
        let event = claim
            .event
            .filter(|event| link.party.is_channel() && at.is_before(event.from));
        if let Some(event) = event {
            found.at(
                || Anchor::Named("event"),
                || format!("link {} reported on {at} what happened only on {}", link.id.as_str(), event.from),
                "look both dates up again; of an article that was changed later, give the date of what you read",
            );
        }
    }
}

/// When a link was published or said, and the member that says so.
fn date_of(link: &Link<'_>) -> Option<(&'static str, Moment)> {
    let published = link.published.map(|at| ("published", at));
    published.or_else(|| link.said.map(|at| ("said", at)))
}
