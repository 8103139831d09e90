/** Tables in Markdown, as they stand in docs/load-shapes.md. */

const share = (hits, of) => `${((100 * hits) / of).toFixed(1)} %`;
const change = (value, metric) =>
  metric === 'errors' ? `${(100 * value).toFixed(2)} pp` : `${(100 * value).toFixed(1)} %`;
const length = (seconds) => `${seconds / 60} min`;
const line = (cells) => `| ${cells.join(' | ')} |`;

export function renderStable(rows) {
  const lines = rows.map(({ kind, seconds, count, cried }) =>
    line([
      kind.name,
      `${100 * kind.spread} %`,
      length(seconds),
      ...[cried.any, cried.p99, cried.throughput, cried.errors].map((hits) => share(hits, count)),
    ]),
  );
  return [
    '| A stable soak | P99 varies from window to window by | Length | Any false alarm | P99 | Throughput | Errors |',
    '| --- | --: | --: | --: | --: | --: | --: |',
    ...lines,
  ].join('\n');
}

export function renderCreeping(rows) {
  const lines = rows.map(({ kind, metric, truth, count, found, near, held, median }) =>
    line([
      kind.metric ? kind.name : `P99 creeps by ${change(truth)}; ${kind.name}`,
      `${100 * kind.spread} %`,
      share(found, count),
      change(median, metric),
      share(near, count),
      share(held, count),
    ]),
  );
  return [
    '| Half an hour | P99 varies by | Detected | Estimate (median) | within half of the truth | 90 % interval contains the truth |',
    '| --- | --: | --: | --: | --: | --: |',
    ...lines,
  ].join('\n');
}

export function renderLeaks(rows) {
  const lines = rows.map(({ leakPerSecond, count, found, median }) =>
    line([
      leakPerSecond === 0 ? 'none' : `${leakPerSecond / 1000} kB/s`,
      share(found, count),
      `${(median / 1000).toFixed(0)} kB/s`,
    ]),
  );
  return [
    '| Leak, in 10 min of memory under a garbage collector | Detected at 99.5 % | Estimate (median) |',
    '| --- | --: | --: |',
    ...lines,
  ].join('\n');
}

export function judgeGoals(stable, creeping, others, leaks) {
  const all = stable.reduce((sum, { count }) => sum + count, 0);
  const cried = stable.reduce((sum, row) => sum + row.cried.any, 0);
  const held = creeping.filter(({ kind, truth }) => truth === 0.2 && !kind.noisy);
  const least = (rows, of) => Math.min(...rows.map((row) => of(row) / row.count));
  const found = least(held, (row) => row.found);
  const near = least(held, (row) => row.near);
  const [leak, , none] = leaks;
  const percent = (value) => `${(100 * value).toFixed(1)} %`;
  return [
    {
      goal: 'no trend reported in at least 99 % of stable soaks',
      measured: `${cried} of ${all} were reported`,
      met: cried <= 0.01 * all,
    },
    {
      goal: 'a P99 that creeps by 20 % in half an hour detected in at least 95 %, except if it is noisy',
      measured: `at least ${percent(found)}`,
      met: found >= 0.95,
    },
    {
      goal: 'and its size to within half of it in at least 95 %',
      measured: `at least ${percent(near)}`,
      met: near >= 0.95,
    },
    {
      goal: 'throughput that falls by 10 %, errors that rise by 2 pp: detected in at least 95 %',
      measured: `at least ${percent(least(others, (row) => row.found))}`,
      met: least(others, (row) => row.found) >= 0.95,
    },
    {
      goal: 'a leak of 1 kB per request at 300/s detected within 10 min in at least 95 %, and no false alarm in 99 %',
      measured: `${percent(leak.found / leak.count)}, ${percent(1 - none.found / none.count)}`,
      met: leak.found >= 0.95 * leak.count && none.found <= 0.01 * none.count,
    },
  ];
}

export function renderGoals(goals) {
  return [
    '| Goal | Measured | |',
    '| --- | --- | --- |',
    ...goals.map(({ goal, measured, met }) => line([goal, measured, met ? 'met' : '**missed**'])),
  ].join('\n');
}
