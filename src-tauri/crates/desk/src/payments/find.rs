//! Finding among the loaded rows: a name, a phone, an id, a sum in any writing, a status, a requisite.

use jump::{PaymentDriver, Reference};

use super::{
    columns::Rows,
    dictionary::{Dictionary, driver_name, driver_phone, title},
};

/// The places of the rows that contain `text`, in the order of their arrival; all of them when it is empty.
pub fn matching(rows: &Rows, text: &str) -> Vec<u32> {
    let all = 0..u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let whole = Needle::new(text);
    // Spaces part words, but also thousands and the groups of a phone.
    let words: Vec<Needle> = text.split_whitespace().map(Needle::new).collect();
    if words.is_empty() {
        return all.collect();
    }
    let whole = Hits::of(rows, &whole);
    let words: Vec<Hits> = words.iter().map(|word| Hits::of(rows, word)).collect();
    let fits = |place: &u32| {
        let place = *place as usize;
        whole.contain(rows, place) || words.iter().all(|word| word.contain(rows, place))
    };
    all.filter(fits).collect()
}

/// What to look for, in the writing of each kind of cell.
struct Needle {
    folded: String,
    /// For ids.
    digits: Option<String>,
    /// For sums: a dot, no spaces.
    sum: Option<String>,
    /// For phones: digits, 7 in the place of a leading 8.
    phone: Option<String>,
}

impl Needle {
    fn new(text: &str) -> Self {
        let compact: String = text.chars().filter(|char| !char.is_whitespace()).collect();
        let only = |text: &str, also: &[char]| {
            text.contains(|char: char| char.is_ascii_digit())
                && text
                    .chars()
                    .all(|char| char.is_ascii_digit() || also.contains(&char))
        };
        let phone: String = compact.chars().filter(char::is_ascii_digit).collect();
        let phone = match phone.strip_prefix('8') {
            Some(local) if local.len() == 10 => format!("7{local}"),
            _ => phone,
        };
        Self {
            folded: folded(text.trim()),
            digits: only(&compact, &[]).then(|| compact.clone()),
            sum: only(&compact, &[',', '.', '-']).then(|| compact.replace(',', ".")),
            phone: only(&compact, &['+', '-', '(', ')']).then_some(phone),
        }
    }
}

/// Which entries of the dictionaries contain the needle, so that a text is searched once and not once per row.
struct Hits<'a> {
    needle: &'a Needle,
    drivers: Vec<bool>,
    references: Vec<bool>,
    requisites: Vec<bool>,
}

impl<'a> Hits<'a> {
    fn of(rows: &Rows, needle: &'a Needle) -> Self {
        let titles = |reference: &Reference| folded(title(reference)).contains(&needle.folded);
        let drivers = |driver: &PaymentDriver| {
            let phone = needle.phone.as_deref();
            folded(&driver_name(driver)).contains(&needle.folded)
                || phone.is_some_and(|digits| driver_phone(driver).contains(digits))
        };
        Self {
            needle,
            drivers: hits(&rows.drivers, drivers),
            references: hits(&rows.references, titles),
            requisites: hits(&rows.requisites, titles),
        }
    }

    fn contain(&self, rows: &Rows, place: usize) -> bool {
        let columns = &rows.columns;
        let hit = |hits: &[bool], codes: &[u32]| {
            let code = codes.get(place).copied();
            code.and_then(|code| hits.get(code as usize))
                .is_some_and(|hit| *hit)
        };
        hit(&self.drivers, &columns.driver)
            || hit(&self.references, &columns.status)
            || hit(&self.requisites, &columns.requisites)
            || self.in_id(rows, place)
            || self.in_sums(rows, place)
    }

    fn in_id(&self, rows: &Rows, place: usize) -> bool {
        let Some(digits) = &self.needle.digits else {
            return false;
        };
        let id = rows.columns.id.get(place);
        id.is_some_and(|id| id.to_string().contains(digits.as_str()))
    }

    fn in_sums(&self, rows: &Rows, place: usize) -> bool {
        let Some(sum) = &self.needle.sum else {
            return false;
        };
        let cells = [&rows.columns.amount, &rows.columns.amount_paid];
        cells.into_iter().any(|column| {
            let amount = column.get(place).and_then(|cell| cell.decimal(&rows.odd));
            amount.is_some_and(|amount| amount.to_string().contains(sum.as_str()))
        })
    }
}

fn hits<T>(dictionary: &Dictionary<T>, hit: impl Fn(&T) -> bool) -> Vec<bool> {
    dictionary.items().iter().map(hit).collect()
}

/// Case does not count, nor does `ё` against `е`.
fn folded(text: &str) -> String {
    text.to_lowercase().replace('ё', "е")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<i64> {
        let rows = [
            r#"{"id": 48141222, "amount": 1234.5, "amount_paid": 1200, "status": {"id": 1, "title": "Выплачен"},
                "driver": {"id": 1, "full_name": "Фёдоров Пётр Ильич", "phone": "+79110000017"}}"#,
            r#"{"id": 48141333, "amount": 99, "status": {"id": 2, "title": "Отклонен"},
                "requisites": {"id": 5, "title": "Карта ****0007"},
                "driver": {"id": 2, "full_name": "Иванова Мария", "phone": "+79220000018"}}"#,
        ];
        let mut table = Rows::default();
        for row in rows {
            table.take(serde_json::from_str(row).unwrap(), 1);
        }
        let places = matching(&table, text);
        places
            .into_iter()
            .map(|place| table.columns.id[place as usize])
            .collect()
    }

    #[test]
    fn a_payment_is_found_in_whatever_writing_it_is_looked_for() {
        let first = [
            "фЕДОРОВ",
            "петр фёдоров",
            "1 234,50",
            "1234.5",
            "1\u{A0}234,5",
            "48141222",
            "141222",
            "+7 (911) 000-00-17",
            "89110000017",
            "выпл",
            "1200,00",
            "пётр 1234",
        ];
        for text in first {
            assert_eq!(found(text), [48_141_222], "{text}");
        }
        for text in ["****0007", "отклон", "99,00", "мария иванова"] {
            assert_eq!(found(text), [48_141_333], "{text}");
        }
        assert_eq!(found("  ").len(), 2);
        assert_eq!(found("48141").len(), 2);
        assert!(found("сидоров").is_empty());
        assert!(found("1234,51").is_empty());
    }
}
