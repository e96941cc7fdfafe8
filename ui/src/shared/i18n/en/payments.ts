import type { payments as ru } from '../ru/payments';
import type { Same } from '../messages';

export const payments: Same<typeof ru> = {
  'payments.grid': 'Payments',
  'payments.column.driver': 'Driver',
  'payments.column.created_at': 'Created',
  'payments.column.paid_at': 'Paid',
  'payments.column.status': 'Status',
  'payments.column.amount': 'Amount, ₽',
  'payments.column.commission': 'Fee, ₽',
  'payments.column.amount_paid': 'To pay, ₽',
  'payments.column.pay_type': 'Method',
  'payments.column.request_type': 'Source',
  'payments.column.agent': 'Legal entity',
  'payments.column.group': 'Group',
  'payments.column.integration': 'Integration',
  'payments.column.requisites': 'Requisite',
  'payments.column.phone': 'Phone',
  'payments.column.id': 'Payment ID',
  'payments.status.none': 'No status',

  'payments.filters': 'Search and filters of payments',
  'payments.find.placeholder': 'Name, phone, ID',
  'payments.find.hint':
    'Looks among the rows received: name, phone, ID, amount, status, requisite — Ctrl+F.\nEnter searches in Jump: only the rows that the service finds will come.',
  'payments.filter.agent_ids': 'Legal entity',
  'payments.filter.status_ids': 'Status',
  'payments.filter.pay_type_ids': 'Method',
  'payments.filter.request_type_ids': 'Source',
  'payments.filter.group_ids': 'Group',
  'payments.filter.integration_ids': 'Integration',
  'payments.search.label': 'Phone, name or payment ID',
  'payments.search.hint':
    'The service searches and sends only what it finds in the period. The field at the left looks among the rows already received.',

  'payments.empty.title': 'No payments in {period}',

  'payments.total.commission': 'Fee',
  'payments.total.paid': 'To pay',

  'payments.drawer': 'Payment',
  'payments.drawer.title': 'Payment {id}',
  'payments.drawer.previous': 'Previous payment',
  'payments.drawer.next': 'Next payment',
  'payments.drawer.writeOff': 'Debit account',
  'payments.drawer.bankCommission': 'Bank fee',
  'payments.drawer.paidAt': 'Paid',
  'payments.drawer.history': 'History',
  'payments.drawer.noAction': 'Unnamed event',
  'payments.drawer.copyId': 'Copy the payment ID',
  'payments.drawer.openDriver': 'Open driver',
  'payments.drawer.ofDriver': 'Their payments',

  'payments.keys': 'Payments',
  'payments.keys.drawer': 'Open the payment, then its driver',
};
