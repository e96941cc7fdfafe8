//! Applications: moderated, edited, rejected in one go, their documents looked at and saved.

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{
    park::{KEY, Park},
    window::{Window, choose_folder},
};

/// Ids of applications that fit, as the stand-in holds them.
async fn ids(park: &Park, filter: &str) -> Vec<String> {
    let ids = park.truth(&format!("truth/applications?{filter}")).await;
    let ids = ids.as_array().expect("ids");
    ids.iter().map(Value::to_string).collect()
}

async fn application(park: &Park, id: &str) -> Value {
    park.truth(&format!("truth/application/{id}")).await
}

/// Opens an application by the telephone number of the applicant.
async fn open(window: &Window, application: &Value) {
    window.click("nav-applications").await;
    window.screen("applications").await;
    let phone = application["phone"].as_str().expect("a phone");
    window
        .fill("applications-search", phone.trim_start_matches('+'))
        .await;
    window
        .click(&format!("application-row-{}", application["id"]))
        .await;
    window.screen("application").await;
}

fn job_of(application: &Value, integration: i64) -> Option<&Value> {
    let jobs = application["jobs"].as_array()?;
    jobs.iter().find(|job| job["integration_id"] == integration)
}

#[tokio::test]
async fn an_applicant_is_registered_in_one_aggregator_and_rejected_in_another() {
    let park = Park::start(&["--registration-takes", "1s"]);
    let refused = ids(&park, "refused=1").await;
    let mut chosen = None;
    for id in ids(&park, "status=not_processed&direction=walking_courier").await {
        let one = application(&park, &id).await;
        if !refused.contains(&id) && one["jobs"].as_array().is_some_and(Vec::is_empty) {
            chosen = Some((id, one));
            break;
        }
    }
    let (id, before) = chosen.expect("an applicant without jobs");
    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    open(&window, &before).await;
    for integration in ["1", "2"] {
        window
            .click(&format!("integration-create-{integration}"))
            .await;
        window.confirm("confirm-go").await;
        window
            .css(&format!(
                "[data-testid=integration-{integration}][data-status=new]"
            ))
            .await;
    }
    window.click("integration-reject-2").await;
    window
        .fill("reject-comment", "Нет разрешения на работу")
        .await;
    window.confirm("reject-confirm").await;
    window
        .css("[data-testid=integration-2][data-status=rejected]")
        .await;
    window.click("integration-approve-1").await;
    window.confirm("confirm-go").await;
    window
        .css("[data-testid=integration-1][data-status=registered]")
        .await;
    let after = application(&park, &id).await;
    let (first, second) = (job_of(&after, 1), job_of(&after, 2));
    assert_eq!(first.expect("a job")["status"], "registered", "{after}");
    let second = second.expect("a job");
    assert_eq!(second["status"], "rejected", "{after}");
    assert_eq!(second["comment"], "Нет разрешения на работу");
    assert_eq!(after["jobs"].as_array().map(Vec::len), Some(2));
    window.close().await;
}

#[tokio::test]
async fn of_forty_applications_thirty_seven_are_rejected_and_the_three_exceptions_stay() {
    let park = Park::start(&["--couriers", "44"]);
    let waiting = "status=not_processed&direction=walking_courier";
    let all = ids(&park, waiting).await;
    assert_eq!(all.len(), 40);
    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    window.click("nav-applications").await;
    window.screen("applications").await;
    window.click("applications-tab-not_processed").await;
    window.click("applications-direction").await;
    window.click("applications-direction-walking_courier").await;
    window.click("choice-apply").await;
    window
        .until("only walking couriers are listed", async || {
            window.has("applications-select-all").await
                && window.has("total-count").await
                && window.text("total-count").await.trim() == "40"
        })
        .await;
    window.click("applications-select-all").await;
    window.says("applications-selected", "40").await;
    let rows = window
        .look(
            "return [...document.querySelectorAll('[data-testid^=application-row-]')].slice(0, 3)
         .map((row) => row.dataset.testid.replace('application-row-', ''))",
        )
        .await;
    let exceptions: Vec<String> = rows
        .as_array()
        .expect("rows")
        .iter()
        .map(|id| id.as_str().expect("an id").to_owned())
        .collect();
    for id in &exceptions {
        window.click(&format!("application-select-{id}")).await;
    }
    window.says("applications-selected", "37").await;
    window.click("applications-reject").await;
    window.says("batch-reject-count", "37").await;
    for id in &exceptions {
        window.find(&format!("batch-reject-exception-{id}")).await;
    }
    window
        .fill("batch-reject-comment", "Набор курьеров закрыт")
        .await;
    window.confirm("batch-reject-confirm").await;
    window
        .css("[data-testid=batch-reject-outcome][data-state=done]")
        .await;
    let mut left = ids(&park, waiting).await;
    left.sort();
    let mut wanted = exceptions.clone();
    wanted.sort();
    assert_eq!(left, wanted);
    let rejected = all.iter().find(|id| !exceptions.contains(id));
    let rejected = application(&park, rejected.expect("one")).await;
    assert_eq!(rejected["rejection"], "Набор курьеров закрыт", "{rejected}");
    window.close().await;
}

