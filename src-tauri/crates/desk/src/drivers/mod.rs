//! Drivers: the list, the card, and saving it so that nothing untouched changes and nothing vanishes.

pub mod types;

use jump::Id;

use crate::{Desk, checks::FieldCheck, connections::types::ConnectionId, error::DeskResult};
use types::{
    Confirmations, DriverCard, DriverDraft, DriverReview, DriversPage, DriversQuery, FieldEdit,
    SaveOutcome,
};

/// Cards that were read and reviews that wait for a yes.
#[derive(Default)]
pub struct Readings;

impl Desk {
    /// One page of drivers.
    pub async fn list_drivers(&self, connection: &ConnectionId, query: DriversQuery) -> DeskResult<DriversPage> { todo!() }
    /// Reads a card.
    pub async fn driver_card(&self, connection: &ConnectionId, driver_id: Id) -> DeskResult<DriverCard> { todo!() }
    /// Checks edited fields against the card they were read from; no network.
    pub fn check_driver(&self, connection: &ConnectionId, fields: &[FieldEdit]) -> DeskResult<Vec<FieldCheck>> { todo!() }
    /// Reads the card again and says what saving the draft would do.
    pub async fn review_driver(&self, connection: &ConnectionId, draft: DriverDraft) -> DeskResult<DriverReview> { todo!() }
    /// Carries out a review, once.
    pub async fn save_driver(&self, connection: &ConnectionId, token: &str, confirmations: Confirmations) -> DeskResult<SaveOutcome> { todo!() }
}
