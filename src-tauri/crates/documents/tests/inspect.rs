//! What may be sent, judged by content.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{HEIGHT, WIDTH, jpeg_of, pdf, photo, png_of, stored};
use documents::{DocumentFault, Guess, Kind, Rules, fingerprint, inspect, same};
use proptest::prelude::*;
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

fn file(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    (folder, path)
}

fn judged(bytes: &[u8]) -> Result<documents::Inspected, DocumentFault> {
    let (_folder, path) = file("scan", bytes);
    inspect(&path, &Rules::default())
}

#[test]
fn pdf_named_jpg_is_a_pdf() {
    let (_folder, path) = file("паспорт — разворот.jpg", &pdf());
    let inspected = inspect(&path, &Rules::default()).unwrap();
    assert_eq!(inspected.kind, Kind::Pdf);
    assert_eq!(inspected.width, None);
}

#[test]
fn file_with_a_cyrillic_name_is_read_and_left_as_it_was() {
    let bytes = photo(6);
    let (_folder, path) = file("Водительское удостоверение №1.jpeg", &bytes);
    let before = fs::metadata(&path).unwrap().modified().unwrap();
    let inspected = inspect(&path, &Rules::default()).unwrap();
    assert_eq!(inspected.sha256, fingerprint(&bytes));
    assert_eq!(inspected.bytes, bytes.len() as u64);
    assert_eq!(fs::read(&path).unwrap(), bytes);
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before);
}

#[test]
fn size_is_told_as_a_person_sees_the_picture() {
    for orientation in 1..=8 {
        let inspected = judged(&photo(orientation)).unwrap();
        assert_eq!(inspected.orientation, Some(orientation));
        assert_eq!(
            (inspected.width, inspected.height),
            (Some(WIDTH), Some(HEIGHT)),
            "orientation {orientation}"
        );
    }
    let png = judged(&png_of(stored(1).into())).unwrap();
    assert_eq!((png.width, png.height), (Some(WIDTH), Some(HEIGHT)));
    assert_eq!(png.orientation, None);
}

#[test]
fn file_cut_off_anywhere_is_damaged() {
    for whole in [photo(1), png_of(stored(1).into())] {
        for length in 12..whole.len() - 1 {
            assert_eq!(
                judged(&whole[..length]),
                Err(DocumentFault::Damaged),
                "cut at {length} of {}",
                whole.len()
            );
        }
    }
    let whole = pdf();
    assert_eq!(judged(&whole[..40]), Err(DocumentFault::Damaged));
}

#[test]
fn photo_with_something_after_its_end_is_whole() {
    let mut bytes = photo(1);
    bytes.extend(b"SEFT trailer of a phone");
    assert!(judged(&bytes).is_ok());
}

#[test]
fn heic_is_refused_by_its_name_not_as_unknown() {
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic rest";
    let found = Kind::Heic;
    assert_eq!(judged(heic), Err(DocumentFault::WrongKind { found }));
    let found = Kind::Other(Guess::Zip);
    assert_eq!(
        judged(b"PK\x03\x04"),
        Err(DocumentFault::WrongKind { found })
    );
}

#[test]
fn size_limit_counts_to_the_byte() {
    let bytes = photo(1);
    let (_folder, path) = file("scan.jpg", &bytes);
    let size = bytes.len() as u64;
    let rules = |max_bytes| Rules {
        max_bytes,
        ..Rules::default()
    };
    assert!(inspect(&path, &rules(size)).is_ok());
    assert_eq!(
        inspect(&path, &rules(size - 1)),
        Err(DocumentFault::TooLarge {
            bytes: size,
            limit: size - 1
        })
    );
    assert_eq!(Rules::default().max_bytes, 10_485_760);
}

#[test]
fn what_is_no_readable_file_is_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let rules = Rules::default();
    assert_eq!(inspect(folder.path(), &rules), Err(DocumentFault::NotAFile));
    assert_eq!(
        inspect(&folder.path().join("нет"), &rules),
        Err(DocumentFault::Unreadable)
    );
    assert_eq!(judged(b""), Err(DocumentFault::Empty));
}

/// Opening a pipe waits for its other end, which may never come.
#[cfg(unix)]
#[test]
fn pipe_never_hangs_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe.jpg");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    assert_eq!(
        inspect(&pipe, &Rules::default()),
        Err(DocumentFault::NotAFile)
    );
}

#[test]
fn equal_files_under_different_names_are_found() {
    let one = judged(&photo(1)).unwrap();
    let other = judged(&photo(1)).unwrap();
    let third = judged(&jpeg_of(stored(1))).unwrap();
    assert!(same(&one, &other));
    assert!(!same(&one, &third));
}

#[test]
fn faults_go_over_as_codes_with_details() {
    let fault = DocumentFault::WrongKind {
        found: Kind::Other(Guess::Gif),
    };
    assert_eq!(
        serde_json::to_string(&fault).unwrap(),
        r#"{"code":"wrong_kind","details":{"found":{"kind":"other","guess":"gif"}}}"#
    );
    assert_eq!(
        serde_json::to_string(&DocumentFault::Empty).unwrap(),
        r#"{"code":"empty"}"#
    );
}

/// Beginnings that lead into each of the walks.
fn beginning() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        Just(b"\xFF\xD8\xFF".to_vec()),
        Just(b"\xFF\xD8\xFF\xE1\0\x20Exif\0\0II*\0".to_vec()),
        Just(b"\xFF\xD8\xFF\xC0".to_vec()),
        Just(b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR".to_vec()),
        Just(b"\x89PNG\r\n\x1A\n\xFF\xFF\xFF\xFFeXIf".to_vec()),
        Just(b"%PDF-".to_vec()),
        Just(b"\xFF\xFF\xFF\xFFftyp".to_vec()),
        Just(Vec::new()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn broken_bytes_never_stop_the_program(
        head in beginning(),
        rest in prop::collection::vec(any::<u8>(), 0..3000),
    ) {
        let bytes = [head, rest].concat();
        if let Ok(inspected) = judged(&bytes) {
            prop_assert_eq!(inspected.bytes, bytes.len() as u64);
            prop_assert_eq!(inspected.sha256, fingerprint(&bytes));
        }
    }

    #[test]
    fn one_wrong_byte_never_stops_the_program(at in 0usize..10_000, byte: u8) {
        let mut bytes = photo(6);
        let at = at % bytes.len();
        bytes[at] = byte;
        if let Ok(inspected) = judged(&bytes) {
            prop_assert_eq!(inspected.sha256, fingerprint(&bytes));
        }
    }
}
