// Members of a trigger in words: their names, their values, what is wrong with them, what to think of.
import type { ExampleClient, FieldProblem, TriggerWarning } from '$host';
import { fieldText } from '$shared/errors';
import { count } from '$shared/format';
import { t, textOf } from '$shared/i18n/i18n.svelte';
import { secondsOf, INSTANT_SECONDS } from '../delay';
import { delayWords, type TemplateTitle } from '../sentence';

/** The service's own name where the catalogue has none. */
export const fieldTitle = (field: string): string => textOf(`yumeTrigger.field.${field}`) ?? field;
export const fieldsTitle = (fields: readonly string[]): string => fields.map(fieldTitle).join(', ');

const families: Record<string, string> = {
  type: 'yume.kind',
  order_status_from: 'yume.status.order',
  order_status_to: 'yume.status.order',
  order_payment_status_from: 'yume.status.order_payment',
  order_payment_status_to: 'yume.status.order_payment',
  sale_status_from: 'yume.status.sale',
  sale_status_to: 'yume.status.sale',
  delivery_type: 'yume.delivery',
  delivery_status: 'yume.status.delivery',
};

function delayValue(text: string): string {
  const seconds = secondsOf(text);
  if (seconds === null) return text;
  return seconds <= INSTANT_SECONDS
    ? t('yumeTrigger.value.now', { text })
    : t('yumeTrigger.value.delay', { delay: delayWords(seconds), text });
}

/** Values of a member as a change tells them. */
export function valueText(field: string, values: readonly string[], title: TemplateTitle): string {
  const family = families[field];
  const [first] = values;
  if (first === undefined || (values.length === 1 && first === ''))
    return t(family && field !== 'type' ? 'yumeTrigger.any' : 'yumeTrigger.review.empty');
  if (family) return textOf(`${family}.${first}`) ?? first;
  if (field === 'timeout') return delayValue(first);
  if (field === 'template_id') return title(first) ?? first;
  if (field === 'template_keys') return values.map((key, index) => `{{${index + 1}}} ${key}`).join(', ');
  return values.join(', ');
}

export const problemText = (problem: FieldProblem): string =>
  textOf(`yumeTrigger.problem.${problem.code}`, problem.params) ?? fieldText(problem);

export function warningText(warning: TriggerWarning): string {
  switch (warning.code) {
    case 'same_change':
      return t('yumeTrigger.warning.same_change', { ids: warning.ids.map((id) => `№ ${id}`).join(', ') });
    case 'too_long':
      return t('yumeTrigger.warning.too_long', {
        channel: t(`yumeTrigger.channel.${warning.channel}`),
        limit: count(warning.limit),
      });
    case 'variables_differ':
      return t('yumeTrigger.warning.variables_differ', { wanted: warning.wanted, named: warning.named });
    case 'keys_not_seen':
      return t('yumeTrigger.warning.keys_not_seen', { keys: warning.keys.join(', ') });
    case 'template_not_approved':
      return t('yumeTrigger.warning.template_not_approved', { status: warning.status });
    case 'left_alone':
      return t('yumeTrigger.warning.left_alone', { fields: fieldsTitle(warning.fields) });
    default:
      return t(`yumeTrigger.warning.${warning.code}`);
  }
}

const examples = [
  'client',
  'phone',
  'manager',
  'number',
  'sum',
  'discount',
  'date',
  'bonus',
  'items',
] as const;

/** The client of the preview, invented, in the page's language. */
export const exampleClient = (): ExampleClient =>
  Object.fromEntries(examples.map((name) => [name, t(`yumeTrigger.example.${name}`)])) as ExampleClient;
