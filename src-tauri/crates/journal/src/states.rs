//! The states of an operation and of a register, and which event may follow in which: the only place that says so.

use serde::{Deserialize, Serialize};
use specta::{Type, Types, datatype::DataType};

use crate::events::{Event, RegisterEvent};

/// How an operation stands. JSON: one word, `closed_exists` and `closed_absent` for the last two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "words::State", from = "words::State")]
pub enum State {
    /// Confirmed; nothing has left.
    Waiting,
    /// The intent is on disk: from here the world may have changed.
    Sent,
    Accepted,
    Rejected,
    /// Nothing left this computer.
    NotSent,
    /// Nobody knows, or the service has not finished; being looked up.
    Unknown,
    Cancelled,
    /// Unknown to the end; a person said what became of it.
    Closed(Verdict),
}

/// What a person said.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The money moved.
    Exists,
    /// It did not.
    Absent,
}

/// How a register stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "snake_case")]
pub enum RegisterState {
    /// Confirmed or resumed.
    Running,
    Paused,
    Cancelled,
    Finished,
}

/// An event without its words: all that the state asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Intent,
    Cancelled,
    Accepted,
    Rejected,
    NotSent,
    Unknown,
    Pending,
    Repeated,
    Failed,
    Checked,
    Closed(Verdict),
}

impl State {
    /// The state after an event, `None` when it may not happen now.
    pub const fn after(self, event: &Event) -> Option<Self> {
        self.after_step(event.step())
    }

    pub(crate) const fn after_step(self, step: Step) -> Option<Self> {
        match (self, step) {
            (Self::Waiting, Step::Intent) => Some(Self::Sent),
            (Self::Waiting, Step::Cancelled) => Some(Self::Cancelled),
            (Self::Sent | Self::Unknown, Step::Accepted) => Some(Self::Accepted),
            (Self::Sent, Step::Rejected) => Some(Self::Rejected),
            (Self::Sent, Step::NotSent) => Some(Self::NotSent),
            (Self::Sent, Step::Unknown | Step::Pending)
            | (Self::Unknown, Step::Checked | Step::Pending | Step::Repeated) => {
                Some(Self::Unknown)
            }
            // Only of an operation that the service named; see `Standing`.
            (Self::Unknown, Step::Failed) => Some(Self::Rejected),
            (Self::Unknown, Step::Closed(verdict)) => Some(Self::Closed(verdict)),
            _ => None,
        }
    }

    /// Nothing more can happen to it.
    pub const fn is_final(self) -> bool {
        !matches!(self, Self::Waiting | Self::Sent | Self::Unknown)
    }

    /// It is known, by the service or by a person, that no money moved.
    pub const fn moved_nothing(self) -> bool {
        matches!(
            self,
            Self::Rejected | Self::NotSent | Self::Cancelled | Self::Closed(Verdict::Absent)
        )
    }
}

/// An operation's state, and whether the service gave it a name of its own: only of what it named can it say that it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    pub state: State,
    pub named: bool,
}

impl Standing {
    pub fn after(self, step: Step) -> Option<Self> {
        if step == Step::Failed && !self.named {
            return None;
        }
        Some(Self {
            state: self.state.after_step(step)?,
            named: self.named || step == Step::Pending,
        })
    }
}

impl RegisterState {
    /// The state after an event, `None` when it may not happen now. Whether rows still wait is not asked here.
    pub const fn after(self, event: &RegisterEvent) -> Option<Self> {
        match (self, event) {
            (Self::Running, RegisterEvent::Paused { .. }) => Some(Self::Paused),
            (Self::Paused, RegisterEvent::Resumed) => Some(Self::Running),
            (Self::Running | Self::Paused, RegisterEvent::Cancelled { .. }) => {
                Some(Self::Cancelled)
            }
            (Self::Running | Self::Paused, RegisterEvent::Finished) => Some(Self::Finished),
            _ => None,
        }
    }
}

impl Type for State {
    fn definition(types: &mut Types) -> DataType {
        words::State::definition(types)
    }
}

/// The states as the screen and files name them.
mod words {
    use serde::{Deserialize, Serialize};
    use specta::Type;

    use super::Verdict;

    /// How an operation stands.
    #[derive(Clone, Copy, Serialize, Deserialize, Type)]
    #[serde(rename_all = "snake_case")]
    pub enum State {
        /// Confirmed; nothing has left.
        Waiting,
        /// From here the world may have changed.
        Sent,
        Accepted,
        Rejected,
        /// Nothing left this computer.
        NotSent,
        /// Nobody knows; being looked up.
        Unknown,
        Cancelled,
        /// A person said that the money moved.
        ClosedExists,
        /// A person said that it did not.
        ClosedAbsent,
    }

    impl From<super::State> for State {
        fn from(state: super::State) -> Self {
            match state {
                super::State::Waiting => Self::Waiting,
                super::State::Sent => Self::Sent,
                super::State::Accepted => Self::Accepted,
                super::State::Rejected => Self::Rejected,
                super::State::NotSent => Self::NotSent,
                super::State::Unknown => Self::Unknown,
                super::State::Cancelled => Self::Cancelled,
                super::State::Closed(Verdict::Exists) => Self::ClosedExists,
                super::State::Closed(Verdict::Absent) => Self::ClosedAbsent,
            }
        }
    }

    impl From<State> for super::State {
        fn from(word: State) -> Self {
            match word {
                State::Waiting => Self::Waiting,
                State::Sent => Self::Sent,
                State::Accepted => Self::Accepted,
                State::Rejected => Self::Rejected,
                State::NotSent => Self::NotSent,
                State::Unknown => Self::Unknown,
                State::Cancelled => Self::Cancelled,
                State::ClosedExists => Self::Closed(Verdict::Exists),
                State::ClosedAbsent => Self::Closed(Verdict::Absent),
            }
        }
    }
}
