//! The card of an application as a form, over the demo park, and the dictionaries that it is filled in from.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use desk::{
    applications::types::{ApplicationDesk, ApplicationField as F, ApplicationSection},
    checks::CheckLevel,
    dictionaries::Dictionary,
};
use jump::Id;
use rig::{
    FULL_KEY, Rig,
    application::{Recorded, as_it_is, field, full_taxi, walking},
};
use serde_json::json;

fn reasons(desk: &ApplicationDesk) -> Vec<(ApplicationSection, Option<&str>)> {
    let rules = desk.sections.iter();
    rules
        .map(|rule| (rule.section, rule.reason.as_deref()))
        .collect()
}

#[tokio::test]
async fn the_form_shows_every_field_and_asks_only_for_what_the_direction_has() {
    let park = Recorded::new().await;
    let id = park.find(full_taxi);
    let truth = park.truth(id);
    let desk = park.desk(id).await;
    assert_eq!(desk.fields.len(), F::ALL.len());
    let car = field(&desk, F::CarModel);
    let told = |part: &serde_json::Value| part.as_str().expect("a text").to_owned();
    let (brand, model) = (&truth["car"]["brand"], &truth["car"]["model"]["name"]);
    assert_eq!(car.title, format!("{} {}", told(brand), told(model)));
    assert_eq!(car.section, ApplicationSection::Car);
    assert!(car.required);
    let country = field(&desk, F::LicenseCountry);
    assert_eq!(
        json!(country.value),
        truth["driver_license"]["country"]["value"]
    );
    assert_eq!(
        json!(country.title),
        truth["driver_license"]["country"]["title"]
    );
    assert!(desk.sections.iter().all(|rule| rule.applies));
    assert!(desk.actions.edit);

    let id = park.find(|truth| walking(truth) && truth["delivery_type"].is_object());
    let desk = park.desk(id).await;
    let walks = Some("walking_courier");
    assert_eq!(
        reasons(&desk),
        [
            (ApplicationSection::Work, None),
            (ApplicationSection::Person, None),
            (ApplicationSection::License, walks),
            (ApplicationSection::Car, walks),
        ]
    );
    assert!(!field(&desk, F::LicenseNumber).required);
    assert!(field(&desk, F::Birthdate).required);
    assert_eq!(
        field(&desk, F::DeliveryType).title,
        "На самокате, велосипеде или пешком"
    );
}

#[tokio::test]
async fn who_has_no_own_car_is_not_asked_for_one() {
    let park = Recorded::new().await;
    let id =
        park.find(|truth| truth["direction"]["slug"] == "taxi" && truth["is_car_driver"] == false);
    let desk = park.desk(id).await;
    assert_eq!(
        reasons(&desk)[3],
        (ApplicationSection::Car, Some("no_own_car"))
    );
    assert!(!field(&desk, F::CarYear).required);
    assert!(field(&desk, F::LicenseNumber).required);
}

#[tokio::test]
async fn an_id_that_no_dictionary_knows_has_no_title_and_is_not_hidden() {
    let park = Recorded::with(FULL_KEY, as_it_is, |body| {
        body["item"]["profession"] = json!({"id": 77});
        body["item"]["car"]["color"] = json!({"id": 3});
        body["item"]["integrations"] = json!([{"integrator_id": 88}, {"integrator_id": 2}]);
    })
    .await;
    let desk = park.desk(park.find(walking)).await;
    let profession = field(&desk, F::Profession);
    assert_eq!(
        (profession.value.as_str(), profession.title.as_str()),
        ("77", "")
    );
    let check = profession.check.as_ref().unwrap();
    assert_eq!(
        (check.code.as_str(), check.level),
        ("not_in_dictionary", CheckLevel::Warn)
    );
    assert!(desk.profession_unknown);
    assert_eq!(desk.slots.len(), 7);
    // Named by the dictionary where the application does not.
    assert_eq!(field(&desk, F::CarColor).title, "Черный");
    let integrations = field(&desk, F::Integrations);
    assert_eq!(integrations.value, "2,88");
    assert_eq!(integrations.title, "Яндекс Про, 88");
}

#[tokio::test]
async fn a_wrong_value_of_the_service_warns() {
    let park = Recorded::with(FULL_KEY, as_it_is, |body| {
        let item = &mut body["item"];
        if item["car"].is_object() {
            item["car"]["vin"] = json!("XTA123");
            item["driver_license"]["issue_date"] = json!("31.02.2020");
            item["person_info"]["birthdate"] = json!("01.02.1990");
        }
    })
    .await;
    let desk = park.desk(park.find(full_taxi)).await;
    for (one, code) in [
        (F::CarVin, "vin_length"),
        (F::LicenseIssueDate, "date_unreal"),
    ] {
        let check = field(&desk, one).check.as_ref().unwrap();
        assert_eq!((check.level, check.code.as_str()), (CheckLevel::Warn, code));
    }
    assert_eq!(field(&desk, F::LicenseIssueDate).value, "31.02.2020");
    assert_eq!(field(&desk, F::Birthdate).value, "1990-02-01");
    assert_eq!(field(&desk, F::Birthdate).check, None);
}

#[tokio::test]
async fn a_car_model_typed_in_the_wrong_layout_is_found() {
    let rig = Rig::new().await;
    let found = async |text: &str| {
        let items = rig.desk.search_car_models(&rig.park, text).await.unwrap();
        items.into_iter().map(|item| item.title).collect::<Vec<_>>()
    };
    let kia = found(" kia ").await;
    assert!(
        !kia.is_empty() && kia.iter().all(|title| title.starts_with("Kia")),
        "{kia:?}"
    );
    assert_eq!(found("лшф").await, kia);
    assert_eq!(found("йййй").await, [""; 0]);
    let asked = rig.sandbox.calls("dictAutoregModelsSearch");
    assert_eq!(found(" k").await, [""; 0]);
    assert_eq!(rig.sandbox.calls("dictAutoregModelsSearch"), asked);
}

#[tokio::test]
async fn forgotten_dictionaries_are_read_anew_and_their_age_is_told() {
    let rig = Rig::new().await;
    let read = async |dictionary, profession| {
        let items = rig
            .desk
            .dictionary(&rig.park, dictionary, profession, false);
        items.await.unwrap().len()
    };
    assert!(rig.desk.dictionary_ages(&rig.park).is_empty());
    let colors = read(Dictionary::AutoregColors, None).await;
    read(Dictionary::AutoregDocuments, Some(Id(1))).await;
    read(Dictionary::Groups, None).await;
    let ages = rig.desk.dictionary_ages(&rig.park);
    let known: Vec<_> = ages.iter().map(|age| age.dictionary).collect();
    assert_eq!(
        known,
        [
            Dictionary::Groups,
            Dictionary::AutoregDocuments,
            Dictionary::AutoregColors
        ]
    );
    assert_eq!(ages[2].items as usize, colors);
    assert!(ages[2].read_at.ends_with("+03:00"));

    read(Dictionary::AutoregColors, None).await;
    assert_eq!(rig.sandbox.calls("dictAutoregColors"), 1);
    rig.desk.forget_dictionaries(&rig.park);
    assert!(rig.desk.dictionary_ages(&rig.park).is_empty());
    read(Dictionary::AutoregColors, None).await;
    assert_eq!(rig.sandbox.calls("dictAutoregColors"), 2);
}
