//! What the columns of every kind point into: texts, references, and amounts that fit no column.

use jiff::Timestamp;
use jump::Reference;
use money::Amount;
use rust_decimal::Decimal;

use super::{
    dictionary::{Dictionary, Texts, title},
    moment::Moment,
    sum::{Fare, Sum},
};

#[derive(Default)]
pub struct Values {
    pub texts: Texts,
    /// Statuses, types, ways of payment, integrations, legal entities.
    pub references: Dictionary<Reference>,
    odd: Vec<Decimal>,
}

impl Values {
    // Packing.

    pub fn moment(&mut self, text: Option<String>) -> Moment {
        Moment::pack(text.as_deref(), &mut self.texts)
    }

    pub fn sum(&mut self, amount: Option<Amount>) -> Sum {
        Sum::pack(amount, &mut self.odd)
    }

    pub fn fare(&mut self, amount: Option<Amount>) -> Fare {
        Fare::pack(amount, &mut self.odd)
    }

    pub fn text(&mut self, text: Option<String>) -> u32 {
        self.texts.code(text.as_deref())
    }

    pub fn reference(&mut self, reference: Option<Reference>) -> u32 {
        self.references.code(reference)
    }

    // Reading.

    /// A time as it came.
    pub fn written(&self, moment: Moment) -> Option<String> {
        moment.text(&self.texts)
    }

    /// `None` also for a text that is no time.
    pub fn instant(&self, moment: Moment) -> Option<Timestamp> {
        moment.instant(&self.texts)
    }

    /// Amounts that fit no column.
    pub fn odd(&self) -> &[Decimal] {
        &self.odd
    }

    pub fn decimal(&self, sum: Sum) -> Option<Decimal> {
        sum.decimal(&self.odd)
    }

    pub fn amount(&self, sum: Sum) -> Option<Amount> {
        self.decimal(sum).map(Amount::new)
    }

    pub fn part(&self, fare: Fare) -> Option<Amount> {
        fare.decimal(&self.odd).map(Amount::new)
    }

    pub fn owned(&self, text: u32) -> Option<String> {
        self.texts.get(text).map(str::to_owned)
    }

    pub fn referred(&self, reference: u32) -> Option<Reference> {
        self.references.get(reference).cloned()
    }

    /// Empty for none.
    pub fn title(&self, reference: u32) -> String {
        let reference = self.references.get(reference);
        reference.map_or("", title).to_owned()
    }
}
