// Payments as a register: its types and its commands.
import { host, type PaymentColumn, type PaymentRow, type PaymentsFilter } from '$host';
import type { Order, RegisterSource } from '$shared/register/source';

export interface PaymentsKind {
  filter: PaymentsFilter;
  row: PaymentRow;
  column: PaymentColumn;
}

/** The newest first. */
export const usualOrder: Order<PaymentColumn> = { column: 'created_at', descending: true };

export const paymentsSource: RegisterSource<PaymentsKind> = {
  name: 'payments',
  usualOrder,
  open: (connection, filter) => host.jumpListPayments(connection, filter),
  window: (handle, from, count) => host.paymentsWindow(handle, from, count),
};
