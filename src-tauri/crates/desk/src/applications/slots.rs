//! Which file belongs to which document type: the service's word first, then our record of the upload.

use jump::{ApplicationFile, DictionaryItem};

use super::types::{DocumentSlot, SlotFile};
use crate::preferences::SlotRecord;

/// A slot per document, with its files, and the files that no slot claims. No file is left out.
pub(super) fn placed(
    documents: Vec<DictionaryItem>,
    files: &[ApplicationFile],
    ours: &[SlotRecord],
) -> (Vec<DocumentSlot>, Vec<ApplicationFile>) {
    let mut slots: Vec<DocumentSlot> = documents.iter().map(empty).collect();
    let mut others = Vec::new();
    for file in files {
        let by_service = file
            .document_type
            .as_ref()
            .and_then(|named| documents.iter().position(|one| is_named(one, named)));
        let by_us = || {
            let slot = recorded(file, ours)?;
            documents.iter().position(|one| one.code == slot)
        };
        let place = by_service.map(|place| (place, false));
        let place = place.or_else(|| by_us().map(|place| (place, true)));
        match place.and_then(|(place, ours)| Some((slots.get_mut(place)?, ours))) {
            Some((slot, by_our_record)) => slot.files.push(SlotFile {
                file: file.clone(),
                by_our_record,
            }),
            None => others.push(file.clone()),
        }
    }
    (slots, others)
}

fn empty(document: &DictionaryItem) -> DocumentSlot {
    DocumentSlot {
        code: document.code.clone(),
        title: document.title.clone(),
        files: Vec::new(),
    }
}

fn is_named(document: &DictionaryItem, name: &str) -> bool {
    document.code == name || document.slug.as_deref() == Some(name)
}

/// The slot that the user chose for this file when it was sent from here; the last choice counts.
fn recorded<'a>(file: &ApplicationFile, ours: &'a [SlotRecord]) -> Option<&'a str> {
    let id = file.id?.to_string();
    ours.iter()
        .rev()
        .find(|record| record.file_id.as_ref() == Some(&id))
        .map(|record| record.slot.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jump::Id;

    fn document(code: &str) -> DictionaryItem {
        DictionaryItem {
            code: code.to_owned(),
            slug: None,
            title: format!("Документ {code}"),
        }
    }

    fn file(id: i64, document_type: Option<&str>) -> ApplicationFile {
        ApplicationFile {
            id: Some(Id(id)),
            document_type: document_type.map(str::to_owned),
            ..ApplicationFile::default()
        }
    }

    fn record(file_id: i64, slot: &str) -> SlotRecord {
        SlotRecord {
            slot: slot.to_owned(),
            sha256: String::new(),
            file_id: Some(file_id.to_string()),
            at: String::new(),
        }
    }

    #[test]
    fn the_services_own_type_goes_before_our_record() {
        let (slots, others) = placed(
            vec![document("3"), document("4")],
            &[file(1, Some("4")), file(2, None), file(3, None)],
            &[record(1, "3"), record(2, "3")],
        );
        let ids = |slot: &DocumentSlot| -> Vec<_> {
            let files = slot.files.iter();
            files.map(|one| (one.file.id, one.by_our_record)).collect()
        };
        assert_eq!(ids(&slots[0]), [(Some(Id(2)), true)]);
        assert_eq!(ids(&slots[1]), [(Some(Id(1)), false)]);
        assert_eq!(others, [file(3, None)]);
    }

    #[test]
    fn file_of_a_type_that_the_profession_does_not_have_is_still_shown() {
        let files = [
            file(1, Some("1")),
            file(2, None),
            ApplicationFile::default(),
        ];
        let (slots, others) = placed(vec![document("3")], &files, &[record(2, "7")]);
        assert!(slots[0].files.is_empty());
        assert_eq!(others, files);
    }
}
