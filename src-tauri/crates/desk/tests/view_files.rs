//! Views as a file: the same on another computer, never in the place of others, a broken one refused whole.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;
mod view_bench;

use desk::{
    DeskErrorCode,
    connections::types::{KeepKey, ParkColor},
    registers::types::RegisterName::{Drivers, Payments, Transactions},
    views::types::{ImportedViews, ViewContent},
};
use rig::FULL_KEY;
use serde_json::{Value, json};
use view_bench::{Office, bare, column, debts, fault, file_of, found, names, new};

#[tokio::test]
async fn views_reach_another_computer_as_they_were_and_a_second_time_add_nothing() {
    let here = Office::new().await;
    here.save(Payments, "Долги", debts());
    here.save(Payments, "Наличные", found("касса"));
    here.save(Drivers, "Без вида", ViewContent::default());
    let columns = vec![column("id", 77)];
    here.desk
        .keep_columns(&here.park, Transactions, None, columns)
        .unwrap();
    let path = here.folder.path().join("views.json");
    std::fs::write(&path, "what was there before").unwrap();
    assert_eq!(here.desk.write_views(&here.park, &path).unwrap(), 3);

    let there = Office::new().await;
    let base = "http://127.0.0.1/taxi-public/v1";
    let adding =
        there
            .desk
            .add_connection("Парк", ParkColor::Teal, FULL_KEY, base, KeepKey::ThisRun);
    let park = adding.await.unwrap().id;
    let imported = there.desk.read_views(&park, &path).unwrap();
    let all = ImportedViews {
        added: 3,
        known: 0,
        renamed: 0,
        registers: vec![Payments, Drivers],
    };
    assert_eq!(imported, all);
    let book = there.desk.view_book(&park, Payments).unwrap();
    assert_eq!(names(&book), ["Долги", "Наличные"]);
    assert_eq!(book.views[0].content, debts());
    assert!(book.views.iter().all(|view| !view.id.is_empty()));

    let writes = there.writes();
    let again = there.desk.read_views(&park, &path).unwrap();
    assert_eq!((again.added, again.known, again.renamed), (0, 3, 0));
    assert!(again.registers.is_empty());
    assert_eq!(there.desk.view_book(&park, Payments).unwrap(), book);
    assert_eq!(there.writes(), writes, "nothing new, nothing written");
}

#[tokio::test]
async fn the_file_holds_no_key_and_nothing_of_the_connection() {
    let office = Office::new().await;
    let base = "http://127.0.0.1:8/demo-address";
    let adding = office.desk.add_connection(
        "Парк Северный",
        ParkColor::Teal,
        FULL_KEY,
        base,
        KeepKey::Keychain,
    );
    let park = adding.await.unwrap().id;
    let book = office
        .desk
        .save_view(&park, Payments, new("Долги", debts()))
        .unwrap();
    let path = office.folder.path().join("views.json");
    office.desk.write_views(&park, &path).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    for private in [
        FULL_KEY,
        "Северный",
        "demo-address",
        &park.0,
        &book.views[0].id,
    ] {
        assert!(!text.contains(private), "{private}: {text}");
    }
    assert!(text.contains("Выдуманный Иван"));
}

#[tokio::test]
async fn a_view_of_the_same_name_is_never_replaced() {
    let office = Office::new().await;
    office.save(Payments, "Долги", found("здешнее"));
    let file = file_of(&json!({
        "payments": { "views": [bare("ДОЛГИ", "чужое"), bare("долги", "третье")] },
    }));
    let imported = office.read(&file).unwrap();
    assert_eq!((imported.added, imported.renamed), (2, 2));
    let book = office.book(Payments);
    assert_eq!(names(&book), ["Долги", "ДОЛГИ (2)", "долги (3)"]);
    assert_eq!(book.views[0].content, found("здешнее"));
    // Under the number, too, they are known.
    let again = office.read(&file).unwrap();
    assert_eq!((again.added, again.known), (0, 2));
    assert_eq!(office.book(Payments), book);
}

