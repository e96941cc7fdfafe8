//! The categories of the park's transactions: the 34 official ones, those met elsewhere, and the park's own; 84 in all.

use super::answer::Answer;
use super::{body::Part, entry::Visit};
use crate::answer::Reply;
use serde_json::{Value, json};

#[derive(Clone, Debug)]
pub struct Category {
    pub id: String,
    pub name: &'static str,
    pub group: &'static str,
    pub is_enabled: bool,
    pub is_editable: bool,
    pub is_creatable: bool,
    pub is_affecting: bool,
}

const FEES: &str = "platform_fees";
const PARK_FEES: &str = "partner_fees";
const PARK: &str = "partner_other";
const PLATFORM: &str = "platform_other";
const RIDES: &str = "partner_rides";
const BONUS: &str = "platform_bonus";
const CARD: &str = "platform_card";
const CORPORATE: &str = "platform_corporate";
const PROMOTION: &str = "platform_promotion";
const TIP: &str = "platform_tip";
const CASH: &str = "cash_collected";

const GROUPS: &[(&str, &str, &str)] = &[
    (CASH, "Наличные", "Cash"),
    (CARD, "Оплата по карте", "Card payments"),
    (CORPORATE, "Корпоративная оплата", "Corporate payments"),
    (PROMOTION, "Промоакции", "Promotions"),
    (BONUS, "Бонусы", "Bonuses"),
    (TIP, "Чаевые", "Tips"),
    (FEES, "Комиссии платформы", "Platform fees"),
    (PARK_FEES, "Комиссии партнёра", "Partner fees"),
    (PARK, "Прочие платежи партнёра", "Other partner payments"),
    (
        PLATFORM,
        "Прочие платежи платформы",
        "Other platform payments",
    ),
    (RIDES, "Заказы партнёра", "Partner rides"),
];

