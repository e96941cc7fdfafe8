// The words of an operation: what it is called, what its button says, what is wrong with it.
import type {
  Balance,
  BalanceName,
  DeskFailure,
  FieldProblem,
  OperationPlan,
  OperationView,
  Service,
} from '$host';
import { describeError } from '$shared/errors';
import { roubles } from '$shared/format';
import { t, textOf, type MessageKey, type Params } from '$shared/i18n/i18n.svelte';
import { problemText as checkText } from '../drivers/checks';
import { balanceName } from '../drivers/titles';

/** The words of an operation of a service: Yandex has words of its own where it does otherwise than Jump. */
export function ofService(
  service: Service,
  key: MessageKey & `money.${string}`,
  params: Params = {},
): string {
  const own = service === 'yandex' ? textOf(key.replace('money.', 'fleetMoney.'), params) : null;
  return own ?? t(key, params);
}

/** What Rust adds to a comment: `[#7K3F9Q]`, after a space where words stand before it. */
const MARK = 9;

/** How many signs a comment has as it will leave, our mark included. */
export function markedLength(message: string): number {
  const words = message.trim();
  return words === '' ? MARK : [...words].length + 1 + MARK;
}

/** The category of an operation of Yandex: a name of the park's, or a kind that has a word here. */
export const categoryText = (name: string) => textOf(`fleetMoney.kind.${name}`) ?? name;

/** As the health of services names it. */
export const serviceName = (service: Service) => t(`shell.service.${service}`);

/** A balance of the card; the main one has no name of its own. */
export const nameOf = (balance: Balance): string => balanceName(balance) ?? t('money.balance.main');

/** A balance of a plan with its sum. */
export function namedBalance({ name, amount }: BalanceName): string {
  return [
    name || t('money.balance.main'),
    amount === null ? t('money.balance.hidden') : roubles(amount),
  ].join(' \u00b7 ');
}

/** The button that confirms: what will be done, and the sum. */
export function confirmText({ operation, create_payment, amount }: OperationPlan): string {
  const sum = roubles(amount);
  if (operation !== 'withdraw') return t(`money.confirm.${operation}`, { sum });
  return t(create_payment ? 'money.confirm.pay' : 'money.confirm.withdraw', { sum });
}

/** What was confirmed: a debit with a payment, a credit… */
export function whatOf(
  operation:
    Pick<OperationView, 'kind' | 'creates_payment'> | Pick<OperationPlan, 'operation' | 'create_payment'>,
): string {
  const [kind, pays] =
    'kind' in operation
      ? [operation.kind, operation.creates_payment]
      : [operation.operation, operation.create_payment];
  if (kind !== 'withdraw') return t(`money.what.${kind}`);
  return t(pays ? 'money.what.pay' : 'money.what.withdraw');
}

export const sentence = (text: string) => (/[.!?\u2026]$/.test(text) ? text : `${text}.`);

/** Never empty. */
export const problemText = (problem: FieldProblem): string =>
  textOf(`money.check.${problem.code}`, problem.params) ??
  textOf(`fleetMoney.check.${problem.code}`, problem.params) ??
  checkText(problem);

/** Of a transaction of Yandex: our mark is no part of its reason. */
export const fleetProblemText = (problem: FieldProblem): string =>
  problem.field === 'reason' && problem.code === 'message_too_long'
    ? t('fleetMoney.check.reason_too_long', problem.params)
    : problemText(problem);

/** What the service has against an operation; its general words only where it says nothing of a field. */
export function refusalOf(failure: DeskFailure, service: Service = 'jump'): string {
  const reasons = failure.fields.map((one) => one.params['text'] ?? problemText(one));
  if (reasons.length) return reasons.map(sentence).join(' ');
  return sentence(describeError(failure).detail ?? ofService(service, 'money.refused.noReason'));
}

/** Why an operation was rejected or did not leave: the service's words, or the title of an error's code. */
export function reasonOf({ reason, service }: Pick<OperationView, 'reason' | 'service'>): string {
  if (reason === '') return '';
  const own = textOf(`errors.${reason}.title.${service}`);
  return own ?? textOf(`errors.${reason}.title`) ?? `\u00ab${reason}\u00bb`;
}
