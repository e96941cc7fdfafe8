//! From a sheet to rows: what is read, what is remembered, whom a row means.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod payouts_rig;
mod rig;

use desk::{DeskErrorCode, payouts::types::*};
use payouts_rig::{World, by, paying, paying_way, table};

#[tokio::test]
async fn an_ambiguous_sum_is_asked_about_and_a_plain_one_is_read_to_the_kopeck() {
    let world = World::new();
    let program = world.start().await;
    let person = world.payable(0);
    let rows = [
        [person.name.as_str(), &person.phone, "1 234,56", ""],
        [&person.name, &person.phone, "1,234", ""],
        [&person.name, &person.phone, "12,345.67", ""],
        [&person.name, &person.phone, "сто", ""],
        [&person.name, &person.phone, "-5", ""],
    ];
    let id = program.open(&table(&rows)).await;
    let rows = program.rows(&id);
    assert_eq!(rows[0].amount.unwrap().to_string(), "1234.56");
    assert_eq!(rows[0].verdict, RowVerdict::NotChecked);
    for (row, readings) in [(1, ["1234"]), (2, ["12345.67"])] {
        assert_eq!(rows[row].verdict, RowVerdict::AmbiguousAmount);
        let offered: Vec<String> = rows[row].readings.iter().map(ToString::to_string).collect();
        assert_eq!(offered, readings);
    }
    for (row, code) in [(3, "amount_not_a_number"), (4, "amount_negative")] {
        assert_eq!(rows[row].verdict, RowVerdict::BadAmount);
        assert_eq!(rows[row].params["problem"], code);
    }
    let mended = RowChange {
        amount: Some("1234".to_owned()),
        ..RowChange::default()
    };
    program
        .desk
        .change_payout_row(&id, 2, mended)
        .await
        .unwrap();
    assert_eq!(program.rows(&id)[1].amount.unwrap().to_string(), "1234");
}

