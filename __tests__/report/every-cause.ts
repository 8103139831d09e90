/** Every cause and every remark that a result can hold, each once, with the text wherever one takes a text. */
import type { CauseCode, CauseOf } from '../../src/evidence/result/causes.ts';
import type { RemarkCode, RemarkOf } from '../../src/evidence/result/remarks.ts';

/** A row for each code, or the types don't hold. */
type Causes = { readonly [Code in CauseCode]: Omit<CauseOf<Code>, 'code'> };
type Remarks = { readonly [Code in Exclude<RemarkCode, CauseCode>]: Omit<RemarkOf<Code>, 'code'> };

export function everyCause(text: string): CauseOf<CauseCode>[] {
  return withCodes(causes(text)) as CauseOf<CauseCode>[];
}

export function everyRemark(text: string): RemarkOf<RemarkCode>[] {
  return withCodes(remarks(text)) as RemarkOf<RemarkCode>[];
}

function withCodes(rows: object): object[] {
  return Object.entries(rows).map(([code, parameters]) => ({ code, ...parameters }));
}

const trend = {
  change: 0.18,
  interval: [0.12, 0.25] as const,
  seconds: 1800,
  first: 83,
  last: 98,
  endSeconds: 300,
};

function causes(text: string): Causes {
  const row = { metric: 'p99', endpoint: text } as const;
  const stage = { metric: 'p99', endpoint: null, stage: text } as const;
  const main = {
    errors: 459,
    kinds: [
      {
        kind: 'status' as const,
        status: text,
        count: 240,
        endpoints: [
          { name: text, count: 108 },
          { name: text, count: 100 },
        ],
      },
      { kind: 'timeout' as const, status: null, count: 90, endpoints: [] },
    ],
  };
  const guards = (['rate-limiter', 'login-page', 'challenge'] as const).map((by) => ({
    by,
    share: 0.2,
    retryAfterSeconds: 30,
  }));
  const ended = { side: 'target', afterSeconds: 7, detail: text } as const;
  const silent = { side: 'base' as const, endpoints: [text], requests: 40 };
  const beyond = { seen: 0.97, limit: 0.85 };
  const unmeasured = { detail: text };
  return {
    'server-over-limit': {
      series: text,
      unit: 'bytes',
      figure: 330 * 2 ** 20,
      bound: 'max',
      limit: 300 * 2 ** 20,
      readings: 30,
      beyond: 4,
      fromSeconds: 42.1,
    },
    'server-drifted': {
      series: text,
      unit: 'bytes',
      growth: 12 * 2 ** 20,
      interval: [9 * 2 ** 20, 15 * 2 ** 20],
      tolerance: 5 * 2 ** 20,
      seconds: 600,
    },
    'server-regressed': {
      series: text,
      unit: 'cores',
      against: 'base',
      before: 0.5,
      figure: 0.7,
      change: 0.4,
      tolerance: 0.1,
    },
    'server-no-readings': { series: text, side: 'target', readings: 0, needed: 2, trouble: 'unreachable' },
    'server-not-compared': { series: text, against: 'baseline', missing: 'before' },
    'server-drift-undecided': {
      series: text,
      unit: 'bytes',
      growth: 3 * 2 ** 20,
      interval: [-(2 ** 20), 7 * 2 ** 20],
      tolerance: 5 * 2 ** 20,
      seconds: 600,
      secondsMore: 300,
    },
    'server-too-short': { series: text, windows: 12, needed: 30, secondsMore: 90 },
    'over-limit': {
      ...stage,
      figure: 120,
      bound: 'max',
      limit: 100,
      main,
    },
    regressed: {
      ...row,
      against: 'baseline',
      before: 80,
      figure: 120,
      change: 0.5,
      tolerance: 0.1,
      main: null,
    },
    degraded: { ...row, ...trend, tolerance: 0.1 },
    'error-floor': {
      errorRate: 0.2,
      exempt: [text],
      reference: { against: 'base', errorRate: 0 },
      main,
    },
    'error-surge': { errorRate: 0.8, baseErrorRate: 0 },
    silence: {
      fromSeconds: 9,
      toSeconds: 30,
      stretches: 2,
      silentSeconds: 23.5,
      missed: 9000,
      counted: true,
    },
    'target-lost': ended,
    'turned-away': { guards },
    intercepted: { side: 'base', guards },
    'rate-limited': { side: 'base', afterSeconds: 0, share: 0.95, seconds: 5, retryAfterSeconds: 5993 },
    'generator-late': {
      model: 'open',
      cpuShare: 0.9,
      waitShare: 0.3,
      machineShare: 0.98,
      shard: 3,
      shards: 13,
      delayMs: { seen: 220, limit: 50 },
      lateShare: beyond,
    },
    'shards-apart': {
      of: 8,
      overlap: 0.71,
      shards: [
        { shard: 3, how: 'late', seconds: 5.8 },
        { shard: 4, how: 'early', seconds: 2 },
        { shard: 5, how: 'clock', seconds: 1.5 },
        { shard: 6, how: 'stopped', seconds: 0 },
      ],
    },
    unaccounted: { requests: 3 },
    cancelled: { ran: { afterSeconds: 3, plannedSeconds: 20 }, detail: text },
    'login-lost': ended,
    'silence-of-both': {
      target: { fromSeconds: 9, toSeconds: 12.5 },
      base: { fromSeconds: 8, toSeconds: 11 },
    },
    'login-limited': ended,
    'login-broken': ended,
    'not-recovered': { of: 'fault', measuredSeconds: 60, limitSeconds: 30 },
    'fault-failed': { command: 'fault-end', how: 'failed', exitCode: 1 },
    'base-lost': { ...ended, side: 'base' },
    'base-often-silent': { stretches: 3, silentSeconds: 12, measuredSeconds: 90 },
    'base-broken': { errorRate: 0.9, targetErrorRate: 0.1, main },
    'no-target': unmeasured,
    'refused-target': unmeasured,
    'wrong-commit': unmeasured,
    'no-commit': unmeasured,
    'merge-commit': unmeasured,
    'unknown-commit': unmeasured,
    'not-ready': unmeasured,
    'http2-only': unmeasured,
    'limited-at-start': unmeasured,
    'service-broken': unmeasured,
    'login-failed': unmeasured,
    'setup-failed': unmeasured,
    'generator-exhausted': unmeasured,
    'generator-hung': unmeasured,
    'generator-result': unmeasured,
    'shards-missing': unmeasured,
    'shards-refused': unmeasured,
    tls: unmeasured,
    dns: unmeasured,
    'no-requests': { side: 'target', seconds: 20 },
    unanswered: silent,
    'never-reached': { side: 'base', endpoints: [text], walks: 40 },
    'not-asked': { ...silent, secondsMore: 40 },
    'stages-missing': { stages: [text] },
    'failing-alike': { endpoints: [text], requests: 40 },
    'few-errors': { failed: 3, requests: 9, secondsMore: 20 },
    'errors-in-one-round': { errorRate: 0.3 },
    'base-not-measured': {},
    'too-few-passes': { passes: 1, needed: 2 },
    'baseline-missing': { written: text },
    'history-unreadable': {},
    'conditions-differ': {
      of: 'history',
      source: text,
      differences: [
        { condition: 'mix', parts: [{ name: text, before: 0.1, now: 0.2 }], more: 2 },
        { condition: 'machine', before: text, now: text },
        { condition: 'tool', before: text, now: text },
        { condition: 'connections', stage: { number: 2, name: text }, before: 10, now: 50 },
        { condition: 'unsaid', what: ['model', 'error-rate'] },
      ],
    },
    'slowed-within': { writes: 4812, throughput: 0.33, latency: 0.4 },
    'limit-undecided': { ...row, figure: 101, bound: 'max', limit: 100, secondsMore: 40 },
    'trend-undecided': {
      ...row,
      change: 0.09,
      interval: [-0.02, 0.2],
      tolerance: 0.1,
      seconds: 1800,
      secondsMore: 900,
    },
    'too-short-for-trend': { ...row, windows: 40, needed: 60, secondsMore: 100 },
    'no-figure': { ...row, missing: 'latencies' },
    'too-few-responses': { ...row, responses: 90, needed: 300, secondsMore: 40 },
    'too-few-responses-a-side': { ...row, responses: 9, needed: 30, neededSeconds: 40 },
    'nothing-to-compare': row,
    'no-spread': { ...row, parts: 1 },
    'missing-figure': { ...row, source: text },
    'error-rates-differ': { ...row, against: 'base', errorRate: 0.2, before: 0.01 },
    'base-fails': { ...row, errorRate: 0.2, before: 0.3 },
    'nothing-seen': { ...row, without: 'none' },
    'too-few-runs': { ...row, place: text, runs: 3, since: text, advisesFrom: 5, gatesFrom: 20 },
    'advises-only': { ...row, runs: 9, gatesFrom: 20, forRelease: true },
    'passes-undecided': { ...row, worsening: 0.2, tolerance: 0.1, passes: 2, detectable: 0.3 },
    'may-be-chance': { ...row, worsening: 0.2, runs: 24, detectable: 0.3 },
    undecided: {
      scopes: [row],
      beyond: [row],
      blocks: 9,
      budgetBlocks: 9,
      budgetSeconds: 98,
      detectable: [{ ...row, size: 0.3 }],
      blocksMore: 12,
      tooShort: { passes: 6, fails: 9, scopes: [row] },
      aboutSpeed: true,
      thin: [{ ...row, responses: 30, wanted: 200 }],
    },
    interim: { blocks: 3 },
    'nothing-judged': { because: { code: 'baseline-missing', written: text } },
    'breaks-at-once': { of: 'rate', load: 50, broke: { what: 'limit', metric: 'p99' } },
    'capacity-beyond': { metric: 'capacity', endpoint: null, figure: 320, limit: 400 },
    'too-few-searches': { found: { target: 2, base: 1 }, needed: 2 },
  };
}

