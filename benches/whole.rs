//! Whole runs of `byline`, as ratios to what they cannot do without:
//!
//! ```text
//! benches/run.sh [--million]
//! ```
//!
//! Everything is the best of five rounds, all runs in turn in each. Nothing is asserted: the goals stand beside the
//! figures.

#![allow(clippy::print_stdout, reason = "a benchmark says what it measured")]

mod measure;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use byline::seal::arithmetic_backend;
use clap::Parser;

use measure::parts::{Part, Times};
use measure::process::{AROUND, Run, around, run};
use measure::sample::Sample;
use measure::{Place, ROUNDS, each, ensure_corpus, parts, reading};

/// Claims of the main corpus, as a folder, as lines, and unsigned.
const CLAIMS: usize = 100_000;
/// Claims of the small corpus.
const FEW: usize = 10_000;
/// Claims of the large corpus: 3 GB.
const MANY: usize = 1_000_000;
/// Claims that the parts are measured on.
const SAMPLE: usize = 20_000;
/// When the claims are signed.
const CREATED: &str = "2025-06-01T12:00:00Z";

#[derive(Parser)]
struct Arguments {
    /// Set by `cargo bench`, and by nobody else
    #[arg(long, hide = true)]
    bench: bool,
    /// The program `naive`, built with the flags that everyone has
    #[arg(long)]
    naive: Option<PathBuf>,
    /// Where the corpora are kept from one run to the next: 1 GB, and 3 GB for the large one
    #[arg(long, default_value = concat!(env!("CARGO_TARGET_TMPDIR"), "/corpora"))]
    corpora: PathBuf,
    /// Measure a million claims too
    #[arg(long)]
    million: bool,
}

fn main() -> anyhow::Result<()> {
    let mut raw = std::env::args_os().skip(1);
    if raw.next().is_some_and(|first| first == AROUND) {
        println!("{}", around(raw)?);
        return Ok(());
    }
    let arguments = Arguments::parse();
    if !arguments.bench {
        println!("run this with benches/run.sh");
        return Ok(());
    }
    let corpora = Corpora::prepare(&arguments)?;
    let mut best = Measured::default();
    for round in 1..=ROUNDS {
        eprint_progress(round);
        best.measure(&arguments, &corpora)?;
    }
    best.print(arguments.million);
    Ok(())
}

#[allow(clippy::print_stderr, reason = "rounds take a minute each")]
fn eprint_progress(round: usize) {
    eprintln!("round {round} of {ROUNDS}");
}

/// Where everything lies.
struct Corpora {
    lines: PathBuf,
    folder: PathBuf,
    few: PathBuf,
    many: PathBuf,
    one: PathBuf,
    unsigned: PathBuf,
    /// The unsigned claims, copied anew for each run.
    scratch: PathBuf,
}

impl Corpora {
    fn prepare(arguments: &Arguments) -> anyhow::Result<Self> {
        let below = |name: &str| arguments.corpora.join(name);
        let corpora = Self {
            lines: below("lines"),
            folder: below("folder"),
            few: below("few"),
            many: below("many"),
            one: below("one.jsonl"),
            unsigned: below("unsigned"),
            scratch: below("scratch"),
        };
        fs::create_dir_all(&arguments.corpora)?;
        fs::create_dir_all(&corpora.scratch)?;
        let lines = |root: &Path| Place::Lines {
            root: root.to_owned(),
            name: "all.jsonl".into(),
        };
        ensure_corpus(&corpora.lines, CLAIMS, 1, lines(&corpora.lines))?;
        ensure_corpus(&corpora.folder, CLAIMS, 1, Place::Folder(corpora.folder.clone()))?;
        ensure_corpus(&corpora.few, FEW, 1, lines(&corpora.few))?;
        ensure_corpus(&corpora.one, 1, 1, Place::Bare(corpora.one.clone()))?;
        ensure_corpus(&corpora.unsigned, CLAIMS, 0, lines(&corpora.unsigned))?;
        if arguments.million {
            ensure_corpus(&corpora.many, MANY, 1, lines(&corpora.many))?;
        }
        Ok(corpora)
    }
}

/// The best of all rounds so far.
#[derive(Default)]
struct Measured {
    parts: Option<Times>,
    sample: usize,
    verify_one_core: Option<Run>,
    verify_two_cores: Option<Run>,
    naive: Option<Run>,
    folder: Option<Run>,
    plain_walk: Option<Duration>,
    library_walk: Option<Duration>,
    few: Option<Run>,
    many: Option<Run>,
    one: Option<Run>,
    one_sealed: Option<Run>,
    check: Option<Run>,
    check_folder: Option<Run>,
    check_many: Option<Run>,
    score_text: Option<Run>,
    score_lines: Option<Run>,
    score_many: Option<Run>,
    sign_one_core: Option<Run>,
    sign_two_cores: Option<Run>,
}

