/** All gates against the base in one picture of text, to be grasped at a glance; for a fixed-width font. */
import { METRICS, worsening } from '../../config/metrics.ts';
import { findScope } from '../../config/scope.ts';
import type { Comparison } from '../../evidence/result/comparison.ts';
import type { InterleavedGate } from '../../evidence/result/interleaved.ts';
import { clean } from '../escape.ts';
import { cutTo, widthOf } from '../text-width.ts';
import type { Words } from '../words/language.ts';
import { markOf } from './badges.ts';
import { nameOf } from './interleaved-facts.ts';

/** Cells of the scale. */
const SCALE = 41;
const LABEL = 24;
/** In tolerances: what is beyond is an arrow, so that one wild gate doesn't squeeze the others together. */
const FARTHEST = { better: -2, worse: 3.5 } as const;
/** Always in sight, so that pictures of quiet runs look alike. */
const NEAREST = { better: -1.2, worse: 2 } as const;

/**
 * A line for each gate: its interval `├──●──┤` between the marks of no change and of its tolerance, which stand in the
 * same places for all gates, since the scale is in tolerances and worse is always to the right. An arrow leaves the
 * scale. Lines hold no control characters; names in them are cut, not escaped. Empty without a gate that can be drawn.
 *
 * @param rows of the table above: a gate that passed is called there what it is called here
 */
export function drawGates(
  gates: readonly InterleavedGate[],
  words: Words,
  rows: readonly Comparison[] = [],
  most = 20,
): readonly string[] {
  const drawn = gates.filter(({ tolerance }) => tolerance > 0);
  if (drawn.length === 0) return [];
  const labels = drawn.slice(0, most).map((gate) => cutTo(clean(nameOf(gate, words)), LABEL));
  const room = Math.max(...labels.map(widthOf)) + 2;
  const scale = scaleOf(drawn.slice(0, most));
  const margin = ' '.repeat(room);
  const changes = drawn.flatMap(({ metric, change }) =>
    change === null ? [] : words.formatChange(metric, change).length,
  );
  const wide = Math.max(9, ...changes);
  const lines = drawn.slice(0, most).map((gate, i) => {
    const label = labels[i] ?? '';
    return `${label}${' '.repeat(room - widthOf(label))}${bar(gate, scale)}  ${says(gate, rows, wide, words)}`.trimEnd();
  });
  const rest = drawn.length - lines.length;
  const { picture } = words.marks;
  const more = rest > 0 ? [picture.more(rest)] : [];
  return [...head(scale, room, picture), ...lines, margin + foot(scale, picture), ...more];
}

interface Scale {
  /** Cell of a worsening, in tolerances; may lie outside of 0 … SCALE − 1. */
  readonly cellOf: (tolerances: number) => number;
}

function scaleOf(gates: readonly InterleavedGate[]): Scale {
  const seen = gates.flatMap((gate) => ends(gate) ?? []);
  const low = Math.max(FARTHEST.better, Math.min(NEAREST.better, ...seen));
  const high = Math.min(FARTHEST.worse, Math.max(NEAREST.worse, ...seen));
  return { cellOf: (at) => Math.round(((at - low) / (high - low)) * (SCALE - 1)) };
}

/** The interval, the better end first, or the estimate alone; in tolerances. */
function ends({ metric, tolerance, change, interval }: InterleavedGate): readonly [number, number] | null {
  const ofTolerance = (value: number) => worsening(metric, value) / tolerance;
  const [a, b] = (interval ?? [change, change]).map((value) => (value === null ? null : ofTolerance(value)));
  return a == null || b == null ? null : [Math.min(a, b), Math.max(a, b)];
}

