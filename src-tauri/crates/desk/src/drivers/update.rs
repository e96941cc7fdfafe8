//! The update that is sent. What the service requires and the notes go as they are unless edited; everything else goes
//! only when edited; the referrer only when it is set or cut.

use std::collections::BTreeMap;

use jump::{DriverProfile, DriverUpdate, Problem, Referrer};

use super::{
    form,
    types::DriverField::{self, *},
};
use crate::{
    checks::problem,
    error::{DeskError, DeskErrorCode, DeskResult},
    requisites::diff::Plan,
};

/// Sent although nobody edited them, so a change of them elsewhere makes a review stale.
pub(crate) const SENT_AS_IS: [DriverField; 9] = [
    Phone,
    GroupId,
    AntiFraudStatusId,
    LastName,
    FirstName,
    MiddleName,
    WithdrawalForbiddenComment,
    ParkNote,
    ParkComment,
];

/// # Errors
/// `RequisitesUnknown` when the list cannot be named in full; `InvalidInput` with the fields that would be refused.
pub(crate) fn update(
    profile: &DriverProfile,
    changes: &BTreeMap<DriverField, String>,
    plan: &Plan,
    referrer: Referrer,
) -> DeskResult<DriverUpdate> {
    let edited = |field: DriverField| changes.get(&field).cloned();
    // An empty value that nobody edited is left out: it may be null there, and would become a text.
    let as_is = |field: DriverField| {
        let present = form::value(profile, field);
        edited(field).or_else(|| (!present.is_empty()).then_some(present))
    };
    let id = |field: DriverField| {
        let text = as_is(field).unwrap_or_default();
        text.parse().map_err(|_| {
            let required = problem(field.name(), "required");
            DeskError::new(DeskErrorCode::InvalidInput).with_fields(vec![required])
        })
    };
    let phone = as_is(Phone).map(|phone| phone.trim_start_matches('+').to_owned());
    let requisites = plan
        .writes()
        .ok_or_else(|| DeskError::new(DeskErrorCode::RequisitesUnknown))?;
    let update = DriverUpdate {
        // A number that the service holds and would itself refuse is not sent back.
        phone: phone.filter(|digits| changes.contains_key(&Phone) || is_phone(digits)),
        group_id: id(GroupId)?,
        anti_fraud_status_id: id(AntiFraudStatusId)?,
        referrer,
        last_name: as_is(LastName).unwrap_or_default(),
        first_name: as_is(FirstName).unwrap_or_default(),
        middle_name: as_is(MiddleName),
        license: edited(License),
        email: edited(Email),
        withdrawal_forbidden_comment: as_is(WithdrawalForbiddenComment),
        park_note: as_is(ParkNote),
        park_comment: as_is(ParkComment),
        inn: edited(Inn),
        contract_number: edited(ContractNumber),
        contract_full_name: edited(ContractFullName),
        contract_signed_at: edited(ContractSignedAt).map(|day| form::midnight_of(&day)),
        passport_number: edited(PassportNumber),
        passport_issue_date: edited(PassportIssueDate).map(|day| form::midnight_of(&day)),
        enable_car_sync: edited(EnableCarSync).map(|flag| flag == "true"),
        car_number: edited(CarNumber),
        car_license_number: edited(CarLicenseNumber),
        requisites,
    };
    update.validate().map_err(refused)?;
    Ok(update)
}

fn is_phone(digits: &str) -> bool {
    (7..=15).contains(&digits.len())
}

fn refused(problems: Vec<jump::FieldProblem>) -> DeskError {
    let fields = problems.into_iter().map(|one| {
        let code = match one.problem {
            Problem::NotAPhone => "phone_digits",
            Problem::NotATime => "date_unreal",
            Problem::Repeated => "requisite_repeated",
            Problem::SecondDefault => "second_default",
            // The others are of amounts, which an update has none of.
            _ => "required",
        };
        problem(&one.field, code)
    });
    DeskError::new(DeskErrorCode::InvalidInput).with_fields(fields.collect())
}

#[cfg(test)]
mod tests {
    use proptest::{collection::btree_map, prelude::*, sample::select};
    use serde_json::{Value, json};

    use super::*;

    fn profile() -> DriverProfile {
        let json = json!({
            "id": 7, "last_name": "Иванов", "first_name": "Иван", "second_name": null,
            "phone": 79110041892_i64, "group": {"id": 3, "name": "Аренда"},
            "anti_fraud_status": {"id": 2, "name": "Вывод запрещен"},
            "withdrawal_forbidden_comment": "Долг", "park_note": "Заметка", "park_comment": null,
            "referrer_id": 5, "inn": "1", "license": "2", "requisites": [],
            "contract": {"number": "А-1"}, "vehicle": {"enable_car_sync": true, "number": "А123ВЕ77"},
        });
        serde_json::from_value(json).unwrap()
    }

    fn body(changes: &BTreeMap<DriverField, String>, referrer: Referrer) -> Value {
        update(&profile(), changes, &Plan::default(), referrer)
            .unwrap()
            .body()
    }

    fn any_referrer() -> impl Strategy<Value = Referrer> {
        prop_oneof![
            Just(Referrer::Keep),
            Just(Referrer::Cut),
            (1_i64..=i64::MAX).prop_map(|id| Referrer::Set(id.into())),
        ]
    }

    #[test]
    fn an_untouched_card_sends_what_is_required_and_the_notes_and_nothing_else() {
        let sent = json!({
            "phone": "+79110041892", "group_id": 3, "anti_fraud_status_id": 2,
            "last_name": "Иванов", "first_name": "Иван", "withdrawal_forbidden_comment": "Долг",
            "park_note": "Заметка", "requisites": [],
        });
        assert_eq!(body(&BTreeMap::new(), Referrer::Keep), sent);
    }

    proptest! {
        #[test]
        fn any_draft_leaves_untouched_fields_untouched(
            changes in btree_map(select(DriverField::ALL.to_vec()), "[а-я]{1,8}", 0..8),
            referrer in any_referrer(),
        ) {
            let changes: BTreeMap<DriverField, String> = changes.into_iter().map(|(field, text)| match field {
                Phone => (field, "+79110000000".to_owned()),
                GroupId | AntiFraudStatusId => (field, "4".to_owned()),
                ContractSignedAt | PassportIssueDate => (field, "2020-02-29".to_owned()),
                EnableCarSync => (field, "false".to_owned()),
                _ => (field, text),
            }).collect();
            let untouched = body(&BTreeMap::new(), Referrer::Keep);
            let sent = body(&changes, referrer);
            match referrer {
                Referrer::Keep => prop_assert!(sent.get("referrer_id").is_none()),
                Referrer::Cut => prop_assert_eq!(&sent["referrer_id"], &Value::Null),
                Referrer::Set(id) => prop_assert_eq!(&sent["referrer_id"], &json!(id.get())),
            }
            for field in DriverField::ALL {
                match changes.get(&field) {
                    None => prop_assert_eq!(sent.get(field.name()), untouched.get(field.name())),
                    Some(_) => prop_assert!(sent.get(field.name()).is_some_and(|value| !value.is_null())),
                }
            }
        }
    }
}
