//! The rating of one story.

use crate::chain::{Independence, Independent, OriginKind, Role, Story};
use crate::record::Reliability;

use super::exact::{Budget, Expecter, OverBudget};
use super::letter::Letters;
use super::opinion::{Evidence, Opinion};
use super::table::{PRIOR_WEIGHT, Table, reaches};
use super::weigh::{Weighed, weigh};

/// How strongly a claim is attested.
#[derive(Clone, Debug, PartialEq)]
pub struct Rating {
    /// Belief, disbelief and uncertainty: the expectation over all states of the channels.
    pub opinion: Opinion,
    /// The support index P: belief and the base rate's part of the uncertainty; 0 to 1.
    pub probability: f64,
    /// How probable it is that it was said as reported: for each origin and each report that cites nothing of the claim
    /// itself, its position in the chain and the probability.
    pub attribution: Vec<(u16, f64)>,
    /// Independent origins.
    pub origins: Independent,
    /// The weakest letter on the best way.
    pub letter: Reliability,
    /// The rating in a word.
    pub word: Word,
    /// How much evidence there is, whichever way it points.
    pub weight: Weight,
    /// Whether anything speaks against it.
    pub disputed: bool,
    is_improbable: bool,
}

/// The rating in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Word {
    /// Retracted.
    Retracted,
    /// Outweighed by denials.
    Against,
    /// Not attested.
    None,
    /// Thinly attested.
    Thin,
    /// Fairly attested.
    Fair,
    /// Strongly attested.
    Strong,
}

impl Word {
    /// As written in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Word::Retracted => "retracted",
            Word::Against => "against",
            Word::None => "none",
            Word::Thin => "thin",
            Word::Fair => "fair",
            Word::Strong => "strong",
        }
    }

    /// As people read it.
    pub const fn phrase(self) -> &'static str {
        match self {
            Word::Retracted => "retracted",
            Word::Against => "outweighed by denials",
            Word::None => "not attested",
            Word::Thin => "thinly attested",
            Word::Fair => "fairly attested",
            Word::Strong => "strongly attested",
        }
    }
}

/// How much evidence there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// Little.
    Low,
    /// Some.
    Moderate,
    /// Much.
    High,
}

impl Weight {
    /// As written in every output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Weight::Low => "low",
            Weight::Moderate => "moderate",
            Weight::High => "high",
        }
    }
}

impl Rating {
    /// The grade: a letter of the Admiralty code and a digit from 1, confirmed, to 6, cannot be judged.
    pub fn grade(&self) -> String {
        self.brief().grade()
    }

    /// What a table shows of it.
    pub fn brief(&self) -> Brief {
        Brief {
            word: self.word,
            disputed: self.disputed,
            letter: self.letter,
            digit: self.digit(),
        }
    }

    /// Whether a reader is told something else than by `other`: the word or the grade differs.
    pub fn reads_otherwise_than(&self, other: &Self) -> bool {
        self.word != other.word || self.grade() != other.grade()
    }

    fn digit(&self) -> u8 {
        match self.word {
            Word::Strong if self.origins.established >= 2 => 1,
            Word::Strong | Word::Fair => 2,
            Word::Thin => 3,
            Word::Against if self.is_improbable => 5,
            Word::Against => 4,
            // Of what was taken back nothing stands that could be judged.
            Word::None | Word::Retracted => 6,
        }
    }
}

/// What a table shows of a rating: a few bytes, which are kept so that no claim is rated twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Brief {
    /// The rating in a word.
    pub word: Word,
    /// Whether anything speaks against it.
    pub disputed: bool,
    letter: Reliability,
    digit: u8,
}

impl Brief {
    /// The grade, as [`Rating::grade`] has it.
    pub fn grade(self) -> String {
        format!("{:?}{}", self.letter, self.digit)
    }
}

/// Rates stories, one after the other, in the same memory.
pub struct Rater<'t> {
    table: &'t Table,
    expecter: Expecter,
    independence: Independence,
    letters: Letters,
    weighed: Vec<Weighed>,
    counts: Vec<bool>,
}

impl<'t> Rater<'t> {
    /// Ratings by the numbers of `table`.
    pub fn new(table: &'t Table) -> Self {
        Self {
            table,
            expecter: Expecter::default(),
            independence: Independence::default(),
            letters: Letters::default(),
            weighed: Vec::new(),
            counts: Vec::new(),
        }
    }

    /// Rates a story without the links in `gone`, which is empty or as long as the story.
    ///
    /// # Errors
    ///
    /// [`OverBudget`] where the exact expectation takes too many states.
    pub fn rate(&mut self, story: &Story, gone: &[bool], is_retracted: bool) -> Result<Rating, OverBudget> {
        self.rate_within(story, gone, is_retracted, &mut Budget::of_a_rating())
    }

