//! Subscriptions to changes of applications: created, read, edited, deleted. The service lists none, so their numbers
//! are kept with the connection, and their tokens in the keychain; a token leaves only towards the service.

mod tokens;
mod typed;
pub mod types;
mod verify;

use jump::{Id, Webhook, WebhookChange, WebhookCreate};
use transport::{CallError, Secret};

use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult, FieldProblem, in_doubt},
    preferences::WebhookRecord,
};
use types::{KnownWebhook, WebhookDraft, WebhookEdit, WebhookOutcome, WebhookState, WebhookView};
use verify::Settled;

impl Desk {
    /// The subscriptions whose numbers are known here, by number.
    ///
    /// # Errors
    /// `NoConnection`.
    pub fn webhooks(&self, connection: &ConnectionId) -> DeskResult<Vec<KnownWebhook>> {
        let records = self.0.connections.record(connection)?.webhooks;
        let known = |(id, record): (String, WebhookRecord)| {
            Some(KnownWebhook {
                id: id.parse().ok()?,
                url: record.url,
                method: record.method,
                known_since: record.since,
            })
        };
        let mut webhooks: Vec<_> = records.into_iter().filter_map(known).collect();
        webhooks.sort_by_key(|one| one.id);
        Ok(webhooks)
    }

    /// Reads a subscription; its number is known from then on.
    ///
    /// # Errors
    /// `NotFound`, a known number then stays known; the other errors of the call and of the connection.
    pub async fn webhook(&self, connection: &ConnectionId, id: Id) -> DeskResult<WebhookView> {
        let webhook = self.jump(connection).await?.get_webhook(id).await?;
        if let Err(error) = self.remember_webhook(connection, id, &webhook) {
            tracing::warn!(code = ?error.code, "the number of a webhook was not noted");
        }
        Ok(self.webhook_view(connection, id, &webhook).await)
    }

    /// Subscribes, once.
    ///
    /// # Errors
    /// `ReadOnly`; `InvalidInput` naming `url` or `token`; `RefusedByService` and the other errors of a call that
    /// changed nothing. A lost answer is `Unknown`, without a number: nobody can look it up.
    pub async fn create_webhook(
        &self,
        connection: &ConnectionId,
        draft: WebhookDraft,
    ) -> DeskResult<WebhookOutcome> {
        let jump = self.jump_for_writing(connection).await?;
        let (url, token) = checked(typed::url(&draft.url), typed::token(&draft.token))?;
        let create = WebhookCreate {
            url,
            method: draft.method,
            token,
        };
        let id = match jump.create_webhook(&create).await {
            Ok(Some(id)) => id,
            Ok(None) => return Ok(outcome(WebhookState::Unknown, None)),
            Err(error) => {
                let lost = in_doubt::<()>(Err(error))?;
                return Ok(outcome(WebhookState::Unknown, lost));
            }
        };
        let sent = WebhookChange {
            url: Some(create.url.clone()),
            method: Some(create.method),
            token: Some(create.token.clone()),
        };
        // Before the look: the number must not be lost to a program that ends meanwhile.
        let expected = Webhook {
            id: Some(id),
            url: Some(create.url),
            method: Some(create.method.vendor_name().to_owned()),
            token: None,
        };
        let noted = self.remember_webhook(connection, id, &expected);
        let token_not_kept = self.keep_known(connection, id, &create.token, noted).await;
        let settled = self.webhook_settled(&jump, id, None, &sent, false).await;
        Ok(WebhookOutcome {
            id: Some(id),
            token_not_kept,
            ..self.webhook_told(connection, id, settled, None).await
        })
    }

    /// Changes a subscription, once. Nothing to change is read and told as done.
    ///
    /// # Errors
    /// As [`Desk::create_webhook`], and `NotFound`. An answer that was lost is looked up.
    pub async fn edit_webhook(
        &self,
        connection: &ConnectionId,
        id: Id,
        edit: WebhookEdit,
    ) -> DeskResult<WebhookOutcome> {
        let jump = self.jump_for_writing(connection).await?;
        let token = edit.token.filter(|token| !token.trim().is_empty());
        let (url, token) = checked(
            edit.url.as_deref().map(typed::url).transpose(),
            token.as_deref().map(typed::token).transpose(),
        )?;
        let change = WebhookChange {
            url,
            method: edit.method,
            token,
        };
        let before = jump.get_webhook(id).await?;
        let empty = change.url.is_none() && change.method.is_none() && change.token.is_none();
        if empty {
            let settled = Settled {
                state: WebhookState::Done,
                now: Some(before),
            };
            return Ok(self.webhook_told(connection, id, settled, None).await);
        }
        let lost = in_doubt(jump.update_webhook(id, &change).await)?;
        let settled = self
            .webhook_settled(&jump, id, Some(&before), &change, lost.is_some())
            .await;
        let token_not_kept = match &change.token {
            Some(token) if settled.state == WebhookState::Done => {
                let noted = self.remember_webhook(connection, id, &before);
                self.keep_known(connection, id, token, noted).await
            }
            _ => None,
        };
        Ok(WebhookOutcome {
            token_not_kept,
            ..self.webhook_told(connection, id, settled, lost).await
        })
    }

