//! What leaves for an operation, and what its answer means, by service. Jump: its own body, once. Yandex: the stored bytes
//! under the stored token; v3 only takes it, and says later what became of it.

use fleet::{Fleet, IdempotencyToken, V3Created, V3State};
use jiff::Timestamp;
use journal::{Event, Evidence, NewOperation, Remote, Service};
use jump::{Id, Jump, TransactionCreate};
use transport::{CallError, Cause, Outcome};

use super::{plans::code_name, reference::marked};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskResult},
    fleet::types::FleetManner,
};

/// An operation ready to leave.
pub(super) enum Sending {
    Jump {
        jump: Jump,
        driver: Id,
        create: TransactionCreate,
    },
    Fleet {
        fleet: Fleet,
        manner: FleetManner,
        token: IdempotencyToken,
    },
}

impl Desk {
    /// The client of the operation's service, and what would leave; `None` unless those are exactly the recorded bytes.
    ///
    /// # Errors
    /// `ReadOnly`, and why there is no client.
    pub(super) async fn sending(
        &self,
        connection: &ConnectionId,
        new: &NewOperation,
    ) -> DeskResult<Option<Sending>> {
        Ok(match new.service {
            Service::Jump => {
                let jump = self.jump_for_writing(connection).await?;
                rebuilt(new).map(|(driver, create)| Sending::Jump {
                    jump,
                    driver,
                    create,
                })
            }
            Service::Yandex => {
                let fleet = self.fleet_for_writing(connection).await?;
                let token = new.token.as_deref();
                let token = token.and_then(|token| IdempotencyToken::parse(token).ok());
                token
                    .zip(manner_of(&new.body))
                    .map(|(token, manner)| Sending::Fleet {
                        fleet,
                        manner,
                        token,
                    })
            }
        })
    }
}

impl Sending {
    /// Sends it, once, and says what that came to.
    pub async fn send(&self, new: &NewOperation) -> Event {
        match self {
            Self::Jump {
                jump,
                driver,
                create,
            } => match jump.create_transaction(*driver, create).await {
                Ok(()) => accepted_by_answer(&new.reference),
                Err(error) => failed(error),
            },
            Self::Fleet {
                fleet,
                manner: FleetManner::Category { .. },
                token,
            } => match fleet.create_driver_transaction_v2(&new.body, token).await {
                Ok(_) => accepted_by_answer(&new.reference),
                Err(error) => failed(error),
            },
            Self::Fleet {
                fleet,
                manner: FleetManner::Event,
                token,
            } => match fleet.create_driver_transaction_v3(&new.body, token).await {
                Ok(created) => taken(created),
                Err(error) => failed(error),
            },
        }
    }

    /// Whether the same bytes may leave again after this: only where a token makes one of them, and not when the service
    /// said that it knows the token.
    pub fn may_repeat(&self, event: &Event) -> bool {
        matches!(self, Self::Fleet { .. }) && is_unknown(event) && event_may_be_repeated(event)
    }

    /// The same, which leaves by this moment or not at all; `None` where nothing makes one of two sendings.
    pub fn leaving_by(&self, moment: Timestamp) -> Option<Self> {
        match self {
            Self::Jump { .. } => None,
            Self::Fleet {
                fleet,
                manner,
                token,
            } => Some(Self::Fleet {
                fleet: fleet.leaving_by(moment),
                manner: manner.clone(),
                token: token.clone(),
            }),
        }
    }

    /// A planted defect: another operation than the confirmed one.
    pub fn under_another_mark(&self, reference: &str) -> Self {
        match self {
            Self::Jump {
                jump,
                driver,
                create,
            } => Self::Jump {
                jump: jump.clone(),
                driver: *driver,
                create: TransactionCreate {
                    message: marked("", reference),
                    ..create.clone()
                },
            },
            Self::Fleet {
                fleet,
                manner,
                token,
            } => {
                let other = format!("{reference}-{}", super::plans::sha256(reference));
                let other = IdempotencyToken::parse(&other[..40]);
                Self::Fleet {
                    fleet: fleet.clone(),
                    manner: manner.clone(),
                    token: other.unwrap_or_else(|_| token.clone()),
                }
            }
        }
    }
}

