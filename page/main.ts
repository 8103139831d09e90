/** The script of a report's page: draws the charts that its data holds, one after the other. */
import type { Chart, PageData } from '../src/report/html/chart.ts';
import { onNewColours } from './colours.ts';
import { type Drawing, drawChart } from './drawing.ts';
import { writerIn } from './write.ts';

/** Of a sheet of paper within its margins. */
const PAPER_WIDTH = 660;

const { words, charts } = JSON.parse(
  document.getElementById('data')?.textContent ?? '{"charts":[]}',
) as PageData;
const write = writerIn(words?.language ?? 'en');
const drawings: Drawing[] = [];
const waiting = [...charts];

const groupOf = (chart: Chart) =>
  chart.group === undefined ? [] : drawings.filter((one) => one.chart.group === chart.group);

function drawNext(): boolean {
  const chart = waiting.shift();
  if (chart === undefined) return false;
  const figure = document.getElementById(chart.id);
  if (figure) {
    const drawing = drawChart(figure, chart, { words, write, groupOf });
    drawings.push(drawing);
    // For whoever wants to know what is drawn: tests, and people with a console.
    Object.assign(figure, { drawing });
  }
  return true;
}

/** The text can be read, and is painted, before the first of them. */
function drawAll(): void {
  if (drawNext()) setTimeout(drawAll);
  else {
    performance.mark('drawn');
    document.documentElement.dataset.drawn = '';
  }
}

const redrawAll = () => {
  for (const drawing of drawings) drawing.redraw();
};

requestAnimationFrame(() => setTimeout(drawAll));
onNewColours(redrawAll);
addEventListener('beforeprint', () => {
  while (drawNext()) {
    // On paper nobody waits for the rest.
  }
  document.documentElement.dataset.paper = '';
  for (const details of document.querySelectorAll<HTMLDetailsElement>('details.on-paper'))
    details.open = true;
  for (const drawing of drawings) drawing.resize(PAPER_WIDTH);
  redrawAll();
});
addEventListener('afterprint', () => {
  delete document.documentElement.dataset.paper;
  for (const { plot, resize } of drawings) resize(plot.root.parentElement?.clientWidth ?? 0);
  redrawAll();
});
