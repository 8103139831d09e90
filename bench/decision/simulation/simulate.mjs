/** Sessions of one regime, each judged by every rule, counted. */
import { PEERS } from '../rules/index.mjs';
import { conclude, standErrors, standP99, standThroughput, tossBlocks } from '../rules/tailgate.mjs';
import { randomStream } from './random.mjs';
import { EFFECTS, REGIMES } from './regimes.mjs';
import { drawSession } from './session.mjs';

export const ALLOWANCES = [0.02, 0];

/**
 * @param {object} job `regime` its index, `chunk` which part of the seeds, `sessions` how many, `rounds` what each side
 *   gets of a rule that looks once; null leaves those rules out; `slowShare` another share of a stalled round's requests
 *   than usual, which only rules that look once can tell: the interleaved gate is left out
 * @returns {Record<string, { fail: number, pass: number, inconclusive: number, blocks: number }>} counts and sum of
 *   blocks, by `${rule}/${effect}`
 */
export function simulate({ regime, chunk, sessions, rounds, effects = EFFECTS, slowShare }) {
  const random = randomStream(0x7a11, regime, chunk);
  const { driftSd } = REGIMES[regime];
  const weather = slowShare === undefined ? REGIMES[regime] : { ...REGIMES[regime], slowShare };
  const counts = {};
  const count = (key, { outcome, blocks }) => {
    counts[key] ??= { fail: 0, pass: 0, inconclusive: 0, blocks: 0 };
    counts[key][outcome] += 1;
    counts[key].blocks += blocks;
  };
  for (let i = 0; i < sessions; i++) {
    const earlier = drawSession(weather, random);
    const today = drawSession(weather, random);
    const blocks = tossBlocks(random);
    if (slowShare === undefined) judgeInterleaved(today, blocks, effects, count);
    if (rounds === null) continue;
    for (const effect of effects) {
      for (const peer of PEERS) {
        const fails = peer.fails({ today, earlier, factor: 1 + effect, rounds, driftSd });
        count(`${peer.key}/${effect}`, { outcome: fails ? 'fail' : 'pass', blocks: peer.rounds ?? rounds });
      }
    }
  }
  return counts;
}

/** Three gates declared. `p99`: only P99 changes; `all`: throughput falls by the same factor. */
function judgeInterleaved(today, blocks, effects, count) {
  const errors = standErrors(today, blocks);
  for (const allowance of ALLOWANCES) {
    const steady = standThroughput(today, blocks, 1, allowance);
    for (const effect of effects) {
      const p99 = standP99(today, blocks, 1 + effect, allowance);
      count(`p99@${allowance}/${effect}`, conclude([p99, steady, errors]));
      const throughput = effect === 0 ? steady : standThroughput(today, blocks, 1 + effect, allowance);
      count(`all@${allowance}/${effect}`, conclude([p99, throughput, errors]));
    }
  }
}
