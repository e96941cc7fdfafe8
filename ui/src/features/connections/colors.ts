// The four colours of parks and the marks that the styles know them by.
import type { ParkColor } from '$host';
import type { ParkMark } from '$app/session.svelte';

export const parkColors: { color: ParkColor; mark: ParkMark }[] = [
  { color: 'ochre', mark: 1 },
  { color: 'teal', mark: 2 },
  { color: 'violet', mark: 3 },
  { color: 'slate', mark: 4 },
];

export const markOf = (color: ParkColor): ParkMark =>
  parkColors.find((one) => one.color === color)?.mark ?? 1;

/** The first colour that no park has yet. */
export const freeColor = (taken: ParkMark[]): ParkColor =>
  (parkColors.find((one) => !taken.includes(one.mark)) ?? parkColors[0]!).color;