function remarks(text: string): Remarks {
  const row = { metric: 'p99', endpoint: text } as const;
  return {
    'probe-failed': {
      side: 'base',
      trouble: 'no-series',
      place: text,
      series: text,
      detail: text,
      candidates: [text, text],
      count: 3,
    },
    'server-peak': {
      series: text,
      unit: 'number',
      figure: 3.2,
      bound: 'max',
      limit: 3,
      atSeconds: 12.4,
    },
    'no-baseline': {},
    'floor-reached': {},
    'none-shown': { detectable: 0.3, runs: 24 },
    'history-advises': { runs: 9, gatesFrom: 20, detectable: 0.3 },
    'improvement-doubted': { errorRate: 0.2, against: 'baseline' },
    'open-after': { blocks: 9, detectable: 0.3 },
    'open-beyond': { blocks: 9, blocksMore: 3 },
    'worse-within': { tolerance: 0.1 },
    'later-blocks-worse': { blocks: 9 },
    'nothing-compared': { scopes: [row] },
    'condition-differs': { difference: { condition: 'tool', before: text, now: text } },
    'baseline-unclear': { detail: text },
    'runs-left-out': { runs: 3 },
    'other-machines': { machine: text, runs: 3, others: 12 },
    'runs-unsettled': { ...row, runs: 3, settledFrom: 5 },
    'record-skipped': { detail: text },
    'regressed-warns': { ...row, history: { runs: 9, gatesFrom: 20 } },
    degrading: { ...row, ...trend, writes: 4812 },
    capped: { by: 'max-requests', sent: 5000, maxRequests: 5000, waiting: 8, wantedMore: true },
    'capacity-at-least': { side: 'base', perSecond: 320, end: 'generator', broke: { what: 'generator' } },
    'search-not-recovered': { side: 'target', load: 480, of: 'rate' },
    'lost-in-search': { side: 'target', detail: text },
    'few-intercepted': { side: 'base', guard: { by: 'challenge', share: 0.001, retryAfterSeconds: null } },
    'login-renewed': { side: 'target', logins: 2, pausedSeconds: 2.4 },
    resent: { side: 'target', requests: 12, share: 0.001 },
    'base-silent': { fromSeconds: 8, toSeconds: 11.25, stretches: 3, silentSeconds: 9 },
    'errors-on-both': { errorRate: 0.2, targetErrorRate: 0.2 },
    'last-stage-slower': { firstP99Ms: 80, p99Ms: 120 },
    stalls: { target: 3, base: 0, blocks: 9 },
    saturated: {
      connections: 10,
      first: { target: 0.55, base: 0.54 },
      throughputPerSecond: { target: 480, base: 490 },
    },
    'hosts-differ': { allowance: 0.02 },
    'stored-beside': { source: text, changes: [{ metric: 'p99', change: 0.2 }] },
    'stored-not-compared': { because: { code: 'baseline-missing', written: text } },
    accepted: { by: text, at: text },
    'open-when-accepted': { scopes: [row] },
    'not-acceptable': { by: text, obstacle: { code: 'dns', detail: text }, scopes: [row] },
    'acceptance-void': { detail: text },
    unconfirmed: { detail: text },
    'changes-unread': { detail: text },
    'generator-lagged': {
      model: 'closed',
      cpuShare: 0.4,
      waitShare: 0.3,
      machineShare: 0.98,
      delayMs: { seen: 12, limit: 4 },
      lateShare: null,
    },
    'shard-elsewhere': { shard: 2, p50Ms: 80, othersMs: 20 },
    'not-removed': { side: 'base', requests: 1, of: 2, name: text, status: 500, detail: text },
    'same-commit': {},
  };
}
