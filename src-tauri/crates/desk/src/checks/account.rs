//! Bank accounts: 20 digits, the ninth of which is a control digit over the account and the bank's БИК.

use super::{Verdict, digit_values, only_digits};

const ACCOUNT: usize = 20;
const BIK: usize = 9;
/// Place of the control digit in the account, from 0.
const KEY: usize = 8;
const WEIGHTS: [u32; 3] = [7, 1, 3];

pub(crate) fn check_bik(typed: &str) -> Verdict {
    let Some(text) = only_digits(typed) else {
        return Verdict::error("bik_characters", typed);
    };
    if text.len() != BIK {
        return Verdict::error("bik_length", typed)
            .with("count", text.len())
            .with("expected", BIK);
    }
    Verdict::ok("bik_ok", text)
}

/// The control digit that would fit. For an account in a bank the last three digits of its БИК count; for one in a
/// settlement centre of the Bank of Russia (БИК ending in 000, 001 or 002) its fifth and sixth after a zero.
fn expected(account: &[u32], bik: &[u32]) -> u32 {
    let centre = matches!(bik.get(6..), Some([0, 0, 0..=2]));
    let head = match centre {
        true => [0, bik[4], bik[5]],
        false => [bik[6], bik[7], bik[8]],
    };
    let sum: u32 = head
        .iter()
        .chain(account)
        .zip(WEIGHTS.iter().cycle())
        .enumerate()
        .filter(|(place, _)| *place != head.len() + KEY)
        .map(|(_, (digit, weight))| digit * weight)
        .sum();
    sum % 10 * 3 % 10
}

/// Checks an account against the БИК of its bank, as typed too.
pub(crate) fn check(typed: &str, bik: &str) -> Verdict {
    let Some(text) = only_digits(typed) else {
        return Verdict::error("account_characters", typed);
    };
    if text.len() != ACCOUNT {
        return Verdict::error("account_length", typed)
            .with("count", text.len())
            .with("expected", ACCOUNT);
    }
    let bik = check_bik(bik);
    if bik.is_error() {
        return Verdict::warn("account_waits_for_bik", text);
    }
    let digits = digit_values(&text);
    let expected = expected(&digits, &digit_values(&bik.value));
    if digits[KEY] != expected {
        return Verdict::error("account_key", typed)
            .with("position", KEY + 1)
            .with("expected", expected)
            .with("found", digits[KEY]);
    }
    Verdict::ok("account_ok", text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SBER: &str = "044525225";

    #[test]
    fn an_account_of_another_bank_is_refused_with_the_digit_that_would_fit() {
        let fitting = (0..10)
            .map(|key| format!("40817810{key}00000000001"))
            .find(|account| check(account, SBER).code == "account_ok")
            .unwrap();
        let other = check(&fitting, "044525974");
        assert_eq!(
            (other.code, &*other.params["position"]),
            ("account_key", "9")
        );
        assert_ne!(other.params["expected"], other.params["found"]);
        assert_eq!(check(&fitting, "").code, "account_waits_for_bik");
        let as_in_statements = format!("№ {}.{}", &fitting[..5], &fitting[5..]);
        assert_eq!(check(&as_in_statements, SBER).value, fitting);
        assert_eq!(check("4081 7810", SBER).params["count"], "8");
        assert_eq!(check_bik("04452522").params["count"], "8");
    }

    proptest! {
        #[test]
        fn exactly_one_control_digit_fits(head in "[0-9]{8}", tail in "[0-9]{11}", bik in "04[0-9]{7}") {
            let account = |key: u32| format!("{head}{key}{tail}");
            let fitting: Vec<u32> = (0..10).filter(|key| check(&account(*key), &bik).code == "account_ok").collect();
            prop_assert_eq!(fitting.len(), 1);
            let slip = check(&account((fitting[0] + 1) % 10), &bik);
            prop_assert_eq!(&slip.params["expected"], &fitting[0].to_string());
        }
    }
}
