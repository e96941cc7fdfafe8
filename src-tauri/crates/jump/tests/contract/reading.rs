//! The vendor's dialect: what its documentation leaves open must not lose a value or be taken for another.

use jump::{
    Application, ApplicationCounts, Balance, BankAccount, Dictionary, DriverListItem,
    DriverProfile, DriverRequisite, Id, Page, Payment, Reference,
};
use money::Amount;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use transport::{Cause, Outcome};

use crate::calls::{self, Known};
use crate::wires::Script;

fn read<T: DeserializeOwned>(wire: impl ToString) -> T {
    serde_json::from_str(&wire.to_string()).unwrap()
}

fn shown(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

fn amount(text: &str) -> Amount {
    text.parse().unwrap()
}

#[tokio::test]
async fn every_example_of_the_contract_is_read() {
    for turn in 0..4 {
        let script = Script::exemplary_in_turn(turn);
        for (operation, outcome) in calls::everything(&script.client(), Known::ANY).await {
            assert_eq!(outcome, Ok(()), "{operation}, example {turn}");
        }
    }
}

#[test]
fn no_amount_is_rounded_in_any_type_that_bears_one() {
    for digits in [
        "12.5",
        "12345.1434",
        "0.3000000000000000444",
        "9007199254740993.01",
        "1e2",
    ] {
        let wires = [
            digits.to_owned(),
            format!("\"{}\"", if digits == "1e2" { "100" } else { digits }),
        ];
        let exact = if digits == "1e2" { "100" } else { digits };
        for wire in wires {
            let payment: Payment = read(format!(
                r#"{{"id":1,"amount":{wire},"amount_paid":{wire},"commission":{wire},"commission_bank":{wire},
                    "bank_account":{{"balance":{wire}}}}}"#
            ));
            let account: BankAccount = payment.bank_account.clone().unwrap();
            let row: DriverListItem = read(format!(r#"{{"id":1,"balance":{wire}}}"#));
            let profile: DriverProfile = read(format!(
                r#"{{"data":{{"id":1,"cards":[{{"balance":{wire},"frozen_balance":{wire}}}]}}}}"#
            ));
            let balance: &Balance = &profile.cards.as_ref().unwrap()[0];
            let amounts = [
                payment.amount,
                payment.amount_paid,
                payment.commission,
                payment.commission_bank,
                account.balance,
                row.balance,
                balance.balance,
                balance.frozen_balance,
            ];
            assert_eq!(amounts, [Some(amount(exact)); 8], "{wire}");
            assert_eq!(shown(&row)["balance"], exact);
        }
    }
}

#[test]
fn absent_null_and_empty_are_three_things_in_a_profile() {
    let profile: DriverProfile = read(
        r#"{"id": 1, "inn": null, "license": "", "requisites": null,
            "contract": {"number": 123, "passport_number": null}, "vehicle": null}"#,
    );
    assert_eq!(
        profile.present,
        [
            "id",
            "inn",
            "license",
            "requisites",
            "contract",
            "vehicle",
            "contract.number",
            "contract.passport_number"
        ]
    );
    assert!(profile.has("inn") && profile.inn.is_none());
    assert_eq!(profile.license.as_deref(), Some(""));
    assert!(
        !profile.has("email")
            && !profile.has("contract.full_name")
            && !profile.has("vehicle.number")
    );
    assert_eq!(profile.contract.unwrap().number.as_deref(), Some("123"));
}

#[test]
fn unknown_requisites_are_never_read_as_none() {
    let requisites = |wire: Value| read::<DriverProfile>(wire).requisites;
    assert_eq!(requisites(json!({"id": 1})), None);
    assert_eq!(requisites(json!({"id": 1, "requisites": null})), None);
    assert_eq!(
        requisites(json!({"id": 1, "requisites": []})),
        Some(Vec::new())
    );
}

#[test]
fn members_that_cannot_be_sent_back_are_named() {
    let profile: DriverProfile = read(json!({
        "id": 1, "surprise": 1, "contract": {"number": "1", "series": "AB"}, "vehicle": {"color": null},
    }));
    assert_eq!(profile.unknown_keys, ["contract.series", "vehicle.color"]);
    assert!(profile.has("surprise") && profile.has("vehicle.color"));
}

#[test]
fn profile_is_read_bare_and_wrapped() {
    for wire in [
        json!({"id": 1, "inn": null}),
        json!({"item": {"id": 1, "inn": null}}),
        json!({"meta": {}, "data": {"id": 1, "inn": null}}),
    ] {
        let profile: DriverProfile = read(&wire);
        assert_eq!(
            (profile.id, profile.present),
            (Id(1), vec!["id".to_owned(), "inn".to_owned()]),
            "{wire}"
        );
    }
    for wire in [
        json!({}),
        json!({"item": {}}),
        json!({"item": null}),
        json!([]),
        json!(null),
    ] {
        assert!(
            serde_json::from_value::<DriverProfile>(wire.clone()).is_err(),
            "{wire}"
        );
    }
}

