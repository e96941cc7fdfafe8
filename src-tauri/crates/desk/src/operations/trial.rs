//! For the simulator and the tests that kill the program: places where a run can be stopped, and defects on demand, to
//! see that they are found. Only in builds with the feature `trial`.

/// Tells a trial that a step of an operation is reached; nothing in ordinary builds.
macro_rules! reached {
    ($desk:expr, $step:ident, $operation:expr) => {
        #[cfg(feature = "trial")]
        $desk
            .0
            .parts
            .trial
            .reached($crate::operations::trial::Step::$step, $operation)
            .await;
    };
}
/// Whether the run has this defect; never in ordinary builds.
macro_rules! has_defect {
    ($desk:expr, $defect:ident) => {{
        #[cfg(feature = "trial")]
        {
            $desk
                .0
                .parts
                .trial
                .has($crate::operations::trial::Defect::$defect)
        }
        #[cfg(not(feature = "trial"))]
        {
            // Named, so that both kinds of builds use it.
            let _ = &$desk;
            false
        }
    }};
}
pub(crate) use {has_defect, reached};

#[cfg(feature = "trial")]
pub use on::{Defect, KillAt, Step, Steps, Trial};

/// What is tried in this run: nothing.
#[cfg(not(feature = "trial"))]
#[derive(Clone, Default)]
pub struct Trial {
    _nothing: (),
}

#[cfg(feature = "trial")]
mod on {
    use std::{
        str::FromStr,
        sync::{
            Arc,
            atomic::{AtomicU32, Ordering},
        },
    };

    use futures::{FutureExt, future::BoxFuture};

    use crate::operations::types::OperationId;

    /// A place on an operation's way.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Step {
        /// It is in the journal, nothing else is done.
        Confirmed,
        BeforeIntent,
        /// The intent is on the disk.
        AfterIntent,
        BeforeSend,
        /// The answer, or its failure, is here and not recorded.
        AfterSend,
        AfterOutcome,
        BeforeCheck,
        /// What was read is not recorded.
        AfterCheck,
    }

    impl Step {
        pub const ALL: [Self; 8] = [
            Self::Confirmed,
            Self::BeforeIntent,
            Self::AfterIntent,
            Self::BeforeSend,
            Self::AfterSend,
            Self::AfterOutcome,
            Self::BeforeCheck,
            Self::AfterCheck,
        ];

        pub const fn name(self) -> &'static str {
            match self {
                Self::Confirmed => "confirmed",
                Self::BeforeIntent => "before_intent",
                Self::AfterIntent => "after_intent",
                Self::BeforeSend => "before_send",
                Self::AfterSend => "after_send",
                Self::AfterOutcome => "after_outcome",
                Self::BeforeCheck => "before_check",
                Self::AfterCheck => "after_check",
            }
        }
    }

    impl FromStr for Step {
        type Err = ();

        fn from_str(name: &str) -> Result<Self, ()> {
            let mut all = Self::ALL.into_iter();
            all.find(|step| step.name() == name).ok_or(())
        }
    }

    /// What a planted defect does wrong.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Defect {
        /// The intent is written after the sending.
        NoIntentBeforeSend,
        /// What got no clear answer is sent again.
        RepeatOnTimeout,
        /// What nobody knows is booked as rejected.
        UnknownTakenForFailed,
        /// It is sent again under another mark.
        NewReferenceOnRepeat,
        /// A register goes on at another row than the one it stopped at.
        ResumesAtWrongRow,
        /// The preview asks with the other flag than the withdrawal has.
        PreviewWithAnotherFlag,
        /// The same token leaves again when the service may have forgotten it.
        RepeatAfterBound,
        /// What the service has only taken is booked as paid.
        PendingTakenForPaid,
    }

    /// Told of every step; may never return, and may end the process.
    pub trait Steps: Send + Sync + 'static {
        fn reached<'a>(&'a self, step: Step, operation: &'a OperationId) -> BoxFuture<'a, ()>;
    }

    /// What is tried in this run; nothing by default.
    #[derive(Clone, Default)]
    pub struct Trial {
        pub steps: Option<Arc<dyn Steps>>,
        pub defect: Option<Defect>,
        /// Makes the clients' trace ids and pauses the same in every run.
        pub seed: Option<u64>,
    }

    impl Trial {
        pub(crate) async fn reached(&self, step: Step, operation: &OperationId) {
            if let Some(steps) = &self.steps {
                steps.reached(step, operation).await;
            }
        }

        pub(crate) fn has(&self, defect: Defect) -> bool {
            self.defect == Some(defect)
        }
    }

    /// Ends the process as a power cut would, when a step is reached for the n-th time: `after_intent:3`.
    pub struct KillAt {
        step: Step,
        left: AtomicU32,
    }

    impl FromStr for KillAt {
        type Err = ();

        fn from_str(text: &str) -> Result<Self, ()> {
            let (step, times) = text.split_once(':').unwrap_or((text, "1"));
            let times: u32 = times.parse().map_err(|_| ())?;
            let left = AtomicU32::new(times);
            (times > 0)
                .then_some(Self {
                    step: step.parse()?,
                    left,
                })
                .ok_or(())
        }
    }

    impl Steps for KillAt {
        fn reached<'a>(&'a self, step: Step, _: &'a OperationId) -> BoxFuture<'a, ()> {
            async move {
                if step == self.step && self.left.fetch_sub(1, Ordering::Relaxed) == 1 {
                    kill();
                }
            }
            .boxed()
        }
    }

    fn kill() {
        #[cfg(unix)]
        {
            use rustix::process::{Signal, getpid, kill_process};
            // Nobody survives this one; were it refused, the next line would be reached.
            let _ = kill_process(getpid(), Signal::KILL);
        }
        std::process::abort();
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_mistyped_place_to_kill_at_is_refused_and_never_ignored() {
            for text in [
                "",
                "after_intent:0",
                "after_intent:x",
                "afterintent:1",
                ":1",
            ] {
                assert!(text.parse::<KillAt>().is_err(), "{text}");
            }
            for step in Step::ALL {
                let kill: KillAt = format!("{}:3", step.name()).parse().unwrap();
                assert_eq!((kill.step, kill.left.into_inner()), (step, 3));
            }
        }
    }
}
