//! Names of the park's drivers by their ids: transactions tell only ids.

use std::sync::Arc;

use fleet::{DriverFields, DriversFault, DriversReading, Fleet, FleetDriversQuery, ProfileField};

use super::known::Names;
use crate::{
    Desk,
    registers::{collect::Waits, dictionary, kind::Rows, register::Register},
};

impl Desk {
    /// The directory of the register's park, read if it is not known. What a failure left of it is given out and not
    /// kept.
    pub(super) async fn names_of<K: Rows>(
        &self,
        fleet: &Fleet,
        register: &Register<K>,
    ) -> Arc<Names> {
        if let Some(known) = self.kept_names(&register.connection) {
            return known;
        }
        let begun = self.begins();
        let (names, whole) = read(fleet, register).await;
        match whole {
            true => self.keep(&self.0.fleet.names, &register.connection, begun, names),
            false => Arc::new(names),
        }
    }
}

/// The names, and whether these are all.
async fn read<K: Rows>(fleet: &Fleet, register: &Register<K>) -> (Names, bool) {
    let query = FleetDriversQuery {
        fields: Some(fields()),
        ..FleetDriversQuery::default()
    };
    let mut reading = DriversReading::new(fleet.clone(), query);
    let mut names = Names::new();
    let mut waits = Waits::default();
    loop {
        match reading.next_page().await {
            Ok(Some(drivers)) => {
                waits = Waits::default();
                names.extend(drivers.iter().filter_map(|driver| {
                    let profile = driver.driver_profile.as_ref()?;
                    Some((profile.id.clone()?, name(profile)))
                }));
            }
            Ok(None) => return (names, true),
            Err(DriversFault::Call(error)) if waits.obey(register, &error).await => {}
            Err(fault) => {
                tracing::warn!(%fault, "names of drivers");
                return (names, false);
            }
        }
    }
}

pub fn fields() -> DriverFields {
    DriverFields {
        account: Some(Vec::new()),
        car: Some(Vec::new()),
        current_status: Some(Vec::new()),
        driver_profile: Some(vec![
            ProfileField::Id,
            ProfileField::FirstName,
            ProfileField::LastName,
            ProfileField::MiddleName,
        ]),
        park: Some(Vec::new()),
        updated_at: None,
    }
}

/// A driver's name as it is shown.
pub fn name(profile: &fleet::FleetProfile) -> String {
    let parts = [
        &profile.last_name,
        &profile.first_name,
        &profile.middle_name,
    ];
    dictionary::name_of(None, parts).into_owned()
}