/// Those that the vendor keeps: id, group, name.
const FIXED: &[(&str, &str, &str)] = &[
    (
        "bank_payment",
        PLATFORM,
        "Выплата на расчётный счёт партнёра",
    ),
    ("bonus", BONUS, "Бонус"),
    ("card", CARD, "Оплата по карте"),
    ("cash_collected", CASH, "Оплата наличными"),
    ("compensation", PROMOTION, "Компенсация"),
    ("corporate", CORPORATE, "Корпоративная оплата"),
    ("partner_bonus_fee", PARK_FEES, "Комиссия партнёра за бонус"),
    (
        "partner_ride_card",
        RIDES,
        "Оплата по карте за партнёрский заказ",
    ),
    (
        "partner_ride_cash_collected",
        RIDES,
        "Оплата наличными за партнёрский заказ",
    ),
    (
        "partner_ride_fee",
        PARK_FEES,
        "Комиссия партнёра за партнёрский заказ",
    ),
    (
        "partner_service_financial_statement",
        PARK,
        "Финансовая ведомость",
    ),
    ("partner_service_manual", PARK, "Ручной платёж"),
    ("partner_service_other", PARK, "Прочее"),
    (
        "partner_service_recurrent_payment",
        PARK,
        "Списание по условиям работы",
    ),
    (
        "partner_service_recurring_payment",
        PARK,
        "Платежи по расписанию",
    ),
    (
        "partner_subscription_fee",
        PARK_FEES,
        "Комиссия партнёра за смену",
    ),
    ("platform_bonus_fee", FEES, "Комиссия платформы за бонус"),
    (
        "platform_callcenter_fee",
        FEES,
        "Сервисный сбор за обработку заказа колл-центром",
    ),
    ("platform_other_carwash", PLATFORM, "Прочее, оплата мойки"),
    ("platform_other_gas", PLATFORM, "Оплата на АЗС"),
    (
        "platform_other_gas_cashback",
        PLATFORM,
        "Оплата на АЗС, кэшбэк",
    ),
    (
        "platform_other_gas_fleet_fee",
        PLATFORM,
        "Оплата на АЗС, комиссия партнёра",
    ),
    ("platform_other_gas_tip", PLATFORM, "Оплата на АЗС, чаевые"),
    (
        "platform_other_rent_childseat",
        PLATFORM,
        "Аренда детского кресла",
    ),
    (
        "platform_other_rent_childseat_vat",
        PLATFORM,
        "Аренда детского кресла, НДС",
    ),
    ("platform_other_referral", PLATFORM, "Реферальный платёж"),
    ("platform_other_scout", PLATFORM, "Платёж скауту"),
    ("platform_ride_fee", FEES, "Комиссия платформы за заказ"),
    (
        "platform_ride_vat",
        FEES,
        "Комиссия платформы за заказ, НДС",
    ),
    (
        "promotion_discount",
        PROMOTION,
        "Компенсация скидки клиента",
    ),
    (
        "promotion_promocode",
        PROMOTION,
        "Компенсация промокода клиента",
    ),
    ("subscription", PLATFORM, "Покупка смены водителем"),
    ("subscription_vat", PLATFORM, "Покупка смены водителем, НДС"),
    ("tip", TIP, "Чаевые"),
    // Met by users of the service, not named by its documents.
    (
        "partner_service_external_event_other",
        PARK,
        "Прочие операции",
    ),
    ("partner_service_external_event_rent", PARK, "Аренда"),
    ("partner_service_external_event_deposit", PARK, "Депозит"),
    ("partner_service_external_event_payout", PARK, "Выплата"),
    (
        "partner_service_external_event_insurance",
        PARK,
        "Страхование",
    ),
    ("partner_service_external_event_fine", PARK, "Штраф"),
    ("partner_service_external_event_damage", PARK, "Ущерб"),
    ("partner_service_external_event_fuel", PARK, "Топливо"),
    (
        "partner_service_external_event_referal",
        PARK,
        "Приглашение водителя",
    ),
    ("partner_service_external_event_topup", PARK, "Пополнение"),
    ("partner_service_external_event_bonus", PARK, "Бонус парка"),
    (
        "partner_service_external_event_balance_transfer",
        PARK,
        "Перевод баланса",
    ),
    ("partner_service_transfer", PARK, "Перевод"),
    (
        "partner_service_balance_transfer",
        PARK,
        "Перевод между балансами",
    ),
    ("terminal_payment", PLATFORM, "Пополнение через терминал"),
    (
        "ewallet_payment",
        PLATFORM,
        "Пополнение электронным кошельком",
    ),
    ("corporate_fee", FEES, "Комиссия за корпоративный заказ"),
    ("platform_service_fee", FEES, "Сервисный сбор"),
    ("platform_selfemployed_tax", FEES, "Налог самозанятого"),
    (
        "parther_other_referral",
        PARK,
        "Реферальный платёж партнёра",
    ),
];

/// The park's own, `partner_service_manual_1` and on.
const OWN: [&str; 30] = [
    "Выплата",
    "Удержание",
    "Мойка",
    "Топливо",
    "Ремонт",
    "Штраф ГИБДД",
    "Залог",
    "Возврат залога",
    "Аванс",
    "Премия",
    "Парковка",
    "Страховка",
    "Шиномонтаж",
    "Путевой лист",
    "Медосмотр",
    "Форма",
    "Терминал",
    "Связь",
    "Эвакуатор",
    "Штраф парка",
    "Рассрочка",
    "Химчистка",
    "Запчасти",
    "Обучение",
    "Подарок",
    "Корректировка",
    "Платная дорога",
    "Детское кресло",
    "Брендирование",
    "Прочее удержание",
];

