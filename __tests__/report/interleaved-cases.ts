/** The runs with a base whose texts are kept as golden files: 2 × 3 s a block at about 311 /s on either side. */
import type { Report } from '../../src/report/report.ts';
import { judged, mixConfig, mixTraffic } from './judged.ts';

const GATE = `p99: { max: 120 ms, regression: 10 % }
throughput: { regression: 10 % }
errors: { regression: 0.5 pp }`;
/** With a P99 of a request's own, which rests on few responses a round and tolerates more for it. */
const OWNER = `${GATE}
endpoints:
  create owner: { p99: { regression: 50 % } }`;
const LABEL = { acceptLabel: 'tailgate: accept' };

const base = mixTraffic();

export const interleavedPass: Report = judged({
  name: 'live pass',
  config: mixConfig({ gate: GATE }),
  base,
  target: mixTraffic({ resent: 0.001 }),
});

/** Two requests read more than before, and one writes more. */
const slower = mixTraffic({
  perSecond: 281,
  names: {
    'list buildings': { p99Ms: 92, medianMs: 15 },
    'list expenses': { p99Ms: 130, medianMs: 19 },
    'create owner': { p99Ms: 220, medianMs: 20 },
  },
});

export const interleavedFail: Report = judged({
  name: 'live fail',
  config: mixConfig({ gate: OWNER }),
  base,
  target: slower,
  context: LABEL,
});

export const interleavedAccepted: Report = judged({
  name: 'live fail',
  config: mixConfig({ gate: OWNER }),
  base,
  target: slower,
  accepted: { by: 'ada', at: '2026-11-02T09:10:00.000Z' },
  context: LABEL,
});

export const interleavedInconclusive: Report = judged({
  name: 'live inconclusive',
  config: mixConfig({ gate: `${GATE}\nrounds: { budget: 98s }` }),
  base: mixTraffic({ noise: 0.35 }),
  target: mixTraffic({ noise: 0.2 }),
});

export const interleavedWarning: Report = judged({
  name: 'live warning',
  config: mixConfig({ gate: GATE }),
  base: mixTraffic({ noise: 0.01 }),
  target: mixTraffic({ noise: 0.01, slower: 1.07 }),
});

export const interleavedHosts: Report = judged({
  name: 'live hosts',
  config: mixConfig({ gate: GATE }),
  targetUrl: 'https://pr-7.preview.example',
  baseUrl: 'https://main.preview.example',
  base: mixTraffic({ address: '198.51.100.8' }),
  target: mixTraffic({
    address: '198.51.100.7',
    spells: [{ rounds: [3], generator: { loopDelayP99Ms: 220 } }],
  }),
});

/** Gated on a figure that isn't shown where nobody asks for it. */
export const interleavedP95: Report = judged({
  name: 'live p95',
  config: mixConfig({ gate: 'p95: { max: 44 ms, regression: 10 % }' }),
  base,
  target: slower,
  context: LABEL,
});

/** Both on one host, so that they took turns in slices; a rare request is left open by its few responses. */
export const interleavedSliced: Report = judged({
  name: 'live sliced',
  config: mixConfig({ gate: OWNER }),
  base,
  target: slower,
  sliced: true,
  context: LABEL,
});
