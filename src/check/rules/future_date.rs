//! `future-date`

use crate::check::context::RecordView;
use crate::check::found::Found;
use crate::check::rule::Judge;
use crate::json::{Anchor, RuleName};
use crate::record::{Moment, Record};

rule! {
    /// ## What it finds
    ///
    /// A date that has not come yet at the time of the check: when a link was published or said, when an event began,
    /// when a source was rated, when a notice was issued. A time may be 5 minutes ahead, as clocks are; a day counts as
    /// begun where it begins first, 14 hours ahead of UTC.
    ///
    /// ## Why it matters
    ///
    /// Nobody has read what is not published yet. The date is wrong, and with it all that is held against it.
    ///
    /// ## Example
    ///
    /// ```json
    /// { "id": "courier", "kind": "report", "source": "courier.example", "held": true, "published": "2206-03-02" }
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Correct the date. A claim about something that is announced has its announcement in the chain, and no `event`
    /// until it happens. Where the date is right, look at the clock of the machine that checks.
    FUTURE_DATE: RuleName::new("future-date"), Chain, Deny,
    "a date that has not come yet", Judge::Record(judge)
}

const HELP: &str = "correct the date; if it is right, the clock of this machine is wrong";

fn judge(view: &RecordView<'_>, found: &mut Found<'_>) {
    match view.record {
        Record::Claim(claim) => {
            for link in &claim.chain {
                for (member, moment) in [("published", link.published), ("said", link.said)] {
                    if let Some(moment) = moment.filter(|moment| moment.is_ahead_of(view.at)) {
                        found.at(
                            || view.member_of(link, member),
                            || {
                                format!(
                                    "link {} was {member} on {moment}, which is still to come",
                                    link.id.as_str()
                                )
                            },
                            HELP,
                        );
                    }
                }
            }
            let event = claim.event.map(|event| event.from);
            if let Some(from) = event.filter(|from| from.is_ahead_of(view.at)) {
                found.at(
                    || member(view, "event", "from"),
                    || format!("the event began on {from}, which is still to come"),
                    "correct the date, or leave \"event\" out until it has happened",
                );
            }
        }
        Record::Source(source) => {
            let rated = source.rated.map(|(_, on)| Moment::Date(on));
            if let Some(on) = rated.filter(|on| on.is_ahead_of(view.at)) {
                found.at(
                    || member(view, "rated", "on"),
                    || format!("the source was rated on {on}, which is still to come"),
                    HELP,
                );
            }
        }
        Record::Notice(notice) => {
            let issued = Moment::Time(notice.issued);
            if issued.is_ahead_of(view.at) {
                found.at(
                    || Anchor::Named("issued"),
                    || format!("the notice was issued on {issued}, which is still to come"),
                    HELP,
                );
            }
        }
        Record::Trust(_) => {}
    }
}

/// A member of a member of the record.
fn member(view: &RecordView<'_>, outer: &'static str, inner: &str) -> Anchor {
    let root = view.document.root();
    let node = root.member(outer).and_then(|outer| outer.member(inner));
    node.map_or(Anchor::Named(outer), |node| Anchor::Value(node.index()))
}
