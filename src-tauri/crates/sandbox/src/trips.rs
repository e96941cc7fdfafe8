//! A trip behind a transaction. Only its seed is kept: streets, minutes and amounts are drawn when somebody looks.

use crate::{
    moments::{Seconds, iso, money_number},
    seed::dice::Dice,
};
use serde_json::{Number, Value, json};

const STREETS: &[&str] = &[
    "Москва, ул. Тверская, 7",
    "Москва, Ленинградский проспект, 39с79",
    "Москва, ул. Профсоюзная, 126к2",
    "аэропорт Шереметьево, терминал B",
    "аэропорт Внуково, терминал A",
    "Химки, ул. Победы, 11",
    "Москва, Кутузовский проспект, 30",
    "Москва, ул. Большая Ордынка, 16/4, стр. 2",
    "Мытищи, Новомытищинский проспект, 82",
    "Москва, Казанский вокзал",
    "Люберцы, Октябрьский проспект, 112",
    "Москва, ул. Красная Пресня, 23Б",
];
const COMMENTS: &[&str] = &[
    "Детское кресло",
    "Платное ожидание 6 минут",
    "Пассажир с багажом; две остановки",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Paid {
    Cash,
    Card,
    Corporate,
    Unknown,
}

impl Paid {
    fn shown(self) -> Value {
        match self {
            Self::Cash => json!({"id": 1, "name": "Наличные"}),
            Self::Card => json!({"id": 2, "name": "Банковская карта"}),
            Self::Corporate => json!({"id": 3, "name": "Корпоративный счёт"}),
            Self::Unknown => Value::Null,
        }
    }
}

/// A drawn trip; amounts in kopecks.
#[derive(Debug)]
pub struct Trip {
    from: &'static str,
    /// `None` = cancelled: only the call-out is paid.
    to: Option<&'static str>,
    minutes: i64,
    metres: i64,
    paid: Paid,
    order: i64,
    tip: i64,
    aggregator_commission: i64,
    customer_commission: i64,
    comment: Option<&'static str>,
}

impl Trip {
    /// The same seed always gives the same trip.
    pub fn drawn(seed: u32) -> Self {
        let mut dice = Dice::new(seed.into(), 9);
        let cancelled = dice.percent(4);
        let minutes = if cancelled { 0 } else { dice.between(4, 95) };
        let order = match cancelled {
            true => 9_900,
            false => minutes * 1_350 + dice.between(12_000, 30_000),
        };
        let paid = [Paid::Cash, Paid::Card, Paid::Corporate, Paid::Unknown]
            [dice.weighted(&[30, 55, 12, 3])];
        let tip = if paid == Paid::Card && dice.percent(20) {
            dice.between(3, 50) * 1_000
        } else {
            0
        };
        let customer_commission = if paid == Paid::Corporate {
            (order * 20 + 500) / 1_000
        } else {
            0
        };
        Self {
            from: *dice.pick(STREETS),
            to: (!cancelled).then(|| *dice.pick(STREETS)),
            minutes,
            metres: minutes * dice.between(280, 640),
            paid,
            order,
            tip,
            aggregator_commission: (order * dice.between(150, 230) + 500) / 1_000,
            customer_commission,
            comment: dice.percent(12).then(|| *dice.pick(COMMENTS)),
        }
    }

    /// What the trip moved on the balance: cash stays in the driver's hand, so only the commissions leave it.
    pub fn total(&self) -> i64 {
        let commissions = self.aggregator_commission + self.customer_commission;
        self.cashless() + self.tip - commissions
    }

    fn cash(&self) -> i64 {
        if self.paid == Paid::Cash {
            self.order
        } else {
            0
        }
    }

    fn cashless(&self) -> i64 {
        self.order - self.cash()
    }

    pub fn shown(&self, at: Seconds) -> Value {
        let kilometres = format!("{}.{}", self.metres / 1_000, self.metres % 1_000 / 100);
        let kilometres = kilometres.parse::<Number>();
        json!({
            "date": iso(at - self.minutes * 60),
            "address_from": self.from,
            "address_to": self.to,
            "duration": self.minutes * 60,
            "distance": kilometres.map_or(Value::Null, Value::Number),
            "payment_type": self.paid.shown(),
            "amount": {
                "order": money_number(self.order),
                "tip": money_number(self.tip),
                "cash": money_number(self.cash()),
                "cashless": money_number(self.cashless()),
                "aggregator_commission": money_number(self.aggregator_commission),
                "customer_commission": money_number(self.customer_commission),
                "total": money_number(self.total()),
            },
            "comment": self.comment,
        })
    }
}
