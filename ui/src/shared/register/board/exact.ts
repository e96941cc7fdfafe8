// Amounts as whole numbers of their smallest digit, so that sums and orders are exact: `12.5` and `-3` are decimal
// strings from Rust and nothing passes through a float. Pixels alone are floats (`pixels`).

const PLACES = 10;

/** The amount in units of 10^-10. Text that is no amount counts as nothing. */
function units(amount: string): bigint {
  const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount);
  if (!found) return 0n;
  const [, minus, whole = '0', fraction = ''] = found;
  const digits = BigInt(whole + fraction.slice(0, PLACES).padEnd(PLACES, '0'));
  return minus ? -digits : digits;
}

function written(value: bigint): string {
  const digits = String(value < 0n ? -value : value).padStart(PLACES + 1, '0');
  const fraction = digits.slice(-PLACES).replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -PLACES)}${fraction && `.${fraction}`}`;
}

export const addUp = (amounts: readonly string[]) =>
  written(amounts.reduce((sum, amount) => sum + units(amount), 0n));

/** Below zero, zero, above zero, as `sort` takes it. */
export function compareAmounts(one: string, other: string): number {
  const [left, right] = [units(one), units(other)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** How large a part of `whole` it is, 0..1, signs aside: for the length of a bar. */
export function shareOf(amount: string, whole: string): number {
  const of = Math.abs(pixels(whole));
  return of === 0 ? 0 : Math.min(1, Math.abs(pixels(amount)) / of);
}

/** For drawing only. */
export const pixels = (amount: string) => Number(amount) || 0;
