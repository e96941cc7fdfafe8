// The titles of values as the strips show them: series of the chart, groups.
import { date } from '$shared/format';
import { t } from '$shared/i18n/i18n.svelte';
import { unknownId } from '../dictionaries';
import { REST } from './chart';
import { isDay } from './groups';

interface Value {
  key: string;
  /** Empty for none, and for a reference that the dictionary does not have. */
  title: string;
}

export function valueTitle({ key, title }: Value): string {
  if (isDay(key) && (title === '' || title === key)) return date(key);
  if (title) return title;
  return key.startsWith('id:') ? unknownId(key.slice(3)) : key || t('board.value.none');
}

export const seriesTitle = (series: Value) =>
  series.key === REST ? t('board.chart.rest') : valueTitle(series);
