import type { Same } from '../messages';
import type { applicationRejection as ru } from '../ru/applicationRejection';

export const applicationRejection: Same<typeof ru> = {
  'applicationRejection.title': 'Batch rejection',
  'applicationRejection.where': 'Park “{park}”',
  'applicationRejection.filter': 'Filter: {filters}',
  'applicationRejection.noFilter': 'No filter',

  // counting
  'applicationRejection.counting': 'Counting the applications…',
  'applicationRejection.countingText': 'Reading the list to its last row. Nothing was sent.',
  'applicationRejection.countFailed': 'The applications could not be counted. {title}.',
  'applicationRejection.moves': 'The list is changing right now, there is no exact number.',
  'applicationRejection.movesText': 'Nothing was sent. Count again.',
  'applicationRejection.countAgain': 'Count again',
  'applicationRejection.countedAt': 'Counted at {time}',

  // the plan
  'applicationRejection.count': { one: 'Reject {n} application', other: 'Reject {n} applications' },
  'applicationRejection.nothing': 'There is nothing to reject.',
  'applicationRejection.irreversible': 'Exactly these are sent. They cannot be brought back from here.',
  'applicationRejection.irreversibleAll':
    '“All of the filter” is sent. The applications cannot be brought back from here.',
  'applicationRejection.list': 'To be rejected',
  'applicationRejection.exceptions': { one: 'Taken out by you: {n}', other: 'Taken out by you: {n}' },
  'applicationRejection.leftOut': {
    one: 'The status does not allow it: {n} is left out',
    other: 'The status does not allow it: {n} are left out',
  },
  'applicationRejection.noName': 'Application no. {id}',
  'applicationRejection.noStatus': 'status unknown',

  // the reason
  'applicationRejection.comment': 'Reason for the rejection',
  'applicationRejection.commentHint': 'It is written into each application.',
  'applicationRejection.length': { one: '{n} character of {of}', other: '{n} characters of {of}' },
  'applicationRejection.presets': 'Frequent reasons',
  'applicationRejection.preset.papers': 'Sent no documents.',
  'applicationRejection.preset.unreadable': 'The documents cannot be read.',
  'applicationRejection.preset.silent': 'Does not answer calls.',
  'applicationRejection.preset.unfit': 'Does not meet the requirements.',
  'applicationRejection.preset.twice': 'The application is a duplicate.',
  'applicationRejection.tooLong': 'Shorten the reason.',

  // the second yes and the other way
  'applicationRejection.unfiltered': {
    one: 'There is no filter. Reject the whole list, {n} application',
    other: 'There is no filter. Reject the whole list, {n} applications',
  },
  'applicationRejection.advanced': 'Another way of sending',
  'applicationRejection.sendAll': 'Send as “all of the filter”',
  'applicationRejection.sendAllText':
    'Jump rejects whatever the filter finds at the moment of sending, applications that arrive before it too. By default exactly those shown are sent.',

  // buttons
  'applicationRejection.back': 'Do not reject',
  'applicationRejection.close': 'Close',
  'applicationRejection.goAll': 'Reject all, {n} now',
  'applicationRejection.why.comment': 'Write the reason.',
  'applicationRejection.why.long': 'The reason is longer than {most} characters.',
  'applicationRejection.why.unfiltered': 'Confirm that the whole list is meant.',
  'applicationRejection.sending': 'Rejecting and checking the list…',
  'applicationRejection.sendingText': 'The window closes only after the answer.',

  // the outcome
  'applicationRejection.done': '{rejected} of {asked} rejected.',
  'applicationRejection.doneText': 'Checked with Jump.',
  'applicationRejection.ignored': '{rejected} of {asked} rejected.',
  'applicationRejection.ignoredText':
    'Jump reported success, but some applications are not rejected. They are still selected.',
  'applicationRejection.ignoredAllText':
    'Jump reported success, but none is rejected. They are still selected. Ask Jump whether the key may reject.',
  'applicationRejection.not_done': 'Nothing was rejected.',
  'applicationRejection.not_doneText':
    'The answer was lost, and the applications in Jump did not change. Count again.',
  'applicationRejection.stale': 'Nothing was sent: the list has changed.',
  'applicationRejection.staleText': 'Count again.',
  'applicationRejection.unknown': 'It is unknown how many were rejected.',
  'applicationRejection.unknownSeen':
    'It is unknown whether all were rejected: {rejected} of {asked} are seen.',
  'applicationRejection.unknownText':
    'The answer was lost, and nothing is sent again. The list is being read again: count what is left.',
  'applicationRejection.failed': 'Not sent. {title}.',
  'applicationRejection.expired': 'The count is out of date',
  'applicationRejection.expiredText': 'Nothing was sent. Count again.',
  'applicationRejection.stillThere': { one: '{n} is not rejected', other: '{n} are not rejected' },
  'applicationRejection.beyond': {
    one: 'Rejected beyond those shown: {n}',
    other: 'Rejected beyond those shown: {n}',
  },
  'applicationRejection.beyondText': 'They were not in the count: they arrived before the sending.',
};
