/**
 * Plays a case through the code and writes down what comes of it. All calls into src, and all that the recorded cases
 * know of its types, stand here: where names change, this file does, and the record stays what it is.
 */
import { planCalibration } from '../../../src/config/calibration/calibration-plan.ts';
import { ConfigurationError } from '../../../src/config/configuration-error.ts';
import { modelOf, mostConnections } from '../../../src/config/load/whole-load.ts';
import { parseConfig } from '../../../src/config/parse-config.ts';
import type { Plan } from '../../../src/config/plan.ts';
import { WHOLE } from '../../../src/config/scope.ts';
import { mergeSlices } from '../../../src/engine/merge-slices.ts';
import type { Round } from '../../../src/engine/round.ts';
import { blocksOfBudget, isBudgetSpent, nextRounds } from '../../../src/engine/schedule.ts';
import { Unmeasurable, type UnmeasurableCode } from '../../../src/engine/unmeasurable.ts';
import type { Baseline } from '../../../src/evidence/baseline.ts';
import { type Evidence, gather } from '../../../src/evidence/gather.ts';
import { generatorOf } from '../../../src/evidence/generator-of.ts';
import { seriesOf } from '../../../src/evidence/history/series.ts';
import { joinSilences } from '../../../src/evidence/join-silences.ts';
import { readBaseline } from '../../../src/evidence/readers/read-baseline.ts';
import type { Comparison } from '../../../src/evidence/result/comparison.ts';
import { joinReadings } from '../../../src/evidence/server/join-readings.ts';
import { accept, isAcceptable } from '../../../src/judgement/acceptance.ts';
import { calibrate } from '../../../src/judgement/calibration/calibrate.ts';
import { calibrationProgress } from '../../../src/judgement/calibration/progress.ts';
import { findRefusal } from '../../../src/judgement/calibration/validity.ts';
import { watch } from '../../../src/judgement/drift/watch.ts';
import { steady } from '../../../src/judgement/interleaved/steady.ts';
import { judge } from '../../../src/judgement/judge.ts';
import { readHistoryBaseline } from '../../../src/judgement/regressions/history/baseline.ts';
import { outlookOf } from '../../../src/judgement/regressions/history/outlook.ts';
import { judgeSelftest } from '../../../src/judgement/selftest.ts';
import { invalid } from '../../../src/judgement/validity/unmeasurable.ts';
import type { Judgement, Verdict } from '../../../src/judgement/verdict.ts';
import { describeShortfall } from '../../../src/report/calibration/gate-words.ts';
import { describeRefusal } from '../../../src/report/calibration/refusal-words.ts';
import { describeSelftest } from '../../../src/report/calibration/selftest-words.ts';
import { describeProgress, describeUnknown, describeWarning } from '../../../src/report/calibration/words.ts';
import { writeProgress } from '../../../src/report/words/progress.ts';
import { writeAdvice, writeReason } from '../../../src/report/words/reason.ts';
import { writeNotes, writeWarnings } from '../../../src/report/words/remarks.ts';
import { generator } from '../generator.ts';
import type { CalibrationCase, Case, DriftCase, Recorded, RunCase, SelftestCase } from './case.ts';
import { makeRound } from './make-round.ts';
import { makeNights } from './nights.ts';
import type { Traffic } from './traffic.ts';

const MACHINE = { tool: 'tailgate 0.1.0', machine: 'linux x64, 2 cores' };
const TARGET = 'http://127.0.0.1:8080';
const BASE = 'http://127.0.0.1:8081';
const SEED = 'c0ffee';
const PLACE = 'the folder .tailgate/history';
const SOMEBODY = { by: 'ada', at: '2026-11-22T10:03:00.000Z' };
/** Each look tells; these are kept, and the last one. */
const TOLD = [1, 2, 7, 10, 20];

export function play(one: Case): Recorded {
  try {
    return playKind(one);
  } catch (error) {
    throw new Error(`the case “${one.name}” can't be played`, { cause: error });
  }
}

function playKind(one: Case): Recorded {
  switch (one.kind) {
    case 'run':
      return playRun(one);
    case 'unmeasurable': {
      const error = new Unmeasurable(one.code as UnmeasurableCode, one.message);
      return record(invalid(error, one.judged ? run(one.judged).look.verdict : null), NOTHING, {}, {});
    }
    case 'calibration':
      return playCalibration(one);
    case 'selftest':
      return playSelftest(one);
    case 'drift':
      return playDrift(one);
  }
}

