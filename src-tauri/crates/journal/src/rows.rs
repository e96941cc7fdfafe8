//! Rows of the tables from and to the types: the text of each value as it stands on disk.

use std::fmt::Display;

use rusqlite::{Row, types::Value};
use rust_decimal::Decimal;
use serde::Deserialize;

use crate::records::{Confirmation, Kind, NewOperation, NewRegister, Service};

/// A value that no version of this program wrote.
#[derive(Debug)]
pub struct Unreadable;

impl From<rusqlite::Error> for Unreadable {
    fn from(_: rusqlite::Error) -> Self {
        Self
    }
}

impl From<serde_json::Error> for Unreadable {
    fn from(_: serde_json::Error) -> Self {
        Self
    }
}

/// The details of a confirming event.
#[derive(Debug, Deserialize, serde::Serialize)]
pub struct Confirmed {
    #[serde(flatten)]
    pub confirmation: Confirmation,
    /// Digest of the row that is confirmed, hexadecimal.
    pub row: String,
}

/// Of the same details only the digest.
#[derive(Debug, Deserialize)]
pub struct RowConfirmed<'a> {
    pub row: &'a str,
}

/// In the order of [`crate::schema::OPERATION`]. `register`: its number.
pub fn of_operation(new: &NewOperation, number: u32, register: Option<u32>) -> Vec<Value> {
    let row = new.register.as_ref().map(|(_, row)| *row);
    vec![
        number.into(),
        text(&new.id),
        text(&new.reference),
        text(&new.connection),
        text(&new.connection_name),
        text(service_name(new.service)),
        text(kind_name(new.kind)),
        new.creates_payment.into(),
        new.include_commission.into(),
        text(&new.driver_id),
        text(&new.driver),
        text(&new.balance_id),
        text(&new.balance),
        maybe(new.target.as_deref()),
        maybe(new.target_balance_id.as_deref()),
        text(new.amount),
        text(&new.message),
        maybe(new.requisite.as_deref()),
        text(&new.body),
        maybe(new.token.as_deref()),
        register.into(),
        row.into(),
        maybe(new.repeats.as_deref()),
    ]
}

/// In the order of [`crate::schema::REGISTER`].
pub fn of_register(new: &NewRegister, number: u32) -> Vec<Value> {
    vec![
        number.into(),
        text(&new.id),
        text(&new.name),
        text(&new.connection),
        text(&new.connection_name),
        new.rows.into(),
        text(new.control),
        text(&new.sha256),
        text(&new.details),
    ]
}

/// The operation in a row of [`crate::schema::OPERATION`]; `register` finds a register's id by its number.
pub fn operation(
    row: &Row<'_>,
    register: impl Fn(u32) -> Option<String>,
) -> Result<NewOperation, Unreadable> {
    let of_register = match row.get::<_, Option<u32>>(20)? {
        Some(number) => Some((register(number).ok_or(Unreadable)?, row.get(21)?)),
        None => None,
    };
    Ok(NewOperation {
        id: row.get(1)?,
        reference: row.get(2)?,
        connection: row.get(3)?,
        connection_name: row.get(4)?,
        service: service(borrowed(row, 5)?)?,
        kind: kind(borrowed(row, 6)?)?,
        creates_payment: row.get(7)?,
        include_commission: row.get(8)?,
        driver_id: row.get(9)?,
        driver: row.get(10)?,
        balance_id: row.get(11)?,
        balance: row.get(12)?,
        target: row.get(13)?,
        target_balance_id: row.get(14)?,
        amount: decimal(borrowed(row, 15)?)?,
        message: row.get(16)?,
        requisite: row.get(17)?,
        body: row.get(18)?,
        token: row.get(19)?,
        register: of_register,
        repeats: row.get(22)?,
    })
}

/// The register in a row of [`crate::schema::REGISTER`].
pub fn register(row: &Row<'_>) -> Result<NewRegister, Unreadable> {
    Ok(NewRegister {
        id: row.get(1)?,
        name: row.get(2)?,
        connection: row.get(3)?,
        connection_name: row.get(4)?,
        rows: row.get(5)?,
        control: decimal(borrowed(row, 6)?)?,
        sha256: row.get(7)?,
        details: row.get(8)?,
    })
}

/// A text without a copy.
pub fn borrowed<'a>(row: &'a Row<'_>, column: usize) -> Result<&'a str, Unreadable> {
    row.get_ref(column)?.as_str().map_err(|_| Unreadable)
}

fn decimal(text: &str) -> Result<Decimal, Unreadable> {
    Decimal::from_str_exact(text).map_err(|_| Unreadable)
}

fn text(value: impl Display) -> Value {
    Value::Text(value.to_string())
}

fn maybe(value: Option<&str>) -> Value {
    value.map_or(Value::Null, text)
}

const fn service_name(service: Service) -> &'static str {
    match service {
        Service::Jump => "jump",
        Service::Yandex => "yandex",
    }
}

fn service(name: &str) -> Result<Service, Unreadable> {
    [Service::Jump, Service::Yandex]
        .into_iter()
        .find(|service| service_name(*service) == name)
        .ok_or(Unreadable)
}

const fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Withdraw => "withdraw",
        Kind::Deposit => "deposit",
        Kind::Transfer => "transfer",
        Kind::Credit => "credit",
        Kind::Debit => "debit",
    }
}

fn kind(name: &str) -> Result<Kind, Unreadable> {
    [
        Kind::Withdraw,
        Kind::Deposit,
        Kind::Transfer,
        Kind::Credit,
        Kind::Debit,
    ]
    .into_iter()
    .find(|kind| kind_name(*kind) == name)
    .ok_or(Unreadable)
}
