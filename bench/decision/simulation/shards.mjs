/** Sessions of several machines that load target and base in turn: blocks whose number is fixed, and one look. */
import {
  conclude,
  PLAN,
  ruleOf,
  standErrors,
  standP99,
  standThroughput,
  tossBlocks,
} from '../rules/tailgate.mjs';
import { randomStream } from './random.mjs';
import { DISCARD_SECONDS, EFFECTS, MEASURE_SECONDS, REGIMES } from './regimes.mjs';
import { drawSession } from './session.mjs';

/** Between two rounds: threads are told, and last responses awaited, see src/engine/shard-clock.ts. */
const GAP_SECONDS = 2.5;
/** From the start of one round to that of the next. */
export const SLOT_SECONDS = MEASURE_SECONDS + DISCARD_SECONDS + GAP_SECONDS;
export const SHARD_BLOCKS = [10, 20, 30, 45];
export const SHARDS_ALLOWANCES = [0.02, 0];
const SHARDED = { ...PLAN, shards: 8 };

/**
 * @param {object} job `regime` its index, `chunk` which part of the seeds, `sessions` how many, `blocks` of each
 * @returns counts of outcomes by `${allowance}/${effect}` of the single look, and by `looks/…` of the sequential gate
 */
export function simulateShards({ regime, chunk, sessions, blocks: number }) {
  const random = randomStream(0x5aa2d + number, regime, chunk);
  const weather = { ...REGIMES[regime], roundSeconds: SLOT_SECONDS };
  const counts = {};
  const count = (key, { outcome }) => {
    counts[key] ??= { fail: 0, pass: 0, inconclusive: 0 };
    counts[key][outcome] += 1;
  };
  for (let i = 0; i < sessions; i++) {
    const session = drawSession(weather, random);
    const blocks = tossBlocks(random).slice(0, number);
    for (const [name, plan] of [
      ['once', SHARDED],
      ['looks', PLAN],
    ]) {
      const errors = standErrors(session, blocks, ruleOf('errors', 0, plan, number));
      for (const allowance of SHARDS_ALLOWANCES) {
        const ofRate = ruleOf('throughput', allowance, plan, number);
        const ofP99 = ruleOf('p99', allowance, plan, number);
        const steady = standThroughput(session, blocks, 1, allowance, ofRate);
        for (const effect of EFFECTS)
          count(
            `${name}/${allowance}/${effect}`,
            conclude([standP99(session, blocks, 1 + effect, allowance, ofP99), steady, errors]),
          );
      }
    }
  }
  return counts;
}
