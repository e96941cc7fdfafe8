// How values are written on the screen. Amounts are decimal strings from Rust and stay strings: no arithmetic here.
import { plateLetters, plateLookAlikes } from './alphabets';

export const NBSP = '\u00a0';
export const MINUS = '\u2212';
const DASH = '\u2014';

const groupDigits = (digits: string) => digits.replace(/\B(?=(\d{3})+$)/g, NBSP);

/** `1284560.00` becomes `1 284 560,00`; kopecks are padded to two, further digits are shown, never rounded. */
export function money(amount: string): string {
  const parts = /^([-+\u2212]?)(\d+)(?:\.(\d+))?$/.exec(amount.trim());
  if (!parts) return amount;
  const [, sign, whole = '', fraction = ''] = parts;
  const kopecks = fraction.slice(0, 2).padEnd(2, '0') + fraction.slice(2).replace(/0+$/, '');
  const zero = !/[1-9]/.test(whole + fraction);
  const minus = (sign === '-' || sign === MINUS) && !zero ? MINUS : '';
  return `${minus}${groupDigits(whole.replace(/^0+(?=\d)/, ''))},${kopecks}`;
}

export const ROUBLE = '\u20bd';

/** With the sign or code of its currency, for places outside tables. */
export const inUnit = (amount: string, unit: string) => `${money(amount)}${NBSP}${unit}`;

export const roubles = (amount: string) => inUnit(amount, ROUBLE);

/** A dash for nothing and for zero: commissions in tables. */
export const moneyOrDash = (amount: string | null | undefined) =>
  !amount || !/[1-9]/.test(amount) ? DASH : money(amount);

export const isNegative = (amount: string) => /^[-\u2212]/.test(amount.trim()) && /[1-9]/.test(amount);

/** Counts and ids with groups: `1 284`. */
export function count(value: number | string): string {
  const text = String(value);
  return /^-?\d+$/.test(text) ? text.replace('-', MINUS).replace(/\d+/, groupDigits) : text;
}

// --- dates -------------------------------------------------------------------------------------------------

export const MOSCOW = 'Europe/Moscow';
let zone = MOSCOW;

/** The park's time zone (IANA name); Moscow until told otherwise. An unknown name is refused and false returned. */
export function setParkZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
  } catch {
    return false;
  }
  zone = name;
  return true;
}

const clocks = new Map<string, Intl.DateTimeFormat>();
function clock(timeZone: string): Intl.DateTimeFormat {
  let found = clocks.get(timeZone);
  if (!found) {
    const two = '2-digit' as const;
    found = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      year: 'numeric',
      month: two,
      day: two,
      hour: two,
      minute: two,
      second: two,
      hourCycle: 'h23',
    });
    clocks.set(timeZone, found);
  }
  return found;
}

const HOUR_MS = 3_600_000;
/** Moscow has stood three hours before UTC since then. */
const MOSCOW_SETTLED = Date.UTC(2014, 9, 26);

/** Tables write dozens of moments per frame, and the library's clock is slow: Moscow time is counted here. */
function moscowParts(moment: number): Record<string, string> {
  const [day = '', clockTime = ''] = new Date(moment + 3 * HOUR_MS).toISOString().split('T');
  const [year = '', month = '', date = ''] = day.split('-');
  return {
    year,
    month,
    day: date,
    hour: clockTime.slice(0, 2),
    minute: clockTime.slice(3, 5),
    second: clockTime.slice(6, 8),
  };
}

function parts(instant: string): Record<string, string> | null {
  const moment = new Date(instant);
  if (Number.isNaN(moment.getTime())) return null;
  if (zone === MOSCOW && moment.getTime() >= MOSCOW_SETTLED && moment.getUTCFullYear() < 9999)
    return moscowParts(moment.getTime());
  return Object.fromEntries(
    clock(zone)
      .formatToParts(moment)
      .map((part) => [part.type, part.value]),
  );
}

/** An instant (ISO 8601 with offset) as `dd.MM.yyyy HH:mm` in the park's zone; text that is no date comes back as it is. */
export function dateTime(instant: string, options: { seconds?: boolean } = {}): string {
  const p = parts(instant);
  if (!p) return instant;
  return `${p['day']}.${p['month']}.${p['year']} ${p['hour']}:${p['minute']}${options.seconds ? `:${p['second']}` : ''}`;
}

