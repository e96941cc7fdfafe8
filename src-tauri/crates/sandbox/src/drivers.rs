//! A driver of the park as the vendor keeps him, and the three ways he is shown: list row, profile, full truth.

use crate::{
    directory::{self, AGENTS, ANTI_FRAUD_STATUSES, FORBIDDEN, GROUPS, INTEGRATIONS, PAY_TYPES},
    inspect::WithdrawalBlock,
    moments::{Seconds, iso, iso_or_null, money_text, timestamp},
    options::Quirks,
};
use serde_json::{Value, json};

/// Everything known about a driver. An empty string means "not filled" and is shown as null.
#[derive(Clone, Debug, Default)]
pub struct Driver {
    pub id: i64,
    pub aggregator_id: String,
    pub last_name: String,
    pub first_name: String,
    pub middle_name: String,
    /// Digits of the international number, without the plus.
    pub phone: u64,
    pub email: String,
    pub group_id: i64,
    pub anti_fraud_status_id: i64,
    pub withdrawal_forbidden_comment: String,
    pub blocked_until: Option<Seconds>,
    pub agent_id: i64,
    pub referrer_id: Option<i64>,
    pub invitation_date: Option<Seconds>,
    pub park_note: String,
    pub park_comment: String,
    pub inn: String,
    pub license: String,
    pub contract: Contract,
    pub vehicle: Vehicle,
    pub requisites: Vec<Requisite>,
    pub balances: Vec<Balance>,
    pub blacklist_reason: String,
    pub created_at: Seconds,
    pub first_trip_at: Option<Seconds>,
    pub last_trip_at: Option<Seconds>,
}

/// The archived contract («архивный договор»).
#[derive(Clone, Debug, Default)]
pub struct Contract {
    pub number: String,
    pub full_name: String,
    pub signed_at: Option<Seconds>,
    pub passport_number: String,
    pub passport_issue_date: Option<Seconds>,
}

#[derive(Clone, Debug, Default)]
pub struct Vehicle {
    pub enable_car_sync: bool,
    pub number: String,
    pub license_number: String,
}

/// Where a payment to the driver may go. `account_number` is whole here and masked in every read.
#[derive(Clone, Debug, Default)]
pub struct Requisite {
    pub id: i64,
    pub type_id: i64,
    pub name: String,
    pub account_number: String,
    pub bik: String,
    pub bank_name: String,
    pub inn: String,
    pub payment_text: String,
    pub sbp_bank_id: Option<i64>,
    pub last_name: String,
    pub first_name: String,
    pub middle_name: String,
    pub is_default: bool,
    pub is_available: bool,
    pub created_at: Seconds,
}

/// One balance («карта баланса»); amounts in kopecks.
#[derive(Clone, Debug)]
pub struct Balance {
    pub id: i64,
    pub kopecks: i64,
    pub frozen: i64,
    pub integration_id: Option<i64>,
    pub created_at: Seconds,
}

impl Driver {
    pub fn full_name(&self) -> String {
        let mut name = format!("{} {}", self.last_name, self.first_name);
        if !self.middle_name.is_empty() {
            name.push(' ');
            name.push_str(&self.middle_name);
        }
        name
    }

    /// The sum over all balances, in kopecks: what the list shows and sorts by.
    pub fn balance(&self) -> i64 {
        self.balances.iter().map(|balance| balance.kopecks).sum()
    }

    /// What forbids withdrawals now, if anything does.
    pub fn block(&self, now: Seconds) -> WithdrawalBlock {
        let until = self.blocked_until.filter(|until| *until > now);
        if !self.withdrawal_forbidden_comment.is_empty() {
            WithdrawalBlock::Comment(self.withdrawal_forbidden_comment.clone())
        } else if let Some(until) = until {
            WithdrawalBlock::Until(timestamp(until))
        } else if self.anti_fraud_status_id == FORBIDDEN {
            WithdrawalBlock::AntiFraud
        } else {
            WithdrawalBlock::None
        }
    }

    pub fn uses_integration(&self, id: i64) -> bool {
        self.balances
            .iter()
            .any(|balance| balance.integration_id == Some(id))
    }