/// The request that the record tells of; `None` unless exactly its bytes would leave.
fn rebuilt(new: &NewOperation) -> Option<(Id, TransactionCreate)> {
    let driver: Id = new.driver_id.parse().ok()?;
    let create: TransactionCreate = serde_json::from_str(&new.body).ok()?;
    let leaves = create.body().to_string();
    (leaves == new.body).then_some((driver, create))
}

/// By which operation a stored body of Yandex leaves.
pub(super) fn manner_of(body: &str) -> Option<FleetManner> {
    if serde_json::from_str::<fleet::CreateV3>(body).is_ok() {
        return Some(FleetManner::Event);
    }
    let create: fleet::CreateV2 = serde_json::from_str(body).ok()?;
    Some(FleetManner::Category {
        category_id: create.category_id,
    })
}

/// The service's own yes.
pub(super) fn accepted_by_answer(reference: &str) -> Event {
    Event::Accepted {
        evidence: Evidence {
            source: "answer".to_owned(),
            sought: reference.to_owned(),
            ..Evidence::default()
        },
    }
}

/// Whatever the answer calls its status: only the status operation says that money moved.
fn taken(created: V3Created) -> Event {
    let status = created.status.unwrap_or(V3State::Unknown(String::new()));
    Event::Pending {
        remote: Remote {
            id: created.id,
            // Nobody can ask about a version before the first.
            version: created.version.unwrap_or(1).max(1),
            status: status.to_string(),
        },
        trace_id: None,
    }
}

fn failed(error: CallError) -> Event {
    let trace_id = (!error.trace_id.is_empty()).then(|| error.trace_id.clone());
    match error.outcome {
        Outcome::NotSent => Event::NotSent {
            code: code_name(DeskError::from(error).code),
            trace_id,
        },
        Outcome::Rejected => {
            let answer = told_by_service(&error);
            Event::Rejected {
                code: code_name(DeskError::from(error).code),
                answer,
                trace_id,
            }
        }
        Outcome::MaybeSent | Outcome::Unreadable => Event::Unknown {
            why: why_unknown(&error).to_owned(),
            answer: told_by_service(&error),
            trace_id,
        },
    }
}

pub(super) const fn is_unknown(event: &Event) -> bool {
    matches!(event, Event::Unknown { .. })
}

/// No clear answer, or none at all; a conflict means that the service knows the token, so it is looked up.
pub(super) fn event_may_be_repeated(event: &Event) -> bool {
    match event {
        Event::Unknown { why, .. } => why != CONFLICT,
        Event::NotSent { .. } => true,
        _ => false,
    }
}

const CONFLICT: &str = "conflict";

/// `timeout`, `reset`, `rate_limited`, `server`, `redirect`, `conflict`, `answer`.
const fn why_unknown(error: &CallError) -> &'static str {
    match error.cause {
        Cause::Timeout => "timeout",
        Cause::Offline | Cause::Reset | Cause::Tls | Cause::Proxy => "reset",
        Cause::RateLimited => "rate_limited",
        Cause::Server => "server",
        Cause::Redirect => "redirect",
        Cause::Conflict => CONFLICT,
        _ => "answer",
    }
}

/// `422 Недостаточно средств на балансе.`: the status and the service's words, as far as there are some.
fn told_by_service(error: &CallError) -> String {
    let mut words: Vec<String> = error.status.iter().map(ToString::to_string).collect();
    if let Some(vendor) = &error.vendor {
        let titles = [&vendor.detail, &vendor.title];
        words.extend(titles.into_iter().flatten().take(1).cloned());
        let fields = vendor.fields.iter().flat_map(|field| &field.messages);
        for message in fields {
            if !words.contains(message) {
                words.push(message.clone());
            }
        }
    }
    words.join(" ")
}
