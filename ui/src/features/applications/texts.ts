// How this feature writes sizes, refusals, statuses and masked numbers.
import type { DeskError, GrantedFile, Reference, UploadView } from '$host';
import { describeError } from '$shared/errors';
import { language, t, textOf } from '$shared/i18n/i18n.svelte';
import type { IconName } from '$shared/icons';
import type { StatusTone } from '$shared/StatusChip.svelte';

const KILO = 1024;
const MEGA = KILO * KILO;

const decimal = (value: number, digits: number) =>
  new Intl.NumberFormat(language(), { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    value,
  );

const inMegabytes = (bytes: number) => bytes >= MEGA / 10;

/** `2,1 MB`, `340 KB`; a megabyte is 1024 x 1024 bytes, as in the settings' limit. */
export function size(bytes: number): string {
  if (inMegabytes(bytes)) return t('applications.size.mb', { n: decimal(bytes / MEGA, 1) });
  return t('applications.size.kb', { n: decimal(Math.ceil(bytes / KILO), 0) });
}

/** `2,1 of 3,3 MB`, both in the unit of the whole. */
export function sizeOf(sent: number, bytes: number): string {
  const written = inMegabytes(bytes) ? decimal(sent / MEGA, 1) : decimal(Math.floor(sent / KILO), 0);
  return t('applications.progress.of', { sent: written, size: size(bytes) });
}

export const percent = (upload: UploadView) =>
  upload.bytes === 0 ? 0 : Math.floor((100 * upload.sent) / upload.bytes);

/** Why a file cannot be sent. */
export function refusalText(file: GrantedFile): string {
  const params = { ...file.refused_params };
  for (const name of ['megabytes', 'limit'])
    if (params[name]) params[name] = params[name].replace('.', decimal(0.1, 1).charAt(1));
  const found = params['found'];
  if (found) params['found'] = textOf(`applications.kind.${found}`) ?? t('applications.kind.unknown');
  return textOf(`applications.refused.${file.refused}`, params) ?? t('applications.refused.other');
}

/** Why an upload failed; that nothing changed stands beside it. */
export function failureText(error: DeskError | null): { title: string; detail: string | null } {
  if (!error) return { title: t('applications.slot.failed'), detail: null };
  const own = textOf(`applications.failed.${error.params['reason']}`);
  const said = describeError(error);
  return { title: own ?? said.title, detail: said.detail };
}

// --- statuses ------------------------------------------------------------------------------------------------

interface Look {
  tone: StatusTone;
  icon: IconName;
}
const looks: Record<string, Look> = {
  not_processed: { tone: 'neutral', icon: 'inbox' },
  register: { tone: 'wait', icon: 'clock' },
  filled: { tone: 'wait', icon: 'clock' },
  new: { tone: 'wait', icon: 'clock' },
  exchange_error: { tone: 'err', icon: 'alert' },
  not_filled: { tone: 'warn', icon: 'edit' },
  draft: { tone: 'neutral', icon: 'edit' },
  registered: { tone: 'done', icon: 'okCircle' },
  rejected: { tone: 'err', icon: 'failCircle' },
};

/** Icon and tone by the slug; one that we do not know is neutral. */
export const statusLook = (slug: string | null | undefined): Look =>
  (slug && looks[slug]) || { tone: 'neutral', icon: 'minusCircle' };

export const statusText = (status: Reference | null) =>
  status?.title ?? status?.slug ?? t('applications.data.unknownStatus');

/** Work first, as the day goes; statuses that we do not know come last in the service's order. */
const tabOrder = [
  'not_processed',
  'register',
  'filled',
  'exchange_error',
  'not_filled',
  'draft',
  'registered',
  'rejected',
];
export function inTabOrder<T extends { slug: string }>(statuses: T[]): T[] {
  const place = (slug: string) => (tabOrder.indexOf(slug) + tabOrder.length + 1) % (tabOrder.length + 1);
  return [...statuses].sort((a, b) => place(a.slug) - place(b.slug));
}

// --- dates and masks -----------------------------------------------------------------------------------------

const DAY = 24 * 60 * 60 * 1000;

/** Whole days from today to a date without time; negative when it has passed. Null for what is no date. */
export function daysUntil(day: string, today: string): number | null {
  const [to, from] = [Date.parse(`${day}T00:00:00Z`), Date.parse(`${today}T00:00:00Z`)];
  return Number.isNaN(to) || Number.isNaN(from) ? null : Math.round((to - from) / DAY);
}

const dots = (length: number) => '\u2022'.repeat(length);

/** `Z94C2•••••• 4417` */
export const maskVin = (vin: string) =>
  vin.length < 10 ? maskNumber(vin) : `${vin.slice(0, 5)}${dots(6)} ${vin.slice(-4)}`;

/** All but the last four. */
export const maskNumber = (number: string) => {
  const bare = number.replace(/\s+/g, '');
  return bare.length <= 4 ? dots(bare.length) : `${dots(Math.min(6, bare.length - 4))} ${bare.slice(-4)}`;
};
