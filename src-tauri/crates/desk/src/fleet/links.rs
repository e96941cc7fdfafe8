//! Who of Jump a driver of Fleet is. The program only suggests; a person says, and that is remembered.

use std::collections::BTreeMap;

use fleet::{FleetDriver, FleetProfile};
use jump::{DriverListItem, DriversQuery, Id, Jump, PerPage};

use super::{
    drivers::{FleetDrivers, one_driver},
    names::name,
    types::{FleetLikeness, FleetLink, FleetLinkSuggestion},
};
use crate::{
    Desk, connections::types::ConnectionId, error::DeskResult, operations::driver_name,
    registers::dictionary::name_of,
};

/// Cards that are read for their licences.
const MOST_CARDS: usize = 5;

impl Desk {
    /// Drivers of Jump who may be this one, the likeliest first: found by the telephone numbers, the id that Jump has of
    /// the aggregator, and the name; a licence is compared where a card tells it.
    ///
    /// # Errors
    /// `NotFound` for a driver whom Fleet does not list; those of finding the connection, its access and its keys; those
    /// of the calls.
    pub async fn fleet_link_suggestions(
        &self,
        connection: &ConnectionId,
        driver_id: &str,
    ) -> DeskResult<Vec<FleetLinkSuggestion>> {
        let (fleet, jump) = (self.fleet(connection).await?, self.jump(connection).await?);
        let driver = one_driver(&fleet, driver_id).await?;
        let mut found = Found::default();
        if let Some(profile) = &driver.driver_profile {
            found.by_phones(&jump, profile).await?;
        }
        found.by_id(&jump, driver_id).await?;
        if let Some(profile) = &driver.driver_profile {
            found.by_name(&jump, profile).await?;
        }
        found.by_license(&jump, &driver).await?;
        Ok(found.sorted())
    }

    /// Remembers who of Jump a driver of Fleet is; `None` forgets it. Open registers of drivers show it at once.
    ///
    /// # Errors
    /// `NotFound` for a driver whom Jump does not have; those of finding the connection and its key; those of the call;
    /// `SettingsNotSaved`.
    pub async fn link_fleet_driver(
        &self,
        connection: &ConnectionId,
        fleet_id: &str,
        jump_id: Option<Id>,
    ) -> DeskResult<Option<FleetLink>> {
        let link = match jump_id {
            None => None,
            Some(jump_id) => {
                let profile = self.jump(connection).await?.get_driver(jump_id).await?;
                Some(FleetLink {
                    fleet_id: fleet_id.to_owned(),
                    jump_id,
                    name: driver_name(&profile),
                    since: self.now_iso(),
                })
            }
        };
        self.change_record(connection, |record| {
            match link.clone() {
                Some(link) => record.fleet_links.insert(fleet_id.to_owned(), link),
                None => record.fleet_links.remove(fleet_id),
            };
            Ok(())
        })?;
        for register in self.registers_of::<FleetDrivers>(connection) {
            let link = link.clone();
            register.alter(|rows| rows.link(fleet_id, link).into_iter().collect());
        }
        Ok(link)
    }
}

#[derive(Default)]
struct Found(BTreeMap<Id, FleetLinkSuggestion>);

impl Found {
    async fn by_phones(&mut self, jump: &Jump, profile: &FleetProfile) -> DeskResult<()> {
        for phone in &profile.phones {
            let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
            if digits.is_empty() {
                continue;
            }
            let same = |item: &DriverListItem| {
                let phone = item.phone.as_ref();
                phone.is_some_and(|phone| phone.digits() == digits)
            };
            let listed = search(jump, &digits).await?;
            self.add(listed.into_iter().filter(same), FleetLikeness::Phone);
        }
        Ok(())
    }

    /// A search for such an id finds nothing else.
    async fn by_id(&mut self, jump: &Jump, driver_id: &str) -> DeskResult<()> {
        let listed = search(jump, driver_id).await?;
        self.add(listed.into_iter(), FleetLikeness::AggregatorId);
        Ok(())
    }

