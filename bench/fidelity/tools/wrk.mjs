import { fileURLToPath } from 'node:url';
import { askVersion, runProgram } from './run-program.mjs';

const script = fileURLToPath(new URL('wrk-figures.lua', import.meta.url));

export const wrk = {
  name: 'wrk',
  version: () => /wrk (\S+)/.exec(askVersion('wrk', ['--version']) ?? '')?.[1] ?? null,
  /** It has no rate: under an open row it stays closed, and the table shows what that hides. */
  async measure(order) {
    const headers = Object.entries(order.headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
    const load = [
      '-t1',
      `-c${order.connections}`,
      `-d${order.seconds}s`,
      '--timeout',
      `${order.timeoutMs / 1000}s`,
    ];
    const text = await runProgram('wrk', [...load, ...headers, '-s', script, order.origin], order);
    const [p50Us, p99Us, p99_9Us, requests, durationUs, connect, read, write, status, timeout] = text
      .slice(text.indexOf('figures '))
      .split(' ')
      .slice(1)
      .map(Number);
    return {
      p50Ms: requests > 0 ? p50Us / 1000 : null,
      p99Ms: requests > 0 ? p99Us / 1000 : null,
      p99_9Ms: requests > 0 ? p99_9Us / 1000 : null,
      responsesPerSecond: (requests * 1e6) / durationUs,
      errors: connect + read + write + status + timeout,
      // Statuses and late answers are among its requests.
      counted: requests + read + write,
    };
  },
};
