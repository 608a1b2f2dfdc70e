//! Links to channels and origins, and claims that hang below claims.

mod below;
mod shape;

pub use below::{Below, ClaimGraph, MAX_STEPS};
pub use shape::{Origins, Shape};
