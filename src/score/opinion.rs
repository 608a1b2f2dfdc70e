//! Opinions of subjective logic (Jøsang, Subjective Logic, Springer 2016), and the evidence that they stand for.

use super::table::PRIOR_WEIGHT;

/// Observations for and against: r and s. Fusing independent evidence adds it up (cumulative fusion, section 12.3).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evidence {
    /// r, at least 0.
    pub supports: f64,
    /// s, at least 0.
    pub denies: f64,
}

/// How far something is believed, disbelieved, and not known. The three are within 0 to 1 and add up to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Opinion {
    /// b
    pub belief: f64,
    /// d
    pub disbelief: f64,
    /// u
    pub uncertainty: f64,
}

impl Evidence {
    /// Both together, from independent witnesses.
    #[must_use]
    pub fn fuse(self, other: Self) -> Self {
        Self {
            supports: self.supports + other.supports,
            denies: self.denies + other.denies,
        }
    }

    /// Whether there is none.
    pub fn is_none(self) -> bool {
        self.supports <= 0.0 && self.denies <= 0.0
    }

    /// The opinion that it stands for (section 3.4.2): r, s and the prior weight of 2, each by their sum.
    pub fn opinion(self) -> Opinion {
        let sum = self.supports + self.denies + PRIOR_WEIGHT;
        Opinion {
            belief: self.supports / sum,
            disbelief: self.denies / sum,
            uncertainty: PRIOR_WEIGHT / sum,
        }
    }
}

impl Opinion {
    /// Nothing is known. Ratings begin without evidence; the laws hold that this is the same.
    pub const VACUOUS: Self = Self {
        belief: 0.0,
        disbelief: 0.0,
        uncertainty: 1.0,
    };

    /// The opinion with this belief and disbelief. Rounding that leads out of 0 to 1 is taken back.
    pub fn new(belief: f64, disbelief: f64) -> Self {
        let belief = belief.clamp(0.0, 1.0);
        let disbelief = disbelief.clamp(0.0, 1.0 - belief);
        Self {
            belief,
            disbelief,
            uncertainty: (1.0 - belief - disbelief).max(0.0),
        }
    }

    /// The evidence that it stands for; `None` where nothing is uncertain, which no evidence reaches. Ratings go the other
    /// way alone: the published vectors of fusion are given as opinions.
    pub fn evidence(self) -> Option<Evidence> {
        (self.uncertainty > 0.0).then(|| Evidence {
            supports: PRIOR_WEIGHT * self.belief / self.uncertainty,
            denies: PRIOR_WEIGHT * self.disbelief / self.uncertainty,
        })
    }

    /// The opinion of somebody who hears this one from a source trusted this far (trust discounting by the projected
    /// probability of the trust, section 14.3). No rating asks for it; a published vector does.
    #[must_use]
    pub fn discounted(self, trust: f64) -> Self {
        Self::new(trust * self.belief, trust * self.disbelief)
    }

    /// The projected probability at a base rate.
    pub fn projected(self, base_rate: f64) -> f64 {
        (self.belief + self.uncertainty * base_rate).clamp(0.0, 1.0)
    }
}
