//! A trigger is saved without losing what nobody knows, without writing over a change made elsewhere, and once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;
mod yume_bench;

use desk::{
    DeskErrorCode,
    yume::types::{
        TriggerChange, TriggerManner, TriggerState, TriggerTarget, TriggerWarning, YumeId,
        YumeTriggerContent,
    },
};
use rig::small_park;
use sandbox::Options;
use serde_json::{Value, json};
use yume_bench::{Bench, target, with_text};

fn quirky(change: impl FnOnce(&mut Options)) -> Options {
    let mut options = small_park();
    change(&mut options);
    options
}

fn fields(changes: &[TriggerChange]) -> Vec<&str> {
    changes.iter().map(|one| one.field.as_str()).collect()
}

/// The body of the last request of an operation.
fn body(bench: &Bench, operation: &str) -> Value {
    bench.came(operation).last().unwrap().body.clone()
}

#[tokio::test]
async fn save_sends_the_whole_object_so_that_nothing_is_lost() {
    // A service that takes what is left out for nothing.
    let bench = Bench::of(quirky(|it| it.yume_quirks.put_resets = true)).await;
    let trigger = bench.numbered(2).await;
    let mut before = bench.truth(trigger.id);
    let draft = YumeTriggerContent {
        timeout: Some("02:00:00".to_owned()),
        ..trigger.content.clone()
    };
    let saved = bench.replaced(&trigger, draft).await;
    assert_eq!(saved.state, TriggerState::Saved);
    assert_eq!(saved.trigger.unwrap().delay_seconds, Some(7_200));
    let mut now = bench.truth(trigger.id);
    assert_eq!(now["timeout"], "02:00:00");
    for truth in [&mut before, &mut now] {
        for member in ["timeout", "updated_at"] {
            truth.as_object_mut().unwrap().remove(member);
        }
    }
    assert_eq!(now, before, "all the rest is as it was");
}

#[tokio::test]
async fn statuses_go_back_in_the_form_in_which_they_came() {
    for (numbers, from, to) in [
        (false, json!("request"), json!("debtor")),
        (true, json!(0), json!(5)),
    ] {
        let bench = Bench::of(quirky(|it| it.yume_quirks.int_statuses = numbers)).await;
        let trigger = bench.numbered(1).await;
        let debtor = bench.numbered(4).await.content.order_status_to;
        let draft = YumeTriggerContent {
            order_status_to: debtor,
            ..trigger.content.clone()
        };
        let saved = bench.replaced(&trigger, draft).await;
        assert_eq!(saved.state, TriggerState::Saved);
        let sent = body(&bench, "replaceWazzupTrigger");
        assert_eq!(
            (&sent["order_status_from"], &sent["order_status_to"]),
            (&from, &to)
        );
        assert_eq!(bench.truth(trigger.id)["order_status_to"], "debtor");
    }
}

#[tokio::test]
async fn unknown_values_and_members_are_left_alone() {
    let bench = Bench::of(quirky(|it| it.yume_quirks.unknown_values = true)).await;
    let odd = bench.numbered(40).await;
    let before = bench.truth(odd.id);
    let draft = with_text(&odd, "Иначе");
    let review = bench.reviewed(&odd, draft.clone()).await;
    assert_eq!(review.manner, TriggerManner::Patch);
    let left = TriggerWarning::LeftAlone {
        fields: odd.unknown.clone(),
    };
    assert!(review.warnings.contains(&left));
    let saved = bench.replaced(&odd, draft).await;
    assert_eq!(saved.state, TriggerState::Saved);
    assert_eq!(body(&bench, "patchWazzupTrigger"), json!({"text": "Иначе"}));
    assert!(bench.came("replaceWazzupTrigger").is_empty());
    let now = bench.truth(odd.id);
    for member in ["order_status_to", "delivery_status", "is_active", "channel"] {
        assert_eq!(now[member], before[member], "{member}");
    }
}

