//! Account and card numbers never reach the disk.

use std::fs;

use super::rig::*;
use crate::mask;

#[test]
fn a_card_in_an_answer_is_never_written_down() {
    let rig = Rig::new();
    rig.confirm(&["a", "b"]);
    let card = "4276 1234 5678 4471";
    rig.journal.append("a", &intent()).unwrap();
    rig.journal
        .append("a", &rejected(&format!("карта {card} закрыта")))
        .unwrap();
    rig.journal.append("b", &intent()).unwrap();
    let answer = crate::Event::Unknown {
        why: "answer".to_owned(),
        trace_id: None,
        answer: r#"{"account":"40817810099910004312"}"#.to_owned(),
    };
    let entry = rig.journal.append("b", &answer).unwrap();
    let written = format!("{:?}{:?}", entry, rig.journal.history("a").unwrap());
    assert!(
        written.contains("•••• 4471") && written.contains("•••• 4312"),
        "{written}"
    );
    let folder = rig.close();
    for file in fs::read_dir(folder.path()).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("4276 1234") && !text.contains("40817810"));
    }
}

#[test]
fn long_numbers_are_masked_however_they_are_grouped() {
    for (text, masked) in [
        ("", ""),
        ("сумма 1 234,56", "сумма 1 234,56"),
        ("79110041892", "79110041892"),
        ("+7 911 004-18-92", "+7 911 004-18-92"),
        ("123456789012", "•••• 9012"),
        ("4276-1234-5678-4471.", "•••• 4471."),
        ("4276\u{a0}1234\u{202f}5678\u{2009}4471", "•••• 4471"),
        (r"4276\u00a01234\u00a05678\u00a04471!", "•••• 4471!"),
        ("4276 — 1234 – 5678 - 4471", "•••• 4471"),
        ("2026-11-22T03:15:19.123Z", "2026-11-22T03:15:19.123Z"),
        (
            "4276123456784471 и 4276123456780000",
            "•••• 4471 и •••• 0000",
        ),
        ("12 ", "12 "),
    ] {
        assert_eq!(mask(text), masked);
    }
}

#[test]
fn a_number_on_the_edge_of_a_cut_is_not_left_whole() {
    let text = format!("{}40817810099910004312 и ещё", "б".repeat(16_370));
    assert!(
        !mask(&text).contains("4081"),
        "its beginning would look like a short number"
    );
}
