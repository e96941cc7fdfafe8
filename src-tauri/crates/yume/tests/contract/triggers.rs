//! What is sent to make and to change triggers: nothing is lost, nothing is made up, nothing is made twice.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};
use yume::{
    TriggerForms, TriggerWrite, YumeFieldProblem, YumeId, YumeOrderStatus, YumePaymentStatus,
    YumeProblem, YumeTrigger, YumeTriggerContent, YumeTriggerKind, trigger_ids,
};

use crate::calls::{read, trigger, write};

const READ_ONLY: [&str; 4] = ["id", "tenant", "created_at", "updated_at"];

fn document(change: impl FnOnce(&mut Value)) -> Value {
    let mut document = Value::Object(trigger().wire().clone());
    change(&mut document);
    document
}

fn body(write: &TriggerWrite) -> Value {
    Value::Object(write.body().clone())
}

fn writable(mut document: Value) -> Value {
    let members = document.as_object_mut().unwrap();
    members.retain(|name, _| !READ_ONLY.contains(&name.as_str()));
    document
}

/// A trigger as a stranger's, richer service would answer it.
fn rich() -> Value {
    document(|document| {
        document["order_status_from"] = json!(17);
        document["order_status_to"] = json!(2);
        document["sale_status_to"] = json!("1");
        document["delivery_type"] = json!("");
        document["delivery_status"] = json!("PENDING");
        document["timeout"] = json!("PT1M");
        document["order"] = json!(12.5);
        document["template_keys"] = json!([1, "client"]);
        document["documents"] = json!([7, { "id": 8 }]);
        document["channel"] = json!({ "id": 5, "rate": 12.5, "tags": [null, "a"] });
        document["is_active"] = json!(true);
    })
}

#[test]
fn trigger_that_is_written_back_unchanged_loses_and_changes_nothing() {
    for whole in [document(|_| ()), rich()] {
        let trigger = read(whole.clone());
        assert_eq!(body(&write(&trigger)), writable(whole));
        let none = TriggerWrite::change(&trigger, &trigger.content, &TriggerForms::default());
        assert!(none.unwrap().is_empty(), "nothing to send");
    }
}

#[test]
fn change_of_one_field_leaves_every_other_as_it_came() {
    let trigger = read(rich());
    let content = YumeTriggerContent {
        text: Some("Новый текст".to_owned()),
        ..trigger.content.clone()
    };
    let whole = TriggerWrite::replace(&trigger, &content, &TriggerForms::default()).unwrap();
    let mut expected = writable(rich());
    expected["text"] = json!("Новый текст");
    assert_eq!(body(&whole), expected);
    let part = TriggerWrite::change(&trigger, &content, &TriggerForms::default()).unwrap();
    assert_eq!(body(&part), json!({ "text": "Новый текст" }));
}

/// The content of `trigger` with another pair of statuses, and what a PATCH makes of it.
fn moved(trigger: &YumeTrigger, forms: &TriggerForms) -> Value {
    let content = YumeTriggerContent {
        order_status_from: Some(YumeOrderStatus::Debtor),
        order_status_to: Some(YumeOrderStatus::Completed),
        order_payment_status_to: Some(YumePaymentStatus::Paid),
        ..trigger.content.clone()
    };
    body(&TriggerWrite::change(trigger, &content, forms).unwrap())
}

