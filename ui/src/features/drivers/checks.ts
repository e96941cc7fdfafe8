// The words of the checks that Rust makes (desk/src/checks documents the codes), for the profile and for requisites.
import type { FieldCheck, FieldProblem } from '$host';
import { fieldText } from '$shared/errors';
import { t, textOf, type Params } from '$shared/i18n/i18n.svelte';

type Coded = Pick<FieldCheck, 'code' | 'params'>;

/** Codes that mean that something was really checked: they get the green mark. */
const proven = new Set([
  'phone_ok',
  'email_ok',
  'inn_ok',
  'license_ok',
  'plate_ok',
  'account_ok',
  'bik_ok',
  'card_ok',
]);

/** Unusual and nothing to do about it: said in the colour of a hint. */
const quiet = new Set(['license_foreign']);

export const isWarning = (check: Coded & { level: string }) =>
  check.level === 'warn' && !quiet.has(check.code);
export const isProven = (check: Coded | undefined) => check !== undefined && proven.has(check.code);

function keyOf({ code, params }: Coded): string {
  if (code === 'email_invalid' && params['part']) return `drivers.check.email_${params['part']}`;
  if ((code === 'inn_ok' || code === 'plate_ok') && params['kind'])
    return `drivers.check.${code}_${params['kind']}`;
  return `drivers.check.${code}`;
}

/** The words for a verdict; null where there is nothing to say. */
export function checkText(check: Coded): string | null {
  const params: Params = { ...check.params } as Params;
  const { country, system } = check.params;
  if (country) params['country'] = textOf(`drivers.country.${country}`) ?? country;
  if (system) params['system'] = textOf(`drivers.system.${system}`) ?? system;
  return textOf(keyOf(check), params);
}

/** The words for a problem of one input, from our checks or from the service. Never empty. */
export const problemText = (problem: FieldProblem): string =>
  checkText(problem) ?? problem.params['text'] ?? fieldText(problem) ?? t('drivers.check.other');
