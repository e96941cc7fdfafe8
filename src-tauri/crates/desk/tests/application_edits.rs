//! Saving the card of an application over the demo park: what was edited changes and nothing else does, whatever the
//! service and other people do meanwhile, and the outcome is what a later reading shows.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use desk::{
    DeskErrorCode,
    applications::types::{ActionState, ApplicationField as F, ApplicationFieldEdit},
    connections::types::{ConnectionEdit, ParkColor},
};
use jump::Id;
use proptest::prelude::*;
use rig::{
    application::{Recorded, as_it_is, edit, field, full_taxi, named, walking},
    card::faults,
};
use serde_json::{Value, json};

fn calls(park: &Recorded) -> u64 {
    park.rig.sandbox.calls("editApplication")
}

#[tokio::test]
async fn only_the_section_that_changed_is_sent_and_everything_else_stays_as_it_was() {
    let park = Recorded::new().await;
    let id = park.find(|truth| full_taxi(truth) && truth["person_info"]["comment"].is_null());
    let mut expected = park.truth(id);
    let saved = park.save(id, &[(F::City, " Тула ")]).await.unwrap();
    assert_eq!(saved.state, ActionState::Done);
    assert_eq!(saved.saved[0].after, "Тула");
    expected["person_info"]["city"] = "Тула".into();
    assert_eq!(park.truth(id), expected);

    let sent = park.sent().remove(0);
    let sections: Vec<_> = sent.as_object().unwrap().keys().collect();
    assert_eq!(sections, ["person_info"]);
    for name in ["last_name", "first_name", "birthdate", "city"] {
        assert_eq!(sent["person_info"][name], expected["person_info"][name]);
    }
    assert_eq!(sent["person_info"].get("comment"), None);
    assert_eq!(sent["person_info"].get("files"), None);
}

#[tokio::test]
async fn a_section_that_nobody_knows_survives_and_is_never_sent() {
    let park = Recorded::new().await;
    let id = park.find(|truth| !truth["medical"].is_null());
    let medical = park.truth(id)["medical"].clone();
    let saved = park.save(id, &[(F::Comment, "Годен")]).await.unwrap();
    assert_eq!(saved.state, ActionState::Done);
    assert_eq!(park.truth(id)["medical"], medical);
    assert!(!park.sent()[0].to_string().contains("medical"));
}

#[tokio::test]
async fn a_cleared_field_is_sent_as_null_and_the_country_goes_with_its_title() {
    let park = Recorded::new().await;
    let id = park.find(full_taxi);
    let truth = park.truth(id);
    let edits = [(F::LicenseExpiryDate, ""), (F::LicenseUnlimited, "true")];
    let saved = park.save(id, &edits).await.unwrap();
    assert_eq!(saved.state, ActionState::Done);
    let sent = &park.sent()[0]["driver_license"];
    assert_eq!(sent["driver_license_expiry_date"], Value::Null);
    assert_eq!(sent["driver_license_expiry_date_unlimited"], true);
    assert_eq!(
        sent["driver_license_country"],
        truth["driver_license"]["country"]
    );
    assert_eq!(
        sent["driver_license_number"],
        truth["driver_license"]["number"]
    );
    assert_eq!(park.truth(id)["driver_license"]["expiry_date"], Value::Null);
}

#[tokio::test]
async fn changes_are_told_by_titles_and_codes_are_sent() {
    let park = Recorded::new().await;
    let id = park.find(|truth| full_taxi(truth) && truth["car"]["color"]["id"] != 3);
    let before = park.truth(id)["car"]["color"]["name"].clone();
    let edits = [
        (F::CarColor, "3"),
        (F::CarNumber, "a 777 aa 77"),
        (F::CarYear, "2020"),
    ];
    let saved = park.save(id, &edits).await.unwrap();
    let color = saved
        .saved
        .iter()
        .find(|one| one.field == F::CarColor)
        .unwrap();
    assert_eq!(
        (json!(color.before), color.after.as_str()),
        (before, "Черный")
    );
    let sent = &park.sent()[0]["car"];
    assert_eq!(sent["car_color_id"], 3);
    assert_eq!(sent["car_year"], 2020);
    assert_eq!(sent["car_number"], "А777АА77");
    assert_eq!(sent.get("brand"), None);
}

