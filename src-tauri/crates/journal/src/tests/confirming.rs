//! What a confirmation refuses, and that money keeps its digits.

use rust_decimal::Decimal;

use super::rig::*;
use crate::{JournalError, NewOperation, Refusal};

#[track_caller]
fn refused(rig: &Rig, operations: &[NewOperation], refusal: Refusal) {
    let before = rig.journal.facts();
    let error = rig.journal.confirm(None, operations, &confirmation());
    assert_eq!(error, Err(JournalError::Refused(refusal)));
    assert_eq!(rig.journal.facts(), before, "nothing may be written");
}

#[test]
fn two_operations_never_share_an_id_or_a_reference() {
    let rig = Rig::new();
    rig.confirm(&["a"]);
    let id = |id: &str| Refusal::Id(id.to_owned());
    refused(&rig, &[], Refusal::Empty);
    refused(&rig, &[operation("a")], id("a"));
    refused(&rig, &[operation("b"), operation("b")], id("b"));
    refused(&rig, &[operation("")], id(""));
    for taken in ["REF-a", ""] {
        let mut same = operation("b");
        same.reference = taken.to_owned();
        refused(&rig, &[same], Refusal::Reference(taken.to_owned()));
    }
}

#[test]
fn what_may_have_moved_money_is_not_repeated() {
    let rig = Rig::full();
    for (former, allowed) in [
        ("a", false),
        ("b", true),
        ("c", true),
        ("d", true),
        ("e", false),
        ("f", false),
        ("stray", false),
    ] {
        let mut again = operation(&format!("again-{former}"));
        again.repeats = Some(former.to_owned());
        if allowed {
            rig.journal
                .confirm(None, &[again], &confirmation())
                .unwrap();
        } else {
            refused(&rig, &[again], Refusal::Repeats(former.to_owned()));
        }
    }
}

#[test]
fn a_register_that_does_not_add_up_is_never_confirmed() {
    let rig = Rig::new();
    let rows = [row_of("r", 1), row_of("r", 2)];
    let mut short = register("r", 2);
    short.control -= Decimal::new(1, 2);
    let answer = rig.journal.confirm(Some(&short), &rows, &confirmation());
    assert_eq!(answer, Err(JournalError::Refused(Refusal::Control)));

    let twice = [
        row_of("r", 1),
        NewOperation {
            id: "x".into(),
            reference: "x".into(),
            ..row_of("r", 1)
        },
    ];
    let beyond = [row_of("r", 1), row_of("r", 3)];
    let other = [row_of("r", 1), row_of("s", 2)];
    let loose = [row_of("r", 1), operation("b")];
    for (rows, row) in [(&twice, 1), (&beyond, 3), (&other, 2), (&loose, 0)] {
        let answer = rig
            .journal
            .confirm(Some(&register("r", 2)), rows, &confirmation());
        assert_eq!(answer, Err(JournalError::Refused(Refusal::Row(row))));
    }
    refused(&rig, &[row_of("r", 1)], Refusal::Row(1));
    assert!(rig.journal.operations().is_empty());
    assert!(rig.journal.registers().is_empty());

    rig.journal
        .confirm(Some(&register("r", 2)), &rows, &confirmation())
        .unwrap();
    let again = rig
        .journal
        .confirm(Some(&register("r", 2)), &rows, &confirmation());
    assert_eq!(again, Err(JournalError::Refused(Refusal::Id("r".into()))));
}

#[test]
fn no_amount_loses_a_digit_on_disk() {
    let rig = Rig::new();
    let amounts = [
        "0.30000000000000004",
        "12345.1434",
        "100.00",
        "79228162514264337593543950335",
    ];
    let operations: Vec<_> = amounts
        .iter()
        .map(|amount| NewOperation {
            amount: Decimal::from_str_exact(amount).unwrap(),
            ..operation(amount)
        })
        .collect();
    rig.journal
        .confirm(None, &operations, &confirmation())
        .unwrap();
    let folder = rig.close();
    let journal = open(folder.path());
    for amount in amounts {
        let read = journal.operation(amount).unwrap();
        assert_eq!(read.new.amount.to_string(), amount);
        let json = serde_json::to_value(&read.new).unwrap();
        assert_eq!(json["amount"], amount, "a string in JSON, too");
    }
}
