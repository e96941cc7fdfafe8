//! Requisites of a driver as they are read. Two shapes are known, a flat one and the nested one of the vendor's other
//! API; one type reads both. Requisites are written through `DriverUpdate` only.

use serde::{Deserialize, Deserializer, Serialize};
use transport::lenient::{Lenient, lenient_record};

use crate::Id;
use crate::reference::Reference;

/// Where a driver can be paid: a bank account, a card, a phone in the Faster Payments System.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct DriverRequisite {
    /// Without an id it cannot be kept in an update.
    pub id: Option<Id>,
    /// A code of `dictPayTypes`.
    pub type_id: Option<Id>,
    pub type_title: Option<String>,
    /// The person's name for it (`name`, else `display_name`).
    pub name: Option<String>,
    /// The number as the service shows it, usually masked: `4081****0001`. Never to be sent back.
    pub masked_number: Option<String>,
    /// The whole number; `None` where the service shows only a part of it.
    pub account_number: Option<String>,
    pub bik: Option<String>,
    pub bank_name: Option<String>,
    /// A code of `dictSbpBanks`.
    pub sbp_bank_id: Option<Id>,
    pub inn: Option<String>,
    pub payment_text: Option<String>,
    pub last_name: Option<String>,
    pub first_name: Option<String>,
    pub middle_name: Option<String>,
    pub is_default: Option<bool>,
    pub is_available: Option<bool>,
    pub created_at: Option<String>,
}

lenient_record! {
    /// Members that both shapes share; the nested shape has them inside `requisite`.
    #[derive(Default)]
    struct Details {
        account_number: Option<String>,
        bik: Option<String>,
        bank_name: Option<String>,
        sbp_bank_id: Option<Id>,
        inn: Option<String>,
        payment_text: Option<String>,
        last_name: Option<String>,
        first_name: Option<String>,
        middle_name: Option<String>,
    }
}

lenient_record! {
    struct Wire {
        id: Option<Id>,
        type_id: Option<Id>,
        r#type: Option<Reference>,
        name: Option<String>,
        display_name: Option<String>,
        description: Option<String>,
        requisite: Option<Details>,
        account_number: Option<String>,
        bik: Option<String>,
        bank_name: Option<String>,
        sbp_bank_id: Option<Id>,
        inn: Option<String>,
        payment_text: Option<String>,
        last_name: Option<String>,
        first_name: Option<String>,
        middle_name: Option<String>,
        is_default: Option<bool>,
        is_available: Option<bool>,
        created_at: Option<String>,
    }
}

impl From<Wire> for DriverRequisite {
    fn from(wire: Wire) -> Self {
        let kind = wire.r#type.unwrap_or_default();
        let nested = wire.requisite.unwrap_or_default();
        let number = wire.account_number.or(nested.account_number);
        let (whole, part) = match number {
            Some(number) if is_whole(&number) => (Some(number), None),
            part => (None, part),
        };
        Self {
            id: wire.id,
            type_id: wire.type_id.or(kind.id),
            type_title: kind.title,
            name: wire.name.or(wire.display_name),
            masked_number: wire.description.or(part),
            account_number: whole,
            bik: wire.bik.or(nested.bik),
            bank_name: wire.bank_name.or(nested.bank_name),
            sbp_bank_id: wire.sbp_bank_id.or(nested.sbp_bank_id),
            inn: wire.inn.or(nested.inn),
            payment_text: wire.payment_text.or(nested.payment_text),
            last_name: wire.last_name.or(nested.last_name),
            first_name: wire.first_name.or(nested.first_name),
            middle_name: wire.middle_name.or(nested.middle_name),
            is_default: wire.is_default,
            is_available: wire.is_available,
            created_at: wire.created_at,
        }
    }
}

/// Accounts, cards and telephone numbers are digits; a mask brings stars, dots or letters in.
fn is_whole(number: &str) -> bool {
    !number.is_empty()
        && number
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '+' | ' '))
}

impl<'de> Deserialize<'de> for DriverRequisite {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Wire::deserialize(input).map(Self::from)
    }
}

impl Lenient for DriverRequisite {
    fn read<'de, D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Self::deserialize(input)
    }
}
