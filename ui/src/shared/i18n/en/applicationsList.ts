import type { Same } from '../messages';
import type { applicationsList as ru } from '../ru/applicationsList';

export const applicationsList: Same<typeof ru> = {
  'applicationsList.directionUnset': 'Not given',
  'applicationsList.unknownDirection': '{code} (not in the dictionary)',
  'applicationsList.newest': 'Newest first',
  'applicationsList.oldest': 'Oldest first',
  'applicationsList.showNewest': 'Show the newest first',
  'applicationsList.showOldest': 'Show the oldest first',
  'applicationsList.all': 'All',
  'applicationsList.allOf': 'All, {n}',
  'applicationsList.selectAll': 'Select all of the filter',
  'applicationsList.select': 'Select the application: {name}',
  'applicationsList.selection': 'Selected applications',
  'applicationsList.selected': { one: '{n} selected', other: '{n} selected' },
  'applicationsList.allButNone': 'All of the filter',
  'applicationsList.allBut': { one: 'All of the filter but {n}', other: 'All of the filter but {n}' },
  'applicationsList.everything': 'The whole list',
  'applicationsList.everythingBut': { one: 'The whole list but {n}', other: 'The whole list but {n}' },
  'applicationsList.reject': 'Reject…',
  'applicationsList.clear': 'Clear the selection — Esc',
  'applicationsList.readOnly': 'The park is open for reading only: nothing can be rejected.',
  'applicationsList.keys.clear': 'Clear the selection',
};
