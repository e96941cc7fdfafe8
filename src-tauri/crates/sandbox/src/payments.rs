//! A payment as the park keeps it (compact: there are tens of thousands) and as the list shows it.

use crate::{
    directory::{self, AGENTS, GROUPS, INTEGRATIONS, PAY_TYPES, PAYMENT_STATUSES, REQUEST_TYPES},
    drivers::Driver,
    moments::{Seconds, iso, iso_or_null, money_number},
};
use serde_json::{Value, json};

/// One payment; amounts in kopecks, `driver` is the place in the park's list of drivers.
#[derive(Clone, Copy, Debug)]
pub struct Payment {
    pub id: i64,
    pub created_at: Seconds,
    pub updated_at: Seconds,
    pub amount: i64,
    pub commission: i64,
    pub commission_bank: i64,
    pub driver: u32,
    pub status: u8,
    pub pay_type: u8,
    /// 0 = paid from the main balance, no integration.
    pub integration: u8,
    pub request_type: u8,
    pub agent: u8,
    /// Place in [`REJECTIONS`]; counts only for a rejected or failed payment.
    pub reason: u8,
    /// Last four digits of the account that was paid to.
    pub tail: u16,
}

pub const REJECTIONS: &[&str] = &[
    "недостаточно средств на балансе",
    "неверные реквизиты получателя",
    "банк получателя отклонил перевод",
    "превышен дневной лимит выплат",
    "получатель не найден в СБП",
    "отклонено менеджером парка",
];

impl Payment {
    /// «Сумма к выплате»: what is left after the commission withheld from the driver.
    pub fn amount_paid(&self) -> i64 {
        self.amount - self.commission
    }

    pub fn paid_at(&self) -> Option<Seconds> {
        (self.status == directory::PAID).then_some(self.updated_at)
    }

    pub fn list_item(&self, driver: &Driver) -> Value {
        let agent = i64::from(self.agent);
        let (_, title, theme) = status(self.status);
        let integration = (self.integration > 0).then(|| {
            titled(
                self.integration,
                directory::name_of(INTEGRATIONS, self.integration.into()),
            )
        });
        let requisites = json!({"id": self.requisite_id(), "title": self.requisite_title()});
        json!({
            "id": self.id,
            "created_at": iso(self.created_at),
            "updated_at": iso(self.updated_at),
            "driver": {
                "id": driver.id,
                "full_name": driver.full_name(),
                "first_name": driver.first_name,
                "second_name": Some(&driver.middle_name).filter(|name| !name.is_empty()),
                "last_name": driver.last_name,
                "phone": format!("+{}", driver.phone),
                "group": {"id": driver.group_id, "title": directory::name_of(GROUPS, driver.group_id)},
            },
            "status": {"id": self.status, "title": title, "theme": theme},
            "amount": money_number(self.amount),
            "amount_paid": money_number(self.amount_paid()),
            "commission": money_number(self.commission),
            "commission_bank": money_number(self.commission_bank),
            "paid_at": iso_or_null(self.paid_at()),
            "pay_type": titled(self.pay_type, self.pay_type_title()),
            "integration": integration,
            "request_type": titled(self.request_type, directory::name_of(REQUEST_TYPES, self.request_type.into())),
            "agent": {"id": agent, "name": directory::name_of(AGENTS, agent)},
            "aggregator": integration,
            "bank_account": bank_account(agent),
            "requisites": requisites,
            "write_off_account": {"id": 40 + agent, "title": "Расчётный счёт"},
            "history": self.history(),
        })
    }

    pub fn pay_type_title(&self) -> &'static str {
        directory::pay_type(self.pay_type.into()).map_or("", |(_, _, title)| title)
    }

    fn requisite_id(&self) -> i64 {
        i64::from(self.driver) * 10 + i64::from(self.pay_type)
    }

    fn requisite_title(&self) -> String {
        let kind = match i64::from(self.pay_type) {
            directory::BANK_ACCOUNT | directory::SELF_EMPLOYED => "Счёт",
            directory::SBP => "СБП",
            _ => "Карта",
        };
        format!("{kind} ****{:04}", self.tail)
    }

    fn history(&self) -> Value {
        let step = |at: Seconds, action: String| json!({"date_time": iso(at), "action": action});
        let mut steps = vec![step(self.created_at, "Платеж создан".to_owned())];
        let reason = REJECTIONS[usize::from(self.reason) % REJECTIONS.len()];
        let last = match self.status {
            directory::PAID => {
                let sent = self.created_at + (self.updated_at - self.created_at) / 2;
                steps.push(step(sent, "Отправлен в банк".to_owned()));
                Some("Выплачен".to_owned())
            }
            directory::REJECTED => Some(format!("Отклонен: {reason}")),
            directory::FAILED => Some(format!("Ошибка: {reason}")),
            directory::DELETED => Some("Удален".to_owned()),
            directory::PROCESSING => Some("Отправлен в банк".to_owned()),
            _ => None,
        };
        steps.extend(last.map(|action| step(self.updated_at, action)));
        Value::Array(steps)
    }
}

pub fn status(id: u8) -> (u8, &'static str, &'static str) {
    let known = PAYMENT_STATUSES.iter().find(|(known, _, _)| *known == id);
    known.copied().unwrap_or((id, "", "secondary"))
}

fn titled(id: u8, title: &str) -> Value {
    json!({"id": id, "title": title})
}

fn bank_account(agent: i64) -> Value {
    let payment_types: Vec<Value> = PAY_TYPES
        .iter()
        .map(|(id, slug, title)| json!({"id": id, "slug": slug, "title": title}))
        .collect();
    json!({
        "id": 20 + agent,
        "name": format!("Счёт в банке № {agent}"),
        "balance": money_number(125_000_050 * agent),
        "is_default": agent == 1,
        "payment_types": payment_types,
        "agent": {"id": agent, "name": directory::name_of(AGENTS, agent)},
    })
}