#[tokio::test]
async fn a_walking_courier_gets_neither_licence_nor_car() {
    let park = Recorded::new().await;
    let id = park.find(walking);
    let edits = [
        (F::LicenseNumber, "9911223344"),
        (F::CarYear, "2019"),
        (F::IsCarDriver, "true"),
    ];
    let error = park.save(id, &edits).await.unwrap_err();
    assert_eq!(error.code, DeskErrorCode::InvalidInput);
    let told = error
        .fields
        .iter()
        .map(|one| (one.field.as_str(), one.code.as_str()));
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            ("is_car_driver", "walking_courier"),
            ("license_number", "walking_courier"),
            ("car_year", "walking_courier"),
        ]
    );
    let id = park.find(full_taxi);
    // Becoming one in the same edit.
    let edits = [(F::Profession, "3"), (F::LicenseNumber, "9911223344")];
    let error = park.save(id, &edits).await.unwrap_err();
    assert_eq!(error.fields[0].code, "walking_courier");
    assert_eq!(calls(&park), 0);
}

#[tokio::test]
async fn a_courier_who_takes_a_car_may_fill_the_licence_in_at_once() {
    let park = Recorded::new().await;
    let id = park.find(walking);
    let edits = [
        (F::DeliveryType, "1"),
        (F::LicenseNumber, "9911223344"),
        (F::LicenseCountry, "rus"),
    ];
    let saved = park.save(id, &edits).await.unwrap();
    assert_eq!(saved.state, ActionState::Done, "{:?}", saved.ignored);
    assert_eq!(park.sent()[0]["delivery_type"], 1);
    assert_eq!(park.truth(id)["direction"]["slug"], "auto_courier");
    assert!(
        saved
            .desk
            .unwrap()
            .sections
            .iter()
            .all(|rule| rule.applies || rule.reason.is_some())
    );
}

#[tokio::test]
async fn what_is_wrong_is_refused_before_anything_is_sent() {
    let park = Recorded::new().await;
    let id = park.find(full_taxi);
    for (edits, field, code) in [
        (
            &[(F::CarVin, "XTAGFL11OKY000001")][..],
            "car_vin",
            "vin_characters",
        ),
        (&[(F::CarNoVin, "true")], "car_no_vin", "vin_with_no_vin"),
        (&[(F::CarYear, "1979")], "car_year", "year_range"),
        (&[(F::CarColor, "99")], "car_color", "not_in_dictionary"),
        (&[(F::CarColor, "")], "car_color", "required"),
        (
            &[(F::LicenseCountry, "zzz")],
            "license_country",
            "not_in_dictionary",
        ),
        (
            &[(F::LicenseUnlimited, "true")],
            "license_unlimited",
            "unlimited_with_expiry",
        ),
        (
            &[(F::LicenseIssueDate, "2030-01-01")],
            "license_issue_date",
            "date_future",
        ),
        (&[(F::Birthdate, "2024-01-01")], "birthdate", "age_range"),
        (&[(F::DeliveryType, "1")], "delivery_type", "couriers_only"),
        (
            &[(F::IsCarDriver, "false"), (F::CarYear, "1990")],
            "car_year",
            "no_own_car",
        ),
    ] {
        let error = park.save(id, edits).await.unwrap_err();
        assert_eq!(error.code, DeskErrorCode::InvalidInput);
        let first = &error.fields[0];
        assert_eq!((first.field.as_str(), first.code.as_str()), (field, code));
    }
    assert_eq!(calls(&park), 0);
}

