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
