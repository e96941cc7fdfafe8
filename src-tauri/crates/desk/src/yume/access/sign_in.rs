//! Signing in, by login and password or by a token that a person has already. Tokens are stored before the access is
//! written, so that an access without its tokens is never left behind; what was there before is put back on a failure.

use transport::Secret;
use yume::{AccessToken, RefreshToken, Yume, YumeRefusal};

use super::{
    record::{YumeRecord, access_of, checked_place},
    session::checked_token,
};
use crate::{
    Desk,
    checks::problem,
    connections::{
        keys::KeyOf,
        types::{ConnectionId, DEMO, KeepKey},
    },
    error::{DeskError, DeskErrorCode, DeskResult},
    yume::{
        fault::{fault, invalid},
        types::{YumeCompany, YumePart, YumePaste, YumeSignIn, YumeSignedIn},
    },
};

/// What a sign-in gave.
struct Tokens {
    access: AccessToken,
    refresh: Option<RefreshToken>,
}

impl Desk {
    /// Signs in. The password goes to Yume, once, and is forgotten.
    ///
    /// # Errors
    /// `InvalidInput`, `password` with `yume_credentials` when the service refuses them; `RateLimited` after ten tries in a
    /// minute; those of the call; `Keychain…`; `SettingsNotSaved`. The former access is then as it was.
    pub async fn sign_in_to_yume(
        &self,
        id: &ConnectionId,
        typed: YumeSignIn,
    ) -> DeskResult<YumeSignedIn> {
        let former = access_of(&self.0.connections.record(id)?).ok();
        if id.0 == DEMO {
            return self.yume_signed_in(id).await;
        }
        let mut problems = Vec::new();
        let base = checked_place(
            &typed.base_address,
            typed.requests_per_second,
            &mut problems,
        );
        let login = typed.login.trim().to_owned();
        if login.is_empty() {
            problems.push(problem("login", "required"));
        }
        if typed.password.is_empty() {
            problems.push(problem("password", "required"));
        }
        if !problems.is_empty() {
            return Err(invalid(problems));
        }
        let record = self.signed_record(base, typed.requests_per_second, login, former.as_ref());
        let password = Secret::from(typed.password);
        let client = self.new_yume(id, &record)?;
        let pair = client.login(&record.login, &password).await;
        let pair = pair.map_err(fault)?;
        let tokens = Tokens {
            access: pair.access,
            refresh: Some(pair.refresh),
        };
        self.keep_session(id, record, tokens, typed.keep).await?;
        self.yume_signed_in(id).await
    }

    /// Takes tokens that a person has already, once the service has accepted them.
    ///
    /// # Errors
    /// As [`Desk::sign_in_to_yume`]; `access` with `yume_token_refused`.
    pub async fn paste_yume_token(
        &self,
        id: &ConnectionId,
        pasted: YumePaste,
    ) -> DeskResult<YumeSignedIn> {
        let former = access_of(&self.0.connections.record(id)?).ok();
        if id.0 == DEMO {
            return self.yume_signed_in(id).await;
        }
        let mut problems = Vec::new();
        let pace = pasted.requests_per_second;
        let base = checked_place(&pasted.base_address, pace, &mut problems);
        let access = checked_token(&pasted.access);
        if access.is_none() {
            problems.push(problem("access", "key"));
        }
        let refresh = pasted.refresh.filter(|text| !text.trim().is_empty());
        let refresh_token = refresh.as_deref().and_then(checked_token);
        if refresh.is_some() && refresh_token.is_none() {
            problems.push(problem("refresh", "key"));
        }
        let Some(access) = access.filter(|_| problems.is_empty()) else {
            return Err(invalid(problems));
        };
        let record = self.signed_record(base, pace, String::new(), former.as_ref());
        let client = self.new_yume(id, &record)?;
        let pasted_tokens = Tokens {
            access: AccessToken::new(access),
            refresh: refresh_token.map(RefreshToken::new),
        };
        let tokens = accepted(&client, pasted_tokens).await?;
        self.keep_session(id, record, tokens, pasted.keep).await?;
        self.yume_signed_in(id).await
    }

    /// The company stays where the account may be the same; whether it is one of its companies is looked at afterwards.
    fn signed_record(
        &self,
        base_address: String,
        requests_per_second: u32,
        login: String,
        former: Option<&YumeRecord>,
    ) -> YumeRecord {
        let same_place = former.filter(|former| former.base_address == base_address);
        YumeRecord {
            base_address,
            requests_per_second,
            login,
            company: same_place.and_then(|former| former.company.clone()),
            signed_in_at: Some(self.now_iso()),
        }
    }

