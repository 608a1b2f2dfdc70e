//! The runs of a round, of which the best are kept.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use super::Arguments;
use super::corpora::{CLAIMS, Corpora};
use super::measure::parts::{self, Times};
use super::measure::process::{Run, run};
use super::measure::sample::Sample;
use super::reading;

/// Claims that the parts are measured on.
const SAMPLE: usize = 20_000;
/// When the claims are signed.
const CREATED: &str = "2025-06-01T12:00:00Z";

/// The best of all rounds so far.
#[derive(Default)]
pub struct Measured {
    pub parts: Option<Times>,
    pub sample: usize,
    pub verify_one_core: Option<Run>,
    pub verify_two_cores: Option<Run>,
    pub naive: Option<Run>,
    pub folder: Option<Run>,
    pub plain_walk: Option<Duration>,
    pub library_walk: Option<Duration>,
    pub few: Option<Run>,
    pub many: Option<Run>,
    pub one: Option<Run>,
    pub one_sealed: Option<Run>,
    pub check: Option<Run>,
    pub check_folder: Option<Run>,
    pub since: Option<Run>,
    pub since_folder: Option<Run>,
    pub check_many: Option<Run>,
    pub score_text: Option<Run>,
    pub score_lines: Option<Run>,
    pub score_many: Option<Run>,
    pub sign_one_core: Option<Run>,
    pub sign_two_cores: Option<Run>,
}

fn keep(best: &mut Option<Run>, run: Run) {
    *best = Some(best.map_or(run, |best| best.better(run)));
}

fn keep_time(best: &mut Option<Duration>, time: Duration) {
    *best = Some(best.map_or(time, |best| best.min(time)));
}

fn byline(threads: usize, arguments: &[&dyn AsRef<OsStr>]) -> anyhow::Result<Run> {
    let arguments: Vec<OsString> = arguments
        .iter()
        .map(|argument| argument.as_ref().to_owned())
        .collect();
    run(env!("CARGO_BIN_EXE_byline"), &arguments, threads)
}

impl Measured {
    pub fn measure(&mut self, arguments: &Arguments, corpora: &Corpora) -> anyhow::Result<()> {
        {
            let sample = Sample::read(&corpora.lines.join("claims/all.jsonl"), SAMPLE)?;
            self.sample = sample.lines.len();
            let times = parts::measure(&sample)?;
            self.parts.get_or_insert_with(Times::worst).keep_best(&times);
        }
        keep(
            &mut self.verify_one_core,
            byline(1, &[&"verify", &corpora.lines])?,
        );
        if let Some(naive) = &arguments.naive {
            let file = corpora.lines.join("claims/all.jsonl");
            let naive = naive.to_string_lossy();
            keep(&mut self.naive, run(&naive, &[file.into_os_string()], 1)?);
        }
        keep(
            &mut self.verify_two_cores,
            byline(2, &[&"verify", &corpora.lines])?,
        );
        keep(&mut self.folder, byline(1, &[&"verify", &corpora.folder])?);
        keep_time(&mut self.plain_walk, reading::plainly(&corpora.folder, CLAIMS)?);
        keep_time(
            &mut self.library_walk,
            reading::by_library(&corpora.folder, CLAIMS)?,
        );
        keep(&mut self.check, byline(1, &[&"check", &corpora.lines])?);
        keep(&mut self.check_folder, byline(1, &[&"check", &corpora.folder])?);
        let since = |corpus: &PathBuf| byline(1, &[&"check", &"--since", &"base", corpus]);
        keep(&mut self.since, since(&corpora.since_lines)?);
        keep(&mut self.since_folder, since(&corpora.since_folder)?);
        keep(&mut self.few, byline(2, &[&"verify", &corpora.few])?);
        if arguments.million {
            keep(&mut self.check_many, byline(2, &[&"check", &corpora.many])?);
            keep(&mut self.many, byline(2, &[&"verify", &corpora.many])?);
        }
        let list = corpora.one.with_extension("trust.json");
        keep(
            &mut self.one,
            byline(2, &[&"verify", &"--trust", &list, &corpora.one])?,
        );
        keep(
            &mut self.one_sealed,
            byline(2, &[&"verify", &"--integrity", &corpora.one])?,
        );
        keep(&mut self.score_text, byline(1, &[&"score", &corpora.lines])?);
        let lines: [&dyn AsRef<OsStr>; 4] = [&"score", &"--format", &"jsonl", &corpora.lines];
        keep(&mut self.score_lines, byline(1, &lines)?);
        if arguments.million {
            let many: [&dyn AsRef<OsStr>; 4] = [&"score", &"--format", &"jsonl", &corpora.many];
            keep(&mut self.score_many, byline(2, &many)?);
        }
        keep(&mut self.sign_one_core, sign(corpora, 1)?);
        keep(&mut self.sign_two_cores, sign(corpora, 2)?);
        Ok(())
    }
}

fn sign(corpora: &Corpora, threads: usize) -> anyhow::Result<Run> {
    let file = corpora.scratch.join("claims.jsonl");
    fs::copy(corpora.unsigned.join("claims/all.jsonl"), &file)?;
    // What was copied is on the disk before the run, or the run would wait for it.
    fs::File::open(&file)?.sync_all()?;
    let key = corpora.unsigned.with_extension("key.pem");
    let run = byline(threads, &[&"sign", &"--key", &key, &"--created", &CREATED, &file])?;
    fs::remove_file(&file)?;
    Ok(run)
}
