/** The result of a run: everything that telling, comparing and merging need. */
import { countedStages } from '../config/load/halves.ts';
import type { Plan } from '../config/plan.ts';
import { isCommit } from '../config/target/is-commit.ts';
import { urlOf } from '../config/target/location.ts';
import type { Baseline } from '../evidence/baseline.ts';
import { Histogram } from '../evidence/histogram.ts';
import { planConditions } from '../evidence/history/select-records.ts';
import type { EndpointFigures, Figures, FlowFigures, Measurement } from '../evidence/measurement.ts';
import type { Result } from '../evidence/result/schema.ts';
import { costOf } from './cost-of.ts';
import { courseOfSides } from './course-result.ts';
import { figuresWithSpread } from './figures-with-spread.ts';
import type { Report } from './report.ts';
import { writeServer, writeStageServer } from './server-result.ts';
import { stepTimesOf, toldOf, whyOf } from './told.ts';
import { warnOfCleanup } from './warn-of-cleanup.ts';
import { writeAdvice, writeReason } from './words/reason.ts';
import { writeWarning } from './words/remarks.ts';
import { SETTING_WORDS } from './words/setting.ts';
import { writeDoubts } from './words/stated-doubts.ts';

/** Plain data in the format tailgate/1, as resultSchema reads it. */
export function toResult(report: Report): Result {
  const { plan, baseline, measurement, interleaved, verdict, run } = report;
  return {
    format: 'tailgate/1',
    version: run.version,
    name: plan.name,
    configFile: plan.configFile,
    verdict: verdict.outcome,
    causes: [...verdict.causes],
    reason: writeReason(verdict, baseline?.source ?? null),
    advice: writeAdvice(verdict, measurement?.measuredSeconds ?? 0),
    accepted: verdict.accepted ? { ...verdict.accepted } : null,
    ...(run.changes && { changes: run.changes.map((change) => ({ ...change })) }),
    startedAt: measurement?.startedAt ?? null,
    commit: run.headSha,
    servedCommit: run.servedCommit ?? null,
    asksCommit: plan.target.identity !== null,
    target: urlOf(plan.target),
    base: plan.base && urlOf(plan.base),
    conditions: conditionsOf(report),
    budgetSeconds: plan.base === null ? null : plan.gate.interleaved.budgetMs / 1000,
    measured: measurement && { seconds: measurement.measuredSeconds, rounds: measurement.rounds },
    ...(measurement?.shards && {
      shards: { of: measurement.shards.of, overlap: measurement.shards.overlap },
    }),
    metrics: measurement && figuresWithSpread(measurement.whole, countedStages(plan.load).length),
    endpoints: (measurement?.endpoints ?? []).map((endpoint) => endpointOf(endpoint, plan)),
    ...(measurement?.flows && {
      flows: measurement.flows.map(({ weight, steps, ...flow }) => ({
        weight,
        steps: [...steps],
        ...writeFlow(flow, countedStages(plan.load).length),
      })),
    }),
    ...(measurement && measurement.stages.length > 0 && { stages: stagesOf(measurement) }),
    ...(measurement?.server && { server: writeServer(measurement.server, verdict.server) }),
    intercepted: measurement && { ...measurement.intercepted },
    resent: measurement?.resent ?? 0,
    sent: {
      target: measurement?.sent ?? 0,
      base: sentToBase(report)?.requests ?? null,
    },
    writes: {
      target: measurement?.writes ?? 0,
      base: sentToBase(report)?.writes ?? null,
    },
    ...(run.cleanup && { cleanup: run.cleanup.map((one) => ({ ...one })) }),
    ...costOf(report),
    ...(measurement && writeSpecial(measurement)),
    comparisons: verdict.comparisons.filter(
      ({ finding, baseline: before }) => finding !== 'not-gated' || before !== null,
    ),
    ...trendsOf(report),
    ...(measurement?.search && { search: structuredClone(measurement.search) }),
    ...whyOf(report),
    warnings: warningsOf(report),
    notices: [...plan.notices, ...writeDoubts(report)],
    interleaved: interleavedOf(report),
    baseline: baseline && baselineOf(baseline),
    ...courseOfSides(report),
    rounds: [
      ...(measurement ? [roundsOf('target', measurement)] : []),
      ...(interleaved ? [roundsOf('base', interleaved.base)] : []),
    ],
  };
}

function sentToBase({ measurement, interleaved }: Report): { requests: number; writes: number } | null {
  if (interleaved === null) return measurement?.search?.baseSent ?? null;
  const { rounds, sent: requests, writes } = interleaved.base;
  return rounds > 0 ? { requests, writes } : null;
}

/** Of a run that measured nothing, those that it would have had. */
function conditionsOf({ plan, measurement }: Report): Result['conditions'] {
  return structuredClone(measurement?.conditions ?? planConditions(plan));
}

function trendsOf({ verdict: { trends = [], saturation } }: Report): Pick<Result, 'trends' | 'saturation'> {
  return {
    ...(trends.length > 0 && { trends: structuredClone([...trends]) }),
    ...(saturation && { saturation: structuredClone(saturation) }),
  };
}