#[test]
fn status_is_written_in_the_form_in_which_the_company_has_it() {
    let none = TriggerForms::default();
    let words = json!({ "order_status_from": "debtor", "order_status_to": "completed", "order_payment_status_to": 1 });
    let numbers =
        json!({ "order_status_from": 5, "order_status_to": 4, "order_payment_status_to": 1 });
    let in_words = trigger();
    let in_numbers = read(document(|document| {
        document["order_status_from"] = json!(1);
        document["order_status_to"] = json!(2);
    }));
    let in_nothing = read(document(|document| {
        document["order_status_from"] = json!(null);
        document["order_status_to"] = json!(null);
    }));
    assert_eq!(moved(&in_words, &none), words);
    assert_eq!(moved(&in_numbers, &none), numbers);
    assert_eq!(moved(&in_nothing, &none), words, "the vendor's document");
    let seen = TriggerForms::seen_in(std::slice::from_ref(&in_numbers));
    assert_eq!(moved(&in_nothing, &seen), numbers, "the company's answers");
    assert_eq!(moved(&in_words, &seen), words, "its own form goes before");
    let created = TriggerWrite::create(&in_words.content, &seen).unwrap();
    assert_eq!(created.body()["order_status_to"], 2);
    let digits = read(document(|document| {
        document["order_status_from"] = json!("1")
    }));
    assert_eq!(moved(&digits, &none)["order_status_from"], "5");
}

#[test]
fn any_status_is_written_as_the_company_writes_it() {
    let any = |trigger: &YumeTrigger, forms: &TriggerForms| {
        let content = YumeTriggerContent {
            order_status_from: None,
            ..trigger.content.clone()
        };
        body(&TriggerWrite::change(trigger, &content, forms).unwrap())
    };
    let none = TriggerForms::default();
    assert_eq!(any(&trigger(), &none), json!({ "order_status_from": null }));
    let blank = read(document(|document| document["order_status_to"] = json!("")));
    let seen = TriggerForms::seen_in(&[blank]);
    assert_eq!(any(&trigger(), &seen), json!({ "order_status_from": "" }));
}

fn problems(change: impl FnOnce(&mut YumeTriggerContent)) -> Vec<(String, YumeProblem)> {
    let trigger = trigger();
    let mut content = trigger.content.clone();
    change(&mut content);
    let told = |outcome: Result<TriggerWrite, Vec<YumeFieldProblem>>| {
        let problems = outcome.err().unwrap_or_default().into_iter();
        problems
            .map(|one| (one.field, one.problem))
            .collect::<Vec<_>>()
    };
    let none = TriggerForms::default();
    let replaced = told(TriggerWrite::replace(&trigger, &content, &none));
    assert_eq!(
        replaced,
        told(TriggerWrite::change(&trigger, &content, &none))
    );
    replaced
}

#[test]
fn trigger_that_would_be_refused_or_stay_silent_is_not_sent() {
    use YumeProblem::*;
    let only = |field: &str, problem| vec![(field.to_owned(), problem)];
    assert_eq!(problems(|_| ()), []);
    assert_eq!(problems(|one| one.kind = None), only("type", Required));
    assert_eq!(
        problems(|one| one.order_status_to = Some(YumeOrderStatus::Unknown("x".to_owned()))),
        only("order_status_to", Unknown)
    );
    assert_eq!(
        problems(|one| one.text = Some("  ".to_owned())),
        only("text", Required)
    );
    assert_eq!(
        problems(|one| one.template_id = Some("x".repeat(256))),
        only("template_id", TooLong)
    );
    assert_eq!(
        problems(|one| one.template_keys = vec![" ".to_owned()]),
        only("template_keys", Required)
    );
    assert_eq!(
        problems(|one| one.timeout = Some("через час".to_owned())),
        only("timeout", Unknown)
    );
    assert_eq!(
        problems(|one| one.timeout = None),
        only("timeout", Required)
    );
    let none = TriggerForms::default();
    let empty = TriggerWrite::create(&YumeTriggerContent::default(), &none).unwrap_err();
    let fields: Vec<&str> = empty.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(fields, ["type", "text"]);
}

#[test]
fn unknown_value_that_was_not_touched_keeps_nobody_from_saving() {
    let trigger = read(rich());
    let content = YumeTriggerContent {
        order: Some(3),
        documents: vec![YumeId(9)],
        ..trigger.content.clone()
    };
    let part = TriggerWrite::change(&trigger, &content, &TriggerForms::default()).unwrap();
    assert_eq!(
        body(&part),
        json!({ "order": 3, "documents": [9, { "id": 8 }] }),
        "what is no id stays among the documents"
    );
}

