//! Settings of the integration with Wazzup. Its key is a secret, so what is read shows only that there is one.

use secrecy::ExposeSecret;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use transport::{CallError, Secret};

use crate::client::Yume;
use crate::endpoint::{YumeEndpoint, named};
use crate::id::YumeId;
use crate::problem::{Problems, YumeFieldProblem, YumeProblem};
use crate::wire::{self, Members};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct YumeSettings {
    /// The service has a key of Wazzup; it is never shown.
    pub has_api_key: bool,
    pub funnel_id: Option<YumeId>,
    pub stage_id: Option<YumeId>,
}

impl<'de> Deserialize<'de> for YumeSettings {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let members = wire::members(input)?;
        Ok(Self {
            has_api_key: wire::text(&members, "api_key").is_some(),
            funnel_id: wire::id(&members, "funnel_id"),
            stage_id: wire::id(&members, "stage_id"),
        })
    }
}

/// What is to be set; `None` is left out. The vendor has no way to take a value away.
#[derive(Debug, Clone, Default)]
pub struct SettingsWrite {
    pub api_key: Option<Secret>,
    pub funnel_id: Option<YumeId>,
    pub stage_id: Option<YumeId>,
}

impl SettingsWrite {
    /// # Errors
    /// The fields that keep them from being sent.
    pub fn validate(&self) -> Result<(), Vec<YumeFieldProblem>> {
        self.problems().into_result()
    }

    fn problems(&self) -> Problems {
        let mut problems = Problems::default();
        if let Some(key) = self.api_key.as_ref().map(|key| key.expose_secret()) {
            if key.trim().is_empty() {
                problems.note("api_key", YumeProblem::Required);
            } else if key.contains(['*', '•', '…']) {
                problems.note("api_key", YumeProblem::Masked);
            }
        }
        problems
    }

    fn body(&self) -> Members {
        let key = self.api_key.as_ref();
        let members = [
            (
                "api_key",
                key.map(|key| Value::from(key.expose_secret().trim())),
            ),
            ("funnel_id", self.funnel_id.map(YumeId::as_json)),
            ("stage_id", self.stage_id.map(YumeId::as_json)),
        ];
        let given = members
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?)));
        given.collect()
    }
}

impl Yume {
    pub async fn get_wazzup_settings(&self) -> Result<YumeSettings, CallError> {
        self.get(const { named("getWazzupSettings") }, Vec::new())
            .await
    }

    /// Sets all of them (PUT). What is left out may be lost, the key too: prefer the PATCH.
    pub async fn put_wazzup_settings(
        &self,
        settings: &SettingsWrite,
    ) -> Result<YumeSettings, CallError> {
        self.set(const { named("putWazzupSettings") }, settings)
            .await
    }

    /// Sets only what is given (PATCH).
    pub async fn patch_wazzup_settings(
        &self,
        settings: &SettingsWrite,
    ) -> Result<YumeSettings, CallError> {
        self.set(const { named("patchWazzupSettings") }, settings)
            .await
    }

    async fn set(
        &self,
        endpoint: &'static YumeEndpoint,
        settings: &SettingsWrite,
    ) -> Result<YumeSettings, CallError> {
        settings.problems().refuse(endpoint.operation)?;
        let call = self.call_with(endpoint, &[], &settings.body())?;
        let secrets: Vec<&Secret> = settings.api_key.iter().collect();
        self.changed_hiding(call, 200, &secrets).await
    }

    /// Connects Wazzup with the key of the settings; the answer says nothing.
    pub async fn connect_wazzup(&self) -> Result<(), CallError> {
        let call = self.call(const { named("connectWazzup") }, &[])?;
        self.write_for_nothing(call, &[]).await
    }

    /// Brings users, contacts and channels of both sides together; the answer says nothing.
    pub async fn sync_wazzup(&self) -> Result<(), CallError> {
        let call = self.call(const { named("syncWazzup") }, &[])?;
        self.write_for_nothing(call, &[]).await
    }
}
