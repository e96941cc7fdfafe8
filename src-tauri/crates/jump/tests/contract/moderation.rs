//! Moderation of applications: edits, rejections, registration jobs.

use jump::{
    Application, ApplicationEdit, ApplicationJob, ApplicationsFilter, BatchReject, CarEdit,
    CountryEdit, Edit, Id, LicenseEdit, PersonEdit, Problem,
};
use serde_json::{Value, json};
use transport::{CallError, Cause, Outcome};

use crate::calls::REASON;
use crate::contract::CONTRACT;
use crate::wires::Script;

fn set(text: &str) -> Edit<String> {
    Edit::Set(text.to_owned())
}

fn check(operation: &str, body: &Value) {
    let operation = CONTRACT.operation(operation);
    let schema = CONTRACT.body_schema(operation).unwrap();
    CONTRACT.check(schema, body, &operation.id);
}

/// Every member of every section.
fn full() -> ApplicationEdit {
    ApplicationEdit {
        profession: Some(Id(1)),
        is_car_driver: Some(true),
        delivery_type: Some(Id(2)),
        integrations: Some(vec![Id(1), Id(2)]),
        person_info: Some(PersonEdit {
            last_name: set("Иванов"),
            first_name: set("Иван"),
            middle_name: Edit::Clear,
            city: set("Москва"),
            birthdate: set("1990-01-31"),
            driver_license_taxi: set("123456"),
            comment: Edit::Clear,
        }),
        driver_license: Some(LicenseEdit {
            country: Edit::Set(CountryEdit {
                value: "rus".to_owned(),
                title: "Россия".to_owned(),
            }),
            number: set("9911223344"),
            issue_date: set("2018-05-10"),
            expiry_date: set("2028-05-10"),
            total_since_date: set("2010-03-01"),
            expiry_date_unlimited: Edit::Set(false),
        }),
        car: Some(CarEdit {
            model_id: Edit::Set(Id(167)),
            color_id: Edit::Set(Id(3)),
            year: Edit::Set(2019),
            number: set("А123АА777"),
            license: set("77АА000001"),
            vin: Edit::Clear,
            no_vin: Edit::Set(true),
        }),
    }
}

/// The names that are written carry a prefix; under a read name the service would change nothing, or refuse.
#[test]
fn edit_is_written_under_the_prefixed_names() {
    let body = full().body();
    check("editApplication", &body);
    let expected = json!({
        "profession": 1, "is_car_driver": true, "delivery_type": 2, "integrations": [1, 2],
        "person_info": {"last_name": "Иванов", "first_name": "Иван", "middle_name": null, "city": "Москва",
            "birthdate": "1990-01-31", "driver_license_taxi": "123456", "comment": null},
        "driver_license": {"driver_license_country": {"value": "rus", "title": "Россия"},
            "driver_license_number": "9911223344", "driver_license_issue_date": "2018-05-10",
            "driver_license_expiry_date": "2028-05-10", "driver_license_total_since_date": "2010-03-01",
            "driver_license_expiry_date_unlimited": false},
        "car": {"car_model_id": 167, "car_color_id": 3, "car_year": 2019, "car_number": "А123АА777",
            "car_license": "77АА000001", "car_vin": null, "car_no_vin": true},
    });
    assert_eq!(body, expected);
    assert_eq!(full().validate(), Ok(()));
}

#[test]
fn what_was_not_decided_is_not_sent() {
    let official = ApplicationEdit {
        profession: Some(Id(1)),
        ..ApplicationEdit::default()
    };
    assert_eq!(official.body(), json!({"profession": 1}));
    let one_member = ApplicationEdit {
        person_info: Some(PersonEdit::default()),
        car: Some(CarEdit {
            number: set("А123АА777"),
            ..CarEdit::default()
        }),
        ..ApplicationEdit::default()
    };
    assert_eq!(
        one_member.body(),
        json!({"car": {"car_number": "А123АА777"}})
    );
    assert!(!one_member.is_empty());
}

