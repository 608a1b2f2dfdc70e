//! The rules: one file each, or a tight family in one.

mod duplicate_claim;
mod single_origin;
mod time_travel;
mod unrated;
mod waivers;

pub(super) use duplicate_claim::DUPLICATE_CLAIM;
pub(super) use single_origin::SINGLE_ORIGIN;
pub(super) use time_travel::TIME_TRAVEL;
pub(super) use unrated::UNRATED;
pub(super) use waivers::{WAIVER_EXPIRED, WAIVER_UNUSED};
