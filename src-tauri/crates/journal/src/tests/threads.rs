//! Many at once, one chain.

use std::thread;

use super::rig::*;
use crate::State;

#[test]
fn appends_from_many_threads_keep_one_chain() {
    let rig = Rig::new();
    let ids: Vec<String> = (0..60).map(|number| format!("o{number}")).collect();
    rig.confirm(&ids.iter().map(String::as_str).collect::<Vec<_>>());
    thread::scope(|scope| {
        let rig = &rig;
        for part in ids.chunks(10) {
            scope.spawn(move || {
                for id in part {
                    rig.journal.append(id, &intent()).unwrap();
                    rig.journal.append(id, &unknown()).unwrap();
                    assert_eq!(rig.journal.history(id).unwrap().len(), 3);
                    rig.journal.append(id, &accepted()).unwrap();
                }
            });
        }
        scope.spawn(|| {
            for _ in 0..200 {
                assert_eq!(rig.journal.operations().len(), 60);
            }
        });
    });
    assert_eq!(rig.journal.facts().events, 1 + 60 * 4);
    let before = rig.journal.operations();
    let folder = rig.close();
    let journal = open(folder.path());
    assert_good(&journal);
    assert_eq!(journal.operations(), before);
    assert!(
        before
            .iter()
            .all(|operation| operation.state == State::Accepted)
    );
}

#[test]
fn two_threads_never_send_the_same_operation() {
    let rig = Rig::new();
    rig.confirm(&["a"]);
    let sent: usize = thread::scope(|scope| {
        let tries: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| rig.journal.append("a", &intent()).is_ok()))
            .collect();
        tries
            .into_iter()
            .map(|one| usize::from(one.join().unwrap()))
            .sum()
    });
    assert_eq!(sent, 1);
}
