//! Sheets as accountants have them.

use super::*;

/// Rows by lines, cells by `|`, as a spreadsheet would copy them.
fn sheet(lines: &[&str]) -> Sheet {
    let line = |line: &&str| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        cells.join("\t")
    };
    let text: Vec<String> = lines.iter().map(line).collect();
    read_text(&text.join("\r\n")).unwrap()
}

fn roles(columns: &Columns) -> Vec<Option<Role>> {
    columns.of.iter().map(|guess| guess.role).collect()
}

fn texts(sheet: &Sheet) -> Vec<Vec<&str>> {
    let mut rows = Vec::new();
    for row in &sheet.rows {
        rows.push(row.iter().map(|cell| cell.text.as_str()).collect());
    }
    rows
}

fn delimiter(sheet: &Sheet) -> Delimiter {
    match sheet.origin {
        Origin::Pasted { delimiter } | Origin::Text { delimiter, .. } => delimiter,
        Origin::Workbook { .. } => Delimiter::None,
    }
}

fn paid(sheet: &Sheet, columns: &Columns) -> Vec<u32> {
    columns.data(sheet).map(|row| row.number).collect()
}

mod text {
    use super::*;

    #[test]
    fn cells_copied_from_a_spreadsheet_keep_their_lines_and_quotes() {
        let copied = "\u{FEFF}ФИО\tПримечание\tСумма\r\n\
            Иванов Иван\t\"за октябрь\nи \"\"ноябрь\"\"\"\t1 234,56\r\n\
            \"Ромашка\" ООО\t\"в кавычках\"\t5\r\n\r\n";
        let sheet = read_text(copied).unwrap();
        assert_eq!(
            texts(&sheet),
            [
                vec!["ФИО", "Примечание", "Сумма"],
                vec!["Иванов Иван", "за октябрь\nи \"ноябрь\"", "1 234,56"],
                vec!["\"Ромашка\" ООО", "в кавычках", "5"],
            ]
        );
        assert_eq!(sheet.numbers, [1, 2, 3]);
    }

    #[test]
    fn kopecks_are_never_split_off() {
        let cases = [
            (
                "Иванов Иван;1 234,56\nПетров Пётр;7,50\n",
                Delimiter::Semicolon,
                2,
            ),
            (
                "Иванов Иван\t1 234,56\nПетров Пётр\t7,50\n",
                Delimiter::Tab,
                2,
            ),
            (
                "Реестр\nИванов;1000,50;\nПетров;2000,50\n",
                Delimiter::Semicolon,
                2,
            ),
            ("1 234,56\n7,50\n", Delimiter::None, 1),
            ("Иванов 1 234,56\nПетров 7,50\n", Delimiter::None, 1),
            ("Иванов,1234,56\nПетров,7,50\n", Delimiter::None, 1),
            ("ФИО,Сумма\nИванов,1234,56\n", Delimiter::None, 1),
            (
                "ФИО,Сумма,Комментарий\nИванов,1234,56\nПетров,7,50\n",
                Delimiter::None,
                1,
            ),
            (
                "Иванов,1234,56 руб.\nПетров,7,50 руб.\n",
                Delimiter::None,
                1,
            ),
            ("ФИО,Сумма\nИванов,\"1234,56\"\n", Delimiter::Comma, 2),
            ("ФИО,Сумма\nИванов,1234.56\n", Delimiter::Comma, 2),
            ("Иванов Иван,79110041892,1500\n", Delimiter::Comma, 3),
            ("79110041892\n79110041893\n", Delimiter::None, 1),
        ];
        for (text, expected, width) in cases {
            let sheet = read_text(text).unwrap();
            assert_eq!(
                (delimiter(&sheet), sheet.width()),
                (expected, width),
                "{text}"
            );
        }
    }

