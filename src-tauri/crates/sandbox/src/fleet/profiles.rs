//! The list of driver profiles (pages by offset, blocks of members on demand), the work rules and the blocked money.

use super::{
    FLEET_PARK,
    amounts::shown,
    answer::{Answer, bad, refusal},
    body::{Interval, Part},
    drivers::{
        ACCOUNT, BLOCKED, CAR_MEMBERS, Driver, PROFILE, RULES, STATUS, STATUSES, WORK_STATUSES,
        rule_id,
    },
    entry::Visit,
};
use crate::{answer::Reply, query::Search};
use http::StatusCode;
use serde_json::{Map, Value, json};
use std::cmp::Ordering;

/// Members of one block; `None` = all of them, none at all = the block is left out.
type Block = Option<Vec<String>>;

/// What of a profile is asked for.
#[derive(Default)]
struct Fields {
    account: Block,
    car: Block,
    current_status: Block,
    driver_profile: Block,
    park: Block,
    hides_updated_at: bool,
}

/// Which drivers are asked for.
struct Filter {
    ids: Option<Vec<String>>,
    rules: Option<Vec<String>>,
    work_statuses: Option<Vec<String>>,
    statuses: Option<Vec<String>>,
    last_transaction: Option<Interval>,
    updated_at: Option<Interval>,
    text: Option<String>,
}

struct Sorting {
    field: &'static str,
    descends: bool,
}

const SORTINGS: [&str; 6] = [
    "account.current.balance",
    "driver_profile.created_date",
    "driver_profile.last_name",
    "driver_profile.first_name",
    "driver_profile.middle_name",
    "updated_at",
];

pub fn list(visit: &Visit) -> Answer {
    let whole = visit.json()?;
    let body = Part::whole(&whole)?.only(&["query", "fields", "sort_order", "limit", "offset"])?;
    let filter = read_filter(visit, &body)?;
    let fields = read_fields(&body)?;
    let sorting = read_sorting(&body)?;
    let limit = body.count("limit", 1, 1_000)?.unwrap_or(1_000);
    let offset = body.count("offset", 0, u64::MAX)?.unwrap_or(0);
    if let Some(large) = visit.quirks.large_pages
        && limit > large.over
    {
        let status = StatusCode::from_u16(large.status);
        return Err(refusal(status.unwrap_or(StatusCode::GATEWAY_TIMEOUT)));
    }
    let book = visit.book();
    let mut found: Vec<&Driver> = book.drivers.iter().filter(|one| filter.fits(one)).collect();
    for one in sorting.iter().rev() {
        found.sort_by(|a, b| one.compare(a, b));
    }
    let page = found.iter().skip(offset as usize).take(limit as usize);
    let profiles: Vec<Value> = page.map(|one| fields.show(one)).collect();
    let park = json!({"id": FLEET_PARK, "city": "Москва", "name": "Демонстрационный парк"});
    let parks: Vec<Value> = cut(park, &fields.park).into_iter().collect();
    Ok(Reply::json(&json!({
        "driver_profiles": profiles,
        "parks": parks,
        "limit": limit,
        "offset": offset,
        "total": found.len(),
    })))
}

fn owned(items: Option<Vec<&str>>) -> Option<Vec<String>> {
    let items = items?;
    Some(items.into_iter().map(str::to_owned).collect())
}

fn read_filter(visit: &Visit, body: &Part) -> Result<Filter, Reply> {
    let query = body.required_part("query", &["park", "text"])?;
    let members = [
        "id",
        "driver_profile",
        "current_status",
        "account",
        "updated_at",
    ];
    let park = query.required_part("park", &members)?;
    visit.of_park(&park)?;
    let profile = park.part("driver_profile", &["id", "work_rule_id", "work_status"])?;
    let status = park.part("current_status", &["status"])?;
    let account = park.part("account", &["last_transaction_date"])?;
    let of_profile = |name| profile.as_ref().map_or(Ok(None), |part| part.texts(name));
    Ok(Filter {
        ids: owned(of_profile("id")?),
        rules: owned(of_profile("work_rule_id")?),
        work_statuses: owned(match &profile {
            Some(part) => part.choices("work_status", &WORK_STATUSES)?,
            None => None,
        }),
        statuses: owned(match &status {
            Some(part) => part.choices("status", &STATUSES)?,
            None => None,
        }),
        last_transaction: match &account {
            Some(part) => part.interval("last_transaction_date")?,
            None => None,
        },
        updated_at: park.interval("updated_at")?,
        text: query
            .any_text("text")?
            .filter(|text| !text.is_empty())
            .map(str::to_owned),
    })
}

