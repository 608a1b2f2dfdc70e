//! What a table of one's own is held to: bounds, and the laws that every rating keeps.

use super::table::{LetterRow, PRIOR_WEIGHT, Table, TableFault};

/// The largest number of observations that one number of a table may stand for: more is certainty by decree.
const MOST: f64 = 1_000.0;

/// The largest factor.
const MOST_FACTOR: f64 = 10.0;

/// No copy is certain: else one channel could bring certainty. One that is never faithful is no channel.
const MOST_RELAY: f64 = 0.9999;
const LEAST_RELAY: f64 = 0.0001;

/// The longest name of a table, in characters.
const MOST_NAME: usize = 64;

type Check = Result<(), TableFault>;

fn fault(member: &'static str, problem: impl Into<String>) -> Check {
    Err(TableFault {
        member,
        problem: problem.into(),
    })
}

/// Each number lies between the bounds.
fn within(member: &'static str, numbers: &[f64], least: f64, most: f64) -> Check {
    match numbers.iter().find(|number| !(least..=most).contains(*number)) {
        Some(number) => fault(member, format!("{number} is not between {least} and {most}")),
        None => Ok(()),
    }
}

/// No number is larger than the one before.
fn falling(member: &'static str, numbers: &[f64], why: &str) -> Check {
    match numbers.windows(2).find(|pair| pair[1] > pair[0]) {
        Some(pair) => fault(member, format!("{} stands after {}: {why}", pair[1], pair[0])),
        None => Ok(()),
    }
}

impl Table {
    /// Holds the table to its bounds and to the laws that every rating keeps.
    ///
    /// # Errors
    ///
    /// The first number that breaks one.
    pub fn check(&self) -> Check {
        self.check_name()?;
        self.check_numbers()
    }

    /// Holds the numbers alone to their bounds and laws.
    ///
    /// # Errors
    ///
    /// The first number that breaks one.
    pub fn check_numbers(&self) -> Check {
        self.check_letters()?;
        self.check_evidence()?;
        self.check_factors()?;
        self.check_thresholds()?;
        self.check_unnamed()
    }

    /// Whoever reads "2026.1" relies on its numbers.
    fn check_name(&self) -> Check {
        let published = Self::default();
        if self.name.trim().is_empty()
            || self.name.chars().count() > MOST_NAME
            || self
                .name
                .chars()
                .any(|c| c.is_control() || crate::record::is_hidden(c))
        {
            return fault(
                "name",
                format!("a table has a name of 1 to {MOST_NAME} visible characters"),
            );
        }
        if self.name == published.name && *self != published {
            return fault(
                "name",
                format!(
                    "{:?} is the name of the published table; give this one its own",
                    self.name
                ),
            );
        }
        Ok(())
    }

    fn check_letters(&self) -> Check {
        let letters = &self.letters;
        let rows = [letters.a, letters.b, letters.c, letters.d, letters.e];
        for row in rows.iter().chain([&letters.f]) {
            within("letters", &[row.right, row.wrong], 0.0, MOST)?;
            within("letters (relay)", &[row.relay], LEAST_RELAY, MOST_RELAY)?;
        }
        let relays = rows.map(|row| row.relay);
        falling(
            "letters (relay)",
            &relays,
            "a better letter never relays worse, from A to E",
        )?;
        for pair in rows.windows(2) {
            if !self.is_never_below(&pair[0], &pair[1]) {
                return fault(
                    "letters",
                    "a better letter must never give less credibility, whatever the track record, from A to E",
                );
            }
        }
        Ok(())
    }

    /// Whether a row gives at least the credibility of another with every track record. Both sides are linear in the
    /// cases, so that the extremes decide: no case, only wrong ones, only right ones.
    fn is_never_below(&self, upper: &LetterRow, lower: &LetterRow) -> bool {
        let cases = self.factors.track_cases;
        [(0.0, 0.0), (0.0, cases), (cases, 0.0)]
            .iter()
            .all(|(right, wrong)| {
                let mean = |row: &LetterRow| {
                    (row.right + right + 1.0) / (row.right + row.wrong + right + wrong + PRIOR_WEIGHT)
                };
                mean(upper) >= mean(lower)
            })
    }