/** What a report of the case would be made from. */
export function run(one: RunCase): {
  readonly plan: Plan;
  readonly baseline: Baseline | null;
  readonly seen: Evidence;
  readonly look: Judgement;
  readonly looks: readonly Judgement[];
} {
  const plan = planOf(one);
  const baseline = baselineOf(one, plan);
  const rounds: Round[] = [];
  const looks: Judgement[] = [];
  for (;;) {
    const measured: Round[] = [];
    for (const order of nextRounds(plan, rounds, SEED)) {
      if (one.onlyTarget && order.side === 'base') continue;
      if ([...rounds, ...measured].every(({ ended }) => ended.how === 'complete'))
        measured.push(roundOf(order, one[order.side] ?? {}, plan, one));
    }
    rounds.push(...mergeSlices(measured, { generatorOf, joinSilences, joinReadings }));
    if (rounds.every(({ warmUp, ended }) => warmUp && ended.how === 'complete')) continue;
    const seen = gatherAll(rounds, plan);
    const { measurement, interleaved } = seen;
    const look = judge(plan, measurement, baseline, one.withoutBase ? null : interleaved);
    const { progress } = look;
    looks.push({ ...look, progress: progress && steady(looks.at(-1)?.progress ?? null, progress) });
    if (!look.wantsMore || looks.length >= (one.most ?? Number.POSITIVE_INFINITY))
      return { plan, baseline, seen, look, looks };
  }
}

function playRun(one: RunCase): Recorded {
  let played: ReturnType<typeof run>;
  try {
    played = run(one);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return { decision: { outcome: 'refused' }, words: { reason: error.message } };
  }
  const { plan, baseline, seen, look, looks } = played;
  const { verdict, wantsMore } = look;
  const told = { source: baseline?.source ?? null, seconds: seen.measurement?.measuredSeconds ?? 0 };
  const acceptable = isAcceptable(verdict);
  const accepted = accept(verdict, one.found ?? SOMEBODY);
  const fails = verdict.outcome === 'fail';
  const shown = looks.filter((_, i) => TOLD.includes(i + 1) || i + 1 === looks.length);
  const [first] = looks;
  const interim = first?.wantsMore ? [first.verdict.outcome, writeReason(first.verdict, told.source)] : [];
  const decided = { outcome: accepted.outcome, accepted: accepted.accepted ?? null };
  const said = {
    reason: writeReason(accepted, told.source),
    warnings: writeWarnings(accepted.warnings),
  };
  return record(
    verdict,
    told,
    { looks: looks.length, wantsMore, ...(fails && { acceptable, accepted: decided }) },
    {
      progress: shown.map(({ progress }) => progress && writeProgress(progress)),
      ...(interim.length > 0 && { interim }),
      ...(fails && { accepted: said }),
      notices: plan.notices,
    },
  );
}

const NOTHING = { source: null, seconds: 0 };

function record(
  verdict: Verdict,
  { source, seconds }: { readonly source: string | null; readonly seconds: number },
  decided: object,
  said: object,
): Recorded {
  const { outcome, warnings, comparisons, suspects, interleaved } = verdict;
  return {
    decision: {
      outcome,
      ...decided,
      comparisons: comparisons.map(asRecorded),
      suspects,
      live: interleaved,
    },
    words: {
      reason: writeReason(verdict, source),
      advice: writeAdvice(verdict, seconds),
      warnings: writeWarnings(warnings),
      notes: comparisons.map(writeNotes),
      ...said,
    },
  };
}

/**
 * In the words of when it was recorded: what nothing was declared about was called within, nobody was told how many
 * runs of a history there were, and responses were answers.
 */
function asRecorded({ notes: _, finding, regression, ...figures }: Comparison): object {
  const { runs: __, ...known } = regression ?? {};
  return {
    ...figures,
    basis: figures.basis === 'all responses' ? 'all answers' : figures.basis,
    regression: regression && known,
    finding: finding === 'not-gated' ? 'within' : finding,
  };
}

function withAnswers(figures: object): object {
  return Object.fromEntries(
    Object.entries(figures).map(([key, value]) => [key === 'responses' ? 'answers' : key, value]),
  );
}