function bar(gate: InterleavedGate, { cellOf }: Scale): string {
  const cells = Array.from({ length: SCALE }, () => ' ');
  const [none, tolerated] = [cellOf(0), cellOf(1)];
  const put = (at: number, sign: string) => {
    if (at >= 0 && at < SCALE) cells[at] = sign;
  };
  put(none, '│');
  put(tolerated, '║');
  const [from, to] = ends(gate)?.map(cellOf) ?? [];
  if (from !== undefined && to !== undefined && gate.change !== null) {
    for (let at = Math.max(0, from); at <= Math.min(SCALE - 1, to); at++) {
      put(at, at === none ? '┼' : at === tolerated ? '╫' : '─');
    }
    put(from, '├');
    put(to, '┤');
    const [estimate = 0] = ends({ ...gate, interval: null })?.map(cellOf) ?? [];
    put(estimate, '●');
    if (from < 0) put(0, '◄');
    if (to >= SCALE) put(SCALE - 1, '►');
  }
  return cells.join('');
}

type Picture = Words['marks']['picture'];

function says(gate: InterleavedGate, rows: readonly Comparison[], wide: number, words: Words): string {
  const { picture } = words.marks;
  const { metric, change, interval } = gate;
  if (change === null) return picture.nothing;
  const state = interval === null ? picture.noInterval : stateOf(gate, rows, words);
  return `${words.formatChange(metric, change).padEnd(wide)} ${state}`;
}

function stateOf(gate: InterleavedGate, rows: readonly Comparison[], words: Words): string {
  const { metric, state } = gate;
  const { picture } = words.marks;
  const row = findScope(
    rows.filter(({ against }) => against === 'base'),
    metric,
    gate,
  );
  if (row?.regression?.passes !== undefined) {
    const mark = row.limit === null ? markOf(row, words) : null;
    if (mark && state !== 'failed') return `${mark.shape} ${mark.words}`;
    if (state === 'undecided') return picture.noneShown;
  }
  // Where the row tells of its limit, it has no word for the comparison that is drawn.
  if (state === 'passed' && (row?.finding === 'within' || row?.finding === 'improved')) {
    const mark = markOf(row, words);
    if (mark) return `${mark.shape} ${mark.words}`;
  }
  // Beyond the tolerance as it is drawn, and yet no fail: the picture alone doesn't tell why.
  if (state === 'undecided' && row?.notes.some(({ code }) => code === 'open-beyond'))
    return picture.needsMore;
  switch (state) {
    case 'passed':
      return picture.within;
    case 'failed':
      return `${METRICS[metric].worse === 'lower' ? '▼' : '▲'} ${picture.regressed}`;
    case 'undecided':
      return picture.undecided;
  }
}

function head({ cellOf }: Scale, room: number, { noChange, tolerance }: Picture): readonly string[] {
  const [none, tolerated] = [room + cellOf(0), room + cellOf(1)];
  return [`${noChange.padStart(none + 1)}${tolerance.padStart(tolerated - none - 1 + tolerance.length)}`];
}

function foot({ cellOf }: Scale, { better, worse }: Picture): string {
  const [none, tolerated] = [cellOf(0), cellOf(1)];
  return `${better.padStart(none)}${' '.repeat(Math.max(2, tolerated + 1 - none))}${worse}`;
}

const LEVELS = '▁▂▃▄▅▆▇█';

/**
 * A line for each gate: its change block by block, worse is higher, no change in the middle; `·` where there is none.
 */
export function drawBlocks(gates: readonly InterleavedGate[], words: Words, most = 20): readonly string[] {
  const { formatChange } = words;
  const drawn = gates.filter(({ tolerance, changes }) => tolerance > 0 && changes.length > 0).slice(0, most);
  const labels = drawn.map((gate) => cutTo(clean(nameOf(gate, words)), LABEL));
  const room = Math.max(0, ...labels.map(widthOf)) + 2;
  return drawn.map(({ metric, tolerance, changes }, i) => {
    const sizes = changes.flatMap((change) => (change === null ? [] : [Math.abs(change)]));
    const most = Math.max(tolerance, ...sizes);
    const levels = changes.map((change) => {
      if (change === null) return '·';
      const worse = worsening(metric, change);
      return LEVELS[Math.round(((worse / most + 1) / 2) * (LEVELS.length - 1))] ?? '·';
    });
    const label = labels[i] ?? '';
    const scale = `${formatChange(metric, -most)} … ${formatChange(metric, most)}`;
    return `${label}${' '.repeat(room - widthOf(label))}${levels.join('')}  ${scale}`;
  });
}
