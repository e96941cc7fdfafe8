//! Triggers are shown as they are, reviewed before they are saved, and saved without losing what nobody knows.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;
mod yume_bench;

use desk::yume::types::{
    ExampleClient, MessageChannel, PreviewSource, StatusForm, TriggerChange, TriggerManner,
    TriggerWarning, YumeId, YumeTriggerContent, YumeTriggerKind,
};
use rig::small_park;
use sandbox::Options;
use serde_json::{Value, json};
use yume_bench::{Bench, of, target};

fn quirky(change: impl FnOnce(&mut Options)) -> Options {
    let mut options = small_park();
    change(&mut options);
    options
}

fn fields(changes: &[TriggerChange]) -> Vec<&str> {
    changes.iter().map(|one| one.field.as_str()).collect()
}

// The list.

#[tokio::test]
async fn list_is_in_sending_order_by_kind() {
    let bench = Bench::new().await;
    let list = bench.list().await;
    let kinds: Vec<_> = list
        .groups
        .iter()
        .map(|group| group.kind.clone().unwrap())
        .collect();
    use YumeTriggerKind::{Delivery, Order, OrderPayment, Sale};
    assert_eq!(kinds, [Order, OrderPayment, Sale, Delivery]);
    for group in &list.groups {
        let orders: Vec<_> = group.triggers.iter().map(|one| one.content.order).collect();
        assert!(orders.is_sorted(), "{orders:?}");
    }
    assert_eq!(list.form, StatusForm::Words);
    assert_eq!(list.keys_seen[0], "client_name");
    let first = bench.numbered(1).await;
    assert_eq!((first.delay_seconds, first.instant), (Some(30), true));
    let later = bench.numbered(4).await;
    assert_eq!((later.delay_seconds, later.instant), (Some(86_400), false));
}

#[tokio::test]
async fn statuses_as_numbers_are_the_same_statuses() {
    let words = Bench::new().await;
    let numbers = Bench::of(quirky(|it| it.yume_quirks.int_statuses = true)).await;
    let contents = |list| {
        of(&list)
            .into_iter()
            .map(|one| one.content)
            .collect::<Vec<_>>()
    };
    let list = numbers.list().await;
    assert_eq!(list.form, StatusForm::Numbers);
    assert_eq!(contents(list), contents(words.list().await));
}

#[tokio::test]
async fn two_triggers_for_the_same_change_are_told_of_each_other() {
    let bench = Bench::new().await;
    let quiet = bench.list().await;
    assert!(of(&quiet).iter().all(|one| one.same_change.is_empty()));
    let members = json!({
        "type": 0, "order_status_from": null, "order_status_to": "inrent", "text": "Ещё раз", "order": 99,
    });
    let id = YumeId(
        bench
            .sandbox()
            .add_yume_trigger(members.as_object().unwrap().clone()),
    );
    let (added, other) = (bench.trigger(id).await, bench.numbered(2).await);
    assert_eq!(added.same_change, [other.id]);
    assert_eq!(other.same_change, [id]);
}

#[tokio::test]
async fn values_that_nobody_knows_are_shown_as_they_came() {
    let bench = Bench::of(quirky(|it| it.yume_quirks.unknown_values = true)).await;
    let odd = bench.numbered(40).await;
    assert_eq!(odd.unknown, ["order_status_to", "delivery_status"]);
    assert_eq!(odd.stray, ["delivery_status"]);
    let shown = serde_json::to_value(&odd.content).unwrap();
    assert_eq!(shown["order_status_to"], json!({"unknown": "archived"}));
    assert_eq!(shown["delivery_status"], json!({"unknown": "7"}));
}

// Reviewing.

#[tokio::test]
async fn review_tells_the_difference_and_sends_nothing() {
    let bench = Bench::new().await;
    let trigger = bench.numbered(3).await;
    let draft = YumeTriggerContent {
        timeout: Some("00:00:45".to_owned()),
        documents: vec![YumeId(301)],
        template_keys: vec!["client_name".to_owned(), "made_up".to_owned()],
        ..trigger.content.clone()
    };
    bench.desk().message_templates(&bench.park).await.unwrap();
    let review = bench.reviewed(&trigger, draft).await;
    assert_eq!(
        fields(&review.changes),
        ["timeout", "template_keys", "documents"]
    );
    assert_eq!(review.changes[0].before, ["00:15:00"]);
    assert_eq!(review.changes[0].after, ["00:00:45"]);
    assert_eq!(review.manner, TriggerManner::Replace);
    assert!(review.problems.is_empty() && review.conflict.is_none());
    assert_eq!(review.target, Some(target(&trigger)));
    assert_eq!(
        review.warnings,
        [
            TriggerWarning::Instant,
            TriggerWarning::VariablesDiffer {
                wanted: 3,
                named: 2
            },
            TriggerWarning::KeysNotSeen {
                keys: vec!["made_up".to_owned()]
            },
        ]
    );
    assert!(bench.came("replaceWazzupTrigger").is_empty());
}

