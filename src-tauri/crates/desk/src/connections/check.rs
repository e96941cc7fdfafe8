//! The check of a connection: every read operation is called, and what it answered is told.
//! Nothing is created and nothing is changed.

use std::time::Duration;

use jump::{
    ApplicationsFilter, ApplicationsQuery, Confidence, DriversQuery, Endpoint, Id, IsoTime, Jump,
    Kind, PaymentsQuery, PerPage, Period, PeriodFault, TransactionsQuery, Verb,
};
use transport::CallError;

use super::types::{CheckLine, CheckState, ConnectionId};
use crate::{
    Desk,
    dictionaries::{Dictionary, TAXI_PROFESSION},
    error::{DeskError, DeskErrorCode, DeskResult},
    events::{CheckProgress, DeskEvent},
};

/// What earlier answers of the same check found: ids to read single records by.
#[derive(Default)]
struct Found {
    driver: Option<Id>,
    application: Option<Id>,
    file: Option<(Id, Id)>,
    job: Option<(Id, Id)>,
    /// A subscription whose number is known here; the service lists none.
    webhook: Option<Id>,
}

/// A part of many car models' names.
const SOME_MODEL: &str = "ra";

/// The result of one call: rows counted where the answer has them.
pub(crate) enum Called {
    Answer(Option<u32>),
    /// There was nothing to call it with.
    Nothing,
}

impl Desk {
    /// Calls the read operations one by one, telling each line as it comes. Ends early, with fewer lines,
    /// when the service cannot be reached or refuses the key.
    ///
    /// # Errors
    /// Only when no call can be made at all: `NoKey`, `Keychain…`, `NoConnection`.
    pub async fn check_connection(&self, id: &ConnectionId) -> DeskResult<Vec<CheckLine>> {
        let jump = self.jump(id).await?;
        let record = self.0.connections.record(id)?;
        let overrides = record.advanced.overrides;
        let reads: Vec<&Endpoint> = jump::ENDPOINTS
            .iter()
            .filter(|e| matches!(e.kind, Kind::Read | Kind::Download))
            .collect();
        let mut found = Found {
            webhook: record.webhooks.keys().find_map(|id| id.parse().ok()),
            ..Found::default()
        };
        let mut lines: Vec<CheckLine> = Vec::new();
        for endpoint in &reads {
            let started = self.now();
            let called = self
                .call_for_check(&jump, endpoint.operation, &mut found)
                .await;
            let taken = self.now().duration_since(started);
            let place = overrides.get(endpoint.operation);
            let line = CheckLine {
                operation: endpoint.operation.to_owned(),
                method: place.map_or(endpoint.method, |o| o.method),
                path: place.map_or(endpoint.path, |o| &o.path).to_owned(),
                confidence: endpoint.confidence,
                millis: millis(taken.unsigned_abs()),
                ..line_of(called)
            };
            lines.push(line.clone());
            self.emit(DeskEvent::Check(CheckProgress {
                connection: id.clone(),
                line,
                done: count(lines.len()),
                of: count(reads.len()),
            }));
            if nothing_more_to_learn(&lines) {
                break;
            }
        }
        Ok(lines)
    }

    async fn call_for_check(
        &self,
        jump: &Jump,
        operation: &str,
        found: &mut Found,
    ) -> Result<Called, CallError> {
        if let Some(dictionary) = Dictionary::ALL
            .into_iter()
            .find(|dictionary| dictionary.operation() == operation)
        {
            let items = dictionary.read(jump, Id(TAXI_PROFESSION)).await?;
            return Ok(Called::Answer(Some(count(items.len()))));
        }
        match operation {
            "listDrivers" => {
                let page = jump
                    .list_drivers(&DriversQuery {
                        page: 1,
                        per_page: PerPage::Ten,
                        ..DriversQuery::default()
                    })
                    .await?;
                found.driver = page.items.first().map(|driver| driver.id);
                Ok(Called::Answer(Some(page.meta.total)))
            }
            "getDriver" => match found.driver {
                Some(id) => {
                    jump.get_driver(id).await?;
                    Ok(Called::Answer(None))
                }
                None => Ok(Called::Nothing),
            },
            "listPayments" => {
                let Ok(period) = self.last_four_weeks() else {
                    return Ok(Called::Nothing);
                };
                let query = PaymentsQuery {
                    per_page: PerPage::Ten,
                    ..PaymentsQuery::new(period)
                };
                let page = jump.list_payments(&query).await?;
                Ok(Called::Answer(Some(page.meta.total)))
            }
            "listTransactions" => {
                let Ok(period) = self.last_four_weeks() else {
                    return Ok(Called::Nothing);
                };
                let query = TransactionsQuery {
                    per_page: PerPage::Ten,
                    ..TransactionsQuery::new(period)
                };
                let page = jump.list_transactions(&query).await?;
                Ok(Called::Answer(Some(page.meta.total)))
            }
            "dictAutoregModelsSearch" => {
                let models = jump.dict_autoreg_models_search(SOME_MODEL).await?;
                Ok(Called::Answer(Some(count(models.0.len()))))
            }
            "listApplications" => {
                let query = ApplicationsQuery {
                    per_page: PerPage::Ten,
                    page: 1,
                    ..ApplicationsQuery::default()
                };
                let page = jump.list_applications(&query).await?;
                found.application = page.items.first().map(|application| application.id);
                Ok(Called::Answer(Some(page.meta.total)))
            }
            "countApplications" => {
                let counts = jump
                    .count_applications(&ApplicationsFilter::default())
                    .await?;
                Ok(Called::Answer(Some(count(counts.0.len()))))
            }
            "getApplication" => match found.application {
                Some(id) => {
                    let application = jump.get_application(id).await?;
                    let file = application.files.iter().find_map(|file| file.id);
                    found.file = file.map(|file| (id, file));
                    let jobs = application.integrations.iter();
                    let job = jobs
                        .flat_map(|one| &one.application_integrations)
                        .find_map(|job| job.id);
                    found.job = job.map(|job| (id, job));
                    Ok(Called::Answer(None))
                }
                None => Ok(Called::Nothing),
            },
            "downloadApplicationFile" => match found.file {
                Some((application, file)) => {
                    jump.download_application_file(application, file).await?;
                    Ok(Called::Answer(None))
                }
                None => Ok(Called::Nothing),
            },
            "getApplicationIntegration" => match found.job {
                Some((application, job)) => {
                    jump.get_application_integration(application, job).await?;
                    Ok(Called::Answer(None))
                }
                None => Ok(Called::Nothing),
            },
            "getWebhook" => match found.webhook {
                Some(id) => {
                    jump.get_webhook(id).await?;
                    Ok(Called::Answer(None))
                }
                None => Ok(Called::Nothing),
            },
            _ => Ok(Called::Nothing),
        }
    }

