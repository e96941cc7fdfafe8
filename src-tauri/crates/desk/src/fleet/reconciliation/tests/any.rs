//! Whatever the two lists are like: nobody is lost, nothing is counted twice, and no two drivers become one.

use jiff::SignedDuration;
use jump::Id;
use money::Amount;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{
    super::{
        super::types::{
            ReconciliationCount, ReconciliationRow,
            ReconciliationVerdict::{self, *},
        },
        matching::matched,
        movement::Movement,
        people::People,
        result::by_verdict,
    },
    days, movement, rows,
};

const MARKS: [&str; 3] = ["AAAAAA", "BBBBBB", "CCCCCC"];

fn any_mark() -> impl Strategy<Value = Option<&'static str>> {
    prop_oneof![4 => Just(None), 3 => prop::sample::select(&MARKS[..]).prop_map(Some)]
}

/// Few sums, drivers and times, so that they collide.
fn any_side<D: Clone + std::fmt::Debug + 'static>(
    drivers: Vec<D>,
    foreign: bool,
) -> impl Strategy<Value = Vec<Movement<D>>> {
    let driver = prop::option::weighted(0.9, prop::sample::select(drivers));
    let second = prop::option::weighted(0.95, -3_i64 * 86_400..3 * 86_400);
    let kopecks = prop::sample::select(vec![-10_001_i64, -5_000, 0, 1, 5_000]);
    let one = (second, driver, kopecks, any_mark(), 0..8_u8);
    prop::collection::vec(one, 0..14).prop_map(move |told| {
        let told = told.into_iter().enumerate();
        told.map(|(number, (second, driver, kopecks, mark, odd))| {
            let mut one = movement(number, (second.unwrap_or(0), driver, kopecks, mark));
            if second.is_none() {
                one.at = None;
            }
            if foreign && odd == 0 {
                one.currency = "KZT".to_owned();
            }
            one
        })
        .collect()
    })
}

fn any_people() -> impl Strategy<Value = People> {
    let one = prop::option::weighted(0.7, 1_i64..5);
    prop::collection::vec(one, 4).prop_map(|jump| {
        let mut people = People::default();
        for (fleet, jump) in ["a", "b", "c", "d"].into_iter().zip(jump) {
            if let Some(jump) = jump {
                people.add(fleet.to_owned(), Id(jump));
            }
        }
        people
    })
}

fn fleet_ids() -> Vec<String> {
    ["a", "b", "c", "d"].map(str::to_owned).into()
}

fn rubles<D>(side: &[Movement<D>]) -> Decimal {
    let own = side.iter().filter(|one| one.is_in_rubles());
    own.map(|one| one.amount.decimal()).sum()
}

/// May these two stand beside each other under this verdict?
fn fits(
    verdict: ReconciliationVerdict,
    jump: &Movement<Id>,
    yandex: &Movement<String>,
    people: &People,
) -> bool {
    let same_sum = jump.amount == yandex.amount;
    let same_mark = jump.mark.is_some() && jump.mark == yandex.mark;
    let known = yandex.driver.as_deref().and_then(|id| people.of(id));
    let near = jump.at.zip(yandex.at).is_some_and(|(one, other)| {
        one.duration_since(other).abs() <= SignedDuration::from_hours(24)
    });
    let one_driver = match known {
        Some(known) => jump.driver.is_none_or(|id| id == known),
        None => {
            let somebody_else = |id| fleet_ids().iter().any(|fleet| people.of(fleet) == Some(id));
            yandex.driver.is_none() || !jump.driver.is_some_and(somebody_else)
        }
    };
    yandex.is_in_rubles()
        && one_driver
        && match verdict {
            Matched => same_mark && same_sum,
            AmountDiffers => same_mark && !same_sum,
            LooksAlike => {
                let unmarked = jump.mark.is_none() || yandex.mark.is_none();
                same_sum && near && unmarked && known.is_some() && known == jump.driver
            }
            _ => false,
        }
}

proptest! {
    #[test]
    fn every_movement_stands_in_one_row_and_only_beside_one_that_it_may_be(
        jump in any_side(vec![Id(1), Id(2), Id(3), Id(4)], false),
        yandex in any_side(fleet_ids(), true),
        people in any_people(),
    ) {
        let pairs = matched(&jump, &yandex, &people);
        let mut places: Vec<usize> = pairs.iter().filter_map(|pair| pair.jump).collect();
        places.sort_unstable();
        prop_assert!(places.into_iter().eq(0..jump.len()));
        let mut places: Vec<usize> = pairs.iter().filter_map(|pair| pair.yandex).collect();
        places.sort_unstable();
        prop_assert!(places.into_iter().eq(0..yandex.len()));
        for pair in &pairs {
            match (pair.jump, pair.yandex) {
                (Some(one), Some(other)) => {
                    prop_assert!(fits(pair.verdict, &jump[one], &yandex[other], &people), "{pair:?}");
                }
                (Some(_), None) => prop_assert_eq!(pair.verdict, OnlyJump),
                (None, Some(_)) => prop_assert_eq!(pair.verdict, OnlyYandex),
                (None, None) => prop_assert!(false, "a pair of nobody"),
            }
        }
        // Nobody is alone who might have had somebody.
        let alone = |verdict| pairs.iter().filter(move |pair| pair.verdict == verdict);
        for one in alone(OnlyJump).filter_map(|pair| pair.jump) {
            for other in alone(OnlyYandex).filter_map(|pair| pair.yandex) {
                for verdict in [Matched, AmountDiffers, LooksAlike] {
                    prop_assert!(!fits(verdict, &jump[one], &yandex[other], &people), "{one} {other}");
                }
            }
        }
    }

    #[test]
    fn the_sums_of_both_sides_come_out_to_the_kopeck(
        jump in any_side(vec![Id(1), Id(2), Id(3), Id(4)], false),
        yandex in any_side(fleet_ids(), true),
        people in any_people(),
    ) {
        let rows = rows(&jump, &yandex, &people, &days("2025-06-01", "2025-06-30"));
        let counts = by_verdict(&rows).unwrap();
        let sum = |of: fn(&ReconciliationCount) -> Amount| -> Decimal {
            counts.iter().map(|one| of(one).decimal()).sum()
        };
        prop_assert_eq!(sum(|one| one.jump), rubles(&jump));
        prop_assert_eq!(sum(|one| one.yandex), rubles(&yandex));
        let counted: u32 = counts.iter().map(|one| one.count).sum();
        prop_assert_eq!(counted as usize, rows.len());
        let differences: Decimal = rows.iter().filter_map(|row| row.difference).map(Amount::decimal).sum();
        let paired = |row: &&ReconciliationRow| row.jump.is_some() && row.yandex.is_some();
        let left: Decimal = rows.iter().filter(paired).map(|row| {
            row.yandex.as_ref().unwrap().amount.decimal() - row.jump.as_ref().unwrap().amount.decimal()
        }).sum();
        prop_assert_eq!(differences, left);
        prop_assert!(rows.iter().map(|row| row.number).eq(1..=counted));
    }
}
