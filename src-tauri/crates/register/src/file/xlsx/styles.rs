//! The formats of the cells.

use std::collections::HashMap;

use rust_xlsxwriter::{Format, FormatAlign};

use super::number;
use crate::ColumnKind;

/// The usual formats, and those of longer amounts as they turn up.
pub struct Styles {
    pub text: Format,
    pub bold: Format,
    pub header: Format,
    pub time: Format,
    pub count: Format,
    /// An amount that is text stands under the others.
    pub long_amount: Format,
    pub long_total: Format,
    usual: Format,
    amounts: HashMap<u32, Format>,
    totals: HashMap<u32, Format>,
}

impl Default for Styles {
    fn default() -> Self {
        let text = Format::new().set_num_format("@");
        let bold = text.clone().set_bold();
        Self {
            header: bold.clone().set_text_wrap(),
            time: Format::new().set_num_format("dd.mm.yyyy hh:mm:ss"),
            count: Format::new().set_num_format("0"),
            long_amount: text.clone().set_align(FormatAlign::Right),
            long_total: bold.clone().set_align(FormatAlign::Right),
            usual: Format::new().set_num_format(number::format(2)),
            amounts: HashMap::new(),
            totals: HashMap::new(),
            text,
            bold,
        }
    }
}

impl Styles {
    pub fn of(&self, kind: ColumnKind) -> &Format {
        match kind {
            ColumnKind::Text => &self.text,
            ColumnKind::Amount => &self.usual,
            ColumnKind::DateTime => &self.time,
            ColumnKind::Count => &self.count,
        }
    }

    pub fn amount(&mut self, decimals: u32) -> &Format {
        let made = || Format::new().set_num_format(number::format(decimals));
        self.amounts.entry(decimals).or_insert_with(made)
    }

    pub fn total(&mut self, decimals: u32) -> &Format {
        let made = || {
            let plain = Format::new().set_num_format(number::format(decimals));
            plain.set_bold()
        };
        self.totals.entry(decimals).or_insert_with(made)
    }
}