    #[test]
    fn a_comment_with_semicolons_does_not_break_a_pasted_table() {
        let sheet = read_text("а; б\t1\nв; г\t2\n").unwrap();
        assert_eq!(texts(&sheet), [["а; б", "1"], ["в; г", "2"]]);
    }

    #[test]
    fn a_file_of_russian_excel_is_read_in_its_encoding() {
        let text = "ФИО;Сумма\r\nИванов Иван;1 234,56\r\n";
        let (ansi, _, _) = encoding_rs::WINDOWS_1251.encode(text);
        let utf16: Vec<u8> = format!("\u{FEFF}{}", text.replace(';', "\t"))
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let marked = format!("\u{FEFF}{text}");
        let cases: [(&[u8], Encoding); 4] = [
            (&ansi, Encoding::Windows1251),
            (text.as_bytes(), Encoding::Utf8),
            (marked.as_bytes(), Encoding::Utf8),
            (&utf16, Encoding::Utf16),
        ];
        for (bytes, expected) in cases {
            let sheet = read_file("Выплаты.CSV", bytes).unwrap();
            assert!(matches!(sheet.origin, Origin::Text { encoding, .. } if encoding == expected));
            assert_eq!(
                texts(&sheet),
                [["ФИО", "Сумма"], ["Иванов Иван", "1 234,56"]]
            );
        }
    }

    #[test]
    fn an_announced_delimiter_is_obeyed_and_guards_are_taken_off() {
        let sheet = read_text("sep=;\r\n=\"0012\";'+79110041892;'слово\r\n").unwrap();
        assert_eq!(texts(&sheet), [["0012", "+79110041892", "'слово"]]);
    }

    #[test]
    fn blank_rows_are_dropped_and_the_others_keep_their_numbers() {
        let sheet = read_text("\r\nа\tб\r\n\t\r\n \t \r\nв\tг\r\n").unwrap();
        assert_eq!(sheet.numbers, [2, 5]);
        assert_eq!(sheet.cell(0, 7), &Cell::default());
    }

    #[test]
    fn an_error_of_a_spreadsheet_is_no_text() {
        let sheet = read_text("Иванов\t#Н/Д\nПетров\t#N/A\n").unwrap();
        assert!((0..2).all(|row| sheet.cell(row, 1).kind == CellKind::Error));
    }
}

mod faults {
    use super::*;

    #[test]
    fn what_is_no_table_says_what_it_is() {
        let old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 workbook";
        let mut locked = old.to_vec();
        locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        let cases: [(&str, &[u8], &str); 12] = [
            ("a.csv", b"", "empty"),
            ("a.csv", b" ;;\r\n;;\r\n", "empty"),
            ("a.xls", old, "old_xls"),
            ("a.xlsx", old, "old_xls"),
            ("a.xls", b"<html>", "old_xls"),
            ("a.xlsx", &locked, "encrypted"),
            ("a.xlsx", b"text", "unreadable"),
            ("a.xlsx", b"PK\x03\x04 torn", "unreadable"),
            ("a.pdf", b"%PDF-1.7", "not_a_table"),
            ("a.txt", b"%PDF-1.7", "not_a_table"),
            ("a.csv", b"<html><table>", "not_a_table"),
            ("a.csv", b"a;b\0c", "not_a_table"),
        ];
        for (name, bytes, code) in cases {
            assert_eq!(
                read_file(name, bytes).unwrap_err().code(),
                code,
                "{name} {bytes:?}"
            );
        }
        let large = vec![b'1'; MAX_BYTES + 1];
        assert_eq!(read_file("a.csv", &large), Err(SheetFault::TooLarge));
        let cells = ";".repeat(MAX_CELLS + 9) + "1";
        assert!(read_text(&cells) == Err(SheetFault::TooLarge));
    }

