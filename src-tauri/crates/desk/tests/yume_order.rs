//! Another order of triggers: few rows are written, and a failure in the middle is put back or told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;
mod yume_bench;

use desk::yume::types::{ReorderState, YumeId};
use sandbox::Sandbox;
use serde_json::json;
use yume_bench::Bench;

/// Ids of the rents' triggers in sending order.
async fn rents(bench: &Bench) -> Vec<YumeId> {
    let list = bench.list().await;
    list.groups[0].triggers.iter().map(|one| one.id).collect()
}

fn numbers(bench: &Bench, ids: &[YumeId]) -> Vec<i64> {
    let number = |id: &YumeId| bench.truth(*id)["order"].as_i64().unwrap();
    ids.iter().map(number).collect()
}

fn swapped(ids: &[YumeId], one: usize, other: usize) -> Vec<YumeId> {
    let mut ids = ids.to_vec();
    ids.swap(one, other);
    ids
}

#[tokio::test]
async fn swap_of_neighbours_writes_two_numbers_and_nothing_else() {
    let bench = Bench::new().await;
    let ids = rents(&bench).await;
    let wanted = swapped(&ids, 2, 3);
    let told = bench
        .desk()
        .reorder_triggers(&bench.park, wanted.clone())
        .await
        .unwrap();
    assert_eq!(told.state, ReorderState::Done);
    assert_eq!(told.moved.len(), 2);
    assert_eq!(rents(&bench).await, wanted);
    let shown = told.list.unwrap();
    let shown: Vec<_> = shown.groups[0].triggers.iter().map(|one| one.id).collect();
    assert_eq!(shown, wanted);
    for patch in bench.came("patchWazzupTrigger") {
        let members: Vec<_> = patch.body.as_object().unwrap().keys().cloned().collect();
        assert_eq!(members, ["order"]);
    }
    let again = bench
        .desk()
        .reorder_triggers(&bench.park, wanted)
        .await
        .unwrap();
    assert_eq!(again.state, ReorderState::Nothing);
    assert_eq!(bench.came("patchWazzupTrigger").len(), 2);
}

#[tokio::test]
async fn equal_numbers_get_an_order_of_their_own() {
    let bench = Bench::new().await;
    let ids = rents(&bench).await;
    for id in &ids {
        let equal = json!({"order": 0}).as_object().unwrap().clone();
        bench.sandbox().change_yume_trigger(id.0, equal);
    }
    let mut wanted = ids.clone();
    wanted.reverse();
    let told = bench
        .desk()
        .reorder_triggers(&bench.park, wanted.clone())
        .await
        .unwrap();
    assert_eq!(told.state, ReorderState::Done);
    assert_eq!(numbers(&bench, &wanted), [0, 1, 2, 3, 4, 5, 6]);
}

#[tokio::test]
async fn list_that_is_not_what_was_shown_is_not_reordered() {
    let bench = Bench::new().await;
    let ids = rents(&bench).await;
    let sale = bench.list().await.groups[2].triggers[0].id;
    let short = ids[1..].to_vec();
    let mixed = [ids.clone(), vec![sale]].concat();
    let doubled = [vec![ids[1]], ids[1..].to_vec()].concat();
    for wrong in [short, mixed, doubled, vec![YumeId(9_999)], Vec::new()] {
        let told = bench
            .desk()
            .reorder_triggers(&bench.park, wrong)
            .await
            .unwrap();
        assert_eq!(told.state, ReorderState::Conflict);
        assert!(told.list.is_some());
    }
    assert!(bench.came("patchWazzupTrigger").is_empty());
}

/// From the n-th PATCH on, these rules hold.
fn from_patch(bench: &Bench, nth: usize, rules: &'static [&'static str]) {
    let count = std::sync::atomic::AtomicUsize::new(0);
    let strike = move |sandbox: &Sandbox, method: &str, _: &str, _: usize| {
        if method == "PATCH" && count.fetch_add(1, std::sync::atomic::Ordering::SeqCst) + 1 == nth {
            sandbox.set_faults(rules.iter().map(|rule| rule.parse().unwrap()).collect());
        }
    };
    bench.meanwhile.then(bench.sandbox(), strike);
}

#[tokio::test]
async fn failure_in_the_middle_puts_back_what_was_moved() {
    let bench = Bench::new().await;
    let ids = rents(&bench).await;
    let mut wanted = ids.clone();
    wanted.rotate_left(3);
    let before = numbers(&bench, &ids);
    from_patch(&bench, 3, &["patchWazzupTrigger:drop@nth=1"]);
    let told = bench
        .desk()
        .reorder_triggers(&bench.park, wanted)
        .await
        .unwrap();
    assert_eq!(told.state, ReorderState::PutBack, "{told:?}");
    assert_eq!(
        told.put_back.len(),
        3,
        "two were moved, the third never was"
    );
    assert!(told.failed.is_some() && told.error.is_some());
    assert!(told.moved.is_empty() && told.unsure.is_empty());
    assert_eq!(numbers(&bench, &ids), before);
    assert_eq!(rents(&bench).await, ids);
}

#[tokio::test]
async fn what_could_not_be_put_back_is_told() {
    let bench = Bench::new().await;
    let ids = rents(&bench).await;
    let mut wanted = ids.clone();
    wanted.rotate_left(3);
    from_patch(&bench, 3, &["patchWazzupTrigger:drop"]);
    let told = bench
        .desk()
        .reorder_triggers(&bench.park, wanted)
        .await
        .unwrap();
    assert_eq!(told.state, ReorderState::Partly);
    assert_eq!(told.moved.len(), 2);
    let list = told.list.unwrap();
    let shown = &list.groups[0].triggers;
    for id in told.moved {
        let shown = shown.iter().find(|one| one.id == id).unwrap();
        assert_eq!(
            i64::from(shown.content.order.unwrap()),
            numbers(&bench, &[id])[0]
        );
    }
}

#[tokio::test]
async fn row_whose_answer_was_lost_and_that_was_moved_is_no_failure() {
    let bench = Bench::new().await;
    let ids = rents(&bench).await;
    let wanted = swapped(&ids, 0, 1);
    bench.faults(&["patchWazzupTrigger:drop/after@nth=1"]);
    let told = bench
        .desk()
        .reorder_triggers(&bench.park, wanted.clone())
        .await
        .unwrap();
    assert_eq!(told.state, ReorderState::Done);
    assert_eq!(rents(&bench).await, wanted);
    assert_eq!(bench.came("patchWazzupTrigger").len(), 2);
}

#[tokio::test]
async fn order_that_cannot_be_read_afterwards_is_not_claimed() {
    let bench = Bench::new().await;
    let ids = rents(&bench).await;
    from_patch(&bench, 2, &["listWazzupTriggers:status=500"]);
    let told = bench
        .desk()
        .reorder_triggers(&bench.park, swapped(&ids, 0, 1))
        .await
        .unwrap();
    assert_eq!(told.state, ReorderState::Unknown);
    assert_eq!(told.unsure.len(), 2);
    assert!(told.list.is_none());
}
