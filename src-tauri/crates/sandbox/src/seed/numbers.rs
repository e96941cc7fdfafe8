//! Invented numbers that pass the checks a real one passes: INN, account against BIK, card by Luhn, licence, plate, phone.

use super::{dice::Dice, names::Origin};

/// A phone from ranges that are plainly invented; unique by the driver's place in the park.
pub fn phone(dice: &mut Dice, origin: Origin, place: usize) -> u64 {
    let spread = (place * 37 % 100_000) as u64;
    let at_home = dice.percent(40);
    match origin {
        Origin::Uzbek if at_home => 998_900_100_000 + spread,
        Origin::Tajik if at_home => 992_900_100_000 + spread,
        Origin::Kyrgyz if at_home => 996_550_000_000 + spread,
        Origin::Armenian if at_home && place < 10_000 => 37_491_000_000 + spread % 10_000,
        _ => 79_110_000_000 + spread,
    }
}

/// The INN of a person: ten digits and two control digits.
pub fn inn(dice: &mut Dice) -> String {
    let region = *dice.pick(&["77", "78", "50", "47", "16", "66"]);
    let mut text = format!("{region}{}", dice.digits(8));
    for weights in [&INN_11[..], &INN_12[..]] {
        let control = inn_control(text.as_bytes(), weights);
        text.push(char::from(b'0' + control));
    }
    text
}

const INN_10: [u32; 9] = [2, 4, 10, 3, 5, 9, 4, 6, 8];
const INN_11: [u32; 10] = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const INN_12: [u32; 11] = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];

fn inn_control(digits: &[u8], weights: &[u32]) -> u8 {
    let sum: u32 = digits
        .iter()
        .zip(weights)
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    (sum % 11 % 10) as u8
}

/// Whether an INN (12 digits of a person, 10 of an organisation) has its control digits.
pub fn inn_is_valid(text: &str) -> bool {
    let digits = text.as_bytes();
    if !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let fits = |place: usize, weights: &[u32]| digits[place] - b'0' == inn_control(digits, weights);
    match digits.len() {
        10 => fits(9, &INN_10),
        12 => fits(10, &INN_11) && fits(11, &INN_12),
        _ => false,
    }
}

/// An account of a person at the bank with this BIK.
pub fn account(dice: &mut Dice, bik: &str) -> String {
    let mut digits = format!("408178100{}", dice.digits(11)).into_bytes();
    digits[8] = b'0';
    let control = account_sum(&digits, bik) * 3 % 10;
    digits[8] = b'0' + control as u8;
    String::from_utf8(digits).unwrap_or_default()
}

fn account_sum(account: &[u8], bik: &str) -> u32 {
    let tail = &bik.as_bytes()[bik.len().saturating_sub(3)..];
    tail.iter()
        .chain(account)
        .zip([7, 1, 3].into_iter().cycle())
        .map(|(digit, weight)| u32::from(digit - b'0') * weight % 10)
        .sum()
}

/// Whether the account has twenty digits and its key fits the BIK.
pub fn account_fits_bik(account: &str, bik: &str) -> bool {
    let is_digits = |text: &str, length: usize| {
        text.len() == length && text.bytes().all(|sign| sign.is_ascii_digit())
    };
    is_digits(account, 20)
        && is_digits(bik, 9)
        && account_sum(account.as_bytes(), bik).is_multiple_of(10)
}

/// A card of the Mir system with its control digit.
pub fn card(dice: &mut Dice) -> String {
    let start = format!("220000{}", dice.digits(9));
    let control = (10 - luhn_sum(&format!("{start}0")) % 10) % 10;
    format!("{start}{control}")
}

fn luhn_sum(digits: &str) -> u32 {
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, sign)| {
            let digit = u32::from(sign - b'0');
            if place % 2 == 1 {
                doubled(digit)
            } else {
                digit
            }
        })
        .sum()
}

/// Whether a card number has 16 to 19 digits and its control digit.
pub fn luhn_is_valid(number: &str) -> bool {
    let is_number =
        (16..=19).contains(&number.len()) && number.bytes().all(|sign| sign.is_ascii_digit());
    is_number && luhn_sum(number).is_multiple_of(10)
}

const PLATE_LETTERS: [&str; 12] = ["А", "В", "Е", "К", "М", "Н", "О", "Р", "С", "Т", "У", "Х"];

/// `А123ВС777`, in the Cyrillic letters that plates use.
pub fn plate(dice: &mut Dice) -> String {
    let mut letter = || *dice.pick(&PLATE_LETTERS);
    let (first, second, third) = (letter(), letter(), letter());
    let number = dice.between(1, 999);
    let region = *dice.pick(&["77", "97", "777", "799", "78", "178", "50", "750"]);
    format!("{first}{number:03}{second}{third}{region}")
}

/// A driving licence: a Russian one is ten digits, others carry two Latin letters.
pub fn license(dice: &mut Dice, origin: Origin) -> String {
    match origin {
        Origin::Russian => format!("99{}", dice.digits(8)),
        Origin::Tajik => format!("TJ{}", dice.digits(7)),
        Origin::Uzbek => format!("AF{}", dice.digits(7)),
        Origin::Kyrgyz => format!("KG{}", dice.digits(7)),
        Origin::Armenian => format!("AM{}", dice.digits(6)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invented_numbers_pass_the_checks_of_real_ones() {
        let mut dice = Dice::new(7, 99);
        for _ in 0..200 {
            let (inn, card) = (inn(&mut dice), card(&mut dice));
            assert!(inn_is_valid(&inn), "{inn}");
            assert!(luhn_is_valid(&card), "{card}");
            let account = account(&mut dice, "044525225");
            assert!(account_fits_bik(&account, "044525225"), "{account}");
        }
    }

    #[test]
    fn a_mistyped_number_is_noticed() {
        assert!(!inn_is_valid("7707083894"));
        assert!(inn_is_valid("7707083893"));
        assert!(!luhn_is_valid("2200000000000001"));
        assert!(!account_fits_bik("40817810000000000000", "044525225"));
    }
}