/// The categories of a new park.
pub fn all() -> Vec<Category> {
    let fixed = FIXED.iter().map(|(id, group, name)| Category {
        id: (*id).to_owned(),
        name,
        group,
        is_enabled: true,
        is_editable: false,
        is_creatable: *id == "partner_service_manual",
        is_affecting: !id.ends_with("cash_collected"),
    });
    // Of the park's own, every tenth is switched off and every seventh is closed to creation.
    let own = OWN.iter().zip(1..).map(|(name, number)| Category {
        id: format!("partner_service_manual_{number}"),
        name,
        group: PARK,
        is_enabled: number % 10 != 0,
        is_editable: true,
        is_creatable: number % 7 != 0,
        is_affecting: true,
    });
    fixed.chain(own).collect()
}

/// The place of one of the vendor's categories; 0 for an unknown one.
pub fn place(id: &str) -> u8 {
    let place = FIXED.iter().position(|(known, _, _)| *known == id);
    place.unwrap_or(0) as u8
}

/// The place of the park's own category of this number, from 1.
pub fn own_place(number: usize) -> u8 {
    (FIXED.len() + number - 1) as u8
}

impl Category {
    /// In the language asked for: Russian, or English for everybody else.
    pub fn title(&self, russian: bool) -> String {
        match russian {
            true => self.name.to_owned(),
            false => self.id.replace('_', " "),
        }
    }

    pub fn shown(&self, russian: bool) -> Value {
        let group = GROUPS.iter().find(|(id, _, _)| *id == self.group);
        let group_name = group.map_or(
            "",
            |(_, name, english)| if russian { name } else { english },
        );
        json!({
            "id": self.id,
            "name": self.title(russian),
            "group_id": self.group,
            "group_name": group_name,
            "is_enabled": self.is_enabled,
            "is_editable": self.is_editable,
            "is_creatable": self.is_creatable,
            "is_affecting_driver_balance": self.is_affecting,
        })
    }
}

pub fn list(visit: &Visit) -> Answer {
    let whole = visit.json()?;
    let query = Part::whole(&whole)?
        .only(&["query"])?
        .required_part("query", &["park", "category"])?;
    visit.of_park(&query.required_part("park", &["id"])?)?;
    let flags = [
        "is_enabled",
        "is_editable",
        "is_creatable",
        "is_affecting_driver_balance",
    ];
    let mut wanted = [None; 4];
    if let Some(category) = query.part("category", &flags)? {
        for (wanted, name) in wanted.iter_mut().zip(flags) {
            *wanted = category.flag(name)?;
        }
    }
    let fleet = visit.book();
    let fits = |one: &&Category| {
        let own = [
            one.is_enabled,
            one.is_editable,
            one.is_creatable,
            one.is_affecting,
        ];
        wanted
            .iter()
            .zip(own)
            .all(|(wanted, own)| wanted.is_none_or(|flag| flag == own))
    };
    let shown: Vec<Value> = fleet
        .categories
        .iter()
        .filter(fits)
        .map(|one| one.shown(visit.russian))
        .collect();
    Ok(Reply::json(&json!({"categories": shown})))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn there_are_84_categories_and_no_two_alike() {
        let all = all();
        let ids: HashSet<&str> = all.iter().map(|one| one.id.as_str()).collect();
        assert_eq!((all.len(), ids.len()), (84, 84));
        for one in &all {
            assert!(
                GROUPS.iter().any(|(id, _, _)| *id == one.group),
                "{}",
                one.id
            );
            let by_park = one.id.starts_with("partner_service_manual_");
            assert!(one.is_enabled || by_park, "{}", one.id);
            assert_eq!(one.is_editable, by_park, "{}", one.id);
        }
        assert_eq!(
            all[usize::from(own_place(3))].id,
            "partner_service_manual_3"
        );
        assert_eq!(all[usize::from(place("tip"))].id, "tip");
        let unmoved: Vec<&str> = all
            .iter()
            .filter(|one| !one.is_affecting)
            .map(|one| one.id.as_str())
            .collect();
        assert_eq!(unmoved, ["cash_collected", "partner_ride_cash_collected"]);
    }
}
