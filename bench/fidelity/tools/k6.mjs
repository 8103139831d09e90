import { fileURLToPath } from 'node:url';
import { askVersion, runProgram } from './run-program.mjs';

const script = fileURLToPath(new URL('k6-script.js', import.meta.url));

export const k6 = {
  name: 'k6',
  version: () => /v\S+/.exec(askVersion('k6', ['version']) ?? '')?.[0] ?? null,
  async measure(order) {
    const env = { ORDER: JSON.stringify(order) };
    const text = await runProgram('k6', ['run', '--quiet', script], { ...order, env });
    const { metrics } = JSON.parse(text.slice(text.indexOf('{')));
    const { values } = metrics.http_req_duration;
    // Of its failed requests `passes` counts those for which "failed" is true.
    return {
      p50Ms: values['p(50)'],
      p99Ms: values['p(99)'],
      p99_9Ms: values['p(99.9)'],
      responsesPerSecond: metrics.http_reqs.values.rate,
      errors: metrics.http_req_failed.values.passes,
      counted: metrics.http_reqs.values.count,
    };
  },
};
