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

#[test]
fn a_card_among_the_rows_left_out_of_a_register_is_never_written_down() {
    let rig = Rig::new();
    let details = r#"{"rows":[{"text":"4276 1234 5678 4471","sum":"100.10","id":40817810099910004312}],"n":7}"#;
    let register = crate::NewRegister {
        details: details.to_owned(),
        ..register("r", 1)
    };
    let rows = [row_of("r", 1)];
    rig.journal
        .confirm(Some(&register), &rows, &confirmation())
        .unwrap();
    let shown = rig.journal.register("r").unwrap().new.details.clone();
    let folder = rig.close();
    let journal = open(folder.path());
    assert_good(&journal);
    let kept = journal.register("r").unwrap().new.details.clone();
    assert_eq!(kept, shown, "what is shown is what is on disk");
    let kept: serde_json::Value = serde_json::from_str(&kept).unwrap();
    assert_eq!(
        kept,
        serde_json::json!({"rows": [{"text": "•••• 4471", "sum": "100.10", "id": "•••• 4312"}], "n": 7})
    );
    for file in fs::read_dir(folder.path()).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("4276 1234") && !text.contains("40817810"));
    }
}

#[test]
fn rows_left_out_that_are_no_json_are_masked_too() {
    assert_eq!(
        super::super::mask::mask_json("карта 4276123456784471"),
        "карта •••• 4471"
    );
    assert_eq!(super::super::mask::mask_json(""), "");
}