    async fn by_name(&mut self, jump: &Jump, profile: &FleetProfile) -> DeskResult<()> {
        let own = name(profile);
        if own.is_empty() {
            return Ok(());
        }
        let same = |item: &DriverListItem| alike(&listed_name(item), &own);
        let listed = search(jump, &own).await?;
        self.add(listed.into_iter().filter(same), FleetLikeness::Name);
        Ok(())
    }

    /// Jump does not look for licences: only cards of those who were found are compared.
    async fn by_license(&mut self, jump: &Jump, driver: &FleetDriver) -> DeskResult<()> {
        let profile = driver.driver_profile.as_ref();
        let Some(license) = profile.and_then(|profile| profile.driver_license.as_ref()) else {
            return Ok(());
        };
        let own = [&license.number, &license.normalized_number];
        let own: Vec<String> = own.into_iter().flatten().map(|one| signs(one)).collect();
        for suggestion in self.0.values_mut().take(MOST_CARDS) {
            let card = jump.get_driver(suggestion.jump_id).await?;
            let theirs = card.license.as_deref().map(signs).unwrap_or_default();
            if !theirs.is_empty() && own.contains(&theirs) {
                suggestion.by.push(FleetLikeness::License);
            }
        }
        Ok(())
    }

    fn add(&mut self, items: impl Iterator<Item = DriverListItem>, likeness: FleetLikeness) {
        for item in items {
            let known = self
                .0
                .entry(item.id)
                .or_insert_with(|| FleetLinkSuggestion {
                    jump_id: item.id,
                    name: listed_name(&item),
                    phone: item
                        .phone
                        .as_ref()
                        .map_or("", |one| one.digits())
                        .to_owned(),
                    by: Vec::new(),
                });
            if !known.by.contains(&likeness) {
                known.by.push(likeness);
            }
        }
    }

    fn sorted(self) -> Vec<FleetLinkSuggestion> {
        let mut all: Vec<FleetLinkSuggestion> = self.0.into_values().collect();
        for one in &mut all {
            one.by
                .sort_by_key(|likeness| std::cmp::Reverse(weight(*likeness)));
        }
        let weight = |one: &FleetLinkSuggestion| one.by.iter().map(|by| weight(*by)).sum::<u32>();
        all.sort_by_key(|one| (std::cmp::Reverse(weight(one)), one.jump_id));
        all
    }
}

/// Each weighs more than all that are weaker.
fn weight(likeness: FleetLikeness) -> u32 {
    match likeness {
        FleetLikeness::AggregatorId => 8,
        FleetLikeness::License => 4,
        FleetLikeness::Phone => 2,
        FleetLikeness::Name => 1,
    }
}

async fn search(jump: &Jump, text: &str) -> DeskResult<Vec<DriverListItem>> {
    let query = DriversQuery {
        page: 1,
        per_page: PerPage::Twenty,
        search: Some(text.to_owned()),
        ..DriversQuery::default()
    };
    Ok(jump.list_drivers(&query).await?.items)
}

fn listed_name(item: &DriverListItem) -> String {
    let parts = [&item.last_name, &item.first_name, &item.middle_name];
    name_of(item.full_name.as_deref(), parts).into_owned()
}

/// The same words, whatever their case and `ё`.
fn alike(one: &str, other: &str) -> bool {
    let words = |name: &str| {
        let name = name.to_lowercase().replace('ё', "е");
        let words = name.split_whitespace().map(str::to_owned);
        words.collect::<Vec<String>>()
    };
    words(one) == words(other)
}

/// A licence without spaces and case, with the letters that look the same in both alphabets as Latin ones.
fn signs(license: &str) -> String {
    const CYRILLIC: &str = "АВЕКМНОРСТУХ";
    const LATIN: &str = "ABEKMHOPCTYX";
    let latin = |sign: char| {
        let place = CYRILLIC.chars().position(|one| one == sign);
        place
            .and_then(|place| LATIN.chars().nth(place))
            .unwrap_or(sign)
    };
    let signs = license.to_uppercase();
    signs
        .chars()
        .filter(|sign| sign.is_alphanumeric())
        .map(latin)
        .collect()
}