#[tokio::test]
async fn what_somebody_else_changed_to_something_else_is_not_overwritten() {
    let park = Recorded::new().await;
    let id = park.find(full_taxi);
    let desk = park.desk(id).await;
    let person = |name: &str, value: &str| {
        let changed = park
            .rig
            .sandbox
            .set_application_person(id.0, name, value.into());
        assert!(changed);
    };
    person("city", "Псков");
    let expected = park.truth(id);
    let edits = [(F::City, "Тула"), (F::MiddleName, "Ильич")];
    let saved = park.save_on(&desk, &edits).await.unwrap();
    assert_eq!(saved.state, ActionState::Stale);
    assert_eq!(named(&saved.conflicts), [F::City]);
    let conflict = &saved.conflicts[0];
    assert_eq!(
        (conflict.before.as_str(), conflict.after.as_str()),
        ("Псков", "Тула")
    );
    assert_eq!((calls(&park), park.truth(id)), (0, expected));

    // On the fresh reading it goes through, and what else they change meanwhile stays theirs.
    person("comment", "Перезвонить");
    let saved = park.save_on(&saved.desk.unwrap(), &edits).await.unwrap();
    assert_eq!(saved.state, ActionState::Done);
    let truth = park.truth(id);
    assert_eq!(truth["person_info"]["city"], "Тула");
    assert_eq!(truth["person_info"]["comment"], "Перезвонить");
}

#[tokio::test]
async fn the_same_typed_by_somebody_else_is_done_and_not_sent_again() {
    let park = Recorded::new().await;
    let id = park.find(full_taxi);
    let desk = park.desk(id).await;
    park.rig
        .sandbox
        .set_application_person(id.0, "city", "Тула".into());
    let saved = park.save_on(&desk, &[(F::City, "Тула")]).await.unwrap();
    assert_eq!((saved.state, calls(&park)), (ActionState::Done, 0));
}

#[tokio::test]
async fn an_application_that_was_rejected_meanwhile_is_not_edited() {
    let park = Recorded::new().await;
    let id = park.find(full_taxi);
    let desk = park.desk(id).await;
    assert!(park.rig.sandbox.set_application_status(id.0, "rejected"));
    let saved = park.save_on(&desk, &[(F::City, "Тула")]).await.unwrap();
    assert_eq!((saved.state, calls(&park)), (ActionState::Stale, 0));
    assert!(saved.conflicts.is_empty());
    assert!(!saved.desk.unwrap().actions.edit);
}

#[tokio::test]
async fn a_success_that_changed_nothing_or_half_of_it_is_told() {
    let park = Recorded::with("demo-readonly-key", as_it_is, as_it_is).await;
    let id = park.find(full_taxi);
    let saved = park.save(id, &[(F::City, "Тула")]).await.unwrap();
    assert_eq!(saved.state, ActionState::Ignored);
    assert_eq!(named(&saved.ignored), [F::City]);

    let deaf_to_cars = |body: &mut Value| {
        body.as_object_mut().unwrap().remove("car");
    };
    let park = Recorded::with(rig::FULL_KEY, deaf_to_cars, as_it_is).await;
    let id = park.find(full_taxi);
    let edits = [
        (F::City, "Тула"),
        (F::CarYear, "2016"),
        (F::CarLicense, "77-1"),
    ];
    let saved = park.save(id, &edits).await.unwrap();
    assert_eq!(saved.state, ActionState::Ignored);
    assert_eq!(named(&saved.saved), [F::City]);
    assert!(named(&saved.ignored).contains(&F::CarLicense));
    assert_eq!(calls(&park), 1);
}

