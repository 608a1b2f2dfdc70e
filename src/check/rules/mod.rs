//! The rules: one file each, or a tight family in one.

mod confusable_source;
mod corrected;
mod disputed_by_notice;
mod duplicate_claim;
mod duplicate_id;
mod file_name;
mod reading;
mod retractions;
mod revisions;
mod signers;
mod single_origin;
mod standing_notices;
mod time_travel;
mod too_few_signers;
mod trust_lists;
mod unrated;
mod waivers;

pub(super) use confusable_source::CONFUSABLE_SOURCE;
pub(super) use corrected::CORRECTED;
pub(super) use disputed_by_notice::DISPUTED_BY_NOTICE;
pub(super) use duplicate_claim::DUPLICATE_CLAIM;
pub(super) use duplicate_id::DUPLICATE_ID;
pub(super) use file_name::FILE_NAME;
pub(super) use reading::*;
pub(super) use retractions::*;
pub(super) use revisions::*;
pub(super) use signers::*;
pub(super) use single_origin::SINGLE_ORIGIN;
pub(super) use time_travel::TIME_TRAVEL;
pub(super) use too_few_signers::TOO_FEW_SIGNERS;
pub(super) use trust_lists::*;
pub(super) use unrated::UNRATED;
pub(super) use waivers::{WAIVER_EXPIRED, WAIVER_UNUSED};
