//! The rows of a register of the park's transactions, column by column: codes instead of texts, numbers instead of
//! decimals and times. A row takes eighty-four bytes and its own texts (ids, description); 150 000 rows take some thirty
//! megabytes.

use std::{
    borrow::Cow,
    collections::HashMap,
    hash::{Hash, Hasher},
    sync::Arc,
};

use fleet::{CreatedBy, FleetTime, FleetTransaction};
use jump::Id;
use money::Amount;

use super::super::{
    categories::unlisted,
    currency::{Own, written},
    known::Names,
    types::{FleetCategory, FleetOrigin, FleetSign, FleetTransactionRow},
};
use crate::{
    operations::reference::first_mark,
    registers::{
        columns::columns,
        dictionary::{ABSENT, Dictionary, Fingerprint},
        moment::Moment,
        store::{Store, Stored},
        sum::Sum,
    },
};

columns! {
    at: Moment,
    // Nanoseconds below the second, which a moment keeps as a number only without them.
    below: u32,
    amount: Sum,
    outside: Sum,
    foreign: u32,
    currency: u32,
    sign: u32,
    driver: u32,
    category: u32,
    origin: u32,
    description: u32,
    order: u32,
    reference: u32,
    event: u32,
    // The transaction's own id, among the texts.
    transaction: u32,
}

/// Unique transactions in the order of their arrival.
#[derive(Default)]
pub struct FleetTransactions {
    /// The texts are ids, descriptions and marks.
    pub store: Store<Columns>,
    pub drivers: Dictionary<Person>,
    pub categories: Dictionary<FleetCategory>,
    pub origins: Dictionary<CreatedBy>,
    pub signs: Dictionary<FleetSign>,
    listed: HashMap<String, FleetCategory>,
    names: Arc<Names>,
    /// Sums are in it, and rows in another one are only written out.
    currency: Own,
}

/// A driver by id, under his name where it is known.
pub struct Person {
    pub id: String,
    pub name: String,
}

impl PartialEq for Person {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Fingerprint for Person {
    fn print(&self, hasher: &mut impl Hasher) {
        self.id.hash(hasher);
    }
}

impl Fingerprint for FleetCategory {
    fn print(&self, hasher: &mut impl Hasher) {
        self.id.hash(hasher);
    }
}

impl Fingerprint for CreatedBy {
    fn print(&self, hasher: &mut impl Hasher) {
        self.hash(hasher);
    }
}

impl Fingerprint for FleetSign {
    fn print(&self, hasher: &mut impl Hasher) {
        self.hash(hasher);
    }
}

impl Stored for FleetTransactions {
    type Item = FleetTransaction;
    type Columns = Columns;
    type Row = FleetTransactionRow;

    fn store(&self) -> &Store<Columns> {
        &self.store
    }

    fn store_mut(&mut self) -> &mut Store<Columns> {
        &mut self.store
    }

    /// Its place among the texts.
    fn id(&mut self, transaction: &FleetTransaction) -> Id {
        let text = transaction.id.as_str();
        Id(self.store.values.texts.code(Some(text)).into())
    }

    fn packed(&mut self, transaction: FleetTransaction, _: u32) -> Packed {
        let moves = self.moves_balance(&transaction);
        let category = self.category_of(&transaction);
        let category = self.categories.code(Some(category));
        let driver = present(transaction.driver_profile_id).map(|id| self.person(id));
        let (at, below) = apart(&transaction.event_at);
        let name = transaction.currency_code.as_str();
        let currency = self.store.values.texts.code(Some(name));
        if let Some(former) = self.currency.meets(currency, name) {
            self.write_out(former);
        }
        let own = self.currency.is(currency);
        let values = &mut self.store.values;
        let amount = Some(transaction.amount);
        let reference = transaction.description.as_deref().and_then(mark_in);
        Packed {
            at: values.moment(Some(at)),
            below,
            amount: values.sum(amount.filter(|_| own && moves)),
            outside: values.sum(amount.filter(|_| own && !moves)),
            foreign: match own {
                true => ABSENT,
                false => values.text(Some(written(
                    transaction.amount,
                    &transaction.currency_code,
                ))),
            },
            currency,
            sign: self.signs.code(sign_of(transaction.amount)),
            driver: self.drivers.code(driver),
            category,
            origin: self.origins.code(transaction.created_by),
            description: values.text(present(transaction.description)),
            order: values.text(present(transaction.order_id)),
            reference: values.text(reference),
            event: values.text(present(transaction.event_id)),
            transaction: values.texts.code(Some(&transaction.id)),
        }
    }

