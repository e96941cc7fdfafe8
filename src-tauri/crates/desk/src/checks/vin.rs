//! VIN: seventeen Latin capitals and digits without I, O and Q. What was typed in Cyrillic look-alikes is understood.

use super::{Verdict, as_latin, is_separator};

const LENGTH: usize = 17;
const WEIGHTS: [u32; LENGTH] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
/// The ninth sign.
const CHECK_DIGIT: usize = 8;

pub(crate) fn check(typed: &str) -> Verdict {
    let vin: Vec<char> = typed
        .chars()
        .filter(|c| !is_separator(*c))
        .flat_map(char::to_uppercase)
        .map(as_latin)
        .collect();
    if let Some(found) = vin.iter().find(|c| worth(**c).is_none()) {
        return Verdict::error("vin_characters", typed).with("found", found);
    }
    if vin.len() != LENGTH {
        return Verdict::error("vin_length", typed)
            .with("count", vin.len())
            .with("expected", LENGTH);
    }
    let (expected, found) = (check_digit(&vin), vin[CHECK_DIGIT]);
    let stored: String = vin.iter().collect();
    if has_check_digit(vin[0]) && found != expected {
        return Verdict::warn("vin_check_digit", stored)
            .with("expected", expected)
            .with("found", found);
    }
    Verdict::ok("vin_ok", stored)
}

/// North America and China; elsewhere the ninth sign means something else.
const fn has_check_digit(region: char) -> bool {
    matches!(region, '1'..='5' | 'L')
}

/// What a sign counts in the checksum; `None` for signs that no VIN has.
fn worth(sign: char) -> Option<u32> {
    Some(match sign {
        '0'..='9' => return sign.to_digit(10),
        'A' | 'J' => 1,
        'B' | 'K' | 'S' => 2,
        'C' | 'L' | 'T' => 3,
        'D' | 'M' | 'U' => 4,
        'E' | 'N' | 'V' => 5,
        'F' | 'W' => 6,
        'G' | 'P' | 'X' => 7,
        'H' | 'Y' => 8,
        'R' | 'Z' => 9,
        _ => return None,
    })
}

fn check_digit(vin: &[char]) -> char {
    let signs = vin.iter().zip(WEIGHTS);
    let sum: u32 = signs
        .map(|(sign, weight)| worth(*sign).unwrap_or_default() * weight)
        .sum();
    char::from_digit(sum % 11, 10).unwrap_or('X')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vin_is_stored_in_latin_capitals_however_it_was_typed() {
        for typed in [
            "XTAGFL110KY000001",
            "xtagfl110ky000001",
            "ХТАGFL110КУ000001",
            "хтаgfl110ку 000001",
            " XTA-GFL110-KY000001 ",
        ] {
            let verdict = check(typed);
            assert_eq!(
                (verdict.code, &*verdict.value),
                ("vin_ok", "XTAGFL110KY000001"),
                "{typed}"
            );
        }
    }

    #[test]
    fn a_vin_that_no_car_can_have_is_refused() {
        for (typed, code, param, value) in [
            ("XTAGFL110KY00000", "vin_length", "count", "16"),
            ("XTAGFL110KY0000011", "vin_length", "count", "18"),
            ("XTAGFL11OKY000001", "vin_characters", "found", "O"),
            ("XTAGFL11ОKY000001", "vin_characters", "found", "O"),
            ("XTAGFL11QKY000001", "vin_characters", "found", "Q"),
            ("ITAGFL110KY000001", "vin_characters", "found", "I"),
            ("ЖTAGFL110KY000001", "vin_characters", "found", "Ж"),
            ("XTAGFL110KY00000!", "vin_characters", "found", "!"),
        ] {
            let verdict = check(typed);
            assert!(verdict.is_error());
            assert_eq!(
                (verdict.code, &*verdict.params[param]),
                (code, value),
                "{typed}"
            );
            assert_eq!(verdict.value, typed);
        }
    }

    #[test]
    fn a_mistyped_sign_is_noticed_where_the_region_has_a_check_digit_and_does_not_block() {
        assert_eq!(check("1M8GDM9AXKP042788").code, "vin_ok");
        assert_eq!(check("11111111111111111").code, "vin_ok");
        let mistyped = check("1M8GDM9AXKP042789");
        assert_eq!(mistyped.code, "vin_check_digit");
        assert!(!mistyped.is_error());
        assert_eq!(mistyped.params["found"], "X");
        assert_eq!(check("LM8GDM9AXKP042788").code, "vin_check_digit");
        assert_eq!(check("XM8GDM9AXKP042788").code, "vin_ok");
    }
}
