import type { Same } from '../messages';
import type { payoutsFleet as source } from '../ru/payoutsFleet';

// Registers at Yandex Fleet. Keys that the catalogues of payouts and of their rows (`rows.`) have too replace their words here.
export const payoutsFleet: Same<typeof source> = {
  'payoutsFleet.service': 'Where',
  'payoutsFleet.service.jump': 'Jump',
  'payoutsFleet.service.yandex': 'Yandex Fleet',
  'payoutsFleet.offline':
    'No connection to Yandex Fleet. Checking and sending are closed until it is back; the register stays.',

  'payoutsFleet.sign': 'What to do',
  'payoutsFleet.sign.debit': 'Debit',
  'payoutsFleet.sign.debit.hint':
    '— Yandex takes it from the driver’s balance. Whether the money suffices is checked beforehand.',
  'payoutsFleet.sign.credit': 'Credit',
  'payoutsFleet.sign.credit.hint':
    '— Yandex adds it to the driver’s balance. Nothing goes to a card at once.',
  'payoutsFleet.reason.hint':
    'One for all rows, in short: “Rent for 20 November”. It is seen in the cabinet of Yandex.',
  'payoutsFleet.setting.message': 'Description',
  'payoutsFleet.setting.message.hint':
    'For rows without a comment of their own. The mark is added by itself.',
  'payoutsFleet.least.hint': 'Yandex carries a row out only if the balance before it is not less than this.',
  'payoutsFleet.check.hint': 'Drivers are found in Yandex and balances asked. No money moves.',
  'payoutsFleet.why.sign': 'Choose: debit or credit',
  'payoutsFleet.why.offline': 'No connection to Yandex Fleet: money is closed',
  'payoutsFleet.role.aggregator_id': 'ID in Yandex',

  'payoutsFleet.checking.drivers': 'Collecting the drivers of Yandex…',
  'payoutsFleet.checking.text':
    'Drivers are found and Yandex is asked for the balance of each. No money moves.',
  'payoutsFleet.checking.wait': 'Yandex asks to wait: {left}. It goes on by itself.',

  'payoutsFleet.control.amount.debit': 'Sum of debits',
  'payoutsFleet.control.amount.credit': 'Sum of credits',
  'payoutsFleet.checks.debit': 'The balance suffices: {n} of {of}',
  'payoutsFleet.checks.credit': 'Drivers found: {n} of {of}',
  'payoutsFleet.checks.later': 'Yandex takes the transactions first and carries them out later',
  'payoutsFleet.checks.now': 'Yandex carries such transactions out at once',

  'payoutsFleet.send.debit': {
    one: 'Debit in Yandex: {n} transaction, {sum}',
    other: 'Debit in Yandex: {n} transactions, {sum}',
  },
  'payoutsFleet.send.credit': {
    one: 'Credit in Yandex: {n} transaction, {sum}',
    other: 'Credit in Yandex: {n} transactions, {sum}',
  },
  'payoutsFleet.resume.debit': {
    one: 'Debit in Yandex {n} more transaction, {sum}',
    other: 'Debit in Yandex {n} more transactions, {sum}',
  },
  'payoutsFleet.resume.credit': {
    one: 'Credit in Yandex {n} more transaction, {sum}',
    other: 'Credit in Yandex {n} more transactions, {sum}',
  },

  'payoutsFleet.column.balance': 'Balance, ₽',
  'payoutsFleet.column.blocked': 'Blocked, ₽',
  'payoutsFleet.column.free': 'Free, ₽',

  'payoutsFleet.review.what.debit': 'Yandex debits the drivers’ balances',
  'payoutsFleet.review.what.credit': 'Yandex credits the drivers’ balances',
  'payoutsFleet.review.service': 'Where',
  'payoutsFleet.review.manner': 'How',
  'payoutsFleet.review.least': '{sum} before the transaction, or Yandex does not carry it out',
  'payoutsFleet.warning.duplicates_unknown.text':
    'Whether there were such transactions lately is known by the journal of this program only.',
  'payoutsFleet.warning.repeat.agree': 'Sure: the former one is not in Yandex',

  'payoutsFleet.hold.safe':
    'The drivers’ balances have not changed. Until the end of the countdown all of it can be cancelled.',
  'payoutsFleet.pending': 'Being carried out',
  'payoutsFleet.pending.tab': 'Being carried out',
  'payoutsFleet.pending.both': 'No outcome yet',
  'payoutsFleet.pending.title': {
    one: '{n} transaction is being carried out.',
    other: '{n} transactions are being carried out.',
  },
  'payoutsFleet.pending.text':
    'Yandex took them and carries them out by itself, or does not. Until then balances are as they were. The outcome is followed and comes here.',
  'payoutsFleet.together': 'together',
  'payoutsFleet.phase.finished': 'Sent',
  'payoutsFleet.result.unknown.text':
    'Yandex gave no clear answer. The money either moved or not: the record is looked for by its mark, no second one is created.',

  'payoutsFleet.rows.verdict.not_enough': 'Not enough money',
  'payoutsFleet.rows.verdict.minus': 'Falls below zero',
  'payoutsFleet.rows.verdict.least': 'Below the least',
  'payoutsFleet.rows.verdict.refused': 'Yandex would refuse',
  'payoutsFleet.rows.verdicts.refused': 'Yandex would refuse',
  'payoutsFleet.rows.verdict.short': '{available} is free',
  'payoutsFleet.rows.explain.ready': 'the driver is found, the row leaves as it is.',
  'payoutsFleet.rows.explain.unknown_driver':
    '“{text}” is not among the park’s drivers in Yandex. Choose the driver with F2 or mend the table.',
  'payoutsFleet.rows.explain.duplicate_in_file':
    'the same driver and the same amount as in row {row}. If these are two transactions, include the row with Space.',
  'payoutsFleet.rows.explain.duplicate_recent':
    'the same driver and the same amount were there on {at}{mark}. If this is a new one, include the row with Space.',
  'payoutsFleet.rows.explain.not_enough':
    '{available} is free, the debit is more. Yandex may carry it out, and the balance falls below zero. Lower the amount with F2 or include the row with Space.',
  'payoutsFleet.rows.explain.together':
    'together with rows No. {rows} it is more than is free ({available}). Yandex may carry it out, and the balance falls below zero. Lower the amount with F2 or include the row with Space.',
  'payoutsFleet.rows.explain.minus':
    'included by you: {available} is free, the debit is more. Yandex may carry it out, and the balance falls below zero. Space leaves the row out.',
  'payoutsFleet.rows.explain.least':
    'before it the balance is {available}, the least one of the settings {least}: Yandex does not carry it out. Change the settings or let it be left out.',
  'payoutsFleet.rows.explain.refused': 'Yandex would refuse it: {detail}.',
  'payoutsFleet.rows.explain.noDetail': 'Yandex told no reason',
  'payoutsFleet.rows.explain.sent': 'sent, waiting for Yandex’s answer.',
  'payoutsFleet.rows.explain.accepted': 'Yandex carried out transaction #{reference}.',
  'payoutsFleet.rows.explain.rejected': 'Yandex did not carry it out: {reason}. No money has moved.',
  'payoutsFleet.rows.explain.pending':
    'Yandex took transaction #{reference} and carries it out by itself; the outcome is followed. Until then no money has moved.',
  'payoutsFleet.rows.explain.unknown':
    'no clear answer, transaction #{reference} is being looked up. No second one is created; see the journal.',
};
