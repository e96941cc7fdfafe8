//! Numbers for a new order: as few as possible change, within the range that the rows have already, and no two stay
//! equal, because the service does not say which of two equal ones goes first.

/// `now`: the numbers of the rows as they are, in the order that is wanted. Answers the numbers that they are to have.
pub(super) fn renumbered(now: &[Option<i32>]) -> Vec<i32> {
    let now: Vec<Option<i64>> = now.iter().map(|number| number.map(i64::from)).collect();
    let (low, high) = range(&now);
    let kept = longest_kept(&now, low, high);
    let mut numbers = Vec::with_capacity(now.len());
    let mut last = low - 1;
    for (place, number) in now.iter().enumerate() {
        last = match number {
            Some(number) if kept.contains(&place) => *number,
            _ => last + 1,
        };
        numbers.push(i32::try_from(last).unwrap_or(i32::MAX));
    }
    numbers
}

/// That of the rows, made just long enough for all of them.
fn range(now: &[Option<i64>]) -> (i64, i64) {
    let rows = i64::try_from(now.len()).unwrap_or(i64::MAX);
    let numbers = || now.iter().flatten().copied();
    let low = numbers().min().unwrap_or(1);
    let high = numbers().max().unwrap_or(low).max(low + rows - 1);
    let beyond = (high - i64::from(i32::MAX)).max(0);
    (low - beyond, high - beyond)
}

/// Places of the rows that can keep their numbers: between two of them there is room for those that stand between them.
fn longest_kept(now: &[Option<i64>], low: i64, high: i64) -> Vec<usize> {
    let place = |place: usize| i64::try_from(place).unwrap_or(i64::MAX);
    let last = place(now.len()) - 1;
    let fits =
        |at: usize, number: i64| number - low >= place(at) && high - number >= last - place(at);
    // For each row that could be kept: the longest chain that ends with it, and the row before it there.
    let mut chains: Vec<Option<(usize, Option<usize>)>> = vec![None; now.len()];
    for at in 0..now.len() {
        let Some(number) = now[at].filter(|number| fits(at, *number)) else {
            continue;
        };
        let mut best = (1, None);
        for before in 0..at {
            if let (Some(earlier), Some((length, _))) = (now[before], chains[before])
                && number - earlier >= place(at - before)
                && length + 1 > best.0
            {
                best = (length + 1, Some(before));
            }
        }
        chains[at] = Some(best);
    }
    let longest = (0..now.len()).max_by_key(|at| chains[*at].map_or(0, |(length, _)| length));
    let mut kept = Vec::new();
    let mut next = longest.filter(|at| chains[*at].is_some());
    while let Some(at) = next {
        kept.push(at);
        next = chains[at].and_then(|(_, before)| before);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn numbers(now: &[i32]) -> Vec<i32> {
        let now: Vec<Option<i32>> = now.iter().copied().map(Some).collect();
        renumbered(&now)
    }

    #[test]
    fn as_few_rows_as_possible_are_written() {
        assert_eq!(numbers(&[1, 2, 3]), [1, 2, 3]);
        assert_eq!(numbers(&[2, 1, 3]), [1, 2, 3], "neighbours swap");
        // The last one goes to the front, where there is room before the others.
        assert_eq!(numbers(&[40, 10, 20, 30]), [10, 11, 20, 30]);
        assert_eq!(numbers(&[10, 30, 20, 40]), [10, 30, 31, 40]);
        assert_eq!(numbers(&[-1, 5, 2, 9]), [-1, 5, 6, 9]);
    }

    #[test]
    fn equal_numbers_and_rows_without_one_get_an_order_of_their_own() {
        assert_eq!(numbers(&[0, 0, 0]), [0, 1, 2]);
        assert_eq!(renumbered(&[None, Some(7), None]), [7, 8, 9]);
        assert_eq!(renumbered(&[None, None]), [1, 2]);
        assert_eq!(numbers(&[]), [0; 0]);
        assert_eq!(numbers(&[i32::MAX, i32::MAX]), [i32::MAX - 1, i32::MAX]);
        assert_eq!(numbers(&[i32::MAX, i32::MIN]), [i32::MIN, i32::MIN + 1]);
    }

    /// The most rows that can keep their numbers, by trying every choice of them.
    fn most_kept(now: &[i32]) -> u32 {
        let rows = i32::try_from(now.len()).unwrap();
        let low = *now.iter().min().unwrap();
        let high = (*now.iter().max().unwrap()).max(low + rows - 1);
        let fits = |choice: &u32| {
            let mut before = (-1, low - 1);
            for at in (0..rows).filter(|at| choice & (1 << at) != 0) {
                let number = now[usize::try_from(at).unwrap()];
                if number - before.1 < at - before.0 {
                    return false;
                }
                before = (at, number);
            }
            high - before.1 >= rows - 1 - before.0
        };
        (0..1_u32 << rows)
            .filter(fits)
            .map(u32::count_ones)
            .max()
            .unwrap()
    }

    proptest! {
        #[test]
        fn no_choice_of_rows_would_write_fewer(now in proptest::collection::vec(-6_i32..12, 1..7)) {
            let kept = numbers(&now).iter().zip(&now).filter(|(new, old)| new == old).count();
            prop_assert_eq!(u32::try_from(kept).unwrap(), most_kept(&now));
        }

        #[test]
        fn any_rows_come_into_the_wanted_order(now in proptest::collection::vec(
            proptest::option::of(prop_oneof![-9_i32..9, Just(i32::MAX), Just(i32::MIN)]), 0..12)
        ) {
            let new = renumbered(&now);
            prop_assert_eq!(new.len(), now.len());
            prop_assert!(new.windows(2).all(|two| two[0] < two[1]), "{:?}", new);
            let sorted = now.iter().all(Option::is_some) && now.windows(2).all(|two| two[0] < two[1]);
            if sorted {
                let same: Vec<Option<i32>> = new.into_iter().map(Some).collect();
                prop_assert_eq!(same, now, "nothing is written where nothing is to change");
            }
        }
    }
}
