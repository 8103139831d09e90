import type { Cause } from '../../../src/evidence/result/causes.ts';
import { adviceOn, describe as describeCause, noteOn } from '../../../src/report/words/causes.ts';

const OWNER = { metric: 'p99.9', endpoint: 'create owner' } as const;
const LATE = {
  code: 'generator-late',
  model: 'closed',
  cpuShare: 0.4,
  waitShare: 0.3,
  machineShare: 0.98,
  delayMs: null,
  lateShare: null,
} as const;

/** What no recorded case comes to: says, and note and advice where they are others. */
test.each<[Cause, string, string | null, string | null]>([
  [
    { code: 'nothing-judged', because: null },
    'nothing was judged: the gate declares no limit and has no baseline to compare with',
    null,
    'Declare a limit under gate, or a baseline for its regressions.',
  ],
  [
    { code: 'cancelled', ran: null, detail: null },
    'The run ended before its first round, before it could be judged',
    null,
    'Run it again.',
  ],
  [
    { code: 'unanswered', side: 'base', endpoints: ['create owner'], requests: 40 },
    'none of the 40 requests of create owner was answered by the base',
    null,
    'Check whether the base answers these requests at all, and how fast.',
  ],
  [
    { code: 'errors-in-one-round', errorRate: 0.0834 },
    '8.34 % of the requests failed, but at most one round has 5 percentage points more errors than the base',
    'at most one round has so many more errors than the base',
    'Run it again: one bad round is not enough to fail, and too much to pass.',
  ],
  [
    { code: 'no-figure', ...OWNER, missing: 'latencies' },
    "P99.9 of create owner can't be judged: no request came back in time",
    'no request came back in time',
    null,
  ],
  [
    { code: 'nothing-to-compare', ...OWNER },
    "P99.9 of create owner can't be compared: nothing came back to compare",
    'nothing came back to compare',
    null,
  ],
  [
    { code: 'too-few-responses', ...OWNER, responses: 1400, needed: 2000, secondsMore: 9 },
    "P99.9 of create owner can't be judged from only 1,400 responses (2,000 are needed)",
    'only 1,400 responses; 9 s more would decide it',
    null,
  ],
  [
    { code: 'too-few-responses-a-side', ...OWNER, responses: 1400, needed: 2000, neededSeconds: 90 },
    "P99.9 of create owner can't be judged from only 1,400 responses on one side (2,000 are needed)",
    'only 1,400 responses on one side',
    '2,000 responses take about 1 min 30 s of load on each side: lengthen gate.rounds.measure, or give the request a larger weight.',
  ],
  [
    { code: 'base-fails', ...OWNER, errorRate: 0, before: 0.15 },
    "P99.9 of create owner can't be compared, because so many requests fail on the base (15.0 %, target 0 %)",
    'so many requests fail on the base (15.0 %, target 0 %)',
    'Find out why the base fails: with so many errors, its speed says nothing.',
  ],
  [
    { code: 'nothing-seen', ...OWNER, without: 'both' },
    "P99.9 of create owner can't be compared: neither side has a success (or timeout) in any block",
    'neither side has a success (or timeout) in any block',
    'Check what base and target answer to these requests: the path, the login or their expect may be wrong.',
  ],
  [
    { code: 'may-be-chance', metric: 'p95', endpoint: null, worsening: 0.3, runs: 20, detectable: null },
    "P95 rose by 30 %, which 20 runs of history can't tell from chance",
    null,
    'Measure it again: chance seldom strikes twice. Single stalled runs widen the range that chance may explain; tailgate history show lists them.',
  ],
  [
    { ...LATE, lateShare: { seen: 0.010001, limit: 0.01 } },
    "The load generator was late: it sent 1.0001 % of the requests more than 1 ms after they were due although a connection was free (limit 1.00 %), it used 40.0 % of a core itself, waited for a CPU 30.0 % of the time and the machine's CPUs were 98.0 % busy",
    null,
    'Something else kept the machine busy: give the runner more cores, run the services elsewhere, or lower the load (fewer connections).',
  ],
  [
    {
      ...LATE,
      model: 'open',
      cpuShare: 0.93,
      waitShare: null,
      machineShare: null,
      delayMs: { seen: 2.0001, limit: 2 },
    },
    'The load generator was late: it read responses up to 2.0001 ms late (P99; limit 2.00 ms) and it used 93.0 % of a core itself',
    null,
    'Lower the load (a lower rate), or give the runner more cores.',
  ],
  [
    { ...LATE, cpuShare: 1, shards: 2, waitShare: null, machineShare: null, delayMs: { seen: 9, limit: 2 } },
    'The load generator was late: it read responses up to 9.00 ms late (P99; limit 2.00 ms) and it used 100 % of a core itself',
    null,
    'Its busiest thread used 100 % of a core: use at least 2 shards (docs/shards.md). Or lower the load (fewer connections), or give the runner more cores.',
  ],
  [
    {
      code: 'limit-undecided',
      metric: 'throughput',
      endpoint: null,
      figure: 299.95,
      bound: 'min',
      limit: 300,
      secondsMore: null,
    },
    'throughput is 299.95 /s, below its limit of 300 /s, but not by enough to rule out chance',
    "beyond its limit, but chance isn't ruled out; too close for more load to decide",
    'The figure is so close to its limit that a longer run would hardly decide it.',
  ],
  [
    {
      code: 'limit-undecided',
      metric: 'capacity',
      endpoint: null,
      figure: 202,
      bound: 'min',
      limit: 205,
      secondsMore: null,
    },
    'capacity is 202 /s, below its limit of 205 /s, but not by enough to rule out chance',
    "beyond its limit, but chance isn't ruled out; the interval of the search contains it",
    'A longer search (load.duration), with nothing else running on the machine, finds the capacity more precisely.',
  ],
  [
    {
      code: 'limit-undecided',
      metric: 'fault-errors',
      endpoint: null,
      figure: 0.989,
      bound: 'max',
      limit: 0.8,
      secondsMore: null,
    },
    'error rate during the fault is 98.9 %, above its limit of 80 %, but not by enough to rule out chance',
    "beyond its limit, but chance isn't ruled out; too few requests during the fault",
    'A longer fault, or more connections, gives more requests.',
  ],
])('$code', (cause, says, note, advice) => {
  expect(describeCause(cause)).toBe(says);
  expect(noteOn(cause)).toBe(note ?? says);
  expect(adviceOn(cause)).toBe(advice);
});
