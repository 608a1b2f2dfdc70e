//! The rules: one file each, or a tight family in one.

mod base;
mod duplicate_claim;
mod history;
mod single_origin;
mod time_travel;
mod unrated;
mod waivers;

pub(super) use base::{NO_BASE, POLICY_CHANGED};
pub(super) use duplicate_claim::DUPLICATE_CLAIM;
pub(super) use history::{EDITED_IN_PLACE, PROOF_REMOVED, RECORD_REMOVED, REVISION_ROLLBACK};
pub(super) use single_origin::SINGLE_ORIGIN;
pub(super) use time_travel::TIME_TRAVEL;
pub(super) use unrated::UNRATED;
pub(super) use waivers::{WAIVER_EXPIRED, WAIVER_UNUSED};
