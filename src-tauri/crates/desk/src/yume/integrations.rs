//! Integrations and modules of the company, Wazzup among them; connecting, and the two orders to Wazzup that say nothing of
//! themselves.

use serde_json::Value;
use transport::CallError;
use yume::{Yume, YumeConnect, YumeIntegration, YumeIntegrationsQuery};

use super::types::{
    YumeIntegrationFilter, YumeIntegrationKind, YumeIntegrationOutcome, YumeIntegrationView,
    YumePart, YumeWriteState, YumeWritten,
};
use crate::{Desk, connections::types::ConnectionId, error::DeskResult};

/// Members under which a company's own state of an integration is likely; no page shows one.
const OWN: [&str; 4] = [
    "integration_connection",
    "connection",
    "tenant_integration",
    "integration_period",
];

/// When the integration ends, ISO, where the service says it.
pub(super) fn ends_at(integration: &YumeIntegration) -> Option<String> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    own(integration, "end_at").and_then(text)
}

fn is_connected(integration: &YumeIntegration) -> Option<bool> {
    own(integration, "connected").and_then(Value::as_bool)
}

fn own<'a>(integration: &'a YumeIntegration, name: &str) -> Option<&'a Value> {
    let wire = integration.wire();
    let inner = || OWN.iter().find_map(|own| wire.get(*own)?.get(name));
    wire.get(name).or_else(inner)
}

fn shown(integration: &YumeIntegration) -> YumeIntegrationView {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let code = text(&integration.code);
    YumeIntegrationView {
        id: integration.id,
        slug: integration.slug.clone().unwrap_or_else(|| code.clone()),
        code,
        name: text(&integration.name),
        kind: text(&integration.kind),
        slogan: text(&integration.slogan),
        detail: text(&integration.detail),
        disabled: integration.disabled.unwrap_or_default(),
        demo_enabled: integration.demo_enabled.unwrap_or_default(),
        connected: is_connected(integration),
        ends_at: ends_at(integration),
    }
}

impl Desk {
    /// # Errors
    /// `NoYume`, `YumeSignedOut`, `YumeWrongCompany`, and those of the call and of the connection.
    pub async fn integrations(
        &self,
        id: &ConnectionId,
        filter: YumeIntegrationFilter,
    ) -> DeskResult<Vec<YumeIntegrationView>> {
        let query = YumeIntegrationsQuery {
            ordering: None,
            search: Some(filter.search),
            kind: filter.kind.map(|kind| match kind {
                YumeIntegrationKind::Integration => yume::YumeIntegrationKind::Integration,
                YumeIntegrationKind::Module => yume::YumeIntegrationKind::Module,
            }),
        };
        let found = self
            .yume_read(id, |yume: Yume| {
                let query = query.clone();
                async move { yume.list_integrations(&query).await }
            })
            .await?;
        Ok(found.iter().map(shown).collect())
    }

    /// # Errors
    /// As [`Desk::integrations`]; `NotFound`.
    pub async fn integration(
        &self,
        id: &ConnectionId,
        slug: &str,
    ) -> DeskResult<YumeIntegrationView> {
        let found = self
            .yume_read(
                id,
                |yume: Yume| async move { yume.get_integration(slug).await },
            )
            .await?;
        Ok(shown(&found))
    }

    /// Connects an integration; `demo`: for a trial. The service shows no state that could be looked up, so a lost answer
    /// stays `Unknown` unless reading does say it.
    ///
    /// # Errors
    /// `ReadOnly`; `NotFound`; those of a call that changed nothing.
    pub async fn connect_integration(
        &self,
        id: &ConnectionId,
        slug: &str,
        demo: bool,
    ) -> DeskResult<YumeIntegrationOutcome> {
        let how = YumeConnect {
            demo: demo.then_some(true),
            connected: Some(true),
            extra: None,
        };
        let sent = self
            .yume_write(id, |yume: Yume| {
                let how = how.clone();
                async move { yume.connect_integration(slug, &how).await }
            })
            .await?;
        let connection = sent.as_ref().ok().cloned().flatten();
        let mut outcome = self.integration_written(id, slug, true, sent.err()).await;
        if let (Some(shown), Some(answered)) = (&mut outcome.integration, connection) {
            shown.connected = shown.connected.or(answered.connected);
            shown.ends_at = shown.ends_at.take().or(answered.end_at);
        }
        Ok(outcome)
    }

    /// # Errors
    /// As [`Desk::connect_integration`].
    pub async fn disconnect_integration(
        &self,
        id: &ConnectionId,
        slug: &str,
    ) -> DeskResult<YumeIntegrationOutcome> {
        let sent = self
            .yume_write(id, |yume: Yume| async move {
                yume.disconnect_integration(slug).await
            })
            .await?;
        Ok(self.integration_written(id, slug, false, sent.err()).await)
    }

    async fn integration_written(
        &self,
        id: &ConnectionId,
        slug: &str,
        connected: bool,
        lost: Option<CallError>,
    ) -> YumeIntegrationOutcome {
        self.tell_yume(id, YumePart::Integrations);
        let integration = self.integration(id, slug).await.ok();
        let now = integration.as_ref().and_then(|shown| shown.connected);
        let state = match (now, &lost) {
            (Some(now), _) if now == connected => YumeWriteState::Done,
            (Some(_), None) => YumeWriteState::Ignored,
            (None, None) => YumeWriteState::Done,
            // It may be carried out late, whatever is shown now.
            (_, Some(_)) => YumeWriteState::Unknown,
        };
        YumeIntegrationOutcome {
            written: YumeWritten {
                state,
                trace_id: lost.map(|error| error.trace_id),
            },
            integration,
        }
    }

    /// Connects Wazzup with the settings as they are. The answer says nothing of it.
    ///
    /// # Errors
    /// `ReadOnly`, and those of a call that changed nothing.
    pub async fn connect_wazzup(&self, id: &ConnectionId) -> DeskResult<YumeWritten> {
        let connect = |yume: Yume| async move { yume.connect_wazzup().await };
        let sent = self.yume_write(id, connect).await?;
        self.tell_yume(id, YumePart::Integrations);
        Ok(ordered(sent.err()))
    }

    /// Has Yume and Wazzup bring their users, contacts and channels together. The answer says nothing of it.
    ///
    /// # Errors
    /// As [`Desk::connect_wazzup`].
    pub async fn sync_wazzup(&self, id: &ConnectionId) -> DeskResult<YumeWritten> {
        let sync = |yume: Yume| async move { yume.sync_wazzup().await };
        let sent = self.yume_write(id, sync).await?;
        self.tell_yume(id, YumePart::Integrations);
        Ok(ordered(sent.err()))
    }
}

/// Of an order whose effect nothing shows.
fn ordered(lost: Option<CallError>) -> YumeWritten {
    YumeWritten {
        state: match lost {
            None => YumeWriteState::Done,
            Some(_) => YumeWriteState::Unknown,
        },
        trace_id: lost.map(|error| error.trace_id),
    }
}