#[tokio::test]
async fn an_answer_lost_after_the_effect_is_done_and_one_lost_before_it_is_not() {
    for (fault, state, city) in [
        ("editApplication:drop/after", ActionState::Done, "Тула"),
        ("editApplication:504/after", ActionState::Done, "Тула"),
        ("editApplication:html/after", ActionState::Done, "Тула"),
        ("editApplication:drop", ActionState::NotDone, "Псков"),
        ("editApplication:redirect", ActionState::NotDone, "Псков"),
        ("editApplication:bare=404", ActionState::NotDone, "Псков"),
    ] {
        let park = Recorded::new().await;
        let id = park.find(full_taxi);
        park.rig
            .sandbox
            .set_application_person(id.0, "city", "Псков".into());
        let desk = park.desk(id).await;
        faults(&park.rig, &[fault]);
        let saved = park.save_on(&desk, &[(F::City, "Тула")]).await.unwrap();
        assert_eq!(saved.state, state, "{fault}");
        assert_eq!(park.truth(id)["person_info"]["city"], city);
        assert_eq!(park.sent().len(), 1, "{fault}");
        assert!(saved.trace_id.is_some() && saved.desk.is_some());
    }
}

#[tokio::test]
async fn a_save_that_cannot_be_looked_up_is_unknown_and_never_called_an_error() {
    for (looks, fault) in [
        (1, "editApplication:drop/after"),
        (1, "editApplication:latency=0"),
        // One look that shows no change is not enough.
        (2, "editApplication:drop"),
    ] {
        let park = Recorded::new().await;
        let id = park.find(full_taxi);
        let desk = park.desk(id).await;
        let reads = (looks + 1..60).map(|nth| format!("getApplication:500@nth={nth}"));
        let rules: Vec<String> = reads.chain([fault.to_owned()]).collect();
        faults(
            &park.rig,
            &rules.iter().map(String::as_str).collect::<Vec<_>>(),
        );
        let saved = park.save_on(&desk, &[(F::City, "Тула")]).await.unwrap();
        assert_eq!(saved.state, ActionState::Unknown, "{fault}");
        assert_eq!(park.sent().len(), 1);
    }
}

#[tokio::test]
async fn a_refusal_names_the_field_of_the_form() {
    let park = Recorded::new().await;
    let id = park.find(full_taxi);
    let error = park.save(id, &[(F::CarModel, "999999")]).await.unwrap_err();
    assert_eq!(error.code, DeskErrorCode::RefusedByService);
    assert_eq!(error.fields[0].field, "car_model");
    assert_eq!(error.fields[0].code, "said_by_service");
}

#[tokio::test]
async fn nothing_is_written_over_a_read_only_connection_or_another_ones_reading() {
    let park = Recorded::new().await;
    let id = park.find(full_taxi);
    let other = park.desk(park.find(walking)).await;
    let saving = park.rig.desk.save_application(
        &park.rig.park,
        id,
        &other.reading,
        vec![edit(F::City, "Тула")],
    );
    assert_eq!(saving.await.unwrap_err().code, DeskErrorCode::ReviewExpired);

    let desk = park.desk(id).await;
    let read_only = ConnectionEdit {
        name: "Парк".to_owned(),
        color: ParkColor::Teal,
        read_only: true,
    };
    let connection = &park.rig.park;
    park.rig
        .desk
        .edit_connection(connection, read_only)
        .unwrap();
    let error = park.save_on(&desk, &[(F::City, "Тула")]).await.unwrap_err();
    assert_eq!(error.code, DeskErrorCode::ReadOnly);
    assert_eq!(calls(&park), 0);
}

