import type { Same } from '../messages';
import type { fleetMoney as ru } from '../ru/fleetMoney';

// Transactions that are created in Yandex Fleet. Keys that the catalogue of money has too replace its words here.
export const fleetMoney: Same<typeof ru> = {
  'fleetMoney.buttons': 'Money in Yandex Fleet',
  'fleetMoney.palette.credit': 'credit a driver',
  'fleetMoney.palette.debit': 'debit a driver',
  'fleetMoney.palette.hint': 'choose the driver first',
  'fleetMoney.palette.choose': 'Choose a driver: “Credit” and “Debit” are in the card at the right.',
  'fleetMoney.do.credit': 'Credit',
  'fleetMoney.do.debit': 'Debit',
  'fleetMoney.sign': 'What to do',
  'fleetMoney.balance': 'Balance in Yandex',
  'fleetMoney.blocked': 'Blocked',
  'fleetMoney.free': 'Free',
  'fleetMoney.at': 'Yandex answered at {time}.',
  'fleetMoney.noPreview':
    'Yandex has no preview: it does not say beforehand what the balance will be after the transaction.',
  'fleetMoney.reading': 'Reading the balance…',
  'fleetMoney.unread': 'The balance was not read: {title}. No money has moved.',
  'fleetMoney.read': 'Read the balance again',
  'fleetMoney.part.tips': 'tips',
  'fleetMoney.part.cashless': 'cashless rides',
  'fleetMoney.part.bonuses': 'bonuses',
  'fleetMoney.part.financial_statements': 'financial statements',
  'fleetMoney.part.closing_documents': 'closing documents',
  'fleetMoney.manner': 'How',
  'fleetMoney.manner.event': 'Other, with a reason',
  'fleetMoney.manner.event.hint':
    '— Yandex takes it at once and carries it out later; the outcome is followed.',
  'fleetMoney.manner.category': 'In a category of the park',
  'fleetMoney.manner.category.hint': '— the former way: carried out at once, no longer developed by Yandex.',
  'fleetMoney.kind.other': 'Other',
  'fleetMoney.category': 'Category',
  'fleetMoney.category.choose': 'Choose a category',
  'fleetMoney.category.none':
    'Yandex shows no category that the park may create in. They are made in the cabinet of Yandex Fleet.',
  'fleetMoney.category.unread': 'The categories were not read: {title}',
  'fleetMoney.reason': 'Reason',
  'fleetMoney.reason.hint':
    'In short, what for: “Rent for 20 November”. It is seen in the cabinet of Yandex.',
  'fleetMoney.message': 'Description',
  'fleetMoney.message.hint':
    'A mark like [#7K3F9Q] is added at the end, the transaction can be found by it. With it {n} of {most} characters.',
  'fleetMoney.message.long': 'With the mark {n} characters, {most} are possible: shorten it',
  'fleetMoney.least': 'Least balance, ₽',
  'fleetMoney.least.example': 'not checked',
  'fleetMoney.least.hint':
    'Yandex carries the transaction out only if the balance before it is not less than this. What is left after it is not checked so.',
  'fleetMoney.repeats':
    'Repeats an operation that you closed as never arrived. A new operation with a new mark will leave: check everything again.',

  'fleetMoney.why.amount': 'Enter the amount',
  'fleetMoney.why.reason': 'Give a reason: Yandex does not take it without one',
  'fleetMoney.why.category': 'Choose a category',
  'fleetMoney.check.reason_too_long': 'No more than {most} characters',
  'fleetMoney.check.category_unknown': 'The park no longer has this category: choose another one',
  'fleetMoney.check.category_closed': 'The park may not create in this category: choose another one',
  'fleetMoney.check.not_with_category': 'A category of the park has no such condition: remove the amount',

  'fleetMoney.review.least': 'Least balance',
  'fleetMoney.review.least.text':
    '{sum} — so much has to be there before the transaction, or Yandex does not carry it out',
  'fleetMoney.review.balance': 'Before it',
  'fleetMoney.review.balance.text': '{balance}, free {free}',
  'fleetMoney.review.balance.unknown': 'not read',
  'fleetMoney.review.mark': {
    one: '{n} character in all. The transaction is found by the mark in Yandex and in the journal.',
    other: '{n} characters in all. The transaction is found by the mark in Yandex and in the journal.',
  },
  'fleetMoney.review.later':
    'Yandex first takes the transaction and then carries it out: until then it is neither done nor refused.',
  'fleetMoney.confirm.credit': 'Credit {sum}',
  'fleetMoney.confirm.debit': 'Debit {sum}',

  'fleetMoney.pending': 'Yandex is at it, not carried out yet',
  'fleetMoney.pending.text':
    '{what}, {sum}. Yandex took it and carries it out by itself. Until then the balance has not changed; it may also fail.',
  'fleetMoney.pending.asking': 'Asking Yandex…',
  'fleetMoney.pending.next': 'Yandex is asked again in {left}',
  'fleetMoney.pending.person': 'The program no longer asks by itself: check now or later.',
  'fleetMoney.pending.closed':
    'New operations for this driver are closed until Yandex is done with this one. Others are open.',
  'fleetMoney.pending.ask': 'Check now',

  'fleetMoney.offline':
    'No connection to Yandex Fleet. Money is closed until it is back, what is typed stays.',
  'fleetMoney.refused.noReason': 'Yandex gave no reason',
  'fleetMoney.preview.refused': 'Yandex would not let it through.',
  'fleetMoney.outcome.sent': 'Sent, waiting for Yandex',
  'fleetMoney.outcome.sent.text': '{what}, {sum}. No second transaction comes of it, whatever happens.',
  'fleetMoney.outcome.accepted': 'Yandex carried it out',
  'fleetMoney.outcome.accepted.found': '{what}, {sum}. It was looked up: Yandex has carried it out.',
  'fleetMoney.outcome.rejected': 'Yandex did not carry it out',
  'fleetMoney.outcome.unknown.text':
    'Yandex gave no clear answer: {what}, {sum}. The money has moved or it has not. The record is looked for by its mark; no other such transaction is created.',
  'fleetMoney.strip.sent': '{sum} sent, waiting for Yandex.',
  'fleetMoney.strip.accepted': '{sum}: carried out by Yandex.',
  'fleetMoney.strip.rejected': '{sum}: not carried out by Yandex.',
  'fleetMoney.strip.pending': '{sum}: Yandex is at it, not carried out yet.',

  'fleetMoney.similar.service': 'only in Yandex',
  'fleetMoney.warning.why.incomplete': 'Yandex did not give the whole list',
  'fleetMoney.warning.above_balance': 'Less is free than is debited.',
  'fleetMoney.warning.above_balance.text':
    'The debit is {sum}, free are {free}. Yandex may carry it out, and the balance becomes negative.',
  'fleetMoney.warning.repeat.agree': 'I am sure: that operation is not in Yandex',
};
