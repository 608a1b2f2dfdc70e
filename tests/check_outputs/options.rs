//! What changes no result.

use super::checked::{FORMATS, check, early};
use super::playground::Folder;

#[test]
fn threads_change_nothing() {
    let folder = Folder::new();
    for number in 0..300 {
        folder.put(
            &format!("claims/c{number}.json"),
            early(&format!("c{number}")).to_string(),
        );
    }
    folder.put("claims/broken.json", "{");
    for format in FORMATS {
        let told = |threads| {
            let run = check(&folder, &["--threads", threads, "--format", format, "."]);
            run.assert_status(1);
            run.stdout
        };
        let one = told("1");
        for threads in ["2", "7"] {
            assert_eq!(told(threads), one, "{format} with {threads}");
        }
    }
    for threads in ["0", "513", "-1", "many"] {
        check(&folder, &["--threads", threads, "."]).assert_status(2);
    }
}

#[test]
fn timings_are_told_the_costliest_first_and_change_no_result() {
    let folder = Folder::new();
    for number in 0..200 {
        folder.put(
            &format!("c{number}.json"),
            early(&format!("c{number}")).to_string(),
        );
    }
    for format in FORMATS {
        let plain = check(&folder, &["--format", format, "."]);
        assert_eq!(plain.stderr, "");
        let timed = check(&folder, &["--format", format, "--timings", "."]);
        assert_eq!(plain.stdout, timed.stdout);
        assert_eq!(plain.status, timed.status);
        let lines: Vec<(f64, &str)> = timed
            .stderr
            .lines()
            .map(|line| {
                let (cost, what) = line.split_once(" ms  ").unwrap();
                (cost.trim().parse().unwrap(), what)
            })
            .collect();
        assert!(lines[0].1.starts_with("the whole run"), "{}", timed.stderr);
        let rules = &lines[1..];
        assert!(
            rules.iter().any(|(_, rule)| *rule == "time-travel"),
            "{}",
            timed.stderr
        );
        assert!(
            rules.windows(2).all(|two| two[0].0 >= two[1].0),
            "{}",
            timed.stderr
        );
    }
}
