import type { CountedTrouble, ProbeSeen, ServerReadings } from '../../engine/probes/readings.ts';
import type { Round } from '../../engine/round.ts';

/** What probes read in the slices of one side, as if these had been one stretch of load; undefined without a probe. */
export function joinReadings(slices: readonly Round[]): ServerReadings | undefined {
  const [first] = slices;
  if (first?.server === undefined) return undefined;
  const startMs = Date.parse(first.startedAt);
  let beforeMs = 0;
  const parts = slices.map(({ server = [], measuredMs, startedAt }) => {
    const part = { server, atMs: beforeMs, wallMs: Date.parse(startedAt) - startMs };
    beforeMs += measuredMs;
    return part;
  });
  return first.server.map(({ probe, kind }): ProbeSeen => {
    const own = parts.flatMap(({ server, ...from }) =>
      server.filter((one) => one.probe === probe).map((seen) => ({ seen, from })),
    );
    const last = own.at(-1)?.seen;
    const database = own.findLast(({ seen }) => seen.database !== undefined)?.seen.database;
    const machine = own.find(({ seen }) => seen.machine !== undefined)?.seen.machine;
    return {
      probe,
      kind,
      readings: own.flatMap(({ seen, from }) =>
        seen.readings.map((one) => ({
          ...one,
          atMs: one.atMs + from.atMs,
          wallMs: one.wallMs + from.wallMs,
        })),
      ),
      limits: last?.limits ?? [],
      ...(machine && { machine }),
      troubles: addTroubles(own.flatMap(({ seen }) => seen.troubles)),
      ...(database && { database }),
    };
  });
}

/** Each kind of trouble with a series once. */
export function addTroubles(troubles: readonly CountedTrouble[]): readonly CountedTrouble[] {
  const all = new Map<string, CountedTrouble>();
  for (const one of troubles) {
    const key = `${one.code} ${one.series ?? ''}`;
    const before = all.get(key);
    all.set(key, before === undefined ? one : { ...before, count: before.count + one.count });
  }
  return [...all.values()];
}
