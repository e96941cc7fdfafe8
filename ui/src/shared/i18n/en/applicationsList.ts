import type { Same } from '../messages';
import type { applicationsList as ru } from '../ru/applicationsList';

export const applicationsList: Same<typeof ru> = {
  'applicationsList.column.date': 'Date',
  'applicationsList.column.name': 'Name',
  'applicationsList.column.phone': 'Phone',
  'applicationsList.column.status': 'Status',
  'applicationsList.column.id': 'ID',
  'applicationsList.filters': 'Search and filters of applications',
  'applicationsList.find.hint':
    'Looks among the rows received: name, phone, ID, status — Ctrl+F.\nEnter searches in Jump: only applications the service finds are received.',
  'applicationsList.search.label': 'Name or phone',
  'applicationsList.search.hint':
    'The service searches and returns only the applications it finds. The field at the left looks among the rows already received.',
  'applicationsList.directionUnset': 'Not given',
  'applicationsList.newest': 'Newest first',
  'applicationsList.oldest': 'Oldest first',
  'applicationsList.showNewest': 'Show the newest first',
  'applicationsList.showOldest': 'Show the oldest first',
  'applicationsList.all': 'All',
  'applicationsList.allOf': 'All, {n}',
  'applicationsList.selectAll': 'Select all of the filter',
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
