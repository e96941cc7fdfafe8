//! What is known of a register after a restart: rows that were left out, the settings, and how large the record of it is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod payouts_rig;
mod rig;

use std::sync::atomic::Ordering;

use desk::payouts::types::*;
use payouts_rig::{World, adds_up, by, life, paying, paying_way, sent_at_least, table, words};

fn told(rows: &[PayoutRow]) -> Vec<(u32, RowVerdict, bool, String, String)> {
    let told = |row: &PayoutRow| {
        (
            row.row,
            row.verdict,
            row.included,
            row.driver_text.clone(),
            row.amount_text.clone(),
        )
    };
    rows.iter().filter(|row| !row.included).map(told).collect()
}

#[test]
fn rows_left_out_of_a_register_are_not_forgotten_by_a_restart() {
    let world = World::new();
    let (one, two) = (world.payable(0), world.payable(1));
    let text = table(&[
        ["", one.phone.as_str(), "100,10", ""],
        ["Никого Нет", "", "5", "за смену"],
        ["", &two.phone, "1,234", ""],
        ["", &one.phone, "100,10", ""],
        ["Карта 4276 1234 5678 4471", "", "7", ""],
        ["", &two.phone, "200,20", ""],
    ]);
    let settings = PayoutSettings {
        message: "Ноябрь".to_owned(),
        ..paying()
    };
    world.gate.hang_at(1);
    world.gate.reaches.store(true, Ordering::SeqCst);
    let (id, before, rows, left_out) = life(&world, async |world, program| {
        let id = program.open_with(&text, settings.clone()).await;
        program.check(&id).await;
        program.begin(&id).await;
        sent_at_least(world, program, 1).await;
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        let part = ResultPart::LeftOut;
        let left_out = program.desk.payout_result(&id, part, &words()).unwrap();
        (id.clone(), program.view(&id), program.rows(&id), left_out)
    });
    world.gate.hang_at(0);
    assert_eq!(told(&rows).len(), 4);
    life(&world, async |world, program| {
        let view = program.desk.open_payout(&program.park, &id).await.unwrap();
        adds_up(&view);
        assert_eq!(view.settings, settings);
        assert_eq!(view.control, before.control);
        let counted: u32 = view.verdicts.iter().map(|one| one.count).sum();
        assert_eq!(counted, 6, "each row has its verdict: {:?}", view.verdicts);
        let kept = program.rows(&id);
        let numbers: Vec<u32> = kept.iter().map(|row| row.row).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
        let mut expected = told(&rows);
        // An account is not kept in the clear.
        expected[3].3 = "Карта •••• 4471".to_owned();
        assert_eq!(told(&kept), expected);
        assert_eq!(kept[3].params, rows[3].params);

        let filter = PayoutFilter {
            left_out: true,
            ..PayoutFilter::default()
        };
        let window = program.desk.payout_window(&id, &filter, 0, 10).unwrap();
        assert_eq!(window.total, view.control.left_out);

        // What is exported is what was exported before, and can be pasted back.
        let part = ResultPart::LeftOut;
        let again = program.desk.payout_result(&id, part, &words()).unwrap();
        assert_eq!(again.rows().len(), left_out.rows().len());
        let tsv = again.tsv();
        for said in ["Никого Нет", "Водитель не найден", "1,234", "за смену"]
        {
            assert!(tsv.contains(said), "{said} in {tsv}");
        }
        let pasted = program.checked(&tsv).await;
        let people = |rows: &[PayoutRow]| -> Vec<_> {
            rows.iter()
                .filter(|row| row.row != 5)
                .map(|row| (row.driver_id.clone(), row.amount))
                .collect()
        };
        let given: Vec<PayoutRow> = kept.iter().filter(|row| !row.included).cloned().collect();
        let back = program.rows(&pasted);
        assert_eq!(back.len(), 4);
        assert_eq!(people(&back)[..3], people(&given)[..3]);

        let all = program
            .desk
            .payout_result(&id, ResultPart::All, &words())
            .unwrap();
        assert_eq!(all.rows().len(), 6);
        program.desk.resume_payout(&id).await.unwrap();
        let view = program.until_phase(&id, PayoutPhase::Finished).await;
        adds_up(&view);
        assert_eq!(world.gate.sent(), 2, "no row that was left out is sent");
        assert_eq!(told(&program.rows(&id)), expected);
    });
    for file in std::fs::read_dir(world.folder.path().join("practice")).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains("4276 1234"));
    }
}