    /// A row of the driver list: the phone as a string with "+", the balance as a string.
    pub fn list_item(&self, invited_by: Option<&Driver>) -> Value {
        let integrations: Vec<Value> = self
            .balances
            .iter()
            .filter_map(|balance| balance.integration_id)
            .map(|id| named(INTEGRATIONS, id))
            .collect();
        json!({
            "id": self.id,
            "phone": format!("+{}", self.phone),
            "last_name": self.last_name,
            "first_name": self.first_name,
            "middle_name": text(&self.middle_name),
            "full_name": self.full_name(),
            "tooltip": [],
            "balance": money_text(self.balance()),
            "group": named(GROUPS, self.group_id),
            "anti_fraud_status": named(ANTI_FRAUD_STATUSES, self.anti_fraud_status_id),
            "invited_by": invited_by.map(|one| json!({"id": one.id, "full_name": one.full_name()})),
            "integrations": integrations,
            "in_blacklist": !self.blacklist_reason.is_empty(),
            "created_at": iso(self.created_at),
            "first_trip_at": iso_or_null(self.first_trip_at),
            "last_trip_at": iso_or_null(self.last_trip_at),
        })
    }

    /// The profile: a bare object, the phone as an integer, `second_name`, no e-mail, masked requisites.
    pub fn profile(&self, now: Seconds, quirks: &Quirks) -> Value {
        let requisites = (!quirks.requisites_unknown).then(|| {
            let shown = self.requisites.iter();
            shown
                .map(|one| one.shown(quirks.unmasked_requisites))
                .collect::<Vec<_>>()
        });
        let allow_types: Vec<Value> = PAY_TYPES
            .iter()
            .map(|(id, slug, title)| json!({"id": id, "slug": slug, "title": title}))
            .collect();
        let black_list = match self.blacklist_reason.as_str() {
            "" => json!({}),
            reason => json!({"is_active": true, "comment": reason}),
        };
        json!({
            "id": self.id,
            "last_name": self.last_name,
            "first_name": self.first_name,
            "second_name": text(&self.middle_name),
            "status": 1,
            "anti_fraud_status": named(ANTI_FRAUD_STATUSES, self.anti_fraud_status_id),
            "withdrawal_forbidden_comment": text(&self.withdrawal_forbidden_comment),
            "withdraw_blocked_until_at": iso_or_null(self.blocked_until),
            "is_withdraw_temporary_blocked": self.blocked_until.is_some_and(|until| until > now),
            "phone": self.phone,
            "agent": named(AGENTS, self.agent_id),
            "requisites": requisites,
            "allow_types": allow_types,
            "group": named(GROUPS, self.group_id),
            "park_note": text(&self.park_note),
            "park_comment": text(&self.park_comment),
            "referrer_id": self.referrer_id,
            "invitation_date": iso_or_null(self.invitation_date),
            "inn": text(&self.inn),
            "license": text(&self.license),
            "contract": self.contract.shown(),
            "vehicle": self.vehicle.shown(),
            "cards": self.balances.iter().map(|one| one.shown(self.agent_id)).collect::<Vec<_>>(),
            "black_list": black_list,
            "created_at": iso(self.created_at),
            "first_trip_at": iso_or_null(self.first_trip_at),
            "last_trip_at": iso_or_null(self.last_trip_at),
        })
    }

    /// What the vendor really holds: the profile's members under the names of the write, plus the e-mail and whole
    /// account numbers. For tests only, never an answer of the API.
    pub fn truth(&self) -> Value {
        json!({
            "id": self.id,
            "phone": format!("+{}", self.phone),
            "email": self.email,
            "last_name": self.last_name,
            "first_name": self.first_name,
            "middle_name": self.middle_name,
            "group_id": self.group_id,
            "anti_fraud_status_id": self.anti_fraud_status_id,
            "withdrawal_forbidden_comment": self.withdrawal_forbidden_comment,
            "withdraw_blocked_until_at": iso_or_null(self.blocked_until),
            "agent_id": self.agent_id,
            "referrer_id": self.referrer_id,
            "park_note": self.park_note,
            "park_comment": self.park_comment,
            "inn": self.inn,
            "license": self.license,
            "contract_number": self.contract.number,
            "contract_full_name": self.contract.full_name,
            "contract_signed_at": iso_or_null(self.contract.signed_at),
            "passport_number": self.contract.passport_number,
            "passport_issue_date": iso_or_null(self.contract.passport_issue_date),
            "enable_car_sync": self.vehicle.enable_car_sync,
            "car_number": self.vehicle.number,
            "car_license_number": self.vehicle.license_number,
            "aggregator_id": self.aggregator_id,
            "blacklist_reason": self.blacklist_reason,
            "created_at": iso(self.created_at),
            "first_trip_at": iso_or_null(self.first_trip_at),
            "last_trip_at": iso_or_null(self.last_trip_at),
            "balance": money_text(self.balance()),
            "balances": self.balances.iter().map(Balance::truth).collect::<Vec<_>>(),
            "requisites": self.requisites.iter().map(Requisite::truth).collect::<Vec<_>>(),
        })
    }
}