#[test]
fn saved_is_told_from_ignored_whatever_the_form() {
    let content = YumeTriggerContent {
        text: Some(" Новый текст ".to_owned()),
        timeout: Some("26:00:00".to_owned()),
        order_status_to: Some(YumeOrderStatus::Exceed),
        ..trigger().content
    };
    let sent = TriggerWrite::change(&trigger(), &content, &TriggerForms::default()).unwrap();
    let kept = read(document(|document| {
        document["text"] = json!("Новый текст");
        document["timeout"] = json!("1 02:00:00");
        document["order_status_to"] = json!(6);
        document["order"] = json!(99);
    }));
    assert_eq!(sent.unsaved_in(&kept), [""; 0]);
    assert_eq!(
        sent.unsaved_in(&trigger()),
        ["order_status_to", "text", "timeout"]
    );
    let strange = read(rich());
    assert!(write(&strange).unsaved_in(&strange).is_empty());
    let turned_off = read({
        let mut other = rich();
        other["is_active"] = json!(false);
        other
    });
    assert_eq!(write(&strange).unsaved_in(&turned_off), ["is_active"]);
}

#[test]
fn create_of_unknown_outcome_is_found_in_the_list_and_nobody_elses_is() {
    let made = |id: i64, text: &str| {
        read(document(|document| {
            document["id"] = json!(id);
            document["text"] = json!(text);
            document["order_status_to"] = json!(2);
        }))
    };
    let sent = TriggerWrite::create(&trigger().content, &TriggerForms::default()).unwrap();
    let text = trigger().content.text.unwrap();
    let before: BTreeSet<YumeId> = trigger_ids(&[made(1, &text), made(2, "другой")]);
    let found = |now: &[YumeTrigger]| -> Vec<i64> {
        let made = sent.made_in(&before, now);
        made.into_iter().map(|trigger| trigger.id.0).collect()
    };
    assert_eq!(found(&[made(1, &text), made(3, "чужой")]), [0_i64; 0]);
    assert_eq!(found(&[made(1, &text), made(4, &text)]), [4]);
    assert_eq!(found(&[made(4, &text), made(5, &text)]), [4, 5], "twice");
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!(null)),
        Just(json!("")),
        (-9_i64..9).prop_map(|number| json!(number)),
        (0_i64..9).prop_map(|number| json!(number.to_string())),
        prop::sample::select(vec!["inrent", "archived", "00:01:00", "текст"])
            .prop_map(|text| json!(text)),
        Just(json!([1, "a", 12.5])),
        Just(json!({ "rate": 12.5 })),
    ]
}

proptest! {
    #[test]
    fn any_document_that_is_read_is_written_back_whole(
        values in prop::collection::vec(value(), 15), extra in value()
    ) {
        let whole = document(|document| {
            let members = document.as_object_mut().unwrap();
            members.insert("extra".to_owned(), extra);
            let writable = members.iter_mut().filter(|(name, _)| !READ_ONLY.contains(&name.as_str()));
            for ((_, member), value) in writable.zip(values) {
                *member = value;
            }
        });
        let trigger = read(whole.clone());
        let sent = write(&trigger);
        prop_assert_eq!(body(&sent), writable(whole));
        prop_assert!(sent.unsaved_in(&trigger).is_empty());
    }

    #[test]
    fn new_trigger_of_any_kind_says_what_was_chosen(
        kind in prop::sample::select(vec![YumeTriggerKind::Order, YumeTriggerKind::Sale]), order in any::<i32>(), text in "\\PC{1,20}"
    ) {
        prop_assume!(!text.trim().is_empty());
        let content = YumeTriggerContent { kind: Some(kind), order: Some(order), text: Some(text), ..YumeTriggerContent::default() };
        let sent = TriggerWrite::create(&content, &TriggerForms::default()).unwrap();
        let mut kept = body(&sent);
        kept["id"] = json!(7);
        prop_assert_eq!(read(kept).content, content);
    }
}
