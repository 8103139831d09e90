/** The figures of a chart as a table, made when somebody asks for it. */
import type { Chart, View } from '../src/report/html/chart.ts';
import { make } from './elements.ts';
import { dataOf } from './options.ts';
import type { Write } from './write.ts';

export function figuresTable(chart: Chart, view: View, events: string, write: Write): Node[] {
  const [xs, ...columns] = dataOf(view);
  const unit = view.unit ?? chart.y.unit;
  const head = [chart.x.label, ...view.lines.map(({ name }) => name)];
  const rows = [...xs].map((x, i) =>
    make(
      'tr',
      {},
      make('th', { scope: 'row', class: 'right' }, write(chart.x.unit, x)),
      ...columns.map((values) => {
        const value = values?.[i];
        return make('td', { class: 'right' }, value == null ? '–' : write(unit, value));
      }),
    ),
  );
  const label = [chart.title, view.name].filter(Boolean).join(': ');
  const table = make(
    'table',
    {},
    make('caption', { class: 'unseen' }, label),
    make(
      'thead',
      {},
      make('tr', {}, ...head.map((text) => make('th', { scope: 'col', class: 'right' }, text))),
    ),
    make('tbody', {}, ...rows),
  );
  const notes = [...(chart.marks ?? []), ...(chart.shades ?? [])].map(({ from, to, name }) =>
    make('li', {}, `${write(chart.x.unit, from)} – ${write(chart.x.unit, to)}: ${name}`),
  );
  return [
    make('div', { class: 'scroll tall', tabindex: '0', role: 'group', 'aria-label': label }, table),
    ...(notes.length > 0
      ? [make('p', { class: 'quiet note' }, events), make('ul', { class: 'quiet note' }, ...notes)]
      : []),
  ];
}
