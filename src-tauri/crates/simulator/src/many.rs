//! Many seeds, side by side, and their figures.

use std::{
    fmt,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    thread,
};

use desk::operations::trial::Defect;
use parking_lot::Mutex;

use crate::{
    audit::Rule,
    run::{Outcome, run},
};

/// What came of many seeds.
#[derive(Debug, Default)]
pub struct Figures {
    pub seeds: u64,
    pub operations: u64,
    pub registers: u64,
    pub yandex_registers: u64,
    pub requests: u64,
    pub faults: u64,
    pub kills: u64,
    pub unknown: u64,
    pub reconciled: u64,
    pub yandex: u64,
    pub repeats: u64,
    pub pending: u64,
    pub double_effects: u64,
    pub effects_without_intent: u64,
    pub false_accepted: u64,
    pub false_rejected: u64,
    pub totals_mismatches: u64,
    pub other_violations: u64,
    /// Seeds with a violation, and what it was; seeds that could not be played.
    pub failed: Vec<(u64, Vec<String>)>,
}

impl Figures {
    pub fn is_clean(&self) -> bool {
        self.failed.is_empty()
    }

    fn add(&mut self, outcome: &Outcome) {
        let report = &outcome.report;
        self.seeds += 1;
        self.operations += u64::from(report.operations);
        self.registers += u64::from(report.registers);
        self.yandex_registers += u64::from(report.yandex_registers);
        self.requests += outcome.requests as u64;
        self.faults += u64::from(outcome.faults);
        self.kills += u64::from(outcome.kills);
        self.unknown += u64::from(report.unknown);
        self.reconciled += u64::from(report.reconciled);
        self.yandex += u64::from(report.yandex);
        self.repeats += u64::from(report.repeats);
        self.pending += u64::from(report.pending);
        for violation in &report.violations {
            *match violation.rule {
                Rule::DoubleEffect | Rule::SentTwice => &mut self.double_effects,
                Rule::EffectWithoutIntent => &mut self.effects_without_intent,
                Rule::FalseAccepted => &mut self.false_accepted,
                Rule::FalseRejected => &mut self.false_rejected,
                Rule::Totals => &mut self.totals_mismatches,
                _ => &mut self.other_violations,
            } += 1;
        }
        if !outcome.is_clean() {
            let violations = report.violations.iter().map(ToString::to_string);
            let told = violations.chain(outcome.broken.clone()).collect();
            self.failed.push((outcome.seed, told));
        }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, count) in [
            ("seeds", self.seeds),
            ("operations", self.operations),
            ("yandex operations", self.yandex),
            ("registers", self.registers),
            ("yandex registers", self.yandex_registers),
            ("requests", self.requests),
            ("faults", self.faults),
            ("kills", self.kills),
            ("unknown", self.unknown),
            ("reconciled", self.reconciled),
            ("repeats", self.repeats),
            ("pending", self.pending),
            ("double effects", self.double_effects),
            ("effects without intent", self.effects_without_intent),
            ("false accepted", self.false_accepted),
            ("false rejected", self.false_rejected),
            ("totals mismatches", self.totals_mismatches),
            ("other violations", self.other_violations),
            ("failed seeds", self.failed.len() as u64),
        ] {
            writeln!(out, "{name:<24}{count:>10}")?;
        }
        Ok(())
    }
}

/// Runs `count` seeds from `from` on, on so many threads.
pub fn many(from: u64, count: u64, threads: usize) -> Figures {
    let figures = Mutex::new(Figures::default());
    let next = AtomicU64::new(0);
    thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    if place >= count {
                        return;
                    }
                    let outcome = run(from.wrapping_add(place), None);
                    figures.lock().add(&outcome);
                }
            });
        }
    });
    let mut figures = figures.into_inner();
    figures.failed.sort();
    figures
}

/// Runs a planted defect over the seeds until one of them shows it; that seed and what was found.
pub fn first_caught(
    defect: Defect,
    from: u64,
    count: u64,
    threads: usize,
) -> Option<(u64, Vec<String>)> {
    let caught = Mutex::new(None);
    let (next, found) = (AtomicU64::new(0), AtomicBool::new(false));
    thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                while !found.load(Ordering::Relaxed) {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    if place >= count {
                        return;
                    }
                    let outcome = run(from.wrapping_add(place), Some(defect));
                    if !outcome.report.violations.is_empty() {
                        found.store(true, Ordering::Relaxed);
                        let violations = outcome.report.violations.iter();
                        let told = violations.map(ToString::to_string).collect();
                        caught.lock().get_or_insert((outcome.seed, told));
                    }
                }
            });
        }
    });
    caught.into_inner()
}
