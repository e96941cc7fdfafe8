//! How a demo park is set up: its size, its seed, its keys and the oddities that the vendor's documentation leaves open.

use crate::{
    faults::Fault,
    fleet::{FleetKey, FleetLimit, FleetQuirks},
    yume::{YumeQuirks, YumeUser},
};
use jiff::Timestamp;

/// Everything that decides what the park holds and how it behaves. The same options give the same park.
#[derive(Clone, Debug)]
pub struct Options {
    pub seed: u64,
    /// The park's present moment: nothing in it is younger, and the default window of four weeks ends here.
    pub now: Timestamp,
    /// The present moment is that of the machine at each request, for a park that people look at. `now` is then only
    /// the moment from which the park grew back.
    pub follows_clock: bool,
    pub drivers: usize,
    pub payments: usize,
    pub applications: usize,
    /// Couriers who wait for moderation, besides `applications` and older than they are: a batch to reject. Seven of
    /// eight walk.
    /// `None` = [`COURIERS`] in a park of at least 200 applications, nobody in a smaller one.
    pub couriers: Option<usize>,
    /// Five of six in the last four weeks, the rest in the eight weeks before.
    pub transactions: usize,
    /// A transaction made through the API, and the payment it asks for, are listed so many seconds of the park's clock
    /// later. The balance moves at once.
    pub transactions_visible_after: u32,
    /// How long an aggregator takes to answer a registration, in seconds of the park's clock.
    pub registration_takes: u32,
    /// The aggregator has also answered when the job or its application was read so often, whatever the clock says:
    /// a park whose clock stands still must not keep anybody waiting. `None` = only the clock counts.
    pub registration_reads: Option<u32>,
    pub keys: Vec<Key>,
    /// Requests per second over all operations; more are answered 429. `None` = no limit.
    pub rate_limit: Option<u32>,
    pub faults: Vec<Fault>,
    pub quirks: Quirks,
    /// Drivers at Yandex Fleet: most of Jump's, the rest unknown to Jump.
    pub fleet_drivers: usize,
    /// Transactions there in the last 31 days; grown when Fleet is first asked for anything.
    pub fleet_transactions: usize,
    /// A transaction made through Fleet's API is listed so many seconds of the park's clock later. The balance moves at
    /// once (v2), or when the transaction ends (v3).
    pub fleet_visible_after: u32,
    /// How long a v3 transaction is under way, in seconds of the park's clock.
    pub fleet_v3_takes: u32,
    /// It has also ended when its status was read so often. `None` = only the clock counts.
    pub fleet_v3_reads: Option<u32>,
    pub fleet_keys: Vec<FleetKey>,
    /// `None` = no limit.
    pub fleet_limit: Option<FleetLimit>,
    pub fleet_quirks: FleetQuirks,
    pub yume_users: Vec<YumeUser>,
    pub yume_quirks: YumeQuirks,
    /// Jump's side of a reconciliation carries our marks `[#XXXXXX]` too, at the end of some descriptions.
    pub reconciliation_marks: bool,
    /// Opens `/_sandbox/…`, the door through which a test in another process sees the truth.
    pub control: bool,
}

/// The couriers of a park whose size nobody chose.
pub const COURIERS: usize = 56;

/// The moment of a park nobody gave a moment: Monday, 16 June 2025, 15:00 in Moscow.
const DEFAULT_NOW: i64 = 1_750_075_200;

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 7,
            now: Timestamp::from_second(DEFAULT_NOW).unwrap_or(Timestamp::UNIX_EPOCH),
            follows_clock: false,
            drivers: 1_200,
            payments: 60_000,
            applications: 240,
            couriers: None,
            transactions: 6_000,
            transactions_visible_after: 0,
            registration_takes: 8,
            registration_reads: Some(4),
            keys: Key::demo(),
            rate_limit: None,
            faults: Vec::new(),
            quirks: Quirks::default(),
            fleet_drivers: 5_000,
            fleet_transactions: 150_000,
            fleet_visible_after: 0,
            fleet_v3_takes: 5,
            fleet_v3_reads: Some(3),
            fleet_keys: FleetKey::demo(),
            fleet_limit: None,
            fleet_quirks: FleetQuirks::default(),
            yume_users: YumeUser::demo(),
            yume_quirks: YumeQuirks::default(),
            reconciliation_marks: false,
            control: false,
        }
    }
}