impl Filter {
    fn fits(&self, one: &Driver) -> bool {
        let among = |list: &Option<Vec<String>>, value: &str| {
            list.as_ref()
                .is_none_or(|list| list.iter().any(|item| item == value))
        };
        let in_text = |text: &String| {
            let search = Search::new(text);
            search.in_phone(one.phone)
                || search.in_text(&one.full_name())
                || search.in_text(&one.licence)
                || search.in_text(&one.id)
        };
        among(&self.ids, &one.id)
            && among(
                &self.work_statuses,
                WORK_STATUSES[usize::from(one.work_status)],
            )
            && among(&self.statuses, STATUSES[usize::from(one.status)])
            && (self.rules.is_none() || among(&self.rules, &rule_id(one.work_rule)))
            && self
                .updated_at
                .is_none_or(|period| period.holds(one.updated_at))
            && self
                .last_transaction
                .is_none_or(|period| one.last_transaction.is_some_and(|at| period.holds(at)))
            && self.text.as_ref().is_none_or(in_text)
    }
}

fn read_fields(body: &Part) -> Result<Fields, Reply> {
    let members = [
        "account",
        "car",
        "current_status",
        "driver_profile",
        "park",
        "updated_at",
    ];
    let Some(part) = body.part("fields", &members)? else {
        return Ok(Fields::default());
    };
    Ok(Fields {
        account: owned(part.choices("account", &ACCOUNT)?),
        car: owned(part.choices("car", &CAR_MEMBERS)?),
        current_status: owned(part.choices("current_status", &STATUS)?),
        driver_profile: owned(part.choices("driver_profile", &PROFILE)?),
        park: owned(part.choices("park", &["id", "city", "name"])?),
        hides_updated_at: part.flag("updated_at")? == Some(false),
    })
}

impl Fields {
    fn show(&self, one: &Driver) -> Value {
        let mut shown = Map::new();
        if let Some(account) = cut(one.account(), &self.account) {
            shown.insert("accounts".to_owned(), json!([account]));
        }
        let blocks = [
            ("car", one.car(), &self.car),
            (
                "current_status",
                Some(one.current_status()),
                &self.current_status,
            ),
            ("driver_profile", Some(one.profile()), &self.driver_profile),
        ];
        for (name, value, block) in blocks {
            if let Some(value) = value.and_then(|value| cut(value, block)) {
                shown.insert(name.to_owned(), value);
            }
        }
        if !self.hides_updated_at {
            let at = super::amounts::plain_moment(one.updated_at);
            shown.insert("updated_at".to_owned(), json!(at));
        }
        Value::Object(shown)
    }
}

/// The members that a block asks for; `None` = the block is left out.
fn cut(mut value: Value, block: &Block) -> Option<Value> {
    let Some(wanted) = block else {
        return Some(value);
    };
    if wanted.is_empty() {
        return None;
    }
    if let Value::Object(members) = &mut value {
        members.retain(|name, _| wanted.contains(name));
    }
    Some(value)
}

fn read_sorting(body: &Part) -> Result<Vec<Sorting>, Reply> {
    let Some(value) = body.value("sort_order") else {
        return Ok(Vec::new());
    };
    let items = value
        .as_array()
        .ok_or_else(|| bad("sort_order: an array is expected"))?;
    let read = |item: &Value| {
        let part = Part::whole(item)?.only(&["direction", "field"])?;
        let field = part.any_text("field")?.unwrap_or("");
        let field = SORTINGS.iter().find(|known| **known == field);
        let descends = match part.any_text("direction")? {
            None | Some("asc") => false,
            Some("desc") => true,
            Some(_) => return Err(bad("sort_order.direction: asc or desc is expected")),
        };
        field
            .map(|field| Sorting { field, descends })
            .ok_or_else(|| bad("sort_order.field: unknown"))
    };
    items.iter().map(read).collect()
}

impl Sorting {
    fn compare(&self, a: &Driver, b: &Driver) -> Ordering {
        let order = match self.field {
            "account.current.balance" => a.balance.cmp(&b.balance),
            "driver_profile.created_date" => a.created_at.cmp(&b.created_at),
            "driver_profile.last_name" => a.last_name.cmp(&b.last_name),
            "driver_profile.first_name" => a.first_name.cmp(&b.first_name),
            "driver_profile.middle_name" => a.middle_name.cmp(&b.middle_name),
            _ => a.updated_at.cmp(&b.updated_at),
        };
        match self.descends {
            true => order.reverse(),
            false => order,
        }
    }
}

pub fn work_rules(visit: &Visit) -> Answer {
    visit.park(visit.parameter("park_id", 100)?)?;
    let rules = RULES.iter().zip(0..).map(|((name, is_enabled), place)| {
        json!({"id": rule_id(place), "is_enabled": is_enabled, "name": name})
    });
    Ok(Reply::json(&json!({"rules": rules.collect::<Vec<_>>()})))
}

pub fn blocked_balance(visit: &Visit) -> Answer {
    let id = visit.parameter("contractor_id", 100)?;
    let book = visit.book();
    let place = book
        .place_of(id)
        .ok_or_else(|| refusal(StatusCode::NOT_FOUND))?;
    let driver = &book.drivers[place];
    let mut details = Map::new();
    for (name, amount) in BLOCKED.iter().zip(driver.blocked) {
        if amount != 0 {
            details.insert((*name).to_owned(), json!(shown(amount, 4)));
        }
    }
    Ok(Reply::json(&json!({
        "balance": shown(driver.balance, 4),
        "blocked_balance": shown(driver.blocked(), 4),
        "details": details,
    })))
}