#[tokio::test]
async fn a_check_asks_nobody_and_knows_what_the_edits_make_of_the_direction() {
    let park = Recorded::new().await;
    let id = park.find(full_taxi);
    let sandbox = &park.rig.sandbox;
    assert!(sandbox.set_application_person(id.get(), "birthdate", json!("1890-01-01")));
    let desk = park.desk(id).await;
    let documents = park.rig.sandbox.calls("dictAutoregDocuments");
    let check = |edits: &[ApplicationFieldEdit]| {
        let checks = park
            .rig
            .desk
            .check_application(&park.rig.park, &desk.reading, edits);
        let told = checks.unwrap().into_iter().map(|one| (one.field, one.code));
        told.collect::<Vec<_>>()
    };
    let edits = [edit(F::CarVin, "хта"), edit(F::IsCarDriver, "false")];
    assert_eq!(
        check(&edits),
        [
            ("is_car_driver".to_owned(), "ok".to_owned()),
            ("car_vin".to_owned(), "no_own_car".to_owned()),
        ]
    );
    // What is there already blocks nothing.
    let born = field(&desk, F::Birthdate).value.as_str();
    let present = [edit(F::Birthdate, born), edit(F::CarYear, "")];
    let codes: Vec<_> = check(&present).into_iter().map(|one| one.1).collect();
    assert_eq!(codes, ["age_range", "required"]);
    assert_eq!(park.rig.sandbox.calls("dictAutoregDocuments"), documents);
    assert_eq!(park.rig.sandbox.calls("getApplication"), 1);
    let unknown = park
        .rig
        .desk
        .check_application(&park.rig.park, "id-0", &edits);
    assert_eq!(unknown.unwrap_err().code, DeskErrorCode::ReviewExpired);
}

/// What may be edited on the card of a taxi driver: valid values for any of these fields.
fn edits() -> impl Strategy<Value = Vec<(F, String)>> {
    let fields = vec![
        F::LastName,
        F::MiddleName,
        F::City,
        F::Comment,
        F::DriverLicenseTaxi,
        F::LicenseNumber,
        F::LicenseCountry,
        F::CarColor,
        F::CarYear,
        F::CarNumber,
        F::CarLicense,
        F::Integrations,
    ];
    let edit = (prop::sample::select(fields), "[а-я]{1,6}", 1_u8..=4);
    let edit = edit.prop_map(|(field, text, number)| {
        let value = match field {
            F::LicenseCountry => ["rus", "tjk", "uzb", "kgz"][usize::from(number) - 1].to_owned(),
            F::CarColor => number.to_string(),
            F::CarYear => format!("201{number}"),
            F::CarNumber => format!("А00{number}ВЕ77"),
            F::Integrations => "1,2,3".to_owned(),
            _ => text,
        };
        (field, value)
    });
    prop::collection::vec(edit, 1..5)
}

/// Where the truth keeps a field; fields with codes are objects there.
fn place(field: F) -> (&'static str, &'static str) {
    match field {
        F::LastName => ("person_info", "last_name"),
        F::MiddleName => ("person_info", "middle_name"),
        F::City => ("person_info", "city"),
        F::Comment => ("person_info", "comment"),
        F::DriverLicenseTaxi => ("person_info", "driver_license_taxi"),
        F::LicenseNumber => ("driver_license", "number"),
        F::LicenseCountry => ("driver_license", "country"),
        F::CarColor => ("car", "color"),
        F::CarYear => ("car", "year"),
        F::CarNumber => ("car", "number"),
        F::CarLicense => ("car", "license"),
        _ => ("integrations", ""),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_edit_leaves_untouched_fields_untouched(edits in edits(), nth in 0_usize..5) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let park = Recorded::new().await;
            let ids = park.rig.sandbox.application_ids().into_iter().map(Id);
            let editable = |truth: &Value| truth["status"]["slug"] == "not_processed" && full_taxi(truth);
            let id = ids.filter(|id| editable(&park.truth(*id))).nth(nth).unwrap();
            let mut expected = park.truth(id);
            let typed: Vec<(F, &str)> = edits.iter().map(|(field, text)| (*field, text.as_str())).collect();
            let saved = park.save(id, &typed).await.unwrap();
            assert_eq!(saved.state, ActionState::Done, "{:?}", saved.ignored);
            let after = park.truth(id);
            for field in named(&saved.saved) {
                match place(field) {
                    ("integrations", _) => {
                        expected["integrations"] = after["integrations"].clone();
                        expected["aggregators"] = after["aggregators"].clone();
                    }
                    (section, name) => {
                        assert_ne!(after[section][name], expected[section][name]);
                        expected[section][name] = after[section][name].clone();
                    }
                }
            }
            assert_eq!(after, expected);
        });
    }
}