impl Options {
    pub(crate) fn couriers(&self) -> usize {
        let usual = if self.applications < 200 { 0 } else { COURIERS };
        self.couriers.unwrap_or(usual)
    }
}

/// A client key and what it may do. A right that is missing is silent, as at the vendor's: success, and no change.
#[derive(Clone, Debug)]
pub struct Key {
    pub value: String,
    pub edits_phone: bool,
    pub edits_requisites: bool,
    /// Without it every write is answered with success and changes nothing.
    pub writes: bool,
    /// Operations answered 403 with the error envelope, by operationId.
    pub forbidden: Vec<String>,
}

impl Key {
    /// A key with every right.
    pub fn full(value: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            edits_phone: true,
            edits_requisites: true,
            writes: true,
            forbidden: Vec::new(),
        }
    }

    /// No right to edit phones and requisites: the rest of a profile is saved.
    pub fn limited(value: impl Into<String>) -> Self {
        Self {
            edits_phone: false,
            edits_requisites: false,
            ..Self::full(value)
        }
    }

    /// Every write succeeds and changes nothing.
    pub fn readonly(value: impl Into<String>) -> Self {
        Self {
            writes: false,
            ..Self::full(value)
        }
    }

    pub fn forbidding(mut self, operations: &[&str]) -> Self {
        self.forbidden
            .extend(operations.iter().map(|name| (*name).to_owned()));
        self
    }

    /// `demo-park-key`, `demo-limited-key`, `demo-readonly-key`.
    pub fn demo() -> Vec<Self> {
        vec![
            Self::full("demo-park-key"),
            Self::limited("demo-limited-key"),
            Self::readonly("demo-readonly-key"),
        ]
    }
}

/// Behaviour that the documentation leaves open; a client must live with every combination.
#[derive(Clone, Debug)]
pub struct Quirks {
    /// What an update without the member `requisites` does to the list.
    pub omitted_requisites: OmittedRequisites,
    /// The profile answers `requisites: null` (not known), as a key without the right to see them might.
    pub requisites_unknown: bool,
    /// Account numbers are shown in full in `requisite.account_number`; the description stays masked.
    pub unmasked_requisites: bool,
    /// Uploaded pictures are encoded again, so their bytes change.
    pub reencode_uploads: bool,
    /// Uploaded files are kept but do not appear in the application.
    pub hide_uploads: bool,
    /// The upload answers `{"data": {"id", "name"}}` instead of the documented `{}`.
    pub upload_names_file: bool,
    /// Multipart members that may carry the document's type; the first one found counts.
    pub document_type_fields: Vec<String>,
    /// Larger uploads are answered 422; in bytes.
    pub max_file_bytes: usize,
    /// Validation faults are answered 400 instead of 422.
    pub validation_is_400: bool,
    /// Updates are answered `200 {}` instead of 204.
    pub writes_answer_200: bool,
    /// Transactions are created by POST, and PUT is answered 405: what an override of the method is for.
    pub transactions_by_post: bool,
    /// A registration job is read as `{"item": {"application_integrations": [job]}}`.
    pub wrapped_jobs: bool,
    /// A subscription is read together with its token.
    pub webhooks_echo_token: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OmittedRequisites {
    /// The cautious reading of «полная замена»: all of them are deleted.
    Delete,
    Keep,
}

impl Default for Quirks {
    fn default() -> Self {
        Self {
            omitted_requisites: OmittedRequisites::Delete,
            requisites_unknown: false,
            unmasked_requisites: false,
            reencode_uploads: false,
            hide_uploads: false,
            upload_names_file: false,
            document_type_fields: [
                "document_type_id",
                "document_type",
                "document_id",
                "type_id",
                "type",
            ]
            .map(str::to_owned)
            .to_vec(),
            max_file_bytes: 20 * 1024 * 1024,
            validation_is_400: false,
            writes_answer_200: false,
            transactions_by_post: false,
            wrapped_jobs: false,
            webhooks_echo_token: false,
        }
    }
}
