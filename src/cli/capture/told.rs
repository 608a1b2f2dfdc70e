//! What `byline capture` says of what it did.

use crate::capture::{Form, QuoteState};
use crate::cli::error::CliError;
use crate::cli::output::{layout_of_output, shown, to_output, typed};
use crate::report::{Layout, quote_words, visible, wrap};

use super::{Arguments, Page};

/// What became of a capture.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// The link names it from now on.
    New,
    /// The link named it before, and its file is there again.
    PutBack,
    /// The link named it before, and its file was there.
    There,
}

/// Whether the claim can be changed, and what changes in it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ClaimState {
    Unsigned {
        /// Whether nothing but the capture says that the link is held.
        is_now_held: bool,
    },
    Signed,
}

/// Tells it.
pub(super) fn tell(
    arguments: &Arguments,
    page: Option<&Page>,
    kept: Kept,
    state: ClaimState,
    quote: Option<&QuoteState>,
) -> Result<(), CliError> {
    let layout: Layout = layout_of_output();
    let link = &arguments.link;
    let claim = typed(&arguments.claim);
    let word = match (arguments.dry_run, kept) {
        (true, Kept::New) => "would capture",
        (false, Kept::New) => "captured",
        (true, Kept::PutBack) => "would put back",
        (false, Kept::PutBack) => "put back",
        (_, Kept::There) => "already captured",
    };
    let is_signed = state == ClaimState::Signed;
    let about_quote = match (quote, page) {
        (Some(state), _) => quote_words(state),
        (None, Some(page)) if !is_signed && can_be_searched(page) => {
            "the link has no quote to look for: --quote \"…\" adds one".to_owned()
        }
        (None, Some(_)) => "the link has no quote to look for".to_owned(),
        (None, None) => "there is no capture of it yet in which the quote could be looked for".to_owned(),
    };
    let advice = match quote {
        Some(QuoteState::NotFound(_)) if is_signed => {
            format!("begin a revision that quotes what it says: `byline new revision {claim}`")
        }
        Some(QuoteState::NotFound(_)) => {
            format!("correct the quote: `byline capture {claim} --link {link} --quote \"…\"`")
        }
        Some(QuoteState::NotCheckable(why)) => why.help().to_owned(),
        _ => String::new(),
    };
    let next = match (quote, page) {
        (Some(QuoteState::NotFound(_)), _) => None,
        _ if arguments.dry_run => None,
        (_, None) => Some(format!("byline capture {claim} --link {link} PATH")),
        (_, Some(_)) if is_signed => Some(format!("byline verify {claim}")),
        (_, Some(_)) => Some(format!("byline sign {claim}")),
    };
    to_output(|out| {
        if let Some(text) = &arguments.quote {
            let word = if arguments.dry_run {
                "would quote"
            } else {
                "quotes"
            };
            let told = format!("the link {link} {word}: {}", visible(text));
            writeln!(out, "{}", wrap("", &told, layout.width))?;
        }
        if let Some(path) = &arguments.page {
            writeln!(out, "{word} {} for the link {link}", shown(path))?;
        }
        if let Some(page) = page {
            writeln!(out, "    evidence/{}", page.sha256)?;
            writeln!(
                out,
                "    {}, {} bytes",
                visible(&page.media_type),
                page.bytes.len()
            )?;
        }
        if state == (ClaimState::Unsigned { is_now_held: true }) {
            let told = now_held(link, arguments.dry_run);
            writeln!(out, "{}", wrap("    ", &told, layout.width))?;
        }
        writeln!(out, "{}", wrap("    ", &visible(&about_quote), layout.width))?;
        if !advice.is_empty() {
            writeln!(out, "{}", wrap("    ", &advice, layout.width))?;
        }
        match &next {
            Some(next) => writeln!(out, "Next: `{next}`"),
            None => Ok(()),
        }
    })?;
    Ok(())
}

fn can_be_searched(page: &Page) -> bool {
    Form::of(Some(&page.media_type)).is_ok()
}

/// Said of a link that the recorder did not hold before: it counts for more from now on.
fn now_held(link: &str, is_dry_run: bool) -> String {
    let is = if is_dry_run { "would be" } else { "is now" };
    format!("the link {link} {is} held: you have it yourself")
}
