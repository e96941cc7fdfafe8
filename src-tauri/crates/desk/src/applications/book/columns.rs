//! The rows of a register of applications, column by column: codes instead of texts, numbers instead of times.

use jump::{ApplicationListItem, Id};

use super::types::ApplicationRow;
use crate::registers::{
    columns::columns,
    moment::Moment,
    store::{Store, Stored},
};

columns! {
    name: u32,
    phone: u32,
    date: Moment,
    status: u32,
}

/// Unique applications in the order of their arrival.
#[derive(Default)]
pub struct Applications {
    /// The texts are names and phones, the references statuses.
    pub store: Store<Columns>,
}

impl Stored for Applications {
    type Item = ApplicationListItem;
    type Columns = Columns;
    type Row = ApplicationRow;

    fn store(&self) -> &Store<Columns> {
        &self.store
    }

    fn store_mut(&mut self) -> &mut Store<Columns> {
        &mut self.store
    }

    fn id(&mut self, application: &ApplicationListItem) -> Id {
        application.id
    }

    fn packed(&mut self, application: ApplicationListItem, _: u32) -> Packed {
        let name = application.name.as_deref().map(str::trim);
        let phone = application.phone.as_ref().map(|phone| phone.digits());
        let values = &mut self.store.values;
        Packed {
            name: values.text(present(name)),
            phone: values.text(present(phone)),
            date: values.moment(application.date),
            status: values.reference(application.status),
        }
    }

    fn row(&self, place: u32) -> Option<ApplicationRow> {
        let (id, row) = self.store.get(place)?;
        let text = |code| self.store.values.owned(code).unwrap_or_default();
        Some(ApplicationRow {
            id,
            name: text(row.name),
            phone: text(row.phone),
            date: self.store.values.written(row.date),
            status: self.store.values.referred(row.status),
        })
    }
}

/// An empty text is no value: rows are grouped and narrowed by what is there.
fn present(text: Option<&str>) -> Option<String> {
    text.filter(|text| !text.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        applications::book::types::ApplicationColumn,
        registers::{cells::Cells, kind::Rows},
    };
    use jump::Reference;

    fn of(texts: &[&str]) -> Applications {
        let mut rows = Applications::default();
        for text in texts {
            rows.take(serde_json::from_str(text).unwrap(), 1);
        }
        rows
    }

    #[test]
    fn nothing_that_the_table_shows_is_lost_by_packing_it() {
        let full = r#"{"id": 17, "name": " Тестов Тест ", "phone": "+79110000000",
            "date": "2026-10-31T23:39:00+03:00", "status": {"id": 8, "slug": "filled", "title": "Регистрируется"}}"#;
        let rows = of(&[full, r#"{"id": 18}"#]);
        assert_eq!(
            rows.row(0).unwrap(),
            ApplicationRow {
                id: Id(17),
                name: "Тестов Тест".to_owned(),
                phone: "79110000000".to_owned(),
                date: Some("2026-10-31T23:39:00+03:00".to_owned()),
                status: Some(Reference {
                    id: Some(Id(8)),
                    slug: Some("filled".to_owned()),
                    title: Some("Регистрируется".to_owned()),
                }),
            }
        );
        let bare = rows.row(1).unwrap();
        assert_eq!(
            (bare.name.as_str(), bare.date, bare.status),
            ("", None, None)
        );
        assert_eq!(rows.row(2), None);
    }

    #[test]
    fn statuses_without_an_id_that_share_a_title_are_told_apart_by_their_slugs() {
        let status = |slug: &str| format!(r#"{{"slug": "{slug}", "title": "Регистрируется"}}"#);
        let row = |id, slug| format!(r#"{{"id": {id}, "status": {}}}"#, status(slug));
        let rows = of(&[&row(1, "register"), &row(2, "filled"), r#"{"id": 3}"#]);
        let Cells::Coded { codes, entries } = rows.column(ApplicationColumn::Status) else {
            panic!("statuses are a dictionary");
        };
        let keys: Vec<String> = codes.iter().map(|code| entries.key(*code)).collect();
        assert_eq!(keys, ["register", "filled", ""]);
    }
}
