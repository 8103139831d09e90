import { LEAST_RATIO } from './earlier-goals.mjs';
import { median } from './goals.mjs';

const thousands = (number) => Math.round(number).toLocaleString('en-US');

export function speedTable(contenders, runs) {
  const lines = contenders
    .filter(({ key }) => runs.has(key))
    .map(({ key, name }) => {
      const own = runs.get(key);
      const speeds = own.map(({ perSecond }) => perSecond);
      const cpu = own.every(({ cpuUs }) => cpuUs !== null)
        ? median(own.map(({ cpuUs }) => cpuUs)).toFixed(1)
        : '–';
      const spread = `${thousands(Math.min(...speeds))} … ${thousands(Math.max(...speeds))}`;
      return `| ${name} | ${thousands(median(speeds))} | ${spread} | ${cpu} |`;
    });
  const head = '| Load generator | req/s, median | least … most | CPU time per request, µs |';
  return [head, '|---|--:|--:|--:|', ...lines].join('\n');
}

export function goalTable(goals) {
  const lines = goals.map(({ what, ratio, ratios, least, cpuRatio, met }) => {
    const range = `${Math.min(...ratios).toFixed(2)} … ${Math.max(...ratios).toFixed(2)}`;
    const cpu = Number.isFinite(cpuRatio) ? cpuRatio.toFixed(2) : '–';
    return `| ${what} | ${ratio.toFixed(2)} | ${range} | ${least} | ${met ? 'met' : '**missed**'} | ${cpu} |`;
  });
  const head = '| Ratio of req/s | median of the pairs | least … most | goal, at least | | by CPU time |';
  return [head, '|---|--:|--:|--:|---|--:|', ...lines].join('\n');
}

/** Of the pairs of an earlier version and today's. */
export function pairTable(rows) {
  const range = (values) => values.map((value) => value.toFixed(3)).join(' … ');
  const lines = rows.map(({ mix, what, ratios, ratio, interval, met }) => {
    const ends = range([Math.min(...ratios), Math.max(...ratios)]);
    const within = interval === null ? '–' : range(interval);
    const cells = [mix, what, ratio.toFixed(3), within, ends, LEAST_RATIO, met ? 'met' : '**missed**'];
    return `| ${cells.join(' | ')} |`;
  });
  const head =
    '| Today ÷ before | of | median of the pairs | interval of the median | least … most | goal, at least | |';
  return [head, '|---|---|--:|--:|--:|--:|---|', ...lines].join('\n');
}
