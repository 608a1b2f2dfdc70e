//! What ratings come from, and what would raise them: the words of `score` tied to the records of a run.

use crate::chain::{Chain, Edit, Label, NameId, Role, Story};
use crate::record::Digest;
use crate::score::{
    Brief, Budget, Contribution, OverBudget, Rater, Rating, Reason, candidates, contributions, reasons,
    weakest_point,
};
use crate::verify::Verification;

use super::mistrust::Mistrust;
use super::ratings::{RatingError, RatingWorker};

/// What a rating comes from. What it takes more ratings to know is `None` where the budget for these did not suffice: the
/// outlets and owners are too entangled.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The reasons that matter most.
    pub reasons: Vec<Reason<LinkName>>,
    /// What is owed to each origin and source, the largest first.
    pub contributions: Option<Vec<Contribution>>,
    /// What would raise it, the most first.
    pub raise: Option<Vec<Raise>>,
    /// The smallest set of owners and groups without which nothing supports it; `None` where it takes many.
    pub weakest: Option<Vec<WeakPoint>>,
    /// Those without whom, if they were not trusted, it would be another.
    pub mistrust: Option<Vec<Mistrust>>,
}

/// A part of an explanation that takes more ratings than that of the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    /// [`Explanation::contributions`]
    Contributions,
    /// [`Explanation::raise`]
    Raise,
    /// [`Explanation::mistrust`]
    Mistrust,
}

impl Explanation {
    /// The parts that are left out, for which the budget did not suffice.
    pub fn left_out(&self) -> Vec<Tried> {
        let parts = [
            (Tried::Contributions, self.contributions.is_none()),
            (Tried::Raise, self.raise.is_none()),
            (Tried::Mistrust, self.mistrust.is_none()),
        ];
        let left_out = parts.into_iter().filter(|(_, is_left_out)| *is_left_out);
        left_out.map(|(part, _)| part).collect()
    }
}

/// A rating with what it comes from, as far as the links that are there go.
#[derive(Clone, Debug)]
pub struct Breakdown {
    /// The rating.
    pub rating: Rating,
    /// The reasons that matter most.
    pub reasons: Vec<Reason<LinkName>>,
    /// What is owed to each origin and source, the largest first; `None` where its outlets and owners are too entangled to
    /// say.
    pub contributions: Option<Vec<Contribution>>,
}

/// A link of a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkName {
    /// The claim below that it stands in; `None` for the claim itself.
    pub claim: Option<Digest>,
    /// Its id.
    pub id: Box<str>,
    /// The registry id of its party.
    pub source: Option<NameId>,
}

/// A change that would raise a rating.
#[derive(Clone, Debug)]
pub struct Raise {
    /// The change.
    pub edit: Edit,
    /// By how much the support index would rise.
    pub delta: f64,
    /// The rating then.
    pub then: Rating,
    /// Whether the claim names the outlet of a new origin already.
    pub is_here: bool,
}

/// What a claim hangs on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WeakPoint {
    /// All outlets of one owner; `None` for those that no registry holds.
    Owner(Option<NameId>),
    /// Origins that are one witness, by the registry id that they belong to, if any.
    Witness(Option<NameId>, Vec<LinkName>),
}