impl Contract {
    fn shown(&self) -> Value {
        json!({
            "number": text(&self.number),
            "full_name": text(&self.full_name),
            "signed_at": iso_or_null(self.signed_at),
            "passport_number": text(&self.passport_number),
            "passport_issue_date": iso_or_null(self.passport_issue_date),
        })
    }
}

impl Vehicle {
    fn shown(&self) -> Value {
        json!({
            "enable_car_sync": self.enable_car_sync,
            "number": text(&self.number),
            "license_number": text(&self.license_number),
        })
    }
}

impl Balance {
    pub fn truth(&self) -> Value {
        json!({
            "id": self.id,
            "balance": money_text(self.kopecks),
            "frozen_balance": money_text(self.frozen),
            "integration_id": self.integration_id,
        })
    }

    fn shown(&self, agent_id: i64) -> Value {
        let integration = self.integration_id.map(|id| named(INTEGRATIONS, id));
        let kind = match self.integration_id {
            None => json!({"id": 1, "name": "Основной"}),
            Some(_) => json!({"id": 2, "name": "Агрегатор"}),
        };
        json!({
            "id": self.id,
            "balance": money_text(self.kopecks),
            "frozen_balance": money_text(self.frozen),
            "type": kind,
            "integration": integration,
            "customer_balance": null,
            "agent": named(AGENTS, agent_id),
            "created_at": iso(self.created_at),
        })
    }
}

impl Requisite {
    fn shown(&self, unmasked: bool) -> Value {
        let masked = mask(&self.account_number);
        let (_, slug, title) = directory::pay_type(self.type_id)
            .copied()
            .unwrap_or_default();
        let display_name = match self.name.as_str() {
            "" => title,
            name => name,
        };
        let account_number = if unmasked {
            &self.account_number
        } else {
            &masked
        };
        json!({
            "id": self.id,
            "display_name": display_name,
            "description": masked,
            "type": {"id": self.type_id, "slug": slug, "title": title},
            "is_available": self.is_available,
            "is_default": self.is_default,
            "requisite": {
                "account_number": account_number,
                "bik": text(&self.bik),
                "bank_name": text(&self.bank_name),
                "inn": text(&self.inn),
                "payment_text": text(&self.payment_text),
                "sbp_bank_id": self.sbp_bank_id,
                "last_name": text(&self.last_name),
                "first_name": text(&self.first_name),
                "middle_name": text(&self.middle_name),
            },
            "created_at": iso(self.created_at),
        })
    }

    fn truth(&self) -> Value {
        json!({
            "id": self.id,
            "type_id": self.type_id,
            "name": self.name,
            "account_number": self.account_number,
            "bik": self.bik,
            "bank_name": self.bank_name,
            "inn": self.inn,
            "payment_text": self.payment_text,
            "sbp_bank_id": self.sbp_bank_id,
            "last_name": self.last_name,
            "first_name": self.first_name,
            "middle_name": self.middle_name,
            "is_default": self.is_default,
        })
    }
}

/// `4081****0001`: the first and the last four; a short number shows its last two.
pub fn mask(number: &str) -> String {
    let signs: Vec<char> = number.chars().collect();
    match signs.len() {
        0..=9 => {
            let tail: String = signs.iter().skip(signs.len().saturating_sub(2)).collect();
            format!("****{tail}")
        }
        length => {
            let head: String = signs[..4].iter().collect();
            let tail: String = signs[length - 4..].iter().collect();
            format!("{head}****{tail}")
        }
    }
}

fn named(table: &[directory::Named], id: i64) -> Value {
    json!({"id": id, "name": directory::name_of(table, id)})
}

fn text(value: &str) -> Value {
    match value {
        "" => Value::Null,
        filled => json!(filled),
    }
}
