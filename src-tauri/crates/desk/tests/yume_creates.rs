//! Creating and deleting: an unknown outcome is settled by the list before anything is sent again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;
mod yume_bench;

use desk::{
    DeskErrorCode, DeskEvent,
    yume::types::{TriggerState, YumePart, YumeTriggerContent},
};
use futures::future::join;
use serde_json::json;
use yume_bench::{Bench, target, with_text};

async fn draft(bench: &Bench) -> YumeTriggerContent {
    let like = bench.numbered(5).await;
    YumeTriggerContent {
        order: Some(50),
        ..with_text(&like, "Совсем новый")
    }
}

#[tokio::test]
async fn created_trigger_is_there_once_and_the_screen_is_told() {
    let bench = Bench::new().await;
    let before = bench.truths();
    let draft = draft(&bench).await;
    let created = bench
        .desk()
        .create_trigger(&bench.park, draft.clone())
        .await
        .unwrap();
    assert_eq!(created.state, TriggerState::Saved);
    let shown = created.trigger.unwrap();
    assert_eq!(shown.content, draft);
    assert_eq!(shown.same_change, [bench.numbered(5).await.id]);
    assert_eq!(bench.truths(), before + 1);
    let told = bench.rig.events.all();
    assert!(told.iter().any(|event| {
        matches!(event, DeskEvent::Yume(change) if change.what == YumePart::Triggers)
    }));
    // A second one of the same kind is a person's right.
    let again = bench
        .desk()
        .create_trigger(&bench.park, draft)
        .await
        .unwrap();
    assert_eq!(again.state, TriggerState::Saved);
}

#[tokio::test]
async fn creation_whose_answer_was_lost_is_found_in_the_list_and_not_sent_again() {
    for fault in [
        "drop/after",
        "half/after",
        "truncated/after",
        "status=504/after",
        "429/after",
    ] {
        let bench = Bench::new().await;
        let (before, draft) = (bench.truths(), draft(&bench).await);
        bench.faults(&[&format!("createWazzupTrigger:{fault}")]);
        let created = bench
            .desk()
            .create_trigger(&bench.park, draft)
            .await
            .unwrap();
        assert_eq!(created.state, TriggerState::Saved, "{fault}");
        assert_eq!(created.trigger.unwrap().content.order, Some(50));
        assert!(created.trace_id.is_some());
        assert_eq!(bench.truths(), before + 1, "{fault}");
    }
}

#[tokio::test]
async fn creation_that_did_not_arrive_is_told_as_such_and_may_be_sent_again() {
    for fault in ["drop", "status=503", "html", "redirect", "bare=400"] {
        let bench = Bench::new().await;
        let (before, draft) = (bench.truths(), draft(&bench).await);
        bench.faults(&[&format!("createWazzupTrigger:{fault}")]);
        let lost = bench
            .desk()
            .create_trigger(&bench.park, draft.clone())
            .await
            .unwrap();
        assert_eq!(lost.state, TriggerState::NotSaved, "{fault}");
        assert_eq!(bench.truths(), before);
        bench.faults(&[]);
        let created = bench
            .desk()
            .create_trigger(&bench.park, draft)
            .await
            .unwrap();
        assert_eq!(created.state, TriggerState::Saved);
        assert_eq!(bench.truths(), before + 1);
    }
}

#[tokio::test]
async fn creation_in_doubt_is_not_sent_again_before_the_list_was_read() {
    let bench = Bench::new().await;
    let (before, draft) = (bench.truths(), draft(&bench).await);
    bench.before_each(|sandbox, method, path, _| {
        if method == "POST" && path.ends_with("/triggers/") {
            let rules = [
                "createWazzupTrigger:drop/after",
                "listWazzupTriggers:status=500",
            ];
            sandbox.set_faults(rules.iter().map(|rule| rule.parse().unwrap()).collect());
        }
    });
    let create = || bench.desk().create_trigger(&bench.park, draft.clone());
    assert_eq!(create().await.unwrap().state, TriggerState::Unknown);
    bench.faults(&[]);
    bench.before_each(|_, _, _, _| {});
    let refused = create().await.unwrap_err();
    assert_eq!(refused.code, DeskErrorCode::OutcomeUnknown);
    assert!(refused.params.contains_key("earlier"));
    assert_eq!(bench.truths(), before + 1);
    bench.list().await;
    assert_eq!(create().await.unwrap().state, TriggerState::Saved);
    assert_eq!(
        bench.truths(),
        before + 2,
        "by a person who has seen the list"
    );
}

#[tokio::test]
async fn double_click_creates_one_trigger() {
    let bench = Bench::new().await;
    let (before, draft) = (bench.truths(), draft(&bench).await);
    let create = || bench.desk().create_trigger(&bench.park, draft.clone());
    let (one, other) = join(create(), create()).await;
    assert_eq!(one.unwrap().state, TriggerState::Saved);
    assert_eq!(other.unwrap_err().code, DeskErrorCode::OutcomeUnknown);
    assert_eq!(bench.truths(), before + 1);
}

