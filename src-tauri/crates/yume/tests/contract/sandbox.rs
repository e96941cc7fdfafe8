//! The demo park: what it really answers fits the contract, the client reads it, and what it makes happens once.

use std::collections::BTreeSet;
use std::sync::Arc;

use ::sandbox::{
    Fault, Options, Sandbox, YUME_BARE_COMPANY, YUME_COMPANY, YUME_FOREIGN_COMPANY, YumeAnswers,
    YumeIntegrationState, YumeQuirks,
};
use rig::settings;
use serde_json::{Value, json};
use transport::{CallError, ManualClock, Outcome, Service, ServiceWire, Wire};
use yume::{
    TokenPair, TriggerForms, TriggerWrite, Yume, YumeId, YumeOrderStatus, YumeRefusal,
    YumeTriggerContent, YumeTriggerKind, trigger_ids,
};

use crate::calls;
use crate::contract::CONTRACT;
use crate::wires::Own;

fn park(yume_quirks: YumeQuirks) -> Sandbox {
    Sandbox::new(Options {
        drivers: 10,
        payments: 20,
        applications: 2,
        transactions: 20,
        yume_quirks,
        ..Options::default()
    })
}

fn over(wire: Arc<dyn Wire>) -> Yume {
    let clock = Arc::new(ManualClock::eager(Options::default().now));
    Yume::new(Service::new(settings::<Own>(wire, clock)))
}

/// Every answer is held against the contract.
fn checked(sandbox: &Sandbox) -> Yume {
    over(CONTRACT.checking(ServiceWire::new(sandbox.router())))
}

/// Answers may be broken.
fn unchecked(sandbox: &Sandbox) -> Yume {
    over(Arc::new(ServiceWire::new(sandbox.router())))
}

async fn session(yume: &Yume, login: &str) -> TokenPair {
    let password = "demo-yume-password".to_owned().into();
    yume.login(login, &password).await.unwrap()
}

async fn signed(yume: Yume) -> Yume {
    let pair = session(&yume, "demo-yume").await;
    yume.signed(pair.access)
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, CallError>) -> Option<YumeRefusal> {
    YumeRefusal::of(&outcome.unwrap_err())
}

fn new_trigger() -> YumeTriggerContent {
    YumeTriggerContent {
        kind: Some(YumeTriggerKind::Order),
        order_status_to: Some(YumeOrderStatus::Inrent),
        text: Some("Аренда началась [проверка]".to_owned()),
        timeout: Some("00:00:30".to_owned()),
        ..YumeTriggerContent::default()
    }
}

#[test]
fn parks_operations_are_those_of_the_client_and_the_webhook() {
    let mut ours: BTreeSet<&str> = yume::OPERATIONS.iter().copied().collect();
    ours.insert("wazzupWebhook");
    assert_eq!(ours, ::sandbox::YUME_OPERATIONS.into_iter().collect());
}

#[tokio::test]
async fn every_answer_of_the_park_fits_the_contract_and_is_read() {
    for answers in [
        YumeAnswers::Objects,
        YumeAnswers::Nothing,
        YumeAnswers::Texts,
    ] {
        let sandbox = park(YumeQuirks {
            answers,
            unknown_values: true,
            ..YumeQuirks::default()
        });
        let yume = checked(&sandbox);
        let pair = session(&yume, "demo-yume").await;
        let ends = pair.access.expires_at().unwrap();
        assert_eq!(
            ends.as_second() - Options::default().now.as_second(),
            86_400
        );
        let yume = yume
            .signed(pair.access)
            .for_company(Some(YumeId(YUME_COMPANY)));
        for operation in yume::OPERATIONS {
            let outcome = match *operation {
                // These name things, and those of the park are others than those of the contract.
                name if name.ends_with("WazzupTrigger") => continue,
                "login" | "refreshToken" | "logout" => continue,
                name => calls::one(&yume, name).await,
            };
            assert_eq!(outcome, Ok(()), "{operation}");
        }
        let templates = yume.list_wazzup_templates().await.unwrap();
        assert_eq!(
            (templates.templates.len(), templates.is_partial),
            (8, false)
        );
        assert_eq!(templates.templates[2].variables, 4);
        let address = yume.wazzup_iframe().await.unwrap();
        assert_eq!(address.is_some(), answers != YumeAnswers::Nothing);
        assert_eq!(sandbox.yume_messages().len(), 1);

        let listed = yume.list_wazzup_triggers().await.unwrap();
        let forms = TriggerForms::seen_in(&listed);
        let write = TriggerWrite::create(&new_trigger(), &forms).unwrap();
        let made = yume.create_wazzup_trigger(&write).await.unwrap();
        assert_eq!(write.unsaved_in(&made), [""; 0]);
        yume.delete_wazzup_trigger(made.id).await.unwrap();
        let now = yume.list_wazzup_triggers().await.unwrap();
        assert_eq!(trigger_ids(&now), trigger_ids(&listed));
        yume.refresh_token(&pair.refresh).await.unwrap();
        yume.logout(&pair.refresh).await.unwrap();
        assert_eq!(
            refused(yume.refresh_token(&pair.refresh).await),
            Some(YumeRefusal::SessionOver)
        );
    }
}

