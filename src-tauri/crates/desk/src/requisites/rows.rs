//! Requisites as the card shows them: titles resolved, the form known, the last four signs ready for a deletion.

use jump::{DictionaryItem, DriverRequisite, Id};

use super::{forms, types::RequisiteRow};
use crate::{Desk, checks, connections::types::ConnectionId, dictionaries::Dictionary};

impl Desk {
    /// Dictionaries are asked only for what the requisites do not say themselves; what they lack, or cannot be asked
    /// for, has no title.
    pub(crate) async fn requisite_rows(
        &self,
        connection: &ConnectionId,
        requisites: &[DriverRequisite],
    ) -> Vec<RequisiteRow> {
        let untitled = |one: &DriverRequisite| one.type_title.is_none() && one.type_id.is_some();
        let unbanked = |one: &DriverRequisite| one.bank_name.is_none() && one.sbp_bank_id.is_some();
        let types = match requisites.iter().any(untitled) {
            true => self.items_or_none(connection, Dictionary::PayTypes).await,
            false => Vec::new(),
        };
        let banks = match requisites.iter().any(unbanked) {
            true => self.items_or_none(connection, Dictionary::SbpBanks).await,
            false => Vec::new(),
        };
        let confirmed = self.0.connections.record(connection);
        let confirmed = confirmed
            .map(|record| record.requisite_forms)
            .unwrap_or_default();
        requisites
            .iter()
            .map(|one| {
                let mut row = row(one, &types, &banks);
                let form = one.type_id.and_then(|id| confirmed.get(&id.to_string()));
                row.form = form.copied().unwrap_or(row.form);
                row
            })
            .collect()
    }

    /// A dictionary that only names things: without it they have their ids alone.
    pub(crate) async fn items_or_none(
        &self,
        connection: &ConnectionId,
        dictionary: Dictionary,
    ) -> Vec<DictionaryItem> {
        self.dictionary(connection, dictionary, None, false)
            .await
            .unwrap_or_default()
    }
}

/// The title of an id. Empty where the dictionary lacks it: the id goes beside it, and the page says what it means.
pub(crate) fn title_in(items: &[DictionaryItem], id: Option<Id>) -> String {
    let Some(id) = id.map(|id| id.to_string()) else {
        return String::new();
    };
    let found = items.iter().find(|item| item.code == id);
    found.map(|item| item.title.clone()).unwrap_or_default()
}

fn row(one: &DriverRequisite, types: &[DictionaryItem], banks: &[DictionaryItem]) -> RequisiteRow {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let filled = |value: &Option<String>| value.clone().filter(|text| !text.is_empty());
    let type_title = filled(&one.type_title).unwrap_or_else(|| title_in(types, one.type_id));
    let number = filled(&one.account_number)
        .or_else(|| filled(&one.masked_number))
        .unwrap_or_default();
    let name = text(&one.name);
    RequisiteRow {
        id: one.id,
        type_id: one.type_id,
        form: forms::proposed(&type_title),
        last_four: last_four(&[
            &number,
            &name,
            &one.id.map(|id| id.to_string()).unwrap_or_default(),
        ]),
        bank: filled(&one.bank_name).unwrap_or_else(|| title_in(banks, one.sbp_bank_id)),
        sbp_bank_id: one.sbp_bank_id,
        bik: text(&one.bik),
        is_default: one.is_default.unwrap_or(false),
        is_available: one.is_available,
        created_at: one.created_at.clone(),
        type_title,
        name,
        number,
    }
}

/// The last four letters or digits after any mask, of the first text that has some.
pub(crate) fn last_four(texts: &[&str]) -> String {
    texts
        .iter()
        .map(|text| {
            let mut tail: Vec<char> = text
                .chars()
                .rev()
                .filter(|c| !checks::is_separator(*c) && !matches!(c, '(' | ')' | '.'))
                .take_while(|c| c.is_alphanumeric())
                .take(4)
                .collect();
            tail.reverse();
            tail.into_iter().collect::<String>()
        })
        .find(|tail| !tail.is_empty())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(code: &str, title: &str) -> DictionaryItem {
        serde_json::from_value(serde_json::json!({"value": code, "title": title})).unwrap()
    }

    #[test]
    fn an_id_that_the_dictionary_lacks_gets_no_title_and_never_another_ones() {
        let items = [item("12", "Тинькофф Банк"), item("123", "Банк")];
        assert_eq!(title_in(&items, Some(Id(12))), "Тинькофф Банк");
        for id in [None, Some(Id(1)), Some(Id(1234))] {
            assert_eq!(title_in(&items, id), "", "{id:?}");
        }
        let one: DriverRequisite = serde_json::from_value(
            serde_json::json!({"id": 5, "type_id": 77, "sbp_bank_id": 1234}),
        )
        .unwrap();
        let shown = row(&one, &items, &items);
        assert_eq!(
            (shown.type_title.as_str(), shown.type_id),
            ("", Some(Id(77)))
        );
        assert_eq!(
            (shown.bank.as_str(), shown.sbp_bank_id),
            ("", one.sbp_bank_id)
        );
    }

    #[test]
    fn a_deletion_can_always_be_confirmed_by_what_is_shown() {
        for (shown, four) in [
            ("4081****0001", "0001"),
            ("****92", "92"),
            ("+7 911 004-18-92", "1892"),
            ("••••", "рта"),
            ("", "рта"),
        ] {
            assert_eq!(last_four(&[shown, "рта", "17"]), four, "{shown}");
        }
        assert_eq!(last_four(&["", "", "14000017"]), "0017");
    }
}
