//! What came of a register, as tables: rows that failed come back as they were and can be pasted again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod payouts_rig;
mod rig;

use desk::payouts::types::*;
use journal::State;
use payouts_rig::{World, adds_up, paying, sheet, table, words};

#[tokio::test]
async fn a_result_read_from_the_journal_can_be_pasted_back_too() {
    let world = World::new();
    world.faults(&["createTransaction:422@nth=1"]);
    let program = world.start().await;
    let (id, _) = program.sent(&sheet(&world, 2)).await;
    let lost = program.rows(&id).remove(0);
    program.desk.close_payout(&id).unwrap();
    let view = program.desk.open_payout(&program.park, &id).await.unwrap();
    assert_eq!(view.phase, PayoutPhase::Finished);
    adds_up(&view);
    world.faults(&[]);
    let failed = program
        .desk
        .payout_result(&id, ResultPart::Failed, &words())
        .unwrap();
    let pasted = program.checked(&failed.tsv()).await;
    let rows = program.rows(&pasted);
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (&rows[0].driver_id, rows[0].amount),
        (&lost.driver_id, lost.amount)
    );
    assert_eq!(
        (rows[0].verdict, rows[0].comment.as_str()),
        (RowVerdict::Ready, "Выплата")
    );
}

#[tokio::test]
async fn rejected_rows_pasted_back_are_the_same_rows_and_unknown_ones_are_not_among_them() {
    let world = World::new();
    world.faults(&[
        "createTransaction:422@nth=1",
        "createTransaction:422@nth=3",
        "createTransaction:504@nth=2",
    ]);
    let program = world.start().await;
    let people: Vec<_> = (0..4).map(|number| world.payable(number)).collect();
    let rows = [
        [
            people[0].name.as_str(),
            people[0].phone.as_str(),
            "1 100,10",
            "аренда; №5",
        ],
        [&people[1].name, &people[1].phone, "200", ""],
        [&people[2].name, &people[2].phone, "300,30", "=2+2"],
        [&people[3].name, &people[3].phone, "400", ""],
    ];
    let (id, view) = program.sent(&table(&rows)).await;
    adds_up(&view);
    let before = program.rows(&id);
    assert_eq!(before[0].state, Some(State::Rejected));
    assert!(!before[0].reason.is_empty());
    let failed = program
        .desk
        .payout_result(&id, ResultPart::Failed, &words())
        .unwrap();
    assert_eq!(failed.rows().len(), 2);
    world.faults(&[]);
    let same = |id: &PayoutId| -> Vec<_> {
        let rows = program.rows(id).into_iter();
        rows.map(|row| (row.driver_id, row.amount, row.comment, row.verdict))
            .collect()
    };
    let lost = |row: &PayoutRow| {
        (
            row.driver_id.clone(),
            row.amount,
            row.comment.clone(),
            RowVerdict::Ready,
        )
    };
    let expected = [lost(&before[0]), lost(&before[2])];
    let pasted = program.checked(&failed.tsv()).await;
    assert_eq!(same(&pasted), expected);

    let path = world.folder.path().join("Ошибки.xlsx");
    let name = program
        .desk
        .write_payout_result(&id, ResultPart::Failed, &words(), path.clone(), false)
        .await
        .unwrap();
    assert_eq!(name, "Ошибки.xlsx");
    let opened = program
        .desk
        .open_payout_file(&program.park, path)
        .await
        .unwrap()
        .id;
    program
        .desk
        .set_payout_settings(&opened, paying())
        .await
        .unwrap();
    program.check(&opened).await;
    assert_eq!(same(&opened), expected);

    let all = program
        .desk
        .payout_result(&id, ResultPart::All, &words())
        .unwrap();
    assert_eq!(all.rows().len(), 4);
    let name = program
        .desk
        .name_payout_result(&id, ResultPart::All, &words())
        .unwrap();
    assert!(name.starts_with("Выплаты Демо-парк "), "{name}");
}

#[tokio::test]
async fn rows_that_were_left_out_are_named_with_their_verdict() {
    let world = World::new();
    let program = world.start().await;
    let one = world.payable(0);
    let rows = [
        ["", one.phone.as_str(), "100", ""],
        ["Никого Нет", "", "5", ""],
    ];
    let (id, view) = program.sent(&table(&rows)).await;
    assert_eq!(
        (
            view.control.rows,
            view.control.included,
            view.control.left_out
        ),
        (2, 1, 1)
    );
    let left_out = program
        .desk
        .payout_result(&id, ResultPart::LeftOut, &words())
        .unwrap();
    let tsv = left_out.tsv();
    assert!(
        tsv.contains("Никого Нет") && tsv.contains("Водитель не найден"),
        "{tsv}"
    );
    let filter = PayoutFilter {
        left_out: true,
        ..PayoutFilter::default()
    };
    assert_eq!(
        program
            .desk
            .payout_window(&id, &filter, 0, 10)
            .unwrap()
            .total,
        1
    );
    let filter = PayoutFilter {
        states: vec![State::Accepted],
        ..PayoutFilter::default()
    };
    assert_eq!(
        program
            .desk
            .payout_window(&id, &filter, 0, 10)
            .unwrap()
            .total,
        1
    );
}

#[tokio::test]
async fn mended_rows_come_back_as_they_were_mended() {
    let world = World::new();
    let program = world.start().await;
    let (one, two) = (world.payable(0), world.payable(1));
    let text = table(&[[&one.name, &two.phone, "1,234", ""]]);
    let id = program.checked(&text).await;
    let mended = RowChange {
        amount: Some("1234".to_owned()),
        driver_id: Some(two.key()),
        comment: Some("доплата".to_owned()),
        included: None,
    };
    program
        .desk
        .change_payout_row(&id, 1, mended)
        .await
        .unwrap();
    assert_eq!(program.verdicts(&id), [RowVerdict::Ready]);
    world.faults(&["createTransaction:422"]);
    program.begin(&id).await;
    program.until_phase(&id, PayoutPhase::Finished).await;
    world.faults(&[]);
    let failed = program
        .desk
        .payout_result(&id, ResultPart::Failed, &words())
        .unwrap();
    let pasted = program.checked(&failed.tsv()).await;
    let row = program.rows(&pasted).remove(0);
    assert_eq!(
        (row.driver_id, row.verdict),
        (Some(two.key()), RowVerdict::Ready)
    );
    assert_eq!(
        (row.amount.unwrap().to_string(), row.comment.as_str()),
        ("1234.00".to_owned(), "доплата")
    );
}