#[test]
fn edit_that_the_service_would_refuse_is_found_before_it_leaves() {
    let problems = |edit: &ApplicationEdit| -> Vec<(String, Problem)> {
        let found = edit.validate().unwrap_err();
        found
            .into_iter()
            .map(|problem| (problem.field, problem.problem))
            .collect()
    };
    let nothing = ApplicationEdit {
        driver_license: Some(LicenseEdit::default()),
        ..ApplicationEdit::default()
    };
    assert!(nothing.is_empty());
    assert_eq!(problems(&nothing), [("item".to_owned(), Problem::Required)]);
    let unfit = ApplicationEdit {
        person_info: Some(PersonEdit {
            birthdate: set("31.01.1990"),
            ..PersonEdit::default()
        }),
        driver_license: Some(LicenseEdit {
            country: Edit::Clear,
            issue_date: set("2018-02-30"),
            expiry_date: set("2028-05-10T00:00:00+03:00"),
            total_since_date: set(""),
            expiry_date_unlimited: Edit::Clear,
            ..LicenseEdit::default()
        }),
        car: Some(CarEdit {
            model_id: Edit::Clear,
            color_id: Edit::Clear,
            year: Edit::Clear,
            no_vin: Edit::Clear,
            ..CarEdit::default()
        }),
        ..ApplicationEdit::default()
    };
    let expected = [
        ("person_info.birthdate", Problem::NotATime),
        ("driver_license.driver_license_country", Problem::Required),
        (
            "driver_license.driver_license_issue_date",
            Problem::NotATime,
        ),
        (
            "driver_license.driver_license_expiry_date",
            Problem::NotATime,
        ),
        (
            "driver_license.driver_license_total_since_date",
            Problem::NotATime,
        ),
        (
            "driver_license.driver_license_expiry_date_unlimited",
            Problem::Required,
        ),
        ("car.car_model_id", Problem::Required),
        ("car.car_color_id", Problem::Required),
        ("car.car_year", Problem::Required),
        ("car.car_no_vin", Problem::Required),
    ];
    let expected = expected.map(|(field, problem)| (field.to_owned(), problem));
    assert_eq!(problems(&unfit), expected);
}

