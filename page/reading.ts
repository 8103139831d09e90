/** What all charts of a group say at the place that somebody points at. */
import type uPlot from 'uplot';
import type { Drawing } from './drawing.ts';
import { make } from './elements.ts';
import { nearest } from './options.ts';
import type { Write } from './write.ts';

/** Beside the pointer. */
const GAP = 14;

/**
 * @param drawings the chart that is pointed at, and those that go with it
 * @param more what else there is to say of that place
 */
export function readAt(
  drawings: readonly Drawing[],
  x: number,
  write: Write,
  more: readonly Node[] = [],
): Node[] {
  const [first] = drawings;
  if (first === undefined) return [];
  const { chart } = first;
  const within = [...(chart.shades ?? []), ...drawings.flatMap((one) => one.chart.marks ?? [])]
    .filter(({ from, to }) => x >= from && x <= Math.max(to, from + 0.5))
    .map(({ name }) => name);
  return [
    make('strong', {}, [write(chart.x.unit, x), ...new Set(within)].join(' · ')),
    ...drawings.flatMap((drawing) => linesAt(drawing, x, write, drawings.length > 1)),
    ...more,
  ];
}

function linesAt({ chart, view, plot }: Drawing, x: number, write: Write, isOneOfMany: boolean): Node[] {
  const index = plot.valToIdx(x);
  const rows = view.lines.flatMap(({ name, colour }, i) => {
    const at = chart.x.unit === 'date' ? index : nearest(plot, i + 1, index);
    const value = plot.data[i + 1]?.[at];
    if (value == null) return [];
    return [
      make(
        'li',
        {},
        make('i', { class: `swatch ${colour}` }),
        make('span', {}, name),
        make('b', {}, write(view.unit ?? chart.y.unit, value)),
      ),
    ];
  });
  if (rows.length === 0) return [];
  return [make('div', {}, ...(isOneOfMany ? [make('em', {}, chart.y.label)] : []), make('ul', {}, ...rows))];
}

/** More lines than that stand in two columns. */
const LONG = 12;

/** Beside the pointer, and always within the chart. */
export function placeTip(tip: HTMLElement, u: uPlot): void {
  tip.classList.toggle('wide', tip.querySelectorAll('li').length > LONG);
  const { offsetLeft, offsetWidth } = u.over;
  const left = offsetLeft + (u.cursor.left ?? 0);
  const { offsetWidth: wide } = tip;
  const isRight = left + GAP + wide <= offsetLeft + offsetWidth;
  const start = isRight ? left + GAP : Math.max(0, left - GAP - wide);
  tip.style.transform = `translate(${Math.round(start)}px, 0)`;
}
