//! Each planted defect is found: an auditor that finds nothing proves nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use simulator::{Defect, first_caught};

const SEEDS: u64 = 200;
const THREADS: usize = 2;

/// Any of these rules is broken in the seed that shows it.
fn is_caught(defect: Defect, rules: &[&str]) {
    let caught = first_caught(defect, 1, SEEDS, THREADS);
    let (seed, told) = caught.unwrap_or_else(|| panic!("{defect:?} is not caught"));
    let by = |rule: &&str| told.iter().any(|line| line.starts_with(rule));
    assert!(rules.iter().any(by), "{defect:?} in seed {seed}: {told:?}");
}

#[test]
fn a_sending_before_its_intent_is_caught() {
    is_caught(Defect::NoIntentBeforeSend, &["EffectWithoutIntent"]);
}

#[test]
fn a_repetition_after_a_timeout_is_caught() {
    is_caught(Defect::RepeatOnTimeout, &["SentTwice", "DoubleEffect"]);
}

#[test]
fn an_unknown_outcome_that_is_booked_as_failed_is_caught() {
    is_caught(Defect::UnknownTakenForFailed, &["FalseRejected"]);
}

#[test]
fn a_repetition_under_another_mark_is_caught() {
    is_caught(Defect::NewReferenceOnRepeat, &["EffectWithoutIntent"]);
}

#[test]
fn a_register_that_goes_on_at_another_row_is_caught() {
    is_caught(Defect::ResumesAtWrongRow, &["WrongRow"]);
}

#[test]
fn a_token_that_leaves_again_after_the_bound_is_caught() {
    is_caught(
        Defect::RepeatAfterBound,
        &["RepeatedTooLate", "DoubleEffect"],
    );
}

#[test]
fn what_the_service_has_only_taken_and_is_booked_as_paid_is_caught() {
    is_caught(Defect::PendingTakenForPaid, &["FalseAccepted"]);
}

#[test]
fn a_preview_of_another_withdrawal_is_caught() {
    is_caught(Defect::PreviewWithAnotherFlag, &["OtherPreview"]);
}
