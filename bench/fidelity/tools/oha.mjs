import { askVersion, runProgram } from './run-program.mjs';

export const oha = {
  name: 'oha',
  version: () => /oha (\S+)/.exec(askVersion('oha', ['--version']) ?? '')?.[1] ?? null,
  async measure(order) {
    const load = ['-z', `${order.seconds}s`, '-c', String(order.connections), '-t', `${order.timeoutMs}ms`];
    const rate = order.perSecond ? ['-q', String(order.perSecond), '--latency-correction'] : [];
    const headers = Object.entries(order.headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
    const output = ['--no-tui', '--insecure', '--output-format', 'json'];
    const text = await runProgram('oha', [...output, ...load, ...rate, ...headers, order.origin], order);
    const { summary, latencyPercentiles, statusCodeDistribution, errorDistribution } = JSON.parse(text);
    const answers = total(Object.values(statusCodeDistribution));
    const good = total(
      Object.entries(statusCodeDistribution).flatMap(([status, n]) => (status.startsWith('2') ? [n] : [])),
    );
    const failed = total(Object.values(errorDistribution));
    return {
      p50Ms: latencyPercentiles.p50 * 1000,
      p99Ms: latencyPercentiles.p99 * 1000,
      p99_9Ms: latencyPercentiles['p99.9'] * 1000,
      responsesPerSecond: answers / summary.total,
      errors: failed + answers - good,
      counted: answers + failed,
    };
  },
};

function total(counts) {
  return counts.reduce((sum, count) => sum + count, 0);
}
