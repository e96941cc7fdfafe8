//! Saved views are kept over a restart, and no failure changes them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;
mod view_bench;

use std::sync::atomic::Ordering;

use desk::{
    DeskErrorCode,
    preferences::ConnectionRecord,
    registers::types::RegisterName::{Drivers, Payments, Transactions},
    views::types::{SavedView, ViewBook},
};
use serde_json::{Value, json};
use view_bench::{Office, bare, column, debts, fault, file_of, found, names, new};

#[tokio::test]
async fn a_restart_loses_no_view_and_no_column() {
    let office = Office::new().await;
    office.save(Payments, "  Долги   за июль ", debts());
    let book = office.save(Payments, "Наличные", found("касса"));
    office.save(Drivers, "Долги за июль", found("другой реестр"));
    let usual = book.views[1].id.clone();
    let desk = &office.desk;
    desk.set_usual_view(&office.park, Payments, Some(usual.clone()))
        .unwrap();
    let columns = vec![column("id", 120), column("amount", 200)];
    desk.keep_columns(&office.park, Payments, None, columns.clone())
        .unwrap();

    let book = office
        .restarted()
        .view_book(&office.park, Payments)
        .unwrap();
    assert_eq!(names(&book), ["Долги за июль", "Наличные"]);
    assert_eq!(book.views[0].content, debts());
    assert_eq!((book.usual.clone(), &book.columns), (Some(usual), &columns));
    assert_eq!(book, office.book(Payments));
    assert_eq!(office.book(Transactions), ViewBook::default());
}

#[tokio::test]
async fn settings_of_the_former_layout_still_load() {
    let office = Office::new().await;
    office.save(Payments, "Долги", debts());
    let mut settings: Value =
        serde_json::from_str(office.disk.text.lock().as_ref().unwrap()).unwrap();
    let record = settings["connections"][0].as_object_mut().unwrap();
    assert!(record.remove("views").is_some());
    *office.disk.text.lock() = Some(settings.to_string());
    let desk = office.restarted();
    let book = desk.view_book(&office.park, Payments).unwrap();
    assert_eq!(book, ViewBook::default());
}

/// Otherwise the whole file would count as broken, and every connection with it.
#[tokio::test]
async fn views_of_a_register_that_only_a_newer_program_has_do_not_make_settings_unreadable() {
    let office = Office::new().await;
    office.save(Payments, "Долги", debts());
    let text = office.disk.text.lock().clone().unwrap();
    let mut settings: Value = serde_json::from_str(&text).unwrap();
    settings["connections"][0]["views"]["balances"] = json!({ "shape": [1] });
    *office.disk.text.lock() = Some(settings.to_string());
    let book = office
        .restarted()
        .view_book(&office.park, Payments)
        .unwrap();
    assert_eq!(names(&book), ["Долги"]);
    // The store goes through a JSON value, whose keys are read another way.
    let record = settings["connections"][0].clone();
    let record: ConnectionRecord = serde_json::from_value(record).unwrap();
    assert_eq!(record.views[&Payments], book);
}

#[tokio::test]
async fn a_full_disk_leaves_memory_and_disk_as_they_were() {
    let office = Office::new().await;
    let (desk, park) = (&office.desk, &office.park);
    let before = office.save(Payments, "Долги", debts());
    let id = before.views[0].id.clone();
    let exported = office.folder.path().join("out.json");
    desk.write_views(park, &exported).unwrap();
    desk.save_view(park, Drivers, new("Лишний", found("x")))
        .unwrap();
    let text = office.disk.text.lock().clone();
    office.disk.full.store(true, Ordering::SeqCst);
    let brought = office.file(
        "in.json",
        file_of(&json!({ "payments": { "views": [bare("Новый", "y")] } })).to_string(),
    );
    let renamed = SavedView {
        id: id.clone(),
        ..new("Иначе", found("z"))
    };
    let tries = [
        fault(desk.save_view(park, Payments, renamed)),
        fault(desk.save_view(park, Payments, new("Ещё", found("a")))),
        fault(desk.delete_view(park, Payments, &id)),
        fault(desk.set_usual_view(park, Payments, Some(id.clone()))),
        fault(desk.keep_columns(park, Payments, Some(&id), vec![column("id", 1)])),
        fault(desk.read_views(park, &brought)),
    ];
    for (code, _) in tries {
        assert_eq!(code, DeskErrorCode::SettingsNotSaved);
    }
    assert_eq!(office.book(Payments), before);
    assert_eq!(*office.disk.text.lock(), text);
}

