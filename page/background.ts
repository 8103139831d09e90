/** What is behind the lines: stages, tolerances, and what happened. */
import type uPlot from 'uplot';
import type { Chart, View } from '../src/report/html/chart.ts';
import { colour } from './colours.ts';

/** Of an event that is shorter. */
const LEAST_WIDTH = 2;

export function drawBackground(u: uPlot, { shades = [], marks = [] }: Chart, { bands = [] }: View): void {
  const { ctx } = u;
  const { left, top, width, height } = u.bbox;
  const x = (value: number) => Math.min(left + width, Math.max(left, u.valToPos(value, 'x', true)));
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  ctx.fillStyle = colour('shade');
  for (const [i, { from, to }] of shades.entries())
    if (i % 2 === 1) ctx.fillRect(x(from), top, x(to) - x(from), height);
  ctx.fillStyle = colour('band');
  for (const { from, to, within } of bands) {
    const [high, low] = [u.valToPos(to, 'y', true), u.valToPos(from, 'y', true)];
    const [start, end] = within === undefined ? [left, left + width] : [x(within[0]), x(within[1])];
    ctx.fillRect(start, high, Math.max(LEAST_WIDTH * devicePixelRatio, end - start), low - high);
  }
  if (bands.some(({ within }) => within === undefined)) {
    ctx.fillStyle = colour('soft');
    ctx.fillRect(left, u.valToPos(0, 'y', true), width, 1);
  }
  ctx.fillStyle = colour('event');
  for (const { from, to } of marks) {
    const wide = Math.max(LEAST_WIDTH * devicePixelRatio, x(to) - x(from));
    ctx.globalAlpha = 0.1;
    ctx.fillRect(x(from), top, wide, height);
    ctx.globalAlpha = 1;
    ctx.fillRect(x(from), top, wide, 4 * devicePixelRatio);
  }
  ctx.restore();
}

/** Names of stages, above the lines, as far as there is room. */
export function drawNames(u: uPlot, { shades = [] }: Chart): void {
  const { ctx } = u;
  const { left, top, width } = u.bbox;
  ctx.save();
  ctx.fillStyle = colour('soft');
  ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'top';
  for (const { from, to, name } of shades) {
    const [start, end] = [from, to].map((value) =>
      Math.min(left + width, Math.max(left, u.valToPos(value, 'x', true))),
    ) as [number, number];
    if (ctx.measureText(name).width < end - start - 6) ctx.fillText(name, (start + end) / 2, top + 3);
  }
  ctx.restore();
}
