//! A person's word about what nobody could settle, and what follows from it; and how the journal shows Yandex's operations.

use desk::{
    fleet::types::{FleetAgain, FleetDraft, FleetManner, FleetSign},
    operations::types::{Closing, JournalFilter, OperationAction, OperationId, WarningCode},
};
use journal::{Kind, Service, State, Verdict};
use rust_decimal::Decimal;

use super::bench::{CREATABLE, FleetBench, V2, V3, fields, warned};

async fn closed(bench: &FleetBench, draft: FleetDraft, verdict: Verdict) -> OperationId {
    let rules = [format!("{V2}:drop"), format!("{V3}:drop")];
    bench.faults(&[&rules[0], &rules[1]]);
    let id = bench.begin(draft).await;
    bench.given_up(&id).await;
    bench.faults(&[]);
    let closing = Closing {
        verdict,
        reason: "В кабинете Яндекса проверил".to_owned(),
    };
    let rig = &bench.bench.rig;
    let closing = rig.desk.close_operation(&rig.park, &id, closing).await;
    let sending_again = closing.unwrap().actions == [OperationAction::SendAgain];
    assert_eq!(sending_again, verdict == Verdict::Absent);
    id
}

fn filled(again: &FleetAgain) -> FleetDraft {
    FleetDraft {
        driver_id: again.driver_id.clone(),
        sign: again.sign,
        amount: again.amount.to_string(),
        manner: again.manner.clone(),
        reason: again.reason.clone(),
        description: again.description.clone(),
        balance_min: again.balance_min.clone(),
        repeats: Some(again.repeats.clone()),
    }
}

#[tokio::test]
async fn what_a_person_called_absent_is_sent_again_with_everything_it_had_and_once() {
    for (which, balance_min) in [(0, "-500"), (0, "100,50"), (0, "0"), (0, ""), (1, "")] {
        let bench = FleetBench::new().await;
        let draft = FleetDraft {
            balance_min: balance_min.to_owned(),
            sign: FleetSign::Credit,
            ..[bench.debit("1 100,50"), bench.old_debit("1 100,50")][which].clone()
        };
        let id = closed(&bench, draft.clone(), Verdict::Absent).await;
        let details = bench.details(&id).await;
        assert!(details.again.is_none());
        let again = details.fleet_again.unwrap();
        let category = FleetManner::Category {
            category_id: CREATABLE.to_owned(),
        };
        assert_eq!(again.manner, [FleetManner::Event, category][which]);
        assert_eq!(
            (again.repeats.clone(), again.sign),
            (id.clone(), draft.sign)
        );
        assert_eq!(again.description, draft.description);
        let reason = [draft.reason.as_str(), ""][which];
        assert_eq!(again.reason, reason);

        // The form's own texts make the same operation once more, under another mark and another token.
        let sent = bench.creates();
        let plan = bench.plan(filled(&again)).await;
        assert_eq!(warned(&plan), [WarningCode::Repeat]);
        assert_eq!(plan.amount, again.amount);
        let second = bench.try_confirm(&plan).await.unwrap().id;
        let view = bench.bench.until(&second, State::Accepted).await;
        assert_eq!(view.repeats, Some(id.clone()));
        let last = bench.creates().pop().unwrap();
        assert!(sent.iter().all(|one| one.token != last.token));
        let former = details.operation.reference;
        assert_eq!(last.body.replace(&plan.reference, &former), sent[0].body);
        assert_eq!(bench.balance(), Decimal::new(210_050, 2), "{balance_min}");

        // Once is enough.
        let error = bench.try_plan(filled(&again)).await.unwrap_err();
        let told = ("repeats".to_owned(), "not_repeatable".to_owned());
        assert_eq!(fields(&error), [told]);
    }
}

#[tokio::test]
async fn what_a_person_called_there_is_not_sent_again() {
    let bench = FleetBench::new().await;
    let id = closed(&bench, bench.debit("100"), Verdict::Exists).await;
    assert_eq!(bench.details(&id).await.fleet_again, None);
    let draft = FleetDraft {
        repeats: Some(id),
        ..bench.debit("100")
    };
    let error = bench.try_plan(draft).await.unwrap_err();
    assert_eq!(fields(&error)[0].1, "not_repeatable");
    // It may have been given: that is told.
    let plan = bench.plan(bench.debit("100")).await;
    assert_eq!(warned(&plan), [WarningCode::Duplicate]);
}

#[tokio::test]
async fn the_journal_shows_and_finds_drivers_of_both_services_by_their_ids() {
    let bench = FleetBench::new().await;
    let at_jump = bench.bench.carried("50", State::Accepted).await;
    let at_yandex = bench.carried(bench.debit("60"), State::Accepted).await;
    let old = bench.carried(bench.old_debit("70"), State::Accepted).await;
    let rig = &bench.bench.rig;
    let found = async |driver: &str| {
        let filter = JournalFilter {
            driver_ids: vec![driver.to_owned()],
            oldest_first: true,
            ..JournalFilter::default()
        };
        let window = rig.desk.journal_window(&rig.park, &filter, 0, 10).await;
        window.unwrap().rows
    };
    let rows = found(&bench.driver).await;
    let ids: Vec<&OperationId> = rows.iter().map(|row| &row.id).collect();
    assert_eq!(ids, [&at_yandex, &old]);
    for row in &rows {
        assert_eq!((row.service, row.kind), (Service::Yandex, Kind::Debit));
        assert_eq!(row.driver_id, bench.driver);
        assert_ne!(row.driver, "");
    }
    assert_eq!(rows[0].balance, "other");
    assert_ne!(rows[1].balance, "");
    let name = bench.bench.driver.to_string();
    let rows = found(&name).await;
    assert_eq!((rows.len(), &rows[0].id), (1, &at_jump));
    assert_eq!(rows[0].driver_id, name);
    assert_eq!(found("nobody").await, []);
}
