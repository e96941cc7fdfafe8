//! What a park's access to Yume is, as kept on disk and as shown. No token is in it.

use serde::{Deserialize, Serialize};
use transport::BaseAddress;
use yume::AccessToken;

use crate::{
    Desk,
    checks::problem,
    connections::{
        keys::KeyOf,
        types::{ConnectionId, DEMO, KeyPlace, KeychainState},
    },
    error::{DeskError, DeskErrorCode, DeskResult, FieldProblem},
    events::DeskEvent,
    preferences::ConnectionRecord,
    time::iso,
    yume::types::{YumeAccessView, YumeChange, YumeCompany, YumePart},
};

/// The demo park is called in process, nothing listens there.
const DEMO_YUME_BASE: &str = "http://127.0.0.1:9";

/// A park's access to Yume as kept on disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct YumeRecord {
    pub base_address: String,
    /// 0: no limit, which only the demo park has.
    pub requests_per_second: u32,
    /// As typed, to be offered again; empty after a token was pasted.
    pub login: String,
    #[serde(default)]
    pub company: Option<YumeCompany>,
    #[serde(default)]
    pub signed_in_at: Option<String>,
}

impl YumeRecord {
    /// The demo park always has access; only the company is a setting there.
    fn of_demo(company: Option<YumeCompany>) -> Self {
        Self {
            base_address: DEMO_YUME_BASE.to_owned(),
            requests_per_second: 0,
            login: super::session::DEMO_LOGIN.to_owned(),
            company,
            signed_in_at: None,
        }
    }
}

/// The access that a connection has.
///
/// # Errors
/// `NoYume`.
pub(super) fn access_of(record: &ConnectionRecord) -> DeskResult<YumeRecord> {
    let kept = record.yume.clone();
    if record.id.0 == DEMO {
        return Ok(YumeRecord::of_demo(kept.and_then(|kept| kept.company)));
    }
    kept.ok_or_else(|| DeskError::new(DeskErrorCode::NoYume))
}

/// Address and pace as typed; what is wrong with them goes among the problems.
pub(super) fn checked_place(base: &str, pace: u32, problems: &mut Vec<FieldProblem>) -> String {
    if BaseAddress::parse(base).is_err() {
        problems.push(problem("base_address", "base_address"));
    }
    if !(1..=20).contains(&pace) {
        problems.push(problem("requests_per_second", "yume_per_second"));
    }
    base.trim().to_owned()
}

impl Desk {
    /// A park's access to Yume, `None` when it has none. Never shows a keychain prompt.
    ///
    /// # Errors
    /// `NoConnection`.
    pub async fn yume_access(&self, id: &ConnectionId) -> DeskResult<Option<YumeAccessView>> {
        let Ok(access) = access_of(&self.0.connections.record(id)?) else {
            return Ok(None);
        };
        self.yume_access_view(id, access).await.map(Some)
    }

    pub(super) async fn yume_access_view(
        &self,
        id: &ConnectionId,
        access: YumeRecord,
    ) -> DeskResult<YumeAccessView> {
        let held = self.yume_held(id);
        let silent = id.0 != DEMO && self.keychain_state().await == KeychainState::Ready;
        let (access_place, _) = self.key_shown(id, KeyOf::YumeAccess, silent).await;
        let (refresh_place, _) = self.key_shown(id, KeyOf::YumeRefresh, silent).await;
        let token = match held.access() {
            Some(token) => Some(token),
            None if silent || access_place == KeyPlace::ThisRun => {
                let kept = self.key(id, KeyOf::YumeAccess).await.ok();
                kept.map(AccessToken::new)
            }
            None => None,
        };
        let until = token.and_then(|token| token.expires_at());
        Ok(YumeAccessView {
            base_address: access.base_address,
            requests_per_second: access.requests_per_second,
            login: access.login,
            company: access.company,
            token_place: match access_place {
                KeyPlace::Missing => refresh_place,
                place => place,
            },
            over: held.is_over(),
            renewable: !matches!(refresh_place, KeyPlace::Missing | KeyPlace::Unknown),
            signed_in_at: access.signed_in_at,
            access_until: until.map(|until| iso(until, &self.zone())),
        })
    }

    pub(in crate::yume) fn tell_yume(&self, id: &ConnectionId, what: YumePart) {
        self.emit(DeskEvent::Yume(YumeChange {
            connection: id.clone(),
            what,
        }));
    }
}
