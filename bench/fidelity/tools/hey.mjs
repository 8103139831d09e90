import { nearestRank } from '../../servers/truth-log.mjs';
import { askVersion, runProgram } from './run-program.mjs';

export const hey = {
  name: 'hey',
  version: () => (askVersion('hey', ['-h']) === null ? null : 'unversioned'),
  async measure(order) {
    const rate = order.perSecond ? ['-q', String(order.perSecond / order.connections)] : [];
    const headers = Object.entries(order.headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
    const load = [
      '-z',
      `${order.seconds}s`,
      '-c',
      String(order.connections),
      '-t',
      `${Math.ceil(order.timeoutMs / 1000)}`,
    ];
    // A line for each response; of what failed this output says nothing.
    const text = await runProgram('hey', ['-o', 'csv', ...load, ...rate, ...headers, order.origin], order);
    const answers = text
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    const latencies = answers.map(([seconds]) => Number(seconds) * 1000).sort((a, b) => a - b);
    return {
      p50Ms: nearestRank(latencies, 50),
      p99Ms: nearestRank(latencies, 99),
      p99_9Ms: nearestRank(latencies, 99.9),
      responsesPerSecond: answers.length / order.seconds,
      errors: answers.filter((fields) => !fields[6].startsWith('2')).length,
      counted: answers.length,
    };
  },
};
