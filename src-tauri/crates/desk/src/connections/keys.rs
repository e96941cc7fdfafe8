//! The keys of a connection: into the keychain once, out again only towards their services.

use transport::Secret;
use vault::{Readiness, VaultError};

use super::{
    settings::{DEMO_BASE, checked_name, new_record, problem},
    types::{ConnectionId, ConnectionView, DEMO, KeepKey, KeyPlace, KeychainState, ParkColor},
};
use crate::{
    Desk,
    error::{DeskError, DeskErrorCode, DeskResult},
    fleet::access::DEMO_FLEET_KEY,
    preferences::ConnectionRecord,
};

/// Longest key that a Windows credential can hold is 2560 bytes of UTF-16.
const LONGEST_KEY: usize = 1200;

/// The service that a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyOf {
    Jump,
    Yandex,
    /// Lives about a day. Two accounts, because one holds no more than a single token on Windows.
    YumeAccess,
    /// Buys new ones for about a month.
    YumeRefresh,
}

fn account(id: &ConnectionId, of: KeyOf) -> String {
    let service = match of {
        KeyOf::Jump => "jump",
        KeyOf::Yandex => "yandex",
        KeyOf::YumeAccess => "yume-access",
        KeyOf::YumeRefresh => "yume",
    };
    format!("connection/{}/{service}", id.0)
}

/// A key as pasted: outer white space goes, inner white space and control characters are refused.
pub(crate) fn checked_key(key: &str) -> DeskResult<Secret> {
    let key = key.trim();
    let fits = !key.is_empty() && key.len() <= LONGEST_KEY;
    if !fits || !key.chars().all(|c| c.is_ascii_graphic()) {
        return Err(
            DeskError::new(DeskErrorCode::InvalidInput).with_fields(vec![problem("key", "key")])
        );
    }
    Ok(Secret::from(key.to_owned()))
}

pub(crate) fn vault_error(error: VaultError) -> DeskError {
    let code = match error {
        VaultError::Absent => DeskErrorCode::KeychainMissing,
        VaultError::Locked | VaultError::NoCollection => DeskErrorCode::KeychainLocked,
        _ => DeskErrorCode::KeychainFailed,
    };
    DeskError::new(code).with("reason", error.code())
}

impl Desk {
    /// Adds a park. The key is stored before the connection is written, so that a connection
    /// without its key is never left behind by a failing keychain.
    ///
    /// # Errors
    /// `InvalidInput` for name, key or base address; `Keychain…`; `SettingsNotSaved`.
    pub async fn add_connection(
        &self,
        name: &str,
        color: ParkColor,
        key: &str,
        base: &str,
        keep: KeepKey,
    ) -> DeskResult<ConnectionView> {
        let name = checked_name(name)?;
        let secret = checked_key(key)?;
        if transport::BaseAddress::parse(base).is_err() {
            return Err(DeskError::new(DeskErrorCode::InvalidInput)
                .with_fields(vec![problem("base_address", "base_address")]));
        }
        let id = ConnectionId(self.new_id());
        self.keep_key(&id, KeyOf::Jump, secret, keep).await?;
        let mut record = new_record(id.clone(), name, color, base.trim().to_owned());
        record.key_saved_at = (keep == KeepKey::Keychain).then(|| self.now_iso());
        let written = self.change_settings(|settings| {
            settings.connections.push(record);
            settings.current = Some(id.clone());
            Ok(())
        });
        if let Err(error) = written {
            // The key must not stay behind for a connection that does not exist.
            self.drop_key(&id, KeyOf::Jump).await?;
            return Err(error);
        }
        self.connection(&id).await
    }

    /// Opens the demo park: needs no key, no network and leaves no secret.
    pub async fn open_demo(&self, name: &str) -> DeskResult<ConnectionView> {
        let id = ConnectionId(DEMO.to_owned());
        let record = new_record(
            id.clone(),
            name.to_owned(),
            ParkColor::Ochre,
            DEMO_BASE.to_owned(),
        );
        self.change_settings(|settings| {
            if !settings.connections.iter().any(|known| known.id == id) {
                settings.connections.push(record);
            }
            settings.current = Some(id.clone());
            Ok(())
        })?;
        self.connection(&id).await
    }

    /// Puts another key in the place of the present one.
    pub async fn replace_key(&self, id: &ConnectionId, key: &str, keep: KeepKey) -> DeskResult<()> {
        self.0.connections.record(id)?;
        let secret = checked_key(key)?;
        self.put_key(id, KeyOf::Jump, secret, keep).await?;
        self.forget_client(id);
        let saved_at = (keep == KeepKey::Keychain).then(|| self.now_iso());
        self.change_record(id, |record| {
            record.key_saved_at = saved_at;
            // Another key may have other rights.
            record.ignored_rights.clear();
            Ok(())
        })
    }

