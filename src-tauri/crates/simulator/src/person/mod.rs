//! The person at the desk: what she does, act by act. She tells the truth about what she sees in the service's own office,
//! and goes on where she was after the program is started anew.

mod doubts;
mod fleet;
mod lists;
mod single;

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use desk::{
    Desk, DeskError,
    connections::types::{ConnectionEdit, ParkColor},
    operations::types::{JournalFilter, ListedState, OperationDraft, OperationView},
};
use jump::{Id, TransactionOperation};
use sandbox::{NewTransaction, WithdrawalBlock};

use single::Draft;

use crate::{dice::Dice, kills::Killer, road::Weather, world::World};

/// What she has before her during one life of the program.
pub struct Office<'a> {
    pub world: &'a World,
    pub desk: &'a Desk,
    pub killer: &'a Arc<Killer>,
}

pub struct Person {
    dice: Dice,
    acts_left: u64,
    /// What she did last, to do it again.
    former: Option<Draft>,
    /// What did not come to rest.
    pub restless: Option<String>,
    /// How often a register that pauses was let go on, by its id.
    tries: BTreeMap<String, u32>,
}

impl Office<'_> {
    fn tell(&self, line: impl AsRef<str>) {
        self.world.story.tell(line);
    }

    fn refused(&self, what: &str, error: &DeskError) {
        let code = error.code;
        let fields: Vec<&str> = error.fields.iter().map(|one| one.code.as_str()).collect();
        self.tell(format!("{what}: {code:?} {fields:?}"));
    }

    async fn listed(&self, filter: &JournalFilter) -> Vec<OperationView> {
        let connection = &self.world.connection;
        let window = self.desk.journal_window(connection, filter, 0, 10_000);
        window.await.map(|window| window.rows).unwrap_or_default()
    }
}

impl Person {
    pub fn new(world: &World) -> Self {
        Self {
            dice: Dice::new(world.seed, 4),
            acts_left: world.scenario.acts,
            former: None,
            restless: None,
            tries: BTreeMap::new(),
        }
    }

    /// From a start of the program to the end of her work, and until nothing more happens by itself.
    pub async fn work(&mut self, office: &Office<'_>) {
        office.desk.recover_operations().await;
        // A kill may have come while nothing could be written.
        set_read_only(office, false);
        self.look_after_lists(office).await;
        while self.acts_left > 0 {
            self.acts_left -= 1;
            self.act(office).await;
            self.pause().await;
        }
        self.come_to_rest(office).await;
    }

    async fn pause(&mut self) {
        let longest = match self.dice.weighted(&[60, 30, 10]) {
            0 => 5,
            1 => 60,
            _ => 1_500,
        };
        tokio::time::sleep(self.dice.millis(0, longest * 1_000)).await;
    }

    async fn act(&mut self, office: &Office<'_>) {
        let lists = u64::from(office.world.scenario.registers) * 22;
        match self.dice.weighted(&[52, 12, 14, lists, 6, 4, 3]) {
            0 => {
                let draft = self.next_draft(office.world);
                single::pay(office, self.dice.fork(), draft).await;
            }
            1 => {
                let (one, two) = (self.next_draft(office.world), self.next_draft(office.world));
                let (first, second) = (self.dice.fork(), self.dice.fork());
                tokio::join!(
                    single::pay(office, first, one),
                    single::pay(office, second, two)
                );
            }
            2 => self.look_after_doubts(office).await,
            3 => self.pay_a_list(office).await,
            4 => self.colleague(office),
            5 => self.change_the_connection(office).await,
            _ => tokio::time::sleep(self.dice.seconds(60, 7_200)).await,
        }
    }

    /// Somebody else works in the service's own office: does the like by hand, or blocks a driver.
    fn colleague(&mut self, office: &Office<'_>) {
        if office.world.scenario.yandex && self.dice.percent(35) {
            return self.colleague_at_yandex(office);
        }
        let park = &office.world.park;
        let driver = self.dice.pick(&park.driver_ids()).unwrap_or(0);
        if self.dice.percent(50) {
            let block = match park.withdrawal_block(driver) {
                Some(WithdrawalBlock::None) => WithdrawalBlock::AntiFraud,
                _ => WithdrawalBlock::None,
            };
            park.set_withdrawal_block(driver, &block);
            return office.tell(format!("a colleague: {driver} {block:?}"));
        }
        let kopecks = i64::try_from(self.dice.between(100, 200_000)).unwrap_or(100);
        let added = park.add_transaction(&NewTransaction {
            driver_id: driver,
            type_id: 14,
            amount: -kopecks,
            description: "Списание в кабинете".to_owned(),
            date: None,
        });
        office.tell(format!("a colleague: {kopecks} of {driver}, {added:?}"));
    }

    /// Other settings, or nothing may be written for a while: what waits must not leave under them.
    async fn change_the_connection(&mut self, office: &Office<'_>) {
        let (desk, connection) = (office.desk, &office.world.connection);
        if self.dice.percent(50) {
            if let Ok(mut advanced) = desk.advanced_settings(connection) {
                advanced.requests_per_second = self.dice.pick(&[0, 4, 10]).unwrap_or(4);
                let done = desk.set_advanced_settings(connection, advanced);
                office.tell(format!("other settings: {}", done.is_ok()));
            }
            return;
        }
        set_read_only(office, true);
        tokio::time::sleep(self.dice.seconds(1, 90)).await;
        set_read_only(office, false);
    }

