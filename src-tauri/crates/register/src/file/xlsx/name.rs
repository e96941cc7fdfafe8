//! Names of sheets: 31 characters, some of them forbidden, none used twice.

const LONGEST: usize = 31;
const FORBIDDEN: &[char] = &['[', ']', ':', '*', '?', '/', '\\'];
/// Kept by Excel for itself.
const RESERVED: &[&str] = &["history", "журнал"];
const NAMELESS: &str = "—";

/// A legal name near the wanted one that is not among `taken`. `number` tells the sheets of one name apart.
pub fn legal(wanted: &str, number: usize, taken: &[String]) -> String {
    let mut number = number;
    loop {
        let name = numbered(wanted, number);
        let lower = name.to_lowercase();
        let used = taken.iter().any(|taken| taken.to_lowercase() == lower);
        if !used && !RESERVED.contains(&lower.as_str()) {
            return name;
        }
        number = number.max(1) + 1;
    }
}

fn numbered(wanted: &str, number: usize) -> String {
    let suffix = match number {
        0 | 1 => String::new(),
        number => format!(" ({number})"),
    };
    let clean: String = wanted
        .chars()
        .map(|char| match char {
            char if char.is_control() || FORBIDDEN.contains(&char) => ' ',
            char => char,
        })
        .collect();
    let bare = |text: &str| {
        let inner = text.trim_matches(|char: char| char.is_whitespace() || char == '\'');
        inner.to_owned()
    };
    let mut name = String::new();
    let mut units = suffix.encode_utf16().count();
    for char in bare(&clean).chars() {
        units += char.len_utf16();
        if units > LONGEST {
            break;
        }
        name.push(char);
    }
    let name = bare(&name);
    let name = if name.is_empty() { NAMELESS } else { &name };
    format!("{name}{suffix}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_never_gets_a_name_that_a_spreadsheet_refuses() {
        let taken = ["Платежи".to_owned()];
        let cases = [
            ("Операции", 1, "Операции"),
            ("платежи", 1, "платежи (2)"),
            ("Платежи", 3, "Платежи (3)"),
            ("а/б[в]:'", 1, "а б в"),
            ("''", 1, "—"),
            ("History", 1, "History (2)"),
        ];
        for (wanted, number, name) in cases {
            assert_eq!(legal(wanted, number, &taken), name);
        }
        let long = legal(&"🚕".repeat(40), 12, &taken);
        assert_eq!(long, format!("{} (12)", "🚕".repeat(13)));
    }
}