    /// Deletes the key everywhere; the connection stays and asks for a new one.
    pub async fn delete_key(&self, id: &ConnectionId) -> DeskResult<()> {
        self.0.connections.record(id)?;
        self.drop_key(id, KeyOf::Jump).await?;
        self.forget_client(id);
        self.change_record(id, |record| {
            record.key_saved_at = None;
            Ok(())
        })
    }

    /// Removes a connection with its keys and the tokens of its webhooks.
    pub async fn remove_connection(&self, id: &ConnectionId) -> DeskResult<()> {
        let record = self.0.connections.record(id)?;
        for webhook in record.webhooks.keys() {
            self.drop_webhook_token(id, webhook).await?;
        }
        if id.0 != DEMO {
            if record.yandex.is_some() {
                self.drop_key(id, KeyOf::Yandex).await?;
            }
            if record.yume.is_some() {
                self.drop_yume_session(id).await?;
            }
            self.drop_key(id, KeyOf::Jump).await?;
        }
        self.forget_client(id);
        self.forget_fleet(id);
        self.forget_yume(id);
        self.change_settings(|settings| {
            settings.connections.retain(|record| record.id != *id);
            settings.payout_columns.remove(id);
            if settings.current.as_ref() == Some(id) {
                settings.current = settings.connections.first().map(|r| r.id.clone());
            }
            Ok(())
        })
    }

    /// All connections, in the order they were added. Never shows a keychain prompt: the first
    /// screen must not wait for a person.
    pub async fn connections(&self) -> Vec<ConnectionView> {
        let records = self.0.connections.records();
        let all_demo = records.iter().all(|record| record.id.0 == DEMO);
        let silent = !all_demo && self.keychain_state().await == KeychainState::Ready;
        let mut views = Vec::new();
        for record in records {
            views.push(self.view(record, silent).await);
        }
        views
    }

    pub async fn connection(&self, id: &ConnectionId) -> DeskResult<ConnectionView> {
        let record = self.0.connections.record(id)?;
        let silent = self.keychain_state().await == KeychainState::Ready;
        Ok(self.view(record, silent).await)
    }

    pub async fn keychain_state(&self) -> KeychainState {
        state_of(self.0.parts.vault.probe().await)
    }

    /// Looks for a keychain again, e.g. after it was unlocked or installed.
    pub async fn retry_keychain(&self) -> KeychainState {
        state_of(self.0.parts.vault.retry().await)
    }

    /// A key of a connection, for the client of its service.
    ///
    /// # Errors
    /// `NoKey` when none was ever stored; `Keychain…` when it cannot be asked.
    pub(crate) async fn key(&self, id: &ConnectionId, of: KeyOf) -> DeskResult<Secret> {
        if id.0 == DEMO {
            return match of {
                KeyOf::Jump => Ok(self.0.parts.demo_key.clone()),
                KeyOf::Yandex => Ok(Secret::from(DEMO_FLEET_KEY)),
                // Its session is begun anew in every run and kept nowhere.
                KeyOf::YumeAccess | KeyOf::YumeRefresh => Err(DeskError::new(DeskErrorCode::NoKey)),
            };
        }
        match self.0.parts.vault.get(&account(id, of)).await {
            Ok(Some(secret)) => Ok(secret),
            Ok(None) => Err(DeskError::new(DeskErrorCode::NoKey)),
            Err(error) => Err(vault_error(error)),
        }
    }

    /// Puts a key in the place of whatever was there.
    ///
    /// # Errors
    /// `Keychain…`.
    pub(crate) async fn put_key(
        &self,
        id: &ConnectionId,
        of: KeyOf,
        secret: Secret,
        keep: KeepKey,
    ) -> DeskResult<()> {
        // The former key must not come back at the next start. A keychain that would prompt is not asked: the user has
        // just chosen to do without it.
        if keep == KeepKey::ThisRun
            && self.keychain_state().await == KeychainState::Ready
            && let Err(error) = self.drop_key(id, of).await
        {
            tracing::warn!(code = ?error.code, "the former key stays in the keychain");
        }
        self.keep_key(id, of, secret, keep).await
    }

