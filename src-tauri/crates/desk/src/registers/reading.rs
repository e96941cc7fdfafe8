//! Which pages were read, and whether they prove that the register is complete. No network here.
//!
//! The service cuts a list into pages by offset, so a row that enters or leaves the list between two reads shifts
//! the rows after it: one on the edge of two pages is read twice or never. Counting does not find that: when one
//! row leaves and another enters, the numbers agree, and yet a row that was there all the time is missing.
//!
//! So each round of reading is put between two looks at the *newest* rows (see [`Look`]), one before the first page
//! and one after the last. The argument, for the time between the looks:
//!
//! 1. A row that entered the list was created, or changed, in that time, so it is among the newest at the second
//!    look: equal looks mean that nothing entered.
//! 2. Nothing entered and the total is the same, so nothing left either: the list stood still.
//! 3. Pages of a list that stood still are slices of one list: together they are the list, once each. As many
//!    different ids as the total says, and no id twice, confirm it.
//!
//! When the looks differ though the numbers agree (a row may have changed inside the list, which is harmless, or
//! rows may have changed places with others, which is not), the pages are read again. Two rounds in a row with the
//! same ids on the same pages and the same totals are the list too: a shift would have to happen twice, at the same
//! pages, and be undone in between. What is complete is the list of one moment between the looks, whichever changes
//! came after it. A row that the last round did not meet has left the filter and is dropped.
//!
//! What the argument takes from the service: new rows have the highest ids, and a row that can enter the list by
//! changing is then among the newest. What each kind can promise of that, and what only the totals can tell, stands
//! where it writes its [`newest`](super::kind::Rows::newest).

use std::collections::HashSet;

/// A register is read at most so often; then it is told to be incomplete.
const MOST_ROUNDS: u32 = 4;

/// The newest rows of the list and its size: page 1 with the newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    pub total: u32,
    pub last_page: u32,
    /// Ids and times of change.
    pub newest: Vec<(i64, Option<String>)>,
}

/// What to read next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A look at the newest rows, before the pages.
    Open,
    /// These pages, from 1, in any order.
    Pages(Vec<u32>),
    /// The look after the pages.
    Close,
    Over(Verdict),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Complete,
    /// The numbers do not agree, or the list never stood still.
    Incomplete,
}

/// The rounds of reading one register. Survives a stop or a failed page, and goes on where it was.
#[derive(Debug, Default)]
pub struct Reading {
    /// From 1; grows over the life of the register.
    round: u32,
    rounds_left: u32,
    opening: Option<Look>,
    /// Ids of each page that was read in this round.
    pages: Vec<Option<Vec<i64>>>,
    /// Every page of this round told the same total.
    steady: bool,
    previous: Option<Round>,
    verdict: Option<Verdict>,
}

/// A finished round: ids page by page, and whether its own numbers agreed.
#[derive(Debug, PartialEq, Eq)]
struct Round {
    pages: Vec<Option<Vec<i64>>>,
    total: u32,
    agrees: bool,
}

impl Reading {
    pub fn next(&self) -> Step {
        if let Some(verdict) = self.verdict {
            return Step::Over(verdict);
        }
        if self.opening.is_none() {
            return Step::Open;
        }
        let missing: Vec<u32> = (1..)
            .zip(&self.pages)
            .filter_map(|(number, page)| page.is_none().then_some(number))
            .collect();
        if missing.is_empty() {
            Step::Close
        } else {
            Step::Pages(missing)
        }
    }

    /// The number that marks the rows of this round.
    pub fn round(&self) -> u32 {
        self.round
    }

    /// What the service says there are, as far as it was asked.
    pub fn total(&self) -> Option<u32> {
        self.opening.as_ref().map(|look| look.total)
    }

    pub fn pages(&self) -> u32 {
        u32::try_from(self.pages.len()).unwrap_or(u32::MAX)
    }

    pub fn pages_done(&self) -> u32 {
        let done = self.pages.iter().filter(|page| page.is_some()).count();
        u32::try_from(done).unwrap_or(u32::MAX)
    }

    /// An incomplete register is read from the beginning, with all its rounds; any other goes on.
    pub fn resume(&mut self) {
        if self.verdict.take().is_some() {
            let round = self.round;
            *self = Self {
                round,
                ..Self::default()
            };
        }
    }

    /// The look before the pages. A list that fits it whole needs no more: one answer is one moment.
    pub fn opened(&mut self, look: Look) {
        self.rounds_left = MOST_ROUNDS;
        let ids: HashSet<i64> = look.newest.iter().map(|(id, _)| *id).collect();
        let whole = look.last_page <= 1 && ids.len() == look.total as usize;
        self.begin(look);
        if whole {
            self.pages.fill_with(|| Some(Vec::new()));
            self.verdict = Some(Verdict::Complete);
        }
    }

    fn begin(&mut self, look: Look) {
        self.round += 1;
        self.rounds_left -= 1;
        self.pages = vec![None; look.last_page.max(1) as usize];
        self.steady = true;
        self.opening = Some(look);
    }

    /// A page of this round, from 1, with the total it told.
    pub fn took(&mut self, number: u32, ids: Vec<i64>, total: u32) {
        self.steady &= self.total() == Some(total);
        let place = (number as usize).checked_sub(1);
        if let Some(page) = place.and_then(|place| self.pages.get_mut(place)) {
            *page = Some(ids);
        }
    }

