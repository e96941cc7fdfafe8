//! Titles of columns in Russian and English: which of them say what a column means, and which row has them.

use super::{Cell, CellKind, Role, Sheet, content};

/// Above this row a header is looked for.
const LOOKED_AT: usize = 20;

/// What a title says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Title {
    /// The stronger of two titles of one role has the higher rank.
    Role(Role, u8),
    /// Known, and nothing that a payout needs: an INN must not be taken for a phone, nor a commission for a sum.
    Other,
    Unknown,
}

/// What a payout is not, even beside a word for a sum.
const NEVER: &[&str] = &[
    "комисси",
    "налог",
    "штраф",
    "долг",
    "удерж",
    "commission",
    "tax",
    "fee",
    "debt",
];
/// Sums and facts of another kind.
const OTHER_FACTS: &[&str] = &[
    "дат",
    "период",
    "месяц",
    "год",
    "врем",
    "статус",
    "способ",
    "тип",
    "вид",
    "баланс",
    "остат",
    "аренд",
    "налич",
    "процент",
    "ставк",
    "бонус",
    "чаев",
    "заказ",
    "поезд",
    "пробег",
    "смен",
    "час",
    "валют",
    "реквизит",
    "date",
    "time",
    "period",
    "status",
    "type",
    "balance",
    "rent",
    "cash",
    "rate",
    "bonus",
    "tip",
    "order",
    "trip",
    "currency",
];
/// Where money goes to, and who else a row tells about.
const OTHER_NAMES: &[&str] = &[
    "инн",
    "кпп",
    "снилс",
    "паспорт",
    "бик",
    "счет",
    "карт",
    "банк",
    "город",
    "парк",
    "авто",
    "гос",
    "тариф",
    "почт",
    "адрес",
    "групп",
    "марк",
    "модел",
    "удостоверен",
    "договор",
    "заявк",
    "транзакц",
    "email",
    "mail",
    "inn",
    "bank",
    "card",
    "account",
    "city",
    "park",
    "car",
    "group",
    "tariff",
    "address",
    "transaction",
    "request",
];
const ELSEWHERE: &[&str] = &[
    "агрегатор",
    "яндекс",
    "внешн",
    "профил",
    "aggregator",
    "yandex",
    "external",
    "contractor",
    "uuid",
];
const COMMENTS: &[&str] = &[
    "коммент",
    "примеч",
    "назначен",
    "основан",
    "пояснен",
    "описан",
    "сообщен",
    "comment",
    "note",
    "memo",
    "description",
    "message",
];
const PHONES: &[&str] = &["телефон", "мобильн", "сотов", "phone", "mobile"];
const PHONE_WORDS: &[&str] = &["тел", "моб", "сот", "tel", "cell"];
const IDS: &[&str] = &["id", "ид", "код", "идентификатор", "uuid", "code"];
const DRIVERS: &[(&str, u8)] = &[
    ("фио", 95),
    ("водител", 90),
    ("driver", 90),
    ("получател", 80),
    ("исполнител", 80),
    ("самозанят", 80),
    ("сотрудник", 80),
    ("курьер", 80),
    ("recipient", 80),
    ("payee", 80),
    ("courier", 80),
    ("employee", 80),
    ("fullname", 80),
    ("фамили", 60),
    ("name", 60),
    ("имя", 50),
];
/// Parts of a name, by stems and by whole titles. Two of them in one title are a whole name.
const NAME_PARTS: &[(Role, &[&str], &[&str])] = &[
    (
        Role::LastName,
        &["фамили", "surname", "lastname"],
        &["last name", "family name"],
    ),
    (
        Role::FirstName,
        &["имя", "firstname"],
        &["first name", "given name"],
    ),
    (
        Role::MiddleName,
        &["отчеств", "patronymic", "middlename"],
        &["middle name"],
    ),
];
const SUMS: &[(&str, u8)] = &[("сумм", 80), ("amount", 80), ("sum", 75)];
const PAYOUTS: &[(&str, u8)] = &[
    ("выпла", 85),
    ("payout", 85),
    ("перечисл", 80),
    ("итого", 70),
    ("total", 70),
    ("зарплат", 70),
    ("зп", 70),
    ("вознагражд", 60),
    ("оплат", 50),
    ("руб", 50),
    ("начисл", 45),
];
const TO_PAY: &[&str] = &[
    "к выплате",
    "к перечислению",
    "к оплате",
    "на выплату",
    "to pay",
];