#[tokio::test]
async fn review_of_a_new_trigger_warns_of_what_a_client_would_get() {
    let bench = Bench::new().await;
    bench.desk().message_templates(&bench.park).await.unwrap();
    let second = bench.numbered(2).await;
    let review = |draft| bench.desk().review_trigger(&bench.park, None, draft);
    let same = review(second.content.clone()).await.unwrap();
    assert_eq!(same.manner, TriggerManner::Create);
    assert_eq!(same.target, None);
    let ids = vec![second.id];
    assert!(same.warnings.contains(&TriggerWarning::SameChange { ids }));

    let any = YumeTriggerContent {
        kind: Some(YumeTriggerKind::Sale),
        text: Some("ё".repeat(4_097)),
        template_id: Some("nowhere".to_owned()),
        timeout: Some("через час".to_owned()),
        ..YumeTriggerContent::default()
    };
    let any = review(any).await.unwrap();
    let codes: Vec<Value> = any
        .warnings
        .iter()
        .map(|warning| serde_json::to_value(warning).unwrap()["code"].clone())
        .collect();
    assert_eq!(
        codes,
        [
            "same_change",
            "any_change",
            "delay_not_understood",
            "text_and_template",
            "too_long",
            "too_long",
            "template_not_listed"
        ]
    );
    assert_eq!(any.problems[0].field, "timeout");
    let nothing = review(YumeTriggerContent::default()).await.unwrap();
    let told: Vec<_> = nothing
        .problems
        .iter()
        .map(|one| one.field.as_str())
        .collect();
    assert_eq!(told, ["type", "text"]);
}

#[tokio::test]
async fn rejected_template_is_told_before_the_save() {
    let bench = Bench::new().await;
    let templates = bench.desk().message_templates(&bench.park).await.unwrap();
    let rejected = templates
        .iter()
        .find(|one| one.status == "rejected")
        .unwrap();
    assert!(!rejected.approved && templates[0].approved);
    let trigger = bench.numbered(2).await;
    let draft = YumeTriggerContent {
        template_id: Some(rejected.id.clone()),
        ..trigger.content.clone()
    };
    let review = bench.reviewed(&trigger, draft).await;
    let status = "rejected".to_owned();
    let warning = TriggerWarning::TemplateNotApproved { status };
    assert!(review.warnings.contains(&warning));
}

// The preview.

#[tokio::test]
async fn preview_asks_nobody_and_shows_the_template_as_a_client_gets_it() {
    let bench = Bench::new().await;
    let trigger = bench.numbered(2).await;
    let word = |text: &str| text.to_owned();
    let example = ExampleClient {
        client: word("Иван"),
        phone: word("+7 900 000-00-00"),
        manager: word("Мария"),
        number: word("1024"),
        sum: word("12 500"),
        discount: word("5 %"),
        date: word("15.01.2026"),
        bonus: word("300"),
        items: word("Kia Rio"),
    };
    let preview = || {
        bench
            .desk()
            .preview_trigger(&bench.park, trigger.content.clone(), &example)
            .unwrap()
    };
    assert_eq!(preview().source, PreviewSource::UnknownTemplate);
    bench.desk().message_templates(&bench.park).await.unwrap();
    let asked = bench.sandbox().yume_requests().len();
    let shown = preview();
    assert!(
        shown
            .text
            .starts_with("Здравствуйте, Иван! Аренда № 1024 началась")
    );
    assert_eq!(shown.channels[0].channel, MessageChannel::Waba);
    assert_eq!(shown.variables.len(), 3);
    assert_eq!((shown.delay_seconds, shown.instant), (Some(60), true));
    assert_eq!(bench.sandbox().yume_requests().len(), asked);
}
