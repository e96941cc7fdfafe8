//! The rows of a register of the park's drivers at Yandex Fleet, column by column.

use std::{collections::BTreeMap, sync::Arc};

use fleet::{FleetCar, FleetDriver, FleetTime};
use jump::{Id, Reference};

use super::super::{
    currency::{Own, written as written_out},
    names,
    types::{FleetDriverRow, FleetLink, FleetWorkRule},
};
use crate::registers::{
    columns::columns,
    dictionary::{ABSENT, Dictionary},
    moment::Moment,
    store::{Store, Stored},
    sum::Sum,
};

columns! {
    name: u32,
    phone: u32,
    balance: Sum,
    balance_limit: Sum,
    foreign: u32,
    currency: u32,
    work_status: u32,
    current_status: u32,
    work_rule: u32,
    car: u32,
    license: u32,
    last_transaction_at: Moment,
    created_at: Moment,
    comment: u32,
    employment: u32,
    linked: u32,
    // The driver's own id, among the texts.
    driver: u32,
}

/// Links by the ids of Fleet's drivers.
pub type Links = BTreeMap<String, FleetLink>;

/// Unique drivers in the order of their arrival.
#[derive(Default)]
pub struct FleetDrivers {
    /// The texts are ids, names, phones, cars; the references statuses and conditions of work.
    pub store: Store<Columns>,
    /// Drivers of Jump.
    pub linked: Dictionary<Id>,
    /// Balances are added up in it, and those in another one are only written out.
    currency: Own,
    links: Links,
    work_rules: Arc<Vec<FleetWorkRule>>,
}

impl Stored for FleetDrivers {
    type Item = FleetDriver;
    type Columns = Columns;
    type Row = FleetDriverRow;

    fn store(&self) -> &Store<Columns> {
        &self.store
    }

    fn store_mut(&mut self) -> &mut Store<Columns> {
        &mut self.store
    }

    /// Its place among the texts. Drivers without an id do not come this far.
    fn id(&mut self, driver: &FleetDriver) -> Id {
        let text = driver.id().unwrap_or_default();
        Id(self.store.values.texts.code(Some(text)).into())
    }

    fn packed(&mut self, driver: FleetDriver, _: u32) -> Packed {
        let account = driver.current_account().cloned();
        let name = driver.driver_profile.as_ref().map(names::name);
        let work_rule = driver.driver_profile.as_ref();
        let work_rule = work_rule.and_then(|profile| profile.work_rule_id.as_deref());
        let work_rule = work_rule.and_then(|id| self.work_rule(id));
        let id = driver.id().unwrap_or_default().to_owned();
        let link = self.links.get(&id).map(|link| link.jump_id);
        let linked = self.linked.code(link);
        let currency = account.as_ref().and_then(|one| one.currency.clone());
        let own = self.in_own_currency(currency.as_deref());
        let values = &mut self.store.values;
        let balance = account.as_ref().and_then(|one| one.balance);
        let limit = account.as_ref().and_then(|one| one.balance_limit);
        let foreign = balance.filter(|_| !own);
        let foreign = foreign.map(|sum| written_out(sum, currency.as_deref().unwrap_or_default()));
        let profile = driver.driver_profile;
        let phone = profile.as_ref().and_then(|one| one.phones.first());
        let phone = phone.map(|phone| phone.trim_start_matches('+').to_owned());
        let license = profile.as_ref().and_then(|one| {
            let license = one.driver_license.as_ref()?;
            license.number.clone().or(license.normalized_number.clone())
        });
        let work_status = profile.as_ref().and_then(|one| one.work_status.as_deref());
        let work_status = values.reference(status(work_status, work_status_title));
        let current = driver.current_status.and_then(|one| one.status);
        let current = values.reference(status(current.as_deref(), current_status_title));
        let mut text = |text: Option<String>| values.text(text.filter(|one| !one.is_empty()));
        Packed {
            name: text(name),
            phone: text(phone),
            foreign: text(foreign),
            currency: text(currency),
            car: text(driver.car.as_ref().map(car_text)),
            license: text(license),
            comment: text(profile.as_ref().and_then(|one| one.comment.clone())),
            employment: text(profile.as_ref().and_then(|one| one.employment_type.clone())),
            driver: text(Some(id)),
            work_status,
            current_status: current,
            work_rule: values.reference(work_rule),
            balance: values.sum(balance.filter(|_| own)),
            balance_limit: values.sum(limit.filter(|_| own)),
            last_transaction_at: values
                .moment(account.and_then(|one| written(one.last_transaction_date))),
            created_at: values.moment(profile.and_then(|one| written(one.created_date))),
            linked,
        }
    }