    #[test]
    fn ten_thousand_payouts_fit_and_one_more_is_told_by_number() {
        let list = |count: u32| {
            let mut text = String::from("Реестр выплат\t\nФИО\tСумма\n");
            for number in 0..count {
                text.push_str(&format!("Иванов Иван\t{}\n", number + 100));
            }
            text + "Итого\t1\n"
        };
        let sheet = read_text(&list(MAX_ROWS)).unwrap();
        assert_eq!(recognise(&sheet).data(&sheet).count(), MAX_ROWS as usize);
        for count in [MAX_ROWS + 1, MAX_ROWS + 1_000] {
            let SheetFault::TooManyRows { rows } = read_text(&list(count)).unwrap_err() else {
                panic!("{count} rows were read");
            };
            assert!((count..=count + 1).contains(&rows), "{rows} of {count}");
        }
    }
}

mod recognised {
    use super::*;
    use Role::{
        AggregatorId, Amount, Comment, Driver, DriverId, FirstName, LastName, MiddleName, Phone,
    };

    #[test]
    fn a_register_with_a_title_a_header_and_a_total() {
        let sheet = sheet(&[
            "Реестр выплат за ноябрь|||",
            "от 22.11.2026|||",
            "№ п/п|ФИО водителя|Телефон|К выплате, руб.",
            "1|2|3|4",
            "1|Иванов Иван|+7 911 004-18-92|1 234,56",
            "2|Петров Пётр|89110041893|500",
            "|Итого:||1 734,56",
            "Директор|________|Сидорова А. А.|",
        ]);
        let columns = recognise(&sheet);
        assert_eq!(
            roles(&columns),
            [None, Some(Driver), Some(Phone), Some(Amount)]
        );
        assert!(columns.header && columns.of.iter().all(|guess| guess.by == By::Header));
        assert_eq!(columns.skipped, 2);
        assert_eq!(paid(&sheet, &columns), [5, 6]);
        assert_eq!(columns.stated_total, Some("1734.56".parse().unwrap()));
        let left: Vec<RowKind> = columns.left_out.iter().map(|left| left.kind).collect();
        let title = RowKind::Title;
        assert_eq!(
            left,
            [
                title,
                title,
                RowKind::Header,
                RowKind::Totals,
                RowKind::Footer
            ]
        );
    }

    #[test]
    fn columns_without_a_header_are_known_by_their_content() {
        let sheet = sheet(&[
            "1|10231|Иванов Иван Иванович|79110041892|1 500,00",
            "2|10477|Петров П. П.|89110041893|2 500,50",
            "3|10982|Алиев Рашид|9110041894|900",
        ]);
        let columns = recognise(&sheet);
        assert!(!columns.header);
        let expected = [
            None,
            Some(DriverId),
            Some(Driver),
            Some(Phone),
            Some(Amount),
        ];
        assert_eq!(roles(&columns), expected);
        assert_eq!(columns.fingerprint(), "");
        assert_eq!(paid(&sheet, &columns), [1, 2, 3]);
    }

    #[test]
    fn identifiers_are_not_paid_out() {
        let sheet = sheet(&["48141222|1500", "48141975|2000", "48140003|1500"]);
        assert_eq!(roles(&recognise(&sheet)), [Some(DriverId), Some(Amount)]);
        let hex = "ce9c011f9baec2d49e1f7cc8d1a0b123|700";
        let sheet = super::sheet(&[hex]);
        assert_eq!(
            roles(&recognise(&sheet)),
            [Some(AggregatorId), Some(Amount)]
        );
    }

    #[test]
    fn a_sum_is_not_chosen_where_two_columns_could_be_it() {
        let named = sheet(&["Водитель|Сумма|Сумма", "Иванов Иван|100,00|90,00"]);
        assert_eq!(roles(&recognise(&named)), [Some(Driver), None, None]);
        let bare = sheet(&["Иванов Иван|100,00|90,00", "Петров Пётр|200,00|180,00"]);
        assert_eq!(roles(&recognise(&bare)), [Some(Driver), None, None]);
    }

