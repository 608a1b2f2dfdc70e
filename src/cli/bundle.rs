//! `byline bundle`

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Args;

use crate::corpus::{BundleFile, Omitted, OmittedKind, SCORE, Trust, TrustState, create_whole_with};
use crate::report::{omitted_words, why_not, wrap};
use crate::score::Settings;
use crate::seal::Integrity;
use crate::verify::{Entry, Options, Verification, WantedCaptures, verify_with_all_claims};

use super::error::{CliError, Status, warn};
use super::one_claim::{gather_claim, the_claim};
use super::output::{layout_of_output, shown, to_output, to_raw_output, typed};
use super::paths::{is_standard_input, record_file, time_or_now};
use super::settings::settings_of;

/// Put a claim and all that it rests on into one file, which can be verified anywhere
#[derive(Args)]
#[command(
    after_help = "Examples:\n  byline bundle claims/chip-ban.json -o chip-ban.bundle\n  byline bundle --captures \
claims/chip-ban.json -o chip-ban.bundle\n  byline bundle --capture site --capture ft claims/chip-ban.json \\\n    -o chip-ban.bundle\n  \
byline verify --trust pinned.json chip-ban.bundle\n\nThe file holds the claim, the claims that it rests on or follows, their sources, the notices on them, the \
trust lists, and the captures that are asked for. What it leaves out is named in its first line, and wherever it is read."
)]
pub(super) struct Arguments {
    /// The file of a claim, or its id in this repository
    #[arg(value_name = "CLAIM")]
    claim: PathBuf,
    /// The file to write, which must not exist, or - for standard output
    #[arg(short = 'o', long = "out", value_name = "FILE")]
    out: PathBuf,
    /// Take along all captures that the records name
    #[arg(long)]
    captures: bool,
    /// Take along the capture of this link of the claim; may be given more than once
    #[arg(long = "capture", value_name = "LINK", conflicts_with = "captures")]
    links: Vec<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, CliError> {
    let path = record_file(&arguments.claim)?;
    let (inputs, _spooled) = gather_claim(&path)?.into_parts();
    let file = shown(&path);
    if inputs.named.first().is_some_and(|named| named.is_bundle()) {
        return Err(CliError::refused(format!("{file} is a bundle already")).hint(
            "hand it over as it is; to make another one, name the file of the claim in its repository",
        ));
    }
    let settings = settings_of(inputs.repository.as_ref())?;
    let verification = verify_with_all_claims(inputs, Options::at(time_or_now(None)))?;
    let number = the_claim(&verification, &path)?;
    let entry = verification.entry(number);
    refuse_what_could_be_missing(&verification)?;
    let wanted = wanted(entry, arguments)?;
    let (Some(digest), Some(mut bundled)) = (entry.digest, verification.bundled(number, &wanted)) else {
        return Err(
            CliError::incomplete(format!("a record that {file} rests on changed while it was read"))
                .hint("run the command again once nothing writes to it"),
        );
    };
    if settings != Settings::default() {
        bundled.omits.push(Omitted {
            what: OmittedKind::Settings,
            ids: vec![SCORE.to_owned()],
            why: "the repository rates by settings of its own; a bundle is rated by the usual ones"
                .to_owned(),
        });
        bundled.omits.sort();
    }
    warn_of_what_does_not_hold(&verification, &bundled.numbers);
    let captures = bundled.captures.len();
    let omits = bundled.omits.clone();
    let bundle =
        BundleFile::new(digest, &bundled.records, bundled.captures, bundled.omits).map_err(|error| {
            CliError::refused(error.to_string()).hint(if captures > 0 {
                "name single captures with --capture LINK, or leave them out"
            } else {
                "hand over the repository itself"
            })
        })?;
    if is_standard_input(&arguments.out) {
        to_raw_output(|out| bundle.write(out))?;
        return Ok(Status::Done);
    }
    create_whole_with(&arguments.out, &mut |out| bundle.write(out))?;
    let records = bundled.records.len();
    to_output(|out| {
        let made = format!(
            "{}: {records} {}, {captures} {}, {} bytes",
            shown(&arguments.out),
            if records == 1 { "record" } else { "records" },
            if captures == 1 { "capture" } else { "captures" },
            bundle.size()
        );
        let width = layout_of_output().width;
        writeln!(out, "{}", wrap("", &made, width))?;
        for omitted in &omits {
            writeln!(out, "{}", wrap("left out: ", &omitted_words(omitted), width))?;
        }
        Ok(())
    })?;
    Ok(Status::Done)
}

/// Refuses a bundle from which something could be missing that nobody could tell there: what cannot be read may be a
/// notice on the claim or its later revision, and lists that do not follow may revoke who signed it.
fn refuse_what_could_be_missing(verification: &Verification) -> Result<(), CliError> {
    if let Some((_, unread)) = verification.all().find(|(_, entry)| entry.digest.is_none()) {
        let path = verification.path(unread);
        return Err(CliError::incomplete(format!(
            "{} is no record that can be read, and may be one that belongs in the bundle, a retraction say",
            shown(path)
        ))
        .hint(format!(
            "mend it, or take it out of the repository; `byline verify {}` says what is wrong with it",
            typed(path)
        )));
    }
    let is_broken = |trust: &&Trust| trust.state == TrustState::Broken;
    match verification.trust.as_ref().filter(is_broken) {
        Some(trust) => Err(CliError::refused(format!(
            "the trust lists after {} do not follow from it, so a bundle would not have what they say",
            shown(&trust.list.path)
        ))
        .hint("mend the lists first; `byline verify` says what is wrong with them")),
        None => Ok(()),
    }
}

/// Which captures are asked for.
fn wanted(claim: &Entry, arguments: &Arguments) -> Result<WantedCaptures, CliError> {
    if arguments.captures {
        return Ok(WantedCaptures::All);
    }
    let mut these = BTreeSet::new();
    for link in &arguments.links {
        let capture = claim.captures().iter().find(|capture| *capture.link == **link);
        let Some(capture) = capture else {
            let links: Vec<&str> = claim.captures().iter().map(|capture| &*capture.link).collect();
            return Err(CliError::usage(format!(
                "--capture {link:?}: the claim names no capture for such a link"
            ))
            .hint(if links.is_empty() {
                "it names none; --captures takes those of the claims that it rests on".to_owned()
            } else {
                format!("its links with captures are {}", links.join(", "))
            }));
        };
        these.insert(capture.sha256);
    }
    Ok(WantedCaptures::These(these))
}

/// The most records of a bundle that are warned of one by one.
const MOST_WARNED: usize = 4;

/// Warns of the records that whoever gets the bundle will find not to hold.
fn warn_of_what_does_not_hold(verification: &Verification, bundled: &[u32]) {
    let mut broken = bundled.iter().filter(|number| !verification.holds(**number));
    for number in broken.by_ref().take(MOST_WARNED) {
        warn(&does_not_hold(verification, *number));
    }
    match broken.count() {
        0 => {}
        1 => warn("one more record in the bundle does not hold"),
        more => warn(&format!("{more} more records in the bundle do not hold")),
    }
}

fn does_not_hold(verification: &Verification, number: u32) -> String {
    let entry = verification.entry(number);
    let file = shown(verification.path(entry));
    let record = match &*entry.id {
        "" => file,
        id => format!("{id} ({file})"),
    };
    match entry.integrity {
        Integrity::Unsigned => {
            format!("{record} is not signed, so the bundle will not hold: `byline sign` first")
        }
        _ => format!(
            "{record} is in the bundle, and whoever gets that finds: {}",
            why_not(verification, number)
        ),
    }
}
