//! Our record of what a file was sent for: the service keeps no document type. The file itself is not kept.

use std::collections::BTreeMap;

use jump::Id;

use super::queue::Job;
use crate::{Desk, preferences::SlotRecord};

/// Applications are worked through once; older records serve nobody.
const MOST_APPLICATIONS: usize = 2000;
const MOST_PER_APPLICATION: usize = 100;

impl Desk {
    /// Remembers the slot. That the file arrived stays true if this fails, so it is only logged.
    pub(super) fn remember_slot(&self, job: &Job, file_id: Option<Id>) {
        let record = SlotRecord {
            slot: job.slot.clone(),
            sha256: job.sha256().to_owned(),
            file_id: file_id.map(|id| id.to_string()),
            at: self.now_iso(),
        };
        let application = job.application.to_string();
        let kept = self.change_record(&job.connection, |connection| {
            keep(&mut connection.document_slots, application, record);
            Ok(())
        });
        if let Err(error) = kept {
            tracing::warn!(code = ?error.code, "the slot of an upload was not recorded");
        }
    }
}

fn keep(slots: &mut BTreeMap<String, Vec<SlotRecord>>, application: String, record: SlotRecord) {
    let records = slots.entry(application.clone()).or_default();
    records.push(record);
    let surplus = records.len().saturating_sub(MOST_PER_APPLICATION);
    records.drain(..surplus);
    while slots.len() > MOST_APPLICATIONS {
        let last_change = |records: &[SlotRecord]| records.last().map(|last| last.at.clone());
        let oldest = slots
            .iter()
            .filter(|(id, _)| **id != application)
            .min_by_key(|(_, records)| last_change(records))
            .map(|(id, _)| id.clone());
        let Some(oldest) = oldest else { return };
        slots.remove(&oldest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(at: usize) -> SlotRecord {
        SlotRecord {
            slot: "3".to_owned(),
            sha256: String::new(),
            file_id: Some(at.to_string()),
            at: format!("2026-11-21T14:{:02}:{:02}+03:00", at / 60, at % 60),
        }
    }

    #[test]
    fn years_of_uploads_do_not_grow_the_settings_without_bound() {
        let mut slots = BTreeMap::new();
        for at in 0..MOST_APPLICATIONS + 5 {
            keep(&mut slots, at.to_string(), record(at));
        }
        assert_eq!(slots.len(), MOST_APPLICATIONS);
        assert!(!slots.contains_key("4") && slots.contains_key("5"));
        for at in 0..MOST_PER_APPLICATION + 5 {
            keep(&mut slots, "5".to_owned(), record(at));
        }
        let kept = &slots["5"];
        assert_eq!(kept.len(), MOST_PER_APPLICATION);
        assert_eq!(kept.last(), Some(&record(MOST_PER_APPLICATION + 4)));
    }
}
