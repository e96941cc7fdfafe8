//! In which currency a list is added up: in roubles as soon as one row is in them, else in that of its first row. Rows in
//! another one are written out and never added.

use money::Amount;

use crate::registers::sum::shown;

/// The only currency that Jump knows.
pub const RUB: &str = "RUB";

/// The currency of a register, as its code among the register's texts.
#[derive(Default)]
pub struct Own(Option<u32>);

impl Own {
    /// A row in this currency came. Answers the currency whose rows are to be written out from now on, at most once in
    /// the life of a register.
    pub fn meets(&mut self, code: u32, name: &str) -> Option<u32> {
        let former = *self.0.get_or_insert(code);
        let gives_way = former != code && name == RUB;
        gives_way.then(|| {
            self.0 = Some(code);
            former
        })
    }

    pub fn is(&self, code: u32) -> bool {
        self.0 == Some(code)
    }
}

/// An amount that is added to nothing: `1 000,5` in dollars is `1000,50 USD`.
pub fn written(amount: Amount, currency: &str) -> String {
    let amount = shown(amount.decimal()).to_string().replace('.', ",");
    format!("{amount} {currency}").trim_end().to_owned()
}
