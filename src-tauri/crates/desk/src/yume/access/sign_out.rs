//! Signing out: the service is told, and the tokens are forgotten here whatever it answers.

use yume::RefreshToken;

use super::record::access_of;
use crate::{
    Desk,
    connections::{
        keys::KeyOf,
        types::{ConnectionId, DEMO},
    },
    error::{DeskError, DeskErrorCode, DeskResult},
    yume::{
        fault::fault,
        types::{YumePart, YumeSignedOut},
    },
};

impl Desk {
    /// Ends the session there, if the service can be reached, and forgets its tokens here.
    ///
    /// # Errors
    /// `NoYume`, `NoConnection`; `Keychain…`: the tokens stay.
    pub async fn sign_out_of_yume(&self, id: &ConnectionId) -> DeskResult<YumeSignedOut> {
        access_of(&self.0.connections.record(id)?)?;
        let not_told = self.end_session(id).await;
        self.drop_yume_session(id).await?;
        self.tell_yume(id, YumePart::Access);
        Ok(YumeSignedOut { not_told })
    }

    /// The same, and the access with its settings is taken away. That of the demo park becomes what it was at first.
    ///
    /// # Errors
    /// As [`Desk::sign_out_of_yume`]; `SettingsNotSaved`: the access stays without its tokens.
    pub async fn disconnect_yume(&self, id: &ConnectionId) -> DeskResult<YumeSignedOut> {
        access_of(&self.0.connections.record(id)?)?;
        let not_told = self.end_session(id).await;
        self.drop_yume_session(id).await?;
        let written = self.change_record(id, |record| {
            record.yume = None;
            Ok(())
        });
        self.forget_yume(id);
        self.tell_yume(id, YumePart::Access);
        written.map(|()| YumeSignedOut { not_told })
    }

    /// Why the service was not told; `None` also where there is nothing that it would have to forget.
    async fn end_session(&self, id: &ConnectionId) -> Option<DeskError> {
        if id.0 == DEMO {
            return None;
        }
        let refresh = match self.key(id, KeyOf::YumeRefresh).await {
            Ok(refresh) => RefreshToken::new(refresh),
            Err(error) if error.code == DeskErrorCode::NoKey => return None,
            Err(error) => return Some(error),
        };
        let ended = self
            .at_yume(id, |yume| {
                let refresh = refresh.clone();
                async move { yume.logout(&refresh).await }
            })
            .await;
        let error = match ended {
            Ok(Ok(())) => return None,
            Ok(Err(error)) => fault(error),
            Err(error) => error,
        };
        // The service does not know the session any more, which is what was wanted.
        let is_over = matches!(
            error.code,
            DeskErrorCode::YumeSignedOut | DeskErrorCode::RefusedByService
        );
        (!is_over).then_some(error)
    }

    /// Forgets the tokens here.
    ///
    /// # Errors
    /// `Keychain…`.
    pub(crate) async fn drop_yume_session(&self, id: &ConnectionId) -> DeskResult<()> {
        let held = self.yume_held(id);
        // A renewal under way would bring a token back.
        let _one_at_a_time = held.renewing.lock().await;
        if id.0 != DEMO {
            self.drop_key(id, KeyOf::YumeRefresh).await?;
            self.drop_key(id, KeyOf::YumeAccess).await?;
        }
        held.set_access(None);
        Ok(())
    }
}