#[tokio::test]
async fn somebody_elses_new_trigger_is_not_taken_for_ours() {
    let bench = Bench::new().await;
    let draft = draft(&bench).await;
    // Ours does not arrive; a colleague makes another one meanwhile.
    bench.before_each(|sandbox, method, path, _| {
        if method == "POST" && path.ends_with("/triggers/") {
            let theirs = json!({"type": 0, "text": "Чужой", "order": 51});
            sandbox.add_yume_trigger(theirs.as_object().unwrap().clone());
        }
    });
    bench.faults(&["createWazzupTrigger:drop"]);
    let lost = bench
        .desk()
        .create_trigger(&bench.park, draft)
        .await
        .unwrap();
    assert_eq!(lost.state, TriggerState::Unknown);
    assert_eq!(lost.candidates.len(), 1);
    assert_eq!(lost.candidates[0].content.text.as_deref(), Some("Чужой"));
}

#[tokio::test]
async fn two_equal_new_triggers_are_left_to_a_person() {
    let bench = Bench::new().await;
    let draft = draft(&bench).await;
    let like = bench.numbered(5).await;
    let mut twin = bench.truth(like.id).as_object().unwrap().clone();
    twin.retain(|name, _| !["id", "tenant", "created_at", "updated_at"].contains(&name.as_str()));
    twin.insert("text".to_owned(), json!("Совсем новый"));
    twin.insert("order".to_owned(), json!(50));
    bench.before_each(move |sandbox, method, path, _| {
        if method == "POST" && path.ends_with("/triggers/") {
            sandbox.add_yume_trigger(twin.clone());
        }
    });
    bench.faults(&["createWazzupTrigger:drop/after"]);
    let lost = bench
        .desk()
        .create_trigger(&bench.park, draft)
        .await
        .unwrap();
    assert_eq!(lost.state, TriggerState::Unknown);
    assert_eq!(lost.candidates.len(), 2);
}

#[tokio::test]
async fn draft_that_cannot_be_sent_leaves_no_doubt_behind() {
    let bench = Bench::new().await;
    let empty = YumeTriggerContent::default();
    for _ in 0..2 {
        let refused = bench
            .desk()
            .create_trigger(&bench.park, empty.clone())
            .await
            .unwrap_err();
        assert_eq!(refused.code, DeskErrorCode::InvalidInput);
    }
    assert!(bench.came("createWazzupTrigger").is_empty());
}

// Deleting.

#[tokio::test]
async fn deleted_trigger_is_gone_and_a_lost_answer_is_looked_up() {
    for (fault, state) in [
        (None, TriggerState::Deleted),
        (
            Some("deleteWazzupTrigger:drop/after"),
            TriggerState::Deleted,
        ),
        (
            Some("deleteWazzupTrigger:status=500/after"),
            TriggerState::Deleted,
        ),
        (Some("deleteWazzupTrigger:drop"), TriggerState::NotSaved),
    ] {
        let bench = Bench::new().await;
        let (before, trigger) = (bench.truths(), bench.numbered(5).await);
        bench.faults(&fault.into_iter().collect::<Vec<_>>());
        let outcome = bench
            .desk()
            .delete_trigger(&bench.park, target(&trigger))
            .await
            .unwrap();
        assert_eq!(outcome.state, state, "{fault:?}");
        let gone = usize::from(state == TriggerState::Deleted);
        assert_eq!(bench.truths(), before - gone, "{fault:?}");
        assert_eq!(outcome.trigger.is_some(), gone == 0);
    }
}

#[tokio::test]
async fn trigger_changed_elsewhere_is_not_deleted_by_its_former_sentence() {
    let bench = Bench::new().await;
    let trigger = bench.numbered(5).await;
    let theirs = json!({"order_status_to": "debtor"});
    let theirs = theirs.as_object().unwrap().clone();
    bench.sandbox().change_yume_trigger(trigger.id.0, theirs);
    let outcome = bench
        .desk()
        .delete_trigger(&bench.park, target(&trigger))
        .await
        .unwrap();
    assert_eq!(outcome.state, TriggerState::Conflict);
    assert_eq!(outcome.conflict.unwrap().theirs[0].field, "order_status_to");
    assert!(bench.came("deleteWazzupTrigger").is_empty());
}

#[tokio::test]
async fn trigger_that_somebody_deletes_at_the_same_time_is_deleted() {
    let bench = Bench::new().await;
    let trigger = bench.numbered(5).await;
    // Twice the same deletion: the second finds nothing.
    let delete = || bench.desk().delete_trigger(&bench.park, target(&trigger));
    let (one, other) = join(delete(), delete()).await;
    for outcome in [one, other] {
        let state = outcome.unwrap().state;
        assert!(matches!(
            state,
            TriggerState::Deleted | TriggerState::Conflict
        ));
    }
}