function playCalibration(one: CalibrationCase): Recorded {
  const { baseUrl, config } = one;
  const inputs = { door: 'terminal', targetUrl: TARGET, baseUrl } as const;
  const written = withSlices(
    parseConfig(config, 'tailgate.yml', { inputs, env: {}, purpose: 'calibration' }),
    false,
  );
  const blockMs = 2 * (written.gate.interleaved.measureMs + written.gate.interleaved.discardMs);
  const plan = planCalibration(written, Math.max(12, one.blocks) * blockMs);
  const rounds: Round[] = [];
  while (rounds.length < 2 * one.blocks && rounds.every(({ ended }) => ended.how === 'complete')) {
    for (const order of nextRounds(plan, rounds, SEED))
      rounds.push(roundOf(order, one[order.side], plan, one));
  }
  const { measurement, interleaved } = gatherAll(rounds, plan);
  if (interleaved === null) throw new Error('a calibration has a base');
  const cutShort = one.cutShort ?? false;
  const refusal = findRefusal(measurement, interleaved, cutShort);
  if (refusal) return { decision: { outcome: 'invalid' }, words: describeRefusal(refusal) };
  const elapsedMs = rounds.reduce((sum, round) => sum + round.elapsedMs, 0) - 2 * plan.load.warmupMs;
  const { warnings, unknown, gates, ...calibration } = calibrate({
    written,
    plan,
    evidence: interleaved,
    elapsedMs,
    cutShort,
    oneUrl: baseUrl === undefined,
    unit: generator(4711).even,
    sessions: 60,
  });
  return {
    decision: {
      ...calibration,
      seen: withAnswers(calibration.seen),
      gates: gates.map(({ advice: _, ...gate }) => withAnswers(gate)),
    },
    words: {
      warnings: warnings.map(describeWarning),
      unknown: unknown.map(describeUnknown),
      advice: gates.map(describeShortfall),
      progress: [
        calibrationProgress(one.blocks, calibration.noise.ofBlocks, 245),
        calibrationProgress(1, null, 0),
      ].map(describeProgress),
    },
  };
}

function playSelftest({ slowed, same, slowedBusy = 0.1, sameBusy = 0.1 }: SelftestCase): Recorded {
  const verdicts = { slowed: run(slowed).look.verdict, same: same && run(same).look.verdict };
  const selftest = judgeSelftest(
    { verdict: verdicts.slowed, busyShare: slowedBusy },
    verdicts.same && { verdict: verdicts.same, busyShare: sameBusy },
    { slowdown: 0.2, tolerance: 0.1 },
  );
  return { decision: { outcome: selftest.outcome }, words: describeSelftest(selftest, verdicts) };
}

function playDrift({ nights, known }: DriftCase): Recorded {
  const records = makeNights(nights);
  const seen = watch(records, known, ({ metric, endpoint }) => `${metric}/${endpoint ?? ''}`);
  const ahead = (['p99', 'throughput', 'errors'] as const).map((metric) => {
    const { points: _, ...outlook } = outlookOf(metric, WHOLE, seriesOf(records, metric, null));
    return outlook;
  });
  const short = ({ values: _, ...shift }: (typeof seen.worse)[number]) => shift;
  const { worse, better, news, kept, over } = seen;
  return {
    decision: { worse: worse.map(short), better: better.map(short), news: news.length, kept, over, ahead },
    words: {},
  };
}

/** Most cases are of rounds that are one piece, as they were when they were recorded. */
function withSlices(plan: Plan, sliced: boolean): Plan {
  const { gate } = plan;
  return { ...plan, gate: { ...gate, interleaved: { ...gate.interleaved, sliced } } };
}

function planOf({ config, base, baseUrl, targetUrl = TARGET, durationMs, sliced = false }: RunCase): Plan {
  const inputs = {
    door: 'terminal',
    targetUrl,
    durationMs,
    baseUrl: baseUrl ?? (base ? BASE : undefined),
  } as const;
  return withSlices(parseConfig(config, 'tailgate.yml', { inputs, env: {} }), sliced);
}

function baselineOf({ file, history }: RunCase, plan: Plan): Baseline | null {
  const source = plan.baseline;
  if (source?.kind === 'file' && typeof file === 'string') return readBaseline(file, source);
  if (source?.kind !== 'history' || !history) return null;
  const { skipped = [], forRelease = false } = history;
  const records = makeNights(history);
  return readHistoryBaseline(plan, source, { records, skipped }, PLACE, forRelease);
}

function gatherAll(rounds: readonly Round[], plan: Plan) {
  const budget = {
    budgetBlocks: blocksOfBudget(plan, rounds),
    budgetSpent: isBudgetSpent(plan, rounds),
  };
  return gather(rounds, plan, { machine: MACHINE, seed: SEED, ...budget });
}

function roundOf(
  order: Parameters<typeof makeRound>[0],
  traffic: Traffic,
  plan: Plan,
  { name }: { readonly name: string },
): Round {
  return makeRound(order, traffic, {
    seed: name,
    mix: plan.scenario.requests,
    connections: mostConnections(plan.load),
    timeoutMs: plan.load.timeoutMs,
    isOpen: modelOf(plan.load) === 'open',
    address: '127.0.0.1',
    // With a base there are many rounds, each long enough as the schedule has it at first.
    ...(plan.base === null ? { batches: 10, perSecond: 311 } : { batches: 1, perSecond: 400 }),
  });
}