    fn check_evidence(&self) -> Check {
        let table = &self.evidence;
        let person = table.person;
        let anonymous = table.anonymous;
        let weakest = "a link that does not say what it rests on counts as the last of its kind";
        for (member, numbers) in [
            (
                "evidence.observation",
                vec![table.observation.verified, table.observation.unverified],
            ),
            (
                "evidence.document",
                vec![table.document.verified, table.document.unverified],
            ),
            (
                "evidence.statement",
                vec![table.statement.authoritative, table.statement.other],
            ),
            (
                "evidence.person",
                vec![
                    person.participant,
                    person.direct,
                    person.briefed,
                    person.unspecified,
                ],
            ),
            (
                "evidence.anonymous",
                vec![
                    anonymous.participant,
                    anonymous.direct,
                    anonymous.briefed,
                    anonymous.unspecified,
                ],
            ),
        ] {
            within(member, &numbers, 0.0, MOST)?;
            falling(member, &numbers, weakest)?;
        }
        Ok(())
    }

    fn check_factors(&self) -> Check {
        let factors = &self.factors;
        let interests = [factors.against, factors.neutral, factors.beneficiary];
        within("factors", &interests, 0.0, MOST_FACTOR)?;
        falling(
            "factors",
            &interests,
            "who gains is never believed more than who loses",
        )?;
        within("factors.denial", &[factors.denial], 0.0, 1.0)?;
        within("factors.next-unnamed", &[factors.next_unnamed], 0.0, 0.99)?;
        within("factors.most-unnamed", &[factors.most_unnamed], 0.0, MOST)?;
        within("factors.track-cases", &[factors.track_cases], 0.0, MOST)
    }

    fn check_thresholds(&self) -> Check {
        let t = &self.thresholds;
        let all = [
            t.counts,
            t.against,
            t.improbable,
            t.none,
            t.strong,
            t.strong_alone,
            t.fair,
            t.fair_belief,
            t.high,
            t.moderate,
        ];
        within("thresholds", &all, 0.0, 1.0)?;
        within("thresholds.counts", &[t.counts], 0.01, 1.0)?;
        within("base-rate", &[self.base_rate], 0.0, 1.0)?;
        let order = "words keep their order";
        falling("thresholds", &[t.strong, t.fair, t.against, t.improbable], order)?;
        falling("thresholds", &[t.fair_belief, t.none], order)?;
        falling("thresholds", &[t.high, t.moderate], order)
    }

    /// One outlet with one anonymous link stays below "strong", however many people the link stands for: at most
    /// `most-unnamed` comes together, through a channel that is never certain.
    fn check_unnamed(&self) -> Check {
        let most = self.factors.most_unnamed;
        let highest = (most + PRIOR_WEIGHT * self.base_rate) / (most + PRIOR_WEIGHT);
        if highest > self.thresholds.strong {
            return fault(
                "factors.most-unnamed",
                format!(
                    "with base rate {} one unnamed link could reach a support index of {highest:.3}, which is \"strong\"; \
                     lower this, or the base rate",
                    self.base_rate
                ),
            );
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_table_keeps_the_laws() {
        assert_eq!(Table::default().check(), Ok(()));
    }

    #[test]
    fn a_table_that_breaks_a_law_is_refused_at_the_number() {
        type Change = fn(&mut Table);
        let breaks: [(&str, Change); 10] = [
            ("name", |table| table.evidence.person.direct = 5.0),
            ("letters", |table| table.letters.b.right = 900.0),
            ("letters (relay)", |table| table.letters.e.relay = 0.9),
            ("letters (relay)", |table| table.letters.a.relay = 1.0),
            ("evidence.person", |table| table.evidence.person.direct = 9.0),
            ("evidence.document", |table| {
                table.evidence.document.verified = f64::NAN
            }),
            ("factors", |table| table.factors.beneficiary = 1.2),
            ("thresholds", |table| table.thresholds.fair = 0.9),
            ("base-rate", |table| table.base_rate = -0.1),
            ("factors.most-unnamed", |table| table.base_rate = 0.6),
        ];
        for (member, change) in breaks {
            let mut table = Table {
                name: if member == "name" { "2026.1" } else { "house" }.to_owned(),
                ..Table::default()
            };
            change(&mut table);
            assert_eq!(table.check().map_err(|fault| fault.member), Err(member));
        }
    }
}