#[test]
fn requisites_of_both_shapes_say_the_same() {
    let flat: DriverRequisite = read(json!({
        "id": 501, "type_id": 1, "account_number": "40817810000000000001", "name": "Основной", "is_default": 1,
        "bik": "044525225", "sbp_bank_id": 100_000_000_004_i64, "last_name": "Иванов",
    }));
    let nested: DriverRequisite = read(json!({
        "id": "501", "display_name": "Основной", "is_default": true, "type": {"id": 1, "slug": "bank_account"},
        "requisite": {"account_number": 40_817_810_000_000_000_001_u128.to_string(), "bik": "044525225",
            "sbp_bank_id": "100000000004", "last_name": "Иванов"},
    }));
    assert_eq!(flat, nested);
    assert_eq!(shown(&flat)["sbp_bank_id"], "100000000004");
}

#[test]
fn masked_number_is_never_taken_for_the_number() {
    for wire in [
        json!({"id": 1, "description": "4081****0001", "requisite": null, "type": null}),
        json!({"id": 1, "requisite": {"account_number": "4081****0001"}}),
        json!({"id": 1, "account_number": "4081****0001", "description": null}),
    ] {
        let masked: DriverRequisite = read(wire);
        assert_eq!(
            (masked.account_number, masked.masked_number.as_deref()),
            (None, Some("4081****0001"))
        );
    }
}