#[tokio::test]
async fn save_of_what_was_not_changed_sends_nothing() {
    let bench = Bench::new().await;
    let trigger = bench.numbered(5).await;
    let same = trigger.content.clone();
    let saved = bench.replaced(&trigger, same).await;
    assert_eq!(saved.state, TriggerState::Nothing);
    assert!(bench.came("replaceWazzupTrigger").is_empty());
}

#[tokio::test]
async fn patch_sends_only_what_changes() {
    let bench = Bench::new().await;
    let trigger = bench.numbered(5).await;
    let draft = with_text(&trigger, "Короче");
    let saved = bench
        .desk()
        .patch_trigger(&bench.park, target(&trigger), draft)
        .await
        .unwrap();
    assert_eq!(saved.state, TriggerState::Saved);
    assert_eq!(
        body(&bench, "patchWazzupTrigger"),
        json!({"text": "Короче"})
    );
}

#[tokio::test]
async fn change_made_elsewhere_is_told_with_both_and_not_overwritten() {
    let bench = Bench::new().await;
    let trigger = bench.numbered(5).await;
    let theirs = json!({"text": "Их текст", "order": 6});
    let theirs = theirs.as_object().unwrap().clone();
    bench.sandbox().change_yume_trigger(trigger.id.0, theirs);
    let draft = with_text(&trigger, "Наш текст");
    let save = |target| {
        bench
            .desk()
            .replace_trigger(&bench.park, target, draft.clone())
    };
    let conflict = save(target(&trigger)).await.unwrap();
    assert_eq!(conflict.state, TriggerState::Conflict);
    let told = conflict.conflict.unwrap();
    assert_eq!(fields(&told.theirs), ["text", "order"]);
    assert_eq!(told.theirs[0].after, ["Их текст"]);
    let now = told.now.unwrap();
    assert_eq!(now.content.text.as_deref(), Some("Их текст"));
    assert!(bench.came("replaceWazzupTrigger").is_empty());

    // The review says it too, and gives what a save over it is to be asked with.
    let review = bench.reviewed(&trigger, draft.clone()).await;
    assert!(review.conflict.is_some());
    assert_eq!(fields(&review.changes), ["text", "order"]);
    let over = save(review.target.unwrap()).await.unwrap();
    assert_eq!(over.state, TriggerState::Saved);
    assert_eq!(bench.truth(trigger.id)["text"], "Наш текст");
}

#[tokio::test]
async fn trigger_that_is_gone_is_told_and_not_made_anew() {
    let bench = Bench::new().await;
    let trigger = bench.numbered(5).await;
    let gone = TriggerTarget {
        id: YumeId(9_999),
        print: trigger.print.clone(),
    };
    let draft = with_text(&trigger, "Никому");
    let outcome = bench
        .desk()
        .replace_trigger(&bench.park, gone.clone(), draft)
        .await
        .unwrap();
    assert_eq!(outcome.state, TriggerState::Conflict);
    assert_eq!(outcome.conflict.unwrap().now, None);
    let outcome = bench
        .desk()
        .delete_trigger(&bench.park, gone)
        .await
        .unwrap();
    assert_eq!(outcome.state, TriggerState::Conflict);
    assert!(bench.came("deleteWazzupTrigger").is_empty());
}

#[tokio::test]
async fn answer_that_was_lost_is_looked_up_and_the_save_not_repeated() {
    for (fault, state) in [
        ("replaceWazzupTrigger:drop/after", TriggerState::Saved),
        ("replaceWazzupTrigger:status=502/after", TriggerState::Saved),
        ("replaceWazzupTrigger:html/after", TriggerState::Saved),
        ("replaceWazzupTrigger:drop", TriggerState::NotSaved),
        ("replaceWazzupTrigger:bare=404", TriggerState::NotSaved),
        ("replaceWazzupTrigger:429=5s", TriggerState::NotSaved),
    ] {
        let bench = Bench::new().await;
        let trigger = bench.numbered(5).await;
        bench.faults(&[fault]);
        let saved = bench.retold(&trigger, "Новый текст").await;
        assert_eq!(saved.state, state, "{fault}");
        assert!(saved.trace_id.is_some());
        assert!(bench.done("replaceWazzupTrigger") <= 1, "{fault}");
        let text = bench.truth(trigger.id)["text"] == "Новый текст";
        assert_eq!(text, state == TriggerState::Saved, "{fault}");
    }
}

