//! Number plates: stored in Cyrillic capitals without spaces, because that is how aggregators compare them.

use super::{Verdict, as_cyrillic, is_separator};

const LETTERS: &str = "АВЕКМНОРСТУХ";

pub(crate) fn check(typed: &str) -> Verdict {
    let plate: String = typed
        .chars()
        .filter(|c| !is_separator(*c))
        .flat_map(char::to_uppercase)
        .collect();
    let plate = plate.strip_suffix("RUS").unwrap_or(&plate);
    let plate: Vec<char> = plate.chars().map(as_cyrillic).collect();
    let shape: String = plate
        .iter()
        .map(|c| match c {
            '0'..='9' => 'D',
            c if LETTERS.contains(*c) => 'L',
            _ => '?',
        })
        .collect();
    let (kind, body) = match shape.as_str() {
        "LDDDLLDD" | "LDDDLLDDD" => ("car", 6),
        "LLDDDDD" | "LLDDDDDD" => ("taxi", 5),
        _ => return unusual(typed),
    };
    let (body, region) = plate.split_at(body);
    let number: String = body.iter().filter(|c| c.is_ascii_digit()).collect();
    if number == "000" {
        return unusual(typed);
    }
    let (body, region): (String, String) = (body.iter().collect(), region.iter().collect());
    Verdict::ok("plate_ok", format!("{body}{region}"))
        .with("kind", kind)
        .with("formatted", format!("{body} {region}"))
        .with("region", region)
}

/// Plates of other countries and of other kinds are kept as they were typed.
fn unusual(typed: &str) -> Verdict {
    Verdict::warn("plate_unusual", typed.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_alike_letters_are_stored_in_cyrillic() {
        for typed in ["a123be77", "А 123 ВЕ 77", "A123ВE\u{a0}77 RUS"] {
            let verdict = check(typed);
            assert_eq!(
                (verdict.code, &*verdict.value),
                ("plate_ok", "А123ВЕ77"),
                "{typed}"
            );
            assert_eq!(verdict.params["kind"], "car");
        }
        assert_eq!(check("А123ВЕ777").params["region"], "777");
        assert_eq!(check("ab 123 77").value, "АВ12377");
        assert_eq!(check("АВ12377").params["kind"], "taxi");
    }

    #[test]
    fn a_foreign_plate_is_kept_as_typed_with_a_warning() {
        for typed in ["01A123BC", "А000ВЕ77", "Д123ЖЗ77", "123"] {
            let verdict = check(typed);
            assert_eq!((verdict.code, &*verdict.value), ("plate_unusual", typed));
        }
    }
}