#[tokio::test]
async fn a_file_of_a_program_with_more_registers_and_members_brings_what_is_known() {
    let office = Office::new().await;
    let mut view = bare("Долги", "x");
    view["content"]["later"] = json!({ "sum": 1.25 });
    view["colour"] = json!("red");
    view["content"]["lists"] = json!({ "statuses": ["no-such-status"] });
    let file = json!({
        "format": "parkdesk-views", "version": 1, "author": 7,
        "registers": { "payments": { "views": [view] }, "balances": { "views": 3 }, "drivers": {} },
    });
    let imported = office.read(&file).unwrap();
    assert_eq!((imported.added, imported.registers), (1, vec![Payments]));
    let lists = &office.book(Payments).views[0].content.lists;
    assert_eq!(
        lists["statuses"],
        ["no-such-status"],
        "ids stay as they are"
    );
}

#[tokio::test]
async fn a_broken_file_is_refused_and_changes_nothing() {
    let office = Office::new().await;
    let before = office.save(Payments, "Долги", debts());
    let writes = office.writes();
    let whole = file_of(&json!({ "payments": { "views": [bare("Новый", "x")] } })).to_string();
    let with = |views: Value| file_of(&json!({ "payments": { "views": views } })).to_string();
    let newer = json!({ "format": "parkdesk-views", "version": 2, "registers": "another shape" });
    let crowd: Vec<_> = (0..40).map(|n| bare(&format!("Вид {n}"), "x")).collect();
    let cases = [
        (String::new(), "not_views"),
        (whole[..whole.len() / 2].to_owned(), "not_views"),
        ("[1, 2]".to_owned(), "not_views"),
        (json!({ "settings": {} }).to_string(), "not_views"),
        (whole.replace("parkdesk-views", "other-views"), "not_views"),
        (whole.replace("\"version\":1", "\"version\":0"), "not_views"),
        (format!("{whole}{}", " ".repeat(1024 * 1024)), "not_views"),
        (
            with(json!([bare("Новый", "x"), { "name": 5, "content": {} }])),
            "not_views",
        ),
        (
            with(json!([bare("Новый", "x"), bare("  ", "x")])),
            "not_views",
        ),
        (with(json!([bare(&"ж".repeat(61), "x")])), "not_views"),
        (newer.to_string(), "newer"),
        (with(json!(crowd)), "many"),
    ];
    for (text, expected) in cases {
        let shown: String = text.chars().take(120).collect();
        let path = office.file("broken.json", text);
        let (code, why) = fault(office.desk.read_views(&office.park, &path));
        assert_eq!(
            (code, &*why),
            (DeskErrorCode::FileRefused, expected),
            "{shown}"
        );
    }
    let absent = office.folder.path().join("absent.json");
    for path in [absent.as_path(), office.folder.path()] {
        let (code, _) = fault(office.desk.read_views(&office.park, path));
        assert_eq!(code, DeskErrorCode::FileUnreadable);
    }
    assert_eq!((office.book(Payments), office.writes()), (before, writes));
}

#[tokio::test]
async fn a_place_that_cannot_be_written_keeps_what_it_has() {
    let office = Office::new().await;
    office.save(Payments, "Долги", debts());
    let folder = office.folder.path();
    let nowhere = folder.join("no such folder").join("views.json");
    let taken = folder.join("taken.json");
    std::fs::create_dir(&taken).unwrap();
    for path in [&nowhere, &taken] {
        let (code, _) = fault(office.desk.write_views(&office.park, path));
        assert_eq!(code, DeskErrorCode::FileNotSaved);
    }
    // More than a file may have: it could never be read again.
    office.save(Payments, "Огромный", found(&"x".repeat(1024 * 1024)));
    let path = office.file("views.json", "before");
    let (code, why) = fault(office.desk.write_views(&office.park, &path));
    assert_eq!((code, &*why), (DeskErrorCode::FileNotSaved, "large"));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "before");
    let left: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left.len(), 2, "{left:?}");
}