    fn row(&self, place: u32) -> Option<FleetDriverRow> {
        let (id, row) = self.store.get(place)?;
        let values = &self.store.values;
        let text = |code| values.owned(code).unwrap_or_default();
        let slug = |code| {
            let reference = values.references.get(code);
            let slug = reference.and_then(|one| one.slug.clone());
            slug.unwrap_or_default()
        };
        Some(FleetDriverRow {
            id,
            driver_id: text(row.driver),
            driver: text(row.name),
            phone: text(row.phone),
            balance: values.amount(row.balance),
            balance_limit: values.amount(row.balance_limit),
            foreign: text(row.foreign),
            currency: text(row.currency),
            work_status: slug(row.work_status),
            current_status: slug(row.current_status),
            work_rule: values.title(row.work_rule),
            car: text(row.car),
            license: text(row.license),
            last_transaction_at: values.written(row.last_transaction_at),
            created_at: values.written(row.created_at),
            linked: self.linked.get(row.linked).copied(),
        })
    }
}

impl FleetDrivers {
    /// What rows that come from now on are named and linked by.
    pub fn know(&mut self, work_rules: Arc<Vec<FleetWorkRule>>, links: Links) {
        self.work_rules = work_rules;
        self.links = links;
    }

    /// A person said who a driver is, or that nobody knows. Answers the place of his row, if there is one.
    pub fn link(&mut self, driver: &str, link: Option<FleetLink>) -> Option<u32> {
        let code = self.linked.code(link.as_ref().map(|link| link.jump_id));
        match link {
            Some(link) => self.links.insert(driver.to_owned(), link),
            None => self.links.remove(driver),
        };
        let id = Id(self.store.values.texts.code(Some(driver)).into());
        let place = self.index().place_of(id)?;
        *self.store.columns.linked.get_mut(place as usize)? = code;
        Some(place)
    }

    /// An account that names no currency is taken for one in the list's own.
    fn in_own_currency(&mut self, name: Option<&str>) -> bool {
        let Some(name) = name.filter(|name| !name.is_empty()) else {
            return true;
        };
        let code = self.store.values.texts.code(Some(name));
        if let Some(former) = self.currency.meets(code, name) {
            self.write_out(former);
        }
        self.currency.is(code)
    }

    /// Balances in this currency are in no sum any more.
    fn write_out(&mut self, currency: u32) {
        let Columns {
            currency: of,
            balance,
            balance_limit,
            foreign,
            ..
        } = &mut self.store.columns;
        let values = &mut self.store.values;
        let none = values.sum(None);
        let name = values.owned(currency).unwrap_or_default();
        let sums = of.iter().zip(balance).zip(balance_limit).zip(foreign);
        let own = sums.filter(|(((of, _), _), _)| **of == currency);
        for (((_, balance), limit), foreign) in own {
            let told = values.amount(*balance);
            (*balance, *limit) = (none, none);
            *foreign = values.text(told.map(|amount| written_out(amount, &name)));
        }
    }

    pub fn link_of(&self, driver: &str) -> Option<&FleetLink> {
        self.links.get(driver)
    }

    /// Comment and way of employment.
    pub fn remarks(&self, place: u32) -> (String, String) {
        let texts = self
            .store
            .get(place)
            .map(|(_, row)| (row.comment, row.employment));
        let (comment, employment) = texts.unwrap_or((ABSENT, ABSENT));
        let text = |code| self.store.values.owned(code).unwrap_or_default();
        (text(comment), text(employment))
    }

    /// One whose name is not known stands under its id.
    fn work_rule(&self, id: &str) -> Option<Reference> {
        let known = self.work_rules.iter().find(|rule| rule.id == id);
        let title = known.map_or(id, |rule| &rule.name);
        (!id.is_empty()).then(|| named(id, title))
    }
}

fn named(slug: &str, title: &str) -> Reference {
    Reference {
        id: None,
        slug: Some(slug.to_owned()),
        title: Some(title.to_owned()),
    }
}

/// A status under its Russian title; one that is not known under its own word.
fn status(slug: Option<&str>, title: fn(&str) -> Option<&'static str>) -> Option<Reference> {
    let slug = slug.filter(|slug| !slug.is_empty())?;
    Some(named(slug, title(slug).unwrap_or(slug)))
}

fn work_status_title(slug: &str) -> Option<&'static str> {
    Some(match slug {
        "working" => "Работает",
        "not_working" => "Не работает",
        "fired" => "Уволен",
        _ => return None,
    })
}

fn current_status_title(slug: &str) -> Option<&'static str> {
    Some(match slug {
        "offline" => "Не на линии",
        "busy" => "Занят",
        "free" => "Свободен",
        "in_order_free" | "in_order_busy" => "На заказе",
        _ => return None,
    })
}

fn written(time: Option<FleetTime>) -> Option<String> {
    time.map(|time| time.to_string())
}

/// `Kia Rio А123ВС77`.
fn car_text(car: &FleetCar) -> String {
    let parts = [&car.brand, &car.model, &car.number];
    let parts = parts.into_iter().flatten().map(|part| part.trim());
    let known: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    known.join(" ")
}
