//! A driver as Yandex keeps him, and his profile in the list: blocks of members that can be asked for one by one.

use super::{
    CAR, FLEET_PARK, RULE,
    amounts::{Millis, Parts, plain_moment, shown},
    id_of,
};
use crate::seed::dice::Dice;
use serde_json::{Value, json};

#[derive(Clone, Debug, Default)]
pub struct Driver {
    pub id: String,
    /// The same person at Jump.
    pub jump: Option<i64>,
    pub last_name: String,
    pub first_name: String,
    pub middle_name: String,
    /// Digits of the international number, without the plus.
    pub phone: u64,
    pub licence: String,
    /// Empty = no car.
    pub plate: String,
    pub created_at: Millis,
    pub updated_at: Millis,
    pub status_at: Millis,
    /// Places in the tables below.
    pub work_status: u8,
    pub status: u8,
    pub work_rule: u8,
    pub employment: u8,
    /// What the balance was before the first row that is kept.
    pub opening: Parts,
    pub balance: Parts,
    pub balance_limit: Parts,
    pub last_transaction: Option<Millis>,
    /// In the order of [`BLOCKED`].
    pub blocked: [Parts; 5],
    /// What cannot be seen elsewhere (the car's details, the licence's dates) is drawn from this.
    pub seed: u64,
}

pub const WORK_STATUSES: [&str; 3] = ["working", "not_working", "fired"];
pub const WORKING: u8 = 0;
pub const STATUSES: [&str; 5] = ["offline", "busy", "free", "in_order_free", "in_order_busy"];
pub const EMPLOYMENTS: [&str; 3] = ["selfemployed", "park_employee", "individual_entrepreneur"];
pub const BLOCKED: [&str; 5] = [
    "blocked_tips",
    "blocked_cashless",
    "blocked_bonuses",
    "blocked_financial_statements",
    "blocked_closing_documents",
];
/// Name, and whether it is enabled.
pub const RULES: [(&str, bool); 6] = [
    ("Стандартные", true),
    ("Аренда 5/2", true),
    ("Свой автомобиль, 3 %", true),
    ("Новичок", true),
    ("Курьер", true),
    ("Акция прошлого года", false),
];

const MODELS: [(&str, &str); 8] = [
    ("Kia", "Rio"),
    ("Hyundai", "Solaris"),
    ("Skoda", "Octavia"),
    ("LADA (ВАЗ)", "Granta"),
    ("Volkswagen", "Polo"),
    ("Chery", "Tiggo 4"),
    ("Haval", "Jolion"),
    ("Geely", "Emgrand"),
];
const COLORS: [&str; 5] = ["Белый", "Жёлтый", "Чёрный", "Серый", "Синий"];

pub const ACCOUNT: [&str; 6] = [
    "id",
    "type",
    "balance",
    "balance_limit",
    "currency",
    "last_transaction_date",
];
pub const CAR_MEMBERS: [&str; 12] = [
    "id",
    "status",
    "amenities",
    "category",
    "callsign",
    "brand",
    "model",
    "year",
    "color",
    "number",
    "registration_cert",
    "vin",
];
pub const STATUS: [&str; 2] = ["status", "status_updated_at"];
pub const PROFILE: [&str; 14] = [
    "id",
    "park_id",
    "created_date",
    "first_name",
    "last_name",
    "middle_name",
    "driver_license",
    "phones",
    "work_rule_id",
    "work_status",
    "check_message",
    "comment",
    "employment_type",
    "has_contract_issue",
];

pub fn rule_id(place: u8) -> String {
    id_of(RULE, place.into())
}

impl Driver {
    pub fn full_name(&self) -> String {
        let name = format!(
            "{} {} {}",
            self.last_name, self.first_name, self.middle_name
        );
        name.trim_end().to_owned()
    }

    pub fn blocked(&self) -> Parts {
        self.blocked.iter().sum()
    }

    pub fn account(&self) -> Value {
        let mut account = json!({
            "id": self.id,
            "type": "current",
            "balance": shown(self.balance, 4),
            "balance_limit": shown(self.balance_limit, 0),
            "currency": "RUB",
        });
        if let Some(at) = self.last_transaction {
            account["last_transaction_date"] = json!(plain_moment(at));
        }
        account
    }

    pub fn current_status(&self) -> Value {
        json!({
            "status": STATUSES[usize::from(self.status)],
            "status_updated_at": plain_moment(self.status_at),
        })
    }

    pub fn profile(&self) -> Value {
        let mut profile = json!({
            "id": self.id,
            "park_id": FLEET_PARK,
            "created_date": plain_moment(self.created_at),
            "first_name": self.first_name,
            "last_name": self.last_name,
            "phones": [format!("+{}", self.phone)],
            "work_rule_id": rule_id(self.work_rule),
            "work_status": WORK_STATUSES[usize::from(self.work_status)],
            "employment_type": EMPLOYMENTS[usize::from(self.employment)],
            "has_contract_issue": self.seed.is_multiple_of(50),
            "driver_license": self.licence(),
        });
        if !self.middle_name.is_empty() {
            profile["middle_name"] = json!(self.middle_name);
        }
        if self.seed.is_multiple_of(9) {
            profile["comment"] = json!("Проверен");
            profile["check_message"] = json!("Документы на проверке");
        }
        profile
    }

    fn licence(&self) -> Value {
        let mut dice = Dice::new(self.seed, CAR);
        let country = match self.licence.get(..2) {
            Some("AF") => "uzb",
            Some("TJ") => "tjk",
            Some("KG") => "kgz",
            Some("AM") => "arm",
            _ => "rus",
        };
        let issued = dice.between(2016, 2024);
        let (month, day) = (dice.between(1, 12), dice.between(1, 28));
        json!({
            "number": self.licence,
            "normalized_number": self.licence.to_uppercase(),
            "country": country,
            "issue_date": format!("{issued}-{month:02}-{day:02}"),
            "expiration_date": format!("{}-{month:02}-{day:02}", issued + 10),
            "birth_date": format!("{}-{month:02}-{day:02}", dice.between(1965, 2002)),
        })
    }

    pub fn car(&self) -> Option<Value> {
        if self.plate.is_empty() {
            return None;
        }
        let mut dice = Dice::new(self.seed, CAR + 1_000);
        let (brand, model) = *dice.pick(&MODELS);
        Some(json!({
            "id": id_of(CAR, self.seed),
            "status": "working",
            "amenities": ["conditioner"],
            "category": ["econom", "comfort"],
            "callsign": dice.digits(4),
            "brand": brand,
            "model": model,
            "year": dice.between(2014, 2024),
            "color": *dice.pick(&COLORS),
            "number": self.plate,
            "registration_cert": dice.digits(10),
            "vin": format!("DEMO0000{}", dice.digits(9)),
        }))
    }
}
