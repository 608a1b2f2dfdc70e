//! The rating: how strongly a chain attests its claim, and why.
//!
//! Pure arithmetic over a [`Story`](crate::chain::Story): nothing is read here, and there is no clock. The numbers are
//! a stated convention, kept in one [`Table`]; the arithmetic on them is exact.

mod exact;
mod letter;
mod opinion;
mod rate;
mod table;
mod weigh;

pub use exact::{MAX_STATES, OverBudget};
pub use opinion::{Evidence, Opinion};
pub use rate::{Rater, Rating, Weight, Word};
pub use table::{Table, TableFault};
