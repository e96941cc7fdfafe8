//! The way of every call to Yume: with the token in use, and when that is refused (401), once more with a newer one.
//!
//! That second sending holds for writes too: a 401 says for certain that nothing was carried out. Whoever comes with a
//! token that is not current any more just takes the newer one, so that twenty calls at once renew it once.

use std::sync::atomic::Ordering;

use transport::{BaseAddress, CallError, Limits, Secret, Service, ServiceSettings};
use yume::{AccessToken, LIMITS, RefreshToken, Yume, YumeRefusal};

use super::record::{YumeRecord, access_of};
use crate::{
    Desk,
    connections::{
        keys::KeyOf,
        types::{ConnectionId, DEMO, KeepKey},
    },
    error::{DeskError, DeskErrorCode, DeskResult},
    yume::{
        fault::{answer_or_doubt, fault},
        known::Held,
        types::{YumeAccessView, YumePart},
    },
};

/// The demo park's user; they open nothing else.
pub(super) const DEMO_LOGIN: &str = "demo-yume";
const DEMO_PASSWORD: &str = "demo-yume-password";

impl Desk {
    /// The client of a connection, without a token.
    ///
    /// # Errors
    /// `NoConnection`, `NoYume`, or `InvalidInput` for settings that no longer fit.
    pub(super) async fn yume(&self, id: &ConnectionId) -> DeskResult<Yume> {
        self.client(id, || async {
            let access = access_of(&self.0.connections.record(id)?)?;
            self.new_yume(id, &access)
        })
        .await
    }

    pub(super) fn new_yume(&self, id: &ConnectionId, access: &YumeRecord) -> DeskResult<Yume> {
        let base = BaseAddress::parse(&access.base_address)
            .map_err(|_| DeskError::new(DeskErrorCode::InvalidInput))?;
        let wires = self.0.parts.wires.wires(&base, id.0 == DEMO)?;
        let service = Service::new(ServiceSettings {
            name: "yume",
            base,
            auth: Vec::new(),
            reads: wires.reads,
            writes: wires.writes,
            clock: self.0.parts.clock.clone(),
            limits: Limits {
                per_second: access.requests_per_second,
                ..LIMITS
            },
            observer: self.observer(id, "yume"),
        });
        #[cfg(feature = "trial")]
        let service = match self.0.parts.trial.seed {
            Some(seed) => service.seeded(seed),
            None => service,
        };
        let company = access.company.as_ref().map(|company| company.id);
        Ok(Yume::new(service).for_company(company))
    }

    /// Asks something.
    ///
    /// # Errors
    /// `YumeSignedOut`, `YumeWrongCompany`, `YumeIntegrationOff` and those of the call and of the connection.
    pub(in crate::yume) async fn yume_read<T, F>(
        &self,
        id: &ConnectionId,
        call: impl Fn(Yume) -> F,
    ) -> DeskResult<T>
    where
        F: Future<Output = Result<T, CallError>>,
    {
        self.at_yume(id, call).await?.map_err(fault)
    }

    /// Changes something; the inner error is that of an answer which was lost.
    ///
    /// # Errors
    /// `ReadOnly`, and those of [`Desk::yume_read`]: nothing was changed then.
    pub(in crate::yume) async fn yume_write<T, F>(
        &self,
        id: &ConnectionId,
        call: impl Fn(Yume) -> F,
    ) -> DeskResult<Result<T, CallError>>
    where
        F: Future<Output = Result<T, CallError>>,
    {
        self.yume_writable(id)?;
        let written = answer_or_doubt(self.at_yume(id, call).await?);
        let over = |error: &DeskError| error.code == DeskErrorCode::YumeIntegrationOff;
        let held = self.yume_held(id);
        match &written {
            Ok(Ok(_)) => held.refused_as_over.store(false, Ordering::Relaxed),
            Err(error) if over(error) => held.refused_as_over.store(true, Ordering::Relaxed),
            _ => {}
        }
        written
    }

    /// # Errors
    /// `ReadOnly`, `NoConnection`, `NoYume`.
    pub(in crate::yume) fn yume_writable(&self, id: &ConnectionId) -> DeskResult<()> {
        let record = self.0.connections.record(id)?;
        access_of(&record)?;
        match record.read_only {
            true => Err(DeskError::new(DeskErrorCode::ReadOnly)),
            false => Ok(()),
        }
    }

    pub(super) async fn at_yume<T, F>(
        &self,
        id: &ConnectionId,
        call: impl Fn(Yume) -> F,
    ) -> DeskResult<Result<T, CallError>>
    where
        F: Future<Output = Result<T, CallError>>,
    {
        let client = self.yume(id).await?;
        let held = self.yume_held(id);
        let access = self.yume_token(id, &held, &client).await?;
        let first = call(client.signed(access.clone())).await;
        if !is_signed_out(&first) {
            return Ok(first);
        }
        let newer = self.renewed(id, &held, &client, Some(&access)).await?;
        let again = call(client.signed(newer)).await;
        match &again {
            Err(error) if is_signed_out(&again) => Err(self.session_over(id, &held, error.clone())),
            _ => Ok(again),
        }
    }

    /// The token in use, or the one in the keychain.
    async fn yume_token(
        &self,
        id: &ConnectionId,
        held: &Held,
        client: &Yume,
    ) -> DeskResult<AccessToken> {
        if let Some(access) = held.access() {
            return Ok(access);
        }
        match self.key(id, KeyOf::YumeAccess).await {
            Ok(kept) => {
                let kept = AccessToken::new(kept);
                // Somebody may have signed in meanwhile: the newer one stays.
                let _one_at_a_time = held.renewing.lock().await;
                let current = held.access();
                if current.is_none() {
                    held.set_access(Some(kept.clone()));
                }
                Ok(current.unwrap_or(kept))
            }
            Err(error) if error.code == DeskErrorCode::NoKey => {
                self.renewed(id, held, client, None).await
            }
            Err(error) => Err(error),
        }
    }

