// One table: error code -> how serious, which words, what the user can do. A code without a row does not compile.
// Each text says what happened, whether money is safe, what to do; the code and trace id stand under the details.
import { asFailure, type DeskErrorCode, type FieldProblem } from '$host';
import { t, textOf, type MessageKey } from './i18n/i18n.svelte';
import type { IconName } from './icons';

export type Severity = 'info' | 'warn' | 'err' | 'unk';
/** What the screen offers: it wires the ones it can carry out and leaves out the others. */
export type ErrorAction =
  | 'retry'
  | 'reread'
  | 'toField'
  | 'toConnection'
  | 'toDiagnostics'
  | 'reviewAgain'
  | 'chooseFile'
  | 'signIn'
  | 'toIntegrations'
  | 'none';

interface Row {
  severity: Severity;
  icon: IconName;
  action: ErrorAction;
}

const row = (severity: Severity, icon: IconName, action: ErrorAction): Row => ({ severity, icon, action });

const table: Record<DeskErrorCode | 'no_fleet', Row> = {
  offline: row('info', 'offline', 'retry'),
  timeout: row('warn', 'clock', 'retry'),
  rate_limited: row('warn', 'clock', 'retry'),
  unauthorized: row('err', 'key', 'toConnection'),
  forbidden: row('warn', 'lock', 'none'),
  not_found: row('warn', 'search', 'toDiagnostics'),
  refused_by_service: row('err', 'alert', 'toField'),
  outcome_unknown: row('unk', 'question', 'reread'),
  service_down: row('warn', 'alert', 'retry'),
  unexpected_answer: row('err', 'alert', 'toDiagnostics'),
  redirected: row('err', 'alert', 'toConnection'),
  tls_failed: row('err', 'shield', 'toDiagnostics'),
  proxy_failed: row('warn', 'offline', 'retry'),
  read_only: row('info', 'lock', 'toConnection'),
  invalid_input: row('err', 'alert', 'toField'),
  review_expired: row('info', 'clock', 'reviewAgain'),
  requisites_unknown: row('warn', 'question', 'toDiagnostics'),
  no_key: row('warn', 'key', 'toConnection'),
  no_fleet: row('info', 'car', 'toConnection'),
  no_yume: row('info', 'chat', 'toConnection'),
  yume_signed_out: row('warn', 'key', 'signIn'),
  yume_wrong_company: row('warn', 'swap', 'toConnection'),
  yume_integration_off: row('warn', 'offline', 'toIntegrations'),
  link_refused: row('warn', 'shield', 'none'),
  browser_failed: row('warn', 'external', 'retry'),
  keychain_missing: row('warn', 'key', 'toConnection'),
  keychain_locked: row('warn', 'lock', 'retry'),
  keychain_failed: row('err', 'key', 'retry'),
  no_connection: row('warn', 'swap', 'toConnection'),
  no_register: row('info', 'refresh', 'retry'),
  register_busy: row('info', 'clock', 'retry'),
  register_changed: row('warn', 'refresh', 'retry'),
  file_not_granted: row('warn', 'file', 'chooseFile'),
  file_unreadable: row('warn', 'file', 'chooseFile'),
  file_refused: row('warn', 'file', 'chooseFile'),
  file_not_saved: row('warn', 'file', 'retry'),
  clipboard_failed: row('warn', 'copy', 'retry'),
  settings_not_saved: row('err', 'alert', 'retry'),
  money_closed: row('warn', 'lock', 'none'),
  driver_unsettled: row('unk', 'question', 'none'),
  cancelled: row('info', 'minusCircle', 'none'),
  internal: row('err', 'alert', 'toDiagnostics'),
};

export interface DescribedError extends Row {
  code: DeskErrorCode | 'no_fleet';
  title: string;
  text: string;
  fields: FieldProblem[];
  /** The service's own words, if it gave any. */
  detail: string | null;
  traceId: string | null;
}

/** Anything thrown, in words for the screen; those of another service than Jump where they differ (`service`, or the
 *  parameter of that name). Never throws. */
export function describeError(thrown: unknown, service?: string): DescribedError {
  const failure = asFailure(thrown);
  const known = table[failure.code] ? failure.code : 'internal';
  const whose = service ?? failure.params['service'] ?? 'jump';
  return {
    ...table[known],
    code: known,
    title:
      textOf(`errors.${known}.title.${whose}`, failure.params) ??
      t(`errors.${known}.title` as MessageKey, failure.params),
    text: textOf(`errors.${known}.text.${whose}`, failure.params) ?? textFor(known, failure.params),
    fields: failure.fields,
    detail: failure.params['detail'] ?? null,
    traceId: failure.trace_id,
  };
}

/** A cause that is known by name has words of its own: `errors.<code>.<reason>`; what is wrong with the journal too. */
function textFor(code: DeskErrorCode, params: Record<string, string>): string {
  const cause = params['reason'] ?? params['trouble'];
  const own = cause ? textOf(`errors.${code}.${cause}`, params) : null;
  // An answer that is no JSON at all has no place to name.
  return own ?? t(`errors.${code}.text` as MessageKey, { path: t('errors.path.whole'), ...params });
}

/** The words for a problem with one input: `errors.field.<code>`, or the service's own text. */
export function fieldText(problem: FieldProblem): string {
  const known =
    textOf(`errors.field.${problem.code}`, problem.params) ?? textOf(problem.code, problem.params);
  return known ?? problem.params['detail'] ?? problem.params['message'] ?? t('errors.field.other');
}

/** The title of the button for an action; null when there is nothing to press. */
export function actionTitle(action: ErrorAction): string | null {
  return action === 'none' ? null : t(`errors.action.${action}`);
}
