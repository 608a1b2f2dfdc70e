//! Support: how strongly each claim of a run is attested, what that comes from, and what rests on whom.
//!
//! [`Ratings`] tie the arithmetic of [`crate::score`] to verified records: a claim is rated with the claims that hang below
//! it as far as they may be relied on, and by the letters of sources that somebody vouches for.

mod circular;
mod explanation;
mod findings;
mod mistrust;
mod near_source;
mod ratings;
mod reliance;

pub use explanation::{Breakdown, Explanation, LinkName, Raise, Tried, WeakPoint};
pub use mistrust::{Mistrust, Trusted};
pub use ratings::{RatingError, RatingWorker, Ratings};
pub use reliance::{ClaimReliance, Counts, Reliance, Reliances, SourceReliance};
