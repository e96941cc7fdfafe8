import type { Same } from '../messages';
import type { reconciliation as ru } from '../ru/reconciliation';

export const reconciliation: Same<typeof ru> = {
  'reconciliation.jump': 'Jump',
  'reconciliation.yandex': 'Yandex',
  'reconciliation.journal': 'Journal',
  'reconciliation.filters': 'What to reconcile and what to show',
  'reconciliation.wholePark': 'the whole park',
  'reconciliation.run': 'Reconcile',
  'reconciliation.again': 'Reconcile again',
  'reconciliation.tooLong':
    'Days: {days}. The whole park is reconciled for no more than {most} days at once: shorten the period or choose a driver.',
  'reconciliation.tooLong.driver':
    'Days: {days}. One driver is reconciled for no more than {most} days at once: shorten the period.',
  'reconciliation.noPeriod': 'The period is not known yet',
  'reconciliation.readOnly': 'Reading only: nothing is changed in the services',
  'reconciliation.period.note': 'Whole days, in the park’s time. The shorter the period, the faster it goes.',
  'reconciliation.driver.search': 'Driver at Yandex: name, phone, licence',
  'reconciliation.driver.least': 'Type two characters or more. Yandex searches.',
  'reconciliation.driver.nobody': 'Nobody found.',
  'reconciliation.driver.more': {
    one: 'And {n} more driver. Narrow the search.',
    other: 'And {n} more drivers. Narrow the search.',
  },

  'reconciliation.begin.title': 'Jump, Yandex and the journal side by side',
  'reconciliation.begin.text':
    'Manual movements of money of the period are taken from both services, operations from the journal, and laid beside each other.',
  'reconciliation.begin.marks': 'The same mark of ours [#…] is the same operation.',
  'reconciliation.begin.alike':
    'Without a mark: the same driver, sum and about the same time is “Looks alike”.',
  'reconciliation.begin.unlinked':
    'A driver is known by your link or by the id that Jump has; all others are matched by the mark only.',

  'reconciliation.running.title': 'Reconciling…',
  'reconciliation.running.of': 'Reading both services: {of}.',
  'reconciliation.running.passed': '{passed} passed',
  'reconciliation.running.pace':
    'The services do not answer fast: a month of a large park takes a few minutes.',
  'reconciliation.running.pace.perSecond': {
    one: 'Yandex is asked at most {n} time a second: a month of a large park takes a few minutes.',
    other: 'Yandex is asked at most {n} times a second: a month of a large park takes a few minutes.',
  },
  'reconciliation.running.side.begins': 'asking…',
  'reconciliation.running.side.rows': 'rows: {rows}',
  'reconciliation.running.side.rowsOf': 'rows: {rows} of {total}',
  'reconciliation.running.side.waits': 'asks to wait until {at}',
  'reconciliation.running.side.done': 'read, rows: {rows}',
  'reconciliation.running.stop': 'Stop',
  'reconciliation.running.stop.hint': 'There will be no result; nothing changes in the services',
  'reconciliation.running.leave': 'Leaving the tab stops the reading too. Nothing changes in the services.',

  'reconciliation.stale': 'Below is the reconciliation before: {of}. Press “Reconcile”.',
  'reconciliation.former': 'The reconciliation before is shown, as of {at}. No money was touched.',

  'reconciliation.complete': 'Read to the end · manual movements: Jump {jump}, Yandex {yandex}',
  'reconciliation.complete.hint':
    'Jump agreed with its own total. Yandex tells no total: its list was read to the end. Trips are not part of it.',
  'reconciliation.incomplete': 'Not everything was read · manual movements: Jump {jump}, Yandex {yandex}',
  'reconciliation.madeAt': '{of} · reconciled {at}',
  'reconciliation.incomplete.title': 'The reconciliation is incomplete.',
  'reconciliation.incomplete.text':
    'A list was not read to its end, or not every driver could be recognised. “Jump only”, “Yandex only” and “Journal only” may be wrong, sums may be less than they are. No money was touched.',
  'reconciliation.unlinked': 'Unknown drivers: by the mark only.',
  'reconciliation.unlinked.go': 'Link them',

  'reconciliation.verdicts': 'What the reconciliation came to',
  'reconciliation.verdict.all': 'All',
  'reconciliation.verdict.matched': 'Matched',
  'reconciliation.verdict.looks_alike': 'Looks alike',
  'reconciliation.verdict.amount_differs': 'Sums differ',
  'reconciliation.verdict.only_jump': 'Jump only',
  'reconciliation.verdict.only_yandex': 'Yandex only',
  'reconciliation.verdict.only_journal': 'Journal only',
  'reconciliation.verdict.all.hint': 'All rows of the reconciliation',
  'reconciliation.verdict.matched.hint': 'The same mark and the same sum on both sides.',
  'reconciliation.verdict.looks_alike.hint':
    'No mark. The same driver, the same sum, about the same time. A person judges: it may be another operation.',
  'reconciliation.verdict.amount_differs.hint': 'The same mark, but other sums.',
  'reconciliation.verdict.only_jump.hint': 'In Jump, without a pair at Yandex.',
  'reconciliation.verdict.only_yandex.hint': 'At Yandex, without a pair in Jump.',
  'reconciliation.verdict.only_journal.hint':
    'Done according to the journal, but neither in Jump nor at Yandex in the period.',

  'reconciliation.search': 'Find among the rows of the reconciliation',
  'reconciliation.search.placeholder': 'Surname, sum, mark',
  'reconciliation.search.hint':
    'Searches the rows of the reconciliation: driver, mark, sum, description, category, ID — Ctrl+F.',

  'reconciliation.grid': 'Rows of the reconciliation',
  'reconciliation.column.verdict': 'Verdict',
  'reconciliation.column.driver': 'Driver',
  'reconciliation.column.jump_at': 'Jump, time',
  'reconciliation.column.jump_amount': 'Jump, ₽',
  'reconciliation.column.yandex_amount': 'Yandex, ₽',
  'reconciliation.column.yandex_at': 'Yandex, time',
  'reconciliation.column.difference': 'Difference, ₽',
  'reconciliation.column.reference': 'Mark',
  'reconciliation.column.journal_at': 'Journal, time',
  'reconciliation.column.journal_amount': 'Journal, ₽',
  'reconciliation.column.journal_state': 'In the journal',
  'reconciliation.column.journal_what': 'Journal, description',
  'reconciliation.column.jump_what': 'Jump, description',
  'reconciliation.column.yandex_what': 'Yandex, description',

  'reconciliation.shown': 'Shown',
  'reconciliation.gap': 'Yandex − Jump',
  'reconciliation.gap.hint': 'Yandex’s sum less Jump’s, of these rows',

  'reconciliation.empty.title': 'No manual movements: {of}',
  'reconciliation.empty.text':
    'Both services answered completely. Neither they nor the journal have such operations in the period.',
  'reconciliation.empty.partial.title': 'No rows yet: {of}',
  'reconciliation.empty.partial.text':
    'The lists were not read to their end. Whether there are movements is not known.',
  'reconciliation.nothing.title': 'Nothing is left by the filters',
  'reconciliation.nothing.text': {
    one: 'Out of {n} row of the reconciliation: {names}.',
    other: 'Out of {n} rows of the reconciliation: {names}.',
  },

  'reconciliation.foreign': {
    one: 'Without {n} sum in another currency',
    other: 'Without {n} sums in another currency',
  },
  'reconciliation.notLinked.title': '{name}: not linked to a driver of Jump',
  'reconciliation.notLinked.text':
    'Without a link it is not known whose movements to look for in Jump. Nothing was read, no money was touched. Link the driver and reconcile again.',
  'reconciliation.notLinked.go': 'Link the driver',

  'reconciliation.copy.none': 'No rows',
  'reconciliation.copy.hint': 'The selected rows, without a selection all that are shown, for Excel',
  'reconciliation.copied.partial': 'The reconciliation is incomplete: not everything was read.',
  'reconciliation.copy.jump.at': 'Jump: time',
  'reconciliation.copy.jump.amount': 'Jump: sum, ₽',
  'reconciliation.copy.jump.currency': 'Jump: currency',
  'reconciliation.copy.jump.category': 'Jump: category',
  'reconciliation.copy.jump.description': 'Jump: description',
  'reconciliation.copy.jump.id': 'Jump: ID',
  'reconciliation.copy.yandex.at': 'Yandex: time',
  'reconciliation.copy.yandex.amount': 'Yandex: sum, ₽',
  'reconciliation.copy.yandex.currency': 'Yandex: currency',
  'reconciliation.copy.yandex.category': 'Yandex: category',
  'reconciliation.copy.yandex.description': 'Yandex: description',
  'reconciliation.copy.yandex.id': 'Yandex: ID',
  'reconciliation.copy.yandex.foreign': 'Yandex: in another currency',
  'reconciliation.copy.journal.at': 'Journal: time',
  'reconciliation.copy.journal.amount': 'Journal: amount, ₽',
  'reconciliation.copy.journal.state': 'Journal: state',
  'reconciliation.copy.journal.description': 'Journal: description',
  'reconciliation.copy.jumpDriver': 'Driver’s ID in Jump',
  'reconciliation.copy.fleetDriver': 'Driver’s ID at Yandex',

  'reconciliation.file.name': 'Reconciliation',
  'reconciliation.file.willBeMarked':
    'The reconciliation is not complete: the file will be marked “incomplete”',
  'reconciliation.file.compared': 'What was compared',
  'reconciliation.file.compared.text':
    'Manual movements of Jump and of Yandex Fleet with each other and with the journal of this computer',
  'reconciliation.file.whose': 'Whose movements',
  'reconciliation.file.search': 'Search',
  'reconciliation.file.madeAt': 'Reconciled',
  'reconciliation.file.jump': 'List of Jump',
  'reconciliation.file.yandex': 'List of Yandex',
  'reconciliation.file.drivers': 'Drivers',
  'reconciliation.file.whole': 'complete: read to its end',
  'reconciliation.file.notWhole': 'INCOMPLETE: not read to its end',
  'reconciliation.file.known': 'Jump answered about everybody on whom the result depends',
  'reconciliation.file.notKnown': 'INCOMPLETE: not everybody could be asked about',
  'reconciliation.file.jumpRows': 'Manual movements of Jump in the reconciliation',
  'reconciliation.file.yandexRows': 'Manual movements of Yandex in the reconciliation',

  'reconciliation.drawer': 'Row of the reconciliation',
  'reconciliation.drawer.title': 'Row {n}',
  'reconciliation.drawer.previous': 'Previous row',
  'reconciliation.drawer.next': 'Next row',
  'reconciliation.drawer.difference': 'Difference',
  'reconciliation.drawer.at': 'Time',
  'reconciliation.drawer.amount': 'Sum',
  'reconciliation.drawer.category': 'Category',
  'reconciliation.drawer.description': 'Description',
  'reconciliation.drawer.id': 'ID',
  'reconciliation.drawer.inJump': 'In Jump',
  'reconciliation.drawer.inFleet': 'At Yandex',
  'reconciliation.drawer.toJump': 'Open the driver of Jump',
  'reconciliation.drawer.toFleet': 'Open the driver of Yandex',
  'reconciliation.drawer.noLink': 'not known who it is',
  'reconciliation.drawer.unlinked':
    'Who the driver is on the other side is not known, so a pair can be found by the mark only. Link the driver on the “Drivers” tab and reconcile again.',
  'reconciliation.drawer.copyMark': 'Copy the mark',
  'reconciliation.drawer.journal': 'In the journal',
  'reconciliation.drawer.state': 'State',
  'reconciliation.drawer.confirmed': 'Confirmed',
  'reconciliation.drawer.message': 'Description',
  'reconciliation.drawer.toJournal': 'Open in the journal',
};
