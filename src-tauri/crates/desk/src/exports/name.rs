//! Names of files with rows: «Платежи Северо-Запад 01.10–31.10.2026 НЕПОЛНО.xlsx».

use jiff::civil::Date;

use crate::{
    files::name::{cleaned, escaped, numbered as with_number, shortened},
    registers::types::Period,
};

/// In bytes of UTF-8: file systems take 255, and a number needs room too.
const LONGEST: usize = 200;

/// What a name is made of.
pub struct Parts<'a> {
    pub what: &'a str,
    pub whose: &'a str,
    pub period: Option<&'a Period>,
    /// ISO; stands for the period of a list that has none.
    pub read_at: &'a str,
    pub mark: Option<&'a str>,
    pub extension: &'a str,
}

pub fn proposed(parts: &Parts) -> String {
    let days = match parts.period {
        Some(period) => days(&period.from, &period.to),
        None => {
            let day = parts.read_at.get(..10).unwrap_or_default();
            days(day, day)
        }
    };
    let words = [parts.what, parts.whose, &days].map(cleaned);
    let known: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|word| !word.is_empty())
        .collect();
    let stem = known.join(" ");
    with_mark(&escaped(&stem), parts.mark, parts.extension)
}

/// The name with its extension, and with the mark if it lacks it.
pub fn completed(name: &str, mark: Option<&str>, extension: &str) -> String {
    let (stem, _) = parted(name, extension);
    with_mark(stem, mark, extension)
}

/// `name (2).xlsx`; the first is the name itself.
pub fn numbered(name: &str, number: u32, extension: &str) -> String {
    let (stem, own) = parted(name, extension);
    with_number(stem, own, number)
}

/// Stem and extension, if it is this one in whatever letters.
fn parted<'a>(name: &'a str, extension: &str) -> (&'a str, Option<&'a str>) {
    match name.rsplit_once('.') {
        Some((stem, own)) if !stem.is_empty() && own.to_lowercase() == extension => {
            (stem, Some(own))
        }
        _ => (name, None),
    }
}

fn with_mark(stem: &str, mark: Option<&str>, extension: &str) -> String {
    let mark = mark.map(cleaned).unwrap_or_default();
    let marked = stem.to_lowercase().contains(&mark.to_lowercase());
    let tail = if marked {
        format!(".{extension}")
    } else {
        format!(" {mark}.{extension}")
    };
    let kept = shortened(stem, LONGEST.saturating_sub(tail.len()));
    // A mark at the end of a name that is too long must not be what is cut off.
    if marked && !kept.to_lowercase().contains(&mark.to_lowercase()) {
        return with_mark(kept, Some(&mark), extension);
    }
    format!("{kept}{tail}")
}

/// `01.10–31.10.2026`, `31.12.2025–01.01.2026`, `31.10.2026`.
pub fn days(from: &str, to: &str) -> String {
    let (Ok(from), Ok(to)) = (from.parse::<Date>(), to.parse::<Date>()) else {
        return String::new();
    };
    let end = to.strftime("%d.%m.%Y");
    match from {
        from if from == to => end.to_string(),
        from if from.year() == to.year() => format!("{}–{end}", from.strftime("%d.%m")),
        from => format!("{}–{end}", from.strftime("%d.%m.%Y")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(what: &str, whose: &str, days: (&str, &str), mark: Option<&str>) -> String {
        let period = Period {
            from: days.0.to_owned(),
            to: days.1.to_owned(),
        };
        proposed(&Parts {
            what,
            whose,
            period: Some(&period),
            read_at: "2026-11-21T14:05:12+03:00",
            mark,
            extension: "xlsx",
        })
    }

    #[test]
    fn a_name_tells_what_whose_when_and_whether_it_is_all() {
        let october = ("2026-10-01", "2026-10-31");
        assert_eq!(
            named("Платежи", "Северо-Запад", october, Some("НЕПОЛНО")),
            "Платежи Северо-Запад 01.10–31.10.2026 НЕПОЛНО.xlsx"
        );
        let day = ("2026-10-31", "2026-10-31");
        assert_eq!(named("Платежи", "", day, None), "Платежи 31.10.2026.xlsx");
        let winter = ("2025-12-31", "2026-01-01");
        let name = named("Платежи", "Юг", winter, None);
        assert_eq!(name, "Платежи Юг 31.12.2025–01.01.2026.xlsx");
        let parts = Parts {
            what: "Водители",
            whose: "Юг",
            period: None,
            read_at: "2026-11-21T14:05:12+03:00",
            mark: None,
            extension: "csv",
        };
        assert_eq!(proposed(&parts), "Водители Юг 21.11.2026.csv");
    }

    #[test]
    fn a_parks_name_never_makes_a_name_that_windows_refuses() {
        let none = ("", "");
        let cases = [
            ("a/b\\c:d", "x*?\"<>|.", "a_b_c_d x______.xlsx"),
            ("con", "", "_con.xlsx"),
            ("LPT1", "", "_LPT1.xlsx"),
            ("nul.tar", "", "_nul.tar.xlsx"),
            ("\u{202E}gpj", "строка\nдве", "gpj строка две.xlsx"),
        ];
        for (what, whose, expected) in cases {
            assert_eq!(named(what, whose, none, None), expected);
        }
        let long = named("Платежи", &"я".repeat(300), none, Some("НЕПОЛНО"));
        assert!(
            long.len() <= LONGEST && long.ends_with("я НЕПОЛНО.xlsx"),
            "{long}"
        );
    }

    #[test]
    fn the_mark_of_an_incomplete_register_cannot_be_typed_away() {
        let mark = Some("НЕПОЛНО");
        let cases = [
            ("мой файл.xlsx", "мой файл НЕПОЛНО.xlsx"),
            ("мой файл", "мой файл НЕПОЛНО.xlsx"),
            ("неполно.XLSX", "неполно.xlsx"),
            ("отчёт 21.11.2026", "отчёт 21.11.2026 НЕПОЛНО.xlsx"),
            ("отчёт.csv", "отчёт.csv НЕПОЛНО.xlsx"),
        ];
        for (typed, name) in cases {
            assert_eq!(completed(typed, mark, "xlsx"), name);
        }
        let long = format!("{} НЕПОЛНО.xlsx", "я".repeat(110));
        assert!(completed(&long, mark, "xlsx").ends_with("я НЕПОЛНО.xlsx"));
        assert_eq!(completed("файл", None, "csv"), "файл.csv");
        assert_eq!(numbered("файл.csv", 2, "csv"), "файл (2).csv");
    }
}