#[tokio::test]
async fn an_edited_car_arrives_and_no_other_section_moves() {
    let park = Park::start(&[]);
    let mut chosen = None;
    for id in ids(&park, "status=not_processed&direction=taxi").await {
        let one = application(&park, &id).await;
        if one["car"]["number"].is_string() && one["driver_license"].is_object() {
            chosen = Some((id, one));
            break;
        }
    }
    let (id, before) = chosen.expect("a taxi driver with a car");
    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    open(&window, &before).await;
    window.click("application-edit-car").await;
    window.fill("application-car_year", "2019").await;
    // Latin letters that look like the Cyrillic ones of a plate.
    window.fill("application-car_number", "A123BC77").await;
    window.click("application-save").await;
    window
        .css("[data-testid=application-saved][data-state=done]")
        .await;
    let after = application(&park, &id).await;
    assert_eq!(after["car"]["year"], 2019, "{after}");
    assert_eq!(after["car"]["number"], "А123ВС77");
    for (key, value) in after.as_object().expect("members") {
        if key != "car" {
            assert_eq!(before.get(key), Some(value), "{key}");
        }
    }
    for untouched in ["vin", "license", "model", "color", "files"] {
        assert_eq!(
            before["car"][untouched], after["car"][untouched],
            "{untouched}"
        );
    }
    window.close().await;
}

#[tokio::test]
async fn a_document_is_looked_at_whole_and_saved_byte_for_byte() {
    let park = Park::start(&[]);
    let mut chosen = None;
    for id in ids(&park, "direction=taxi").await {
        let files = park.truth(&format!("truth/application/{id}/files")).await;
        if let Some(file) = files.as_array().and_then(|files| files.first()) {
            chosen = Some((application(&park, &id).await, file.clone()));
            break;
        }
    }
    let (one, file) = chosen.expect("an application with a file");
    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    open(&window, &one).await;
    let thumbnail = format!(
        "[data-testid^=slot-view-][data-testid$=\"-{}\"]",
        file["id"]
    );
    let thumbnail = window.css(&thumbnail).await;
    thumbnail.click().await.expect("opened");
    window.css("[data-testid=viewer][data-state=shown]").await;
    let fitted = window.text("viewer-scale").await;
    window.click("viewer-zoom-in").await;
    window
        .until("the picture grows", async || {
            window.text("viewer-scale").await != fitted
        })
        .await;
    let folder = std::env::temp_dir().join("scans for the archive");
    std::fs::create_dir_all(&folder).expect("a folder");
    window.click("viewer-save").await;
    choose_folder(&folder).await;
    window
        .until("the file is saved", async || {
            std::fs::read_dir(&folder).is_ok_and(|entries| entries.count() == 1)
        })
        .await;
    let entries = std::fs::read_dir(&folder).expect("readable");
    let saved = entries.flatten().next().expect("a file").path();
    let bytes = std::fs::read(saved).expect("readable");
    let hash: String = Sha256::digest(&bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(file["sha256"], hash);
    window.click("viewer-close").await;
    window.gone("viewer").await;
    window.close().await;
}