    /// Ends a subscription, once. Its number and token are forgotten when reading shows that it is gone.
    ///
    /// # Errors
    /// `ReadOnly`; `NotFound`: nothing was sent, the number can be forgotten; the other errors of a call that changed
    /// nothing.
    pub async fn delete_webhook(
        &self,
        connection: &ConnectionId,
        id: Id,
    ) -> DeskResult<WebhookOutcome> {
        let jump = self.jump_for_writing(connection).await?;
        // Only where it can be read does its not being there say that it was deleted.
        jump.get_webhook(id).await?;
        let lost = in_doubt(jump.delete_webhook(id).await)?;
        let settled = self.webhook_gone(&jump, id, lost.is_some()).await;
        if settled.state == WebhookState::Done
            && let Err(error) = self.forget_webhook(connection, id).await
        {
            // It stays in the list, where it can be forgotten by hand.
            tracing::warn!(code = ?error.code, "a deleted webhook was not forgotten");
        }
        Ok(self.webhook_told(connection, id, settled, lost).await)
    }

    /// Forgets the number and the token here; the subscription stays.
    ///
    /// # Errors
    /// `NoConnection`; `Keychain…`, the number then stays known; `SettingsNotSaved`.
    pub async fn forget_webhook(&self, connection: &ConnectionId, id: Id) -> DeskResult<()> {
        self.0.connections.record(connection)?;
        self.drop_webhook_token(connection, &id.to_string()).await?;
        self.change_record(connection, |record| {
            record.webhooks.remove(&id.to_string());
            Ok(())
        })
    }

    /// Notes the number, and the address and method as far as they are shown.
    fn remember_webhook(
        &self,
        connection: &ConnectionId,
        id: Id,
        webhook: &Webhook,
    ) -> DeskResult<()> {
        let since = self.now_iso();
        self.change_record(connection, |record| {
            let known = record
                .webhooks
                .entry(id.to_string())
                .or_insert_with(|| WebhookRecord {
                    url: String::new(),
                    method: String::new(),
                    since,
                });
            if let Some(url) = &webhook.url {
                known.url.clone_from(url);
            }
            if let Some(method) = &webhook.method {
                known.method = method.trim().to_lowercase();
            }
            Ok(())
        })
    }

    /// Keeps the token of a number that is known. Under one that is not, it would stay in the keychain for ever.
    async fn keep_known(
        &self,
        connection: &ConnectionId,
        id: Id,
        token: &Secret,
        known: DeskResult<()>,
    ) -> Option<DeskError> {
        if let Err(error) = known {
            if error.code != DeskErrorCode::NoConnection {
                self.keep_webhook_token_for_this_run(connection, id, token);
            }
            return Some(error);
        }
        let error = self.keep_webhook_token(connection, id, token).await;
        // The connection may have been removed while the keychain was at work.
        if let Err(gone) = self.0.connections.record(connection) {
            if let Err(left) = self.drop_webhook_token(connection, &id.to_string()).await {
                tracing::warn!(code = ?left.code, "a token of a removed connection stays");
            }
            return Some(gone);
        }
        error
    }

    async fn webhook_view(
        &self,
        connection: &ConnectionId,
        id: Id,
        webhook: &Webhook,
    ) -> WebhookView {
        let kept = self.webhook_token(connection, id).await;
        let shown = webhook.token.as_ref();
        let method = webhook.method.as_deref().unwrap_or_default();
        WebhookView {
            id,
            url: webhook.url.clone().unwrap_or_default(),
            method: method.trim().to_lowercase(),
            token: tokens::state_of(kept.as_ref(), shown),
            token_mask: kept
                .as_ref()
                .or(shown)
                .and_then(|token| self.webhook_token_mask(token)),
            read_at: self.now_iso(),
        }
    }

    async fn webhook_told(
        &self,
        connection: &ConnectionId,
        id: Id,
        settled: Settled,
        lost: Option<CallError>,
    ) -> WebhookOutcome {
        let webhook = match &settled.now {
            Some(now) => {
                if let Err(error) = self.remember_webhook(connection, id, now) {
                    tracing::warn!(code = ?error.code, "a webhook as read was not noted");
                }
                Some(self.webhook_view(connection, id, now).await)
            }
            None => None,
        };
        WebhookOutcome {
            id: Some(id),
            webhook,
            ..outcome(settled.state, lost)
        }
    }
}

fn outcome(state: WebhookState, lost: Option<CallError>) -> WebhookOutcome {
    WebhookOutcome {
        state,
        id: None,
        webhook: None,
        token_not_kept: None,
        trace_id: lost.map(|error| error.trace_id),
    }
}

/// Both, or all that is wrong with them.
fn checked<A, B>(
    one: Result<A, FieldProblem>,
    other: Result<B, FieldProblem>,
) -> DeskResult<(A, B)> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (one, other) => {
            let problems = one.err().into_iter().chain(other.err()).collect();
            Err(DeskError::new(DeskErrorCode::InvalidInput).with_fields(problems))
        }
    }
}
