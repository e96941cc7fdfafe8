//! A reconciliation on the screen: what is asked, how far the reading is, the rows, and the file that is made of them.

use journal::State;
use jump::Id;
use money::Amount;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{
    connections::types::ConnectionId,
    exports::types::{ExportColumn, ExportFormat},
    operations::types::OperationId,
    registers::types::Period,
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReconciliationAsk {
    pub period: Period,
    /// One driver of Fleet with the linked one of Jump; absent: the whole park.
    pub driver_id: Option<String>,
    /// Which reading of the page's this is: its progress is told and it is cancelled under this number.
    pub reading: u32,
}

/// Days that one reconciliation may take, both ends counted. A park makes some hundred thousand rows a day at most, and
/// Yandex gives a thousand for a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
pub struct ReconciliationLimits {
    pub park_days: u32,
    pub driver_days: u32,
}

/// Five weeks: a month with some days on either side. A year of one driver.
pub const RECONCILIATION_LIMITS: ReconciliationLimits = ReconciliationLimits {
    park_days: 35,
    driver_days: 366,
};

/// How far the reading of both services is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ReconciliationProgress {
    pub connection: ConnectionId,
    pub reading: u32,
    pub jump: SideProgress,
    pub yandex: SideProgress,
}

/// Rows of all kinds that came of one service.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct SideProgress {
    pub rows: u32,
    /// As the service counts them; Yandex does not.
    pub total: Option<u32>,
    pub done: bool,
    /// The service asked to wait; ISO time with offset.
    pub waiting_until: Option<String>,
}

/// How two records lie beside each other.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "snake_case")]
pub enum ReconciliationVerdict {
    /// The same mark and the same sum.
    Matched,
    /// No mark; the same driver, sum and about the same time: for a person to judge.
    LooksAlike,
    /// The same mark, another sum.
    AmountDiffers,
    OnlyJump,
    OnlyYandex,
    /// In the journal as accepted, and in neither list.
    OnlyJournal,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ReconciliationSide {
    /// The service's; of the journal's side that of the operation.
    pub id: String,
    /// ISO with offset. Of the journal's side when it was confirmed.
    pub at: String,
    /// Below zero: taken from the driver.
    pub amount: Amount,
    /// `RUB`; a row of Yandex's in another one has no pair and is in no sum.
    pub currency: String,
    pub description: String,
    pub category: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ReconciliationRow {
    pub number: u32,
    pub verdict: ReconciliationVerdict,
    pub driver: String,
    pub jump_driver: Option<Id>,
    pub fleet_driver: Option<String>,
    pub reference: Option<String>,
    pub jump: Option<ReconciliationSide>,
    pub yandex: Option<ReconciliationSide>,
    /// What the journal says of the operation with this mark, where it has one.
    pub journal: Option<ReconciliationSide>,
    /// How that operation stands there.
    pub journal_state: Option<State>,
    pub operation: Option<OperationId>,
    /// Yandex's sum less Jump's.
    pub difference: Option<Amount>,
}

/// Names a reconciliation that was made; a few of each connection are kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(transparent)]
pub struct ReconciliationId(pub String);

/// A reconciliation: what was read, how complete, and the rows.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct Reconciliation {
    pub id: ReconciliationId,
    pub period: Period,
    /// Manual movements of Jump's in `rows`, those next to the period whose pair lies in it included.
    pub jump_rows: u32,
    pub yandex_rows: u32,
    /// The list was read to its end, and Jump's proved its total.
    pub jump_complete: bool,
    pub yandex_complete: bool,
    /// Every driver of whom it mattered who he is could be asked about.
    pub drivers_known: bool,
    /// All three. Otherwise «only» may mean that the other side was not read.
    pub complete: bool,
    pub made_at: String,
    /// All six verdicts, in the order of their enum.
    pub by_verdict: Vec<ReconciliationCount>,
    pub rows: Vec<ReconciliationRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ReconciliationCount {
    pub verdict: ReconciliationVerdict,
    pub count: u32,
    pub jump: Amount,
    pub yandex: Amount,
    pub journal: Amount,
}

// The file.

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ReconciliationColumn {
    Verdict,
    Driver,
    Reference,
    JumpAt,
    JumpAmount,
    JumpCategory,
    JumpDescription,
    JumpId,
    YandexAt,
    /// In roubles; what is in another currency stands in `YandexForeign`, written out and never added.
    YandexAmount,
    YandexForeign,
    YandexCategory,
    YandexDescription,
    YandexId,
    Difference,
    JournalAt,
    JournalAmount,
    JournalState,
    JournalDescription,
    JumpDriver,
    FleetDriver,
}

/// Rows of a reconciliation as a file. The words are the page's, so that the file speaks its language; the facts are
/// Rust's. `columns` by the names of [`ReconciliationColumn`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
pub struct ReconciliationExport {
    pub id: ReconciliationId,
    /// Numbers of the rows, in the order of the file.
    pub rows: Vec<u32>,
    pub columns: Vec<ExportColumn>,
    pub format: ExportFormat,
    pub words: ReconciliationWords,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
pub struct ReconciliationWords {
    /// Begins the file's name and names the sheet of rows: «Сверка».
    pub name: String,
    /// Stands in the name of a file whose reconciliation is not complete: «НЕПОЛНО».
    pub incomplete: String,
    /// The name of the second sheet: «О выгрузке».
    pub about: String,
    /// The first cell of the totals row: «Итого».
    pub total: String,
    /// By the names of the verdicts and of the journal's states.
    pub verdicts: std::collections::BTreeMap<String, String>,
    pub states: std::collections::BTreeMap<String, String>,
    pub lines: Vec<ReconciliationLine>,
}

/// A line of the sheet about the file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
pub struct ReconciliationLine {
    pub label: String,
    pub value: ReconciliationAbout,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "snake_case", tag = "kind", content = "of")]
pub enum ReconciliationAbout {
    /// As it is: what was compared, a verdict or words that the rows are narrowed to, a heading (empty text).
    Text(String),
    /// The connection's name.
    Connection,
    /// Days, both ends: `01.10.2026–31.10.2026`.
    Period,
    MadeAt,
    WrittenAt,
    /// One of the two texts, for each part of the reading.
    Jump(WholeOrNot),
    Yandex(WholeOrNot),
    Drivers(WholeOrNot),
    /// Manual movements of each service in the reconciliation, and rows in this file.
    JumpRows,
    YandexRows,
    Rows,
    /// The sum of this column over the rows of this file.
    Sum(String),
    /// SHA-256 of the rows: every row's cells as they are written in the CSV without guards, with tabs between cells
    /// and LF after each row, UTF-8, without the header.
    Sha256,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
pub struct WholeOrNot {
    pub complete: String,
    pub incomplete: String,
}
