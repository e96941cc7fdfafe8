//! The operations that a register's rows become: each with its mark, its exact body, and at Yandex its token.

use std::collections::BTreeSet;

use journal::{NewOperation, Service};
use jump::{TransactionCreate, TransactionOperation};
use money::Amount;

use super::{
    drivers::Driver,
    payout::{Content, Payout},
    row::{Row, Said},
    types::{JumpWay, PayoutOperation, PayoutWay, YandexWay},
};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
    operations::{
        fleet_body::{Marks, Named, Wanted, fixed, planned},
        kind_of, marked,
    },
};

/// Whose money moves: the park's id at Yandex; Jump tells parks apart by their keys.
pub(super) struct Park(String);

/// What a row has of its own. An included row has all of it.
struct Own<'a> {
    driver: &'a Driver,
    said: &'a Said,
    amount: Amount,
    /// Without our mark.
    comment: &'a str,
}

impl Desk {
    /// # Errors
    /// `ReadOnly`; why there is no client of the service.
    pub(super) async fn park_for_writing(
        &self,
        connection: &ConnectionId,
        way: &PayoutWay,
    ) -> DeskResult<Park> {
        Ok(match way {
            PayoutWay::Jump(_) => {
                self.jump_for_writing(connection).await?;
                Park(String::new())
            }
            PayoutWay::Yandex(_) => {
                let fleet = self.fleet_for_writing(connection).await?;
                Park(fleet.identity().park_id.clone())
            }
        })
    }

    /// Of the included rows, in their order.
    pub(super) fn operations_of(
        &self,
        payout: &Payout,
        content: &Content,
        park: &Park,
        connection_name: &str,
    ) -> DeskResult<Vec<NewOperation>> {
        let mut references = BTreeSet::new();
        let planned = content.included().map(|row| {
            // Those of this very register are not in the journal yet.
            let reference = loop {
                let reference = self.new_reference(&payout.connection);
                if references.insert(reference.clone()) {
                    break reference;
                }
            };
            let marks = Marks {
                id: self.new_operation_id(&payout.connection).0,
                reference,
                connection: &payout.connection,
                connection_name,
                register: Some((payout.id.0.clone(), row.number)),
                repeats: None,
            };
            let own = Own::of(content, row).ok_or_else(internal)?;
            match &content.settings.way {
                PayoutWay::Jump(way) => at_jump(&own, way, marks),
                PayoutWay::Yandex(way) => at_yandex(&own, way, park, marks),
            }
        });
        planned.collect()
    }
}

impl<'a> Own<'a> {
    fn of(content: &'a Content, row: &'a Row) -> Option<Self> {
        Some(Self {
            driver: row.driver()?,
            said: row.said()?,
            amount: row.amount()?,
            comment: content.comment(row),
        })
    }
}

/// A row that lacks something: nothing must be sent then.
fn internal() -> DeskError {
    DeskError::new(DeskErrorCode::Internal)
}

fn at_jump(own: &Own<'_>, way: &JumpWay, marks: Marks<'_>) -> DeskResult<NewOperation> {
    let Marks { id, reference, .. } = marks;
    let Own { driver, said, .. } = own;
    let balance_id = said.balance_id.ok_or_else(internal)?;
    let withdraws = way.withdraws();
    let create = TransactionCreate {
        operation: way.operation.into(),
        amount: own.amount,
        balance_id,
        target_balance_id: None,
        transaction_type_id: way.transaction_type_id,
        message: marked(own.comment, &reference),
        create_payment: way.create_payment && withdraws,
        include_commission: way.include_commission && withdraws,
    };
    create.validate().map_err(|_| internal())?;
    Ok(NewOperation {
        id,
        reference,
        connection: marks.connection.0.clone(),
        connection_name: marks.connection_name.to_owned(),
        service: Service::Jump,
        kind: kind_of(create.operation),
        creates_payment: create.create_payment,
        include_commission: create.include_commission,
        driver_id: driver.id.clone(),
        driver: driver.name.clone(),
        balance_id: balance_id.to_string(),
        balance: said.balance.clone(),
        target: None,
        target_balance_id: None,
        amount: create.amount.decimal(),
        body: create.body().to_string(),
        message: create.message,
        requisite: Some(said.requisite.clone()).filter(|requisite| !requisite.is_empty()),
        token: None,
        register: marks.register,
        repeats: None,
    })
}

fn at_yandex(
    own: &Own<'_>,
    way: &YandexWay,
    park: &Park,
    marks: Marks<'_>,
) -> DeskResult<NewOperation> {
    let common = way.common().map_err(|_| internal())?;
    let wanted = Wanted {
        driver_id: &own.driver.id,
        sign: way.sign,
        amount: own.amount,
        manner: &way.manner,
        common: &common,
        description: own.comment,
    };
    let fixed = fixed(&wanted, &park.0, &marks.reference).map_err(|problems| {
        tracing::error!(?problems, "a row that was said to be ready");
        internal()
    })?;
    let named = Named {
        driver: match own.driver.name.as_str() {
            "" => &own.driver.id,
            name => name,
        },
        category: &own.said.balance,
    };
    Ok(planned(&wanted, &fixed, &named, marks))
}

impl From<PayoutOperation> for TransactionOperation {
    fn from(operation: PayoutOperation) -> Self {
        match operation {
            PayoutOperation::Withdraw => Self::Withdraw,
            PayoutOperation::Deposit => Self::Deposit,
        }
    }
}
