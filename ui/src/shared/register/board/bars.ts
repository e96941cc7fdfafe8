// The bars of the chart, drawn by uPlot on a canvas. Everything that is read, pressed or focused stands over it as
// ordinary elements (ChartStrip.svelte), so the picture says nothing to a screen reader.
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Stacks } from './chart';
import { paintOf, type Look } from './paints';

export interface Picture {
  stacks: Stacks;
  looks: Look[];
  /** By day: false are drawn faintly. */
  chosen: boolean[];
  /** The only series of a chart that is not split: its chosen days are dark instead. */
  plain: boolean;
}

export interface Bars {
  draw(picture: Picture): void;
  resize(width: number, height: number): void;
  destroy(): void;
}

const GREATEST_BAR_PX = 64;
const RADIUS = 0.08;

/** A gap between bars as long as they are wide enough to spare it. */
const gapFor = (each: number) => (each >= 12 ? 4 : each >= 4 ? 1 : 0);

export function barsIn(element: HTMLElement, picture: Picture): Bars {
  let plot = make(picture, element.clientWidth, element.clientHeight);
  let shown = picture;

  function make(now: Picture, width: number, height: number): uPlot {
    const count = now.chosen.length;
    const each = width / Math.max(1, count);
    const share = Math.max(0.1, 1 - gapFor(each) / each);
    const { least, greatest } = now.stacks;
    const styles = getComputedStyle(element);
    const scale = window.devicePixelRatio;
    const paths = (index: number) => {
      const look = now.looks[index] ?? { token: '--bar', striped: false };
      const paint = (faint: boolean) =>
        now.plain && !faint && now.chosen.includes(false)
          ? styles.getPropertyValue('--accent').trim()
          : paintOf(look, faint && !now.plain, styles, scale);
      const [full, faint] = [paint(false), paint(true)];
      return uPlot.paths.bars!({
        size: [share, GREATEST_BAR_PX, 1],
        radius: each >= 12 && now.plain ? RADIUS : 0,
        disp: {
          y0: { unit: 1, values: () => now.stacks.low[index] ?? [] },
          y1: { unit: 1, values: () => now.stacks.high[index] ?? [] },
          // uPlot hands them to the canvas as they are; its types know of colours only.
          fill: { unit: 3, values: () => now.chosen.map((on) => (on ? full : faint)) as string[] },
        },
      });
    };
    const options: uPlot.Options = {
      width,
      height,
      padding: [2, 0, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      axes: [{ show: false }, { show: false }],
      scales: {
        x: { time: false, range: [-0.5, count - 0.5] },
        y: { range: [least, greatest > least ? greatest : least + 1] },
      },
      series: [
        {},
        ...now.looks.map((_, index) => ({ width: 0, points: { show: false }, paths: paths(index) })),
      ],
    };
    const data = [now.chosen.map((_, day) => day), ...now.stacks.high] as uPlot.AlignedData;
    return new uPlot(options, data, element);
  }

  function again(width: number, height: number) {
    plot.destroy();
    plot = make(shown, width, height);
  }

  return {
    draw(next) {
      shown = next;
      again(element.clientWidth, element.clientHeight);
    },
    resize: again,
    destroy: () => plot.destroy(),
  };
}
