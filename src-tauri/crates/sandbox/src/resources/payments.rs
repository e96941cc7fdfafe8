//! Payments: one list, read-only, silently limited to four weeks when no period is given.

use crate::{
    answer::{FieldFault, Reply},
    directory::{INTEGRATIONS, name_of},
    moments::{DAY, Seconds},
    paging::{Order, Page},
    park::{Park, Sandbox},
    payments::{Payment, Row},
    query::{Query, Search},
    routes::{Answer, Call},
};
use serde::Serialize;
use serde_json::Value;

const ORDER_FIELDS: &[&str] = &[
    "id",
    "created_at",
    "updated_at",
    "request_type",
    "amount",
    "amount_paid",
    "payment_type",
    "aggregators",
];
/// «За последние 4 недели».
const DEFAULT_WINDOW: Seconds = 28 * DAY;

pub fn list(sandbox: &Sandbox, call: &Call) -> Answer {
    let page = Page::asked(&call.query)?;
    let order = Order::asked(&call.query, ORDER_FIELDS, "-id")?;
    let park = sandbox.look();
    let filter = Filter::asked(&call.query, &park)?;
    let (rows, total) = if order.field == "id" && filter.is_only_a_period(&park) {
        // A park of a million payments is read in thousands of pages: none of them looks through all the others.
        let period = filter.period(&park.payments);
        (page_by_id(page, &order, period), period.len())
    } else {
        let all = park.payments.iter();
        let mut rows: Vec<&Payment> = all.filter(|one| filter.fits(&park, one)).collect();
        sort(&order, &mut rows);
        (page.cut(&rows).to_vec(), rows.len())
    };
    let shown = |one: &Payment| one.list_item(&park.drivers[one.driver as usize]);
    let items = rows.into_iter().map(shown).collect();
    let meta = page.meta(total);
    Ok(Reply::json(&List { items, meta }))
}

fn page_by_id<'a>(page: Page, order: &Order, all: &'a [Payment]) -> Vec<&'a Payment> {
    let places = page.places(all.len());
    if order.descending {
        let last = all.len();
        all[last - places.end..last - places.start]
            .iter()
            .rev()
            .collect()
    } else {
        all[places].iter().collect()
    }
}

#[derive(Serialize)]
struct List<'a> {
    items: Vec<Row<'a>>,
    meta: Value,
}

fn sort(order: &Order, rows: &mut [&Payment]) {
    let titles = |one: &&Payment| match order.field.as_str() {
        "payment_type" => one.pay_type_title(),
        _ => name_of(INTEGRATIONS, one.integration.into()),
    };
    match order.field.as_str() {
        // Already in this order.
        "id" if order.descending => rows.reverse(),
        "id" => {}
        "payment_type" | "aggregators" => order.sort(rows, |one| (titles(one), one.id)),
        field => order.sort(rows, |one| {
            let by = match field {
                "created_at" => one.created_at,
                "updated_at" => one.updated_at,
                "request_type" => one.request_type.into(),
                "amount" => one.amount,
                _ => one.amount_paid(),
            };
            (by, one.id)
        }),
    }
}

/// The documented filters; an empty list lets everything through.
struct Filter {
    from: Option<Seconds>,
    to: Option<Seconds>,
    agents: Vec<i64>,
    drivers: Vec<i64>,
    groups: Vec<i64>,
    integrations: Vec<i64>,
    statuses: Vec<i64>,
    pay_types: Vec<i64>,
    request_types: Vec<i64>,
    search: Option<Found>,
}

/// What a search phrase means: a payment's id, or these drivers by their place.
struct Found {
    search: Search,
    drivers: Vec<bool>,
}

impl Filter {
    fn asked(query: &Query, park: &Park) -> Result<Self, FieldFault> {
        let (from, to) = (query.moment("period_from")?, query.moment("period_to")?);
        let default = (from.is_none() && to.is_none()).then_some(park.now - DEFAULT_WINDOW);
        Ok(Self {
            from: from.or(default),
            to,
            agents: query.comma_ids("agent_ids")?,
            drivers: query.comma_ids("driver_ids")?,
            groups: query.comma_ids("group_ids")?,
            integrations: query.comma_ids("integration_ids")?,
            statuses: query.comma_ids("payment_status_id")?,
            pay_types: query.comma_ids("pay_type_ids")?,
            request_types: query.comma_ids("request_type_ids")?,
            search: query.one("search").map(|phrase| found(phrase, park)),
        })
    }

    /// The payments of the period, where they ascend by their moment.
    fn period<'a>(&self, all: &'a [Payment]) -> &'a [Payment] {
        let start = |from| all.partition_point(|one| one.created_at < from);
        let end = |to| all.partition_point(|one| one.created_at <= to);
        let places = self.from.map_or(0, start)..self.to.map_or(all.len(), end);
        all.get(places).unwrap_or_default()
    }

    /// Takes every payment of its period, and those stand together.
    fn is_only_a_period(&self, park: &Park) -> bool {
        let lists = [
            &self.agents,
            &self.drivers,
            &self.groups,
            &self.integrations,
            &self.statuses,
            &self.pay_types,
            &self.request_types,
        ];
        self.search.is_none()
            && park.late_payments.is_empty()
            && !park.filed_late
            && lists.iter().all(|list| list.is_empty())
    }

    fn fits(&self, park: &Park, one: &Payment) -> bool {
        let driver = one.driver as usize;
        let allowed = |wanted: &[i64], id: i64| wanted.is_empty() || wanted.contains(&id);
        park.is_listed(one)
            && self.from.is_none_or(|from| one.created_at >= from)
            && self.to.is_none_or(|to| one.created_at <= to)
            && allowed(&self.agents, one.agent.into())
            && allowed(&self.integrations, one.integration.into())
            && allowed(&self.statuses, one.status.into())
            && allowed(&self.pay_types, one.pay_type.into())
            && allowed(&self.request_types, one.request_type.into())
            && allowed(&self.drivers, park.drivers[driver].id)
            && allowed(&self.groups, park.drivers[driver].group_id)
            && self
                .search
                .as_ref()
                .is_none_or(|found| found.search.is_id(one.id) || found.drivers[driver])
    }
}

fn found(phrase: &str, park: &Park) -> Found {
    let search = Search::new(phrase);
    let drivers = park
        .drivers
        .iter()
        .map(|one| search.in_phone(one.phone) || search.in_text(&one.full_name()))
        .collect();
    Found { search, drivers }
}
