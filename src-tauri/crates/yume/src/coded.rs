//! Statuses and kinds. The vendor's pages disagree whether a rent's status is a word or a number, so a value is
//! understood in either form and written in the form that the company's own answers use.

use serde_json::Value;

/// How a value stands in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Word,
    Number,
    /// A number as text.
    Digits,
}

impl Form {
    /// `None` for null, `""` and what no status looks like.
    pub fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Number(_) => Some(Self::Number),
            Value::String(text) if text.is_empty() => None,
            Value::String(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
                Some(Self::Digits)
            }
            Value::String(_) => Some(Self::Word),
            _ => None,
        }
    }

    fn write(self, number: i64, word: &str) -> Value {
        match self {
            Self::Number => Value::from(number),
            Self::Digits => Value::from(number.to_string()),
            Self::Word => Value::from(word),
        }
    }
}

/// A value from a closed list that may grow.
pub(crate) trait Coded: Sized + PartialEq {
    /// The form of the vendor's own document.
    const USUAL: Form;

    /// `None` for null and `""`: any.
    fn read(value: &Value) -> Option<Self>;

    /// `None` for an unknown value: what nobody understands is never made up.
    fn written(&self, form: Form) -> Option<Value>;
}

macro_rules! coded {
    (
        $(#[$meta:meta])*
        $name:ident, $usual:ident { $($variant:ident = $number:literal $word:literal),* $(,)? }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, specta::Type)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($variant,)*
            /// As it came.
            Unknown(String),
        }

        impl Coded for $name {
            const USUAL: Form = Form::$usual;

            fn read(value: &Value) -> Option<Self> {
                let text = match value {
                    Value::Null => return None,
                    Value::String(text) if text.is_empty() => return None,
                    Value::String(text) => text.clone(),
                    other => other.to_string(),
                };
                $(
                    const _: i64 = $number;
                    if text == stringify!($number) || (text == $word && Form::$usual == Form::Word) {
                        return Some(Self::$variant);
                    }
                )*
                Some(Self::Unknown(text))
            }

            fn written(&self, form: Form) -> Option<Value> {
                match self {
                    $(Self::$variant => Some(form.write($number, $word)),)*
                    Self::Unknown(_) => None,
                }
            }
        }
    };
}

coded! {
    /// What a trigger listens to.
    YumeTriggerKind, Number { Order = 0 "order", OrderPayment = 1 "order_payment", Sale = 2 "sale", Delivery = 3 "delivery" }
}

coded! {
    /// The status of a rent. The numbers are those of the vendor's newer page.
    YumeOrderStatus, Word {
        Request = 0 "request",
        Reserve = 1 "reserve",
        Inrent = 2 "inrent",
        Cancel = 3 "cancel",
        Completed = 4 "completed",
        Debtor = 5 "debtor",
        Exceed = 6 "exceed",
    }
}

coded! {
    YumePaymentStatus, Number { Awaited = 0 "awaited", Paid = 1 "paid", PartlyPaid = 2 "partly_paid" }
}

coded! {
    YumeSaleStatus, Number { Draft = 0 "draft", Sold = 1 "sold", Cancelled = 2 "cancelled" }
}

coded! {
    YumeDeliveryType, Number { Delivery = 0 "delivery", PickUp = 1 "pick_up" }
}

coded! {
    YumeDeliveryStatus, Number { Pending = 0 "pending", InProgress = 1 "in_progress", Done = 2 "done", Cancelled = 3 "cancelled" }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn status_is_the_same_as_a_word_and_as_a_number() {
        for (word, number) in [
            ("request", 0),
            ("reserve", 1),
            ("inrent", 2),
            ("cancel", 3),
            ("completed", 4),
            ("debtor", 5),
            ("exceed", 6),
        ] {
            let read = YumeOrderStatus::read(&json!(word));
            assert_eq!(YumeOrderStatus::read(&json!(number)), read, "{word}");
            assert_eq!(YumeOrderStatus::read(&json!(number.to_string())), read);
            let status = read.unwrap();
            assert_eq!(status.written(Form::Word), Some(json!(word)));
            assert_eq!(status.written(Form::Number), Some(json!(number)));
            assert_eq!(
                status.written(Form::Digits),
                Some(json!(number.to_string()))
            );
            assert_eq!(
                serde_json::to_value(&status).unwrap(),
                json!(word),
                "the screen gets the vendor's word"
            );
        }
    }

    #[test]
    fn nothing_is_any_status_and_an_unheard_of_one_is_shown_as_it_came() {
        for nothing in [json!(null), json!("")] {
            assert_eq!(YumeOrderStatus::read(&nothing), None);
            assert_eq!(Form::of(&nothing), None);
        }
        for (odd, shown) in [
            (json!("archived"), "archived"),
            (json!(17), "17"),
            (json!(-1), "-1"),
            (json!([1]), "[1]"),
        ] {
            let read = YumeOrderStatus::read(&odd).unwrap();
            assert_eq!(read, YumeOrderStatus::Unknown(shown.to_owned()));
            assert_eq!(read.written(Form::Word), None, "it is never made up");
        }
        assert_eq!(
            YumeSaleStatus::read(&json!("sold")),
            Some(YumeSaleStatus::Unknown("sold".to_owned())),
            "no page has words for these"
        );
    }
}