#[tokio::test]
async fn success_that_changed_nothing_is_told_as_such() {
    let bench = Bench::new().await;
    let trigger = bench.numbered(5).await;
    let former = trigger.content.text.clone().unwrap();
    // Somebody puts the former text back before the list is read.
    let id = trigger.id.0;
    let restore = json!({ "text": former }).as_object().unwrap().clone();
    bench.before_each(move |sandbox, method, _, seen| {
        if method == "GET" && seen > 1 {
            sandbox.change_yume_trigger(id, restore.clone());
        }
    });
    let saved = bench.retold(&trigger, "Новый текст").await;
    assert_eq!(saved.state, TriggerState::Ignored);
}

#[tokio::test]
async fn what_was_saved_otherwise_than_sent_is_told_member_by_member() {
    let bench = Bench::new().await;
    let trigger = bench.numbered(5).await;
    let id = trigger.id.0;
    let theirs = json!({"order": 77}).as_object().unwrap().clone();
    bench.before_each(move |sandbox, method, _, seen| {
        if method == "GET" && seen == 2 {
            sandbox.change_yume_trigger(id, theirs.clone());
        }
    });
    let saved = bench.retold(&trigger, "Новый текст").await;
    assert_eq!(saved.state, TriggerState::Changed);
    assert_eq!(fields(&saved.differs), ["order"]);
    assert_eq!(saved.differs[0].after, ["77"]);
}

#[tokio::test]
async fn list_that_cannot_be_read_afterwards_does_not_turn_a_save_into_a_failure() {
    let bench = Bench::new().await;
    let trigger = bench.numbered(5).await;
    // The first list answers, later ones do not.
    let flaky = "listWazzupTriggers:status=500";
    bench.before_each(move |sandbox, method, _, _| {
        if method == "PUT" {
            sandbox.set_faults(vec![flaky.parse().unwrap()]);
        }
    });
    let saved = bench.retold(&trigger, "Новый текст").await;
    assert_eq!(
        saved.state,
        TriggerState::Saved,
        "the answer itself says so"
    );

    bench.faults(&[]);
    let trigger = bench.trigger(trigger.id).await;
    bench.before_each(move |sandbox, method, _, _| {
        if method == "PUT" {
            let lost = "replaceWazzupTrigger:drop/after".parse().unwrap();
            sandbox.set_faults(vec![lost, flaky.parse().unwrap()]);
        }
    });
    let saved = bench.retold(&trigger, "Ещё новее").await;
    assert_eq!(saved.state, TriggerState::Unknown);
}

#[tokio::test]
async fn refusal_of_the_service_changes_nothing_and_says_its_words() {
    let mut options = small_park();
    options.yume_users[0].forbidden = vec!["replaceWazzupTrigger".to_owned()];
    let bench = Bench::of(options).await;
    let trigger = bench.numbered(5).await;
    let draft = with_text(&trigger, "Нельзя");
    let refused = bench
        .desk()
        .replace_trigger(&bench.park, target(&trigger), draft)
        .await;
    assert_eq!(refused.unwrap_err().code, DeskErrorCode::Forbidden);
    let empty = with_text(&trigger, "");
    let empty = YumeTriggerContent {
        documents: Vec::new(),
        ..empty
    };
    let refused = bench
        .desk()
        .patch_trigger(&bench.park, target(&trigger), empty)
        .await;
    let refused = refused.unwrap_err();
    assert_eq!(refused.code, DeskErrorCode::InvalidInput);
    assert_eq!(refused.fields[0].field, "text");
    assert!(bench.came("patchWazzupTrigger").is_empty());
}
