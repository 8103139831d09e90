import { errorMs, faultsOf, stageErrors } from './goal.mjs';

/** One line for each row: the truth, every tool's error of P99, and whether the goal is met. */
export function summaryTable(measured, tools) {
  const names = tools.map(({ name }) => name);
  return table(
    ['server', 'true P99, ms', ...names, 'goal'],
    measured.map(({ row, results, skipped, goal }) =>
      skipped
        ? [row.title, '–', ...names.map(() => '–'), `skipped: ${skipped}`]
        : [
            row.title,
            ms(results.get('Tailgate').truth.p99Ms),
            ...names.map((name) => error(results.get(name))),
            goal.met ? 'met' : '**missed**',
          ],
    ),
  );
}

/** One line for each row and tool, each figure beside the truth of the same run. */
export function detailTable(measured) {
  const lines = measured.flatMap(({ row, results }) =>
    [...(results ?? [])].map(([name, result]) => [row.title, name, ...figures(result)]),
  );
  const pairs = ['P50', 'true', 'P99', 'true', 'P99.9', 'true', 'responses/s', 'true'];
  return table(['server', 'tool', ...pairs, 'errors', 'unaccounted'], lines);
}

/** Loads of several stages: each against its own requests in the log. */
export function stageTable(measured) {
  const lines = measured.flatMap(({ row, results }) =>
    stageErrors(results?.get('Tailgate') ?? { truth: {} }).map(({ stage, trueMs, offMs }) => [
      row.title,
      stage,
      ms(trueMs),
      offMs === null ? '–' : `${signed(offMs, 2)} ms (${signed((100 * offMs) / trueMs, 1)} %)`,
    ]),
  );
  return lines.length === 0 ? '' : table(['load', 'stage', 'true P99, ms', 'Tailgate'], lines);
}

export function faultTable(measured) {
  const lines = measured.flatMap(({ row, results }) =>
    results === undefined
      ? []
      : faultsOf(results.get('Tailgate')).map(({ kind, outcome, injected, counted }) => [
          row.title,
          kind,
          injected,
          outcome,
          counted,
        ]),
  );
  return lines.length === 0
    ? ''
    : table(['server', 'fault', 'made by the server', "Tailgate's kind", 'counted'], lines);
}

function figures({ seen, truth, unaccounted }) {
  const own = (key) => (seen === null ? 'failed' : ms(seen[key]));
  return [
    own('p50Ms'),
    ms(truth.p50Ms),
    own('p99Ms'),
    ms(truth.p99Ms),
    own('p99_9Ms'),
    ms(truth.p99_9Ms),
    seen === null ? '–' : Math.round(seen.responsesPerSecond),
    Math.round(truth.responsesPerSecond),
    seen?.errors ?? '–',
    unaccounted ?? '–',
  ];
}

function error(result) {
  if (result === undefined) return '–';
  const offMs = errorMs(result);
  if (offMs === null) return result.seen === null ? 'failed' : 'no P99';
  const share = (100 * offMs) / result.truth.p99Ms;
  return `${signed(offMs, 2)} ms (${signed(share, 1)} %)`;
}

function signed(value, digits) {
  const text = Math.abs(value).toFixed(digits);
  return Number(text) === 0 ? text : `${value < 0 ? '−' : '+'}${text}`;
}

function ms(value) {
  return value == null ? '–' : value.toFixed(value < 100 ? 2 : 0);
}

function table(head, lines) {
  const right = head.map(
    (_, column) => column > 0 && lines.every((line) => /^[−+\d–*f]/.test(String(line[column]))),
  );
  return [head, head.map((_, column) => (right[column] ? '--:' : '---')), ...lines]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}
