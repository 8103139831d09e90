import { METRICS, type Metric } from '../../config/metrics.ts';
import type { Plan } from '../../config/plan.ts';
import { scopeOf } from '../../config/scope.ts';
import { findNamed } from '../../evidence/find-named.ts';
import type { DeclaredGate } from '../interleaved/declared-gates.ts';
import { blocksOf, type ScopeBlock, stepsOf, worseningsOf } from '../interleaved/series.ts';
import { toChange } from '../scale.ts';
import { robustSpread } from '../statistics/projection.ts';
import { hodgesLehmann } from '../statistics/signed-rank.ts';
import { adviseOn } from './advise-on.ts';
import { offsetOf } from './allowance.ts';
import {
  assess,
  type Chances,
  type Drawn,
  holds,
  type Margins,
  passShareOf,
  smallestShown,
} from './assess.ts';
import type { AllowanceAdvice, GateAdvice, RoundsAdvice } from './calibration.ts';
import type { CalibrationRun } from './calibration-run.ts';
import { DrawnErrors } from './draw-errors.ts';
import { type DrawnBlock, DrawnSession } from './draw-session.ts';
import { DrawnTogether, tabulate } from './drawn-together.ts';
import { responsesOf } from './seen.ts';
import { widening } from './spread.ts';
import { tolerancesFor } from './tolerances.ts';

interface Context {
  readonly run: CalibrationRun;
  readonly rounds: RoundsAdvice;
  readonly allowance: AllowanceAdvice | null;
  readonly gates: number;
}

/** The smallest tolerance of one gate that holds with these rounds, and how it would do. */
export function adviseGate(gate: DeclaredGate, { run, rounds, allowance, gates }: Context): GateAdvice {
  const { metric, endpoint, rule } = gate;
  const blocks = blocksOf(run.evidence, endpoint);
  const steps = stepsOf(metric, blocks);
  const series = worseningsOf(metric, steps);
  const values = series.filter((value) => value !== null);
  const responses = responsesOf(blocks);
  const declared = declaredIn(run.written, metric, endpoint);
  const none = { ...scopeOf(gate), declared, responses };
  if (values.length === 0) {
    return {
      ...none,
      declaredHolds: declared === null ? null : false,
      declaredReach: null,
      tolerance: null,
      reach: null,
      shown: null,
      spread: null,
      offset: null,
      advice: { code: 'no-responses' },
    };
  }
  const sessions = drawSessions(gate, steps, series, run);
  const surroundings: Margins = {
    allowance: rule.allowance,
    // On one address nothing stands between the two; what stands between others was measured.
    offset: METRICS[metric].scale === 'linear' || allowance === null ? 0 : Math.log1p(allowance.allowance),
  };
  const passShare = passShareOf(gates);
  const known = new Map<number, Chances>();
  const reachAt = (tolerance: number): Chances => {
    const reach = known.get(tolerance) ?? assess(sessions, metric, tolerance, surroundings);
    known.set(tolerance, reach);
    return reach;
  };
  const possible = tolerancesFor(metric, { allowance: allowance?.allowance ?? 0, declared });
  const tolerance = possible.find((one) => holds(reachAt(one), passShare)) ?? null;
  const declaredReach = declared === null ? null : reachAt(declared);
  const shown = tolerance === null ? null : smallestShown(sessions, metric, tolerance, surroundings);
  const advice = {
    ...none,
    // A wider one than the smallest that holds is no tighter demand, even where drawing says 94 instead of 95.
    declaredHolds: declared === null ? null : tolerance !== null && declared >= tolerance,
    declaredReach,
    tolerance,
    reach: tolerance === null ? null : reachAt(tolerance),
    shown: shown === null ? null : Math.abs(toChange(metric, shown)),
    spread: robustSpread(values),
    offset: offsetIn(metric, values),
  };
  return { ...advice, advice: adviseOn(advice, { rounds, allowance }) };
}

/** Where several blocks make a step, a session has as many fewer. */
function drawSessions(
  { metric, rule: ofBlocks, stallAlpha }: DeclaredGate,
  blocks: readonly ScopeBlock[],
  series: readonly (number | null)[],
  { oneUrl, sessions, unit }: CalibrationRun,
): Drawn[] {
  const values = series.filter((value) => value !== null);
  const nmax = Math.max(1, Math.round((ofBlocks.nmax * values.length) / blocks.length));
  const rule = { ...ofBlocks, nmax };
  if (METRICS[metric].kind === 'share')
    return Array.from({ length: sessions }, () => new DrawnErrors(blocks, rule, unit));
  // One address can't differ from itself; two are drawn about what they differ by, which the offset then adds.
  const centre = oneUrl ? 0 : hodgesLehmann(values);
  const residuals = values.map((value) => value - centre);
  const widen = widening(values.length);
  const seen = blocks.filter((_, i) => series[i] !== null).filter((block) => block !== null);
  const measured = stallAlpha > 0 ? tabulate(metric, seen, centre) : null;
  const guards = measured && {
    stallAlpha,
    together: (drawn: readonly DrawnBlock[]) => new DrawnTogether(measured, drawn, widen),
  };
  return Array.from({ length: sessions }, () => new DrawnSession(residuals, widen, rule, unit, guards));
}

function offsetIn(metric: Metric, values: readonly number[]): GateAdvice['offset'] {
  const offset = offsetOf(values);
  if (offset === null) return null;
  const ends = [toChange(metric, offset.lower), toChange(metric, offset.upper)].sort((a, b) => a - b);
  return { change: toChange(metric, offset.estimate), interval: [ends[0] ?? 0, ends[1] ?? 0] };
}

function declaredIn({ gate }: Plan, metric: Metric, endpoint: string | null): number | null {
  const bounds = endpoint === null ? gate.whole : findNamed(gate, endpoint);
  return bounds?.[metric]?.regression ?? null;
}
