// A sum whose separator can be read in two ways, `1,234`: every way it can be meant, as digits with a point. Nothing is
// chosen here: a person presses one.

/** At most two, and none for what cannot be read so. */
export function readingsOf(typed: string): string[] {
  const text = typed.replace(/\s/g, '');
  if (!/^\d+([.,]\d+)+$/.test(text)) return [];
  const parts = text.split(/[.,]/);
  const last = parts.at(-1) ?? '';
  const before = parts.slice(0, -1).join('');
  const grouped = parts.slice(1).every((part) => part.length === 3);
  const readings = [
    ...(grouped ? [parts.join('')] : []),
    // A third digit after the separator is no kopeck: it is left out, and the button says so by its sum.
    ...(parts.length === 2 || last.length <= 2 ? [`${before}.${last.slice(0, 2).padEnd(2, '0')}`] : []),
  ];
  return readings.filter((reading) => /[1-9]/.test(reading));
}
