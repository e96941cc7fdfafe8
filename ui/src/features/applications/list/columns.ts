// The columns of the list of applications: titles and cells.
import { count, dateTime, phone } from '$shared/format';
import { t } from '$shared/i18n/i18n.svelte';
import { NOTHING } from '$shared/register/cells';
import type { CellsOf } from '$shared/register/source';
import type { ApplicationsKind } from './source';

type ApplicationCells = CellsOf<ApplicationsKind>;

const layout: Omit<ApplicationCells, 'title'>[] = [
  { id: 'date', width: 132, groupable: true, text: (row) => (row.date ? dateTime(row.date) : NOTHING) },
  { id: 'name', width: 300, custom: true },
  { id: 'phone', width: 160, text: (row) => (row.phone ? phone(row.phone) : NOTHING) },
  { id: 'status', width: 240, groupable: true, custom: true },
  { id: 'id', width: 104, numeric: true, look: 'mut', text: (row) => count(row.id) },
];

/** In the present language. */
export const applicationColumns = (): ApplicationCells[] =>
  layout.map((column) => ({ ...column, title: t(`applicationsList.column.${column.id}`), sortable: true }));

/** The narrow list beside an open application: everything of a row in one cell. */
export const cardColumns = (): ApplicationCells[] => [
  { id: 'name', title: t('applicationsList.column.name'), width: 120, custom: true },
];
