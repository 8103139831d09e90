/** Tables in Markdown, as they stand in docs/nightly.md. */
import { BEFORE_GATE, BEFORE_INDEPENDENT, BEFORE_SHAPES } from './before.mjs';
import { drifts } from './kinds.mjs';

export const percent = (value) => `${Math.round(value * 100)} %`;
export const share = (hits, of) => (of === 0 ? '–' : `${((100 * hits) / of).toFixed(1)} %`);
const nights = (median) => (Number.isFinite(median) ? `${median} nights` : 'not within 60');

/** Of delays, ascending, where anything is to be told. */
export function medianOf({ delays }) {
  return delays[Math.floor(delays.length / 2)];
}

export function withinOf({ delays }, most) {
  return delays.filter((delay) => delay <= most).length / delays.length;
}

export function renderIndependent(rows) {
  const lines = rows.map((row) => {
    const { spread, stalls, drift, seed } = row.kind;
    const found = drifts(row.kind)
      ? [percentOf(withinOf(row, 7)), percentOf(withinOf(row, 30)), nights(medianOf(row))]
      : ['', '', ''];
    return line([
      percent(spread),
      stalls === 0 ? 'none' : `${percent(stalls)}, twice as slow`,
      drift === 0 ? 'none, 100 nights' : `+${percent(drift)}`,
      share(row.early, row.count),
      ...found,
      beside(BEFORE_INDEPENDENT[seed]),
    ]);
  });
  return [
    '| P99 varies from night to night by | Stalled nights | Drift | False alarms | Detected within 7 nights | within 30 | Median | Previous design: false alarms, within 7, median |',
    '| --- | --- | --- | --: | --: | --: | --: | --- |',
    ...lines,
  ].join('\n');
}

/** @param otava by seed; empty where Python hasn't got it */
export function renderShapes(rows, otava) {
  const lines = rows.map((row) => {
    const { name, spread, drift, seed } = row.kind;
    const found = drifts(row.kind) ? [percentOf(withinOf(row, 7)), nights(medianOf(row))] : ['', ''];
    return line([
      name,
      percent(spread),
      drift === 0 ? '' : `+${percent(drift)}`,
      share(row.early, row.count),
      ...found,
      row.kind.machineChange === undefined ? '' : share(row.named, row.delays.length),
      beside(BEFORE_SHAPES[seed]),
      ...(otava.rows.size > 0 ? [beside(otava.rows.get(seed))] : []),
    ]);
  });
  const with0 = otava.rows.size > 0;
  return [
    `| Nights | P99 varies by | Drift | False alarms | Detected within 7 nights | Median | Machine named | Previous design: false alarms, within 7, median |${with0 ? ' Otava, likewise |' : ''}`,
    `| --- | --- | --- | --: | --: | --: | --: | --- |${with0 ? ' --- |' : ''}`,
    ...lines,
    '',
    otava.words,
  ].join('\n');
}

export function renderGate(rows) {
  const lines = rows.map(({ kind, runs, falseFails, fails, open }) => {
    const before = BEFORE_GATE[kind.seed];
    return line([
      kind.name,
      share(falseFails, runs),
      share(fails, runs),
      share(open, runs),
      before ? `${before[0].toFixed(1)} %, ${before[1].toFixed(1)} %` : '',
    ]);
  });
  return [
    '| Nights, and a run like them | Fails | 20 % slower fails | Too few nights | Previous design: fails, 20 % slower fails |',
    '| --- | --: | --: | --: | --- |',
    ...lines,
  ].join('\n');
}

export function renderGoals(goals) {
  return [
    '| Goal | Measured | |',
    '| --- | --- | --- |',
    ...goals.map(({ goal, measured, met }) => line([goal, measured, met ? 'met' : '**missed**'])),
  ].join('\n');
}

/** `[told without one, within 7 nights, median]`, the last two null where there is nothing to be told. */
function beside(figures) {
  if (figures === undefined) return '';
  const [early, within, median] = figures;
  if (within === null) return oneDigit(early);
  return `${oneDigit(early)}, ${oneDigit(within)}, ${median ?? 'not within 60'}`;
}

function oneDigit(percents) {
  return `${percents.toFixed(1)} %`;
}

function percentOf(part) {
  return Number.isFinite(part) ? share(part, 1) : '–';
}

function line(cells) {
  return `| ${cells.join(' | ')} |`;
}