function warningsOf({
  plan,
  verdict,
  run: { servedCommit, baseCommit, cleanup },
}: Report): Result['warnings'] {
  const isSame = servedCommit && baseCommit && isCommit(servedCommit, baseCommit);
  const remarks = [
    ...(isSame ? [{ code: 'same-commit' as const }] : []),
    ...warnOfCleanup(cleanup ?? [], plan.base !== null),
    ...verdict.warnings,
  ];
  const known = new Set<string>();
  return remarks.flatMap((remark) => {
    const says = writeWarning(remark);
    if (known.has(says)) return [];
    known.add(says);
    return [{ ...remark, says }];
  });
}

function interleavedOf({ plan, interleaved, verdict, run }: Report): Result['interleaved'] {
  if (interleaved === null || verdict.interleaved === null) return null;
  const all = countedStages(plan.load).length;
  const { whole, endpoints, flows, stages, intercepted, resent } = interleaved.base;
  return {
    ...structuredClone(verdict.interleaved),
    suspects: verdict.suspects.map((suspect) => ({ ...suspect })),
    metrics: figuresWithSpread(whole, all),
    ...(flows && { flows: flows.map((flow) => writeFlow(flow, all)) }),
    endpoints: endpoints.map(({ name, walks, figures, samples, ...told }) => ({
      name,
      ...(walks && { walks: { ...walks } }),
      metrics: figuresWithSpread(figures, all),
      samples: samples.map(({ kind, status, text }) => ({ kind, status, text })),
      ...toldOf(told),
    })),
    ...(stages.length > 0 && {
      stages: stages.map(({ index, name, figures, server }) => ({
        number: index + 1,
        name,
        metrics: figuresWithSpread(figures, 1),
        ...(server && { server: writeStageServer(server) }),
      })),
    }),
    ...(interleaved.base.server && { server: writeServer(interleaved.base.server) }),
    intercepted: { ...intercepted },
    resent,
    servedCommit: run.baseCommit ?? null,
  };
}

function baselineOf({ source, history, title, date, endpoints }: Baseline): Result['baseline'] {
  const since = history?.since?.slice(0, 10) ?? null;
  return {
    source,
    of: history ? 'history' : 'file',
    title: history ? SETTING_WORDS.comparableRuns(history.runs, since) : title,
    ...(history && { history: { runs: history.runs, since } }),
    date,
    endpoints: Object.fromEntries(
      Object.entries(endpoints).map(([name, { latencyMs }]) => [name, latencyMs ? { latencyMs } : {}]),
    ),
  };
}

function endpointOf(
  { name, method, path, weight, flow, walks, figures, samples, ...told }: EndpointFigures,
  { scenario, load }: Plan,
): Result['endpoints'][number] {
  const expect = scenario.requests.find((request) => request.name === name)?.expect;
  return {
    name,
    method,
    path,
    weight,
    ...(expect && { expect: [...expect] }),
    ...(flow !== undefined && { flow }),
    ...(walks && { walks: { ...walks } }),
    metrics: figuresWithSpread(figures, countedStages(load).length),
    samples: samples.map(({ kind, status, text }) => ({ kind, status, text })),
    ...toldOf(told),
  };
}

function writeFlow(
  { name, walks, figures, ...own }: Omit<FlowFigures, 'weight' | 'steps'>,
  stages: number,
): Pick<NonNullable<Result['flows']>[number], 'name' | 'walks' | 'metrics' | 'stepTimes'> {
  return { name, walks: { ...walks }, metrics: figuresWithSpread(figures, stages), ...stepTimesOf(own) };
}

function stagesOf({ stages, conditions }: Measurement): NonNullable<Result['stages']> {
  return stages.flatMap(({ index, figures, server }) => {
    const load = conditions.stages[index];
    const own = server && { server: writeStageServer(server) };
    return load ? [{ ...load, number: index + 1, metrics: figuresWithSpread(figures, 1), ...own }] : [];
  });
}

function writeSpecial({ recovery, lastStage, fault }: Measurement): Pick<Result, 'recovery' | 'fault'> {
  return {
    ...(recovery && { recovery: { ...recovery, lastStage: lastStage && { ...lastStage } } }),
    ...(fault && {
      fault: {
        fromSeconds: fault.fromSeconds,
        toSeconds: fault.toSeconds,
        requests: fault.requests,
        errors: fault.errors,
        missed: fault.missed,
        errorRate: fault.errorRate,
      },
    }),
  };
}

function roundsOf(side: 'target' | 'base', { endpoints }: Measurement): Result['rounds'][number] {
  return {
    side,
    histograms: Object.fromEntries(
      endpoints.map(({ name, figures }) => [
        name,
        { latency: figures.latency.toBase64(), latencyOfErrors: latencyOfErrors(figures).toBase64() },
      ]),
    ),
  };
}

/**
 * A measurement keeps the latency of every response and that of successes and timeouts: the difference is the errors'.
 */
function latencyOfErrors({ batches }: Figures): Histogram {
  // Most batches have none, and are spared two sums.
  const failed = batches.filter(({ latency, latencyAll }) => latencyAll.count > latency.count);
  return Histogram.merge(...failed.map(({ latency, latencyAll }) => latencyAll.without(latency)));
}