    /// Now and then the very same once more: two equal payments are two payments.
    fn next_draft(&mut self, world: &World) -> Draft {
        let draft = match &self.former {
            Some(former) if self.dice.percent(25) => former.clone(),
            _ if world.scenario.yandex && self.dice.percent(50) => {
                Draft::Yandex(self.new_fleet_draft(world))
            }
            _ => Draft::Jump(self.new_draft(world)),
        };
        self.former = Some(draft.clone());
        draft
    }

    fn new_draft(&mut self, world: &World) -> OperationDraft {
        let drivers = world.park.driver_ids();
        let driver = self.dice.pick(&drivers).unwrap_or(0);
        let operation = match self.dice.weighted(&[60, 20, 20]) {
            0 => TransactionOperation::Withdraw,
            1 => TransactionOperation::Deposit,
            _ => TransactionOperation::Transfer,
        };
        let balance = self.balance(world, driver);
        let mut draft = OperationDraft {
            driver_id: Id(driver),
            operation,
            amount: amount(&mut self.dice),
            balance_id: Id(balance),
            target_balance_id: None,
            target_driver_id: None,
            transaction_type_id: None,
            message: "Расчёт".to_owned(),
            create_payment: false,
            include_commission: false,
            repeats: None,
        };
        match operation {
            TransactionOperation::Withdraw => {
                draft.transaction_type_id = self.dice.pick(&[3, 5, 7, 14]).map(Id);
                draft.create_payment = self.dice.percent(70);
                draft.include_commission = self.dice.percent(50);
            }
            TransactionOperation::Transfer => {
                let other = self.dice.pick(&drivers).unwrap_or(driver);
                draft.target_driver_id = (other != driver).then_some(Id(other));
                draft.target_balance_id = Some(Id(self.balance(world, other)));
            }
            TransactionOperation::Deposit => {}
        }
        draft
    }

    fn balance(&mut self, world: &World, driver: i64) -> i64 {
        let balances: Vec<i64> = world
            .park
            .balances(driver)
            .iter()
            .map(|one| one.id)
            .collect();
        self.dice.pick(&balances).unwrap_or(0)
    }

    /// Nothing goes wrong any more; the time runs until nothing happens by itself, and she looks once more by hand.
    async fn come_to_rest(&mut self, office: &Office<'_>) {
        office.tell("the weather clears");
        office.killer.disarm();
        office.world.road.set_weather(Weather::default());
        self.run_quiet(office).await;
        tokio::time::sleep(Duration::from_secs(1_800)).await;
        let connection = &office.world.connection;
        let checked = office.desk.check_unknown_operations(connection).await;
        office.tell(format!("looked at what is unknown: {checked:?}"));
        self.settle_doubts(office, 50).await;
        self.run_quiet(office).await;
    }

    async fn run_quiet(&mut self, office: &Office<'_>) {
        let mut unrest = Vec::new();
        // Looks that could not be made are made up for during a day.
        for _ in 0..300 {
            self.look_after_lists(office).await;
            unrest = self::unrest(office).await;
            if unrest.is_empty() {
                return;
            }
            tokio::time::sleep(Duration::from_secs(600)).await;
        }
        self.restless = Some(unrest.join(", "));
    }
}

fn set_read_only(office: &Office<'_>, read_only: bool) {
    let edit = ConnectionEdit {
        name: "Парк".to_owned(),
        color: ParkColor::Ochre,
        read_only,
    };
    let done = office.desk.edit_connection(&office.world.connection, edit);
    office.tell(format!("read-only {read_only}: {}", done.is_ok()));
}

/// What still goes on by itself or waits for its moment.
async fn unrest(office: &Office<'_>) -> Vec<String> {
    use journal::State;
    let mut unrest = lists::at_work(office).await;
    if office.world.road.is_busy() {
        unrest.push("something is on its way".to_owned());
    }
    let open = JournalFilter {
        states: vec![
            ListedState::Waiting,
            ListedState::Sent,
            ListedState::Pending,
            ListedState::Unknown,
        ],
        ..JournalFilter::default()
    };
    for one in office.listed(&open).await {
        let rests = one.state == State::Unknown && one.next_check_at.is_none() && !one.checking;
        if !rests {
            unrest.push(format!("{} is {:?}", one.reference, one.state));
        }
    }
    unrest
}

/// As typed: whole roubles, kopecks, now and then a sum that meets again.
fn amount(dice: &mut Dice) -> String {
    match dice.weighted(&[30, 40, 20, 10]) {
        0 => dice
            .pick(&["100", "500", "1234,56"])
            .unwrap_or("100")
            .to_owned(),
        1 => format!("{},{:02}", dice.between(25, 3_000), dice.below(100)),
        2 => dice.between(25, 9_000).to_string(),
        _ => dice
            .pick(&["0,1", "12 345,14", "0,01"])
            .unwrap_or("0,1")
            .to_owned(),
    }
}
