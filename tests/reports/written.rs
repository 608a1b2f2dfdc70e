//! Every form of report, as it is written.

use std::path::{Path, PathBuf};
use std::{fs, io};

use byline::corpus::gather;
use byline::record::Time;
use byline::report::{
    BAD, DIM, GOOD, HEAD, JsonForm, Layout, WARN, write_finding, write_ratings_json, write_ratings_text,
    write_source_json, write_source_text, write_sources_json, write_sources_text, write_verification_json,
    write_verification_text,
};
use byline::score::Settings;
use byline::support::Ratings;
use byline::verify::{ClaimSeals, Options, Verification, verify};

pub fn at() -> Time {
    Time::parse("2026-11-24T00:00:00Z").unwrap()
}

pub fn verified(path: impl Into<PathBuf>) -> Verification {
    let inputs = gather(&[path.into()], None).unwrap();
    verify(
        inputs,
        Options {
            at: at(),
            pin: None,
            seals: ClaimSeals::All,
            seeks_circles: true,
        },
    )
    .unwrap()
}

/// What `write` writes.
pub fn written(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// A report without its own colours, and nothing else taken away.
pub fn plain(report: &str) -> String {
    let mut report = report.to_owned();
    for style in [BAD, WARN, GOOD, HEAD, DIM] {
        report = report.replace(&style.render().to_string(), "");
        report = report.replace(&style.render_reset().to_string(), "");
    }
    report
}

pub fn text_of(verification: &Verification, width: usize) -> String {
    let settings = Settings::default();
    let ratings = Ratings::new(verification, &settings);
    plain(&written(|out| {
        write_verification_text(out, &ratings, Layout { width })
    }))
}

pub fn json_of(verification: &Verification, form: JsonForm) -> String {
    let settings = Settings::default();
    let ratings = Ratings::new(verification, &settings);
    written(|out| write_verification_json(out, &ratings, form))
}

pub fn ratings_of(verification: &Verification, width: usize, explain: bool) -> String {
    let settings = Settings::default();
    let ratings = Ratings::new(verification, &settings);
    plain(&written(|out| {
        write_ratings_text(out, &ratings, Layout { width }, explain).map(|_| ())
    }))
}

pub fn ratings_json_of(verification: &Verification) -> String {
    let settings = Settings::default();
    let ratings = Ratings::new(verification, &settings);
    written(|out| write_ratings_json(out, &ratings, JsonForm::Object, true).map(|_| ()))
}

pub fn sources_json_of(verification: &Verification) -> String {
    let settings = Settings::default();
    let ratings = Ratings::new(verification, &settings);
    written(|out| {
        write_sources_json(out, &ratings, &ratings.reliances())?;
        let mut sources = ratings.sources().into_iter();
        sources.try_for_each(|source| {
            let (of, claims) = ratings.reliances_on(source);
            write_source_json(out, &ratings, &of, &claims)
        })
    })
}

pub fn sources_of(verification: &Verification, width: usize) -> String {
    let settings = Settings::default();
    let ratings = Ratings::new(verification, &settings);
    let mut text = plain(&written(|out| {
        write_sources_text(out, &ratings, &ratings.reliances(), Layout { width })
    }));
    for source in ratings.sources() {
        let (of, claims) = ratings.reliances_on(source);
        text.push_str(&plain(&written(|out| {
            write_source_text(out, &ratings, &of, &claims, Layout { width })
        })));
    }
    text
}

// Paths below are as a user would type them: tests run in the folder of the crate.
pub const HARBOUR: &str = "fixtures/harbour-inquiry";

/// The finding of the only record in a file, told at a width.
pub fn finding_at(width: usize, text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.json");
    fs::write(&path, text).unwrap();
    let findings = verified(path).findings(0);
    findings
        .iter()
        .map(|finding| {
            plain(&written(|out| {
                write_finding(out, Path::new("record.json"), finding, Layout { width })
            }))
        })
        .collect()
}

/// A claim whose one line holds `before`, then a link without `kind`.
pub fn claim_in_one_line(before: &str) -> String {
    format!(
        "{{ \"byline\": \"claim/1\", \"id\": \"made\", \"lang\": \"el\", {before} \"chain\": [{{ \"id\": \"A\", \"kind\": \"report\", \"source\": \"a.example\", \"held\": true }}] }}"
    )
}
