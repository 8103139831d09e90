/** `oha --output-format json`, from outputs of oha 1.16.0. Its successRate counts responses of any status. */
import { z } from 'zod';
import { figuresOfCounts, leavesOut, namedLatency } from './counted.ts';
import type { GeneratorRun } from './generator-run.ts';
import { hasKeys, jsonIn, parseAs } from './parse-json.ts';

const counts = z.record(z.string(), z.number().int().nonnegative());
const percentile = z.number().nonnegative().nullable();
const ohaSchema = z.looseObject({
  summary: z.looseObject({
    total: z.number().positive(),
    slowest: percentile,
    average: percentile,
  }),
  latencyPercentiles: z.record(z.string(), percentile),
  statusCodeDistribution: counts,
  errorDistribution: counts,
});

const LATENCY = { p50: 'p50', p75: 'p75', p90: 'p90', p95: 'p95', p99: 'p99', 'p99.9': 'p99_9' } as const;

export function looksLikeOha(text: string): boolean {
  return hasKeys(jsonIn(text), 'summary', 'latencyPercentiles', 'statusCodeDistribution');
}

export function readOha(text: string, file: string): GeneratorRun {
  const run = parseAs(ohaSchema, jsonIn(text), file, "oha's JSON");
  const sum = (of: Readonly<Record<string, number>>) => Object.values(of).reduce((all, one) => all + one, 0);
  const responses = sum(run.statusCodeDistribution);
  const unanswered = sum(run.errorDistribution);
  const refused = sum(
    Object.fromEntries(
      Object.entries(run.statusCodeDistribution).filter(([status]) => !/^[123]/.test(status)),
    ),
  );
  const cut = run.errorDistribution['aborted due to deadline'] ?? 0;
  const lost = unanswered - cut;
  return {
    tool: 'oha',
    unanswered: lost,
    figures: figuresOfCounts({
      // What was under way at the end is cut, and is neither answered nor failed.
      requests: responses + lost,
      failed: refused + lost,
      unanswered: lost,
      seconds: run.summary.total,
      latencyAllMs: {
        ...namedLatency(run.latencyPercentiles, LATENCY, 1000),
        ...namedLatency(run.summary, { average: 'mean', slowest: 'max' }, 1000),
      },
    }),
    seconds: run.summary.total,
    doubts: leavesOut(lost),
  };
}
