/** The slices of a block put together: one round on either side, as if each had been one piece. Pure. */
import { addFlows, addRequests } from './merge-portions.ts';
import type { ServerReadings } from './probes/readings.ts';
import type { GeneratorHealth, RequestStats, Round, RoundEnd, Silence } from './round.ts';

/** What is made of several stretches of load as one, as it is of whole rounds. */
interface Together {
  generatorOf(slices: readonly Round[]): GeneratorHealth;
  joinSilences(slices: readonly Round[]): readonly Silence[];
  joinReadings(slices: readonly Round[]): ServerReadings | undefined;
}

/**
 * @param slices of one block, in the order in which they were measured; whole rounds stay what they are
 * @returns a round for each side, in the order of their first slices; one that ended early comes last
 */
export function mergeSlices(slices: readonly Round[], together: Together): readonly Round[] {
  if (slices.every(({ slices: places }) => places === undefined)) return slices;
  const sides = [...new Set(slices.map(({ side }) => side))];
  return sides
    .map((side) =>
      mergeSide(
        slices.filter((slice) => slice.side === side),
        together,
      ),
    )
    .sort((a, b) => Number(a.ended.how !== 'complete') - Number(b.ended.how !== 'complete'));
}

function mergeSide([first, ...others]: readonly Round[], together: Together): Round {
  if (first === undefined) throw new RangeError('a side without a slice has no round');
  const slices = [first, ...others] as const;
  if (first.slices === undefined) return first;
  const server = together.joinReadings(slices);
  const total = (value: (slice: Round) => number): number =>
    slices.reduce((sum, slice) => sum + value(slice), 0);
  return {
    ...first,
    measuredMs: total(({ measuredMs }) => measuredMs),
    plannedMs: total(({ plannedMs }) => plannedMs),
    elapsedMs: total(({ elapsedMs }) => elapsedMs),
    ...(first.sent !== undefined && { sent: total(({ sent = 0 }) => sent) }),
    ...(first.writes !== undefined && { writes: total(({ writes = 0 }) => writes) }),
    ...(slices.some(({ renewals }) => renewals) && {
      renewals: {
        logins: total(({ renewals }) => renewals?.logins ?? 0),
        pausedMs: total(({ renewals }) => renewals?.pausedMs ?? 0),
      },
    }),
    silences: together.joinSilences(slices),
    slices: slices.flatMap(({ slices: places }) => places ?? []),
    ...(first.firstMs && { firstMs: slices.flatMap(({ firstMs = [] }) => firstMs) }),
    ...overLoad(slices),
    ended: endOf(slices),
    generator: together.generatorOf(slices),
    ...(server && { server }),
  };
}

/** When that was, in the load of all slices. */
function endOf(slices: readonly Round[]): RoundEnd {
  const at = slices.findIndex(({ ended }) => ended.how !== 'complete');
  const ended = slices[at]?.ended ?? { how: 'complete' };
  if (!('afterMs' in ended)) return ended;
  const beforeMs = slices.slice(0, at).reduce((sum, { measuredMs }) => sum + measuredMs, 0);
  return { ...ended, afterMs: beforeMs + ended.afterMs };
}

/** Requests and flows of all slices, over the time in which the load was there. */
function overLoad(slices: readonly [Round, ...Round[]]): Pick<Round, 'requests' | 'flows'> {
  const [{ requests: named, flows: walked, connections }] = slices;
  const requests = addRequests(
    named.map(({ name }) => name),
    slices.map((slice) => slice.requests),
    (sample) => sample,
    'in-turn',
  );
  const seconds = busySeconds(requests, connections);
  const counted = requests.map((stats) => over(stats, seconds));
  if (walked === undefined) return { requests: counted };
  const flows = addFlows(
    walked.map(({ name }) => name),
    slices.map((slice) => slice.flows ?? []),
    'in-turn',
  );
  return {
    requests: counted,
    flows: flows.map((stats) => over(stats, seconds)),
  };
}

/**
 * Throughput of a slice by its wall clock depends on its edges: a tenth of its responses come after its end, or belong
 * to requests of its lead-in. In a closed model each connection always has one request under way, so that the time in
 * which the load was there is all latency added up, with what users thought, over the connections (Little's law:
 * X = N / R).
 */
function busySeconds(requests: readonly RequestStats[], connections: number): number {
  const busyMs = requests.reduce(
    (sum, { batches }) => sum + batches.reduce((part, batch) => part + batch.busyMs, 0),
    0,
  );
  return busyMs / connections / 1000;
}

/** What was sent in that time, whenever it was answered. */
function over<Of extends RequestStats>(stats: Of, seconds: number): Of {
  const { success, status, check, body } = stats.outcomes;
  return {
    ...stats,
    batches: stats.batches.map((batch) => ({
      ...batch,
      seconds,
      completedSuccesses: success,
      completedResponses: success + status + check + body,
    })),
  };
}
