/** A chart in the page: drawn, read, zoomed, and its figures told. */
import uPlot from 'uplot';
import type { Chart, ChartWords, View } from '../src/report/html/chart.ts';
import { drawBackground, drawNames } from './background.ts';
import { make } from './elements.ts';
import { figuresTable } from './figures.ts';
import { dataOf, heightOf, optionsOf, wholeRange } from './options.ts';
import { placeTip, readAt } from './reading.ts';
import type { Write } from './write.ts';

const ZOOM = 0.5;

export interface Drawing {
  readonly chart: Chart;
  view: View;
  plot: uPlot;
  resize(width: number): void;
  redraw(): void;
  /** Before another takes its place. */
  end(): void;
}

interface Around {
  readonly words: ChartWords;
  readonly write: Write;
  /** Those of the same group, in their order, itself among them. */
  readonly groupOf: (chart: Chart) => readonly Drawing[];
  /** What else there is to say of a place that is pointed at. */
  readonly more?: (x: number) => readonly Node[];
  /** Of a place that is clicked at, or where Enter is pressed. */
  readonly choose?: (x: number) => void;
}

export function drawChart(figure: HTMLElement, chart: Chart, around: Around): Drawing {
  const { words, write, groupOf, more, choose } = around;
  const stage = make('div', {
    class: 'stage',
    tabindex: '0',
    role: 'group',
    'aria-label': `${words.drawingOf}: ${chart.title}. ${words.zoomHelp}`,
  });
  const tip = make('div', { class: 'tip', hidden: '' });
  const told = make('p', { class: 'unseen', role: 'status' });
  const legend = make('ul', { class: 'legend' });
  const reset = make('button', { type: 'button', hidden: '' }, words.wholeRange);
  const controls = make('div', { class: 'controls' }, legend, reset);
  const details = make('details', {}, make('summary', {}, words.figures));
  const choice = chooser(chart, words, (view) => show(view));
  if (choice !== null) controls.prepend(choice);
  figure.append(controls, stage, told, details);

  let isPointed = false;
  const group = () => groupOf(chart);
  const own = () => [drawing, ...group().filter((one) => one !== drawing)];

  function build(view: View): uPlot {
    const data = dataOf(view);
    const plot = new uPlot(
      optionsOf({
        chart,
        view,
        width: Math.max(240, stage.clientWidth),
        write,
        hooks: {
          drawClear: [(u) => drawBackground(u, chart, view)],
          draw: [(u) => drawNames(u, chart)],
          setCursor: [() => readCursor()],
          setScale: [(u, key) => key === 'x' && follow(u)],
        },
      }),
      data,
      stage,
    );
    const [min, max] = wholeRange(chart, data);
    plot.setScale('x', { min, max });
    stage.append(tip);
    plot.over.addEventListener('mouseenter', () => {
      isPointed = true;
    });
    plot.over.addEventListener('mouseleave', () => leave());
    plot.over.addEventListener('click', () => chooseHere());
    plot.over.addEventListener('dblclick', () => zoomTo(wholeRange(chart, plot.data)));
    return plot;
  }

  function leave(): void {
    isPointed = false;
    tip.hidden = true;
  }

  function readCursor(): void {
    const { left } = drawing.plot.cursor;
    if (!isPointed || left == null || left < 0) {
      tip.hidden = true;
      return;
    }
    const x = xAt(drawing.plot, left);
    tip.replaceChildren(...readAt(own(), x, write, more?.(x)));
    tip.hidden = false;
    placeTip(tip, drawing.plot);
  }

  /** Of the point that is nearest. */
  function xAt(u: uPlot, left: number): number {
    const index = u.valToIdx(u.posToVal(left, 'x'));
    return u.data[0][index] ?? 0;
  }

  function chooseHere(): void {
    const { left } = drawing.plot.cursor;
    if (choose && left != null && left >= 0) choose(xAt(drawing.plot, left));
  }

  function follow(u: uPlot): void {
    const { min, max } = u.scales.x ?? {};
    if (min == null || max == null) return;
    const [low, high] = wholeRange(chart, u.data);
    reset.hidden = min <= low && max >= high;
    for (const { plot } of group()) {
      const scale = plot.scales.x;
      if (plot !== u && (scale?.min !== min || scale.max !== max)) plot.setScale('x', { min, max });
    }
  }

  function zoomTo([min, max]: readonly [number, number]): void {
    drawing.plot.setScale('x', { min, max });
  }

  function zoomBy(factor: number): void {
    const u = drawing.plot;
    const { min = 0, max = 1 } = u.scales.x as { min: number; max: number };
    const [low, high] = wholeRange(chart, u.data);
    const isLog = chart.x.scale === 'log';
    const [to, from] = isLog ? [Math.log, Math.exp] : [Number, Number];
    const left = u.cursor.left ?? -1;
    const middle = to(left >= 0 ? u.posToVal(left, 'x') : from((to(min) + to(max)) / 2));
    const half = ((to(max) - to(min)) / 2) * factor;
    zoomTo([Math.max(low, from(middle - half)), Math.min(high, from(middle + half))]);
  }

  function move(by: number): void {
    const u = drawing.plot;
    const [xs] = u.data;
    const { min = 0, max = 0 } = u.scales.x as { min: number; max: number };
    const left = u.cursor.left ?? -1;
    const isBegun = left >= 0 || !Number.isFinite(by);
    const at = isBegun ? u.valToIdx(u.posToVal(Math.max(0, left), 'x')) + by : by > 0 ? 0 : xs.length - 1;
    const index = Math.min(xs.length - 1, Math.max(0, at));
    const x = Math.min(max, Math.max(min, xs[index] ?? min));
    isPointed = true;
    u.setCursor({ left: u.valToPos(x, 'x'), top: u.over.clientHeight / 2 });
    const lines = [...tip.querySelectorAll('strong, em, li')].map((line) =>
      [...line.childNodes]
        .map(({ textContent }) => textContent)
        .filter(Boolean)
        .join(' '),
    );
    told.textContent = lines.join(', ');
  }

  const KEYS: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => move(-1),
    ArrowRight: () => move(1),
    Home: () => move(Number.NEGATIVE_INFINITY),
    End: () => move(Number.POSITIVE_INFINITY),
    '+': () => zoomBy(ZOOM),
    '=': () => zoomBy(ZOOM),
    '-': () => zoomBy(1 / ZOOM),
    ...(choose && { Enter: chooseHere }),
    Escape: () => {
      leave();
      zoomTo(wholeRange(chart, drawing.plot.data));
    },
  };
  stage.addEventListener('keydown', (event) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : KEYS[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
  stage.addEventListener('blur', () => leave());
  reset.addEventListener('click', () => zoomTo(wholeRange(chart, drawing.plot.data)));

  function tellFigures(): void {
    while (details.children.length > 1) details.lastChild?.remove();
    if (details.open) details.append(...figuresTable(chart, drawing.view, words.events, write));
  }
  details.addEventListener('toggle', tellFigures);

  function show(view: View): void {
    drawing.plot.destroy();
    drawing.view = view;
    drawing.plot = build(view);
    tellLegend(legend, chart, view);
    tellFigures();
  }

  const [view] = chart.views;
  const drawing: Drawing = {
    chart,
    view,
    plot: build(view),
    resize(width) {
      if (width > 0 && width !== drawing.plot.width)
        drawing.plot.setSize({ width, height: heightOf(chart, width) });
    },
    redraw: () => drawing.plot.redraw(false, true),
    end() {
      observer.disconnect();
      drawing.plot.destroy();
      figure.replaceChildren();
    },
  };
  tellLegend(legend, chart, view);
  const observer = new ResizeObserver(() => {
    // A sheet of paper has a width of its own.
    if (document.documentElement.dataset.paper === undefined) drawing.resize(stage.clientWidth);
  });
  observer.observe(stage);
  return drawing;
}

function chooser(chart: Chart, words: ChartWords, show: (view: View) => void): HTMLElement | null {
  if (chart.views.length < 2) return null;
  const select = make(
    'select',
    {},
    ...chart.views.map(({ name }, i) => make('option', { value: String(i) }, name)),
  );
  select.addEventListener('change', () => {
    const view = chart.views[Number(select.value)];
    if (view) show(view);
  });
  return make('label', {}, `${words.choose} `, select);
}

function tellLegend(legend: HTMLElement, { marks = [] }: Chart, { lines, bands = [] }: View): void {
  legend.replaceChildren(
    ...lines.map(({ name, colour, look = 'line' }) =>
      make('li', {}, make('i', { class: `swatch ${colour} ${look}` }), name),
    ),
    ...[...new Set(bands.map(({ name }) => name))].map((name) =>
      make('li', {}, make('i', { class: 'swatch band' }), name),
    ),
    ...[...new Set(marks.map(({ name, kind = name }) => kind))].map((name) =>
      make('li', {}, make('i', { class: 'swatch event' }), name),
    ),
  );
}
