import type { Result } from '../../src/evidence/result/schema.ts';

/** A result of a pass that judged nothing and saw nothing: what a test is not about. */
export function emptyResult(): Result {
  return {
    format: 'tailgate/1',
    version: '0.1.0',
    name: 'realistic',
    configFile: 'tailgate.yml',
    verdict: 'pass',
    causes: [],
    reason: 'It passed',
    advice: null,
    accepted: null,
    startedAt: null,
    commit: null,
    servedCommit: null,
    asksCommit: false,
    target: 'http://127.0.0.1:8080',
    base: null,
    conditions: {
      tool: 'tailgate 0.1.0',
      model: 'closed',
      stages: [{ name: null, connections: 10, ratePerSecond: null, arrivals: null, durationSeconds: 20 }],
      warmupSeconds: 2,
      timeoutSeconds: 10,
      profile: null,
      mix: [],
      machine: 'linux x64, 2 cores',
    },
    budgetSeconds: null,
    measured: null,
    metrics: null,
    endpoints: [],
    intercepted: null,
    retried: 0,
    comparisons: [],
    warnings: [],
    notices: [],
    interleaved: null,
    baseline: null,
    rounds: [],
  };
}
