//! The rating: how strongly a chain attests its claim, and why.
//!
//! Pure arithmetic over a [`Story`](crate::chain::Story): nothing is read here, and there is no clock. The numbers are
//! a stated convention, kept in one [`Table`]; the arithmetic on them is exact.

mod exact;
mod explain;
mod letter;
mod opinion;
mod rate;
mod reasons;
mod settings;
mod table;
mod validate;
mod weigh;

pub use exact::{Budget, MAX_STATES, OverBudget};
pub use explain::{Contribution, Offers, Subject, candidates, contributions, weakest_point};
pub use opinion::{Evidence, Opinion};
pub use rate::{Brief, Rater, Rating, Weight, Word};
pub use reasons::{Reason, reasons};
pub use settings::{Settings, UnsealedSources};
pub use table::{Table, TableFault, reaches};
pub use weigh::credibility_of;
