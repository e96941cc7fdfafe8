//! Creations that are under way or of unknown outcome. One that equals them is not sent: the client would get two
//! messages. Reading the list ends the doubt, not the creation that is still under way.

use parking_lot::Mutex;
use yume::{YumeId, YumeTriggerContent};

#[derive(Default)]
pub(in crate::yume) struct Doubts(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    doubts: Vec<Doubt>,
    begun: u64,
}

struct Doubt {
    number: u64,
    company: Option<YumeId>,
    content: YumeTriggerContent,
    unknown: bool,
}

impl Doubts {
    /// The number of this creation; `None` where an equal one is under way or in doubt.
    pub fn begin(&self, company: Option<YumeId>, content: &YumeTriggerContent) -> Option<u64> {
        let mut kept = self.0.lock();
        let is_equal = |one: &Doubt| one.company == company && one.content == *content;
        if kept.doubts.iter().any(is_equal) {
            return None;
        }
        kept.begun += 1;
        let number = kept.begun;
        kept.doubts.push(Doubt {
            number,
            company,
            content: content.clone(),
            unknown: false,
        });
        Some(number)
    }

    pub fn settled(&self, number: u64) {
        self.0.lock().doubts.retain(|one| one.number != number);
    }

    pub fn unknown(&self, number: u64) {
        let mut kept = self.0.lock();
        if let Some(one) = kept.doubts.iter_mut().find(|one| one.number == number) {
            one.unknown = true;
        }
    }

    /// Those that a list of this company which is read from now on would end.
    pub fn open(&self, company: Option<YumeId>) -> Vec<u64> {
        let kept = self.0.lock();
        let open = kept
            .doubts
            .iter()
            .filter(|one| one.company == company && one.unknown);
        open.map(|one| one.number).collect()
    }

    /// The list was read, and a person sees it.
    pub fn seen(&self, open: &[u64]) {
        self.0
            .lock()
            .doubts
            .retain(|one| !open.contains(&one.number));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn creation_in_doubt_is_not_begun_again_before_the_list_was_read() {
        let doubts = Doubts::default();
        let content = YumeTriggerContent::default();
        let company = Some(YumeId(12));
        let begin = || doubts.begin(company, &content);
        let number = begin().unwrap();
        assert_eq!(begin(), None, "a double click");
        let early = doubts.open(company);
        doubts.unknown(number);
        doubts.seen(&early);
        assert_eq!(begin(), None, "that list was asked for before");
        doubts.seen(&doubts.open(Some(YumeId(14))));
        assert_eq!(begin(), None, "another company's list");
        doubts.seen(&doubts.open(company));
        let number = begin().unwrap();
        doubts.settled(number);
        assert!(begin().is_some());
    }
}
