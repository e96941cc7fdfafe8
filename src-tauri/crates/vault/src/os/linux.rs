//! Linux: the Secret Service over D-Bus (GNOME Keyring, KWallet, KeePassXC).

use crate::{Readiness, VaultError};
use keyring_core::{CredentialStore, Error};
use secret_service::{EncryptionType, blocking::SecretService};
use std::sync::Arc;

pub fn open() -> Result<Arc<CredentialStore>, Error> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

/// The label is what the desktop's password programs show in their lists.
pub fn modifiers(account: &str) -> Vec<(&'static str, String)> {
    vec![("label", format!("Parkdesk {account}"))]
}

/// Asks over a connection of its own: the store would unlock, and so prompt, where this only looks.
pub fn probe() -> Result<Readiness, VaultError> {
    let look = || -> Result<Readiness, secret_service::Error> {
        let service = SecretService::connect(EncryptionType::Dh)?;
        let locked = service.get_default_collection()?.is_locked()?;
        Ok(if locked {
            Readiness::MayPrompt
        } else {
            Readiness::Ready
        })
    };
    look().map_err(|error| {
        tracing::info!(%error, "the keychain is not ready");
        service_code(&error).unwrap_or(VaultError::Other)
    })
}

/// What an access error is when its cause tells nothing more.
pub const NO_ACCESS: VaultError = VaultError::Denied;

/// The code of an error inside keyring's, when it says enough.
pub fn code(cause: &(dyn std::error::Error + Send + Sync + 'static)) -> Option<VaultError> {
    service_code(cause.downcast_ref::<secret_service::Error>()?)
}

fn service_code(error: &secret_service::Error) -> Option<VaultError> {
    use secret_service::Error as Service;
    match error {
        Service::Unavailable => Some(VaultError::Absent),
        Service::Locked => Some(VaultError::Locked),
        Service::NoResult => Some(VaultError::NoCollection),
        Service::Prompt => Some(VaultError::Denied),
        Service::PromptDisconnected => Some(VaultError::Locked),
        Service::Zbus(error) => bus_code(error),
        Service::ZbusFdo(error) => fdo_code(error),
        _ => None,
    }
}

fn bus_code(error: &zbus::Error) -> Option<VaultError> {
    match error {
        // No socket, no address, or a bus that hung up: there is nobody to talk to.
        zbus::Error::Connection(..)
        | zbus::Error::InputOutput(_)
        | zbus::Error::Address(_)
        | zbus::Error::Handshake(_) => Some(VaultError::Absent),
        zbus::Error::FDO(error) => fdo_code(error),
        zbus::Error::MethodError(name, _, _) => named_code(name.as_str()),
        _ => None,
    }
}

fn fdo_code(error: &zbus::fdo::Error) -> Option<VaultError> {
    match error {
        zbus::fdo::Error::ZBus(error) => bus_code(error),
        error => named_code(zbus::DBusError::name(error).as_str()),
    }
}

fn named_code(name: &str) -> Option<VaultError> {
    match name {
        "org.freedesktop.Secret.Error.IsLocked" => Some(VaultError::Locked),
        "org.freedesktop.Secret.Error.NoSuchObject" => Some(VaultError::NoCollection),
        "org.freedesktop.DBus.Error.AccessDenied" => Some(VaultError::Denied),
        "org.freedesktop.DBus.Error.ServiceUnknown"
        | "org.freedesktop.DBus.Error.NameHasNoOwner"
        | "org.freedesktop.DBus.Error.NoServer"
        | "org.freedesktop.DBus.Error.Disconnected" => Some(VaultError::Absent),
        name if name.starts_with("org.freedesktop.DBus.Error.Spawn.") => Some(VaultError::Absent),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_screen_acts_on_is_told_apart() {
        let told = |error| service_code(&error);
        assert_eq!(
            told(secret_service::Error::Unavailable),
            Some(VaultError::Absent)
        );
        assert_eq!(
            told(secret_service::Error::NoResult),
            Some(VaultError::NoCollection)
        );
        assert_eq!(
            told(secret_service::Error::Prompt),
            Some(VaultError::Denied)
        );
        assert_eq!(
            told(secret_service::Error::Locked),
            Some(VaultError::Locked)
        );
        let missing = std::io::Error::from(std::io::ErrorKind::NotFound);
        assert_eq!(
            told(zbus::Error::from(missing).into()),
            Some(VaultError::Absent)
        );
        let unknown = zbus::fdo::Error::ServiceUnknown(String::new());
        assert_eq!(told(unknown.into()), Some(VaultError::Absent));
    }

    #[test]
    fn locked_keychain_is_not_taken_for_an_absent_one() {
        assert_eq!(
            named_code("org.freedesktop.Secret.Error.IsLocked"),
            Some(VaultError::Locked)
        );
        assert_eq!(named_code("org.freedesktop.DBus.Error.Failed"), None);
    }
}
