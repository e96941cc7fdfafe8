//! The steps of a check: each with a heading, its time and its outcome, also when two run side by side.

use std::{
    sync::Mutex,
    time::{Duration, Instant},
};

use anyhow::Result;

use crate::process::{Echo, Finished};

#[derive(Default)]
pub struct Board {
    steps: Mutex<Vec<Step>>,
}

struct Step {
    name: &'static str,
    ok: bool,
    took: Duration,
}

impl Board {
    /// Runs a step. With `Echo::Kept` its output appears in one piece at its end, and only if it failed.
    pub fn step(
        &self,
        name: &'static str,
        echo: Echo,
        work: impl FnOnce() -> Result<Finished>,
    ) -> Finished {
        if echo == Echo::Live {
            println!("\n== {name}");
        }
        let started = Instant::now();
        let finished = work().unwrap_or_else(|error| {
            let output = format!("{error:#}\n");
            if echo == Echo::Live {
                print!("{output}");
            }
            Finished { ok: false, output }
        });
        let took = started.elapsed();
        let outcome = if finished.ok { "ok" } else { "FAILED" };
        let said = match echo {
            Echo::Kept if !finished.ok => finished.output.as_str(),
            _ => "",
        };
        println!("{said}== {name}: {outcome}, {:.1} s", took.as_secs_f64());
        if let Ok(mut steps) = self.steps.lock() {
            steps.push(Step {
                name,
                ok: finished.ok,
                took,
            });
        }
        finished
    }

    pub fn all_ok(&self) -> bool {
        self.steps
            .lock()
            .is_ok_and(|steps| steps.iter().all(|step| step.ok))
    }

    /// A line per step, in the order of their ends.
    pub fn table(&self) -> String {
        let Ok(steps) = self.steps.lock() else {
            return String::new();
        };
        steps
            .iter()
            .map(|step| {
                let outcome = if step.ok { "ok" } else { "FAILED" };
                format!(
                    "{:<22} {outcome:<7} {:>7.1} s\n",
                    step.name,
                    step.took.as_secs_f64()
                )
            })
            .collect()
    }
}

/// Lines of cells as columns of equal width, the last one as wide as it is.
pub fn columns(lines: &[Vec<String>]) -> String {
    let mut widths: Vec<usize> = Vec::new();
    for (index, cell) in lines.iter().flat_map(|line| line.iter().enumerate()) {
        let width = cell.chars().count();
        match widths.get_mut(index) {
            Some(kept) => *kept = width.max(*kept),
            None => widths.push(width),
        }
    }
    let padded = |line: &Vec<String>| {
        let cells = line.iter().zip(&widths);
        let text: String = cells
            .map(|(cell, &width)| format!("{cell:<width$}  "))
            .collect();
        format!("{}\n", text.trim_end())
    };
    lines.iter().map(padded).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn step_that_could_not_start_is_a_failure() {
        let board = Board::default();
        board.step("good", Echo::Kept, || {
            Ok(Finished {
                ok: true,
                output: String::new(),
            })
        });
        assert!(board.all_ok());
        board.step("broken", Echo::Kept, || anyhow::bail!("no such program"));
        assert!(!board.all_ok());
        assert!(board.table().contains("broken                 FAILED"));
    }
}
