//! What a driver's balance at Yandex says of one row. There is no preview there, and the service lets a balance fall below
//! nothing: whether it may is for a person to say.

use fleet::BlockedBalance;
use money::Amount;

use super::{
    ask::Asked,
    asking::failed,
    row::{Params, Said, told},
    types::{RowVerdict, YandexWay},
};
use crate::{
    error::{DeskError, DeskErrorCode},
    fleet::types::FleetSign,
    operations::fleet_body::too_many_words,
};

/// Whether the balance says anything of the rows: nothing has to be there for what is given without a condition.
pub fn needs_balance(way: &YandexWay) -> bool {
    way.sign == FleetSign::Debit || !way.balance_min.trim().is_empty()
}

/// `category`: its name, or that of the kind.
pub fn said_of_balance(
    way: &YandexWay,
    category: &str,
    balance: Option<&BlockedBalance>,
    asked: &Asked,
) -> Said {
    let free = balance.and_then(BlockedBalance::free);
    let long = too_many_words(&asked.comment).map(|long| {
        let mut params = long.params;
        params.insert("code".to_owned(), long.code);
        (RowVerdict::Refused, params)
    });
    let takes = way.sign == FleetSign::Debit;
    let short = match free {
        Some(free) => (takes && asked.amount > free).then(|| not_enough(free)),
        // Of more digits than can be kept exactly.
        None => takes.then(|| failed(&DeskError::new(DeskErrorCode::Internal))),
    };
    Said {
        balance: category.to_owned(),
        available: balance.map(|balance| balance.balance),
        free,
        problem: long.or(short),
        ..Said::default()
    }
}

fn not_enough(free: Amount) -> (RowVerdict, Params) {
    let params = told([("available", free.to_string().as_str())]);
    (RowVerdict::NotEnough, params)
}
