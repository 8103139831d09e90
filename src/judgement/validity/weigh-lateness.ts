import type { Plan } from '../../config/plan.ts';
import { isSamePart } from '../../config/scope.ts';
import type { Measurement } from '../../evidence/measurement.ts';
import type { CauseOf } from '../../evidence/result/causes.ts';
import type { RemarkOf } from '../../evidence/result/remarks.ts';
import { type Decision, findFail } from '../decision.ts';
import { type ErrorFloor, type ErrorReference, heldErrors, judgeErrorFloor } from '../error-floor.ts';
import { scopesOf } from '../judge-rows.ts';
import type { Opponent, Row, Scope } from '../row.ts';
import { describeGenerator, findLateGenerator } from './generator.ts';
import { atBest, latenessOf } from './lateness.ts';
import { withstands } from './withstands.ts';

/** What is left of a judgement where the generator was late. */
export interface Weighed {
  /** That it was late, for those that are told besides what comes first; empty where it wasn't. */
  readonly late: readonly CauseOf<'generator-late'>[];
  /** Rows that would be the same had it been in time. */
  readonly standing: readonly Row[];
  readonly floor: ErrorFloor;
  /** What becomes of the run where nothing that stands fails it; null where all of it stands. */
  readonly hanging: Decision | null;
  readonly warnings: readonly RemarkOf<'generator-lagged'>[];
}

/** @param reference what the errors of the whole are held against */
export function weighLateness(
  plan: Plan,
  measurement: Measurement,
  judged: { readonly rows: readonly Row[]; readonly floor: ErrorFloor; readonly reference: ErrorReference },
  opponent: Opponent,
): Weighed {
  const { rows, floor, reference } = judged;
  const lateness = latenessOf(measurement);
  const scopes = scopesOf(plan, measurement, opponent);
  // A stage hangs on how the generator fared while it was run.
  const seenIn = ({ index }: Scope) => (index === undefined ? measurement : onlyStage(measurement, index));
  const scopeOfRow = ({ comparison }: Row) => scopes.find((one) => isSamePart(one, comparison));
  const standing = rows.filter((row) => {
    // How somebody else's generator fared, nobody watched.
    if (plan.generator !== undefined) return true;
    const scope = scopeOfRow(row);
    return scope !== undefined && withstands(row, scope, opponent, latenessOf(seenIn(scope)));
  });
  const hanging = rows.filter((row) => !standing.includes(row)).flatMap((row) => scopeOfRow(row) ?? []);
  const late = [measurement, ...hanging.map(seenIn)].reduce<CauseOf<'generator-late'> | null>(
    (found, seen) => found ?? findLateGenerator(seen),
    null,
  );
  const atItsBest = {
    fault: measurement.fault,
    whole: atBest(measurement.whole, lateness),
    stages: measurement.stages.map((one) => ({ ...one, figures: atBest(one.figures, lateness) })),
  };
  const own =
    floor && 'fails' in floor
      ? judgeErrorFloor(measurement, reference, heldErrors(atItsBest, reference))
      : floor;
  const floorStands = !floor || 'open' in floor || (own !== null && 'fails' in own);
  const hangs = standing.length < rows.length || !floorStands;
  return {
    late: late ? [late] : [],
    standing,
    floor: floorStands ? floor : null,
    hanging: hangs ? { outcome: 'invalid', causes: [late ?? describeGenerator(measurement)] } : null,
    warnings: hangs || late === null ? [] : [{ ...late, code: 'generator-lagged' }],
  };
}

/** What was measured while that stage was run, as if it had been all. */
function onlyStage(measurement: Measurement, index: number): Measurement {
  const stage = measurement.stages[index];
  const { conditions } = measurement;
  if (stage === undefined) return measurement;
  const { figures: whole, generator } = stage;
  const stages = conditions.stages.slice(index, index + 1);
  return { ...measurement, whole, generator, conditions: { ...conditions, stages } };
}

/** What fails all the same; where something else hangs on the generator, that is told last. */
export function findStandingFail(measurement: Measurement, weighed: Weighed): Decision | null {
  const failed = findFail(measurement, weighed.standing, weighed.floor);
  return failed && { ...failed, causes: [...failed.causes, ...(weighed.hanging?.causes ?? [])] };
}
