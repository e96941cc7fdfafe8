//! Integrations and modules that a company can connect; Wazzup is one of them.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use transport::{CallError, Outcome};

use crate::client::{Yume, told, undecodable};
use crate::endpoint::{YumeEndpoint, named};
use crate::id::YumeId;
use crate::problem::{Problems, Refusal, YumeProblem};
use crate::wire::{self, Members};

/// The slug of the integration that triggers belong to.
pub const WAZZUP: &str = "wazzup";

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct YumeIntegration {
    pub id: YumeId,
    pub code: Option<String>,
    pub slug: Option<String>,
    pub name: Option<String>,
    pub comment: Option<String>,
    pub slogan: Option<String>,
    /// `integration` or `module`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub detail: Option<String>,
    pub disabled: Option<bool>,
    pub demo_enabled: Option<bool>,
    /// Every member as it came: prices, variants, images and whatever else there is.
    #[serde(skip)]
    wire: Members,
}

impl YumeIntegration {
    /// The document as it came.
    pub fn wire(&self) -> &Members {
        &self.wire
    }
}

impl<'de> Deserialize<'de> for YumeIntegration {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let members = wire::members(input)?;
        let text = |name: &str| wire::text(&members, name);
        Ok(Self {
            id: wire::own_id(&members)?,
            code: text("code"),
            slug: text("slug"),
            name: text("name"),
            comment: text("comment"),
            slogan: text("slogan"),
            kind: text("type"),
            detail: text("detail"),
            disabled: wire::flag(&members, "disabled"),
            demo_enabled: wire::flag(&members, "demo_enabled"),
            wire: members,
        })
    }
}

/// What a company's integration has become by connecting it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct YumeConnection {
    pub id: YumeId,
    pub demo: Option<bool>,
    pub connected: Option<bool>,
    /// As they came: ISO 8601.
    pub created_at: Option<String>,
    pub updated_at: Option<String>,
    pub start_at: Option<String>,
    /// After this moment triggers can be read and not written.
    pub end_at: Option<String>,
    /// The company.
    pub tenant: Option<YumeId>,
    pub integration: Option<YumeId>,
}

impl<'de> Deserialize<'de> for YumeConnection {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let members = wire::members(input)?;
        let text = |name: &str| wire::text(&members, name);
        Ok(Self {
            id: wire::own_id(&members)?,
            demo: wire::flag(&members, "demo"),
            connected: wire::flag(&members, "connected"),
            created_at: text("created_at"),
            updated_at: text("updated_at"),
            start_at: text("start_at"),
            end_at: text("end_at"),
            tenant: wire::id(&members, "tenant"),
            integration: wire::id(&members, "integration"),
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum YumeIntegrationKind {
    Integration,
    Module,
}

/// Which integrations to list; everything by default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, specta::Type)]
pub struct YumeIntegrationsQuery {
    pub ordering: Option<String>,
    pub search: Option<String>,
    #[serde(rename = "type")]
    pub kind: Option<YumeIntegrationKind>,
}

/// How to connect an integration; what is `None` is left to the service.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, specta::Type)]
pub struct YumeConnect {
    pub demo: Option<bool>,
    pub connected: Option<bool>,
    /// What the integration wants besides; no page says what.
    #[serde(skip)]
    pub extra: Option<Value>,
}

impl Yume {
    pub async fn list_integrations(
        &self,
        query: &YumeIntegrationsQuery,
    ) -> Result<Vec<YumeIntegration>, CallError> {
        let kind = query.kind.map(|kind| match kind {
            YumeIntegrationKind::Integration => "integration".to_owned(),
            YumeIntegrationKind::Module => "module".to_owned(),
        });
        let pairs = [
            ("ordering", query.ordering.clone()),
            ("search", query.search.clone()),
            ("type", kind),
        ];
        let asked = pairs.into_iter().filter_map(|(name, value)| {
            let value = value.filter(|value| !value.trim().is_empty())?;
            Some((name.to_owned(), value.trim().to_owned()))
        });
        self.get(const { named("listIntegrations") }, asked.collect())
            .await
    }

    pub async fn get_integration(&self, slug: &str) -> Result<YumeIntegration, CallError> {
        let endpoint = const { named("getIntegration") };
        check_slug(endpoint, slug)?;
        let call = self.call(endpoint, &[("slug", slug)])?;
        self.read(call).await
    }

    /// `None` only for Wazzup: the path of its connecting is also that of an operation of its own, which answers 200 and
    /// tells nothing. Which of the two serves it is the vendor's secret.
    pub async fn connect_integration(
        &self,
        slug: &str,
        how: &YumeConnect,
    ) -> Result<Option<YumeConnection>, CallError> {
        let endpoint = const { named("connectIntegration") };
        check_slug(endpoint, slug)?;
        let members = [
            ("demo", how.demo.map(Value::from)),
            ("connected", how.connected.map(Value::from)),
            ("extra", how.extra.clone()),
        ];
        let given = members
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?)));
        let call = self.call_with(endpoint, &[("slug", slug)], &given.collect())?;
        if slug != WAZZUP {
            return self.changed(call, 201).await.map(Some);
        }
        let answer = self.write(call).await?;
        match told(&answer, 201) {
            None if answer.status != 200 => {
                Err(undecodable(Outcome::MaybeSent, endpoint.operation, answer))
            }
            connection => Ok(connection),
        }
    }

    /// Answers the id of what was disconnected.
    pub async fn disconnect_integration(&self, slug: &str) -> Result<YumeId, CallError> {
        let endpoint = const { named("disconnectIntegration") };
        check_slug(endpoint, slug)?;
        let call = self.call_with(endpoint, &[("slug", slug)], &Members::new())?;
        let answer: Disconnected = self.changed(call, 201).await?;
        Ok(answer.0)
    }
}

struct Disconnected(YumeId);

impl<'de> Deserialize<'de> for Disconnected {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        wire::own_id(&wire::members(input)?).map(Self)
    }
}

/// Letters, digits, hyphens and underscores: nothing that could lead to another path.
fn check_slug(endpoint: &'static YumeEndpoint, slug: &str) -> Result<(), Refusal> {
    let mut problems = Problems::default();
    let is_plain = |sign: u8| sign.is_ascii_alphanumeric() || b"-_".contains(&sign);
    if slug.is_empty() {
        problems.note("slug", YumeProblem::Required);
    } else if !slug.bytes().all(is_plain) {
        problems.note("slug", YumeProblem::Unknown);
    }
    problems.refuse(endpoint.operation)
}
