//! Transactions: the list, silently limited to four weeks when no period is given. What makes one is in `balance_moves`.

use crate::{
    answer::{FieldFault, Reply},
    moments::{DAY, Seconds},
    paging::{Order, Page},
    park::{Park, Sandbox},
    query::Query,
    routes::{Answer, Call},
    transactions::Transaction,
};
use serde_json::{Value, json};

const ORDER_FIELDS: &[&str] = &["id", "date", "integrations", "amount"];
/// «За последние 4 недели».
const DEFAULT_WINDOW: Seconds = 28 * DAY;

pub fn list(sandbox: &Sandbox, call: &Call) -> Answer {
    let page = Page::asked(&call.query)?;
    let order = Order::asked(&call.query, ORDER_FIELDS, "-id")?;
    let park = sandbox.look();
    let filter = Filter::asked(&call.query, &park)?;
    let mut rows: Vec<&Transaction> = park
        .transactions
        .iter()
        .filter(|one| filter.fits(&park, one))
        .collect();
    match order.field.as_str() {
        "integrations" => order.sort(&mut rows, |one| (one.integration_name(), one.id)),
        "date" => order.sort(&mut rows, |one| (one.date, one.id)),
        "amount" => order.sort(&mut rows, |one| (one.amount, one.id)),
        _ => order.sort(&mut rows, |one| one.id),
    }
    let shown = |one: &&Transaction| one.list_item(&park.drivers[one.driver as usize]);
    let items: Vec<Value> = page.cut(&rows).iter().map(shown).collect();
    let meta = page.meta(rows.len());
    Ok(Reply::json(&json!({"items": items, "meta": meta})))
}

/// The documented filters; an empty list lets everything through.
struct Filter {
    from: Option<Seconds>,
    to: Option<Seconds>,
    integrations: Vec<i64>,
    types: Vec<i64>,
    drivers: Vec<i64>,
}

impl Filter {
    fn asked(query: &Query, park: &Park) -> Result<Self, FieldFault> {
        let (from, to) = (query.moment("period_from")?, query.moment("period_to")?);
        let default = (from.is_none() && to.is_none()).then_some(park.now - DEFAULT_WINDOW);
        Ok(Self {
            from: from.or(default),
            to,
            integrations: query.repeated_ids("integration_ids")?,
            types: query.repeated_ids("transaction_type_ids")?,
            drivers: query.repeated_ids("driver_ids")?,
        })
    }

    fn fits(&self, park: &Park, one: &Transaction) -> bool {
        let allowed = |wanted: &[i64], id: i64| wanted.is_empty() || wanted.contains(&id);
        one.visible_from <= park.now
            && self.from.is_none_or(|from| one.date >= from)
            && self.to.is_none_or(|to| one.date <= to)
            && allowed(&self.integrations, one.integration.into())
            && allowed(&self.types, one.kind.into())
            && allowed(&self.drivers, park.drivers[one.driver as usize].id)
    }
}