/** `dd.MM.yyyy`. A date without time (`2026-10-31`) is not moved between zones. */
export function date(value: string): string {
  const plain = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value);
  if (plain) return `${plain[3]}.${plain[2]}.${plain[1]}`;
  const p = parts(value);
  return p ? `${p['day']}.${p['month']}.${p['year']}` : value;
}

/** `HH:mm` or `HH:mm:ss` in the park's zone. */
export function time(instant: string, options: { seconds?: boolean } = {}): string {
  const p = parts(instant);
  if (!p) return instant;
  return `${p['hour']}:${p['minute']}${options.seconds ? `:${p['second']}` : ''}`;
}

/** The zone's name to stand beside a time, or null for Moscow, which is not written. */
export const zoneNote = (): string | null => (zone === MOSCOW ? null : zone);

/** `31.10.2026` (also `31102026`, `31.10.26`) becomes `2026-10-31`; null when there is no such day. */
export function parseDate(text: string): string | null {
  const found = /^(\d{1,2})[.,/\- ]?(\d{1,2})[.,/\- ]?(\d{4}|\d{2})$/.exec(text.trim());
  if (!found) return null;
  const [, d = '', m = '', y = ''] = found;
  const [day, month, year] = [Number(d), Number(m), y.length === 2 ? 2000 + Number(y) : Number(y)];
  const made = new Date(Date.UTC(year, month - 1, day));
  if (made.getUTCFullYear() !== year || made.getUTCMonth() !== month - 1 || made.getUTCDate() !== day)
    return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** A date while it is typed: points come by themselves, and one typed all the same does not stand twice. */
export function pointed(typed: string): string {
  const single = typed.replace(/\.[.,/\- ]/g, '.');
  return /^(\d\d|\d\d\.\d\d)$/.test(single) ? `${single}.` : single;
}

/** Seconds left as `mm:ss`. */
export function countdown(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds));
  return `${String(Math.floor(left / 60)).padStart(2, '0')}:${String(left % 60).padStart(2, '0')}`;
}

// --- phones, plates, masks -----------------------------------------------------------------------------------

const countryCodes = ['998', '996', '992', '374', '7'];

/** Digits become `+7 911 004-18-92`, `+998 90 014-27-63`; a country we do not know is shown as plain digits. */
export function phone(stored: string): string {
  const digits = stored.replace(/\D/g, '');
  const code = countryCodes.find((prefix) => digits.startsWith(prefix));
  if (!code) return digits ? `+${digits}` : stored;
  const rest = digits.slice(code.length);
  const shape =
    code === '7' ? [3, 3, 2, 2] : code === '374' && rest.length === 8 ? [2, 2, 2, 2] : [2, 3, 2, 2];
  if (rest.length !== shape.reduce((sum, part) => sum + part, 0)) return `+${digits}`;
  const groups: string[] = [];
  let from = 0;
  for (const length of shape) {
    groups.push(rest.slice(from, from + length));
    from += length;
  }
  return `+${code} ${groups[0]} ${groups.slice(1).join('-')}`;
}

/** Upper case, no spaces, Latin look-alikes turned into the Russian letters: the form that is stored and searched. */
export function normalizePlate(text: string): string {
  const upper = text.toLocaleUpperCase('ru').replace(/\s+/g, '');
  return [...upper].map((letter) => plateLetters[plateLookAlikes.indexOf(letter)] ?? letter).join('');
}

/** A stored plate with a space before the region: letter, three digits, two letters, region. Others stay as they are. */
export function plate(stored: string): string {
  const found = new RegExp(`^([${plateLetters}]\\d{3}[${plateLetters}]{2})(\\d{2,3})$`).exec(
    normalizePlate(stored),
  );
  return found ? `${found[1]}${NBSP}${found[2]}` : stored;
}

/** Inside tables and away from the card: the last four digits only. */
export const lastFour = (digits: string) => `\u2022\u2022${digits.replace(/\D/g, '').slice(-4)}`;

/** An account in groups 5-3-1-4-7 for `<span class="acct">`, one span per group, so that a copy gives bare digits. */
export function accountGroups(account: string): string[] {
  if (!/^\d{20}$/.test(account)) return [account];
  return [
    account.slice(0, 5),
    account.slice(5, 8),
    account.slice(8, 9),
    account.slice(9, 13),
    account.slice(13),
  ];
}

/** `Surname N.P.` from the full name, for tables. */
export function shortName(last: string, first?: string | null, middle?: string | null): string {
  const initials = [first, middle].map((name) => (name ? `${[...name][0]}.` : '')).join('');
  return initials ? `${last}${NBSP}${initials}` : last;
}