#[test]
fn long_account_number_sent_as_a_number_keeps_its_digits() {
    let requisite: DriverRequisite = read(r#"{"account_number": 40817810099910004312}"#);
    assert_eq!(
        requisite.account_number.as_deref(),
        Some("40817810099910004312")
    );
}

#[test]
fn phones_and_ids_of_any_form_are_one() {
    for wire in [
        json!({"id": 7, "phone": 79_991_234_567_i64}),
        json!({"id": "7", "phone": "+79991234567"}),
    ] {
        let row: DriverListItem = read(wire);
        assert_eq!(shown(&row)["id"], "7");
        assert_eq!(row.phone.unwrap().digits(), "79991234567");
    }
    assert_eq!(
        read::<DriverListItem>(json!({"id": 7, "phone": null})).phone,
        None
    );
}

#[test]
fn dictionary_items_of_every_shape_have_code_and_title() {
    let wire = json!([
        {"id": 1, "name": "YanGo"}, {"id": "2", "title": "Два"}, {"value": "draft", "title": "Черновик"},
        {"value": 100_000_000_004_i64, "title": "Банк"}, {"id": 1, "value": "Белый"},
        {"id": 1, "name": "Такси", "value": "taxi"}, {"id": 4, "slug": "not_processed", "title": "Не обработана"}, {"id": 9},
    ]);
    let pairs = |dictionary: Dictionary| -> Vec<(String, String)> {
        dictionary
            .0
            .into_iter()
            .map(|item| (item.code, item.title))
            .collect()
    };
    let expected = [
        ("1", "YanGo"),
        ("2", "Два"),
        ("draft", "Черновик"),
        ("100000000004", "Банк"),
        ("1", "Белый"),
        ("taxi", "Такси"),
        ("4", "Не обработана"),
        ("9", "9"),
    ];
    let expected: Vec<_> = expected
        .iter()
        .map(|(code, title)| ((*code).to_owned(), (*title).to_owned()))
        .collect();
    assert_eq!(pairs(read(&wire)), expected);
    assert_eq!(pairs(read(json!({"data": wire}))), expected);
    for unfit in [
        json!([{"name": "nothing to send back"}]),
        json!([1]),
        json!({}),
        json!("x"),
    ] {
        assert!(serde_json::from_value::<Dictionary>(unfit).is_err());
    }
}

#[test]
fn drafts_with_null_and_absent_sections_are_read() {
    let draft: Application =
        read(json!({"item": {"id": 1, "person_info": null, "car": null, "integrations": null}}));
    assert_eq!(
        (
            draft.person_info,
            draft.driver_license,
            draft.integrations.len()
        ),
        (None, None, 0)
    );
}

#[test]
fn objects_that_php_emptied_into_lists_do_not_stop_the_reading() {
    let profile: DriverProfile =
        read(json!({"id": 1, "group": [], "contract": [], "vehicle": [], "requisites": []}));
    assert_eq!(profile.requisites, Some(Vec::new()));
    assert!(profile.has("contract") && profile.contract.unwrap().number.is_none());
    let application: Application =
        read(json!({"id": 1, "person_info": [], "car": [], "profession": []}));
    assert!(application.car.unwrap().brand.is_none());
    assert!(serde_json::from_value::<DriverProfile>(json!({"id": 1, "contract": ["1"]})).is_err());
}

#[test]
fn birth_date_is_found_under_either_name() {
    for person in [
        json!({"birthdate": "1990-01-31"}),
        json!({"birth_date": "1990-01-31"}),
        json!({"birthdate": null, "birth_date": "1990-01-31"}),
    ] {
        let application: Application = read(json!({"id": 1, "person_info": person}));
        assert_eq!(
            application.person_info.unwrap().birthdate.as_deref(),
            Some("1990-01-31")
        );
    }
}

#[test]
fn job_status_is_found_under_either_name_and_unknown_ones_survive() {
    for key in ["title", "name"] {
        let application: Application = read(
            json!({"id": 1, "integrations": [{"integrator_id": 1, "application_integrations": [
                {"id": 77, "status": {"id": 9, "slug": "brand_new", key: "Новый"}},
            ]}]}),
        );
        let status = application.integrations[0].application_integrations[0]
            .status
            .clone()
            .unwrap();
        let expected = Reference {
            id: Some(Id(9)),
            slug: Some("brand_new".to_owned()),
            title: Some("Новый".to_owned()),
        };
        assert_eq!(status, expected);
    }
}

#[test]
fn files_of_every_section_are_found_whatever_their_shape() {
    let application: Application = read(json!({
        "id": 1,
        "person_info": {"last_name": "Иванов", "files": [5, "6", "селфи.jpg", null]},
        "driver_license": {"files": [{"id": 8, "name": "a.jpg", "document_id": 1, "size": 10, "mime": "image/jpeg"}]},
        "car": {"files": {"2": {"id": 9}, "7": {"id": 10, "type": {"id": 7}}}},
        "files": [{"file_id": "11"}],
    }));
    let found: Vec<_> = application
        .files
        .iter()
        .map(|file| {
            (
                file.section.as_str(),
                file.id.map(Id::get),
                file.name.as_deref(),
                file.document_type.as_deref(),
            )
        })
        .collect();
    let expected = [
        ("application", Some(11), None, None),
        ("person_info", Some(5), None, None),
        ("person_info", Some(6), None, None),
        ("person_info", None, Some("селфи.jpg"), None),
        ("driver_license", Some(8), Some("a.jpg"), Some("1")),
        ("car", Some(9), None, Some("2")),
        ("car", Some(10), None, Some("7")),
    ];
    assert_eq!(found, expected);
    assert_eq!(
        application.person_info.unwrap().last_name.as_deref(),
        Some("Иванов")
    );
}

#[test]
fn counts_keep_statuses_nobody_knows() {
    for wire in [
        json!({"data": {"draft": 3, "brand_new": "2", "rejected": null}}),
        json!({"draft": 3, "brand_new": 2}),
        json!({"data": [{"status": "draft", "count": 3}, {"status": "brand_new", "count": 2}]}),
    ] {
        let counts: ApplicationCounts = read(wire);
        assert_eq!(shown(&counts), json!({"brand_new": 2, "draft": 3}));
    }
}

#[test]
fn page_without_its_meta_is_no_page() {
    for wire in [
        json!({"items": []}),
        json!({"meta": {"total": 0, "current_page": 1, "last_page": 1}}),
        json!({"items": null, "meta": {"total": 0, "current_page": 1, "last_page": 1}}),
        json!({"items": [], "meta": {"total": 0, "current_page": 1, "list_page": 1}}),
    ] {
        assert!(
            serde_json::from_value::<Page<Payment>>(wire.clone()).is_err(),
            "{wire}"
        );
    }
    let empty: Page<Payment> = read(
        json!({"items": [], "meta": {"total": "0", "from": null, "to": null, "per_page": "20", "current_page": 1, "last_page": 1}}),
    );
    assert_eq!(
        (empty.meta.total, empty.meta.per_page, empty.meta.from),
        (0, Some(20), None)
    );
}

#[tokio::test]
async fn decode_error_names_the_path_and_not_the_person() {
    let meta = r#""meta":{"total":2,"current_page":1,"last_page":1}"#;
    let body = format!(
        r#"{{"items":[{{"id":1}},{{"id":2,"driver":{{"full_name":["Иванов"]}}}}],{meta}}}"#
    );
    let error = Script::saying(200, &body)
        .client()
        .list_payments(&calls::payments_query())
        .await
        .unwrap_err();
    assert_eq!(
        (error.outcome, error.cause),
        (Outcome::Unreadable, Cause::Undecodable)
    );
    assert_eq!(
        error.json_path.as_deref(),
        Some("items[1].driver.full_name")
    );
    assert!(!format!("{error} {error:?}").contains("Иванов"));

    let body = r#"{"item":{"id":1,"contract":{"number":{}}}}"#;
    let error = Script::saying(200, body)
        .client()
        .get_driver(Id(1))
        .await
        .unwrap_err();
    assert_eq!(error.json_path.as_deref(), Some("item.contract.number"));
}
