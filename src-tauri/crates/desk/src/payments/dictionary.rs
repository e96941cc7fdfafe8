//! Dictionary-coded values: a register of a hundred thousand rows has a few thousand drivers and a dozen statuses.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

use jump::{BankAccount, PaymentDriver, Reference};

/// The code of a value that is not there.
pub const ABSENT: u32 = u32::MAX;

/// Distinct values by code, in the order of their first appearance.
pub struct Dictionary<T> {
    items: Vec<T>,
    /// The last value with this fingerprint; earlier ones follow by `earlier`.
    heads: HashMap<u64, u32>,
    earlier: Vec<u32>,
}

impl<T> Default for Dictionary<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            heads: HashMap::new(),
            earlier: Vec::new(),
        }
    }
}

/// Equal values have equal prints; different ones rarely do.
pub trait Fingerprint: PartialEq {
    fn print(&self, hasher: &mut impl Hasher);
}

impl Fingerprint for String {
    fn print(&self, hasher: &mut impl Hasher) {
        self.hash(hasher);
    }
}

impl Fingerprint for Reference {
    fn print(&self, hasher: &mut impl Hasher) {
        (self.id, &self.slug, &self.title).hash(hasher);
    }
}

impl Fingerprint for PaymentDriver {
    fn print(&self, hasher: &mut impl Hasher) {
        (self.id, &self.full_name, &self.phone).hash(hasher);
    }
}

impl Fingerprint for BankAccount {
    fn print(&self, hasher: &mut impl Hasher) {
        (self.id, &self.name).hash(hasher);
        // Written differently, an amount is still the same one.
        self.balance
            .map(|sum| sum.decimal().normalize())
            .hash(hasher);
    }
}

impl<T: Fingerprint> Dictionary<T> {
    /// The code of this value, [`ABSENT`] for none.
    pub fn code(&mut self, value: Option<T>) -> u32 {
        let Some(value) = value else {
            return ABSENT;
        };
        let mut hasher = DefaultHasher::new();
        value.print(&mut hasher);
        let print = hasher.finish();
        let head = self.heads.get(&print).copied().unwrap_or(ABSENT);
        let mut code = head;
        while let Some(known) = self.get(code) {
            if *known == value {
                return code;
            }
            code = self.earlier.get(code as usize).copied().unwrap_or(ABSENT);
        }
        let code = u32::try_from(self.items.len()).unwrap_or(ABSENT);
        self.items.push(value);
        self.earlier.push(head);
        self.heads.insert(print, code);
        code
    }
}

impl<T> Dictionary<T> {
    /// `None` for [`ABSENT`].
    pub fn get(&self, code: u32) -> Option<&T> {
        self.items.get(code as usize)
    }

    /// Values in the order of their codes.
    pub fn items(&self) -> &[T] {
        &self.items
    }
}

/// The driver's name as it is shown.
pub fn driver_name(driver: &PaymentDriver) -> String {
    let given = driver.full_name.as_deref().map(str::trim).unwrap_or("");
    if !given.is_empty() {
        return given.to_owned();
    }
    let parts = [&driver.last_name, &driver.first_name, &driver.second_name];
    let parts = parts.into_iter().flatten().map(|part| part.trim());
    parts
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Digits, country code first.
pub fn driver_phone(driver: &PaymentDriver) -> &str {
    driver.phone.as_ref().map_or("", |phone| phone.digits())
}

/// The group's title.
pub fn driver_group(driver: &PaymentDriver) -> &str {
    driver.group.as_ref().map_or("", title)
}

pub fn title(reference: &Reference) -> &str {
    reference.title.as_deref().unwrap_or("")
}
