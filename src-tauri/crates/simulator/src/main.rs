//! `simulator --seeds N --from S [--threads T] [--defect NAME] [--verbose SEED]`: plays seeds and prints their figures;
//! the exit code is 1 when any of them breaks a rule.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout)]

use std::{process::ExitCode, thread, time::Instant};

use simulator::{Defect, first_caught, many, run};

const USAGE: &str =
    "simulator [--seeds N] [--from S] [--threads T] [--defect NAME] [--verbose SEED]";

/// Names of the planted defects.
const DEFECTS: [(&str, Defect); 8] = [
    ("no-intent", Defect::NoIntentBeforeSend),
    ("repeat", Defect::RepeatOnTimeout),
    ("unknown-failed", Defect::UnknownTakenForFailed),
    ("new-reference", Defect::NewReferenceOnRepeat),
    ("wrong-row", Defect::ResumesAtWrongRow),
    ("other-preview", Defect::PreviewWithAnotherFlag),
    ("late-repeat", Defect::RepeatAfterBound),
    ("pending-paid", Defect::PendingTakenForPaid),
];

struct Asked {
    seeds: u64,
    from: u64,
    threads: usize,
    defect: Option<Defect>,
    verbose: Option<u64>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(asked) = read(&arguments) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match (asked.verbose, asked.defect) {
        (Some(seed), defect) => tell(seed, defect),
        (None, Some(defect)) => catch(&asked, defect),
        (None, None) => play(&asked),
    }
}

fn read(arguments: &[String]) -> Option<Asked> {
    let mut asked = Asked {
        seeds: 1_000,
        from: 1,
        threads: thread::available_parallelism().map_or(1, usize::from),
        defect: None,
        verbose: None,
    };
    let pairs = arguments.chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return None;
    }
    for pair in pairs {
        let value = &pair[1];
        match pair[0].as_str() {
            "--seeds" => asked.seeds = value.parse().ok()?,
            "--from" => asked.from = value.parse().ok()?,
            "--threads" => asked.threads = value.parse().ok()?,
            "--verbose" => asked.verbose = Some(value.parse().ok()?),
            "--defect" => {
                let named = DEFECTS.iter().find(|(name, _)| name == value)?;
                asked.defect = Some(named.1);
            }
            _ => return None,
        }
    }
    Some(asked)
}

/// One seed, line by line.
fn tell(seed: u64, defect: Option<Defect>) -> ExitCode {
    let outcome = run(seed, defect);
    for line in &outcome.story {
        println!("{line}");
    }
    let report = &outcome.report;
    println!(
        "seed {seed}: {} operations ({} at Yandex), {} registers, {} requests, {} faults, {} kills, {} unknown, {} reconciled, {} repeats, {} pending",
        report.operations,
        report.yandex,
        report.registers,
        outcome.requests,
        outcome.faults,
        outcome.kills,
        report.unknown,
        report.reconciled,
        report.repeats,
        report.pending
    );
    println!("at the end: {:?}", report.states);
    if let Some(broken) = &outcome.broken {
        println!("seed {seed} could not be played: {broken}");
    }
    exit(outcome.is_clean())
}

fn play(asked: &Asked) -> ExitCode {
    let begun = Instant::now();
    let figures = many(asked.from, asked.seeds, asked.threads);
    print!("{figures}");
    println!("{:<24}{:>10.1}", "seconds", begun.elapsed().as_secs_f64());
    for (seed, told) in &figures.failed {
        println!("seed {seed} FAILED");
        for line in told {
            println!("    {line}");
        }
    }
    exit(figures.is_clean())
}

fn catch(asked: &Asked, defect: Defect) -> ExitCode {
    match first_caught(defect, asked.from, asked.seeds, asked.threads) {
        Some((seed, told)) => {
            println!("{defect:?} is caught by seed {seed}");
            for line in told {
                println!("    {line}");
            }
            ExitCode::SUCCESS
        }
        None => {
            println!("{defect:?} is NOT caught by {} seeds", asked.seeds);
            ExitCode::FAILURE
        }
    }
}

fn exit(clean: bool) -> ExitCode {
    match clean {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}