    async fn keep_key(
        &self,
        id: &ConnectionId,
        of: KeyOf,
        secret: Secret,
        keep: KeepKey,
    ) -> DeskResult<()> {
        let vault = &self.0.parts.vault;
        let account = account(id, of);
        let kept = match keep {
            KeepKey::ThisRun => vault.keep_for_this_run(&account, &secret),
            KeepKey::Keychain => vault.set(&account, &secret).await,
        };
        kept.map_err(vault_error)
    }

    pub(crate) async fn drop_key(&self, id: &ConnectionId, of: KeyOf) -> DeskResult<()> {
        let vault = &self.0.parts.vault;
        let account = account(id, of);
        let for_this_run = vault.is_for_this_run(&account);
        match vault.delete(&account).await {
            Ok(()) => Ok(()),
            // A key of this run only has nothing in the keychain to delete.
            Err(_) if for_this_run => Ok(()),
            Err(error) => Err(vault_error(error)),
        }
    }

    /// Where a key is that is there.
    pub(crate) fn kept_where(&self, id: &ConnectionId, of: KeyOf) -> KeepKey {
        match self.0.parts.vault.is_for_this_run(&account(id, of)) {
            true => KeepKey::ThisRun,
            false => KeepKey::Keychain,
        }
    }

    /// The key that [`Desk::put_key`] would replace, and where it is; `None` when there is none or it cannot be read.
    /// Who keeps a key for this run does without the keychain, so that one that would prompt is not asked.
    pub(crate) async fn former_key(
        &self,
        id: &ConnectionId,
        of: KeyOf,
        keep: KeepKey,
    ) -> Option<(Secret, KeepKey)> {
        let vault = &self.0.parts.vault;
        let account = account(id, of);
        let place = self.kept_where(id, of);
        if (keep, place) == (KeepKey::ThisRun, KeepKey::Keychain)
            && self.keychain_state().await != KeychainState::Ready
        {
            return None;
        }
        let secret = vault.get(&account).await.ok()??;
        Some((secret, place))
    }

    /// Undoes [`Desk::put_key`].
    pub(crate) async fn put_key_back(
        &self,
        id: &ConnectionId,
        of: KeyOf,
        keep: KeepKey,
        former: Option<(Secret, KeepKey)>,
    ) -> DeskResult<()> {
        match (former, keep) {
            (Some((secret, place)), _) => self.put_key(id, of, secret, place).await,
            (None, KeepKey::Keychain) => self.drop_key(id, of).await,
            (None, KeepKey::ThisRun) => {
                let vault = &self.0.parts.vault;
                let forgotten = vault.forget_for_this_run(&account(id, of));
                forgotten.map_err(vault_error)
            }
        }
    }

    /// Where a key is, and what may be shown of it. `readable`: the keychain answers without a prompt.
    pub(crate) async fn key_shown(
        &self,
        id: &ConnectionId,
        of: KeyOf,
        readable: bool,
    ) -> (KeyPlace, String) {
        if id.0 == DEMO {
            return (KeyPlace::NotNeeded, String::new());
        }
        let vault = &self.0.parts.vault;
        let account = account(id, of);
        let for_this_run = vault.is_for_this_run(&account);
        let key = if readable || for_this_run {
            vault.get(&account).await
        } else {
            Err(VaultError::Locked)
        };
        match key {
            Ok(Some(secret)) if for_this_run => (KeyPlace::ThisRun, vault.mask(&secret)),
            Ok(Some(secret)) => (KeyPlace::Keychain, vault.mask(&secret)),
            Ok(None) => (KeyPlace::Missing, String::new()),
            Err(_) => (KeyPlace::Unknown, String::new()),
        }
    }

    /// `readable`: the keychain answers without a prompt.
    async fn view(&self, record: ConnectionRecord, readable: bool) -> ConnectionView {
        let (key_place, key_mask) = self.key_shown(&record.id, KeyOf::Jump, readable).await;
        ConnectionView {
            demo: record.id.0 == DEMO,
            id: record.id,
            name: record.name,
            color: record.color,
            read_only: record.read_only,
            key_place,
            key_mask,
            key_saved_at: record.key_saved_at,
            ignored_rights: record.ignored_rights,
        }
    }
}

fn state_of(probed: Result<Readiness, VaultError>) -> KeychainState {
    match probed {
        Ok(Readiness::Ready) => KeychainState::Ready,
        Ok(_) => KeychainState::Locked,
        Err(VaultError::Absent) => KeychainState::Missing,
        Err(VaultError::Locked | VaultError::NoCollection) => KeychainState::Locked,
        Err(_) => KeychainState::Failed,
    }
}