    /// The look after the pages: the verdict, or another round that begins with this look.
    pub fn closed(&mut self, look: Look) {
        let Some(opening) = self.opening.take() else {
            return;
        };
        let steady = self.steady && look.total == opening.total;
        let ids = self.pages.iter().flatten().flatten();
        let read = ids.clone().count();
        let unique = ids.collect::<HashSet<_>>().len();
        let total = opening.total as usize;
        let round = Round {
            agrees: steady && read == total && unique == total,
            total: opening.total,
            pages: std::mem::take(&mut self.pages),
        };
        let stood_still = look == opening;
        let repeated = self.previous.as_ref() == Some(&round);
        let done = round.pages.len();
        self.verdict = match (round.agrees, stood_still || repeated) {
            (true, true) => Some(Verdict::Complete),
            // The same contradiction twice: reading it once more would not help.
            (false, _) if repeated && steady => Some(Verdict::Incomplete),
            _ if self.rounds_left == 0 => Some(Verdict::Incomplete),
            _ => None,
        };
        if self.verdict.is_some() {
            self.pages = vec![Some(Vec::new()); done];
            self.opening = Some(look);
            self.previous = None;
        } else {
            self.previous = Some(round);
            self.begin(look);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: usize = 3;

    /// A list that the test changes between reads.
    struct List(Vec<i64>);

    impl List {
        fn last_page(&self) -> u32 {
            self.0.len().div_ceil(SIZE).max(1) as u32
        }

        fn total(&self) -> u32 {
            self.0.len() as u32
        }

        /// What changed last is the highest id here.
        fn look(&self) -> Look {
            let newest = self.0.iter().rev().take(SIZE).map(|id| (*id, None));
            Look {
                total: self.total(),
                last_page: self.last_page(),
                newest: newest.collect(),
            }
        }

        fn page(&self, number: u32) -> Vec<i64> {
            let pages = self.0.chunks(SIZE).nth(number as usize - 1);
            pages.unwrap_or_default().to_vec()
        }
    }

    /// Reads until the verdict; `meddle` is called before each request with its number.
    fn read(list: &mut List, mut meddle: impl FnMut(usize, &mut List)) -> (Reading, Vec<i64>) {
        let (mut reading, mut last, mut request) = (Reading::default(), Vec::new(), 0);
        let mut ask = |list: &mut List| {
            request += 1;
            meddle(request, list);
        };
        loop {
            match reading.next() {
                Step::Open => {
                    ask(list);
                    last = list.0.clone();
                    reading.opened(list.look());
                }
                Step::Pages(numbers) => {
                    last.clear();
                    for number in numbers {
                        ask(list);
                        last.extend(list.page(number));
                        reading.took(number, list.page(number), list.total());
                    }
                }
                Step::Close => {
                    ask(list);
                    reading.closed(list.look());
                }
                Step::Over(_) => return (reading, last),
            }
        }
    }

    fn rounds(reading: &Reading) -> u32 {
        reading.round
    }

    #[test]
    fn a_still_list_is_read_once() {
        let (reading, ids) = read(&mut List((1..=8).collect()), |_, _| ());
        assert_eq!(reading.verdict, Some(Verdict::Complete));
        assert_eq!((rounds(&reading), ids), (1, (1..=8).collect()));
    }

    #[test]
    fn a_row_that_changes_places_with_another_never_hides_the_one_on_the_edge() {
        // Before the second page row 1 leaves and row 9 enters: eight rows throughout, but row 4 slips off.
        let (reading, mut ids) = read(&mut List((1..=8).collect()), |request, list| {
            if request == 3 {
                list.0.remove(0);
                list.0.push(9);
            }
        });
        ids.sort_unstable();
        assert_eq!(reading.verdict, Some(Verdict::Complete));
        assert_eq!((rounds(&reading), ids), (2, (2..=9).collect()));
    }

    #[test]
    fn a_list_that_never_stands_still_is_never_called_complete() {
        let (reading, _) = read(&mut List((1..=8).collect()), |request, list| {
            list.0.remove(0);
            list.0.push(8 + request as i64);
        });
        assert_eq!(reading.verdict, Some(Verdict::Incomplete));
        assert_eq!(rounds(&reading), MOST_ROUNDS);
    }

    #[test]
    fn a_total_that_is_simply_wrong_is_told_after_the_second_reading() {
        let mut reading = Reading::default();
        let look = Look {
            total: 7,
            last_page: 2,
            newest: vec![(6, None)],
        };
        reading.opened(look.clone());
        for _ in 0..2 {
            reading.took(1, vec![1, 2, 3], 7);
            reading.took(2, vec![4, 5, 6], 7);
            reading.closed(look.clone());
        }
        assert_eq!(reading.next(), Step::Over(Verdict::Incomplete));
    }

    #[test]
    fn going_on_reads_the_missing_pages_only() {
        let mut reading = Reading::default();
        let list = List((1..=8).collect());
        reading.opened(list.look());
        reading.took(2, list.page(2), 8);
        reading.resume();
        assert_eq!(reading.next(), Step::Pages(vec![1, 3]));
        assert_eq!((reading.pages_done(), reading.pages()), (1, 3));
    }
}
