// Payments as a register: its types and its commands.
import { host, type PaymentColumn, type PaymentRow, type PaymentsFilter, type PaymentTotals } from '$host';
import type { Order, RegisterSource } from '$shared/register/source';

export interface PaymentsKind {
  filter: PaymentsFilter;
  row: PaymentRow;
  column: PaymentColumn;
  totals: PaymentTotals;
}

/** The newest first. */
export const usualOrder: Order<PaymentColumn> = { column: 'created_at', descending: true };

export const paymentsSource: RegisterSource<PaymentsKind> = {
  usualOrder,
  open: (connection, filter) => host.jumpListPayments(connection, filter),
  window: (handle, from, count) => host.paymentsWindow(handle, from, count),
  order: (handle, order) => host.orderPayments(handle, order),
  totals: (handle, selection) => host.paymentsTotals(handle, selection),
  copy: (handle, selection, columns) => host.copyPayments(handle, selection, columns),
  position: async (handle, id) => (await host.paymentDetails(handle, id)).position,
};
