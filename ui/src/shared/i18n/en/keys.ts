import type { Same } from '../messages';
import type { keys as source } from '../ru/keys';

export const keys: Same<typeof source> = {
  'keys.title': 'Keys',
  'keys.anyLayout': 'They work in any keyboard layout',
  'keys.space': 'Space',
  'keys.everywhere': 'Everywhere',
  'keys.palette': 'Find or run',
  'keys.section': 'Section 1–{last}',
  'keys.park': 'Switch park',
  'keys.refresh': 'Refresh',
  'keys.help': 'Help on keys',
  'keys.region': 'Next region, notification',
  'keys.escape': 'Cancel, close',
  'keys.table': 'Table',
  'keys.open': 'Open',
  'keys.selectRow': 'Select a row',
  'keys.selectRange': 'Select a range',
  'keys.selectAll': 'Select all',
  'keys.ends': 'To the start and the end',
  'keys.sort': 'Sort: arrow up to the header',
};
