//! A payment as the park keeps it (compact: there are tens of thousands) and as the list shows it.

use crate::{
    directory::{self, AGENTS, GROUPS, INTEGRATIONS, PAY_TYPES, PAYMENT_STATUSES, REQUEST_TYPES},
    drivers::Driver,
    moments::{Seconds, iso, money_number},
};
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;

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

    pub fn list_item<'a>(&self, driver: &'a Driver) -> Row<'a> {
        let agent = named(AGENTS, self.agent);
        let (_, title, theme) = status(self.status);
        let integration = (self.integration > 0).then(|| titled(INTEGRATIONS, self.integration));
        Row {
            id: self.id,
            created_at: iso(self.created_at),
            updated_at: iso(self.updated_at),
            driver: RowDriver::of(driver),
            status: RowStatus {
                id: self.status,
                title,
                theme,
            },
            amount: money_number(self.amount),
            amount_paid: money_number(self.amount_paid()),
            commission: money_number(self.commission),
            commission_bank: money_number(self.commission_bank),
            paid_at: self.paid_at().map(iso),
            pay_type: Titled {
                id: self.pay_type.into(),
                title: self.pay_type_title().into(),
            },
            integration: integration.clone(),
            request_type: titled(REQUEST_TYPES, self.request_type),
            agent,
            aggregator: integration,
            bank_account: BankAccount::of(agent),
            requisites: Titled {
                id: self.requisite_id(),
                title: self.requisite_title().into(),
            },
            write_off_account: Titled {
                id: 40 + agent.id,
                title: "Расчётный счёт".into(),
            },
            history: self.history(),
        }
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

    fn history(&self) -> Vec<Step> {
        let step = |at: Seconds, action: String| Step {
            date_time: iso(at),
            action,
        };
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
        steps
    }
}

/// A row of the list, as it is written.
#[derive(Serialize)]
pub struct Row<'a> {
    id: i64,
    created_at: String,
    updated_at: String,
    driver: RowDriver<'a>,
    status: RowStatus,
    amount: Value,
    amount_paid: Value,
    commission: Value,
    commission_bank: Value,
    paid_at: Option<String>,
    pay_type: Titled,
    integration: Option<Titled>,
    request_type: Titled,
    agent: Named,
    aggregator: Option<Titled>,
    bank_account: BankAccount,
    requisites: Titled,
    write_off_account: Titled,
    history: Vec<Step>,
}

#[derive(Serialize)]
struct RowDriver<'a> {
    id: i64,
    full_name: String,
    first_name: &'a str,
    second_name: Option<&'a str>,
    last_name: &'a str,
    phone: String,
    group: Titled,
}

#[derive(Serialize)]
struct RowStatus {
    id: u8,
    title: &'static str,
    theme: &'static str,
}

#[derive(Clone, Serialize)]
struct Titled {
    id: i64,
    title: Cow<'static, str>,
}

#[derive(Clone, Copy, Serialize)]
struct Named {
    id: i64,
    name: &'static str,
}

#[derive(Serialize)]
struct Step {
    date_time: String,
    action: String,
}

#[derive(Serialize)]
struct BankAccount {
    id: i64,
    name: String,
    balance: Value,
    is_default: bool,
    payment_types: [Slugged; PAY_TYPES.len()],
    agent: Named,
}

#[derive(Clone, Copy, Serialize)]
struct Slugged {
    id: i64,
    slug: &'static str,
    title: &'static str,
}

impl<'a> RowDriver<'a> {
    fn of(driver: &'a Driver) -> Self {
        Self {
            id: driver.id,
            full_name: driver.full_name(),
            first_name: &driver.first_name,
            second_name: Some(driver.middle_name.as_str()).filter(|name| !name.is_empty()),
            last_name: &driver.last_name,
            phone: format!("+{}", driver.phone),
            group: titled(GROUPS, driver.group_id),
        }
    }
}

impl BankAccount {
    fn of(agent: Named) -> Self {
        Self {
            id: 20 + agent.id,
            name: format!("Счёт в банке № {}", agent.id),
            balance: money_number(125_000_050 * agent.id),
            is_default: agent.id == 1,
            payment_types: std::array::from_fn(|place| {
                let (id, slug, title) = PAY_TYPES[place];
                Slugged { id, slug, title }
            }),
            agent,
        }
    }
}

fn titled(table: &[directory::Named], id: impl Into<i64>) -> Titled {
    let id = id.into();
    let title = directory::name_of(table, id).into();
    Titled { id, title }
}

fn named(table: &[directory::Named], id: impl Into<i64>) -> Named {
    let id = id.into();
    let name = directory::name_of(table, id);
    Named { id, name }
}

pub fn status(id: u8) -> (u8, &'static str, &'static str) {
    let known = PAYMENT_STATUSES.iter().find(|(known, _, _)| *known == id);
    known.copied().unwrap_or((id, "", "secondary"))
}
