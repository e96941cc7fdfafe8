//! The settings of the integration with Wazzup. Its key goes in once and never comes back.

use std::time::Duration;

use secrecy::ExposeSecret;
use transport::{CallError, Secret};
use yume::{SettingsWrite, Yume, YumeId, YumeSettings};

use super::{
    fault::{invalid, problems},
    types::{
        WazzupSettings, WazzupSettingsDraft, WazzupSettingsOutcome, YumePart, YumeWriteState,
        YumeWritten,
    },
};
use crate::{
    Desk,
    checks::problem,
    connections::types::ConnectionId,
    error::{DeskResult, FieldProblem},
};

/// Pauses before each look after a lost answer, in seconds.
const AFTER_SILENCE: [u64; 3] = [0, 3, 7];

impl From<YumeSettings> for WazzupSettings {
    fn from(settings: YumeSettings) -> Self {
        Self {
            has_key: settings.has_api_key,
            funnel_id: settings.funnel_id,
            stage_id: settings.stage_id,
        }
    }
}

impl Desk {
    /// # Errors
    /// `NoYume`, `YumeSignedOut`, `YumeWrongCompany`, and those of the call and of the connection.
    pub async fn wazzup_settings(&self, id: &ConnectionId) -> DeskResult<WazzupSettings> {
        let settings = |yume: Yume| async move { yume.get_wazzup_settings().await };
        Ok(self.yume_read(id, settings).await?.into())
    }

    /// Saves what was typed and differs; an empty field stays as it is, the key too.
    ///
    /// # Errors
    /// `ReadOnly`; `InvalidInput` with the fields; those of a call that changed nothing.
    pub async fn patch_wazzup_settings(
        &self,
        id: &ConnectionId,
        draft: WazzupSettingsDraft,
    ) -> DeskResult<WazzupSettingsOutcome> {
        self.yume_writable(id)?;
        let typed = typed(draft).map_err(invalid)?;
        let before = self.wazzup_settings(id).await?;
        let other = |typed: Option<YumeId>, now: Option<YumeId>| typed.filter(|_| typed != now);
        let write = SettingsWrite {
            funnel_id: other(typed.funnel_id, before.funnel_id),
            stage_id: other(typed.stage_id, before.stage_id),
            api_key: typed.api_key,
        };
        if write.api_key.is_none() && write.funnel_id.is_none() && write.stage_id.is_none() {
            return Ok(WazzupSettingsOutcome {
                written: done(),
                settings: Some(before),
            });
        }
        self.write_settings(id, before, write, false).await
    }

    /// Saves all of them; fields that were left empty go as they are, and the key must be typed.
    ///
    /// # Errors
    /// As [`Desk::patch_wazzup_settings`].
    pub async fn replace_wazzup_settings(
        &self,
        id: &ConnectionId,
        draft: WazzupSettingsDraft,
    ) -> DeskResult<WazzupSettingsOutcome> {
        self.yume_writable(id)?;
        let typed = typed(draft).map_err(invalid)?;
        if typed.api_key.is_none() {
            // What is left out of the whole may be lost.
            return Err(invalid(vec![problem("api_key", "required")]));
        }
        let before = self.wazzup_settings(id).await?;
        let write = SettingsWrite {
            funnel_id: typed.funnel_id.or(before.funnel_id),
            stage_id: typed.stage_id.or(before.stage_id),
            api_key: typed.api_key,
        };
        self.write_settings(id, before, write, true).await
    }

    async fn write_settings(
        &self,
        id: &ConnectionId,
        before: WazzupSettings,
        write: SettingsWrite,
        whole: bool,
    ) -> DeskResult<WazzupSettingsOutcome> {
        write.validate().map_err(|found| invalid(problems(found)))?;
        let sent = self
            .yume_write(id, |yume: Yume| {
                let write = write.clone();
                async move {
                    match whole {
                        true => yume.put_wazzup_settings(&write).await,
                        false => yume.patch_wazzup_settings(&write).await,
                    }
                }
            })
            .await?;
        self.tell_yume(id, YumePart::Settings);
        let lost = sent.as_ref().err();
        let (state, now) = self.settings_settled(id, &before, &write, lost).await;
        Ok(WazzupSettingsOutcome {
            written: YumeWritten {
                state,
                trace_id: lost.map(|error| error.trace_id.clone()),
            },
            // The answer is the evidence where they cannot be read.
            settings: now.or_else(|| sent.ok().map(WazzupSettings::from)),
        })
    }

    async fn settings_settled(
        &self,
        id: &ConnectionId,
        before: &WazzupSettings,
        write: &SettingsWrite,
        lost: Option<&CallError>,
    ) -> (YumeWriteState, Option<WazzupSettings>) {
        let Some(_) = lost else {
            return match self.wazzup_settings(id).await {
                Ok(now) if is_as_sent(write, &now) => (YumeWriteState::Done, Some(now)),
                Ok(now) => (YumeWriteState::Ignored, Some(now)),
                Err(_) => (YumeWriteState::Done, None),
            };
        };
        let (mut untouched, mut last) = (0, None);
        for pause in AFTER_SILENCE {
            self.0.parts.clock.sleep(Duration::from_secs(pause)).await;
            let Ok(now) = self.wazzup_settings(id).await else {
                continue;
            };
            let shows = shows_change(write, before);
            if shows && is_as_sent(write, &now) {
                return (YumeWriteState::Done, Some(now));
            }
            untouched += u32::from(shows && now == *before);
            last = Some(now);
        }
        let state = match untouched {
            // One look is not enough: a lost change may be carried out late.
            2.. => YumeWriteState::NotDone,
            _ => YumeWriteState::Unknown,
        };
        (state, last)
    }
}

fn done() -> YumeWritten {
    YumeWritten {
        state: YumeWriteState::Done,
        trace_id: None,
    }
}

/// A key is hidden, so that it is no evidence but by being there at all.
fn is_as_sent(write: &SettingsWrite, now: &WazzupSettings) -> bool {
    let number = |sent: Option<YumeId>, now: Option<YumeId>| sent.is_none() || sent == now;
    number(write.funnel_id, now.funnel_id)
        && number(write.stage_id, now.stage_id)
        && (write.api_key.is_none() || now.has_key)
}

/// Would a reading tell whether it was carried out?
fn shows_change(write: &SettingsWrite, before: &WazzupSettings) -> bool {
    !is_as_sent(write, before)
}

/// Empty fields are left out: the vendor has no way to take a value away.
fn typed(draft: WazzupSettingsDraft) -> Result<SettingsWrite, Vec<FieldProblem>> {
    let mut problems = Vec::new();
    let key = Secret::from(draft.api_key);
    let text = key.expose_secret().trim();
    if !text.chars().all(|c| c.is_ascii_graphic()) {
        problems.push(problem("api_key", "key"));
    }
    let api_key = (!text.is_empty()).then(|| Secret::from(text.to_owned()));
    let mut number = |field: &str, typed: &str| {
        let typed = typed.trim();
        let number: Option<YumeId> = typed.parse().ok().filter(|id: &YumeId| id.0 > 0);
        if number.is_none() && !typed.is_empty() {
            problems.push(problem(field, "yume_number"));
        }
        number
    };
    let funnel_id = number("funnel_id", &draft.funnel_id);
    let stage_id = number("stage_id", &draft.stage_id);
    match problems.is_empty() {
        true => Ok(SettingsWrite {
            api_key,
            funnel_id,
            stage_id,
        }),
        false => Err(problems),
    }
}