#[tokio::test]
async fn a_totals_row_is_no_payout_and_is_told_to_be_compared() {
    let world = World::new();
    let program = world.start().await;
    let (one, two) = (world.payable(0), world.payable(1));
    let text = format!(
        "Реестр выплат за ноябрь\r\n{}\r\nИтого\t\t3 000,10\t",
        table(&[
            [&one.name, &one.phone, "1000,00", "аренда"],
            [&two.name, &two.phone, "2000,10", ""],
        ])
    );
    let id = program.open(&text).await;
    let view = program.view(&id);
    assert_eq!(view.control.rows, 2);
    let sheet = view.sheet.unwrap();
    assert!(sheet.header);
    assert_eq!(sheet.stated_total.unwrap().to_string(), "3000.10");
    assert_eq!(sheet.skipped, 2, "the title and the totals");
    let rows = program.rows(&id);
    assert_eq!(
        (rows[0].comment.as_str(), rows[1].comment.as_str()),
        ("аренда", "Выплата")
    );
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_with_its_reason() {
    let world = World::new();
    let program = world.start().await;
    let many = format!("Телефон\tСумма\n{}", "79110000000\t1,5\n".repeat(10_001));
    let cases = [("  \n ".to_owned(), "empty"), (many, "too_many_rows")];
    for (text, code) in cases {
        let error = program
            .desk
            .open_payout_text(&program.park, text)
            .await
            .unwrap_err();
        assert_eq!(error.code, DeskErrorCode::InvalidInput);
        assert_eq!(
            (
                error.fields[0].field.as_str(),
                error.fields[0].code.as_str()
            ),
            ("sheet", code)
        );
    }
    let path = world.folder.path().join("old.xls");
    std::fs::write(&path, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rest").unwrap();
    let error = program
        .desk
        .open_payout_file(&program.park, path.clone())
        .await
        .unwrap_err();
    assert_eq!(error.fields[0].field, "sheet");
    std::fs::remove_file(&path).unwrap();
    let error = program
        .desk
        .open_payout_file(&program.park, path)
        .await
        .unwrap_err();
    assert_eq!(error.code, DeskErrorCode::FileUnreadable);
}

#[tokio::test]
async fn a_correction_of_the_columns_is_remembered_for_the_same_header_only() {
    let world = World::new();
    let program = world.start().await;
    let person = world.payable(0);
    let sheet = |header: &str| format!("{header}\n{}\t100,50\t700,00\n", person.phone);
    let text = sheet("Телефон\tСумма 1\tСумма 2");
    let desk = &program.desk;
    let view = desk
        .open_payout_text(&program.park, text.clone())
        .await
        .unwrap();
    let choice = ColumnChoice {
        header: true,
        roles: vec![Some(ColumnRole::Phone), None, Some(ColumnRole::Amount)],
    };
    let chosen = desk.choose_payout_columns(&view.id, choice).await.unwrap();
    assert_eq!(
        chosen.sheet.unwrap().columns[2].role,
        Some(ColumnRole::Amount)
    );
    assert_eq!(
        program.rows(&view.id)[0].amount.unwrap().to_string(),
        "700.00"
    );

    drop(program);
    let program = world.start().await;
    let again = program
        .desk
        .open_payout_text(&program.park, text)
        .await
        .unwrap();
    let facts = again.sheet.unwrap();
    assert!(facts.remembered);
    assert_eq!(facts.columns[2].role, Some(ColumnRole::Amount));
    let other = sheet("Телефон\tСумма 1\tСумма 3");
    let other = program
        .desk
        .open_payout_text(&program.park, other)
        .await
        .unwrap();
    assert!(!other.sheet.unwrap().remembered);
    let twice = ColumnChoice {
        header: true,
        roles: vec![Some(ColumnRole::Amount), Some(ColumnRole::Amount)],
    };
    let error = program
        .desk
        .choose_payout_columns(&again.id, twice)
        .await
        .unwrap_err();
    assert_eq!(error.fields[0].field, "columns");
}

#[tokio::test]
async fn a_removed_connection_leaves_no_columns_to_the_next_of_its_name() {
    let world = World::new();
    let program = world.start().await;
    let desk = &program.desk;
    let text = "Телефон\tСумма 1\tСумма 2\n79110000000\t100,50\t700,00\n".to_owned();
    let opened = async || {
        let view = desk.open_payout_text(&program.park, text.clone()).await;
        view.unwrap()
    };
    let choice = ColumnChoice {
        header: true,
        roles: vec![Some(ColumnRole::Phone), None, Some(ColumnRole::Amount)],
    };
    let id = opened().await.id;
    desk.choose_payout_columns(&id, choice).await.unwrap();
    assert!(opened().await.sheet.unwrap().remembered);
    desk.remove_connection(&program.park).await.unwrap();
    let park = desk.open_demo("Демо-парк").await.unwrap().id;
    assert_eq!(park, program.park);
    assert!(!opened().await.sheet.unwrap().remembered);
}

#[tokio::test]
async fn another_sheet_of_a_workbook_takes_the_place_of_the_first() {
    use register::{Cell, FileColumn, Layout, RowsFile, Xlsx};
    let world = World::new();
    let program = world.start().await;
    let path = world.folder.path().join("Выплаты ноябрь.xlsx");
    let column = |title: &str, kind| FileColumn {
        title: title.to_owned(),
        kind,
        width: 100,
    };
    let layout = Layout {
        name: "Лист".to_owned(),
        columns: vec![
            column("Телефон", register::ColumnKind::Text),
            column("Сумма", register::ColumnKind::Amount),
        ],
        total: "Итого".to_owned(),
        about: "О файле".to_owned(),
        incomplete: None,
    };
    let mut bytes = Vec::new();
    {
        let form = Xlsx::new(&mut bytes, &layout, world.folder.path()).unwrap();
        let mut file = RowsFile::new(form, &layout.columns);
        let row = vec![
            Cell::text("79110000000"),
            Cell::Amount("1234.50".parse().unwrap()),
        ];
        file.write(vec![row]).unwrap();
        file.finish(|_| vec![("Строк".to_owned(), Cell::Count(1))])
            .unwrap();
    }
    std::fs::write(&path, bytes).unwrap();
    let view = program
        .desk
        .open_payout_file(&program.park, path)
        .await
        .unwrap();
    assert_eq!(view.name, "Выплаты ноябрь");
    let facts = view.sheet.unwrap();
    assert_eq!(
        program.rows(&view.id)[0].amount.unwrap().to_string(),
        "1234.5"
    );
    assert_eq!(view.control.rows, 1, "totals are no payout");
    let other = facts
        .sheets
        .iter()
        .find(|name| Some(*name) != facts.sheet.as_ref())
        .unwrap();
    let view = program
        .desk
        .choose_payout_sheet(&view.id, other.clone())
        .await
        .unwrap();
    assert_eq!(view.sheet.unwrap().sheet.as_ref(), Some(other));
}

#[tokio::test]
async fn ten_thousand_rows_are_read_and_judged_in_reasonable_time() {
    let world = World::new();
    let program = world.start().await;
    let row = |number: u32| format!("Иванов Иван\t7911{number:07}\t{number},50\tвыплата");
    let rows: Vec<String> = (1..=10_000).map(row).collect();
    let text = format!("ФИО\tТелефон\tСумма\tКомментарий\n{}", rows.join("\n"));
    let began = std::time::Instant::now();
    let view = program
        .desk
        .open_payout_text(&program.park, text)
        .await
        .unwrap();
    program
        .desk
        .set_payout_settings(&view.id, paying())
        .await
        .unwrap();
    program.check(&view.id).await;
    let view = program.view(&view.id);
    assert_eq!(view.control.rows, 10_000);
    assert_eq!(view.verdicts[0].verdict, RowVerdict::UnknownDriver);
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_sheet_without_sums_or_drivers_is_not_checked() {
    let world = World::new();
    let program = world.start().await;
    let id = program.open("Комментарий\tПрочее\nодин\tдва\n").await;
    let error = program.desk.check_payout(&id).await.unwrap_err();
    let codes: Vec<_> = error.fields.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes, ["no_amount_column", "no_driver_column"]);
    let untyped = by(JumpWay {
        transaction_type_id: None,
        ..paying_way()
    });
    let text = table(&[["Иванов Иван", "79110000000", "100", ""]]);
    let id = program.open_with(&text, untyped).await;
    let error = program.desk.check_payout(&id).await.unwrap_err();
    assert_eq!(error.fields[0].field, "transaction_type_id");
}