#[tokio::test]
async fn a_column_dragged_to_and_fro_does_not_hammer_the_disk() {
    let office = Office::new().await;
    let (desk, park) = (&office.desk, &office.park);
    let id = office.save(Payments, "Долги", debts()).views[0].id.clone();
    let columns = vec![column("id", 120)];
    desk.keep_columns(park, Payments, Some(&id), columns.clone())
        .unwrap();
    desk.keep_columns(park, Payments, None, columns.clone())
        .unwrap();
    let before = office.writes();
    for _ in 0..20 {
        for id in [None, Some(id.as_str())] {
            desk.keep_columns(park, Payments, id, columns.clone())
                .unwrap();
        }
        // Never touched, and still not.
        desk.keep_columns(park, Drivers, None, Vec::new()).unwrap();
    }
    assert_eq!(office.writes(), before);
    let book = office.book(Payments);
    assert_eq!(
        (&book.columns, &book.views[0].content.columns),
        (&columns, &columns)
    );
}

#[tokio::test]
async fn columns_of_a_view_that_is_gone_do_not_land_in_another() {
    let office = Office::new().await;
    let (desk, park) = (&office.desk, &office.park);
    office.save(Payments, "Долги", debts());
    let gone = office.save(Payments, "Наличные", found("касса")).views[1]
        .id
        .clone();
    desk.set_usual_view(park, Payments, Some(gone.clone()))
        .unwrap();
    let book = desk.delete_view(park, Payments, &gone).unwrap();
    assert_eq!((names(&book), &book.usual), (vec!["Долги"], &None));
    let writes = office.writes();
    let again = SavedView {
        id: gone.clone(),
        ..new("Наличные", found("касса"))
    };
    let tries = [
        fault(desk.keep_columns(park, Payments, Some(&gone), vec![column("id", 1)])),
        fault(desk.delete_view(park, Payments, &gone)),
        fault(desk.set_usual_view(park, Payments, Some(gone.clone()))),
        fault(desk.save_view(park, Payments, again)),
    ];
    for (code, _) in tries {
        assert_eq!(code, DeskErrorCode::NotFound);
    }
    assert_eq!((office.book(Payments), office.writes()), (book, writes));
}

#[tokio::test]
async fn two_tabs_never_read_alike() {
    let office = Office::new().await;
    let (desk, park) = (&office.desk, &office.park);
    let debts_id = office.save(Payments, "Долги за июль", debts()).views[0]
        .id
        .clone();
    let save = |view| desk.save_view(park, Payments, view);
    for name in ["Долги за июль", " долги  ЗА\u{a0}июль "] {
        let (code, why) = fault(save(new(name, found("x"))));
        assert_eq!((code, &*why), (DeskErrorCode::InvalidInput, "taken"));
    }
    let long = "ж".repeat(61);
    for (name, expected) in [("", "empty"), (" \n\t ", "empty"), (&long, "long")] {
        assert_eq!(fault(save(new(name, found("x")))).1, expected);
    }
    // Its own name is no other's, in whichever case.
    let own = SavedView {
        id: debts_id,
        ..new("ДОЛГИ за июль", found("y"))
    };
    let book = save(own).unwrap();
    assert_eq!(names(&book), ["ДОЛГИ за июль"]);
    assert_eq!(book.views[0].content, found("y"));

    save(new(&long[2..], found("x"))).unwrap();
    for number in 2..40 {
        save(new(&format!("Вид {number}"), found("x"))).unwrap();
    }
    assert_eq!(fault(save(new("Ещё один", found("x")))).1, "many");
    let last = office.book(Payments).views.pop().unwrap();
    assert_eq!(names(&save(last).unwrap()).len(), 40);
}

#[tokio::test]
async fn views_of_a_removed_connection_go_with_it() {
    let office = Office::new().await;
    office.save(Payments, "Долги", debts());
    office.desk.remove_connection(&office.park).await.unwrap();
    let book = office.desk.view_book(&office.park, Payments);
    assert_eq!(fault(book).0, DeskErrorCode::NoConnection);
    let text = office.disk.text.lock().clone().unwrap();
    assert!(!text.contains("Долги"));
}
