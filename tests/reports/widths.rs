//! Whole reports at several widths.

use std::fs;
use std::path::{Path, PathBuf};

use byline::corpus::{Progress, gather};
use byline::json::{MAX_DEPTH, parse};
use byline::record::read;
use byline::report::{
    Layout, LinkMarks, SourceNames, write_claim_tree, write_integrity_text, write_rating_lines,
    write_record_lines, write_seal_lines,
};
use byline::score::Settings;
use byline::support::Ratings;
use byline::verify::verify_integrity;
use unicode_width::UnicodeWidthStr;

use super::written::{HARBOUR, at, plain, ratings_of, sources_of, text_of, verified, written};

#[test]
fn a_repository_at_60_columns() {
    insta::assert_snapshot!(text_of(&verified(HARBOUR), 60));
}

#[test]
fn a_repository_at_100_columns() {
    insta::assert_snapshot!(text_of(&verified(HARBOUR), 100));
}

#[test]
fn a_repository_at_200_columns() {
    insta::assert_snapshot!(text_of(&verified(HARBOUR), 200));
}

#[test]
fn ratings_at_60_columns() {
    insta::assert_snapshot!(ratings_of(&verified(HARBOUR), 60, false));
}

#[test]
fn ratings_at_100_columns() {
    insta::assert_snapshot!(ratings_of(&verified(HARBOUR), 100, false));
}

#[test]
fn ratings_at_200_columns() {
    insta::assert_snapshot!(ratings_of(&verified(HARBOUR), 200, false));
}

#[test]
fn ratings_explained_at_100_columns() {
    insta::assert_snapshot!(ratings_of(&verified(HARBOUR), 100, true));
}

#[test]
fn seals_alone_at_100_columns() {
    // Three that are intact, one that is no record, one that was cut off, one that nobody signed.
    let paths = [
        "fixtures/harbour-inquiry/notices",
        "fixtures/faults/missing-byline.json",
        "fixtures/faults/unterminated-object.json",
        "fixtures/faults/bad-id.json",
    ];
    let paths: Vec<PathBuf> = paths.map(PathBuf::from).into();
    let seals = |path: &PathBuf| gather(std::slice::from_ref(path), None).unwrap().named;
    let report = verify_integrity(paths.iter().flat_map(seals).collect(), at(), &Progress::default());
    insta::assert_snapshot!(plain(&written(|out| {
        write_integrity_text(out, &report, Layout { width: 100 })
    })));
}

#[test]
fn a_claim_as_a_person_would_tell_it_at_60_columns() {
    let path = Path::new(HARBOUR).join("claims/authority-was-warned.json");
    let text = fs::read_to_string(&path).unwrap();
    let document = parse(&text, MAX_DEPTH).unwrap().0;
    let record = read(&document).record.unwrap();
    let byline::record::Record::Claim(claim) = &record else {
        panic!("{} is no claim", path.display());
    };
    let names: SourceNames = [("pilots-guild".to_owned(), "Pilots' Guild".to_owned())].into();
    let layout = Layout { width: 60 };
    let verification = verified(&path);
    let settings = Settings::default();
    let ratings = Ratings::new(&verification, &settings);
    let mut worker = ratings.worker();
    let breakdown = worker.break_down(0);
    let marks = LinkMarks::of(&mut worker, &ratings, 0, breakdown.as_ref().ok());
    insta::assert_snapshot!(plain(&written(|out| {
        write_record_lines(out, &record, layout)?;
        write_seal_lines(out, &verification, 0, layout)?;
        write_rating_lines(out, &ratings, breakdown.as_ref(), layout)?;
        write_claim_tree(out, claim, &names, &marks, layout)
    })));
}

/// Where a line may be wider than it should: it cannot be broken, or it is a place to copy.
fn may_be_wide(line: &str, width: usize) -> bool {
    let words = line.trim_start();
    line.trim_start().starts_with("-->") || words.split(' ').any(|word| word.width() + 24 > width)
}

#[test]
fn lines_are_no_wider_than_the_screen() {
    for folder in [HARBOUR, "fixtures/inference-chips", "fixtures/faults"] {
        let verification = verified(folder);
        for width in [40, 60, 79, 91, 92, 100, 120, 200, 240] {
            let texts = [
                text_of(&verification, width),
                ratings_of(&verification, width, false),
                ratings_of(&verification, width, true),
                sources_of(&verification, width),
            ];
            for line in texts.iter().flat_map(|text| text.lines()) {
                assert!(
                    line.width() <= width || may_be_wide(line, width),
                    "{folder} at {width}: {line:?} is {} wide",
                    line.width()
                );
                // A line that is quoted from a record ends as it does there.
                let ends_in_spaces = line.trim_end() != line && !line.contains(" | ");
                assert!(!ends_in_spaces, "{folder} at {width}: {line:?} ends in spaces");
            }
        }
    }
}