fn truth(sandbox: &Sandbox, id: YumeId) -> Value {
    let all = sandbox.yume_triggers();
    let found = all.into_iter().find(|one| one["id"] == json!(id.0));
    found.unwrap()
}

/// Whatever the form of the statuses, and whatever a PUT does to what it leaves out.
#[tokio::test]
async fn trigger_is_changed_in_one_place_and_nowhere_else() {
    for (int_statuses, put_resets) in [(false, false), (true, false), (false, true), (true, true)] {
        let sandbox = park(YumeQuirks {
            int_statuses,
            put_resets,
            ..YumeQuirks::default()
        });
        let yume = signed(match int_statuses {
            // The contract has the numbers in answers only, and what is sent is not looked at here.
            true => unchecked(&sandbox),
            false => checked(&sandbox),
        })
        .await;
        let listed = yume.list_wazzup_triggers().await.unwrap();
        let forms = TriggerForms::seen_in(&listed);
        for trigger in &listed {
            let before = truth(&sandbox, trigger.id);
            let content = YumeTriggerContent {
                order: Some(77),
                order_status_to: Some(YumeOrderStatus::Debtor),
                ..trigger.content.clone()
            };
            let whole = TriggerWrite::replace(trigger, &content, &forms).unwrap();
            let now = yume.replace_wazzup_trigger(trigger.id, &whole).await;
            assert_eq!(whole.unsaved_in(&now.unwrap()), [""; 0]);
            let mut expected = before.clone();
            expected["order"] = json!(77);
            expected["order_status_to"] = json!("debtor");
            let mut after = truth(&sandbox, trigger.id);
            after["updated_at"] = before["updated_at"].clone();
            assert_eq!(after, expected);
            let part = TriggerWrite::change(trigger, &content, &forms).unwrap();
            let now = yume.patch_wazzup_trigger(trigger.id, &part).await.unwrap();
            assert_eq!(now.content, content);
        }
    }
}

#[tokio::test]
async fn value_that_nobody_knows_does_not_hinder_a_patch() {
    for int_statuses in [false, true] {
        let sandbox = park(YumeQuirks {
            int_statuses,
            unknown_values: true,
            ..YumeQuirks::default()
        });
        let yume = signed(unchecked(&sandbox)).await;
        let listed = yume.list_wazzup_triggers().await.unwrap();
        let mut odd = listed.iter();
        let odd = odd
            .find(|one| !one.content.unknown_members().is_empty())
            .unwrap();
        assert_eq!(
            odd.content.unknown_members(),
            ["order_status_to", "delivery_status"]
        );
        let content = YumeTriggerContent {
            text: Some("Новый".to_owned()),
            ..odd.content.clone()
        };
        let forms = TriggerForms::seen_in(&listed);
        let whole = TriggerWrite::replace(odd, &content, &forms).unwrap();
        assert_eq!(
            refused(yume.replace_wazzup_trigger(odd.id, &whole).await),
            Some(YumeRefusal::Invalid),
            "the whole document is refused, and nothing is lost"
        );
        let part = TriggerWrite::change(odd, &content, &forms).unwrap();
        yume.patch_wazzup_trigger(odd.id, &part).await.unwrap();
        let now = truth(&sandbox, odd.id);
        assert_eq!(
            (&now["text"], &now["order_status_to"], &now["is_active"]),
            (&json!("Новый"), &json!("archived"), &json!(true))
        );
    }
}

