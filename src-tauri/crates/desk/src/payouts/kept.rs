//! What the journal keeps of a register beside its operations: the common settings and the rows that were left out, so
//! that after a restart they are shown with their verdicts. Account numbers in the texts come back masked.

use journal::NewRegister;
use money::{Amount, AmountFault};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    drivers::{Driver, Found, Named},
    payout::Content,
    row::{Judged, Params, Row},
    types::{ControlTotals, JumpWay, PayoutSettings, PayoutWay, RowVerdict},
};
use ::register::sheet::AmountTrouble;

/// Letters that are kept of a cell or of the service's words: ten thousand rows must not weigh down the journal.
const LONGEST: usize = 255;

#[derive(Serialize, Deserialize)]
struct Kept {
    settings: Value,
    /// Of the included rows, as the service named them.
    commission: Amount,
    commission_known: u32,
    left_out: Vec<LeftOut>,
}

/// The settings of a register of the time when there was only Jump.
#[derive(Deserialize)]
struct OnlyJump {
    #[serde(flatten)]
    way: JumpWay,
    message: String,
}

/// Ids and sums are texts: a number would be rounded by somebody.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct LeftOut {
    row: u32,
    #[serde(skip_serializing_if = "IdText::is_empty")]
    id: IdText,
    #[serde(skip_serializing_if = "String::is_empty")]
    phone: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    name: String,
    #[serde(skip_serializing_if = "IdText::is_empty")]
    aggregator: IdText,
    #[serde(skip_serializing_if = "String::is_empty")]
    sum: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<Amount>,
    #[serde(skip_serializing_if = "String::is_empty")]
    comment: String,
    /// Who was found, or chosen by a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    driver: Option<(IdText, String)>,
    #[serde(skip_serializing_if = "is_false")]
    chosen: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<RowVerdict>,
    #[serde(skip_serializing_if = "Params::is_empty")]
    params: Params,
}

/// An id as a text; one of Yandex's in pieces. Such an id may have twelve digits in a row, and the journal masks those: the
/// driver would be another when it is read.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
struct IdText(String);

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Whole(String),
    Pieces(Vec<String>),
}

/// Signs of a piece: fewer than the journal takes for a part of an account.
const PIECE: usize = 8;
/// Signs of an id of Yandex's. An account in the same column is none: it has no letters.
const PROFILE_ID: usize = 32;