    #[test]
    fn a_name_in_three_columns_is_one_name() {
        let apart = sheet(&[
            "№|Фамилия|Имя|Отчество|Сумма|Руководитель",
            "1|Иванов|Иван|Иванович|100,00|Сидоров Пётр",
            "2|Ким|Олег||200,00|Сидоров Пётр",
        ]);
        let found = recognise(&apart);
        let expected = [
            None,
            Some(LastName),
            Some(FirstName),
            Some(MiddleName),
            Some(Amount),
            None,
        ];
        assert_eq!(roles(&found), expected);
        assert_eq!(paid(&apart, &found), [2, 3]);
    }

    #[test]
    fn a_part_of_a_name_alone_is_not_taken_for_a_name_in_parts() {
        let cases: [(&[&str], &[Option<Role>]); 4] = [
            (
                &["Фамилия|Сумма", "Иванов Иван|100,00"],
                &[Some(Driver), Some(Amount)],
            ),
            (
                &["Фамилия|Сумма", "Иванов|100,00"],
                &[Some(Driver), Some(Amount)],
            ),
            (
                &["Фамилия|Имя|Сумма", "Иванов Иван|Такси|100,00"],
                &[Some(Driver), None, Some(Amount)],
            ),
            (
                &["ФИО|Фамилия|Имя|Сумма", "Иванов Иван|Иванов|Иван|100,00"],
                &[Some(Driver), None, None, Some(Amount)],
            ),
        ];
        for (lines, expected) in cases {
            assert_eq!(roles(&recognise(&sheet(lines))), expected, "{lines:?}");
        }
    }

    #[test]
    fn the_better_of_two_columns_of_a_role_has_it() {
        let sheet = sheet(&[
            "Водитель|ID|Начислено|Комиссия|К выплате|Примечание|ИНН",
            "Иванов Иван|12|100,00|10,00|90,00|за рейс|500100732259",
        ]);
        let expected = [
            Some(Driver),
            Some(DriverId),
            None,
            None,
            Some(Amount),
            Some(Comment),
            None,
        ];
        assert_eq!(roles(&recognise(&sheet)), expected);
    }

    #[test]
    fn a_header_of_unknown_words_is_still_no_payout() {
        let sheet = sheet(&["Кто|Куда|Сколько", "Иванов Иван|79110041892|1 500,00"]);
        let columns = recognise(&sheet);
        assert!(columns.header);
        assert_eq!(roles(&columns), [Some(Driver), Some(Phone), Some(Amount)]);
        assert_eq!(columns.of[2].by, By::Content);
        assert_eq!(columns.of[2].title.as_deref(), Some("Сколько"));
    }

    #[test]
    fn a_total_without_a_word_is_not_paid_out() {
        let sheet = sheet(&["Иванов Иван|100,00", "Петров Пётр|50,50", "|150,50"]);
        let columns = recognise(&sheet);
        assert_eq!(paid(&sheet, &columns), [1, 2]);
        assert_eq!(columns.stated_total, Some("150.50".parse().unwrap()));
        let honest = super::sheet(&["Иванов Иван|100,00", "Петров Пётр|50,50", "|99,00"]);
        assert_eq!(paid(&honest, &recognise(&honest)), [1, 2, 3]);
    }

    #[test]
    fn a_wrong_total_is_told_and_not_paid_out() {
        let sheet = sheet(&[
            "ФИО|Сумма",
            "Иванов Иван|100",
            "Петров Пётр|50",
            "ВСЕГО к выплате|151",
        ]);
        let columns = recognise(&sheet);
        assert_eq!(paid(&sheet, &columns), [2, 3]);
        assert_eq!(columns.stated_total, Some("151".parse().unwrap()));
    }

    #[test]
    fn a_header_repeated_on_every_page_is_left_out() {
        let sheet = sheet(&[
            "ФИО|Сумма",
            "Иванов Иван|100",
            "ФИО|Сумма",
            "Петров Пётр|50",
        ]);
        assert_eq!(paid(&sheet, &recognise(&sheet)), [2, 4]);
    }