    /// What [`Self::rate`] gives, with what is left of a budget.
    ///
    /// # Errors
    ///
    /// [`OverBudget`] where that does not suffice.
    pub fn rate_within(
        &mut self,
        story: &Story,
        gone: &[bool],
        is_retracted: bool,
        budget: &mut Budget,
    ) -> Result<Rating, OverBudget> {
        weigh(self.table, story, &mut self.weighed);
        let expectation = self.expecter.over(story, &self.weighed, gone, budget)?;
        let opinion = expectation.opinion;
        let attribution = expectation.attribution;
        self.counts.clear();
        let mut alone = false;
        for ((link, weighed), &attribution) in story.links().iter().zip(&self.weighed).zip(attribution) {
            let weight = weight_alone(*weighed, attribution);
            self.counts
                .push(reaches(weight, self.table.thresholds.counts) && weight > 0.0);
            let is_named =
                matches!(&link.role, Role::Origin { origin, .. } if origin.kind != OriginKind::Anonymous);
            alone |= is_named && reaches(weight, self.table.thresholds.strong_alone);
        }
        let own = (0..).zip(&story.links()[..story.own()]).zip(attribution);
        let attribution = own
            .filter(|((at, link), _)| {
                let is_end = match link.role {
                    Role::Origin { .. } => true,
                    Role::Channel { copies, .. } => !copies && story.cites(*at).is_empty(),
                    Role::Claim => false,
                };
                is_end && !gone.get(*at).copied().unwrap_or(false)
            })
            .map(|((_, link), attribution)| (link.at, *attribution))
            .collect();
        let origins = self.independence.count(story, &self.counts, gone);
        let letter = self.letters.best(story, &self.counts, gone);
        let probability = opinion.projected(self.table.base_rate);
        let judged = Judged {
            opinion,
            probability,
            letter,
            origins,
            alone,
        };
        let thresholds = &self.table.thresholds;
        Ok(Rating {
            opinion,
            probability,
            attribution,
            origins,
            letter,
            word: if is_retracted {
                Word::Retracted
            } else {
                judged.word(self.table)
            },
            weight: match opinion.belief.max(opinion.disbelief) {
                most if reaches(most, thresholds.high) => Weight::High,
                most if reaches(most, thresholds.moderate) => Weight::Moderate,
                _ => Weight::Low,
            },
            disputed: opinion.disbelief > 0.0,
            is_improbable: !reaches(probability, thresholds.improbable),
        })
    }

    /// What the table says of the links of the story rated last.
    pub(super) fn weighed(&self) -> &[Weighed] {
        &self.weighed
    }

    /// Which links of the story rated last are origins that bring support, once they are reached.
    pub fn supporting(&self) -> Vec<bool> {
        let supports =
            |weighed: &Weighed| matches!(weighed, Weighed::Origin(evidence) if evidence.supports > 0.0);
        self.weighed.iter().map(supports).collect()
    }

    /// Which links of the story rated last are origins that count.
    pub(super) fn counts(&self) -> &[bool] {
        &self.counts
    }

    /// The support index alone, with what is left of a budget.
    ///
    /// # Errors
    ///
    /// [`OverBudget`]
    pub fn probability_within(
        &mut self,
        story: &Story,
        gone: &[bool],
        budget: &mut Budget,
    ) -> Result<f64, OverBudget> {
        weigh(self.table, story, &mut self.weighed);
        let expectation = self.expecter.over(story, &self.weighed, gone, budget)?;
        Ok(expectation.opinion.projected(self.table.base_rate))
    }
}

/// What an origin alone weighs for the claim.
fn weight_alone(weighed: Weighed, attribution: f64) -> f64 {
    match weighed {
        Weighed::Origin(Evidence { supports, .. }) => attribution * supports / (supports + PRIOR_WEIGHT),
        Weighed::Channel(_) | Weighed::Claim => 0.0,
    }
}

/// What the word follows from.
struct Judged {
    opinion: Opinion,
    probability: f64,
    letter: Reliability,
    origins: Independent,
    alone: bool,
}

impl Judged {
    fn word(&self, table: &Table) -> Word {
        let thresholds = &table.thresholds;
        let is_good = self.letter <= Reliability::C;
        // With a base rate below that threshold, nothing said at all is below it as well; but nobody denies it.
        if !reaches(self.probability, thresholds.against) && self.opinion.disbelief > 0.0 {
            Word::Against
        } else if !reaches(self.opinion.belief, thresholds.none) {
            Word::None
        } else if is_good
            && reaches(self.probability, thresholds.strong)
            && (self.origins.established >= 2 || self.alone)
        {
            Word::Strong
        } else if is_good
            && reaches(self.probability, thresholds.fair)
            && reaches(self.opinion.belief, thresholds.fair_belief)
        {
            Word::Fair
        } else {
            Word::Thin
        }
    }
}
