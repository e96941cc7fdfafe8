//! Transactions at Yandex Fleet: what she types, and what a colleague does in the service's own office.

use desk::fleet::types::{FleetDraft, FleetManner, FleetSign};
use rust_decimal::Decimal;
use sandbox::NewFleetTransaction;

use super::{Office, Person, amount};
use crate::world::World;

impl Person {
    pub(super) fn new_fleet_draft(&mut self, world: &World) -> FleetDraft {
        let drivers = world.park.fleet_drivers();
        let drivers: Vec<String> = drivers.into_iter().map(|one| one.id).collect();
        let manner = self.manner(world);
        // v2 has no place for a condition: the program refuses one.
        let least: &[&str] = match manner {
            FleetManner::Event => &["", "", "", "0", "-500", "1 000,50"],
            FleetManner::Category { .. } => &["", "", "", "", "", "0"],
        };
        FleetDraft {
            driver_id: self.dice.pick(&drivers).unwrap_or_default(),
            sign: match self.dice.percent(60) {
                true => FleetSign::Debit,
                false => FleetSign::Credit,
            },
            amount: amount(&mut self.dice),
            manner,
            reason: "Расчёт".to_owned(),
            description: "Расчёт по договору".to_owned(),
            balance_min: self.dice.pick(least).unwrap_or_default().to_owned(),
            repeats: None,
        }
    }

    /// The newer way more often; now and then a category that nobody may create in.
    fn manner(&mut self, world: &World) -> FleetManner {
        if self.dice.percent(60) {
            return FleetManner::Event;
        }
        let any = self.dice.percent(5);
        let known = world.park.fleet_categories();
        let fits = known
            .into_iter()
            .filter(|one| any || (one.is_creatable && one.is_enabled));
        let ids: Vec<String> = fits.map(|one| one.id).collect();
        match self.dice.pick(&ids) {
            Some(category_id) => FleetManner::Category { category_id },
            None => FleetManner::Event,
        }
    }

    /// She books the like without our mark, or closes a category that a plan may count on.
    pub(super) fn colleague_at_yandex(&mut self, office: &Office<'_>) {
        let (park, road) = (&office.world.park, &office.world.road);
        road.set_park(transport::Clock::now(&office.world.clock));
        let categories = park.fleet_categories();
        let own: Vec<_> = categories
            .iter()
            .filter(|one| one.id.starts_with("partner_service_manual"))
            .collect();
        let Some(category) = self.dice.pick(&own) else {
            return;
        };
        if self.dice.percent(50) {
            let open = !category.is_creatable;
            park.set_fleet_category(&category.id, true, open);
            return office.tell(format!("a colleague: {} open {open}", category.id));
        }
        let drivers = park.fleet_drivers();
        let drivers: Vec<String> = drivers.into_iter().map(|one| one.id).collect();
        let sums = [-100_i64, 100, -500, 500];
        let sum = self.dice.pick(&sums).unwrap_or(-100);
        let added = park.add_fleet_transaction(&NewFleetTransaction {
            driver_id: self.dice.pick(&drivers).unwrap_or_default(),
            category_id: category.id.clone(),
            amount: Decimal::from(sum),
            description: "Списание в кабинете".to_owned(),
            event_at: None,
        });
        office.tell(format!("a colleague: {sum} at Yandex, {added:?}"));
    }
}
