//! What the measuring programs of this folder share: where they write, who writes, and operations like an accountant's.

use std::{error::Error, ops::Range, path::Path, sync::Arc};

use journal::{Confirmation, Event, Journal, Kind, NewOperation, Service, Stamp, Who};
use tempfile::TempDir;

pub type Outcome<T> = Result<T, Box<dyn Error>>;

struct Here;

impl Stamp for Here {
    fn now(&self) -> jiff::Zoned {
        jiff::Zoned::now()
    }

    fn who(&self) -> Who {
        Who {
            os_user: "bench".to_owned(),
            name: "Проба Пробная".to_owned(),
        }
    }
}

/// `FOLDER [COUNT]` of the command line: a folder of our own in that one, gone at the end, and how many.
pub fn asked(usual: u32) -> Outcome<(TempDir, u32)> {
    let mut given = std::env::args().skip(1);
    let folder = given.next().ok_or("where to?")?;
    let count = given.next().map_or(Ok(usual), |count| count.parse())?;
    let place = tempfile::Builder::new()
        .prefix("journal-bench-")
        .tempdir_in(folder)?;
    Ok((place, count))
}

pub fn opened(folder: &Path) -> Journal {
    Journal::open(folder, Arc::new(Here))
}

/// Operations of these numbers, all in one commit.
pub fn confirm(journal: &Journal, numbers: Range<u32>) -> Outcome<()> {
    let confirmation = Confirmation {
        plan: "0123456789abcdef".repeat(4),
        agreed: vec!["duplicate".to_owned()],
    };
    let operations: Vec<_> = numbers.map(operation).collect();
    journal.confirm(None, &operations, &confirmation)?;
    Ok(())
}

pub fn id(number: u32) -> String {
    format!("operation-{number}")
}

pub fn intent() -> Event {
    Event::Intent {
        body_sha256: "0123456789abcdef".repeat(4),
    }
}

fn operation(number: u32) -> NewOperation {
    NewOperation {
        id: id(number),
        reference: format!("{number:06}"),
        connection: "park-of-the-benchmark".to_owned(),
        connection_name: "Парк «Заря»".to_owned(),
        service: Service::Jump,
        kind: Kind::Withdraw,
        creates_payment: true,
        include_commission: false,
        driver_id: format!("{}", number % 900),
        driver: "Водителев Водитель Водителевич".to_owned(),
        balance_id: "777".to_owned(),
        balance: "Основной".to_owned(),
        target: None,
        target_balance_id: None,
        amount: rust_decimal::Decimal::new(123_450, 2),
        message: format!("Выплата [#{number:06}]"),
        requisite: Some("•••• 4471".to_owned()),
        body: format!(
            r#"{{"operation":"withdraw","amount":1234.50,"balance_id":777,"message":"Выплата [#{number:06}]"}}"#
        ),
        token: None,
        register: None,
        repeats: None,
    }
}