#[tokio::test]
async fn create_whose_answer_was_lost_is_found_by_listing_and_not_made_again() {
    for (rule, made) in [
        ("createWazzupTrigger:drop/after", 1),
        ("createWazzupTrigger:502/after", 1),
        ("createWazzupTrigger:truncated", 1),
        ("createWazzupTrigger:empty/after", 1),
        ("createWazzupTrigger:drop", 0),
        ("createWazzupTrigger:html", 0),
    ] {
        let sandbox = park(YumeQuirks::default());
        let yume = signed(unchecked(&sandbox)).await;
        let before = trigger_ids(&yume.list_wazzup_triggers().await.unwrap());
        let write = TriggerWrite::create(&new_trigger(), &TriggerForms::default()).unwrap();
        sandbox.set_faults(vec![rule.parse::<Fault>().unwrap()]);
        let lost = yume.create_wazzup_trigger(&write).await.unwrap_err();
        assert_eq!(lost.outcome, Outcome::MaybeSent, "{rule}");
        assert_eq!(sandbox.calls("createWazzupTrigger"), 1, "{rule}");
        let now = yume.list_wazzup_triggers().await.unwrap();
        assert_eq!(write.made_in(&before, &now).len(), made, "{rule}");
    }
}

#[tokio::test]
async fn companies_and_rights_are_told_apart() {
    use YumeRefusal::*;
    let sandbox = park(YumeQuirks::default());
    let yume = signed(unchecked(&sandbox)).await;
    let companies = yume.list_tenants(None).await.unwrap().companies;
    let known: Vec<(i64, Option<&str>)> = companies
        .iter()
        .map(|one| (one.id.0, one.currency.as_deref()))
        .collect();
    assert_eq!(
        known,
        [
            (YUME_COMPANY, Some("RUB")),
            (YUME_BARE_COMPANY, Some("KZT"))
        ]
    );
    for (company, refusal) in [
        (YUME_BARE_COMPANY, NoRight),
        (YUME_FOREIGN_COMPANY, WrongCompany),
        (999, NoSuchCompany),
    ] {
        let elsewhere = yume.for_company(Some(YumeId(company)));
        assert_eq!(
            refused(elsewhere.list_wazzup_triggers().await),
            Some(refusal)
        );
    }
    let readonly = session(&yume, "demo-yume-readonly").await;
    let readonly = yume.signed(readonly.access);
    let listed = readonly.list_wazzup_triggers().await.unwrap();
    assert_eq!(
        refused(readonly.delete_wazzup_trigger(listed[0].id).await),
        Some(NoRight)
    );
    for (state, reads, writes) in [
        (YumeIntegrationState::Expired, None, Some(IntegrationOff)),
        (
            YumeIntegrationState::Off,
            Some(IntegrationOff),
            Some(IntegrationOff),
        ),
    ] {
        sandbox.set_yume_integration(state);
        let read = yume.list_wazzup_triggers().await.err();
        assert_eq!(read.as_ref().and_then(YumeRefusal::of), reads);
        let sent = yume.send_wazzup_message(&calls::message()).await;
        assert_eq!(refused(sent), writes);
        let gone = yume.delete_wazzup_trigger(listed[0].id).await;
        assert_eq!(refused(gone), writes);
    }
    assert_eq!(sandbox.yume_messages(), []);
}

#[tokio::test]
async fn token_that_ended_in_the_middle_is_renewed_and_the_write_done_once() {
    let sandbox = park(YumeQuirks::default());
    let yume = unchecked(&sandbox);
    let pair = session(&yume, "demo-yume").await;
    let yume = yume.signed(pair.access);
    let first = yume.list_wazzup_triggers().await.unwrap().swap_remove(0);
    sandbox.expire_yume_tokens(false);
    let write = TriggerWrite::create(&new_trigger(), &TriggerForms::default()).unwrap();
    let over = yume.create_wazzup_trigger(&write).await.unwrap_err();
    assert_eq!(
        (over.outcome, YumeRefusal::of(&over)),
        (Outcome::Rejected, Some(YumeRefusal::SignedOut)),
        "nothing was changed, so it may be sent once more"
    );
    let (access, _) = yume.refresh_token(&pair.refresh).await.unwrap();
    let yume = yume.signed(access);
    yume.create_wazzup_trigger(&write).await.unwrap();
    yume.delete_wazzup_trigger(first.id).await.unwrap();
    assert_eq!(sandbox.yume_triggers().len(), 14);
}
