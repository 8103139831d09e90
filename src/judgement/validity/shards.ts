/** Whether the machines that made a load together were there at one time, and alike. */
import type { Measurement } from '../../evidence/measurement.ts';
import type { CauseOf } from '../../evidence/result/causes.ts';
import type { RemarkOf } from '../../evidence/result/remarks.ts';

type Seen = Pick<Measurement, 'shards'>;

/** Of the measured time, in which all of them have to load. */
const LEAST_OVERLAP = 0.95;
const MOST_TOLD = 8;

/** What fewer machines loaded for a while is no measure of what all would have met; null where they were there. */
export function findApart(...sides: readonly Seen[]): CauseOf<'shards-apart'> | null {
  for (const { shards } of sides) {
    if (!shards) continue;
    const { of, overlap, apart } = shards;
    if (overlap >= LEAST_OVERLAP && apart.every(({ how }) => how !== 'stopped')) continue;
    const told = apart.slice(0, MOST_TOLD).map((one) => ({ ...one }));
    return { code: 'shards-apart', of, overlap, shards: told };
  }
  return null;
}

/** Each once, whichever side shows it. */
export function warnOfElsewhere(...sides: readonly Seen[]): RemarkOf<'shard-elsewhere'>[] {
  const all = sides.flatMap(({ shards }) => shards?.elsewhere ?? []);
  return all
    .filter(({ shard }, i) => all.findIndex((other) => other.shard === shard) === i)
    .map((one) => ({ code: 'shard-elsewhere', ...one }));
}