    async fn keep_session(
        &self,
        id: &ConnectionId,
        record: YumeRecord,
        tokens: Tokens,
        keep: KeepKey,
    ) -> DeskResult<()> {
        let held = self.yume_held(id);
        // A renewal under way would put its token over the new one.
        let _one_at_a_time = held.renewing.lock().await;
        let refresh_before = self.former_key(id, KeyOf::YumeRefresh, keep).await;
        let access_before = self.former_key(id, KeyOf::YumeAccess, keep).await;
        if let Err(error) = self.put_session(id, record, &tokens, keep).await {
            for (of, before) in [
                (KeyOf::YumeRefresh, refresh_before),
                (KeyOf::YumeAccess, access_before),
            ] {
                if let Err(left) = self.put_key_back(id, of, keep, before).await {
                    tracing::warn!(code = ?left.code, "a token could not be put back");
                }
            }
            return Err(error);
        }
        // What was read under the former account is not this one's.
        self.forget_yume(id);
        held.set_access(Some(tokens.access));
        self.tell_yume(id, YumePart::Access);
        Ok(())
    }

    async fn put_session(
        &self,
        id: &ConnectionId,
        record: YumeRecord,
        tokens: &Tokens,
        keep: KeepKey,
    ) -> DeskResult<()> {
        match &tokens.refresh {
            Some(refresh) => {
                let secret = refresh.secret().clone();
                self.put_key(id, KeyOf::YumeRefresh, secret, keep).await?;
            }
            // One of another session would bring its account back. Where there is no keychain there is none.
            None => match self.drop_key(id, KeyOf::YumeRefresh).await {
                Err(error) if keep == KeepKey::Keychain => return Err(error),
                _ => {}
            },
        }
        let access = tokens.access.secret().clone();
        self.put_key(id, KeyOf::YumeAccess, access, keep).await?;
        self.change_record(id, |kept| {
            kept.yume = Some(record);
            Ok(())
        })
    }

    /// The access with the companies to choose from; a single one is chosen, and one that is not among them is not kept.
    async fn yume_signed_in(&self, id: &ConnectionId) -> DeskResult<YumeSignedIn> {
        let (companies, companies_unread) = match self.yume_companies(id).await {
            Ok(companies) => (companies, None),
            Err(error) => (Vec::new(), Some(error)),
        };
        let mut record = access_of(&self.0.connections.record(id)?)?;
        if companies_unread.is_none() {
            let kept = record.company.as_ref();
            let company = chosen(&companies, kept);
            if company != record.company {
                self.write_company(id, company.clone())?;
                record.company = company;
            }
        }
        Ok(YumeSignedIn {
            access: self.yume_access_view(id, record).await?,
            companies,
            companies_unread,
        })
    }
}

/// Tokens are accepted when the service answers them at all; an access that is over is renewed right away.
async fn accepted(client: &Yume, pasted: Tokens) -> DeskResult<Tokens> {
    let refused = || Err(invalid(vec![problem("access", "yume_token_refused")]));
    let asked = client
        .signed(pasted.access.clone())
        .list_tenants(None)
        .await;
    match asked {
        Ok(_) => return Ok(pasted),
        Err(error) => match YumeRefusal::of(&error) {
            Some(YumeRefusal::SignedOut) => {}
            Some(
                YumeRefusal::NoRight
                | YumeRefusal::WrongCompany
                | YumeRefusal::NoSuchCompany
                | YumeRefusal::NoCompany,
            ) => return Ok(pasted),
            _ => return Err(fault(error)),
        },
    }
    let Some(refresh) = pasted.refresh else {
        return refused();
    };
    match client.refresh_token(&refresh).await {
        Ok((access, another)) => Ok(Tokens {
            access,
            refresh: Some(another.unwrap_or(refresh)),
        }),
        Err(error) => match fault(error) {
            DeskError {
                code: DeskErrorCode::YumeSignedOut,
                ..
            } => refused(),
            error => Err(error),
        },
    }
}

fn chosen(companies: &[YumeCompany], kept: Option<&YumeCompany>) -> Option<YumeCompany> {
    let same = kept.and_then(|kept| companies.iter().find(|one| one.id == kept.id));
    match companies {
        [only] => Some(only.clone()),
        _ => same.cloned(),
    }
}