    #[test]
    fn a_payout_without_a_sum_under_a_subtotal_is_not_taken_for_a_signature() {
        let sheet = sheet(&[
            "ФИО|Сумма",
            "Иванов Иван|100",
            "Итого по парку|100",
            "Петров Пётр|",
            "Сидоров Сидор|50",
            "Итого|150",
            "Бухгалтер Алиева|",
        ]);
        let columns = recognise(&sheet);
        assert_eq!(paid(&sheet, &columns), [2, 4, 5]);
        assert_eq!(columns.stated_total, Some("150".parse().unwrap()));
    }

    #[test]
    fn payouts_above_a_header_are_not_skipped_as_titles() {
        let sheet = sheet(&[
            "48141222|1500",
            "48141975|2000",
            "ID|Сумма",
            "48140003|1500",
        ]);
        assert_eq!(paid(&sheet, &recognise(&sheet)), [1, 2, 3, 4]);
    }

    #[test]
    fn a_summary_above_the_header_is_skipped() {
        let sheet = sheet(&[
            "Парк|Ромашка|",
            "Всего|2|",
            "ФИО|22.11.2026|Сумма",
            "Иванов Иван||5",
        ]);
        let columns = recognise(&sheet);
        assert_eq!((columns.skipped, paid(&sheet, &columns)), (2, vec![4]));
    }

    #[test]
    fn a_row_that_cannot_be_read_is_shown_and_not_dropped() {
        let sheet = sheet(&[
            "ФИО|Сумма",
            "Иванов Иван|тысяча",
            "|500",
            "Петров Пётр|",
            "Сидоров Сидор|1,234",
        ]);
        let columns = recognise(&sheet);
        assert_eq!(paid(&sheet, &columns), [2, 3, 4, 5]);
        let bare = super::sheet(&["Иванов Иван|1 000,5O", "Петров Пётр|100,00"]);
        assert_eq!(paid(&bare, &recognise(&bare)), [1, 2]);
    }

    #[test]
    fn what_a_person_says_stands_and_can_be_remembered() {
        let lines = [
            "Прим. ред. 2|Кому|Всё, руб",
            "а|Иванов Иван|10",
            "б|Петров Пётр|20",
            "|Итого|30",
        ];
        let sheet = sheet(&lines);
        let found = recognise(&sheet);
        let roles = [Some(Comment), Some(Driver), Some(Amount), Some(Amount)];
        let chosen = found.chosen(&sheet, true, &roles);
        assert_eq!(super::roles(&chosen), roles[..3]);
        assert!(chosen.of.iter().all(|guess| guess.by == By::Remembered));
        assert_eq!(chosen.stated_total, Some("30".parse().unwrap()));
        assert_eq!(chosen.fingerprint(), "прим ред 2|кому|все руб");
        let other = super::sheet(&["ПРИМ.  РЕД.  2|Кому:|все руб.", "г|Алиев Али|5"]);
        assert_eq!(recognise(&other).fingerprint(), chosen.fingerprint());

        let without = chosen.chosen(&sheet, false, &roles);
        assert_eq!(paid(&sheet, &without), [1, 2, 3]);
        assert_eq!(paid(&sheet, &without.chosen(&sheet, true, &roles)), [2, 3]);
    }

    #[test]
    fn a_sheet_of_anything_never_confuses_beyond_its_rows() {
        for lines in [
            &["а"][..],
            &["Реестр"],
            &["1"],
            &["ФИО"],
            &["Итого|5"],
            &["|", "х|"],
        ] {
            let sheet = sheet(lines);
            let columns = recognise(&sheet);
            assert_eq!(columns.of.len(), sheet.width());
            assert!(columns.data(&sheet).count() <= sheet.rows.len());
        }
    }
}
