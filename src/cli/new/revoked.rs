//! A key that the next trust list revokes.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::cli::error::CliError;
use crate::cli::first_few::first_few;
use crate::cli::key_choice::public_key_of;
use crate::cli::suggested::suggested;
use crate::record::{Time, quoted};
use crate::report::visible;

use super::trust::{ListedKey, newest_signers};

/// What a revoked key signed before stays good.
const SUPERSEDED: &str = "superseded";
/// Nothing that a revoked key signed is good.
const COMPROMISED: &str = "compromised";

/// The reasons for which a key is revoked.
pub(super) const REASONS: [&str; 2] = [SUPERSEDED, COMPROMISED];

/// The key that is meant: that of the signer whom the newest list has by this name, or else one at hand. A stolen key is
/// seldom at hand.
pub(super) fn key_to_revoke(meant: &str) -> Result<String, CliError> {
    let at_hand = public_key_of(meant).map(|key| key.to_string());
    let signers = newest_signers()?;
    let named = signers.iter().filter(|signer| signer.name == meant);
    let (revoked, in_force): (Vec<&ListedKey>, Vec<&ListedKey>) = named.partition(|signer| signer.is_revoked);
    let is_in_force = |key: &String| {
        signers
            .iter()
            .any(|signer| signer.key == *key && !signer.is_revoked)
    };
    // The key at hand may be the new one of who has the name twice, and the other one be stolen.
    let mut meant_ones: BTreeSet<String> = in_force.iter().map(|signer| signer.key.clone()).collect();
    meant_ones.extend(at_hand.as_ref().ok().filter(|key| is_in_force(key)).cloned());
    if meant_ones.is_empty() {
        // An old one can still be told to be compromised.
        match &at_hand {
            Ok(key) => meant_ones.extend([key.clone()]),
            Err(_) => meant_ones.extend(revoked.iter().map(|signer| signer.key.clone())),
        }
    }
    let keys: Vec<String> = meant_ones.into_iter().collect();
    match (keys.as_slice(), at_hand) {
        ([only], _) => Ok(only.clone()),
        ([], Err(not_at_hand)) => Err(not_at_hand.hint_also(&by_name(meant, &signers))),
        (several, _) => Err(CliError::usage(format!(
            "several keys may be meant by {}: {}",
            visible(meant),
            first_few(several)
        ))
        .hint("name one of them by its did:key")),
    }
}

/// Whose name may be meant.
fn by_name(meant: &str, signers: &[ListedKey]) -> String {
    let names: BTreeSet<&str> = signers.iter().map(|signer| &*signer.name).collect();
    let near = suggested(meant, &Vec::from_iter(names));
    let near: Vec<String> = near.into_iter().map(quoted).collect();
    let whom = match near.is_empty() {
        true => String::new(),
        false => format!(": do you mean {}?", first_few(&near)),
    };
    format!("a signer is also found by the whole name in the newest trust list{whom}")
}

/// Revokes the key among the signers of a list.
pub(super) fn revoke(signers: &mut [Value], key: &str, why: &str, now: Time) -> Result<(), CliError> {
    let signer = signers.iter_mut().find(|signer| signer["key"] == key);
    let Some(signer) = signer.and_then(Value::as_object_mut) else {
        return Err(
            CliError::refused(format!("{key} is not in the newest trust list"))
                .hint("`byline show trust/N.json` lists its signers"),
        );
    };
    if let Some(before) = signer.get("revoked") {
        let name = signer.get("name").and_then(Value::as_str).unwrap_or(key);
        refuse_second(name, before, why)?;
    }
    signer.insert("revoked".to_owned(), json!({ "at": now.to_string(), "why": why }));
    Ok(())
}

/// Refuses to revoke a key anew, which would make its signatures good again or move the day from which they are not. That
/// it was stolen may come out later.
fn refuse_second(name: &str, before: &Value, why: &str) -> Result<(), CliError> {
    let text = |member: &str| before[member].as_str().unwrap_or_default();
    let hint = match (text("why"), why) {
        (SUPERSEDED, COMPROMISED) => return Ok(()),
        (SUPERSEDED, _) => {
            "what it signed before that stays good; where somebody else may have had it, --why compromised takes that \
             from it as well"
        }
        _ => "nothing that it signed is good, and that stays so: there is nothing more to do",
    };
    Err(CliError::refused(format!(
        "the key of {} is revoked already, as {}, since {}",
        visible(name),
        visible(text("why")),
        visible(text("at"))
    ))
    .hint(hint))
}
