//! A panic inside a task of the runtime is swallowed there; here it makes the run a failure.

use std::{cell::RefCell, panic, sync::Once};

thread_local! {
    static FIRST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The panics of this thread since the watch began.
pub struct Panics;

impl Panics {
    pub fn watch() -> Self {
        static HOOK: Once = Once::new();
        HOOK.call_once(|| {
            let former = panic::take_hook();
            panic::set_hook(Box::new(move |info| {
                FIRST.with_borrow_mut(|first| {
                    first.get_or_insert_with(|| format!("panicked: {info}"));
                });
                former(info);
            }));
        });
        FIRST.with_borrow_mut(|first| *first = None);
        Self
    }

    pub fn first(&self) -> Option<String> {
        FIRST.with_borrow(Clone::clone)
    }
}
