//! Login, refresh, logout. A login and a refresh change nothing that is the company's, so a failed one leaves nothing in
//! doubt; they are still sent once, because the vendor counts logins and shuts the door after ten.

use secrecy::ExposeSecret;
use serde_json::{Value, json};
use transport::{Call, CallError, Outcome, Secret, WriteAnswer};

use crate::client::{Yume, told, undecodable};
use crate::endpoint::named;
use crate::problem::{Problems, YumeProblem};
use crate::token::{AccessToken, RefreshToken, TokenPair};
use crate::wire::Members;

impl Yume {
    /// `username` is a login, a phone or an e-mail address.
    pub async fn login(&self, username: &str, password: &Secret) -> Result<TokenPair, CallError> {
        let endpoint = const { named("login") };
        let mut problems = Problems::default();
        problems.text("username", username, usize::MAX);
        if password.expose_secret().is_empty() {
            problems.note("password", YumeProblem::Required);
        }
        problems.refuse(endpoint.operation)?;
        let body = members(&[
            ("username", username),
            ("password", password.expose_secret()),
        ]);
        let call = self.call_with(endpoint, &[], &body)?;
        let answer = self.once(call, password).await?;
        let token = |name| token_in(&answer, name);
        match (token("access"), token("refresh")) {
            (Some(access), Some(refresh)) => Ok(TokenPair {
                access: AccessToken::new(access),
                refresh: RefreshToken::new(refresh),
            }),
            _ => Err(undecodable(Outcome::Unreadable, endpoint.operation, answer)),
        }
    }

    /// A new access token. The refresh token stays, unless the answer brings another one.
    pub async fn refresh_token(
        &self,
        refresh: &RefreshToken,
    ) -> Result<(AccessToken, Option<RefreshToken>), CallError> {
        let endpoint = const { named("refreshToken") };
        let call = self.call_with(endpoint, &[], &refresh_body(refresh))?;
        let answer = self.once(call, refresh.secret()).await?;
        let Some(access) = token_in(&answer, "access") else {
            return Err(undecodable(Outcome::Unreadable, endpoint.operation, answer));
        };
        let another = token_in(&answer, "refresh").map(RefreshToken::new);
        Ok((AccessToken::new(access), another))
    }

    /// Revokes the refresh token.
    pub async fn logout(&self, refresh: &RefreshToken) -> Result<(), CallError> {
        let endpoint = const { named("logout") };
        let call = self.call_with(endpoint, &[], &refresh_body(refresh))?;
        self.write_for_nothing(call, &[refresh.secret()]).await
    }

    async fn once(&self, call: Call, secret: &Secret) -> Result<WriteAnswer, CallError> {
        let answer = self.write_hiding(call, &[secret]).await;
        answer.map_err(|mut error| {
            if error.outcome == Outcome::MaybeSent {
                error.outcome = Outcome::Unreadable;
            }
            error
        })
    }
}

fn members(texts: &[(&str, &str)]) -> Members {
    let texts = texts.iter();
    texts
        .map(|(name, text)| ((*name).to_owned(), json!(text)))
        .collect()
}

fn refresh_body(refresh: &RefreshToken) -> Members {
    members(&[("refresh", refresh.secret().expose_secret())])
}

fn token_in(answer: &WriteAnswer, name: &str) -> Option<Secret> {
    let body: Members = told(answer, 200)?;
    let token = body.get(name).and_then(Value::as_str)?;
    Some(token.to_owned().into()).filter(|_| !token.is_empty())
}