impl IdText {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Written> for IdText {
    fn from(written: Written) -> Self {
        Self(match written {
            Written::Whole(text) => text,
            Written::Pieces(pieces) => pieces.concat(),
        })
    }
}

impl From<IdText> for Written {
    fn from(IdText(text): IdText) -> Self {
        let hexadecimal = text.bytes().all(|sign| sign.is_ascii_hexdigit());
        let letters = text.bytes().any(|sign| sign.is_ascii_alphabetic());
        if text.len() != PROFILE_ID || !hexadecimal || !letters {
            return Self::Whole(text);
        }
        let pieces = text.as_bytes().chunks(PIECE);
        let pieces = pieces.map(|piece| String::from_utf8_lossy(piece).into_owned());
        Self::Pieces(pieces.collect())
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde asks")]
fn is_false(value: &bool) -> bool {
    !*value
}

/// A register as the journal kept it.
pub struct Restored {
    pub settings: PayoutSettings,
    pub commission: Amount,
    pub commission_known: u32,
    pub left_out: Vec<Row>,
}

impl Content {
    /// For [`NewRegister::details`].
    pub fn kept(&self, control: &ControlTotals) -> serde_json::Result<String> {
        let left_out = self.rows.iter().filter(|row| !row.judged.included);
        serde_json::to_string(&Kept {
            settings: serde_json::to_value(&self.settings)?,
            commission: control.commission,
            commission_known: control.commission_known,
            left_out: left_out.map(LeftOut::of).collect(),
        })
    }
}

impl Restored {
    /// `None` for what cannot be read: then only the operations tell.
    pub fn of(register: &NewRegister) -> Option<Self> {
        let kept: Kept = serde_json::from_str(&register.details).ok()?;
        Some(Self {
            settings: settings(kept.settings)?,
            commission: kept.commission,
            commission_known: kept.commission_known,
            left_out: kept.left_out.into_iter().map(LeftOut::row).collect(),
        })
    }
}

fn settings(kept: Value) -> Option<PayoutSettings> {
    if let Ok(settings) = serde_json::from_value(kept.clone()) {
        return Some(settings);
    }
    let OnlyJump { way, message } = serde_json::from_value(kept).ok()?;
    Some(PayoutSettings {
        way: PayoutWay::Jump(way),
        message,
    })
}

impl LeftOut {
    fn of(row: &Row) -> Self {
        let params = row.judged.params.iter();
        Self {
            row: row.number,
            id: IdText(short(&row.named.id)),
            phone: short(&row.named.phone),
            name: short(&row.named.name),
            aggregator: IdText(short(&row.named.aggregator)),
            sum: short(&row.amount_text),
            amount: row.amount(),
            comment: short(&row.comment),
            driver: row
                .driver()
                .map(|driver| (IdText(driver.id.clone()), driver.name.clone())),
            chosen: row.chosen.is_some(),
            verdict: Some(row.judged.verdict),
            params: params
                .map(|(name, value)| (name.clone(), short(value)))
                .collect(),
        }
    }

    fn row(self) -> Row {
        let driver = self.driver.map(|(id, name)| Driver { id: id.0, name });
        let told = [&self.name, &self.phone, &self.id.0, &self.aggregator.0];
        let driver_text = told.into_iter().find(|text| !text.is_empty());
        let verdict = self.verdict.unwrap_or(RowVerdict::NotChecked);
        Row {
            number: self.row,
            place: None,
            driver_text: driver_text.cloned().unwrap_or_default(),
            amount_text: self.sum,
            sum: self.amount.ok_or(AmountTrouble::from(match verdict {
                RowVerdict::AmbiguousAmount => AmountFault::Ambiguous,
                _ => AmountFault::NotANumber,
            })),
            comment: self.comment,
            mended: Default::default(),
            chosen: driver
                .as_ref()
                .filter(|_| self.chosen)
                .map(|driver| driver.id.clone()),
            found: driver.map_or(Found::Nobody, Found::One),
            answer: Default::default(),
            by_hand: None,
            version: 0,
            judged: Judged {
                verdict,
                params: self.params,
                included: false,
                can_include: false,
                short: false,
            },
            named: Named {
                id: self.id.0,
                phone: self.phone,
                name: self.name,
                aggregator: self.aggregator.0,
            },
        }
    }
}

fn short(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        fleet::types::{FleetManner, FleetSign},
        payouts::types::YandexWay,
    };

    #[test]
    fn a_register_of_the_time_before_yandex_keeps_its_settings() {
        let kept = json!({
            "operation": "withdraw",
            "create_payment": true,
            "include_commission": false,
            "transaction_type_id": "14",
            "integration_id": null,
            "message": "Выплата",
        });
        let read = settings(kept).unwrap();
        assert_eq!(read.message, "Выплата");
        let PayoutWay::Jump(way) = read.way else {
            panic!("another service");
        };
        assert!(way.withdraws() && way.create_payment && !way.include_commission);
        assert_eq!(way.transaction_type_id, Some(jump::Id(14)));
    }

    #[test]
    fn an_id_with_many_digits_in_a_row_is_the_same_id_after_the_masking() {
        let id = "123456789012345678901234567890ab";
        let left_out = LeftOut {
            id: IdText(id.to_owned()),
            aggregator: IdText("40817810099910004312".to_owned()),
            driver: Some((IdText(id.to_owned()), "Ким Олег".to_owned())),
            ..LeftOut::default()
        };
        let written = journal::mask(&serde_json::to_string(&left_out).unwrap());
        let row = serde_json::from_str::<LeftOut>(&written).unwrap().row();
        assert_eq!(row.named.id, id);
        assert_eq!(row.driver().map(|driver| driver.id.as_str()), Some(id));
        assert_eq!(row.named.aggregator, "•••• 4312", "an account is masked");
        // As it was written before there were such ids.
        let former = json!({"row": 2, "id": "11", "driver": ["11", "Ким Олег"]});
        let row = serde_json::from_value::<LeftOut>(former).unwrap().row();
        assert_eq!((row.number, row.named.id.as_str()), (2, "11"));
    }

    #[test]
    fn settings_come_back_as_they_were_kept() {
        let manner = FleetManner::Category {
            category_id: "partner_service_manual_3".to_owned(),
        };
        for manner in [FleetManner::Event, manner] {
            let way = YandexWay {
                sign: FleetSign::Credit,
                manner,
                reason: "Аренда".to_owned(),
                balance_min: "-500,50".to_owned(),
            };
            let known = PayoutSettings {
                way: PayoutWay::Yandex(way),
                message: "По списку".to_owned(),
            };
            let kept = serde_json::to_value(&known).unwrap();
            assert_eq!(settings(kept), Some(known));
        }
    }
}
