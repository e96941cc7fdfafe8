//! Where payments come from, and how a register of them is put together.

use jump::{Jump, Page, Payment, PaymentSortField, PaymentsQuery, Sort};
use transport::CallError;

use super::{
    columns::{Payments, driver_group, driver_name, driver_phone},
    types::{PaymentColumn, PaymentDetails},
};
use crate::registers::{
    cells::Cells,
    kind::{Looked, Order, Paged, Rows},
    types::RegisterName,
    way::Pages,
};

impl Rows for Payments {
    type Query = PaymentsQuery;
    type Column = PaymentColumn;
    type Details = PaymentDetails;

    const NAME: RegisterName = RegisterName::Payments;
    const COLUMNS: &'static [PaymentColumn] = &[
        PaymentColumn::Id,
        PaymentColumn::Driver,
        PaymentColumn::CreatedAt,
        PaymentColumn::PaidAt,
        PaymentColumn::Status,
        PaymentColumn::Amount,
        PaymentColumn::Commission,
        PaymentColumn::AmountPaid,
        PaymentColumn::PayType,
        PaymentColumn::RequestType,
        PaymentColumn::Agent,
        PaymentColumn::Group,
        PaymentColumn::Integration,
        PaymentColumn::Requisites,
        PaymentColumn::Phone,
    ];
    /// The newest first.
    const USUAL: Order<PaymentColumn> = Order {
        column: PaymentColumn::CreatedAt,
        descending: true,
    };
    const LOOKED_AT: &'static [(PaymentColumn, Looked)] = &[
        (PaymentColumn::Driver, Looked::Text),
        (PaymentColumn::Phone, Looked::Phone),
        (PaymentColumn::Status, Looked::Text),
        (PaymentColumn::Requisites, Looked::Text),
        (PaymentColumn::Id, Looked::Id),
        (PaymentColumn::Amount, Looked::Sum),
        (PaymentColumn::AmountPaid, Looked::Sum),
    ];
    const MOMENT: Option<PaymentColumn> = Some(PaymentColumn::CreatedAt);

    type Client = Jump;
    type Way = Pages;

    fn column(&self, column: PaymentColumn) -> Cells<'_> {
        let (columns, drivers) = (&self.store.columns, &self.drivers);
        let of_driver = |text, id| Cells::entries(&columns.driver, drivers, text, id);
        let reference = |codes| Cells::references(codes, &self.store.values.references);
        match column {
            PaymentColumn::Id => Cells::Ids,
            PaymentColumn::CreatedAt => Cells::Moments(&columns.created_at),
            PaymentColumn::PaidAt => Cells::Moments(&columns.paid_at),
            PaymentColumn::Amount => Cells::Sums(&columns.amount),
            PaymentColumn::Commission => Cells::Sums(&columns.commission),
            PaymentColumn::AmountPaid => Cells::Sums(&columns.amount_paid),
            PaymentColumn::Driver => of_driver(driver_name, |driver| driver.id),
            PaymentColumn::Phone => of_driver(|driver| driver_phone(driver).into(), |_| None),
            PaymentColumn::Group => of_driver(
                |driver| driver_group(driver).into(),
                |driver| driver.group.as_ref()?.id,
            ),
            PaymentColumn::Status => reference(&columns.status),
            PaymentColumn::PayType => reference(&columns.pay_type),
            PaymentColumn::RequestType => reference(&columns.request_type),
            PaymentColumn::Agent => reference(&columns.agent),
            PaymentColumn::Integration => reference(&columns.integration),
            PaymentColumn::Requisites => Cells::references(&columns.requisites, &self.requisites),
        }
    }

    fn details(&self, place: u32, position: Option<u32>) -> Option<PaymentDetails> {
        let payment = self.payment(place)?;
        Some(PaymentDetails { payment, position })
    }
}

impl Paged for Payments {
    /// By id, so that payments made meanwhile come last.
    fn page(query: PaymentsQuery, number: u32) -> PaymentsQuery {
        ordered(query, number, PaymentSortField::Id, false)
    }

    /// Payments enter the list by being made, and, where it is filtered by status, by changing; both renew
    /// `updated_at`, whatever day a payment is filed for. A driver who moves to another group or gets another name during the reading changes a
    /// list filtered by groups or searched without a trace in its payments (see `is_entered_unseen`).
    fn newest(query: PaymentsQuery) -> PaymentsQuery {
        let field = match Self::is_entered_by_changing(&query) {
            true => PaymentSortField::UpdatedAt,
            false => PaymentSortField::Id,
        };
        ordered(query, 1, field, true)
    }

    fn is_entered_unseen(query: &PaymentsQuery) -> bool {
        !query.group_ids.is_empty() || query.search.is_some()
    }

    async fn ask(jump: &Jump, query: &PaymentsQuery) -> Result<Page<Payment>, CallError> {
        jump.list_payments(query).await
    }

    fn changed(payment: &Payment) -> Option<String> {
        payment.updated_at.clone()
    }

    fn is_entered_by_changing(query: &PaymentsQuery) -> bool {
        !query.payment_status_id.is_empty()
    }
}

fn ordered(
    query: PaymentsQuery,
    page: u32,
    field: PaymentSortField,
    descending: bool,
) -> PaymentsQuery {
    PaymentsQuery {
        page,
        order: Some(Sort { field, descending }),
        ..query
    }
}