#[tokio::test]
async fn empty_answer_to_an_edit_is_a_success_without_an_application() {
    let edit = full();
    for (status, body, id) in [
        (200, r#"{"item":{"id":7,"car":null}}"#, Some(Id(7))),
        (200, r#"{"data":{"id":"7"}}"#, Some(Id(7))),
        (200, r#"{"id":7}"#, Some(Id(7))),
        (200, r#"{"item":{}}"#, None),
        (200, r#"{"item":{"id":7,"car":"?"}}"#, None),
        (200, "{}", None),
        (200, "[]", None),
        (200, "", None),
        (204, "", None),
    ] {
        let jump = Script::saying(status, body).client();
        let answer = jump.edit_application(Id(7), &edit).await.unwrap();
        assert_eq!(
            answer.map(|application| application.id),
            id,
            "{status} {body}"
        );
    }
}

/// What the screen does not know it must at least show: a section of a form that the vendor added since.
#[test]
fn unknown_members_of_an_application_are_kept_with_their_place() {
    let application: Application = serde_json::from_str(
        r#"{"item": {"id": 1, "files": [], "medical": {"card": 1.50, "valid": null}, "score": 7,
            "delivery_type": {"value": 3, "title": "Пешком"},
            "person_info": {"last_name": "Иванов", "birth_date": "1990-01-31", "telegram": "@ivanov", "files": [5]},
            "driver_license": {"number": "1", "categories": ["B"]},
            "car": {"brand": "Kia", "tariffs": [], "files": []}}}"#,
    )
    .unwrap();
    let found: Vec<(&str, &str)> = application
        .other_sections
        .iter()
        .map(|other| (other.key.as_str(), other.json.0.as_str()))
        .collect();
    let expected = [
        ("medical", r#"{"card":1.50,"valid":null}"#),
        ("score", "7"),
        ("person_info.telegram", r#""@ivanov""#),
        ("driver_license.categories", r#"["B"]"#),
        ("car.tariffs", "[]"),
    ];
    assert_eq!(found, expected);
    assert_eq!(application.delivery_type.unwrap().id, Some(Id(3)));
    assert_eq!(application.files.len(), 1);
}

/// Its name is a guess: a shape nobody foresaw must not hide the whole application.
#[test]
fn delivery_type_of_any_shape_is_read_or_kept() {
    let read = |wire: Value| -> Application {
        serde_json::from_value(json!({"id": 1, "delivery_type": wire})).unwrap()
    };
    for wire in [
        json!(2),
        json!("2"),
        json!({"id": 2, "name": "На мотоцикле"}),
    ] {
        assert_eq!(read(wire).delivery_type.unwrap().id, Some(Id(2)));
    }
    let odd = read(json!([1, 2]));
    assert_eq!(
        (odd.delivery_type, odd.other_sections[0].json.0.as_str()),
        (None, "[1,2]")
    );
    assert!(read(Value::Null).other_sections.is_empty());
}

fn filter() -> ApplicationsFilter {
    ApplicationsFilter {
        direction: vec!["walking_courier".to_owned()],
        status: vec!["not_processed".to_owned()],
        search: None,
    }
}

async fn batch(which: BatchReject) -> (Value, String) {
    let script = Script::saying(204, "");
    let jump = script.client();
    jump.batch_reject_applications(&filter(), &which, REASON)
        .await
        .unwrap();
    let sent = script.only();
    let body: Value = serde_json::from_slice(&sent.body).unwrap();
    check("batchRejectApplications", &body);
    (body, sent.raw_query)
}

#[tokio::test]
async fn chosen_ones_and_all_but_some_are_never_taken_for_each_other() {
    let (chosen, query) = batch(BatchReject::Only(vec![Id(1), Id(2)])).await;
    assert_eq!(
        chosen,
        json!({"is_all": false, "ids": [1, 2], "comment": REASON, "new_status": "reject"})
    );
    assert_eq!(
        query,
        "direction%5B%5D=walking_courier&status%5B%5D=not_processed"
    );
    let (all_but, query) = batch(BatchReject::AllExcept(vec![Id(3)])).await;
    assert_eq!(
        (&all_but["is_all"], &all_but["ids"]),
        (&json!(true), &json!([3]))
    );
    assert_eq!(
        query,
        "direction%5B%5D=walking_courier&status%5B%5D=not_processed"
    );
    let (all, _) = batch(BatchReject::AllExcept(Vec::new())).await;
    assert_eq!((&all["is_all"], &all["ids"]), (&json!(true), &Value::Null));
}

fn refused(error: &CallError) -> (Outcome, Cause, &str) {
    let field = error.vendor.as_ref().unwrap().fields[0].field.as_str();
    (error.outcome, error.cause, field)
}

#[tokio::test]
async fn batch_of_nobody_in_particular_is_never_sent() {
    let script = Script::saying(204, "");
    let jump = script.client();
    let nobody = BatchReject::Only(Vec::new());
    let error = jump
        .batch_reject_applications(&filter(), &nobody, REASON)
        .await;
    assert_eq!(
        refused(&error.unwrap_err()),
        (Outcome::NotSent, Cause::Invalid, "ids")
    );
    // A lone plus is no number: the query would go without a search, and everybody would be rejected.
    let lost = ApplicationsFilter {
        search: Some("+".to_owned()),
        ..filter()
    };
    let all = BatchReject::AllExcept(Vec::new());
    let error = jump.batch_reject_applications(&lost, &all, REASON).await;
    assert_eq!(
        refused(&error.unwrap_err()),
        (Outcome::NotSent, Cause::Invalid, "search")
    );
    assert!(script.sent.lock().unwrap().is_empty());
}

#[tokio::test]
async fn reason_is_counted_in_characters_and_never_empty() {
    let script = Script::saying(204, "");
    let jump = script.client();
    let all = BatchReject::AllExcept(Vec::new());
    for unfit in ["", " \n\u{a0}", &"ы".repeat(501)] {
        let errors = [
            jump.batch_reject_applications(&filter(), &all, unfit).await,
            jump.reject_application(Id(1), unfit).await,
            jump.reject_application_integration(Id(1), Id(2), unfit)
                .await,
        ];
        for error in errors {
            assert_eq!(
                refused(&error.unwrap_err()),
                (Outcome::NotSent, Cause::Invalid, "comment")
            );
        }
    }
    assert!(script.sent.lock().unwrap().is_empty());
    let longest = "ы".repeat(500);
    jump.reject_application(Id(1), &longest).await.unwrap();
    let body: Value = serde_json::from_slice(&script.only().body).unwrap();
    check("rejectApplication", &body);
    assert_eq!(body["comment"], longest);
}

#[tokio::test]
async fn new_job_is_known_wherever_the_answer_tells_its_id() {
    for (status, body, id) in [
        (
            201,
            r#"{"data":{"application_integration_id":77}}"#,
            Some(Id(77)),
        ),
        (201, r#"{"application_integration_id":"77"}"#, Some(Id(77))),
        (200, r#"{"data":{"id":77}}"#, Some(Id(77))),
        (200, r#"{"id":77}"#, Some(Id(77))),
        (
            201,
            r#"{"data":{"application_integration_id":null,"id":77}}"#,
            Some(Id(77)),
        ),
        (201, r#"{"data":[]}"#, None),
        (201, "{}", None),
        (204, "", None),
    ] {
        let script = Script::saying(status, body);
        let jump = script.client();
        let told = jump.create_application_integration(Id(1), Id(111)).await;
        assert_eq!(told, Ok(id), "{status} {body}");
        assert_eq!(&script.only().body[..], br#"{"integration_id":111}"#);
    }
}

async fn job(body: &Value) -> Result<ApplicationJob, CallError> {
    let jump = Script::saying(200, &body.to_string()).client();
    jump.get_application_integration(Id(1), Id(77)).await
}

#[tokio::test]
async fn job_is_read_bare_and_from_both_wrappers() {
    let one = json!({"id": 77, "integration_id": "111", "status": {"id": 1, "slug": "new", "name": "Создана"}, "group": null});
    let titled = json!({"id": "77", "integration_id": 111, "status": {"id": 1, "slug": "new", "title": "Создана"}});
    let other = json!({"id": 78, "status": {"slug": "registered"}});
    let expected = job(&one).await.unwrap();
    assert_eq!(expected.id, Some(Id(77)));
    for wire in [
        json!({"item": titled}),
        json!({"data": one}),
        json!({"item": {"integrator_id": 1, "name": "YanGo", "application_integrations": [one]}}),
        json!({"application_integrations": [titled], "meta": {}}),
        json!({"item": {"id": 5, "application_integrations": [other, one]}}),
        json!({"data": {"application_integrations": [one, other]}}),
    ] {
        assert_eq!(job(&wire).await.as_ref(), Ok(&expected), "{wire}");
    }
}

/// Taken for this job's, the status of another one would say "registered" of somebody who is not.
#[tokio::test]
async fn job_that_is_not_there_is_not_replaced_by_another_one() {
    let [left, right] = [78, 79].map(|id| json!({"id": id, "status": {"slug": "registered"}}));
    for wire in [
        json!({"item": {"application_integrations": [left, right]}}),
        json!({"item": {"application_integrations": []}}),
    ] {
        let error = job(&wire).await.unwrap_err();
        assert_eq!(
            (error.outcome, error.cause),
            (Outcome::Unreadable, Cause::Undecodable)
        );
    }
}

#[tokio::test]
async fn job_is_run_by_a_change_without_a_body() {
    for (status, body) in [(204, ""), (200, "{}"), (200, "")] {
        let script = Script::saying(status, body);
        let jump = script.client();
        jump.register_application_integration(Id(1), Id(77))
            .await
            .unwrap();
        let sent = script.only();
        assert_eq!((sent.method.as_str(), sent.body.len()), ("PATCH", 0));
        assert_eq!(sent.content_type(), "application/json");
    }
}

#[tokio::test]
async fn search_of_a_model_that_is_too_short_is_not_sent() {
    let script = Script::saying(200, "[]");
    for short in ["", " R ", "Я"] {
        let error = script
            .client()
            .dict_autoreg_models_search(short)
            .await
            .unwrap_err();
        assert_eq!(
            refused(&error),
            (Outcome::NotSent, Cause::Invalid, "search")
        );
    }
    assert!(script.sent.lock().unwrap().is_empty());
}