#[tokio::test]
async fn ten_thousand_rows_left_out_do_not_weigh_down_the_journal() {
    let world = World::new();
    let program = world.start().await;
    let one = world.payable(0);
    let mut rows = vec![["".to_owned(), one.phone.clone(), "100,00".to_owned()]];
    rows.extend((1..10_000).map(|number| {
        let name = format!("Никого Нет Такого-{number}");
        [name, format!("+7999{number:07}"), format!("{number},50")]
    }));
    let rows: Vec<[&str; 4]> = rows
        .iter()
        .map(|[name, phone, sum]| [name.as_str(), phone, sum, "выплата за ноябрь"])
        .collect();
    let id = program.checked(&table(&rows)).await;
    let view = program.begin(&id).await;
    assert_eq!((view.control.included, view.control.left_out), (1, 9_999));
    let files = std::fs::read_dir(world.folder.path().join("practice")).unwrap();
    let size: u64 = files
        .map(|file| file.unwrap().metadata().unwrap().len())
        .sum();
    assert!(size < 8 * 1024 * 1024, "{size} bytes");
}

#[tokio::test]
async fn rows_that_fit_a_balance_each_but_not_together_are_told_before_sending() {
    let world = World::new();
    let program = world.start().await;
    let (one, two) = (world.payable(0), world.payable(1));
    // Ten thousand roubles each.
    let id = program
        .checked(&table(&[
            ["", one.phone.as_str(), "6000", ""],
            ["", &two.phone, "6000", ""],
            ["", &one.phone, "3000", ""],
            ["", &one.phone, "1000,01", ""],
            ["", &one.phone, "1000", ""],
        ]))
        .await;
    use RowVerdict::{NotEnough, Ready};
    assert_eq!(
        program.verdicts(&id),
        [Ready, Ready, Ready, NotEnough, Ready],
        "to the kopeck"
    );
    let row = program.rows(&id).remove(3);
    assert_eq!(row.params["rows"], "1, 3");
    assert_eq!(row.params["available"].parse::<f64>().unwrap(), 10_000.0);
    assert!(!row.included && !row.can_include);
    // Taking an earlier one out makes place.
    let out = RowChange {
        included: Some(false),
        ..RowChange::default()
    };
    program.desk.change_payout_row(&id, 3, out).await.unwrap();
    assert_eq!(program.verdicts(&id), [Ready; 5]);
    let view = program.view(&id);
    assert_eq!((view.control.included, view.control.left_out), (4, 1));
    // A deposit takes nothing from them.
    let deposits = by(JumpWay {
        operation: PayoutOperation::Deposit,
        create_payment: false,
        ..paying_way()
    });
    program
        .desk
        .set_payout_settings(&id, deposits)
        .await
        .unwrap();
    program.check(&id).await;
    assert_eq!(program.verdicts(&id), [Ready; 5]);
}

#[tokio::test]
async fn a_name_in_three_columns_finds_the_driver() {
    let world = World::new();
    let program = world.start().await;
    let numbers = 0..world.sandbox.driver_ids().len();
    let alone = numbers.map(|number| world.payable(number));
    let person = alone.into_iter().find(|one| world.is_alone(one)).unwrap();
    let text = format!(
        "Фамилия\tИмя\tОтчество\tСумма\r\n{}\t{}\t\t100\r\nНикто\tНеведомый\t\t200",
        person.last, person.first
    );
    let id = program.checked(&text).await;
    let rows = program.rows(&id);
    assert_eq!(
        (rows[0].verdict, rows[0].driver_id.clone()),
        (RowVerdict::Ready, Some(person.key()))
    );
    assert_eq!(rows[1].driver_text, "Никто Неведомый");
    assert_eq!(rows[1].verdict, RowVerdict::UnknownDriver);
}
