import type { BaselineConditions, BaselineStage } from './baseline.ts';
import { compareSearches, differenceInSearch } from './compare-searches.ts';
import { compareStages, unsaidOfStages } from './compare-stages.ts';
import type { ComparedConditions } from './result/conditions.ts';
import type { Difference, Unsaid } from './result/differences.ts';
import type { PlannedFlow } from './result/flows.ts';

/** Shares of the mix may differ by this much (0.5 percentage points): decks and rounding, not another workload. */
const SHARE_TOLERANCE = 0.005;
/** Parts of a mix that are listed. */
const LISTED = 3;

/** `refused` make the comparison worthless, `noted` are for the reader to weigh. */
interface Comparability {
  readonly refused: readonly Difference[];
  readonly noted: readonly Difference[];
}

/**
 * Tells whether two measurements were made under conditions that allow a comparison of their figures.
 *
 * @param unsaidToo what else the baseline does not say
 * @param unread what it says, but not so that it could be read
 */
export function compareConditions(
  now: ComparedConditions,
  baseline: BaselineConditions,
  unsaidToo: readonly Unsaid[] = [],
  unread: readonly Unsaid[] = [],
): Comparability {
  const { untold = [] } = now;
  const then = leaveOut(baseline, [...untold, ...(baseline.untold ?? [])]);
  const { model, tool, machine, timeoutSeconds } = then;
  const stages = now.search && then.search ? compareSearches(now, then) : compareStages(now, then);
  const mix = mixDifference(now, then);
  const refused: Difference[] = [...differenceInSearch(now, then), ...stages.refused];
  if (model !== undefined && model !== now.model)
    refused.unshift({ condition: 'model', before: model, now: now.model });
  if (mix) refused.push(mix);
  refused.push(...flowDifferences(now, then));

  const noted: Difference[] = [...stages.noted, ...retryDifferences(now, then)];
  if (tool !== undefined && tool !== now.tool) noted.push({ condition: 'tool', before: tool, now: now.tool });
  if (machine !== undefined && machine !== now.machine)
    noted.push({ condition: 'machine', before: machine, now: now.machine });
  if (timeoutSeconds !== undefined && timeoutSeconds !== now.timeoutSeconds)
    noted.push({ condition: 'timeout', before: timeoutSeconds, now: now.timeoutSeconds });
  const what = [...unsaidBy(now, then), ...unsaidToo].filter((one) => ![...unread, ...untold].includes(one));
  if (what.length > 0) noted.push({ condition: 'unsaid', what });
  return { refused, noted };
}

/** What either of the two does not tell is not compared. */
function leaveOut(
  { model, timeoutSeconds, machine, mix, methods, stages, untold: _, ...rest }: BaselineConditions,
  unsaid: readonly Unsaid[],
): BaselineConditions {
  const says = (what: Unsaid) => !unsaid.includes(what);
  return {
    ...rest,
    ...(model !== undefined && says('model') && { model }),
    ...(timeoutSeconds !== undefined && says('timeout') && { timeoutSeconds }),
    ...(machine !== undefined && says('machine') && { machine }),
    ...(mix !== undefined && says('mix') && { mix }),
    ...(methods !== undefined && says('mix') && { methods }),
    ...(stages !== undefined && { stages: stages.map((stage) => toldOfStage(stage, says)) }),
  };
}

function toldOfStage(
  { connections, fromConnections, ratePerSecond, fromRatePerSecond, durationSeconds, ...rest }: BaselineStage,
  says: (what: Unsaid) => boolean,
): BaselineStage {
  return {
    ...rest,
    ...(connections !== undefined && says('connections') && { connections }),
    ...(fromConnections !== undefined && says('connections') && { fromConnections }),
    ...(ratePerSecond !== undefined && says('rate') && { ratePerSecond }),
    ...(fromRatePerSecond !== undefined && says('rate') && { fromRatePerSecond }),
    ...(durationSeconds !== undefined && says('duration') && { durationSeconds }),
  };
}

/** By request name where both say it, else by method. Null where the mixes agree or can't be compared. */
function mixDifference(now: ComparedConditions, then: BaselineConditions): Difference | null {
  if (then.mix) {
    return difference(
      new Map(now.mix.map(({ name, share }) => [name, share])),
      new Map(then.mix.map(({ name, share }) => [name, share])),
    );
  }
  if (then.methods) {
    const methods = new Map<string, number>();
    for (const { method, share } of now.mix) methods.set(method, (methods.get(method) ?? 0) + share);
    return difference(methods, new Map(Object.entries(then.methods)));
  }
  return null;
}

/** Of what says its mix: other tools have no flows. Their weights are in the mix of their steps. */
function flowDifferences(now: ComparedConditions, then: BaselineConditions): Difference[] {
  if (then.mix === undefined) return [];
  const [present, past] = [now, then].map(
    ({ flows = [] }) => new Map(flows.map((flow) => [flow.name, flow])),
  );
  const parts = [...new Set([...(past?.keys() ?? []), ...(present?.keys() ?? [])])].flatMap((name) => {
    const what = differenceInFlow(present?.get(name), past?.get(name));
    return what === null ? [] : [{ name, what }];
  });
  return parts.length === 0 ? [] : [{ condition: 'flows', parts }];
}

function differenceInFlow(now: PlannedFlow | undefined, then: PlannedFlow | undefined) {
  if (then === undefined) return 'new' as const;
  if (now === undefined) return 'gone' as const;
  const stepsOf = ({ steps }: PlannedFlow) => JSON.stringify(steps.map(({ name, always }) => [name, always]));
  const thinkOf = ({ steps, thinkAfterSeconds }: PlannedFlow) =>
    JSON.stringify([...steps.map(({ thinkSeconds }) => thinkSeconds), thinkAfterSeconds]);
  if (stepsOf(now) !== stepsOf(then)) return 'steps' as const;
  return thinkOf(now) === thinkOf(then) ? null : ('think' as const);
}

/** Of a request that is sent again, figures count the request and not its attempts. Other tools send nothing again. */
function retryDifferences(now: ComparedConditions, then: BaselineConditions): Difference[] {
  const namesOf = (mix: BaselineConditions['mix']): string[] =>
    (mix ?? []).flatMap(({ name, retried }) => (retried ? [name] : []));
  const [present, past] = [namesOf(now.mix), namesOf(then.mix)];
  const added = present.filter((name) => !past.includes(name));
  const removed = past.filter((name) => !present.includes(name));
  if (added.length + removed.length === 0) return [];
  return [{ condition: 'retry', before: removed, now: added }];
}

function difference(now: ReadonlyMap<string, number>, then: ReadonlyMap<string, number>): Difference | null {
  const parts = [...new Set([...then.keys(), ...now.keys()])]
    .map((name) => ({ name, before: then.get(name) ?? 0, now: now.get(name) ?? 0 }))
    .filter((part) => Math.abs(part.now - part.before) > SHARE_TOLERANCE + 1e-9);
  if (parts.length === 0) return null;
  return { condition: 'mix', parts: parts.slice(0, LISTED), more: Math.max(0, parts.length - LISTED) };
}

function unsaidBy(now: ComparedConditions, then: BaselineConditions): Unsaid[] {
  const unsaid: (Unsaid | null)[] = [
    then.mix || then.methods ? null : 'mix',
    then.model === undefined ? 'model' : null,
    ...unsaidOfStages(now, then),
    then.tool === undefined ? 'tool' : null,
    then.timeoutSeconds === undefined ? 'timeout' : null,
    then.machine === undefined ? 'machine' : null,
  ];
  return unsaid.filter((item) => item !== null);
}