impl RatingWorker<'_> {
    /// The rating of a claim.
    ///
    /// # Errors
    ///
    /// [`RatingError`]
    pub fn rate(&mut self, number: u32) -> Result<Rating, RatingError> {
        if self.ratings.noted(number) == Some(None) {
            return Err(OverBudget.into());
        }
        let rating = self.with_story(number, |_, rating| rating);
        match &rating {
            Ok(rating) => self.ratings.note(number, Some(rating.brief())),
            Err(RatingError::OverBudget(_)) => self.ratings.note(number, None),
            Err(_) => {}
        }
        rating
    }

    /// What a table shows of the rating of a claim. One that was rated before is not rated again.
    ///
    /// # Errors
    ///
    /// [`RatingError`]
    pub fn brief(&mut self, number: u32) -> Result<Brief, RatingError> {
        match self.ratings.noted(number) {
            Some(Some(brief)) => Ok(brief),
            Some(None) | None => self.rate(number).map(|rating| rating.brief()),
        }
    }

    /// The rating of a claim, and why it is so.
    ///
    /// # Errors
    ///
    /// [`RatingError`]
    pub fn rate_with_reasons(&mut self, number: u32) -> Result<(Rating, Vec<Reason<LinkName>>), RatingError> {
        self.with_story(number, |told, rating| {
            let reasons = told.reasons(&rating);
            (rating, reasons)
        })
    }

    /// The rating of a claim, why it is so, and what is owed to whom.
    ///
    /// # Errors
    ///
    /// [`RatingError`]
    pub fn break_down(&mut self, number: u32) -> Result<Breakdown, RatingError> {
        self.with_story(number, |told, rating| {
            let reasons = told.reasons(&rating);
            let contributions = told.contributions(&rating, &mut Budget::of_attempts());
            Breakdown {
                rating,
                reasons,
                contributions,
            }
        })
    }

    /// The rating that a claim would have if this were its chain.
    ///
    /// # Errors
    ///
    /// [`RatingError`]
    pub fn rate_as(&mut self, number: u32, chain: &Chain) -> Result<Rating, RatingError> {
        self.rate_as_within(number, chain, &mut Budget::of_a_rating())
    }

    fn rate_as_within(
        &mut self,
        number: u32,
        chain: &Chain,
        budget: &mut Budget,
    ) -> Result<Rating, RatingError> {
        let verification = self.ratings.verification();
        let story = self
            .teller
            .tell(chain, |digest| verification.open_claim(digest))?;
        let is_retracted = verification.is_retracted(number);
        Ok(self.rater.rate_within(story, &[], is_retracted, budget)?)
    }

    /// The rating of a claim, and what it comes from.
    ///
    /// # Errors
    ///
    /// [`RatingError`]
    pub fn explain(&mut self, number: u32) -> Result<(Rating, Explanation), RatingError> {
        let ratings = self.ratings;
        let chain = ratings
            .verification()
            .entry(number)
            .chain()
            .ok_or(RatingError::NoClaim)?;
        let mut budget = Budget::of_attempts();
        let (rating, reasons, contributions, weakest, edits) = self.with_story(number, |told, rating| {
            let reasons = told.reasons(&rating);
            let weakest = told.weakest();
            let contributions = told.contributions(&rating, &mut budget);
            let edits = candidates(told.story, chain, ratings.offers());
            (rating, reasons, contributions, weakest, edits)
        })?;
        let raise = self.raise(number, chain, &rating, edits, &mut budget);
        let mistrust = match self.mistrust(number, &rating, &mut budget) {
            Err(RatingError::OverBudget(_)) => None,
            mistrust => Some(mistrust?),
        };
        let explanation = Explanation {
            reasons,
            contributions,
            raise,
            weakest,
            mistrust,
        };
        Ok((rating, explanation))
    }

    /// Those of the changes that would raise the rating, the most first; `None` where the budget did not suffice to try
    /// all.
    fn raise(
        &mut self,
        number: u32,
        chain: &Chain,
        rating: &Rating,
        edits: Vec<Edit>,
        budget: &mut Budget,
    ) -> Option<Vec<Raise>> {
        let mut raise = Vec::new();
        for edit in edits {
            let changed = self.ratings.edited(number, std::slice::from_ref(&edit));
            let then = match changed.and_then(|chain| self.rate_as_within(number, &chain, budget)) {
                Ok(then) => then,
                Err(RatingError::OverBudget(_)) if budget.is_spent() => return None,
                // A chain that is full, or that would become too entangled, has nothing to be offered.
                Err(_) => continue,
            };
            let delta = then.probability - rating.probability;
            if delta > LEAST_RAISE || then.word > rating.word {
                let is_here = matches!(&edit, Edit::Add(new) if names(chain, new.via));
                raise.push(Raise {
                    edit,
                    delta,
                    then,
                    is_here,
                });
            }
        }
        raise.sort_by(|a, b| b.delta.total_cmp(&a.delta));
        Some(raise)
    }

    fn with_story<T>(
        &mut self,
        number: u32,
        then: impl FnOnce(&mut Told<'_, '_>, Rating) -> T,
    ) -> Result<T, RatingError> {
        let verification = self.ratings.verification();
        let chain = verification.entry(number).chain().ok_or(RatingError::NoClaim)?;
        let story = self
            .teller
            .tell(chain, |digest| verification.open_claim(digest))?;
        let rating = self.rater.rate(story, &[], verification.is_retracted(number))?;
        let rater = &mut self.rater;
        let told = &mut Told {
            verification,
            number,
            story,
            rater,
        };
        Ok(then(told, rating))
    }
}

/// A story that was just rated.
struct Told<'w, 'r> {
    verification: &'w Verification,
    number: u32,
    story: &'w Story,
    rater: &'w mut Rater<'r>,
}

impl Told<'_, '_> {
    fn reasons(&self, rating: &Rating) -> Vec<Reason<LinkName>> {
        reasons(self.rater, self.story, rating)
            .into_iter()
            .map(|reason| reason.named(|link| self.name(link as usize)))
            .collect()
    }

    fn contributions(&mut self, rating: &Rating, budget: &mut Budget) -> Option<Vec<Contribution>> {
        contributions(self.rater, self.story, rating, budget).ok()
    }

    fn weakest(&self) -> Option<Vec<WeakPoint>> {
        let labels = weakest_point(self.rater, self.story)?;
        Some(labels.into_iter().map(|label| self.weak_point(label)).collect())
    }

    fn weak_point(&self, label: Label) -> WeakPoint {
        match label {
            Label::Owner(owner) => WeakPoint::Owner(self.story.owners()[owner as usize]),
            Label::Group(of_origin) => {
                let is_in_it = |at: &usize| matches!(self.story.links()[*at].role, Role::Origin { group, .. } if group == of_origin);
                let members = (0..self.story.links().len()).filter(is_in_it);
                WeakPoint::Witness(
                    self.story.groups()[of_origin as usize],
                    members.map(|at| self.name(at)).collect(),
                )
            }
        }
    }

    fn name(&self, at: usize) -> LinkName {
        let link = self.story.links()[at];
        let claim = self.story.digest(link.chain);
        let chain = match claim {
            Some(digest) => self
                .verification
                .find(digest)
                .and_then(|number| self.verification.entry(number).chain()),
            None => self.verification.entry(self.number).chain(),
        };
        LinkName {
            claim,
            id: chain.map_or("", |chain| chain.id(usize::from(link.at))).into(),
            source: link.source,
        }
    }
}

fn names(chain: &Chain, source: NameId) -> bool {
    chain.links().any(|link| link.source == Some(source))
}

/// A change that raises the support index by less is none: sums are exact to some 1e-14.
const LEAST_RAISE: f64 = 1e-9;