    fn row(&self, place: u32) -> Option<FleetTransactionRow> {
        let (id, row) = self.store.get(place)?;
        let values = &self.store.values;
        let text = |code| values.owned(code).unwrap_or_default();
        let driver = self.drivers.get(row.driver);
        let category = self.categories.get(row.category);
        let origin = self.origins.get(row.origin);
        let of_category =
            |member: fn(&FleetCategory) -> &str| category.map_or("", member).to_owned();
        Some(FleetTransactionRow {
            id,
            transaction_id: text(row.transaction),
            at: together(&values.written(row.at).unwrap_or_default(), row.below),
            driver_id: driver.map(|driver| driver.id.clone()),
            driver: driver.map_or("", |driver| &driver.name).to_owned(),
            category_id: of_category(|category| &category.id),
            category: of_category(|category| &category.name),
            group: of_category(|category| &category.group),
            partner_category: category.is_some_and(|category| category.partner),
            sign: self.signs.get(row.sign).copied(),
            amount: values.amount(row.amount),
            outside: values.amount(row.outside),
            foreign: text(row.foreign),
            currency: text(row.currency),
            description: text(row.description),
            origin: origin.map_or(FleetOrigin::Unknown, origin_of),
            origin_name: origin.map_or("", origin_name).to_owned(),
            order_id: values.owned(row.order),
            reference: values.owned(row.reference),
        })
    }
}

impl FleetTransactions {
    /// What rows that come from now on are named by.
    pub fn know(&mut self, categories: &[FleetCategory], names: Arc<Names>) {
        let listed = categories.iter();
        self.listed = listed.map(|one| (one.id.clone(), one.clone())).collect();
        self.names = names;
    }

    /// Rows in this currency are in no sum any more.
    fn write_out(&mut self, currency: u32) {
        let Columns {
            currency: of,
            amount,
            outside,
            foreign,
            ..
        } = &mut self.store.columns;
        let values = &mut self.store.values;
        let none = values.sum(None);
        let name = values.owned(currency).unwrap_or_default();
        let sums = of.iter().zip(amount).zip(outside).zip(foreign);
        let own = sums.filter(|(((of, _), _), _)| **of == currency);
        for (((_, amount), outside), foreign) in own {
            let told = values.amount(*amount).or(values.amount(*outside));
            (*amount, *outside) = (none, none);
            *foreign = values.text(told.map(|amount| written(amount, &name)));
        }
    }

    /// Whether it moves a driver's balance: its category says so, and there is a driver.
    pub fn moves_balance(&self, transaction: &FleetTransaction) -> bool {
        let driver = transaction.driver_profile_id.as_deref().unwrap_or("");
        !driver.is_empty() && self.category_of(transaction).moves_balance
    }

    /// As the list of categories has it; the row tells the name where that does not.
    fn category_of(&self, transaction: &FleetTransaction) -> FleetCategory {
        let id = &transaction.category_id;
        let listed = self.listed.get(id).cloned();
        listed.unwrap_or_else(|| unlisted(id, transaction.category_name.clone()))
    }

    fn person(&self, id: String) -> Person {
        let name = self.names.get(&id).filter(|name| !name.is_empty());
        Person {
            name: name.unwrap_or(&id).clone(),
            id,
        }
    }