    fn last_four_weeks(&self) -> Result<Period, PeriodFault> {
        let to = self.now();
        let from = to - jiff::SignedDuration::from_hours(24 * 28);
        let offset = self.zone().to_offset(to);
        Period::new(IsoTime::new(from, offset), IsoTime::new(to, offset))
    }
}

pub(crate) fn line_of(called: Result<Called, CallError>) -> CheckLine {
    line_told(called.map_err(DeskError::from))
}

pub(crate) fn line_told(called: DeskResult<Called>) -> CheckLine {
    let (state, error, rows) = match called {
        Ok(Called::Answer(rows)) => (CheckState::Answers, None, rows),
        Ok(Called::Nothing) => (CheckState::Skipped, None, None),
        Err(error) => (state_of(error.code), Some(error), None),
    };
    CheckLine {
        operation: String::new(),
        state,
        trace_id: error.as_ref().and_then(|error| error.trace_id.clone()),
        error: error.map(|error| error.code),
        count: rows,
        millis: 0,
        method: Verb::Get,
        path: String::new(),
        confidence: Confidence::High,
    }
}

fn state_of(code: DeskErrorCode) -> CheckState {
    match code {
        DeskErrorCode::Unauthorized | DeskErrorCode::YumeSignedOut => CheckState::Unauthorized,
        DeskErrorCode::Forbidden
        | DeskErrorCode::YumeWrongCompany
        | DeskErrorCode::YumeIntegrationOff => CheckState::Forbidden,
        // Another page in the place of the answer means another address, not a broken service.
        DeskErrorCode::NotFound | DeskErrorCode::UnexpectedAnswer | DeskErrorCode::Redirected => {
            CheckState::NotThere
        }
        _ => CheckState::Failed,
    }
}

/// A refused key answers the same everywhere. Where the first call found nobody, or two in a row, every other one
/// would wait as long for the same; a single silent operation among others is worth knowing and no reason to stop.
pub(crate) fn nothing_more_to_learn(lines: &[CheckLine]) -> bool {
    let unreachable = |line: &CheckLine| {
        matches!(
            line.error,
            Some(
                DeskErrorCode::Offline
                    | DeskErrorCode::Timeout
                    | DeskErrorCode::TlsFailed
                    | DeskErrorCode::ProxyFailed
            )
        )
    };
    match lines {
        [] => false,
        [.., last] if last.state == CheckState::Unauthorized => true,
        [only] => unreachable(only),
        [.., before, last] => unreachable(before) && unreachable(last),
    }
}

pub(crate) fn millis(duration: Duration) -> u32 {
    u32::try_from(duration.as_millis()).unwrap_or(u32::MAX)
}

pub(crate) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(state: CheckState, error: Option<DeskErrorCode>) -> CheckLine {
        CheckLine {
            state,
            error,
            ..line_of(Ok(Called::Nothing))
        }
    }

    #[test]
    fn a_park_without_network_is_not_asked_two_dozen_times() {
        for code in [DeskErrorCode::Offline, DeskErrorCode::Timeout] {
            let silent = line(CheckState::Failed, Some(code));
            assert!(nothing_more_to_learn(std::slice::from_ref(&silent)));
            let answered = line(CheckState::Answers, None);
            assert!(!nothing_more_to_learn(&[answered, silent]));
        }
    }

    #[test]
    fn a_refused_key_ends_the_check_wherever_it_is_refused() {
        let refused = line(CheckState::Unauthorized, Some(DeskErrorCode::Unauthorized));
        let answered = line(CheckState::Answers, None);
        assert!(nothing_more_to_learn(&[answered.clone(), refused]));
        assert!(!nothing_more_to_learn(&[answered]));
    }
}
