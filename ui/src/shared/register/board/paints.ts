// The look of the series of a chart: a colour of the theme and, for every other one, stripes, so that neighbours differ
// by more than colour. The same in the bars (a canvas) and in the legend (CSS).
import { REST } from './chart';

export interface Look {
  /** A token of the theme. */
  token: string;
  striped: boolean;
}

const looks: readonly Look[] = [
  { token: '--bar', striped: false },
  { token: '--park', striped: true },
  { token: '--park-2', striped: false },
  { token: '--park-3', striped: true },
  { token: '--park', striped: false },
  { token: '--bar', striped: true },
  { token: '--park-3', striped: false },
  { token: '--park-2', striped: true },
];
const rest: Look = { token: '--text-off', striped: false };

export const lookOf = (key: string, index: number): Look =>
  key === REST ? rest : (looks[index % looks.length] ?? rest);

const STRIPE_PX = 3;

/** The paint of a bar; `faint` for days that are not chosen. `scale` is device pixels per CSS pixel. */
export function paintOf(
  { token, striped }: Look,
  faint: boolean,
  styles: CSSStyleDeclaration,
  scale: number,
): string | CanvasPattern {
  const colour = styles.getPropertyValue(token).trim();
  if (!striped && !faint) return colour;
  const tile = document.createElement('canvas');
  const side = (tile.width = tile.height = Math.max(2, Math.round(STRIPE_PX * 2 * scale)));
  const ink = tile.getContext('2d');
  if (!ink) return colour;
  ink.globalAlpha = (faint ? 0.4 : 1) * (striped ? 0.45 : 1);
  ink.fillStyle = colour;
  ink.fillRect(0, 0, side, side);
  if (striped) {
    ink.globalAlpha = faint ? 0.4 : 1;
    ink.strokeStyle = colour;
    ink.lineWidth = (STRIPE_PX * scale) / Math.SQRT2;
    for (const shift of [-side, 0, side]) {
      ink.beginPath();
      ink.moveTo(shift - side, side);
      ink.lineTo(shift + side, -side);
      ink.moveTo(shift, side * 2);
      ink.lineTo(shift + side * 2, 0);
      ink.stroke();
    }
  }
  return ink.createPattern(tile, 'repeat') ?? colour;
}
