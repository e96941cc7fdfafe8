//! Triggers: the automatic messages of a company. One is read by listing them all and picking it.

use std::collections::BTreeSet;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use transport::CallError;
use transport::lenient::text_of;

use crate::client::Yume;
use crate::coded::{
    Coded, YumeDeliveryStatus, YumeDeliveryType, YumeOrderStatus, YumePaymentStatus,
    YumeSaleStatus, YumeTriggerKind,
};
use crate::endpoint::named;
use crate::id::YumeId;
use crate::trigger_write::TriggerWrite;
use crate::wire::{self, Members};

/// What the vendor fills in itself; never sent back.
const READ_ONLY: [&str; 4] = ["id", "created_at", "updated_at", "tenant"];

/// A trigger as the service keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct YumeTrigger {
    pub id: YumeId,
    /// The company.
    pub tenant: Option<YumeId>,
    /// As they came: ISO 8601.
    pub created_at: Option<String>,
    pub updated_at: Option<String>,
    pub content: YumeTriggerContent,
    /// Every member as it came, those that nobody knows included.
    #[serde(skip)]
    wire: Members,
}

/// All of a trigger that can be written. A status of `None` is any status.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct YumeTriggerContent {
    #[serde(rename = "type")]
    pub kind: Option<YumeTriggerKind>,
    pub order_status_from: Option<YumeOrderStatus>,
    pub order_status_to: Option<YumeOrderStatus>,
    pub order_payment_status_from: Option<YumePaymentStatus>,
    pub order_payment_status_to: Option<YumePaymentStatus>,
    pub sale_status_from: Option<YumeSaleStatus>,
    pub sale_status_to: Option<YumeSaleStatus>,
    pub delivery_type: Option<YumeDeliveryType>,
    pub delivery_status: Option<YumeDeliveryStatus>,
    pub text: Option<String>,
    /// Triggers are walked in this order.
    pub order: Option<i32>,
    /// The WABA template at Wazzup.
    pub template_id: Option<String>,
    /// Names of the values that are put into `{{1}}`, `{{2}}`, …
    pub template_keys: Vec<String>,
    /// Ids of templates of documents.
    pub documents: Vec<YumeId>,
    /// As the vendor spells it; see `timeout_seconds`.
    pub timeout: Option<String>,
}

impl YumeTriggerContent {
    pub(crate) fn read(members: &Members) -> Self {
        fn coded<T: Coded>(members: &Members, name: &str) -> Option<T> {
            T::read(members.get(name)?)
        }
        let list = |name: &str| members.get(name).and_then(Value::as_array);
        let number = |name: &str| wire::text(members, name)?.parse().ok();
        Self {
            kind: coded(members, "type"),
            order_status_from: coded(members, "order_status_from"),
            order_status_to: coded(members, "order_status_to"),
            order_payment_status_from: coded(members, "order_payment_status_from"),
            order_payment_status_to: coded(members, "order_payment_status_to"),
            sale_status_from: coded(members, "sale_status_from"),
            sale_status_to: coded(members, "sale_status_to"),
            delivery_type: coded(members, "delivery_type"),
            delivery_status: coded(members, "delivery_status"),
            text: wire::text(members, "text"),
            order: number("order"),
            template_id: wire::text(members, "template_id"),
            template_keys: list("template_keys")
                .into_iter()
                .flatten()
                .filter_map(text_of)
                .collect(),
            documents: list("documents")
                .into_iter()
                .flatten()
                .filter_map(YumeId::read)
                .collect(),
            timeout: wire::text(members, "timeout"),
        }
    }

    /// Empty texts are absent ones.
    pub(crate) fn tidied(&self) -> Self {
        let mut tidy = self.clone();
        for text in [&mut tidy.text, &mut tidy.template_id, &mut tidy.timeout] {
            *text = text.take().filter(|text| !text.trim().is_empty());
        }
        tidy
    }

    /// Members whose value nobody understands: the vendor's document refuses them in a request.
    pub fn unknown_members(&self) -> Vec<&'static str> {
        macro_rules! unknown {
            ($($kind:ident in $($field:ident $name:literal)*);*) => {
                [$($((matches!(self.$field, Some($kind::Unknown(_))), $name)),*),*]
            };
        }
        let all = unknown! {
            YumeTriggerKind in kind "type";
            YumeOrderStatus in order_status_from "order_status_from" order_status_to "order_status_to";
            YumePaymentStatus in order_payment_status_from "order_payment_status_from" order_payment_status_to "order_payment_status_to";
            YumeSaleStatus in sale_status_from "sale_status_from" sale_status_to "sale_status_to";
            YumeDeliveryType in delivery_type "delivery_type";
            YumeDeliveryStatus in delivery_status "delivery_status"
        };
        let unknown = all.into_iter().filter(|(is_unknown, _)| *is_unknown);
        unknown.map(|(_, name)| name).collect()
    }
}

impl YumeTrigger {
    /// The document as it came.
    pub fn wire(&self) -> &Members {
        &self.wire
    }

    /// The document without what the vendor fills in itself.
    pub(crate) fn writable(&self) -> Members {
        let mut members = self.wire.clone();
        members.retain(|name, _| !READ_ONLY.contains(&name.as_str()));
        members
    }
}

impl<'de> Deserialize<'de> for YumeTrigger {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let wire = wire::members(input)?;
        Ok(Self {
            id: wire::own_id(&wire)?,
            tenant: wire::id(&wire, "tenant"),
            created_at: wire::text(&wire, "created_at"),
            updated_at: wire::text(&wire, "updated_at"),
            content: YumeTriggerContent::read(&wire),
            wire,
        })
    }
}

impl Yume {
    /// All triggers of the company, in the vendor's order; the list has no pages.
    pub async fn list_wazzup_triggers(&self) -> Result<Vec<YumeTrigger>, CallError> {
        self.get(const { named("listWazzupTriggers") }, Vec::new())
            .await
    }

    /// Not idempotent: where its outcome is unknown, list and ask [`TriggerWrite::made_in`] before anything else.
    pub async fn create_wazzup_trigger(
        &self,
        trigger: &TriggerWrite,
    ) -> Result<YumeTrigger, CallError> {
        let endpoint = const { named("createWazzupTrigger") };
        let call = self.call_with(endpoint, &[], trigger.body())?;
        self.changed(call, 201).await
    }

    /// Sends the whole document (PUT).
    pub async fn replace_wazzup_trigger(
        &self,
        id: YumeId,
        trigger: &TriggerWrite,
    ) -> Result<YumeTrigger, CallError> {
        let endpoint = const { named("replaceWazzupTrigger") };
        let call = self.call_with(endpoint, &[("id", &id.to_string())], trigger.body())?;
        self.changed(call, 200).await
    }

    /// Sends only what changes (PATCH).
    pub async fn patch_wazzup_trigger(
        &self,
        id: YumeId,
        trigger: &TriggerWrite,
    ) -> Result<YumeTrigger, CallError> {
        let endpoint = const { named("patchWazzupTrigger") };
        let call = self.call_with(endpoint, &[("id", &id.to_string())], trigger.body())?;
        self.changed(call, 200).await
    }

    pub async fn delete_wazzup_trigger(&self, id: YumeId) -> Result<(), CallError> {
        let endpoint = const { named("deleteWazzupTrigger") };
        let call = self.call(endpoint, &[("id", &id.to_string())])?;
        self.write(call).await.map(drop)
    }
}

/// The ids of a list, to be kept before a create.
pub fn trigger_ids(triggers: &[YumeTrigger]) -> BTreeSet<YumeId> {
    triggers.iter().map(|trigger| trigger.id).collect()
}
