//! Yume CRM on the screen: the access to it, its triggers (automatic messages), templates, settings and integrations.
//! A trigger's content is the client's own type: it is shown, edited and sent back as one.

mod access;
mod integration;
mod preview;
mod triggers;

pub use self::{access::*, integration::*, preview::*, triggers::*};
pub use yume::{YumeId, YumeTriggerContent, YumeTriggerKind};