    /// A token that is newer than `stale`: the one that somebody else has got meanwhile, or a new one. It is in the
    /// keychain before it is used.
    ///
    /// # Errors
    /// `YumeSignedOut`: nothing is deleted. Those of the call: the session goes on when it is tried again.
    async fn renewed(
        &self,
        id: &ConnectionId,
        held: &Held,
        client: &Yume,
        stale: Option<&AccessToken>,
    ) -> DeskResult<AccessToken> {
        let _one_at_a_time = held.renewing.lock().await;
        if let Some(newer) = held.newer_than(stale) {
            return Ok(newer);
        }
        if id.0 == DEMO {
            let password = Secret::from(DEMO_PASSWORD);
            let pair = client.login(DEMO_LOGIN, &password).await.map_err(fault)?;
            held.set_access(Some(pair.access.clone()));
            return Ok(pair.access);
        }
        let refresh = match self.key(id, KeyOf::YumeRefresh).await {
            Ok(refresh) => RefreshToken::new(refresh),
            Err(error) if error.code == DeskErrorCode::NoKey => {
                held.set_over();
                self.tell_yume(id, YumePart::Access);
                return Err(DeskError::new(DeskErrorCode::YumeSignedOut));
            }
            Err(error) => return Err(error),
        };
        let (access, another) = match client.refresh_token(&refresh).await {
            Ok(renewed) => renewed,
            Err(error) => {
                let told = fault(error.clone());
                return Err(match told.code {
                    DeskErrorCode::YumeSignedOut => self.session_over(id, held, error),
                    _ => told,
                });
            }
        };
        let keep = self.kept_where(id, KeyOf::YumeRefresh);
        if let Some(another) = &another {
            self.keep_renewed(id, KeyOf::YumeRefresh, another.secret(), keep)
                .await;
        }
        self.keep_renewed(id, KeyOf::YumeAccess, access.secret(), keep)
            .await;
        self.gone_meanwhile(id).await?;
        held.set_access(Some(access.clone()));
        self.tell_yume(id, YumePart::Access);
        Ok(access)
    }

    /// A keychain that fails must not end the session: the token is kept for this run then.
    async fn keep_renewed(&self, id: &ConnectionId, of: KeyOf, token: &Secret, keep: KeepKey) {
        let kept = match self.put_key(id, of, token.clone(), keep).await {
            Err(error) if keep == KeepKey::Keychain => {
                tracing::warn!(code = ?error.code, "a renewed token is kept for this run only");
                self.put_key(id, of, token.clone(), KeepKey::ThisRun).await
            }
            kept => kept,
        };
        if let Err(error) = kept {
            tracing::warn!(code = ?error.code, "a renewed token was not kept");
        }
    }

    /// The access may have been taken away while the keychain was at work: no token stays behind for it.
    async fn gone_meanwhile(&self, id: &ConnectionId) -> DeskResult<()> {
        let there = self.0.connections.record(id).and_then(|it| access_of(&it));
        let Err(gone) = there else {
            return Ok(());
        };
        for of in [KeyOf::YumeRefresh, KeyOf::YumeAccess] {
            if let Err(left) = self.drop_key(id, of).await {
                tracing::warn!(code = ?left.code, "a token of a removed access stays");
            }
        }
        Err(gone)
    }

    fn session_over(&self, id: &ConnectionId, held: &Held, error: CallError) -> DeskError {
        held.set_over();
        self.tell_yume(id, YumePart::Access);
        fault(error)
    }

    /// Renews the access now.
    ///
    /// # Errors
    /// `NoYume`, `YumeSignedOut`, and those of the call and of the connection.
    pub async fn renew_yume(&self, id: &ConnectionId) -> DeskResult<YumeAccessView> {
        let record = access_of(&self.0.connections.record(id)?)?;
        let client = self.yume(id).await?;
        let held = self.yume_held(id);
        let stale = held.access();
        self.renewed(id, &held, &client, stale.as_ref()).await?;
        self.yume_access_view(id, record).await
    }
}

fn is_signed_out<T>(called: &Result<T, CallError>) -> bool {
    let error = called.as_ref().err();
    error.and_then(YumeRefusal::of) == Some(YumeRefusal::SignedOut)
}

/// A token as pasted: outer white space goes, a `Bearer` before it too; what fits into no header is refused.
pub(super) fn checked_token(typed: &str) -> Option<Secret> {
    /// A Windows credential holds 2560 bytes of UTF-16.
    const LONGEST: usize = 1_280;
    let typed = typed.trim();
    let bare = typed.strip_prefix("Bearer");
    let bare = bare.filter(|rest| rest.is_empty() || rest.starts_with(' '));
    let typed = bare.unwrap_or(typed).trim();
    let fits = !typed.is_empty() && typed.len() <= LONGEST;
    let fits = fits && typed.chars().all(|c| c.is_ascii_graphic());
    fits.then(|| Secret::from(typed.to_owned()))
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn pasted_token_goes_into_a_header_whole_or_not_at_all() {
        for (typed, kept) in [
            (" demo-access.a.b\n", Some("demo-access.a.b")),
            ("Bearer demo-access", Some("demo-access")),
            ("demo access", None),
            ("demo-токен", None),
            ("Bearer ", None),
            ("", None),
        ] {
            let token = checked_token(typed);
            let token = token.as_ref().map(|token| token.expose_secret());
            assert_eq!(token, kept, "{typed:?}");
        }
        assert!(checked_token(&"a".repeat(1_281)).is_none());
    }
}
