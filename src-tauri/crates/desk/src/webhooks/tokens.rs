//! The token of a subscription: into the keychain under `connection/<id>/webhook/<number>`, out again only to be held
//! against what the service shows. The demo park's tokens are kept for this run alone.

use jump::Id;
use secrecy::ExposeSecret;
use transport::Secret;

use super::types::TokenState;
use crate::{
    Desk,
    connections::{
        keys::vault_error,
        types::{ConnectionId, DEMO},
    },
    error::{DeskError, DeskErrorCode, DeskResult},
};

fn account(connection: &ConnectionId, webhook: &str) -> String {
    format!("connection/{}/webhook/{webhook}", connection.0)
}

impl Desk {
    /// `None` also when the keychain cannot be asked: then nothing is known here.
    pub(super) async fn webhook_token(&self, connection: &ConnectionId, id: Id) -> Option<Secret> {
        let vault = &self.0.parts.vault;
        let account = account(connection, &id.to_string());
        if connection.0 == DEMO && !vault.is_for_this_run(&account) {
            return None;
        }
        match vault.get(&account).await {
            Ok(secret) => secret,
            Err(error) => {
                tracing::warn!(code = error.code(), "a webhook's token cannot be looked up");
                None
            }
        }
    }

    /// Into the keychain, or for this run when it would not have it; the error says why.
    pub(super) async fn keep_webhook_token(
        &self,
        connection: &ConnectionId,
        id: Id,
        token: &Secret,
    ) -> Option<DeskError> {
        let vault = &self.0.parts.vault;
        let account = account(connection, &id.to_string());
        let kept = match connection.0 == DEMO {
            true => vault.keep_for_this_run(&account, token),
            false => vault.set(&account, token).await,
        };
        let error = vault_error(kept.err()?);
        self.keep_webhook_token_for_this_run(connection, id, token);
        Some(error)
    }

    pub(super) fn keep_webhook_token_for_this_run(
        &self,
        connection: &ConnectionId,
        id: Id,
        token: &Secret,
    ) {
        let account = account(connection, &id.to_string());
        if let Err(error) = self.0.parts.vault.keep_for_this_run(&account, token) {
            tracing::warn!(code = error.code(), "a webhook's token is not kept at all");
        }
    }

    /// A computer without a keychain has nothing to delete from it.
    ///
    /// # Errors
    /// `KeychainLocked`, `KeychainFailed`: the token may still be there.
    pub(crate) async fn drop_webhook_token(
        &self,
        connection: &ConnectionId,
        webhook: &str,
    ) -> DeskResult<()> {
        let vault = &self.0.parts.vault;
        let account = account(connection, webhook);
        if connection.0 == DEMO {
            return vault.forget_for_this_run(&account).map_err(vault_error);
        }
        let for_this_run = vault.is_for_this_run(&account);
        match vault.delete(&account).await.map_err(vault_error) {
            Err(error) if error.code != DeskErrorCode::KeychainMissing && !for_this_run => {
                Err(error)
            }
            _ => Ok(()),
        }
    }

    /// `•••• 1234`; `None` for a token too short to show a part of it.
    pub(super) fn webhook_token_mask(&self, token: &Secret) -> Option<String> {
        let masked = self.0.parts.vault.mask(token);
        let tail = masked.trim_start_matches('•');
        (!tail.is_empty()).then(|| format!("•••• {tail}"))
    }
}

/// What the keychain holds against what the service shows.
pub(super) fn state_of(kept: Option<&Secret>, shown: Option<&Secret>) -> TokenState {
    match (kept, shown) {
        (Some(kept), Some(shown)) if same(kept, shown) => TokenState::Same,
        (Some(_), Some(_)) => TokenState::Differs,
        (Some(_), None) => TokenState::Kept,
        (None, Some(_)) => TokenState::OnlyThere,
        (None, None) => TokenState::Absent,
    }
}

pub(super) fn same(one: &Secret, other: &Secret) -> bool {
    one.expose_secret() == other.expose_secret()
}
