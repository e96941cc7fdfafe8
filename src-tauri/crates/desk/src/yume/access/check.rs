//! The check of an access: read operations are called one by one, and what they answered comes to a verdict. Nothing is
//! changed.

use std::sync::atomic::Ordering;

use yume::{WAZZUP, Yume, YumeEndpoint, YumeIntegration};

use super::{record::access_of, verdict::verdict};
use crate::{
    Desk,
    connections::{
        check::{Called, count, line_told, millis, nothing_more_to_learn},
        types::{CheckLine, ConnectionId},
    },
    error::{DeskErrorCode, DeskResult},
    events::{CheckProgress, DeskEvent},
    yume::{integrations::ends_at, types::YumeCheck},
};

/// From what needs the least to what needs the most: account, company, integration.
const READS: [&str; 6] = [
    "listTenants",
    "listIntegrations",
    "getIntegration",
    "listWazzupTriggers",
    "listWazzupTemplates",
    "getWazzupSettings",
];

impl Desk {
    /// Calls the read operations one by one, telling each line as it comes. Ends early, with fewer lines, when the
    /// service cannot be reached or the session is over.
    ///
    /// # Errors
    /// Only when no call can be made at all: `NoYume`, `NoConnection`, `Keychain…`.
    pub async fn check_yume(&self, id: &ConnectionId) -> DeskResult<YumeCheck> {
        access_of(&self.0.connections.record(id)?)?;
        let mut lines: Vec<CheckLine> = Vec::new();
        let mut reason = None;
        let mut over = self.yume_held(id).refused_as_over.load(Ordering::Relaxed);
        let endpoint = |operation| {
            yume::ENDPOINTS
                .iter()
                .find(|one| one.operation == operation)
        };
        for endpoint in READS.into_iter().filter_map(endpoint) {
            let started = self.now();
            let called = self.call_for_yume_check(id, endpoint, &mut over).await;
            if let Err(error) = &called {
                match error.code {
                    DeskErrorCode::KeychainMissing
                    | DeskErrorCode::KeychainLocked
                    | DeskErrorCode::KeychainFailed
                    | DeskErrorCode::NoConnection
                    | DeskErrorCode::NoYume => return Err(error.clone()),
                    _ => reason = reason.or_else(|| error.params.get("reason").cloned()),
                }
            }
            let taken = self.now().duration_since(started);
            let line = CheckLine {
                operation: endpoint.operation.to_owned(),
                method: endpoint.method,
                path: endpoint.path.to_owned(),
                confidence: endpoint.confidence,
                millis: millis(taken.unsigned_abs()),
                ..line_told(called)
            };
            lines.push(line.clone());
            self.emit(DeskEvent::Check(CheckProgress {
                connection: id.clone(),
                line,
                done: count(lines.len()),
                of: count(READS.len()),
            }));
            if nothing_more_to_learn(&lines) {
                break;
            }
        }
        Ok(YumeCheck {
            verdict: verdict(&lines, reason.as_deref(), over),
            lines,
        })
    }

    async fn call_for_yume_check(
        &self,
        id: &ConnectionId,
        endpoint: &YumeEndpoint,
        over: &mut bool,
    ) -> DeskResult<Called> {
        let rows = match endpoint.operation {
            "listTenants" => Some(self.yume_companies(id).await?.len()),
            "listIntegrations" => {
                let all =
                    |yume: Yume| async move { yume.list_integrations(&Default::default()).await };
                Some(self.yume_read(id, all).await?.len())
            }
            "getIntegration" => {
                let wazzup = |yume: Yume| async move { yume.get_integration(WAZZUP).await };
                let wazzup: YumeIntegration = self.yume_read(id, wazzup).await?;
                let end = ends_at(&wazzup).and_then(|end| end.parse().ok());
                *over |= end.is_some_and(|end: jiff::Timestamp| end <= self.now());
                None
            }
            "listWazzupTriggers" => {
                let all = |yume: Yume| async move { yume.list_wazzup_triggers().await };
                Some(self.yume_read(id, all).await?.len())
            }
            "listWazzupTemplates" => Some(self.message_templates(id).await?.len()),
            "getWazzupSettings" => {
                self.wazzup_settings(id).await?;
                None
            }
            _ => return Ok(Called::Nothing),
        };
        Ok(Called::Answer(rows.map(count)))
    }
}

#[cfg(test)]
mod tests {
    use yume::ENDPOINTS;

    use super::*;

    #[test]
    fn check_calls_reads_alone() {
        for operation in READS {
            let endpoint = ENDPOINTS.iter().find(|one| one.operation == operation);
            let endpoint = endpoint.unwrap_or_else(|| panic!("{operation}"));
            assert_eq!(endpoint.kind, jump::Kind::Read, "{operation}");
            assert_eq!(endpoint.method, jump::Verb::Get, "{operation}");
        }
    }
}
