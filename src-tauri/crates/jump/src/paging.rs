//! Pages of a list: `{"items": […], "meta": {…}}`, their sizes and their order.

use serde::{Deserialize, Serialize};
use transport::lenient::read_type;

/// One page of a list. A page without `items` or `meta` is an error: it would pass for a complete list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub meta: Meta,
}

read_type! {
    /// Where a page stands in its list. The last page is the one whose `current_page` has reached `last_page`.
    pub struct Meta {
        /// Rows in the whole list, as the service counts them.
        total: u32,
        current_page: u32,
        last_page: u32,
        per_page: Option<u32>,
        /// Number of the first row of this page; null on an empty page.
        from: Option<u32>,
        to: Option<u32>,
    }
}

/// Rows per page: the service knows these sizes only, and takes them as text.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, specta::Type,
)]
pub enum PerPage {
    #[serde(rename = "10")]
    Ten,
    #[default]
    #[serde(rename = "20")]
    Twenty,
    #[serde(rename = "50")]
    Fifty,
    #[serde(rename = "100")]
    Hundred,
    #[serde(rename = "200")]
    TwoHundred,
}

impl PerPage {
    pub const ALL: [Self; 5] = [
        Self::Ten,
        Self::Twenty,
        Self::Fifty,
        Self::Hundred,
        Self::TwoHundred,
    ];

    pub const fn rows(self) -> u32 {
        match self {
            Self::Ten => 10,
            Self::Twenty => 20,
            Self::Fifty => 50,
            Self::Hundred => 100,
            Self::TwoHundred => 200,
        }
    }
}

/// The order of a list: by one field, ascending unless `descending`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
pub struct Sort<F> {
    pub field: F,
    pub descending: bool,
}

/// A field that a list can be ordered by, under the vendor's name.
pub(crate) trait SortField: Copy {
    fn vendor_name(self) -> &'static str;
}

/// Query parameters, written the way the vendor's lists want them.
#[derive(Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// The first page is 1; a zero from the screen means it.
    pub fn paged<F: SortField>(page: u32, per_page: PerPage, order: Option<Sort<F>>) -> Self {
        let mut query = Self::default();
        query.one("page", Some(page.max(1).to_string()));
        query.one("per_page", Some(per_page.rows().to_string()));
        query.one("order", order.map(order_text));
        query
    }

    pub fn one(&mut self, name: &str, value: Option<String>) {
        self.0.extend(value.map(|value| (name.to_owned(), value)));
    }

    /// `x[]=1&x[]=2`: lists of drivers, applications, transactions.
    pub fn repeated<V: ToString>(&mut self, name: &str, values: &[V]) {
        let pairs = values
            .iter()
            .map(|value| (format!("{name}[]"), value.to_string()));
        self.0.extend(pairs);
    }

    /// `x=1,2`: the list of payments.
    pub fn comma<V: ToString>(&mut self, name: &str, values: &[V]) {
        let joined: Vec<String> = values.iter().map(ToString::to_string).collect();
        self.one(name, (!joined.is_empty()).then(|| joined.join(",")));
    }

    pub fn into_pairs(self) -> Vec<(String, String)> {
        self.0
    }
}

fn order_text<F: SortField>(order: Sort<F>) -> String {
    let prefix = if order.descending { "-" } else { "" };
    format!("{prefix}{}", order.field.vendor_name())
}