/// Small letters, ё as е, words with one space between them.
pub(super) fn normal(title: &str) -> String {
    let lower = title.to_lowercase().replace('ё', "е");
    let words = lower.split(|char: char| !char.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

pub(super) fn read(title: &str) -> Title {
    let title = normal(title);
    let words: Vec<&str> = title.split(' ').collect();
    let begins = |stems: &[&str]| {
        let begins = |word: &&str| stems.iter().any(|stem| word.starts_with(stem));
        words.iter().any(begins)
    };
    let is = |known: &[&str]| words.iter().any(|word| known.contains(word));
    let ranked = |stems: &[(&str, u8)]| {
        let fitting = stems.iter().filter(|(stem, _)| begins(&[stem]));
        fitting.map(|(_, rank)| *rank).max()
    };
    if begins(PHONES) || is(PHONE_WORDS) {
        return Title::Role(Role::Phone, 90);
    }
    if begins(COMMENTS) {
        return Title::Role(
            Role::Comment,
            if title.contains("назначен") {
                80
            } else {
                90
            },
        );
    }
    if begins(NEVER) || title == "п п" {
        return Title::Other;
    }
    if TO_PAY.iter().any(|phrase| title.contains(phrase)) && !begins(&["дат", "date"]) {
        return Title::Role(Role::Amount, 100);
    }
    if begins(OTHER_FACTS) {
        return Title::Other;
    }
    if begins(&["позывн", "callsign"]) {
        return Title::Role(Role::AggregatorId, 60);
    }
    if is(IDS) {
        let whose = begins(&["водител", "driver", "исполнител", "jump"]);
        return match begins(ELSEWHERE) {
            true => Title::Role(Role::AggregatorId, 90),
            false if whose => Title::Role(Role::DriverId, 90),
            false if begins(OTHER_NAMES) || ranked(SUMS).or(ranked(PAYOUTS)).is_some() => {
                Title::Other
            }
            false => Title::Role(Role::DriverId, 60),
        };
    }
    if let Some(rank) = ranked(SUMS) {
        return Title::Role(Role::Amount, rank);
    }
    if begins(OTHER_NAMES) || is(&["ву"]) {
        return Title::Other;
    }
    if title.contains("ф и о") {
        return Title::Role(Role::Driver, 95);
    }
    let part = |(_, stems, phrases): &&(Role, &[&str], &[&str])| {
        begins(stems) || phrases.iter().any(|phrase| title.contains(phrase))
    };
    let mut parts = NAME_PARTS.iter().filter(part);
    match (parts.next(), parts.next()) {
        (Some((role, ..)), None) if !title.contains("фио") => return Title::Role(*role, 60),
        (Some(_), Some(_)) => return Title::Role(Role::Driver, 95),
        _ => {}
    }
    if let Some(rank) = ranked(DRIVERS) {
        return Title::Role(Role::Driver, rank);
    }
    let amount = ranked(PAYOUTS).map(|rank| Title::Role(Role::Amount, rank));
    amount.unwrap_or(Title::Unknown)
}

/// The row of titles, if there is one, and the first row under it.
pub(super) fn locate(sheet: &Sheet) -> (Option<usize>, usize) {
    let narrow = filled_columns(sheet) < 2;
    let mut best: Option<(usize, usize)> = None;
    let mut data = None;
    for (index, row) in sheet.rows.iter().enumerate().take(LOOKED_AT) {
        if is_data(row) {
            data = Some(index);
            break;
        }
        let roles = match roles(row) {
            few if few < 2 && !may_be_header(row, narrow) => 0,
            roles => roles,
        };
        if roles > best.map_or(0, |(_, most)| most) {
            best = Some((index, roles));
        }
    }
    if let Some((index, _)) = best {
        return (Some(index), index + 1);
    }
    // Unknown words right above the first payout, none of them a driver's name.
    if let Some(above) = data.and_then(|first| first.checked_sub(1))
        && let Some(row) = sheet.rows.get(above)
        && may_be_header(row, narrow)
        && !row.iter().any(|cell| content::is_name(&cell.text))
    {
        return (Some(above), above + 1);
    }
    let titles = sheet.rows.iter().take(LOOKED_AT).take_while(|row| {
        let filled: Vec<&Cell> = filled(row).collect();
        matches!(filled.as_slice(), [one] if !narrow && !is_value(one) && !content::is_name(&one.text))
    });
    let titles = titles.count();
    // A sheet of nothing but titles has no rows that could be shown: let them be seen.
    (None, if titles < sheet.rows.len() { titles } else { 0 })
}

fn filled(row: &[Cell]) -> impl Iterator<Item = &Cell> {
    row.iter().filter(|cell| cell.kind != CellKind::Empty)
}

fn filled_columns(sheet: &Sheet) -> usize {
    let used = |column: &usize| {
        let mut cells = sheet.rows.iter().filter_map(|row| row.get(*column));
        cells.any(|cell| cell.kind != CellKind::Empty)
    };
    (0..sheet.width()).filter(used).take(2).count()
}

fn may_be_header(row: &[Cell], narrow: bool) -> bool {
    let count = filled(row).count();
    let titles = filled(row)
        .all(|cell| matches!(cell.kind, CellKind::Text | CellKind::Date) && !is_value(cell));
    titles && (count > 1 || narrow)
}

fn roles(row: &[Cell]) -> usize {
    let says = filled(row).map(|cell| read(&cell.text));
    says.filter(|title| matches!(title, Title::Role(..)))
        .count()
}

fn is_value(cell: &Cell) -> bool {
    content::is_phone(&cell.text) || content::is_sum(cell) || content::is_reference(&cell.text)
}

/// A sum, and somebody whose it is: at least by a number, with no words around it.
fn is_data(row: &[Cell]) -> bool {
    let whose = |cell: &Cell| {
        let text = &cell.text;
        content::is_phone(text) || content::is_name(text) || content::is_reference(text)
    };
    let wordy = |cell: &Cell| cell.text.contains(char::is_alphabetic) && !is_value(cell);
    let bare = filled(row).filter(|cell| is_value(cell)).count() > 1 && !filled(row).any(wordy);
    row.iter().any(content::is_sum) && (filled(row).any(whose) || bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_payouts_are_known_in_both_languages() {
        let cases = [
            ("Сумма", Role::Amount),
            ("К выплате, руб.", Role::Amount),
            ("Сумма к выплате", Role::Amount),
            ("Сумма на карту", Role::Amount),
            ("Amount (RUB)", Role::Amount),
            ("Sum", Role::Amount),
            ("Телефон", Role::Phone),
            ("Тел.", Role::Phone),
            ("Моб.", Role::Phone),
            ("Номер телефона водителя", Role::Phone),
            ("Phone", Role::Phone),
            ("ФИО", Role::Driver),
            ("Ф.И.О. водителя", Role::Driver),
            ("Водитель", Role::Driver),
            ("Фамилия Имя Отчество", Role::Driver),
            ("Имя и фамилия водителя", Role::Driver),
            ("Фамилия", Role::LastName),
            ("Фамилия водителя", Role::LastName),
            ("Имя", Role::FirstName),
            ("Отчество", Role::MiddleName),
            ("Last name", Role::LastName),
            ("First Name", Role::FirstName),
            ("Name", Role::Driver),
            ("Driver", Role::Driver),
            ("ID", Role::DriverId),
            ("Код", Role::DriverId),
            ("ID водителя", Role::DriverId),
            ("ID в Яндексе", Role::AggregatorId),
            ("Позывной", Role::AggregatorId),
            ("Комментарий к выплате", Role::Comment),
            ("Назначение платежа", Role::Comment),
            ("Примечание", Role::Comment),
        ];
        for (title, role) in cases {
            let read = read(title);
            assert!(
                matches!(read, Title::Role(is, _) if is == role),
                "{title}: {read:?}"
            );
        }
    }

    #[test]
    fn what_is_not_paid_out_is_never_taken_for_the_sum() {
        let others = [
            "Комиссия",
            "Сумма комиссии",
            "Налог к оплате",
            "Дата выплаты",
            "Дата к выплате",
            "Статус выплаты",
            "ИНН",
            "Номер карты",
            "Баланс водителя",
            "ID выплаты",
            "№ п/п",
            "ВУ",
        ];
        for title in others {
            assert_eq!(read(title), Title::Other, "{title}");
        }
        for title in ["№", "Номер", "Прочее"] {
            assert_eq!(read(title), Title::Unknown, "{title}");
        }
    }
}