fn keep(best: &mut Option<Run>, run: Run) {
    *best = Some(best.map_or(run, |best| best.better(run)));
}

fn keep_time(best: &mut Option<Duration>, time: Duration) {
    *best = Some(best.map_or(time, |best| best.min(time)));
}

fn byline(threads: usize, arguments: &[&dyn AsRef<std::ffi::OsStr>]) -> anyhow::Result<Run> {
    let arguments: Vec<OsString> = arguments
        .iter()
        .map(|argument| argument.as_ref().to_owned())
        .collect();
    run(env!("CARGO_BIN_EXE_byline"), &arguments, threads)
}

impl Measured {
    fn measure(&mut self, arguments: &Arguments, corpora: &Corpora) -> anyhow::Result<()> {
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
        let lines: [&dyn AsRef<std::ffi::OsStr>; 4] = [&"score", &"--format", &"jsonl", &corpora.lines];
        keep(&mut self.score_lines, byline(1, &lines)?);
        if arguments.million {
            let many: [&dyn AsRef<std::ffi::OsStr>; 4] = [&"score", &"--format", &"jsonl", &corpora.many];
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

impl Measured {
    fn print(&self, million: bool) {
        let (Some(parts), Some(one_core), Some(two_cores)) =
            (&self.parts, self.verify_one_core, self.verify_two_cores)
        else {
            return;
        };
        println!(
            "best of {ROUNDS} rounds; arithmetic: {}; µs a claim unless another unit stands there\n",
            arithmetic_backend()
        );
        for part in Part::ALL {
            println!("  {:<28} {:>8.2}", part.name(), each(parts.of(part), self.sample));
        }
        let of_verify = each(parts.sum(&Part::OF_VERIFY), self.sample);
        let of_sign = each(parts.sum(&Part::OF_SIGN), self.sample);
        println!("\nverify, {CLAIMS} claims in one .jsonl");
        line("sum of the parts", of_verify, "");
        let cpu = each(one_core.cpu, CLAIMS);
        line("CPU, one core", cpu, &goal(cpu / of_verify, "sum", "at most 1.3"));
        line("CPU, two cores", each(two_cores.cpu, CLAIMS), "");
        line("wall, one core", each(one_core.wall, CLAIMS), "");
        let faster = one_core.wall.as_secs_f64() / two_cores.wall.as_secs_f64();
        line(
            "wall, two cores",
            each(two_cores.wall, CLAIMS),
            &goal(faster, "as fast", "at least 1.7"),
        );
        if let Some(naive) = self.naive {
            let ratio = naive.cpu.as_secs_f64() / one_core.cpu.as_secs_f64();
            let wanted = if arithmetic_backend() == "avx512" {
                "at least 1.7"
            } else {
                "at least 1.3"
            };
            line(
                "naive program, CPU",
                each(naive.cpu, CLAIMS),
                &goal(ratio, "byline", wanted),
            );
        }
        println!("  peak memory {:.1} MB; goal: at most 64", megabytes(two_cores));
        self.print_folder(one_core);
        self.print_check();
        self.print_growth(million);
        self.print_score(million);
        self.print_sign(of_sign);
        self.print_start();
        self.print_failures();
    }

    fn print_folder(&self, one_core: Run) {
        let (Some(folder), Some(plain), Some(library)) = (self.folder, self.plain_walk, self.library_walk)
        else {
            return;
        };
        println!("\nverify, {CLAIMS} claims in files of their own, one core");
        line("CPU", each(folder.cpu, CLAIMS), "");
        line(
            "more than the .jsonl",
            each(folder.cpu.saturating_sub(one_core.cpu), CLAIMS),
            "",
        );
        line("plain walk-open-read-close", each(plain, CLAIMS), "");
        let ratio = library.as_secs_f64() / plain.as_secs_f64();
        line(
            "reading by the library",
            each(library, CLAIMS),
            &goal(ratio, "plain", "at most 1.3"),
        );
    }

    fn print_check(&self) {
        println!("\ncheck, {CLAIMS} claims, every rule, one core");
        for (name, check, verify) in [
            ("CPU, one .jsonl", self.check, self.verify_one_core),
            ("CPU, files of their own", self.check_folder, self.folder),
        ] {
            if let (Some(check), Some(verify)) = (check, verify) {
                let ratio = check.cpu.as_secs_f64() / verify.cpu.as_secs_f64();
                line(
                    name,
                    each(check.cpu, CLAIMS),
                    &goal(ratio, "verify", "at most 1.4"),
                );
            }
        }
        if let Some(many) = self.check_many {
            println!(
                "  peak memory of 1,000,000 claims {:.1} MB; goal: at most 1,000",
                megabytes(many)
            );
        }
    }

    fn print_growth(&self, million: bool) {
        let Some(few) = self.few else { return };
        println!("\nverify, growth, two cores");
        line("10,000 claims, CPU", each(few.cpu, FEW), "");
        match self.many {
            Some(many) => {
                let ratio = each(many.cpu, MANY) / each(few.cpu, FEW);
                line(
                    "1,000,000 claims, CPU",
                    each(many.cpu, MANY),
                    &goal(ratio, "10,000", "at most 1.15"),
                );
                println!("  peak memory {:.1} MB; goal: at most 300", megabytes(many));
            }
            None if !million => println!("  1,000,000 claims: with --million"),
            None => {}
        }
    }

    /// No signature is verified here that no rating depends on: those of the claims themselves.
    fn print_score(&self, million: bool) {
        let (Some(text), Some(lines)) = (self.score_text, self.score_lines) else {
            return;
        };
        println!("\nscore, {CLAIMS} claims in one .jsonl, one core");
        line("CPU, as text", each(text.cpu, CLAIMS), "goal: at most 20");
        line("CPU, as jsonl", each(lines.cpu, CLAIMS), "goal: at most 20");
        println!("  peak memory {:.1} MB", megabytes(lines));
        match self.score_many {
            Some(many) => {
                line(
                    "1,000,000 claims, CPU",
                    each(many.cpu, MANY),
                    "two cores, as jsonl",
                );
                println!("  peak memory {:.1} MB; goal: at most 600", megabytes(many));
            }
            None if !million => println!("  1,000,000 claims: with --million"),
            None => {}
        }
    }

    fn print_sign(&self, of_sign: f64) {
        let (Some(one), Some(two)) = (self.sign_one_core, self.sign_two_cores) else {
            return;
        };
        println!("\nsign, {CLAIMS} unsigned claims in one .jsonl");
        line("sum of the parts", of_sign, "");
        let cpu = each(one.cpu, CLAIMS);
        line("CPU, one core", cpu, &goal(cpu / of_sign, "sum", "at most 1.3"));
        let wall = each(one.wall, CLAIMS);
        line(
            "wall, one core",
            wall,
            &goal(wall / of_sign, "sum", "at most 1.3"),
        );
        line("wall, two cores", each(two.wall, CLAIMS), "");
        println!("  peak memory {:.1} MB", megabytes(two));
    }

    fn print_start(&self) {
        println!("\nstart-up, one file of one claim");
        let runs = [
            ("verify --trust", self.one),
            ("verify --integrity", self.one_sealed),
        ];
        for (name, run) in runs {
            if let Some(run) = run {
                println!(
                    "  {name:<28} {:>8.1} ms of CPU, {:.1} ms by the clock; goal: under 10 ms of CPU",
                    run.cpu.as_secs_f64() * 1e3,
                    run.wall.as_secs_f64() * 1e3,
                );
            }
        }
    }

    /// A run that failed measured something else.
    fn print_failures(&self) {
        let runs = [
            ("verify, one core", self.verify_one_core),
            ("verify, two cores", self.verify_two_cores),
            ("naive", self.naive),
            ("verify of the folder", self.folder),
            ("verify of 10,000", self.few),
            ("verify of 1,000,000", self.many),
            ("verify --trust", self.one),
            ("verify --integrity", self.one_sealed),
            ("check", self.check),
            ("check of the folder", self.check_folder),
            ("check of 1,000,000", self.check_many),
            ("score as text", self.score_text),
            ("score as jsonl", self.score_lines),
            ("score of 1,000,000", self.score_many),
            ("sign, one core", self.sign_one_core),
            ("sign, two cores", self.sign_two_cores),
        ];
        for (name, run) in runs {
            if let Some(run) = run
                && run.status != 0
            {
                println!(
                    "\n{name} ended with status {}: its figures mean nothing",
                    run.status
                );
            }
        }
    }
}

fn line(name: &str, micros: f64, remark: &str) {
    println!("  {name:<28} {micros:>8.2}  {remark}");
}

fn goal(ratio: f64, of: &str, goal: &str) -> String {
    format!("{ratio:.2} × {of}; goal: {goal}")
}

fn megabytes(run: Run) -> f64 {
    run.memory as f64 / 1e6
}
