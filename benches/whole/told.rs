//! What was measured, with the goals beside it.

use byline::seal::arithmetic_backend;

use super::corpora::{CLAIMS, FEW, MANY};
use super::measure::parts::Part;
use super::measure::process::Run;
use super::measure::{ROUNDS, each};
use super::runs::Measured;

impl Measured {
    pub fn print(&self, million: bool) {
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
        for (name, run, beside, of, wanted) in [
            (
                "CPU, one .jsonl",
                self.check,
                self.verify_one_core,
                "verify",
                "at most 1.4",
            ),
            (
                "CPU, files of their own",
                self.check_folder,
                self.folder,
                "verify",
                "at most 1.4",
            ),
            (
                "ten new, one .jsonl",
                self.since,
                self.check,
                "check",
                "at most 0.25",
            ),
            (
                "ten new, files of their own",
                self.since_folder,
                self.check_folder,
                "check",
                "at most 0.25",
            ),
        ] {
            if let (Some(run), Some(beside)) = (run, beside) {
                let ratio = run.cpu.as_secs_f64() / beside.cpu.as_secs_f64();
                line(name, each(run.cpu, CLAIMS), &goal(ratio, of, wanted));
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
            ("check --since", self.since),
            ("check --since of the folder", self.since_folder),
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
