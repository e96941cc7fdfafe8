//! Bodies that the vendor sends to a subscriber, after those that were captured.

use jump::{ApplicationEvent, EventAction, EventFault, Id, Told};
use serde_json::{Value, json};

use crate::contract::events;

fn event(body: &Value) -> ApplicationEvent {
    ApplicationEvent::decode(body.to_string().as_bytes()).unwrap()
}

fn change(item: Value) -> Value {
    json!({"action": "change_application", "item": item, "updated_at": "2024-03-11T13:25:00+03:00"})
}

#[test]
fn examples_of_the_contract_are_read() {
    let examples = events();
    for example in &examples {
        let read = event(example);
        assert_eq!(read.application_id, Some(Id(1)), "{example}");
        assert!(read.updated_at.is_some() && read.item.status.value().is_some());
        assert!(read.item.others.is_empty(), "{example}");
    }
    assert_eq!(examples.len(), 2);
}

#[test]
fn new_application_is_read_with_its_null() {
    let read = event(&json!({
        "action": "new_application",
        "item": {"id": 1, "status": {"id": 1, "slug": "draft", "title": "Черновик"},
            "date": "2024-03-11T13:20:30+03:00", "phone": "+79991234567", "referrer": null},
        "updated_at": "2024-03-11T13:20:30+03:00",
    }));
    assert_eq!(
        (read.action, read.application_id),
        (EventAction::NewApplication, Some(Id(1)))
    );
    assert_eq!(read.item.referrer, Told::Null);
    assert_eq!(read.item.direction, Told::Absent);
    assert_eq!(read.item.phone.value().unwrap().digits(), "79991234567");
    assert_eq!(
        read.item.status.value().unwrap().slug.as_deref(),
        Some("draft")
    );
}

/// A delta: what did not change is absent, and must not be taken for what became empty.
#[test]
fn absent_section_of_a_change_is_never_read_as_null() {
    let person =
        json!({"last_name": "Иванов", "birthdate": "1990-01-31", "city": null, "files": [5]});
    let read = event(&change(json!({"id": 1, "person_info": person})));
    assert_eq!(
        read.item.person_info.value().unwrap().birthdate.as_deref(),
        Some("1990-01-31")
    );
    assert_eq!(
        (read.item.files[0].section.as_str(), read.item.files[0].id),
        ("person_info", Some(Id(5)))
    );
    assert!(
        read.item.car.is_absent()
            && read.item.driver_license.is_absent()
            && read.item.status.is_absent()
    );

    let read = event(&change(json!({"id": 1, "car": null})));
    assert_eq!(
        (read.item.car, read.item.person_info),
        (Told::Null, Told::Absent)
    );

    let read = event(&change(
        json!({"id": 1, "profession": {"id": 1, "name": "Таксист"}, "is_car_driver": true,
        "direction": {"id": 1, "slug": "taxi", "title": "Такси"}}),
    ));
    assert_eq!(read.item.is_car_driver, Told::Value(true));
    assert_eq!(read.item.profession.value().unwrap().id, Some(Id(1)));
    assert_eq!(
        read.item.direction.value().unwrap().slug.as_deref(),
        Some("taxi")
    );

    let read = event(&change(
        json!({"id": 1, "driver_license": {"number": 9_911_223_344_i64,
        "country": {"value": "rus", "title": "Россия"}, "expiry_date_unlimited": 0}}),
    ));
    let license = read.item.driver_license.value().unwrap().clone();
    assert_eq!(
        (license.number.as_deref(), license.expiry_date_unlimited),
        (Some("9911223344"), Some(false))
    );
}

#[test]
fn event_about_an_integration_is_read_in_both_shapes() {
    let integrations = json!([{"integrator_id": 1, "name": "YanGo"}]);
    for (action, known) in [
        ("new_integration", EventAction::NewIntegration),
        ("change_integration", EventAction::ChangeIntegration),
    ] {
        let read = event(
            &json!({"action": action, "item": {"id": 77, "application_id": "1",
            "application_integration": integrations}, "updated_at": "x"}),
        );
        assert_eq!((read.action, read.application_id), (known, Some(Id(1))));
        let told = read.item.application_integration.value().unwrap();
        assert_eq!(told[0].name.as_deref(), Some("YanGo"));
    }
    let jobs = json!([{"integrator_id": 1, "application_integrations": [{"id": 77, "status": {"slug": "brand_new"}}]}]);
    let read = event(&change(json!({"id": 1, "integrations": jobs})));
    let jobs = &read.item.integrations.value().unwrap()[0].application_integrations;
    assert_eq!(
        jobs[0].status.as_ref().unwrap().slug.as_deref(),
        Some("brand_new")
    );
}

#[test]
fn whatever_nobody_foresaw_is_kept_and_stops_nothing() {
    let read = event(&json!({
        "action": "application_archived", "signature": "x",
        "item": {"id": "1", "medical": {"card": "1.50"}, "car": {"brand": "Kia", "tariffs": [1]},
            "status": ["odd"], "application_integration": {"integrator_id": 1}},
    }));
    assert_eq!(
        read.action,
        EventAction::Unknown("application_archived".to_owned())
    );
    assert_eq!((read.application_id, read.updated_at), (Some(Id(1)), None));
    assert_eq!(read.item.status, Told::Absent);
    assert_eq!(read.item.car.value().unwrap().brand.as_deref(), Some("Kia"));
    let mut others: Vec<(&str, &str)> = read
        .item
        .others
        .iter()
        .map(|other| (other.key.as_str(), other.json.0.as_str()))
        .collect();
    others.sort_unstable();
    let expected = [
        ("application_integration", r#"{"integrator_id":1}"#),
        ("car.tariffs", "[1]"),
        ("medical", r#"{"card":"1.50"}"#),
        ("status", r#"["odd"]"#),
    ];
    assert_eq!(others, expected);
}

#[test]
fn body_that_is_no_event_is_told_apart() {
    for (body, fault) in [
        ("", EventFault::NotJson),
        ("<html>", EventFault::NotJson),
        (r#"{"action": "new_application""#, EventFault::NotJson),
        ("[]", EventFault::NotAnObject),
        ("null", EventFault::NotAnObject),
        (r#"{"action": "new_application"}"#, EventFault::NoItem),
        (
            r#"{"action": "new_application", "item": null}"#,
            EventFault::NoItem,
        ),
        (r#"{"item": {"id": 1}}"#, EventFault::NoAction),
        (r#"{"action": {}, "item": {"id": 1}}"#, EventFault::NoAction),
    ] {
        assert_eq!(
            ApplicationEvent::decode(body.as_bytes()).unwrap_err(),
            fault,
            "{body}"
        );
    }
    let empty = ApplicationEvent::decode(br#"{"action": "new_application", "item": []}"#).unwrap();
    assert_eq!((empty.application_id, empty.item.others.len()), (None, 0));
}
