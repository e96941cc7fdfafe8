//! Bodies that leave: JSON objects in which what is `None` is left out, never null, because null clears.

use money::Amount;
use serde_json::{Map, Value};

use crate::{FieldProblem, Id, Problem};

/// The vendor writes kopecks; a finer amount would be rounded by somebody else.
const MOST_DECIMALS: u32 = 2;

#[derive(Default)]
pub(crate) struct Body(Map<String, Value>);

impl Body {
    pub fn put(&mut self, name: &str, value: Value) {
        self.0.insert(name.to_owned(), value);
    }

    pub fn text(&mut self, name: &str, text: Option<&String>) {
        if let Some(text) = text {
            self.put(name, Value::String(text.clone()));
        }
    }

    pub fn id(&mut self, name: &str, id: Option<Id>) {
        if let Some(id) = id {
            self.put(name, id.as_json());
        }
    }

    pub fn flag(&mut self, name: &str, flag: Option<bool>) {
        if let Some(flag) = flag {
            self.put(name, Value::Bool(flag));
        }
    }

    /// As a JSON number with the very digits of the decimal, no zeros behind: `100.1`.
    pub fn amount(&mut self, name: &str, amount: Amount) {
        let digits = amount.decimal().normalize().to_string();
        // A decimal's text is a JSON number always; null would be refused over there.
        self.put(name, digits.parse().map_or(Value::Null, Value::Number));
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Body> for Value {
    fn from(body: Body) -> Self {
        Self::Object(body.0)
    }
}

/// Fields that keep a body from being sent, in the order in which they were found.
#[derive(Default)]
pub(crate) struct Problems(Vec<FieldProblem>);

impl Problems {
    pub fn note(&mut self, field: &str, problem: Problem) {
        self.0.push(FieldProblem {
            field: field.to_owned(),
            problem,
        });
    }

    pub fn note_amount(&mut self, field: &str, amount: Amount) {
        let digits = amount.decimal().normalize();
        if amount <= Amount::ZERO {
            self.note(field, Problem::NotPositive);
        } else if digits.scale() > MOST_DECIMALS {
            self.note(field, Problem::TooManyDecimals);
        }
    }

    pub fn into_result(self) -> Result<(), Vec<FieldProblem>> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(self.0)
        }
    }
}
