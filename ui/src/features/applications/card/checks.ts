// The words of Rust's checks of the card (desk/src/checks documents the codes). What the drivers' card says already is
// said the same way; for a code that is newer than this screen the beginning of it tells what it is about.
import type { FieldCheck, FieldProblem } from '$host';
import { fieldText } from '$shared/errors';
import { date } from '$shared/format';
import { t, textOf, type Params } from '$shared/i18n/i18n.svelte';
import { checkText as driversText } from '../../drivers/checks';

type Coded = Pick<FieldCheck, 'code' | 'params'>;

/** Codes that mean that something was really checked: they get the green mark. */
const proven = new Set(['license_ok', 'plate_ok', 'vin_ok']);
/** Unusual and nothing to do about it: said in the colour of a hint. */
const quiet = new Set(['license_foreign']);

export const isProven = (check: Coded | undefined) => check !== undefined && proven.has(check.code);
export const isWarning = (check: FieldCheck) => check.level === 'warn' && !quiet.has(check.code);

const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text);

/** The words for a verdict; null where there is nothing to say. */
export function checkText(check: Coded & { level?: FieldCheck['level'] }): string | null {
  const params: Params = {};
  for (const [name, value] of Object.entries(check.params))
    if (value !== undefined) params[name] = isDay(value) ? date(value) : value;
  const own = textOf(`applicationCard.check.${check.code}`, params) ?? driversText(check);
  if (own !== null || check.level === 'ok') return own;
  const about = check.code.split('_')[0] ?? '';
  return textOf(`applicationCard.check.about.${about}`) ?? t('applicationCard.check.other');
}

/** The words for a problem of one input, from our checks or from the service. Never empty. */
export const problemText = (problem: FieldProblem): string =>
  textOf(`applicationCard.check.${problem.code}`, problem.params as Params) ??
  driversText(problem) ??
  problem.params['text'] ??
  fieldText(problem);