    /// The v3 transaction that made the row, and the API client that did.
    pub fn made_by(&self, place: u32) -> (Option<String>, Option<String>) {
        let Some((_, row)) = self.store.get(place) else {
            return (None, None);
        };
        let client = match self.origins.get(row.origin) {
            Some(CreatedBy::FleetApi { client_id, .. }) => client_id.clone(),
            _ => None,
        };
        (self.store.values.owned(row.event), client)
    }
}

/// An empty text is no value: rows are grouped and narrowed by what is there.
fn present(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

fn mark_in(description: &str) -> Option<String> {
    first_mark(description).map(|(_, reference)| reference.to_ascii_uppercase())
}

/// A time to the second, and its nanoseconds.
fn apart(time: &FleetTime) -> (String, u32) {
    let text = time.to_string();
    let below = time.timestamp().map_or(0, |at| at.subsec_nanosecond());
    // Before 1970 fractions count backwards; nothing is taken apart there.
    match (text.split_once('.'), u32::try_from(below)) {
        (Some((second, rest)), Ok(below)) if below > 0 => {
            let offset = rest.trim_start_matches(|sign: char| sign.is_ascii_digit());
            (format!("{second}{offset}"), below)
        }
        _ => (text, 0),
    }
}

fn together(second: &str, below: u32) -> String {
    const SECOND: usize = "2026-03-01T12:00:00".len();
    if below == 0 || !second.is_char_boundary(SECOND) || second.len() < SECOND {
        return second.to_owned();
    }
    let (second, offset) = second.split_at(SECOND);
    let below = format!("{below:09}");
    format!("{second}.{}{offset}", below.trim_end_matches('0'))
}

/// Nothing is neither given nor taken.
fn sign_of(amount: Amount) -> Option<FleetSign> {
    let amount = amount.decimal();
    match amount.is_zero() {
        true => None,
        false if amount.is_sign_negative() => Some(FleetSign::Debit),
        false => Some(FleetSign::Credit),
    }
}

/// As it stands in copies and files.
pub fn sign_title(sign: &FleetSign) -> Cow<'_, str> {
    match sign {
        FleetSign::Debit => "Списание".into(),
        FleetSign::Credit => "Начисление".into(),
    }
}

/// What it is called for ever: as serde writes it.
pub fn sign_key(sign: &FleetSign) -> Option<&str> {
    Some(match sign {
        FleetSign::Debit => "debit",
        FleetSign::Credit => "credit",
    })
}

pub fn origin_of(made_by: &CreatedBy) -> FleetOrigin {
    match made_by {
        CreatedBy::Dispatcher { .. } => FleetOrigin::Dispatcher,
        CreatedBy::TechSupport => FleetOrigin::Support,
        CreatedBy::FleetApi { .. } => FleetOrigin::Api,
        CreatedBy::Platform => FleetOrigin::Platform,
        CreatedBy::Unknown { .. } => FleetOrigin::Unknown,
    }
}

/// The dispatcher's name; the word of an identity that is not known.
fn origin_name(made_by: &CreatedBy) -> &str {
    match made_by {
        CreatedBy::Dispatcher {
            dispatcher_name: Some(name),
            ..
        } => name,
        CreatedBy::Unknown { identity } => identity,
        _ => "",
    }
}

/// As it stands in copies and files.
pub fn origin_title(made_by: &CreatedBy) -> Cow<'_, str> {
    match made_by {
        CreatedBy::Dispatcher { .. } => "Диспетчер".into(),
        CreatedBy::TechSupport => "Поддержка".into(),
        CreatedBy::FleetApi { .. } => "API".into(),
        CreatedBy::Platform => "Платформа".into(),
        CreatedBy::Unknown { identity } => identity.into(),
    }
}

/// What it is called for ever: as serde writes a [`FleetOrigin`], or the word of an identity that is not known.
pub fn origin_key(made_by: &CreatedBy) -> Option<&str> {
    match made_by {
        CreatedBy::Dispatcher { .. } => Some("dispatcher"),
        CreatedBy::TechSupport => Some("support"),
        CreatedBy::FleetApi { .. } => Some("api"),
        CreatedBy::Platform => Some("platform"),
        CreatedBy::Unknown { identity } => Some(identity),
    }
}
