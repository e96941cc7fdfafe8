//! What a few hundred seeds show in every check; tens of thousands on demand: `cargo xtask simulate --seeds 20000`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use simulator::{many, run};

const SEEDS: u64 = 400;
const THREADS: usize = 2;

#[test]
fn in_hundreds_of_stories_money_moves_once_and_the_journal_says_the_truth() {
    let figures = many(1, SEEDS, THREADS);
    assert!(
        figures.is_clean(),
        "seed and violations: {:#?}",
        figures.failed
    );
    // A story in which nothing goes wrong shows nothing.
    let least = |count: u64, of_a_hundred_seeds: u64| count * 100 >= SEEDS * of_a_hundred_seeds;
    assert!(least(figures.operations, 300), "{figures}");
    assert!(least(figures.faults, 200), "{figures}");
    assert!(least(figures.kills, 50), "{figures}");
    assert!(least(figures.unknown, 50), "{figures}");
    assert!(least(figures.reconciled, 25), "{figures}");
    assert!(least(figures.registers, 10), "{figures}");
    assert!(least(figures.yandex, 50), "{figures}");
    assert!(least(figures.yandex_registers, 5), "{figures}");
    assert!(least(figures.repeats, 5), "{figures}");
    assert!(least(figures.pending, 20), "{figures}");
}

#[test]
fn a_seed_that_failed_can_be_played_again_line_by_line() {
    let mut killed = 0;
    for seed in 1..=24 {
        let (first, second) = (run(seed, None), run(seed, None));
        assert_eq!(first.story, second.story, "seed {seed}");
        killed += first.kills;
    }
    assert!(killed > 0, "no seed was killed");
}
